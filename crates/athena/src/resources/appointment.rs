//! Appointments.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use model::{
    Appointment, AppointmentId, AppointmentTypeId, CancelReasonId, Cancelled, Cents, DepartmentId, Patient,
    PatientId, PersonName, Phi, ProviderId, VisitState, Zone,
};
use serde::Deserialize;

use super::patient::PatientRow;
use crate::call::Call;
use crate::{Answer, Endpoint, Error, Page, Pages, Session, wire};

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
    /// Only this patient's.
    pub patient: Option<PatientId>,
    /// Cancelled ones too.
    pub cancelled: bool,
    /// Each row with its patient. It makes rows much larger.
    pub patient_detail: bool,
    /// Rows in a page; `None` leaves it to the server (1,000; it gives at most 10,000).
    pub page_rows: Option<u32>,
}

impl BookedQuery {
    /// Rows that the server gives in a page where it is not asked.
    pub const USUAL_ROWS: u64 = 1_000;

    /// Everything booked in some departments from one day to another.
    pub fn new(departments: Vec<DepartmentId>, from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            departments,
            from,
            to,
            modified_since: None,
            patient: None,
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

#[derive(Deserialize)]
struct NoteRow {
    #[serde(default, deserialize_with = "wire::text")]
    text: String,
    #[serde(default, deserialize_with = "wire::opt")]
    displayonschedule: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct AppointmentRow {
    #[serde(deserialize_with = "wire::req")]
    appointmentid: String,
    #[serde(default, deserialize_with = "wire::opt")]
    patientid: Option<String>,
    #[serde(deserialize_with = "wire::req")]
    departmentid: String,
    #[serde(default, deserialize_with = "wire::text")]
    providerid: String,
    #[serde(deserialize_with = "wire::req")]
    date: NaiveDate,
    #[serde(deserialize_with = "wire::req")]
    starttime: NaiveTime,
    #[serde(deserialize_with = "wire::req")]
    duration: u32,
    #[serde(deserialize_with = "wire::req")]
    appointmentstatus: String,
    #[serde(default, deserialize_with = "wire::opt")]
    appointmenttypeid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    patientappointmenttypename: Option<String>,
    #[serde(default, deserialize_with = "wire::text")]
    appointmenttype: String,
    #[serde(default, deserialize_with = "wire::opt")]
    copay: Option<Cents>,
    #[serde(default, deserialize_with = "wire::opt")]
    encounterstatus: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    startcheckin: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "wire::opt")]
    stopcheckin: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "wire::opt")]
    checkindatetime: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "wire::opt")]
    checkoutdatetime: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "wire::many")]
    appointmentnotes: Option<Vec<NoteRow>>,
    #[serde(default, alias = "urgentyn", deserialize_with = "wire::opt")]
    urgent: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    lastmodified: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "wire::opt")]
    frozen: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    frozenyn: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    cancelreasonid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    cancelreasonname: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    cancelreasonnoshow: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    cancelreasonslotavailable: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    rescheduledappointmentid: Option<String>,
    #[serde(default, deserialize_with = "wire::many")]
    patient: Option<Vec<PatientRow>>,
}

impl AppointmentRow {
    /// The letters of the API. A booked one whose check-in has begun still says `f`; whether
    /// one who is checked in was fetched is the encounter's to say, where the practice keeps them.
    fn state(&self) -> VisitState {
        match self.appointmentstatus.as_str() {
            "o" => VisitState::Open,
            "f" if self.startcheckin.is_some() && self.checkindatetime.is_none() => VisitState::CheckingIn,
            "f" => VisitState::Booked,
            "2" if self.encounterstatus.as_deref() == Some("READYFORSTAFF") => VisitState::Waiting,
            "2" => VisitState::CheckedIn,
            "3" => VisitState::CheckedOut,
            "4" => VisitState::Charged,
            "x" => VisitState::Cancelled,
            other => VisitState::Other(other.to_owned()),
        }
    }

    pub(super) fn booked(mut self) -> BookedRow {
        let detail = self.patient.take().into_iter().flatten().next();
        let patient = detail.and_then(|row| row.of(self.patientid.as_ref())).map(Patient::from);
        let name = patient.as_ref().map(|patient| patient.name.clone());
        BookedRow { appointment: self.appointment(name), patient }
    }

    /// How it was cancelled, where the row says anything of that.
    fn cancelled(&self) -> Option<Cancelled> {
        let says = self.cancelreasonid.is_some()
            || self.cancelreasonname.is_some()
            || self.rescheduledappointmentid.is_some();
        (says && self.appointmentstatus == "x").then(|| Cancelled {
            reason: self.cancelreasonid.clone().map(CancelReasonId::new),
            words: self.cancelreasonname.clone().unwrap_or_default(),
            no_show: self.cancelreasonnoshow.unwrap_or(false),
            frees_slot: self.cancelreasonslotavailable.unwrap_or(false),
            moved_to: self.rescheduledappointmentid.clone().map(AppointmentId::new),
        })
    }

