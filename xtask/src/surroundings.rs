//! Surroundings in which a window opens though nobody sits before it.
//!
//! Linux gets a display, a session bus and an unlocked keychain of its own, in a home of its own,
//! so that nothing of the person's desktop is read or written. Elsewhere there is always a desktop.

mod linux;

use std::ffi::OsString;

use crate::stop::Outcome;

pub use linux::VirtualDesktop;

/// Whether a window would be seen.
pub fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_linux() || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn is_linux() -> bool {
    std::env::consts::OS == "linux"
}

/// Where something runs: on a virtual desktop, or here.
pub struct Surroundings(Option<VirtualDesktop>);

impl Surroundings {
    /// The desktop there is.
    pub fn here() -> Self {
        Self(None)
    }

    /// A virtual desktop where the system can have one.
    pub fn virtual_where_possible() -> Outcome<Self> {
        if !is_linux() {
            return Ok(Self::here());
        }
        VirtualDesktop::start().map(|desktop| Self(Some(desktop)))
    }

    /// The variables that lead a program there.
    pub fn variables(&self) -> Vec<(OsString, OsString)> {
        self.0.as_ref().map(VirtualDesktop::variables).unwrap_or_default()
    }
}
