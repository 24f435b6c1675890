//! Appointments, their types and reasons.

use chrono::{DateTime, NaiveDate, Utc};
use model::{Appointment, AppointmentId, AppointmentType, DepartmentId, Patient, ProviderId, VisitReason};

use crate::{Answer, Error, Page, Pages, Session};

/// Which booked appointments to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedQuery {
    /// The departments; at least one.
    pub departments: Vec<DepartmentId>,
    /// The first day, on the departments' calendar.
    pub from: NaiveDate,
    /// The last day, itself included.
    pub to: NaiveDate,
    /// Only what was changed at this instant or later.
    pub modified_since: Option<DateTime<Utc>>,
    /// Cancelled ones too.
    pub cancelled: bool,
    /// Each row with its patient. It makes rows much larger.
    pub patient_detail: bool,
    /// Rows in a page; `None` leaves it to the server (1,000; it gives at most 10,000).
    pub page_rows: Option<u32>,
}

impl BookedQuery {
    /// Everything booked in some departments from one day to another.
    pub fn new(departments: Vec<DepartmentId>, from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            departments,
            from,
            to,
            modified_since: None,
            cancelled: false,
            patient_detail: false,
            page_rows: None,
        }
    }
}

/// A booked appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedRow {
    /// The appointment.
    pub appointment: Appointment,
    /// Its patient, where the query asked for the detail and the row has it.
    pub patient: Option<Patient>,
}

impl Session {
    /// Booked appointments, page after page: `GET /appointments/booked`, or `…/multipledepartment`
    /// for several departments.
    pub fn booked(&self, query: BookedQuery) -> Pages<BookedRow> {
        unimplemented!()
    }

    /// One page of booked appointments: the first, or the one that an earlier page's
    /// [`Next::as_text`](crate::Next::as_text) names.
    pub async fn booked_page(
        &self,
        query: &BookedQuery,
        from: Option<&str>,
    ) -> Result<Page<BookedRow>, Error> {
        unimplemented!()
    }

    /// One appointment: `GET /appointments/{appointmentid}`.
    pub async fn appointment(&self, id: &AppointmentId) -> Result<Answer<Appointment>, Error> {
        unimplemented!()
    }

    /// The kinds of appointments, those not for patients too: `GET /appointmenttypes`.
    pub async fn appointment_types(&self) -> Result<Answer<Vec<AppointmentType>>, Error> {
        unimplemented!()
    }

    /// The reasons for which patients book with a provider in a department:
    /// `GET /patientappointmentreasons`.
    pub async fn visit_reasons(
        &self,
        department: &DepartmentId,
        provider: &ProviderId,
    ) -> Result<Answer<Vec<VisitReason>>, Error> {
        unimplemented!()
    }
}
