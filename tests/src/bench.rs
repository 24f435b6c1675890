//! The benches: each measures something of the product beside a reference, in pairs of one run.

mod audited_read;
mod cold_start;
mod day;
mod figure;
mod group;
mod keystroke;
mod pairs;
mod recorder;
mod search;
mod typing;
mod unlock;

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

pub use figure::{Figure, merged, read, table, write};

use recorder::Recorded;

use crate::{Browser, Page, Walk, built};

/// What is measured, by the name it is asked for.
pub const IDS: [&str; 8] =
    ["search", "keystroke", "cold-start", "unlock", "audited-read", "day-open", "day-move", "day-cells"];

/// Measures what `wanted` names, or everything, and gives each figure as soon as it is there.
pub async fn run(wanted: &[String], mut measured: impl FnMut(Figure)) -> anyhow::Result<()> {
    for name in wanted {
        ensure!(IDS.contains(&name.as_str()), "there is no bench {name}; there are {}", IDS.join(", "));
    }
    let asked = |ids: &[&str]| wanted.is_empty() || wanted.iter().any(|name| ids.contains(&name.as_str()));
    let group = group::Group::ready(&built("DAYBOOK_BENCH", "target/bench")).await?;
    let mut tell = |figures: Vec<Figure>| figures.into_iter().for_each(&mut measured);
    if asked(&["search"]) {
        tell(search::measure(&group)?);
    }
    if asked(&["keystroke"]) {
        tell(keystroke::measure(&group).await?);
    }
    if asked(&["audited-read"]) {
        tell(audited_read::measure(&group).await?);
    }
    if asked(&["day-move", "day-cells"]) {
        tell(day::moved(&group).await?);
    }
    if asked(&["day-open"]) {
        tell(day::opened(&group).await?);
    }
    if asked(&["unlock"]) {
        tell(unlock::measure(&group).await?);
    }
    if asked(&["cold-start"]) {
        tell(cold_start::measure(&group).await?);
    }
    Ok(())
}

/// The window's binary, and the bare window that it is held against.
fn binaries() -> anyhow::Result<(PathBuf, PathBuf)> {
    let daybook = built("DAYBOOK_BINARY", "target/release/daybook");
    let bare = daybook.with_file_name("bare");
    let wanted = "build the package `daybook` with the feature `bench`";
    ensure!(daybook.is_file() && bare.is_file(), "there are no binaries to measure: {wanted}");
    Ok((daybook, bare))
}

/// The real window on the profile of the group, at the day sheet.
async fn window(group: &group::Group) -> anyhow::Result<(Browser, Walk)> {
    let profile = group.profile();
    let profile = profile.to_str().context("its name is no text")?;
    let browser = Browser::window(&binaries()?.0, &["--profile", profile]).await?;
    let walk = Walk::at(Page::of(&browser.session));
    walk.on_schedule().await?;
    Ok((browser, walk))
}

/// A bare window with a page.
async fn bare(group: &group::Group, name: &str, page: &str) -> anyhow::Result<Recorded> {
    let file = page_file(group.folder(), name, page)?;
    let file = file.to_str().context("its name is no text")?;
    Recorded::of(Browser::window(&binaries()?.1, &[file]).await?).await
}

/// A file of a bare page, for a bare window to show.
fn page_file(folder: &Path, name: &str, page: &str) -> anyhow::Result<PathBuf> {
    let path = folder.join(name);
    std::fs::write(&path, page).with_context(|| format!("the page {name} cannot be written"))?;
    Ok(path)
}
