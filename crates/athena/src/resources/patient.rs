//! Patients: search, best match, one record.

use chrono::{NaiveDate, NaiveDateTime};
use model::{
    Address, Balance, Cents, Contact, Coverage, CustomFieldValue, DepartmentId, Patient, PatientId,
    PatientStatus, PersonName, Phi, ProviderId,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::coverage::CoverageRow;
use super::custom_field::ValueRow;
use crate::call::Call;
use crate::{Answer, Endpoint, Error, Page, Pages, Session, wire};

/// What to search patients by. At least one of names, date of birth, department and phone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PatientQuery {
    /// Given name, or how it begins.
    pub first: Option<Phi<String>>,
    /// Family name, or how it begins.
    pub last: Option<Phi<String>>,
    /// Date of birth.
    pub dob: Option<Phi<NaiveDate>>,
    /// The department that holds the registration.
    pub department: Option<DepartmentId>,
    /// Any of their phones, bare digits.
    pub phone: Option<Phi<String>>,
    /// `active`, `inactive`, `prospective` or `deleted`; it only narrows.
    pub status: Option<String>,
    /// Rows without balances, which is faster.
    pub omit_balances: bool,
    /// Rows in a page; `None` asks for 1,000, the most there can be.
    pub page_rows: Option<u32>,
}

/// Whom to match. athenahealth requires all of the first three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BestMatchQuery {
    /// Given name.
    pub first: Phi<String>,
    /// Family name.
    pub last: Phi<String>,
    /// Date of birth.
    pub dob: Phi<NaiveDate>,
    /// ZIP code.
    pub zip: Option<Phi<String>>,
    /// Phone, bare digits.
    pub phone: Option<Phi<String>>,
    /// E-mail address.
    pub email: Option<Phi<String>>,
    /// A department.
    pub department: Option<DepartmentId>,
    /// The least score that counts.
    pub min_score: Option<u32>,
    /// The best five instead of the best one.
    pub best_five: bool,
}

/// A patient and how well they match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BestMatch {
    /// The patient.
    pub patient: Patient,
    /// athenahealth's score: 16 and more is worth showing, 23 and more is close.
    pub score: i64,
}

/// What to read with a patient. Each costs the server time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PatientParts {
    /// Insurance policies.
    pub insurances: bool,
    /// Values of custom fields.
    pub custom_fields: bool,
    /// Identifiers merged into this one.
    pub previous_ids: bool,
    /// Balances. They come anyway; without it they are left out.
    pub balances: bool,
}

/// A patient with the parts that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientRecord {
    /// The patient.
    pub patient: Patient,
    /// Insurance policies; `None` where not asked for.
    pub coverages: Option<Vec<Coverage>>,
    /// Values of custom fields; `None` where not asked for.
    pub custom_values: Option<Vec<CustomFieldValue>>,
}

#[derive(Deserialize)]
struct BalanceRow {
    #[serde(default, deserialize_with = "wire::text")]
    providergroupid: String,
    #[serde(default, deserialize_with = "wire::words")]
    departmentlist: Vec<String>,
    #[serde(deserialize_with = "wire::req")]
    balance: Cents,
    #[serde(default, deserialize_with = "wire::opt")]
    cleanbalance: Option<bool>,
}

impl From<BalanceRow> for Balance {
    fn from(row: BalanceRow) -> Self {
        Self {
            provider_group: row.providergroupid,
            departments: row.departmentlist.into_iter().map(DepartmentId::new).collect(),
            amount: row.balance,
            clean: row.cleanbalance,
        }
    }
}

