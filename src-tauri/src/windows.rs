//! What Windows alone needs.

#[path = "windows/away.rs"]
mod away;

use std::sync::Arc;

pub use away::desktop;
use keyring_core::CredentialStore;
use windows_registry::CURRENT_USER;

/// The programs of which no error report is made.
const LEFT_OUT: &str = r"Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications";

/// The Windows Credential Manager.
pub fn keychain() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// By what name people know it.
pub fn keychain_name() -> Option<String> {
    Some("Windows Credential Manager".to_owned())
}

/// A crash may leave the memory on the disk, and with it what was decrypted and its key. Of this
/// program the system makes no error report, in which the memory would be.
pub fn keep_memory_to_itself() {
    let program = std::env::current_exe().ok();
    if let Some(name) = program.as_deref().and_then(|path| path.file_name()?.to_str()) {
        // There is no log yet to say it in; a system that refuses keeps its own rules.
        let _ = CURRENT_USER.create(LEFT_OUT).and_then(|key| key.set_u32(name, 1));
    }
}

/// A profile lies in its owner's own folder, which the system closes to others.
pub fn keep_files_to_its_owner() {}

/// The system's webview knows by itself whether there is a graphics card.
pub fn draw_with_what_there_is(_page: tauri::webview::PlatformWebview) {}

/// No process is ended here: the page begins itself anew in the one that drew it.
pub fn begin_anew(_page: tauri::webview::PlatformWebview) {}

/// WebView2 says that the page is gone, and offers to read it again.
pub fn watch_drawing(_page: tauri::webview::PlatformWebview, _ended: impl Fn() + 'static) {}

/// The page itself refuses WebView2's menu but over text fields.
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
