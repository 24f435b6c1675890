//! What each endpoint answers, in both dialects.

use sandbox::{Dialect, State};
use serde_json::{Value, json};

use crate::desk::Desk;

const TODAY: &str = "startdate=11/18/2026&enddate=11/18/2026";

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().expect("the envelope holds a list")
}

/// Answers that hold numbers and booleans beside text.
const TYPED_PATHS: [&str; 10] = [
    "/ping",
    "/practiceinfo",
    "/departments?showalldepartments=true",
    "/providers",
    "/appointmenttypes",
    "/patients?lastname=Smith",
    "/chart/1001/allergies?departmentid=1",
    "/patients/1001?showinsurance=true&showbalancedetails=true&showportalstatus=true",
    "/appointments/booked?departmentid=1&startdate=11/01/2026&enddate=11/18/2026&showpatientdetail=true",
    "/appointments/booked/multipledepartment?departmentid=1,21&startdate=11/18/2026&enddate=11/18/2026",
];

#[tokio::test]
async fn the_older_dialect_writes_everything_as_text_but_the_recorded_numbers() {
    let desk = Desk::open(Dialect::Text).await;
    for path in TYPED_PATHS {
        let mut native = Vec::new();
        natives("", &desk.rows(path).await, &mut native);
        native.retain(|(key, value)| match key.as_str() {
            "totalcount" | "timezone" | "timezoneoffset" => !value.is_number(),
            "copay" | "balance" => *value != json!(0),
            _ => !value.is_null(),
        });
        assert!(native.is_empty(), "{path} holds {native:?}, which the older dialect writes as text");
    }
}

#[tokio::test]
async fn the_typed_dialect_sends_no_nulls_and_no_booleans_as_text() {
    let desk = Desk::open(Dialect::Typed).await;
    for path in TYPED_PATHS {
        let text = desk.get(path).await.text;
        assert!(!text.contains(":null"), "{path}: empty fields are left out");
        assert!(!text.contains(":\"true\"") && !text.contains(":\"false\""), "{path}: booleans are native");
        assert!(!text.replace("\\/", "").contains('/'), "{path}: slashes are escaped as the real ones are");
    }
}

#[tokio::test]
async fn the_older_dialect_sends_empty_fields_of_a_search_as_null() {
    let desk = Desk::open(Dialect::Text).await;
    let found = desk.rows("/patients?lastname=Smith").await;
    assert_eq!(
        list(&found, "patients")[0]["occupationcode"],
        Value::Null,
        "an empty field is there and null"
    );
    let first = list(&found, "patients")[0].as_object().expect("a row is an object");
    assert!(first.contains_key("occupationcode"), "the field is sent");
}

fn natives(key: &str, value: &Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| natives(key, item, found)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| natives(key, value, found)),
        Value::String(_) => {}
        other => found.push((key.to_owned(), other.clone())),
    }
}

#[tokio::test]
async fn ping_and_the_practice_say_who_answers() {
    let desk = Desk::open(Dialect::Typed).await;
    assert_eq!(desk.rows("/ping").await, json!({"pong": true}), "ping is the cheap check");
    let practice = desk.rows("/practiceinfo").await;
    assert_eq!(practice["practiceinfo"][0]["practiceid"], json!("195900"), "the id is text in both dialects");
    assert_eq!(practice["practiceinfo"][0]["name"], json!("Cedar Valley Family Medicine"), "the name");
    let listed = desk.ask(desk.request("/v1/1/practiceinfo")).await;
    assert_eq!(listed.json(), practice, "practice 1 lists what the key may see");
}

#[tokio::test]
async fn departments_hide_one_and_tell_their_zones_in_every_way() {
    let desk = Desk::open(Dialect::Typed).await;
    let shown = desk.rows("/departments").await;
    let all = desk.rows("/departments?showalldepartments=true&providerlist=true").await;
    assert_eq!(
        (shown["totalcount"].as_u64(), all["totalcount"].as_u64()),
        (Some(3), Some(4)),
        "one is hidden"
    );
    let zone = |at: usize| {
        let row = &all["departments"][at];
        (row["timezonename"].as_str(), row["timezoneoffset"].as_i64(), row["doesnotobservedst"].as_bool())
    };
    assert_eq!(zone(0), (Some("US/Eastern"), Some(-5), Some(false)), "the old alias");
    assert_eq!(zone(1), (Some("America/Phoenix"), Some(-7), Some(true)), "no summer time");
    assert_eq!(zone(2), (None, Some(-6), Some(false)), "no name at all");
    assert_eq!(all["departments"][0]["timezone"], json!(-5), "winter's offset in November");
    assert!(!list(&all["departments"][0], "providerlist").is_empty(), "those with visits are listed");
    let one = desk.rows("/departments/21").await;
    assert_eq!(one[0]["departmentid"], json!("21"), "one department is an array of one");
}

