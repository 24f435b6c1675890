//! `crash [--every N] [--from N]`: has a process of its own die at every n-th point that reading and writing
//! pass, and reckons. `crash walk …` is that process.

use acceptance::{say, sweep};
use anyhow::{Context, bail, ensure};

const USAGE: &str = "usage: crash [--every N] [--from N]";

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    match words.split_first() {
        Some((first, rest)) if first == sweep::WALK => runtime.block_on(sweep::walk(rest)),
        _ => runtime.block_on(walked(&words)),
    }
}

async fn walked(words: &[String]) -> anyhow::Result<()> {
    let (mut every, mut from) = (1, 1);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().context(USAGE)?.parse().context(USAGE);
        match word.as_str() {
            "--every" => every = number()?,
            "--from" => from = number()?,
            _ => bail!(USAGE),
        }
    }
    let swept = sweep::sweep(&std::env::current_exe()?, (every, from), say).await?;
    say(&swept.to_string());
    ensure!(swept.wrong.is_empty() && swept.doubled == 0, "not all is as it should be");
    Ok(())
}
