//! How many tests ran, heard from what their runner said.

use std::fmt;
use std::ops::AddAssign;

/// Tests by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Counts {
    /// Adds up the closing lines of cargo test, nextest and vitest in `said`.
    pub fn heard(said: &str) -> Self {
        let mut counts = Self::default();
        for line in said.lines().map(without_colour) {
            if is_closing(line.trim_start()) {
                counts.add_line(&line);
            }
        }
        counts
    }

    fn add_line(&mut self, line: &str) {
        let words: Vec<&str> =
            line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            let Ok(count) = pair[0].parse::<usize>() else { continue };
            match pair[1] {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                // nextest also counts here what another part runs.
                "skipped" if line.contains("Summary [") => {}
                "skipped" | "ignored" => self.skipped += count,
                _ => {}
            }
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

fn is_closing(line: &str) -> bool {
    ["test result:", "Summary [", "Tests  "].iter().any(|start| line.starts_with(start))
}

fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut in_escape = false;
    for c in line.chars() {
        match (in_escape, c) {
            (false, '\u{1b}') => in_escape = true,
            (false, c) => plain.push(c),
            (true, c) => in_escape = !c.is_ascii_alphabetic(),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_runner_is_understood() {
        let cases = [
            (
                "test result: ok. 7 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
                (7, 0, 1),
            ),
            ("     Summary [   3.210s] 120 tests run: 119 passed (1 slow), 1 failed, 2 skipped", (119, 1, 0)),
            ("      Tests  1 failed | 41 passed | 3 skipped (45)", (41, 1, 3)),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m41 passed\u{1b}[39m\u{1b}[22m (41)",
                (41, 0, 0),
            ),
            ("running 3 tests: 3 passed on paper", (0, 0, 0)),
        ];
        for (said, (passed, failed, skipped)) in cases {
            assert_eq!(Counts::heard(said), Counts { passed, failed, skipped }, "{said}");
        }
    }

    #[test]
    fn the_lines_of_several_binaries_add_up() {
        let said = "test result: ok. 2 passed; 0 failed; 0 ignored\ntest result: ok. 3 passed; 0 failed; 0 ignored\n";
        assert_eq!(Counts::heard(said).passed, 5);
    }
}
