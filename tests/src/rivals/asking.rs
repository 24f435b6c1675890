//! One desk among those that ask for the same time.

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::OFFERED;
use super::search::Search;
use crate::Desk;

/// A desk, and for whom it asks.
pub(super) struct Rival {
    pub desk: Desk,
    pub patient: u64,
}

/// What a desk was told in the end.
pub(super) struct Told {
    /// Whether the time is its patient's; otherwise it is another's.
    pub booked: bool,
    /// Whether nobody knew for a while.
    pub unknown: bool,
    /// The other times that it is offered where it is another's.
    pub offered: Vec<Value>,
}

/// The number of an open time.
pub(super) fn number(opening: &Value) -> anyhow::Result<u64> {
    Ok(opening["slot"].as_str().context("it has a number")?.parse()?)
}

fn all(rows: &Value) -> impl DoubleEndedIterator<Item = &Value> {
    rows.as_array().into_iter().flatten()
}

impl Rival {
    /// The open times as the desk shows them.
    pub async fn finds(&self, search: &Search) -> Vec<Value> {
        let found = self.desk.ask("slot_find", search.request()).await;
        all(&found["rows"]).cloned().collect()
    }

    /// Has an open time booked, waits for what becomes of it and takes note of that; where it is another's, looks what
    /// else there is.
    pub async fn asks_for(&mut self, search: &Search, opening: &Value) -> anyhow::Result<Told> {
        let booking = json!({
            "slot": opening["slot"], "patient": self.patient.to_string(), "kind": search.kind(),
            "department": opening["department"], "confirmed": ["name", "dob"],
        });
        let pressed = self.desk.ask("visit_book", booking).await;
        let write = pressed["write"].as_str().context("a write has a number")?.to_owned();
        let alone = json!({"limit": 1, "write": write});
        let page = self.desk.until("write_list", alone, |page| rests(&page["rows"][0])).await;
        let row = &page["rows"][0];
        let (booked, unknown) = (row["stage"] == "saved", row["end"] == "readBack");
        for (deed, done) in [("discard", "write_discard"), ("see", "write_see")] {
            if all(&row["can"]).any(|one| one == deed) {
                self.desk.ask(done, json!({"write": write})).await;
            }
        }
        if booked {
            return Ok(Told { booked, unknown, offered: Vec::new() });
        }
        ensure!(row["why"] == "conflict", "it is not said to be taken: {} {}", row["stage"], row["why"]);
        let mut offered = self.finds(search).await;
        ensure!(offered.iter().all(|other| other["slot"] != opening["slot"]), "what was lost is offered");
        offered.truncate(OFFERED);
        ensure!(offered.len() == OFFERED, "only {} other times are offered", offered.len());
        Ok(Told { booked, unknown, offered })
    }

    /// Waits until the desk's day shows whose a time is, when nothing it wrote may be open.
    pub async fn comes_to_rest(&mut self, opening: &Value, owner: u64) -> anyhow::Result<()> {
        let owner = json!(owner.to_string());
        let is_there = |day: &Value| {
            let visits = all(&day["columns"]).flat_map(|column| all(&column["visits"]));
            let mut here = visits.filter(|visit| visit["id"] == opening["slot"]);
            here.next().is_some_and(|visit| visit["patient"] == owner) && here.next().is_none()
        };
        self.desk.until("schedule_day", json!({"date": opening["date"]}), is_there).await;
        let counts = self.desk.ask("write_list", json!({"limit": 0})).await["counts"].clone();
        let is_none = json!({"drafts": 0, "held": 0, "onTheWay": 0, "unknown": 0, "unseen": 0});
        ensure!(counts == is_none, "something is open yet: {counts}");
        Ok(())
    }
}

/// Whether nothing more becomes of a write by itself.
fn rests(row: &Value) -> bool {
    match row["stage"].as_str() {
        Some("saved" | "notSaved") => true,
        Some("draft") => !row["why"].is_null(),
        _ => false,
    }
}
