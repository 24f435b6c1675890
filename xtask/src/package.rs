//! `package`: makes this system's installer: .deb, .dmg or .msi.
//!
//! Tauri's bundler comes from npm with the window's other tools. It is given a copy of the binary, since
//! it writes into what it bundles.

use std::fs;
use std::path::{Path, PathBuf};

use crate::process::{Spawn, is_on_path};
use crate::setup::{self, Need};
use crate::step::step;
use crate::stop::{Outcome, Stop};
use crate::surroundings::Surroundings;
use crate::{build, ui, workspace};

/// The variable that tells a test which installer to try.
const VARIABLE: &str = "DAYBOOK_PACKAGE";

/// The library that SQLCipher is linked with on Windows.
const OPENSSL: &str = "libcrypto-3-x64.dll";

/// Makes the installer of the release, or with `--debug` of the build that tests use; with `--check`
/// installs it, starts it and removes it.
pub fn run(words: &[String]) -> Outcome {
    if let Some(word) = words.iter().find(|word| !["--check", "--debug"].contains(&word.as_str())) {
        return Err(Stop::because(format!("package takes --check and --debug, and not `{word}`")));
    }
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    let is_checked = has("--check");
    setup::machine(if is_checked { Need::TO_TEST } else { Need::TO_BUILD })?;
    ui::build()?;
    let profile = if has("--debug") { "debug" } else { "release" };
    match profile {
        "debug" => build::app_and_drivers("debug")?,
        _ => build::shipped()?,
    }
    let installer = installer(profile)?;
    println!("\nthe installer is {}", installer.display());
    if is_checked { check(&installer) } else { Ok(()) }
}

/// The installer of the tests' own build, and how they are told of it; nothing where this system's
/// installers are not tried.
pub fn of_the_tests() -> Outcome<Option<(&'static str, PathBuf)>> {
    if !is_debian() {
        return Ok(None);
    }
    Ok(Some((VARIABLE, installer("debug")?)))
}

fn check(installer: &PathBuf) -> Outcome {
    let surroundings = Surroundings::virtual_where_possible()?;
    step("Installing it, starting it, removing it", "two to five minutes", || {
        Spawn::cargo()
            .args(["test", "--package", "acceptance", "--test", "package"])
            .envs(build::variables("debug"))
            .envs([(VARIABLE, installer)])
            .envs(surroundings.variables())
            .streamed()
    })
}

/// Bundles the binary that was built in `profile`.
fn installer(profile: &str) -> Outcome<PathBuf> {
    let kind = kind()?;
    step(&format!("Making the installer (.{kind}, {profile})"), "some seconds", || {
        let place = place();
        let bundles = place.join(profile).join("bundle");
        if bundles.exists() {
            fs::remove_dir_all(&bundles)?;
        }
        copy_binary(profile)?;
        let mut words =
            vec!["--bundles".to_owned(), kind.to_owned(), "--ci".to_owned(), "--no-sign".to_owned()];
        if profile == "debug" {
            words.push("--debug".to_owned());
        }
        match kind {
            "deb" => words.extend(["--config".to_owned(), libraries(profile)?]),
            "msi" => words.extend(["--config".to_owned(), with_library(&openssl()?)]),
            _ => (),
        }
        ui::tool("@tauri-apps/cli/tauri.js")
            .args(["bundle"])
            .args(words)
            .in_dir(&workspace::root().join("src-tauri"))
            .envs([("CARGO_TARGET_DIR", &place)])
            .captured()?;
        let made = fs::read_dir(bundles.join(kind))?.filter_map(Result::ok).map(|file| file.path());
        let made = made.into_iter().find(|path| path.extension().is_some_and(|end| end == kind));
        made.ok_or_else(|| Stop::because(format!("the bundler left no .{kind}")))
    })
}

/// The installer's kind here.
fn kind() -> Outcome<&'static str> {
    match std::env::consts::OS {
        "macos" => Ok("dmg"),
        "windows" => Ok("msi"),
        _ if is_debian() => Ok("deb"),
        _ => Err(Stop::because("installers for Linux are made on Debian and its kin: .deb")),
    }
}

fn is_debian() -> bool {
    std::env::consts::OS == "linux" && is_on_path("dpkg-shlibdeps")
}

fn place() -> PathBuf {
    workspace::target().join("package")
}

/// Copies the binary to where the bundler looks for it, without what only a debugger reads.
fn copy_binary(profile: &str) -> Outcome {
    let from = workspace::binary(profile, "daybook");
    let folder = place().join(profile);
    fs::create_dir_all(&folder)?;
    let to = folder.join(from.file_name().unwrap_or_default());
    fs::copy(&from, &to)?;
    if std::env::consts::OS == "linux" {
        Spawn::new("strip").args(["--strip-debug".as_ref(), to.as_os_str()]).captured()?;
    }
    Ok(())
}

/// Configuration that names the packages whose libraries the binary is linked with, as Debian itself
/// finds them.
fn libraries(profile: &str) -> Outcome<String> {
    let folder = place();
    fs::create_dir_all(folder.join("debian"))?;
    fs::write(folder.join("debian/control"), "Source: daybook\n\nPackage: daybook\nArchitecture: any\n")?;
    let binary = folder.join(profile).join("daybook");
    let said =
        Spawn::new("dpkg-shlibdeps").args(["-O".as_ref(), binary.as_os_str()]).in_dir(&folder).captured()?;
    let list = depends(&said).ok_or_else(|| Stop::because(format!("dpkg-shlibdeps says {said:?}")))?;
    Ok(format!("{{\"bundle\":{{\"linux\":{{\"deb\":{{\"depends\":[{list}]}}}}}}}}"))
}

/// Where OpenSSL's library is, which a computer with Windows does not have by itself.
fn openssl() -> Outcome<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut found = std::env::split_paths(&folders).map(|folder| folder.join(OPENSSL));
    found.find(|path| path.is_file()).ok_or_else(|| {
        Stop::because(format!(
            "{OPENSSL} is in no folder of PATH: add OpenSSL's bin folder to it, and start again"
        ))
    })
}

/// Configuration that puts a library beside the program.
fn with_library(library: &Path) -> String {
    let path = library.to_string_lossy().replace('\\', "/");
    format!("{{\"bundle\":{{\"resources\":{{\"{path}\":\"{OPENSSL}\"}}}}}}")
}

/// What dpkg-shlibdeps found, as a list in JSON without its brackets.
fn depends(said: &str) -> Option<String> {
    let found = said.lines().find_map(|line| line.strip_prefix("shlibs:Depends="))?;
    let quoted: Vec<String> = found.split(", ").map(|package| format!("\"{}\"", package.trim())).collect();
    Some(quoted.join(","))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{depends, with_library};

    #[test]
    fn the_library_comes_beside_the_program() {
        assert_eq!(
            with_library(Path::new(r"C:\OpenSSL\bin\libcrypto-3-x64.dll")),
            r#"{"bundle":{"resources":{"C:/OpenSSL/bin/libcrypto-3-x64.dll":"libcrypto-3-x64.dll"}}}"#
        );
    }

    #[test]
    fn the_packages_of_the_libraries_are_listed() {
        let said = "shlibs:Depends=libc6 (>= 2.34), libssl3 (>= 3.0.0)\n";
        assert_eq!(depends(said).as_deref(), Some("\"libc6 (>= 2.34)\",\"libssl3 (>= 3.0.0)\""));
        assert_eq!(depends("dpkg-shlibdeps: error\n"), None);
    }
}
