//! Emergency access: a copy whose lease is over, opened to be read at the desk for an hour.
//!
//! Why it is opened is on record before anything is shown, and whatever is looked at by it names that entry.
//! Nothing is read from athenahealth into it and nothing written there. It is one person's, and ends with the
//! hour, a lock, another person at the desk, or athenahealth: it is kept in memory alone, and so with the
//! program, too.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use ipc::session::{EmergencyOpen, Session, Stage};
use ipc::{AuditEntry, AuditKind, Call, Caller, Failure, Field, Lock, Outcome, Tag};
use model::{Phi, is_unseen};

use crate::console::{Console, State};
use crate::ledger::Desk;
use crate::live::{Live, Parts};
use crate::meter::Meter;
use crate::{connections, opening, profile};

/// How long it lasts.
const LASTS: TimeDelta = TimeDelta::hours(1);
/// How often it is looked at: a clock that is put back hides no more than this.
const TICK: Duration = Duration::from_secs(15);
/// How many characters a reason has.
const REASON: std::ops::RangeInclusive<usize> = 10..=500;

/// A copy that is open by emergency access.
pub(crate) struct Emergency {
    /// The copy.
    pub copy: Arc<Live>,
    /// Whose it is.
    person: String,
    /// The number of the entry that says why.
    entry: u64,
    meter: Mutex<Meter>,
}

impl Emergency {
    /// Over which connection its person works, and by which entry.
    pub(crate) fn desk(&self) -> Desk {
        Desk { emergency: Some(self.entry), ..self.copy.desk() }
    }

    /// How the console stands while it lasts.
    pub(crate) fn stage(&self, console: &Console) -> Stage {
        let left_ms = u64::try_from(self.left(console).num_milliseconds()).unwrap_or(0);
        Stage::Emergency { connection: self.copy.connection.to_string(), left_ms }
    }

    fn left(&self, console: &Console) -> TimeDelta {
        let mut meter = self.meter.lock().unwrap_or_else(PoisonError::into_inner);
        meter.pass(console.ports().clock.now());
        (LASTS - meter.spent).max(TimeDelta::zero())
    }

    /// Why it stands no longer for whoever calls; nothing where it does.
    fn over(&self, console: &Console, person: &str) -> Option<&'static str> {
        if self.left(console).is_zero() {
            return Some("ended the emergency access: its time was over");
        }
        (self.person != person).then_some(HANDED_OVER)
    }
}

/// What the audit says where somebody else sits down.
const HANDED_OVER: &str = "ended the emergency access: somebody else is at the desk";

/// The one that stands.
pub(crate) fn of(state: &State) -> Option<&Emergency> {
    state.overdue.as_ref()?.emergency.as_ref()
}

/// A call as it stands: by emergency access where there is one for whoever makes it, which ends where it is
/// over.
pub(crate) async fn standing(console: &Console, call: Call) -> Call {
    let over = {
        let state = console.state().read().await;
        match of(&state).filter(|_| call.lock == Lock::Open) {
            Some(emergency) => emergency.over(console, &call.caller.person),
            None => return call,
        }
    };
    match over {
        Some(words) => {
            end(console, words).await;
            call
        }
        None => Call::of(call.caller, Lock::Emergency),
    }
}

/// Opens the copy of the practice that waits for athenahealth. One that is in use already needs none.
pub(crate) async fn open(console: &Console, call: &Call, request: EmergencyOpen) -> Result<Session, Failure> {
    let reason = reason(request.reason.expose())?;
    let mut state = console.state().write().await;
    if state.overdue.as_ref().is_some_and(|waits| waits.emergency.is_none()) && state.live.is_none() {
        let entropy = console.ports().entropy.as_ref();
        let place = console.ledger().place().ok_or(Failure::NoPractice)?;
        let entry = call.entry().ok_or(Failure::Unrecorded)?;
        let copy = copy(console, &state).await?;
        let kept = console.ledger().emergency(&place, &entry, &copy.desk(), reason).await;
        let entry = match kept {
            Ok(entry) => entry,
            Err(error) => {
                copy.stop().await;
                return Err(profile::used(&error, entropy));
            }
        };
        call.kept();
        let (person, meter) = (call.caller.person.clone(), Meter::new(console.ports().clock.now()));
        let emergency = Emergency { copy, person, entry, meter: Mutex::new(meter) };
        state.overdue = state.overdue.take().map(|waits| waits.with(emergency));
        watch(console, entry);
    } else {
        connections::at_hand(&state).ok_or(Failure::NoPractice)?;
        call.kept();
    }
    drop(state);
    opening::session(console).await
}

