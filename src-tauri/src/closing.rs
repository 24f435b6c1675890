//! The end of the program: the window is gone at once, and the console closes what it holds before the
//! process ends.

use std::time::Duration;

use console::Console;
use tauri::{AppHandle, Manager, RunEvent};
use tokio::time::timeout;

/// How long the program outlives its window: a keychain may hang, and a practice may be being opened.
const LONGEST: Duration = Duration::from_secs(6);

/// Has the console close before the program ends. Whoever asked for the end with a code is heard at once:
/// that is the console's own end, or a restart.
pub fn heed(app: &AppHandle, event: RunEvent) {
    let RunEvent::ExitRequested { code: None, api, .. } = event else { return };
    // Where the set-up failed there is nothing to close.
    let Some(console) = app.try_state::<Console>() else { return };
    api.prevent_exit();
    let (console, app) = (console.inner().clone(), app.clone());
    tauri::async_runtime::spawn(async move {
        in_time(console.close()).await;
        app.exit(0);
    });
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
