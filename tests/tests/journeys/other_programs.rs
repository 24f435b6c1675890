//! What leaves Daybook, in the hands of programs that know nothing of it.

use std::fs;

use acceptance::{Desk, Edges, age_opens, left_out};
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
