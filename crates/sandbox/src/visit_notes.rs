//! The notes of visits: those that were made up, and what desks have written, changed and taken off since.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

/// Above every note that was made up.
const FIRST_ID: u64 = 900_000_001;

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) id: u64,
    pub(crate) text: String,
    /// Whether the schedule shows it.
    pub(crate) shown: bool,
    pub(crate) written: DateTime<Utc>,
    /// By whom.
    pub(crate) by: String,
}

/// What desks have done to notes.
#[derive(Debug, Default)]
pub(crate) struct VisitNotes(Mutex<Pages>);

#[derive(Debug, Default)]
struct Pages {
    given: u64,
    added: HashMap<u32, Vec<Note>>,
    /// By the note's id; nothing where it was taken off.
    changed: HashMap<u64, Option<(String, bool)>>,
}

impl VisitNotes {
    /// Adds a note to a visit.
    pub(crate) fn add(&self, visit: u32, text: &str, shown: bool, at: DateTime<Utc>) {
        let mut pages = self.open();
        let id = FIRST_ID + pages.given;
        pages.given += 1;
        let note = Note { id, text: text.to_owned(), shown, written: at, by: "API-2789".to_owned() };
        pages.added.entry(visit).or_default().push(note);
    }

    /// Changes a note; nothing takes it off.
    pub(crate) fn change(&self, note: u64, said: Option<(String, bool)>) {
        self.open().changed.insert(note, said);
    }

    /// The notes of a visit as they are now, those before all that were made up.
    pub(crate) fn of(&self, visit: u32, made: Vec<Note>) -> Vec<Note> {
        let pages = self.open();
        let added = pages.added.get(&visit).into_iter().flatten().cloned();
        let now = |note: Note| match pages.changed.get(&note.id) {
            None => Some(note),
            Some(None) => None,
            Some(Some((text, shown))) => Some(Note { text: text.clone(), shown: *shown, ..note }),
        };
        made.into_iter().chain(added).filter_map(now).collect()
    }

    fn open(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
