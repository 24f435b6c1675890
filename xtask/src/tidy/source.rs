//! A file as the rules see it, and what they say of it.

use std::fmt;

/// One text file of the repository.
pub struct Source {
    /// Its path from the root, with forward slashes.
    pub path: String,
    /// All it says.
    pub text: String,
}

/// A rule that is broken, and where.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    path: String,
    line: usize,
    says: String,
}

impl Complaint {
    /// Complains about a line, counted from 1.
    pub fn at(source: &Source, line: usize, says: impl Into<String>) -> Self {
        Self { path: source.path.clone(), line, says: says.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.says)
    }
}

impl Source {
    /// Whether the path ends in one of `endings`.
    pub fn is(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }

    /// Whether the path begins with `folder`.
    pub fn is_under(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// The crate's folder this file lies in: `crates/model`, `src-tauri`, `tests`, `xtask`.
    pub fn member(&self) -> Option<&str> {
        let depth = if self.is_under("crates/") { 2 } else { 1 };
        let (end, _) = self.path.match_indices('/').nth(depth - 1)?;
        Some(&self.path[..end])
    }

    /// Whether the whole file is a test.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        self.path.contains("/tests/") || name == "tests.rs" || name.contains(".test.")
    }

    /// The numbered lines, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// The numbered lines of Rust code outside comments and outside modules marked `#[cfg(test)]`.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.outside_tests().filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The numbered lines outside modules marked `#[cfg(test)]`; rustfmt closes those at their own indent.
    pub fn outside_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut state = Reading::Code;
        self.lines().filter(move |(_, line)| {
            let next = state.after(line);
            let outside = state == Reading::Code && next == Reading::Code;
            state = next;
            outside
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Code,
    Marked,
    Tests,
}

impl Reading {
    fn after(self, line: &str) -> Self {
        match self {
            Self::Code if line.starts_with("#[cfg(test)]") || line.starts_with("#[cfg(all(test") => {
                Self::Marked
            }
            Self::Marked if line.contains("mod ") && line.ends_with('{') => Self::Tests,
            Self::Marked if line.starts_with("#[") => Self::Marked,
            Self::Tests if line != "}" => Self::Tests,
            _ => Self::Code,
        }
    }
}

/// Whether `text` has `word` with nothing of a name on either side.
pub fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    })
}

#[cfg(test)]
pub mod examples {
    use super::{Complaint, Source};

    /// A file for a rule's test.
    pub fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    /// Shows that a rule complains about the first file and not about the second.
    pub fn tells_apart(rule: fn(&Source) -> Vec<Complaint>, bad: (&str, &str), good: (&str, &str)) {
        let complaints = rule(&source(bad.0, bad.1));
        assert_eq!(complaints.len(), 1, "one complaint about {bad:?}, not {complaints:?}");
        let complaints = rule(&source(good.0, good.1));
        assert!(complaints.is_empty(), "{good:?} is as it should be, yet: {complaints:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::examples::source;
    use super::*;

    #[test]
    fn tests_and_comments_are_no_code() {
        let text = "let a;\n// note\n#[cfg(test)]\nmod tests {\n    let b;\n}\nlet c;\n#[cfg(test)]\nuse d;\nlet e;\n";
        let file = source("a.rs", text);
        let code: Vec<usize> = file.code().map(|(number, _)| number).collect();
        assert_eq!(code, [1, 7, 10], "line 9 is for tests alone, 10 is not");
    }

    #[test]
    fn a_file_knows_its_crate() {
        assert_eq!(source("crates/model/src/lib.rs", "").member(), Some("crates/model"));
        assert_eq!(source("src-tauri/src/main.rs", "").member(), Some("src-tauri"));
        assert_eq!(source("README.md", "").member(), None);
    }

    #[test]
    fn a_word_is_whole() {
        assert!(has_word("use tauri::App;", "tauri"));
        assert!(!has_word("use tauri_build::App;", "tauri"));
    }
}
