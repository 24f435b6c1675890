//! `unlock`: from the PIN's last key to the day's visits, against a cold start from where it begins to open
//! its files.
//!
//! What Argon2id takes is the price of a guess, and the same on any way in: it is measured beside it and
//! taken off.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use console::SystemEntropy;
use model::Secret;
use store::PinHash;
use thirtyfour::Key;

use super::cold_start;
use super::figure::{Figure, percentile};
use super::group::Group;
use super::pairs::{Side, pairs};
use super::recorder::Recorded;
use crate::{Browser, until};

const NAME: &str = "Ana Lee";
const PIN: &str = "482915";
const PATIENCE: Duration = Duration::from_secs(20);
const VISITS: &str = "document.querySelector('[id^=visit-]') !== null";
/// How often the hash is made.
const HASHES: usize = 9;

/// Measures both, and the hash of a PIN.
pub async fn measure(group: &Group) -> anyhow::Result<Vec<Figure>> {
    let hashes = hashes()?;
    let hash = percentile(&hashes, 0.5);
    let staffed = group.staffed(NAME, PIN).await?;
    let words = ["--profile", staffed.to_str().context("its name is no text")?];
    let browser = Browser::window(&super::binaries()?.0, &words).await?;
    let mut window = Locked::unlocked(browser).await?;
    cold_start::opened_to_painted(group).await?;
    let measured = pairs(async |side| match side {
        Side::Product => Ok(window.turn().await? - hash),
        Side::Reference => cold_start::opened_to_painted(group).await,
    })
    .await?;
    window.window.close().await?;
    let of = |pick: fn(&(f64, f64)) -> f64| measured.iter().map(pick).collect::<Vec<f64>>();
    Ok(vec![
        Figure::of(
            "unlock",
            "PIN to the day's first visits, Argon2id apart / a cold start's, from where it opens its files, \
             250,000 people",
            "ratio",
            Some(1.2),
            &of(|(ours, cold)| ours / cold),
        ),
        Figure::of(
            "unlock-ours",
            "PIN to the day's first visits, Argon2id apart",
            "ms",
            None,
            &of(|(ours, _)| *ours),
        ),
        Figure::of(
            "unlock-cold",
            "a cold start's first visits, from where it opens its files",
            "ms",
            None,
            &of(|(_, cold)| *cold),
        ),
        Figure::of("unlock-argon2id", "Argon2id of a PIN", "ms", None, &hashes),
    ])
}

/// Milliseconds that the hash of a PIN takes, at the cost that people's are kept at.
fn hashes() -> anyhow::Result<Vec<f64>> {
    let pin = Secret::new(PIN);
    let kept = PinHash::new(&pin, PinHash::COST, &SystemEntropy)?;
    (0..HASHES)
        .map(|_| {
            let began = Instant::now();
            ensure!(kept.is(&pin), "a PIN is itself");
            Ok(began.elapsed().as_secs_f64() * 1_000.0)
        })
        .collect()
}

/// A window that is locked and unlocked again.
struct Locked {
    window: Recorded,
}

impl Locked {
    /// Unlocks it once, so that the day stands in it.
    async fn unlocked(browser: Browser) -> anyhow::Result<Self> {
        let mut locked = Self { window: Recorded::of(browser).await? };
        locked.unlock().await?;
        Ok(locked)
    }

    async fn turn(&mut self) -> anyhow::Result<f64> {
        self.window.page.chord(&[Key::Control], 'l').await?;
        self.unlock().await
    }

    async fn unlock(&mut self) -> anyhow::Result<f64> {
        const HERE: &str =
            "return document.activeElement?.type === 'password' && !document.querySelector('[id^=visit-]')";
        until("the PIN is asked for", PATIENCE, async || {
            Ok((self.window.page.script(HERE, Vec::new()).await? == true).then_some(()))
        })
        .await?;
        // Nothing of a page outlives a lock.
        self.window.record().await?;
        self.window.page.press(PIN.to_owned()).await?;
        let spent = self.window.key(Key::Enter, VISITS).await;
        match spent {
            Ok(spent) => Ok(spent),
            Err(error) => Err(error.context(format!("the page says: {}", self.window.page.text().await?))),
        }
    }
}