#[tokio::test]
async fn the_current_offset_of_a_department_follows_the_season() {
    let desk = Desk::open(Dialect::Typed).await;
    desk.hands.turn(chrono::TimeDelta::days(240));
    let mut desk = desk;
    desk.sign_in().await;
    let all = desk.rows("/departments").await;
    assert_eq!(all["departments"][0]["timezone"], json!(-4), "summer time in July");
    assert_eq!(all["departments"][0]["timezoneoffset"], json!(-5), "the standard offset stays");
    assert_eq!(all["departments"][1]["timezone"], json!(-7), "Arizona has none");
}

#[tokio::test]
async fn providers_have_numbers_for_ids_and_one_is_no_person() {
    let desk = Desk::open(Dialect::Typed).await;
    let providers = desk.rows("/providers").await;
    let rows = list(&providers, "providers");
    assert_eq!(rows.len(), 12, "the clinic's twelve");
    assert!(rows.iter().all(|row| row["providerid"].is_u64()), "native numbers in the typed dialect");
    assert!(rows.iter().any(|row| row["entitytype"] != json!("Person")), "a column of nurse visits");
    let id = &rows[0]["providerid"];
    assert_eq!(&desk.rows(&format!("/providers/{id}")).await[0], &rows[0], "one provider is the same row");
    let gone = desk.sandbox.truth().providers().into_iter().find(|provider| provider.departed);
    let gone = gone.expect("one has left").id;
    assert_eq!(
        desk.get(&format!("/providers/{gone}")).await.status.as_u16(),
        404,
        "who has left is not found"
    );
}

#[tokio::test]
async fn types_of_the_staff_are_hidden_unless_asked_for() {
    let desk = Desk::open(Dialect::Typed).await;
    let usual = desk.rows("/appointmenttypes").await;
    let all = desk.rows("/appointmenttypes?hidenonpatient=false&hidetemplatetypeonly=false").await;
    assert!(
        list(&usual, "appointmenttypes").iter().all(|kind| kind["patient"] == json!(true)),
        "patients' only"
    );
    assert_eq!(all["totalcount"], json!(14), "all of them");
    assert_eq!(desk.rows("/appointmenttypes/2").await[0]["name"], json!("Office Visit"), "an array of one");
}

#[tokio::test]
async fn reasons_depend_on_who_and_where() {
    let desk = Desk::open(Dialect::Typed).await;
    let provider = desk.sandbox.truth().providers()[0].id;
    let home = desk.rows(&format!("/patientappointmentreasons?departmentid=1&providerid={provider}")).await;
    let away = desk.rows(&format!("/patientappointmentreasons?departmentid=21&providerid={provider}")).await;
    assert!(home["totalcount"].as_u64() > away["totalcount"].as_u64(), "fewer reasons away from home");
    assert_eq!(home["patientappointmentreasons"][0]["schedulingminhours"], json!("48"), "hours are text");
}

#[tokio::test]
async fn custom_fields_are_bare_arrays_with_text_for_ids_in_both_dialects() {
    for dialect in [Dialect::Typed, Dialect::Text] {
        let desk = Desk::open(dialect).await;
        let fields = desk.rows("/customfields").await;
        let fields = fields.as_array().expect("a bare array");
        assert!(fields.iter().all(|field| field["customfieldid"].is_string()), "ids are text");
        assert!(fields.iter().all(|field| field["select"].is_boolean()), "booleans are native, as recorded");
        let bare = fields.iter().filter(|field| field["select"] == json!(true));
        assert!(bare.clone().any(|field| field["selectlist"].is_null()), "a choice without a list");
        assert!(bare.clone().any(|field| field["selectlist"].is_array()), "and one with");
    }
}

