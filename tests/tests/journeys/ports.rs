//! What cannot be repeated comes in through ports: a seed gives all of it again, and tasks go on when
//! a test lets them.

use std::sync::{Arc, Mutex, PoisonError};

use acceptance::{Desk, Edges, Seeded, Way};
use console::{RuntimeTasks, Task, Tasks};
use ipc::Failure;
use serde_json::{Value, json};

/// What a profile has by chance: the names of its files and connections, the proof of its key, and a
/// reference to the log.
async fn by_chance(seed: u64) -> (Value, Failure) {
    let mut edges = Edges::new().expect("a computer");
    edges.chance = Arc::new(Seeded::from(seed));
    let desk = Desk::start(edges).await;
    desk.connect_demo().await;
    desk.edges().practice.set_way(Way::Says("7"));
    let asked = desk.call("patient_ask", json!({"text": "okafor, ada"})).await;
    let unreadable = asked.expect_err("it answers nothing that can be read");
    let described = std::fs::read(desk.folder().join("profile.json")).expect("profile.json");
    desk.close().await;
    (serde_json::from_slice(&described).expect("JSON"), unreadable)
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_gives_the_same_keys_names_and_references() {
    let (profile, failure) = by_chance(7).await;
    assert!(matches!(&failure, Failure::Unreadable { reference } if reference.len() == 8), "{failure:?}");
    assert_eq!(by_chance(7).await, (profile.clone(), failure.clone()), "the same again");
    let (other, another) = by_chance(8).await;
    for field in ["vault", "key_check", "current"] {
        assert_ne!(other[field], profile[field], "{field} follows from the seed");
    }
    assert_ne!(another, failure, "and so does a reference");
}

/// Holds every task until it is let go.
#[derive(Default)]
struct HeldTasks(Mutex<Vec<Task>>);

impl Tasks for HeldTasks {
    fn begin(&self, task: Task) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }
}

impl HeldTasks {
    fn let_go(&self) {
        let held = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        held.into_iter().for_each(|task| RuntimeTasks.begin(task));
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_read_until_the_tasks_are_let_go() {
    let mut edges = Edges::new().expect("a computer");
    let tasks = Arc::new(HeldTasks::default());
    edges.tasks = tasks.clone();
    let mut desk = Desk::start(edges).await;
    desk.connect_demo().await;
    tokio::time::sleep(std::time::Duration::from_secs(3600)).await;
    assert_eq!(desk.ask("sync_read", json!({})).await["held"], 0, "an hour later nothing was read");
    tasks.let_go();
    let sync = desk.filled().await;
    assert_ne!(sync["held"], 0, "now it is");
    desk.close().await;
}
