//! What the first manager of a desktop does: is added, locks the window and unlocks it.

use anyhow::ensure;
use thirtyfour::Key;

use crate::Walk;

/// Their name.
const NAME: &str = "Ana Lee";
/// The PIN by which they unlock.
pub const MANAGERS_PIN: &str = "482915";

impl Walk {
    /// Makes the first manager, who sits there then.
    pub async fn add_manager(&self) -> anyhow::Result<()> {
        self.go("e", "Settings").await?;
        self.page.click("button", "Add the first manager").await?;
        self.page.one("textbox", "Name").await?.focus().await?;
        self.page.press(NAME).await?;
        self.page.press(Key::Tab).await?;
        self.page.press(MANAGERS_PIN).await?;
        self.page.press(Key::Tab).await?;
        self.page.press(MANAGERS_PIN).await?;
        self.page.press(Key::Enter).await?;
        self.page.says(&format!("{NAME} is signed in")).await
    }

    /// Locks the window by its key.
    pub async fn lock(&self) -> anyhow::Result<()> {
        self.page.chord(&[Key::Control], 'l').await?;
        self.locked().await
    }

    /// Waits until the page shows nothing of the practice, and asks who it is.
    pub async fn locked(&self) -> anyhow::Result<()> {
        self.page.one("heading", "Daybook is locked").await?;
        let text = self.page.script("return document.body.textContent", Vec::new()).await?;
        let text = text.as_str().unwrap_or_default();
        ensure!(!text.contains("Demo practice") && !text.contains("Schedule"), "{text}");
        self.page.one("heading", NAME).await.map(drop)
    }

    /// Unlocks it by the manager's PIN.
    pub async fn unlock(&self) -> anyhow::Result<()> {
        self.page.one("heading", NAME).await?;
        self.page.press(MANAGERS_PIN).await?;
        self.page.press(Key::Enter).await
    }
}
