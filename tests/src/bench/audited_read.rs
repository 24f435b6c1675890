//! `audited-read`: from the key that opens a patient to the painted card, with the audit and without it,
//! in one window.
//!
//! Only a build for benches can leave the audit out, while a file that it is told of is there.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use thirtyfour::Key;

use super::figure::{Figure, percentile};
use super::group::Group;
use super::pairs::{Side, pairs};
use super::recorder::Recorded;
use crate::{Browser, Page, Walk, until};

/// What is looked for, each once on each side: the same patient opened again soon is one look.
const TEXTS: [&str; 18] = [
    "smi", "joh", "wil", "bro", "dav", "mil", "mar", "and", "tho", "har", "cla", "lew", "rob", "wal", "hal",
    "all", "kin", "wri",
];
/// Patients opened in a turn.
const OPENS: usize = 15;
const PATIENCE: Duration = Duration::from_secs(20);
const CARD: &str = "[...document.querySelectorAll('aside[aria-label=Patient] h3')]
    .some((part) => part.textContent === 'Identity and contact')";
const LIST: &str = "document.querySelector('[role=listbox]:not([aria-busy=true]) [role=option]') !== null";

/// Measures the median of each.
pub async fn measure(group: &Group) -> anyhow::Result<Vec<Figure>> {
    let mut ours = Ours::open(group).await?;
    let measured = pairs(async |side| ours.turn(side).await).await?;
    ours.window.close().await?;
    let of = |pick: fn(&(f64, f64)) -> f64| measured.iter().map(pick).collect::<Vec<f64>>();
    Ok(vec![
        Figure::of(
            "audited-read",
            "key to a painted patient with the audit / without, 250,000 people",
            "ratio",
            Some(1.15),
            &of(|(with, without)| with / without),
        ),
        Figure::of(
            "audited-read-ours",
            "key to a painted patient, median",
            "ms",
            None,
            &of(|(with, _)| *with),
        ),
        Figure::of(
            "audited-read-bare",
            "key to a painted patient without the audit, median",
            "ms",
            None,
            &of(|(_, without)| *without),
        ),
    ])
}

struct Ours {
    window: Recorded,
    left_out: PathBuf,
    turns: usize,
}

impl Ours {
    async fn open(group: &Group) -> anyhow::Result<Self> {
        let left_out = group.folder().join("unaudited");
        if left_out.exists() {
            fs::remove_file(&left_out)?;
        }
        let profile = group.profile();
        let words = ["--profile", profile.to_str().context("its name is no text")?];
        let browser = Browser::window_with(&super::binaries()?.0, &words, |command| {
            command.env("DAYBOOK_BENCH_UNAUDITED", &left_out);
            Ok(())
        })
        .await?;
        let walk = Walk::at(Page::of(&browser.session));
        walk.on_schedule().await?;
        walk.go("p", "Patients").await?;
        walk.page.one("combobox", "Find a patient").await?.focus().await?;
        Ok(Self { window: Recorded::of(browser).await?, left_out, turns: 0 })
    }

    async fn closed(&self) -> anyhow::Result<()> {
        let gone = "return document.querySelector('aside[aria-label=Patient]') === null";
        until("the card is closed", PATIENCE, async || {
            Ok((self.window.page.script(gone, Vec::new()).await? == true).then_some(()))
        })
        .await
    }

    async fn turn(&mut self, side: Side) -> anyhow::Result<f64> {
        let text = TEXTS[self.turns % TEXTS.len()];
        self.turns += 1;
        self.window.empty().await?;
        for key in text.chars() {
            self.window
                .key(key, &format!("document.activeElement.value.endsWith('{key}') && {LIST}"))
                .await?;
        }
        match side {
            Side::Product => {}
            Side::Reference => fs::write(&self.left_out, "")?,
        }
        let mut spent = Vec::new();
        for at in 0..OPENS {
            if at > 0 {
                self.window.page.press(Key::Down).await?;
            }
            spent.push(self.window.key(Key::Enter, CARD).await?);
            self.window.page.press(Key::Escape).await?;
            self.closed().await?;
        }
        if self.left_out.exists() {
            fs::remove_file(&self.left_out)?;
        }
        Ok(percentile(&spent, 0.5))
    }
}
