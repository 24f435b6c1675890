//! `acts [--size NAME] [--seed S]`: a busy practice for two hours in all weathers, and the copy after it.

use std::process::ExitCode;

use acceptance::{acts, carried_out, say};
use anyhow::{Context, bail, ensure};
use sandbox::Size;

const USAGE: &str = "usage: acts [--size solo|clinic|group] [--seed S]";
/// So many differences are named.
const NAMED: usize = 20;

fn main() -> ExitCode {
    carried_out(USAGE, acted)
}

fn acted() -> anyhow::Result<ExitCode> {
    let (mut size, mut seed) = (Size::Clinic, 1);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().context(USAGE)?;
        match word.as_str() {
            "--size" => size = value.parse().ok().context(USAGE)?,
            "--seed" => seed = value.parse().context(USAGE)?,
            _ => bail!(USAGE),
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    let acted = runtime.block_on(acts(size, seed, say))?;
    acted.alike.wrong.iter().take(NAMED).for_each(|wrong| say(wrong));
    say(&acted.to_string());
    ensure!(acted.alike.wrong.is_empty() && acted.doubled == 0, "not all is as it should be");
    Ok(ExitCode::SUCCESS)
}
