//! Arch and its kin: says what to install, and goes on when it is there.

use crate::setup::Need;
use crate::setup::present::{self, Thing};
use crate::stop::Outcome;

/// Stops with the one command to run, unless everything is there.
pub fn verdict(needs: &[Need], is_there: &dyn Fn(Thing) -> bool) -> Outcome {
    let packages: Vec<&str> = needs.iter().filter_map(|need| packages(*need)).collect();
    present::verdict(needs, &format!("sudo pacman -S --needed {}", packages.join(" ")), is_there)
}

fn packages(need: Need) -> Option<&'static str> {
    Some(match need {
        Need::Build => "base-devel pkgconf openssl librsvg webkit2gtk-4.1",
        Need::VirtualDesktop => "xorg-server-xvfb dbus gnome-keyring libsecret at-spi2-core",
        Need::Browser => "chromium",
        Need::Tools => return None,
    })
}
