//! The program dies at each point that a write passes in the vault. What is on the disk then is opened
//! again: nothing is lost, nothing is written twice, nothing is said to be saved that is not.

use acceptance::{Canaries, Desk, Edges};
use sandbox::Fault;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::killed::{Cut, at, copied};
use crate::recovery::{assert_told_nowhere, clear_words};
use crate::writing::{applied, newcomer, release, somebody};

const PHONE: &str = "5855550142";
const MAIL: &str = "somebody.new@example.org";

/// A computer whose copy is filled, and what no file of it may tell.
struct Filled {
    computer: TempDir,
    words: Canaries,
}

async fn prepared() -> Filled {
    let computer = tempfile::tempdir().expect("a folder");
    let mut desk = Desk::start(at(Edges::new().expect("a computer"), computer.path())).await;
    desk.connect_demo().await;
    desk.filled().await;
    let edges = desk.close().await;
    Filled { computer, words: clear_words(&edges).and(PHONE).and(MAIL) }
}

fn only(page: &Value) -> Value {
    page["rows"].as_array().and_then(|rows| rows.first()).cloned().unwrap_or(Value::Null)
}

/// What a person was answered: the id of a draft, and that it was released.
#[derive(Default)]
struct Answered {
    drafted: Option<String>,
    released: bool,
}

/// Drafts and releases. A person whose press failed does not press again.
async fn write(desk: &Desk, create: bool) -> Answered {
    let mut answered = Answered::default();
    let drafted = if create {
        desk.call("write_create", json!({"fields": newcomer(PHONE), "ruledOut": []})).await
    } else {
        let patient = somebody(desk).id.to_string();
        let Ok(form) = desk.call("patient_form", json!({"patient": patient})).await else { return answered };
        let mut fields = form["fields"].as_array().expect("fields").iter();
        let saw = fields.find(|field| field["field"] == "email").expect("the field")["value"].clone();
        let changes = json!([{"field": "email", "saw": saw, "value": MAIL}]);
        desk.call("write_edit", json!({"patient": patient, "changes": changes})).await
    };
    let Ok(drafted) = drafted else { return answered };
    let confirmed = json!({"write": drafted["write"], "confirmed": ["name", "dob"]});
    answered.drafted = drafted["write"].as_str().map(str::to_owned);
    answered.released = desk.call("write_release", confirmed).await.is_ok();
    answered
}

/// What a person was answered stands in the journal; each step that stands there is on record, and no other.
async fn assert_kept(desk: &Desk, answered: &Answered, create: bool, what: &str) {
    let row = only(&desk.ask("write_list", json!({"limit": 5})).await);
    if let Some(id) = &answered.drafted {
        assert_eq!(row["id"], id.as_str(), "{what}: what was answered is not lost");
    }
    let is_released = row["stage"] != "draft";
    assert!(is_released || !answered.released, "{what}: released is released, {row}");
    let drafted = if create { "drafted a registration" } else { "drafted a change of a patient" };
    let mut steps: Vec<Value> = Vec::new();
    if row != Value::Null {
        steps.extend(is_released.then(|| "had a draft written".into()));
        steps.push(drafted.into());
    }
    let audit = desk.ask("audit_read", json!({"limit": 50, "kind": "write"})).await;
    let rows = audit["rows"].as_array().expect("rows").iter();
    let said: Vec<_> = rows.map(|line| (&line["words"], &line["write"]["id"])).collect();
    let steps: Vec<_> = steps.iter().map(|words| (words, &row["id"])).collect();
    assert_eq!(said, steps, "{what}: a step and its entry are kept together or not at all");
}

/// Whether it died before the write was over.
async fn dies_at(point: u32, create: bool, fault: Option<Fault>, filled: &Filled) -> bool {
    let computer = tempfile::tempdir().expect("a folder");
    copied(filled.computer.path(), computer.path());
    let kill = Cut::of(computer.path());
    let mut edges = at(Edges::new().expect("a computer"), computer.path());
    edges.hooks = kill.clone();
    let practice = edges.practice.clone();
    let desk = Desk::start(edges).await;
    fault.into_iter().for_each(|fault| practice.sandbox().set_fault_once(fault));
    kill.arm(point);
    let answered = write(&desk, create).await;
    for _ in 0..600 {
        if kill.is_dead() || !answered.released {
            break;
        }
        let page = desk.call("write_list", json!({"limit": 5})).await;
        if page.is_ok_and(|page| is_over(&only(&page))) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    let died = kill.is_dead();
    let left = kill.bury();
    desk.close().await;
    let Some((_, left)) = left else { return died };

    let mut edges = at(Edges::new().expect("a computer"), left.path());
    edges.practice = practice;
    assert_told_nowhere(&filled.words, &edges.folder);
    let mut desk = Desk::start(edges).await;
    assert_kept(&desk, &answered, create, &format!("point {point} {fault:?}")).await;
    let page = desk.ask("write_list", json!({"limit": 5})).await;
    let open = only(&page);
    if open["stage"] == "draft" {
        release(&desk, open["id"].as_str().expect("an id")).await;
    }
    let row = if open == Value::Null {
        open
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
    let filled = prepared().await;
    for create in [true, false] {
        for fault in [None, Some(Fault::CommitThenDrop), Some(Fault::DropThenCommit), Some(Fault::WriteLost)]
        {
            let mut point = 1;
            while dies_at(point, create, fault, &filled).await {
                point += 1;
            }
            assert!(point > 10, "a write passes many points, and died at {point}");
        }
    }
}
