//! `restart`: a start on files taken in the middle of a write, as a kill leaves them, beside one after an orderly end.

use super::cold_start::to_first_visits;
use super::figure::Figure;
use super::group::Group;
use super::pairs::{Side, pairs};

/// Measures both to the day's first visits, each on files that were just copied.
pub async fn measure(group: &Group) -> anyhow::Result<Vec<Figure>> {
    let measured = pairs(async |side| {
        let profile = match side {
            Side::Product => group.killed("killed")?,
            Side::Reference => group.copied("closed")?,
        };
        to_first_visits(group, &profile).await
    })
    .await?;
    let of = |pick: fn(&(f64, f64)) -> f64| measured.iter().map(pick).collect::<Vec<f64>>();
    Ok(vec![
        Figure::of(
            "restart",
            "start to the day's first visits on files taken inside one write, as a kill leaves them / after an orderly end",
            "ratio",
            Some(1.15),
            &of(|(killed, closed)| killed / closed),
        ),
        Figure::of(
            "restart-killed",
            "on files taken inside one write",
            "ms",
            None,
            &of(|(killed, _)| *killed),
        ),
        Figure::of("restart-closed", "after an orderly end", "ms", None, &of(|(_, closed)| *closed)),
    ])
}
