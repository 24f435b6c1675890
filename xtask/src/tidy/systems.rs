//! What only one system has.

use crate::tidy::source::{Complaint, Source};

/// Files and folders with these names may ask for a system; `elsewhere` is every other one.
const SYSTEMS: [&str; 5] = ["elsewhere", "linux", "macos", "unix", "windows"];
const ASKS: [&str; 4] = ["unix", "windows", "target_os", "target_family"];

/// A system is asked for in a file that is named for one, or where such a file is declared as a module.
pub fn what_one_system_has_is_in_its_file(source: &Source) -> Vec<Complaint> {
    let is_named = source.path.split(['/', '.']).any(|part| SYSTEMS.contains(&part));
    if !source.is(&[".rs"]) || is_named {
        return Vec::new();
    }
    let lines: Vec<(usize, &str)> = source.code().collect();
    let found = lines.iter().enumerate().filter(|(at, (_, text))| {
        let rest: Vec<&str> = lines[at + 1..].iter().map(|(_, text)| *text).collect();
        asks(text) && !declares(text, &rest)
    });
    found
        .map(|(_, (line, _))| Complaint::at(source, *line, "what one system has is in a file named for it"))
        .collect()
}

/// Whether a line asks at compile time which system it is built for.
fn asks(line: &str) -> bool {
    let asked = ["cfg(", "cfg!(", "cfg_attr("].iter().find_map(|way| Some(line.split_once(way)?.1));
    asked.is_some_and(|condition| {
        let condition: String = condition.split('"').step_by(2).collect();
        condition.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| ASKS.contains(&word))
    })
}

/// Whether the line belongs to the declaration of a module in a file that is named for a system.
fn declares(line: &str, rest: &[&str]) -> bool {
    let declaration = rest.iter().map(|line| line.trim()).find(|line| !line.starts_with("#["));
    let Some(module) = declaration.and_then(|line| line.split_once("mod ")?.1.strip_suffix(';')) else {
        return false;
    };
    let path = line.split_once("path = \"").and_then(|(_, path)| path.split_once(".rs\""));
    let file = path.map_or(module, |(path, _)| path.rsplit('/').next().unwrap_or(path));
    SYSTEMS.contains(&file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::tells_apart;

    #[test]
    fn a_system_in_a_file_of_all_is_found() {
        let (path, named) = ("crates/a/src/b.rs", "crates/a/src/unix.rs");
        for bad in [
            "#[cfg(unix)]\nfn private() {}\n",
            "    if cfg!(target_os = \"linux\") {\n",
            "#[cfg(not(windows))]\nuse std::fs;\n",
            "#[cfg(any(unix, target_os = \"redox\"))]\nmod tests {\n",
            "#[cfg_attr(unix, path = \"folder.rs\")]\nmod system;\n",
        ] {
            tells_apart(what_one_system_has_is_in_its_file, (path, bad), (named, bad));
        }
    }

    #[test]
    fn a_module_of_a_system_may_be_declared() {
        let bad = ("crates/a/src/b.rs", "#[cfg(unix)]\nmod modes;\n");
        for good in [
            "#[cfg(unix)]\npub mod unix;\n",
            "#[cfg_attr(unix, path = \"unix.rs\")]\n#[cfg_attr(not(unix), path = \"elsewhere.rs\")]\nmod system;\n",
            "#![cfg_attr(not(debug_assertions), windows_subsystem = \"windows\")]\n",
            "#[cfg(test)]\nmod tests;\n// #[cfg(unix)]\n#[cfg(feature = \"unix_like\")]\nmod bench;\n",
        ] {
            tells_apart(what_one_system_has_is_in_its_file, bad, ("crates/a/src/b.rs", good));
        }
        let setup = ("xtask/src/setup/macos.rs", "#[cfg(target_os = \"macos\")]\nfn a() {}\n");
        tells_apart(what_one_system_has_is_in_its_file, bad, setup);
    }
}
