//! `idle-calls`: what an idle desk asks of a practice in an hour, beside what its plan told ahead.

use std::time::Duration;

use anyhow::Context;
use sandbox::{Limits, Options, Size, Telling};
use serde_json::json;

use super::apart::in_paused_time;
use super::figure::Figure;
use super::traffic::Traffic;
use crate::{Desk, Edges};

/// Half past ten on a Monday morning, US Eastern.
const MORNING: &str = "2026-11-23T15:30:00Z";
const HOUR: Duration = Duration::from_secs(60 * 60);
/// Hours after all was read: in the middle of the day, in the evening, and at night.
const LATER: [u32; 3] = [2, 7, 12];

/// Measures an hour each, in paused time.
pub fn measure() -> anyhow::Result<Vec<Figure>> {
    let hours: Vec<(f64, f64)> =
        LATER.map(|later| in_paused_time(move || hour(later))).into_iter().collect::<anyhow::Result<_>>()?;
    let of = |pick: fn(&(f64, f64)) -> f64| hours.iter().map(pick).collect::<Vec<f64>>();
    let off = |(made, told): &(f64, f64)| (made - told).abs() / told * 100.0;
    Ok(vec![
        Figure::of(
            "idle-calls",
            "calls of an hour of an idle desk / as told ahead, off by",
            "%",
            Some(5.0),
            &of(off),
        ),
        Figure::of("idle-calls-made", "calls of an hour", "calls", None, &of(|(made, _)| *made)),
        Figure::of("idle-calls-told", "as told ahead", "calls", None, &of(|(_, told)| *told)),
    ])
}

async fn hour(later: u32) -> anyhow::Result<(f64, f64)> {
    let limits = Limits::production();
    let options = Options { size: Size::Clinic, limits, feeds: Telling::Everything, ..Options::default() };
    let traffic = Traffic::default();
    let edges = Edges::at(MORNING, options)?.with_practice(|practice| traffic.of(practice));
    let mut desk = Desk::start(edges).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk.ask("console_touch", json!({})).await;
    tokio::time::sleep(HOUR * later).await;
    drop(traffic.take());
    let told = desk.ask("sync_read", json!({})).await["calls"]["nextHour"].as_f64();
    tokio::time::sleep(HOUR).await;
    let made = traffic.take();
    desk.close().await;
    Ok((made.len() as f64, told.context("the copy is filled")?))
}