#[tokio::test]
async fn custom_values_are_the_truth_and_choices_have_no_value() {
    let desk = Desk::open(Dialect::Typed).await;
    let truth = desk.sandbox.truth();
    let patient = truth.patients().find(|patient| truth.custom_values(patient.id).len() > 3);
    let patient = patient.expect("somebody has many values").id;
    let rows = desk.rows(&format!("/patients/{patient}/customfields?departmentid=1")).await;
    let rows = rows.as_array().expect("a bare array");
    assert_eq!(rows.len(), truth.custom_values(patient).len(), "unset fields are missing, the others there");
    for row in rows {
        assert_ne!(
            row["optionid"].is_null(),
            row["customfieldvalue"].is_null(),
            "a choice or a value, never both"
        );
    }
}

#[tokio::test]
async fn a_visit_row_says_what_the_truth_says() {
    let desk = Desk::open(Dialect::Typed).await;
    let path = format!("/appointments/booked/multipledepartment?{TODAY}&showcancelled=true&limit=1000");
    let rows = desk.rows(&path).await;
    let truth = desk.sandbox.truth();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 18).expect("a day");
    assert_eq!(list(&rows, "appointments").len(), truth.visits(day, day).count(), "every visit is listed");
    for row in list(&rows, "appointments") {
        let id = row["appointmentid"].as_str().expect("an id is text").parse().expect("and a number");
        let visit = truth.visit(id).expect("a listed visit exists");
        assert_eq!(row["patientid"], json!(visit.patient.to_string()), "its patient");
        assert_eq!(row["appointmentstatus"], json!(visit.state.letter()), "its state");
        assert_eq!(row["duration"], json!(visit.minutes), "its length");
        let start = format!("{:02}:{:02}", visit.minute / 60, visit.minute % 60);
        assert_eq!(row["starttime"], json!(start), "its time in the department's zone");
        let alone = desk.rows(&format!("/appointments/{id}")).await;
        assert_eq!(&alone[0], row, "one visit is the same row");
    }
}

#[tokio::test]
async fn cancelled_visits_and_copays_are_shown_when_asked() {
    let desk = Desk::open(Dialect::Typed).await;
    let path = format!("/appointments/booked?departmentid=1&{TODAY}");
    let usual = desk.rows(&path).await;
    assert!(
        list(&usual, "appointments").iter().all(|row| row["appointmentstatus"] != json!("x")),
        "none cancelled"
    );
    assert!(list(&usual, "appointments").iter().all(|row| row["copay"].is_u64()), "copays are usual");
    let week =
        "/appointments/booked?departmentid=1&startdate=11/09/2026&enddate=11/18/2026&showcancelled=true";
    let week = desk.rows(&format!("{week}&showcopay=false")).await;
    let cancelled = list(&week, "appointments").iter().find(|row| row["appointmentstatus"] == json!("x"));
    assert!(cancelled.is_some_and(|row| row["cancelreasonname"].is_string()), "a cancelled one says why");
    assert!(list(&week, "appointments").iter().all(|row| row["copay"].is_null()), "no copays when unwanted");
}

#[tokio::test]
async fn a_restricted_patients_visit_is_listed_without_the_patient() {
    let desk = Desk::open(Dialect::Typed).await;
    let restricted = desk.sandbox.truth().restricted();
    let path = "/appointments/booked/multipledepartment?startdate=10/01/2026&enddate=11/18/2026&limit=10000";
    let rows = desk.rows(&format!("{path}&showpatientdetail=true")).await;
    let hidden = list(&rows, "appointments").iter().filter(|row| row["patient"].is_null());
    let hidden: Vec<u64> = hidden.map(|row| row["patientid"].as_str().unwrap().parse().unwrap()).collect();
    assert!(!hidden.is_empty(), "restricted patients have visits too");
    assert!(hidden.iter().all(|id| restricted.contains(id)), "only theirs lack the patient");
    let rows = desk.rows(&format!("{path}&showpatientdetail=true&ignorerestrictions=true")).await;
    assert!(
        list(&rows, "appointments").iter().all(|row| row["patient"].is_object()),
        "unless told otherwise"
    );
    for id in &hidden {
        assert_eq!(
            desk.get(&format!("/patients/{id}")).await.status.as_u16(),
            404,
            "nor are they found by id"
        );
        desk.rows(&format!("/patients/{id}?ignorerestrictions=true")).await;
    }
}

