//! A patient's card held against the practice.

use chrono::NaiveDate;
use sandbox::{AllergyTruth, PatientTruth, ReactionTruth, Truth, VisitTruth};
use serde_json::{Value, json};

use super::{full_name, line_state, text, window};

/// How many visits to come, and how many past, a card shows.
const VISITS: usize = 5;

/// Says where a card differs from the practice. `visits` are the patient's, those cancelled apart.
pub(super) fn differences(
    truth: &Truth<'_>,
    today: NaiveDate,
    patient: &PatientTruth,
    visits: Vec<&VisitTruth>,
    card: &Value,
) -> Vec<String> {
    let (next, last) = (next_visits(truth, today, &visits), last_visits(truth, today, &visits));
    let coming = visits.iter().any(|visit| is_near(today, visit.day));
    let parts = [
        ("the person", person(truth, patient), shown_person(card)),
        ("the allergies", allergies(truth, patient.id, coming), shown_allergies(card, coming)),
        ("the insurances", policies(truth, today, patient.id), shown_policies(card)),
        ("the balances", owed(patient), of_rows(card, "balances", |row| row["cents"].clone())),
        ("the custom fields", fields(truth, patient.id), shown_fields(card)),
        ("the next visits", next, shown_visits(card, "nextVisits", today)),
        ("the last visits", last, shown_visits(card, "lastVisits", today)),
    ];
    let differing = parts.into_iter().filter(|(_, wanted, shown)| wanted != shown);
    differing
        .map(|(what, wanted, shown)| format!("patient {}: {what}: {shown}, not {wanted}", patient.id))
        .collect()
}

fn person(truth: &Truth<'_>, patient: &PatientTruth) -> Value {
    json!({
        "name": full_name(patient),
        "dob": patient.born.to_string(),
        "sex": patient.sex,
        "deceased": patient.died.map(|day| day.to_string()),
        "department": department(truth, patient.department),
        "homePhone": patient.home_phone,
        "mobilePhone": patient.mobile_phone,
        "email": patient.email,
    })
}

fn shown_person(card: &Value) -> Value {
    let mut shown = json!({});
    for field in ["name", "dob", "sex", "deceased", "department"] {
        shown[field] = card[field].clone();
    }
    for field in ["homePhone", "mobilePhone", "email"] {
        shown[field] = card["contact"][field].clone();
    }
    shown
}

/// Every policy in force, with its eligibility as last heard.
fn policies(truth: &Truth<'_>, today: NaiveDate, patient: u64) -> Value {
    let in_force = truth.policies(patient).into_iter();
    let in_force = in_force.filter(|policy| policy.cancelled.is_none_or(|day| day > today));
    let policies = in_force.map(|policy| {
        json!({
            "id": policy.id.to_string(),
            "plan": policy.plan,
            "payer": policy.payer,
            "selfPay": policy.package == 0,
            "memberId": policy.member,
            "policyNumber": policy.group,
            "sequence": policy.sequence,
            "cancelled": policy.cancelled.map(|day| day.to_string()),
            "expires": policy.expires.map(|day| day.to_string()),
            "relationship": policy.relation,
            "copays": policy.copay_cents.into_iter().collect::<Vec<_>>(),
            "eligibility": {
                "status": policy.eligibility,
                "reason": policy.heard_from,
                "checked": policy.checked.map(|day| day.to_string()),
                "message": policy.message,
            },
        })
    });
    by_id(policies.collect())
}

fn shown_policies(card: &Value) -> Value {
    let policies = rows(card, "coverages").iter().map(|row| {
        let mut policy = row.clone();
        policy["copays"] = of_rows_in(&row["copays"], |copay| copay["cents"].clone());
        if let Some(policy) = policy.as_object_mut() {
            // Follows from the days that are compared.
            policy.remove("active");
        }
        policy
    });
    by_id(policies.collect())
}

/// Whether a day is among those whose visitors' charts are read in any case.
fn is_near(today: NaiveDate, day: NaiveDate) -> bool {
    (today..=today + chrono::Days::new(14)).contains(&day)
}

