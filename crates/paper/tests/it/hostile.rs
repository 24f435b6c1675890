//! Names that no form was made for.

use lopdf::Document as Pdf;
use paper::{call_list, day_sheet, picture, route_slips};

use crate::{group, keep, made, read, read_pages, says, visit};

#[test]
fn long_names_names_from_right_to_left_and_emoji_break_no_sheet() {
    let long = "Wolfeschlegelsteinhausenbergerdorff-".repeat(4);
    let long = long.get(..120).expect("120 letters");
    let names = [
        long,
        "אברהם בן יצחק, משה",
        "عبد الرحمن, محمد",
        "Cohen אברהם 12, Sam",
        "Nora 👩‍👩‍👧‍👦 🦄, Zoë",
        "李, 小龙",
        "Z̸͎̿ä̵́l̷g̵o, T̶e̷x̵t̶",
        "Tab\tand\nbreak\r\n, \0 \u{202e}evil\u{2066}",
        "",
        "\u{200d}\u{fe0f}",
    ];
    let visits: Vec<_> = names.iter().map(|name| visit(name)).collect();
    for (sheet, sections) in [
        ("hostile-day", day_sheet(&[group(visits.clone())])),
        ("hostile-calls", call_list(&[group(visits.clone())])),
        ("hostile-slips", route_slips(&[group(visits.clone())])),
    ] {
        let pdf = made(sections);
        keep(&pdf, sheet);
        let pages = read(&pdf);
        let all = pages.concat();
        // A name that is broken into lines stands between its neighbours' lines.
        let letters = |text: &str| text.chars().filter(|letter| *letter == 'W').count();
        assert_eq!(letters(&all) % names.iter().map(|name| letters(name)).sum::<usize>(), 0, "{sheet}");
        assert!(says(&all, "Zoë") && says(&all, "Nora"), "{sheet}");
        assert!(
            keeps_text_of_boxes(&pdf),
            "{sheet}: what the font has not stands as a box and keeps its text"
        );
        assert!(!all.contains('\u{202e}'), "{sheet}");
        for place in 0..pages.len() {
            picture(&pdf, place, 0.5).expect("a picture of every page");
        }
    }
}

/// Whether a page says beside its glyphs which text they stand for.
fn keeps_text_of_boxes(pdf: &[u8]) -> bool {
    let file = Pdf::load_mem(pdf).expect("a PDF that reads back");
    let content = |page| file.get_page_content(page);
    let words = b"/ActualText";
    file.get_pages().into_values().any(|page| content(page).windows(words.len()).any(|part| part == words))
}

#[test]
fn a_cell_longer_than_a_page_is_cut_with_a_sign_and_the_sheet_goes_on() {
    let endless = paper::Visit { notes: "word ".repeat(2_000), ..visit("Okafor, Miriam") };
    let pages = read(&made(day_sheet(&[group(vec![endless, visit("Stone, Walter")])])));
    assert!(says(&pages.concat(), "Stone, Walter") && says(&pages.concat(), "…"));
    assert!(pages.len() <= 3, "{} pages", pages.len());
}

#[test]
fn three_thousand_visits_in_a_day_are_a_sheet() {
    let visits = (0..3_000).map(|nth| visit(&format!("Many, {nth}"))).collect();
    let pdf = made(day_sheet(&[group(visits)]));
    let pages = paper::pages(&pdf).expect("a PDF");
    let ends = read_pages(&pdf, &[1, pages]);
    assert!(says(&ends[0], "Many, 0") && says(&ends[0], &format!("Page 1 of {pages}")));
    assert!(says(&ends[1], "Many, 2999"));
}
