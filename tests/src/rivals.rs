//! Desks that ask for one open time at once, each at a console of its own with a copy of its own, at one practice.

mod asking;
mod search;
mod tally;

use anyhow::{Context, ensure};
use chrono::{Days, NaiveDate};
use futures_util::future::join_all;
use sandbox::{Act, Limits, Options, Sandbox, Size, Standing, Telling, Truth};

use crate::{Desk, Edges};
use asking::{Rival, number};
use search::Search;
pub use tally::Tally;

/// When the desks begin: half past ten on a Monday morning.
const NOW: &str = "2026-11-23T15:30:00Z";
const TODAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 23) {
    Some(day) => day,
    None => NaiveDate::MAX,
};
/// In how many days those for whom they ask have a visit: every copy holds them.
const KNOWN: u64 = 14;
/// How many other times whoever comes too late is offered.
const OFFERED: usize = 3;
/// The chance of the first desk; of the others, what follows.
const SEED: u64 = 100;

/// Of so many answers to writes one is lost, where answers are lost.
const LOST: u64 = 3;

/// How many desks there are, and how often they ask.
#[derive(Clone, Copy, Debug)]
pub struct Crowd {
    /// How many there are.
    pub rivals: usize,
    /// How often they ask while every answer comes.
    pub rounds: u64,
    /// How often they ask then, while a third of the answers to writes is lost.
    pub lossy: u64,
}

/// Has desks ask for one open time after another, all of them at once, and tells how many rounds there were so far. What
/// came of those in which every answer came, and of those in which a third was lost.
///
/// # Errors
/// Where a round ends otherwise than it must, or the surroundings fail.
pub async fn rivals(crowd: Crowd, mut told: impl FnMut(u64)) -> anyhow::Result<[Tally; 2]> {
    let (mut desks, mut search) = seated(crowd.rivals).await?;
    let practice = desks.first().context("nobody asks")?.desk.edges().practice.clone();
    let mut tallies = [Tally { rivals: crowd.rivals, ..Tally::default() }; 2];
    for round in 0..crowd.rounds + crowd.lossy {
        let is_lossy = round >= crowd.rounds;
        practice.lose_one_of(if is_lossy { LOST } else { 0 });
        let came = one_time(&mut desks, &mut search, practice.sandbox()).await;
        let tally = &mut tallies[usize::from(is_lossy)];
        *tally = tally.and(came.with_context(|| format!("round {round}"))?);
        told(round + 1);
    }
    let whole = practice.sandbox().truth().writes().iter().filter(|one| one.act == Act::Book).count();
    ensure!(whole == tallies[0].booked + tallies[1].booked, "the practice was booked {whole} times");
    for rival in desks {
        rival.desk.close().await;
    }
    Ok(tallies)
}

/// One desk fills its copy, the others begin with what it has.
async fn seated(rivals: usize) -> anyhow::Result<(Vec<Rival>, Search)> {
    let options =
        Options { size: Size::Solo, limits: Limits::none(), feeds: Telling::Deeds, ..Options::default() };
    let mut first = Desk::start(Edges::at(NOW, options)?).await;
    first.connect_demo().await;
    first.filled().await;
    let search = Search::of(&first).await;
    let edges = first.close().await;
    let patients = patients(&edges.practice.sandbox().truth(), rivals)?;
    let mut desks = Vec::new();
    for (seed, patient) in (SEED..).zip(patients) {
        desks.push(Rival { desk: Desk::start(edges.copied(seed)?).await, patient });
    }
    Ok((desks, search))
}

/// So many who come in these days, one for each desk.
fn patients(truth: &Truth<'_>, count: usize) -> anyhow::Result<Vec<u64>> {
    let mut all: Vec<u64> =
        truth.visits(TODAY, TODAY + Days::new(KNOWN)).map(|visit| visit.patient).collect();
    all.sort_unstable();
    all.dedup();
    all.retain(|id| {
        truth.patient(*id).is_some_and(|one| {
            !one.restricted
                && one.merged_into.is_none()
                && one.died.is_none()
                && one.standing == Standing::Active
        })
    });
    all.truncate(count);
    ensure!(all.len() == count, "only {} come in these days", all.len());
    Ok(all)
}

/// All desks ask for the time that all of them see first.
async fn one_time(desks: &mut [Rival], search: &mut Search, practice: &Sandbox) -> anyhow::Result<Tally> {
    while desks[0].finds(search).await.len() <= OFFERED {
        search.go_on()?;
    }
    let seen = join_all(desks.iter().map(|rival| rival.finds(search))).await;
    let opening = seen[0][0].clone();
    ensure!(seen.iter().all(|rows| rows.first() == Some(&opening)), "the desks see other times");
    let slot = number(&opening)?;
    let before = practice.truth().writes().len();
    let told = join_all(desks.iter_mut().map(|rival| rival.asks_for(search, &opening))).await;

    let truth = practice.truth();
    let owner = truth.visit(slot).context("nobody has it")?.patient;
    let booked = truth.writes()[before..].iter().filter(|one| one.act == Act::Book).count();
    let mut tally = Tally { rounds: 1, booked: 1, doubled: booked.saturating_sub(1), ..Tally::default() };
    for (rival, told) in desks.iter().zip(told) {
        let told = told?;
        ensure!(told.booked == (rival.patient == owner), "a desk is told otherwise than it is");
        for other in &told.offered {
            let is_open = truth.slot(number(other)?).is_some_and(|slot| !slot.frozen);
            ensure!(is_open, "what is offered is not open");
        }
        tally.count(&told);
    }
    for rested in join_all(desks.iter_mut().map(|rival| rival.comes_to_rest(&opening, owner))).await {
        rested?;
        tally.screens += 1;
    }
    Ok(tally)
}
