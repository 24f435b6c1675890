//! `tidy`: the rules of the house that no compiler knows.
//!
//! Each rule is a function from what a file says, or from all files, to complaints. None reads a
//! disk or a clock, so that each has a test which shows it failing.

mod bounds;
mod circles;
mod code;
mod layers;
mod links;
mod locks;
mod manifest;
mod names;
mod screens;
mod sizes;
mod source;
mod systems;
mod tables;
mod words;

use std::fs;

use crate::command::nothing_else;
use crate::step::step;
use crate::stop::{Outcome, Stop};
use crate::tidy::source::{Complaint, Source};
use crate::workspace;

type FileRule = fn(&Source) -> Vec<Complaint>;
type TreeRule = fn(&[Source]) -> Vec<Complaint>;

const OF_A_FILE: [FileRule; 21] = [
    bounds::names_stay_where_they_belong,
    bounds::only_ipc_imports_tauri,
    bounds::kit_knows_no_feature,
    code::contract_has_no_string_errors,
    code::instrument_skips_all,
    code::nothing_prints,
    code::time_comes_in,
    locks::packages_come_from_the_registry,
    locks::banned_crates_stay_out,
    locks::every_platform_is_locked,
    manifest::lints_are_inherited,
    manifest::versions_stand_in_the_root,
    manifest::everyday_build_has_no_webview,
    names::no_mod_rs,
    names::no_empty_words,
    screens::no_default_export,
    screens::no_literal_text,
    sizes::files_are_small,
    systems::what_one_system_has_is_in_its_file,
    words::nothing_is_put_off,
    words::lines_end_cleanly,
];

const OF_THE_TREE: [TreeRule; 6] = [
    layers::crates_use_only_what_is_below,
    bounds::features_do_not_import_each_other,
    circles::no_import_circles,
    links::links_lead_somewhere,
    tables::named_tests_are_there,
    words::no_path_of_a_machine,
];

/// Reads every file of the repository and stops when a rule is broken.
pub fn run(words: &[String]) -> Outcome {
    nothing_else(words)?;
    step("Tidy", "a second", || {
        let complaints = complaints(&sources()?);
        if complaints.is_empty() {
            return Ok(());
        }
        for complaint in &complaints {
            println!("  {complaint}");
        }
        Err(Stop::because(format!("{} things are not tidy", complaints.len())))
    })
}

fn complaints(sources: &[Source]) -> Vec<Complaint> {
    let mut complaints: Vec<Complaint> =
        sources.iter().flat_map(|source| OF_A_FILE.iter().flat_map(|rule| rule(source))).collect();
    complaints.extend(OF_THE_TREE.iter().flat_map(|rule| rule(sources)));
    complaints.sort();
    complaints
}

/// Every file there is; one that is no text counts as empty, so that links to it still lead somewhere.
fn sources() -> Outcome<Vec<Source>> {
    let root = workspace::root();
    let paths = workspace::files()?.into_iter().filter(|path| root.join(path).is_file());
    let read = |path: String| {
        let text = String::from_utf8(fs::read(root.join(&path))?).unwrap_or_default();
        Ok(Source { path, text })
    };
    paths.map(read).collect()
}
