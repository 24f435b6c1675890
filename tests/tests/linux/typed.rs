//! What is typed in the real window in the moment in which it is locked, or closed.

use std::path::Path;
use std::time::Duration;

use acceptance::{until, windows_are_driven};
use anyhow::Context;
use serde_json::json;
use thirtyfour::Key;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, Window};
use x11rb::rust_connection::RustConnection;

use crate::{lock_the_desktop, open};

const PATIENCE: Duration = Duration::from_secs(30);

/// What stands in the field that has the focus, and where the caret is in it.
const TYPING: &str =
    "const { value, selectionStart } = document.activeElement; return [value, selectionStart]";

async fn typing(profile: &Path) -> anyhow::Result<(acceptance::Browser, acceptance::Walk)> {
    let bus = std::env::var("DBUS_SESSION_BUS_ADDRESS")?;
    let (browser, walk) = open(profile, &bus).await?;
    walk.welcome().await?;
    walk.explore_demo().await?;
    walk.open_practice().await?;
    walk.add_manager().await?;
    walk.go_schedule().await?;
    walk.register().await?;
    Ok((browser, walk))
}

#[tokio::test]
async fn the_letters_typed_last_before_a_lock_stand_there_after_it() -> anyhow::Result<()> {
    if !windows_are_driven("the_letters_typed_last_before_a_lock_stand_there_after_it") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let (browser, walk) = typing(profile.path()).await?;
    walk.fill_in("City", "Solon").await?;
    lock_the_desktop()?;
    walk.locked().await?;
    walk.unlock().await?;
    walk.page.one("heading", "Register a patient").await?;
    until("the caret is where it was", PATIENCE, async || {
        let typing = walk.page.script(TYPING, Vec::new()).await?;
        Ok((typing == json!(["Solon", 5])).then_some(()))
    })
    .await?;
    browser.close().await
}

#[tokio::test]
async fn the_letters_typed_last_before_the_window_is_closed_are_in_the_draft() -> anyhow::Result<()> {
    if !windows_are_driven("the_letters_typed_last_before_the_window_is_closed_are_in_the_draft") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let (browser, walk) = typing(profile.path()).await?;
    walk.fill_in("Last name", "Quixworth").await?;
    let desktop = Desktop::connect()?;
    let window = desktop.window()?.context("the window is there")?;
    desktop.close(window)?;
    until("the window is gone", PATIENCE, async || Ok(desktop.window()?.is_none().then_some(()))).await?;
    drop(browser);

    let bus = std::env::var("DBUS_SESSION_BUS_ADDRESS")?;
    let (browser, walk) = open(profile.path(), &bus).await?;
    walk.unlock().await?;
    walk.on_schedule().await?;
    walk.go("w", "Writes").await?;
    walk.page.one("option", "draft").await?;
    walk.page.press(Key::Enter).await?;
    walk.page.one("heading", "Quixworth").await?;
    browser.close().await
}

/// The display, on which no window manager asks windows to close.
struct Desktop {
    display: RustConnection,
    root: Window,
}

impl Desktop {
    fn connect() -> anyhow::Result<Self> {
        let (display, screen) = RustConnection::connect(None)?;
        let root = display.setup().roots.get(screen).context("a screen")?.root;
        Ok(Self { display, root })
    }

    fn atom(&self, name: &str) -> anyhow::Result<u32> {
        Ok(self.display.intern_atom(false, name.as_bytes())?.reply()?.atom)
    }

    /// The window that is shown and can be asked to close.
    fn window(&self) -> anyhow::Result<Option<Window>> {
        let protocols = self.atom("WM_PROTOCOLS")?;
        for window in self.display.query_tree(self.root)?.reply()?.children {
            let asked = self.display.get_property(false, window, protocols, AtomEnum::ATOM, 0, 16)?.reply();
            let shown = self.display.get_window_attributes(window)?.reply();
            // What went away between two questions is none.
            let (Ok(asked), Ok(shown)) = (asked, shown) else { continue };
            if asked.value_len > 0 && shown.map_state == x11rb::protocol::xproto::MapState::VIEWABLE {
                return Ok(Some(window));
            }
        }
        Ok(None)
    }

    /// Asks it to close, as the button in its frame does.
    fn close(&self, window: Window) -> anyhow::Result<()> {
        let data = [self.atom("WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.atom("WM_PROTOCOLS")?, data);
        self.display.send_event(false, window, EventMask::NO_EVENT, message)?;
        Ok(self.display.flush()?)
    }
}
