//! A console at a desk: a temporary profile, a practice in this process, and every call through the
//! contract's dispatch.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use athena::SeededRandom;
use console::{Console, Hooks, Keychain, NoHooks, Ports, RuntimeTasks, Tasks};
use ipc::{Call, Event, Failure};
use sandbox::{Limits, Options, Size};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::broadcast;

use crate::{
    FileKeychain, NoticeBoard, Pages, Pasteboard, Practice, Screen, Seeded, SettableClock, Tray, sim,
};

/// Where a computer's chance begins.
const SEED: u64 = 1;

/// How long a wait may last, in tokio's time.
const PATIENCE: Duration = Duration::from_secs(4 * 60 * 60);

/// What a desk stands on. Clones share it, so that a second console finds the same computer.
#[derive(Clone)]
pub struct Edges {
    /// The profile's folder.
    pub folder: PathBuf,
    /// Tells the time to both sides.
    pub clock: Arc<SettableClock>,
    /// Keeps the profile's key.
    pub keychain: Arc<dyn Keychain>,
    /// Is shared with every program.
    pub clipboard: Arc<Pasteboard>,
    /// The practice.
    pub practice: Practice,
    /// Gives keys, names and references: the same ones each time.
    pub chance: Arc<Seeded>,
    /// Runs what goes on beside the answers.
    pub tasks: Arc<dyn Tasks>,
    /// Is told each step of each write.
    pub hooks: Arc<dyn Hooks>,
    /// Hears of pages for a browser.
    pub pages: Pages,
    /// Is locked, and sleeps.
    pub desktop: Arc<Screen>,
    /// Shows notices.
    pub notices: Arc<NoticeBoard>,
    /// Prints, while it has paper.
    pub printer: Arc<Tray>,
    computer: Arc<TempDir>,
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

    /// The same computer, where the practice is reached another way.
    #[must_use]
    pub fn with_practice(self, reached: impl FnOnce(Practice) -> Practice) -> Self {
        Self { practice: reached(self.practice.clone()), ..self }
    }

    /// The same at another instant (RFC 3339) with another practice.
    pub fn at(instant: &str, options: Options) -> anyhow::Result<Self> {
        let clock = Arc::new(SettableClock::starting_at(instant.parse()?));
        let computer = Arc::new(TempDir::new()?);
        Ok(Self {
            folder: computer.path().join("profile"),
            keychain: Arc::new(FileKeychain::new(computer.path().join("keychain.json"))),
            clipboard: Arc::new(Pasteboard::default()),
            practice: Practice::open(options, clock.clone()),
            clock,
            chance: Arc::new(Seeded::from(SEED)),
            tasks: Arc::new(RuntimeTasks),
            hooks: Arc::new(NoHooks),
            pages: Pages::default(),
            desktop: Arc::default(),
            notices: Arc::default(),
            printer: Arc::default(),
            computer,
        })
    }

    /// Another computer beside it, at the same practice: with a copy of its profile and of its keychain, and chance of
    /// its own. Nobody may be at the profile.
    pub fn copied(&self, seed: u64) -> anyhow::Result<Self> {
        let computer = Arc::new(sim::folder()?);
        copy_files(self.computer.path(), computer.path())?;
        Ok(Self {
            folder: computer.path().join("profile"),
            keychain: Arc::new(FileKeychain::new(computer.path().join("keychain.json"))),
            clipboard: Arc::new(Pasteboard::default()),
            chance: Arc::new(Seeded::from(seed)),
            pages: Pages::default(),
            desktop: Arc::default(),
            notices: Arc::default(),
            printer: Arc::default(),
            computer,
            ..self.clone()
        })
    }

    /// What a console on this computer reaches the world by.
    pub fn ports(&self) -> Ports {
        Ports {
            clock: self.clock.clone(),
            random: Arc::new(SeededRandom::new(SEED)),
            entropy: self.chance.clone(),
            tasks: self.tasks.clone(),
            hooks: self.hooks.clone(),
            keychain: self.keychain.clone(),
            clipboard: self.clipboard.clone(),
            network: Arc::new(self.practice.clone()),
            browser: Arc::new(self.pages.clone()),
            desktop: self.desktop.clone(),
            notices: self.notices.clone(),
            printer: self.printer.clone(),
        }
    }

    /// A console on this computer, not started yet.
    pub fn console(&self) -> Console {
        Console::new(self.folder.clone(), self.ports())
    }
}

fn copy_files(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_files(&entry.path(), &to)?;
        } else {
            std::fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
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
        let console = edges.console();
        let heard = console.subscribe();
        console.start(false).await;
        Self { edges, console, heard }
    }

    /// What the desk stands on.
    pub fn edges(&self) -> &Edges {
        &self.edges
    }

    /// How often whatever the window shows had to be gone.
    pub fn cleared(&self) -> u64 {
        self.console.cleared()
    }

    /// Hears what the window is told.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.console.subscribe()
    }

    /// Has the window keep what is typed, as its closing does.
    pub async fn keep_typed(&self) {
        self.console.keep_typed().await;
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
        self.until_within(PATIENCE, name, request, wanted).await
    }

    /// As [`Self::until`], with another patience.
    ///
    /// # Panics
    /// Where it is not so by then.
    pub async fn until_within(
        &mut self,
        most: Duration,
        name: &str,
        request: Value,
        wanted: impl Fn(&Value) -> bool,
    ) -> Value {
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
        match tokio::time::timeout(most, looking).await {
            Ok(seen) => seen,
            Err(_) => panic!("{name} was never as wanted"),
        }
    }

    /// Waits until everything planned is read.
    pub async fn filled(&mut self) -> Value {
        self.until("sync_read", json!({}), |sync| sync["fill"]["phase"] == "fresh").await
    }

    /// Closes the console while calls may be under way.
    pub async fn end(&self) {
        self.console.close().await;
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
