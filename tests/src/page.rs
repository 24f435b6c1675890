//! A page as its user meets it: controls by what they say, keys, and what can be read.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use thirtyfour::{By, Key, WebDriver, WebElement};

use crate::until;

/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many pictures are taken at most until two in a row are the same.
const PICTURES: usize = 6;

/// Finds the elements of a role whose accessible name begins with a text, in the page's order.
const NAMED: &str = r"
const [role, name] = arguments;
const tags = { button: 'button,[role=button]', link: 'a[href],[role=link]', textbox: 'input,textarea',
  option: '[role=option]', row: '[role=row],tr', tab: '[role=tab]', radio: '[role=radio],input[type=radio]',
  heading: 'h1,h2,h3,[role=heading]', checkbox: '[role=checkbox],input[type=checkbox]', gridcell: '[role=gridcell]', dialog: '[role=dialog],dialog[open]',
  group: 'fieldset,[role=group]',
  region: 'section[aria-label],aside[aria-label],[role=region],[role=complementary]' };
const said = (element) => {
  const by = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
  const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(' ');
  return (by || element.getAttribute('aria-label') || labels || element.textContent || element.placeholder || '')
    .replace(/\s+/g, ' ').trim();
};
const shown = (element) => element.getClientRects().length > 0 && !element.closest('[aria-hidden=true],[inert]');
return [...document.querySelectorAll(tags[role] ?? `[role=${role}]`)]
  .filter((element) => shown(element) && said(element).toLowerCase().startsWith(name.toLowerCase()));
";

/// A page in a browser or in the real window.
#[derive(Clone)]
pub struct Page {
    session: WebDriver,
}

impl Page {
    /// The page of a session.
    pub fn of(session: &WebDriver) -> Self {
        Self { session: session.clone() }
    }

    /// The elements of a role whose name begins with a text, letters' case apart.
    pub async fn all(&self, role: &str, name: &str) -> anyhow::Result<Vec<WebElement>> {
        let found = self.session.execute(NAMED, vec![Value::from(role), Value::from(name)]).await?;
        Ok(found.elements()?)
    }

    /// The first element of a role whose name begins with a text, as soon as it is there.
    pub async fn one(&self, role: &str, name: &str) -> anyhow::Result<WebElement> {
        let what = format!("a {role} that says “{name}”");
        let found = until(&what, PATIENCE, async || Ok(self.all(role, name).await?.into_iter().next())).await;
        match found {
            Ok(element) => Ok(element),
            Err(error) => {
                Err(error.context(format!("the page says: {}", self.text().await.unwrap_or_default())))
            }
        }
    }

    /// Clicks a control as soon as it is there.
    pub async fn click(&self, role: &str, name: &str) -> anyhow::Result<()> {
        // What a dialog holds is there before it can be pressed.
        until(&format!("clicking the {role} “{name}”"), PATIENCE, async || {
            Ok(Some(self.one(role, name).await?.click().await?))
        })
        .await
    }

    /// Waits until no element of a role says a text.
    pub async fn gone(&self, role: &str, name: &str) -> anyhow::Result<()> {
        let what = format!("no {role} says “{name}”");
        until(&what, PATIENCE, async || Ok(self.all(role, name).await?.is_empty().then_some(()))).await
    }

    /// Waits until the page shows a text, letters' case apart.
    pub async fn says(&self, text: &str) -> anyhow::Result<()> {
        self.says_within(text, PATIENCE).await
    }

    /// Waits until the page shows a text, for as long as that may take.
    pub async fn says_within(&self, text: &str, patience: Duration) -> anyhow::Result<()> {
        let what = format!("the page says “{text}”");
        let shown = until(&what, patience, async || {
            Ok(self.text().await?.to_lowercase().contains(&text.to_lowercase()).then_some(()))
        });
        match shown.await {
            Ok(()) => Ok(()),
            Err(error) => {
                Err(error.context(format!("the page says: {}", self.text().await.unwrap_or_default())))
            }
        }
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> anyhow::Result<String> {
        Ok(self.session.find(By::Css("body")).await?.text().await?)
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: impl Into<thirtyfour::TypingData>) -> anyhow::Result<()> {
        Ok(self.session.action_chain().send_keys(keys).perform().await?)
    }

    /// Presses a key while others are held.
    pub async fn chord(&self, held: &[Key], key: impl Into<char>) -> anyhow::Result<()> {
        let key = key.into();
        let mut chain = self.session.action_chain();
        for modifier in held {
            chain = chain.key_down(modifier.value());
        }
        chain = chain.key_down(key).key_up(key);
        for modifier in held.iter().rev() {
            chain = chain.key_up(modifier.value());
        }
        Ok(chain.perform().await?)
    }

    /// Runs a script's body and gives what it returns.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> anyhow::Result<Value> {
        Ok(self.session.execute(body, arguments).await?.json().clone())
    }

