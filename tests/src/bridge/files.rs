//! The built window's files, under the window's own content policy.

use std::path::{Component, Path, PathBuf};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// Serves a folder. What is not a file of it is the window's first page, as its router expects.
pub(super) fn pages(folder: PathBuf) -> Router {
    Router::new().fallback(get(file)).with_state(folder)
}

async fn file(State(folder): State<PathBuf>, uri: Uri) -> Response {
    let asked = Path::new(uri.path().trim_start_matches('/'));
    if !asked.components().all(|part| matches!(part, Component::Normal(_))) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let path = if asked.extension().is_some() { folder.join(asked) } else { folder.join("index.html") };
    match tokio::task::spawn_blocking(move || std::fs::read(&path).map(|bytes| (kind(&path), bytes))).await {
        Ok(Ok((kind, bytes))) => {
            ([(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, policy())], bytes)
                .into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn kind(path: &Path) -> String {
    let kind = match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    };
    kind.to_owned()
}

/// The window's policy, with this origin in place of the way into the program.
fn policy() -> String {
    const CONFIGURATION: &str = include_str!("../../../src-tauri/tauri.conf.json");
    let configuration: serde_json::Value = serde_json::from_str(CONFIGURATION).unwrap_or_default();
    let policy = configuration["app"]["security"]["csp"].as_str().unwrap_or("default-src 'none'");
    policy.replace("connect-src ipc: http://ipc.localhost", "connect-src 'self'")
}

#[cfg(test)]
mod tests {
    use super::policy;

    #[test]
    fn the_page_is_held_to_the_windows_policy() {
        let policy = policy();
        assert!(policy.contains("default-src 'self'"), "the window's own: {policy}");
        assert!(policy.contains("connect-src 'self'"), "and this origin: {policy}");
        assert!(!policy.contains("ipc:"), "no program is around the page: {policy}");
    }
}
