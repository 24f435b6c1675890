//! What macOS alone needs.

#[path = "macos/away.rs"]
mod away;

use std::sync::Arc;

pub use away::desktop;
use keyring_core::CredentialStore;
use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};

/// The macOS Keychain.
pub fn keychain() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

/// By what name people know it.
pub fn keychain_name() -> Option<String> {
    Some("macOS Keychain".to_owned())
}

/// A crash may leave the memory on the disk, and with it what was decrypted and its key. Of this
/// process and of all that it starts, none is kept.
pub fn keep_memory_to_itself() {
    // There is no log yet to say it in; a system that refuses keeps its own rules.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

/// Whatever this process makes is its owner's alone, the log of a first start among it.
pub fn keep_files_to_its_owner() {
    umask(Mode::RWXG | Mode::RWXO);
}

/// The system's webview knows by itself whether there is a graphics card.
pub fn draw_with_what_there_is(_page: tauri::webview::PlatformWebview) {}

/// No process is ended here: the page begins itself anew in the one that drew it.
pub fn begin_anew(_page: tauri::webview::PlatformWebview) {}

/// Tauri reads the page again by itself where what drew it ended.
pub fn watch_drawing(_page: tauri::webview::PlatformWebview, _ended: impl Fn() + 'static) {}

/// The page itself refuses WebKit's menu but over text fields.
pub fn keep_menus(_page: tauri::webview::PlatformWebview) {}

/// Only text is copied here, which is taken off where it still is there; and what is selected stays in the window.
pub fn take_back(_app: &tauri::AppHandle, _offer: console::Offer) {}

/// The page tells of the text that it copies.
pub fn watch_offers(
    _app: &tauri::AppHandle,
    _offer: console::Offer,
    _told: tokio::sync::mpsc::UnboundedSender<()>,
) {
}
