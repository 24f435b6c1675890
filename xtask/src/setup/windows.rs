//! Windows: needs OpenSSL for SQLCipher; Rust brought the linker, the system has WebView2.

use crate::step::already;
use crate::stop::{Outcome, Stop};

/// npm is a batch file here.
pub const NPM: &str = "npm.cmd";

/// Stops with what to install, unless everything is there.
pub fn prepare() -> Outcome {
    let named = ["OPENSSL_DIR", "OPENSSL_LIB_DIR"].iter().any(|name| std::env::var_os(name).is_some());
    if named {
        already("OpenSSL");
        return Ok(());
    }
    Err(Stop::because(concat!(
        "OpenSSL is needed to build the encrypted store. Install it and say where it is, then start again:\n",
        "  winget install ShiningLight.OpenSSL.Dev\n",
        "  setx OPENSSL_DIR \"C:\\Program Files\\OpenSSL-Win64\"\n",
        "Should the window stay empty, install the WebView2 runtime: winget install Microsoft.EdgeWebView2Runtime"
    )))
}
