//! The chain: what is refused, what is found, what verifies elsewhere.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use rusqlite::{Connection, params};

use super::{
    Anchor, AuditCheck, AuditDraft, AuditFilter, AuditFinding, AuditKey, AuditPractice, ExportRefusal,
    read_export,
};
use crate::connection::{Durability, writer};
use crate::handle::VaultFile;
use crate::schema::{VAULT, create};
use crate::{Error, FileId, FileKey, MasterKey, Reader, Writer};

/// Rows of the chain that is tampered with.
const ROWS: u64 = 40;
/// Rows that the older copy has.
const EARLIER: u64 = 31;
/// The authentication of the first row, as the program before emergency access gave it.
const BEFORE: &str = "0045827109815a89f3e19bbf48cce4c46053800b4c21c9a0d1109a2c705aaffa";
/// Columns that may be edited, and whether each may be empty.
const COLUMNS: [(&str, bool); 16] = [
    ("at", false),
    ("person", false),
    ("device", false),
    ("connection", true),
    ("practice", true),
    ("kind", false),
    ("command", false),
    ("words", false),
    ("outcome", false),
    ("patient", true),
    ("search", true),
    ("about", true),
    ("emergency", true),
    ("reason", true),
    ("previous", false),
    ("mac", false),
];

fn file() -> FileId {
    FileId::from_hex("bb02")
}

fn file_key() -> FileKey {
    MasterKey::from_bytes([7; 32]).derive(&file())
}

fn key() -> AuditKey {
    MasterKey::from_bytes([7; 32]).audit(&file())
}

fn open(path: &Path) -> Connection {
    writer(path, &file_key(), Durability::Full).expect("the file opens")
}

fn vault(path: &Path, rows: u64) -> Connection {
    let mut sql = open(path);
    create(&mut sql, &VAULT, 1, |_| {}).expect("the file is made");
    append(&sql, 0..rows);
    sql
}

fn append(sql: &Connection, numbers: std::ops::Range<u64>) -> Anchor {
    let drafts: Vec<_> = numbers.map(draft).collect();
    Writer::<VaultFile>::new(sql).append_audit(&key(), &drafts).expect("the rows are added")
}

fn draft(number: u64) -> AuditDraft {
    AuditDraft {
        at: DateTime::from_timestamp(1_800_000_000 + number.cast_signed(), 0).expect("an instant"),
        person: format!("person {}", number % 3),
        device: "bb02".to_owned(),
        connection: (!number.is_multiple_of(4)).then(|| "one".to_owned()),
        practice: (!number.is_multiple_of(4)).then(|| "195900".to_owned()),
        kind: if number.is_multiple_of(2) { "view" } else { "search" }.to_owned(),
        command: format!("command {}", number % 5),
        words: "did something".to_owned(),
        outcome: "done".to_owned(),
        patient: number.is_multiple_of(2).then(|| format!("{}", 41_880 + number % 6)),
        search: (number % 2 == 1).then(|| key().search(&format!("words {number}"))),
        about: None,
        emergency: (number % 8 > 3).then(|| number / 8 * 8 + 4),
        reason: (number % 8 == 3).then(|| format!("no line since {number}").into()),
    }
}

fn verify(sql: &Connection, anchor: Option<&Anchor>) -> AuditCheck {
    Reader::<VaultFile>::new(sql).verify_audit(&key(), anchor).expect("the rows are read")
}

/// Numbers that follow from a seed.
struct Seed(u64);

impl Seed {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn row(&mut self) -> i64 {
        (self.below(ROWS) + 1).cast_signed()
    }

    fn two_rows(&mut self) -> (i64, i64) {
        let one = self.row();
        let other = (one.cast_unsigned() - 1 + 1 + self.below(ROWS - 1)) % ROWS + 1;
        (one, other.cast_signed())
    }
}

/// A copy of the vault in the hands of somebody who has its key, and not the chain's.
struct Stolen {
    dir: tempfile::TempDir,
    today: PathBuf,
    yesterday: PathBuf,
    anchor: Anchor,
}

