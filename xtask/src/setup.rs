//! Set-up of a fresh machine that has Rust and Node. One file for each system.
//!
//! Only Debian and its kin are installed on; elsewhere one is told what to install.

mod arch;
mod debian;
mod fedora;
mod macos;
mod present;
mod windows;

use std::fs;

use crate::process::{Spawn, is_on_path};
use crate::setup::present::Thing;
use crate::step::already;
use crate::stop::{Outcome, Stop};
use crate::workspace;

/// What a command needs of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Compiling the window and the encrypted store.
    Build,
    /// A display, a session bus, a keychain of its own, and a driver for the real window.
    VirtualDesktop,
    /// A browser that tests can drive.
    Browser,
    /// Programs that open what leaves Daybook. Where they are not, their tests are left out.
    Tools,
}

impl Need {
    /// Of whoever builds or opens the window.
    pub const TO_BUILD: &[Self] = &[Self::Build];
    /// Of whoever walks through the window's pages.
    pub const TO_TOUR: &[Self] = &[Self::Build, Self::VirtualDesktop];
    /// Of whoever runs every test, or measures.
    pub const TO_TEST: &[Self] = &[Self::Build, Self::VirtualDesktop, Self::Browser, Self::Tools];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    Debian,
    Fedora,
    Arch,
    OtherLinux,
    MacOs,
    Windows,
}

/// Has what `needs` names, or stops with what to install.
pub fn machine(needs: &[Need]) -> Outcome {
    has_node()?;
    let os_release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    match system(std::env::consts::OS, &os_release) {
        System::Debian => debian::prepare(needs),
        other => told(other, needs, &present::is_there).map(|()| already("System packages")),
    }
}

/// On a system that is not installed on: nothing where everything is there, or else what to install.
fn told(system: System, needs: &[Need], is_there: &dyn Fn(Thing) -> bool) -> Outcome {
    match system {
        System::Fedora => fedora::verdict(needs, is_there),
        System::Arch => arch::verdict(needs, is_there),
        System::Debian | System::OtherLinux => {
            present::verdict(needs, "install them with this system's package manager", is_there)
        }
        System::MacOs => macos::verdict(is_there),
        System::Windows => windows::verdict(is_there),
    }
}

/// What npm is called here.
pub fn npm() -> &'static str {
    if std::env::consts::OS == "windows" { windows::NPM } else { "npm" }
}

fn has_node() -> Outcome {
    if is_on_path("node") && Spawn::new(npm()).args(["--version"]).succeeds() {
        return Ok(());
    }
    let ui = workspace::root().join("ui/package.json");
    Err(Stop::because(format!(
        "Node and npm are needed to build {}: install Node 20.19 or later from https://nodejs.org",
        ui.display()
    )))
}

/// By the name of the compiler's target, and on Linux by what the distribution says of itself.
fn system(target: &str, os_release: &str) -> System {
    match target {
        "macos" => System::MacOs,
        "windows" => System::Windows,
        _ => linux(os_release),
    }
}

fn linux(os_release: &str) -> System {
    let value = |key: &str| {
        let line = os_release.lines().find_map(|line| line.strip_prefix(key));
        line.unwrap_or_default().trim_matches('"').to_owned()
    };
    let names = format!("{} {}", value("ID="), value("ID_LIKE="));
    let is = |wanted: &str| names.split_whitespace().any(|name| name == wanted);
    match () {
        () if is("debian") || is("ubuntu") => System::Debian,
        () if is("fedora") || is("rhel") => System::Fedora,
        () if is("arch") => System::Arch,
        () => System::OtherLinux,
    }
}

#[cfg(test)]
mod tests;
