//! A copy, a client and a sandbox practice joined by the loop.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use athena::{
    Client, Config, Environment, FnTransport, Grant, Loss, MemoryTokens, Pace, Ports, SeededRandom,
    TransportError,
};
use chrono::{DateTime, Utc};
use model::{PracticeId, Secret};
use sandbox::{Broken, Limits, Options, Sandbox, Size, Telling};
use store::{Cache, ConnectionId, FileId, FillTime, MasterKey, NoHooks, ProfileFolder, SystemEntropy, Vault};
use sync::{Edges, Handle, Ledger, Phase, SyncState};

/// A clock that stands where the test puts it.
pub struct Hands(Mutex<DateTime<Utc>>);

impl Hands {
    pub fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(text.parse().expect("an instant"))))
    }

    /// Moves the hands.
    pub fn put(&self, text: &str) {
        *self.0.lock().expect("not poisoned") = text.parse().expect("an instant");
    }

    /// Moves the hands on.
    pub fn forward(&self, time: Duration) {
        *self.0.lock().expect("not poisoned") += time;
    }

    pub fn read(&self) -> DateTime<Utc> {
        *self.0.lock().expect("not poisoned")
    }
}

impl model::Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        self.read()
    }
}

impl sandbox::Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        self.read()
    }
}

/// Changes what the practice answers on its way here.
pub type Meddle = Arc<dyn Fn(&http::Uri, &mut http::Response<bytes::Bytes>) + Send + Sync>;

pub struct Desk {
    pub practice: Sandbox,
    pub cache: Cache,
    pub reading: Handle,
    pub vault: Vault,
    client: Client,
    lists: Arc<AtomicU64>,
    told: tokio::sync::watch::Receiver<()>,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// Begins to fill a new copy of a practice that limits nothing, and whose feeds tell nothing.
    pub fn open(size: Size, clock: &Arc<Hands>) -> Self {
        Self::apart(size, clock, clock)
    }

    /// As [`Self::open`], with feeds that tell what changes.
    pub fn listening(size: Size, clock: &Arc<Hands>) -> Self {
        Self::telling((size, Telling::Everything), clock)
    }

    /// As [`Self::open`], with feeds that tell so much.
    pub fn telling(made: (Size, Telling), clock: &Arc<Hands>) -> Self {
        Self::made(made, clock, clock, Arc::new(|_, _| {}))
    }

