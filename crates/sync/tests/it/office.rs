//! A vault, a journal and a sandbox practice joined by the loop that writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use athena::{Client, SeededRandom};
use model::{Patient, PatientField as F, PatientFields, PatientId};
use sandbox::{Limits, Options, Sandbox, Size};
use store::{
    ConnectionId, CrashPoint, Entropy, FileId, Hooks, MasterKey, Moment, OpenError, ProfileFolder, Vault,
    WriteId,
};
use sync::{Entry, Journal, JournalEdges, start_journal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::desk::{Hands, Meddle, client};

pub const NOW: &str = "2026-11-23T15:00:00Z";

/// Crashes at a point: what is written there is not kept, or kept and not told of.
#[derive(Default)]
pub struct CrashAt {
    pub point: AtomicU32,
    passed: AtomicU32,
    crashed: AtomicBool,
    /// From the moment at which a write is marked as sent, nothing more is kept.
    pub full_once_sent: AtomicBool,
    full: AtomicBool,
    refused: AtomicU32,
}

impl CrashAt {
    pub fn passed(&self) -> u32 {
        self.passed.load(Ordering::SeqCst)
    }

    pub fn crashed(&self) -> bool {
        self.crashed.load(Ordering::SeqCst)
    }

    /// How often something was not kept.
    pub fn refused(&self) -> u32 {
        self.refused.load(Ordering::SeqCst)
    }

    /// All is kept again.
    pub fn has_room(&self) {
        self.full_once_sent.store(false, Ordering::SeqCst);
        self.full.store(false, Ordering::SeqCst);
    }
}

impl Hooks for CrashAt {
    fn step(&self, point: CrashPoint) {
        if point.moment == Moment::BeforeCommit && self.full.load(Ordering::SeqCst) {
            self.refused.fetch_add(1, Ordering::SeqCst);
            std::panic::resume_unwind(Box::new("no room"));
        }
        if point.write == "journal send" && self.full_once_sent.load(Ordering::SeqCst) {
            self.full.store(point.moment == Moment::AfterCommit, Ordering::SeqCst);
        }
        let passed = self.passed.fetch_add(1, Ordering::SeqCst) + 1;
        if passed == self.point.load(Ordering::SeqCst) {
            self.crashed.store(true, Ordering::SeqCst);
            // Unwinds as a panic does, and is no news for anybody who listens for one.
            std::panic::resume_unwind(Box::new("a crash"));
        }
    }
}

struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), OpenError> {
        let next = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        bytes.iter_mut().zip(next.iter().cycle()).for_each(|(byte, digit)| *byte = *digit);
        Ok(())
    }
}

pub struct Office {
    pub practice: Sandbox,
    pub crash: Arc<CrashAt>,
    pub journal: Journal,
    client: Client,
    vault: Vault,
    clock: Arc<Hands>,
    moved: watch::Receiver<()>,
    work: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

impl Office {
    pub fn open() -> Self {
        Self::meddled(Arc::new(|_, _| {}))
    }

    /// With answers that are changed on their way.
    pub fn meddled(meddle: Meddle) -> Self {
        let clock = Hands::at(NOW);
        let options = Options { size: Size::Solo, limits: Limits::none(), ..Options::default() };
        let practice = Sandbox::new(options, clock.clone());
        let temp = tempfile::tempdir().expect("a folder");
        let folder = ProfileFolder::open(temp.path()).expect("a profile");
        let crash = Arc::new(CrashAt::default());
        let key = MasterKey::from_bytes([7; 32]);
        let file = FileId::from_hex("bb02");
        let vault = Vault::open(&folder, &file, &key, crash.clone()).expect("opens").store;
        crash.passed.store(0, Ordering::SeqCst);
        let client = client(&practice, &clock, meddle);
        let (journal, moved, work) = begin(&client, &vault, &clock);
        Self { practice, crash, journal, client, vault, clock, moved, work, _folder: temp }
    }

    /// Ends the loop where it stands, as a crash does, and begins anew over the same vault.
    pub async fn restart(&mut self) {
        self.work.abort();
        let _ = (&mut self.work).await;
        (self.journal, self.moved, self.work) = begin(&self.client, &self.vault, &self.clock);
    }

    /// What else uses the vault.
    pub fn vault(&self) -> Vault {
        self.vault.clone()
    }

    pub async fn close(&self) {
        self.vault.close().await;
    }

