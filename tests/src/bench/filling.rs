//! `sync-10`, `sync-50`, `sync-100`: how well filling the first two weeks uses the calls that a practice
//! allows, in real time.

use std::collections::HashSet;

use anyhow::{Context, ensure};
use http::StatusCode;
use sandbox::{Limits, Options, Size, Telling};
use serde_json::json;

use super::figure::Figure;
use super::traffic::{Sent, Traffic};
use crate::{Desk, Edges};

/// Nine on a Monday morning, US Eastern: what is not of the next two weeks waits for the evening.
const WORKING: &str = "2026-11-23T14:00:00Z";
const SEEDS: [u64; 3] = [1, 2, 3];

/// A fill at a rate.
struct Filled {
    used: f64,
    refused: f64,
}

/// Measures one rate.
pub async fn measure(size: Size, per_second: u32) -> anyhow::Result<Vec<Figure>> {
    let mut fills = Vec::with_capacity(SEEDS.len());
    for seed in SEEDS {
        fills.push(fill(size, seed, per_second).await?);
    }
    let of = |pick: fn(&Filled) -> f64| fills.iter().map(pick).collect::<Vec<f64>>();
    let id = format!("sync-{per_second}");
    let what =
        format!("(calls needed / {per_second} a second) / time, the first two weeks of a {}", size.name());
    let refused = format!("{id}-refused");
    Ok(vec![
        Figure::at_least(&id, &what, "ratio", 0.95, &of(|fill| fill.used)),
        Figure::of(&refused, "of them, refused for their number", "%", Some(0.1), &of(|fill| fill.refused)),
    ])
}

async fn fill(size: Size, seed: u64, per_second: u32) -> anyhow::Result<Filled> {
    let limits = Limits { per_second, ..Limits::production() };
    let options = Options { size, seed, limits, feeds: Telling::Nothing, ..Options::default() };
    let traffic = Traffic::default();
    let edges = Edges::at(WORKING, options)?.with_practice(|practice| traffic.of(practice));
    let mut desk = Desk::start(edges).await;
    let added = desk.connect_demo().await;
    let connection = added["connection"]["id"].clone();
    desk.ask("connection_prefer", json!({ "connection": connection, "fill": "offHours" })).await;
    desk.until("sync_read", json!({}), |sync| !sync["fill"]["rest"].is_null()).await;
    let sent = traffic.take();
    desk.close().await;
    used(&sent, per_second)
}

/// Calls needed are those that ask something new, and are answered.
fn used(sent: &[Sent], per_second: u32) -> anyhow::Result<Filled> {
    let (first, last) = (sent.first().context("calls")?.at, sent.last().context("calls")?.at);
    let is_refused = |sent: &&Sent| sent.status == StatusCode::TOO_MANY_REQUESTS;
    let needed: HashSet<&str> =
        sent.iter().filter(|sent| !is_refused(sent)).map(|sent| sent.what.as_str()).collect();
    ensure!(needed.len() > 5 * per_second as usize, "{} calls say nothing of a rate", needed.len());
    let spent = (last - first).as_secs_f64();
    // The first call is answered at the beginning of the time, not after its share of it.
    let used = (needed.len() - 1) as f64 / f64::from(per_second) / spent;
    let refused = sent.iter().filter(is_refused).count() as f64 / sent.len() as f64 * 100.0;
    Ok(Filled { used, refused })
}
