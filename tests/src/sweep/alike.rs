//! The copy and the journal held against the practice once all is at rest.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use model::PatientId;
use sandbox::Sandbox;
use store::{ConnectionId, JournalRow, NoHooks, ProfileFolder, WriteState};

use super::stage::{self, HERE, MARK};
use crate::alike::alike;

/// What became of what was there to be had.
#[derive(Clone, Debug, Default)]
pub(super) struct Reckoned {
    /// What is not as it should be.
    pub lost: Vec<String>,
    /// Writes that were applied more than once.
    pub doubled: usize,
}

/// Reckons over the files that a dead and a living walker left, of whose one write one of these is to become: of none
/// where nobody asked for one.
pub(super) fn reckon(
    path: &Path,
    practice: &Sandbox,
    (today, wanted): (NaiveDate, &[WriteState]),
) -> anyhow::Result<Reckoned> {
    let folder = ProfileFolder::open(path)?;
    let (cache, vault) = stage::files(&folder, Arc::new(NoHooks))?;
    let mut lost = cache.read_blocking(|reader| alike(reader, practice, today))?.wrong;
    let written = practice.truth().applied(&[("email", MARK)]);
    lost.extend(vault.read_blocking(|reader| {
        let mut wrong = Vec::new();
        let here = ConnectionId::new(HERE);
        let rows = reader.journal_page(&here, None, chrono::DateTime::UNIX_EPOCH, None, 10)?;
        let is_right = |row: &JournalRow| {
            wanted.contains(&row.state) && (row.state == WriteState::Confirmed) == (written > 0)
        };
        if rows.len() != usize::from(!wanted.is_empty()) || !rows.iter().all(is_right) {
            let states: Vec<_> = rows.iter().map(|row| row.state.word()).collect();
            wrong.push(format!("writes are {states:?} and were applied {written} times"));
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
