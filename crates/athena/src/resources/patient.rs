//! Patients: search, best match, one record.

use chrono::NaiveDate;
use model::{Coverage, CustomFieldValue, DepartmentId, Patient, PatientId, Phi};

use crate::{Answer, Error, Page, Pages, Session};

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

impl Session {
    /// Patients that a search finds, page after page: `GET /patients`.
    pub fn patient_search(&self, query: PatientQuery) -> Pages<Patient> {
        unimplemented!()
    }

    /// One page of a search: the first, or the one an earlier page names.
    pub async fn patient_page(
        &self,
        query: &PatientQuery,
        from: Option<&str>,
    ) -> Result<Page<Patient>, Error> {
        unimplemented!()
    }

    /// Patients who match a person, with scores: `GET /patients/enhancedbestmatch`.
    pub async fn best_match(&self, query: &BestMatchQuery) -> Result<Answer<Vec<BestMatch>>, Error> {
        unimplemented!()
    }

    /// One patient: `GET /patients/{patientid}`. A restricted patient answers as one who is not
    /// there: [`Refusal::NotFound`](crate::Refusal::NotFound) is no proof of absence.
    pub async fn patient(
        &self,
        id: &PatientId,
        department: Option<&DepartmentId>,
        parts: PatientParts,
    ) -> Result<Answer<PatientRecord>, Error> {
        unimplemented!()
    }
}
