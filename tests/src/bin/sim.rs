//! `sim --seeds N [--seed S] [--without RULE]`: plays seeds of the feeds and the journal through everything that goes
//! wrong, of a protocol that lacks a rule if one is named.
//! `sim --writes N [--seed S]`: writes patients and visits through everything that goes wrong.
//! `sim --rivals N`: has 50 desks ask for one open time N times, then N times while a third of the answers is lost.
//! Each reckons at the end.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use acceptance::rivals::{Crowd, rivals};
use acceptance::{carried_out, say, sim};
use anyhow::{Context, bail};

const USAGE: &str =
    "usage: sim --seeds N [--seed S] [--without RULE] | sim --writes N [--seed S] | sim --rivals N";
/// How many writes, or seeds, are between two words of how far it is.
const STEP: u64 = 1_000;
/// How many desks ask for one time, and how many rounds are between two words of how far they are.
const RIVALS: usize = 50;
const ROUNDS: u64 = 10;
/// The seed where none is named.
const SEED: u64 = 1;

fn main() -> ExitCode {
    carried_out(USAGE, begun)
}

fn begun() -> anyhow::Result<ExitCode> {
    let asked = Asked::read(std::env::args().skip(1))?;
    let holds = match (asked.seeds, asked.writes, asked.rivals) {
        (Some(seeds), None, None) => play(seeds, asked.seed, asked.protocol)?,
        (None, Some(count), None) => runtime()?.block_on(write(count, asked.seed))?,
        (None, None, Some(rounds)) => runtime()?.block_on(compete(rounds))?,
        _ => bail!(USAGE),
    };
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?)
}

/// Plays seeds on all processors, each in a time of its own. The last line reckons.
fn play(seeds: u64, first: u64, protocol: sim::Protocol) -> anyhow::Result<bool> {
    let (next, total) = (AtomicU64::new(first), Mutex::new(sim::Total::default()));
    let broken = Mutex::new(Vec::new());
    let last = first.saturating_add(seeds);
    let work = || -> anyhow::Result<()> {
        loop {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            if seed >= last {
                return Ok(());
            }
            let run = sim::run_alone(seed, protocol)?;
            let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(wrong) = &run.wrong {
                run.before.iter().for_each(|event| say(&format!("  {event}")));
                say(&format!("seed {seed}: {wrong}"));
                broken.lock().unwrap_or_else(PoisonError::into_inner).push(seed);
            }
            total.add(&run);
            if total.seeds % STEP == 0 && total.seeds < seeds {
                say(&format!("{} of {seeds} seeds, {} changes", total.seeds, total.changes));
            }
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        all.into_iter().try_for_each(|one| one.join().map_err(|_| anyhow::anyhow!("a seed panicked"))?)
    })?;
    let total = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut broken = broken.into_inner().unwrap_or_else(PoisonError::into_inner);
    broken.sort_unstable();
    if !broken.is_empty() {
        say(&format!("broken: {broken:?}"));
    }
    say(&total.to_string());
    Ok(total.holds())
}

async fn write(writes: u64, seed: u64) -> anyhow::Result<bool> {
    let folder = tempfile::tempdir()?;
    let mut next = STEP;
    let far = |asked| {
        if asked >= next && asked < writes {
            say(&format!("{asked} of {writes}"));
            next = asked - asked % STEP + STEP;
        }
    };
    let tally = sim::writes(seed, writes, folder.path(), far).await?;
    tally.wrong.iter().for_each(|wrong| say(wrong));
    let sim::Tally { trace, saved, crashes, beyond_telling, .. } = tally;
    say(&format!(
        "seed {seed} trace {trace:016x} saved {saved} crashes {crashes} beyond telling {beyond_telling}"
    ));
    say(&tally.to_string());
    Ok(tally.holds())
}

/// Has desks ask for the same times: where every answer comes, then where a third of them is lost.
async fn compete(rounds: u64) -> anyhow::Result<bool> {
    let crowd = Crowd { rivals: RIVALS, rounds, lossy: rounds };
    let far = |round| {
        if round % ROUNDS == 0 {
            say(&format!("{round} of {} rounds", 2 * rounds));
        }
    };
    let [whole, lossy] = rivals(crowd, far).await?;
    say(&format!("{whole}: every answer comes"));
    say(&format!("{lossy}: a third of the answers is lost"));
    Ok(whole.holds() && lossy.holds())
}

struct Asked {
    seeds: Option<u64>,
    writes: Option<u64>,
    rivals: Option<u64>,
    seed: u64,
    protocol: sim::Protocol,
}

impl Asked {
    fn read(mut words: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let mut asked =
            Self { seeds: None, writes: None, rivals: None, seed: SEED, protocol: sim::Protocol::WHOLE };
        while let Some(word) = words.next() {
            if word == "--without" {
                let rule = words.next().context(USAGE)?;
                asked.protocol = sim::Protocol::without(&rule).context(USAGE)?;
                continue;
            }
            let mut number = || words.next().context(USAGE)?.parse().context(USAGE);
            match word.as_str() {
                "--seeds" => asked.seeds = Some(number()?),
                "--writes" => asked.writes = Some(number()?),
                "--rivals" => asked.rivals = Some(number()?),
                "--seed" => asked.seed = number()?,
                _ => bail!(USAGE),
            }
        }
        Ok(asked)
    }
}
