//! A connection that cannot be kept, on a disk that refuses to hold its copy.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use athena::{FnTransport, Loss, Pace, SeededRandom, Transport, TransportError};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::Request;
use ipc::connection::{ConnectionAdd, ConnectionList, DemoSize, Environment, SignInKind, WayBack};
use ipc::session::{Stage, Trouble};
use ipc::{Call, Failure, SecretText};
use model::Secret;
use sandbox::{CLIENT_ID, CLIENT_SECRET, Limits, Options, PRACTICE_ID, PUBLIC_CLIENT_ID, Sandbox, Size};
use store::{
    ConnectionId, CrashPoint, FileId, Hooks, KeySource, MasterKey, Moment, NoHooks, Place, ProfileFolder,
    SystemEntropy, Vault, VaultFile, Writer,
};
use tempfile::TempDir;
use tokio::time::Instant;

use super::{add, list, remove, resume, switch};
use crate::console::Console;
use crate::profile::{Held, Open};
use crate::{
    Browser, Clipboard, Demo, DemoPages, Keychain, KeychainTrouble, Network, NoBrowser, Ports, RuntimeTasks,
    WebPage,
};

/// Tokio's time, from a Monday morning on.
#[derive(Clone, Copy)]
struct Running(Instant);

impl Running {
    fn instant(&self) -> DateTime<Utc> {
        let from: DateTime<Utc> = "2026-11-23T15:30:00Z".parse().expect("an instant");
        from + TimeDelta::from_std(self.0.elapsed()).expect("a span")
    }
}

impl model::Clock for Running {
    fn now(&self) -> DateTime<Utc> {
        self.instant()
    }
}

impl sandbox::Clock for Running {
    fn now(&self) -> DateTime<Utc> {
        self.instant()
    }
}

struct NoKeychain;

impl Keychain for NoKeychain {
    fn read(&self, _: &str) -> Result<Option<crate::KeptSecret>, KeychainTrouble> {
        Err(KeychainTrouble::Absent)
    }

    fn write(&self, _: &str, _: &[u8]) -> Result<(), KeychainTrouble> {
        Err(KeychainTrouble::Absent)
    }

    fn delete(&self, _: &str) -> Result<(), KeychainTrouble> {
        Err(KeychainTrouble::Absent)
    }
}

struct Near(Sandbox);

impl Network for Near {
    fn athenahealth(&self) -> Result<Arc<dyn Transport>, TransportError> {
        let sandbox = self.0.clone();
        Ok(Arc::new(FnTransport(move |request: Request<Bytes>| {
            let sandbox = sandbox.clone();
            async move {
                let answer = sandbox.answer(request).await;
                answer.map_err(|_| TransportError::Lost(Loss::Reset))
            }
        })))
    }

    fn demo(&self, _: DemoSize) -> Demo {
        Demo {
            transport: self.athenahealth().expect("the practice is in this process"),
            practice: PRACTICE_ID.to_owned(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: Secret::new(CLIENT_SECRET),
            people: PUBLIC_CLIENT_ID.to_owned(),
            pace: Pace::default(),
        }
    }

    fn demo_pages(&self, _: DemoSize) -> Option<DemoPages> {
        None
    }
}

impl Browser for Near {
    fn open(&self, _: &WebPage) -> Result<(), NoBrowser> {
        Err(NoBrowser)
    }
}

/// While it is full, puts a folder where each copy that is planned would be made, and takes back no
/// secret from the vault.
struct Disk {
    folder: PathBuf,
    full: AtomicBool,
}

impl Hooks for Disk {
    fn step(&self, point: CrashPoint) {
        let refuses = point.write == "connection not kept" && self.full.load(Ordering::SeqCst);
        assert!(!refuses, "a write that panics is rolled back, and its caller told");
        if point.place != Place::Profile || point.moment != Moment::AfterCommit {
            return;
        }
        let text = std::fs::read(self.folder.join("profile.json")).expect("the profile's description");
        let profile: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
        let files = profile["files"].as_object().expect("files");
        for (name, _) in files.iter().filter(|(_, state)| state["made"] == false) {
            if self.full.load(Ordering::SeqCst) {
                std::fs::create_dir(self.folder.join(format!("{name}.db"))).expect("a folder in its place");
            }
        }
    }
}

/// Nothing is copied here.
struct NoClipboard;

impl Clipboard for NoClipboard {
    fn text(&self) -> Option<Secret> {
        None
    }

