//! Patients, as rows and as cards.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{about_nobody, about_patient};
use crate::contract::Audited;
use crate::schedule::VisitState;

/// Finds patients.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PatientSearch {
    /// Name parts in any order, a date of birth, a phone, a patient id, a member id.
    pub text: String,
    /// Where the last page ended.
    #[ts(optional)]
    pub cursor: Option<String>,
    /// Rows wanted, 1 to 100.
    pub limit: u32,
}

/// Lists the patients lately opened here.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PatientRecent {}

/// Gives a patient's card.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PatientOpen {
    pub patient: String,
}

/// Puts a patient at the head of those lately opened.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PatientRemember {
    pub patient: String,
}

/// Asks for a patient to be read anew.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PatientRefresh {
    pub patient: String,
}

/// Asks athenahealth for people whom the copy does not hold.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PatientAsk {
    /// As in a search: athenahealth is asked by name, whole date of birth, whole phone or patient id.
    pub text: String,
}

/// Which field of a patient a search matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MatchField {
    FirstName,
    MiddleName,
    LastName,
    PreferredName,
    Suffix,
    Dob,
    Phone,
    PatientId,
    PreviousId,
    MemberId,
}

/// How it matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MatchKind {
    Exact,
    Prefix,
    Inner,
    Typo,
}

/// Why a row is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Why {
    pub field: MatchField,
    pub kind: MatchKind,
}

/// Something about a patient that must be seen before anything is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PatientFlag {
    Deceased,
    Inactive,
    Prospective,
}

/// How old somebody is, in the unit that a front desk says it in.
#[derive(Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Age {
    pub count: u32,
    pub unit: AgeUnit,
}

/// What an age is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AgeUnit {
    Years,
    Months,
    Weeks,
    Days,
}

/// A patient in a list.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PatientRow {
    pub id: String,
    /// `Last, First M. Jr`
    pub name: String,
    pub preferred: Option<String>,
    /// `YYYY-MM-DD`
    pub dob: Option<String>,
    pub age: Option<Age>,
    pub sex: Option<String>,
    /// The phone that matched, else the first there is; digits.
    pub phone: Option<String>,
    pub flags: Vec<PatientFlag>,
    pub next_visit: Option<VisitLine>,
    /// Whether all that is booked for them has been read: no next visit says nothing before that.
    pub booked_known: bool,
    pub why: Vec<Why>,
}

/// A page of patients.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PatientPage {
    pub rows: Vec<PatientRow>,
    pub cursor: Option<String>,
    /// Patients in the copy.
    pub held: u32,
    /// Whether everyone with a visit in the schedule's window is held yet.
    pub filled: bool,
    /// Whether athenahealth can be asked for what was typed.
    pub askable: bool,
}

/// What asking athenahealth brought.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// Patients found there, now in the copy.
    pub rows: Vec<PatientRow>,
    /// How many of them the copy did not hold before.
    pub new: u32,
    /// Whether it knows more people than these.
    pub more: bool,
}

/// A visit in one line.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VisitLine {
    pub id: String,
    /// `YYYY-MM-DD` there.
    pub date: String,
    /// Minutes since midnight there.
    pub minute: i32,
    pub minutes: u32,
    pub state: VisitState,
    pub kind: String,
    pub provider: String,
    pub department: String,
    pub zone: String,
}

/// A policy.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CoverageView {
    pub id: String,
    pub plan: String,
    pub payer: Option<String>,
    pub member_id: Option<String>,
    pub policy_number: Option<String>,
    pub sequence: Option<u32>,
    pub active: bool,
    pub self_pay: bool,
    pub cancelled: Option<String>,
    pub expires: Option<String>,
    pub relationship: Option<String>,
    pub eligibility: Option<EligibilityView>,
    pub copays: Vec<CopayView>,
}

/// What is known of eligibility.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EligibilityView {
    pub status: String,
    pub reason: Option<String>,
    /// The day of the last check; none where it never was.
    pub checked: Option<String>,
    pub message: Option<String>,
}

/// A copay.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CopayView {
    pub kind: String,
    pub cents: i64,
}

/// A row of what a patient owes.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BalanceView {
    /// By name; by its number where the name is not known.
    pub provider_group: String,
    /// Names of the departments it covers.
    pub departments: Vec<String>,
    pub cents: i64,
}

/// A custom field with its value.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CustomValueView {
    pub field: String,
    pub name: String,
    /// In words: an option's name, or the text; the option's bare id where its name is not known.
    pub value: String,
}

/// What is known of a patient's allergies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AllergyStanding {
    /// The caller's role does not see charts.
    Withheld,
    /// The list was never read.
    Unread,
    /// There are some.
    Listed,
    /// The patient was asked, and knows of none to a drug.
    NoneKnown,
    /// Nothing was recorded: there may be some.
    NotRecorded,
}

/// Why a list of allergies is not read anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AllergyTrouble {
    /// The connection's key may not read charts.
    NoRight,
    /// athenahealth does not give this one.
    NotGiven,
}

/// A reaction to an allergen.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReactionView {
    pub name: String,
    /// In athenahealth's word.
    pub severity: Option<String>,
}

/// An allergy.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AllergyView {
    /// None where athenahealth no longer knows which allergen was meant.
    pub allergen: Option<String>,
    pub reactions: Vec<ReactionView>,
    pub onset: Option<String>,
    /// Whether it counts today.
    pub active: bool,
    pub deactivated: Option<String>,
    pub note: Option<String>,
}

/// A patient's allergies with their age.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AllergiesView {
    pub standing: AllergyStanding,
    /// Those that count come first.
    pub rows: Vec<AllergyView>,
    pub note: Option<String>,
    /// When the list was read, as an RFC 3339 instant.
    pub as_of: Option<String>,
    pub trouble: Option<AllergyTrouble>,
}

/// A part of a card with its age.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Part<T> {
    pub rows: Vec<T>,
    /// When it was read, as an RFC 3339 instant; none where it has not been read.
    pub as_of: Option<String>,
}

/// How a patient is reached.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    pub home_phone: Option<String>,
    pub mobile_phone: Option<String>,
    pub work_phone: Option<String>,
    pub email: Option<String>,
    /// Lines of the postal address.
    pub address: Vec<String>,
    pub preference: Option<String>,
    pub consent_to_text: Option<bool>,
    pub language: Option<String>,
}

/// A patient's card.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PatientCard {
    /// Another id than was asked for where that one was merged into it.
    pub id: String,
    pub name: String,
    pub preferred: Option<String>,
    pub dob: Option<String>,
    pub age: Option<Age>,
    pub sex: Option<String>,
    pub deceased: Option<String>,
    /// In words.
    pub status: String,
    pub flags: Vec<PatientFlag>,
    pub contact: ContactView,
    pub department: Option<String>,
    pub primary_department: Option<String>,
    pub provider: Option<String>,
    pub previous_ids: Vec<String>,
    /// When identity and contact were read.
    pub as_of: Option<String>,
    pub allergies: AllergiesView,
    pub coverages: Part<CoverageView>,
    pub balances: Part<BalanceView>,
    pub next_visits: Part<VisitLine>,
    pub last_visits: Part<VisitLine>,
    pub custom_values: Part<CustomValueView>,
}

impl Audited for PatientSearch {
    fn searched(&self) -> Option<Cow<'_, str>> {
        Some(self.text.as_str().into())
    }
}

impl Audited for PatientAsk {
    fn searched(&self) -> Option<Cow<'_, str>> {
        Some(self.text.as_str().into())
    }
}

about_nobody!(PatientRecent);
about_patient!(PatientOpen, PatientRemember, PatientRefresh);
