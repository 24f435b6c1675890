//! Who sits at the console, and whether it is locked.
//!
//! Where the vault knows nobody, whoever is at the desktop is its manager, by the name of who signed in where
//! people sign in at athenahealth (`sitter.rs`). Once it knows somebody, calls
//! carry the person who signed in, and with nobody signed in only what needs no permission is answered.
//! When nothing was touched for long enough, by whoever a lock asks for something, is decided here, by two clocks: the wall's, which goes on
//! while the machine sleeps, and one that nobody can set back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ipc::people::{PersonName, PersonView, Seat};
use ipc::{Call, Caller, Lock, Permission, Role};
use store::Person;
use tokio::time::Instant;

use crate::place::Places;
use crate::slept::Look;

/// After how many minutes the console locks where nobody said otherwise.
pub(crate) const IDLE_MINUTES: u32 = 10;

/// Who sits here. Clones are handles of the same one.
#[derive(Clone, Default)]
pub(crate) struct Guard(Arc<Inner>);

#[derive(Default)]
struct Inner {
    run: Run,
    post: Mutex<Post>,
    changing: tokio::sync::Mutex<()>,
    unlocking: tokio::sync::Mutex<()>,
}

/// What is told by the clock that nobody can set, since the console began.
struct Run {
    began: Instant,
    /// When a passphrase was tried last; where none was, when it began.
    passphrase: Mutex<Instant>,
}

struct Post {
    people: Vec<PersonView>,
    idle: Duration,
    seated: Option<Seated>,
    /// Who sat here last, whether or not they still do.
    last: Option<String>,
    /// When whoever sits where nobody is known touched it last; nothing where a lock would ask them nothing.
    unknown: Option<Touched>,
    /// Whether everything is closed, or about to be.
    is_locked: bool,
    /// How often it was locked: whoever unlocks it must not have been overtaken.
    locks: u64,
    places: Places,
    /// When it was last looked whether the computer runs.
    look: Option<Look>,
    /// Until when each person's PIN is not tried again, whatever the wall's clock says.
    rests: HashMap<String, Instant>,
}

/// Whoever sits here, and when they last touched it.
#[derive(Clone)]
struct Seated {
    person: String,
    touched: Touched,
}

/// When the window was touched last, by both clocks.
#[derive(Clone, Copy)]
struct Touched {
    steady: Instant,
    at: DateTime<Utc>,
}

impl Default for Run {
    fn default() -> Self {
        let began = Instant::now();
        Self { began, passphrase: Mutex::new(began) }
    }
}

impl Default for Post {
    fn default() -> Self {
        let idle = minutes(IDLE_MINUTES);
        let (people, rests) = (Vec::new(), HashMap::new());
        let (seated, last, unknown, look) = (None, None, None, None);
        let (is_locked, locks, places) = (false, 0, Places::default());
        Self { people, idle, seated, last, unknown, is_locked, locks, places, look, rests }
    }
}

impl Guard {
    /// Knows the people of the vault from here on. Whoever sits here stays, if they are among them.
    pub(crate) fn know(&self, people: &[Person], idle_minutes: u32, last: Option<String>) {
        let mut post = self.post();
        if post.last.is_none() {
            post.last = last;
        }
        post.people = people.iter().filter(|person| !person.removed).filter_map(view).collect();
        post.idle = minutes(idle_minutes);
        let gone = post.seated.as_ref().is_some_and(|seated| post.find(&seated.person).is_none());
        if gone {
            post.seated = None;
        }
    }

    /// Whether a lock asks for something where nobody is known. Whoever opened the profile sits here.
    pub(crate) fn asks_anybody(&self, asks: bool, now: DateTime<Utc>) {
        self.post().unknown = asks.then(|| Touched::new(now));
    }

    /// Forgets everybody: the profile is closed. Whose PIN rests is not forgotten: closing is no way around it.
    pub(crate) fn forget(&self) {
        let mut post = self.post();
        let rests = std::mem::take(&mut post.rests);
        *post = Post { locks: post.locks + 1, look: post.look, rests, ..Post::default() };
    }

    /// Held by whoever changes people: which manager is the last one is decided one at a time.
    pub(crate) async fn changing(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.changing.lock().await
    }

    /// Held by whoever unlocks the console: a vault is opened once at a time.
    pub(crate) async fn unlocking(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.unlocking.lock().await
    }

