//! `calls-per-change`, `calls-wasted`: what a busy clinic's changes cost in calls, beside the least: counted by how often
//! each feed is to be read and by what changed, and not by the plan.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Context, ensure};
use athena::Feed;
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use sandbox::{Limits, Options, Size, Standing, Telling};
use serde_json::{Value, json};
use sync::Span;

use super::apart::in_paused_time;
use super::figure::Figure;
use super::traffic::{Named, Sent, Traffic};
use crate::{Desk, Edges};

/// Half past ten on a Monday morning, US Eastern.
const MORNING: &str = "2026-11-23T15:30:00Z";
const WINDOW: Duration = Duration::from_secs(60 * 60);
/// A change every so often, by other desks.
const BUSY: TimeDelta = TimeDelta::milliseconds(1_200);
const SEEDS: [u64; 3] = [1, 2, 3];
/// Rows that a page of a feed, and one of visits, has at most.
const PAGE_OF_FEED: usize = 1_500;
const PAGE_OF_VISITS: usize = 1_000;
/// In how many polls what was drained is read again once, at most,
const POLLS_TO_REREAD: u64 = 5;
/// and after how long it is, however few polls there were.
const REREAD_AFTER: Duration = Duration::from_secs(10 * 60);
/// How often the near schedule is read whole in the hour.
const SWEEPS: usize = 2;
/// Within this time the same question is not asked twice for nothing.
const SAME: Duration = Duration::from_secs(30);

/// One hour of changes.
struct Hour {
    changes: f64,
    calls: f64,
    least: f64,
    wasted: f64,
}

/// Measures an hour of each seed in paused time, once the copy is filled and the feeds tell.
pub fn measure() -> anyhow::Result<Vec<Figure>> {
    let hours: Vec<Hour> =
        SEEDS.map(|seed| in_paused_time(move || hour(seed))).into_iter().collect::<anyhow::Result<_>>()?;
    let of = |pick: fn(&Hour) -> f64| hours.iter().map(pick).collect::<Vec<f64>>();
    Ok(vec![
        Figure::of(
            "calls-per-change",
            "calls of an hour in a busy clinic / the least: each feed's polls or the pages that its changes fill, those read again, a look at each subscription, the near schedule twice, providers as often as one changed, whoever became known, and the allergies of whoever comes soon since",
            "ratio",
            Some(1.05),
            &of(|hour| hour.calls / hour.least),
        ),
        Figure::of(
            "calls-per-thousand",
            "calls per 1,000 changes in a busy clinic",
            "calls",
            None,
            &of(|hour| hour.calls / hour.changes * 1_000.0),
        ),
        Figure::of(
            "calls-wasted",
            "calls refused for their number, asked twice or answered by an empty page, of all in that hour",
            "%",
            Some(1.0),
            &of(|hour| hour.wasted / hour.calls * 100.0),
        ),
    ])
}

async fn hour(seed: u64) -> anyhow::Result<Hour> {
    let options = Options {
        size: Size::Clinic,
        seed,
        limits: Limits::production(),
        feeds: Telling::Everything,
        busy: Some(BUSY),
        ..Options::default()
    };
    let traffic = Traffic::default();
    let edges = Edges::at(MORNING, options)?.with_practice(|practice| traffic.of(practice));
    let mut desk = Desk::start(edges).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk.until("sync_read", json!({}), is_settled).await;
    tokio::time::sleep(Duration::from_secs(5 * 60)).await;
    let before = traffic.take();
    tokio::time::sleep(WINDOW).await;
    let sent = traffic.take();
    let near = sync::near(MORNING.parse::<DateTime<Utc>>().context("an instant")?.date_naive());
    let truth = desk.edges().practice.sandbox().truth();
    let visits = truth.visits(near.from, near.to).count();
    let unseen = truth.patients().filter(|one| one.restricted || one.standing == Standing::Deleted);
    let unseen: HashSet<String> = unseen.map(|one| one.id.to_string()).collect();
    let people = newcomers((&before, &sent), near, &unseen);
    desk.close().await;
    let changes = drained(&sent);
    ensure!(changes > 1_000, "the practice is busy: {changes} changes");
    Ok(Hour {
        changes: changes as f64,
        calls: sent.len() as f64,
        least: (least(&sent, visits) + people) as f64,
        wasted: wasted(&sent) as f64,
    })
}

