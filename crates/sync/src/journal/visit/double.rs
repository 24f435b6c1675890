//! A time that is opened beside what stands there, for one visit more: what athenahealth lets nobody book is opened
//! first and booked then. These are two writes, each with its own end; what takes them back is two as well.

use athena::{Error, Session, SlotQuery};
use model::{
    AppointmentId, AppointmentTypeId, Booking, DepartmentId, NewSlots, PatientId, ProviderId, Purpose,
    Rescheduling, VisitState,
};
use serde::{Deserialize, Serialize};

use super::{VisitDeed, VisitSeen, VisitStood, VisitWrite};

/// A time that is to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTime {
    /// What is to be there. It has no number before athenahealth gave it one.
    pub place: VisitSeen,
    /// The visit that is to have it, where there is one already.
    pub visit: Option<AppointmentId>,
}

/// The number of a slot that athenahealth has given none.
fn unnumbered() -> AppointmentId {
    AppointmentId::new("")
}

impl VisitSeen {
    /// An open time that athenahealth does not have yet.
    pub fn to_be(
        start: chrono::NaiveDateTime,
        minutes: u32,
        (department, provider): (DepartmentId, ProviderId),
        (kind, kind_name): (AppointmentTypeId, String),
    ) -> Self {
        Self {
            id: unnumbered(),
            patient: None,
            state: VisitState::Open,
            frozen: false,
            start,
            minutes,
            department,
            provider,
            kind: Some(kind),
            kind_name,
            moved_to: None,
            modified: None,
        }
    }

    /// Whether both are the same place on the schedule.
    pub(super) fn is_at(&self, other: &Self) -> bool {
        (self.start, &self.provider, &self.department) == (other.start, &other.provider, &other.department)
    }
}

impl VisitWrite {
    /// The two writes that put a visit beside another: what opens the time, and what is done in it then.
    pub fn doubled(
        patient: &PatientId,
        place: VisitSeen,
        then: VisitDeed,
        visit: Option<VisitSeen>,
    ) -> (Self, Self) {
        let deed = match then {
            VisitDeed::Book(booking) => VisitDeed::Book(Booking { slot: unnumbered(), ..booking }),
            VisitDeed::Move(moving) => VisitDeed::Move(Rescheduling { to: unnumbered(), ..moving }),
            other => other,
        };
        let time = NewTime { place: place.clone(), visit: visit.as_ref().map(|visit| visit.id.clone()) };
        let before = VisitStood { visit, slot: Some(place), open: Vec::new() };
        let write = |deed| Self { patient: patient.clone(), deed, before: before.clone() };
        (write(VisitDeed::OpenTime(time)), write(deed))
    }

    /// Whether it is done in a time that was opened for it.
    pub fn is_doubled(&self) -> bool {
        self.deed.meant().is_some_and(|slot| slot.as_str().is_empty())
    }

    /// The same, told what was open already before its time was: that is not what was opened for it.
    pub(crate) fn after(mut self, opening: &Self) -> Self {
        if self.is_doubled() && matches!(opening.deed, VisitDeed::OpenTime(_)) {
            self.before.open.clone_from(&opening.before.open);
        }
        self
    }

    /// What takes off the time that was opened for it and that it did not get.
    pub(crate) fn unused(&self) -> Option<Self> {
        Some(self.removing(self.before.slot.clone().filter(|_| self.is_doubled())?))
    }

    /// What takes off the time that was opened for it, once nobody has it: under another number by then.
    pub(crate) fn clearing(&self) -> Option<Self> {
        let place = self.before.slot.clone().filter(|_| self.is_doubled())?;
        Some(self.removing(VisitSeen { id: unnumbered(), ..place }))
    }

    /// What takes an open time off.
    pub(super) fn removing(&self, place: VisitSeen) -> Self {
        let place = VisitSeen { patient: None, state: VisitState::Open, ..place };
        let before = VisitStood { visit: None, slot: Some(place.clone()), open: self.before.open.clone() };
        Self { patient: self.patient.clone(), deed: VisitDeed::RemoveTime(place), before }
    }
}

/// How a time that is to be opened, or taken off, stands before that.
pub(super) async fn before(session: &Session, write: &VisitWrite) -> Result<VisitStood, Error> {
    let Some(place) = write.deed.place() else { return Ok(VisitStood::default()) };
    Ok(match &write.deed {
        VisitDeed::OpenTime(_) => VisitStood {
            visit: super::eyes::some(session, write.deed.visit()).await?,
            slot: Some(place.clone()),
            open: open_at(session, place).await?.into_iter().map(|slot| slot.id).collect(),
        },
        _ if place.id == unnumbered() => opened(session, place, &write.before.open).await?,
        _ => VisitStood { slot: super::eyes::some(session, Some(&place.id)).await?, ..VisitStood::default() },
    })
}

/// The time that is open at a place of the schedule beside what was open there before, by its number.
pub(super) async fn opened(
    session: &Session,
    place: &VisitSeen,
    before: &[AppointmentId],
) -> Result<VisitStood, Error> {
    let there = open_at(session, place).await?.into_iter().find(|slot| !before.contains(&slot.id));
    let slot = super::eyes::some(session, there.as_ref().map(|slot| &slot.id)).await?;
    Ok(VisitStood { slot, visit: None, open: before.to_vec() })
}

/// How it stands since.
pub(super) async fn since(session: &Session, write: &VisitWrite) -> Result<VisitStood, Error> {
    let Some(place) = write.deed.place() else { return Ok(VisitStood::default()) };
    Ok(match &write.deed {
        VisitDeed::OpenTime(_) => VisitStood {
            visit: super::eyes::some(session, write.deed.visit()).await?,
            slot: open_at(session, place)
                .await?
                .into_iter()
                .find(|slot| !write.before.open.contains(&slot.id)),
            open: Vec::new(),
        },
        _ => {
            let slot = write.before.slot.as_ref().map(|slot| &slot.id).filter(|id| **id != unnumbered());
            VisitStood { slot: super::eyes::some(session, slot).await?, ..VisitStood::default() }
        }
    })
}

/// What is open of a kind at a place of the schedule.
async fn open_at(session: &Session, place: &VisitSeen) -> Result<Vec<VisitSeen>, Error> {
    let day = place.start.date();
    let query = SlotQuery {
        providers: vec![place.provider.clone()],
        purpose: place.kind.clone().map(Purpose::Kind),
        beyond_time_limits: true,
        beyond_permission: true,
        ..SlotQuery::new(place.department.clone(), day, day)
    };
    let page = session.open_slots_page(&query, None).await?;
    let seen = page.rows.into_iter().map(|slot| VisitSeen {
        id: slot.id,
        patient: None,
        state: VisitState::Open,
        frozen: slot.frozen,
        start: slot.start,
        minutes: slot.minutes,
        department: slot.department,
        provider: slot.provider,
        kind: slot.kind,
        kind_name: slot.kind_name,
        moved_to: None,
        modified: None,
    });
    Ok(seen.filter(|slot| slot.is_at(place) && !slot.frozen).collect())
}

/// The slot that is asked for at a place; `None` where it says of no kind what it is for.
pub(crate) fn asked_for(place: &VisitSeen) -> Option<NewSlots> {
    Some(NewSlots {
        department: place.department.clone(),
        provider: place.provider.clone(),
        day: place.start.date(),
        times: vec![place.start.time()],
        purpose: Purpose::Kind(place.kind.clone()?),
    })
}
