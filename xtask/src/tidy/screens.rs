//! Habits of the window's TypeScript.

use crate::tidy::source::{Complaint, Source};

const SAID: [&str; 6] = ["aria-label", "aria-description", "title", "placeholder", "alt", "label"];

/// An export has one name everywhere.
pub fn no_default_export(source: &Source) -> Vec<Complaint> {
    if !source.is_under("ui/src/") || !source.is(&[".ts", ".tsx"]) {
        return Vec::new();
    }
    let found = source.lines().filter(|(_, line)| line.starts_with("export default"));
    found.map(|(line, _)| Complaint::at(source, line, "exports have names, never `default`")).collect()
}

/// What the window says stands in text.ts, not in JSX.
pub fn no_literal_text(source: &Source) -> Vec<Complaint> {
    if !source.is_under("ui/src/") || !source.is(&[".tsx"]) || source.is_test() {
        return Vec::new();
    }
    let mut in_comment = false;
    let mut found = Vec::new();
    for (line, text) in source.lines() {
        in_comment |= text.contains("/*");
        let is_code = !in_comment && !text.trim_start().starts_with("//");
        if is_code && (has_text_between_tags(text) || is_text_alone(text) || has_said_attribute(text)) {
            found.push(Complaint::at(source, line, "what the window says stands in text.ts"));
        }
        in_comment &= !text.contains("*/");
    }
    found
}

/// `<b>Text</b>` on one line.
fn has_text_between_tags(line: &str) -> bool {
    line.match_indices("</").any(|(end, _)| {
        let Some(start) = line[..end].rfind(['>', '}']) else { return false };
        let is_arrow = line[..start].ends_with(['=', '-']);
        !is_arrow && has_word_of_letters(&line[start + 1..end])
    })
}

/// A line of prose between lines of tags.
fn is_text_alone(line: &str) -> bool {
    let line = line.trim();
    let is_prose = |c: char| c.is_alphabetic() || " ,.’'!?-–…".contains(c);
    let mut words = line.split(' ');
    let begins = words.next().is_some_and(|word| word.starts_with(char::is_uppercase));
    let keywords = ["extends", "as", "satisfies", "is"];
    begins && words.next().is_some_and(|word| !keywords.contains(&word)) && line.chars().all(is_prose)
}

fn has_said_attribute(line: &str) -> bool {
    SAID.iter().any(|name| {
        line.match_indices(&format!(" {name}=\"")).any(|(at, found)| {
            let value = line[at + found.len()..].split('"').next().unwrap_or_default();
            has_word_of_letters(value)
        })
    })
}

fn has_word_of_letters(text: &str) -> bool {
    let code = text.contains(['{', '}', ';', '(', ')', '=', '&', '|', '`']);
    let mut words = text.split(|c: char| !c.is_alphabetic());
    !code && words.any(|word| word.chars().count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::tells_apart;

    const PATH: &str = "ui/src/patients/card.tsx";

    #[test]
    fn a_default_export_is_found() {
        tells_apart(no_default_export, (PATH, "export default Card;\n"), (PATH, "export { Card };\n"));
    }

    #[test]
    fn literal_text_is_found() {
        let good = concat!(
            "/* Words of a comment\n   Over two lines */\n",
            "// Words of a comment\n",
            "const of = (a: Map<A, B>) => a;\n",
            "return <b className=\"cell\" title={text.name}>{text.name}</b>;\n",
            "<i>·</i>\n",
            "Props extends Row\n",
            "{rows.map((row) => <Cell key={row.id} />)}\n",
        );
        for bad in [
            "<b>Find a patient</b>\n",
            "  <b>{name} born</b>\n",
            "        No visits today.\n",
            "<input aria-label=\"Find\" />\n",
        ] {
            tells_apart(no_literal_text, (PATH, bad), (PATH, good));
        }
    }
}