#[tokio::test]
async fn rows_changed_since_an_instant_are_told_in_eastern_time() {
    let desk = Desk::open(Dialect::Typed).await;
    let path = "/appointments/booked/multipledepartment?startdate=11/18/2026&enddate=11/18/2026&limit=1000";
    let span =
        "startlastmodified=11/18/2026 11:00:00&endlastmodified=11/18/2026 11:20:00".replace(' ', "%20");
    let changed = desk.rows(&format!("{path}&{span}&showcancelled=true")).await;
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 18).expect("a day");
    let since: chrono::DateTime<chrono::Utc> = "2026-11-18T16:00:00Z".parse().expect("11:00 in the east");
    let expected = desk.sandbox.truth().visits(day, day).filter(|visit| visit.modified >= since).count();
    assert!(expected > 0, "something happened in the last twenty minutes");
    assert_eq!(list(&changed, "appointments").len(), expected, "exactly those");
}

#[tokio::test]
async fn the_day_goes_on_as_the_clock_does() {
    let desk = Desk::open(Dialect::Typed).await;
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 18).expect("a day");
    let count =
        |state: State| desk.sandbox.truth().visits(day, day).filter(|visit| visit.state == state).count();
    let (booked, charged) = (count(State::Booked), count(State::Charged));
    assert!(count(State::CheckedIn) > 0 && count(State::CheckedOut) > 0, "a morning in full swing");
    desk.hands.turn(chrono::TimeDelta::hours(24));
    assert!(count(State::Booked) < booked, "those still booked a day later never came");
    assert!(count(State::Booked) > 0, "and some never did");
    assert!(count(State::Charged) > charged, "the others were charged for");
    assert_eq!(count(State::CheckedIn) + count(State::CheckingIn), 0, "nobody is in overnight");
}

#[tokio::test]
async fn searches_match_whole_names_and_fields() {
    let desk = Desk::open(Dialect::Typed).await;
    let smith = desk.rows("/patients?lastname=SMITH&limit=1000").await;
    assert!(smith["totalcount"].as_u64() > Some(10), "a common name");
    assert!(
        list(&smith, "patients")
            .iter()
            .all(|row| row["lastname"].as_str().unwrap().to_lowercase() == "smith"),
        "whole names only, whatever their case"
    );
    assert_eq!(desk.rows("/patients?lastname=Smit").await["totalcount"], json!(0), "no beginnings");
    let truth = desk.sandbox.truth();
    let known =
        truth.patients().find(|patient| patient.mobile_phone.is_some() && patient.merged_into.is_none());
    let known = known.expect("somebody has a telephone");
    let phone = known.mobile_phone.expect("just checked");
    let found = desk.rows(&format!("/patients?anyphone={phone}&dob={}", known.born.format("%m/%d/%Y"))).await;
    let ids: Vec<_> = list(&found, "patients").iter().map(|row| row["patientid"].clone()).collect();
    assert!(ids.contains(&json!(known.id.to_string())), "found by telephone and date of birth");
}

#[tokio::test]
async fn searches_keep_restricted_merged_and_deleted_records_out() {
    let desk = Desk::open(Dialect::Typed).await;
    let truth = desk.sandbox.truth();
    let found = |patient: sandbox::PatientTruth, extra: &'static str| {
        let desk = &desk;
        async move {
            let mut query = url::form_urlencoded::Serializer::new(extra.to_owned());
            query.append_pair("lastname", &patient.last_name);
            query.append_pair("dob", &patient.born.format("%m/%d/%Y").to_string());
            let rows = desk.rows(&format!("/patients?{}&limit=1000", query.finish())).await;
            list(&rows, "patients").iter().any(|row| row["patientid"] == json!(patient.id.to_string()))
        }
    };
    let restricted = truth.patient(truth.restricted()[0]).expect("a restricted record");
    assert!(!found(restricted.clone(), "").await, "restricted ones are out");
    assert!(found(restricted, "ignorerestrictions=true").await, "unless told otherwise");
    let merged = truth.patient(truth.merged()[0].0).expect("a merged record");
    assert!(!found(merged, "ignorerestrictions=true").await, "merged ones are out for good");
    let deleted = truth.patients().find(|patient| {
        patient.standing == sandbox::Standing::Deleted && !patient.restricted && patient.merged_into.is_none()
    });
    let deleted = deleted.expect("somebody was deleted");
    assert!(!found(deleted.clone(), "").await, "deleted ones are out");
    assert!(found(deleted, "status=deleted").await, "unless they are what is asked for");
}

