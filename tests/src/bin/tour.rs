//! `tour --binary PATH --out DIR`: walks the main pages of the real window and leaves pictures of
//! each, light and dark, wide and narrow.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use acceptance::{Browser, LeftAlone, Page, Walk, carried_out, leave_alone, leave_overdue, misspelt};
use anyhow::{Context, bail};
use sandbox::{Fault, Limits};
use thirtyfour::Key;

const USAGE: &str = "usage: tour --binary PATH --out DIR";
const SIZES: [(u32, u32); 2] = [(1440, 900), (1024, 768)];
/// As low as a window at that width is tried.
const LOW: (u32, u32) = (1024, 700);

/// How long it may take until what is wrong is said.
const OUTAGE: Duration = Duration::from_secs(60);
/// So few calls that a morning uses them up.
const FEW: Limits = Limits { per_second: 10, per_day: 900, tokens_per_minute: 5 };

fn main() -> ExitCode {
    carried_out(USAGE, || {
        let (binary, out) = arguments(std::env::args().skip(1))?;
        std::fs::create_dir_all(&out)?;
        tokio::runtime::Runtime::new()?.block_on(all_walked(binary, out))?;
        Ok(ExitCode::SUCCESS)
    })
}

async fn all_walked(binary: PathBuf, out: PathBuf) -> anyhow::Result<()> {
    let profile = tempfile::tempdir()?;
    let count = walked(&binary, profile.path(), &out, 0, async |tour| tour.walk_all().await).await?;
    let overdue = tempfile::tempdir()?;
    leave_overdue(overdue.path()).await?;
    let count = walked(&binary, overdue.path(), &out, count, async |tour| tour.emergency().await).await?;
    let alone = tempfile::tempdir()?;
    let left = leave_alone(alone.path(), FEW).await?;
    let count = walked(&binary, alone.path(), &out, count, async |tour| tour.trouble(&left).await).await?;
    let schedule = tempfile::tempdir()?;
    walked(&binary, schedule.path(), &out, count, async |tour| tour.schedule().await).await.map(drop)
}

/// Walks through one window, and gives how many stops there were by then.
async fn walked(
    binary: &Path,
    profile: &Path,
    out: &Path,
    count: usize,
    walk: impl AsyncFnOnce(&mut Tour) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let folder = profile.to_str().context("the temporary folder's name is no text")?;
    let browser = Browser::window(binary, &["--profile", folder]).await?;
    let mut tour = Tour { walk: Walk::at(Page::of(&browser.session)), out: out.to_owned(), count };
    let walked = walk(&mut tour).await;
    if walked.is_err() {
        let _ = tour.walk.page.picture(&tour.out.join("where-it-stopped.png")).await;
    }
    browser.close().await?;
    walked.map(|()| tour.count)
}

fn arguments(mut words: impl Iterator<Item = String>) -> anyhow::Result<(PathBuf, PathBuf)> {
    let (mut binary, mut out) = (None, None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--binary" => binary = words.next(),
            "--out" => out = words.next(),
            _ => bail!(USAGE),
        }
    }
    let (binary, out) = (binary.context(USAGE)?, out.context(USAGE)?);
    Ok((Path::new(&binary).canonicalize().with_context(|| format!("no binary at {binary}"))?, out.into()))
}

struct Tour {
    walk: Walk,
    out: PathBuf,
    count: usize,
}

impl Tour {
    async fn walk_all(&mut self) -> anyhow::Result<()> {
        self.walk.welcome().await?;
        self.pictures("first-run").await?;
        self.walk.explore_demo().await?;
        self.pictures("connected").await?;
        self.walk.open_practice().await?;
        self.walk.to_working_day().await?;
        let name = self.walk.somebody().await?;
        self.pictures("schedule").await?;
        self.patient(&name).await?;
        self.writing(&name).await?;
        self.pages().await
    }

    async fn patient(&mut self, name: &str) -> anyhow::Result<()> {
        self.walk.go("p", "Patients").await?;
        self.walk.find(&misspelt(name)).await?;
        self.walk.page.one("option", name).await?;
        self.pictures("patient-misspelt").await?;
        self.walk.open_found(name).await?;
        self.pictures("patient-card").await
    }

