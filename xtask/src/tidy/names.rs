//! Names that say nothing.

use crate::tidy::source::{Complaint, Source};

const EMPTY: [&str; 6] = ["manager", "service", "helper", "util", "common", "misc"];
const DECLARES: [&str; 7] = ["struct", "enum", "trait", "type", "union", "class", "interface"];

/// A module is named by its file.
pub fn no_mod_rs(source: &Source) -> Vec<Complaint> {
    if source.path.ends_with("/mod.rs") {
        return vec![Complaint::at(source, 1, "no mod.rs: name the file after the module")];
    }
    Vec::new()
}

/// No file and no type is named Manager, Service, Helper, Util, Common or Misc.
pub fn no_empty_words(source: &Source) -> Vec<Complaint> {
    if !source.is(&[".rs", ".ts", ".tsx", ".css"]) {
        return Vec::new();
    }
    let of_path = source.path.split('/').filter_map(|part| empty_word(part)).map(|word| (1, word));
    let declared = source.lines().filter_map(|(line, text)| Some((line, empty_word(declared_name(text)?)?)));
    let complain = |(line, word)| Complaint::at(source, line, format!("\"{word}\" in a name says nothing"));
    of_path.chain(declared).map(complain).collect()
}

fn declared_name(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub") || *word == "export");
    let keyword = words.next()?;
    let name = words.next().filter(|_| DECLARES.contains(&keyword))?;
    name.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

fn empty_word(name: &str) -> Option<&'static str> {
    // The Secret Service is the name of a thing: freedesktop's keychain.
    let spaced = spaced(name).replace(" secret service ", " ");
    EMPTY
        .iter()
        .find(|word| spaced.contains(&format!(" {word} ")) || spaced.contains(&format!(" {word}s ")))
        .copied()
}

/// `OpenSlots`, `open-slots.rs` and `open_slots` as ` open slots `.
fn spaced(name: &str) -> String {
    let mut words = String::from(" ");
    for c in name.chars() {
        if c.is_uppercase() {
            words.push(' ');
        }
        words.extend(if c.is_alphanumeric() { c.to_lowercase().collect() } else { vec![' '] });
    }
    words.push(' ');
    words.split_whitespace().fold(String::from(" "), |all, word| all + word + " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::tells_apart;

    #[test]
    fn mod_rs_is_found() {
        tells_apart(no_mod_rs, ("crates/a/src/b/mod.rs", ""), ("crates/a/src/b.rs", ""));
    }

    #[test]
    fn empty_names_are_found() {
        let fine = ("src-tauri/src/secret_service.rs", "pub struct CommonwealthOffice;\nlet service = 1;\n");
        for bad in [
            ("crates/a/src/date_utils.rs", ""),
            ("ui/src/kit/helpers.ts", ""),
            ("crates/a/src/b.rs", "pub struct SlotManager<T> {\n"),
            ("crates/a/src/b.rs", "pub(crate) trait Service: Send {\n"),
            ("ui/src/a.ts", "export type MiscState = string;\n"),
        ] {
            tells_apart(no_empty_words, bad, fine);
        }
    }
}
