//! The schedule as it really is.

use chrono::{DateTime, NaiveDate, Utc};

use super::{SlotTruth, Truth, VisitTruth, VisitWords, WaitTruth};
use crate::calendar::Visit;
use crate::kinds::KINDS;
use crate::people::People;
use crate::practice::Practice;
use crate::resources::visit_row;

impl<'a> Truth<'a> {
    /// The visits of the days from `first` to `last`, both included, cancelled ones too, as they stand now.
    pub fn visits(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = VisitTruth> + use<'a> {
        let Truth { practice, now } = *self;
        let visits = practice.visits(first, last);
        visits.filter_map(move |visit| visit_truth(practice, &visit, now))
    }

    /// The visit with an id, as it stands now.
    pub fn visit(&self, id: u64) -> Option<VisitTruth> {
        let visit = self.practice.visit(id).filter(|visit| !visit.open)?;
        visit_truth(self.practice, &visit, self.now)
    }

    /// What the row of the visit with an id says beside its place and state.
    pub fn visit_words(&self, id: u64) -> Option<VisitWords> {
        let visit = self.practice.visit(id)?;
        let kind = KINDS[usize::from(visit.kind)].public_name;
        let standing = self.practice.standing(&visit, self.now)?;
        let row = visit_row::row(self.practice, &visit, standing, visit_row::Shows::PLAIN, self.now);
        let notes = row["appointmentnotes"].as_array().into_iter().flatten();
        let notes = notes.filter(|note| note["displayonschedule"] == true);
        Some(VisitWords {
            kind,
            copay_cents: row["copay"].as_i64()? * 100,
            notes: notes.filter_map(|note| note["text"].as_str().map(str::to_owned)).collect(),
            urgent: row["urgent"] == true,
        })
    }

    /// The notes of a visit, each with whether the schedule shows it.
    pub fn visit_notes(&self, id: u64) -> Vec<(String, bool)> {
        let Some(visit) = self.practice.visit(id).filter(|visit| !visit.open) else { return Vec::new() };
        let notes = visit_row::notes_of(self.practice, &visit).into_iter();
        notes.map(|note| (note.text, note.shown)).collect()
    }

    /// What stands in a visit's custom fields, by the fields' ids: a text, or an option's id.
    pub fn visit_fields(&self, id: u64) -> Vec<(u64, String)> {
        let Ok(id) = u32::try_from(id) else { return Vec::new() };
        let fields = self.practice.visit_fields.of(id).into_iter();
        fields.map(|(field, value)| (u64::from(field), value)).collect()
    }

    /// The open slot with an id.
    pub fn slot(&self, id: u64) -> Option<SlotTruth> {
        self.practice.open_slot(id).map(|slot| slot_truth(self.practice, &slot))
    }

    /// The open slots of the days from `first` to `last`, both included, by time.
    pub fn slots(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = SlotTruth> + use<'a> {
        let practice = self.practice;
        let slots = practice.open_slots((first, last), |_, _| true).into_iter();
        slots.map(move |slot| slot_truth(practice, &slot))
    }

    /// Who waits, the oldest entry first.
    pub fn waitlist(&self) -> Vec<WaitTruth> {
        let practice = self.practice;
        let all = practice.waits.all().into_iter();
        all.map(|(id, wait)| WaitTruth {
            id: u64::from(id),
            patient: People::id(practice.people.survivor(wait.patient)),
            department: u64::from(practice.department(wait.department).id),
            provider: wait.provider.map(|at| u64::from(practice.providers[usize::from(at)].id)),
            visit: wait.visit.map(u64::from),
            days: wait.days,
            priority: wait.priority,
            note: wait.note,
        })
        .collect()
    }
}

fn visit_truth(practice: &Practice, visit: &Visit, now: DateTime<Utc>) -> Option<VisitTruth> {
    let standing = practice.standing(visit, now)?;
    Some(VisitTruth {
        id: u64::from(visit.id),
        patient: People::id(visit.patient),
        department: u64::from(practice.department(visit.department).id),
        provider: u64::from(practice.providers[usize::from(visit.provider)].id),
        day: visit.day,
        minute: visit.minute,
        minutes: visit.minutes,
        kind: u64::from(KINDS[usize::from(visit.kind)].id),
        state: standing.state,
        modified: standing.modified,
        moved_to: standing.moved_to.map(u64::from),
        cancel_reason: standing.reason.map(u64::from),
    })
}

fn slot_truth(practice: &Practice, slot: &Visit) -> SlotTruth {
    SlotTruth {
        id: u64::from(slot.id),
        department: u64::from(practice.department(slot.department).id),
        provider: u64::from(practice.providers[usize::from(slot.provider)].id),
        day: slot.day,
        minute: slot.minute,
        minutes: slot.minutes,
        kind: u64::from(KINDS[usize::from(slot.kind)].id),
        frozen: practice.is_frozen(slot),
        schedulable: practice.is_schedulable(slot),
    }
}
