//! The packet for an outage: made on a timer and on demand, opened with its words alone.

use std::fs;
use std::path::{Path, PathBuf};

use acceptance::{Desk, Edges, Way, full_name, somebody_on};
use athena::{SendFailure, TransportError};
use chrono::{NaiveDate, TimeDelta};
use ipc::{Failure, Field};
use serde_json::{Value, json};

use crate::printing::text_of;

pub(crate) async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

pub(crate) async fn begun(desk: &Desk) -> String {
    let made = desk.ask("packet_begin", json!({})).await;
    made["words"].as_str().expect("words").to_owned()
}

pub(crate) fn packets(desk: &Desk) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(desk.folder().join("exports")) else { return Vec::new() };
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

async fn exports(desk: &Desk) -> Vec<Value> {
    let page = desk.ask("audit_read", json!({"limit": 50, "kind": "export"})).await;
    let rows = page["rows"].as_array().expect("rows").iter();
    rows.map(|row| json!([row["person"]["id"], row["words"], row["outcome"]])).collect()
}

fn opened(state: &Value, words: &str) -> Vec<u8> {
    let file = state["made"]["file"].as_str().expect("a file");
    paper::open(&fs::read(file).expect("a packet"), words).expect("which opens")
}

#[tokio::test(start_paused = true)]
async fn a_packet_opens_with_its_words_alone_and_tells_what_the_copy_holds() {
    let desk = filled().await;
    let state = desk.ask("packet_read", json!({})).await;
    assert_eq!((&state["isOn"], &state["days"], &state["made"]), (&json!(false), &json!(2), &Value::Null));
    let refused = desk.call("packet_make", json!({})).await;
    assert_eq!(refused.err(), Some(Failure::Invalid { field: Field::PacketWords }), "there are no words yet");
    let words = begun(&desk).await;
    assert_eq!(words.split('-').count(), 8);
    let state = desk.ask("packet_make", json!({})).await;
    let file = Path::new(state["made"]["file"].as_str().expect("a file"));
    assert!(file.to_str().expect("a name").ends_with(".pdf.age"));
    let sealed = fs::read(file).expect("a packet");
    assert!(paper::open(&sealed, "other-words").is_err());
    let text = text_of(&opened(&state, &words));
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    let somebody = somebody_on(&desk.edges().practice.sandbox().truth(), today);
    let name = full_name(&somebody);
    for said in [
        name.as_str(),
        "Downtime packet",
        "People by name",
        "Language English",
        "Monday, November 23, 2026",
        "Tuesday, November 24, 2026",
        "Face sheet",
        "Insurance (As of",
        "Balances (",
        "Visits to come (As of",
        "Registration",
        "Payments taken",
        "Made by Daybook, 11/23/2026",
    ] {
        assert!(text.contains(&said.split_whitespace().collect::<String>()), "it says {said}");
    }
    let last = name.split(',').next().expect("a last name");
    assert!(!sealed.windows(last.len()).any(|part| part == last.as_bytes()), "nothing of it is in the clear");
    let made = "made a downtime packet";
    let said = [json!(["desktop", made, "done"]), json!(["desktop", made, "failed"])];
    assert_eq!(exports(&desk).await, said, "each as it ended");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn the_next_packet_takes_the_place_of_the_one_before_and_other_words_take_it_away() {
    let desk = filled().await;
    let words = begun(&desk).await;
    let first = desk.ask("packet_make", json!({})).await;
    desk.edges().clock.step(TimeDelta::seconds(1));
    let second = desk.ask("packet_make", json!({})).await;
    assert_ne!(first["made"]["file"], second["made"]["file"]);
    assert_eq!(packets(&desk), [PathBuf::from(second["made"]["file"].as_str().expect("a file"))]);
    opened(&second, &words);
    let others = begun(&desk).await;
    assert_ne!(words, others);
    assert!(packets(&desk).is_empty(), "what opens with words that may be known to others is gone");
    let third = desk.ask("packet_make", json!({})).await;
    opened(&third, &others);
    let ended = desk.ask("packet_end", json!({})).await;
    assert_eq!((&ended["isOn"], &ended["made"]), (&json!(false), &Value::Null));
    assert!(packets(&desk).is_empty());
    begun(&desk).await;
    desk.ask("packet_make", json!({})).await;
    let connection = desk.ask("connection_list", json!({})).await["rows"][0]["id"].clone();
    desk.ask("connection_remove", json!({"connection": connection})).await;
    assert!(packets(&desk).is_empty(), "nothing of a practice that was removed is left");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn its_words_are_printed_by_whoever_has_them_and_into_no_file() {
    let desk = filled().await;
    let words = begun(&desk).await;
    desk.ask("packet_words_print", json!({"words": words})).await;
    let printed = desk.edges().printer.printed();
    let [page] = printed.as_slice() else { panic!("{} pages were printed", printed.len()) };
    let text = text_of(page);
    assert!(text.contains(&words), "{text}");
    for (nth, word) in words.split('-').enumerate() {
        assert!(text.contains(&format!("Word{}{word}", nth + 1)), "{text}");
    }
    assert!(text.contains("DEMOPRACTICE") && text.contains("age-dFILE"), "{text}");
    assert!(packets(&desk).is_empty(), "nothing of it stands in a folder");
    let others = desk.call("packet_words_print", json!({"words": "abandon-zoo"})).await;
    assert_eq!(others.err(), Some(Failure::Invalid { field: Field::PacketWords }));
    desk.edges().printer.take_the_paper_out();
    let refused = desk.call("packet_words_print", json!({"words": words})).await;
    assert_eq!(refused.err(), Some(Failure::NotPrinted));
    let page = desk.ask("audit_read", json!({"limit": 50, "kind": "print"})).await;
    let rows = page["rows"].as_array().expect("rows").iter();
    let ended: Vec<_> = rows.map(|row| json!([row["words"], row["outcome"]])).collect();
    let words = "printed the words of the downtime packet";
    assert_eq!(ended, [json!([words, "failed"]), json!([words, "failed"]), json!([words, "done"])]);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn it_is_made_by_itself_when_it_is_due_and_while_athenahealth_is_down() {
    let mut desk = filled().await;
    desk.ask("packet_set", json!({"days": 1, "hours": 1})).await;
    let words = begun(&desk).await;
    let state = desk.until("packet_read", json!({}), |state| state["made"].is_object()).await;
    opened(&state, &words);
    let made = "made a downtime packet";
    let by_itself = [json!(["console", made, "done"])];
    assert_eq!(exports(&desk).await, by_itself, "that it is made is on record, as the console's own");
    let unreached = Way::Broken(TransportError::NotSent(SendFailure::Connect));
    desk.edges().practice.set_way(unreached);
    let first = state["made"]["file"].clone();
    let is_next = |state: &Value| state["made"].is_object() && state["made"]["file"] != first;
    let next = desk.until("packet_read", json!({}), is_next).await;
    opened(&next, &words);
    let desk = desk.restart().await;
    let kept = desk.ask("packet_read", json!({})).await;
    assert_eq!((&kept["isOn"], &kept["made"]), (&json!(true), &next["made"]), "all of it outlasts a restart");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn where_it_cannot_be_written_that_is_said_until_one_is_made() {
    let desk = filled().await;
    let words = begun(&desk).await;
    desk.ask("packet_make", json!({})).await;
    let exports = desk.folder().join("exports");
    fs::remove_dir_all(&exports).expect("the folder is gone");
    fs::write(&exports, b"in its place").expect("a file where it was");
    let failed = desk.call("packet_make", json!({})).await;
    assert!(matches!(failed, Err(Failure::Profile { .. })), "{failed:?}");
    let state = desk.ask("packet_read", json!({})).await;
    assert_eq!((&state["made"], &state["failed"]["why"]), (&Value::Null, &json!("folder")));
    fs::remove_file(&exports).expect("out of the way");
    let state = desk.ask("packet_make", json!({})).await;
    assert_eq!(state["failed"], Value::Null, "and it is over once one is made");
    opened(&state, &words);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_no_packet_can_be_is_refused() {
    let desk = filled().await;
    for (days, hours, field) in
        [(0, 4, Field::Days), (8, 4, Field::Days), (2, 0, Field::Hours), (2, 25, Field::Hours)]
    {
        let refused = desk.call("packet_set", json!({"days": days, "hours": hours})).await;
        assert_eq!(refused.err(), Some(Failure::Invalid { field }), "{days} {hours}");
    }
    let set = desk.ask("packet_set", json!({"days": 7, "hours": 24})).await;
    assert_eq!((&set["days"], &set["hours"]), (&json!(7), &json!(24)));
    desk.close().await;
}
