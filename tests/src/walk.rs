//! What a person does in the window, in steps that the tour and the tests share.

use std::time::Duration;

use anyhow::Context;
use serde_json::Value;
use thirtyfour::{Key, WebElement};

use crate::{Page, until};

/// How long connecting the demo practice and reading its first days may take.
const FIRST_DAYS: Duration = Duration::from_secs(120);

/// How long filling the copy of a small practice may take.
const FILL: Duration = Duration::from_secs(180);

/// More visits than somebody goes by who looks for one that is still to come.
const MOST_VISITS: usize = 200;

/// On how many days somebody with a plain name is looked for.
const MOST_DAYS: usize = 7;

/// A person at the window.
#[derive(Clone)]
pub struct Walk {
    /// What they see.
    pub page: Page,
}

impl Walk {
    /// Sits down at a page.
    pub fn at(page: Page) -> Self {
        Self { page }
    }

    /// First run: waits for the choice of practices.
    pub async fn welcome(&self) -> anyhow::Result<()> {
        self.page.one("button", "Explore the demo practice").await.map(drop)
    }

    /// First run: chooses how large the demo practice is, by the beginning of what is chosen so far and
    /// of what shall be.
    pub async fn choose_size(&self, before: &str, wanted: &str) -> anyhow::Result<()> {
        self.page.click("button", before).await?;
        self.page.click("option", wanted).await?;
        self.page.one("button", wanted).await.map(drop)
    }

    /// Waits on the Sync page until the whole schedule is read, and only details of people are not.
    pub async fn schedule_read(&self) -> anyhow::Result<()> {
        self.go("y", "Sync").await?;
        until("the whole schedule is read", FILL, async || {
            let text = self.page.text().await?;
            let further = ["Reading insurances", "Everything planned is read"];
            Ok(further.iter().any(|phase| text.contains(phase)).then_some(()))
        })
        .await
    }

    /// Waits on the Sync page until everything planned is read.
    pub async fn filled(&self) -> anyhow::Result<()> {
        self.go("y", "Sync").await?;
        self.page.says_within("Everything planned is read", FILL).await
    }

    /// Presses the one button that opens the demo practice, and waits for what its key may do.
    pub async fn explore_demo(&self) -> anyhow::Result<()> {
        self.page.click("button", "Explore the demo practice").await?;
        self.page.says_within("is connected", FIRST_DAYS).await
    }

    /// Goes on to the practice, which opens on its day sheet.
    pub async fn open_practice(&self) -> anyhow::Result<()> {
        self.page.click("button", "Open the practice").await?;
        self.on_schedule().await
    }

    /// Waits for the day sheet.
    pub async fn on_schedule(&self) -> anyhow::Result<()> {
        self.page.one("button", "Go to a date").await.map(drop)
    }

    /// Names on the day sheet, `Last, First` as they stand there, waiting until there are some. Days
    /// on which nobody works are passed over.
    pub async fn names_on_schedule(&self) -> anyhow::Result<Vec<String>> {
        const NAMES: &str =
            "return [...document.querySelectorAll('button[id^=visit-] > b')].map((name) => name.textContent)";
        until("visits on the day sheet", FIRST_DAYS, async || {
            let names = self.page.script(NAMES, Vec::new()).await?;
            let names: Vec<String> = names
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect();
            if names.is_empty() && self.page.text().await?.contains("No visit is booked") {
                self.page.press("]").await?;
            }
            Ok((!names.is_empty()).then_some(names))
        })
        .await
    }

    /// Goes on, by key, to a day of the week on which a practice works.
    pub async fn to_working_day(&self) -> anyhow::Result<()> {
        until("a working day", FIRST_DAYS, async || {
            let day = self.day().await?;
            let rests = ["Saturday", "Sunday"].iter().any(|name| day.starts_with(name));
            if rests {
                self.page.press("]").await?;
            }
            Ok((!rests && !day.is_empty()).then_some(()))
        })
        .await
    }

    /// Goes by the arrows to the visit of somebody who is still to come and has both names, down a column
    /// and, at its end, on to the next day's; says how the visit is heard.
    pub async fn to_somebody_booked(&self) -> anyhow::Result<String> {
        const REACHED: &str = "const reached = document.activeElement;
            return [reached?.id, reached?.querySelector('b')?.textContent, reached?.getAttribute('aria-label')]
                .map((words) => words ?? '')";
        let mut before = String::new();
        for _ in 0..MOST_VISITS {
            let reached = self.page.script(REACHED, Vec::new()).await?;
            let [id, name, heard] = [0, 1, 2].map(|part| reached[part].as_str().unwrap_or_default());
            if heard.ends_with(", booked") && name.contains(", ") {
                return Ok(heard.to_owned());
            }
            if id == before && id.starts_with("visit-") {
                self.to_next_day().await?;
                before.clear();
            } else {
                id.clone_into(&mut before);
            }
            self.page.press(Key::Down).await?;
        }
        anyhow::bail!("nobody on the day sheet is to come")
    }

