//! What the documents say is shown by a test.

use std::collections::BTreeSet;

use crate::tidy::source::{Complaint, Source};

/// Documents whose tables name tests.
const NAMING: [&str; 3] = ["docs/evidence.md", "docs/reliability.md", "docs/security.md"];
/// The part in which every row names one.
const SAFEGUARDS: &str = "## 45 CFR 164.312";
/// Fewer words than a test's name has are a field's or a lint's.
const WORDS: usize = 4;
/// Fewer words than the name of one of the window's tests has.
const WORDS_OF_WINDOW: usize = 3;
/// What is quoted and ends so is a file of ours; others may be a profile's.
const FILES: [&str; 5] = [".rs", ".ts", ".tsx", ".mjs", ".yml"];

/// What documents name can be looked up.
struct There<'s> {
    tests: BTreeSet<&'s str>,
    paths: BTreeSet<&'s str>,
    of_window: Vec<&'s Source>,
}

/// A test that a document names is there and runs, and so is a file; every safeguard names a test.
pub fn named_tests_are_there(sources: &[Source]) -> Vec<Complaint> {
    let there = There {
        tests: sources.iter().filter(|source| source.is(&[".rs"])).flat_map(tests).collect(),
        paths: sources.iter().map(|source| source.path.as_str()).collect(),
        of_window: sources.iter().filter(|source| source.is(&[".test.ts", ".test.tsx"])).collect(),
    };
    let documents = sources.iter().filter(|source| NAMING.contains(&source.path.as_str()));
    documents.flat_map(|document| complaints(document, &there)).collect()
}

/// The functions that are marked as tests, and not to be left out.
fn tests(source: &Source) -> Vec<&str> {
    let (mut found, mut marks) = (Vec::new(), String::new());
    for line in source.text.lines().map(str::trim) {
        if let Some(name) = function(line) {
            let is_test = marks.contains("#[test]") || marks.contains("#[tokio::test");
            found.extend((is_test && !marks.contains("#[ignore")).then_some(name));
        }
        match line.chars().next_back() {
            Some(']') | Some('(') | Some(',') => marks.push_str(line),
            _ if line.starts_with("//") => {}
            _ => marks.clear(),
        }
    }
    found
}

fn function(line: &str) -> Option<&str> {
    let (before, name) = line.split_once("fn ")?;
    let declares = before.is_empty() || before.ends_with(' ');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    (declares && !line.starts_with("//")).then_some(&name[..end])
}

fn complaints(document: &Source, there: &There<'_>) -> Vec<Complaint> {
    let mut found = Vec::new();
    let mut is_safeguard = false;
    for (line, text) in document.lines() {
        if text.starts_with("## ") {
            is_safeguard = text == SAFEGUARDS;
        }
        let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
        for name in &quoted {
            if let Some(what) = there.misses(name, text) {
                found.push(Complaint::at(document, line, format!("no {what} {name}")));
            }
        }
        if is_safeguard && text.starts_with("| (") && !quoted.iter().any(|name| is_tests_name(name)) {
            found.push(Complaint::at(document, line, "this safeguard names no test"));
        }
    }
    found
}

impl There<'_> {
    /// What a quoted word of a line names that is not there.
    fn misses(&self, name: &str, line: &str) -> Option<&'static str> {
        if is_tests_name(name) {
            let is_there = match name.strip_suffix('…') {
                // A name that is cut short stands for those that begin so.
                Some(start) => self.tests.iter().any(|test| test.starts_with(start)),
                None => self.tests.contains(name),
            };
            return (!is_there).then_some("test that runs is called");
        }
        if is_files_name(name) {
            let inside = format!("/{name}");
            let is_there = self.paths.iter().any(|path| *path == name || path.ends_with(&inside));
            return (!is_there).then_some("file is called");
        }
        if line.contains(".test.ts") && is_sentence(name) {
            let words = name.strip_suffix('…').map_or(format!("\"{name}\""), |start| format!("\"{start}"));
            let is_there = self.of_window.iter().any(|source| source.text.contains(&words));
            return (!is_there).then_some("test of the window is called");
        }
        None
    }
}

fn is_tests_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '…';
    name.chars().all(plain) && name.split('_').count() >= WORDS
}

fn is_files_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    name.chars().all(plain) && FILES.iter().any(|ending| name.ends_with(ending))
}

fn is_sentence(name: &str) -> bool {
    let is_command = name.starts_with("cargo ") || !name.starts_with(|c: char| c.is_ascii_lowercase());
    !is_command && name.split(' ').count() >= WORDS_OF_WINDOW
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::source;

    const SHUT: &str = "#[test]\nfn whoever_is_locked_out_stays_out() {}\n";

    /// How many complaints there are about a safeguard's row, with such tests in Rust.
    fn about(row: &str, rust: &str) -> usize {
        let text = format!("{SAFEGUARDS}\n\n| safeguard | shown by |\n|---|---|\n| (a)(1) | {row} |\n");
        let window = "  it(\"stays shut: whoever knocks\", async () => {\n";
        let sources = [
            source("crates/a/tests/it/doors.rs", rust),
            source("ui/test/doors.test.tsx", window),
            source("docs/security.md", &text),
        ];
        named_tests_are_there(&sources).len()
    }

    #[test]
    fn a_row_without_a_test_that_is_there_is_found() {
        assert_eq!(about("`whoever_is_locked_out_stays_out`", SHUT), 0);
        assert_eq!(about("`whoever_is_locked_out…`", SHUT), 0);
        assert_eq!(about("`nobody_is_locked_out_of_it`", SHUT), 1, "it is not there");
        assert_eq!(about("see the code", SHUT), 1, "nothing is named");
        assert_eq!(about("`unwrap_used`", SHUT), 1, "which is no test");
    }

    #[test]
    fn a_function_that_no_suite_runs_is_no_test() {
        let named = |rust: &str| about("`whoever_is_locked_out_stays_out`", rust);
        let shut = "fn whoever_is_locked_out_stays_out() {";
        assert_eq!(named(&format!("#[tokio::test(start_paused = true)]\nasync {shut}\n")), 0);
        assert_eq!(named(&format!("#[tokio::test(\n    start_paused = true,\n)]\nasync {shut}\n")), 0);
        assert_eq!(named(&format!("#[test]\n// For a while.\n#[should_panic]\n{shut}\n")), 0);
        assert_eq!(named(&format!("{shut}\n")), 1, "it is a function like any other");
        assert_eq!(named(&format!("#[test]\nfn other() {{\n}}\n\n{shut}\n")), 1, "another is the test");
        assert_eq!(named(&format!("#[test]\n#[ignore = \"slow\"]\n{shut}\n")), 1, "it is left out");
        assert_eq!(named(&format!("#[test]\n// {shut}\n")), 1, "it is a remark");
    }

    #[test]
    fn a_file_and_a_test_of_the_window_that_are_not_there_are_found() {
        let row = |more: &str| about(&format!("`whoever_is_locked_out_stays_out` {more}"), SHUT);
        assert_eq!(row("`it/doors.rs`, `crates/a/tests/it/doors.rs`, `profile.json`"), 0);
        assert_eq!(row("`it/windows.rs`"), 1);
        assert_eq!(row("`oors.rs`"), 1, "no file is called so");
        assert_eq!(row("`doors.test.tsx` `stays shut: whoever knocks`, `stays shut: who…`, `a b`"), 0);
        assert_eq!(row("`doors.test.tsx` `stays shut: whoever`"), 1, "it is cut short and does not say so");
        assert_eq!(row("`doors.test.tsx` `stays open: whoever knocks`"), 1);
    }
}
