//! What is removed is gone from the pages too, for whoever has the key; what is kept is kept.

use std::path::Path;

use chrono::{DateTime, Utc};
use model::{Allergies, Contact, Patient, PatientId, PatientStatus, PersonName, Phi, Secret};
use rusqlite::{Connection, MAIN_DB};

use crate::connection::{Durability, reader, writer};
use crate::handle::VaultFile;
use crate::schema::{CACHE, VAULT, create};
use crate::{
    ConnectionId, Detail, Ending, FileId, FileKey, MasterKey, NewWrite, Resolution, StoredTokens, WriteId,
    Writer,
};

const CANARY: &str = "Zyzzyva";
const OTHER: &str = "Quagmire";

fn key() -> FileKey {
    MasterKey::from_bytes([7; 32]).derive(&FileId::from_hex("aa"))
}

fn day(day: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + day * 86_400, 0).expect("an instant")
}

fn here() -> ConnectionId {
    ConnectionId::new("here")
}

/// How often words stand in the pages of a file in the clear, the free ones among them.
fn found(path: &Path, words: &str) -> usize {
    let mut sql = reader(path, &key()).expect("opens");
    let pages = sql.serialize(MAIN_DB).expect("the pages");
    assert!(pages.starts_with(b"SQLite format 3"), "they are in the clear");
    pages.windows(words.len()).filter(|window| *window == words.as_bytes()).count()
}

fn write(id: &str, follows: Option<&str>, words: &str) -> NewWrite {
    NewWrite {
        id: WriteId::new(id),
        connection: here(),
        kind: "patient-update".to_owned(),
        subject: Some(PatientId::new(words)),
        payload: Phi::new(format!("{{\"name\":\"{words} {id}\"}}")),
        before: Phi::new(format!("{{\"name\":\"{words}\"}}")),
        follows: follows.map(WriteId::new),
        by: "ana".to_owned(),
        at: day(0),
    }
}

fn somebody(id: &str, name: &str) -> Patient {
    let first = Phi::new(format!("{name}ette"));
    Patient {
        id: PatientId::new(id),
        name: PersonName { first, last: Phi::new(name.to_owned()), ..PersonName::default() },
        dob: Phi::new(None),
        sex: Phi::new(None),
        status: PatientStatus::Active,
        deceased: Phi::new(None),
        contact: Contact::default(),
        language: Phi::new(None),
        department: None,
        primary_department: None,
        primary_provider: None,
        balances: None,
        first_visit: None,
        last_visit: None,
        previous_ids: Vec::new(),
    }
}

fn vault(path: &Path) -> Connection {
    let mut sql = writer(path, &key(), Durability::Full).expect("opens");
    create(&mut sql, &VAULT, 1, |_| ()).expect("made");
    sql
}

fn fold(sql: &Connection) {
    sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("folded in");
}

/// A practice with its secret, its tokens, its patients and its writes, open ones and ended ones.
fn practice(writer: &mut Writer<'_, VaultFile>, words: &str) {
    let tokens = StoredTokens {
        access: Secret::new(format!("{words} access")),
        refresh: Some(Secret::new(format!("{words} refresh"))),
        issued: day(0),
        expires: day(1),
    };
    writer.put_tokens("a key", &tokens).expect("kept");
    writer.put_client_secret(&here(), &Secret::new(words)).expect("kept");
    for at in 0..40 {
        writer.remember(&here(), &PatientId::new(format!("{words}{at}")), day(at)).expect("kept");
        let mine = write(&format!("{at}"), None, words);
        writer.journal_draft(&mine).expect("drafted");
        writer.journal_release(&mine.id, "desktop", day(0)).expect("released");
        writer.journal_intend(&mine.id, &mine.before, &mine.payload, day(0)).expect("intended");
        if at % 4 > 0 {
            writer.journal_send(&mine.id, day(0)).expect("sent");
        }
        if at % 4 > 1 {
            writer.journal_lose(&mine.id, crate::WriteReason::NoAnswer).expect("unknown");
        }
        if at % 4 > 2 {
            let ending = Ending { resolution: Resolution::ReadBack, by: None, at: day(1) };
            writer.journal_confirm(&mine.id, None, None, &ending).expect("confirmed");
        }
    }
}

