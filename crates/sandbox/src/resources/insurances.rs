//! `/patients/{patientid}/insurances`: policies with their eligibility as last heard.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::patient;
use crate::ask::Ask;
use crate::eastern;
use crate::errors::Refusal;
use crate::paging;
use crate::policies::{self, Policy};
use crate::practice::Practice;

/// `GET /patients/{patientid}/insurances`; cancelled ones only with `showcancelled`.
pub(crate) fn list(
    practice: &Practice,
    ask: &Ask,
    patient: u32,
    now: DateTime<Utc>,
) -> Result<Value, Refusal> {
    let cancelled = ask.flag("showcancelled", false)?;
    paging::rows(ask, paging::INSURANCES, "insurances", rows(practice, patient, cancelled, now))
}

/// A patient's policies as rows; one is cancelled from the day that says so.
pub(crate) fn rows(practice: &Practice, patient: u32, cancelled: bool, now: DateTime<Utc>) -> Vec<Value> {
    let today = now.with_timezone(&eastern::SERVER).date_naive();
    let policies = policies::of(practice.seed, &practice.people, patient, practice.settled());
    let shown = policies.iter().filter(|policy| cancelled || policy.cancelled.is_none_or(|day| day > today));
    shown.map(|policy| row(practice, patient, policy)).collect()
}

fn row(practice: &Practice, patient: u32, policy: &Policy) -> Value {
    let (relation, relation_id) = relation(practice, patient, policy);
    let mut row = json!({
        "insuranceid": policy.id.to_string(),
        "insurancepackageid": policy.plan.package,
        "insuranceplanname": policy.plan.name,
        "insuranceplandisplayname": policy.plan.name,
        "insurancetype": policy.plan.kind,
        "ircname": policy.plan.payer,
        "insurancephone": (!policy.plan.phone.is_empty()).then_some(policy.plan.phone),
        "insuranceidnumber": policy.member,
        "policynumber": policy.group,
        "sequencenumber": policy.sequence,
        "issuedate": policy.issued.map(eastern::date),
        "expirationdate": policy.expires.map(eastern::date),
        "cancelled": policy.cancelled.map(eastern::date),
        "relationshiptoinsured": relation,
        "relationshiptoinsuredid": relation_id,
        "insuredentitytypeid": 1,
        "copays": policy.copay.map(copays),
    });
    patient::merge(&mut row, eligibility(policy));
    patient::merge(&mut row, policyholder(practice, policy.holder.unwrap_or(patient)));
    row
}

fn copays(dollars: i64) -> Value {
    json!([{"copayamount": dollars.to_string(), "copaytype": "Office Visit"}])
}

/// Who said what is known of a policy's eligibility.
pub(crate) fn heard_from(policy: &Policy) -> Option<&'static str> {
    let who = if policy.id.is_multiple_of(7) { "Payer Call" } else { "Athena" };
    policy.checked.map(|_| who)
}

fn eligibility(policy: &Policy) -> Value {
    json!({
        "eligibilitystatus": policy.eligibility,
        "eligibilityreason": heard_from(policy),
        "eligibilitylastchecked": policy.checked.map(eastern::date),
        "eligibilitymessage": policy.message,
    })
}

fn policyholder(practice: &Practice, holder: u32) -> Value {
    let person = practice.people.at(holder);
    let contact = patient::contact_of(practice, holder);
    let (first, last) =
        (person.first_name().map(|name| name.to_uppercase()), person.last_name().to_uppercase());
    let whole = first.iter().chain([&last]).cloned().collect::<Vec<_>>().join(" ");
    json!({
        "insurancepolicyholder": whole,
        "insurancepolicyholderfirstname": first,
        "insurancepolicyholderlastname": last,
        "insurancepolicyholderdob": eastern::date(person.born),
        "insurancepolicyholdersex": person.sex(),
        "insurancepolicyholderaddress1": contact.address.map(|line| line.to_uppercase()),
        "insurancepolicyholdercity": contact.city,
        "insurancepolicyholderstate": contact.state,
        "insurancepolicyholderzip": contact.zip,
        "insurancepolicyholdercountrycode": "USA",
        "insurancepolicyholdercountryiso3166": "US",
    })
}

/// What a patient is to a policy's holder, in words and by number.
pub(crate) fn relation(practice: &Practice, patient: u32, policy: &Policy) -> (&'static str, u32) {
    let born = practice.people.at(patient).made().born;
    match policy.holder {
        None => ("Self", 1),
        Some(_) if eastern::shift(born, 18 * 365) > practice.settled() => ("Child", 3),
        Some(_) => ("Spouse", 2),
    }
}
