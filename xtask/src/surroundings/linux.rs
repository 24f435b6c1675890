//! A desktop on Linux that nobody sees: Xvfb, a session bus, an unlocked gnome-keyring.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::process::{Spawn, is_on_path};
use crate::step::step;
use crate::stop::{Outcome, Stop};

/// Room for a window of 1440 by 900 and its neighbours.
const SCREEN: &str = "1920x1200x24";
const PATIENCE: Duration = Duration::from_secs(20);
const SECRETS: &str = "org.freedesktop.secrets";

/// The running desktop. Dropping it ends its programs and removes its home.
pub struct VirtualDesktop {
    home: PathBuf,
    variables: Vec<(OsString, OsString)>,
    programs: Vec<Child>,
}

impl VirtualDesktop {
    /// Starts one and proves that its keychain keeps a secret.
    pub fn start() -> Outcome<Self> {
        step("Starting a virtual display, a session bus and a keyring of its own", "2 seconds", || {
            let home = make_home()?;
            let mut desktop = Self { variables: home_variables(&home), home, programs: Vec::new() };
            desktop.start_display()?;
            desktop.start_bus()?;
            desktop.start_keyring()?;
            desktop.prove_keyring()?;
            Ok(desktop)
        })
    }

    /// The variables that lead a program onto this desktop.
    pub fn variables(&self) -> Vec<(OsString, OsString)> {
        self.variables.clone()
    }

    fn start_display(&mut self) -> Outcome {
        let words = ["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"];
        let number = self.start_and_hear("Xvfb", &words)?;
        self.set("DISPLAY", &format!(":{number}"));
        Ok(())
    }

    fn start_bus(&mut self) -> Outcome {
        let address = self.start_and_hear("dbus-daemon", &["--session", "--nofork", "--print-address=1"])?;
        self.set("DBUS_SESSION_BUS_ADDRESS", &address);
        Ok(())
    }

    fn start_keyring(&mut self) -> Outcome {
        let words = ["--foreground", "--unlock", "--components=secrets"];
        let mut child = self.bound("gnome-keyring-daemon").args(words).started()?;
        // The password ends where the input does, so the pipe is closed at once.
        let told = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(b"daybook"));
        self.programs.push(child);
        told?;
        self.wait_for_keyring()
    }

    /// Waits until the keyring is on the bus: asked earlier, the bus would start a second, locked one.
    fn wait_for_keyring(&self) -> Outcome {
        let question = ["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"];
        let owner = format!("string:{SECRETS}");
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let ask =
                self.spawn("dbus-send").args(question).args(["org.freedesktop.DBus.NameHasOwner", &owner]);
            if ask.captured().is_ok_and(|answer| answer.contains("boolean true")) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(Stop::because("gnome-keyring-daemon did not come up on the session bus"))
    }

    fn prove_keyring(&self) -> Outcome {
        let words = ["store", "--label=probe", "probe", "xtask"];
        let mut child = self.spawn("secret-tool").args(words).started()?;
        child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(b"kept"))?;
        let stored = child.wait()?.success();
        let kept =
            self.spawn("secret-tool").args(["lookup", "probe", "xtask"]).captured().unwrap_or_default();
        if !stored || kept.trim() != "kept" {
            return Err(Stop::because("the virtual desktop's keyring does not keep a secret"));
        }
        self.spawn("secret-tool").args(["clear", "probe", "xtask"]).captured().map(drop)
    }

    fn start_and_hear(&mut self, program: &str, words: &[&str]) -> Outcome<String> {
        let mut child = self.bound(program).args(words).started()?;
        let mut line = String::new();
        let heard = child.stdout.take().map(|pipe| BufReader::new(pipe).read_line(&mut line));
        self.programs.push(child);
        heard.transpose()?;
        match line.trim() {
            "" => Err(Stop::because(format!("{program} did not come up"))),
            word => Ok(word.to_owned()),
        }
    }

    /// A program that ends with this one, even when this one is killed.
    fn bound(&self, program: &str) -> Spawn {
        if is_on_path("setpriv") {
            return self.spawn("setpriv").args(["--pdeathsig", "TERM", "--", program]);
        }
        self.spawn(program)
    }

    fn spawn(&self, program: &str) -> Spawn {
        Spawn::new(program).envs(self.variables.iter().cloned()).without_env("WAYLAND_DISPLAY")
    }

    fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.into(), value.into()));
    }
}

