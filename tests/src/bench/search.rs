//! `search`: the encrypted copy's search against a plain scan of everyone in memory.

use std::time::Instant;

use anyhow::{Context, ensure};
use futures_util::FutureExt;
use model::PatientId;
use store::Cache;
use store::search::{Person, Query, scan};

use super::figure::{Figure, percentile};
use super::group::Group;
use super::pairs::{Side, pairs};
use super::typing;

const SEED: u64 = 20_261_124;
const QUERIES: usize = 300;
const ROWS: usize = 20;

/// Measures the p99 of both over the same log.
pub fn measure(group: &Group) -> anyhow::Result<Vec<Figure>> {
    let (cache, _folder) = group.open()?;
    let (everyone, sought) = group.everyone(&cache)?;
    let log = typing::log(SEED, &sought, QUERIES);
    for text in &log {
        ensure!(
            found(&cache, text)? == scanned(&everyone, text),
            "{} letters find others than a scan",
            text.len()
        );
    }
    let spent = |side: Side| {
        let each = log.iter().map(|text| {
            let began = Instant::now();
            match side {
                Side::Product => drop(found(&cache, text)?),
                Side::Reference => drop(scanned(&everyone, text)),
            }
            Ok(began.elapsed().as_secs_f64() * 1_000.0)
        });
        anyhow::Ok(percentile(&each.collect::<anyhow::Result<Vec<f64>>>()?, 0.99))
    };
    let measured = pairs(async |side| spent(side)).now_or_never().context("nothing here waits")??;
    let of = |pick: fn(&(f64, f64)) -> f64| measured.iter().map(pick).collect::<Vec<f64>>();
    Ok(vec![
        Figure::of(
            "search",
            "encrypted search p99 / plain scan p99, 250,000 people",
            "ratio",
            Some(0.10),
            &of(|(ours, scan)| ours / scan),
        ),
        Figure::of("search-ours", "encrypted search, p99 of a search", "ms", None, &of(|(ours, _)| *ours)),
        Figure::of(
            "search-scan",
            "plain scan in memory, p99 of a search",
            "ms",
            None,
            &of(|(_, scan)| *scan),
        ),
    ])
}

fn found(cache: &Cache, text: &str) -> anyhow::Result<Vec<PatientId>> {
    let query = Query::parse(text);
    let page = cache.read_blocking(|reader| reader.search(&query, ROWS, None))?;
    Ok(page.hits.into_iter().map(|hit| hit.patient.id).collect())
}

fn scanned(everyone: &[Person], text: &str) -> Vec<PatientId> {
    scan(everyone, &Query::parse(text), ROWS).into_iter().map(|(_, person)| person.id().clone()).collect()
}
