//! Programs that know nothing of Daybook: what left it is opened and printed by them.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use crate::process::program;

/// Opens a sealed file with the `age` program and its words alone. `None` only where it is not on this machine.
///
/// It asks for the words on a terminal, which `script` gives it.
pub fn age_opens(sealed: &Path, words: &str) -> anyhow::Result<Option<Vec<u8>>> {
    let (Ok(age), Ok(script)) = (program("age", "age"), program("script", "bsdutils")) else {
        return Ok(None);
    };
    let folder = tempfile::tempdir()?;
    let opened = folder.path().join("packet.pdf");
    let quoted = |path: &Path| format!("'{}'", path.display());
    let line = format!("{} -d -o {} {}", quoted(&age), quoted(&opened), quoted(sealed));
    let mut asked = Command::new(script)
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .env_clear()
        .env("HOME", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    asked.stdin.take().context("a way to type")?.write_all(format!("{words}\n").as_bytes())?;
    let ended = asked.wait_with_output()?;
    ensure!(ended.status.success(), "age: {}", String::from_utf8_lossy(&ended.stdout));
    Ok(Some(fs::read(opened)?))
}
