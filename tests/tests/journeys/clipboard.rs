//! What is copied here is taken off the clipboard again.

use std::time::Duration;

use acceptance::{Desk, Edges};
use console::Offer;
use serde_json::json;

const ROW: &str = "Okafor, Ada\tborn 03/14/1979\tid 41882";

async fn desk() -> Desk {
    let desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.ask("profile_open", json!({})).await;
    desk
}

/// Somebody copies a text in the window.
async fn copy(desk: &Desk, text: &str) {
    desk.edges().clipboard.put(text);
    desk.ask("clipboard_note", json!({ "text": text })).await;
}

async fn after(desk: &Desk, seconds: u64) -> Option<String> {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    desk.edges().clipboard.paste()
}

#[tokio::test(start_paused = true)]
async fn what_was_copied_is_gone_after_a_minute() {
    let desk = desk().await;
    copy(&desk, ROW).await;
    assert_eq!(after(&desk, 59).await.as_deref(), Some(ROW), "for a minute it can be pasted");
    assert_eq!(after(&desk, 2).await, None, "then it is gone");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_another_program_put_there_meanwhile_stays() {
    let desk = desk().await;
    copy(&desk, ROW).await;
    desk.edges().clipboard.put("a shopping list");
    assert_eq!(after(&desk, 120).await.as_deref(), Some("a shopping list"));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn the_minute_begins_anew_with_each_copy() {
    let desk = desk().await;
    copy(&desk, ROW).await;
    assert_eq!(after(&desk, 40).await.as_deref(), Some(ROW));
    copy(&desk, ROW).await;
    assert_eq!(after(&desk, 40).await.as_deref(), Some(ROW), "the first minute is over, the second is not");
    copy(&desk, "Ross, Ben").await;
    assert_eq!(after(&desk, 40).await.as_deref(), Some("Ross, Ben"), "nor does it end for another text");
    assert_eq!(after(&desk, 21).await, None);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn the_ends_of_lines_may_be_the_systems_own() {
    let desk = desk().await;
    copy(&desk, "Okafor\nAda\n").await;
    desk.edges().clipboard.put("Okafor\r\nAda\r\n");
    assert_eq!(after(&desk, 61).await, None);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn closing_leaves_nothing_that_was_copied_here() {
    let desk = desk().await;
    copy(&desk, ROW).await;
    let edges = desk.close().await;
    assert_eq!(edges.clipboard.paste(), None);
    let desk = Desk::start(edges).await;
    copy(&desk, ROW).await;
    desk.edges().clipboard.put("a shopping list");
    assert_eq!(desk.close().await.clipboard.paste().as_deref(), Some("a shopping list"));
}

#[tokio::test(start_paused = true)]
async fn whatever_is_offered_in_another_form_is_taken_back_after_a_minute_of_it() {
    for (offer, other) in [(Offer::Copied, Offer::Selected), (Offer::Selected, Offer::Copied)] {
        let desk = desk().await;
        let clipboard = &desk.edges().clipboard;
        clipboard.offer(offer);
        after(&desk, 40).await;
        clipboard.offer(offer);
        clipboard.offer(other);
        after(&desk, 15).await;
        clipboard.offer(other);
        after(&desk, 44).await;
        assert!(clipboard.offers(offer), "{offer:?}: its minute began anew");
        after(&desk, 2).await;
        assert!(
            !clipboard.offers(offer) && clipboard.offers(other),
            "{offer:?}: each has a minute of its own"
        );
        desk.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_lock_and_the_end_leave_nothing_that_is_offered() {
    let desk = desk().await;
    desk.ask("person_add", json!({"name": "Ana Lee", "role": "manager", "pin": "482915"})).await;
    for offer in [Offer::Copied, Offer::Selected] {
        desk.edges().clipboard.offer(offer);
    }
    copy(&desk, ROW).await;
    desk.ask("console_lock", json!({})).await;
    let left = |edges: &Edges| {
        (edges.clipboard.paste(), [Offer::Copied, Offer::Selected].map(|offer| edges.clipboard.offers(offer)))
    };
    assert_eq!(left(desk.edges()), (None, [false, false]));
    desk.edges().clipboard.offer(Offer::Selected);
    assert_eq!(left(&desk.close().await), (None, [false, false]));
}
