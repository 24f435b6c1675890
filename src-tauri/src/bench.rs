//! What a bench wants of a window: to say when it has painted.
//!
//! Nothing of this is in a build without the feature `bench`, and none with it is shipped.

use std::io::Write;

use tauri::webview::WebviewWindowBuilder;
use tauri::{Manager, Runtime};

/// Names a file with a script that runs before the page's own and tells by the title what it saw.
const SCRIPT: &str = "DAYBOOK_BENCH_SCRIPT";

/// Runs the bench's script, where there is one, and says each title on standard output.
pub fn watched<'a, R: Runtime, M: Manager<R>>(
    builder: WebviewWindowBuilder<'a, R, M>,
) -> WebviewWindowBuilder<'a, R, M> {
    let script = std::env::var_os(SCRIPT).and_then(|path| std::fs::read_to_string(path).ok());
    let builder = match script {
        Some(script) => builder.initialization_script(script),
        None => builder,
    };
    builder.on_document_title_changed(|_, title| say(&title))
}

/// Says something on standard output.
pub fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{what}").and_then(|()| out.flush());
}
