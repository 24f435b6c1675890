//! The people of this desktop: who they are, and signing in.

mod named;

use ipc::people::{IdleSet, People, PersonAdd, PersonChange, PersonRemove, PersonSignIn, RoleView, Roles};
use ipc::session::Session;
use ipc::{AuditEntry, Call, Caller, Done, Failure, Field, Role};
use named::{is_legible, is_like};
use store::{AthenaUser, Environment, FileId, Person, Vault};

use crate::console::Console;
use crate::failure::unexpected;
use crate::guard::IDLE_MINUTES;
use crate::typed::PATIENCE;
use crate::{
    arrival, connections, emergency, lease, lock, opening, parked, pin, place, profile, saved_views, unlock,
};

/// The setting that says after how many minutes the console locks.
const IDLE: &str = "idle minutes";

/// Knows whoever the vault knows.
pub(crate) async fn know(console: &Console, vault: &Vault) -> Result<(), store::Error> {
    let read = vault.read(|vault| Ok((vault.people()?, vault.setting::<u32>(IDLE)?, pin::last(vault)?)));
    let (people, idle, last) = read.await?;
    console.guard().know(&people, idle.unwrap_or(IDLE_MINUTES), last);
    Ok(())
}

/// What each role may do.
pub(crate) fn roles() -> Roles {
    let roles = Role::ALL.into_iter().map(|role| RoleView { role, permissions: role.permissions() });
    Roles { roles: roles.collect() }
}

/// Lists the people.
pub(crate) async fn list(console: &Console) -> Result<People, Failure> {
    let guard = console.guard();
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let hours = place.vault.read(lease::hours).await;
    let lease_hours = hours.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    let (people, idle_minutes) = (guard.people(), guard.idle_minutes());
    Ok(People { people, idle_minutes, lease_hours })
}

/// Adds a person.
pub(crate) async fn add(console: &Console, call: &Call, request: PersonAdd) -> Result<Done, Failure> {
    let _turn = console.guard().changing().await;
    let is_first = console.guard().people().is_empty();
    if is_first && request.role != Role::Manager {
        return Err(Failure::Invalid { field: Field::Role });
    }
    let entropy = &console.ports().entropy;
    if is_first && let Some(practice) = not_signed_in(console, call).await? {
        return Err(Failure::SignInFirst { practice });
    }
    let id = FileId::generate(entropy.as_ref()).map_err(|error| unexpected(&error, entropy.as_ref()))?;
    let person = person(console, id.as_str(), &request.name, request.role)?;
    let pin = pin::hashed(entropy, &request.pin).await?;
    let id = person.id.clone();
    let entry = call.entry().map(|entry| AuditEntry { about: Some(id.clone()), ..entry });
    let seated = call.caller.person.clone();
    let work = move |vault: &mut store::Writer<'_, store::VaultFile>| {
        vault.add_person(&person, &pin)?;
        if is_first { arrival::learn_first(vault, &person, &seated) } else { Ok(()) }
    };
    change(console, call, entry, work).await?;
    if is_first {
        let turn = console.guard().turn();
        console.guard().sit(&id, turn, console.ports().clock.now());
        console.guard().places(|places| places.belong_to(&id));
        console.watch_idle();
    }
    Ok(Done {})
}

/// A practice that people sign in to and whoever sits here is not signed in to; nothing where there is none. Who
/// adds the first person has the run of each copy from then on.
async fn not_signed_in(console: &Console, call: &Call) -> Result<Option<String>, Failure> {
    let state = console.state().read().await;
    let open = connections::open(&state)?;
    let mut practices = Vec::new();
    for known in open.folder.profile().connections {
        let is_invented = matches!(known.environment, Environment::Demo { .. });
        if let Some(key) = connections::sign_in_name(&known)?.filter(|_| !is_invented) {
            practices.push((known.label, key));
        }
    }
    let person = call.caller.person.clone();
    let looked = open.vault.read(move |vault| {
        let own = vault.athena_users()?.into_iter().find(|user| user.id == person);
        for (label, key) in practices {
            let there = vault.signed_in(&key)?;
            if !own.as_ref().zip(there.as_ref()).is_some_and(|(own, there)| is_theirs(own, there)) {
                return Ok(Some(label));
            }
        }
        Ok(None)
    });
    looked.await.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))
}

/// Whether a sign-in may be somebody's: athenahealth's other systems know them by other ids.
fn is_theirs(own: &AthenaUser, there: &AthenaUser) -> bool {
    own.id == there.id || own.origin != there.origin
}

/// Changes a person.
pub(crate) async fn alter(console: &Console, call: &Call, request: PersonChange) -> Result<Done, Failure> {
    let _turn = console.guard().changing().await;
    keep_a_manager(console, &request.person, request.role == Role::Manager)?;
    let person = person(console, &request.person, &request.name, request.role)?;
    let pin = match &request.pin {
        Some(pin) => Some(pin::hashed(&console.ports().entropy, pin).await?),
        None => None,
    };
    let is_another_pin = pin.is_some();
    let work = move |vault: &mut store::Writer<'_, store::VaultFile>| {
        vault.change_person(&person)?;
        pin.map_or(Ok(()), |pin| vault.change_pin(&person.id, &pin))
    };
    let done = change(console, call, call.entry(), work).await?;
    if is_another_pin {
        pin::forgiven(console, &request.person).await;
    }
    Ok(done)
}

