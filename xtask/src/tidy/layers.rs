//! Which crate may use which: `src-tauri → console → sync → {athena, store} → model`.

use crate::tidy::manifest::{Dependency, dependencies, is_member};
use crate::tidy::source::{Complaint, Source};

struct Layer {
    member: &'static str,
    uses: &'static [&'static str],
    tests_use: &'static [&'static str],
}

/// Every member, with the crates of ours it may use. What is not here may use none.
const LAYERS: [Layer; 12] = [
    Layer { member: "crates/memory", uses: &[], tests_use: &[] },
    Layer { member: "crates/model", uses: &[], tests_use: &[] },
    Layer { member: "crates/athena", uses: &["model"], tests_use: &["sandbox"] },
    Layer { member: "crates/store", uses: &["model"], tests_use: &[] },
    Layer { member: "crates/sync", uses: &["athena", "store", "model"], tests_use: &["sandbox"] },
    Layer { member: "crates/ipc", uses: &[], tests_use: &[] },
    Layer { member: "crates/paper", uses: &[], tests_use: &[] },
    Layer {
        member: "crates/console",
        uses: &["ipc", "sync", "athena", "store", "model", "paper"],
        tests_use: &["sandbox"],
    },
    Layer { member: "crates/sandbox", uses: &[], tests_use: &[] },
    Layer {
        member: "src-tauri",
        uses: &["console", "ipc", "sandbox", "sync", "athena", "store", "model", "memory"],
        tests_use: &[],
    },
    Layer {
        member: "tests",
        uses: &["console", "ipc", "sandbox", "sync", "athena", "store", "model", "paper", "memory"],
        tests_use: &[],
    },
    Layer { member: "xtask", uses: &[], tests_use: &[] },
];

/// A third-party family and the one member that may name it; `tests` may name anything.
const OWNERS: [(&str, &str); 12] = [
    ("age", "crates/paper"),
    ("apple-native-keyring-store", "src-tauri"),
    ("arboard", "src-tauri"),
    ("tauri", "src-tauri"),
    ("hayro", "crates/paper"),
    ("keyring", "src-tauri"),
    ("krilla", "crates/paper"),
    ("windows-native-keyring-store", "src-tauri"),
    ("zbus-secret-service-keyring-store", "src-tauri"),
    ("reqwest", "crates/athena"),
    ("oauth2", "crates/athena"),
    ("rusqlite", "crates/store"),
];

/// Each Cargo.toml names only crates below its own, and third parties only where they belong.
pub fn crates_use_only_what_is_below(sources: &[Source]) -> Vec<Complaint> {
    let manifests: Vec<&Source> = sources.iter().filter(|source| is_member(source)).collect();
    let ours: Vec<&str> = manifests.iter().filter_map(|source| package(source)).collect();
    manifests.iter().flat_map(|source| of_manifest(source, &ours)).collect()
}

/// The member that alone may name `name`, a crate or one of its family.
pub fn owner(name: &str) -> Option<&'static str> {
    let is_of = |family: &str| {
        let rest = name.strip_prefix(family);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    };
    OWNERS.iter().find(|(family, _)| is_of(family)).map(|(_, owner)| *owner)
}

/// Every family that has an owner.
pub fn owned() -> impl Iterator<Item = &'static str> {
    OWNERS.iter().map(|(family, _)| *family)
}

fn package(source: &Source) -> Option<&str> {
    source.text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
}

fn of_manifest(source: &Source, ours: &[&str]) -> Vec<Complaint> {
    let member = source.member().unwrap_or_default();
    let complain = |dependency: Dependency| {
        let says = objection(member, &dependency, ours)?;
        Some(Complaint::at(source, dependency.line, says))
    };
    dependencies(source).into_iter().filter_map(complain).collect()
}

fn objection(member: &str, dependency: &Dependency, ours: &[&str]) -> Option<String> {
    let name = dependency.name;
    if member == "xtask" {
        return Some(format!("`{name}`: xtask has no dependencies, so that it builds in a second"));
    }
    if ours.contains(&name) {
        let layer = LAYERS.iter().find(|layer| layer.member == member);
        let allowed = layer.is_some_and(|layer| {
            layer.uses.contains(&name) || dependency.is_for_tests && layer.tests_use.contains(&name)
        });
        return (!allowed).then(|| format!("{member} may not use `{name}`: design of the layers"));
    }
    if member == "crates/model" && (name == "tokio" || name.starts_with("tokio-")) {
        return Some("model is words, without I/O: no tokio".to_owned());
    }
    let owner = owner(name).filter(|owner| *owner != member && member != "tests")?;
    Some(format!("only {owner} may name `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::source;

    fn complaints(member: &str, section: &str, name: &str) -> usize {
        let manifest = |member: &str, name: &str, rest: &str| {
            source(&format!("{member}/Cargo.toml"), &format!("[package]\nname = \"{name}\"\n{rest}"))
        };
        let own = format!("[{section}]\n{name}.workspace = true\n");
        let mut sources = vec![manifest(member, "under-test", &own)];
        for ours in ["model", "athena", "store", "sync", "ipc", "console", "sandbox"] {
            sources.push(manifest(&format!("crates/{ours}"), ours, ""));
        }
        sources.retain(|source| {
            source.path != format!("{member}/Cargo.toml") || source.text.contains("under-test")
        });
        crates_use_only_what_is_below(&sources).len()
    }

    #[test]
    fn looking_up_is_found() {
        for (member, name) in [
            ("crates/store", "athena"),
            ("crates/athena", "store"),
            ("crates/sync", "console"),
            ("crates/sync", "ipc"),
            ("crates/ipc", "model"),
            ("crates/console", "sandbox"),
            ("crates/sandbox", "model"),
        ] {
            assert_eq!(complaints(member, "dependencies", name), 1, "{member} must not use {name}");
        }
    }

    #[test]
    fn looking_down_is_fine() {
        for (member, name) in [("crates/console", "store"), ("src-tauri", "sandbox"), ("tests", "athena")] {
            assert_eq!(complaints(member, "dependencies", name), 0, "{member} may use {name}");
        }
        assert_eq!(
            complaints("crates/athena", "dev-dependencies", "sandbox"),
            0,
            "its tests talk to the sandbox"
        );
        assert_eq!(
            complaints("crates/store", "dev-dependencies", "sandbox"),
            1,
            "the store's tests know no wire"
        );
    }

    #[test]
    fn third_parties_have_one_owner() {
        for (member, name) in [
            ("crates/console", "tauri"),
            ("crates/console", "tauri-plugin-store"),
            ("crates/store", "reqwest"),
            ("crates/sync", "rusqlite"),
            ("crates/console", "keyring"),
            ("crates/console", "zbus-secret-service-keyring-store"),
            ("crates/console", "oauth2"),
            ("crates/model", "tokio"),
            ("xtask", "anyhow"),
        ] {
            assert_eq!(complaints(member, "dependencies", name), 1, "{member} must not name {name}");
        }
        assert_eq!(complaints("crates/athena", "dependencies", "reqwest"), 0, "athena is its owner");
    }
}
