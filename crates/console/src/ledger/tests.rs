//! What is shown waits for its entry; entries that wait share a commit; the anchor tells a rollback.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ipc::{AuditEntry, AuditKind, Caller, Failure, Outcome, Searched};
use model::Clock;
use store::{
    Anchor, AuditFilter, AuditRow, CrashPoint, FileId, Hooks, MasterKey, Moment, NoHooks, ProfileFolder,
    Vault,
};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{Ledger, Place};
use crate::{Keychain, KeychainTrouble, RuntimeTasks, Task, Tasks};

const ACCOUNT: &str = "audit a1";

/// Holds the writer at each point of an audit's commit until the test lets it pass.
struct Steps {
    reached: UnboundedSender<Moment>,
    pass: Mutex<Receiver<()>>,
}

impl Hooks for Steps {
    fn step(&self, point: CrashPoint) {
        if point.write == super::writing::WRITE {
            self.reached.send(point.moment).expect("the test listens");
            self.pass.lock().expect("held by nobody").recv().expect("the test goes on");
        }
    }
}

/// The test's side of it.
struct Held {
    at: UnboundedReceiver<Moment>,
    go: Sender<()>,
}

impl Held {
    async fn reach(&mut self, moment: Moment) {
        assert_eq!(self.at.recv().await, Some(moment));
    }

    fn pass(&self) {
        self.go.send(()).expect("the writer waits");
    }
}

fn steps() -> (Arc<dyn Hooks>, Held) {
    let (reached, at) = unbounded_channel();
    let (go, pass) = channel();
    (Arc::new(Steps { reached, pass: Mutex::new(pass) }), Held { at, go })
}

/// A clock that goes on when it is told to.
struct Hand(Mutex<DateTime<Utc>>);

impl Clock for Hand {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("not poisoned")
    }
}

#[derive(Default)]
struct Memory {
    kept: Mutex<BTreeMap<String, Vec<u8>>>,
    hangs: Mutex<Option<Hang>>,
}

/// A keychain that says that it was asked, and answers when the test lets it.
struct Hang {
    asked: UnboundedSender<()>,
    answer: Receiver<()>,
}

impl Memory {
    /// Has the next thing that is written wait.
    fn hang(&self) -> (UnboundedReceiver<()>, Sender<()>) {
        let ((asked, hears), (answers, answer)) = (unbounded_channel(), channel());
        *self.hangs.lock().expect("not poisoned") = Some(Hang { asked, answer });
        (hears, answers)
    }
}

impl Keychain for Memory {
    fn read(&self, account: &str) -> Result<Option<crate::KeptSecret>, KeychainTrouble> {
        Ok(self.kept.lock().expect("not poisoned").get(account).cloned().map(Into::into))
    }

