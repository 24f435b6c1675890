//! The benches: each measures something of the product beside a reference, in pairs of one run.

mod apart;
mod apply;
mod audited_read;
mod calls;
mod clinic;
mod cold_start;
mod day;
mod figure;
mod filling;
mod find_time;
mod freshness;
mod group;
mod idle;
mod idle_calls;
mod keystroke;
#[cfg(feature = "bench")]
mod load;
mod memory;
mod packet;
mod pairs;
mod people_first;
mod profile_key;
mod recorder;
mod restart;
mod search;
mod traffic;
mod typing;
mod unlock;

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

pub use figure::{Figure, merged, read, table, write};

use recorder::Recorded;
use sandbox::Size;

use crate::{Browser, Page, Walk, built};

/// What is measured on a profile of 250,000 people, by the name it is asked for.
const OF_A_GROUP: [&str; 11] = [
    "search",
    "keystroke",
    "cold-start",
    "unlock",
    "audited-read",
    "day-open",
    "day-move",
    "day-cells",
    "day-select",
    "memory",
    "restart",
];

/// What is measured on smaller practices, which are made as they are needed.
const OF_LESS: [&str; 12] = [
    "calls-per-change",
    "sync-10",
    "sync-50",
    "sync-100",
    "people-first",
    "load",
    "apply-cpu",
    "freshness",
    "idle-calls",
    "idle-cpu",
    "downtime-packet",
    "find-time",
];

/// What is asked for; everything, where nothing is named.
struct Wanted<'w>(&'w [String]);

impl Wanted<'_> {
    fn any(&self, ids: &[&str]) -> bool {
        self.0.is_empty() || self.0.iter().any(|name| ids.contains(&name.as_str()))
    }
}

/// Measures what `wanted` names, or everything, and gives each figure as soon as it is there.
pub async fn run(wanted: &[String], mut measured: impl FnMut(Figure)) -> anyhow::Result<()> {
    let known = [&OF_A_GROUP[..], &OF_LESS[..]].concat();
    for name in wanted {
        ensure!(known.contains(&name.as_str()), "there is no bench {name}; there are {}", known.join(", "));
    }
    let wanted = Wanted(wanted);
    let mut tell = |figures: Vec<Figure>| figures.into_iter().for_each(&mut measured);
    of_less(&wanted, &mut tell).await?;
    if wanted.any(&OF_A_GROUP) {
        let group = group::Group::ready(&built("DAYBOOK_BENCH", "target/bench")).await?;
        of_a_group(&wanted, &group, &mut tell).await?;
    }
    Ok(())
}

async fn of_a_group(
    wanted: &Wanted<'_>,
    group: &group::Group,
    tell: &mut impl FnMut(Vec<Figure>),
) -> anyhow::Result<()> {
    if wanted.any(&["search"]) {
        tell(search::measure(group)?);
    }
    if wanted.any(&["keystroke"]) {
        tell(keystroke::measure(group).await?);
    }
    if wanted.any(&["audited-read"]) {
        tell(audited_read::measure(group).await?);
    }
    if wanted.any(&["day-move", "day-cells"]) {
        tell(day::moved(group).await?);
    }
    if wanted.any(&["day-select"]) {
        tell(day::selected(group).await?);
    }
    if wanted.any(&["day-open"]) {
        tell(day::opened(group).await?);
    }
    if wanted.any(&["unlock"]) {
        tell(unlock::measure(group).await?);
    }
    if wanted.any(&["cold-start"]) {
        tell(cold_start::measure(group).await?);
    }
    if wanted.any(&["restart"]) {
        tell(restart::measure(group).await?);
    }
    if wanted.any(&["memory"]) {
        tell(memory::measure(group).await?);
    }
    Ok(())
}

async fn of_less(wanted: &Wanted<'_>, tell: &mut impl FnMut(Vec<Figure>)) -> anyhow::Result<()> {
    if wanted.any(&["calls-per-change"]) {
        tell(calls::measure()?);
    }
    if wanted.any(&["freshness"]) {
        tell(freshness::measure()?);
    }
    for (id, size, per_second) in
        [("sync-10", Size::Solo, 10), ("sync-50", Size::Clinic, 50), ("sync-100", Size::Clinic, 100)]
    {
        if wanted.any(&[id]) {
            tell(filling::measure(size, per_second).await?);
        }
    }
    if wanted.any(&["people-first"]) {
        tell(people_first::measure().await?);
    }
    #[cfg(feature = "bench")]
    if wanted.any(&["load"]) {
        tell(load::measure().await?);
    }
    if wanted.any(&["apply-cpu"]) {
        tell(apply::measure().await?);
    }
    if wanted.any(&["downtime-packet"]) {
        tell(packet::measure().await?);
    }
    if wanted.any(&["find-time"]) {
        tell(find_time::measure().await?);
    }
    if wanted.any(&["idle-calls"]) {
        tell(idle_calls::measure()?);
    }
    if wanted.any(&["idle-cpu"]) {
        tell(idle::measure().await?);
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
