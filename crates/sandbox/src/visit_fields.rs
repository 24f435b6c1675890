//! The practice's custom fields of appointments, whose ids are a space of their own, and what desks have put in them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

/// The definition of one field.
#[derive(Debug)]
pub(crate) struct VisitField {
    pub(crate) id: u32,
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) select: bool,
    /// Option ids and their words.
    pub(crate) options: &'static [(u32, &'static str)],
    pub(crate) read_only: bool,
}

const fn field(id: u32, name: &'static str, kind: &'static str) -> VisitField {
    VisitField { id, name, kind, select: false, options: &[], read_only: false }
}

/// Every custom field of appointments; one is a choice without a list, as recorded.
pub(crate) static VISIT_FIELDS: [VisitField; 6] = [
    VisitField { select: true, ..field(641, "Front desk note", "TEXT") },
    VisitField {
        select: true,
        options: &[(88, "3"), (87, "2"), (86, "1")],
        ..field(362, "Patient category", "TEXT")
    },
    VisitField {
        select: true,
        options: &[(91, "Yes"), (92, "No")],
        ..field(381, "Interpreter needed", "TEXT")
    },
    field(382, "Mobility needs", "TEXT"),
    field(383, "Referral received", "DATE"),
    VisitField { read_only: true, ..field(384, "Scheduled through", "TEXT") },
];

/// What stands in the fields of visits: a text, or an option's id.
#[derive(Debug, Default)]
pub(crate) struct VisitFields(Mutex<HashMap<u32, BTreeMap<u32, String>>>);

impl VisitFields {
    /// Puts values in a visit's fields; an empty one empties it.
    pub(crate) fn put(&self, visit: u32, values: &[(u32, String)]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.entry(visit).or_default();
        for (field, value) in values {
            if value.is_empty() {
                own.remove(field);
            } else {
                own.insert(*field, value.clone());
            }
        }
    }

    /// What stands in a visit's fields.
    pub(crate) fn of(&self, visit: u32) -> Vec<(u32, String)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.get(&visit).into_iter().flatten();
        own.map(|(field, value)| (*field, value.clone())).collect()
    }
}
