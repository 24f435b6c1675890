//! `bare FILE`: a window of the same kind with one page and nothing behind it, for benches alone.

mod bench;
mod driven;

use anyhow::Context;
use tauri::WebviewUrl;
use tauri::http::{Response, header};
use tauri::webview::WebviewWindowBuilder;

fn main() -> anyhow::Result<()> {
    let file = std::env::args_os().nth(1).context("usage: bare FILE")?;
    let page = std::fs::read(file)?;
    tauri::Builder::default()
        .register_uri_scheme_protocol("bare", move |_, _| {
            let mut answer = Response::new(page.clone());
            let html = header::HeaderValue::from_static("text/html; charset=utf-8");
            answer.headers_mut().insert(header::CONTENT_TYPE, html);
            answer
        })
        .setup(|app| {
            let url = WebviewUrl::CustomProtocol("bare://localhost/".parse()?);
            let builder = WebviewWindowBuilder::new(app, "bare", url)
                .inner_size(1440.0, 900.0)
                .incognito(!driven::is_driven());
            bench::watched(builder).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .context("the window could not be opened")
}