#[tokio::test]
async fn a_merged_record_answers_as_the_one_that_is_left() {
    let desk = Desk::open(Dialect::Typed).await;
    let merged = desk.sandbox.truth().merged();
    let chain = merged.iter().find(|(_, into, end)| into != end).expect("some merges are chains");
    let row = desk
        .rows(&format!("/patients/{}?showpreviouspatientids=true&ignorerestrictions=true", chain.0))
        .await;
    assert_eq!(row[0]["patientid"], json!(chain.2.to_string()), "the end of the chain");
    let before = list(&row[0], "previouspatientids");
    assert!(before.contains(&json!(chain.0.to_string())), "which knows the first");
    assert!(before.contains(&json!(chain.1.to_string())), "and the one between");
}

#[tokio::test]
async fn social_security_numbers_are_masked_unless_asked_for() {
    let desk = Desk::open(Dialect::Typed).await;
    let found = desk.rows("/patients?lastname=Smith&limit=1000").await;
    let row = list(&found, "patients").iter().find(|row| row["ssn"].is_string()).expect("somebody has one");
    let masked = row["ssn"].as_str().expect("text");
    assert!(masked.starts_with("*****") && masked.len() == 9, "four digits are left");
    let full = desk.rows(&format!("/patients/{}?showfullssn=true", row["patientid"].as_str().unwrap())).await;
    let full = full[0]["ssn"].as_str().expect("text");
    assert!(full.starts_with("666"), "a number that was never given out");
    assert_eq!(&full[5..], &masked[5..], "the same last four");
}

#[tokio::test]
async fn policies_are_the_truth_and_their_numbers_cannot_be_trusted() {
    let desk = Desk::open(Dialect::Typed).await;
    let truth = desk.sandbox.truth();
    let (mut rows, mut unnumbered, mut cancelled_first) = (0, 0, 0);
    for patient in
        truth.patients().filter(|patient| !patient.restricted && patient.merged_into.is_none()).take(300)
    {
        let all = desk.rows(&format!("/patients/{}/insurances?showcancelled=true", patient.id)).await;
        let live = desk.rows(&format!("/patients/{}/insurances", patient.id)).await;
        let policies = truth.policies(patient.id);
        assert_eq!(all["totalcount"].as_u64(), Some(policies.len() as u64), "every policy is listed");
        let left = policies.iter().filter(|policy| policy.cancelled.is_none()).count();
        assert_eq!(live["totalcount"].as_u64(), Some(left as u64), "cancelled ones only when asked");
        rows += policies.len();
        unnumbered += policies.iter().filter(|policy| policy.sequence.is_none()).count();
        let first = policies.iter().filter(|policy| policy.cancelled.is_some() && policy.sequence == Some(1));
        cancelled_first += first.count();
    }
    assert!(unnumbered * 2 > rows, "most rows have no number: {unnumbered} of {rows}");
    assert!(cancelled_first > 0, "some cancelled rows still say that they are the first");
}

