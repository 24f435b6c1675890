//! A visit put beside another on purpose: athenahealth books only what is open, so that a time is opened for it first.
//! Why is said, and kept with the visit.

use chrono::{NaiveDateTime, TimeDelta};
use ipc::visit::{DoubleDeed, DoublePlace, Released, VisitDouble};
use ipc::{Call, Failure, Field};
use model::{
    AppointmentId, AppointmentTypeId, Booking, DepartmentId, PatientFields, PatientId, Phi, ProviderId,
    Purpose, Rescheduling,
};
use sync::{PatientWrite, VisitDeed, VisitSeen, VisitWrite};

use crate::console::Console;
use crate::journal::Step;
use crate::live::Live;
use crate::{visits, words, writes};

/// The most letters of a reason.
const REASON: usize = 200;

/// Has a time opened beside what stands there, and a visit booked into it or moved to it.
pub(crate) async fn double(
    console: &Console,
    call: &Call,
    request: VisitDouble,
) -> Result<Released, Failure> {
    let live = console.live().await?;
    let VisitDouble { place, reason, deed } = request;
    let start = start_of(&place)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > REASON {
        return Err(Failure::Invalid { field: Field::Reason });
    }
    let at = (DepartmentId::new(place.department), ProviderId::new(place.provider));
    let department = at.0.clone();
    let nowhere = AppointmentId::new("");
    let (patient, then, visit, kind, confirmed) = match deed {
        DoubleDeed::Book { patient, of, confirmed } => {
            let whom = visits::somebody(&live, &PatientId::new(patient)).await?;
            let kind = AppointmentTypeId::new(of);
            let before = PatientFields::of(&whom);
            let fields = PatientFields::default();
            let about = PatientWrite::Update { patient: whom.id.clone(), fields, before };
            let confirmed = writes::confirmed(console, &live, &confirmed, &about).await?;
            let booking = Booking {
                department: Some(department),
                note: Some(Phi::new(reason)),
                beyond_permission: true,
                ..Booking::new(nowhere, whom.id.clone(), Purpose::Kind(kind.clone()))
            };
            (whom.id, VisitDeed::Book(booking), None, kind, Some(confirmed))
        }
        DoubleDeed::Move { visit, patient } => {
            let (visit, patient) = (AppointmentId::new(visit), PatientId::new(patient));
            let stands = visits::held(&live, &visit).await?;
            if !stands.is_of(&patient) {
                return Err(Failure::OutOfTurn);
            }
            let kind = stands.kind.clone().ok_or(Failure::Invalid { field: Field::Request })?;
            let moving = Rescheduling {
                said: Some(Phi::new(reason)),
                beyond_permission: true,
                ..Rescheduling::new(visit, nowhere, patient.clone())
            };
            (patient, VisitDeed::Move(moving), Some(stands), kind, None)
        }
    };
    let (minutes, name) = known_as(&live, &kind).await?;
    let slot = VisitSeen::to_be(start, minutes, at, (kind, name));
    let about = match (&visit, confirmed) {
        (Some(visit), _) => format!("visit {}", visit.id),
        (None, confirmed) => format!("double-booked {start} {}", confirmed.unwrap_or_default()),
    };
    let writes = VisitWrite::doubled(&patient, slot, then, visit);
    let (step, deed) = Step::of(console, &live, call, Some(about))?;
    let write = step.came(live.journal.act_doubled(writes, deed).await)?;
    Ok(Released { write: write.to_string() })
}

fn start_of(place: &DoublePlace) -> Result<NaiveDateTime, Failure> {
    let day = words::read_day(&place.date).ok_or(Failure::Invalid { field: Field::Date })?;
    let minute = Some(place.minute).filter(|minute| (0..24 * 60).contains(minute));
    let minute = minute.ok_or(Failure::Invalid { field: Field::Minutes })?;
    Ok(day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute)))
}

/// How long visits of a kind are, and what they are called.
async fn known_as(live: &Live, kind: &AppointmentTypeId) -> Result<(u32, String), Failure> {
    let kinds = live.read(|reader| reader.appointment_types()).await?;
    let known = kinds.into_iter().find(|known| known.id == *kind);
    known.map(|known| (known.minutes, known.name)).ok_or(Failure::NotHeld)
}
