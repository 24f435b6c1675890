//! The process that dies: the loop that reads and the loop that writes over one profile, until they rest or
//! the n-th point is passed.

use std::io::{BufReader, Stdin, Stdout};
use std::path::Path;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use athena::{
    Client, Config, Environment, FnTransport, Grant, Lane, Loss, MemoryTokens, Pace, PatientParts, Ports,
    SeededRandom, TransportError,
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Request, Response};
use model::{PatientField, PatientFields, PatientId, PracticeId, Secret};
use store::{
    Cache, ConnectionId, CrashPoint, Entropy, FillTime, Hooks, OpenError, ProfileFolder, Vault, VaultFile,
    Writer,
};
use sync::{Handle, Journal, JournalEdges, Ledger, Phase, start_journal};

use super::frame::{self, Answered, Said};
use super::stage::{self, HERE, Work};
use crate::RunningClock;

/// Ends the process at the n-th point, as a power cut would: no destructor runs. In any run, writes come one
/// after another.
struct Kill {
    at: u32,
    passed: AtomicU32,
}

impl Kill {
    fn pass(&self) {
        if self.passed.fetch_add(1, Ordering::SeqCst) + 1 == self.at {
            std::process::abort();
        }
    }
}

impl Hooks for Kill {
    fn step(&self, _: CrashPoint) {
        self.pass();
    }

    fn keep_turns(&self) -> bool {
        true
    }
}

/// Identifiers that follow one another from one that no other process began with.
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), OpenError> {
        let next = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        bytes.iter_mut().zip(next.iter().cycle()).for_each(|(byte, digit)| *byte = *digit);
        Ok(())
    }
}

/// The way to the practice: this process's own input and output.
struct Line {
    pipe: Mutex<(BufReader<Stdin>, Stdout)>,
    clock: RunningClock,
    kill: Arc<Kill>,
}

impl Line {
    fn ask(&self, request: &Request<Bytes>) -> anyhow::Result<Response<Bytes>> {
        let mut pipe = self.pipe.lock().unwrap_or_else(PoisonError::into_inner);
        let at = model::Clock::now(&self.clock);
        frame::put(&mut pipe.1, &frame::asks(request, at))?;
        let answered: Answered = frame::take(&mut pipe.0)?.context("nobody answers")?;
        frame::response(&answered)
    }

    async fn carry(self: Arc<Self>, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let own = Arc::clone(&self);
        // Tokio's paused time stands still while this is under way.
        let answer = tokio::task::spawn_blocking(move || own.ask(&request)).await;
        self.kill.pass();
        answer.ok().and_then(Result::ok).ok_or(TransportError::Lost(Loss::Reset))
    }
}

/// What a walker works with.
struct Walker {
    cache: Cache,
    vault: Vault,
    client: Client,
    reading: Handle,
    journal: Journal,
    line: Arc<Line>,
}

/// Walks: `FOLDER WORK POINT INSTANT`.
///
/// # Errors
/// Where the surroundings fail.
pub async fn walk(words: &[String]) -> anyhow::Result<()> {
    let [folder, work, point, from] = words else { anyhow::bail!("walk FOLDER WORK POINT INSTANT") };
    let walker = Walker::begin(Path::new(folder), point.parse()?, from.parse()?)?;
    walker.work(work.parse()?).await?;
    let (at, points) = (walker.now(), walker.line.kill.passed.load(Ordering::SeqCst));
    let mut pipe = walker.line.pipe.lock().unwrap_or_else(PoisonError::into_inner);
    frame::put(&mut pipe.1, &Said::Rests { at, points })?;
    // Nothing that a death would not leave is done at the end either.
    std::process::exit(0)
}

