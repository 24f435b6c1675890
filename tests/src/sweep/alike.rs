//! The copy and the journal held against the practice once all is at rest.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use model::PatientId;
use sandbox::Sandbox;
use store::{ConnectionId, NoHooks, ProfileFolder, WriteState};

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

/// Reckons over the files that a dead and a living walker left.
pub(super) fn reckon(path: &Path, practice: &Sandbox, today: NaiveDate) -> anyhow::Result<Reckoned> {
    let folder = ProfileFolder::open(path)?;
    let (cache, vault) = stage::files(&folder, Arc::new(NoHooks))?;
    let mut lost = cache.read_blocking(|reader| alike(reader, practice, today))?.wrong;
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
