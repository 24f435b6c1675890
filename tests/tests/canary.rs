//! Nothing about a patient leaves the program but through the contract: a whole journey at trace
//! level, and every word about the practice's people looked for in what was logged and kept.
//!
//! Alone in its process, because what it listens to is the whole process's log.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use acceptance::{Canaries, Desk, Edges};
use sandbox::{CLIENT_ID, CLIENT_SECRET, Fault};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Heard {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn a_whole_journey_tells_nothing_about_anybody() {
    let heard = Heard::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(heard.clone())
        .init();
    let (edges, bundle) = journey(&heard).await;
    let words = Canaries::of(&edges.practice.sandbox().truth(), 500);
    assert_eq!(words.count(), 500, "there are words enough to look for");

    let log = String::from_utf8(heard.0.lock().expect("not poisoned").clone()).expect("text");
    assert!(log.contains("searched for patients"), "the journey was heard at all");
    assert_eq!(words.found_in(log.as_bytes()), 0, "the log tells about patients");
    assert!(!log.contains(CLIENT_SECRET), "the log tells the secret");
    assert!(!log.contains("Bearer "), "the log tells a token");
    assert!(bundle.contains("patient_recent"), "a support bundle has the log's end: {bundle}");
    assert!(bundle.contains("patients: 100 to 999"), "and how much is held: {bundle}");
    let (said, _) = bundle.split_once("What Daybook noted last").expect("the log stands at the end");
    for of_the_program in ["Some(", "None", "{", "Twelve", "AnyTime", "NearSchedule"] {
        assert!(!said.contains(of_the_program), "{of_the_program} in what a person reads: {said}");
    }
    for word in [CLIENT_ID, CLIENT_SECRET, "Cedar Valley", "TRACE", "Bearer"] {
        assert!(!bundle.contains(word), "a support bundle tells {word}");
    }
    assert_eq!(words.found_in(bundle.as_bytes()), 0, "a support bundle tells about patients");
    for path in files(&edges.folder) {
        let bytes = fs::read(&path).expect("read");
        assert_eq!(words.found_in(&bytes), 0, "{} tells about patients", path.display());
        assert_eq!(
            Canaries::new([CLIENT_SECRET.to_owned()]).found_in(&bytes),
            0,
            "{} tells the secret",
            path.display()
        );
    }
}

/// First run, fill, searches, cards, days, refreshes, every fault, a restart.
/// Gives what is left, and what a support bundle said before it ended.
async fn journey(heard: &Heard) -> (Edges, String) {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    let practice = desk.edges().practice.clone();
    let people: Vec<_> = practice.sandbox().truth().patients().take(Fault::ALL.len()).collect();
    for patient in &people {
        let id = patient.id.to_string();
        for text in [&patient.last_name, &patient.born.to_string(), &id] {
            desk.ask("patient_search", json!({"text": text, "limit": 20})).await;
        }
        let _ = desk.call("patient_open", json!({ "patient": id })).await;
        let _ = desk.call("patient_remember", json!({ "patient": id })).await;
        let _ = desk.call("patient_refresh", json!({ "patient": id })).await;
        let _ = desk.call("patient_ask", json!({"text": patient.last_name})).await;
    }
    desk.ask("schedule_day", json!({})).await;
    desk.ask("practice_overview", json!({})).await;
    for fault in Fault::ALL {
        practice.sandbox().set_fault(fault, true);
        let patient = &people[fault as usize];
        let _ = desk.call("patient_ask", json!({"text": patient.last_name})).await;
        let _ = desk.call("schedule_refresh", json!({"date": "2026-11-23"})).await;
        practice.sandbox().set_fault(fault, false);
    }
    desk = desk.restart().await;
    desk.ask("patient_recent", json!({})).await;
    let logs = desk.edges().folder.join("logs");
    fs::create_dir_all(&logs).expect("a folder");
    let log = heard.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    fs::write(logs.join("daybook.2026-11-23.log"), log).expect("written");
    let written = desk.ask("support_export", json!({})).await;
    let file = Path::new(written["file"].as_str().expect("a file")).to_owned();
    let bundle = fs::read_to_string(file).expect("the bundle");
    let shown = desk.ask("support_read", json!({})).await;
    assert!(shown["text"].as_str().is_some_and(|text| text.starts_with("Daybook support bundle")));
    assert!(bundle.contains("0 damaged, 0 times made anew"), "nothing was damaged: {bundle}");
    (desk.close().await, bundle)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
