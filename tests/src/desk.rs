//! A console at a desk: a temporary profile, a practice in this process, and every call through the
//! contract's dispatch.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use console::{Console, Keychain, Ports};
use ipc::{Call, Event, Failure};
use sandbox::{Limits, Options, Size};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::broadcast;

use crate::{FileKeychain, Pasteboard, Practice, RunningClock};

/// How long a wait may last, in tokio's time.
const PATIENCE: Duration = Duration::from_secs(4 * 60 * 60);

/// What a desk stands on. Clones share it, so that a second console finds the same computer.
#[derive(Clone)]
pub struct Edges {
    /// The profile's folder.
    pub folder: PathBuf,
    /// Tells the time to both sides.
    pub clock: Arc<RunningClock>,
    /// Keeps the profile's key.
    pub keychain: Arc<dyn Keychain>,
    /// Is shared with every program.
    pub clipboard: Arc<Pasteboard>,
    /// The practice.
    pub practice: Practice,
    _computer: Arc<TempDir>,
}

impl Edges {
    /// A computer with a keychain and no profile yet, and a practice of one provider. It is half past
    /// ten on a Monday morning in US Eastern.
    pub fn new() -> anyhow::Result<Self> {
        let options = Options { size: Size::Solo, limits: Limits::preview(), ..Options::default() };
        Self::at("2026-11-23T15:30:00Z", options)
    }

    /// The same computer with another keychain.
    #[must_use]
    pub fn with_keychain(self, keychain: impl Keychain + 'static) -> Self {
        Self { keychain: Arc::new(keychain), ..self }
    }

    /// The same at another instant (RFC 3339) with another practice.
    pub fn at(instant: &str, options: Options) -> anyhow::Result<Self> {
        let clock = Arc::new(RunningClock::starting_at(instant.parse()?));
        let computer = Arc::new(TempDir::new()?);
        Ok(Self {
            folder: computer.path().join("profile"),
            keychain: Arc::new(FileKeychain::new(computer.path().join("keychain.json"))),
            clipboard: Arc::new(Pasteboard::default()),
            practice: Practice::open(options, clock.clone()),
            clock,
            _computer: computer,
        })
    }
}

/// A console at a desk.
pub struct Desk {
    edges: Edges,
    console: Console,
    heard: broadcast::Receiver<Event>,
}

impl Desk {
    /// Starts a console. It opens the profile where nothing has to be asked for.
    pub async fn start(edges: Edges) -> Self {
        let ports = Ports {
            clock: edges.clock.clone(),
            keychain: edges.keychain.clone(),
            clipboard: edges.clipboard.clone(),
            network: Arc::new(edges.practice.clone()),
        };
        let console = Console::new(edges.folder.clone(), ports);
        let heard = console.subscribe();
        console.start(false).await;
        Self { edges, console, heard }
    }

    /// What the desk stands on.
    pub fn edges(&self) -> &Edges {
        &self.edges
    }

    /// The profile's folder.
    pub fn folder(&self) -> &Path {
        &self.edges.folder
    }

    /// Calls a command by name.
    ///
    /// # Panics
    /// Where there is no such command, or its response is no JSON.
    pub async fn call(&self, name: &str, request: Value) -> Result<Value, Failure> {
        let request = request.to_string();
        let answer = self.console.call(&Call::desktop(), name, request.as_bytes()).await;
        let json = answer.unwrap_or_else(|| panic!("there is no command {name}"))?;
        Ok(serde_json::from_slice(&json).unwrap_or_else(|error| panic!("{name} answers no JSON: {error}")))
    }

    /// Calls a command that must be answered.
    ///
    /// # Panics
    /// Where it fails.
    pub async fn ask(&self, name: &str, request: Value) -> Value {
        self.call(name, request).await.unwrap_or_else(|failure| panic!("{name} failed: {failure:?}"))
    }

    /// The stage that the console is in.
    pub async fn stage(&self) -> Value {
        self.ask("session_read", json!({})).await["stage"].clone()
    }

    /// Makes the profile with the keychain's key and connects the demo practice.
    pub async fn connect_demo(&self) -> Value {
        self.ask("profile_open", json!({})).await;
        let demo = json!({"kind": "demo", "size": "solo"});
        self.ask(
            "connection_add",
            json!({"environment": demo, "practice": "", "clientId": "", "clientSecret": ""}),
        )
        .await
    }

    /// Asks a read again after each event until its answer is as wanted.
    ///
    /// # Panics
    /// Where it is not so within four hours of tokio's time.
    pub async fn until(&mut self, name: &str, request: Value, wanted: impl Fn(&Value) -> bool) -> Value {
        let looking = async {
            loop {
                match self.call(name, request.clone()).await {
                    Ok(seen) if wanted(&seen) => return seen,
                    // Whoever looks before a damaged copy is set aside may meet the damage too.
                    Ok(_) | Err(Failure::CopyDamaged) => {}
                    Err(failure) => panic!("{name} failed: {failure:?}"),
                }
                if console::next_event(&mut self.heard).await.is_none() {
                    panic!("the console ended before {name} was as wanted");
                }
            }
        };
        match tokio::time::timeout(PATIENCE, looking).await {
            Ok(seen) => seen,
            Err(_) => panic!("{name} was never as wanted"),
        }
    }

    /// Waits until everything planned is read.
    pub async fn filled(&mut self) -> Value {
        self.until("sync_read", json!({}), |sync| sync["fill"]["phase"] == "fresh").await
    }

    /// Closes the console. What it stood on is left as it is.
    pub async fn close(self) -> Edges {
        self.console.close().await;
        self.edges
    }

    /// Closes the console and starts another on the same computer.
    pub async fn restart(self) -> Self {
        Self::start(self.close().await).await
    }
}