    /// The people who work here.
    pub(crate) fn people(&self) -> Vec<PersonView> {
        self.post().people.clone()
    }

    /// After how many minutes it locks.
    pub(crate) fn idle_minutes(&self) -> u32 {
        u32::try_from(self.post().idle.as_secs() / 60).unwrap_or(IDLE_MINUTES)
    }

    /// A call as whoever sits here makes it.
    pub(crate) fn seated(&self, call: &Call, now: DateTime<Utc>) -> Call {
        let mut post = self.post();
        if post.is_locked || post.slept(now) {
            return Call::of(Caller::nobody(), Lock::Locked);
        }
        if post.people.is_empty() && !post.is_left(now) {
            return call.clone();
        }
        post.stand_up_if_idle(now);
        match post.who() {
            Some(PersonView { id, role, .. }) => {
                Call::of(Caller { person: id.clone(), role: *role }, Lock::Open)
            }
            None => Call::of(Caller::nobody(), Lock::Locked),
        }
    }

    /// Whether what a call read may still be shown: whoever made it sits here, or it is nobody's secret.
    pub(crate) fn may_see(&self, call: &Call, permission: Permission, now: DateTime<Utc>) -> bool {
        let still = self.seated(call, now);
        permission == Permission::Anyone || (still.lock != Lock::Locked && still.caller == call.caller)
    }

    /// Sits a person down at an open console. `false` where it was locked since the turn began.
    pub(crate) fn sit(&self, person: &str, turn: u64, now: DateTime<Utc>) -> bool {
        let mut post = self.post();
        if post.locks != turn {
            return false;
        }
        post.seat(person, now);
        true
    }

    /// Opens a locked console to a person, or to everybody where nobody is told apart. `false` where it
    /// was locked again since the turn began.
    pub(crate) fn open(&self, person: Option<&str>, turn: u64, now: DateTime<Utc>) -> bool {
        let mut post = self.post();
        if post.locks != turn {
            return false;
        }
        post.is_locked = false;
        post.is_watched(now);
        if let Some(person) = person {
            post.seat(person, now);
        }
        true
    }

    /// The turn that a lock ends.
    pub(crate) fn turn(&self) -> u64 {
        self.post().locks
    }

    /// Whoever sits here touched the window.
    pub(crate) fn touch(&self, now: DateTime<Utc>) {
        let mut post = self.post();
        if let Some(seated) = &mut post.seated {
            seated.touched = Touched::new(now);
        }
        if post.unknown.is_some() && !post.is_left(now) {
            post.unknown = Some(Touched::new(now));
        }
    }

    /// Locks: from here on nobody is answered. `false` where it was locked already.
    pub(crate) fn lock(&self) -> bool {
        let mut post = self.post();
        post.seated = None;
        post.locks += 1;
        !std::mem::replace(&mut post.is_locked, true)
    }

    /// The computer runs, and everything that had to be done about its sleep is done.
    pub(crate) fn looked(&self, now: DateTime<Utc>) {
        self.post().look = Some(Look::new(now));
    }

    /// Whether the computer slept since it was last looked.
    pub(crate) fn slept(&self, now: DateTime<Utc>) -> bool {
        self.post().slept(now)
    }

    /// Whether it is locked.
    pub(crate) fn is_locked(&self) -> bool {
        self.post().is_locked
    }

    /// Whether everybody stood up from a console that is still open: nobody touched it for long enough,
    /// or whoever sat there works here no more.
    pub(crate) fn is_deserted(&self, now: DateTime<Utc>) -> bool {
        let mut post = self.post();
        !post.is_locked && post.is_left(now)
    }

    /// Where in the window people are.
    pub(crate) fn places<T>(&self, look: impl FnOnce(&mut Places) -> T) -> T {
        look(&mut self.post().places)
    }

    /// Who sits here, by id; nobody's where nobody is told apart.
    pub(crate) fn whose(&self) -> String {
        self.post().seated.as_ref().map(|seated| seated.person.clone()).unwrap_or_default()
    }

    /// Who sits here, as the window shows it.
    pub(crate) fn seat(&self, now: DateTime<Utc>) -> Seat {
        let mut post = self.post();
        post.stand_up_if_idle(now);
        if post.people.is_empty() {
            return Seat::Everybody {};
        }
        match post.who() {
            Some(person) => Seat::Person {
                permissions: person.role.permissions(),
                person: person.clone(),
                idle_minutes: u32::try_from(post.idle.as_secs() / 60).unwrap_or(IDLE_MINUTES),
            },
            None => Seat::Locked { people: post.lasts_first() },
        }
    }

