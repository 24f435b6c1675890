//! `downtime-packet`: from the wish to a sealed file that was opened again, for 200 visits.

use std::time::Instant;

use anyhow::{Context, ensure};
use sandbox::{Limits, Options, Size, Telling};
use serde_json::json;

use super::figure::Figure;
use crate::{Desk, Edges};

const MORNING: &str = "2026-11-23T15:30:00Z";
/// What the goal is of.
const VISITS: f64 = 200.0;
const GOAL: f64 = 5.0;
const TIMES: usize = 9;

/// Measures it on a clinic, in real time, and gives what 200 visits take.
pub async fn measure() -> anyhow::Result<Vec<Figure>> {
    let options =
        Options { size: Size::Clinic, limits: Limits::none(), feeds: Telling::Nothing, ..Options::default() };
    let mut desk = Desk::start(Edges::at(MORNING, options)?).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk.ask("packet_begin", json!({})).await;
    desk.ask("packet_set", json!({"days": 7, "hours": 24})).await;
    let (mut spent, mut of) = (Vec::with_capacity(TIMES), (0.0, 0.0));
    for _ in 0..TIMES {
        let began = Instant::now();
        let state = desk.ask("packet_make", json!({})).await;
        let took = began.elapsed().as_secs_f64();
        let count = |name: &str| state["made"][name].as_f64().context("a packet");
        of = (count("visits")?, count("pages")?);
        ensure!(of.0 >= VISITS, "{} visits are too few to tell of {VISITS}", of.0);
        spent.push(took * VISITS / of.0);
    }
    desk.close().await;
    let what = format!(
        "a packet of {} visits on {} pages, made, sealed, opened again and written, for each 200 visits",
        of.0, of.1
    );
    Ok(vec![Figure::of("downtime-packet", &what, "s", Some(GOAL), &spent)])
}
