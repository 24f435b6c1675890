//! What is done with visits: what a person wants, what others do about the same visit meanwhile, and which of the
//! practice's own log is whose.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use model::{AppointmentId, AppointmentTypeId, Booking, Cancellation, PatientId, Phi, Purpose, Rescheduling};
use sandbox::{Act, Deed, SlotTruth, Standing, State, Truth, VisitTruth, WriteTruth, Writer};
use sync::{VisitDeed, VisitStood, VisitWrite};

use super::super::dice::Dice;

/// How often a choice that nothing comes of is made anew.
const TRIES: usize = 12;
/// Days ahead from which visits are taken: on them nothing happens by itself.
const DAYS: u64 = 40;

/// When, with whom and where.
type Place = (NaiveDate, u16, u64, u64);

/// What a person wants done with a visit.
#[derive(Clone, Debug)]
pub(super) struct Intent {
    act: Act,
    patient: u64,
    /// The visit; nobody's yet where one is booked.
    visit: Option<u64>,
    /// The slot that it is to have, and which time that is.
    to: Option<(u64, Place)>,
    /// From where to where in the practice's log it may have taken effect.
    window: (usize, usize),
    /// Whether what it asks for was so at some time since, whoever brought it about.
    was_so: bool,
    /// Whether another desk did something about the same while nobody knew what became of it.
    contested: bool,
}

/// An appointment's number, as the practice counts.
fn number(id: &AppointmentId) -> u64 {
    id.as_str().parse().unwrap_or(0)
}

fn place(truth: &Truth<'_>, id: u64) -> Option<Place> {
    let of_visit = |visit: VisitTruth| (visit.day, visit.minute, visit.provider, visit.department);
    let of_slot = |slot: SlotTruth| (slot.day, slot.minute, slot.provider, slot.department);
    truth.visit(id).map(of_visit).or_else(|| truth.slot(id).map(of_slot))
}

/// How long the practice's log is.
pub(super) fn length(truth: &Truth<'_>) -> usize {
    truth.writes().len()
}

impl Intent {
    /// What a write asks for, from here on.
    pub(super) fn of(write: &VisitWrite, truth: &Truth<'_>) -> Self {
        let act = match &write.deed {
            VisitDeed::Book(_) => Act::Book,
            VisitDeed::Cancel(_) => Act::Cancel,
            VisitDeed::Move(_) => Act::Move,
            VisitDeed::StartCheckIn(_) => Act::StartCheckIn,
            VisitDeed::CheckIn(_) => Act::CheckIn,
            VisitDeed::CancelCheckIn(_) => Act::CancelCheckIn,
            VisitDeed::CheckOut(_) => Act::CheckOut,
            VisitDeed::Hold(_) => Act::Freeze,
            VisitDeed::LetGo(_) => Act::Unfreeze,
            VisitDeed::OpenTime(_) => Act::OpenSlots,
            VisitDeed::RemoveTime(_) => Act::RemoveSlot,
            VisitDeed::OffList(_) => Act::Wait,
        };
        let to = write.deed.meant().map(number).and_then(|slot| Some((slot, place(truth, slot)?)));
        let patient = write.patient.as_str().parse().unwrap_or(0);
        let window = (length(truth), usize::MAX);
        Self {
            act,
            patient,
            visit: write.deed.visit().map(number),
            to,
            window,
            was_so: false,
            contested: false,
        }
    }

    /// The same, asked for anew from here on.
    pub(super) fn anew(&self, truth: &Truth<'_>) -> Self {
        Self { window: (length(truth), usize::MAX), was_so: false, contested: false, ..self.clone() }
    }

    /// From here on it takes effect no more.
    pub(super) fn ends(&mut self, truth: &Truth<'_>) {
        self.window.1 = self.window.1.min(length(truth));
    }

    /// Looks whether what it asks for is so.
    pub(super) fn look(&mut self, truth: &Truth<'_>) {
        self.was_so |= self.is_so(truth);
    }