/// A chart's allergies, of whoever comes soon; those of others are read once they are looked at.
fn allergies(truth: &Truth<'_>, patient: u64, coming: bool) -> Value {
    let Some(said) = truth.allergies(patient).filter(|_| coming) else { return Value::Null };
    let row = |entry: &AllergyTruth| {
        let reaction = |one: &ReactionTruth| json!({"name": one.name, "severity": one.severity});
        json!({
            "allergen": (entry.name != "deleted/unknown").then_some(entry.name),
            "reactions": entry.reactions.iter().map(reaction).collect::<Value>(),
            "onset": entry.onset.map(|day| day.to_string()),
            "active": entry.deactivated.is_none(),
            "deactivated": entry.deactivated.map(|day| day.to_string()),
            "note": entry.note,
        })
    };
    let (active, over): (Vec<_>, Vec<_>) = said.list.iter().partition(|entry| entry.deactivated.is_none());
    let standing = match (active.is_empty(), said.none_known) {
        (false, _) => "listed",
        (true, true) => "noneKnown",
        (true, false) => "notRecorded",
    };
    json!({
        "standing": standing,
        "rows": active.into_iter().chain(over).map(row).collect::<Value>(),
        "note": said.note,
        "trouble": null,
    })
}

fn shown_allergies(card: &Value, coming: bool) -> Value {
    let mut shown = card["allergies"].clone();
    match shown.as_object_mut().filter(|_| coming) {
        Some(part) => {
            part.remove("asOf");
            shown
        }
        None => Value::Null,
    }
}

fn owed(patient: &PatientTruth) -> Value {
    patient.owed.iter().map(|owed| json!(owed.cents)).collect()
}

fn fields(truth: &Truth<'_>, patient: u64) -> Value {
    let values = truth.custom_values(patient).into_iter().map(|(id, value)| {
        let words = truth.custom_words(id, &value);
        json!([id.to_string(), words.as_ref().map(|(name, _)| name), words.as_ref().map(|(_, value)| value)])
    });
    by_id(values.collect())
}

fn shown_fields(card: &Value) -> Value {
    let values = rows(card, "customValues").iter();
    by_id(values.map(|row| json!([row["field"], row["name"], row["value"]])).collect())
}

fn next_visits(truth: &Truth<'_>, today: NaiveDate, visits: &[&VisitTruth]) -> Value {
    let mut next: Vec<_> = visits.iter().filter(|visit| visit.day >= today).collect();
    next.sort_by_key(|visit| (visit.day, visit.minute, visit.id));
    next.into_iter().take(VISITS).map(|visit| line(truth, visit)).collect()
}

fn last_visits(truth: &Truth<'_>, today: NaiveDate, visits: &[&VisitTruth]) -> Value {
    let mut last: Vec<_> = visits.iter().filter(|visit| visit.day < today).collect();
    last.sort_by_key(|visit| std::cmp::Reverse((visit.day, visit.minute, visit.id)));
    last.into_iter().take(VISITS).map(|visit| line(truth, visit)).collect()
}

fn line(truth: &Truth<'_>, visit: &VisitTruth) -> Value {
    json!({
        "id": visit.id.to_string(),
        "date": visit.day.to_string(),
        "minute": visit.minute,
        "minutes": visit.minutes,
        "state": line_state(visit.state),
        "kind": truth.visit_words(visit.id).map(|words| words.kind),
        "department": department(truth, visit.department),
    })
}

/// The copy reads whole spans of days, so that it may hold a visit just beyond the window.
fn shown_visits(card: &Value, part: &str, today: NaiveDate) -> Value {
    let (from, to) = window(today);
    let kept = |row: &&Value| text(&row["date"]).parse().is_ok_and(|day| (from..=to).contains(&day));
    let lines = rows(card, part).iter().filter(kept).map(|row| {
        let mut line = json!({ "state": row["state"]["state"] });
        for field in ["id", "date", "minute", "minutes", "kind", "department"] {
            line[field] = row[field].clone();
        }
        line
    });
    lines.collect()
}

fn department(truth: &Truth<'_>, id: u64) -> Option<String> {
    let known = truth.departments().into_iter().find(|department| department.id == id);
    known.map(|department| department.public_name)
}

fn rows<'c>(card: &'c Value, part: &str) -> &'c [Value] {
    card[part]["rows"].as_array().map_or(&[], Vec::as_slice)
}

fn of_rows(card: &Value, part: &str, field: impl Fn(&Value) -> Value) -> Value {
    of_rows_in(&card[part]["rows"], field)
}

fn of_rows_in(rows: &Value, field: impl Fn(&Value) -> Value) -> Value {
    rows.as_array().into_iter().flatten().map(field).collect()
}

/// Rows in an order of ours, where the interface keeps none.
fn by_id(mut rows: Vec<Value>) -> Value {
    rows.sort_by_key(|row| text(row.get("id").unwrap_or(&row[0])));
    Value::Array(rows)
}