    fn clear(&self) {}
}

struct Desk {
    console: Console,
    disk: Arc<Disk>,
    _computer: TempDir,
}

impl Desk {
    /// A console whose profile is open and has no practice yet.
    async fn new() -> Self {
        let computer = TempDir::new().expect("a folder");
        let path = computer.path().join("profile");
        let clock = Arc::new(Running(Instant::now()));
        let options = Options { size: Size::Solo, limits: Limits::preview(), ..Options::default() };
        let network = Arc::new(Near(Sandbox::new(options, clock.clone())));
        let disk = Arc::new(Disk { folder: path.clone(), full: AtomicBool::new(false) });
        let ports = Ports {
            clock,
            random: Arc::new(SeededRandom::new(1)),
            entropy: Arc::new(SystemEntropy),
            tasks: Arc::new(RuntimeTasks),
            hooks: disk.clone(),
            keychain: Arc::new(NoKeychain),
            clipboard: Arc::new(NoClipboard),
            network: network.clone(),
            browser: network,
            desktop: Arc::new(crate::NoDesktop),
            notices: Arc::new(crate::NoNotices),
            printer: Arc::new(crate::NoPrinter),
        };
        let console = Console::new(path.clone(), ports);
        let folder = ProfileFolder::open_with(&path, disk.clone()).expect("a profile");
        let (key, file) = (MasterKey::from_bytes([7; 32]), FileId::from_hex("a1"));
        let vault = Vault::open(&folder, &file, &key, disk.clone()).expect("a vault").store;
        folder.update(|profile| profile.key_source = Some(KeySource::Keychain)).expect("kept");
        console.state().write().await.held =
            Held::Open(Box::new(Open { folder: Arc::new(folder), key, vault, settled: None }));
        Self { console, disk, _computer: computer }
    }

    fn fill_disk(&self, full: bool) {
        self.disk.full.store(full, Ordering::SeqCst);
    }

    async fn add(&self, size: DemoSize) -> Result<String, Failure> {
        let request = ConnectionAdd {
            environment: Environment::Demo { size },
            practice: String::new(),
            client_id: String::new(),
            client_secret: SecretText::default(),
            sign_in: SignInKind::App,
            scopes: String::new(),
            way_back: WayBack::default(),
        };
        add(&self.console, &Call::desktop(), request).await.map(|added| added.connection.id)
    }

    /// The connections there are, and the one in use.
    async fn known(&self) -> (Vec<String>, Option<String>) {
        let call = Call::desktop();
        let known = list(&self.console, &call, ConnectionList { cursor: None }).await.expect("a list");
        (known.rows.into_iter().map(|connection| connection.id).collect(), known.current)
    }

    /// The files of the profile apart from the vault's.
    async fn copies(&self) -> usize {
        match &self.console.state().read().await.held {
            Held::Open(open) => open.folder.profile().files.len() - 1,
            _ => panic!("the profile is open"),
        }
    }

    /// The connections whose secret is in the vault.
    async fn secrets(&self) -> Vec<String> {
        let state = self.console.state().read().await;
        let Held::Open(open) = &state.held else { panic!("the profile is open") };
        let owners = open.vault.read(|vault| vault.connections()).await.expect("a read");
        owners.iter().map(ToString::to_string).collect()
    }

    async fn vault(&self) -> Vault {
        match &self.console.state().read().await.held {
            Held::Open(open) => open.vault.clone(),
            _ => panic!("the profile is open"),
        }
    }

    /// Under which names the vault holds tokens.
    async fn token_names(&self) -> Vec<String> {
        self.vault().await.read(|vault| vault.token_keys()).await.expect("a read")
    }

