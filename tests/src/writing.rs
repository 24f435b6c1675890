//! What a person does in the window to have something written to athenahealth.

use std::time::Duration;

use anyhow::Context;
use serde_json::Value;
use thirtyfour::Key;

use crate::{Walk, until};

/// How long a write may take to end.
const WRITTEN: Duration = Duration::from_secs(60);

/// What stands in a field.
const STANDS: &str = "return arguments[0].value";

impl Walk {
    /// Opens the form of the patient whose card is open.
    pub async fn change(&self) -> anyhow::Result<()> {
        self.leave_text().await?;
        self.page.press("e").await?;
        self.page.one("heading", "Change ").await.map(drop)
    }

    /// Opens the form of somebody to be registered.
    pub async fn register(&self) -> anyhow::Result<()> {
        self.leave_text().await?;
        self.page.press("n").await?;
        self.page.one("heading", "Register a patient").await.map(drop)
    }

    /// Types into a field of the form in place of what stands there.
    pub async fn fill_in(&self, label: &str, words: &str) -> anyhow::Result<()> {
        self.write_over(self.page.one("textbox", label).await?, words).await
    }

    /// Fills in the form of somebody who has another's names and birth date, and another phone.
    pub async fn fill_in_a_namesake(&self, name: &str, born: &str) -> anyhow::Result<()> {
        let (last, first) = name.split_once(", ").context("a name has two parts")?;
        let first = first.split(' ').next().unwrap_or(first);
        for (label, words) in
            [("First name", first), ("Last name", last), ("Born", born), ("Mobile phone", "(319) 555-0177")]
        {
            self.fill_in(label, words).await?;
        }
        Ok(())
    }

    /// What stands in a field of the form.
    pub async fn stands_in(&self, label: &str) -> anyhow::Result<String> {
        let field = self.page.one("textbox", label).await?.to_json()?;
        let stands = self.page.script(STANDS, vec![field]).await?;
        Ok(stands.as_str().context("a field has text")?.to_owned())
    }

    /// Ticks what agrees with what the person says.
    pub async fn confirm(&self, identifiers: &[&str]) -> anyhow::Result<()> {
        for identifier in identifiers {
            self.page.one("checkbox", identifier).await?.focus().await?;
            self.page.press(" ").await?;
        }
        Ok(())
    }

    /// Goes on with the form: looks who is registered already, or sends it off.
    pub async fn go_on(&self) -> anyhow::Result<()> {
        self.page.chord(&[Key::Control], Key::Enter).await
    }

    /// Waits until what was sent off is saved, as athenahealth says.
    pub async fn saved(&self) -> anyhow::Result<()> {
        const STAGE: &str = "return document.querySelector('main [role=status] b')?.textContent ?? ''";
        until("it is saved", WRITTEN, async || {
            let stage = self.page.script(STAGE, Vec::<Value>::new()).await?;
            Ok(stage.as_str().is_some_and(|stage| stage.starts_with("saved")).then_some(()))
        })
        .await
    }
}