#[tokio::test]
async fn charts_tell_allergies_a_denial_and_nothing_at_all_apart() {
    let desk = Desk::open(Dialect::Typed).await;
    let truth = desk.sandbox.truth();
    let (mut listed, mut denied, mut unasked, mut over, mut unknown, mut several) = (0, 0, 0, 0, 0, 0);
    for patient in truth.patients().filter(|patient| !patient.restricted).take(400) {
        let path = format!("/chart/{}/allergies?departmentid={}", patient.id, patient.department);
        let chart = desk.rows(&path).await;
        let said = truth.allergies(patient.id).expect("a patient has a chart");
        let rows = list(&chart, "allergies");
        assert_eq!(rows.len(), said.list.len(), "every entry is listed");
        assert_eq!(chart["nkda"], said.none_known);
        assert!(!said.none_known || rows.is_empty(), "nobody denies what is listed");
        match (rows.is_empty(), said.none_known) {
            (false, _) => listed += 1,
            (true, true) => denied += 1,
            (true, false) => unasked += 1,
        }
        over += rows.iter().filter(|row| row["deactivatedate"].is_string()).count();
        unknown += rows.iter().filter(|row| row["allergenname"] == "deleted/unknown").count();
        let severities = |row: &&Value| list(row, "reactions").iter().any(|one| one["severity"].is_string());
        several += usize::from(rows.iter().filter(severities).count() > 1);
    }
    for (what, count) in [("listed", listed), ("denied", denied), ("not asked", unasked)] {
        assert!(count > 40, "{count} {what}");
    }
    for (what, count) in [("deactivated", over), ("unknown", unknown), ("several", several)] {
        assert!(count > 3, "{count} {what}");
    }
}

#[tokio::test]
async fn a_chart_wants_a_department_that_shares_it() {
    let desk = Desk::open(Dialect::Typed).await;
    let known = desk.sandbox.truth().patients().find(|patient| !patient.restricted).expect("somebody").id;
    let status = async |path: String| desk.get(&path).await.status.as_u16();
    assert_eq!(status(format!("/chart/{known}/allergies")).await, 400);
    assert_eq!(status(format!("/chart/{known}/allergies?departmentid=999")).await, 400);
    assert_eq!(status("/chart/2/allergies?departmentid=1".to_owned()).await, 404);
    let hidden = desk.sandbox.truth().restricted()[0];
    assert_eq!(status(format!("/chart/{hidden}/allergies?departmentid=1")).await, 404);
}

#[tokio::test]
async fn a_best_match_is_scored() {
    let desk = Desk::open(Dialect::Typed).await;
    let truth = desk.sandbox.truth();
    let known = truth.patients().find(|patient| {
        patient.first_name.is_some()
            && !patient.restricted
            && patient.merged_into.is_none()
            && patient.email.is_some()
    });
    let known = known.expect("somebody ordinary");
    let query = |last: &str, extra: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("firstname", known.first_name.as_deref().expect("just checked"));
        query.append_pair("lastname", last).append_pair("dob", &known.born.format("%m/%d/%Y").to_string());
        format!("/patients/enhancedbestmatch?{}{extra}", query.finish())
    };
    let exact = desk.rows(&query(&known.last_name, "")).await;
    assert_eq!(exact[0]["score"], json!(23), "name and date of birth alone");
    let email = known.email.clone().expect("just checked");
    let more = desk.rows(&query(&known.last_name, &format!("&email={email}"))).await;
    assert!(more[0]["score"].as_i64() > Some(23), "more known, higher score");
    let near = format!("{}x", known.last_name);
    assert_eq!(desk.rows(&query(&near, "")).await, json!([]), "nobody, when not exact");
    let near = desk.rows(&query(&near, "&returnbestmatches=true")).await;
    let scores: Vec<_> = near.as_array().unwrap().iter().map(|row| row["score"].as_i64().unwrap()).collect();
    assert!(!scores.is_empty() && scores.len() <= 5, "at most five");
    assert!(scores.iter().all(|score| (16..23).contains(score)), "of 16 and more: {scores:?}");
}

#[tokio::test]
async fn visits_are_in_their_departments_time_and_check_ins_in_the_east() {
    let desk = Desk::open(Dialect::Typed).await;
    let path = "/appointments/booked?departmentid=21&startdate=11/10/2026&enddate=11/17/2026";
    let rows = desk.rows(path).await;
    let minutes = |text: &str| {
        let (hour, minute) = text.split_once(':').expect("HH:MM");
        hour.parse::<i64>().expect("hours") * 60 + minute[..2].parse::<i64>().expect("minutes")
    };
    let mut seen = 0;
    for row in list(&rows, "appointments") {
        let Some(start) = row["startcheckin"].as_str() else { continue };
        let ahead = minutes(&start[11..]) - minutes(row["starttime"].as_str().expect("a time"));
        assert!(
            (100..135).contains(&ahead),
            "Arizona is two hours behind the east in winter, not {ahead} minutes"
        );
        seen += 1;
    }
    assert!(seen > 20, "{seen} check-ins seen");
}
