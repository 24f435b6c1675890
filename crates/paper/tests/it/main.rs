//! Sheets read back from their PDF, and looked at.

mod hostile;
mod packet;
mod sheets;

use lopdf::Document as Pdf;
use paper::{Document, Frame, Group, Visit};

/// A visit of somebody.
pub(crate) fn visit(name: &str) -> Visit {
    let said = str::to_owned;
    Visit {
        time: said("9:15 AM"),
        minutes: said("20 min"),
        name: said(name),
        patient: said("31415"),
        born: said("03/14/1979 (47)"),
        sex: said("F"),
        phone: said("(602) 555-0100"),
        kind: said("Follow-up"),
        state: said("Booked"),
        provider: said("Ana Lima, MD"),
        copay: said("$25.00"),
        notes: said("Brings her own films."),
    }
}

/// The head of pages.
pub(crate) fn frame() -> Frame {
    Frame {
        title: "Day sheet · Ana Lima, MD".to_owned(),
        day: "Sunday, November 29, 2026".to_owned(),
        department: "Rivertown Family Medicine".to_owned(),
        practice: "Rivertown Health (195900)".to_owned(),
        as_of: "As of 7:05 AM Eastern".to_owned(),
    }
}

pub(crate) fn group(visits: Vec<Visit>) -> Group {
    Group { frame: frame(), visits }
}

/// Sections as a PDF.
pub(crate) fn made(sections: Vec<paper::Section>) -> Vec<u8> {
    paper::pdf(&document(sections)).expect("a PDF")
}

/// Sections under one foot.
pub(crate) fn document(sections: Vec<paper::Section>) -> Document {
    let made = "Printed by Ana Lima, 11/29/2026 7:10 AM".to_owned();
    let marking = "Contains patient information. Shred after use.";
    Document::of("Day sheet", made, marking, sections)
}

/// The text of each page, with no regard for blanks.
pub(crate) fn read(pdf: &[u8]) -> Vec<String> {
    let pages = paper::pages(pdf).expect("a PDF");
    read_pages(pdf, &(1..=pages).collect::<Vec<_>>())
}

/// The text of some pages, the first being 1.
pub(crate) fn read_pages(pdf: &[u8], pages: &[usize]) -> Vec<String> {
    let file = Pdf::load_mem(pdf).expect("a PDF that reads back");
    let text = |page: &usize| {
        let page = u32::try_from(*page).expect("few pages");
        let text = file.extract_text(&[page]).expect("the text of a page");
        text.split_whitespace().collect::<String>()
    };
    pages.iter().map(text).collect()
}

/// Whether a page says something, with no regard for blanks.
pub(crate) fn says(page: &str, words: &str) -> bool {
    page.contains(&words.split_whitespace().collect::<String>())
}

/// Keeps a picture to be looked at where a folder is named for them.
pub(crate) fn keep(pdf: &[u8], name: &str) {
    let Some(folder) = std::env::var_os("DAYBOOK_PICTURES") else { return };
    let folder = std::path::Path::new(&folder);
    std::fs::write(folder.join(format!("{name}.pdf")), pdf).expect("a folder for pictures");
    let picture = paper::picture(pdf, 0, 1.5).expect("a picture");
    std::fs::write(folder.join(format!("{name}.png")), picture.png).expect("a folder for pictures");
}
