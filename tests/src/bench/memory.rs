//! `memory`: what the window and all its processes take with a large practice open, beside a blank one.

use anyhow::Context;

use super::cold_start;
use super::figure::Figure;
use super::group::Group;
use super::pairs::{Side, pairs_of};
use crate::share_of_memory;

const ROUNDS: usize = 5;
const MIB: f64 = 1_048_576.0;

/// Measures both once they are painted.
pub async fn measure(group: &Group) -> anyhow::Result<Vec<Figure>> {
    let measured = pairs_of(ROUNDS, async |side| {
        let process = match side {
            Side::Product => cold_start::open(group).await?,
            Side::Reference => cold_start::open_blank(group).await?,
        };
        let share = share_of_memory(process.id().context("it runs")?);
        let share = share.context("the system does not say what memory a process takes")?;
        process.end().await?;
        Ok(share as f64 / MIB)
    })
    .await?;
    let of = |pick: fn(&(f64, f64)) -> f64| measured.iter().map(pick).collect::<Vec<f64>>();
    Ok(vec![
        Figure::of(
            "memory",
            "memory of all processes with a practice of 250,000 people open / of a blank window's",
            "ratio",
            Some(1.2),
            &of(|(ours, blank)| ours / blank),
        ),
        Figure::of("memory-ours", "with the practice open", "MiB", None, &of(|(ours, _)| *ours)),
        Figure::of("memory-blank", "a blank window", "MiB", None, &of(|(_, blank)| *blank)),
    ])
}
