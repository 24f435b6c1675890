//! The packet for an outage: what the desk works with on paper.

use crate::block::{Block, Entry, Frame, Section};
use crate::sheet::{Group, day_sheet};

/// A part of a face sheet: names and what they are, or that nothing is held.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What it tells of.
    pub title: String,
    /// How old that is, or that it was not read.
    pub as_of: String,
    /// The facts.
    pub rows: Vec<(String, String)>,
    /// What is said where there is none.
    pub empty: String,
}

/// What the copy holds of somebody who is expected.
#[derive(Clone, Debug, Default)]
pub struct Face {
    /// The head of its pages.
    pub frame: Frame,
    /// Who it is.
    pub name: String,
    /// Born when.
    pub born: String,
    /// Their number.
    pub patient: String,
    /// What it says, part by part.
    pub parts: Vec<Facts>,
}

/// A packet: what it is, who is on which page, the days, a face sheet for everybody who is expected by name, and
/// blank forms.
pub fn packet(cover: Section, days: &[Group], mut faces: Vec<Face>, forms: Vec<Section>) -> Vec<Section> {
    faces.sort_by_cached_key(|face| (face.name.to_lowercase(), face.born.clone(), face.patient.clone()));
    let before = 2 + days.len();
    let index = Section {
        frame: Frame { title: "People by name".to_owned(), ..cover.frame.clone() },
        blocks: vec![Block::Index(
            faces.iter().enumerate().map(|(nth, face)| entry(face, before + nth)).collect(),
        )],
        ..Section::default()
    };
    let front = [cover, index].into_iter().map(|section| {
        let outline = vec![section.frame.title.clone()];
        Section { outline, ..section }
    });
    let days = day_sheet(days).into_iter().map(|section| {
        let Frame { day, title, department, .. } = &section.frame;
        let outline = vec![day.clone(), format!("{title}, {department}")];
        Section { outline, ..section }
    });
    front.chain(days).chain(faces.iter().map(face)).chain(forms).collect()
}

fn entry(face: &Face, section: usize) -> Entry {
    Entry { name: face.name.clone(), born: face.born.clone(), patient: face.patient.clone(), section }
}

fn face(face: &Face) -> Section {
    let part = |part: &Facts| {
        let title = if part.as_of.is_empty() {
            part.title.clone()
        } else {
            format!("{} ({})", part.title, part.as_of)
        };
        let says = if part.rows.is_empty() {
            Block::Note(part.empty.clone())
        } else {
            Block::Facts(part.rows.clone())
        };
        [Block::Heading(title), says]
    };
    let name = std::iter::once(Block::Heading(face.name.clone()));
    let blocks = name.chain(face.parts.iter().flat_map(part));
    let changes = [Block::Heading("Changed at the desk, to be typed in later".to_owned()), Block::Lines(3)];
    let outline = vec!["Face sheets".to_owned(), format!("{}, {}", face.name, face.born)];
    Section { frame: face.frame.clone(), blocks: blocks.chain(changes).collect(), outline }
}

/// The blank forms of a department.
pub fn forms(frame: &Frame) -> Vec<Section> {
    let form = |title: &str, blocks: Vec<Block>| {
        let frame = Frame {
            title: title.to_owned(),
            day: String::new(),
            as_of: "Blank form".to_owned(),
            ..frame.clone()
        };
        let outline = vec!["Blank forms".to_owned(), format!("{title}, {}", frame.department)];
        Section { frame, blocks, outline }
    };
    let blanks = |names: &[&str]| Block::Blanks(names.iter().map(|&name| name.to_owned()).collect());
    let heading = |words: &str| Block::Heading(words.to_owned());
    vec![
        form(
            "Registration",
            vec![
                heading("Who"),
                blanks(&[
                    "Last name",
                    "First name",
                    "Date of birth",
                    "Sex",
                    "Patient number, where known",
                    "Language",
                ]),
                heading("Reached at"),
                blanks(&[
                    "Mobile phone",
                    "Home phone",
                    "Street",
                    "City, state, ZIP",
                    "E-mail",
                    "In an emergency, call",
                ]),
                heading("Insurance"),
                blanks(&[
                    "Payer and plan",
                    "Member number",
                    "Group number",
                    "Holder and relation",
                    "Copay",
                    "Card copied by",
                ]),
                heading("Consents"),
                blanks(&["Privacy notice given", "Signature and date", "Taken by", "Typed in by, and when"]),
            ],
        ),
        form(
            "Visit note",
            vec![
                blanks(&[
                    "Patient",
                    "Patient number",
                    "Date of birth",
                    "Date and time",
                    "Provider",
                    "Allergies asked",
                ]),
                heading("Reason and history"),
                Block::Lines(5),
                heading("Findings"),
                blanks(&["Blood pressure", "Pulse", "Temperature", "Weight and height"]),
                Block::Lines(4),
                heading("Assessment, orders, prescriptions"),
                Block::Lines(6),
                blanks(&["Signature", "Typed in by, and when"]),
            ],
        ),
        form(
            "Visits to be booked, moved or cancelled",
            vec![Block::Table(crate::Table::of(
                &[
                    ("Patient, date of birth", 2.6),
                    ("Phone", 1.4),
                    ("Wish", 2.4),
                    ("Given", 1.6),
                    ("By", 0.8),
                    ("Typed in", 0.9),
                ],
                vec![vec![" \n ".to_owned(); 6]; 18],
                "",
            ))],
        ),
        form(
            "Payments taken",
            vec![Block::Table(crate::Table::of(
                &[
                    ("Patient, number", 2.6),
                    ("Amount", 1.0),
                    ("How", 1.2),
                    ("For", 1.8),
                    ("Receipt", 1.0),
                    ("By", 0.8),
                    ("Typed in", 0.9),
                ],
                vec![vec![" \n ".to_owned(); 7]; 18],
                "",
            ))],
        ),
    ]
}