impl Stolen {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let (today, yesterday) = (dir.path().join("today.db"), dir.path().join("yesterday.db"));
        let sql = vault(&today, EARLIER);
        sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("folded in");
        fs::copy(&today, &yesterday).expect("copied");
        let anchor = append(&sql, EARLIER..ROWS);
        sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("folded in");
        drop(sql);
        Self { dir, today, yesterday, anchor }
    }

    /// What was done to a copy, and the copy.
    fn tamper(&self, seed: &mut Seed) -> (String, Connection) {
        let copy = self.dir.path().join("copy.db");
        let kind = seed.below(10);
        for beside in ["copy.db", "copy.db-wal", "copy.db-shm"] {
            let _ = fs::remove_file(self.dir.path().join(beside));
        }
        fs::copy(if kind == 0 { &self.yesterday } else { &self.today }, &copy).expect("copied");
        let sql = open(&copy);
        sql.execute_batch(
            "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed; DROP TRIGGER audit_goes_on;
            DROP TRIGGER audit_reason_is_not_changed; DROP TRIGGER audit_reason_is_not_removed;
            DROP TRIGGER audit_reason_is_given_once",
        )
        .expect("whoever has the file drops them");
        let deed = match kind {
            0 => "put yesterday's in its place".to_owned(),
            1 => edit(&sql, seed),
            2 => run(&sql, format!("DELETE FROM audit WHERE sequence = {}", seed.row())),
            3 => swap(&sql, seed),
            4 => run(&sql, format!("DELETE FROM audit WHERE sequence >= {}", seed.row())),
            5 => copy_over(&sql, seed),
            6 => forge(&sql, seed),
            7 => spoil(&sql, seed),
            8 => say_another(&sql, seed),
            _ => forge_before_the_first(&sql, seed),
        };
        (deed, sql)
    }
}

fn run(sql: &Connection, text: String) -> String {
    assert!(sql.execute(&text, []).expect("it runs") > 0, "{text}: nothing was done");
    text
}

fn edit(sql: &Connection, seed: &mut Seed) -> String {
    let (column, may_be_empty) = COLUMNS[usize::try_from(seed.below(COLUMNS.len() as u64)).expect("small")];
    let new = match column {
        "at" => format!("at + {}", 1 + seed.below(90_000)),
        "previous" | "mac" => {
            let at = 1 + seed.below(32);
            format!(
                "CAST(substr({column}, 1, {at} - 1) || CASE substr({column}, {at}, 1) WHEN x'41' THEN x'42' ELSE x'41' END
                || substr({column}, {at} + 1) AS BLOB)"
            )
        }
        "emergency" => format!("coalesce(emergency, 0) + {}", 1 + seed.below(9)),
        "reason" if seed.below(2) == 0 => "CASE WHEN reason IS NULL THEN x'41' END".to_owned(),
        "reason" => "CAST(coalesce(reason, x'') || x'41' AS BLOB)".to_owned(),
        _ if may_be_empty && seed.below(2) == 0 => format!("CASE WHEN {column} IS NULL THEN 'x' END"),
        _ => format!("coalesce({column}, '') || 'x'"),
    };
    run(sql, format!("UPDATE audit SET {column} = {new} WHERE sequence = {}", seed.row()))
}

fn swap(sql: &Connection, seed: &mut Seed) -> String {
    let (one, other) = seed.two_rows();
    for (from, to) in [(one, -1), (other, one), (-1, other)] {
        sql.execute("UPDATE audit SET sequence = ?2 WHERE sequence = ?1", params![from, to])
            .expect("renumbered");
    }
    format!("swapped {one} and {other}")
}

fn copy_over(sql: &Connection, seed: &mut Seed) -> String {
    let (one, other) = seed.two_rows();
    let columns: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let columns = columns.join(", ");
    run(
        sql,
        format!(
            "UPDATE audit SET ({columns}) = (SELECT {columns} FROM audit WHERE sequence = {other}) WHERE sequence = {one}"
        ),
    )
}