/// Removes a person.
pub(crate) async fn remove(console: &Console, call: &Call, request: PersonRemove) -> Result<Done, Failure> {
    let _turn = console.guard().changing().await;
    keep_a_manager(console, &request.person, false)?;
    console.guard().places(|places| places.forget(&request.person));
    let work = move |vault: &mut store::Writer<'_, store::VaultFile>| {
        place::forget(vault, &request.person)?;
        saved_views::forget_person(vault, &request.person)?;
        parked::forget_person(vault, &request.person)?;
        vault.remove_person(&request.person)
    };
    change(console, call, call.entry(), work).await
}

/// Says after how many minutes without a touch the console locks.
pub(crate) async fn set_idle(console: &Console, call: &Call, request: IdleSet) -> Result<Done, Failure> {
    if !(1..=15).contains(&request.minutes) {
        return Err(Failure::Invalid { field: Field::Minutes });
    }
    let done =
        change(console, call, call.entry(), move |vault| vault.put_setting(IDLE, &request.minutes)).await;
    console.watch_idle();
    done
}

/// Changes the vault and puts it on record in one transaction, and knows the people anew.
pub(crate) async fn change(
    console: &Console,
    call: &Call,
    entry: Option<AuditEntry>,
    work: impl FnOnce(&mut store::Writer<'_, store::VaultFile>) -> Result<(), store::Error> + Send + 'static,
) -> Result<Done, Failure> {
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let used = |error: store::Error| profile::used(&error, console.ports().entropy.as_ref());
    console.ledger().deed(&place, entry, "people", work).await.map_err(used)?;
    call.kept();
    know(console, &place.vault).await.map_err(used)?;
    Ok(Done {})
}

/// Somebody must be left who can manage people.
fn keep_a_manager(console: &Console, person: &str, stays: bool) -> Result<(), Failure> {
    let people = console.guard().people();
    if !people.iter().any(|known| known.id == person) {
        return Err(Failure::Invalid { field: Field::Person });
    }
    let others = people.iter().any(|known| known.role == Role::Manager && known.id != person);
    if stays || others { Ok(()) } else { Err(Failure::LastManager) }
}

/// A person by a name of their own: the lock screen and the audit tell people apart by it.
fn person(console: &Console, id: &str, name: &str, role: Role) -> Result<Person, Failure> {
    let name = name.trim();
    if !is_legible(name) {
        return Err(Failure::Invalid { field: Field::Person });
    }
    if console.guard().people().iter().any(|known| known.id != id && is_like(&known.name, name)) {
        return Err(Failure::NameTaken);
    }
    Ok(Person { id: id.to_owned(), name: name.to_owned(), role: role.as_str().to_owned(), removed: false })
}

/// Signs a person in, in place of whoever sat here; unlocks the console where it is locked.
pub(crate) async fn sign_in(
    console: &Console,
    call: &Call,
    request: PersonSignIn,
) -> Result<Session, Failure> {
    lock::if_deserted(console).await;
    if console.guard().is_locked() {
        return unlock::by_pin(console, call, request).await;
    }
    switch(console, call, request).await
}

/// Signs a person in at an open console.
pub(crate) async fn switch(
    console: &Console,
    call: &Call,
    request: PersonSignIn,
) -> Result<Session, Failure> {
    let (guard, turn) = (console.guard(), console.guard().turn());
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    pin::check(console, &place.vault, &request.person, &request.pin).await?;
    let person = request.person.clone();
    let entry = call.entry().map(|entry| as_themselves(console, entry, &person)).transpose()?;
    let work = move |vault: &mut store::Writer<'_, store::VaultFile>| pin::forgive(vault, &person);
    let done = console.ledger().deed(&place, entry, "signed in", work).await;
    done.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    call.kept();
    pin::forgiven(console, &request.person).await;
    if !guard.sit(&request.person, turn, console.ports().clock.now()) {
        return Err(Failure::Locked);
    }
    emergency::hand_over(console, &request.person).await;
    console.watch_idle();
    opening::session(console).await
}

/// An entry that is a person's own, whose PIN was right.
pub(crate) fn as_themselves(
    console: &Console,
    entry: AuditEntry,
    person: &str,
) -> Result<AuditEntry, Failure> {
    let people = console.guard().people();
    let known = people.into_iter().find(|known| known.id == person).ok_or(Failure::WrongPin)?;
    Ok(AuditEntry { caller: Caller { person: known.id, role: known.role }, about: None, ..entry })
}

/// Locks the console, where somebody can unlock it again.
pub(crate) async fn lock(console: &Console, call: &Call) -> Result<Session, Failure> {
    let entry = call.entry();
    if console.ledger().place().is_none() {
        // What is not open is locked as it is.
        call.kept();
    } else if lock::locks_nobody_out(console).await {
        return Err(Failure::NobodyToUnlock);
    } else {
        lock::lock(console, entry).await;
        call.kept();
    }
    opening::session(console).await
}

impl Console {
    /// Locks once nothing was touched for long enough, and has the window clear itself.
    pub(crate) fn watch_idle(&self) {
        let (watched, turn) = (self.downgrade(), self.next_watch());
        self.ports().tasks.begin(Box::pin(async move {
            let here = || watched.upgrade().filter(|console| console.is_watch(turn));
            while let Some(left) = here().and_then(|console| console.left()) {
                tokio::time::sleep(left.saturating_sub(PATIENCE)).await;
                if let Some(console) = here()
                    && console.left().is_some_and(|left| left <= PATIENCE)
                {
                    // While somebody still sits here: nobody keeps anything for whoever stood up.
                    console.keep_typed().await;
                    tokio::time::sleep(console.left().unwrap_or_default()).await;
                }
            }
            if let Some(console) = here() {
                lock::if_deserted(&console).await;
            }
        }));
    }

    /// How long until it locks by itself, while it is not due.
    fn left(&self) -> Option<std::time::Duration> {
        self.guard().left(self.ports().clock.now()).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests;
