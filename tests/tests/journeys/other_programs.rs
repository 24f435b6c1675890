//! What leaves Daybook, in the hands of programs that know nothing of it.

use std::fs;

use acceptance::{Desk, Edges, PrintQueue, age_opens, left_out};
use serde_json::json;

use crate::printing::text_of;

async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

#[tokio::test(start_paused = true)]
async fn a_packet_opens_with_age_and_its_words_where_there_is_no_daybook_and_no_profile() {
    let desk = filled().await;
    let made = desk.ask("packet_begin", json!({})).await;
    let words = made["words"].as_str().expect("words").to_owned();
    let state = desk.ask("packet_make", json!({})).await;
    let away = tempfile::tempdir().expect("another computer");
    let file = away.path().join("packet.pdf.age");
    fs::copy(state["made"]["file"].as_str().expect("a file"), &file).expect("carried there");
    desk.close().await;
    let Some(pdf) = age_opens(&file, &words).expect("which opens") else {
        let why = "this machine has no `age` program; on Debian and Ubuntu: apt-get install age";
        return left_out(
            "a_packet_opens_with_age_and_its_words_where_there_is_no_daybook_and_no_profile",
            why,
        );
    };
    let text = text_of(&pdf);
    assert!(text.contains("Downtimepacket") && text.contains("Facesheet"), "{text}");
    let wrong = age_opens(&file, "other-words").expect_err("nothing else opens it").to_string();
    assert!(wrong.contains("incorrect passphrase"), "{wrong}");
}

#[tokio::test(start_paused = true)]
async fn a_day_sheet_comes_out_of_the_systems_print_queue_as_it_was_saved() {
    let desk = filled().await;
    let sheet = json!({"kind": "dayByProvider", "date": "2026-11-23"});
    let made = desk.ask("print_save", json!({"sheet": sheet})).await;
    let away = tempfile::tempdir().expect("a folder");
    let file = away.path().join("sheet.pdf");
    fs::copy(made["file"].as_str().expect("a file"), &file).expect("a PDF");
    desk.close().await;
    // The queue works by the clock on the wall.
    tokio::time::resume();
    let Some(queue) = PrintQueue::start().await.expect("a print queue") else {
        let why = "this machine has no print queue of CUPS; on Debian and Ubuntu: apt-get install cups";
        return left_out("a_day_sheet_comes_out_of_the_systems_print_queue_as_it_was_saved", why);
    };
    let printed = queue.prints(&file).await.expect("which is printed");
    queue.end().await.expect("ended");
    assert_eq!(json!(paper::pages(&printed).expect("pages")), made["count"]);
    let saved = fs::read(&file).expect("a PDF");
    for page in 0..paper::pages(&saved).expect("pages") {
        let looks = |pdf| paper::picture(pdf, page, 1.0).expect("a picture").png;
        assert!(looks(&printed) == looks(&saved), "page {page} is as it was saved");
    }
}