/// A row of their own at the end, with another row's authentication.
fn forge(sql: &Connection, seed: &mut Seed) -> String {
    run(
        sql,
        format!(
            "INSERT INTO audit SELECT {}, at, person, device, connection, practice, kind, command, words, outcome,
            patient, search, about, (SELECT mac FROM audit WHERE sequence = {ROWS}), mac, emergency, reason FROM audit WHERE sequence = {}",
            ROWS + 1,
            seed.row()
        ),
    )
}

/// What no row of ours has: bytes that are no text, a time beyond all time, an authentication that is none.
fn spoil(sql: &Connection, seed: &mut Seed) -> String {
    let new = match seed.below(6) {
        0 => "at = 9223372036854775807",
        1 => "at = -9223372036854775808",
        2 => "person = CAST(x'ff' AS TEXT)",
        3 => "words = CAST(x'ff00fe' AS TEXT)",
        4 => "mac = x''",
        _ => "previous = x'00'",
    };
    run(sql, format!("UPDATE audit SET {new} WHERE sequence = {}", seed.row()))
}

/// Another reason than was given, none, or one that nobody gave.
fn say_another(sql: &Connection, seed: &mut Seed) -> String {
    let given = seed.below(ROWS / 8) * 8 + 4;
    run(
        sql,
        match seed.below(4) {
            0 => format!("UPDATE audit_reason SET said = said || 'x' WHERE sequence = {given}"),
            1 => format!("DELETE FROM audit_reason WHERE sequence = {given}"),
            2 => format!("INSERT INTO audit_reason VALUES ({}, 'nobody said so')", given + 1),
            _ => format!("UPDATE audit_reason SET sequence = sequence + 1 WHERE sequence = {given}"),
        },
    )
}

fn forge_before_the_first(sql: &Connection, seed: &mut Seed) -> String {
    run(
        sql,
        format!(
            "INSERT INTO audit SELECT -{}, at, person, device, connection, practice, kind, command, words, outcome,
            patient, search, about, previous, mac, emergency, reason FROM audit WHERE sequence = {}",
            seed.below(3),
            seed.row()
        ),
    )
}

