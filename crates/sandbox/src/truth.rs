//! The practice as it really is, for tests that hold a copy against it row by row. Nothing here goes through the
//! interface; nothing here can change anything.

mod visits;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::allergies::AllergiesTruth;
use crate::feeds::{ChangeTruth, DrainTruth, Feed};
use crate::fields::{self, FieldValue};
use crate::people::{People, Standing};
use crate::policies;
use crate::practice::Practice;
use crate::resources::balances::{self, Owed};
use crate::resources::{allergies, changed, insurances, patient};
use crate::story::State;
use crate::writes::{WriteTruth, Writer};

/// Everything that the practice holds at one instant.
#[derive(Debug, Clone, Copy)]
pub struct Truth<'a> {
    practice: &'a Practice,
    now: DateTime<Utc>,
}

/// One department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentTruth {
    /// Its id.
    pub id: u64,
    /// The name that staff use.
    pub name: String,
    /// The name that patients see.
    pub public_name: String,
    /// Its real time zone, by its canonical name.
    pub zone: &'static str,
    /// Left out of the list unless all are asked for.
    pub hidden: bool,
}

/// One provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderTruth {
    /// The provider's id.
    pub id: u64,
    /// First name.
    pub first_name: String,
    /// Surname.
    pub last_name: String,
    /// No longer on the list.
    pub departed: bool,
}

/// One patient record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientTruth {
    /// The record's id.
    pub id: u64,
    /// First name; people with one name only have none.
    pub first_name: Option<String>,
    /// Middle name.
    pub middle_name: Option<String>,
    /// Surname.
    pub last_name: String,
    /// `Jr`, `Sr` and the like.
    pub suffix: Option<String>,
    /// Date of birth.
    pub born: NaiveDate,
    /// `F` or `M`; a record that a write made may lack it.
    pub sex: Option<&'static str>,
    /// What the record stands for.
    pub standing: Standing,
    /// Hidden unless restrictions are ignored.
    pub restricted: bool,
    /// Date of death.
    pub died: Option<NaiveDate>,
    /// The id of the record that this one ended in.
    pub merged_into: Option<u64>,
    /// The id of the patient's department.
    pub department: u64,
    /// Telephone at home, digits only.
    pub home_phone: Option<String>,
    /// Mobile telephone, digits only.
    pub mobile_phone: Option<String>,
    /// Address of electronic mail.
    pub email: Option<String>,
    /// What is owed, per group of providers.
    pub owed: Vec<Owed>,
    /// What writes have put in the record, by the interface's names; `null` is a field that was emptied.
    pub written: BTreeMap<&'static str, Value>,
}

/// One visit as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitTruth {
    /// The appointment's id.
    pub id: u64,
    /// The patient's id.
    pub patient: u64,
    /// The department's id.
    pub department: u64,
    /// The provider's id.
    pub provider: u64,
    /// The day, in the department's zone.
    pub day: NaiveDate,
    /// Minutes since midnight, in the department's zone.
    pub minute: u16,
    /// Length in minutes.
    pub minutes: u16,
    /// The appointment type's id.
    pub kind: u64,
    /// What it is now.
    pub state: State,
    /// When it last changed.
    pub modified: DateTime<Utc>,
    /// The visit that it was moved to.
    pub moved_to: Option<u64>,
    /// The id of the reason that a desk gave for cancelling it.
    pub cancel_reason: Option<u64>,
}

/// One open slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotTruth {
    /// The appointment's id.
    pub id: u64,
    /// The department's id.
    pub department: u64,
    /// The provider's id.
    pub provider: u64,
    /// The day, in the department's zone.
    pub day: NaiveDate,
    /// Minutes since midnight, in the department's zone.
    pub minute: u16,
    /// Length in minutes.
    pub minutes: u16,
    /// The appointment type's id.
    pub kind: u64,
    /// Whether nobody can book it for now.
    pub frozen: bool,
    /// Whether the interface may book it without being told that it may.
    pub schedulable: bool,
}