impl Drop for VirtualDesktop {
    fn drop(&mut self) {
        for program in self.programs.iter_mut().rev() {
            // What has already ended cannot be ended again, and that is well.
            program.kill().and_then(|()| program.wait()).map(drop).unwrap_or_default();
        }
        if let Err(error) = fs::remove_dir_all(&self.home) {
            eprintln!("{} could not be removed: {error}", self.home.display());
        }
    }
}

/// A folder only this user can enter; its path is short, since sockets live in it.
fn make_home() -> Outcome<PathBuf> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let name = format!("daybook-{}-{:x}", std::process::id(), since.subsec_nanos());
    let home = std::env::temp_dir().join(name);
    fs::create_dir(&home)?;
    only_for_this_user(&home)?;
    for folder in ["run", "config", "data", "cache", "state"] {
        fs::create_dir(home.join(folder))?;
        only_for_this_user(&home.join(folder))?;
    }
    Ok(home)
}

#[cfg(unix)]
fn only_for_this_user(folder: &Path) -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?)
}

#[cfg(not(unix))]
fn only_for_this_user(_: &Path) -> Outcome {
    Ok(())
}

fn home_variables(home: &Path) -> Vec<(OsString, OsString)> {
    let mut variables: Vec<(OsString, OsString)> = tool_homes();
    variables.push(("HOME".into(), home.into()));
    for (name, folder) in [
        ("XDG_RUNTIME_DIR", "run"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
    ] {
        variables.push((name.into(), home.join(folder).into()));
    }
    variables.push(("GDK_BACKEND".into(), "x11".into()));
    // An empty name hides a Wayland desktop from what inherits this environment.
    variables.push(("WAYLAND_DISPLAY".into(), "".into()));
    variables
}

/// Cargo, rustup and npm keep to the person's home: what they downloaded is there.
fn tool_homes() -> Vec<(OsString, OsString)> {
    let home = PathBuf::from(std::env::var_os("HOME").unwrap_or_default());
    [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup"), ("npm_config_cache", ".npm")]
        .into_iter()
        .map(|(name, folder)| {
            (name.into(), std::env::var_os(name).unwrap_or_else(|| home.join(folder).into()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_is_entered_by_nobody_else_and_leads_everything_into_itself() {
        let home = make_home().expect("a folder for temporary files");
        let variables = home_variables(&home);
        for name in ["HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"] {
            let value = variables.iter().find(|(key, _)| key == name).map(|(_, value)| PathBuf::from(value));
            assert!(value.is_some_and(|path| path.starts_with(&home)), "{name} must not be the person's own");
        }
        assert!(
            variables.iter().any(|(key, _)| key == "CARGO_HOME"),
            "else cargo would download everything again"
        );
        fs::remove_dir_all(home).expect("removable");
    }

    #[test]
    fn a_desktop_comes_up_apart_and_leaves_nothing_behind() {
        let tools = ["Xvfb", "dbus-daemon", "dbus-send", "gnome-keyring-daemon", "secret-tool"];
        if let Some(tool) = tools.iter().find(|tool| !is_on_path(tool)) {
            eprintln!("skipped: no {tool} here; `cargo xtask test` installs it");
            return;
        }
        let desktop = VirtualDesktop::start().expect("its keyring keeps a secret");
        let (home, first) = (desktop.home.clone(), desktop.variables());
        let second = VirtualDesktop::start().expect("a second beside the first");
        assert_ne!(first, second.variables(), "two desktops share neither display nor bus");
        drop((desktop, second));
        assert!(!home.exists(), "its home goes with it");
        let asks =
            Spawn::new("dbus-send").args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]);
        assert!(!asks.args(["org.freedesktop.DBus.ListNames"]).envs(first).succeeds(), "and so does its bus");
    }
}