impl Walker {
    fn begin(folder: &Path, at: u32, from: DateTime<Utc>) -> anyhow::Result<Self> {
        let clock = RunningClock::starting_at(from);
        let kill = Arc::new(Kill { at, passed: AtomicU32::new(0) });
        let pipe = Mutex::new((BufReader::new(std::io::stdin()), std::io::stdout()));
        let line = Arc::new(Line { pipe, clock, kill: Arc::clone(&kill) });
        let client = client(&line)?;
        let folder = ProfileFolder::open(folder)?;
        let (cache, vault) = stage::files(&folder, kill)?;
        let ledger = Ledger { vault: vault.clone(), connection: ConnectionId::new(HERE) };
        let (reading, reads) = sync::start(sync::Edges {
            client: client.clone(),
            cache: cache.clone(),
            ledger: Some(ledger),
            fill: FillTime::AnyTime,
            clock: Arc::new(clock),
            random: Arc::new(SeededRandom::new(1)),
            on_stale: Arc::new(|_| ()),
        });
        let first = u64::try_from(from.timestamp())? << 24;
        let (journal, writes) = start_journal(JournalEdges {
            client: client.clone(),
            vault: vault.clone(),
            connection: ConnectionId::new(HERE),
            sign_in: None,
            clock: Arc::new(clock),
            random: Arc::new(SeededRandom::new(1)),
            entropy: Arc::new(Counting(AtomicU64::new(first))),
            on_move: Arc::new(|| ()),
            on_saved: Arc::new(|_| ()),
        });
        tokio::spawn(reads);
        tokio::spawn(writes);
        Ok(Self { cache, vault, client, reading, journal, line })
    }

    fn now(&self) -> DateTime<Utc> {
        model::Clock::now(&self.line.clock)
    }

    async fn work(&self, work: Work) -> anyhow::Result<()> {
        match work {
            Work::Fill => self.filled().await,
            Work::Listen { draft } => {
                self.filled().await?;
                self.draft(draft).await?;
                self.listening().await
            }
            Work::Poll => {
                self.release().await?;
                tokio::time::sleep(stage::POLLS).await;
                Ok(())
            }
        }
    }

    async fn filled(&self) -> anyhow::Result<()> {
        let mut states = self.reading.follow();
        states.wait_for(|state| state.phase == Phase::Fresh && state.left == 0).await?;
        Ok(())
    }

    /// Until all subscriptions are in effect, and what was missed before is read.
    async fn listening(&self) -> anyhow::Result<()> {
        loop {
            let (covered, open) = self.cache.read_blocking(|reader| {
                let mut covered = true;
                for feed in athena::Feed::ALL {
                    covered &= reader.feed(feed.name())?.is_some_and(|state| state.covers.is_some());
                }
                Ok((covered, reader.open_gaps()?.len()))
            })?;
            if covered && open == 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
    }

    /// Somebody is opened and a change of theirs is drafted, which is not asked for yet.
    async fn draft(&self, whom: u64) -> anyhow::Result<()> {
        let id = PatientId::new(whom.to_string());
        let session = self.client.lane(Lane::Interactive);
        let saw = session.patient(&id, None, PatientParts::default()).await?.value.patient;
        let mut fields = PatientFields::default();
        fields.set(PatientField::Email, stage::MARK);
        self.journal.draft_update(&saw, fields, "ana").await?;
        let now = self.now();
        let remember =
            move |writer: &mut Writer<'_, VaultFile>| writer.remember(&ConnectionId::new(HERE), &id, now);
        Ok(self.vault.write("opened", remember).await?)
    }

    /// A person asks for what is drafted to be written, where nobody has yet.
    async fn release(&self) -> anyhow::Result<()> {
        for entry in self.journal.list(None, None, 10).await?.entries {
            if entry.state == store::WriteState::Drafted && entry.released.is_none() {
                self.journal.release(&entry.id, "ana").await?;
            }
        }
        Ok(())
    }
}

fn client(line: &Arc<Line>) -> anyhow::Result<Client> {
    let line = Arc::clone(line);
    let clock = line.clock;
    let transport = FnTransport(move |request: Request<Bytes>| Arc::clone(&line).carry(request));
    let config = Config {
        environment: Environment::parse("https://demo.invalid")?,
        practice: PracticeId::new(sandbox::PRACTICE_ID),
        client_id: sandbox::CLIENT_ID.to_owned(),
        grant: Grant::ClientCredentials { secret: Secret::new(sandbox::CLIENT_SECRET) },
        scope: Config::SCOPE.to_owned(),
        pace: Pace { per_second: 1_000, per_day: 1_000_000, tokens_per_minute: 1_000, ..Pace::default() },
    };
    let ports = Ports {
        transport: Arc::new(transport),
        tokens: Arc::new(MemoryTokens::default()),
        clock: Arc::new(clock),
        random: Arc::new(SeededRandom::new(1)),
    };
    Ok(Client::new(config, ports))
}