    /// Goes on, by key, to the next day that somebody comes on.
    async fn to_next_day(&self) -> anyhow::Result<()> {
        let day = self.day().await?;
        self.page.press("]").await?;
        until("another day", FIRST_DAYS, async || Ok((self.day().await? != day).then_some(()))).await?;
        self.names_on_schedule().await.map(drop)
    }

    /// The day that the sheet shows, as it is heard.
    async fn day(&self) -> anyhow::Result<String> {
        const DAY: &str = "return document.querySelector('main h1')?.getAttribute('aria-label') ?? ''";
        Ok(self.page.script(DAY, Vec::new()).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Somebody on the day sheet, or on that of one of the next days, whose name is long and plain enough
    /// to be misspelt, whole: a last name alone may be several people's.
    pub async fn somebody(&self) -> anyhow::Result<String> {
        let plain = |name: &str| name.bytes().all(|letter| letter.is_ascii_alphabetic());
        for _ in 0..MOST_DAYS {
            let names = self.names_on_schedule().await?;
            let mut names = names.iter().filter_map(|name| name.split_once(", "));
            let found = names.find(|(last, first)| last.len() >= 6 && plain(last) && plain(first));
            if let Some((last, first)) = found {
                return Ok(format!("{last}, {first}"));
            }
            self.to_next_day().await?;
        }
        anyhow::bail!("nobody on the day sheets of a week has a long plain name")
    }

    /// Goes to a page by its two keys, from wherever a single key is not text.
    pub async fn go(&self, key: &str, heading: &str) -> anyhow::Result<()> {
        self.leave_text().await?;
        self.page.press(format!("g{key}")).await?;
        self.page.one("heading", heading).await.map(drop)
    }

    /// Goes to the day sheet by its keys.
    pub async fn go_schedule(&self) -> anyhow::Result<()> {
        self.leave_text().await?;
        self.page.press("gs").await?;
        self.on_schedule().await
    }

    /// Fills in the form for another address, and waits for what the key may do.
    pub async fn connect_to(
        &self,
        address: &str,
        practice: &str,
        id: &str,
        secret: &str,
    ) -> anyhow::Result<()> {
        self.page.click("button", "Another address").await?;
        for (label, words) in
            [("Address", address), ("Practice id", practice), ("Client id", id), ("Client secret", secret)]
        {
            self.write_over(self.page.one("textbox", label).await?, words).await?;
        }
        self.page.press(Key::Enter).await?;
        self.page.says_within("is connected", FIRST_DAYS).await
    }

    /// Types into a field in place of what stands there.
    pub(crate) async fn write_over(&self, field: WebElement, words: &str) -> anyhow::Result<()> {
        field.focus().await?;
        self.page.chord(&[Key::Control], 'a').await?;
        self.page.press(words.to_owned()).await
    }

    /// Types into the find box on the patients' page in place of what stands there.
    pub async fn find(&self, words: &str) -> anyhow::Result<()> {
        self.write_over(self.page.one("combobox", "Find a patient").await?, words).await
    }

    /// Waits until the list has a row of somebody, and opens it by keys.
    pub async fn open_found(&self, name: &str) -> anyhow::Result<()> {
        self.page.one("option", name).await?;
        self.page.press(Key::Enter).await?;
        self.page.says("Identity and contact").await
    }

    /// Everything that the open card says, apart from how old each part is, once each part was read.
    pub async fn card(&self) -> anyhow::Result<String> {
        const CARD: &str = r"return document.querySelector('aside[aria-label=Patient]')?.innerText
            .replace(/\b\d+ (s|min|h|days) ago/g, '') ?? 'not read yet'";
        until("every part of the card is read", FIRST_DAYS, async || {
            let card = self.page.script(CARD, Vec::new()).await?;
            let card = card.as_str().context("a card is text")?;
            let whole = !["not read yet", "being read"].iter().any(|words| card.contains(words));
            Ok(whole.then(|| card.to_owned()))
        })
        .await
    }

    /// Opens the palette.
    pub async fn palette(&self) -> anyhow::Result<()> {
        self.page.chord(&[Key::Control], 'k').await?;
        self.page.one("combobox", "Find or do anything").await.map(drop)
    }

    /// Opens the sheet of keys.
    pub async fn keys(&self) -> anyhow::Result<()> {
        self.leave_text().await?;
        self.page.press("?").await?;
        self.page.one("heading", "All keys").await.map(drop)
    }

    /// Closes what lies over the page.
    pub async fn close(&self) -> anyhow::Result<()> {
        self.page.press(Key::Escape).await?;
        self.page.gone("dialog", "").await
    }

    /// Takes the focus out of a text field, where single keys are letters.
    pub(crate) async fn leave_text(&self) -> anyhow::Result<()> {
        self.page.painted().await?;
        self.page.script("document.activeElement?.blur()", Vec::new()).await.map(drop)
    }

    /// Shows the page in light or dark colours, as the preference would.
    pub async fn colours(&self, theme: &str) -> anyhow::Result<()> {
        let script = "document.documentElement.dataset.theme = arguments[0]";
        self.page.script(script, vec![Value::from(theme)]).await.map(drop)
    }
}
