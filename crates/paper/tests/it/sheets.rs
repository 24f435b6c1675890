//! Each sheet says what it is of, how old, whose, and which page of how many.

use paper::{call_list, day_sheet, picture, route_slips};

use crate::{document, group, keep, made, read, says, visit};

#[test]
fn each_page_of_a_day_sheet_says_department_age_user_and_which_of_how_many() {
    let visits = (0..90).map(|nth| visit(&format!("Okafor, Miriam {nth}"))).collect();
    let pdf = made(day_sheet(&[group(visits), group(vec![visit("Stone, Walter Jr")])]));
    keep(&pdf, "day-sheet");
    let pages = read(&pdf);
    assert!(pages.len() > 3, "{} pages", pages.len());
    for (place, page) in pages.iter().enumerate() {
        for words in [
            "Day sheet · Ana Lima, MD",
            "Sunday, November 29, 2026",
            "Rivertown Family Medicine",
            "As of 7:05 AM Eastern",
            "Printed by Ana Lima, 11/29/2026 7:10 AM",
            "Contains patient information",
            &format!("Page {} of {}", place + 1, pages.len()),
        ] {
            assert!(says(page, words), "page {} does not say {words}", place + 1);
        }
    }
    let all = pages.concat();
    for nth in 0..90 {
        assert!(says(&all, &format!("Okafor, Miriam {nth}")), "visit {nth}");
    }
    assert!(says(pages.last().expect("a page"), "Stone, Walter Jr"), "a group begins a page of its own");
}

#[test]
fn what_is_no_real_practice_says_so_on_every_page_and_a_long_title_keeps_whose_it_is() {
    let name = "Bartholomew-Featherstonehaugh, Maximiliana Alexandrina, MD, PhD";
    let mut group = group((0..90).map(|nth| visit(&format!("Okafor, Miriam {nth}"))).collect());
    group.frame.title = format!("Day sheet · {name}");
    let mut document = document(day_sheet(&[group]));
    document.notice = "PREVIEW: nobody here is a real patient".to_owned();
    let pdf = paper::pdf(&document).expect("a PDF");
    keep(&pdf, "preview");
    let pages = read(&pdf);
    assert!(pages.len() > 1);
    for page in pages {
        assert!(says(&page, &document.notice) && says(&page, name), "{page}");
    }
}

#[test]
fn a_day_with_nobody_says_so() {
    let pages = read(&made(day_sheet(&[group(Vec::new())])));
    assert!(says(&pages[0], "Nobody is booked."));
}

#[test]
fn a_route_slip_is_one_visit_and_a_call_list_has_room_for_what_was_said() {
    let pdf = made(route_slips(&[group(vec![visit("Okafor, Miriam"), visit("Stone, Walter")])]));
    keep(&pdf, "route-slip");
    let slips = read(&pdf);
    assert_eq!(slips.len(), 2);
    let endless = paper::Visit { notes: "word ".repeat(2_000), ..visit("Okafor, Miriam") };
    let long = document(route_slips(&[group(vec![endless, visit("Stone, Walter")])]));
    let whose = paper::sections(&long).expect("laid out");
    assert!(whose.len() > 2 && whose.ends_with(&[0, 1]), "each page is of one slip: {whose:?}");
    assert!(says(&slips[0], "Okafor, Miriam") && !says(&slips[0], "Stone, Walter"));
    for words in ["31415", "03/14/1979 (47)", "$25.00", "Checked in at", "Page 1 of 2"] {
        assert!(says(&slips[0], words), "{words}");
    }
    let silent = paper::Visit { phone: String::new(), ..visit("Nobody, Nora") };
    let pdf = made(call_list(&[group(vec![visit("Okafor, Miriam"), silent])]));
    keep(&pdf, "call-list");
    let list = read(&pdf);
    assert!(says(&list[0], "(602) 555-0100") && says(&list[0], "Reached, and what was said"));
    assert!(says(&list[0], "none is held"), "who cannot be called is said to be so");
}

#[test]
fn the_same_sheet_is_the_same_file_and_its_title_tells_nobody() {
    let one = made(day_sheet(&[group(vec![visit("Okafor, Miriam")])]));
    assert_eq!(one, made(day_sheet(&[group(vec![visit("Okafor, Miriam")])])));
    assert!(!one.windows(6).any(|letters| letters == b"Okafor"), "what is in the clear of the file");
}

#[test]
fn a_page_is_shown_as_a_picture_and_one_that_is_not_there_is_refused() {
    let pdf = made(route_slips(&[group(vec![visit("Okafor, Miriam"), visit("Stone, Walter")])]));
    let first = picture(&pdf, 0, 1.0).expect("a picture");
    assert_eq!(first.pages, 2);
    assert!(first.png.starts_with(b"\x89PNG"));
    assert_ne!(first.png, picture(&pdf, 1, 1.0).expect("a picture").png);
    assert_eq!(picture(&pdf, 2, 1.0).err(), Some(paper::PaperError::Page));
    assert_eq!(picture(b"no PDF", 0, 1.0).err(), Some(paper::PaperError::Page));
}
