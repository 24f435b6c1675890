//! Whether a Linux machine has what is needed, whatever its packages are called.

use crate::process::{Spawn, is_on_path};
use crate::setup::Need;
use crate::step::already;
use crate::stop::{Outcome, Stop};

/// Stops, naming what is missing and `how` to get it, unless everything is there.
pub fn require(needs: &[Need], how: &str) -> Outcome {
    let missing: Vec<&str> = needs.iter().flat_map(|need| missing(*need)).collect();
    if missing.is_empty() {
        already("System packages");
        return Ok(());
    }
    Err(Stop::because(format!(
        "not found: {}. Install what is missing, then start again:\n  {how}",
        missing.join(", ")
    )))
}

fn missing(need: Need) -> Vec<&'static str> {
    let (libraries, tools): (&[&str], &[&str]) = match need {
        Need::Build => (&["webkit2gtk-4.1", "openssl", "librsvg-2.0"], &["cc", "pkg-config"]),
        Need::VirtualDesktop => (
            &[],
            &["Xvfb", "dbus-daemon", "dbus-send", "gnome-keyring-daemon", "secret-tool", "WebKitWebDriver"],
        ),
        Need::Browser => (&[], &["chromium", "chromedriver"]),
    };
    let absent = |library: &&&str| !Spawn::new("pkg-config").args(["--exists", library]).succeeds();
    let libraries = libraries.iter().filter(absent);
    let tools = tools.iter().filter(|tool| !is_on_path(tool));
    libraries.chain(tools).copied().collect()
}