    /// How long until it locks; `None` while nobody sits here whom a lock would ask for something.
    pub(crate) fn left(&self, now: DateTime<Utc>) -> Option<Duration> {
        let mut post = self.post();
        if post.is_left(now) {
            return None;
        }
        let touched = post.seated.as_ref().map(|seated| seated.touched).or(post.unknown);
        touched.map(|touched| post.idle.saturating_sub(touched.ago(now)))
    }

    /// How long a person's PIN is not tried yet, by the clock that nobody can set.
    pub(crate) fn rest(&self, person: &str) -> Duration {
        let post = self.post();
        post.rests.get(person).map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()))
    }

    /// Lets a person's PIN rest.
    pub(crate) fn let_rest(&self, person: &str, rest: Duration) {
        self.post().rests.insert(person.to_owned(), Instant::now() + rest);
    }

    /// Ends the rest of a person's PIN: they have another.
    pub(crate) fn wake(&self, person: &str) {
        self.post().rests.remove(person);
    }

    /// For how long this console has run.
    pub(crate) fn ran(&self) -> Duration {
        self.0.run.began.elapsed()
    }

    /// A passphrase is tried.
    pub(crate) fn passphrase_tried(&self) {
        *self.passphrase() = Instant::now();
    }

    /// For how long none was tried, as far as this console has run.
    pub(crate) fn since_passphrase(&self) -> Duration {
        self.passphrase().elapsed()
    }

    fn passphrase(&self) -> MutexGuard<'_, Instant> {
        self.0.run.passphrase.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn post(&self) -> MutexGuard<'_, Post> {
        self.0.post.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Post {
    fn find(&self, person: &str) -> Option<&PersonView> {
        self.people.iter().find(|known| known.id == person)
    }

    fn who(&self) -> Option<&PersonView> {
        self.find(&self.seated.as_ref()?.person)
    }

    /// The people by name, whoever sat here last before them.
    fn lasts_first(&self) -> Vec<PersonName> {
        let is_last = |person: &&PersonView| self.last.as_ref() == Some(&person.id);
        let (last, others): (Vec<_>, Vec<_>) = self.people.iter().partition(is_last);
        let name = |person: &PersonView| PersonName { id: person.id.clone(), name: person.name.clone() };
        last.into_iter().chain(others).map(name).collect()
    }

    fn seat(&mut self, person: &str, now: DateTime<Utc>) {
        self.is_watched(now);
        self.rests.remove(person);
        self.last = Some(person.to_owned());
        self.seated = Some(Seated { person: person.to_owned(), touched: Touched::new(now) });
    }

    /// Somebody sits here who was asked: whatever was before, the computer runs.
    fn is_watched(&mut self, now: DateTime<Utc>) {
        self.look = self.look.map(|_| Look::new(now));
    }

    fn slept(&self, now: DateTime<Utc>) -> bool {
        self.look.is_some_and(|look| look.is_long_ago(now))
    }

    fn stand_up_if_idle(&mut self, now: DateTime<Utc>) {
        let idle = self.idle;
        self.seated.take_if(|seated| seated.touched.ago(now) >= idle);
    }

    /// Whether nobody sits here any more whom a lock would ask for something.
    fn is_left(&mut self, now: DateTime<Utc>) -> bool {
        self.stand_up_if_idle(now);
        if self.people.is_empty() {
            self.unknown.is_some_and(|touched| touched.ago(now) >= self.idle)
        } else {
            self.seated.is_none()
        }
    }
}

impl Touched {
    fn new(now: DateTime<Utc>) -> Self {
        Self { steady: Instant::now(), at: now }
    }

    fn ago(self, now: DateTime<Utc>) -> Duration {
        let by_the_wall = (now - self.at).max(TimeDelta::zero()).to_std().unwrap_or_default();
        self.steady.elapsed().max(by_the_wall)
    }
}

fn minutes(count: u32) -> Duration {
    Duration::from_secs(u64::from(count) * 60)
}

/// Somebody whose role is none of ours has none: a newer program's.
fn view(person: &Person) -> Option<PersonView> {
    let role = Role::named(&person.role)?;
    Some(PersonView { id: person.id.clone(), name: person.name.clone(), role })
}
