//! Imports in ui/src, and circles among them.

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::links::resolve;
use crate::tidy::source::{Complaint, Source};

/// What `source` imports or re-exports when it loads, with the line that names it.
///
/// An `import()` of a page that is opened later is none: it closes no circle while loading.
pub fn imports(source: &Source) -> Vec<(usize, String)> {
    if !source.is(&[".ts", ".tsx"]) {
        return Vec::new();
    }
    let found = source.lines().filter_map(|(line, text)| Some((line, imported(text)?.to_owned())));
    found.collect()
}

fn imported(line: &str) -> Option<&str> {
    let line = line.trim();
    let begins = line.starts_with("import ") || line.starts_with("export ") || line.starts_with('}');
    let rest = line.split_once(" from ").filter(|_| begins).map(|(_, rest)| rest);
    let rest = rest.or_else(|| line.strip_prefix("import ").filter(|rest| rest.starts_with(['"', '\''])))?;
    let quote = rest.chars().next().filter(|c| ['"', '\''].contains(c))?;
    rest[1..].split(quote).next()
}

/// The path from the root that an import stands for; none for a package.
pub fn target(path: &str, from: &str) -> Option<String> {
    if let Some(rest) = from.strip_prefix("@/") {
        return Some(format!("ui/src/{rest}"));
    }
    from.starts_with('.').then(|| resolve(path, from))
}

/// No file of ui/src imports itself by way of others.
pub fn no_import_circles(sources: &[Source]) -> Vec<Complaint> {
    let graph = graph(sources);
    let mut reported = BTreeSet::new();
    let mut found = Vec::new();
    for start in graph.keys().copied() {
        let Some(circle) = circle(&graph, start) else { continue };
        let members: BTreeSet<&str> = circle.iter().copied().collect();
        let Some(source) = sources.iter().find(|source| source.path == start) else { continue };
        if reported.insert(members) {
            let says = format!("a circle of imports: {} → {start}", circle.join(" → "));
            found.push(Complaint::at(source, 1, says));
        }
    }
    found
}

type Graph<'a> = BTreeMap<&'a str, Vec<&'a str>>;

fn graph(sources: &[Source]) -> Graph<'_> {
    let ui: Vec<&Source> = sources.iter().filter(|source| source.is_under("ui/src/")).collect();
    let paths: BTreeSet<&str> = ui.iter().map(|source| source.path.as_str()).collect();
    let file = |place: String| {
        let names = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"].map(|ending| format!("{place}{ending}"));
        names.iter().find_map(|name| paths.get(name.as_str()).copied())
    };
    let edges = |source: &&Source| {
        imports(source).iter().filter_map(|(_, from)| file(target(&source.path, from)?)).collect()
    };
    ui.iter().map(|source| (source.path.as_str(), edges(source))).collect()
}

/// The shortest way from `start` back to it.
fn circle<'a>(graph: &Graph<'a>, start: &'a str) -> Option<Vec<&'a str>> {
    let mut ways = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let here = way.last().copied()?;
            for next in graph.get(here).into_iter().flatten().copied() {
                if next == start {
                    return Some(way);
                }
                if seen.insert(next) {
                    longer.push([way.as_slice(), &[next]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source::examples::source;

    #[test]
    fn a_circle_is_found_once() {
        let sources = [
            source("ui/src/app/a.ts", "import { b } from \"../kit/b\";\n"),
            source("ui/src/kit/b.tsx", "export { c } from './c';\n"),
            source("ui/src/kit/c.ts", "import {\n  a,\n} from \"@/app/a\";\nimport \"./d.css\";\n"),
            source("ui/src/kit/e.ts", "import { b } from \"./b\";\n"),
        ];
        let complaints = no_import_circles(&sources);
        assert_eq!(complaints.len(), 1, "three files, one circle: {complaints:?}");
    }

    #[test]
    fn what_is_loaded_later_closes_no_circle() {
        let sources = [
            source("ui/src/app/routes.ts", "const page = () => import(\"../patients/page\");\n"),
            source("ui/src/patients/page.tsx", "import { route } from \"../app/routes\";\n"),
        ];
        assert!(no_import_circles(&sources).is_empty());
    }
}
