//! The system's clipboard.

use console::Clipboard;
use model::Secret;

/// The clipboard that every program of the desktop shares. Opened for each use: kept open, it would
/// answer for what another program put there.
#[derive(Clone, Copy, Debug)]
pub struct SystemClipboard;

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
}
