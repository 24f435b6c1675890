//! The kinds of appointments, the reasons for them and those for cancelling them.

use model::{
    AppointmentType, AppointmentTypeId, CancelReason, CancelReasonId, DepartmentId, ProviderId, ReasonId,
    VisitReason, Whom,
};
use serde::Deserialize;

use crate::{Answer, Error, Session, wire};

#[derive(Deserialize)]
struct TypeRow {
    #[serde(deserialize_with = "wire::req")]
    appointmenttypeid: String,
    #[serde(default, deserialize_with = "wire::text")]
    name: String,
    #[serde(default, deserialize_with = "wire::text")]
    shortname: String,
    #[serde(deserialize_with = "wire::req")]
    duration: u32,
    #[serde(default, deserialize_with = "wire::opt")]
    patient: Option<bool>,
}

impl From<TypeRow> for AppointmentType {
    fn from(row: TypeRow) -> Self {
        Self {
            id: AppointmentTypeId::new(row.appointmenttypeid),
            name: row.name,
            short_name: row.shortname,
            minutes: row.duration,
            for_patients: row.patient.unwrap_or(false),
        }
    }
}

#[derive(Deserialize)]
struct ReasonRow {
    #[serde(deserialize_with = "wire::req")]
    reasonid: String,
    #[serde(default, deserialize_with = "wire::text")]
    reason: String,
    #[serde(default, deserialize_with = "wire::text")]
    description: String,
    #[serde(default, deserialize_with = "wire::text")]
    reasontype: String,
    #[serde(default, deserialize_with = "wire::opt")]
    schedulingminhours: Option<u32>,
    #[serde(default, deserialize_with = "wire::opt")]
    schedulingmaxdays: Option<u32>,
}

impl From<ReasonRow> for VisitReason {
    fn from(row: ReasonRow) -> Self {
        Self {
            id: ReasonId::new(row.reasonid),
            name: row.reason,
            description: row.description,
            whom: match row.reasontype.as_str() {
                "" | "all" => Whom::All,
                "new" => Whom::New,
                "existing" => Whom::Existing,
                _ => Whom::Other(row.reasontype),
            },
            min_hours: row.schedulingminhours,
            max_days: row.schedulingmaxdays,
        }
    }
}

/// The id's name here was never recorded.
#[derive(Deserialize)]
struct CancelReasonRow {
    #[serde(alias = "appointmentcancelreasonid", alias = "cancelreasonid", deserialize_with = "wire::req")]
    reasonid: String,
    #[serde(default, alias = "reason", deserialize_with = "wire::text")]
    name: String,
    #[serde(default, deserialize_with = "wire::opt")]
    noshow: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    slotavailable: Option<bool>,
}

impl From<CancelReasonRow> for CancelReason {
    fn from(row: CancelReasonRow) -> Self {
        Self {
            id: CancelReasonId::new(row.reasonid),
            name: row.name,
            no_show: row.noshow.unwrap_or(false),
            frees_slot: row.slotavailable.unwrap_or(false),
        }
    }
}

/// Who wants to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Somebody who has not been here before.
    New,
    /// Somebody who has.
    Existing,
}

impl Session {
    /// The kinds of appointments, those not for patients too: `GET /appointmenttypes`.
    pub async fn appointment_types(&self) -> Result<Answer<Vec<AppointmentType>>, Error> {
        let call = self.call("GET /appointmenttypes", &["appointmenttypes"])?;
        let call = call.with("hidenonpatient", "false").with("limit", "5000");
        self.all(call, "appointmenttypes", |row: TypeRow| row.into()).await
    }

    /// The reasons for which patients book with a provider in a department:
    /// `GET /patientappointmentreasons`.
    pub async fn visit_reasons(
        &self,
        department: &DepartmentId,
        provider: &ProviderId,
    ) -> Result<Answer<Vec<VisitReason>>, Error> {
        self.reasons("GET /patientappointmentreasons", &[], department, provider).await
    }

    /// The reasons for which somebody can book with a provider in a department:
    /// `GET /patientappointmentreasons/newpatient` or `…/existingpatient`.
    pub async fn visit_reasons_for(
        &self,
        whom: Caller,
        department: &DepartmentId,
        provider: &ProviderId,
    ) -> Result<Answer<Vec<VisitReason>>, Error> {
        let (endpoint, part) = match whom {
            Caller::New => ("GET /patientappointmentreasons/newpatient", "newpatient"),
            Caller::Existing => ("GET /patientappointmentreasons/existingpatient", "existingpatient"),
        };
        self.reasons(endpoint, &[part], department, provider).await
    }

    async fn reasons(
        &self,
        endpoint: &'static str,
        part: &[&str],
        department: &DepartmentId,
        provider: &ProviderId,
    ) -> Result<Answer<Vec<VisitReason>>, Error> {
        let path = [&["patientappointmentreasons"], part].concat();
        let call = self.call(endpoint, &path)?;
        let call = call
            .with("departmentid", department.as_str())
            .with("providerid", provider.as_str())
            .with("limit", "5000");
        self.all(call, "patientappointmentreasons", |row: ReasonRow| row.into()).await
    }

    /// The reasons for which a visit is cancelled: `GET /appointmentcancelreasons`.
    pub async fn cancel_reasons(&self) -> Result<Answer<Vec<CancelReason>>, Error> {
        let call = self.call("GET /appointmentcancelreasons", &["appointmentcancelreasons"])?;
        let call = call.with("limit", "5000");
        self.all(call, "appointmentcancelreasons", |row: CancelReasonRow| row.into()).await
    }
}
