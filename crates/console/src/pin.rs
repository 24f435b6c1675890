//! PINs: how they are kept, tried, and slowed down for whoever guesses.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use ipc::{Failure, Field, SecretText};
use model::Secret;
use store::{Entropy, PinHash, PinRecord, Reader, Vault, VaultFile, Writer};

use crate::console::Console;
use crate::failure::{broken_off, unexpected};
use crate::{profile, threads};

/// How often a PIN may be wrong before it rests.
const FREE: u32 = 5;
/// The first rest, which doubles with each wrong PIN after it.
const FIRST_REST: TimeDelta = TimeDelta::seconds(30);
/// The longest rest.
const LONGEST_REST: TimeDelta = TimeDelta::minutes(15);

/// A PIN that the first guesses would find is refused: too short, a run, or a few digits over and over.
fn is_worth_guessing(pin: &str) -> bool {
    let digits = pin.as_bytes();
    if !(6..=12).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let runs = |step: u8| digits.windows(2).all(|pair| (pair[0] - b'0' + step) % 10 == pair[1] - b'0');
    let repeats = |count: usize| digits.iter().zip(&digits[count..]).all(|(one, other)| one == other);
    !runs(1) && !runs(9) && !(1..=digits.len() / 2).any(repeats)
}

/// A PIN as it is kept.
pub(crate) async fn hashed(entropy: &Arc<dyn Entropy>, pin: &SecretText) -> Result<PinHash, Failure> {
    if !is_worth_guessing(pin.expose()) {
        return Err(Failure::Invalid { field: Field::Pin });
    }
    let (pin, salting) = (Secret::new(pin.expose()), Arc::clone(entropy));
    let hashed = threads::aside(move || PinHash::new(&pin, PinHash::COST, salting.as_ref()));
    hashed
        .await
        .map_err(|error| broken_off(&error, entropy.as_ref()))?
        .map_err(|error| unexpected(&error, entropy.as_ref()))
}

/// The setting that says whose PIN was right last.
const LAST: &str = "last person";

/// What a PIN that is tried is held against.
enum Tried {
    /// It rests so long.
    Resting(TimeDelta),
    /// Its failure is counted already: a kill in the middle of a try gives no free guess.
    Charged(PinRecord),
    /// Nobody of that id works here.
    Nobody,
}

/// Refuses a person's PIN while it rests by the clock that nobody can set.
pub(crate) fn awake(console: &Console, person: &str) -> Result<(), Failure> {
    let rest = console.guard().rest(person);
    if rest.is_zero() {
        return Ok(());
    }
    Err(resting(TimeDelta::from_std(rest).unwrap_or(LONGEST_REST)))
}

/// Tries a person's PIN. Where it is the right one, [`forgive`] is to be told in the transaction that
/// lets them in.
pub(crate) async fn check(
    console: &Console,
    vault: &Vault,
    person: &str,
    pin: &SecretText,
) -> Result<(), Failure> {
    awake(console, person)?;
    let (entropy, now, id) = (&console.ports().entropy, console.ports().clock.now(), person.to_owned());
    let ran = TimeDelta::from_std(console.guard().ran()).unwrap_or(TimeDelta::MAX);
    let anchored = console.ledger().guesses(person).await;
    let tried = vault.write("pin tried", move |vault| charge(vault, &id, (now, ran), anchored)).await;
    let record = match tried.map_err(|error| profile::used(&error, entropy.as_ref()))? {
        Tried::Resting(rest) => return Err(resting(rest)),
        Tried::Charged(record) => Some(record),
        Tried::Nobody => None,
    };
    let failures = record.as_ref().map_or(0, |record| record.failures.saturating_add(1));
    let count = async {
        if record.is_some() {
            console.ledger().guessed(person, failures, now).await;
        }
    };
    // A keychain takes less long than the hash, and nobody hears what came of it before both are done.
    let ((), right) = tokio::join!(count, is_right(entropy, record.clone(), Secret::new(pin.expose())));
    if right? {
        return Ok(());
    }
    console.guard().let_rest(person, rest_after(failures).to_std().unwrap_or_default());
    Err(Failure::WrongPin)
}

/// Forgets how often a person's PIN was wrong. Once that is done, [`forgiven`] is to be told.
pub(crate) fn forgive(vault: &mut Writer<'_, VaultFile>, person: &str) -> Result<(), store::Error> {
    vault.put_setting(LAST, &person.to_owned())?;
    vault.put_pin_failures(person, 0, None)
}

/// Whose PIN was right last: they sat here last.
pub(crate) fn last(vault: &Reader<'_, VaultFile>) -> Result<Option<String>, store::Error> {
    vault.setting(LAST)
}

/// Has the keychain forget it too, and ends the rest: the PIN was right, or is another.
pub(crate) async fn forgiven(console: &Console, person: &str) {
    console.guard().wake(person);
    console.ledger().forgive(person).await;
}

/// Counts a PIN that is about to be tried. A vault that counts fewer wrong ones than the keychain was put back.
fn charge(
    vault: &mut Writer<'_, VaultFile>,
    person: &str,
    (now, ran): (DateTime<Utc>, TimeDelta),
    anchored: Option<(u32, DateTime<Utc>)>,
) -> Result<Tried, store::Error> {
    let Some(mut record) = vault.pin(person)? else { return Ok(Tried::Nobody) };
    if let Some((failures, at)) = anchored.filter(|(failures, _)| *failures > record.failures) {
        record = PinRecord { failures, failed_at: Some(at), ..record };
    }
    // A clock that was put back makes nothing shorter: the rest begins anew.
    let since = record.failed_at.map_or(LONGEST_REST, |at| now - at);
    // Nor does one that was put forward while nothing ran: what counts is no more than this run.
    let rest = rest_after(record.failures) - since.max(TimeDelta::zero()).min(ran);
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
    let compared = threads::aside(move || match record {
        Some(record) => record.pin.is(&pin),
        None => {
            // What it costs is all that it is for.
            let _ = PinHash::new(&pin, PinHash::COST, salting.as_ref());
            false
        }
    });
    compared.await.map_err(|error| broken_off(&error, entropy.as_ref()))
}

/// How long it rests after so many wrong ones.
pub(crate) fn rest_after(failures: u32) -> TimeDelta {
    let Some(doublings) = failures.checked_sub(FREE) else { return TimeDelta::zero() };
    (FIRST_REST * (1 << doublings.min(5))).min(LONGEST_REST)
}

fn resting(rest: TimeDelta) -> Failure {
    Failure::TooManyTries { retry_after_ms: u64::try_from(rest.num_milliseconds()).unwrap_or(0).max(1) }
}
