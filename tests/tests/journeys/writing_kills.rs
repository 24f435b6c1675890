//! The program dies at each point that a write passes in the vault. What is on the disk then is opened
//! again: nothing is lost, nothing is written twice, nothing is said to be saved that is not.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use acceptance::{Desk, Edges, FileKeychain};
use console::Hooks;
use sandbox::Fault;
use serde_json::{Value, json};
use store::{CrashPoint, Place};

use crate::writing::{applied, newcomer, release, somebody};

const PHONE: &str = "5855550142";
const MAIL: &str = "somebody.new@example.org";

/// At the n-th point of the vault from when it is set, keeps what lies on the disk, as a cut of the power
/// would leave it, and lets nothing more of this program be written.
struct Kill {
    computer: PathBuf,
    left: AtomicU32,
    kept: Mutex<Option<tempfile::TempDir>>,
}

impl Kill {
    fn is_dead(&self) -> bool {
        self.kept.lock().expect("not poisoned").is_some()
    }
}

impl Hooks for Kill {
    fn step(&self, point: CrashPoint) {
        let dies = || std::panic::resume_unwind(Box::new("dead"));
        if self.is_dead() {
            dies();
        }
        if point.place != Place::Vault || self.left.load(Ordering::SeqCst) == 0 {
            return;
        }
        if self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            let copy = tempfile::tempdir().expect("a folder");
            copied(&self.computer, copy.path());
            *self.kept.lock().expect("not poisoned") = Some(copy);
            dies();
        }
    }
}

fn copied(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let into = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            fs::create_dir(&into).expect("made");
            copied(&entry.path(), &into);
        } else {
            match fs::copy(entry.path(), into) {
                // One that is gone again, such as a file that was to take another's place, was not left.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                copied => drop(copied.expect("copied")),
            }
        }
    }
}

fn at(mut edges: Edges, computer: &Path) -> Edges {
    edges.folder = computer.join("profile");
    edges.keychain = Arc::new(FileKeychain::new(computer.join("keychain.json")));
    edges
}

/// A computer whose copy is filled.
async fn prepared(computer: &Path) {
    let mut desk = Desk::start(at(Edges::new().expect("a computer"), computer)).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk.close().await;
}

fn only(page: &Value) -> Value {
    page["rows"].as_array().and_then(|rows| rows.first()).cloned().unwrap_or(Value::Null)
}

/// Writes until it is over or the program dies. A person whose press failed does not press again.
async fn write(desk: &Desk, create: bool) -> Option<()> {
    let drafted = if create {
        desk.call("write_create", json!({"fields": newcomer(PHONE), "ruledOut": []})).await.ok()?
    } else {
        let patient = somebody(desk).id.to_string();
        let form = desk.call("patient_form", json!({"patient": patient})).await.ok()?;
        let fields = form["fields"].as_array()?;
        let saw = fields.iter().find(|field| field["field"] == "email")?["value"].clone();
        let changes = json!([{"field": "email", "saw": saw, "value": MAIL}]);
        desk.call("write_edit", json!({"patient": patient, "changes": changes})).await.ok()?
    };
    let confirmed = json!({"write": drafted["write"], "confirmed": ["name", "dob"]});
    desk.call("write_release", confirmed).await.ok().map(drop)
}

/// Whether it died before the write was over.
async fn dies_at(point: u32, create: bool, fault: Option<Fault>, filled: &Path) -> bool {
    let computer = tempfile::tempdir().expect("a folder");
    copied(filled, computer.path());
    let kill = Arc::new(Kill {
        computer: computer.path().to_owned(),
        left: AtomicU32::new(0),
        kept: Mutex::default(),
    });
    let mut edges = at(Edges::new().expect("a computer"), computer.path());
    edges.hooks = kill.clone();
    let practice = edges.practice.clone();
    let desk = Desk::start(edges).await;
    fault.into_iter().for_each(|fault| practice.sandbox().set_fault_once(fault));
    kill.left.store(point, Ordering::SeqCst);
    let pressed = write(&desk, create).await;
    for _ in 0..600 {
        if kill.is_dead() || pressed.is_none() {
            break;
        }
        let page = desk.call("write_list", json!({"limit": 5})).await;
        if page.is_ok_and(|page| is_over(&only(&page))) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    let died = kill.is_dead();
    let left = kill.kept.lock().expect("not poisoned").take();
    // What is left of the dead program can write nothing any more.
    *kill.kept.lock().expect("not poisoned") = Some(tempfile::tempdir().expect("a folder"));
    desk.close().await;
    let Some(left) = left else { return died };

    let mut edges = at(Edges::new().expect("a computer"), left.path());
    edges.practice = practice;
    let mut desk = Desk::start(edges).await;
    let page = desk.ask("write_list", json!({"limit": 5})).await;
    let open = only(&page);
    let row = if open == Value::Null {
        open
    } else if open["stage"] == "draft" {
        release(&desk, open["id"].as_str().expect("an id")).await;
        only(&desk.until("write_list", json!({"limit": 5}), |page| is_over(&only(page))).await)
    } else {
        only(&desk.until("write_list", json!({"limit": 5}), |page| is_over(&only(page))).await)
    };
    let (name, value) = if create { ("mobilephone", PHONE) } else { ("email", MAIL) };
    let applied = applied(&desk, name, value);
    let saved = usize::from(row["stage"] == "saved");
    assert_eq!(applied, saved, "point {point} {fault:?}: {row}");
    let sound = desk.ask("audit_verify", json!({})).await;
    assert_eq!(sound["troubles"], json!([]), "point {point}: the audit is whole");
    desk.close().await;
    died
}

fn is_over(row: &Value) -> bool {
    row["stage"] == "notSaved" || row["readBack"] == true
}

#[tokio::test(start_paused = true)]
async fn whatever_point_it_dies_at_a_write_is_neither_lost_nor_doubled() {
    let filled = tempfile::tempdir().expect("a folder");
    prepared(filled.path()).await;
    for create in [true, false] {
        for fault in [None, Some(Fault::CommitThenDrop), Some(Fault::DropThenCommit), Some(Fault::WriteLost)]
        {
            let mut point = 1;
            while dies_at(point, create, fault, filled.path()).await {
                point += 1;
            }
            assert!(point > 10, "a write passes many points, and died at {point}");
        }
    }
}
