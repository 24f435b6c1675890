//! The copy held against the practice, row by row and word by word.

mod card;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use sandbox::{PatientTruth, State, Truth, VisitTruth};
use serde_json::{Value, json};

/// Says where the copy differs from the practice: every visit of every day in the window,
/// everyone who has one with all that their card shows, and that nobody else is counted. It is an hour
/// of `today` at which nobody is at the practice. `ask` calls a command by name.
pub async fn differences(
    truth: &Truth<'_>,
    today: NaiveDate,
    ask: impl AsyncFn(&str, Value) -> anyhow::Result<Value>,
) -> anyhow::Result<Vec<String>> {
    let window = window(today);
    let visits: Vec<VisitTruth> =
        truth.visits(window.0, window.1).filter(|visit| visit.state != State::Cancelled).collect();
    let mut found = Vec::new();
    for (day, visits) in by_day(&visits) {
        let sheet = ask("schedule_day", json!({ "date": day.to_string() })).await?;
        compare_day(truth, (today, day), &visits, &sheet, &mut found);
    }
    let held = people(truth, &visits);
    for patient in &held {
        let card = ask("patient_open", json!({ "patient": patient.id.to_string() })).await;
        let own = visits.iter().filter(|visit| visit.patient == patient.id).collect();
        match card {
            Ok(card) => found.extend(card::differences(truth, today, patient, own, &card)),
            Err(error) => found.push(format!("patient {}: not held: {error}", patient.id)),
        }
    }
    let sync = ask("sync_read", json!({})).await?;
    let (said, unread) = (&sync["held"], &sync["withoutDetails"]);
    if (said.as_u64(), unread.as_u64()) != (Some(held.len() as u64), Some(0)) {
        found.push(format!(
            "{said} held and {unread} of them not read, where {} are and nobody is",
            held.len()
        ));
    }
    Ok(found)
}

/// Fails with the first differences where there are any.
///
/// # Panics
/// Where the copy differs from the practice.
pub fn assert_alike(found: &[String]) {
    let first = found[..found.len().min(20)].join("\n");
    assert!(found.is_empty(), "{} differences, such as\n{first}", found.len());
}

/// From two years back to one year ahead.
pub(super) fn window(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let from = today.checked_sub_months(Months::new(24)).unwrap_or(today);
    (from, today.checked_add_months(Months::new(12)).unwrap_or(today))
}

fn by_day(visits: &[VisitTruth]) -> BTreeMap<NaiveDate, Vec<&VisitTruth>> {
    let mut days: BTreeMap<NaiveDate, Vec<&VisitTruth>> = BTreeMap::new();
    for visit in visits {
        days.entry(visit.day).or_default().push(visit);
    }
    days
}

/// Those with a visit whom a key may see.
fn people(truth: &Truth<'_>, visits: &[VisitTruth]) -> Vec<PatientTruth> {
    let ids: BTreeSet<u64> = visits.iter().map(|visit| visit.patient).collect();
    ids.into_iter().filter_map(|id| truth.patient(id)).filter(|patient| !patient.restricted).collect()
}

fn compare_day(
    truth: &Truth<'_>,
    (today, day): (NaiveDate, NaiveDate),
    visits: &[&VisitTruth],
    sheet: &Value,
    found: &mut Vec<String>,
) {
    let wanted = visits.iter().map(|visit| (visit.id.to_string(), wanted_visit(truth, today, visit)));
    let wanted: BTreeMap<String, Value> = wanted.collect();
    let shown = shown_visits(sheet);
    for (id, visit) in &wanted {
        match shown.get(id) {
            None => found.push(format!("{day}: visit {id} is missing")),
            Some(shown) if shown != visit => found.push(format!("{day}: visit {id} is {shown}, not {visit}")),
            Some(_) => {}
        }
    }
    for id in shown.keys().filter(|id| !wanted.contains_key(*id)) {
        found.push(format!("{day}: visit {id} is none of the practice's"));
    }
}

/// A visit as the sheet should show it; who is hidden has no name on it.
fn wanted_visit(truth: &Truth<'_>, today: NaiveDate, visit: &VisitTruth) -> Value {
    let patient = truth.patient(visit.patient).filter(|patient| !patient.restricted);
    let words = truth.visit_words(visit.id);
    let words = words.as_ref();
    json!({
        "provider": visit.provider.to_string(),
        "department": visit.department.to_string(),
        "minute": visit.minute,
        "minutes": visit.minutes,
        "state": sheet_state(today, visit),
        "kind": words.map(|words| words.kind),
        "copayCents": words.map(|words| words.copay_cents),
        "notes": words.map(|words| &words.notes),
        "urgent": words.map(|words| words.urgent),
        "patient": patient.as_ref().map(|_| visit.patient.to_string()),
        "name": patient.as_ref().map(full_name),
        "dob": patient.as_ref().map(|patient| patient.born.to_string()),
        "sex": patient.as_ref().map(|patient| patient.sex),
    })
}

/// The state in the sheet's word, at an hour of `today` before anybody comes.
fn sheet_state(today: NaiveDate, visit: &VisitTruth) -> &'static str {
    match visit.state {
        State::Booked if visit.day < today => "late",
        state => line_state(state),
    }
}

fn line_state(state: State) -> &'static str {
    match state {
        State::Booked => "booked",
        State::CheckingIn => "checkingIn",
        State::CheckedIn => "here",
        State::CheckedOut => "out",
        State::Charged => "charged",
        State::Cancelled => "cancelled",
    }
}

fn shown_visits(sheet: &Value) -> BTreeMap<String, Value> {
    let columns = sheet["columns"].as_array().into_iter().flatten();
    let visits = columns.flat_map(|column| {
        let visits = column["visits"].as_array().into_iter().flatten();
        visits.filter(|visit| visit["state"]["state"] != "cancelled").map(move |visit| {
            let mut row = json!({
                "provider": column["provider"],
                "department": column["department"],
                "state": visit["state"]["state"],
            });
            for field in [
                "minute",
                "minutes",
                "kind",
                "copayCents",
                "notes",
                "urgent",
                "patient",
                "name",
                "dob",
                "sex",
            ] {
                row[field] = visit[field].clone();
            }
            (text(&visit["id"]), row)
        })
    });
    visits.collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// `Last, First M. Jr`, as every list shows it.
pub fn full_name(patient: &PatientTruth) -> String {
    let initial =
        patient.middle_name.as_ref().and_then(|name| name.chars().next()).map(|letter| format!("{letter}."));
    let given: Vec<String> =
        [patient.first_name.clone(), initial, patient.suffix.clone()].into_iter().flatten().collect();
    if given.is_empty() {
        patient.last_name.clone()
    } else {
        format!("{}, {}", patient.last_name, given.join(" "))
    }
}
