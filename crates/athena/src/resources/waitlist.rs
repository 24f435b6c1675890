//! Who waits for a time.

use chrono::Weekday;
use http::Method;
use model::{
    AppointmentId, AppointmentTypeId, DepartmentId, PatientId, Phi, ProviderId, Purpose, ReasonId,
    WaitlistEntry, WaitlistId, WaitlistPriority, WaitlistWish,
};
use serde::Deserialize;

use super::visit_form::{Form, done};
use crate::{Answer, Endpoint, Error, Objection, Session, Written, wire};

/// athenahealth's days of the week, of which Sunday is 1.
const DAYS: [Weekday; 7] =
    [Weekday::Sun, Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat];

/// Whose wishes to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitlistQuery {
    /// Of those who want to be seen here.
    pub department: Option<DepartmentId>,
    /// Of those who want to be seen by somebody.
    pub provider: Option<ProviderId>,
    /// Of one patient.
    pub patient: Option<PatientId>,
}

#[derive(Deserialize)]
struct EntryRow {
    #[serde(deserialize_with = "wire::req")]
    waitlistid: String,
    #[serde(deserialize_with = "wire::req")]
    patientid: String,
    #[serde(default, deserialize_with = "wire::opt")]
    departmentid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    providerid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    reasonid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    appointmenttypeid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    appointmentid: Option<String>,
    #[serde(default, deserialize_with = "wire::words")]
    dayofweekids: Vec<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    hourfrom: Option<u32>,
    #[serde(default, deserialize_with = "wire::opt")]
    hourto: Option<u32>,
    #[serde(default, deserialize_with = "wire::text")]
    priority: String,
    #[serde(default, deserialize_with = "wire::opt")]
    note: Option<String>,
}

impl From<EntryRow> for WaitlistEntry {
    fn from(row: EntryRow) -> Self {
        let reason = row.reasonid.map(|id| Purpose::Reason(ReasonId::new(id)));
        let kind = row.appointmenttypeid.map(|id| Purpose::Kind(AppointmentTypeId::new(id)));
        let day = |id: String| DAYS.get(id.parse::<usize>().ok()?.checked_sub(1)?).copied();
        let hour = |hour: Option<u32>| hour.and_then(|hour| u8::try_from(hour).ok());
        let wish = WaitlistWish {
            patient: PatientId::new(row.patientid),
            department: row.departmentid.map(DepartmentId::new),
            provider: row.providerid.map(ProviderId::new),
            purpose: reason.or(kind),
            visit: row.appointmentid.map(AppointmentId::new),
            days: row.dayofweekids.into_iter().filter_map(day).collect(),
            from_hour: hour(row.hourfrom),
            to_hour: hour(row.hourto),
            priority: match row.priority.to_ascii_uppercase().as_str() {
                "LOW" => WaitlistPriority::Low,
                "HIGH" => WaitlistPriority::High,
                _ => WaitlistPriority::Normal,
            },
            note: row.note.map(Phi::new),
        };
        Self { id: WaitlistId::new(row.waitlistid), wish, since: None }
    }
}

/// An answer to a new entry: that it is there, and now and then under which id.
#[derive(Deserialize)]
struct AddedReply {
    #[serde(default, deserialize_with = "wire::opt")]
    success: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    waitlistid: Option<String>,
}

fn added(endpoint: Endpoint, body: &[u8]) -> Result<Option<WaitlistId>, Error> {
    let reply: AddedReply = wire::one(endpoint, body)?;
    match (reply.waitlistid, reply.success) {
        (Some(id), _) => Ok(Some(WaitlistId::new(id))),
        (None, Some(true)) => Ok(None),
        _ => Err(Error::Unreadable { endpoint, path: "success".to_owned(), what: "it is missing" }),
    }
}

fn form(wish: &WaitlistWish) -> Form {
    let priority = match wish.priority {
        WaitlistPriority::Low => "LOW",
        WaitlistPriority::Normal => "NORMAL",
        WaitlistPriority::High => "HIGH",
    };
    let hour = |hour: Option<u8>| hour.map(|hour| hour.to_string());
    let form = Form::default()
        .with("patientid", wish.patient.as_str())
        .with_some("departmentid", wish.department.as_ref().map(DepartmentId::as_str))
        .with_some("providerid", wish.provider.as_ref().map(ProviderId::as_str))
        .with_purpose(wish.purpose.as_ref())
        .with_some("appointmentid", wish.visit.as_ref().map(AppointmentId::as_str))
        .with_some("hourfrom", hour(wish.from_hour).as_deref())
        .with_some("hourto", hour(wish.to_hour).as_deref())
        .with("priority", priority)
        .with_words("note", wish.note.as_ref());
    let days = wish.days.iter().enumerate();
    days.fold(form, |form, (place, day)| {
        let id = day.number_from_sunday().to_string();
        form.with(&format!("dayofweekids[{place}]"), &id)
    })
}

impl Session {
    /// Who waits: `GET /appointments/waitlist`.
    pub async fn waitlist(&self, query: &WaitlistQuery) -> Result<Answer<Vec<WaitlistEntry>>, Error> {
        let call = self.call("GET /appointments/waitlist", &["appointments", "waitlist"])?;
        let call = call
            .with_some("departmentid", query.department.as_ref().map(DepartmentId::as_str))
            .with_some("providerid", query.provider.as_ref().map(ProviderId::as_str))
            .with_some("patientid", query.patient.as_ref().map(PatientId::as_str))
            .with("limit", "5000");
        self.all(call, "waitlistentries", |row: EntryRow| row.into()).await
    }

    /// One entry: `GET /appointments/waitlist/{waitlistid}`.
    pub async fn waitlist_entry(&self, id: &WaitlistId) -> Result<Answer<WaitlistEntry>, Error> {
        let path = ["appointments", "waitlist", id.as_str()];
        let call = self.call("GET /appointments/waitlist/{waitlistid}", &path)?;
        self.one(call, |row: EntryRow| row.into()).await
    }

    /// Puts somebody on the list: `POST /appointments/waitlist`. Gives the entry's id where the answer says it.
    pub async fn add_to_waitlist(&self, wish: &WaitlistWish) -> Written<Option<WaitlistId>> {
        if wish.department.is_none() {
            return Written::unfit(Objection::Missing, Vec::new());
        }
        let place = ("POST /appointments/waitlist", &["appointments", "waitlist"][..]);
        self.tell(place, (Method::POST, form(wish)), added).await
    }

    /// Changes an entry: `PUT /appointments/waitlist/{waitlistid}`. What is not said stays.
    pub async fn update_waitlist(&self, id: &WaitlistId, wish: &WaitlistWish) -> Written<()> {
        let path = ["appointments", "waitlist", id.as_str()];
        let place = ("PUT /appointments/waitlist/{waitlistid}", &path[..]);
        self.tell(place, (Method::PUT, form(wish)), done).await
    }

    /// Takes an entry off: `DELETE /appointments/waitlist/{waitlistid}`.
    pub async fn delete_from_waitlist(&self, id: &WaitlistId) -> Written<()> {
        let path = ["appointments", "waitlist", id.as_str()];
        let place = ("DELETE /appointments/waitlist/{waitlistid}", &path[..]);
        self.tell(place, (Method::DELETE, Form::default()), done).await
    }
}
