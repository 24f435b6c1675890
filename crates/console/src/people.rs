//! The people of this desktop: who they are, their PINs, and signing in.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ipc::people::{IdleSet, People, PersonAdd, PersonChange, PersonRemove, PersonSignIn, RoleView};
use ipc::session::Session;
use ipc::{AuditEntry, AuditKind, Call, Caller, Done, Failure, Field, Outcome, Role, SecretText, Tag};
use model::Secret;
use store::{Entropy, FileId, Person, PinHash, PinRecord, Vault};

use crate::console::Console;
use crate::failure::{broken_off, unexpected};
use crate::guard::IDLE_MINUTES;
use crate::{opening, profile};

/// How often a PIN may be wrong before it rests.
const FREE: u32 = 5;
/// The first rest, which doubles with each wrong PIN after it.
const FIRST_REST: TimeDelta = TimeDelta::seconds(30);
/// The longest rest.
const LONGEST_REST: TimeDelta = TimeDelta::minutes(15);
/// The longest name.
const LONGEST_NAME: usize = 60;
/// The setting that says after how many minutes the console locks.
const IDLE: &str = "idle minutes";

/// Knows whoever the vault knows.
pub(crate) async fn know(console: &Console, vault: &Vault) -> Result<(), store::Error> {
    let read = vault.read(|vault| Ok((vault.people()?, vault.setting::<u32>(IDLE)?)));
    let (people, idle) = read.await?;
    console.guard().know(&people, idle.unwrap_or(IDLE_MINUTES));
    Ok(())
}

/// Lists the people and what each role may do.
pub(crate) fn list(console: &Console) -> People {
    let guard = console.guard();
    let roles = Role::ALL.into_iter().map(|role| RoleView { role, permissions: role.permissions() });
    People { people: guard.people(), roles: roles.collect(), idle_minutes: guard.idle_minutes() }
}

/// Adds a person.
pub(crate) async fn add(console: &Console, call: &Call, request: PersonAdd) -> Result<Done, Failure> {
    let _turn = console.guard().changing().await;
    let is_first = console.guard().people().is_empty();
    if is_first && request.role != Role::Manager {
        return Err(Failure::Invalid { field: Field::Role });
    }
    let entropy = &console.ports().entropy;
    let id = FileId::generate(entropy.as_ref()).map_err(|error| unexpected(&error, entropy.as_ref()))?;
    let person = person(id.as_str(), &request.name, request.role)?;
    let pin = hashed(entropy, &request.pin).await?;
    let id = person.id.clone();
    let entry = call.entry().map(|entry| AuditEntry { about: Some(id.clone()), ..entry });
    change(console, call, entry, move |vault| vault.add_person(&person, &pin)).await?;
    if is_first {
        console.guard().sit(&id, console.ports().clock.now());
        console.watch_idle();
    }
    Ok(Done {})
}

/// Changes a person.
pub(crate) async fn alter(console: &Console, call: &Call, request: PersonChange) -> Result<Done, Failure> {
    let _turn = console.guard().changing().await;
    keep_a_manager(console, &request.person, request.role == Role::Manager)?;
    let person = person(&request.person, &request.name, request.role)?;
    let pin = match &request.pin {
        Some(pin) => Some(hashed(&console.ports().entropy, pin).await?),
        None => None,
    };
    let work = move |vault: &mut store::Writer<'_, store::VaultFile>| {
        vault.change_person(&person)?;
        pin.map_or(Ok(()), |pin| vault.change_pin(&person.id, &pin))
    };
    change(console, call, call.entry(), work).await
}

