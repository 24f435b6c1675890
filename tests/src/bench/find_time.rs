//! `find-time`: the next open times over 30 providers and 30 days, of what was read of them before.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use anyhow::{Context, ensure};
use chrono::NaiveDate;
use sandbox::{Limits, Options, Size, Telling};
use serde_json::{Value, json};

use super::figure::{Figure, percentile};
use crate::{Desk, Edges};

const MORNING: &str = "2026-11-23T15:30:00Z";
/// What the goal is of.
const PROVIDERS: usize = 30;
const DAYS: i64 = 30;
const GOAL: f64 = 50.0;
/// As many departments as one question asks.
const DEPARTMENTS: usize = 8;
const TIMES: usize = 9;
const EACH: usize = 40;

/// Measures it through dispatch, in real time.
pub async fn measure() -> anyhow::Result<Vec<Figure>> {
    let options = Options {
        size: Size::Group,
        limits: Limits::preview(),
        feeds: Telling::Nothing,
        ..Options::default()
    };
    let mut desk = Desk::start(Edges::at(MORNING, options)?).await;
    desk.connect_demo().await;
    let known = |form: &Value| form["providers"].as_array().is_some_and(|all| all.len() >= PROVIDERS);
    desk.until("slot_form", json!({}), known).await;
    // The fill would take the processor meanwhile.
    desk.ask("sync_pause", json!({"lasts": "untilResumed"})).await;
    let (kind, departments, providers) = busiest(&desk)?;
    let asked = json!({
        "kind": kind, "departments": departments, "providers": providers, "from": "2026-11-23", "days": DAYS,
        "limit": 40,
    });
    let first = desk.ask("slot_find", asked.clone()).await;
    let open: u64 =
        first["days"].as_array().context("days")?.iter().filter_map(|day| day["count"].as_u64()).sum();
    let calls = desk.edges().practice.sandbox().requests();
    let mut spent = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let mut each = Vec::with_capacity(EACH);
        for _ in 0..EACH {
            let began = Instant::now();
            desk.ask("slot_find", asked.clone()).await;
            each.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        spent.push(percentile(&each, 0.99));
    }
    ensure!(desk.edges().practice.sandbox().requests() == calls, "athenahealth was asked meanwhile");
    desk.close().await;
    let what = format!(
        "the next times of {open} that are open with {} providers in {} departments over {DAYS} days, of what was \
         read of them before, p99",
        providers.len(),
        departments.len()
    );
    Ok(vec![Figure::of("find-time", &what, "ms", Some(GOAL), &spent)])
}

/// The kind that most open times are of, and where and with whom most of them are.
fn busiest(desk: &Desk) -> anyhow::Result<(String, Vec<String>, Vec<String>)> {
    let first: NaiveDate = "2026-11-23".parse()?;
    let last = first + chrono::TimeDelta::days(DAYS - 1);
    let sandbox = desk.edges().practice.sandbox().clone();
    let slots: Vec<_> = sandbox.truth().slots(first, last).collect();
    let most = |counts: BTreeMap<u64, usize>| {
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        counts.into_iter().map(|(id, _)| id).collect::<Vec<u64>>()
    };
    let count = |ids: &mut dyn Iterator<Item = u64>| {
        let mut counts = BTreeMap::<u64, usize>::new();
        ids.for_each(|id| *counts.entry(id).or_default() += 1);
        counts
    };
    let kinds = most(count(&mut slots.iter().map(|slot| slot.kind)));
    let kind = *kinds.first().context("nothing is open")?;
    let mut departments = most(count(&mut slots.iter().map(|slot| slot.department)));
    departments.truncate(DEPARTMENTS);
    let there: BTreeSet<u64> = slots
        .iter()
        .filter(|slot| departments.contains(&slot.department))
        .map(|slot| slot.provider)
        .collect();
    ensure!(there.len() >= PROVIDERS, "{} providers are too few to tell of {PROVIDERS}", there.len());
    let named = |ids: &mut dyn Iterator<Item = u64>| ids.map(|id| id.to_string()).collect();
    Ok((kind.to_string(), named(&mut departments.into_iter()), named(&mut there.into_iter().take(PROVIDERS))))
}
