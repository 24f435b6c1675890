//! `cold-start`: from the start of the program to the first rows of the encrypted copy, against the
//! first paint of a window with nothing in it.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use super::figure::Figure;
use super::group::Group;
use super::pairs::{Side, pairs};
use super::{binaries, page_file};
use crate::Owned;

const PATIENCE: Duration = Duration::from_secs(60);

/// What the product's first paint is: a visit of the day.
const ROWS: &str = include_str!("first_paint.js");

/// A page with nothing but a word, which says when that was drawn.
const BLANK: &str = r#"<!doctype html><meta charset="utf-8"><title>blank</title><p>blank</p><script>
requestAnimationFrame(() => {
  const frame = new MessageChannel();
  frame.port1.onmessage = () => { document.title = "painted"; };
  frame.port2.postMessage(null);
});
</script>"#;

/// Measures both from the start of their processes. Both were started before, so that both are in
/// the computer's memory.
pub async fn measure(group: &Group) -> anyhow::Result<Vec<Figure>> {
    let script = page_file(group.folder(), "first_paint.js", ROWS)?;
    let blank = page_file(group.folder(), "blank.html", BLANK)?;
    let (daybook, bare) = binaries()?;
    let profile = group.profile();
    let start = async |side| match side {
        Side::Product => painted(&daybook, &[Path::new("--profile"), &profile], &script).await,
        Side::Reference => painted(&bare, &[&blank], &script).await,
    };
    start(Side::Product).await?;
    start(Side::Reference).await?;
    let measured = pairs(start).await?;
    let of = |pick: fn(&(f64, f64)) -> f64| measured.iter().map(pick).collect::<Vec<f64>>();
    Ok(vec![
        Figure::of(
            "cold-start",
            "start to the day's first visits / a blank window's first paint, 250,000 people",
            "ratio",
            Some(1.15),
            &of(|(ours, blank)| ours / blank),
        ),
        Figure::of("cold-start-ours", "start to the day's first visits", "ms", None, &of(|(ours, _)| *ours)),
        Figure::of(
            "cold-start-blank",
            "start to a blank window's first paint",
            "ms",
            None,
            &of(|(_, blank)| *blank),
        ),
    ])
}

/// Milliseconds until the window says that it has painted.
async fn painted(binary: &Path, arguments: &[&Path], script: &Path) -> anyhow::Result<f64> {
    let mut command = Command::new(binary);
    command.args(arguments).env("DAYBOOK_BENCH_SCRIPT", script);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let began = Instant::now();
    let mut process = Owned::start(&mut command)?;
    let said = process.child().stdout.take().context("the window's words")?;
    let mut lines = BufReader::new(said).lines();
    let told = async {
        while let Some(line) = lines.next_line().await? {
            if line == "painted" {
                return Ok(began.elapsed().as_secs_f64() * 1_000.0);
            }
        }
        anyhow::bail!("{} ended before it had painted", binary.display())
    };
    let spent = tokio::time::timeout(PATIENCE, told).await.context("nothing was painted in a minute")??;
    process.end().await?;
    ensure!(spent > 0.0, "time goes on");
    Ok(spent)
}
