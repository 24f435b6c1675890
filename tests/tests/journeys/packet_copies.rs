//! Copies of packets in a folder of the practice's choosing.

use std::fs;
use std::path::{Path, PathBuf};

use acceptance::Desk;
use chrono::TimeDelta;
use ipc::{Failure, Field};
use serde_json::{Value, json};

use crate::packets::{begun, filled, packets};

/// A stick, in which something else is.
fn stick() -> tempfile::TempDir {
    let stick = tempfile::tempdir().expect("a stick");
    fs::write(stick.path().join("photo.jpg"), b"another's").expect("a file");
    stick
}

fn copies(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("entries").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "age")).collect()
}

async fn copied_to(desk: &Desk, folder: Option<&Path>) -> Value {
    let mut request = json!({"days": 1, "hours": 4});
    if let Some(folder) = folder {
        request["copyTo"] = json!(folder.to_str().expect("a name"));
    }
    desk.ask("packet_set", request).await
}

#[tokio::test(start_paused = true)]
async fn a_copy_goes_to_a_folder_that_was_chosen_and_goes_with_the_one_before_the_words_and_the_choice() {
    let desk = filled().await;
    let (stick, other) = (stick(), stick());
    let words = begun(&desk).await;
    desk.ask("packet_make", json!({})).await;
    let state = copied_to(&desk, Some(stick.path())).await;
    let first = copies(stick.path());
    assert_eq!(state["copies"]["file"], json!(first[0]), "what there is goes there at once");
    assert_eq!(fs::read(&first[0]).expect("a copy"), fs::read(&packets(&desk)[0]).expect("a packet"));
    desk.edges().clock.step(TimeDelta::seconds(1));
    desk.ask("packet_make", json!({})).await;
    let [second] = copies(stick.path()).try_into().expect("one alone");
    assert_ne!(first[0], second);
    paper::open(&fs::read(&second).expect("a copy"), &words).expect("it opens with the words");
    copied_to(&desk, Some(other.path())).await;
    assert!(copies(stick.path()).is_empty() && copies(other.path()).len() == 1, "it moves with the choice");
    begun(&desk).await;
    assert!(copies(other.path()).is_empty(), "what opens with words of before is gone");
    desk.ask("packet_make", json!({})).await;
    let state = copied_to(&desk, None).await;
    assert_eq!((&state["copies"], &state["left"]), (&Value::Null, &json!([])));
    assert!(copies(other.path()).is_empty() && packets(&desk).len() == 1);
    assert!([&stick, &other].iter().all(|folder| folder.path().join("photo.jpg").exists()));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn where_the_folder_is_gone_that_is_said_and_the_packet_is_made_all_the_same() {
    let desk = filled().await;
    let stick = stick();
    begun(&desk).await;
    copied_to(&desk, Some(stick.path())).await;
    desk.ask("packet_make", json!({})).await;
    let away = stick.path().with_extension("away");
    fs::rename(stick.path(), &away).expect("pulled out");
    desk.edges().clock.step(TimeDelta::seconds(1));
    let state = desk.ask("packet_make", json!({})).await;
    assert_eq!((&state["failed"], &state["copies"]["failed"]["why"]), (&Value::Null, &json!("folder")));
    assert_eq!(state["made"]["file"], json!(packets(&desk)[0]), "the profile's own is made");
    let state = copied_to(&desk, None).await;
    assert_eq!(state["left"], json!([stick.path()]), "what could not be removed is named");
    fs::rename(&away, stick.path()).expect("plugged in again");
    assert_eq!(copies(stick.path()).len(), 1);
    desk.edges().clock.step(TimeDelta::seconds(1));
    let state = desk.ask("packet_make", json!({})).await;
    assert_eq!(state["left"], json!([]), "it is removed once it can be");
    assert!(copies(stick.path()).is_empty());
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_practice_that_is_removed_takes_its_copies_along_or_says_where_they_stay() {
    for is_there in [true, false] {
        let desk = filled().await;
        let stick = stick();
        begun(&desk).await;
        copied_to(&desk, Some(stick.path())).await;
        desk.ask("packet_make", json!({})).await;
        assert_eq!(copies(stick.path()).len(), 1);
        let away = stick.path().with_extension("away");
        if !is_there {
            fs::rename(stick.path(), &away).expect("pulled out");
        }
        let connection = desk.ask("connection_list", json!({})).await["rows"][0]["id"].clone();
        let removed = desk.ask("connection_remove", json!({"connection": connection})).await;
        if is_there {
            assert_eq!(removed["left"], json!([]));
            assert!(copies(stick.path()).is_empty());
        } else {
            assert_eq!(removed["left"], json!([stick.path()]));
            fs::rename(&away, stick.path()).expect("plugged in again");
        }
        desk.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_is_none_or_is_daybooks_own_is_refused() {
    let desk = filled().await;
    let stick = stick();
    let own = desk.folder().join("exports");
    fs::create_dir_all(&own).expect("a folder");
    for folder in [stick.path().join("gone"), stick.path().join("photo.jpg"), own, PathBuf::from("stick")] {
        let request = json!({"days": 1, "hours": 4, "copyTo": folder.to_str().expect("a name")});
        let refused = desk.call("packet_set", request).await;
        assert_eq!(refused.err(), Some(Failure::Invalid { field: Field::Folder }), "{folder:?}");
    }
    assert_eq!(desk.ask("packet_read", json!({})).await["copies"], Value::Null);
    desk.close().await;
}