    fn write(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble> {
        let hang = self.hangs.lock().expect("not poisoned").take();
        if let Some(Hang { asked, answer }) = hang {
            asked.send(()).expect("the test listens");
            answer.recv().map_err(|_| KeychainTrouble::Failing)?;
        }
        self.kept.lock().expect("not poisoned").insert(account.to_owned(), secret.to_vec());
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<(), KeychainTrouble> {
        self.kept.lock().expect("not poisoned").remove(account);
        Ok(())
    }
}

fn at(connection: &str) -> super::Desk {
    super::Desk { over: Some((connection.to_owned(), "195900".to_owned())), emergency: None }
}

struct Desk {
    ledger: Ledger,
    vault: Vault,
    key: MasterKey,
    clock: Arc<Hand>,
    keychain: Arc<Memory>,
    _folder: TempDir,
}

impl Desk {
    fn new(hooks: Arc<dyn Hooks>) -> Self {
        Self::with(hooks, Arc::new(RuntimeTasks))
    }

    fn with(hooks: Arc<dyn Hooks>, tasks: Arc<dyn Tasks>) -> Self {
        let dir = TempDir::new().expect("a folder");
        let folder = ProfileFolder::open(dir.path()).expect("a profile");
        let key = MasterKey::from_bytes([7; 32]);
        let vault = Vault::open(&folder, &FileId::from_hex("a1"), &key, hooks).expect("a vault").store;
        let clock = Arc::new(Hand(Mutex::new("2026-11-23T15:30:00Z".parse().expect("an instant"))));
        let keychain = Arc::new(Memory::default());
        let ledger = Ledger::new(clock.clone(), keychain.clone(), tasks);
        Self { ledger, vault, key, clock, keychain, _folder: dir }
    }

    async fn attach(&self) {
        let began = self.vault.read(|vault| vault.audit_head()).await.expect("a head");
        let place = Place {
            vault: self.vault.clone(),
            key: self.key.audit(&FileId::from_hex("a1")),
            device: "a1".to_owned(),
            anchor: Some(ACCOUNT.to_owned()),
            guesses: None,
            began,
        };
        self.ledger.attach(place, || ());
    }

    async fn kept(&self) -> Vec<AuditRow> {
        self.vault.read(|vault| vault.audit_rows(&AuditFilter::default(), 99)).await.expect("read")
    }

    fn anchor(&self) -> Option<Anchor> {
        let kept = self.keychain.read(ACCOUNT).expect("it answers")?;
        Some(Anchor::from_bytes(&kept).expect("an anchor"))
    }

    fn advance(&self, seconds: i64) {
        *self.clock.0.lock().expect("not poisoned") += TimeDelta::seconds(seconds);
    }
}

fn opened(patient: &str) -> AuditEntry {
    AuditEntry {
        command: "patient_open",
        words: "opened a patient",
        kind: AuditKind::View,
        caller: Caller::desktop(),
        outcome: Outcome::Done,
        patient: Some(patient.to_owned()),
        searched: None,
        about: None,
    }
}

fn is_waiting<F: Future>(future: &mut std::pin::Pin<&mut F>) -> bool {
    matches!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending)
}

#[tokio::test]
async fn a_view_waits_until_its_entry_outlasts_a_crash_and_those_that_wait_share_a_commit() {
    let (hooks, mut held) = steps();
    let desk = Desk::new(hooks);
    desk.attach().await;
    let here = super::Desk::default();
    let mut first = pin!(desk.ledger.record(vec![opened("1")], &here));
    assert!(is_waiting(&mut first));
    held.reach(Moment::BeforeCommit).await;
    let mut second = pin!(desk.ledger.record(vec![opened("2")], &here));
    let mut third = pin!(desk.ledger.record(vec![opened("3")], &here));
    assert!(is_waiting(&mut second) && is_waiting(&mut third));
    assert_eq!(desk.kept().await.len(), 0);
    held.pass();
    held.reach(Moment::AfterCommit).await;
    assert_eq!(desk.kept().await.len(), 1, "it is kept");
    assert!(is_waiting(&mut first), "before its view is shown");
    held.pass();
    assert_eq!(first.await, Ok(()));

    held.reach(Moment::BeforeCommit).await;
    assert!(is_waiting(&mut second) && is_waiting(&mut third));
    held.pass();
    held.reach(Moment::AfterCommit).await;
    assert_eq!(desk.kept().await.len(), 3, "one commit keeps both that waited");
    held.pass();
    assert_eq!((second.await, third.await), (Ok(()), Ok(())));
}

#[tokio::test]
async fn whoever_goes_away_meanwhile_is_on_record_all_the_same() {
    let (hooks, mut held) = steps();
    let desk = Desk::new(hooks);
    desk.attach().await;
    let here = super::Desk::default();
    {
        let mut gone = pin!(desk.ledger.record(vec![opened("1")], &here));
        assert!(is_waiting(&mut gone));
    }
    held.reach(Moment::BeforeCommit).await;
    held.pass();
    held.reach(Moment::AfterCommit).await;
    held.pass();
    assert_eq!(desk.kept().await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused() {
    let desk = Desk::new(Arc::new(NoHooks));
    assert_eq!(
        desk.ledger.record(vec![opened("1")], &super::Desk::default()).await,
        Err(Failure::Unrecorded),
        "no vault yet"
    );
    desk.attach().await;
    desk.vault.close().await;
    assert_eq!(
        desk.ledger.record(vec![opened("1")], &super::Desk::default()).await,
        Err(Failure::Unrecorded),
        "the vault is closed"
    );
}

#[tokio::test]
async fn what_is_read_anew_each_minute_is_one_look_for_a_quarter_of_an_hour() {
    let desk = Desk::new(Arc::new(NoHooks));
    desk.attach().await;
    let here = at("c");
    let looked =
        async |patient: &str| desk.ledger.record(vec![opened(patient)], &here).await.expect("recorded");
    looked("1").await;
    looked("1").await;
    assert_eq!(desk.kept().await.len(), 1);
    looked("2").await;
    for _ in 1..15 {
        desk.advance(60);
        looked("1").await;
    }
    assert_eq!(desk.kept().await.len(), 2, "another patient is another look, and nothing else was one");
    desk.advance(60);
    looked("1").await;
    assert_eq!(desk.kept().await.len(), 3, "after a quarter of an hour it is said again");
    desk.advance(120);
    looked("1").await;
    assert_eq!(desk.kept().await.len(), 4, "and so it is when it was off the screen meanwhile");
    desk.advance(-3600);
    looked("1").await;
    assert_eq!(desk.kept().await.len(), 5, "a clock that was put back hides nothing");
    let other = at("d");
    desk.ledger.record(vec![opened("1")], &other).await.expect("recorded");
    let row = &desk.kept().await[0];
    assert_eq!((row.sequence, row.entry.connection.as_deref()), (6, Some("d")), "each connection is its own");
    assert_eq!((row.entry.device.as_str(), row.entry.person.as_str()), ("a1", "desktop"));
}

#[tokio::test]
async fn a_failed_unlock_is_on_record_once_there_is_a_vault_and_a_search_as_its_hash() {
    let desk = Desk::new(Arc::new(NoHooks));
    let failed =
        AuditEntry { kind: AuditKind::FailedUnlock, outcome: Outcome::Failed, patient: None, ..opened("1") };
    desk.ledger.record(vec![failed], &super::Desk::default()).await.expect("held");
    desk.attach().await;
    let searched = Some(Searched("Ross Ana".to_owned()));
    let search = AuditEntry { kind: AuditKind::Search, searched, patient: None, ..opened("1") };
    desk.ledger.record(vec![search], &super::Desk::default()).await.expect("recorded");
    let rows = desk.kept().await;
    assert_eq!(rows[1].entry.kind, "failedUnlock");
    assert_eq!(rows[1].entry.device, "a1", "it knows whose vault it was");
    let hash = rows[0].entry.search.clone().expect("a hash");
    assert_eq!(hash, desk.key.audit(&FileId::from_hex("a1")).search("ross ana"));
    assert!(!format!("{rows:?}").contains("Ross"));
}

#[tokio::test(start_paused = true)]
async fn the_anchor_follows_within_five_seconds_and_at_the_end() {
    let desk = Desk::new(Arc::new(NoHooks));
    desk.attach().await;
    desk.ledger.record(vec![opened("1")], &super::Desk::default()).await.expect("recorded");
    desk.ledger.anchor().await;
    assert_eq!(desk.anchor().map(|anchor| anchor.count), Some(1));
    desk.ledger.record(vec![opened("2")], &super::Desk::default()).await.expect("recorded");
    desk.ledger.record(vec![opened("3")], &super::Desk::default()).await.expect("recorded");
    assert_eq!(desk.anchor().map(|anchor| anchor.count), Some(1), "a keychain is slow: not at each commit");
    tokio::time::sleep(Duration::from_millis(5_100)).await;
    assert_eq!(desk.anchor().map(|anchor| anchor.count), Some(3));
    desk.ledger.record(vec![opened("4")], &super::Desk::default()).await.expect("recorded");
    desk.ledger.detach().await;
    assert_eq!(desk.anchor().map(|anchor| anchor.count), Some(4));
}

#[tokio::test]
async fn a_chain_that_is_not_the_anchors_is_put_on_record_before_the_anchor_is_written_over() {
    let desk = Desk::new(Arc::new(NoHooks));
    desk.attach().await;
    desk.ledger.record(vec![opened("1")], &super::Desk::default()).await.expect("recorded");
    desk.ledger.detach().await;
    let ahead = Anchor { count: 7, head: [1; 32] };
    desk.keychain.write(ACCOUNT, &ahead.to_bytes()).expect("written");
    desk.attach().await;
    desk.ledger.detach().await;
    let rows = desk.kept().await;
    let said = (rows[0].entry.kind.as_str(), rows[0].entry.about.as_deref());
    assert_eq!(said, ("finding", Some("had 7, has 1")));
    assert_eq!(desk.anchor().map(|anchor| anchor.count), Some(2), "the finding is anchored");

    desk.keychain.delete(ACCOUNT).expect("deleted");
    desk.attach().await;
    desk.ledger.detach().await;
    assert_eq!(desk.kept().await[0].entry.about.as_deref(), Some("anchor gone"));
    desk.attach().await;
    desk.ledger.detach().await;
    assert_eq!(desk.kept().await.len(), 3, "a sound one leaves nothing");
}

#[tokio::test(start_paused = true)]
async fn a_keychain_that_hangs_holds_up_nobody_who_closes() {
    let desk = Desk::new(Arc::new(NoHooks));
    desk.attach().await;
    desk.ledger.record(vec![opened("1")], &super::Desk::default()).await.expect("recorded");
    desk.ledger.anchor().await;
    let (mut asked, answers) = desk.keychain.hang();
    desk.ledger.record(vec![opened("2")], &super::Desk::default()).await.expect("recorded");
    let mut closing = pin!(desk.ledger.detach());
    tokio::select! {
        () = &mut closing => panic!("it waits for the keychain"),
        heard = asked.recv() => assert_eq!(heard, Some(())),
    }
    tokio::time::advance(Duration::from_secs(3)).await;
    closing.await;
    assert_eq!(desk.anchor().map(|anchor| anchor.count), Some(1), "it stays where it was");
    assert!(desk.ledger.place().is_none(), "and the vault is let go of");
    drop(answers);

    desk.attach().await;
    desk.ledger.detach().await;
    let rows = desk.kept().await;
    assert_eq!(rows.len(), 2, "a chain that is ahead of its anchor is sound");
    desk.attach().await;
    desk.ledger.record(vec![opened("3")], &super::Desk::default()).await.expect("recorded");
    desk.ledger.detach().await;
    assert_eq!(desk.anchor().map(|anchor| anchor.count), Some(3), "a keychain that answers is asked again");
}

/// Begins nothing.
struct LeftOut;

impl Tasks for LeftOut {
    fn begin(&self, _: Task) {}
}

#[tokio::test]
async fn a_view_waits_for_no_task_and_the_anchor_is_one() {
    let desk = Desk::with(Arc::new(NoHooks), Arc::new(LeftOut));
    desk.attach().await;
    desk.ledger.record(vec![opened("1")], &super::Desk::default()).await.expect("recorded");
    assert_eq!(desk.anchor(), None, "what goes on beside is left out");
    desk.ledger.detach().await;
    assert_eq!(desk.anchor().map(|anchor| anchor.count), Some(1), "closing does it itself");
}

#[tokio::test]
async fn what_was_set_before_there_is_a_vault_stands_first_in_it() {
    let desk = Desk::new(Arc::new(NoHooks));
    let set = AuditEntry { kind: AuditKind::Setting, patient: None, ..opened("1") };
    desk.ledger.record(vec![set], &super::Desk::default()).await.expect("held");
    desk.attach().await;
    desk.ledger.record(vec![opened("1")], &super::Desk::default()).await.expect("recorded");
    assert_eq!(desk.kept().await[1].entry.kind, "setting");
}
