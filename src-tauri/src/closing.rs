//! The end of the program: the window keeps what is typed and is gone, and the console closes what it holds
//! before the process ends.

use std::time::Duration;

use console::Console;
use tauri::{AppHandle, Manager, RunEvent, WindowEvent};
use tokio::time::timeout;

/// How long the program outlives its window: a keychain may hang, and a practice may be being opened.
const LONGEST: Duration = Duration::from_secs(6);

/// Has the window keep what is typed before it closes, and the console close before the program ends.
/// Whoever asked for the end with a code is heard at once: that is the console's own end, or a restart.
pub fn heed(app: &AppHandle, event: RunEvent) {
    // Where the set-up failed there is nothing to close.
    let Some(console) = app.try_state::<Console>() else { return };
    let (console, app) = (console.inner().clone(), app.clone());
    match event {
        RunEvent::WindowEvent { label, event: WindowEvent::CloseRequested { api, .. }, .. } => {
            api.prevent_close();
            tauri::async_runtime::spawn(async move {
                console.keep_typed().await;
                // One that is gone by now was closed twice.
                let _ = app.get_webview_window(&label).map(|window| window.destroy());
            });
        }
        RunEvent::ExitRequested { code: None, api, .. } => {
            api.prevent_exit();
            tauri::async_runtime::spawn(async move {
                if !app.webview_windows().is_empty() {
                    console.keep_typed().await;
                }
                in_time(console.close()).await;
                app.exit(0);
            });
        }
        _ => {}
    }
}

async fn in_time(closing: impl Future<Output = ()>) {
    if timeout(LONGEST, closing).await.is_err() {
        tracing::warn!("the program ends before the console has closed");
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{LONGEST, in_time};

    #[tokio::test(start_paused = true)]
    async fn the_program_outlives_its_window_for_as_long_as_closing_takes_and_never_long() {
        let began = tokio::time::Instant::now();
        in_time(tokio::time::sleep(Duration::from_secs(1))).await;
        assert_eq!(began.elapsed(), Duration::from_secs(1));
        in_time(std::future::pending()).await;
        assert_eq!(began.elapsed(), Duration::from_secs(1) + LONGEST);
    }
}