    /// Whether the loop came to its end by itself.
    pub async fn is_over(&mut self) -> bool {
        tokio::time::timeout(Duration::from_secs(600), &mut self.work).await.is_ok()
    }

    pub async fn entry(&self, id: &WriteId) -> Entry {
        self.journal.entry(id).await.expect("the vault reads").expect("a write")
    }

    /// Waits until a write is so.
    pub async fn until(&self, id: &WriteId, so: impl Fn(&Entry) -> bool) -> Entry {
        let mut moved = self.moved.clone();
        let waiting = async {
            loop {
                moved.mark_unchanged();
                let entry = self.entry(id).await;
                if so(&entry) {
                    return entry;
                }
                moved.changed().await.expect("the loop goes on");
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(7_200), waiting).await;
        match waited {
            Ok(entry) => entry,
            Err(_) => {
                let entry = self.entry(id).await;
                panic!("it stays {:?} for {:?}", entry.state, entry.reason)
            }
        }
    }

    pub async fn ended(&self, id: &WriteId) -> Entry {
        self.until(id, |entry| entry.state.is_ended()).await
    }

    /// A patient of the practice as a person sees them.
    pub async fn somebody(&self) -> Patient {
        self.nth(0).await
    }

    /// Another one.
    pub async fn nth(&self, number: usize) -> Patient {
        let truth = self.practice.truth();
        let mut seen = truth.patients().filter(|one| {
            !one.restricted && one.standing == sandbox::Standing::Active && one.first_name.is_some()
        });
        self.patient(&PatientId::new(seen.nth(number).expect("somebody").id.to_string())).await
    }

    pub async fn patient(&self, id: &PatientId) -> Patient {
        let session = self.client.lane(athena::Lane::Interactive);
        let parts = athena::PatientParts::default();
        session.patient(id, None, parts).await.expect("a patient").value.patient
    }

    /// Moves the hands of the clock on.
    pub fn forward(&self, time: Duration) {
        self.clock.forward(time);
    }

    pub async fn listed(&self) -> Vec<Entry> {
        self.journal.list(None, None, 100).await.expect("a list").entries
    }

    pub async fn counts(&self) -> store::JournalCounts {
        self.journal.list(None, None, 1).await.expect("a list").counts
    }

    /// Drafts and releases the registration of somebody new.
    pub async fn create(&self, mobile: &str) -> WriteId {
        let id = self.journal.draft_create(newcomer(mobile), Default::default(), "ana").await;
        let id = id.expect("drafted");
        self.journal.release(&id, "ana").await.expect("released");
        id
    }

    /// Drafts and releases a change of somebody's e-mail address.
    pub async fn change(&self, saw: &Patient, email: &str) -> WriteId {
        let id = self.journal.draft_update(saw, mail(email), "ana").await.expect("drafted");
        self.journal.release(&id, "ana").await.expect("released");
        id
    }

    pub fn applied(&self, name: &str, value: &str) -> usize {
        self.practice.truth().applied(&[(name, value)])
    }
}

fn begin(
    client: &Client,
    vault: &Vault,
    clock: &Arc<Hands>,
) -> (Journal, watch::Receiver<()>, JoinHandle<()>) {
    let (tell, moved) = watch::channel(());
    let (journal, work) = start_journal(JournalEdges {
        client: client.clone(),
        vault: vault.clone(),
        connection: ConnectionId::new("here"),
        sign_in: None,
        clock: clock.clone(),
        random: Arc::new(SeededRandom::new(1)),
        entropy: Arc::new(Counting(AtomicU64::new(next_ids()))),
        on_move: Arc::new(move || {
            tell.send_replace(());
        }),
        on_saved: Arc::new(|_| {}),
    });
    (journal, moved, tokio::spawn(work))
}

/// Identifiers that differ from those of the loop before.
fn next_ids() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1 << 32, Ordering::SeqCst)
}

pub fn mail(email: &str) -> PatientFields {
    let mut fields = PatientFields::default();
    fields.set(F::Email, email);
    fields
}

pub fn newcomer(mobile: &str) -> PatientFields {
    let mut fields = PatientFields::default();
    for (field, value) in [
        (F::First, "Zdenka"),
        (F::Last, "Quixworth"),
        (F::Dob, "1980-02-29"),
        (F::Sex, "F"),
        (F::Department, "1"),
        (F::MobilePhone, mobile),
    ] {
        fields.set(field, value);
    }
    fields
}
