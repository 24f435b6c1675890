//! What the desks look for.

use anyhow::Context;
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::TODAY;
use crate::Desk;

/// How many days are looked through at once, and how far ahead at the most.
const SPAN: u64 = 14;
const FARTHEST: u64 = 400;

/// The open times of one kind of visit in some days: of each kind, then of each in the days that follow.
pub(super) struct Search {
    kinds: Vec<Value>,
    departments: Vec<Value>,
    at: usize,
    from: NaiveDate,
}

impl Search {
    /// What a practice can be asked for.
    pub async fn of(desk: &Desk) -> Self {
        let form = desk.ask("slot_form", json!({})).await;
        let ids = |name: &str| -> Vec<Value> {
            form[name].as_array().into_iter().flatten().map(|one| one["id"].clone()).collect()
        };
        let departments = ids("departments").into_iter().take(8).collect();
        Self { kinds: ids("kinds"), departments, at: 0, from: TODAY }
    }

    /// As the contract takes it.
    pub fn request(&self) -> Value {
        json!({
            "kind": self.kind(), "departments": self.departments, "providers": [],
            "from": self.from.to_string(), "days": SPAN, "limit": 20,
        })
    }

    /// The kind that is looked for.
    pub fn kind(&self) -> &Value {
        &self.kinds[self.at]
    }

    /// Looks for the next kind, or in the days that follow.
    pub fn go_on(&mut self) -> anyhow::Result<()> {
        self.at += 1;
        if self.at == self.kinds.len() {
            self.at = 0;
            let next = self.from + Days::new(SPAN);
            let is_near = next < TODAY + Days::new(FARTHEST);
            self.from = is_near.then_some(next).context("nothing is open any more")?;
        }
        Ok(())
    }
}
