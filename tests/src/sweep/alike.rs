//! The copy and the journal held against the practice once all is at rest.

use std::path::Path;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use model::{AppointmentId, PatientId, VisitState};
use sandbox::{Sandbox, Standing, State};
use store::{ConnectionId, NoHooks, ProfileFolder, Reader, WriteState};

use super::stage::{self, HERE, MARK};

/// What became of what was there to be had.
#[derive(Clone, Debug, Default)]
pub(super) struct Reckoned {
    /// What is not as it should be.
    pub lost: Vec<String>,
    /// Writes that were applied more than once.
    pub doubled: usize,
}

/// Reckons over the files that a dead and a living walker left.
pub(super) fn reckon(path: &Path, practice: &Sandbox, today: NaiveDate) -> anyhow::Result<Reckoned> {
    let folder = ProfileFolder::open(path)?;
    let (cache, vault) = stage::files(&folder, Arc::new(NoHooks))?;
    let mut lost = cache.read_blocking(|reader| copy(reader, practice, today))?;
    let written = practice.truth().applied(&[("email", MARK)]);
    lost.extend(vault.read_blocking(|reader| {
        let mut wrong = Vec::new();
        let here = ConnectionId::new(HERE);
        for row in reader.journal_page(&here, None, chrono::DateTime::UNIX_EPOCH, None, 10)? {
            let is_right = match row.state {
                WriteState::Confirmed => written > 0,
                WriteState::Rejected | WriteState::Drafted => written == 0,
                WriteState::Intent | WriteState::Sent | WriteState::Unknown => false,
            };
            if !is_right {
                wrong.push(format!("a write is {} and was applied {written} times", row.state.word()));
            }
        }
        let left = reader.unfollowed_merges(&here)?;
        wrong.extend((!left.is_empty()).then(|| format!("{} merges are not followed", left.len())));
        for (old, _, ended) in practice.truth().merged() {
            let known = reader.merged_into(&here, &PatientId::new(old.to_string()))?;
            let recent = reader.recent(&here, 20)?;
            if recent.iter().any(|id| id.as_str() == old.to_string()) {
                wrong.push(format!("{old} was lately opened and is {ended} ({known})"));
            }
        }
        Ok(wrong)
    })?);
    Ok(Reckoned { lost, doubled: written.saturating_sub(1) })
}

fn copy(reader: &Reader<'_>, practice: &Sandbox, today: NaiveDate) -> Result<Vec<String>, store::Error> {
    let truth = practice.truth();
    let (from, to) = (today - Days::new(700), today + Days::new(350));
    let mut lost = Vec::new();
    for gap in reader.open_gaps()? {
        lost.push(format!("a gap of {} stays open", gap.feed));
    }
    let mut seen = std::collections::BTreeSet::new();
    for real in truth.visits(from, to) {
        let held = reader.appointment(&AppointmentId::new(real.id.to_string()))?;
        let alike = held.is_some_and(|held| {
            let held = held.appointment;
            let whom = held.patient.as_ref().map(|id| reader.survivor(id)).transpose();
            whom.is_ok_and(|whom| whom.is_none_or(|whom| whom.as_str() == real.patient.to_string()))
                && held.start.date() == real.day
                && held.provider.as_str() == real.provider.to_string()
                && stands(&held.state) == Some(real.state)
        });
        if !alike {
            lost.push(format!("visit {} is not as it is", real.id));
        }
        seen.insert(real.patient);
    }
    for id in seen {
        let Some(real) = truth.patient(id) else { continue };
        if real.restricted || real.standing == Standing::Deleted {
            continue;
        }
        let held = reader.patient(&PatientId::new(id.to_string()))?.map(|held| held.patient);
        let alike = held.is_some_and(|held| {
            held.id.as_str() == id.to_string()
                && held.name.last.expose() == &real.last_name
                && held.contact.email.expose() == &real.email.unwrap_or_default()
                && held.contact.mobile_phone.expose() == &real.mobile_phone.unwrap_or_default()
        });
        if !alike {
            lost.push(format!("patient {id} is not as they are"));
        }
    }
    for (old, _, ended) in truth.merged() {
        let found = reader.survivor(&PatientId::new(old.to_string()))?;
        let held = reader.patient(&PatientId::new(ended.to_string()))?.is_some();
        let is_own = reader.patient(&PatientId::new(old.to_string()))?.is_some();
        if held && found.as_str() == old.to_string() && is_own {
            lost.push(format!("{old} is still somebody of their own"));
        }
    }
    Ok(lost)
}

fn stands(state: &VisitState) -> Option<State> {
    match state {
        VisitState::Booked => Some(State::Booked),
        VisitState::CheckingIn => Some(State::CheckingIn),
        VisitState::Waiting | VisitState::CheckedIn => Some(State::CheckedIn),
        VisitState::CheckedOut => Some(State::CheckedOut),
        VisitState::Charged => Some(State::Charged),
        VisitState::Cancelled => Some(State::Cancelled),
        VisitState::Open | VisitState::Other(_) => None,
    }
}
