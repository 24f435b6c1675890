//! Where the real window opens.

use std::path::Path;
use std::process::Stdio;

use acceptance::{Display, Owned, until, windows_are_driven};
use anyhow::ensure;
use tokio::process::Command;
use tokio::time::timeout;

use crate::{PATIENCE, binary};

/// Where a window is on the display, and its width and height.
type Place = (i16, i16, u16, u16);

/// What nobody changed.
const FIRST: (u16, u16) = (1440, 900);
/// Where and how large somebody made it.
const CHOSEN: Place = (180, 120, 1210, 777);

fn start(profile: &Path) -> anyhow::Result<Owned> {
    let mut command = Command::new(binary());
    command.arg("--profile").arg(profile).env_remove("TAURI_WEBVIEW_AUTOMATION");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Owned::start(&mut command)
}

/// Opens the window, waits until it is as wanted, leaves it at a place, and closes it by its frame.
async fn open_and_close(
    profile: &Path,
    is_wanted: impl Fn(Place) -> bool,
    then: Option<Place>,
) -> anyhow::Result<()> {
    let mut process = start(profile)?;
    let display = Display::connect()?;
    let window = until("the window is there", PATIENCE, async || display.window()).await?;
    let mut place = display.place(window)?;
    let waited = until("the window has its place", PATIENCE, async || {
        place = display.place(window)?;
        Ok(is_wanted(place).then_some(()))
    })
    .await;
    ensure!(waited.is_ok(), "it is at {place:?}");
    if let Some(then) = then {
        display.put(window, then)?;
        until("it was put there", PATIENCE, async || Ok((display.place(window)? == then).then_some(())))
            .await?;
    }
    display.close(window)?;
    timeout(PATIENCE, process.child().wait()).await??;
    Ok(())
}

#[tokio::test]
async fn the_window_opens_where_it_was_closed_and_as_large() -> anyhow::Result<()> {
    if !windows_are_driven("the_window_opens_where_it_was_closed_and_as_large") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    open_and_close(profile.path(), |(.., width, height)| (width, height) == FIRST, Some(CHOSEN)).await?;
    open_and_close(profile.path(), |place| place == CHOSEN, None).await?;
    open_and_close(profile.path(), |place| place == CHOSEN, None).await
}

#[tokio::test]
async fn a_place_that_no_window_can_have_is_as_none() -> anyhow::Result<()> {
    if !windows_are_driven("a_place_that_no_window_can_have_is_as_none") {
        return Ok(());
    }
    let of = |x: i64, width: u64| {
        format!(
            r#"{{"main":{{"width":{width},"height":{width},"x":{x},"y":{x},"prev_x":0,"prev_y":0,"maximized":false,
            "visible":true,"decorated":true,"fullscreen":false}}}}"#
        )
    };
    for damaged in ["{".to_owned(), "[]".to_owned(), of(0, 4_294_967_295), of(0, 1), of(-30_000, 900)] {
        let profile = tempfile::tempdir()?;
        std::fs::write(profile.path().join("window.json"), &damaged)?;
        let is_in_sight = |(x, y, width, height): Place| {
            x >= 0 && y >= 0 && (640..=1920).contains(&width) && (480..=1200).contains(&height)
        };
        open_and_close(profile.path(), is_in_sight, None).await?;
    }
    Ok(())
}
