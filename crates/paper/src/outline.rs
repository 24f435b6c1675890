//! The outline of a file: what a reader shows beside its pages.

use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};

use crate::block::Section;
use crate::layout::Page;

/// An entry before it is written: its names from here on, and its page.
type Mark<'d> = (&'d [String], usize);

/// The outline of sections; nothing where none has an entry.
pub(crate) fn outline(sections: &[Section], pages: &[Page]) -> Option<Outline> {
    let begins = |nth| pages.iter().position(|page| page.section == nth);
    let marks: Vec<Mark<'_>> = sections
        .iter()
        .enumerate()
        .filter_map(|(nth, section)| Some((section.outline.as_slice(), begins(nth)?)))
        .filter(|(names, _)| !names.is_empty())
        .collect();
    let mut outline = Outline::new();
    let nodes = nodes(&marks);
    (!nodes.is_empty()).then(|| {
        nodes.into_iter().for_each(|node| outline.push_child(node));
        outline
    })
}

fn nodes(marks: &[Mark<'_>]) -> Vec<OutlineNode> {
    // Whoever is called alike has an entry of their own.
    let together = |one: &Mark<'_>, next: &Mark<'_>| {
        one.0.len() > 1 && next.0.len() > 1 && one.0.first() == next.0.first()
    };
    marks.chunk_by(together).filter_map(node).collect()
}

fn node(marks: &[Mark<'_>]) -> Option<OutlineNode> {
    let (names, page) = marks.first()?;
    let (name, _) = names.split_first()?;
    let mut node = OutlineNode::new(name.clone(), XyzDestination::new(*page, Point::from_xy(0.0, 0.0)));
    let below = marks.iter().filter_map(|(names, page)| Some((names.get(1..)?, *page)));
    let below: Vec<Mark<'_>> = below.filter(|(names, _)| !names.is_empty()).collect();
    nodes(&below).into_iter().for_each(|child| node.push_child(child));
    Some(node)
}
