//! Habits of the Rust code.

use crate::tidy::source::{Complaint, Source, has_word};

/// Errors in the contract are its closed union, not text.
pub fn contract_has_no_string_errors(source: &Source) -> Vec<Complaint> {
    if !source.is_under("crates/ipc/src/") {
        return Vec::new();
    }
    let is_text = |line: &str| line.contains("Result<") && line.replace(' ', "").contains(",String>");
    find(source, is_text, "the contract fails with Failure, never with a String")
}

/// A span records nothing it was not told to: arguments hold people.
pub fn instrument_skips_all(source: &Source) -> Vec<Complaint> {
    if !source.is(&[".rs"]) {
        return Vec::new();
    }
    let careless = |line: &str| {
        let line = line.trim_start();
        let marked = line.starts_with("#[instrument") || line.starts_with("#[tracing::instrument");
        marked && !line.contains("skip_all")
    };
    find(source, careless, "`#[instrument]` says `skip_all`")
}

/// Libraries say nothing to a terminal.
pub fn nothing_prints(source: &Source) -> Vec<Complaint> {
    let talks = source.is(&["/main.rs", "build.rs"]) || source.path.contains("/bin/") || source.is_test();
    if !source.is(&[".rs"]) || talks || source.is_under("xtask/") {
        return Vec::new();
    }
    let prints =
        |line: &str| ["println!", "eprintln!", "print!", "eprint!"].iter().any(|word| has_word(line, word));
    find(source, |line| prints(&without_texts(line)), "only binaries print; the rest has tracing")
}

/// Logic takes time as a value. Only a file named clock.rs asks the machine.
pub fn time_comes_in(source: &Source) -> Vec<Complaint> {
    let is_logic = source.is_under("crates/") && source.path.contains("/src/") && source.is(&[".rs"]);
    if !is_logic || source.is(&["/clock.rs", "/main.rs"]) || source.path.contains("/bin/") || source.is_test()
    {
        return Vec::new();
    }
    let asks =
        |line: &str| ["Utc::now", "Local::now", "SystemTime::now"].iter().any(|call| has_word(line, call));
    find(source, asks, "logic takes the time as a value or through the clock port")
}

fn find(source: &Source, is_bad: impl Fn(&str) -> bool, says: &str) -> Vec<Complaint> {
    source
        .code()
        .filter(|(_, line)| is_bad(line))
        .map(|(line, _)| Complaint::at(source, line, says))
        .collect()
}

/// A line with what stands between quotation marks left out.
fn without_texts(line: &str) -> String {
    line.split('"').step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::tells_apart;

    #[test]
    fn a_string_as_error_is_found() {
        let path = "crates/ipc/src/a.rs";
        let bad = (path, "fn f() -> Result<Vec<u8>, String> {\n");
        tells_apart(contract_has_no_string_errors, bad, (path, "fn f() -> Result<String, Failure> {\n"));
    }

    #[test]
    fn a_talkative_span_is_found() {
        let path = "crates/sync/src/a.rs";
        let bad = (path, "    #[tracing::instrument(skip(self))]\n");
        tells_apart(instrument_skips_all, bad, (path, "#[instrument(skip_all, fields(lane))]\n"));
    }

    #[test]
    fn printing_is_found() {
        let bad = ("crates/sync/src/a.rs", "println!(\"hi\");\n");
        tells_apart(nothing_prints, bad, ("src-tauri/src/main.rs", "println!(\"hi\");\n"));
        let good = "// println!\nlet a = \"println!\";\n#[cfg(test)]\nmod tests {\n    println!();\n}\n";
        tells_apart(nothing_prints, bad, ("crates/sync/src/a.rs", good));
    }

    #[test]
    fn a_clock_in_logic_is_found() {
        let text = "let now = chrono::Utc::now();\n";
        tells_apart(time_comes_in, ("crates/sync/src/plan.rs", text), ("crates/model/src/clock.rs", text));
    }
}
