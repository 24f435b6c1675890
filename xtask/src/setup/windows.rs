//! Windows: needs OpenSSL for SQLCipher; Rust brought the linker, the system has WebView2.

use crate::setup::present::Thing;
use crate::stop::{Outcome, Stop};

/// npm is a batch file here.
pub const NPM: &str = "npm.cmd";

/// Stops with what to install, unless everything is there.
pub fn verdict(is_there: &dyn Fn(Thing) -> bool) -> Outcome {
    let is_set = |name| is_there(Thing::Variable(name));
    if is_set("OPENSSL_DIR") || is_set("OPENSSL_LIB_DIR") && is_set("OPENSSL_INCLUDE_DIR") {
        return Ok(());
    }
    Err(Stop::because(concat!(
        "OpenSSL is needed to build the encrypted store. Install it, say where it is, and start again",
        " in a new terminal:\n",
        "  winget install ShiningLight.OpenSSL.Dev\n",
        "  setx OPENSSL_INCLUDE_DIR \"C:\\Program Files\\OpenSSL-Win64\\include\"\n",
        "  setx OPENSSL_LIB_DIR \"C:\\Program Files\\OpenSSL-Win64\\lib\\VC\\x64\\MD\"\n",
        "  setx PATH \"%PATH%;C:\\Program Files\\OpenSSL-Win64\\bin\"\n",
        "Should the window stay empty, install the WebView2 runtime: winget install Microsoft.EdgeWebView2Runtime"
    )))
}
