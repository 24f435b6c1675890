//! Links between documents.

use std::collections::BTreeSet;

use crate::tidy::source::{Complaint, Source};

/// A relative link in a document leads to a file or folder of the repository.
pub fn links_lead_somewhere(sources: &[Source]) -> Vec<Complaint> {
    let places = places(sources);
    let documents = sources.iter().filter(|source| source.is(&[".md"]));
    documents.flat_map(|document| of_document(document, &places)).collect()
}

fn places(sources: &[Source]) -> BTreeSet<&str> {
    let folders = sources.iter().flat_map(|source| {
        let ends = source.path.match_indices('/');
        ends.map(|(end, _)| &source.path[..end])
    });
    folders.chain(sources.iter().map(|source| source.path.as_str())).collect()
}

fn of_document(document: &Source, places: &BTreeSet<&str>) -> Vec<Complaint> {
    let mut in_code = false;
    let mut found = Vec::new();
    for (line, text) in document.lines() {
        in_code ^= text.trim_start().starts_with("```");
        let targets = if in_code { Vec::new() } else { targets(text) };
        let broken = targets.into_iter().filter(|target| !leads(&document.path, target, places));
        found.extend(broken.map(|target| Complaint::at(document, line, format!("`{target}` leads nowhere"))));
    }
    found
}

fn targets(line: &str) -> Vec<&str> {
    let opened = line.match_indices("](").map(|(at, _)| &line[at + 2..]);
    opened.filter_map(|rest| rest.split([')', ' ']).next()).collect()
}

fn leads(document: &str, target: &str, places: &BTreeSet<&str>) -> bool {
    let path = target.split('#').next().unwrap_or_default();
    if path.is_empty() || target.contains("://") || target.starts_with("mailto:") {
        return true;
    }
    let place = resolve(document, path);
    place.is_empty() || places.contains(place.as_str())
}

/// The path from the root that `target`, written in the file `from`, stands for.
pub fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::source;

    #[test]
    fn a_broken_link_is_found() {
        let text = concat!(
            "[a](ARCHITECTURE.md#x) [b](docs) ![c](docs/picture.png) [d](https://example.org/) [e](#here)\n",
            "```\n[f](not/a/link.md)\n```\n",
            "[g](docs/gone.md)\n"
        );
        let sources =
            [source("README.md", text), source("ARCHITECTURE.md", ""), source("docs/picture.png", "")];
        let complaints = links_lead_somewhere(&sources);
        assert_eq!(complaints.len(), 1, "only the last leads nowhere: {complaints:?}");
        assert!(complaints[0].to_string().starts_with("README.md:5"), "{complaints:?}");
    }

    #[test]
    fn a_link_is_read_from_where_it_stands() {
        assert_eq!(resolve("docs/a.md", "../crates/./model/src/lib.rs"), "crates/model/src/lib.rs");
    }
}
