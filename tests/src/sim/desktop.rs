//! One desktop on the key: a copy, a vault, a client and a journal, which crash and begin anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use athena::{Client, Config, Environment, Feed, Grant, MemoryTokens, Pace, Ports, SeededRandom};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use model::{DepartmentId, PatientId, PracticeId, Secret};
use store::{
    Cache, ConnectionId, Entropy, Error, FileId, Hooks, MasterKey, OpenError, Part, PatientPart,
    ProfileFolder, Reader, Vault, WriteId, Writer,
};
use sync::{
    CacheShelf, ClientSource, Journal, JournalEdges, Ledger, Poll, Polled, Span, Trouble, start_journal,
};
use tokio::task::JoinHandle;

use super::Protocol;
use super::crash::Crash;
use super::hall::{Hall, Thing};
use super::heard::Ears;
use super::ports::{Batch, SimShelf, SimSource};
use super::trace::Trace;
use super::way::{CALLS, TOKENS, Way};
use crate::{RunningClock, SettableClock};

/// Rows asked for at once: few, so that a drain has pages.
const MOST: u32 = 5;

/// Identifiers that follow one another.
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), OpenError> {
        let next = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        bytes.iter_mut().zip(next.iter().cycle()).for_each(|(byte, digit)| *byte = *digit);
        Ok(())
    }
}

/// What a poll came to, and what it was to put.
pub(super) struct Done {
    pub came: Result<Polled, Trouble>,
    pub batches: Vec<Batch>,
}

pub(super) struct Desktop {
    pub number: usize,
    pub crash: Arc<Crash>,
    pub way: Arc<Way>,
    pub clock: Arc<SettableClock>,
    pub cache: Cache,
    pub vault: Vault,
    pub journal: Journal,
    pub client: Client,
    pub full: Arc<AtomicBool>,
    pub protocol: Protocol,
    /// What it writes: each write with the mark that only it bears.
    pub writes: BTreeMap<WriteId, String>,
    /// How far each record was known here.
    pub known: BTreeMap<Thing, usize>,
    /// When somebody else changed the subscription, and when it was last looked at here before that.
    pub edited: BTreeMap<Feed, (DateTime<Utc>, Option<DateTime<Utc>>)>,
    pub ears: Arc<Ears>,
    /// The practice's clock.
    truth: RunningClock,
    ids: Arc<Counting>,
    tokens: Arc<MemoryTokens>,
    work: JoinHandle<()>,
    folder: ProfileFolder,
}

/// The files of a new desktop.
pub(super) fn files(folder: &ProfileFolder, hooks: &Arc<dyn Hooks>) -> anyhow::Result<(Cache, Vault)> {
    let key = MasterKey::from_bytes([7; 32]);
    let cache = Cache::open(folder, &FileId::from_hex("aa01"), &key, Arc::clone(hooks))?.store;
    let vault = Vault::open(folder, &FileId::from_hex("bb02"), &key, Arc::clone(hooks))?.store;
    Ok((cache, vault))
}

pub(super) fn client(
    way: &Arc<Way>,
    clock: &Arc<SettableClock>,
    tokens: &Arc<MemoryTokens>,
) -> anyhow::Result<Client> {
    let pace = Pace {
        per_second: u32::try_from(CALLS)?,
        tokens_per_minute: u32::try_from(TOKENS)?,
        ..Pace::default()
    };
    let config = Config {
        environment: Environment::parse("https://demo.invalid")?,
        practice: PracticeId::new(sandbox::PRACTICE_ID),
        client_id: sandbox::CLIENT_ID.to_owned(),
        grant: Grant::ClientCredentials { secret: Secret::new(sandbox::CLIENT_SECRET) },
        scope: Config::SCOPE.to_owned(),
        pace,
    };
    let ports = Ports {
        transport: way.transport(),
        tokens: Arc::clone(tokens) as _,
        clock: Arc::clone(clock) as _,
        random: Arc::new(SeededRandom::new(1)),
    };
    Ok(Client::new(config, ports))
}

impl Desktop {
    /// Begins over files that lie in a folder.
    pub fn begin(
        number: usize,
        path: &Path,
        hall: &Hall,
        clock: SettableClock,
        (protocol, trace): (Protocol, &Arc<Trace>),
    ) -> anyhow::Result<Self> {
        let (clock, crash) = (Arc::new(clock), Arc::<Crash>::default());
        let way = Way::new(&hall.practice, number, &crash, trace);
        let tokens = Arc::<MemoryTokens>::default();
        let client = client(&way, &clock, &tokens)?;
        let folder = ProfileFolder::open(path)?;
        let hooks: Arc<dyn Hooks> = Arc::clone(&crash) as _;
        let (cache, vault) = files(&folder, &hooks)?;
        let ids = Arc::new(Counting(AtomicU64::new(1)));
        let (journal, work) = hand(&client, &vault, &clock, &ids);
        Ok(Self {
            number,
            crash,
            way,
            clock,
            cache,
            vault,
            journal,
            client,
            full: Arc::default(),
            protocol,
            writes: BTreeMap::new(),
            known: BTreeMap::new(),
            edited: BTreeMap::new(),
            ears: Arc::default(),
            truth: hall.clock,
            ids,
            tokens,
            work,
            folder,
        })
    }

