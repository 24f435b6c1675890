//! Open slots.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use http::Method;
use model::{
    AppointmentId, AppointmentTypeId, DepartmentId, NewSlots, OpenSlot, ProviderId, Purpose, ReasonId,
};
use serde::Deserialize;

use super::visit_form::{Form, done};
use crate::call::Call;
use crate::{Endpoint, Error, Objection, Page, Pages, Session, Written, wire};

/// Which open slots to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotQuery {
    /// Where.
    pub department: DepartmentId,
    /// With whom; everybody where nobody is named. A reason wants somebody.
    pub providers: Vec<ProviderId>,
    /// What for. Where it is not said, what comes may be for nothing that can be booked.
    pub purpose: Option<Purpose>,
    /// The first day, on the department's calendar.
    pub from: NaiveDate,
    /// The last day, itself included.
    pub to: NaiveDate,
    /// Also what is nearer, or farther off, than others than the staff may book.
    pub beyond_time_limits: bool,
    /// Also what is not for others than the staff to book.
    pub beyond_permission: bool,
    /// Frozen ones too.
    pub frozen: bool,
    /// Rows in a page; `None` leaves it to the server (1,000; it gives at most 10,000).
    pub page_rows: Option<u32>,
}

impl SlotQuery {
    /// What a patient could book in a department, for any reason.
    pub fn new(department: DepartmentId, from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            department,
            providers: Vec::new(),
            purpose: None,
            from,
            to,
            beyond_time_limits: false,
            beyond_permission: false,
            frozen: false,
            page_rows: None,
        }
    }
}

#[derive(Deserialize)]
struct SlotRow {
    #[serde(deserialize_with = "wire::req")]
    appointmentid: String,
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
    #[serde(default, deserialize_with = "wire::opt")]
    appointmenttypeid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    patientappointmenttypename: Option<String>,
    #[serde(default, deserialize_with = "wire::text")]
    appointmenttype: String,
    #[serde(default, deserialize_with = "wire::words")]
    reasonid: Vec<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    frozen: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    frozenyn: Option<bool>,
}

impl From<SlotRow> for OpenSlot {
    fn from(row: SlotRow) -> Self {
        Self {
            id: AppointmentId::new(row.appointmentid),
            department: DepartmentId::new(row.departmentid),
            provider: ProviderId::new(row.providerid),
            start: row.date.and_time(row.starttime),
            minutes: row.duration,
            kind: row.appointmenttypeid.map(AppointmentTypeId::new),
            kind_name: row.patientappointmenttypename.unwrap_or(row.appointmenttype),
            reasons: row.reasonid.into_iter().map(ReasonId::new).collect(),
            frozen: row.frozen.or(row.frozenyn).unwrap_or(false),
        }
    }
}

/// A time inside a map.
#[derive(Deserialize)]
#[serde(transparent)]
struct Time(#[serde(deserialize_with = "wire::req")] NaiveTime);

#[derive(Deserialize)]
struct OpenedReply {
    appointmentids: BTreeMap<String, Time>,
}

/// Reads which slots there are now. That none is there is no answer to slots that were to be opened.
fn opened(endpoint: Endpoint, body: &[u8]) -> Result<Vec<(AppointmentId, NaiveTime)>, Error> {
    let reply: OpenedReply = wire::one(endpoint, body)?;
    let mut slots: Vec<_> =
        reply.appointmentids.into_iter().map(|(id, time)| (AppointmentId::new(id), time.0)).collect();
    slots.sort_by_key(|(_, time)| *time);
    if slots.is_empty() {
        return Err(Error::Unreadable {
            endpoint,
            path: "appointmentids".to_owned(),
            what: "not exactly one",
        });
    }
    Ok(slots)
}

impl Session {
    /// Open slots, page after page: `GET /appointments/open`.
    pub fn open_slots(&self, query: SlotQuery) -> Pages<OpenSlot> {
        self.pages(self.open_call(&query), "appointments", |row: SlotRow| row.into())
    }

    /// One page of open slots: the first, or the one that an earlier page's
    /// [`Next::as_text`](crate::Next::as_text) names.
    pub async fn open_slots_page(
        &self,
        query: &SlotQuery,
        from: Option<&str>,
    ) -> Result<Page<OpenSlot>, Error> {
        let call = self.open_call(query)?;
        let call = from.map_or(Ok(call.clone()), |place| call.at(place))?;
        self.page(&call, "appointments", |row: SlotRow| row.into()).await
    }

    fn open_call(&self, query: &SlotQuery) -> Result<Call, Error> {
        const OPEN: &str = "GET /appointments/open";
        let invalid = |what| Error::Invalid { endpoint: Endpoint(OPEN), what };
        if query.to < query.from {
            return Err(invalid("the last day is before the first"));
        }
        let providers: Vec<&str> = query.providers.iter().map(ProviderId::as_str).collect();
        if matches!(query.purpose, Some(Purpose::Reason(_))) && providers.is_empty() {
            return Err(invalid("a reason, and no provider"));
        }
        let (name, id) = match &query.purpose {
            Some(Purpose::Reason(id)) => ("reasonid", id.as_str()),
            Some(Purpose::Kind(id)) => ("appointmenttypeid", id.as_str()),
            None => ("reasonid", "-1"),
        };
        let providers = providers.join(",");
        let rows = query.page_rows.map(|rows| rows.to_string());
        Ok(self
            .call(OPEN, &["appointments", "open"])?
            .with("departmentid", query.department.as_str())
            .with_some("providerid", Some(providers.as_str()).filter(|ids| !ids.is_empty()))
            .with(name, id)
            .with("startdate", &wire::date_parameter(query.from))
            .with("enddate", &wire::date_parameter(query.to))
            .with_flag("bypassscheduletimechecks", query.beyond_time_limits)
            .with_flag("ignoreschedulablepermission", query.beyond_permission)
            .with_flag("showfrozenslots", query.frozen)
            .with_some("limit", rows.as_deref()))
    }

    /// Keeps an open slot from being booked for now, or lets it go: `PUT /appointments/{appointmentid}/freeze`.
    pub async fn freeze(&self, slot: &AppointmentId, frozen: bool) -> Written<()> {
        let form = Form::default().with("freeze", if frozen { "true" } else { "false" });
        let path = ["appointments", slot.as_str(), "freeze"];
        let place = ("PUT /appointments/{appointmentid}/freeze", &path[..]);
        self.tell(place, (Method::PUT, form), done).await
    }

    /// Opens slots: `POST /appointments/open`. Gives the id of each, by time.
    pub async fn create_slots(&self, slots: &NewSlots) -> Written<Vec<(AppointmentId, NaiveTime)>> {
        if slots.times.is_empty() {
            return Written::unfit(Objection::Missing, Vec::new());
        }
        let times: Vec<String> = slots.times.iter().map(|time| time.format("%H:%M").to_string()).collect();
        let form = Form::default()
            .with("departmentid", slots.department.as_str())
            .with("providerid", slots.provider.as_str())
            .with("appointmentdate", &wire::date_parameter(slots.day))
            .with("appointmenttime", &times.join(","))
            .with_purpose(Some(&slots.purpose));
        let place = ("POST /appointments/open", &["appointments", "open"][..]);
        self.tell(place, (Method::POST, form), opened).await
    }

    /// Takes an open slot off: `DELETE /appointments/{appointmentid}`.
    pub async fn delete_slot(&self, slot: &AppointmentId) -> Written<()> {
        let path = ["appointments", slot.as_str()];
        let place = ("DELETE /appointments/{appointmentid}", &path[..]);
        self.tell(place, (Method::DELETE, Form::default()), done).await
    }
}
