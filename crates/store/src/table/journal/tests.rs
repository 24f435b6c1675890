//! The ways of a write: each from where it may be taken, from nowhere else, and by the table too.

use model::{PatientId, Phi};
use rusqlite::Connection;

use super::{
    Ending, Intended, JournalCounts, JournalPlace, JournalRow, NewWrite, Resolution, WriteId, WriteReason,
    WriteState,
};
use crate::connection::{Durability, writer};
use crate::handle::VaultFile;
use crate::schema::{VAULT, create};
use crate::{ConnectionId, Error, FileId, MasterKey, Reader, Writer};

struct Vault {
    sql: Connection,
    _dir: tempfile::TempDir,
}

fn at(second: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(1_700_000_000 + second, 0).expect("an instant")
}

fn phi(text: &str) -> Phi<String> {
    Phi::new(text.to_owned())
}

fn ending(resolution: Resolution) -> Ending {
    Ending { resolution, by: (resolution == Resolution::Person).then(|| "ana".to_owned()), at: at(9) }
}

fn here() -> ConnectionId {
    ConnectionId::new("here")
}

impl Vault {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let key = MasterKey::from_bytes([7; 32]).derive(&FileId::from_hex("aa"));
        let mut sql = writer(&dir.path().join("a.db"), &key, Durability::Full).expect("the file opens");
        create(&mut sql, &VAULT, 1, |_| ()).expect("the file is made");
        Self { sql, _dir: dir }
    }

    fn writer(&self) -> Writer<'_, VaultFile> {
        Writer::new(&self.sql)
    }

    fn draft(&self, id: &str, subject: &str, payload: &str) -> WriteId {
        let id = WriteId::new(id);
        let write = NewWrite {
            id: id.clone(),
            connection: here(),
            kind: "patient-update".to_owned(),
            subject: Some(PatientId::new(subject)),
            payload: phi(payload),
            before: phi("{}"),
            follows: None,
            by: "ana".to_owned(),
            at: at(0),
        };
        self.writer().journal_draft(&write).expect("drafted");
        id
    }

    /// A write that has come to a state by the ways there are.
    fn standing(&self, state: WriteState) -> WriteId {
        let id = self.draft("w", "7", "{}");
        let mut writer = self.writer();
        writer.journal_release(&id, "desktop", at(1)).expect("released");
        if state == WriteState::Drafted {
            return id;
        }
        assert_eq!(writer.journal_intend(&id, &phi("{}"), &phi("{}"), at(2)), Ok(Intended::Now));
        if state == WriteState::Intent {
            return id;
        }
        writer.journal_send(&id, at(3)).expect("sent");
        let done = match state {
            WriteState::Sent => Ok(()),
            WriteState::Confirmed => writer.journal_confirm(&id, None, None, &ending(Resolution::Answer)),
            WriteState::Rejected => {
                writer.journal_reject(&id, WriteReason::Refused, (None, None), &ending(Resolution::Answer))
            }
            _ => writer.journal_lose(&id, WriteReason::NoAnswer),
        };
        done.expect("it comes to its state");
        id
    }

    fn state(&self, id: &WriteId) -> WriteState {
        let reader = Reader::<VaultFile>::new(&self.sql);
        reader.journal_row(id).expect("a read").expect("a row").state
    }
}