    /// Ends where it stands, and begins anew over what is on the disk.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        self.way.set(None);
        self.close().await;
        self.crash.revive();
        self.client = client(&self.way, &self.clock, &self.tokens)?;
        let hooks: Arc<dyn Hooks> = Arc::clone(&self.crash) as _;
        (self.cache, self.vault) = files(&self.folder, &hooks)?;
        (self.journal, self.work) = hand(&self.client, &self.vault, &self.clock, &self.ids);
        let ledger = self.ledger();
        ledger.finish(&self.cache, self.client.server_time()).await?;
        Ok(())
    }

    pub async fn close(&mut self) {
        self.work.abort();
        let _ = (&mut self.work).await;
        self.cache.close().await;
        self.vault.close().await;
    }

    fn ledger(&self) -> Ledger {
        Ledger { vault: self.vault.clone(), connection: ConnectionId::new("here") }
    }

    /// Reads a feed once.
    pub async fn poll(&self, feed: Feed) -> Done {
        let inner = ClientSource { client: self.client.clone(), clock: Arc::clone(&self.clock) as _ };
        let (way, ears) = (Arc::clone(&self.way), Arc::clone(&self.ears));
        let source = SimSource { inner, way, ears, truth: self.truth, most: MOST };
        let inner = CacheShelf { cache: self.cache.clone(), ledger: Some(self.ledger()) };
        let (full, ears) = (Arc::clone(&self.full), Arc::clone(&self.ears));
        let shelf =
            SimShelf { inner, full, ears, idempotent: self.protocol.idempotent, batches: Mutex::default() };
        let poll = Poll { source: &source, shelf: &shelf, rules: self.protocol.rules, most: MOST };
        let came = poll.run(feed, &[DepartmentId::new("1")]).await;
        Done { came, batches: shelf.batches.into_inner().unwrap_or_default() }
    }

    pub fn reading(&self) -> sync::Desk {
        sync::Desk { client: self.client.clone(), cache: self.cache.clone(), ledger: Some(self.ledger()) }
    }

    /// Reads anew what gaps are about that are over, and providers where their feed told of them. A gap is
    /// closed once all was read as it was after its end, by the dates of the answers.
    pub async fn heal(&self, hall: &Hall) -> Result<(), Trouble> {
        if self.full.load(Ordering::SeqCst) {
            return Ok(());
        }
        let now = self.client.server_time() - TimeDelta::seconds(1);
        let (gaps, due) = self
            .cache
            .read(|reader| {
                let due = reader.feed(Feed::Providers.name())?.and_then(|feed| feed.list_due);
                let read = reader.as_of(&Part::Providers)?;
                Ok((reader.open_gaps()?, due.filter(|due| read.is_none_or(|read| read <= *due))))
            })
            .await?;
        let reading = self.reading();
        if due.is_some_and(|due| due < now) {
            reading.reference().await?;
        }
        for gap in gaps.into_iter().filter(|gap| gap.until < now) {
            let Some(feed) = Feed::named(&gap.feed) else { continue };
            match feed {
                Feed::Appointments => {
                    let span = Span { from: hall.days.0, to: hall.days.1 };
                    if !reading.schedule(span, athena::Lane::Fill).await? {
                        continue;
                    }
                }
                Feed::Patients => {
                    let all = hall.everybody().map(|id| PatientId::new(id.to_string())).collect();
                    if !reading.patients(all, athena::Lane::Fill).await?.is_empty() {
                        continue;
                    }
                }
                Feed::Providers => reading.reference().await?,
            }
            let days = hall.days;
            if self.cache.read(move |reader| is_read(reader, feed, days, gap.until)).await? {
                let now = self.client.server_time();
                let close = move |writer: &mut Writer<'_>| writer.close_gaps(&gap.feed, gap.until, now);
                self.cache.write("gap closed", close).await?;
            }
        }
        Ok(())
    }
}

/// Whether all that a feed tells of was read as it was after an instant.
fn is_read(
    reader: &Reader<'_>,
    feed: Feed,
    days: (NaiveDate, NaiveDate),
    until: DateTime<Utc>,
) -> Result<bool, Error> {
    let mut parts = Vec::new();
    match feed {
        Feed::Appointments => {
            for department in reader.departments()? {
                parts.extend([days.0, days.1].map(|day| Part::Day(department.id.clone(), day)));
            }
        }
        Feed::Patients => {
            let older = until + TimeDelta::milliseconds(1);
            return Ok(reader
                .patients_needing(PatientPart::Coverages, NaiveDateTime::MIN, older, 1)?
                .is_empty());
        }
        Feed::Providers => parts.push(Part::Providers),
    }
    for part in parts {
        if reader.as_of(&part)?.is_none_or(|read| read <= until) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn hand(
    client: &Client,
    vault: &Vault,
    clock: &Arc<SettableClock>,
    ids: &Arc<Counting>,
) -> (Journal, JoinHandle<()>) {
    let (journal, work) = start_journal(JournalEdges {
        client: client.clone(),
        vault: vault.clone(),
        connection: ConnectionId::new("here"),
        sign_in: None,
        clock: Arc::clone(clock) as _,
        random: Arc::new(SeededRandom::new(1)),
        entropy: Arc::clone(ids) as Arc<dyn Entropy>,
        on_move: Arc::new(|| ()),
        on_saved: Arc::new(|_| {}),
    });
    (journal, tokio::spawn(work))
}

/// Copies the files of one folder into another.
pub(super) fn copied(from: &Path, to: &Path) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        std::fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(to.to_owned())
}
