//! `sim --writes N [--seed S]`: writes patients through everything that goes wrong, and reckons.

use acceptance::{say, sim};
use anyhow::{Context, bail, ensure};

const USAGE: &str = "usage: sim --writes N [--seed S]";
/// How many writes are between two words of how far it is.
const STEP: u64 = 1_000;
/// The seed where none is named.
const SEED: u64 = 1;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let (writes, seed) = arguments(std::env::args().skip(1))?;
    tokio::time::pause();
    let folder = tempfile::tempdir()?;
    let mut next = STEP;
    let far = |asked| {
        if asked >= next && asked < writes {
            say(&format!("{asked} of {writes}"));
            next = asked - asked % STEP + STEP;
        }
    };
    let tally = sim::writes(seed, writes, folder.path(), far).await?;
    let sim::Tally { trace, saved, crashes, .. } = tally;
    say(&format!("seed {seed} trace {trace:016x} saved {saved} crashes {crashes}"));
    say(&tally.to_string());
    ensure!(tally.holds(), "the promise does not hold for seed {seed}");
    Ok(())
}

fn arguments(mut words: impl Iterator<Item = String>) -> anyhow::Result<(u64, u64)> {
    let (mut writes, mut seed) = (None, SEED);
    while let Some(word) = words.next() {
        let mut number = || words.next().context(USAGE)?.parse().context(USAGE);
        match word.as_str() {
            "--writes" => writes = Some(number()?),
            "--seed" => seed = number()?,
            _ => bail!(USAGE),
        }
    }
    Ok((writes.context(USAGE)?, seed))
}