/// One entry of the wait list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitTruth {
    /// The entry's id.
    pub id: u64,
    /// The patient's id.
    pub patient: u64,
    /// The department's id.
    pub department: u64,
    /// The provider's id.
    pub provider: Option<u64>,
    /// The booked visit that would be given up.
    pub visit: Option<u64>,
    /// Days of the week, Sunday being 1.
    pub days: Vec<u8>,
    /// `LOW`, `NORMAL` or `HIGH`.
    pub priority: &'static str,
    /// The practice's note.
    pub note: Option<String>,
}

/// What a visit's row says beside its place and state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitWords {
    /// The appointment type's name, as patients see it.
    pub kind: &'static str,
    /// The copay expected.
    pub copay_cents: i64,
    /// The notes that are meant for the schedule.
    pub notes: Vec<String>,
    /// Marked as urgent.
    pub urgent: bool,
}

/// One policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyTruth {
    /// The policy's id (`insuranceid`).
    pub id: u64,
    /// The payer's package; `0` is self-pay.
    pub package: i64,
    /// The plan's name.
    pub plan: &'static str,
    /// The payer's name.
    pub payer: &'static str,
    /// The group or policy number.
    pub group: Option<String>,
    /// The day it ends.
    pub expires: Option<NaiveDate>,
    /// What the patient is to the policy's holder.
    pub relation: &'static str,
    /// The copay of a visit.
    pub copay_cents: Option<i64>,
    /// The member id.
    pub member: Option<String>,
    /// The sequence number, where the row has one.
    pub sequence: Option<u32>,
    /// Cancelled since.
    pub cancelled: Option<NaiveDate>,
    /// Eligibility as last heard.
    pub eligibility: &'static str,
    /// When that was.
    pub checked: Option<NaiveDate>,
    /// From whom.
    pub heard_from: Option<&'static str>,
    /// The payer's message.
    pub message: Option<&'static str>,
}

impl<'a> Truth<'a> {
    pub(crate) fn new(practice: &'a Practice, now: DateTime<Utc>) -> Self {
        Truth { practice, now }
    }

    /// Every department, hidden ones too.
    pub fn departments(&self) -> Vec<DepartmentTruth> {
        let all = self.practice.departments.iter();
        all.map(|department| DepartmentTruth {
            id: u64::from(department.id),
            name: department.name.clone(),
            public_name: department.public_name.clone(),
            zone: department.zone.name(),
            hidden: department.hidden,
        })
        .collect()
    }

    /// Every provider, the departed too.
    pub fn providers(&self) -> Vec<ProviderTruth> {
        let all = (0..self.practice.providers.len() as u16).map(|at| self.practice.provider(at));
        all.map(|provider| ProviderTruth {
            id: u64::from(provider.id),
            first_name: provider.first,
            last_name: provider.last,
            departed: provider.departed,
        })
        .collect()
    }