    /// Changes the patient whose card is open, then registers somebody of the same names and birth date.
    async fn writing(&mut self, name: &str) -> anyhow::Result<()> {
        self.walk.change().await?;
        let born = self.walk.stands_in("Born").await?;
        self.walk.fill_in("Goes by", "Sunny").await?;
        self.walk.fill_in("Mobile phone", "319 555 014").await?;
        self.walk.fill_in("Email", "sunny@example.org").await?;
        self.pictures("edit").await?;
        self.walk.fill_in("Mobile phone", "(319) 555-0142").await?;
        self.walk.confirm(&["Name", "Born"]).await?;
        self.walk.go_on().await?;
        self.walk.saved().await?;
        self.pictures("edit-saved").await?;
        self.walk.register().await?;
        self.walk.fill_in_a_namesake(name, &born).await?;
        self.walk.go_on().await?;
        self.walk.page.one("heading", "Registered already?").await?;
        self.pictures("duplicates").await?;
        self.walk.page.press(Key::Escape).await?;
        self.walk.page.one("heading", "Register a patient").await?;
        self.pictures("register").await?;
        self.walk.go("w", "Writes").await?;
        self.walk.page.one("option", "draft").await?;
        self.walk.page.press(Key::Enter).await?;
        self.walk.page.one("region", "Write").await?;
        self.pictures("writes").await?;
        self.walk.page.press(Key::Escape).await
    }

    async fn pages(&mut self) -> anyhow::Result<()> {
        self.walk.go("y", "Sync").await?;
        self.pictures("sync").await?;
        self.walk.page.press("p").await?;
        self.walk.page.one("dialog", "Pause reading?").await?;
        self.walk.page.click("button", "Until somebody resumes it").await?;
        self.walk.page.says("Reading is paused until somebody resumes it.").await?;
        self.pictures("sync-paused").await?;
        self.walk.page.press("p").await?;
        self.walk.go("u", "Audit").await?;
        self.walk.page.says("opened a patient").await?;
        self.pictures("audit").await?;
        self.walk.go("e", "Settings").await?;
        self.pictures("settings").await?;
        self.walk.palette().await?;
        self.pictures("palette").await?;
        self.walk.close().await?;
        self.walk.keys().await?;
        self.pictures("keys").await?;
        self.picture("keys", LOW).await?;
        self.walk.close().await?;
        self.walk.add_manager().await?;
        self.pictures("people").await?;
        self.walk.page.click("button", "Add a person").await?;
        self.walk.page.one("heading", "Add a person").await?;
        self.pictures("person").await?;
        self.walk.close().await?;
        self.walk.lock().await?;
        self.pictures("locked").await
    }

    /// A copy that was not read for long, whose key has few calls left, and an outage on top of that.
    async fn trouble(&mut self, left: &LeftAlone) -> anyhow::Result<()> {
        left.practice.set_fault(Fault::FeedNoIds, true);
        left.practice.act_by_chance(40);
        self.walk.on_schedule().await?;
        self.walk.go("y", "Sync").await?;
        self.walk.page.says_within("Gap", OUTAGE).await?;
        self.pictures("sync-gap").await?;
        left.practice.set_fault(Fault::Unavailable, true);
        self.walk.page.says_within("athenahealth has an outage.", OUTAGE).await?;
        self.pictures("sync-outage").await
    }

