//! What a person does with visits. Whoever presses has it written at once: it goes through the journal, which
//! looks at how the visit stands before it sends, and reads back after.

use athena::Lane;
use ipc::visit::{
    CancelReasonView, CancelReasons, Released, VisitBook, VisitCancel, VisitCancelCheckIn, VisitCheckIn,
    VisitCheckOut, VisitMove, VisitStartCheckIn,
};
use ipc::{Call, Failure};
use model::{
    AppointmentId, Booking, CancelReasonId, Cancellation, DepartmentId, Patient, PatientFields, PatientId,
    PatientStatus, Phi, Rescheduling,
};
use sync::{PatientWrite, VisitDeed, VisitSeen, VisitStood, VisitWrite};

use crate::console::Console;
use crate::journal::Step;
use crate::live::Live;
use crate::{failure, holds, openings, writes};

/// Has a check-in begun.
pub(crate) async fn start_check_in(
    console: &Console,
    call: &Call,
    request: VisitStartCheckIn,
) -> Result<Released, Failure> {
    act(console, call, (request.visit, request.patient), |visit, _| VisitDeed::StartCheckIn(visit)).await
}

/// Has somebody checked in.
pub(crate) async fn check_in(
    console: &Console,
    call: &Call,
    request: VisitCheckIn,
) -> Result<Released, Failure> {
    act(console, call, (request.visit, request.patient), |visit, _| VisitDeed::CheckIn(visit)).await
}

/// Has a check-in taken back.
pub(crate) async fn cancel_check_in(
    console: &Console,
    call: &Call,
    request: VisitCancelCheckIn,
) -> Result<Released, Failure> {
    act(console, call, (request.visit, request.patient), |visit, _| VisitDeed::CancelCheckIn(visit)).await
}

/// Has somebody checked out.
pub(crate) async fn check_out(
    console: &Console,
    call: &Call,
    request: VisitCheckOut,
) -> Result<Released, Failure> {
    act(console, call, (request.visit, request.patient), |visit, _| VisitDeed::CheckOut(visit)).await
}

/// Has a visit cancelled.
pub(crate) async fn cancel(
    console: &Console,
    call: &Call,
    request: VisitCancel,
) -> Result<Released, Failure> {
    let VisitCancel { visit, patient, reason, said } = request;
    let (reason, said) = (reason.map(CancelReasonId::new), typed(said));
    act(console, call, (visit, patient), |visit, patient| {
        VisitDeed::Cancel(Cancellation { visit, patient, reason, said })
    })
    .await
}

/// Has an open time booked for somebody.
pub(crate) async fn book(console: &Console, call: &Call, request: VisitBook) -> Result<Released, Failure> {
    let live = console.live().await?;
    let VisitBook { slot, patient, kind, reason, department, note, confirmed } = request;
    let purpose = openings::purpose(kind.as_deref(), reason.as_deref())?;
    let (slot, patient) = (AppointmentId::new(slot), PatientId::new(patient));
    let whom = somebody(&live, &patient).await?;
    let before = PatientFields::of(&whom);
    let about = PatientWrite::Update { patient, fields: PatientFields::default(), before };
    let confirmed = writes::confirmed(console, &live, &confirmed, &about).await?;
    let booking = Booking {
        department: Some(DepartmentId::new(department)),
        note: typed(note),
        beyond_permission: true,
        ..Booking::new(slot.clone(), whom.id.clone(), purpose)
    };
    holds::before_booking(console, &live, &slot).await?;
    let before = VisitStood { slot: live.openings.shown(&slot), ..VisitStood::default() };
    let write = VisitWrite { patient: whom.id, deed: VisitDeed::Book(booking), before };
    let (step, deed) = Step::of(console, &live, call, Some(format!("slot {slot} {confirmed}")))?;
    let write = step.came(live.journal.act(write, deed).await)?;
    Ok(Released { write: write.to_string() })
}

/// Whom something is booked for: nobody who died, who is no patient any more, or who was merged into another since
/// the window showed them.
pub(crate) async fn somebody(live: &Live, patient: &PatientId) -> Result<Patient, Failure> {
    let asked = patient.clone();
    let held = live.read(move |reader| reader.patient(&asked)).await?.ok_or(Failure::NotHeld)?.patient;
    if held.status == PatientStatus::Deleted {
        return Err(Failure::NotHeld);
    }
    if held.id != *patient {
        return Err(Failure::OutOfTurn);
    }
    if held.deceased.expose().is_some() { Err(Failure::Deceased) } else { Ok(held) }
}

/// Has a visit moved to an open time.
pub(crate) async fn move_to(console: &Console, call: &Call, request: VisitMove) -> Result<Released, Failure> {
    let to = AppointmentId::new(request.slot);
    act(console, call, (request.visit, request.patient), |visit, patient| {
        VisitDeed::Move(Rescheduling { beyond_permission: true, ..Rescheduling::new(visit, to, patient) })
    })
    .await
}

fn typed(text: Option<String>) -> Option<Phi<String>> {
    text.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()).map(Phi::new)
}

/// Has something done with a visit that the window shows, and that is that patient's.
async fn act(
    console: &Console,
    call: &Call,
    (visit, patient): (String, String),
    deed: impl FnOnce(AppointmentId, PatientId) -> VisitDeed,
) -> Result<Released, Failure> {
    let live = console.live().await?;
    let (visit, patient) = (AppointmentId::new(visit), PatientId::new(patient));
    let stands = held(&live, &visit).await?;
    if !stands.is_of(&patient) {
        return Err(Failure::OutOfTurn);
    }
    let deed = deed(visit.clone(), patient.clone());
    let slot = deed.meant().and_then(|slot| live.openings.shown(slot));
    let before = VisitStood { visit: Some(stands), slot, open: Vec::new() };
    let write = VisitWrite { deed, patient, before };
    let (step, deed) = Step::of(console, &live, call, Some(format!("visit {visit}")))?;
    let write = step.came(live.journal.act(write, deed).await)?;
    Ok(Released { write: write.to_string() })
}

/// A visit as the copy holds it. Whoever was merged into another comes as that one.
pub(crate) async fn held(live: &Live, visit: &AppointmentId) -> Result<VisitSeen, Failure> {
    let asked = visit.clone();
    let held = live.read(move |reader| reader.appointment(&asked)).await?.ok_or(Failure::NotHeld)?;
    let mut seen = VisitSeen::from(&held.appointment);
    if let Some(patient) = held.patient {
        seen.patient = Some(patient.id);
    }
    Ok(seen)
}

/// The practice's reasons to cancel, as they are now.
pub(crate) async fn cancel_reasons(console: &Console) -> Result<CancelReasons, Failure> {
    let live = console.live().await?;
    let asked = live.client.lane(Lane::Interactive).cancel_reasons().await;
    let answer = asked.map_err(|error| failure::from_athena(&error, live.entropy.as_ref()))?;
    let row = |reason: model::CancelReason| CancelReasonView {
        id: reason.id.to_string(),
        name: reason.name,
        no_show: reason.no_show,
        frees: reason.frees_slot,
    };
    Ok(CancelReasons { rows: answer.value.into_iter().map(row).collect() })
}