    /// As [`Self::open`], with a key that is refused what some paths end in.
    pub fn refused(size: Size, clock: &Arc<Hands>, ends: &'static [&'static str]) -> Self {
        Self::meddled(
            size,
            clock,
            Arc::new(move |uri, answer| {
                if ends.iter().any(|end| uri.path().ends_with(end)) {
                    *answer.status_mut() = http::StatusCode::FORBIDDEN;
                }
            }),
        )
    }

    /// As [`Self::open`], with answers that are changed on their way.
    pub fn meddled(size: Size, clock: &Arc<Hands>, meddle: Meddle) -> Self {
        Self::made((size, Telling::Nothing), clock, clock, meddle)
    }

    /// As [`Self::open`], with a clock that differs from the practice's.
    pub fn apart(size: Size, theirs: &Arc<Hands>, clock: &Arc<Hands>) -> Self {
        Self::made((size, Telling::Nothing), theirs, clock, Arc::new(|_, _| {}))
    }

    /// As [`Self::listening`], with answers that are changed on their way.
    pub fn listening_meddled(size: Size, clock: &Arc<Hands>, meddle: Meddle) -> Self {
        Self::made((size, Telling::Everything), clock, clock, meddle)
    }

    fn made((size, feeds): (Size, Telling), theirs: &Arc<Hands>, clock: &Arc<Hands>, meddle: Meddle) -> Self {
        let options = Options { size, feeds, limits: Limits::none(), ..Options::default() };
        let practice = Sandbox::new(options, theirs.clone());
        let temp = tempfile::tempdir().expect("a folder");
        let folder = ProfileFolder::open(temp.path()).expect("a profile");
        let key = MasterKey::generate(&SystemEntropy).expect("entropy");
        let file = FileId::generate(&SystemEntropy).expect("entropy");
        let cache = Cache::open(&folder, &file, &key, Arc::new(NoHooks)).expect("opens").store;
        let file = FileId::generate(&SystemEntropy).expect("entropy");
        let vault = Vault::open(&folder, &file, &key, Arc::new(NoHooks)).expect("opens").store;
        let lists = Arc::<AtomicU64>::default();
        let (counted, meddled) = (Arc::clone(&lists), meddle);
        let meddle: Meddle = Arc::new(move |uri, answer| {
            if !uri.path().contains("/changed") && !uri.path().ends_with("/ping") {
                counted.fetch_add(1, Ordering::SeqCst);
            }
            meddled(uri, answer);
        });
        let (tell, told) = tokio::sync::watch::channel(());
        let client = client(&practice, clock, meddle);
        let (reading, work) = sync::start(Edges {
            client: client.clone(),
            cache: cache.clone(),
            ledger: Some(Ledger { vault: vault.clone(), connection: ConnectionId::new("here") }),
            fill: FillTime::AnyTime,
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(1)),
            on_stale: Arc::new(move |_| tell.send_replace(())),
        });
        tokio::spawn(work);
        Self { practice, cache, reading, vault, client, lists, told, _folder: temp }
    }

    /// Waits until the loop says so, for five minutes at most.
    pub async fn until(&self, wanted: impl Fn(&SyncState) -> bool) -> SyncState {
        self.until_within(Duration::from_secs(300), wanted).await
    }

    /// Waits until the loop says so.
    pub async fn until_within(&self, most: Duration, wanted: impl Fn(&SyncState) -> bool) -> SyncState {
        let mut states = self.reading.follow();
        let waiting = async {
            loop {
                let state = states.borrow_and_update().clone();
                if wanted(&state) {
                    return state;
                }
                states.changed().await.expect("the loop goes on");
            }
        };
        tokio::time::timeout(most, waiting).await.expect("the loop comes to it")
    }

    /// Waits until the copy is so, looking whenever the loop tells of a change.
    pub async fn until_held(&self, so: impl Fn(&store::Reader<'_>) -> Result<bool, store::Error>) {
        self.until_held_within(Duration::from_secs(20), so).await;
    }

    /// As [`Self::until_held`], with another patience.
    pub async fn until_held_within(
        &self,
        most: Duration,
        so: impl Fn(&store::Reader<'_>) -> Result<bool, store::Error>,
    ) {
        let mut told = self.told.clone();
        let waiting = async {
            while !self.cache.read_blocking(&so).expect("the copy reads") {
                told.changed().await.expect("the loop goes on");
            }
        };
        tokio::time::timeout(most, waiting).await.expect("the copy comes to it");
    }

    /// Requests that were answered, but for those to the feeds of what changed, and those that only ask whether
    /// anybody is there.
    pub fn requests(&self) -> u64 {
        self.lists.load(Ordering::SeqCst)
    }

    /// Calls that count against the key's day.
    pub fn calls(&self) -> u64 {
        self.client.calls().sent_today
    }

    /// As many as [`Self::requests`] counts while some time passes.
    pub async fn sent_in(&self, time: Duration) -> u64 {
        let before = self.requests();
        tokio::time::sleep(time).await;
        self.requests() - before
    }

    /// What the copy holds.
    pub fn read<T>(&self, work: impl FnOnce(&store::Reader<'_>) -> Result<T, store::Error>) -> T {
        self.cache.read_blocking(work).expect("the copy reads")
    }

    pub async fn filled(&self) -> SyncState {
        self.until(|state| state.phase == Phase::Fresh && state.left == 0).await
    }
}

pub fn client(practice: &Sandbox, clock: &Arc<Hands>, meddle: Meddle) -> Client {
    let practice = practice.clone();
    let transport = FnTransport(move |request: http::Request<bytes::Bytes>| {
        let (practice, meddle, uri) = (practice.clone(), Arc::clone(&meddle), request.uri().clone());
        async move {
            let mut answer = practice.answer(request).await.map_err(|broken| match broken {
                Broken::Reset => TransportError::Lost(Loss::Reset),
                Broken::Truncated => TransportError::Lost(Loss::Truncated),
            })?;
            meddle(&uri, &mut answer);
            Ok(answer)
        }
    });
    let config = Config {
        environment: Environment::parse("https://demo.invalid").expect("an origin"),
        practice: PracticeId::new(sandbox::PRACTICE_ID),
        client_id: sandbox::CLIENT_ID.to_owned(),
        grant: Grant::ClientCredentials { secret: Secret::new(sandbox::CLIENT_SECRET) },
        scope: Config::SCOPE.to_owned(),
        pace: Pace { per_second: 10_000, per_day: 1_000_000, tokens_per_minute: 1_000, ..Pace::default() },
    };
    let ports = Ports {
        transport: Arc::new(transport),
        tokens: Arc::new(MemoryTokens::default()),
        clock: clock.clone(),
        random: Arc::new(SeededRandom::new(1)),
    };
    Client::new(config, ports)
}
