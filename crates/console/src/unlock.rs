//! Unlocking: the key is fetched again, the vault opened, and who unlocks it is looked at before anybody
//! else may use it.

use std::sync::Arc;
use std::time::Duration;

use ipc::people::{PersonSignIn, PersonView};
use ipc::session::{Session, Trouble};
use ipc::{AuditEntry, AuditKind, Call, Failure, Field, Outcome, Permission, Role, Tag};
use model::{Phi, Secret};
use store::{KeySource, MasterKey, OpenError, PinHash, ProfileFolder, RecoveryCode, VaultFile, Writer};

use crate::console::Console;
use crate::profile::{self, Held, Open};
use crate::{connections, guessed, mending, opening, people, pin, place, schedule, sitter, threads};

/// How long the key of a passphrase waits for a PIN.
const KEY_STAYS: Duration = Duration::from_secs(120);
/// The name of the write that lets somebody in, or puts on record that it did not.
const LETTING_IN: &str = "unlocked";

/// Unlocks the console for a person by their PIN.
pub(crate) async fn by_pin(
    console: &Console,
    call: &Call,
    request: PersonSignIn,
) -> Result<Session, Failure> {
    let _one = console.guard().unlocking().await;
    if !console.guard().is_locked() {
        // Somebody else unlocked it meanwhile.
        return people::switch(console, call, request).await;
    }
    finished(console).await;
    let turn = console.guard().turn();
    pin::awake(console, &request.person)?;
    let open = open_again(console).await?;
    match admit(console, call, &open, &request).await {
        Ok(place) => go_on(console, open, turn, Some(&request.person), place).await,
        Err(failure) => Err(refuse(console, open, failure).await),
    }
}

/// Unlocks a console that tells nobody apart: with the passphrase, or with the keychain's key alone. Where
/// it knows people, a passphrase is the first half, and a PIN the other.
pub(crate) async fn by_profile(
    console: &Console,
    call: &Call,
    passphrase: Option<Secret>,
) -> Result<Session, Failure> {
    let _one = console.guard().unlocking().await;
    if !console.guard().is_locked() {
        return opening::session(console).await;
    }
    finished(console).await;
    let turn = console.guard().turn();
    if let Some(words) = passphrase {
        Box::pin(turn_key(console, words)).await?;
    }
    if !console.guard().people().is_empty() {
        return half_way(console, call).await;
    }
    let open = open_again(console).await?;
    match admit_anybody(console, call, &open).await {
        Ok(place) => go_on(console, open, turn, None, place).await,
        Err(failure) => Err(refuse(console, open, failure).await),
    }
}

/// Unlocks the console for a manager who forgot their PIN. The recovery code gives the key, whatever else
/// gives it otherwise, and they are given another PIN. Anybody else has a manager to ask.
pub(crate) async fn by_code(
    console: &Console,
    call: &Call,
    person: &str,
    code: RecoveryCode,
    pin: PinHash,
) -> Result<Session, Failure> {
    let _one = console.guard().unlocking().await;
    if !console.guard().is_locked() {
        return Err(Failure::Invalid { field: Field::Request });
    }
    finished(console).await;
    let turn = console.guard().turn();
    let folder = locked_folder(console).await?;
    let trying = Arc::clone(&folder);
    let key = threads::aside(move || trying.recover(&code)).await;
    let key = match key.map_err(|_| Failure::Profile { trouble: Trouble::Disk })? {
        Err(OpenError::WrongKey) => return Err(Failure::WrongRecoveryCode),
        key => key.map_err(|error| profile::stuck(&error))?,
    };
    let open = open_by(console, folder, key).await?;
    match admit_anew(console, call, &open, person, pin).await {
        Ok(place) => go_on(console, open, turn, Some(person), place).await,
        Err(failure) => Err(refuse(console, open, failure).await),
    }
}

async fn locked_folder(console: &Console) -> Result<Arc<ProfileFolder>, Failure> {
    match &console.state().read().await.held {
        Held::Locked(locked) => Ok(Arc::clone(&locked.folder)),
        _ => Err(Failure::Locked),
    }
}

/// Waits until nothing is open any more: a lock shows itself before it is done.
async fn finished(console: &Console) {
    drop(console.rekeying().lock().await);
}

/// A passphrase that is right has no entry of its own before there is a vault to keep it.
async fn half_way(console: &Console, call: &Call) -> Result<Session, Failure> {
    if matches!(&console.state().read().await.held, Held::Locked(locked) if locked.key.is_some()) {
        call.kept();
        console.let_key_go();
        return opening::session(console).await;
    }
    Err(Failure::Locked)
}

