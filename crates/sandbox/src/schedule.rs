//! What can be done to the schedule, by whichever desk: each takes effect at once, or not at all, and the feeds tell of
//! it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::bookings::{Added, Missed, Placing, Step};
use crate::calendar::{AHEAD, Fate, Visit};
use crate::eastern;
use crate::kinds::{CancelReason, KINDS, Kind};
use crate::practice::Practice;
use crate::seed::Stream;
use crate::story::{Standing, State};

/// What a booking makes of a slot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    /// Place in the list of people.
    pub(crate) patient: u32,
    /// Place in the list of appointment types.
    pub(crate) kind: u8,
    pub(crate) urgent: bool,
}

/// Why something was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cannot {
    /// The slot is not to be had.
    Missed(Missed),
    /// The visit does not stand so that it could be done.
    Stands(State),
}

impl Practice {
    /// The open slot with an id, which anybody may still have.
    pub(crate) fn open_slot(&self, id: u64) -> Option<Visit> {
        let slot = self.visit(id).filter(|visit| visit.open)?;
        (self.bookings.is_free(slot.id) && self.is_staffed(&slot)).then_some(slot)
    }

    /// The open slots of some days, by time.
    pub(crate) fn open_slots(
        &self,
        (first, last): (NaiveDate, NaiveDate),
        is_wanted: impl Fn(u16, u16) -> bool,
    ) -> Vec<Visit> {
        let mut slots = Vec::new();
        let providers = 0..self.providers.len() as u16;
        let departments = 0..self.departments.len() as u16;
        let pairs: Vec<(u16, u16)> = providers
            .flat_map(|provider| departments.clone().map(move |department| (provider, department)))
            .filter(|(provider, department)| is_wanted(*provider, *department))
            .collect();
        for day in first.iter_days().take_while(|day| *day <= last) {
            for (provider, department) in &pairs {
                slots.extend(self.calendar.gaps(day, *department, *provider));
            }
        }
        let added = self.bookings.between(first, last).into_iter();
        slots.extend(added.filter(|slot| slot.open && is_wanted(slot.provider, slot.department)));
        slots.retain(|slot| self.bookings.is_free(slot.id) && self.is_staffed(slot));
        slots.sort_unstable_by_key(|slot| (slot.day, slot.minute, slot.id));
        slots
    }

    /// Whether whoever the slot is with still works here.
    fn is_staffed(&self, slot: &Visit) -> bool {
        !self.provider(slot.provider).departed
    }

    /// Whether nobody can book a slot for now.
    pub(crate) fn is_frozen(&self, slot: &Visit) -> bool {
        self.bookings.frost(slot.id).map_or_else(|| self.was_frozen(slot), |frost| frost.frozen)
    }

    /// Whether a slot was frozen from the beginning: now and then one is, and nobody knows why.
    fn was_frozen(&self, slot: &Visit) -> bool {
        let made = self.bookings.find(u64::from(slot.id)).is_none();
        made && self.seed.dice(Stream::Slot, u64::from(slot.id)).chance(25)
    }

    /// Whether a slot is one of those that the interface may book without being told that it may.
    pub(crate) fn is_schedulable(&self, slot: &Visit) -> bool {
        let Kind { patient, template_only, .. } = KINDS[usize::from(slot.kind)];
        let mut dice = self.seed.dice(Stream::Slot, u64::from(slot.id));
        dice.next();
        patient && !template_only && dice.chance(850)
    }

    /// How an open slot stands.
    pub(crate) fn vacancy(&self, slot: &Visit) -> Standing {
        let made = || eastern::at(eastern::SERVER, eastern::shift(slot.day, -AHEAD - 30), 420);
        let since = self.bookings.find(u64::from(slot.id)).map_or_else(made, |added| added.since);
        let frost = self.bookings.frost(slot.id).map(|frost| frost.since);
        Standing::booked(frost.map_or(since, |frost| since.max(frost)))
    }

    /// Books an open slot.
    pub(crate) fn book_slot(&self, slot: &Visit, wish: Wish, now: DateTime<Utc>) -> Result<(), Cannot> {
        let visit =
            Visit { patient: wish.patient, kind: wish.kind, fate: Fate::NoShow, open: false, ..*slot };
        let booked = Added { visit, since: now, urgent: wish.urgent };
        self.bookings.take(booked, self.was_frozen(slot)).map_err(Cannot::Missed)?;
        self.tell_visit(slot.id, "ScheduleAppointment", now);
        Ok(())
    }