    /// The schedule in each way in which it can be shown, and what narrows it.
    async fn schedule(&mut self) -> anyhow::Result<()> {
        self.walk.welcome().await?;
        self.walk.explore_demo().await?;
        self.walk.open_practice().await?;
        self.walk.to_working_day().await?;
        self.walk.names_on_schedule().await?;
        self.visit().await?;
        self.walk.page.press("2").await?;
        self.walk.page.one("listbox", "Visits").await?;
        self.walk.page.press("sssssss").await?;
        self.pictures("schedule-list").await?;
        self.walk.page.press("F").await?;
        self.walk.page.one("dialog", "Filter").await?;
        self.walk.page.click("checkbox", "booked").await?;
        self.pictures("schedule-filter").await?;
        self.walk.close().await?;
        self.walk.page.press("1").await?;
        self.walk.names_on_schedule().await?;
        self.pictures("schedule-filtered").await?;
        self.walk.page.press("0f").await?;
        self.walk.page.one("combobox", "Name or time").await?;
        self.walk.page.press("10:30").await?;
        self.pictures("schedule-find").await?;
        self.walk.close().await?;
        self.walk.page.press("p").await?;
        self.walk.page.says("Page 1 of").await?;
        self.pictures("schedule-print").await?;
        self.walk.close().await?;
        self.walk.page.press("3").await?;
        self.walk.page.one("grid", "Week").await?;
        self.pictures("schedule-week").await?;
        self.walk.page.press(char::from(Key::Left).to_string().repeat(7)).await?;
        self.walk.page.press(Key::Enter).await?;
        self.walk.names_on_schedule().await?;
        self.pictures("schedule-week-of-one").await
    }

    /// A visit that is opened and moved, and a time that is found for its patient.
    async fn visit(&mut self) -> anyhow::Result<()> {
        self.walk.to_somebody_booked().await?;
        self.walk.page.press(Key::Enter).await?;
        self.walk.page.one("heading", "Before check-in").await?;
        self.walk.page.says("What athenahealth wants nothing is missing").await?;
        self.pictures("visit").await?;
        self.walk.page.press("m").await?;
        self.walk.page.one("button", "Move to").await?;
        self.pictures("visit-moving").await?;
        self.walk.page.press(Key::Down).await?;
        self.walk.page.press(Key::Enter).await?;
        self.walk.page.says("athenahealth confirmed it.").await?;
        self.pictures("visit-moved").await?;
        self.walk.to_somebody_booked().await?;
        self.walk.page.press(Key::Enter).await?;
        self.walk.page.one("region", "Visit").await?;
        self.walk.page.press("c").await?;
        self.walk.page.one("button", "Book").await?;
        self.walk.page.press("b").await?;
        self.walk.page.one("listbox", "Open times").await?;
        self.pictures("booking").await?;
        self.walk.close().await?;
        self.walk.page.press("B").await?;
        self.walk.page.one("listbox", "Open times").await?;
        self.pictures("find-time").await?;
        self.walk.close().await?;
        self.walk.go_schedule().await?;
        self.walk.names_on_schedule().await.map(drop)
    }

    /// A copy whose lease is over, and what emergency access opens of it.
    async fn emergency(&mut self) -> anyhow::Result<()> {
        self.walk.lease_over().await?;
        self.pictures("lease-over").await?;
        self.walk.ask_for_emergency().await?;
        self.pictures("emergency-reason").await?;
        self.walk.begin_emergency().await?;
        self.walk.to_working_day().await?;
        let name = self.walk.somebody().await?;
        self.pictures("emergency-schedule").await?;
        self.walk.go("p", "Patients").await?;
        self.walk.find(&name).await?;
        self.walk.open_found(&name).await?;
        self.pictures("emergency-card").await?;
        self.walk.end_emergency().await
    }

    /// One stop: both sizes, light and dark.
    async fn pictures(&mut self, name: &str) -> anyhow::Result<()> {
        self.count += 1;
        for size in SIZES {
            self.picture(name, size).await?;
        }
        Ok(())
    }

    /// The stop at one size, light and dark.
    async fn picture(&self, name: &str, (width, height): (u32, u32)) -> anyhow::Result<()> {
        self.walk.page.resize(width, height).await?;
        for theme in ["light", "dark"] {
            self.walk.colours(theme).await?;
            let low = if (width, height) == LOW { "-low" } else { "" };
            let file = format!("{:02}-{name}-{width}{low}-{theme}.png", self.count);
            self.walk.page.picture(&self.out.join(file)).await?;
        }
        self.walk.colours("light").await
    }
}
