//! The installer: what it brings, and that what it installs starts, and leaves when it is removed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use acceptance::{Home, Owned, ScreenReader, files_under, left_out, say, until, windows_are_driven};
use anyhow::{Context, ensure};
use atspi::Role;

/// How long another program may hold the system's packages.
const LOCKED: Duration = Duration::from_secs(120);
/// How long the demo practice may take to be there.
const STARTED: Duration = Duration::from_secs(60);
const NAME: &str = "daybook";

/// The installer to try; without one a test says that it was left out.
fn installer(test: &str) -> Option<PathBuf> {
    let given = std::env::var_os("DAYBOOK_PACKAGE").filter(|path| !path.is_empty());
    if given.is_none() {
        left_out(test, "`cargo xtask test` makes an installer, where this system's can be tried");
    }
    given.map(PathBuf::from)
}

/// What a program says that must succeed.
fn said(program: &str, words: &[&str]) -> anyhow::Result<String> {
    let output = Command::new(program).args(words).output().with_context(|| program.to_owned())?;
    let failed = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(output.status.success(), "{program} {words:?}: {failed}");
    Ok(String::from_utf8(output.stdout)?)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a name in text")
}

#[test]
fn the_installer_brings_the_program_and_what_a_desktop_shows_of_it_and_nothing_else() -> anyhow::Result<()> {
    let Some(installer) = installer("the_installer_brings_the_program…") else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    said("dpkg-deb", &["-x", text(&installer), text(folder.path())])?;
    let mut brought: Vec<String> = files_under(folder.path())?
        .iter()
        .map(|path| path.strip_prefix(folder.path()).expect("under it").display().to_string())
        .collect();
    brought.sort();
    let wanted = [
        "usr/bin/daybook",
        "usr/share/applications/Daybook.desktop",
        "usr/share/doc/daybook/copyright",
        "usr/share/icons/hicolor/128x128/apps/daybook.png",
        "usr/share/icons/hicolor/256x256@2/apps/daybook.png",
        "usr/share/icons/hicolor/32x32/apps/daybook.png",
    ];
    assert_eq!(brought, wanted);
    let entry = fs::read_to_string(folder.path().join(wanted[1]))?;
    for line in ["Exec=daybook", "Icon=daybook", "Name=Daybook", "Type=Application"] {
        assert!(entry.lines().any(|found| found == line), "{line} in {entry}");
    }
    let licence = fs::read_to_string(folder.path().join(wanted[2]))?;
    assert!(licence.contains("Apache License"), "the licence comes along");
    no_way_in_for_tests(&installer, &fs::read(folder.path().join(wanted[0]))?);
    Ok(())
}

/// A release hears no wish of a test, and cannot even name it.
fn no_way_in_for_tests(installer: &Path, program: &[u8]) {
    let names = |word: &str| program.windows(word.len()).any(|found| found == word.as_bytes());
    assert!(names("org.daybook.console"), "the program is looked through");
    if installer.components().any(|part| part.as_os_str() == "release") {
        for word in ["DAYBOOK_LOG", "DAYBOOK_BENCH"] {
            assert!(!names(word), "no build that a test or a bench may tell something is shipped: {word}");
        }
    }
}

#[test]
fn the_installer_asks_for_every_library_that_the_program_is_linked_with() -> anyhow::Result<()> {
    let Some(installer) = installer("the_installer_asks_for_every_library…") else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    said("dpkg-deb", &["-x", text(&installer), text(folder.path())])?;
    let depends = said("dpkg-deb", &["-f", text(&installer), "Depends"])?;
    let asked: BTreeSet<&str> =
        depends.split(',').filter_map(|package| package.split_whitespace().next()).collect();
    let linked = said("ldd", &[text(&folder.path().join("usr/bin/daybook"))])?;
    let direct = said("objdump", &["-p", text(&folder.path().join("usr/bin/daybook"))])?;
    let needed: Vec<&str> = direct.lines().filter_map(|line| line.trim().strip_prefix("NEEDED")).collect();
    assert!(needed.len() > 5, "it is linked with libraries: {direct}");
    for library in needed.iter().map(|name| name.trim()) {
        let line = linked.lines().find(|line| line.contains(library)).context("ldd tells of it")?;
        let path = line.split_whitespace().find(|word| word.starts_with('/')).context("it is there")?;
        let path = fs::canonicalize(path)?;
        let owner =
            said("dpkg", &["-S", &format!("*/{}", text(path.file_name().unwrap_or_default().as_ref()))])?;
        let owned = owner.lines().any(|line| line.split(':').next().is_some_and(|name| asked.contains(name)));
        assert!(owned, "{library} is in {owner}, and asked for is {depends}");
    }
    let fields =
        said("dpkg-deb", &["-f", text(&installer), "Package", "Maintainer", "Description", "Recommends"])?;
    assert!(fields.contains("Package: daybook") && fields.contains("Recommends: gnome-keyring"), "{fields}");
    Ok(())
}