async fn copy(console: &Console, state: &State) -> Result<Arc<Live>, Failure> {
    let open = connections::open(state)?;
    let waits = state.overdue.as_ref().ok_or(Failure::NoPractice)?;
    let profile = open.folder.profile();
    let connection = profile.connection(&waits.connection).ok_or(Failure::NoPractice)?;
    let opened = connections::open_copy(console, open, connection).await?;
    let parts = Parts {
        connection: connection.id.clone(),
        sign_in: waits.sign_in.clone(),
        fill: connection.fill,
        pause: connection.pause,
        rebuilt: opened.is_rebuilt(),
        cache: opened.store,
        vault: open.vault.clone(),
        client: waits.client.clone(),
        lease: None,
    };
    Ok(Live::to_read(console, parts))
}

/// A reason in a person's own words, as it is kept. What would show another text than was typed is refused.
fn reason(typed: &str) -> Result<Phi<String>, Failure> {
    let reason = typed.trim();
    if !REASON.contains(&reason.chars().count()) || reason.contains(is_unseen) {
        return Err(Failure::Invalid { field: Field::Reason });
    }
    Ok(Phi::new(reason.to_owned()))
}

/// Ends it once its time is over.
fn watch(console: &Console, entry: u64) {
    let watching = console.clone();
    console.ports().tasks.begin(Box::pin(async move {
        loop {
            let (left, person) = {
                let state = watching.state().read().await;
                let Some(emergency) = of(&state).filter(|one| one.entry == entry) else { return };
                (emergency.left(&watching).to_std().unwrap_or_default(), emergency.person.clone())
            };
            if left.is_zero() {
                standing(&watching, Call::of(Caller { person, ..Caller::console() }, Lock::Open)).await;
                return;
            }
            tokio::time::sleep(left.min(TICK)).await;
        }
    }));
}

/// Ends it, and says why.
pub(crate) async fn end(console: &Console, words: &'static str) {
    let mut state = console.state().write().await;
    if end_in(&mut state, words).await {
        console.clear();
    }
    drop(state);
    console.announce(&Tag::ALL);
}

/// Ends it where it is somebody else's than whoever sits down.
pub(crate) async fn hand_over(console: &Console, person: &str) {
    let is_anothers = of(&*console.state().read().await).is_some_and(|one| one.person != person);
    if is_anothers {
        end(console, HANDED_OVER).await;
    }
}

/// Ends it as a person wishes, whose call is on record.
pub(crate) async fn end_now(console: &Console, call: &Call) -> Result<Session, Failure> {
    let mut state = console.state().write().await;
    match close(&mut state).await {
        Some(_) => console.clear(),
        None => call.kept(),
    }
    drop(state);
    opening::session(console).await
}

/// Ends it where there is one, and puts on record why. Says whether there was one.
pub(crate) async fn end_in(state: &mut State, words: &'static str) -> bool {
    let Some(desk) = close(state).await else { return false };
    state.ledger.note_at(ended(words), &desk).await;
    true
}

async fn close(state: &mut State) -> Option<Desk> {
    let emergency = state.overdue.as_mut()?.emergency.take()?;
    emergency.copy.stop().await;
    Some(emergency.desk())
}

fn ended(words: &'static str) -> AuditEntry {
    AuditEntry {
        command: "emergency",
        words,
        kind: AuditKind::Emergency,
        caller: Caller::console(),
        outcome: Outcome::Done,
        patient: None,
        searched: None,
        about: None,
    }
}

#[cfg(test)]
mod tests {
    use ipc::{Failure, Field};

    use super::reason;

    #[test]
    fn a_reason_has_ten_to_five_hundred_characters_and_none_that_hide_others() {
        let given = reason("  The line is down  ").map(model::Phi::into_exposed);
        assert_eq!(given.as_deref(), Ok("The line is down"), "without what stands around it");
        let longest = "ß".repeat(500);
        assert!(reason(&longest).is_ok() && reason("no network").is_ok());
        let too_long = "a".repeat(501);
        for refused in [
            "",
            "too short",
            "         x         ",
            &too_long,
            "the line\nis down",
            "the line\u{0}is down",
            "the line\tis down",
            "the line \u{7f}is down",
            "the line \u{202e}nwod si",
        ] {
            assert_eq!(reason(refused).err(), Some(Failure::Invalid { field: Field::Reason }), "{refused:?}");
        }
    }
}
