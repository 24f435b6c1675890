//! The console itself: a cheap handle over what is open.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use ipc::session::Trouble;
use ipc::{Call, Event, Failure, Lock, Permission, Tag, declared, dispatch};
use store::MasterKey;
use tokio::sync::{Mutex, Notify, RwLock, broadcast, watch};

use crate::bounded::BoundedKeychain;
use crate::copied::Copied;
use crate::emergency::{self, Emergency};
use crate::guard::Guard;
use crate::ledger::{Desk, Ledger, Record};
use crate::live::Live;
use crate::lock::Locked;
use crate::overdue::Overdue;
use crate::profile::Held;
use crate::turns::Turns;
use crate::typed::Typed;
use crate::{Ports, Tasks, connections, lock, sitter};

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
    guard: Guard,
    watch: AtomicU64,
    /// How often the window's page had to be gone.
    cleared: AtomicU64,
    state: RwLock<State>,
    turns: Turns,
    adding: Mutex<()>,
    /// Held by whoever makes a packet.
    packing: Mutex<()>,
    /// Held by whoever changes the key: what is closed meanwhile is not locked.
    rekeying: Mutex<()>,
    copied: Copied,
    typed: Typed,
    cancelling: Notify,
    started: watch::Sender<bool>,
}

/// A console that is used by others, if by anybody.
pub(crate) struct Unused(Weak<Inner>);

impl Unused {
    /// The console, while somebody uses it.
    pub(crate) fn upgrade(&self) -> Option<Console> {
        self.0.upgrade().map(Console)
    }
}

/// What is open.
pub(crate) struct State {
    /// The profile.
    pub held: Held,
    /// The practice in use.
    pub live: Option<Arc<Live>>,
    /// The practice whose copy stays closed until athenahealth was reached.
    pub overdue: Option<Overdue>,
    /// The audit.
    pub ledger: Ledger,
    guard: Guard,
    tasks: Arc<dyn Tasks>,
}

impl State {
    /// Ends all use of the profile and keeps why. Nothing on the disk is changed.
    pub(crate) async fn stick(&mut self, trouble: Trouble) {
        self.end(Held::Stuck(trouble)).await;
    }

    /// Closes all that is open of the profile and drops its keys; its folder stays this console's. A key
    /// is given where one is to be held for whoever unlocks it.
    pub(crate) async fn lock(&mut self, key: Option<MasterKey>) {
        if let Held::Open(open) = &self.held {
            let folder = Arc::clone(&open.folder);
            self.shut(Held::Locked(Locked { folder, key })).await;
        }
    }

    /// Closes everything and forgets who works here.
    async fn end(&mut self, held: Held) {
        self.shut(held).await;
        self.guard.forget();
    }

    /// Waits for athenahealth no longer; says whether it did. An emergency access that stands meanwhile ends on
    /// record.
    pub(crate) async fn wait_no_longer(&mut self, words: &'static str) -> bool {
        emergency::end_in(self, words).await;
        let Some(overdue) = self.overdue.take() else { return false };
        overdue.end().await;
        true
    }

    /// Ends reading, lets go of tokens, has the audit keep what is on its way and closes every file, in
    /// that order.
    pub(crate) async fn shut(&mut self, held: Held) {
        if let Some(live) = self.live.take() {
            live.stop().await;
            live.let_tokens_go(self.tasks.as_ref()).await;
        }
        self.wait_no_longer("ended the emergency access: everything was closed").await;
        self.ledger.detach().await;
        if let Held::Open(open) = std::mem::replace(&mut self.held, held) {
            open.vault.close().await;
        }
    }
}

impl Console {
    /// Makes a console over a profile folder. Nothing is opened yet.
    pub fn new(folder: PathBuf, ports: Ports) -> Self {
        let ports = Ports { keychain: Arc::new(BoundedKeychain::new(ports.keychain)), ..ports };
        let (events, _) = broadcast::channel(EVENTS);
        let started = watch::Sender::new(false);
        let (clock, keychain) = (Arc::clone(&ports.clock), Arc::clone(&ports.keychain));
        let ledger = Ledger::new(clock, keychain, Arc::clone(&ports.tasks));
        let guard = Guard::default();
        let tasks = Arc::clone(&ports.tasks);
        let (held, live, overdue) = (Held::default(), None, None);
        let state = State { held, live, overdue, ledger: ledger.clone(), guard: guard.clone(), tasks };
        Self(Arc::new(Inner {
            folder,
            ports,
            events,
            ledger,
            guard,
            watch: AtomicU64::new(0),
            cleared: AtomicU64::new(0),
            state: RwLock::new(state),
            turns: Turns::default(),
            adding: Mutex::default(),
            rekeying: Mutex::default(),
            packing: Mutex::default(),
            copied: Copied::default(),
            typed: Typed::default(),
            cancelling: Notify::new(),
            started,
        }))
    }

    /// A handle that keeps nothing in use.
    pub(crate) fn downgrade(&self) -> Unused {
        Unused(Arc::downgrade(&self.0))
    }

    /// Answers a command by name. `None` where there is no such command. What is asked before the
    /// console has started is answered once it has: a keychain may ask a person first.
    pub async fn call(&self, call: &Call, name: &str, request: &[u8]) -> Option<Result<Vec<u8>, Failure>> {
        // The sender lives as long as this console does.
        let _ = self.0.started.subscribe().wait_for(|started| *started).await;
        // A list would be taken for the fields of a request in turn.
        let is_object = request.trim_ascii_start().starts_with(b"{");
        let request = if is_object { request } else { &[] };
        // What needs no permission is how the console is locked and unlocked. A change of the key is not cut
        // off: a lock waits for it.
        let answer = match declared(name) {
            Some(spec) if spec.permission != Permission::Anyone && name != "key_change" => {
                let answer = self.0.turns.run(self.answer(call, name, request)).await;
                answer.unwrap_or(Some(Err(Failure::Locked)))
            }
            _ => self.answer(call, name, request).await,
        };
        if let Some(Ok(_)) = &answer {
            self.announce(ipc::written(name));
        }
        if self.0.guard.is_deserted(self.0.ports.clock.now()) {
            let console = self.clone();
            self.0.ports.tasks.begin(Box::pin(async move { lock::if_deserted(&console).await }));
        }
        answer
    }