    fn appointment(self, patient_name: Option<PersonName>) -> Appointment {
        let state = self.state();
        let cancelled = self.cancelled();
        let is_open = state == VisitState::Open;
        let shown = |note: &NoteRow| note.displayonschedule != Some(false) && !note.text.is_empty();
        Appointment {
            id: AppointmentId::new(self.appointmentid),
            patient: self.patientid.map(PatientId::new),
            patient_name,
            department: DepartmentId::new(self.departmentid),
            provider: ProviderId::new(self.providerid),
            start: self.date.and_time(self.starttime),
            minutes: self.duration,
            state,
            kind: self.appointmenttypeid.map(AppointmentTypeId::new),
            kind_name: self.patientappointmenttypename.unwrap_or(self.appointmenttype),
            copay: self.copay,
            checked_in: self.checkindatetime.or(self.stopcheckin),
            check_in_started: self.startcheckin,
            checked_out: self.checkoutdatetime,
            notes: self
                .appointmentnotes
                .into_iter()
                .flatten()
                .filter(shown)
                .map(|note| Phi::new(note.text))
                .collect(),
            urgent: self.urgent.unwrap_or(false),
            modified: self.lastmodified,
            frozen: is_open && self.frozen.or(self.frozenyn).unwrap_or(false),
            cancelled,
        }
    }
}

/// An instant as the server's parameters want it: US Eastern. An hour that strikes twice is left for
/// the hour before, so that nothing is missed whichever of the two the server takes it for.
pub(super) fn eastern_parameter(mut instant: DateTime<Utc>) -> String {
    let wall = |at| Zone::EASTERN.wall(at);
    let hour = TimeDelta::hours(1);
    while wall(instant) == wall(instant - hour) || wall(instant) == wall(instant + hour) {
        instant -= hour;
    }
    wall(instant).format("%m/%d/%Y %H:%M:%S").to_string()
}

impl Session {
    /// Booked appointments, page after page: `GET /appointments/booked`, or `…/multipledepartment`
    /// for several departments.
    pub fn booked(&self, query: BookedQuery) -> Pages<BookedRow> {
        self.pages(self.booked_call(&query), "appointments", AppointmentRow::booked)
    }

    /// One page of booked appointments: the first, or the one that an earlier page's
    /// [`Next::as_text`](crate::Next::as_text) names.
    pub async fn booked_page(
        &self,
        query: &BookedQuery,
        from: Option<&str>,
    ) -> Result<Page<BookedRow>, Error> {
        let call = self.booked_call(query)?;
        let call = from.map_or(Ok(call.clone()), |place| call.at(place))?;
        self.page(&call, "appointments", AppointmentRow::booked).await
    }

    fn booked_call(&self, query: &BookedQuery) -> Result<Call, Error> {
        const ONE: &str = "GET /appointments/booked";
        const MANY: &str = "GET /appointments/booked/multipledepartment";
        let invalid = |what| Error::Invalid { endpoint: Endpoint(MANY), what };
        if query.to < query.from {
            return Err(invalid("the last day is before the first"));
        }
        let ids: Vec<&str> = query.departments.iter().map(DepartmentId::as_str).collect();
        let call = match ids.len() {
            0 => return Err(invalid("no department")),
            1 => self.call(ONE, &["appointments", "booked"])?,
            _ => self.call(MANY, &["appointments", "booked", "multipledepartment"])?,
        };
        let since = query.modified_since.map(eastern_parameter);
        let rows = query.page_rows.map(|rows| rows.to_string());
        Ok(call
            .with("departmentid", &ids.join(","))
            .with("startdate", &wire::date_parameter(query.from))
            .with("enddate", &wire::date_parameter(query.to))
            .with_some("startlastmodified", since.as_deref())
            .with_some("patientid", query.patient.as_ref().map(PatientId::as_str))
            .with_flag("showcancelled", query.cancelled)
            .with_flag("showpatientdetail", query.patient_detail)
            .with_some("limit", rows.as_deref()))
    }

    /// One appointment: `GET /appointments/{appointmentid}`.
    pub async fn appointment(&self, id: &AppointmentId) -> Result<Answer<Appointment>, Error> {
        let call = self.call("GET /appointments/{appointmentid}", &["appointments", id.as_str()])?;
        self.one(call, |row: AppointmentRow| row.booked().appointment).await
    }
}

#[cfg(test)]
mod tests {
    use super::eastern_parameter;

    #[test]
    fn an_instant_is_asked_for_in_eastern_time_and_widened_where_it_strikes_twice() {
        for (instant, parameter) in [
            ("2026-07-01T12:00:05Z", "07/01/2026 08:00:05"),
            ("2026-12-01T12:00:05Z", "12/01/2026 07:00:05"),
            ("2026-11-01T05:30:00Z", "11/01/2026 00:30:00"),
            ("2026-11-01T06:30:00Z", "11/01/2026 00:30:00"),
            ("2026-11-01T07:30:00Z", "11/01/2026 02:30:00"),
            ("2026-03-08T07:30:00Z", "03/08/2026 03:30:00"),
        ] {
            assert_eq!(eastern_parameter(instant.parse().expect("an instant")), parameter, "{instant}");
        }
    }
}
