//! A packet says where everybody is, on its pages and beside them.

use lopdf::Document as Pdf;
use paper::{Face, Facts, Section, forms, packet};

use crate::{frame, group, keep, made, read, says, visit};

fn face(name: &str, patient: &str, parts: Vec<Facts>) -> Face {
    let born = "03/14/1979 (47)".to_owned();
    Face { frame: frame(), name: name.to_owned(), born, patient: patient.to_owned(), parts }
}

fn cover() -> Section {
    let blocks = vec![paper::Block::Note("What this is.".to_owned())];
    let frame = paper::Frame { title: "Downtime packet".to_owned(), ..frame() };
    Section { frame, blocks, ..Section::default() }
}

/// The entries of the outline: how deep, what, and on which page.
fn outline(pdf: &[u8]) -> Vec<(usize, String, usize)> {
    let file = Pdf::load_mem(pdf).expect("a PDF that reads back");
    let read = file.get_toc().expect("an outline");
    assert!(read.errors.is_empty(), "{:?}", read.errors);
    read.toc.into_iter().map(|entry| (entry.level, entry.title, entry.page)).collect()
}

#[test]
fn a_packet_has_its_days_its_faces_and_blank_forms() {
    let part = Facts {
        title: "Insurance".to_owned(),
        as_of: "as of 11/28/2026".to_owned(),
        rows: vec![("1. Blue Cross PPO".to_owned(), "member XYZ123, active".to_owned())],
        empty: String::new(),
    };
    let none = Facts { title: "Balances".to_owned(), empty: "Not read yet.".to_owned(), ..Facts::default() };
    let face = face("Okafor, Miriam", "31415", vec![part, none]);
    let pdf = made(packet(cover(), &[group(vec![visit("Okafor, Miriam")])], vec![face], forms(&frame())));
    keep(&pdf, "packet");
    let pages = read(&pdf);
    assert_eq!(pages.len(), 8);
    assert!(says(&pages[0], "What this is.") && says(&pages[1], "People by name"));
    assert!(says(&pages[2], "Okafor, Miriam"));
    assert!(says(&pages[3], "Insurance (as of 11/28/2026)") && says(&pages[3], "member XYZ123, active"));
    assert!(says(&pages[3], "Not read yet."));
    for (place, words) in
        [(4, "Registration"), (5, "Visit note"), (6, "Visits to be booked"), (7, "Payments taken")]
    {
        assert!(says(&pages[place], words), "{words}");
        assert!(says(&pages[place], "Rivertown Family Medicine"), "{words}");
    }
}

#[test]
fn the_index_at_the_front_has_everybody_by_name_with_the_page_that_tells_of_them() {
    let names: Vec<String> = (0..130).rev().map(|nth| format!("Person{nth:03}, Nora")).collect();
    let visits = names.iter().map(|name| visit(name)).collect();
    let faces = names.iter().enumerate().map(|(nth, name)| face(name, &format!("9{nth:03}"), Vec::new()));
    let pdf = made(packet(cover(), &[group(visits)], faces.collect(), forms(&frame())));
    let pages = read(&pdf);
    let index: Vec<&String> = pages.iter().skip(1).take_while(|page| says(page, "People by name")).collect();
    assert!(index.len() > 1, "it goes on over {} pages", index.len());
    let index = index.into_iter().cloned().collect::<String>();
    let mut last = 0;
    for (nth, name) in names.iter().enumerate().rev() {
        let is_theirs = |page: &String| says(page, name) && says(page, "Changed at the desk");
        let page = 1 + pages.iter().position(is_theirs).expect("a face sheet");
        assert!(page > last, "face sheets stand by name");
        last = page;
        assert!(says(&index, &format!("{name} 03/14/1979 (47) 9{nth:03} {page}")), "{name}, page {page}");
    }
}

#[test]
fn beside_the_pages_stand_the_days_the_face_sheets_by_name_and_the_blank_forms() {
    let visits = || vec![visit("Stone, Walter"), visit("Okafor, Miriam")];
    let other = paper::Group {
        frame: paper::Frame { title: "Day sheet · Theo".to_owned(), ..frame() },
        visits: visits(),
    };
    let faces =
        [("Stone, Walter", "2"), ("okafor, miriam", "3"), ("Okafor, Miriam", "1"), ("Łuczak, Ż", "4")];
    let faces = faces.map(|(name, number)| face(name, number, Vec::new())).to_vec();
    let pdf = made(packet(cover(), &[group(visits()), other], faces, forms(&frame())));
    let place = "Rivertown Family Medicine";
    let expected = [
        (1, "Downtime packet".to_owned(), 1),
        (1, "People by name".to_owned(), 2),
        (1, "Sunday, November 29, 2026".to_owned(), 3),
        (2, format!("Day sheet · Ana Lima, MD, {place}"), 3),
        (2, format!("Day sheet · Theo, {place}"), 4),
        (1, "Face sheets".to_owned(), 5),
        (2, "Okafor, Miriam, 03/14/1979 (47)".to_owned(), 5),
        (2, "okafor, miriam, 03/14/1979 (47)".to_owned(), 6),
        (2, "Stone, Walter, 03/14/1979 (47)".to_owned(), 7),
        (2, "Łuczak, Ż, 03/14/1979 (47)".to_owned(), 8),
        (1, "Blank forms".to_owned(), 9),
        (2, format!("Registration, {place}"), 9),
        (2, format!("Visit note, {place}"), 10),
        (2, format!("Visits to be booked, moved or cancelled, {place}"), 11),
        (2, format!("Payments taken, {place}"), 12),
    ];
    assert_eq!(outline(&pdf), expected);
}

#[test]
fn a_sheet_of_a_day_has_nothing_beside_its_pages() {
    let pdf = made(paper::day_sheet(&[group(vec![visit("Okafor, Miriam")])]));
    assert!(Pdf::load_mem(&pdf).expect("a PDF").get_toc().is_err());
}
