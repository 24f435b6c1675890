//! The client of one API key, and its sessions.

use std::sync::Arc;

use model::{Clock, PracticeId};
use tokio::sync::watch;

use crate::{Calls, Config, Lane, Random, TokenStore, Transport};

/// The edges that a client works through.
#[derive(Clone)]
pub struct Ports {
    /// Sends requests.
    pub transport: Arc<dyn Transport>,
    /// Keeps access tokens between runs.
    pub tokens: Arc<dyn TokenStore>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Spreads retries.
    pub random: Arc<dyn Random>,
}

/// A client of one API key at one practice. Clones share token and budget.
#[derive(Clone)]
pub struct Client {
    config: Arc<Config>,
    ports: Ports,
    practice: PracticeId,
    calls: Arc<watch::Sender<Calls>>,
}

impl Client {
    /// Makes a client. Nothing is sent.
    pub fn new(config: Config, ports: Ports) -> Self {
        let practice = config.practice.clone();
        Self { config: Arc::new(config), ports, practice, calls: Arc::new(watch::Sender::default()) }
    }

    /// The same key at another practice, with the same token and budget.
    #[must_use]
    pub fn at(&self, practice: PracticeId) -> Self {
        Self { practice, ..self.clone() }
    }

    /// The practice that calls are about.
    pub fn practice(&self) -> &PracticeId {
        &self.practice
    }

    /// Calls for a purpose.
    pub fn lane(&self, lane: Lane) -> Session {
        Session { client: self.clone(), lane }
    }

    /// What is left of the day's calls.
    pub fn calls(&self) -> Calls {
        *self.calls.borrow()
    }

    /// Follows what is left of the day's calls.
    pub fn watch_calls(&self) -> watch::Receiver<Calls> {
        self.calls.subscribe()
    }
}

/// Calls of one client in one lane. Everything in it is a read.
#[derive(Clone)]
pub struct Session {
    client: Client,
    lane: Lane,
}
