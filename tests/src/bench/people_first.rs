//! `people-first`: a patient opened and read anew while a clinic's copy is filled, against one whose first two weeks
//! are read and whose rest waits for the evening.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use sandbox::{Limits, Options, Size, Telling};
use serde_json::{Value, json};

use super::figure::{Figure, percentile};
use super::pairs::{Side, pairs_of};
use crate::{Desk, Edges};

const MORNING: &str = "2026-11-23T15:30:00Z";
/// How far away the practice is.
const LATENCY: Duration = Duration::from_millis(200);
const ROUNDS: usize = 5;
const OPENED: usize = 30;

/// Measures the p99 of both, in real time.
pub async fn measure() -> anyhow::Result<Vec<Figure>> {
    // A desk that idles comes near no limit; so many calls only have it idle sooner.
    let mut idle = Opening::of(Limits::production(), "offHours").await?;
    idle.desk.until("sync_read", json!({}), |sync| !sync["fill"]["rest"].is_null()).await;
    let mut filling = Opening::of(Limits::preview(), "anyTime").await?;
    let measured = pairs_of(ROUNDS, async |side| match side {
        Side::Product => filling.p99().await,
        Side::Reference => idle.p99().await,
    })
    .await?;
    let sync = filling.desk.ask("sync_read", json!({})).await;
    ensure!(sync["fill"]["phase"] != "fresh", "it was filled meanwhile");
    let sync = idle.desk.ask("sync_read", json!({})).await;
    ensure!(!sync["fill"]["rest"].is_null(), "it did not rest");
    filling.desk.close().await;
    idle.desk.close().await;
    let of = |pick: fn(&(f64, f64)) -> f64| measured.iter().map(pick).collect::<Vec<f64>>();
    Ok(vec![
        Figure::of(
            "people-first",
            "a patient opened and read anew during a clinic's fill, p99 / once its fill rests, p99, 200 ms away",
            "ratio",
            Some(1.3),
            &of(|(filling, idle)| filling / idle),
        ),
        Figure::of("people-first-fill", "during a fill, p99", "ms", None, &of(|(filling, _)| *filling)),
        Figure::of("people-first-idle", "once the fill rests, p99", "ms", None, &of(|(_, idle)| *idle)),
    ])
}

/// A desk, and those whom it opens in turn.
struct Opening {
    desk: Desk,
    patients: Vec<Value>,
    next: usize,
}

impl Opening {
    async fn of(limits: Limits, fill: &str) -> anyhow::Result<Self> {
        let options = Options { size: Size::Clinic, limits, feeds: Telling::Nothing, ..Options::default() };
        let edges = Edges::at(MORNING, options)?.with_practice(|practice| practice.with_latency(LATENCY));
        let mut desk = Desk::start(edges).await;
        let added = desk.connect_demo().await;
        let prefers = json!({ "connection": added["connection"]["id"], "fill": fill });
        desk.ask("connection_prefer", prefers).await;
        let someone = json!({ "text": "a", "limit": 100 });
        let found = desk.until("patient_search", someone, |found| {
            found["rows"].as_array().is_some_and(|rows| rows.len() >= 20)
        });
        let found = found.await;
        let patients = found["rows"].as_array().context("rows")?.iter().map(|row| row["id"].clone());
        let patients = patients.collect();
        Ok(Self { desk, patients, next: 0 })
    }

    async fn p99(&mut self) -> anyhow::Result<f64> {
        let mut spent = Vec::with_capacity(OPENED);
        for _ in 0..OPENED {
            let patient = self.patients[self.next % self.patients.len()].clone();
            self.next += 1;
            spent.push(self.read_anew(&patient).await);
        }
        Ok(percentile(&spent, 0.99))
    }

    async fn read_anew(&mut self, patient: &Value) -> f64 {
        let began = Instant::now();
        let card = self.desk.ask("patient_open", json!({ "patient": patient })).await;
        let before = card["asOf"].clone();
        self.desk.ask("patient_refresh", json!({ "patient": patient })).await;
        let open = json!({ "patient": patient });
        self.desk.until("patient_open", open, |card| card["asOf"] != before && !card["asOf"].is_null()).await;
        began.elapsed().as_secs_f64() * 1_000.0
    }
}
