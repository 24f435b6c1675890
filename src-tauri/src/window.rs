//! The one window.

use std::path::{Path, absolute};

use tauri::webview::{NewWindowResponse, WebviewWindowBuilder};
use tauri::{AppHandle, Manager, WebviewUrl};
use tauri_plugin_window_state::StateFlags;

use crate::driven::is_driven;
use crate::{drawing, system};

/// Its label, by which the one capability names it.
pub(crate) const LABEL: &str = "main";

/// Opens the window.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Daybook")
        .inner_size(1440.0, 900.0)
        .min_inner_size(640.0, 480.0)
        // What the webview keeps on disk is not encrypted: it keeps nothing. WebKitGTK lets no
        // driver into such a webview.
        .incognito(!is_driven())
        .content_protected(true)
        .general_autofill_enabled(false)
        .browser_extensions_enabled(false)
        // The page says which practice and which environment this is; nothing of a patient.
        .on_document_title_changed(|window, title| {
            let _ = window.set_title(&title);
        })
        .on_navigation(|url| is_ours(url.as_str()))
        // What the webview would save or open by itself is on no record.
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| {
            tracing::warn!("the page's webview was refused a file");
            false
        });
    #[cfg(feature = "bench")]
    let builder = crate::bench::watched(builder);
    let window = builder.build()?;
    // A driver has its pictures from what a card, or its imitation, puts together, and waits for ever without.
    if !is_driven() {
        window.with_webview(system::draw_with_what_there_is)?;
    }
    drawing::watch(&window);
    window.with_webview(system::keep_menus)?;
    Ok(())
}

/// Where it was and how large is remembered in a file of this name beside the profile's others.
const PLACE: &str = "window.json";

/// Has the window open where it was closed, as large as it was. A file that is gone or damaged is as none.
pub fn remember_place(app: &AppHandle, folder: &Path) -> anyhow::Result<()> {
    let file = absolute(folder)?.join(PLACE);
    // The plugin knows files by names in text; a window in a folder of another name opens as at first.
    let Some(file) = file.to_str() else { return Ok(()) };
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    let plugin = tauri_plugin_window_state::Builder::new().with_filename(file).with_state_flags(remembered);
    Ok(app.plugin(plugin.build())?)
}

/// Brings the window that is open to the front.
pub fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Has the page be gone with all that drew it, and begins it anew. A driver's session would end with what drew its
/// page: one that is driven begins itself anew, as it does wherever the system ends nothing.
pub fn begin_anew(app: &AppHandle) {
    if is_driven() {
        return;
    }
    if let Some(window) = app.get_webview_window(LABEL) {
        // One that closes just now shows nothing any more.
        let _ = window.with_webview(system::begin_anew);
    }
}

fn is_ours(url: &str) -> bool {
    ["tauri://localhost", "http://tauri.localhost", "https://tauri.localhost"]
        .iter()
        .any(|origin| url == *origin || url.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn the_window_stays_on_its_own_pages() {
        assert!(is_ours("tauri://localhost/index.html"));
        for elsewhere in [
            "https://example.com/",
            "tauri://localhost.example.com/",
            "file:///etc/passwd",
            "data:text/html,x",
        ] {
            assert!(!is_ours(elsewhere), "{elsewhere}");
        }
    }
}
