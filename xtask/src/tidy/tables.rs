//! What the documents say is shown by a test.

use std::collections::BTreeSet;

use crate::tidy::source::{Complaint, Source};

/// Documents whose tables name tests.
const NAMING: [&str; 3] = ["docs/evidence.md", "docs/reliability.md", "docs/security.md"];
/// The part in which every row names one.
const SAFEGUARDS: &str = "## 45 CFR 164.312";
/// Fewer words than a test's name has are a field's or a lint's.
const WORDS: usize = 4;

/// A test that a document names is there; every safeguard names one.
pub fn named_tests_are_there(sources: &[Source]) -> Vec<Complaint> {
    let tests: BTreeSet<&str> = sources.iter().filter(|source| source.is(&[".rs"])).flat_map(tests).collect();
    let documents = sources.iter().filter(|source| NAMING.contains(&source.path.as_str()));
    documents.flat_map(|document| complaints(document, &tests)).collect()
}

fn tests(source: &Source) -> impl Iterator<Item = &str> {
    let after = source.text.split("fn ").skip(1);
    after.filter_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next())
}

fn complaints(document: &Source, tests: &BTreeSet<&str>) -> Vec<Complaint> {
    let mut found = Vec::new();
    let mut is_safeguard = false;
    for (line, text) in document.lines() {
        if text.starts_with("## ") {
            is_safeguard = text == SAFEGUARDS;
        }
        let named: Vec<&str> = named(text).collect();
        for name in named.iter().filter(|name| !is_there(name, tests)) {
            found.push(Complaint::at(document, line, format!("no test is called {name}")));
        }
        if is_safeguard && text.starts_with("| (") && named.is_empty() {
            found.push(Complaint::at(document, line, "this safeguard names no test"));
        }
    }
    found
}

fn named(line: &str) -> impl Iterator<Item = &str> {
    let quoted = line.split('`').skip(1).step_by(2);
    quoted.filter(|name| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '…';
        name.chars().all(plain) && name.split('_').count() >= WORDS
    })
}

/// A name that is cut short stands for those that begin so.
fn is_there(name: &str, tests: &BTreeSet<&str>) -> bool {
    match name.strip_suffix('…') {
        Some(start) => tests.iter().any(|test| test.starts_with(start)),
        None => tests.contains(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::source;

    #[test]
    fn a_row_without_a_test_that_is_there_is_found() {
        let rust = source("a.rs", "#[test]\nfn whoever_is_locked_out_stays_out() {}\n");
        let of = |row: &str| {
            let text = format!("{SAFEGUARDS}\n\n| safeguard | shown by |\n|---|---|\n| (a)(1) | {row} |\n");
            named_tests_are_there(&[source("a.rs", &rust.text), source("docs/security.md", &text)]).len()
        };
        assert_eq!(of("`whoever_is_locked_out_stays_out`"), 0);
        assert_eq!(of("`whoever_is_locked_out…`"), 0);
        assert_eq!(of("`nobody_is_locked_out_of_it`"), 1, "it is not there");
        assert_eq!(of("see the code"), 1, "nothing is named");
        assert_eq!(of("`unwrap_used`"), 1, "which is no test");
    }
}
