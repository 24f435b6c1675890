//! The sheets of a day.

use crate::block::{Block, Document, Frame, Section, Table};

/// A visit, in the words in which it is printed.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// When it begins, on the wall clock where it is.
    pub time: String,
    /// How long it is.
    pub minutes: String,
    /// Whose it is.
    pub name: String,
    /// Their number.
    pub patient: String,
    /// Born when, and how old.
    pub born: String,
    /// Their sex.
    pub sex: String,
    /// How they are reached.
    pub phone: String,
    /// What kind of visit it is.
    pub kind: String,
    /// How far it has come.
    pub state: String,
    /// With whom.
    pub provider: String,
    /// What they pay at the desk.
    pub copay: String,
    /// What was noted of it.
    pub notes: String,
}

/// Visits that stand together: of a provider in a department, or of a department.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The heads of its pages.
    pub frame: Frame,
    /// The visits, in their order.
    pub visits: Vec<Visit>,
}

/// The sheet of a day: a section for each group.
pub fn day_sheet(groups: &[Group]) -> Vec<Section> {
    groups.iter().map(|group| section(group, vec![Block::Table(of_day(&group.visits))])).collect()
}

pub(crate) fn of_day(visits: &[Visit]) -> Table {
    let columns = [
        ("Time", 1.2),
        ("Patient", 2.6),
        ("Born", 1.4),
        ("Phone", 1.8),
        ("Visit", 1.6),
        ("Provider", 1.5),
        ("State", 1.1),
        ("Notes", 1.8),
    ];
    let row = |visit: &Visit| {
        vec![
            with(&visit.time, &visit.minutes),
            with(&visit.name, &number(&visit.patient)),
            with(&visit.born, &visit.sex),
            visit.phone.clone(),
            visit.kind.clone(),
            visit.provider.clone(),
            visit.state.clone(),
            visit.notes.clone(),
        ]
    };
    Table::of(&columns, visits.iter().map(row).collect(), "Nobody is booked.")
}

/// The list of whom to call: name, number and room for what came of it.
pub fn call_list(groups: &[Group]) -> Vec<Section> {
    let columns = [
        ("Time", 1.1),
        ("Patient", 2.4),
        ("Phone", 1.8),
        ("Visit", 1.5),
        ("Provider", 1.5),
        ("Reached, and what was said", 3.0),
    ];
    let row = |visit: &Visit| {
        let phone = if visit.phone.is_empty() { "none is held" } else { &visit.phone };
        vec![
            visit.time.clone(),
            with(&visit.name, &number(&visit.patient)),
            phone.to_owned(),
            visit.kind.clone(),
            visit.provider.clone(),
            String::new(),
        ]
    };
    let table =
        |group: &Group| Table::of(&columns, group.visits.iter().map(row).collect(), "Nobody is booked.");
    groups.iter().map(|group| section(group, vec![Block::Table(table(group))])).collect()
}

/// A slip for each visit, which goes with the patient through the practice.
pub fn route_slips(groups: &[Group]) -> Vec<Section> {
    groups.iter().flat_map(|group| group.visits.iter().map(|visit| section(group, slip(visit)))).collect()
}

fn slip(visit: &Visit) -> Vec<Block> {
    let steps = [
        "Checked in at",
        "Room",
        "Seen by",
        "Orders given",
        "Follow-up in",
        "Paid at the desk",
        "Checked out at",
        "By",
    ];
    vec![
        Block::Heading(visit.name.clone()),
        Block::Facts(facts(&[
            ("Patient number", &visit.patient),
            ("Born", &visit.born),
            ("Sex", &visit.sex),
            ("Phone", &visit.phone),
            ("Time", &visit.time),
            ("Length", &visit.minutes),
            ("Visit", &visit.kind),
            ("Provider", &visit.provider),
            ("State", &visit.state),
            ("Copay", &visit.copay),
            ("Notes", &visit.notes),
        ])),
        Block::Heading("On the way".to_owned()),
        Block::Blanks(steps.map(str::to_owned).to_vec()),
        Block::Heading("For the next step".to_owned()),
        Block::Lines(6),
    ]
}

fn section(group: &Group, blocks: Vec<Block>) -> Section {
    Section { frame: group.frame.clone(), blocks, ..Section::default() }
}

/// Facts of which something is said.
pub(crate) fn facts(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let said = pairs.iter().filter(|(_, says)| !says.is_empty());
    said.map(|&(name, says)| (name.to_owned(), says.to_owned())).collect()
}

fn number(patient: &str) -> String {
    if patient.is_empty() { String::new() } else { format!("no. {patient}") }
}

/// A text with another below it. One that has lines of its own would pass for both.
fn with(first: &str, more: &str) -> String {
    let first = first.replace(['\n', '\r', '\u{2028}', '\u{2029}'], " ");
    match (first.is_empty(), more.is_empty()) {
        (_, true) => first,
        (true, false) => more.to_owned(),
        (false, false) => format!("{first}\n{more}"),
    }
}

impl Document {
    /// Puts sections under one foot. What the file calls itself tells nothing about a patient.
    pub fn of(title: &str, made: String, marking: &str, sections: Vec<Section>) -> Self {
        Self { title: title.to_owned(), made, marking: marking.to_owned(), sections, ..Self::default() }
    }
}