/// The program as the installer put it: into the system where this is the system's administrator, or
/// else into a folder.
enum Installed {
    System,
    Folder(tempfile::TempDir),
}

impl Installed {
    async fn by(installer: &Path) -> anyhow::Result<Self> {
        if said("id", &["-u"])?.trim() != "0" {
            say("installed into a folder: only the administrator can install into the system");
            let folder = tempfile::tempdir()?;
            said("dpkg-deb", &["-x", text(installer), text(folder.path())])?;
            return Ok(Self::Folder(folder));
        }
        ensure!(said("dpkg", &["-s", NAME]).is_err(), "a Daybook is installed here; it is left alone");
        until("the installer has installed", LOCKED, async || {
            said("dpkg", &["-i", text(installer)]).map(Some)
        })
        .await?;
        Ok(Self::System)
    }

    fn program(&self) -> PathBuf {
        match self {
            Self::System => "/usr/bin/daybook".into(),
            Self::Folder(folder) => folder.path().join("usr/bin/daybook"),
        }
    }

    /// Removes it, and looks for what is left.
    async fn remove(self) -> anyhow::Result<()> {
        let Self::System = self else { return Ok(()) };
        let listed = said("dpkg", &["-L", NAME])?;
        let files: Vec<&Path> = listed.lines().map(Path::new).filter(|path| path.is_file()).collect();
        assert!(files.contains(&Path::new("/usr/bin/daybook")), "{listed}");
        until("it is removed", LOCKED, async || said("dpkg", &["-r", NAME]).map(Some)).await?;
        let left: Vec<_> = files.iter().filter(|path| path.exists()).collect();
        assert_eq!(left, Vec::<&&Path>::new(), "nothing of the program is left");
        assert!(!Path::new("/usr/share/doc/daybook").exists(), "nor a folder of its own");
        assert!(
            said("dpkg", &["-s", NAME]).is_err(),
            "the system knows of none, and keeps no settings of it"
        );
        Ok(())
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        if matches!(self, Self::System) && Path::new("/usr/bin/daybook").exists() {
            // A test that failed has said why.
            let _ = said("dpkg", &["-P", NAME]);
        }
    }
}

#[tokio::test]
async fn what_is_installed_starts_and_is_removed_without_its_profile() -> anyhow::Result<()> {
    let test = "what_is_installed_starts_and_is_removed_without_its_profile";
    let Some(installer) = installer(test) else { return Ok(()) };
    if !windows_are_driven(test) {
        return Ok(());
    }
    let home = Home::new()?;
    let profile = home.path().join("data/org.daybook.console/profile");
    let installed = Installed::by(&installer).await?;
    let mut command = tokio::process::Command::new(installed.program());
    command.arg("--demo");
    home.house(&mut command)?;
    for driver in ["TAURI_AUTOMATION", "TAURI_WEBVIEW_AUTOMATION"] {
        command.env_remove(driver);
    }
    let process = Owned::start(&mut command)?;
    let reader = ScreenReader::start().await?;
    until("the window shows the demo practice", STARTED, async || {
        let told = reader.reads(NAME).await?;
        Ok(told.iter().any(|told| told.is(Role::Button, "Go to a date")).then_some(()))
    })
    .await?;
    process.end().await?;
    let kept = files_under(&profile)?;
    let is_database = |path: &&PathBuf| path.extension().is_some_and(|end| end == "db");
    assert_eq!(
        kept.iter().filter(is_database).count(),
        2,
        "a vault and a copy in the person's own place: {kept:?}"
    );
    installed.remove().await?;
    assert_eq!(files_under(&profile)?, kept, "who removes the program keeps what it kept");
    Ok(())
}
