//! Debian, Ubuntu and their kin: installs what is missing with apt-get.

use std::collections::BTreeSet;

use crate::process::{Spawn, is_on_path};
use crate::setup::Need;
use crate::step::{already, skipped, step};
use crate::stop::{Outcome, Stop};

/// Names under which releases offer the same thing; the first that is offered is installed.
type Package = &'static [&'static str];

/// Has the packages that `needs` stands for.
pub fn prepare(needs: &[Need]) -> Outcome {
    let wanted: Vec<Package> = needs.iter().flat_map(|need| packages(*need)).copied().collect();
    if missing(&wanted)?.is_empty() {
        already("System packages");
        return Ok(());
    }
    step("Reading the package lists with apt-get update", "some seconds", || apt(&["update", "-qq"]))?;
    let absent: Vec<&str> = missing(&wanted)?.into_iter().filter_map(offered).collect();
    if absent.is_empty() {
        return Ok(());
    }
    step(&format!("Installing {}", absent.join(" ")), "half a minute to three minutes", || {
        let mut words = vec!["install", "--yes", "--no-install-recommends", "-qq"];
        words.extend(&absent);
        apt(&words)
    })
}

fn packages(need: Need) -> &'static [Package] {
    match need {
        Need::Build => &[
            &["build-essential"],
            &["libssl-dev"],
            &["librsvg2-dev"],
            &["libwebkit2gtk-4.1-dev"],
            &["pkg-config", "pkgconf"],
        ],
        Need::VirtualDesktop => &[
            &["at-spi2-core"],
            &["dbus"],
            &["gnome-keyring"],
            &["libsecret-tools"],
            &["webkit2gtk-driver", "webkitgtk-webdriver"],
            &["xauth"],
            &["xvfb"],
        ],
        Need::Browser => &[&["chromium"], &["chromium-driver"]],
        Need::Tools => &[&["age"], &["cups"]],
    }
}

fn missing(wanted: &[Package]) -> Outcome<Vec<Package>> {
    // dpkg-query fails as a whole when it knows nothing of one package, and still lists the others.
    let query = "dpkg-query --show --showformat='${Package} ${db:Status-Status}\\n' \"$@\" 2>/dev/null; true";
    let names = wanted.iter().flat_map(|package| *package);
    let listed = Spawn::new("sh").args(["-c", query, "dpkg-query"]).args(names).captured()?;
    let installed = installed(&listed);
    let is_missing = |package: &&Package| !package.iter().any(|name| installed.contains(name));
    Ok(wanted.iter().filter(is_missing).copied().collect())
}

fn installed(listed: &str) -> BTreeSet<&str> {
    listed.lines().filter_map(|line| line.strip_suffix(" installed")).collect()
}

/// Ubuntu has Chromium as a snap only, which a container cannot run.
fn offered(package: Package) -> Option<&'static str> {
    let name = package.iter().find(|name| is_candidate(name)).copied();
    if name.is_none() {
        let why = if package[0].starts_with("chromium") {
            "this system offers no such package; browser tests want `chromium` and `chromedriver` on the path"
        } else {
            "this system offers no such package; tests that want it are left out"
        };
        skipped(package[0], why);
    }
    name
}

fn is_candidate(name: &str) -> bool {
    let policy = Spawn::new("apt-cache").args(["policy", name]).captured().unwrap_or_default();
    policy.lines().any(|line| line.trim_start().starts_with("Candidate:") && !line.contains("(none)"))
}

fn apt(words: &[&str]) -> Outcome {
    let environment = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=600"];
    let is_root = Spawn::new("id").args(["-u"]).captured()?.trim() == "0";
    let spawn = match (is_root, is_on_path("sudo")) {
        (true, _) => Spawn::new("env").args(environment),
        (false, true) => Spawn::new("sudo").args(["env"]).args(environment).interactive(),
        (false, false) => {
            return Err(Stop::because(format!("as root, please: apt-get {}", words.join(" "))));
        }
    };
    // A page of what apt unpacks tells nobody anything; what stops it is told.
    spawn.args(words).captured().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_wholly_installed_counts() {
        let listed = "libssl-dev installed\nxvfb config-files\ndbus not-installed\n";
        assert_eq!(
            installed(listed),
            BTreeSet::from(["libssl-dev"]),
            "a removed package leaves its settings behind"
        );
    }
}
