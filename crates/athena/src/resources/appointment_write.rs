//! Booking, cancelling and moving visits, and changing what they are.

use http::Method;
use model::{AppointmentId, Booking, Cancellation, Phi, Rescheduling, VisitUpdate};
use serde::Deserialize;

use super::visit_form::{Form, done, other};
use crate::{Endpoint, Error, Objection, Refusal, Session, Written, wire};

/// What an answer says of a visit that is booked now.
#[derive(Deserialize)]
struct BookedReply {
    #[serde(deserialize_with = "wire::req")]
    appointmentid: String,
    #[serde(default, deserialize_with = "wire::opt")]
    patientid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    appointmentstatus: Option<String>,
}

/// Reads that somebody is booked, and that it is whom it was to be.
fn booked(endpoint: Endpoint, body: &[u8], patient: &str) -> Result<AppointmentId, Error> {
    let row: BookedReply = wire::one(endpoint, body)?;
    if row.patientid.is_some_and(|said| said != patient) {
        return Err(other(endpoint, "patientid"));
    }
    if row.appointmentstatus.is_some_and(|status| status == "o" || status == "x") {
        return Err(other(endpoint, "appointmentstatus"));
    }
    Ok(AppointmentId::new(row.appointmentid))
}

#[derive(Deserialize)]
struct StatusReply {
    #[serde(deserialize_with = "wire::req")]
    status: String,
}

/// Reads an answer that may be one bare scalar: a number for done, or the words of a refusal.
fn updated(endpoint: Endpoint, body: &[u8]) -> Result<(), Error> {
    let unreadable = |what| Error::Unreadable { endpoint, path: ".".to_owned(), what };
    let refused = |said: Option<String>| Error::Refused {
        endpoint,
        status: 200,
        why: Refusal::Failed,
        said: said.map(Phi::new),
        fields: Phi::default(),
        retry_after: None,
    };
    match wire::scalar(body) {
        Some(text) => match text.as_str() {
            "1" | "true" => Ok(()),
            "0" | "false" => Err(refused(None)),
            words if words.chars().any(char::is_alphabetic) => Err(refused(Some(text))),
            _ => Err(unreadable("neither done nor refused")),
        },
        None => done(endpoint, body),
    }
}

impl Session {
    /// Books an open slot: `PUT /appointments/{appointmentid}`. Gives the visit's id, which is the slot's.
    pub async fn book(&self, booking: &Booking) -> Written<AppointmentId> {
        let form = Form::default()
            .with("patientid", booking.patient.as_str())
            .with_purpose(Some(&booking.purpose))
            .with_some("departmentid", booking.department.as_ref().map(model::DepartmentId::as_str))
            .with_words("bookingnote", booking.note.as_ref())
            .with_flag("urgentyn", booking.urgent)
            .with_flag("nopatientcase", !booking.patient_case)
            .with_flag("ignoreschedulablepermission", booking.beyond_permission);
        let (slot, patient) = (&booking.slot, booking.patient.as_str());
        let read = |endpoint, body: &[u8]| match booked(endpoint, body, patient)? {
            id if id == *slot => Ok(id),
            _ => Err(other(endpoint, "appointmentid")),
        };
        let place = ("PUT /appointments/{appointmentid}", &["appointments", slot.as_str()][..]);
        self.tell(place, (Method::PUT, form), read).await
    }

    /// Cancels a visit: `PUT /appointments/{appointmentid}/cancel`.
    pub async fn cancel(&self, cancellation: &Cancellation) -> Written<()> {
        let reason = cancellation.reason.as_ref().map(model::CancelReasonId::as_str);
        let form = Form::default()
            .with("patientid", cancellation.patient.as_str())
            .with_some("appointmentcancelreasonid", reason)
            .with_words("cancellationreason", cancellation.said.as_ref())
            .with_flag("ignoreschedulablepermission", true);
        let read = |endpoint, body: &[u8]| match wire::one::<StatusReply>(endpoint, body)?.status.as_str() {
            "x" => Ok(()),
            _ => Err(other(endpoint, "status")),
        };
        let path = ["appointments", cancellation.visit.as_str(), "cancel"];
        let place = ("PUT /appointments/{appointmentid}/cancel", &path[..]);
        self.tell(place, (Method::PUT, form), read).await
    }

    /// Moves a visit into an open slot: `PUT /appointments/{appointmentid}/reschedule`. Gives the id of the visit that
    /// there is then; the old one is cancelled.
    pub async fn reschedule(&self, rescheduling: &Rescheduling) -> Written<AppointmentId> {
        let reason = rescheduling.reason.as_ref().map(model::CancelReasonId::as_str);
        let form = Form::default()
            .with("patientid", rescheduling.patient.as_str())
            .with("newappointmentid", rescheduling.to.as_str())
            .with_purpose(rescheduling.purpose.as_ref())
            .with_some("appointmentcancelreasonid", reason)
            .with_words("reschedulereason", rescheduling.said.as_ref())
            .with_flag("nopatientcase", !rescheduling.patient_case)
            .with_flag("ignoreschedulablepermission", rescheduling.beyond_permission);
        let (visit, patient) = (&rescheduling.visit, rescheduling.patient.as_str());
        let read = |endpoint, body: &[u8]| match booked(endpoint, body, patient)? {
            id if id == *visit => Err(other(endpoint, "appointmentid")),
            id => Ok(id),
        };
        let path = ["appointments", visit.as_str(), "reschedule"];
        let place = ("PUT /appointments/{appointmentid}/reschedule", &path[..]);
        self.tell(place, (Method::PUT, form), read).await
    }

    /// Puts a booked visit elsewhere, with somebody else, or makes it another kind:
    /// `PUT /appointments/booked/{appointmentid}`.
    pub async fn update_booked(&self, update: &VisitUpdate) -> Written<()> {
        if update.is_empty() {
            return Written::unfit(Objection::Missing, Vec::new());
        }
        let form = Form::default()
            .with_some("appointmenttypeid", update.kind.as_ref().map(model::AppointmentTypeId::as_str))
            .with_some("departmentid", update.department.as_ref().map(model::DepartmentId::as_str))
            .with_some("providerid", update.provider.as_ref().map(model::ProviderId::as_str));
        let path = ["appointments", "booked", update.visit.as_str()];
        let place = ("PUT /appointments/booked/{appointmentid}", &path[..]);
        self.tell(place, (Method::PUT, form), updated).await
    }
}
