//! The requests of a write. Each is sent once. Of a write that takes two, each is on record before it is sent.

use athena::{Answer, Objection, Session, Written};
use model::PatientId;

use super::eyes;
use super::reason;
use super::visit::{VisitDeed, double};
use super::words::{PatientWrite, Write};

/// Sends a write, or the first of its two requests, and says about whom it is.
pub(crate) async fn send(session: &Session, write: &Write) -> Written<PatientId> {
    match write {
        Write::Patient(PatientWrite::Create { fields, .. }) => session.create_patient(fields).await,
        Write::Patient(PatientWrite::Update { patient, fields, before }) => {
            // A department in a change is the patient's own: one that was only passed along would be
            // written over what another desk chose meanwhile. Where athenahealth wants it all the same,
            // it says so, and nothing was carried out.
            match session.update_patient(patient, None, fields).await {
                Written::Rejected(why) if reason::wants_department(&why) => {
                    session.update_patient(patient, eyes::department(before).as_ref(), fields).await
                }
                written => written,
            }
        }
        Write::Visit(write) => {
            let whom = &write.patient;
            match &write.deed {
                VisitDeed::Book(booking) => {
                    let mut booking = booking.clone();
                    booking.slot = write.slot().cloned().unwrap_or(booking.slot);
                    about(session.book(&booking).await, whom)
                }
                VisitDeed::Move(moving) => {
                    let mut moving = moving.clone();
                    moving.to = write.slot().cloned().unwrap_or(moving.to);
                    about(session.reschedule(&moving).await, whom)
                }
                VisitDeed::Cancel(cancellation) => about(session.cancel(cancellation).await, whom),
                VisitDeed::StartCheckIn(visit) => about(session.start_check_in(visit).await, whom),
                // What is begun and not completed is no check-in: the rest follows once it is on record.
                VisitDeed::CheckIn(visit) if write.rest().is_some() => {
                    about(session.start_check_in(visit).await, whom)
                }
                VisitDeed::CheckIn(visit) => about(session.check_in(visit).await, whom),
                VisitDeed::CancelCheckIn(visit) => about(session.cancel_check_in(visit).await, whom),
                VisitDeed::CheckOut(visit) => about(session.check_out(visit).await, whom),
                VisitDeed::Hold(slot) => about(session.freeze(slot, true).await, whom),
                VisitDeed::OffList(entry) => about(session.delete_from_waitlist(entry).await, whom),
                VisitDeed::LetGo(slot) => about(session.freeze(slot, false).await, whom),
                VisitDeed::OpenTime(time) => match double::asked_for(&time.place) {
                    Some(slots) => about(session.create_slots(&slots).await, whom),
                    None => Written::unfit(Objection::Missing, Vec::new()),
                },
                VisitDeed::RemoveTime(place) => {
                    let slot = write.before.slot.as_ref().map_or(&place.id, |slot| &slot.id);
                    about(session.delete_slot(slot).await, whom)
                }
            }
        }
    }
}

fn about<T>(written: Written<T>, whom: &PatientId) -> Written<PatientId> {
    match written {
        Written::Confirmed(Answer { as_of, dated, .. }) => {
            Written::Confirmed(Answer { value: whom.clone(), as_of, dated })
        }
        Written::Rejected(why) => Written::Rejected(why),
        Written::NotSent(error) => Written::NotSent(error),
        Written::Unknown(error) => Written::Unknown(error),
    }
}