type Move = fn(&mut Writer<'_, VaultFile>, &WriteId) -> Result<(), Error>;

use WriteState::{Confirmed, Drafted, Intent, Rejected, Sent, Unknown};

/// Each way, from where it may be taken, and where it leads.
const MOVES: &[(&str, Move, &[WriteState], WriteState)] = &[
    ("redraft", |w, id| w.journal_redraft(id, &phi("{}"), &phi("{}"), at(5)), &[Drafted], Drafted),
    ("release", |w, id| w.journal_release(id, "desktop", at(5)), &[Drafted], Drafted),
    ("hold", |w, id| w.journal_hold(id, WriteReason::ChangedMeanwhile, None), &[Drafted, Intent], Drafted),
    (
        "intend",
        |w, id| w.journal_intend(id, &phi("{}"), &phi("{}"), at(5)).map(|_| ()),
        &[Drafted, Intent],
        Intent,
    ),
    ("send", |w, id| w.journal_send(id, at(5)), &[Intent], Sent),
    ("not sent", |w, id| w.journal_not_sent(id, WriteReason::NoConnection), &[Sent], Intent),
    ("lose", |w, id| w.journal_lose(id, WriteReason::NoAnswer), &[Sent], Unknown),
    ("read back", |w, id| w.journal_read_back(id, None, at(5)), &[Unknown], Unknown),
    (
        "confirm",
        |w, id| w.journal_confirm(id, None, None, &ending(Resolution::ReadBack)),
        &[Sent, Unknown],
        Confirmed,
    ),
    (
        "reject",
        |w, id| w.journal_reject(id, WriteReason::NotCarriedOut, (None, None), &ending(Resolution::Person)),
        &[Sent, Unknown],
        Rejected,
    ),
    ("withdraw", |w, id| w.journal_withdraw(id, "ana", at(5)), &[Drafted, Intent], Rejected),
    ("seen", |w, id| w.journal_seen(id, at(5)), &[Rejected], Rejected),
    ("kept", |w, id| w.journal_kept(id, &phi("{}"), at(5)), &[Confirmed], Confirmed),
];

#[test]
fn each_way_is_taken_from_where_it_may_and_from_nowhere_else() {
    for (name, take, from, to) in MOVES {
        for start in WriteState::ALL {
            if (*name, *start) == ("seen", Confirmed) {
                continue;
            }
            let vault = Vault::new();
            let id = vault.standing(*start);
            let taken = take(&mut vault.writer(), &id);
            if from.contains(start) {
                assert_eq!((taken, vault.state(&id)), (Ok(()), *to), "{name} from {}", start.word());
            } else {
                assert_eq!(taken, Err(Error::OutOfTurn), "{name} from {}", start.word());
                assert_eq!(vault.state(&id), *start, "{name} changes nothing");
            }
        }
    }
}

#[test]
fn the_table_itself_refuses_every_other_way() {
    let mut refused = 0;
    for start in WriteState::ALL {
        for end in WriteState::ALL {
            let vault = Vault::new();
            let id = vault.standing(*start);
            let sql = "UPDATE journal SET state = ?2, fingerprint = coalesce(fingerprint, x'00'), sent = 1,
                ended = 1, resolution = 'answer', reason = 'refused' WHERE id = ?1";
            let done = vault.sql.execute(sql, [id.as_str(), end.word()]);
            let known =
                MOVES.iter().any(|(_, _, from, to)| from.contains(start) && to == end && start != end);
            if start == end {
                continue;
            }
            assert_eq!(done.is_ok(), known, "{} to {}", start.word(), end.word());
            refused += usize::from(done.is_err());
        }
    }
    assert_eq!(refused, 19, "of thirty ways between two states, eleven are taken");
}

#[test]
fn what_was_sent_does_not_change_and_what_is_open_stays() {
    for state in WriteState::ALL {
        let vault = Vault::new();
        let id = vault.standing(*state);
        let changed = vault.sql.execute("UPDATE journal SET payload = 'x' WHERE id = ?1", [id.as_str()]);
        assert_eq!(changed.is_ok(), *state == Drafted, "{}", state.word());
        let before = vault.sql.execute("UPDATE journal SET before = 'x' WHERE id = ?1", [id.as_str()]);
        assert_eq!(before.is_ok(), matches!(state, Drafted | Intent), "{}", state.word());
        let removed = vault.sql.execute("DELETE FROM journal WHERE id = ?1", [id.as_str()]);
        assert_eq!(removed.is_ok(), state.is_ended(), "{}", state.word());
    }
    let vault = Vault::new();
    let skipped = vault.sql.execute(
        "INSERT INTO journal (id, connection, kind, payload, before, state, fingerprint, drafted_by, drafted)
        VALUES ('w', 'c', 'k', 'p', 'b', 'intent', x'00', 'ana', 1)",
        [],
    );
    assert!(skipped.is_err(), "a write begins as a draft");
}

#[test]
fn a_draft_that_nobody_released_is_not_sent() {
    let vault = Vault::new();
    let id = vault.draft("w", "7", "{}");
    assert_eq!(vault.writer().journal_intend(&id, &phi("{}"), &phi("{}"), at(1)), Err(Error::OutOfTurn));
    vault.writer().journal_release(&id, "desktop", at(1)).expect("released");
    vault.writer().journal_redraft(&id, &phi("{}"), &phi("{}"), at(2)).expect("changed");
    let again = vault.writer().journal_intend(&id, &phi("{}"), &phi("{}"), at(3));
    assert_eq!(again, Err(Error::OutOfTurn), "whoever changes a draft says anew that it is to be written");
}

#[test]
fn the_same_thing_is_under_way_once() {
    let vault = Vault::new();
    let first = vault.standing(Unknown);
    let mut writer = vault.writer();
    for (id, subject, alike, same) in
        [("same", "7", "{}", true), ("other", "7", "{ }", false), ("else", "70", "{}", false)]
    {
        let id = vault.draft(id, subject, "whatever else it says");
        writer.journal_release(&id, "desktop", at(1)).expect("released");
        let intended = writer.journal_intend(&id, &phi("{}"), &phi(alike), at(2));
        let expected = if same { Intended::UnderWay(first.clone()) } else { Intended::Now };
        assert_eq!(intended, Ok(expected), "{id}");
    }
    writer
        .journal_reject(&first, WriteReason::NotCarriedOut, (None, None), &ending(Resolution::ReadBack))
        .expect("resolved");
    assert_eq!(
        writer.journal_intend(&WriteId::new("same"), &phi("{}"), &phi("{}"), at(3)),
        Ok(Intended::Now)
    );
}

#[test]
fn every_word_is_one_that_the_table_takes() {
    for reason in WriteReason::ALL {
        let vault = Vault::new();
        let id = vault.standing(Drafted);
        vault.writer().journal_hold(&id, *reason, None).expect("held");
        let row = Reader::<VaultFile>::new(&vault.sql).journal_row(&id).expect("a read").expect("a row");
        assert_eq!(row.reason, Some(*reason));
    }
    for resolution in Resolution::ALL {
        let vault = Vault::new();
        let id = vault.standing(Unknown);
        vault.writer().journal_confirm(&id, None, None, &ending(*resolution)).expect("confirmed");
    }
}

#[test]
fn at_the_start_whatever_was_sent_is_unknown_and_said_to_be() {
    let vault = Vault::new();
    let id = vault.standing(Sent);
    assert_eq!(
        vault.writer().journal_lose_all(&ConnectionId::new("there")),
        Ok(0),
        "another's is not touched"
    );
    assert_eq!(vault.writer().journal_lose_all(&here()), Ok(1));
    let reader = Reader::<VaultFile>::new(&vault.sql);
    let open = reader.journal_open(&here()).expect("a read");
    assert_eq!(open.len(), 1);
    assert_eq!((&open[0].id, open[0].state), (&id, Unknown));
    assert_eq!(open[0].reason, Some(WriteReason::Interrupted));
}

#[test]
fn an_end_is_listed_until_somebody_saw_it_and_for_a_while_after() {
    let vault = Vault::new();
    let id = vault.standing(Confirmed);
    let reader = Reader::<VaultFile>::new(&vault.sql);
    let listed = |since| reader.journal_page(&here(), None, at(since), None, 9).expect("a read").len();
    assert_eq!((listed(99), reader.journal_open(&here()).expect("a read").len()), (1, 0));
    assert_eq!(reader.journal_unread(&here(), 9).expect("a read").len(), 1, "what was kept is not known yet");
    let counts = reader.journal_counts(&here()).expect("a read");
    assert_eq!(counts, JournalCounts::default(), "and nothing in it asks for anybody");
    vault.writer().journal_kept(&id, &phi("{}"), at(8)).expect("kept");
    assert_eq!(reader.journal_unread(&here(), 9).expect("a read").len(), 0);
    assert_eq!(reader.journal_counts(&here()).expect("a read").unseen, 1);
    vault.writer().journal_seen(&id, at(9)).expect("seen");
    assert_eq!(reader.journal_counts(&here()).expect("a read"), JournalCounts::default());
    assert_eq!((listed(0), listed(99)), (1, 0));
}

#[test]
fn the_writes_of_a_connection_are_forgotten_only_where_it_is_known_what_became_of_them() {
    for state in [Drafted, Intent, Sent, Unknown, Confirmed, Rejected] {
        let vault = Vault::new();
        let id = vault.standing(state);
        let at_large = u32::from(matches!(state, Sent | Unknown));
        assert_eq!(vault.writer().journal_forget(&ConnectionId::new("there")), Ok(0), "another's stays");
        assert_eq!(vault.writer().journal_forget(&here()), Ok(at_large));
        let row = Reader::<VaultFile>::new(&vault.sql).journal_row(&id).expect("a read");
        assert_eq!(row.is_some(), at_large > 0, "{state:?}");
        let left = Reader::<VaultFile>::new(&vault.sql).journal_connections().expect("a read");
        assert_eq!(left.len(), usize::from(at_large > 0));
    }
}

/// What becomes of each draft of the list's test, by the way it has come to where it stands.
fn come_to(vault: &Vault, name: &str) {
    let id = vault.draft(name, if name == "draft" { "8" } else { "7" }, "{}");
    let mut writer = vault.writer();
    match name {
        "draft" | "taken back" => return,
        "held" => return writer.journal_hold(&id, WriteReason::LikelyDuplicate, None).expect("held"),
        _ => writer.journal_release(&id, "desktop", at(1)).expect("released"),
    }
    if name == "waits" {
        return;
    }
    writer.journal_intend(&id, &phi("{}"), &phi(name), at(2)).expect("said");
    writer.journal_send(&id, at(3)).expect("sent");
    let (shown, ending) = (phi("{}"), ending(Resolution::ReadBack));
    let refused = (None, None);
    match name {
        "sent" => Ok(()),
        "unknown" => writer.journal_lose(&id, WriteReason::NoAnswer),
        "refused" => writer.journal_reject(&id, WriteReason::Refused, refused, &ending),
        "otherwise" => writer.journal_confirm(&id, None, Some(&shown), &ending),
        "saved" => writer.journal_confirm(&id, None, None, &ending),
        _ => writer
            .journal_reject(&id, WriteReason::Refused, refused, &ending)
            .and_then(|()| writer.journal_seen(&id, at(9))),
    }
    .expect("it comes there");
}

#[test]
fn every_write_stands_once_in_the_pages_what_asks_for_a_person_first_then_what_is_on_its_way() {
    let vault = Vault::new();
    let names =
        ["unknown", "seen", "waits", "saved", "refused", "draft", "held", "sent", "otherwise", "taken back"];
    for name in names {
        come_to(&vault, name);
    }
    vault.writer().journal_withdraw(&WriteId::new("taken back"), "ana", at(4)).expect("taken back");
    let reader = Reader::<VaultFile>::new(&vault.sql);
    let pages = |about: Option<&str>, start: Option<JournalPlace>| {
        let about = about.map(PatientId::new);
        let (mut seen, mut after) = (Vec::new(), start);
        loop {
            let rows = reader.journal_page(&here(), about.as_ref(), at(0), after, 2).expect("a page");
            after = rows.last().map(JournalRow::place);
            seen.extend(rows.into_iter().map(|row| row.id.as_str().to_owned()));
            if after.is_none() {
                return seen;
            }
        }
    };
    let asks = ["otherwise", "held", "refused", "unknown"];
    let rest = ["sent", "waits", "draft", "saved", "seen"];
    assert_eq!(pages(None, None), [&asks[..], &rest[..]].concat(), "what was taken back is gone");
    assert_eq!(pages(None, Some(JournalPlace::BEFORE_THE_WAY)), rest);
    assert_eq!(pages(Some("8"), None), ["draft"]);
    let counts = reader.journal_counts(&here()).expect("a read");
    assert_eq!((counts.held + counts.unknown + counts.unseen) as usize, asks.len(), "as many as are counted");
    assert_eq!((counts.on_the_way, counts.drafts - counts.held), (2, 1));
}

#[test]
fn a_merge_takes_along_what_is_open_and_what_it_is_the_same_as() {
    let vault = Vault::new();
    let id = vault.standing(Unknown);
    let (from, into) = (PatientId::new("7"), PatientId::new("8"));
    vault.writer().journal_rekey(&here(), &from, &into, |row| Ok(row.payload.clone())).expect("followed");
    let row = Reader::<VaultFile>::new(&vault.sql).journal_row(&id).expect("a read").expect("a row");
    assert_eq!(row.subject, Some(into));
    let again = vault.draft("again", "8", "{}");
    let mut writer = vault.writer();
    writer.journal_release(&again, "desktop", at(1)).expect("released");
    let intended = writer.journal_intend(&again, &phi("{}"), &phi("{}"), at(2));
    assert_eq!(intended, Ok(Intended::UnderWay(id)), "the same of the one they were merged into");
}

#[test]
fn a_merge_that_makes_two_writes_the_same_leaves_both() {
    let vault = Vault::new();
    let first = vault.standing(Unknown);
    let other = vault.draft("other", "8", "{}");
    let mut writer = vault.writer();
    writer.journal_release(&other, "desktop", at(1)).expect("released");
    assert_eq!(writer.journal_intend(&other, &phi("{}"), &phi("{}"), at(2)), Ok(Intended::Now));
    let (from, into) = (PatientId::new("7"), PatientId::new("8"));
    writer.journal_rekey(&here(), &from, &into, |row| Ok(row.payload.clone())).expect("followed");
    let open = Reader::<VaultFile>::new(&vault.sql).journal_open(&here()).expect("a read");
    let states: Vec<_> = open.iter().map(|row| (row.id.clone(), row.state)).collect();
    assert_eq!(states, [(first, Unknown), (other, Intent)]);
    assert!(open.iter().all(|row| row.subject.as_ref() == Some(&into)));
}
