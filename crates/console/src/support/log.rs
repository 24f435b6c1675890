//! The end of the log, as it may leave the console.
//!
//! The log tells nothing about a patient already. What leaves is held against that once more, by rules
//! that do not know who the patients are: to leave out whatever is somebody's name would tell the names.

use std::fs;
use std::path::Path;

use chrono::DateTime;

/// How many lines leave.
const LINES: usize = 200;
/// As much of a file's end as is looked at.
const LOOKED_AT: usize = 256 * 1024;
/// The crates whose lines leave: of what others log we do not know.
const OURS: [&str; 7] = ["daybook", "athena", "console", "ipc", "model", "store", "sync"];
const LEVELS: [&str; 3] = ["ERROR", "WARN", "INFO"];
const LEFT_OUT: &str = "<left out>";
/// More digits in a row than a count or a status has: an id, a phone number, a year of birth.
const DIGITS: usize = 4;

/// The last lines of the latest log; nothing where there is none.
pub(super) fn last_lines(logs: &Path) -> String {
    let files = fs::read_dir(logs).into_iter().flatten().flatten().map(|entry| entry.path());
    let latest = files.filter(|path| path.extension().is_some_and(|end| end == "log")).max();
    let bytes = latest.and_then(|path| fs::read(path).ok()).unwrap_or_default();
    let end = &bytes[bytes.len().saturating_sub(LOOKED_AT)..];
    fit(&String::from_utf8_lossy(end))
}

fn fit(log: &str) -> String {
    let lines: Vec<String> = log.lines().filter_map(fit_line).collect();
    let last = &lines[lines.len().saturating_sub(LINES)..];
    last.iter().map(|line| format!("{line}\n")).collect()
}

/// A line of ours in the log's own form, with what may be somebody's left out. What goes on on a second
/// line, or was cut off, has another form.
fn fit_line(line: &str) -> Option<String> {
    let (at, rest) = line.split_once(' ')?;
    DateTime::parse_from_rfc3339(at).ok()?;
    let (level, rest) = rest.trim_start().split_once(' ')?;
    let (target, said) = rest.trim_start().split_once(": ")?;
    let ours = target.split("::").next().is_some_and(|name| OURS.contains(&name));
    let words: Vec<String> = said.split(' ').map(fit_word).collect();
    (ours && LEVELS.contains(&level)).then(|| format!("{at} {level} {target}: {}", words.join(" ")))
}

fn fit_word(word: &str) -> String {
    let (name, value) = word.split_once('=').unwrap_or(("", word));
    // Eight characters that mean nothing, by which a person's report and the log are held together.
    if name == "reference" {
        return word.to_owned();
    }
    let is_address = ["@", "://", "?", "%"].iter().any(|mark| value.contains(mark));
    let has_number = value.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= DIGITS);
    if !is_address && !has_number && value.is_ascii() {
        return word.to_owned();
    }
    if name.is_empty() { LEFT_OUT.to_owned() } else { format!("{name}={LEFT_OUT}") }
}

#[cfg(test)]
mod tests {
    use super::{LINES, fit, fit_line, fit_word};

    const AT: &str = "2026-11-23T14:00:00.123456Z";

    #[test]
    fn a_line_of_ours_leaves_as_it_is() {
        let line = format!("{AT}  INFO console::ledger: done command=\"patient_open\" outcome=Done");
        assert_eq!(
            fit_line(&line).as_deref(),
            Some(
                "2026-11-23T14:00:00.123456Z INFO console::ledger: done command=\"patient_open\" outcome=Done"
            )
        );
        let reference = format!("{AT} ERROR console::failure: unexpected reference=12345678 error=closed");
        assert!(fit_line(&reference).is_some_and(|line| line.contains("reference=12345678")));
    }

    #[test]
    fn whatever_is_of_others_or_in_another_form_stays() {
        for line in [
            format!("{AT} TRACE console::ledger: done"),
            format!("{AT} DEBUG hyper::client: flushed"),
            format!("{AT}  INFO reqwest::connect: starting new connection"),
            "Okafor, Ngozi".to_owned(),
            "  INFO console::ledger: done".to_owned(),
        ] {
            assert_eq!(fit_line(&line), None, "{line}");
        }
    }

    #[test]
    fn what_may_be_somebodys_is_left_out_of_a_line() {
        for word in
            ["41882", "1971-03-09", "(555)123-4567", "ana@example.org", "https://a/b", "x?y", "Åkesson"]
        {
            assert_eq!(fit_word(word), "<left out>", "{word}");
            assert_eq!(fit_word(&format!("about={word}")), "about=<left out>", "{word}");
        }
        assert_eq!(fit_word("status=429"), "status=429");
    }

    #[test]
    fn the_last_lines_leave_and_no_more() {
        let log: String = (0..LINES + 5).map(|at| format!("{AT}  INFO sync::run: step at={at}\n")).collect();
        let left = fit(&log);
        assert_eq!(left.lines().count(), LINES);
        assert!(left.ends_with("at=204\n") && !left.contains("at=4\n"), "the end of it");
    }
}
