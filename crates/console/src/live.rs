//! The practice in use: its copy, its client, its reading.

use std::sync::Arc;
use std::time::Duration;

use athena::{Calls, Client};
use model::PracticeId;
use store::{Cache, ConnectionId, Entropy, FillTime, Pause, Vault};
use sync::{Edges, Handle, Journal, Ledger, Stale};
use tokio::sync::{Mutex, oneshot, watch};
use tokio::time::timeout;

use ipc::{Failure, Tag};

use crate::ahead::Ahead;
use crate::console::Console;
use crate::holds::Holds;
use crate::lease::{self, Lease};
use crate::ledger::Desk;
use crate::notices::Whose;
use crate::openings::Openings;
use crate::tasks::Running;
use crate::waitlist::Waits;
use crate::{Tasks, holds, journal, mending, notices, profile};

/// How long closing waits for tokens that are on their way.
const TOKENS: Duration = Duration::from_secs(10);

/// A practice in use.
pub(crate) struct Live {
    /// Which connection it is of.
    pub connection: ConnectionId,
    /// Under which name the vault keeps who is signed in; nothing where an app signs in.
    pub sign_in: Option<String>,
    /// The practice.
    pub practice: PracticeId,
    /// Its copy.
    pub cache: Cache,
    /// What only this profile has.
    pub vault: Vault,
    /// The way to athenahealth.
    pub client: Client,
    /// What is written there.
    pub journal: Journal,
    /// The loop that reads.
    pub reading: Handle,
    /// The day that a window shows first.
    pub ahead: Arc<Ahead>,
    /// The open times that were read lately.
    pub openings: Arc<Openings>,
    /// Who was found to wait lately for a time that was freed.
    pub waits: Waits,
    /// Whether times are held.
    pub holds: Arc<Holds>,
    /// Whether the copy was damaged and is read anew.
    pub rebuilt: bool,
    /// Makes references to the log.
    pub entropy: Arc<dyn Entropy>,
    lease: Option<Arc<Lease>>,
    task: Mutex<Option<Running>>,
}

/// What a practice is put to use with.
pub(crate) struct Parts {
    pub connection: ConnectionId,
    pub sign_in: Option<String>,
    pub fill: FillTime,
    pub pause: Option<Pause>,
    pub cache: Cache,
    pub vault: Vault,
    pub client: Client,
    pub lease: Option<Arc<Lease>>,
    pub rebuilt: bool,
}

impl Live {
    /// Puts a practice to use: begins to read, and to carry on what is to be written.
    pub(crate) fn begin(console: &Console, parts: Parts) -> Arc<Self> {
        parts.client.lend();
        let (live, work) = Self::made(console, parts);
        mending::follow(console, live.cache.damage());
        let task = Mutex::new(Some(Running::begin(console.ports().tasks.as_ref(), work)));
        Arc::new(Self { task, ..live })
    }

    /// A copy to be read where it lies: nothing is read into it, and nothing written to athenahealth.
    pub(crate) fn to_read(console: &Console, parts: Parts) -> Arc<Self> {
        Arc::new(Self::made(console, parts).0)
    }