/// The row's `ssn`, `guarantorssn` and their like are not in here.
#[derive(Deserialize)]
pub(super) struct PatientRow {
    #[serde(default, deserialize_with = "wire::text")]
    patientid: String,
    #[serde(default, deserialize_with = "wire::text")]
    firstname: String,
    #[serde(default, deserialize_with = "wire::text")]
    middlename: String,
    #[serde(default, deserialize_with = "wire::text")]
    lastname: String,
    #[serde(default, deserialize_with = "wire::text")]
    suffix: String,
    #[serde(default, deserialize_with = "wire::text")]
    preferredname: String,
    #[serde(default, deserialize_with = "wire::opt")]
    dob: Option<NaiveDate>,
    #[serde(default, deserialize_with = "wire::opt")]
    sex: Option<String>,
    #[serde(default, deserialize_with = "wire::text")]
    status: String,
    #[serde(default, deserialize_with = "wire::opt")]
    deceaseddate: Option<NaiveDate>,
    #[serde(default, deserialize_with = "wire::text")]
    homephone: String,
    #[serde(default, deserialize_with = "wire::text")]
    mobilephone: String,
    #[serde(default, deserialize_with = "wire::text")]
    workphone: String,
    #[serde(default, deserialize_with = "wire::text")]
    email: String,
    #[serde(default, deserialize_with = "wire::text")]
    address1: String,
    #[serde(default, deserialize_with = "wire::text")]
    address2: String,
    #[serde(default, deserialize_with = "wire::text")]
    city: String,
    #[serde(default, deserialize_with = "wire::text")]
    state: String,
    #[serde(default, deserialize_with = "wire::text")]
    zip: String,
    #[serde(default, deserialize_with = "wire::opt")]
    contactpreference: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    consenttotext: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    language6392code: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    departmentid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    primarydepartmentid: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    primaryproviderid: Option<String>,
    #[serde(default, deserialize_with = "wire::many")]
    balances: Option<Vec<BalanceRow>>,
    #[serde(default, deserialize_with = "wire::opt")]
    firstappointment: Option<NaiveDateTime>,
    #[serde(default, deserialize_with = "wire::opt")]
    lastappointment: Option<NaiveDateTime>,
    #[serde(default, deserialize_with = "wire::words")]
    previouspatientids: Vec<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    score: Option<i64>,
    #[serde(default, deserialize_with = "wire::many")]
    insurances: Option<Vec<CoverageRow>>,
    #[serde(default, deserialize_with = "wire::many")]
    customfields: Option<Vec<ValueRow>>,
}

impl PatientRow {
    /// A row inside another, which may leave the id to the outer one.
    pub(super) fn of(mut self, id: Option<&String>) -> Option<Self> {
        if self.patientid.is_empty() {
            self.patientid.clone_from(id?);
        }
        Some(self)
    }

    fn name(&self) -> PersonName {
        PersonName {
            first: Phi::new(self.firstname.clone()),
            middle: Phi::new(self.middlename.clone()),
            last: Phi::new(self.lastname.clone()),
            suffix: Phi::new(self.suffix.clone()),
            preferred: Phi::new(self.preferredname.clone()),
        }
    }

    fn contact(&self) -> Contact {
        let phone = |phone: &str| Phi::new(wire::bare_digits(phone));
        let text = |text: &String| Phi::new(text.clone());
        Contact {
            home_phone: phone(&self.homephone),
            mobile_phone: phone(&self.mobilephone),
            work_phone: phone(&self.workphone),
            email: text(&self.email),
            address: Address {
                line1: text(&self.address1),
                line2: text(&self.address2),
                city: text(&self.city),
                state: text(&self.state),
                zip: text(&self.zip),
            },
            preference: self.contactpreference.clone(),
            consent_to_text: self.consenttotext,
        }
    }
}

fn status(word: String) -> PatientStatus {
    match word.to_ascii_lowercase().as_str() {
        "active" | "a" => PatientStatus::Active,
        "inactive" | "i" => PatientStatus::Inactive,
        "prospective" | "p" => PatientStatus::Prospective,
        "deleted" | "d" => PatientStatus::Deleted,
        _ => PatientStatus::Other(word),
    }
}

impl From<PatientRow> for Patient {
    fn from(row: PatientRow) -> Self {
        let balances = |rows: Vec<BalanceRow>| rows.into_iter().map(Balance::from).collect();
        Self {
            name: row.name(),
            contact: row.contact(),
            id: PatientId::new(row.patientid),
            dob: Phi::new(row.dob),
            sex: Phi::new(row.sex),
            status: status(row.status),
            deceased: Phi::new(row.deceaseddate),
            language: Phi::new(row.language6392code),
            department: row.departmentid.map(DepartmentId::new),
            primary_department: row.primarydepartmentid.map(DepartmentId::new),
            primary_provider: row.primaryproviderid.map(ProviderId::new),
            balances: row.balances.map(balances),
            first_visit: row.firstappointment,
            last_visit: row.lastappointment,
            previous_ids: row.previouspatientids.into_iter().map(PatientId::new).collect(),
        }
    }
}

/// A row on its own, which must say whom it is about.
struct KnownRow(PatientRow);

impl<'de> Deserialize<'de> for KnownRow {
    fn deserialize<D: Deserializer<'de>>(wire: D) -> Result<Self, D::Error> {
        let row = PatientRow::deserialize(wire)?;
        if row.patientid.is_empty() { Err(D::Error::missing_field("patientid")) } else { Ok(Self(row)) }
    }
}

impl KnownRow {
    fn patient(self) -> Patient {
        self.0.into()
    }

    fn matched(self) -> BestMatch {
        BestMatch { score: self.0.score.unwrap_or(0), patient: self.0.into() }
    }