    async fn write(
        &self,
        work: impl FnOnce(&mut Writer<'_, VaultFile>) -> Result<(), store::Error> + Send + 'static,
    ) {
        self.vault().await.write("test", work).await.expect("a write");
    }

    /// Puts a folder where a connection's copy stands.
    async fn hide_copy(&self, connection: &str) -> (PathBuf, PathBuf) {
        let state = self.console.state().read().await;
        let Held::Open(open) = &state.held else { panic!("the profile is open") };
        let profile = open.folder.profile();
        let known = profile.connection(&ConnectionId::new(connection)).expect("known");
        let copy = self.disk.folder.join(format!("{}.db", known.cache.as_str()));
        let aside = copy.with_extension("aside");
        std::fs::rename(&copy, &aside).expect("moved");
        std::fs::create_dir(&copy).expect("a folder in its place");
        (copy, aside)
    }

    fn show_copy(&self, (copy, aside): (PathBuf, PathBuf)) {
        std::fs::remove_dir(&copy).expect("removed");
        std::fs::rename(aside, copy).expect("moved back");
    }
}

#[tokio::test(start_paused = true)]
async fn an_addition_that_fails_leaves_nothing_and_can_be_made_again() {
    let desk = Desk::new().await;
    desk.fill_disk(true);
    let failed = desk.add(DemoSize::Solo).await;
    assert_eq!(failed, Err(Failure::Profile { trouble: Trouble::Disk }));
    assert_eq!(desk.known().await, (Vec::new(), None), "what failed is no connection");
    assert_eq!(desk.copies().await, 1, "what cannot be removed just then stays known, for the next start");
    assert_eq!(desk.console.stage().await, Stage::NoPractice);

    desk.fill_disk(false);
    let added = desk.add(DemoSize::Solo).await.expect("the same again is added");
    assert_eq!(desk.known().await, (vec![added.clone()], Some(added)));
    assert_eq!(desk.console.stage().await, Stage::Ready);
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn an_addition_that_fails_leaves_the_practice_in_use_in_use() {
    let desk = Desk::new().await;
    let first = desk.add(DemoSize::Solo).await.expect("added");
    desk.fill_disk(true);
    assert!(desk.add(DemoSize::Clinic).await.is_err());
    assert_eq!(desk.known().await, (vec![first.clone()], Some(first)));
    assert_eq!(desk.console.stage().await, Stage::Ready);
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_copy_that_no_connection_names_is_gone_at_the_next_start() {
    let desk = Desk::new().await;
    let only = desk.add(DemoSize::Solo).await.expect("added");
    if let Held::Open(open) = &desk.console.state().read().await.held {
        let cut_off = FileId::from_hex("c2");
        store::Cache::open(&open.folder, &cut_off, &open.key, Arc::new(NoHooks)).expect("a copy");
    }
    assert_eq!(desk.copies().await, 2);
    let live = desk.console.state().write().await.live.take().expect("in use");
    live.stop().await;
    resume(&desk.console).await.expect("resumed");
    assert_eq!(desk.copies().await, 1);
    assert_eq!(desk.known().await, (vec![only.clone()], Some(only)), "the copy in use stays");
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_secret_that_no_connection_has_is_gone_at_the_next_start() {
    let desk = Desk::new().await;
    let only = desk.add(DemoSize::Solo).await.expect("added");
    desk.fill_disk(true);
    assert!(desk.add(DemoSize::Clinic).await.is_err());
    assert_eq!(desk.secrets().await.len(), 2, "the vault could not be written to when it was taken back");
    desk.fill_disk(false);
    let live = desk.console.state().write().await.live.take().expect("in use");
    live.stop().await;
    resume(&desk.console).await.expect("resumed");
    assert_eq!(desk.secrets().await, [only], "the secret in use stays");
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn tokens_that_no_connection_has_are_gone_at_the_next_start() {
    let desk = Desk::new().await;
    desk.add(DemoSize::Solo).await.expect("added");
    let own = desk.token_names().await;
    assert_eq!(own, ["demo solo app"]);
    desk.write(|vault| {
        let tokens = vault.tokens("demo solo app")?.expect("what the key was given");
        vault.put_tokens("of a removal that was cut off", &tokens)
    })
    .await;
    let live = desk.console.state().write().await.live.take().expect("in use");
    live.stop().await;
    resume(&desk.console).await.expect("resumed");
    assert_eq!(desk.token_names().await, own, "those in use stay");
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_trial_that_fails_leaves_no_token() {
    let desk = Desk::new().await;
    desk.fill_disk(true);
    assert!(desk.add(DemoSize::Solo).await.is_err());
    assert!(desk.token_names().await.is_empty());
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn where_no_other_practice_opens_they_are_listed() {
    let desk = Desk::new().await;
    let first = desk.add(DemoSize::Solo).await.expect("added");
    let other = desk.add(DemoSize::Clinic).await.expect("added");
    assert_eq!(desk.known().await.1.as_ref(), Some(&other));
    let aside = desk.hide_copy(&first).await;
    remove(&desk.console, &other).await.expect("removed");
    assert_eq!(desk.known().await, (vec![first.clone()], None));
    assert_eq!(desk.console.stage().await, Stage::NoPractice);

    desk.show_copy(aside);
    switch(&desk.console, &first).await.expect("it opens once its copy is there");
    assert_eq!(desk.console.stage().await, Stage::Ready);
    desk.console.close().await;
}