    fn made(console: &Console, parts: Parts) -> (Self, impl Future<Output = ()> + Send + use<>) {
        let Parts { connection, sign_in, fill, pause, cache, vault, client, lease, rebuilt } = parts;
        let (ports, listener) = (console.ports(), console.clone());
        let ahead = Arc::<Ahead>::default();
        let made = Arc::clone(&ahead);
        let edges = Edges {
            client: client.clone(),
            cache: cache.clone(),
            ledger: Some(Ledger { vault: vault.clone(), connection: connection.clone() }),
            fill,
            clock: Arc::clone(&ports.clock),
            random: Arc::clone(&ports.random),
            on_stale: Arc::new(move |stale| {
                if stale.iter().any(|part| *part != Stale::Progress) {
                    made.is_stale();
                }
                listener.announce(&tags(stale));
            }),
        };
        let (reading, work) = sync::start(edges);
        reading.pause(pause);
        let told = tell_refusals(console.clone(), client.watch_calls());
        let openings = Arc::<Openings>::default();
        let (journal, writing) =
            journal::begin(console, (&connection, &sign_in), (&client, &vault), (&reading, &openings));
        let held = Arc::<Holds>::default();
        let holding = holds::follow(journal.clone(), Arc::clone(&held), Arc::clone(&ports.clock));
        let whose = Whose { connection: connection.clone(), client: client.clone(), vault: vault.clone() };
        let noticed = notices::follow(console.clone(), whose, reading.follow());
        let watched = lease::watch(console.clone(), lease.clone(), client.clone(), vault.clone());
        let all = async move {
            tokio::select! {
                () = work => {}
                () = told => {}
                // One that ends leaves the others be.
                () = async { writing.await; std::future::pending().await } => {}
                () = watched => {}
                () = noticed => {}
                () = holding => {}
            }
        };
        let entropy = Arc::clone(&ports.entropy);
        let practice = client.practice().clone();
        let live = Self {
            connection,
            sign_in,
            practice,
            cache,
            vault,
            client,
            journal,
            reading,
            ahead,
            openings,
            holds: held,
            waits: Waits::default(),
            rebuilt,
            entropy,
            lease,
            task: Mutex::default(),
        };
        (live, all)
    }

    /// Over which connection whoever reads it works.
    pub(crate) fn desk(&self) -> Desk {
        let over = Some((self.connection.to_string(), self.practice.to_string()));
        Desk { over, emergency: None }
    }

    /// Lets go of the tokens, once those that are on their way have come: the vault is to keep them.
    pub(crate) async fn let_tokens_go(&self, tasks: &dyn Tasks) {
        let (client, (closed, told)) = (self.client.clone(), oneshot::channel());
        tasks.begin(Box::pin(async move {
            client.close().await;
            // Whoever waited long enough goes on without.
            let _ = closed.send(());
        }));
        if timeout(TOKENS, told).await.is_err() {
            tracing::warn!("tokens are still on their way: the vault will not keep them");
        }
    }

    /// Ends reading and writing and closes the copy. A page in flight is read again next time; a write in
    /// flight is unknown then, and is looked for.
    pub(crate) async fn stop(&self) {
        holds::end(&self.journal, &self.holds).await;
        if let Some(task) = self.task.lock().await.take() {
            task.end().await;
        }
        sync::keep_counts(&self.client, &self.cache).await;
        if let Some(lease) = &self.lease {
            lease.keep(&self.vault).await;
        }
        self.cache.close().await;
    }

    /// Reads the copy.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&store::Reader<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, Failure> {
        self.cache.read(work).await.map_err(|error| self.failed(&error))
    }

    /// What a failed use of the copy means to a person. While a damaged one is made anew, whoever
    /// still uses it finds it closed.
    pub(crate) fn failed(&self, error: &store::Error) -> Failure {
        if self.cache.is_damaged() {
            Failure::CopyDamaged
        } else {
            profile::used(error, self.entropy.as_ref())
        }
    }
}

/// Says when athenahealth begins and ends to refuse every call.
async fn tell_refusals(console: Console, mut calls: watch::Receiver<Calls>) {
    let mut told = None;
    while calls.changed().await.is_ok() {
        let refused = calls.borrow_and_update().refused_since;
        if std::mem::replace(&mut told, refused) != refused {
            console.announce(&[Tag::Sync]);
        }
    }
}

fn tags(stale: &[Stale]) -> Vec<Tag> {
    let mut tags = vec![Tag::Sync];
    for part in stale {
        tags.extend_from_slice(match part {
            Stale::Reference => &[Tag::Practice, Tag::Schedule],
            Stale::Schedule => &[Tag::Schedule, Tag::Patients],
            Stale::Patients => &[Tag::Patients],
            Stale::Progress => &[],
        });
    }
    tags.sort_unstable();
    tags.dedup();
    tags
}
