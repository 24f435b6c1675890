//! What leaves the console, while it is locked or closed.

use std::cell::Cell;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use acceptance::{Desk, Edges};
use console::Hooks;
use ipc::Failure;
use serde_json::{Value, json};
use store::{CrashPoint, NoHooks};
use tokio::sync::Notify;

const PIN: &str = "482915";

/// Holds an export at one of the points that it passes, until it is let go.
struct Held {
    points: AtomicUsize,
    at: usize,
    reached: Notify,
    gone: Mutex<bool>,
    told: Condvar,
}

impl Held {
    fn at(at: usize) -> Arc<Self> {
        let (points, reached) = (AtomicUsize::new(0), Notify::new());
        Arc::new(Self { points, at, reached, gone: Mutex::new(false), told: Condvar::new() })
    }

    fn let_go(&self) {
        *self.gone.lock().expect("no panic") = true;
        self.told.notify_all();
    }
}

impl Hooks for Held {
    fn step(&self, point: CrashPoint) {
        if point.write == "export" && self.points.fetch_add(1, Ordering::SeqCst) + 1 == self.at {
            self.reached.notify_one();
            let gone = self.gone.lock().expect("no panic");
            drop(self.told.wait_while(gone, |gone| !*gone).expect("no panic"));
        }
    }
}

/// How a console ends while a file leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Lock,
    Close,
}

async fn end(desk: &Desk, how: End) {
    match how {
        End::Lock => drop(desk.ask("console_lock", json!({})).await),
        End::Close => desk.end().await,
    }
}

/// A desk of Ana's where an export is held at a point.
async fn exporting_at(held: &Arc<Held>) -> (Desk, Value) {
    let mut edges = Edges::new().expect("a computer");
    edges.hooks = held.clone();
    let desk = Desk::start(edges).await;
    desk.connect_demo().await;
    desk.ask("person_add", json!({"name": "Ana Lee", "role": "manager", "pin": PIN})).await;
    let ana = desk.ask("people_list", json!({})).await["people"][0]["id"].clone();
    (desk, ana)
}

/// A vault is exported and the console ends while that stands at a point. Gives how the audit says that it ended, and
/// how many files there are.
async fn cut_off(at: usize, how: End) -> (Vec<Value>, usize) {
    let held = Held::at(at);
    let (desk, ana) = exporting_at(&held).await;
    let is_cut = Cell::new(false);
    let exporting = async {
        let answer = desk.call("vault_export", json!({"passphrase": "seven quiet otters", "pin": PIN})).await;
        is_cut.set(true);
        held.let_go();
        answer
    };
    let ending = async {
        held.reached.notified().await;
        let passing = async {
            // A thread at work keeps tokio's time from going on by itself.
            while !is_cut.get() {
                tokio::time::advance(Duration::from_millis(100)).await;
            }
        };
        tokio::join!(end(&desk, how), passing)
    };
    let (answer, _) = tokio::join!(exporting, ending);
    assert_eq!(answer.err(), Some(Failure::Locked), "{how:?} at {at}");
    let mut edges = desk.close().await;
    edges.hooks = Arc::new(NoHooks);
    let desk = Desk::start(edges).await;
    desk.ask("person_sign_in", json!({"person": ana, "pin": PIN})).await;
    let names = fs::read_dir(desk.folder().join("exports"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    let names: Vec<_> = names.collect();
    assert!(names.iter().all(|name| name.ends_with(".daybook-vault")), "no part is left: {names:?}");
    let lines = desk.ask("audit_read", json!({"limit": 50, "kind": "export"})).await;
    let lines = lines["rows"].as_array().expect("lines").iter().map(|line| line["outcome"].clone()).collect();
    desk.close().await;
    (lines, names.len())
}

#[tokio::test(start_paused = true)]
async fn a_lock_or_the_end_in_the_middle_of_an_export_leaves_a_file_that_is_on_record_or_none() {
    for how in [End::Lock, End::Close] {
        for at in 1..=3 {
            assert_eq!(cut_off(at, how).await, (vec![json!("begun")], 0), "{how:?} at {at}");
        }
        assert_eq!(cut_off(4, how).await, (vec![json!("done")], 1), "{how:?} once it is there");
    }
}

/// A lock cuts an export off in the middle of a step, which goes on for a while, or until it is locked. Says whether
/// the lock was done by then.
async fn is_locked_before_the_step_ends(goes_on: Option<Duration>) -> bool {
    let held = Held::at(3);
    let (desk, _) = exporting_at(&held).await;
    let (is_cut, is_locked, began) = (Cell::new(false), Cell::new(false), Notify::new());
    let exporting = async {
        let answer = desk.call("vault_export", json!({"passphrase": "seven quiet otters", "pin": PIN})).await;
        is_cut.set(true);
        answer
    };
    let locking = async {
        held.reached.notified().await;
        began.notify_one();
        desk.ask("console_lock", json!({})).await;
        is_locked.set(true);
    };
    let step = async {
        // A thread at work keeps tokio's time from going on by itself.
        let pass = || tokio::time::advance(Duration::from_millis(100));
        began.notified().await;
        while !is_cut.get() {
            pass().await;
        }
        let cut = tokio::time::Instant::now();
        while goes_on.map_or(!is_locked.get(), |goes_on| cut.elapsed() < goes_on) {
            pass().await;
        }
        let was_locked = is_locked.get();
        held.let_go();
        was_locked
    };
    let (answer, (), was_locked) = tokio::join!(exporting, locking, step);
    assert_eq!(answer.err(), Some(Failure::Locked));
    desk.close().await;
    was_locked
}

#[tokio::test(start_paused = true)]
async fn a_lock_waits_for_the_thread_of_an_export_that_it_cut_off_and_not_for_ever() {
    let early = is_locked_before_the_step_ends(Some(Duration::from_secs(2))).await;
    assert!(!early, "the key that the thread holds is gone before it is locked");
    let late = is_locked_before_the_step_ends(None).await;
    assert!(late, "a step that does not end keeps nothing else open");
}
