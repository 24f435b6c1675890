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
    let start = async |side| {
        let started = match side {
            Side::Product => start(&daybook, &[Path::new("--profile"), &profile], &script).await?,
            Side::Reference => start(&bare, &[&blank], &script).await?,
        };
        Ok(started.painted)
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

/// Milliseconds from where the product begins to open its files to the day's first visits.
pub async fn opened_to_painted(group: &Group) -> anyhow::Result<f64> {
    let script = page_file(group.folder(), "first_paint.js", ROWS)?;
    let started = start(&binaries()?.0, &[Path::new("--profile"), &group.profile()], &script).await?;
    let opening = started.opening.context("the window does not say when it opens its files")?;
    Ok(started.painted - opening)
}

/// Milliseconds from the start of the product on a profile to the day's first visits.
pub async fn to_first_visits(group: &Group, profile: &Path) -> anyhow::Result<f64> {
    let (started, process) = on(group, profile).await?;
    process.end().await?;
    Ok(started.painted)
}

/// The product on the group's profile, with the day's first visits painted.
pub async fn open(group: &Group) -> anyhow::Result<Owned> {
    Ok(on(group, &group.profile()).await?.1)
}

/// A blank window that is painted.
pub async fn open_blank(group: &Group) -> anyhow::Result<Owned> {
    let (script, blank) =
        (page_file(group.folder(), "first_paint.js", ROWS)?, page_file(group.folder(), "blank.html", BLANK)?);
    Ok(launch(&binaries()?.1, &[&blank], &script).await?.1)
}

async fn on(group: &Group, profile: &Path) -> anyhow::Result<(Started, Owned)> {
    let script = page_file(group.folder(), "first_paint.js", ROWS)?;
    launch(&binaries()?.0, &[Path::new("--profile"), profile], &script).await
}

/// Milliseconds from the start of a process.
#[derive(Default)]
struct Started {
    /// Until its files are opened; a bare window has none.
    opening: Option<f64>,
    /// Until the window says that it has painted.
    painted: f64,
}

async fn start(binary: &Path, arguments: &[&Path], script: &Path) -> anyhow::Result<Started> {
    let (started, process) = launch(binary, arguments, script).await?;
    process.end().await?;
    Ok(started)
}

async fn launch(binary: &Path, arguments: &[&Path], script: &Path) -> anyhow::Result<(Started, Owned)> {
    let mut command = Command::new(binary);
    command.args(arguments).env("DAYBOOK_BENCH_SCRIPT", script);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let began = Instant::now();
    let mut process = Owned::start(&mut command)?;
    let said = process.child().stdout.take().context("the window's words")?;
    let mut lines = BufReader::new(said).lines();
    let told = async {
        let mut started = Started::default();
        while let Some(line) = lines.next_line().await? {
            let spent = began.elapsed().as_secs_f64() * 1_000.0;
            match line.as_str() {
                "opening" => started.opening = Some(spent),
                "painted" => return Ok(Started { painted: spent, ..started }),
                _ => {}
            }
        }
        anyhow::bail!("{} ended before it had painted", binary.display())
    };
    let started = tokio::time::timeout(PATIENCE, told).await.context("nothing was painted in a minute")??;
    ensure!(started.painted > 0.0, "time goes on");
    Ok((started, process))
}
