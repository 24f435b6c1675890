//! Notices of the desktop, whose words name nobody.

use console::{Notice, Notices};
use notify_rust::Notification;
use tauri::{AppHandle, Manager};

use crate::window;

/// The desktop's own notices.
pub struct SystemNotices(pub AppHandle);

impl Notices for SystemNotices {
    fn is_watched(&self) -> bool {
        let window = self.0.get_webview_window(window::LABEL);
        window.is_some_and(|window| window.is_focused().unwrap_or(false))
    }

    fn show(&self, notice: Notice) {
        if let Err(error) = told(notice) {
            tracing::warn!(%error, "the desktop shows no notice");
        }
    }
}

/// Tells the desktop.
pub fn told(notice: Notice) -> Result<(), notify_rust::error::Error> {
    let (title, next) = words(notice);
    Notification::new().appname("Daybook").summary(title).body(next).show().map(drop)
}

/// What is said, and what to do.
pub fn words(notice: Notice) -> (&'static str, &'static str) {
    match notice {
        Notice::SignedOut => (
            "Nobody is signed in at athenahealth.",
            "Nothing new comes in until somebody signs in again in Daybook.",
        ),
        Notice::Stuck => (
            "athenahealth has not been read for 10 minutes.",
            "Daybook goes on trying. The page Sync says why, and how old everything is.",
        ),
        Notice::Gap => (
            "Changes at athenahealth may have been missed.",
            "Daybook reads the lists anew. The page Sync says from when to when.",
        ),
    }
}
