//! How long a file may be.

use crate::tidy::source::{Complaint, Source};

const RUST: usize = 500;
const TSX: usize = 300;

/// A Rust file has at most 500 lines and a TSX file at most 300, tests aside.
pub fn files_are_small(source: &Source) -> Vec<Complaint> {
    let most = match source.path.rsplit('.').next() {
        Some("rs") => RUST,
        Some("tsx") => TSX,
        _ => return Vec::new(),
    };
    let lines = source.outside_tests().count();
    if lines <= most || source.is_test() {
        return Vec::new();
    }
    vec![Complaint::at(source, lines, format!("{lines} lines without tests; at most {most}"))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::tells_apart;

    #[test]
    fn a_long_file_is_found_and_its_tests_do_not_count() {
        let with_tests =
            format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "a\n".repeat(RUST), "    b\n".repeat(400));
        tells_apart(files_are_small, ("a.rs", &"a\n".repeat(RUST + 1)), ("a.rs", &with_tests));
        tells_apart(
            files_are_small,
            ("a.tsx", &"a\n".repeat(TSX + 1)),
            ("a.test.tsx", &"a\n".repeat(TSX + 1)),
        );
    }
}