    /// What a script gives to the function that it gets as its last argument.
    pub async fn waited(&self, body: &str, arguments: Vec<Value>) -> anyhow::Result<Value> {
        Ok(self.session.execute_async(body, arguments).await?.json().clone())
    }

    /// What axe finds wrong with the page, as a list of rules with the elements that break them.
    ///
    /// React Aria's log of announcements is left out: it names controls by id, and stands for some
    /// seconds after they are gone.
    pub async fn axe(&self, source: &str) -> anyhow::Result<Value> {
        const RUN: &str = "const done = arguments[arguments.length - 1];
            axe.run({ exclude: ['[data-live-announcer]'] }, { resultTypes: ['violations'] }).then(({ violations }) => done(violations.map(
              (rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).slice(0, 3).join(' ')}`)), (why) => done(`${why}`));";
        self.session.execute(source.to_owned(), Vec::new()).await?;
        self.waited(RUN, Vec::new()).await
    }

    /// Gives the page a size in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> anyhow::Result<()> {
        self.session.set_window_rect(0, 0, width, height).await?;
        until("the window has its size", PATIENCE, async || {
            let inner = self.script("return [innerWidth, innerHeight]", Vec::new()).await?;
            Ok((inner[0] == width && inner[1].as_u64() <= Some(height.into())).then_some(()))
        })
        .await
    }

    /// Waits until what was asked of the page has been painted. The focus that a closed dialog gives
    /// back comes with the next frame.
    pub async fn painted(&self) -> anyhow::Result<()> {
        const PAINTED: &str = "const done = arguments[0];
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));";
        Ok(self.session.execute_async(PAINTED, Vec::new()).await.map(drop)?)
    }

    /// Keeps a picture of the page as it stands once what was asked of it has been painted. Where the machine is
    /// busy, frames are shown that lack what lies over the page: a dialog is waited for, and two pictures in a row
    /// are to be the same. What moves by itself, such as a caret, is not waited for.
    pub async fn picture(&self, path: &Path) -> anyhow::Result<()> {
        const LOADED: &str = "const done = arguments[0];
            document.fonts.ready.then(() => setTimeout(done, 150));";
        self.dialog_is_drawn().await?;
        let mut last = Vec::new();
        for _ in 0..PICTURES {
            self.session.execute_async(LOADED, Vec::new()).await?;
            self.painted().await?;
            let shown = self.session.screenshot_as_png().await?;
            if shown == last {
                break;
            }
            last = shown;
        }
        Ok(std::fs::write(path, last)?)
    }

    /// Waits until the dialog that lies over the page, where there is one, is drawn: it looks otherwise than what is
    /// seen in its place without it.
    async fn dialog_is_drawn(&self) -> anyhow::Result<()> {
        const SHOW: &str = "arguments[0].style.opacity = arguments[1]";
        // For its picture it was scrolled to its end, where it is longer than the window.
        const TO_ITS_TOP: &str =
            "for (let part = arguments[0]; part !== null; part = part.parentElement) { part.scrollTop = 0; }";
        let mut dialogs = self.all("dialog", "").await?;
        dialogs.extend(self.all("alertdialog", "").await?);
        let Some(dialog) = dialogs.pop() else { return Ok(()) };
        let element = dialog.to_json()?;
        until("the dialog over the page is drawn", PATIENCE, async || {
            let mut seen = Vec::new();
            for opacity in ["0", ""] {
                self.script(SHOW, vec![element.clone(), Value::from(opacity)]).await?;
                self.painted().await?;
                seen.push(dialog.screenshot_as_png().await?);
            }
            Ok((seen.first() != seen.last()).then_some(()))
        })
        .await?;
        self.script(TO_ITS_TOP, vec![element]).await.map(drop)
    }
}
