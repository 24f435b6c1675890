//! `crash [--every N] [--from N] [--scene NAME]`: has a process of its own die at every n-th point that reading and
//! writing pass, and reckons. `crash walk …` is that process.

use std::process::ExitCode;

use acceptance::{carried_out, say, sweep};
use anyhow::{Context, bail, ensure};

const USAGE: &str = "usage: crash [--every N] [--from N] [--scene fill|drain|window|merge]";

fn main() -> ExitCode {
    carried_out(USAGE, begun)
}

fn begun() -> anyhow::Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    match words.split_first() {
        Some((first, rest)) if first == sweep::WALK => runtime.block_on(sweep::walk(rest))?,
        _ => runtime.block_on(walked(&words))?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn walked(words: &[String]) -> anyhow::Result<()> {
    let (mut every, mut from, mut only) = (1, 1, None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let value = words.next().context(USAGE)?;
        match word.as_str() {
            "--every" => every = value.parse().context(USAGE)?,
            "--from" => from = value.parse().context(USAGE)?,
            "--scene" => only = Some(value.parse().context(USAGE)?),
            _ => bail!(USAGE),
        }
    }
    let swept = sweep::sweep(&std::env::current_exe()?, (every, from), only, say).await?;
    say(&swept.to_string());
    ensure!(swept.wrong.is_empty() && swept.doubled == 0, "not all is as it should be");
    Ok(())
}