    /// Whether what it asks for was so at some time.
    pub(super) fn was_so(&self) -> bool {
        self.was_so
    }

    /// Notes that another desk did something about the same.
    pub(super) fn is_contested(&mut self) {
        self.contested = true;
    }

    /// Whether another desk did.
    pub(super) fn was_contested(&self) -> bool {
        self.contested
    }

    /// The visit, where there is one.
    pub(super) fn visit(&self) -> Option<u64> {
        self.visit
    }

    /// Whether it leaves a visit at the desk.
    pub(super) fn comes(&self) -> bool {
        matches!(self.act, Act::StartCheckIn | Act::CheckIn)
    }

    fn is_so(&self, truth: &Truth<'_>) -> bool {
        let visit = self.visit.and_then(|id| truth.visit(id));
        let is = |states: &[State]| visit.as_ref().is_some_and(|visit| states.contains(&visit.state));
        let moved_to = visit.as_ref().and_then(|visit| visit.moved_to);
        match self.act {
            Act::Book => self.to.is_some_and(|(_, place)| {
                let lasts =
                    |visit: &VisitTruth| visit.state != State::Cancelled && visit.patient == self.patient;
                let there = |visit: &VisitTruth| (visit.day, visit.minute, visit.provider, visit.department);
                truth.visits(place.0, place.0).any(|visit| lasts(&visit) && there(&visit) == place)
            }),
            Act::Cancel => is(&[State::Cancelled]) && moved_to.is_none(),
            Act::Move => {
                self.to.is_some_and(|(_, to)| moved_to.is_some_and(|there| place(truth, there) == Some(to)))
            }
            Act::StartCheckIn => {
                is(&[State::CheckingIn, State::CheckedIn, State::CheckedOut, State::Charged])
            }
            Act::CheckIn => is(&[State::CheckedIn, State::CheckedOut, State::Charged]),
            Act::CancelCheckIn => is(&[State::Booked]),
            _ => is(&[State::CheckedOut, State::Charged]),
        }
    }

    /// Whether an entry of the practice's log, with its place there, is this one's own: that deed, with that visit,
    /// to that time, for that patient.
    pub(super) fn is_own(&self, (at, effect): (usize, &WriteTruth), truth: &Truth<'_>) -> bool {
        let (from, until) = self.window;
        let is_it =
            effect.writer == Writer::Caller && effect.act == self.act && effect.patient == self.patient;
        is_it
            && (from..until).contains(&at)
            && match self.act {
                Act::Book => self.is_there(effect.visit, truth),
                Act::Move => {
                    let asked = effect.asked.iter().find(|(name, _)| name == "newappointmentid");
                    let to = asked.and_then(|(_, id)| id.parse().ok());
                    effect.visit == self.visit && self.is_there(to, truth)
                }
                _ => effect.visit == self.visit,
            }
    }

    /// Whether an entry of the log is the beginning of this check-in.
    pub(super) fn begins(&self, (at, effect): (usize, &WriteTruth)) -> bool {
        let (from, until) = self.window;
        let is_it = self.act == Act::CheckIn && effect.act == Act::StartCheckIn;
        is_it && (from..until).contains(&at) && effect.visit == self.visit
    }

    fn is_there(&self, slot: Option<u64>, truth: &Truth<'_>) -> bool {
        let meant = self.to.map(|(_, place)| place);
        meant.is_some() && slot.and_then(|slot| place(truth, slot)) == meant
    }

    /// How often it took effect by now.
    pub(super) fn applied(&self, truth: &Truth<'_>) -> usize {
        let log = truth.writes();
        log.iter().enumerate().filter(|entry| self.is_own(*entry, truth)).count()
    }

