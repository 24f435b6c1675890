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
    match system() {
        System::Debian => debian::prepare(needs),
        System::Fedora => fedora::prepare(needs),
        System::Arch => arch::prepare(needs),
        System::OtherLinux => present::require(needs, "install them with this system's package manager"),
        System::MacOs => macos::prepare(),
        System::Windows => windows::prepare(),
    }
}

/// What npm is called here.
pub fn npm() -> &'static str {
    if cfg!(windows) { windows::NPM } else { "npm" }
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

fn system() -> System {
    match std::env::consts::OS {
        "macos" => System::MacOs,
        "windows" => System::Windows,
        _ => linux(&fs::read_to_string("/etc/os-release").unwrap_or_default()),
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
mod tests {
    use super::*;

    #[test]
    fn a_system_is_known_by_itself_or_by_what_it_is_like() {
        let cases = [
            ("ID=debian\nVERSION_ID=\"12\"\n", System::Debian),
            ("NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n", System::Debian),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", System::Debian),
            ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", System::Fedora),
            ("ID=manjaro\nID_LIKE=arch\n", System::Arch),
            ("ID=nixos\n", System::OtherLinux),
            ("", System::OtherLinux),
        ];
        for (text, wanted) in cases {
            assert_eq!(linux(text), wanted, "{text:?}");
        }
    }
}
