//! Arch and its kin: says what to install, and goes on when it is there.

use crate::setup::{Need, present};
use crate::stop::Outcome;

/// Stops with the one command to run, unless everything is there.
pub fn prepare(needs: &[Need]) -> Outcome {
    let packages: Vec<&str> = needs.iter().map(|need| packages(*need)).collect();
    present::require(needs, &format!("sudo pacman -S --needed {}", packages.join(" ")))
}

fn packages(need: Need) -> &'static str {
    match need {
        Need::Build => "base-devel pkgconf openssl librsvg webkit2gtk-4.1",
        Need::VirtualDesktop => "xorg-server-xvfb dbus gnome-keyring libsecret",
        Need::Browser => "chromium",
    }
}