/// Makes the key of a passphrase, and holds it for whoever says next who they are.
async fn turn_key(console: &Console, words: Secret) -> Result<(), Failure> {
    let folder = locked_folder(console).await?;
    Box::pin(guessed::charge(console, &folder)).await?;
    let made = threads::aside(move || {
        let key = profile::key_of(&folder.profile(), &words)?;
        guessed::forgive(&folder);
        Ok::<_, Failure>(key)
    });
    let key = made.await.unwrap_or(Err(Failure::Profile { trouble: Trouble::Disk }))?;
    match &mut console.state().write().await.held {
        Held::Locked(locked) => locked.key = Some(key),
        _ => return Err(Failure::Locked),
    }
    Ok(())
}

impl Console {
    /// Lets go of the key of a passphrase where nobody follows with a PIN.
    pub(crate) fn let_key_go(&self) {
        let (console, turn) = (self.clone(), self.guard().turn());
        self.ports().tasks.begin(Box::pin(async move {
            tokio::time::sleep(KEY_STAYS).await;
            let mut state = console.state().write().await;
            if console.guard().turn() == turn
                && let Held::Locked(locked) = &mut state.held
                && locked.key.take().is_some()
            {
                drop(state);
                console.announce(&[Tag::Session]);
            }
        }));
    }
}

/// Opens the vault of a locked profile, for whoever unlocks it alone.
async fn open_again(console: &Console) -> Result<Box<Open>, Failure> {
    let (folder, kept) = match &console.state().read().await.held {
        Held::Locked(locked) => (Arc::clone(&locked.folder), locked.key.clone()),
        _ => return Err(Failure::Locked),
    };
    let profile = folder.profile();
    let key = match (&profile.key_source, kept) {
        (Some(KeySource::Passphrase { .. }), Some(key)) => key,
        (Some(KeySource::Passphrase { .. }), None) => {
            return Err(Failure::Invalid { field: Field::Passphrase });
        }
        _ => match from_keychain(console, &profile).await {
            Ok(key) => key,
            Err(trouble) if passes(&trouble) => return Err(Failure::Profile { trouble }),
            Err(trouble) => return Err(stick(console, trouble).await),
        },
    };
    open_by(console, folder, key).await
}

async fn open_by(
    console: &Console,
    folder: Arc<ProfileFolder>,
    key: MasterKey,
) -> Result<Box<Open>, Failure> {
    let (profile, ports) = (folder.profile(), console.ports().clone());
    let held = threads::aside(move || profile::open_with(folder, &profile, key, &ports)).await;
    match held.unwrap_or(Held::Stuck(Trouble::Disk)) {
        Held::Open(open) => Ok(open),
        Held::Stuck(trouble) => Err(stick(console, trouble).await),
        _ => Err(stick(console, Trouble::Disk).await),
    }
}

/// Whether the keychain may give the key the next time: the console stays locked.
fn passes(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::KeychainLocked | Trouble::KeychainAbsent | Trouble::KeychainSilent)
}

async fn from_keychain(console: &Console, profile: &store::Profile) -> Result<MasterKey, Trouble> {
    let keychain = Arc::clone(&console.ports().keychain);
    let profile = profile.clone();
    let asked = threads::aside(move || profile::kept_key(keychain.as_ref(), &profile));
    asked.await.unwrap_or(Err(Trouble::KeychainAbsent))
}

/// Looks at who unlocks it: their PIN in the vault that was opened for that. Gives where they were.
async fn admit(
    console: &Console,
    call: &Call,
    open: &Open,
    request: &PersonSignIn,
) -> Result<Option<Phi<String>>, Failure> {
    enter(console, open).await?;
    let tried = pin::check(console, &open.vault, &request.person, &request.pin).await;
    let entry = call.entry();
    if let Err(failure) = tried {
        keep(console, call, entry.map(failed), |_| Ok(())).await?;
        return Err(failure);
    }
    let entry = entry.map(unlocking);
    let entry = entry.map(|entry| people::as_themselves(console, entry, &request.person)).transpose()?;
    let person = request.person.clone();
    let work = move |vault: &mut Writer<'_, VaultFile>| {
        pin::forgive(vault, &person)?;
        place::give_back(vault, &person)
    };
    let place = keep(console, call, entry, work).await?;
    pin::forgiven(console, &request.person).await;
    Ok(place)
}

