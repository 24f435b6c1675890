//! The process that draws the page: one that crashed is followed by another, which shows what was shown.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tauri::WebviewWindow;

use crate::system;

/// What ended longer ago is not the same trouble.
const LATELY: Duration = Duration::from_secs(60);
/// How long is waited at most before the page is drawn again.
const LONGEST: Duration = Duration::from_secs(16);

/// Draws the page again whenever what drew it has crashed.
pub fn watch(window: &WebviewWindow) {
    let (again, crashes) = (window.clone(), Arc::new(Mutex::new(Crashes::default())));
    let watched = window.with_webview(move |webview| {
        system::watch_drawing(webview, move || {
            let mut known = crashes.lock().unwrap_or_else(PoisonError::into_inner);
            draw_again(again.clone(), known.pause_after(Instant::now()));
        });
    });
    if watched.is_err() {
        tracing::warn!("the page is not drawn again after a crash");
    }
}

fn draw_again(window: WebviewWindow, pause: Duration) {
    tracing::warn!("what draws the page ended; it is drawn again in {} s", pause.as_secs());
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(pause).await;
        // A window that was closed meanwhile shows nothing any more.
        let _ = window.reload();
    });
}

/// The crashes of late.
#[derive(Default)]
struct Crashes(VecDeque<Instant>);

impl Crashes {
    /// How long to wait after one more: the first is followed at once, and each further one of the same minute
    /// after twice as long, so that a page that cannot be drawn takes no processor for itself.
    fn pause_after(&mut self, now: Instant) -> Duration {
        self.0.retain(|crash| now.saturating_duration_since(*crash) < LATELY);
        let before = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.push_back(now);
        match before {
            0 => Duration::ZERO,
            more => Duration::from_secs(1).saturating_mul(2_u32.saturating_pow(more - 1)).min(LONGEST),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Crashes, LATELY};

    #[test]
    fn a_page_that_crashes_again_and_again_is_drawn_ever_later_and_at_once_after_a_quiet_minute() {
        let (mut crashes, began) = (Crashes::default(), Instant::now());
        let pauses = [0_u64; 8].map(|_| crashes.pause_after(began).as_secs());
        assert_eq!(pauses, [0, 1, 2, 4, 8, 16, 16, 16]);
        assert_eq!(crashes.pause_after(began + LATELY), Duration::ZERO);
        assert_eq!(crashes.pause_after(began + LATELY + Duration::from_secs(1)), Duration::from_secs(1));
    }
}
