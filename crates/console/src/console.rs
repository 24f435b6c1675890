//! The console itself: a cheap handle over what is open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipc::session::Trouble;
use ipc::{Call, Event, Failure, Tag, dispatch};
use tokio::sync::{Mutex, RwLock, broadcast, watch};

use crate::Ports;
use crate::copied::Copied;
use crate::ledger::{Desk, Ledger, Record};
use crate::live::Live;
use crate::profile::Held;

/// Events that a slow listener may fall behind by. One that falls further misses some: the window
/// then drops everything it holds.
const EVENTS: usize = 256;

/// The application. Clones are handles of the same one.
#[derive(Clone)]
pub struct Console(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    ports: Ports,
    events: broadcast::Sender<Event>,
    ledger: Ledger,
    state: RwLock<State>,
    adding: Mutex<()>,
    copied: Copied,
    started: watch::Sender<bool>,
}

/// What is open.
pub(crate) struct State {
    /// The profile.
    pub held: Held,
    /// The practice in use.
    pub live: Option<Arc<Live>>,
    ledger: Ledger,
}

impl State {
    /// Ends all use of the profile and keeps why. Nothing on the disk is changed.
    pub(crate) async fn stick(&mut self, trouble: Trouble) {
        self.end(Held::Stuck(trouble)).await;
    }

    /// Ends reading, has the audit keep what is on its way and closes every file, in that order.
    async fn end(&mut self, held: Held) {
        if let Some(live) = self.live.take() {
            live.stop().await;
        }
        self.ledger.detach().await;
        if let Held::Open(open) = std::mem::replace(&mut self.held, held) {
            open.vault.close().await;
        }
    }
}

impl Console {
    /// Makes a console over a profile folder. Nothing is opened yet.
    pub fn new(folder: PathBuf, ports: Ports) -> Self {
        let (events, _) = broadcast::channel(EVENTS);
        let started = watch::Sender::new(false);
        let ledger = Ledger::new(Arc::clone(&ports.clock), Arc::clone(&ports.keychain));
        let state = State { held: Held::default(), live: None, ledger: ledger.clone() };
        Self(Arc::new(Inner {
            folder,
            ports,
            events,
            ledger,
            state: RwLock::new(state),
            adding: Mutex::default(),
            copied: Copied::default(),
            started,
        }))
    }

    /// Answers a command by name. `None` where there is no such command. What is asked before the
    /// console has started is answered once it has: a keychain may ask a person first.
    pub async fn call(&self, call: &Call, name: &str, request: &[u8]) -> Option<Result<Vec<u8>, Failure>> {
        // The sender lives as long as this console does.
        let _ = self.0.started.subscribe().wait_for(|started| *started).await;
        // A list would be taken for the fields of a request in turn.
        let is_object = request.trim_ascii_start().starts_with(b"{");
        let request = if is_object { request } else { &[] };
        let record = Record { ledger: &self.0.ledger, desk: self.desk().await };
        let answer = dispatch(self, &record, call, name, request).await;
        if let Some(Ok(_)) = &answer {
            self.announce(ipc::written(name));
        }
        answer
    }

    /// Hears what becomes stale from here on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.events.subscribe()
    }

    /// Says what became stale.
    pub(crate) fn announce(&self, tags: &[Tag]) {
        if !tags.is_empty() {
            // Nobody listening is no failure: the next reading is fresh anyway.
            let _ = self.0.events.send(Event::Changed { tags: tags.to_vec() });
        }
    }

    /// Lets calls through.
    pub(crate) fn mark_started(&self) {
        self.0.started.send_replace(true);
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0.folder
    }

    pub(crate) fn ports(&self) -> &Ports {
        &self.0.ports
    }

    pub(crate) fn state(&self) -> &RwLock<State> {
        &self.0.state
    }

    /// The audit.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.0.ledger
    }

    /// Over which connection whoever calls now works.
    async fn desk(&self) -> Desk {
        let state = self.0.state.read().await;
        state.live.as_ref().map(|live| (live.connection.to_string(), live.practice.to_string()))
    }

    /// Held by whoever adds a connection.
    pub(crate) fn adding(&self) -> &Mutex<()> {
        &self.0.adding
    }

    /// What was copied last.
    pub(crate) fn copied(&self) -> &Copied {
        &self.0.copied
    }

    /// The practice in use.
    pub(crate) async fn live(&self) -> Result<Arc<Live>, Failure> {
        self.0.state.read().await.live.clone().ok_or(Failure::NoPractice)
    }

    /// Ends reading and closes every file, in that order; nothing that was copied here is left behind.
    pub async fn close(&self) {
        self.0.copied.clear().await;
        self.0.state.write().await.end(Held::Closed).await;
    }
}

/// The next event; everything is stale to a listener that fell behind. `None` when the console is gone.
pub async fn next_event(events: &mut broadcast::Receiver<Event>) -> Option<Event> {
    match events.recv().await {
        Ok(event) => Some(event),
        Err(broadcast::error::RecvError::Lagged(_)) => Some(Event::Changed { tags: Tag::ALL.to_vec() }),
        Err(broadcast::error::RecvError::Closed) => None,
    }
}
