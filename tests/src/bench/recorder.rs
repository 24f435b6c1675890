//! From a key to the frame that shows what it brought, seen from inside the page.

use std::time::Duration;

use anyhow::Context;
use thirtyfour::Key;

use crate::{Browser, Page, until};

const RECORDER: &str = include_str!("recorder.js");
const PATIENCE: Duration = Duration::from_secs(20);

/// A page in a window, with the recorder in it.
pub struct Recorded {
    /// The page.
    pub page: Page,
    browser: Browser,
}

impl Recorded {
    /// Puts the recorder into a window's page.
    pub async fn of(browser: Browser) -> anyhow::Result<Self> {
        let recorded = Self { page: Page::of(&browser.session), browser };
        recorded.record().await?;
        Ok(recorded)
    }

    /// Puts it there again, in a page that took the place of another.
    pub async fn record(&self) -> anyhow::Result<()> {
        self.page.script(RECORDER, Vec::new()).await.map(drop)
    }

    /// Milliseconds from a key to the frame after which a condition of the page's script holds.
    pub async fn key(&self, key: impl Into<char>, condition: &str) -> anyhow::Result<f64> {
        self.page.script(&format!("recorder.expect(() => {condition})"), Vec::new()).await?;
        self.page.press(key.into().to_string()).await?;
        until(condition, PATIENCE, async || {
            Ok(self.page.script("return recorder.painted()", Vec::new()).await?.as_f64())
        })
        .await
        .context("the page did not show what a key should bring")
    }

    /// Milliseconds that the page's script worked for the key that was measured last: until what it brings stood in
    /// the page.
    pub async fn worked(&self) -> anyhow::Result<f64> {
        let worked = self.page.script("return recorder.worked()", Vec::new()).await?;
        worked.as_f64().context("nothing was measured")
    }

    /// Empties the field that has the focus.
    pub async fn empty(&self) -> anyhow::Result<()> {
        self.page.chord(&[Key::Control], 'a').await?;
        self.page.press(Key::Backspace).await
    }

    /// Waits until what a script has changed is drawn.
    pub async fn drawn(&self) -> anyhow::Result<()> {
        const FRAMES: &str = "const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => done(0)));";
        self.browser.session.execute_async(FRAMES, Vec::new()).await?;
        Ok(())
    }

    /// Closes the window.
    pub async fn close(self) -> anyhow::Result<()> {
        self.browser.close().await
    }
}