    /// What another desk may do about the same.
    pub(super) fn rival(&self, dice: &mut Dice) -> Option<Deed> {
        let mut deeds = Vec::new();
        for visit in self.visit.into_iter().chain(self.to.map(|(slot, _)| slot)) {
            let minute = 480 + 15 * u16::try_from(dice.below(30)).unwrap_or(0);
            let day = self.to.map_or_else(first_day, |(_, place)| place.0);
            deeds.extend([
                Deed::Cancel { visit },
                Deed::CheckIn { visit },
                Deed::StartCheckIn { visit },
                Deed::CancelCheckIn { visit },
                Deed::CheckOut { visit },
                Deed::Reschedule { visit, day, minute },
            ]);
        }
        if let Some((slot, _)) = self.to {
            deeds.extend([Deed::TakeSlot { slot }, Deed::Freeze { slot }, Deed::RemoveSlot { slot }]);
        }
        let at = usize::try_from(dice.below(deeds.len() as u64)).unwrap_or(0);
        deeds.into_iter().nth(at)
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 30).unwrap_or_default()
}

fn day(dice: &mut Dice) -> NaiveDate {
    first_day() + TimeDelta::days(i64::try_from(dice.below(DAYS)).unwrap_or(0))
}

/// What a desk has at hand.
pub(super) struct Counter {
    /// Whom it may see.
    seen: BTreeSet<u64>,
    /// Visits of those who are here.
    here: Vec<u64>,
}

impl Counter {
    pub(super) fn new(truth: &Truth<'_>) -> Self {
        let may = |one: &sandbox::PatientTruth| {
            !one.restricted
                && one.standing == Standing::Active
                && one.died.is_none()
                && one.merged_into.is_none()
        };
        let seen = truth.patients().filter(may).map(|one| one.id).collect();
        Self { seen, here: Vec::new() }
    }

    /// Takes note of a visit of somebody who is here.
    pub(super) fn comes(&mut self, visit: u64) {
        if !self.here.contains(&visit) {
            self.here.push(visit);
        }
    }

    /// Something that can be done, with no visit and no slot that others are busy with.
    pub(super) fn choose(
        &mut self,
        dice: &mut Dice,
        truth: &Truth<'_>,
        busy: &mut BTreeSet<u64>,
        mark: u64,
    ) -> Option<VisitWrite> {
        let said = Some(Phi::new(format!("w{mark}")));
        for _ in 0..TRIES {
            let chosen = match dice.below(10) {
                0..=2 => self.booking(dice, truth, busy, said.clone()),
                3 | 4 => self.moving(dice, truth, busy, said.clone()),
                5 => self.booked(dice, truth, busy).map(|visit| {
                    let cancel =
                        Cancellation { said: said.clone(), ..Cancellation::new(id(visit.id), whom(&visit)) };
                    about(&visit, VisitDeed::Cancel(cancel))
                }),
                6 | 7 => self.booked(dice, truth, busy).map(|visit| {
                    let deed = if dice.one_in(3) { VisitDeed::StartCheckIn } else { VisitDeed::CheckIn };
                    about(&visit, deed(id(visit.id)))
                }),
                _ => self.at_the_desk(dice, truth, busy),
            };
            if let Some(write) = chosen {
                busy.extend(write.deed.visit().map(number));
                busy.extend(write.deed.meant().map(number));
                return Some(write);
            }
        }
        None
    }

    fn booking(
        &self,
        dice: &mut Dice,
        truth: &Truth<'_>,
        busy: &BTreeSet<u64>,
        note: Option<Phi<String>>,
    ) -> Option<VisitWrite> {
        let whom: Vec<u64> = self.seen.iter().copied().collect();
        let whom = PatientId::new(dice.of(&whom)?.to_string());
        let slot = free(dice, truth, busy, |_| true)?;
        let purpose = Purpose::Kind(AppointmentTypeId::new(slot.kind.to_string()));
        let booking = Booking {
            note,
            patient_case: false,
            beyond_permission: true,
            ..Booking::new(id(slot.id), whom.clone(), purpose)
        };
        Some(VisitWrite { patient: whom, deed: VisitDeed::Book(booking), before: VisitStood::default() })
    }

