//! The practice, its departments and its providers.

use model::{Department, DepartmentId, Practice, PracticeId, Provider, ProviderId, Zone};
use serde::Deserialize;

use crate::{Answer, Endpoint, Error, Oddity, Session, wire};

/// As many as the server gives in a page of these lists.
const PAGE: &str = "5000";

#[derive(Deserialize)]
struct PongRow {
    #[serde(alias = "Pong", deserialize_with = "wire::req")]
    pong: bool,
}

#[derive(Deserialize)]
struct PracticeRow {
    #[serde(deserialize_with = "wire::req")]
    practiceid: String,
    #[serde(default, deserialize_with = "wire::text")]
    name: String,
}

impl From<PracticeRow> for Practice {
    fn from(row: PracticeRow) -> Self {
        Self { id: PracticeId::new(row.practiceid), name: row.name }
    }
}

#[derive(Deserialize)]
struct DepartmentRow {
    #[serde(deserialize_with = "wire::req")]
    departmentid: String,
    #[serde(default, deserialize_with = "wire::opt")]
    patientdepartmentname: Option<String>,
    #[serde(default, deserialize_with = "wire::text")]
    name: String,
    #[serde(default, deserialize_with = "wire::opt")]
    city: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    state: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    phone: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    timezonename: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    timezoneoffset: Option<i32>,
    #[serde(default, deserialize_with = "wire::opt")]
    doesnotobservedst: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    chartsharinggroupid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    providergroupid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    providergroupname: Option<String>,
}

impl DepartmentRow {
    /// By name, and by the standard offset where there is none: 2016 had none.
    fn zone(&self) -> Option<Zone> {
        let named = self.timezonename.as_deref().and_then(|name| Zone::named(name).ok());
        // Where nobody says, Hawaii is likelier than the far Aleutians.
        let keeps = !self.doesnotobservedst.unwrap_or(self.timezoneoffset == Some(-10));
        named.or_else(|| Zone::from_standard_offset(self.timezoneoffset?, keeps).ok())
    }
}

impl From<DepartmentRow> for Department {
    fn from(row: DepartmentRow) -> Self {
        let zone = row.zone();
        let place: Vec<String> = row.city.into_iter().chain(row.state).collect();
        Self {
            id: DepartmentId::new(row.departmentid),
            name: row.patientdepartmentname.unwrap_or(row.name),
            place: (!place.is_empty()).then(|| place.join(", ")),
            phone: row.phone.map(|phone| wire::bare_digits(&phone)),
            zone,
            chart_group: row.chartsharinggroupid,
            provider_group: row.providergroupid,
            provider_group_name: row.providergroupname,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct ProviderRow {
    #[serde(deserialize_with = "wire::req")]
    providerid: String,
    #[serde(default, deserialize_with = "wire::text")]
    firstname: String,
    #[serde(default, deserialize_with = "wire::text")]
    lastname: String,
    #[serde(default, deserialize_with = "wire::opt")]
    displayname: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    schedulingname: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    providertypeid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    specialty: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    entitytype: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    billable: Option<bool>,
}

impl From<ProviderRow> for Provider {
    /// The name is given and family name: `displayname` repeats the credentials, and
    /// `schedulingname` is a login's form. Both serve where there is no name.
    fn from(row: ProviderRow) -> Self {
        let name = format!("{} {}", row.firstname, row.lastname).trim().to_owned();
        let known = (!name.is_empty()).then_some(name);
        let is_person = match row.entitytype.as_deref() {
            Some(kind) => kind.eq_ignore_ascii_case("person"),
            None => !row.firstname.is_empty(),
        };
        Self {
            id: ProviderId::new(row.providerid),
            name: known.or(row.displayname).or(row.schedulingname).unwrap_or_default(),
            credentials: row.providertypeid,
            specialty: row.specialty,
            is_person,
            billable: row.billable.unwrap_or(false),
        }
    }
}

/// The endpoint that says nothing but that it is there.
pub(crate) const PING: &str = "GET /ping";

fn is_pong(pong: bool) -> Result<(), Error> {
    let none = Error::Unexpected { endpoint: Endpoint(PING), status: 200, what: Oddity::NoPong };
    if pong { Ok(()) } else { Err(none) }
}

impl Session {
    /// Whether the key reaches the practice: `GET /ping`.
    pub async fn ping(&self) -> Result<Answer<()>, Error> {
        let pong = self.one(self.call(PING, &["ping"])?, |row: PongRow| row.pong).await?;
        is_pong(pong.value)?;
        Ok(Answer { value: (), as_of: pong.as_of, dated: pong.dated })
    }

    /// As [`Self::ping`], sent once: for whoever asks whether it is answered at all.
    pub async fn ping_once(&self) -> Result<(), Error> {
        let call = self.call(PING, &["ping"])?;
        is_pong(self.once(&call, |reply| wire::one::<PongRow>(call.endpoint, &reply.body)).await?.pong)
    }

    /// Every practice the key may see: `GET /practiceinfo`.
    pub async fn practices(&self) -> Result<Answer<Vec<Practice>>, Error> {
        let call = self.call("GET /practiceinfo", &["practiceinfo"])?;
        self.all(call, "practiceinfo", |row: PracticeRow| row.into()).await
    }

    /// Every department, those that the portal hides too: `GET /departments`.
    pub async fn departments(&self) -> Result<Answer<Vec<Department>>, Error> {
        let call = self.call("GET /departments", &["departments"])?;
        let call = call.with("showalldepartments", "true").with("limit", PAGE);
        self.all(call, "departments", |row: DepartmentRow| row.into()).await
    }

    /// The providers on the practice's list; one who has left may be missing, and still stand on old
    /// appointments: `GET /providers`.
    pub async fn providers(&self) -> Result<Answer<Vec<Provider>>, Error> {
        let call = self.call("GET /providers", &["providers"])?;
        let call = call.with("limit", PAGE);
        self.all(call, "providers", |row: ProviderRow| row.into()).await
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::DepartmentRow;

    fn zone(row: Value) -> Option<&'static str> {
        let mut whole = json!({"departmentid": "1", "name": "Main"});
        whole.as_object_mut().expect("an object").extend(row.as_object().expect("an object").clone());
        let row: DepartmentRow = serde_json::from_value(whole).expect("a department");
        row.zone().map(model::Zone::name)
    }

    #[test]
    fn a_department_is_in_the_zone_that_it_names_or_in_the_one_that_keeps_its_offset() {
        for (row, wanted) in [
            (json!({"timezonename": "US/Eastern", "timezoneoffset": -8}), Some("US/Eastern")),
            (json!({"timezonename": "Mars/Olympus", "timezoneoffset": "-7"}), Some("America/Denver")),
            (json!({"timezoneoffset": -7, "doesnotobservedst": "true"}), Some("America/Phoenix")),
            (json!({"timezoneoffset": "-5", "doesnotobservedst": false}), Some("America/New_York")),
            (json!({"timezoneoffset": -10}), Some("Pacific/Honolulu")),
            (json!({"timezoneoffset": -10, "doesnotobservedst": false}), Some("America/Adak")),
            (json!({"timezoneoffset": 3}), None),
            (json!({}), None),
        ] {
            assert_eq!(zone(row.clone()), wanted, "{row}");
        }
    }
}
