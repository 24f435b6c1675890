//! What a file of the tree may name.

use crate::tidy::circles::{imports, target};
use crate::tidy::layers::{owned, owner};
use crate::tidy::source::{Complaint, Source};

/// Folders of ui/src that are no feature; place is where the person is, which all of them share.
const SHARED: [&str; 8] = ["app", "kit", "ipc", "place", "text", "format", "test", "testing"];

/// Rust code names tauri, reqwest, oauth2, rusqlite and keyring only where they belong.
pub fn names_stay_where_they_belong(source: &Source) -> Vec<Complaint> {
    let member = source.member().unwrap_or_default();
    if !source.is(&[".rs"]) || ["tests", "xtask"].contains(&member) {
        return Vec::new();
    }
    let named = |line: &str| {
        let mut families = owned().filter(|family| names_crate(line, family));
        families.find_map(|family| Some((family, owner(family).filter(|owner| *owner != member)?)))
    };
    let found = source.code().filter_map(|(line, text)| Some((line, named(text)?)));
    found
        .map(|(line, (family, owner))| Complaint::at(source, line, format!("only {owner} may name {family}")))
        .collect()
}

/// Whether `line` has a path that begins in the crate `name`.
fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

/// Only ui/src/ipc imports @tauri-apps.
pub fn only_ipc_imports_tauri(source: &Source) -> Vec<Complaint> {
    if !source.is_under("ui/src/") || source.is_under("ui/src/ipc/") {
        return Vec::new();
    }
    let found = imports(source).into_iter().filter(|(_, from)| from.starts_with("@tauri-apps"));
    found.map(|(line, _)| Complaint::at(source, line, "only ui/src/ipc imports @tauri-apps")).collect()
}

/// The kit knows no business word: it imports neither a feature, nor the frame, nor the contract.
pub fn kit_knows_no_feature(source: &Source) -> Vec<Complaint> {
    if !source.is_under("ui/src/kit/") {
        return Vec::new();
    }
    let foreign = |folder: &str| ["app", "ipc"].contains(&folder) || !SHARED.contains(&folder);
    let found = imports(source).into_iter().filter_map(|(line, from)| {
        let place = target(&source.path, &from)?;
        let folder = folder(&place).filter(|folder| foreign(folder))?;
        Some(Complaint::at(source, line, format!("the kit imports nothing of ui/src/{folder}")))
    });
    found.collect()
}

/// A feature's folder imports nothing of another feature's. Tests may arrange with both.
pub fn features_do_not_import_each_other(sources: &[Source]) -> Vec<Complaint> {
    let of_source = |source: &Source| -> Vec<Complaint> {
        let Some(own) = folder(&source.path).filter(|own| !SHARED.contains(own) && !source.is_test()) else {
            return Vec::new();
        };
        let found = imports(source).into_iter().filter_map(|(line, from)| {
            let place = target(&source.path, &from)?;
            let other = folder(&place).filter(|other| *other != own && !SHARED.contains(other))?;
            Some(Complaint::at(source, line, format!("feature {own} imports feature {other}")))
        });
        found.collect()
    };
    sources.iter().flat_map(of_source).collect()
}

/// The folder of ui/src a path lies in; none for files right in ui/src.
fn folder(path: &str) -> Option<&str> {
    path.strip_prefix("ui/src/")?.split_once('/').map(|(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::{source, tells_apart};

    #[test]
    fn a_name_out_of_place_is_found() {
        let text = "use rusqlite::Connection;\n";
        tells_apart(
            names_stay_where_they_belong,
            ("crates/sync/src/a.rs", text),
            ("crates/store/src/a.rs", text),
        );
        let bad = ("crates/console/src/a.rs", "fn f(app: tauri::AppHandle) {\n");
        tells_apart(names_stay_where_they_belong, bad, ("src-tauri/src/a.rs", bad.1));
    }

    #[test]
    fn tauri_in_a_screen_is_found() {
        let text = "import { invoke } from \"@tauri-apps/api/core\";\n";
        tells_apart(only_ipc_imports_tauri, ("ui/src/patients/a.ts", text), ("ui/src/ipc/a.ts", text));
    }

    #[test]
    fn a_kit_that_knows_a_feature_is_found() {
        let good = ("ui/src/kit/grid.tsx", "import { Field } from \"./field\";\nimport x from \"react\";\n");
        let bad = ("ui/src/kit/grid.tsx", "import {\n  PatientRow,\n} from \"../patients/row\";\n");
        tells_apart(kit_knows_no_feature, bad, good);
        tells_apart(
            kit_knows_no_feature,
            ("ui/src/kit/grid.tsx", "import { call } from \"../ipc/call\";\n"),
            good,
        );
    }

    #[test]
    fn features_that_know_each_other_are_found() {
        let of = |path: &str, text: &str| features_do_not_import_each_other(&[source(path, text)]).len();
        assert_eq!(of("ui/src/patients/a.tsx", "import { Day } from \"../schedule/day\";\n"), 1);
        assert_eq!(of("ui/src/patients/a.tsx", "import { Grid } from \"../kit/grid\";\n"), 0);
        assert_eq!(
            of("ui/src/app/routes.tsx", "import { Day } from \"../schedule/day\";\n"),
            0,
            "the frame shows all"
        );
    }
}
