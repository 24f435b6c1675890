//! What is typed is kept before the window loses it, however it comes to that.

use std::time::Duration;

use acceptance::{Desk, Edges};
use console::Away;
use ipc::{Event, Failure};
use serde_json::{Value, json};
use tokio::sync::broadcast;
use tokio::time::Instant;

use crate::writing::{MAIL, draft_mail, filled, somebody};

const PIN: &str = "482915";
/// How long a lock waits for a window that does not answer.
const LONGEST: Duration = Duration::from_millis(300);
/// What was typed last.
const LAST: &str = "the.last.letters@example.org";

/// A practice at which somebody sits, with a draft, and who they are.
async fn typing() -> (Desk, String, String) {
    let desk = filled().await;
    desk.ask("person_add", json!({"name": "Ana Lee", "role": "manager", "pin": PIN})).await;
    let session = desk.ask("session_read", json!({})).await;
    let ana = session["seat"]["person"]["id"].as_str().expect("she sits there").to_owned();
    let write = draft_mail(&desk, &somebody(&desk).id.to_string(), MAIL).await;
    (desk, ana, write)
}

async fn asked(heard: &mut broadcast::Receiver<Event>) {
    while console::next_event(heard).await.expect("the console is there") != (Event::Keep {}) {}
}

/// A window that keeps the last letters once it is asked to.
async fn window(desk: &Desk, mut heard: broadcast::Receiver<Event>, write: &str) {
    asked(&mut heard).await;
    let change = json!([{"field": "email", "saw": "", "value": LAST}]);
    let draft = json!({"write": write, "draft": {"kind": "edit", "changes": change}});
    desk.ask("write_redraft", draft).await;
    desk.ask("place_note", json!({"place": "the form, and the field in it"})).await;
    desk.ask("console_kept", json!({})).await;
}

/// Waits until it is locked.
async fn locked(desk: &Desk) {
    while desk.stage().await["stage"] != "locked" {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn stands(desk: &Desk, write: &str) -> Value {
    let page = desk.ask("write_list", json!({"limit": 1, "write": write})).await;
    page["rows"][0]["fields"][0]["to"].clone()
}

#[tokio::test(start_paused = true)]
async fn what_is_typed_is_kept_before_every_lock_and_stands_there_after_it() {
    for how in ["the key", "the desktop", "sleep", "nobody touched it"] {
        let (desk, ana, write) = typing().await;
        let heard = desk.subscribe();
        let locking = async {
            match how {
                "the key" => drop(desk.ask("console_lock", json!({})).await),
                "the desktop" => desk.edges().desktop.leave(Away::locked),
                "sleep" => desk.edges().desktop.leave(|| Away::sleeping(())),
                _ => {}
            }
            locked(&desk).await;
        };
        tokio::join!(locking, window(&desk, heard, &write));
        let back = desk.ask("person_sign_in", json!({"person": ana, "pin": PIN})).await;
        assert_eq!(back["place"], "the form, and the field in it", "{how}");
        assert_eq!(stands(&desk, &write).await, LAST, "{how}");
        desk.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_window_that_hangs_keeps_nothing_open() {
    let (desk, ana, write) = typing().await;
    let began = Instant::now();
    desk.ask("console_lock", json!({})).await;
    assert!(began.elapsed() <= LONGEST, "{:?}", began.elapsed());
    let late = desk.call("console_kept", json!({})).await;
    assert_eq!(late.err(), Some(Failure::Locked), "who comes too late is nobody");
    desk.ask("person_sign_in", json!({"person": ana, "pin": PIN})).await;
    assert_eq!(stands(&desk, &write).await, MAIL);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_window_is_closed_once_what_is_typed_is_kept_and_it_is_there_after_a_start() {
    let (desk, ana, write) = typing().await;
    let heard = desk.subscribe();
    tokio::join!(desk.keep_typed(), window(&desk, heard, &write));
    let desk = desk.restart().await;
    desk.ask("person_sign_in", json!({"person": ana, "pin": PIN})).await;
    assert_eq!(stands(&desk, &write).await, LAST);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn nobody_is_asked_where_nothing_is_open() {
    let unopened = Desk::start(Edges::new().expect("a computer")).await;
    let (locked, _, _) = typing().await;
    locked.ask("console_lock", json!({})).await;
    for desk in [unopened, locked] {
        let (mut heard, began) = (desk.subscribe(), Instant::now());
        desk.keep_typed().await;
        assert!(heard.try_recv().is_err(), "nobody is told anything");
        assert_eq!(began.elapsed(), Duration::ZERO, "and nobody waits");
        desk.close().await;
    }
}