/// Removes a person.
pub(crate) async fn remove(console: &Console, call: &Call, request: PersonRemove) -> Result<Done, Failure> {
    let _turn = console.guard().changing().await;
    keep_a_manager(console, &request.person, false)?;
    change(console, call, call.entry(), move |vault| vault.remove_person(&request.person)).await
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
async fn change(
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

fn person(id: &str, name: &str, role: Role) -> Result<Person, Failure> {
    let name = name.trim();
    let fits =
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if !fits {
        return Err(Failure::Invalid { field: Field::Person });
    }
    Ok(Person { id: id.to_owned(), name: name.to_owned(), role: role.as_str().to_owned(), removed: false })
}

/// A PIN that the first guesses would find is refused: too short, one digit over and over, a run.
fn is_worth_guessing(pin: &str) -> bool {
    let digits = pin.as_bytes();
    let steps: Vec<i16> = digits.windows(2).map(|pair| i16::from(pair[1]) - i16::from(pair[0])).collect();
    let even = steps.iter().all(|step| steps.first() == Some(step) && step.abs() <= 1);
    (6..=12).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) && !even
}

async fn hashed(entropy: &Arc<dyn Entropy>, pin: &SecretText) -> Result<PinHash, Failure> {
    if !is_worth_guessing(pin.expose()) {
        return Err(Failure::Invalid { field: Field::Pin });
    }
    let (pin, salting) = (Secret::new(pin.expose()), Arc::clone(entropy));
    let hashed = tokio::task::spawn_blocking(move || PinHash::new(&pin, PinHash::COST, salting.as_ref()));
    hashed
        .await
        .map_err(|error| broken_off(&error, entropy.as_ref()))?
        .map_err(|error| unexpected(&error, entropy.as_ref()))
}

/// What a PIN that is tried is held against.
enum Tried {
    /// It rests so long.
    Resting(TimeDelta),
    /// Its failure is counted already: a kill in the middle of a try gives no free guess.
    Charged(PinRecord),
    /// Nobody of that id works here.
    Nobody,
}

/// Signs a person in, in place of whoever sat here.
pub(crate) async fn sign_in(
    console: &Console,
    call: &Call,
    request: PersonSignIn,
) -> Result<Session, Failure> {
    let (guard, now) = (console.guard(), console.ports().clock.now());
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let rest = guard.rest(&request.person);
    if !rest.is_zero() {
        return Err(resting(TimeDelta::from_std(rest).unwrap_or(LONGEST_REST)));
    }
    let person = request.person.clone();
    let tried = place.vault.write("pin tried", move |vault| charge(vault, &person, now)).await;
    let used = |error: store::Error| profile::used(&error, console.ports().entropy.as_ref());
    let record = match tried.map_err(used)? {
        Tried::Resting(rest) => return Err(resting(rest)),
        Tried::Charged(record) => Some(record),
        Tried::Nobody => None,
    };
    let failures = record.as_ref().map_or(0, |record| record.failures + 1);
    if !is_right(&console.ports().entropy, record, Secret::new(request.pin.expose())).await? {
        guard.let_rest(&request.person, rest_after(failures).to_std().unwrap_or_default());
        return Err(Failure::WrongPin);
    }
    let person = request.person.clone();
    let role = guard.people().iter().find(|known| known.id == person).map(|known| known.role);
    let caller = Caller { person: person.clone(), role: role.ok_or(Failure::WrongPin)? };
    let entry = call.entry().map(|entry| AuditEntry { caller, about: None, ..entry });
    let work =
        move |vault: &mut store::Writer<'_, store::VaultFile>| vault.put_pin_failures(&person, 0, None);
    console.ledger().deed(&place, entry, "signed in", work).await.map_err(used)?;
    call.kept();
    guard.sit(&request.person, console.ports().clock.now());
    console.watch_idle();
    opening::session(console).await
}

fn charge(
    vault: &mut store::Writer<'_, store::VaultFile>,
    person: &str,
    now: DateTime<Utc>,
) -> Result<Tried, store::Error> {
    let Some(record) = vault.pin(person)? else { return Ok(Tried::Nobody) };
    // A clock that was put back makes nothing shorter: the rest begins anew.
    let since = record.failed_at.map_or(LONGEST_REST, |at| now - at);
    let rest = rest_after(record.failures) - since.max(TimeDelta::zero());
    if rest > TimeDelta::zero() {
        if since < TimeDelta::zero() {
            vault.put_pin_failures(person, record.failures, Some(now))?;
        }
        return Ok(Tried::Resting(rest));
    }
    vault.put_pin_failures(person, record.failures.saturating_add(1), Some(now))?;
    Ok(Tried::Charged(record))
}

/// A PIN of nobody takes as long as anybody's.
async fn is_right(
    entropy: &Arc<dyn Entropy>,
    record: Option<PinRecord>,
    pin: Secret,
) -> Result<bool, Failure> {
    let salting = Arc::clone(entropy);
    let compared = tokio::task::spawn_blocking(move || match record {
        Some(record) => record.pin.is(&pin),
        None => {
            // What it costs is all that it is for.
            let _ = PinHash::new(&pin, PinHash::COST, salting.as_ref());
            false
        }
    });
    compared.await.map_err(|error| broken_off(&error, entropy.as_ref()))
}

fn rest_after(failures: u32) -> TimeDelta {
    let Some(doublings) = failures.checked_sub(FREE) else { return TimeDelta::zero() };
    (FIRST_REST * (1 << doublings.min(5))).min(LONGEST_REST)
}

fn resting(rest: TimeDelta) -> Failure {
    Failure::TooManyTries { retry_after_ms: u64::try_from(rest.num_milliseconds()).unwrap_or(0).max(1) }
}

/// Locks the console.
pub(crate) async fn lock(console: &Console) -> Result<Session, Failure> {
    if !console.guard().lock() {
        return Err(Failure::NobodyToUnlock);
    }
    console.next_watch();
    opening::session(console).await
}

impl Console {
    /// Locks once nothing was touched for long enough, and has the window clear itself.
    pub(crate) fn watch_idle(&self) {
        let console = self.clone();
        let turn = self.next_watch();
        self.ports().tasks.begin(Box::pin(async move {
            while console.is_watch(turn) {
                match console.guard().left(console.ports().clock.now()) {
                    Some(left) if left > Duration::ZERO => tokio::time::sleep(left).await,
                    _ => break,
                }
            }
            if console.is_watch(turn) && console.guard().lock() {
                console.ledger().note(idle()).await;
                console.announce(&Tag::ALL);
            }
        }));
    }
}

fn idle() -> AuditEntry {
    AuditEntry {
        command: "idle",
        words: "locked the console, which nobody touched",
        kind: AuditKind::Unlock,
        caller: Caller::console(),
        outcome: Outcome::Done,
        patient: None,
        searched: None,
        about: None,
    }
}

#[cfg(test)]
mod tests;