    fn moving(
        &self,
        dice: &mut Dice,
        truth: &Truth<'_>,
        busy: &BTreeSet<u64>,
        said: Option<Phi<String>>,
    ) -> Option<VisitWrite> {
        let visit = self.booked(dice, truth, busy)?;
        let fits = |slot: &SlotTruth| slot.kind == visit.kind && slot.minutes >= visit.minutes;
        let slot = free(dice, truth, busy, fits)?;
        let moving = Rescheduling {
            said,
            patient_case: false,
            beyond_permission: true,
            ..Rescheduling::new(id(visit.id), id(slot.id), whom(&visit))
        };
        Some(about(&visit, VisitDeed::Move(moving)))
    }

    fn booked(&self, dice: &mut Dice, truth: &Truth<'_>, busy: &BTreeSet<u64>) -> Option<VisitTruth> {
        let day = day(dice);
        let is_fit = |visit: &VisitTruth| visit.state == State::Booked && self.seen.contains(&visit.patient);
        let fits = |visit: &VisitTruth| is_fit(visit) && !busy.contains(&visit.id);
        let mut visits: Vec<VisitTruth> = truth.visits(day, day).filter(fits).collect();
        visits.sort_by_key(|visit| visit.id);
        let at = usize::try_from(dice.below(visits.len() as u64)).unwrap_or(0);
        visits.into_iter().nth(at)
    }

    /// What follows for somebody who is here.
    fn at_the_desk(
        &mut self,
        dice: &mut Dice,
        truth: &Truth<'_>,
        busy: &BTreeSet<u64>,
    ) -> Option<VisitWrite> {
        let at = dice.of(&self.here).filter(|visit| !busy.contains(visit))?;
        let visit = truth.visit(at)?;
        let deed = match (visit.state, dice.below(3)) {
            (State::CheckingIn, 0) => VisitDeed::Cancel(Cancellation::new(id(at), whom(&visit))),
            (State::CheckingIn, 1) | (State::CheckedIn, 0) => VisitDeed::CancelCheckIn(id(at)),
            (State::CheckingIn, _) => VisitDeed::CheckIn(id(at)),
            (State::CheckedIn, _) => VisitDeed::CheckOut(id(at)),
            _ => {
                self.here.retain(|one| *one != at);
                return None;
            }
        };
        Some(about(&visit, deed))
    }
}

fn id(number: u64) -> AppointmentId {
    AppointmentId::new(number.to_string())
}

fn whom(visit: &VisitTruth) -> PatientId {
    PatientId::new(visit.patient.to_string())
}

fn about(visit: &VisitTruth, deed: VisitDeed) -> VisitWrite {
    VisitWrite { patient: whom(visit), deed, before: VisitStood::default() }
}

/// An open slot that nobody holds.
fn free(
    dice: &mut Dice,
    truth: &Truth<'_>,
    busy: &BTreeSet<u64>,
    fits: impl Fn(&SlotTruth) -> bool,
) -> Option<SlotTruth> {
    let day = day(dice);
    let slots = truth.slots(day, day);
    let slots: Vec<SlotTruth> =
        slots.filter(|slot| !slot.frozen && fits(slot) && !busy.contains(&slot.id)).collect();
    let at = usize::try_from(dice.below(slots.len() as u64)).unwrap_or(0);
    slots.into_iter().nth(at)
}

/// What is pressed at once after another, before that one has come to an end: the same again, or what follows.
pub(super) fn at_once(dice: &mut Dice, write: &VisitWrite) -> Option<VisitWrite> {
    let deed = match &write.deed {
        _ if dice.one_in(20) => write.deed.clone(),
        VisitDeed::CheckIn(visit) if dice.one_in(6) => VisitDeed::CheckOut(visit.clone()),
        VisitDeed::CheckIn(visit) | VisitDeed::StartCheckIn(visit) if dice.one_in(6) => {
            VisitDeed::CancelCheckIn(visit.clone())
        }
        _ => return None,
    };
    Some(VisitWrite { deed, ..write.clone() })
}