    async fn answer(&self, call: &Call, name: &str, request: &[u8]) -> Option<Result<Vec<u8>, Failure>> {
        let call = self.0.guard.seated(call, self.0.ports.clock.now());
        let call = sitter::standing(self, call).await;
        let call = emergency::standing(self, call).await;
        let record = Record { ledger: &self.0.ledger, desk: self.desk().await };
        // All commands' work is as large as the largest: it is not carried on the stack.
        let answer = Box::pin(dispatch(self, &record, &call, name, request)).await;
        match answer {
            Some(Ok(json)) => Some(self.shown(&call, name, json).await),
            answer => answer,
        }
    }

    /// What was read is shown to nobody but whoever asked for it: they may have gone meanwhile.
    async fn shown(&self, call: &Call, name: &str, json: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let shows = declared(name).filter(|spec| spec.shows());
        let now = self.0.ports.clock.now();
        let hidden = shows.is_some_and(|spec| !self.0.guard.may_see(call, spec.permission, now));
        let has_left = shows.is_some_and(|spec| spec.permission != Permission::Anyone)
            && sitter::standing(self, call.clone()).await.caller != call.caller;
        if hidden || has_left {
            return Err(Failure::Locked);
        }
        if shows.is_some_and(|spec| spec.permission != Permission::Anyone) && call.lock == Lock::Emergency {
            self.at_hand().await?;
        }
        Ok(json)
    }

    /// Hears what becomes stale from here on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.events.subscribe()
    }

    /// Says what became stale.
    pub(crate) fn announce(&self, tags: &[Tag]) {
        if !tags.is_empty() {
            // Nobody listening is no failure: the next reading is fresh anyway.
            self.tell(Event::Changed { tags: tags.to_vec() });
        }
    }

    /// Tells whoever listens; says whether anybody does.
    pub(crate) fn tell(&self, event: Event) -> bool {
        self.0.events.send(event).is_ok()
    }

    /// How often whatever the window showed had to be gone with all that drew it: at each lock, and each time that
    /// emergency access ended. It has grown by the time anybody hears of that.
    pub fn cleared(&self) -> u64 {
        self.0.cleared.load(Ordering::Acquire)
    }

    /// Has whatever the window shows be gone, as soon as it hears of anything.
    pub(crate) fn clear(&self) {
        self.0.cleared.fetch_add(1, Ordering::AcqRel);
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

    /// Who sits here.
    pub(crate) fn guard(&self) -> &Guard {
        &self.0.guard
    }

    /// Begins a watch over whoever sits here, in place of any that was begun before.
    pub(crate) fn next_watch(&self) -> u64 {
        self.0.watch.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// Whether a watch is the one that was begun last.
    pub(crate) fn is_watch(&self, turn: u64) -> bool {
        self.0.watch.load(Ordering::Acquire) == turn
    }

    /// Over which connection whoever calls now works.
    pub(crate) async fn desk(&self) -> Desk {
        let state = self.0.state.read().await;
        let emergency = emergency::of(&state).map(Emergency::desk);
        emergency.or_else(|| state.live.as_ref().map(|live| live.desk())).unwrap_or_default()
    }

    /// The calls that are being answered.
    pub(crate) fn turns(&self) -> &Turns {
        &self.0.turns
    }

    /// Held by whoever changes the key, and by whoever locks until nothing is open.
    pub(crate) fn rekeying(&self) -> &Mutex<()> {
        &self.0.rekeying
    }

    /// Held by whoever makes a packet.
    pub(crate) fn packing(&self) -> &Mutex<()> {
        &self.0.packing
    }

    /// Held by whoever adds a connection.
    pub(crate) fn adding(&self) -> &Mutex<()> {
        &self.0.adding
    }

    /// What was copied last.
    pub(crate) fn copied(&self) -> &Copied {
        &self.0.copied
    }

    /// What is typed in the window.
    pub(crate) fn typed(&self) -> &Typed {
        &self.0.typed
    }

    /// Ends the waiting for a person who signs in.
    pub(crate) fn cancelling(&self) -> &Notify {
        &self.0.cancelling
    }

    /// The practice in use.
    pub(crate) async fn live(&self) -> Result<Arc<Live>, Failure> {
        let state = self.0.state.read().await;
        match &state.live {
            Some(live) => Ok(Arc::clone(live)),
            None if state.overdue.is_some() => Err(Failure::LeaseOver),
            None => Err(Failure::NoPractice),
        }
    }

    /// The practice whose copy may be read: the one in use, or one that emergency access opened.
    pub(crate) async fn at_hand(&self) -> Result<Arc<Live>, Failure> {
        let opened = connections::at_hand(&*self.0.state.read().await).map(Arc::clone);
        match opened {
            Some(live) => Ok(live),
            None => self.live().await,
        }
    }

    /// Ends what is under way and reading and closes every file, in that order; nothing that was copied here is
    /// left behind.
    pub async fn close(&self) {
        self.0.copied.clear(Arc::clone(&self.0.ports.clipboard)).await;
        self.0.guard.lock();
        self.0.cancelling.notify_waiters();
        self.0.turns.end().await;
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
