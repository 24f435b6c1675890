//! Whether a machine has what is needed, whatever its packages are called.

use crate::process::{Spawn, is_on_path};
use crate::setup::Need;
use crate::stop::{Outcome, Stop};

/// What set-up looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A library that pkg-config knows.
    Library(&'static str),
    /// A program on the path.
    Tool(&'static str),
    /// A variable of the environment.
    Variable(&'static str),
    /// Apple's command line tools.
    AppleTools,
}

/// Whether this machine has it.
pub fn is_there(thing: Thing) -> bool {
    match thing {
        Thing::Library(name) => Spawn::new("pkg-config").args(["--exists", name]).succeeds(),
        Thing::Tool(name) => is_on_path(name),
        Thing::Variable(name) => std::env::var_os(name).is_some(),
        Thing::AppleTools => Spawn::new("xcode-select").args(["-p"]).succeeds(),
    }
}

/// Stops a Linux machine, naming what is missing and `how` to get it, unless everything is there.
pub fn verdict(needs: &[Need], how: &str, is_there: &dyn Fn(Thing) -> bool) -> Outcome {
    let named = |thing: &Thing| match *thing {
        Thing::Library(name) | Thing::Tool(name) | Thing::Variable(name) => name,
        Thing::AppleTools => "xcode-select",
    };
    let wanted = needs.iter().flat_map(|need| wanted(*need));
    let missing: Vec<&str> = wanted.filter(|thing| !is_there(**thing)).map(named).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Stop::because(format!(
        "not found: {}. Install what is missing, then start again:\n  {how}",
        missing.join(", ")
    )))
}

fn wanted(need: Need) -> &'static [Thing] {
    match need {
        Need::Build => &[
            Thing::Library("webkit2gtk-4.1"),
            Thing::Library("openssl"),
            Thing::Library("librsvg-2.0"),
            Thing::Tool("cc"),
            Thing::Tool("pkg-config"),
        ],
        Need::VirtualDesktop => &[
            Thing::Tool("Xvfb"),
            Thing::Tool("dbus-daemon"),
            Thing::Tool("dbus-send"),
            Thing::Tool("gnome-keyring-daemon"),
            Thing::Tool("secret-tool"),
            Thing::Tool("WebKitWebDriver"),
        ],
        Need::Browser => &[Thing::Tool("chromium"), Thing::Tool("chromedriver")],
        Need::Tools => &[],
    }
}