#[test]
fn nothing_of_a_removed_practice_is_left_in_the_vaults_pages() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.db");
    let sql = vault(&path);
    let mut writer = Writer::new(&sql);
    practice(&mut writer, CANARY);
    writer.put_setting("stays", &OTHER).expect("kept");
    fold(&sql);
    assert!(found(&path, CANARY) > 100, "the canaries are in the pages");
    writer.clear_tokens("a key").expect("cleared");
    writer.clear_client_secret(&here()).expect("cleared");
    writer.forget_recent(&here()).expect("forgotten");
    assert_eq!(writer.journal_forget(&here()).expect("a count"), 20, "nobody knows what became of these");
    let ended = Ending { resolution: Resolution::Person, by: Some("ana".to_owned()), at: day(2) };
    for at in (0..40).filter(|at| [1, 2].contains(&(at % 4))) {
        let id = WriteId::new(at.to_string());
        writer.journal_reject(&id, crate::WriteReason::NotCarriedOut, (None, None), &ended).expect("ended");
    }
    assert_eq!(writer.journal_forget(&here()).expect("forgotten"), 0);
    assert_eq!(found(&path, CANARY), 0, "none of them is left, in use or free");
    fold(&sql);
    assert_eq!(
        std::fs::metadata(dir.path().join("a.db-wal")).map_or(0, |log| log.len()),
        0,
        "nor in the log"
    );
    assert_eq!(found(&path, CANARY), 0);
    assert!(found(&path, OTHER) > 0, "what stays is there");
}

#[test]
fn nothing_of_whoever_leaves_the_copy_is_left_in_its_pages() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.db");
    let mut sql = writer(&path, &key(), Durability::Ordered).expect("opens");
    create(&mut sql, &CACHE, 1, |_| ()).expect("made");
    let mut copy = Writer::new(&sql);
    let old: Vec<_> = (0..300).map(|at| somebody(&format!("old{at}"), CANARY)).collect();
    let new: Vec<_> = (0..20).map(|at| somebody(&format!("new{at}"), OTHER)).collect();
    copy.put_patients(&old, day(0), Detail::Full).expect("put");
    copy.put_patients(&new, day(90), Detail::Full).expect("put");
    let told = Allergies { note: Some(Phi::new(CANARY.to_owned())), ..Allergies::default() };
    for patient in &old {
        copy.put_allergies(&patient.id, &told, day(0)).expect("put");
    }
    let folded = CANARY.to_lowercase();
    assert!(found(&path, CANARY) >= 300 && found(&path, &folded) > 0, "as a record and in the search");
    assert_eq!(copy.forget_people_before(day(30)).expect("forgotten"), 300);
    assert_eq!(copy.forget_people_before(day(30)).expect("forgotten"), 0);
    assert_eq!((found(&path, CANARY), found(&path, &folded)), (0, 0), "neither in the search");
    assert_eq!(copy.held_patients().expect("a count"), 20);
}

#[test]
fn ended_writes_and_the_lately_opened_go_by_their_age_and_what_is_open_or_unseen_stays() {
    let dir = tempfile::tempdir().expect("a folder");
    let sql = vault(&dir.path().join("a.db"));
    let mut writer = Writer::new(&sql);
    practice(&mut writer, OTHER);
    let ended = |at: &str| WriteId::new(at);
    for at in ["3", "7"] {
        writer.journal_seen(&ended(at), day(2)).expect("seen");
    }
    writer.journal_draft(&write("after", Some("7"), OTHER)).expect("drafted");
    assert_eq!(writer.forget_ended_before(day(1)).expect("forgotten"), 0, "it ended at that very instant");
    assert_eq!(writer.forget_ended_before(day(3)).expect("forgotten"), 1, "one is followed, the rest unseen");
    assert!(writer.journal_row(&ended("3")).expect("a read").is_none());
    assert!(writer.journal_row(&ended("7")).expect("a read").is_some());
    assert_eq!(writer.forget_opened_before(day(30)).expect("forgotten"), 30);
    assert_eq!(writer.recent(&here(), 100).expect("a read").len(), 10);
}