    fn record(mut self, parts: PatientParts) -> PatientRecord {
        let coverages = self.0.insurances.take().unwrap_or_default();
        let values = self.0.customfields.take().unwrap_or_default();
        let mut patient = self.patient();
        if !parts.balances {
            patient.balances = None;
        }
        PatientRecord {
            patient,
            coverages: parts.insurances.then(|| coverages.into_iter().map(Coverage::from).collect()),
            custom_values: parts
                .custom_fields
                .then(|| values.into_iter().map(CustomFieldValue::from).collect()),
        }
    }
}

/// A patient's row of a feed. What it does not tell of policies and custom fields is not known to be none.
#[derive(Deserialize)]
pub(super) struct ChangedRow(KnownRow);

impl ChangedRow {
    pub(super) fn record(self) -> PatientRecord {
        let KnownRow(mut row) = self.0;
        let coverages = row.insurances.take().map(|rows| rows.into_iter().map(Coverage::from).collect());
        let values = row.customfields.take();
        let custom_values = values.map(|rows| rows.into_iter().map(CustomFieldValue::from).collect());
        PatientRecord { patient: row.into(), coverages, custom_values }
    }
}

fn exposed(value: &Option<Phi<String>>) -> Option<&str> {
    value.as_ref().map(|value| value.expose().as_str())
}

impl Session {
    /// Patients that a search finds, page after page: `GET /patients`.
    pub fn patient_search(&self, query: PatientQuery) -> Pages<Patient> {
        self.pages(self.search_call(&query), "patients", KnownRow::patient)
    }

    /// One page of a search: the first, or the one that an earlier page's
    /// [`Next::as_text`](crate::Next::as_text) names.
    pub async fn patient_page(
        &self,
        query: &PatientQuery,
        from: Option<&str>,
    ) -> Result<Page<Patient>, Error> {
        let call = self.search_call(query)?;
        let call = from.map_or(Ok(call.clone()), |place| call.at(place))?;
        self.page(&call, "patients", KnownRow::patient).await
    }

    /// athenahealth finds nobody by status or page size alone: the required fields are its own list.
    fn search_call(&self, query: &PatientQuery) -> Result<Call, Error> {
        const SEARCH: &str = "GET /patients";
        let named = query.first.is_some() || query.last.is_some() || query.dob.is_some();
        if !named && query.department.is_none() && query.phone.is_none() {
            return Err(Error::Invalid { endpoint: Endpoint(SEARCH), what: "nothing to search by" });
        }
        let dob = query.dob.as_ref().map(|dob| wire::date_parameter(*dob.expose()));
        Ok(self
            .call(SEARCH, &["patients"])?
            .with_some("firstname", exposed(&query.first))
            .with_some("lastname", exposed(&query.last))
            .with_some("dob", dob.as_deref())
            .with_some("departmentid", query.department.as_ref().map(DepartmentId::as_str))
            .with_some("anyphone", exposed(&query.phone))
            .with_some("status", query.status.as_deref())
            .with_flag("omitbalances", query.omit_balances)
            .with("limit", &query.page_rows.unwrap_or(1_000).to_string()))
    }

    /// Patients who match a person, with scores: `GET /patients/enhancedbestmatch`.
    pub async fn best_match(&self, query: &BestMatchQuery) -> Result<Answer<Vec<BestMatch>>, Error> {
        let least = query.min_score.map(|score| score.to_string());
        let call = self
            .call("GET /patients/enhancedbestmatch", &["patients", "enhancedbestmatch"])?
            .with("firstname", query.first.expose())
            .with("lastname", query.last.expose())
            .with("dob", &wire::date_parameter(*query.dob.expose()))
            .with_some("zip", exposed(&query.zip))
            .with_some("anyphone", exposed(&query.phone))
            .with_some("email", exposed(&query.email))
            .with_some("departmentid", query.department.as_ref().map(DepartmentId::as_str))
            .with_some("minscore", least.as_deref())
            .with_flag("returnbestmatches", query.best_five);
        self.all(call, "patients", KnownRow::matched).await
    }

    /// One patient: `GET /patients/{patientid}`. A restricted patient answers as one who is not
    /// there: [`Refusal::NotFound`](crate::Refusal::NotFound) is no proof of absence.
    pub async fn patient(
        &self,
        id: &PatientId,
        department: Option<&DepartmentId>,
        parts: PatientParts,
    ) -> Result<Answer<PatientRecord>, Error> {
        let call = self
            .call("GET /patients/{patientid}", &["patients", id.as_str()])?
            .with_some("departmentid", department.map(DepartmentId::as_str))
            .with_flag("showinsurance", parts.insurances)
            .with_flag("showcustomfields", parts.custom_fields)
            .with_flag("showpreviouspatientids", parts.previous_ids);
        self.one(call, move |row: KnownRow| row.record(parts)).await
    }
}
