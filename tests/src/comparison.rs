//! The copy held against the practice, row by row.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use sandbox::{PatientTruth, State, Truth, VisitTruth};
use serde_json::{Value, json};

/// Says where the copy differs from the practice: every visit of every day in the window, everyone
/// who has one with the policies in force, and how many are not held. `ask` calls a command by name.
pub async fn differences(
    truth: &Truth<'_>,
    today: NaiveDate,
    ask: impl AsyncFn(&str, Value) -> anyhow::Result<Value>,
) -> anyhow::Result<Vec<String>> {
    let visits = visits_in_window(truth, today);
    let mut found = Vec::new();
    for (day, visits) in by_day(&visits) {
        let sheet = ask("schedule_day", json!({ "date": day.to_string() })).await?;
        compare_day(truth, day, &visits, &sheet, &mut found);
    }
    let (held, hidden) = people(truth, &visits);
    for patient in &held {
        let card = ask("patient_open", json!({ "patient": patient.id.to_string() })).await;
        match card {
            Ok(card) => compare_patient(truth, today, patient, &card, &mut found),
            Err(error) => found.push(format!("patient {}: not held: {error}", patient.id)),
        }
    }
    let sync = ask("sync_read", json!({})).await?;
    if (sync["held"].as_u64(), sync["notHeld"].as_u64()) != (Some(held.len() as u64), Some(hidden as u64)) {
        let (said, unsaid) = (&sync["held"], &sync["notHeld"]);
        found.push(format!("{said} held and {unsaid} not held, where {} and {hidden} are", held.len()));
    }
    Ok(found)
}

/// The visits that stand, from two years back to one year ahead.
fn visits_in_window(truth: &Truth<'_>, today: NaiveDate) -> Vec<VisitTruth> {
    let from = today.checked_sub_months(Months::new(24)).unwrap_or(today);
    let to = today.checked_add_months(Months::new(12)).unwrap_or(today);
    truth.visits(from, to).filter(|visit| visit.state != State::Cancelled).collect()
}

fn by_day(visits: &[VisitTruth]) -> BTreeMap<NaiveDate, Vec<&VisitTruth>> {
    let mut days: BTreeMap<NaiveDate, Vec<&VisitTruth>> = BTreeMap::new();
    for visit in visits {
        days.entry(visit.day).or_default().push(visit);
    }
    days
}

/// Those with a visit whom a key may see, and how many it may not.
fn people(truth: &Truth<'_>, visits: &[VisitTruth]) -> (Vec<PatientTruth>, usize) {
    let ids: BTreeSet<u64> = visits.iter().map(|visit| visit.patient).collect();
    let all: Vec<PatientTruth> = ids.into_iter().filter_map(|id| truth.patient(id)).collect();
    let (hidden, held): (Vec<_>, Vec<_>) = all.into_iter().partition(|patient| patient.restricted);
    (held, hidden.len())
}

/// A visit on a sheet: provider, department, minute, length, and the patient where a key may see them.
type Line = (String, String, i64, i64, Option<String>);

fn compare_day(
    truth: &Truth<'_>,
    day: NaiveDate,
    visits: &[&VisitTruth],
    sheet: &Value,
    found: &mut Vec<String>,
) {
    let wanted: BTreeMap<String, Line> = visits.iter().map(|visit| wanted_line(truth, visit)).collect();
    let shown: BTreeMap<String, Line> = shown_lines(sheet).into_iter().collect();
    for (id, line) in &wanted {
        match shown.get(id) {
            None => found.push(format!("{day}: visit {id} is missing")),
            Some(shown) if shown != line => {
                found.push(format!("{day}: visit {id} is {shown:?}, not {line:?}"))
            }
            Some(_) => {}
        }
    }
    for id in shown.keys().filter(|id| !wanted.contains_key(*id)) {
        found.push(format!("{day}: visit {id} is none of the practice's"));
    }
}

fn wanted_line(truth: &Truth<'_>, visit: &VisitTruth) -> (String, Line) {
    let seen = truth.patient(visit.patient).is_some_and(|patient| !patient.restricted);
    let patient = seen.then(|| visit.patient.to_string());
    let place = (visit.provider.to_string(), visit.department.to_string());
    (visit.id.to_string(), (place.0, place.1, i64::from(visit.minute), i64::from(visit.minutes), patient))
}

fn shown_lines(sheet: &Value) -> Vec<(String, Line)> {
    let columns = sheet["columns"].as_array().into_iter().flatten();
    let lines = columns.flat_map(|column| {
        let (provider, department) = (text(&column["provider"]), text(&column["department"]));
        let visits = column["visits"].as_array().into_iter().flatten();
        visits.filter(|visit| visit["state"]["state"] != "cancelled").map(move |visit| {
            let (minute, minutes) = (visit["minute"].as_i64(), visit["minutes"].as_i64());
            let patient = visit["patient"].as_str().map(str::to_owned);
            let (minute, minutes) = (minute.unwrap_or(-1), minutes.unwrap_or(-1));
            (text(&visit["id"]), (provider.clone(), department.clone(), minute, minutes, patient))
        })
    });
    lines.collect()
}

fn compare_patient(
    truth: &Truth<'_>,
    today: NaiveDate,
    patient: &PatientTruth,
    card: &Value,
    found: &mut Vec<String>,
) {
    let mut hold = |what: &str, wanted: Value, shown: Value| {
        if wanted != shown {
            found.push(format!("patient {}: {what} is {shown}, not {wanted}", patient.id));
        }
    };
    hold("the name", json!(full_name(patient)), card["name"].clone());
    hold("the date of birth", json!(patient.born.to_string()), card["dob"].clone());
    hold("the sex", json!(patient.sex), card["sex"].clone());
    hold("the date of death", json!(patient.died.map(|day| day.to_string())), card["deceased"].clone());
    hold("the home phone", json!(patient.home_phone), card["contact"]["homePhone"].clone());
    hold("the mobile phone", json!(patient.mobile_phone), card["contact"]["mobilePhone"].clone());
    hold("the address of mail", json!(patient.email), card["contact"]["email"].clone());
    let policies = truth.policies(patient.id).into_iter();
    let in_force = policies.filter(|policy| policy.cancelled.is_none_or(|day| day > today));
    let policies = in_force.map(|policy| (policy.id.to_string(), policy.member));
    hold("the insurances", json!(sorted(policies)), json!(sorted(rows(card, "coverages", "id", "memberId"))));
    let owed = patient.owed.iter().map(|owed| owed.cents).collect::<Vec<_>>();
    let shown = card["balances"]["rows"].as_array().into_iter().flatten();
    hold("the balances", json!(owed), shown.map(|row| row["cents"].clone()).collect());
    let fields = truth.custom_values(patient.id).into_iter().map(|(id, _)| id.to_string());
    let shown = card["customValues"]["rows"].as_array().into_iter().flatten().map(|row| text(&row["field"]));
    hold("the custom fields", json!(sorted(fields)), json!(sorted(shown)));
}

fn rows(card: &Value, part: &str, id: &str, value: &str) -> Vec<(String, Option<String>)> {
    let rows = card[part]["rows"].as_array().into_iter().flatten();
    rows.map(|row| (text(&row[id]), row[value].as_str().map(str::to_owned))).collect()
}

fn sorted<T: Ord>(rows: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut rows: Vec<T> = rows.into_iter().collect();
    rows.sort();
    rows
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
