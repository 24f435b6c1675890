//! What every Cargo.toml says, and a reader for as much of one as the rules need.

use crate::tidy::source::{Complaint, Source};

/// A dependency as a member's Cargo.toml names it.
pub struct Dependency<'a> {
    /// The line, counted from 1.
    pub line: usize,
    /// The package's name.
    pub name: &'a str,
    /// Whether tests alone may use it.
    pub is_for_tests: bool,
    value: &'a str,
}

/// Whether this is the Cargo.toml of a member of the workspace.
pub fn is_member(source: &Source) -> bool {
    source.member().is_some_and(|member| source.path == format!("{member}/Cargo.toml"))
}

/// The dependencies of every section, platform sections included.
pub fn dependencies(source: &Source) -> Vec<Dependency<'_>> {
    let mut found = Vec::new();
    let mut section = "";
    for (line, text) in source.lines().map(|(line, text)| (line, text.trim())) {
        if let Some(header) = text.strip_prefix('[') {
            section = header.trim_end_matches(']');
        } else if let Some((key, value)) = text.split_once('=').filter(|_| section.ends_with("dependencies"))
        {
            let is_for_tests = section.ends_with("dev-dependencies");
            let (name, workspace) = key.trim().split_once('.').unwrap_or((key.trim(), ""));
            let value = if workspace == "workspace" { "workspace" } else { value };
            found.push(Dependency { line, name, is_for_tests, value });
        }
    }
    found
}

/// Every member takes the workspace's lints.
pub fn lints_are_inherited(source: &Source) -> Vec<Complaint> {
    if !is_member(source) || source.text.contains("[lints]\nworkspace = true\n") {
        return Vec::new();
    }
    vec![Complaint::at(source, 1, "says no `[lints] workspace = true`")]
}

/// Versions and paths stand in the root's Cargo.toml only.
pub fn versions_stand_in_the_root(source: &Source) -> Vec<Complaint> {
    if !is_member(source) {
        return Vec::new();
    }
    let own = dependencies(source).into_iter().filter(|dependency| !dependency.value.contains("workspace"));
    own.map(|dependency| {
        let says = format!("`{}` has a version of its own; versions stand in the root", dependency.name);
        Complaint::at(source, dependency.line, says)
    })
    .collect()
}

/// The everyday build compiles no webview and drives no window.
pub fn everyday_build_has_no_webview(source: &Source) -> Vec<Complaint> {
    let is_default = |line: &str| line.starts_with("default-members");
    let heavy = |line: &str| line.contains("src-tauri") || line.contains("\"tests\"");
    if source.path != "Cargo.toml" || source.lines().any(|(_, line)| is_default(line) && !heavy(line)) {
        return Vec::new();
    }
    vec![Complaint::at(source, 1, "`default-members` must be there and leave out src-tauri and tests")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::tells_apart;

    const PATH: &str = "crates/model/Cargo.toml";

    #[test]
    fn a_member_without_lints_is_found() {
        let good = "[package]\nname = \"model\"\n\n[lints]\nworkspace = true\n";
        tells_apart(lints_are_inherited, (PATH, "[package]\nname = \"model\"\n"), (PATH, good));
    }

    #[test]
    fn a_version_in_a_member_is_found() {
        let good =
            "[dependencies]\nserde.workspace = true\ntokio = { workspace = true, features = [\"net\"] }\n";
        tells_apart(versions_stand_in_the_root, (PATH, "[dependencies]\nserde = \"1.0\"\n"), (PATH, good));
        let bad = "[target.'cfg(unix)'.dev-dependencies]\nserde = { version = \"1\" }\n";
        tells_apart(versions_stand_in_the_root, (PATH, bad), ("Cargo.toml", bad));
    }

    #[test]
    fn a_webview_in_the_everyday_build_is_found() {
        let bad = "default-members = [\"crates/*\", \"src-tauri\"]\n";
        let good = "default-members = [\"crates/*\", \"xtask\"]\n";
        tells_apart(everyday_build_has_no_webview, ("Cargo.toml", bad), ("Cargo.toml", good));
    }
}
