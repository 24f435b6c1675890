//! The system's clipboard.

use console::{Clipboard, Offer};
use model::Secret;
use tauri::AppHandle;
use tokio::sync::mpsc::UnboundedSender;

use crate::system;

/// The clipboard that every program of the desktop shares. Opened for each use: kept open, it would
/// answer for what another program put there.
pub struct SystemClipboard(pub AppHandle);

impl Clipboard for SystemClipboard {
    fn text(&self) -> Option<Secret> {
        arboard::Clipboard::new().and_then(|mut clipboard| clipboard.get_text()).ok().map(Secret::new)
    }

    fn clear(&self) {
        // arboard's errors name no content, but there is nothing that a person could do about one.
        if arboard::Clipboard::new().and_then(|mut clipboard| clipboard.clear()).is_err() {
            tracing::warn!("the clipboard cannot be cleared");
        }
    }

    fn take_back(&self, offer: Offer) {
        system::take_back(&self.0, offer);
    }

    fn watch(&self, offer: Offer, told: UnboundedSender<()>) {
        system::watch_offers(&self.0, offer, told);
    }
}
