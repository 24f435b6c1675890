//! The window's TypeScript: packages, build, check. Each is left out when nothing changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::process::Spawn;
use crate::step::{already, step};
use crate::stop::{Outcome, Stop};
use crate::{setup, workspace};

/// Has the packages of package-lock.json, exactly.
pub fn install() -> Outcome {
    let (ui, stamp) = (folder(), folder().join("node_modules/.installed-lock.json"));
    let lock = fs::read(ui.join("package-lock.json"))
        .map_err(|error| Stop::because(format!("ui/package-lock.json: {error}")))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        already("The window's packages");
        return Ok(());
    }
    step("Installing the window's packages with npm ci", "a quarter of a minute", || {
        npm(["ci", "--no-audit", "--no-fund"]).streamed()?;
        Ok(fs::write(&stamp, &lock)?)
    })
}

/// Has ui/dist as built from the present sources.
pub fn build() -> Outcome {
    install()?;
    let (dist, stamp) = (folder().join("dist/index.html"), folder().join("node_modules/.built-from"));
    // The window shows the licences of what the program is made of.
    let sources = fingerprint(&folder(), &workspace::root().join("Cargo.lock"))?;
    if dist.is_file() && fs::read_to_string(&stamp).is_ok_and(|built| built == sources) {
        already("The built window");
        return Ok(());
    }
    step("Building the window with npm run build", "some seconds", || {
        npm(["run", "build"]).streamed()?;
        Ok(fs::write(&stamp, &sources)?)
    })
}

/// Prepares npm in the ui folder.
pub fn npm<const N: usize>(args: [&str; N]) -> Spawn {
    Spawn::new(setup::npm()).args(args).in_dir(&folder())
}

/// Prepares a tool that npm brought, by its script.
pub fn tool(script: &str) -> Spawn {
    Spawn::new("node").args([folder().join("node_modules").join(script)])
}

fn folder() -> PathBuf {
    workspace::root().join("ui")
}

fn fingerprint(ui: &Path, beside: &Path) -> Outcome<String> {
    let mut files = vec![beside.to_owned()];
    collect(ui, &mut files)?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.strip_prefix(ui).unwrap_or(&file).hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_file() {
            files.push(path);
        } else if name != "node_modules" && name != "dist" {
            collect(&path, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_follows_sources_and_nothing_else() {
        let dir = std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        fs::create_dir_all(dir.join("src")).expect("writable");
        fs::create_dir_all(dir.join("dist")).expect("writable");
        fs::write(dir.join("src/a.ts"), "one").expect("writable");
        let lock = dir.with_extension("lock");
        fs::write(&lock, "one").expect("writable");
        let first = fingerprint(&dir, &lock).expect("readable");
        fs::write(dir.join("dist/a.js"), "built").expect("writable");
        assert_eq!(fingerprint(&dir, &lock).expect("readable"), first, "what is built is no source");
        fs::write(dir.join("src/a.ts"), "two").expect("writable");
        let second = fingerprint(&dir, &lock).expect("readable");
        assert_ne!(second, first, "a changed source is built again");
        fs::write(&lock, "two").expect("writable");
        assert_ne!(fingerprint(&dir, &lock).expect("readable"), second, "and so is a changed lock");
        fs::remove_file(&lock).expect("removable");
        fs::remove_dir_all(&dir).expect("removable");
    }
}