    /// Opens a slot, and gives its id.
    pub(crate) fn open(&self, slot: Visit, now: DateTime<Utc>) -> u32 {
        let id = self.bookings.add(slot, now);
        self.tell_visit(id, "AddAppointmentSlot", now);
        id
    }

    /// Freezes an open slot, or lets it go.
    pub(crate) fn freeze_slot(&self, slot: &Visit, frozen: bool, now: DateTime<Utc>) -> Result<(), Cannot> {
        let was = self.was_frozen(slot);
        self.bookings.freeze(slot.id, (was, frozen), now).map_err(Cannot::Missed)?;
        let event = if frozen { "FreezeAppointment" } else { "UnfreezeAppointment" };
        self.tell_visit(slot.id, event, now);
        Ok(())
    }

    /// Takes an open slot off.
    pub(crate) fn remove_slot(&self, slot: &Visit, now: DateTime<Utc>) -> Result<(), Cannot> {
        self.bookings.remove(slot.id).map_err(Cannot::Missed)?;
        self.tell_visit(slot.id, "DeleteAppointment", now);
        Ok(())
    }

    /// Takes a step with a visit that stands as it must.
    pub(crate) fn take_step(
        &self,
        visit: &Visit,
        (from, step): (&[State], Step),
        now: DateTime<Utc>,
    ) -> Result<(), Cannot> {
        self.stands(visit, from, now)?;
        self.bookings.step(visit.id, step, now);
        let event = match step {
            Step::CheckIn => "CheckIn",
            Step::CheckOut => "CheckOut",
            Step::Cancel(_) | Step::Move(..) => "CancelAppointment",
            Step::StartCheckIn | Step::CancelCheckIn | Step::Change => "UpdateAppointment",
        };
        self.tell_visit(visit.id, event, now);
        Ok(())
    }

    /// Cancels a visit; whether its time is open again, under an id of its own, is the reason's to say.
    pub(crate) fn cancel_visit(
        &self,
        visit: &Visit,
        reason: &CancelReason,
        now: DateTime<Utc>,
    ) -> Result<(), Cannot> {
        self.take_step(visit, (&BOOKED, Step::Cancel(reason.id)), now)?;
        self.reopen(visit, reason, now);
        Ok(())
    }

    /// Moves a visit into an open slot: it is cancelled for what that slot becomes.
    pub(crate) fn move_visit(
        &self,
        (visit, slot): (&Visit, &Visit),
        wish: Wish,
        reason: &CancelReason,
        now: DateTime<Utc>,
    ) -> Result<(), Cannot> {
        self.stands(visit, &BOOKED, now)?;
        self.book_slot(slot, wish, now)?;
        self.leave_for(visit, slot.id, reason, now)
    }

    /// Cancels a visit for another one.
    pub(crate) fn leave_for(
        &self,
        visit: &Visit,
        other: u32,
        reason: &CancelReason,
        now: DateTime<Utc>,
    ) -> Result<(), Cannot> {
        self.take_step(visit, (&BOOKED, Step::Move(other, reason.id)), now)?;
        self.reopen(visit, reason, now);
        Ok(())
    }

    /// Puts a booked visit elsewhere, with somebody else, or makes it something else.
    pub(crate) fn place_visit(
        &self,
        visit: &Visit,
        placing: Placing,
        now: DateTime<Utc>,
    ) -> Result<(), Cannot> {
        self.stands(visit, &BOOKED, now)?;
        self.bookings.place(visit.id, placing);
        self.take_step(visit, (&BOOKED, Step::Change), now)
    }

    /// Whether a visit stands as it must.
    pub(crate) fn stands(&self, visit: &Visit, from: &[State], now: DateTime<Utc>) -> Result<(), Cannot> {
        let state = self.standing(visit, now).map_or(State::Cancelled, |standing| standing.state);
        if from.contains(&state) { Ok(()) } else { Err(Cannot::Stands(state)) }
    }

    fn reopen(&self, visit: &Visit, reason: &CancelReason, now: DateTime<Utc>) {
        let zone = self.department(visit.department).zone;
        if reason.slot_available && now < eastern::at(zone, visit.day, i64::from(visit.minute)) {
            self.open(Visit { open: true, ..*visit }, now);
        }
    }
}

/// What a visit is of whom nobody has come.
pub(crate) const BOOKED: [State; 2] = [State::Booked, State::CheckingIn];