/// The calls that no row saves of whom the feeds tell for the first time: one for each person who was in no row before,
/// and one for the allergies of each who comes soon and did not. What is told of them again costs nothing.
fn newcomers((before, sent): (&[Sent], &[Sent]), near: Span, unseen: &HashSet<String>) -> usize {
    let (mut known, mut coming, mut calls) = (HashSet::new(), HashSet::new(), 0);
    let is_soon =
        |one: &Named| one.comes.is_some_and(|day| near.holds(day)) && !unseen.contains(&one.patient);
    for one in before.iter().flat_map(|sent| &sent.people) {
        known.insert(one.patient.as_str());
        if is_soon(one) {
            coming.insert(one.patient.as_str());
        }
    }
    for drain in sent.iter().filter(|sent| sent.is_drain()) {
        // A person's own feed tells all of their record.
        let is_whole = drain.is_of(Feed::Patients);
        for one in &drain.people {
            calls += usize::from(known.insert(one.patient.as_str()) && !is_whole);
            calls += usize::from(is_soon(one) && coming.insert(one.patient.as_str()));
        }
    }
    calls
}

/// The fewest calls that read what changed and find out what no feed tells, of people apart.
fn least(sent: &[Sent], visits: usize) -> usize {
    let of_feed = |feed: Feed| {
        let every = sync::pace(feed).unseen.as_secs().max(1);
        let (polls, reread) = (WINDOW.as_secs() / every, REREAD_AFTER.as_secs().div_ceil(every));
        let drains: Vec<usize> = sent
            .iter()
            .filter(|sent| sent.is_of(feed) && sent.is_drain())
            .filter_map(|sent| sent.rows)
            .collect();
        let changes: usize = drains.iter().sum();
        // Rows of providers are no records: where any comes, their list is read.
        let lists = drains.iter().filter(|rows| feed == Feed::Providers && **rows > 0).count();
        let look = 1;
        changes.div_ceil(PAGE_OF_FEED).max(polls as usize)
            + (polls / reread.min(POLLS_TO_REREAD)) as usize
            + lists
            + look
    };
    Feed::ALL.into_iter().map(of_feed).sum::<usize>() + SWEEPS * visits.div_ceil(PAGE_OF_VISITS)
}

/// All feeds tell, and what came before is read.
fn is_settled(sync: &Value) -> bool {
    let feeds = sync["feeds"].as_array().map_or(&[][..], Vec::as_slice);
    let closed = |feed: &Value| {
        feed["gaps"].as_array().is_some_and(|gaps| gaps.iter().all(|gap| !gap["closed"].is_null()))
    };
    feeds.len() >= 3 && feeds.iter().all(|feed| feed["inEffect"] == true && closed(feed))
}

/// Rows that the feeds gave out, those apart that were read again.
fn drained(sent: &[Sent]) -> usize {
    sent.iter().filter(|sent| sent.is_drain()).filter_map(|sent| sent.rows).sum()
}

fn wasted(sent: &[Sent]) -> usize {
    let mut asked: HashSet<(&str, u64)> = HashSet::new();
    let Some(first) = sent.first().map(|sent| sent.at) else { return 0 };
    let mut wasted = 0;
    for sent in sent {
        let turn = (sent.at - first).as_secs() / SAME.as_secs();
        let twice = !sent.is_of_feed() && !asked.insert((sent.what.as_str(), turn));
        let refused = sent.status == StatusCode::TOO_MANY_REQUESTS;
        wasted += usize::from(refused || sent.rows == Some(0) || twice);
    }
    wasted
}
