//! `freshness`: from a change at the practice to the answer that shows it, beside how often it is asked for.

use std::time::Duration;

use anyhow::{Context, ensure};
use sandbox::{Deed, Limits, Options, Size, Standing, Telling};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::apart::in_paused_time;
use super::figure::{Figure, percentile};
use crate::{Desk, Edges, Moments};

const MORNING: &str = "2026-11-23T15:30:00Z";
const SEEDS: [u64; 3] = [1, 2, 3];
const CHANGES: usize = 120;
/// Seconds: the interval at which what is on screen is asked for, and 300 ms.
const GOAL: f64 = 60.3;

/// Measures changes at moments that follow from a seed, each of somebody whose card is on the screen.
pub fn measure() -> anyhow::Result<Vec<Figure>> {
    ensure!(sync::pace(athena::Feed::Patients).shown.as_secs() == 60, "the goal is of another interval");
    let each = SEEDS.map(|seed| in_paused_time(move || shown(seed)));
    let p99: Vec<f64> = each.into_iter().collect::<anyhow::Result<_>>()?;
    let what =
        "a change at the practice to the answer that shows it, p99, asked for each minute; in paused time";
    Ok(vec![Figure::of("freshness", what, "s", Some(GOAL), &p99)])
}

async fn shown(seed: u64) -> anyhow::Result<f64> {
    let options =
        Options { size: Size::Solo, limits: Limits::preview(), feeds: Telling::Deeds, ..Options::default() };
    let mut desk = Desk::start(Edges::at(MORNING, options)?).await;
    desk.connect_demo().await;
    desk.filled().await;
    let tells = |sync: &Value| {
        let feeds = sync["feeds"].as_array().map_or(&[][..], Vec::as_slice);
        !feeds.is_empty() && feeds.iter().all(|feed| feed["inEffect"] == true)
    };
    desk.until("sync_read", json!({}), tells).await;
    let (mut moments, mut spent) = (Moments::from(seed), Vec::with_capacity(CHANGES));
    let patient = somebody(&desk)?;
    let open = json!({ "patient": patient.to_string() });
    desk.ask("patient_open", open.clone()).await;
    for number in 0..CHANGES {
        tokio::time::sleep(Duration::from_millis(moments.between(1, 59_999))).await;
        let email = format!("change{number}@example.org");
        let fields = vec![("email".to_owned(), email.clone())];
        let began = Instant::now();
        let done = desk.edges().practice.sandbox().act(&Deed::EditPatient { patient, fields });
        ensure!(done.is_some(), "a desk changes somebody");
        desk.until("patient_open", open.clone(), |card| card.to_string().contains(&email)).await;
        spent.push(began.elapsed().as_secs_f64());
    }
    desk.close().await;
    Ok(percentile(&spent, 0.99))
}

/// Somebody whom the copy may show, by their number.
fn somebody(desk: &Desk) -> anyhow::Result<u64> {
    let truth = desk.edges().practice.sandbox().truth();
    let mut seen = truth.patients().filter(|one| !one.restricted && one.standing == Standing::Active);
    seen.next().map(|one| one.id).context("somebody")
}