/// Gives somebody another PIN, and lets them in by it. Who had the code is not known: what goes on record is
/// for whom it was used.
async fn admit_anew(
    console: &Console,
    call: &Call,
    open: &Open,
    person: &str,
    pin: PinHash,
) -> Result<Option<Phi<String>>, Failure> {
    enter(console, open).await?;
    let (of, entry) = (person.to_owned(), call.entry());
    let is_manager = |known: &PersonView| known.id == person && known.role == Role::Manager;
    if !console.guard().people().iter().any(is_manager) {
        keep(console, call, entry.map(failed), |_| Ok(())).await?;
        return Err(Failure::Forbidden { permission: Permission::ManagePeople });
    }
    keep(console, call, entry.clone(), move |vault| vault.change_pin(&of, &pin)).await?;
    pin::forgiven(console, person).await;
    let entry = entry.map(unlocking);
    let entry = entry.map(|entry| people::as_themselves(console, entry, person)).transpose()?;
    let of = person.to_owned();
    let work = move |vault: &mut Writer<'_, VaultFile>| {
        pin::forgive(vault, &of)?;
        place::give_back(vault, &of)
    };
    keep(console, call, entry, work).await
}

async fn admit_anybody(console: &Console, call: &Call, open: &Open) -> Result<Option<Phi<String>>, Failure> {
    enter(console, open).await?;
    let sits = sitter::once_opened(open).await.caller();
    let entry = call.entry().map(unlocking);
    let entry = entry.map(|entry| AuditEntry { caller: sits.unwrap_or(entry.caller), ..entry });
    keep(console, call, entry, |vault| place::give_back(vault, "")).await
}

fn failed(entry: AuditEntry) -> AuditEntry {
    AuditEntry { kind: AuditKind::FailedUnlock, outcome: Outcome::Failed, ..entry }
}

fn unlocking(entry: AuditEntry) -> AuditEntry {
    AuditEntry { kind: AuditKind::Unlock, words: "unlocked the console", ..entry }
}

/// Has the audit and the people stand in the vault that was opened.
async fn enter(console: &Console, open: &Open) -> Result<(), Failure> {
    let entered = opening::entered(console, open).await;
    entered.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))
}

/// Puts an entry on record with what the vault is to change for it.
async fn keep<T: Send + 'static>(
    console: &Console,
    call: &Call,
    entry: Option<AuditEntry>,
    work: impl FnOnce(&mut Writer<'_, VaultFile>) -> Result<T, store::Error> + Send + 'static,
) -> Result<T, Failure> {
    let place = console.ledger().place().ok_or(Failure::Locked)?;
    let done = console.ledger().deed(&place, entry, LETTING_IN, work).await;
    let done = done.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    call.kept();
    Ok(done)
}

/// Goes on with the profile where it was left, unless it was locked again meanwhile.
async fn go_on(
    console: &Console,
    open: Box<Open>,
    turn: u64,
    person: Option<&str>,
    place: Option<Phi<String>>,
) -> Result<Session, Failure> {
    let mut state = console.state().write().await;
    let is_locked = matches!(state.held, Held::Locked(_));
    if !is_locked || !console.guard().open(person, turn, console.ports().clock.now()) {
        drop(state);
        shut(console, open).await;
        return Err(Failure::Locked);
    }
    mending::follow(console, open.vault.damage());
    state.held = Held::Open(open);
    drop(state);
    if let Err(failure) = connections::resume(console).await {
        console.stick(failure.clone()).await;
        return Err(failure);
    }
    console.watch_idle();
    console.ports().tasks.begin(Box::pin(schedule::make_ahead(console.clone())));
    console.announce(&Tag::ALL);
    let session = opening::session(console).await?;
    Ok(Session { place: place.map(Phi::into_exposed), ..session })
}

/// Closes what was opened for somebody who may not use it. A vault that cannot be used is not locked.
async fn refuse(console: &Console, open: Box<Open>, failure: Failure) -> Failure {
    shut(console, open).await;
    match failure {
        Failure::Profile { trouble } => stick(console, trouble).await,
        failure => failure,
    }
}

async fn shut(console: &Console, open: Box<Open>) {
    console.ledger().detach().await;
    open.vault.close().await;
}

/// The profile does not open any more, and says why, as it does at the start.
async fn stick(console: &Console, trouble: Trouble) -> Failure {
    console.state().write().await.stick(trouble.clone()).await;
    console.announce(&Tag::ALL);
    Failure::Profile { trouble }
}
