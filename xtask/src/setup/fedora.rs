//! Fedora and its kin: says what to install, and goes on when it is there.

use crate::setup::Need;
use crate::setup::present::{self, Thing};
use crate::stop::Outcome;

/// Stops with the one command to run, unless everything is there.
pub fn verdict(needs: &[Need], is_there: &dyn Fn(Thing) -> bool) -> Outcome {
    let packages: Vec<&str> = needs.iter().filter_map(|need| packages(*need)).collect();
    present::verdict(needs, &format!("sudo dnf install {}", packages.join(" ")), is_there)
}

fn packages(need: Need) -> Option<&'static str> {
    Some(match need {
        Need::Build => "gcc gcc-c++ make pkgconf-pkg-config openssl-devel librsvg2-devel webkit2gtk4.1-devel",
        Need::VirtualDesktop => {
            "xorg-x11-server-Xvfb dbus-daemon dbus-tools gnome-keyring at-spi2-core libsecret /usr/bin/WebKitWebDriver"
        }
        Need::Browser => "chromium chromedriver",
        Need::Tools => return None,
    })
}