    /// Every patient record, merged, deleted and restricted ones too, by id.
    pub fn patients(&self) -> impl Iterator<Item = PatientTruth> + use<'a> {
        let practice = self.practice;
        (0..practice.people.count()).map(move |at| patient_truth(practice, at))
    }

    /// The patient record with an id.
    pub fn patient(&self, id: u64) -> Option<PatientTruth> {
        self.practice.people.find(id).map(|at| patient_truth(self.practice, at))
    }

    /// The ids of the records that are hidden unless restrictions are ignored.
    pub fn restricted(&self) -> Vec<u64> {
        let all = self.practice.people.places(|person| person.restricted);
        all.into_iter().map(People::id).collect()
    }

    /// Every write that took effect, in order: those of callers and of other desks. One that was applied twice is
    /// there twice.
    pub fn writes(&self) -> Vec<WriteTruth> {
        self.practice.writes.all()
    }

    /// How often a caller's write that said these fields was applied.
    pub fn applied(&self, fields: &[(&str, &str)]) -> usize {
        let all = self.practice.writes.all().into_iter();
        all.filter(|write| write.writer == Writer::Caller && write.says(fields)).count()
    }

    /// Every change that the feeds were told of, in order, whoever has subscribed to them.
    pub fn changes(&self) -> Vec<ChangeTruth> {
        self.practice.feeds.open().changes.clone()
    }

    /// Every reading of a feed that was not refused, in order.
    pub fn drains(&self) -> Vec<DrainTruth> {
        self.practice.feeds.open().drains.clone()
    }

    /// The records that wait for a key (by its client id) in a feed, the first change first.
    pub fn waiting(&self, key: &str, feed: Feed) -> Vec<u64> {
        let ledger = self.practice.feeds.open();
        let mut shelves = ledger.shelves.iter();
        let own = shelves.find(|((owner, of), _)| *owner == key && *of == feed);
        own.map(|(_, shelf)| shelf.waiting()).unwrap_or_default()
    }

    /// A record's row as it stands now, with native numbers and booleans and empty fields as `null`.
    pub fn row(&self, feed: Feed, id: u64) -> Option<Value> {
        changed::plain(self.practice, feed, id, self.now)
    }

    /// The records that were merged, each with the id it was merged into and the one it ended in.
    pub fn merged(&self) -> Vec<(u64, u64, u64)> {
        let people = &self.practice.people;
        let all = people.places(|person| person.merged_into.is_some());
        all.into_iter()
            .filter_map(|at| {
                let into = people.at(at).merged_into?;
                Some((People::id(at), People::id(into), People::id(people.survivor(at))))
            })
            .collect()
    }

    /// The ids of those who have died.
    pub fn deceased(&self) -> Vec<u64> {
        let all = self.practice.people.places(|person| person.died.is_some());
        all.into_iter().map(People::id).collect()
    }

    /// A patient's policies, cancelled ones too.
    pub fn policies(&self, patient: u64) -> Vec<PolicyTruth> {
        let Some(at) = self.practice.people.find(patient) else { return Vec::new() };
        let policies = policies::of(self.practice.seed, &self.practice.people, at, self.practice.settled());
        policies
            .into_iter()
            .map(|policy| PolicyTruth {
                id: policy.id,
                package: policy.plan.package,
                plan: policy.plan.name,
                payer: policy.plan.payer,
                relation: insurances::relation(self.practice, at, &policy).0,
                heard_from: insurances::heard_from(&policy),
                group: policy.group,
                expires: policy.expires,
                copay_cents: policy.copay.map(|dollars| dollars * 100),
                member: policy.member,
                sequence: policy.sequence,
                cancelled: policy.cancelled,
                eligibility: policy.eligibility,
                checked: policy.checked,
                message: policy.message,
            })
            .collect()
    }

    /// What a patient's chart says of allergies.
    pub fn allergies(&self, patient: u64) -> Option<AllergiesTruth> {
        let at = self.practice.people.find(patient)?;
        Some(allergies::said(self.practice, self.practice.people.survivor(at)))
    }

    /// A patient's custom values, as pairs of field id and value.
    pub fn custom_values(&self, patient: u64) -> Vec<(u64, FieldValue)> {
        let Some(at) = self.practice.people.find(patient) else { return Vec::new() };
        let values = fields::of(self.practice.seed, at, &self.practice.people.at(at));
        values.into_iter().map(|(id, value)| (u64::from(id), value)).collect()
    }

    /// A custom value as a person reads it: the field's name, and the text or the chosen option's words.
    pub fn custom_words(&self, field: u64, value: &FieldValue) -> Option<(&'static str, String)> {
        let field = fields::FIELDS.iter().find(|known| u64::from(known.id) == field)?;
        let words = match value {
            FieldValue::Text(text) => text.clone(),
            FieldValue::Choice(chosen) => {
                field.options.iter().find(|(id, _)| id == chosen).map(|(_, words)| (*words).to_owned())?
            }
        };
        Some((field.name, words))
    }
}

fn patient_truth(practice: &Practice, at: u32) -> PatientTruth {
    let person = practice.people.at(at);
    let contact = patient::contact_of(practice, at);
    PatientTruth {
        id: People::id(at),
        first_name: person.first_name(),
        middle_name: person.middle_name(),
        last_name: person.last_name(),
        suffix: person.suffix(),
        born: person.born,
        sex: person.sex(),
        standing: person.standing,
        restricted: person.restricted,
        died: person.died,
        merged_into: person.merged_into.map(|_| People::id(practice.people.survivor(at))),
        department: u64::from(practice.department(person.department).id),
        home_phone: contact.home_phone,
        mobile_phone: contact.mobile_phone,
        email: contact.email,
        owed: balances::of(practice, at),
        written: person.written.as_deref().map(|written| written.fields().clone()).unwrap_or_default(),
    }
}
