//! Habits of every text.

use crate::tidy::source::{Complaint, Source, has_word};

/// Written in two pieces, so that this file keeps its own rules.
const PUT_OFF: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
const HOMES: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/")];

/// What is left to do is an issue, not a comment.
pub fn nothing_is_put_off(source: &Source) -> Vec<Complaint> {
    let put_off = |line: &str| PUT_OFF.iter().any(|word| has_word(line, word));
    let found = source.lines().filter(|(_, line)| is_ours(source) && put_off(line));
    found
        .map(|(line, _)| Complaint::at(source, line, "what is left to do is an issue, not a comment"))
        .collect()
}

/// No line ends in a space, and every text ends in a line's end.
pub fn lines_end_cleanly(source: &Source) -> Vec<Complaint> {
    if !is_ours(source) {
        return Vec::new();
    }
    let trailing = source.lines().filter(|(_, line)| line.ends_with([' ', '\t', '\r']));
    let mut found: Vec<Complaint> =
        trailing.map(|(line, _)| Complaint::at(source, line, "ends in a space")).collect();
    if !source.text.is_empty() && !source.text.ends_with('\n') {
        found.push(Complaint::at(source, source.lines().count(), "the last line has no end"));
    }
    found
}

/// Nothing names a folder of somebody's machine.
pub fn no_path_of_a_machine(sources: &[Source]) -> Vec<Complaint> {
    let of_source = |source| {
        let lines =
            Source::lines(source).filter(|(_, line)| HOMES.iter().any(|home| names_folder(line, home)));
        lines.map(|(line, _)| Complaint::at(source, line, "names a folder of somebody's machine"))
    };
    sources.iter().flat_map(of_source).collect()
}

/// Whether `home` stands in `line` as the beginning of a path.
fn names_folder(line: &str, home: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || "_-.}~/*".contains(c);
    line.match_indices(home).any(|(at, _)| !line[..at].ends_with(goes_on))
}

/// What others wrote, or what a tool writes, keeps its own habits.
fn is_ours(source: &Source) -> bool {
    let made = ["LICENSE", ".lock", "-lock.json", "/bindings.ts"];
    !source.path.contains("/fixtures/") && !source.is(&made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::{source, tells_apart};

    #[test]
    fn what_is_put_off_is_found() {
        let bad = format!("// {}: later\n", PUT_OFF[0]);
        tells_apart(nothing_is_put_off, ("a.rs", &bad), ("a.rs", "// MASTODON\n"));
    }

    #[test]
    fn an_unclean_end_is_found() {
        tells_apart(lines_end_cleanly, ("a.md", "a \nb\n"), ("a.md", "a\n\nb\n"));
        tells_apart(lines_end_cleanly, ("a.md", "a\nb"), ("tests/fixtures/a.json", "a \nb"));
    }

    #[test]
    fn a_machine_s_folder_is_found() {
        let of = |text: String| no_path_of_a_machine(&[source("README.md", &text)]).len();
        assert_eq!(of(format!("see `{}someone/notes`", HOMES[1])), 1);
        assert_eq!(of(format!("https://example.org{}page", HOMES[1])), 0, "an address is no folder");
        assert_eq!(of(format!("target{}x", HOMES[0])), 0, "a folder of the repository is not the machine's");
    }
}
