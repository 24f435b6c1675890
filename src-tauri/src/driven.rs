//! Whether a WebDriver drives the window.

/// Asked by the driver through the environment; a build that is shipped lets none in at all.
pub fn is_driven() -> bool {
    cfg!(any(debug_assertions, feature = "bench"))
        && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|wanted| wanted == "true")
}