fn wished(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// `DAYBOOK_TAMPERINGS` says how many, `DAYBOOK_SEED` where their seeds begin.
#[test]
fn every_edit_removal_swap_truncation_rollback_and_forgery_is_found() {
    let stolen = Stolen::new();
    let first = wished("DAYBOOK_SEED", 1);
    for seed in first..first + wished("DAYBOOK_TAMPERINGS", 100) {
        let (deed, sql) = stolen.tamper(&mut Seed(seed));
        let found = verify(&sql, Some(&stolen.anchor)).findings;
        assert!(!found.is_empty(), "DAYBOOK_SEED={seed}: {deed}: nothing was found");
        let reader = Reader::<VaultFile>::new(&sql);
        assert!(
            reader.audit_rows(&AuditFilter::default(), 99).is_ok(),
            "DAYBOOK_SEED={seed}: {deed}: not shown"
        );
        assert!(
            reader.export_audit(&key(), "bb02", draft(9).at).is_ok(),
            "DAYBOOK_SEED={seed}: {deed}: stays"
        );
        let at_start = reader.audit_head().expect("a head").count;
        if at_start < ROWS {
            let quick = Reader::<VaultFile>::new(&sql).verify_audit_end(&key(), &stolen.anchor);
            assert!(
                !quick.expect("read").findings.is_empty(),
                "DAYBOOK_SEED={seed}: {deed}: not found at start"
            );
        }
    }
    assert_eq!(
        verify(&open(&stolen.today), Some(&stolen.anchor)).findings,
        [],
        "what nobody touched is sound"
    );
}

#[test]
fn a_chain_ahead_of_its_anchor_is_sound_and_one_behind_it_or_another_is_not() {
    let dir = tempfile::tempdir().expect("a folder");
    let sql = vault(&dir.path().join("a.db"), 3);
    let anchor = Reader::<VaultFile>::new(&sql).audit_head().expect("a head");
    let later = append(&sql, 3..5);
    let whole = verify(&sql, Some(&anchor));
    assert_eq!((whole.entries, whole.head, whole.findings), (5, later, Vec::new()));
    let end = Reader::<VaultFile>::new(&sql).verify_audit_end(&key(), &anchor).expect("read");
    assert_eq!((end.entries, end.findings), (2, Vec::new()), "only what came since is looked at");

    let ahead = Anchor { count: 9, head: [1; 32] };
    assert_eq!(verify(&sql, Some(&ahead)).findings, [AuditFinding::CutOff { anchored: 9, found: 5 }]);
    let other = Anchor { count: 3, head: [1; 32] };
    assert_eq!(verify(&sql, Some(&other)).findings, [AuditFinding::Replaced { anchored: 3 }]);
    assert_eq!(Anchor::from_bytes(&later.to_bytes()), Some(later), "the keychain gives back what it kept");
    assert_eq!(Anchor::from_bytes(b"no anchor"), None);
}

#[test]
fn the_vault_refuses_to_change_remove_or_replace_a_row() {
    let dir = tempfile::tempdir().expect("a folder");
    let sql = vault(&dir.path().join("a.db"), 4);
    for text in [
        "UPDATE audit SET person = 'nobody'",
        "DELETE FROM audit WHERE sequence = 4",
        "INSERT OR REPLACE INTO audit SELECT sequence, at, 'nobody', device, connection, practice, kind, command,
            words, outcome, patient, search, about, previous, mac, emergency, reason FROM audit WHERE sequence = 2",
        "INSERT INTO audit SELECT 9, at, person, device, connection, practice, kind, command, words, outcome,
            patient, search, about, previous, mac, emergency, reason FROM audit WHERE sequence = 2",
        "UPDATE audit_reason SET said = 'another'",
        "DELETE FROM audit_reason",
        "INSERT OR REPLACE INTO audit_reason VALUES (4, 'another')",
        "INSERT INTO audit_reason VALUES (2, 'of a row that has none')",
        "INSERT INTO audit_reason VALUES (9, 'of no row')",
    ] {
        assert!(sql.execute(text, []).is_err(), "{text}");
    }
    assert_eq!(verify(&sql, None).findings, []);
}

#[test]
fn rows_are_found_by_person_kind_patient_and_time_the_latest_first() {
    let dir = tempfile::tempdir().expect("a folder");
    let sql = vault(&dir.path().join("a.db"), 12);
    let numbers = |filter: AuditFilter, limit| {
        let rows = Reader::<VaultFile>::new(&sql).audit_rows(&filter, limit).expect("read");
        rows.iter().map(|row| row.sequence).collect::<Vec<_>>()
    };
    assert_eq!(numbers(AuditFilter::default(), 3), [12, 11, 10]);
    assert_eq!(numbers(AuditFilter { before: Some(10), ..AuditFilter::default() }, 3), [9, 8, 7]);
    let person = Some("person 1".to_owned());
    assert_eq!(numbers(AuditFilter { person, ..AuditFilter::default() }, 9), [11, 8, 5, 2]);
    let patients = vec!["41882".to_owned(), "41884".to_owned()];
    assert_eq!(numbers(AuditFilter { patients, ..AuditFilter::default() }, 9), [11, 9, 5, 3]);
    let kind = Some("search".to_owned());
    let (from, until) = (Some(draft(2).at), Some(draft(6).at));
    assert_eq!(numbers(AuditFilter { kind, from, until, ..AuditFilter::default() }, 9), [6, 4]);
}

#[test]
fn rows_are_found_by_the_practice_over_whatever_connection_it_had() {
    let dir = tempfile::tempdir().expect("a folder");
    let sql = vault(&dir.path().join("a.db"), 0);
    let over = |connection: Option<&str>, practice: Option<&str>| AuditDraft {
        connection: connection.map(str::to_owned),
        practice: practice.map(str::to_owned),
        ..draft(2)
    };
    let drafts = [
        over(Some("one"), Some("195900")),
        over(Some("two"), Some("195900")),
        over(Some("gone"), Some("195900")),
        over(Some("gone"), Some("7")),
        over(None, None),
    ];
    Writer::<VaultFile>::new(&sql).append_audit(&key(), &drafts).expect("the rows are added");
    let numbers = |connection: &str, number: &str, others: &[&str]| {
        let (connection, number) = (connection.to_owned(), number.to_owned());
        let others = others.iter().map(|other| (*other).to_owned()).collect();
        let practice = Some(AuditPractice { connection, number, others });
        let filter = AuditFilter { practice, ..AuditFilter::default() };
        let rows = Reader::<VaultFile>::new(&sql).audit_rows(&filter, 9).expect("read");
        rows.iter().map(|row| row.sequence).collect::<Vec<_>>()
    };
    assert_eq!(numbers("one", "195900", &["two"]), [3, 1], "two is another environment's");
    assert_eq!(numbers("two", "195900", &["one"]), [3, 2]);
    assert_eq!(numbers("three", "7", &["one", "two"]), [4], "added again, it has its past");
}

#[test]
fn an_export_verifies_by_itself_and_no_line_of_it_can_be_changed() {
    let dir = tempfile::tempdir().expect("a folder");
    let sql = vault(&dir.path().join("a.db"), 4);
    sql.execute_batch(
        "INSERT INTO person (id, name, role, salt, hash, memory_kib, passes, lanes, removed) VALUES
            ('person 1', 'Ana Lee', 'manager', x'00', x'00', 1, 1, 1, 0),
            ('person 2', 'Ben Ross', 'biller', x'00', x'00', 1, 1, 1, 1)",
    )
    .expect("people");
    let reader = Reader::<VaultFile>::new(&sql);
    let text = reader.export_audit(&key(), "bb02", draft(9).at).expect("exported");
    let read = read_export(&text).expect("it verifies");
    let called: Vec<_> = read.people.iter().map(|known| (known.id.as_str(), known.name.as_str())).collect();
    assert_eq!(
        called,
        [("person 1", "Ana Lee"), ("person 2", "Ben Ross")],
        "whoever was removed has a name too"
    );
    assert_eq!(read_export(&text.replacen("Ben Ross", "Ann Ross", 1)), Err(ExportRefusal::Altered));
    assert_eq!((read.device.as_str(), read.exported), ("bb02", draft(9).at));
    assert_eq!(read.anchor, reader.audit_head().expect("a head"), "it carries the anchor");
    assert_eq!(read.fingerprint, key().fingerprint(), "and the key by which it is known");
    assert_eq!(read.fingerprint.len(), 39, "eight groups of four digits");

    let lines: Vec<&str> = text.lines().collect();
    let joined = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    assert_eq!(read_export(&joined(&lines)), Ok(read.clone()));
    let saved = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(read_export(&saved), Ok(super::ExportedAudit { resaved: true, ..read }), "by an editor");
    assert_eq!(read_export(&saved.replace("person 1", "person 2")), Err(ExportRefusal::Altered));
    for gone in 0..lines.len() {
        let mut fewer = lines.clone();
        fewer.remove(gone);
        assert!(read_export(&joined(&fewer)).is_err(), "line {gone} is missing");
    }
    assert_eq!(read_export(&text.replace("person 1", "person 2")), Err(ExportRefusal::Altered));
    for cut in 0..text.len() {
        assert!(read_export(&text[..cut]).is_err(), "cut off at {cut}");
    }
}

#[test]
fn another_reason_than_was_given_is_found_at_the_start_by_a_whole_look_and_in_an_export() {
    let dir = tempfile::tempdir().expect("a folder");
    let sql = vault(&dir.path().join("a.db"), 12);
    let reader = Reader::<VaultFile>::new(&sql);
    let anchor = reader.audit_head().expect("a head");
    let rows = reader.audit_rows(&AuditFilter::default(), 12).expect("read");
    let said = |sequence: u64| rows.iter().find(|row| row.sequence == sequence).map(|row| row.entry.clone());
    let opened = said(4).expect("a row");
    assert_eq!(opened.reason.map(model::Phi::into_exposed).as_deref(), Some("no line since 3"));
    assert_eq!(said(5).and_then(|entry| entry.emergency), Some(4), "what was done by it names it");
    let text = reader.export_audit(&key(), "bb02", draft(9).at).expect("exported");
    assert!(text.contains("no line since 3") && read_export(&text).is_ok());

    sql.execute_batch(
        "DROP TRIGGER audit_reason_is_not_changed; UPDATE audit_reason SET said = 'she asked' WHERE sequence = 4",
    )
    .expect("whoever has the file does that");
    let found = [AuditFinding::Reason { sequence: 4 }];
    assert_eq!(verify(&sql, Some(&anchor)).findings, found);
    assert_eq!(reader.verify_audit_end(&key(), &anchor).expect("read").findings, found, "at the start");
    let text = reader.export_audit(&key(), "bb02", draft(9).at).expect("exported");
    assert_eq!(read_export(&text), Err(ExportRefusal::Broken));
}

#[test]
fn rows_of_before_emergency_access_are_authenticated_as_they_were() {
    let dir = tempfile::tempdir().expect("a folder");
    let sql = vault(&dir.path().join("a.db"), 1);
    let mac: Vec<u8> =
        sql.query_row("SELECT mac FROM audit", [], |row| row.get(0)).expect("an authentication");
    assert_eq!(crate::key::hex(&mac).as_str(), BEFORE);
}

#[test]
fn a_search_is_known_again_and_cannot_be_guessed_without_the_key() {
    let other = MasterKey::from_bytes([8; 32]).audit(&file());
    assert_eq!(key().search("Ross  ana"), key().search(" ross Ana"), "the same words");
    assert_ne!(key().search("ross ana"), key().search("ross anna"));
    assert_ne!(key().search("ross ana"), other.search("ross ana"), "another vault's key");
    assert_eq!(format!("{:?}", key()), "<audit key>");
}

#[test]
fn a_failed_addition_leaves_the_chain_as_it_was() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut sql = vault(&dir.path().join("a.db"), 2);
    let transaction = sql.transaction().expect("begun");
    append(&transaction, 2..4);
    transaction.rollback().expect("rolled back");
    assert_eq!(verify(&sql, None).entries, 2);
    append(&sql, 2..3);
    assert_eq!(verify(&sql, None).findings, Vec::<AuditFinding>::new());
    assert_eq!(Reader::<VaultFile>::new(&sql).audit_head().map(|head| head.count), Ok::<_, Error>(3));
}

#[test]
fn what_was_begun_stands_as_one_row_that_says_how_it_ended_or_as_begun() {
    let dir = tempfile::tempdir().expect("a folder");
    let sql = vault(&dir.path().join("a.db"), 0);
    let told = |outcome: &str| AuditDraft { outcome: outcome.to_owned(), ..draft(1) };
    let told = ["begun", "begun", "failed", "begun", "done", "refused"].map(told);
    Writer::<VaultFile>::new(&sql).append_audit(&key(), &told).expect("the rows are added");
    let rows = Reader::<VaultFile>::new(&sql).audit_rows(&AuditFilter::default(), 9).expect("read");
    let rows: Vec<_> = rows.iter().map(|row| (row.sequence, row.entry.outcome.as_str())).collect();
    assert_eq!(rows, [(6, "refused"), (5, "done"), (3, "failed"), (1, "begun")], "the first broke off");
}
