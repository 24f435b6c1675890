//! Every recording and sample of the real API whose endpoint is decoded, where they are present.
#![expect(clippy::print_stdout, reason = "the count of recordings is part of what this test shows")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use athena::{BookedQuery, Changed, Error, Feed, Lane, PatientParts, PatientQuery, Refusal, Standing};
use chrono::NaiveDate;
use model::{AppointmentId, DepartmentId, PatientId, Phi, ProviderId};
use serde_json::Value;

use crate::stage::{Stage, answering, bare, now, ok, stage, status};

struct Capture {
    file: String,
    method: String,
    endpoint: String,
    status: u16,
    body: Vec<u8>,
}

impl Capture {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a recording is JSON")
    }

    /// A boolean as itself marks the dialect of since 2019, one as text that of before. Where there
    /// is none, the year of the recording decides.
    fn dialect(&self) -> &'static str {
        let text = self.text().replace(": ", ":");
        let says = |words: [&str; 2]| words.iter().any(|word| text.contains(word));
        match (says([":true", ":false"]), says([":\"true\"", ":\"false\""])) {
            (true, _) => "typed",
            (false, true) => "old",
            (false, false) if self.file.starts_with("gem") => "old",
            (false, false) => "typed",
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn stage(&self) -> Stage {
        answering(self.body.clone())
    }
}

fn captures() -> Vec<Capture> {
    let folder = std::env::var_os("DAYBOOK_CAPTURES").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/captures")),
        PathBuf::from,
    );
    let Ok(index) = std::fs::read(folder.join("index.json")) else {
        println!("no recordings here: none read");
        return Vec::new();
    };
    let index: Vec<Value> = serde_json::from_slice(&index).expect("an index");
    let word = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let read = |entry: &Value| Capture {
        file: word(entry, "file"),
        method: word(entry, "method"),
        endpoint: word(entry, "endpoint"),
        status: entry["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(0),
        body: std::fs::read(folder.join(word(entry, "file"))).unwrap_or_default(),
    };
    index.iter().map(read).collect()
}

fn of(endpoints: &[&str]) -> Vec<Capture> {
    let wanted = |capture: &Capture| {
        let path = capture.endpoint.trim_start_matches("/v1/{practiceid}");
        capture.status == 200 && endpoints.contains(&format!("{} {path}", capture.method).as_str())
    };
    let found: Vec<_> = captures().into_iter().filter(wanted).collect();
    let mut counts = BTreeMap::new();
    for capture in &found {
        *counts.entry(capture.dialect()).or_insert(0) += 1;
    }
    println!("{endpoints:?}: {counts:?}");
    found
}

/// A scalar's text, whatever its type; null and missing are empty.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn rows(json: &Value, key: &str) -> Vec<Value> {
    json.as_array().or_else(|| json[key].as_array()).cloned().unwrap_or_default()
}

fn column(json: &Value, key: &str, field: &str) -> Vec<String> {
    rows(json, key).iter().map(|row| text(&row[field])).collect()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2016, month, day).expect("a real date")
}

#[tokio::test(start_paused = true)]
async fn practices_decode() {
    for capture in of(&["GET /practiceinfo"]) {
        let found = capture.stage().client.lane(Lane::Fill).practices().await.expect(&capture.file).value;
        let json = capture.json();
        let ids: Vec<_> = found.iter().map(|one| one.id.to_string()).collect();
        assert_eq!(ids, column(&json, "practiceinfo", "practiceid"), "{}", capture.file);
        let names: Vec<_> = found.iter().map(|one| one.name.clone()).collect();
        assert_eq!(names, column(&json, "practiceinfo", "name"), "{}", capture.file);
    }
}

/// The rest of a recorded list that goes on is answered as an empty page.
fn first_page_only(capture: &Capture, key: &'static str) -> Stage {
    let body = capture.body.clone();
    stage(athena::Pace::default(), move |seen| {
        if seen.parameter("offset").is_some() {
            now(ok(format!(r#"{{"{key}":[]}}"#)))
        } else {
            now(ok(body.clone()))
        }
    })
}

#[tokio::test(start_paused = true)]
async fn departments_decode() {
    for capture in of(&["GET /departments"]) {
        let stage = first_page_only(&capture, "departments");
        let found = stage.client.lane(Lane::Fill).departments().await.expect(&capture.file).value;
        let json = capture.json();
        let ids: Vec<_> = found.iter().map(|one| one.id.to_string()).collect();
        assert_eq!(ids, column(&json, "departments", "departmentid"), "{}", capture.file);
        for (one, row) in found.iter().zip(rows(&json, "departments")) {
            assert_eq!(one.name, text(&row["patientdepartmentname"]), "{}", capture.file);
            let zone = one.zone.expect("a zone by name or offset");
            let winter = "2026-01-15T12:00:00Z".parse().expect("an instant");
            let standard = row["timezoneoffset"].as_i64().expect("an offset") as i32;
            assert_eq!(zone.offset_minutes(winter), standard * 60, "{}", capture.file);
            let place = format!("{}, {}", text(&row["city"]), text(&row["state"]));
            assert_eq!(one.place.as_ref(), Some(&place), "{}", capture.file);
            let digits: String = text(&row["phone"]).chars().filter(char::is_ascii_digit).collect();
            assert_eq!(one.phone.as_ref(), Some(&digits), "{}", capture.file);
            assert_eq!(one.provider_group.clone().unwrap_or_default(), text(&row["providergroupid"]));
            assert_eq!(one.provider_group_name.clone().unwrap_or_default(), text(&row["providergroupname"]));
            assert_eq!(one.chart_group.clone().unwrap_or_default(), text(&row["chartsharinggroupid"]));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn providers_decode() {
    for capture in of(&["GET /providers", "GET /providers/{providerid}", "GET /providers/changed"]) {
        let found = capture.stage().client.lane(Lane::Fill).providers().await.expect(&capture.file).value;
        let json = capture.json();
        let ids: Vec<_> = found.iter().map(|one| one.id.to_string()).collect();
        assert_eq!(ids, column(&json, "providers", "providerid"), "{}", capture.file);
        for (one, row) in found.iter().zip(rows(&json, "providers")) {
            assert_eq!(one.name, format!("{} {}", text(&row["firstname"]), text(&row["lastname"])));
            assert_eq!(one.credentials.clone().unwrap_or_default(), text(&row["providertypeid"]));
            assert_eq!(one.specialty.clone().unwrap_or_default(), text(&row["specialty"]));
            assert_eq!(one.billable, text(&row["billable"]) == "true", "{}", capture.file);
            assert_eq!(one.is_person, text(&row["entitytype"]) == "Person", "{}", capture.file);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn patients_decode() {
    for capture in of(&["GET /patients", "GET /patients/changed"]) {
        let query = PatientQuery { last: Some(Phi::new("x".into())), ..PatientQuery::default() };
        let page = capture.stage();
        let json = capture.json();
        let practice = json["next"].as_str().is_some_and(|next| next.starts_with("/v1/195900/patients?"));
        let page = page.client.lane(Lane::Fill).patient_page(&query, None).await.expect(&capture.file);
        assert_eq!(page.total, json["totalcount"].as_u64(), "{}", capture.file);
        assert_eq!(page.next.is_some(), practice, "{}: next leads on only below the total", capture.file);
        for (one, row) in page.rows.iter().zip(rows(&json, "patients")) {
            compare_patient(one, &row, &capture.file);
        }
        assert_eq!(page.rows.len(), rows(&json, "patients").len(), "{}", capture.file);
    }
}

fn compare_patient(one: &model::Patient, row: &Value, file: &str) {
    assert_eq!(one.id.to_string(), text(&row["patientid"]), "{file}");
    let pairs = [
        (one.name.first.expose(), "firstname"),
        (one.name.last.expose(), "lastname"),
        (one.contact.home_phone.expose(), "homephone"),
        (one.contact.mobile_phone.expose(), "mobilephone"),
        (one.contact.email.expose(), "email"),
        (one.contact.address.line1.expose(), "address1"),
        (one.contact.address.city.expose(), "city"),
        (one.contact.address.zip.expose(), "zip"),
    ];
    for (value, field) in pairs {
        assert_eq!(*value, text(&row[field]), "{file}: {field}");
    }
    let dob = one.dob.expose().map(|dob| dob.format("%m/%d/%Y").to_string());
    assert_eq!(dob.unwrap_or_default(), text(&row["dob"]), "{file}");
    assert_eq!(format!("{:?}", one.status).to_lowercase(), text(&row["status"]), "{file}");
    let ids = [(&one.department, "departmentid"), (&one.primary_department, "primarydepartmentid")];
    for (id, field) in ids {
        assert_eq!(id.as_ref().map(ToString::to_string).unwrap_or_default(), text(&row[field]), "{file}");
    }
    assert_eq!(
        one.primary_provider.as_ref().map(ToString::to_string).unwrap_or_default(),
        text(&row["primaryproviderid"])
    );
    let last = one.last_visit.map(|at| at.format("%m/%d/%Y %H:%M").to_string());
    assert_eq!(last.unwrap_or_default(), text(&row["lastappointment"]), "{file}");
    let Some(balances) = row["balances"].as_array() else { return };
    for (balance, row) in one.balances.iter().flatten().zip(balances) {
        let amount = text(&row["balance"]).parse::<f64>().expect("an amount");
        assert!((balance.amount.0 as f64 - amount * 100.0).abs() < 0.001, "{file}: {}", balance.amount);
        assert_eq!(balance.provider_group, text(&row["providergroupid"]), "{file}");
        let departments: Vec<_> = balance.departments.iter().map(|id| id.as_str()).collect();
        assert_eq!(departments.join(","), text(&row["departmentlist"]), "{file}");
    }
}

#[tokio::test(start_paused = true)]
async fn best_matches_decode() {
    for capture in of(&["GET /patients/enhancedbestmatch"]) {
        let query = athena::BestMatchQuery {
            first: Phi::new("Test".into()),
            last: Phi::new("Patient".into()),
            dob: Phi::new(day(1, 1)),
            zip: None,
            phone: None,
            email: None,
            department: None,
            min_score: None,
            best_five: true,
        };
        let found =
            capture.stage().client.lane(Lane::Interactive).best_match(&query).await.expect(&capture.file);
        assert_eq!(found.value.len(), 1, "{}", capture.file);
        assert_eq!(found.value[0].score, 23, "{}", capture.file);
        compare_patient(&found.value[0].patient, &capture.json()[0], &capture.file);
    }
}

#[tokio::test(start_paused = true)]
async fn appointments_decode() {
    let lists = ["GET /appointments/booked", "GET /appointments/booked/multipledepartment"];
    for capture in of(&lists) {
        let query = BookedQuery::new(vec![DepartmentId::new("1")], day(3, 30), day(4, 30));
        let page =
            capture.stage().client.lane(Lane::Fill).booked_page(&query, None).await.expect(&capture.file);
        let json = capture.json();
        assert_eq!(page.rows.len(), rows(&json, "appointments").len(), "{}", capture.file);
        assert!(page.next.is_none(), "{}: its total is reached", capture.file);
        for (one, row) in page.rows.iter().zip(rows(&json, "appointments")) {
            compare_appointment(&one.appointment, &row, &capture.file);
        }
    }
    for capture in of(&["GET /appointments/{appointmentid}", "PUT /appointments/{appointmentid}"]) {
        let session = capture.stage().client.lane(Lane::Interactive);
        let found = session.appointment(&AppointmentId::new("1")).await.expect(&capture.file);
        compare_appointment(&found.value, &capture.json()[0], &capture.file);
    }
}

fn compare_appointment(one: &model::Appointment, row: &Value, file: &str) {
    assert_eq!(one.id.to_string(), text(&row["appointmentid"]), "{file}");
    assert_eq!(one.patient.as_ref().map(ToString::to_string).unwrap_or_default(), text(&row["patientid"]));
    assert_eq!(one.department.to_string(), text(&row["departmentid"]), "{file}");
    assert_eq!(one.provider.to_string(), text(&row["providerid"]), "{file}");
    let start = one.start.format("%m/%d/%Y %H:%M").to_string();
    assert_eq!(start, format!("{} {}", text(&row["date"]), text(&row["starttime"])), "{file}");
    assert_eq!(one.minutes.to_string(), text(&row["duration"]), "{file}");
    assert_eq!(one.kind_name, text(&row["patientappointmenttypename"]), "{file}");
    let eastern = |at: Option<chrono::DateTime<chrono::Utc>>| {
        let wall = at.map(|at| model::Zone::EASTERN.wall(at).format("%m/%d/%Y %H:%M:%S").to_string());
        wall.unwrap_or_default()
    };
    assert_eq!(eastern(one.modified), text(&row["lastmodified"]), "{file}");
    assert_eq!(eastern(one.check_in_started), text(&row["startcheckin"]), "{file}");
    assert_eq!(eastern(one.checked_out), text(&row["checkoutdatetime"]), "{file}");
    let begun = !row["startcheckin"].is_null() && row["checkindatetime"].is_null();
    let state = match text(&row["appointmentstatus"]).as_str() {
        "f" if begun => "CheckingIn",
        "f" => "Booked",
        "2" if text(&row["encounterstatus"]) == "READYFORSTAFF" => "Waiting",
        "2" => "CheckedIn",
        "3" => "CheckedOut",
        "4" => "Charged",
        other => panic!("{file}: a status of {other}"),
    };
    assert_eq!(format!("{:?}", one.state), state, "{file}");
}

#[tokio::test(start_paused = true)]
async fn appointment_types_and_reasons_decode() {
    for capture in of(&["GET /appointmenttypes", "GET /appointmenttypes/{appointmenttypeid}"]) {
        let found =
            capture.stage().client.lane(Lane::Fill).appointment_types().await.expect(&capture.file).value;
        let one = &found[0];
        assert_eq!(
            (one.id.as_str(), one.name.as_str(), one.short_name.as_str()),
            ("2", "Office Visit", "OV")
        );
        assert_eq!((one.minutes, one.for_patients), (10, true), "{}", capture.file);
    }
    for capture in of(&["GET /patientappointmentreasons"]) {
        let session = capture.stage().client.lane(Lane::Fill);
        let (department, provider) = (DepartmentId::new("1"), ProviderId::new("1"));
        let found = session.visit_reasons(&department, &provider).await.expect(&capture.file).value;
        let json = capture.json();
        let pairs: Vec<_> = found.iter().map(|one| (one.id.to_string(), one.name.clone())).collect();
        let ids = column(&json, "patientappointmentreasons", "reasonid");
        let expected: Vec<_> =
            ids.into_iter().zip(column(&json, "patientappointmentreasons", "reason")).collect();
        assert_eq!(pairs, expected, "{}", capture.file);
    }
}

#[tokio::test(start_paused = true)]
async fn custom_fields_decode() {
    for capture in of(&["GET /customfields"]) {
        let found = capture.stage().client.lane(Lane::Fill).custom_fields().await.expect(&capture.file).value;
        let json = capture.json();
        assert_eq!(found.len(), rows(&json, "").len(), "{}", capture.file);
        for (one, row) in found.iter().zip(rows(&json, "")) {
            assert_eq!(
                (one.id.to_string(), one.name.clone()),
                (text(&row["customfieldid"]), text(&row["name"]))
            );
            assert_eq!(one.choice, text(&row["select"]) == "true", "{}", capture.file);
            assert_eq!(one.read_only, text(&row["disallowupdate"]) == "true", "{}", capture.file);
            assert_eq!(one.searchable, text(&row["searchable"]) == "true", "{}", capture.file);
            let options: Vec<_> = one.options.iter().map(|option| option.id.clone()).collect();
            assert_eq!(options, column(&row["selectlist"], "", "optionid"), "{}", capture.file);
        }
    }
    for capture in of(&["GET /patients/{patientid}/customfields"]) {
        let session = capture.stage().client.lane(Lane::Fill);
        let found =
            session.custom_values(&PatientId::new("1"), &DepartmentId::new("1")).await.expect(&capture.file);
        let seen: Vec<_> = found
            .value
            .iter()
            .map(|one| (one.field.as_str(), one.value.clone(), one.option.clone()))
            .collect();
        let phi = |text: &str| Some(Phi::new(text.to_owned()));
        assert_eq!(seen, [("100", phi("999999"), None), ("300", None, phi("3"))], "{}", capture.file);
    }
}

#[tokio::test(start_paused = true)]
async fn insurances_decode() {
    for capture in
        of(&["GET /patients/{patientid}/insurances", "GET /appointments/{appointmentid}/insurances"])
    {
        let session = capture.stage().client.lane(Lane::Fill);
        let found = session.coverages(&PatientId::new("1"), None).await.expect(&capture.file).value;
        let json = capture.json();
        assert_eq!(found.len(), rows(&json, "insurances").len(), "{}", capture.file);
        for (one, row) in found.iter().zip(rows(&json, "insurances")) {
            assert_eq!(one.id.to_string(), text(&row["insuranceid"]), "{}", capture.file);
            assert_eq!(*one.member_id.expose(), text(&row["insuranceidnumber"]), "{}", capture.file);
            assert_eq!(one.plan, text(&row["insuranceplanname"]), "{}", capture.file);
            assert_eq!(one.payer.clone().unwrap_or_default(), text(&row["ircname"]), "{}", capture.file);
            assert_eq!(one.sequence.map(|n| n.to_string()).unwrap_or_default(), text(&row["sequencenumber"]));
            assert!(!one.self_pay, "{}", capture.file);
            let eligibility = one.eligibility.as_ref().expect("a status");
            assert_eq!(eligibility.status, text(&row["eligibilitystatus"]), "{}", capture.file);
            let checked = eligibility.checked.map(|day| day.format("%m/%d/%Y").to_string());
            assert_eq!(checked.unwrap_or_default(), text(&row["eligibilitylastchecked"]), "{}", capture.file);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn allergies_decode() {
    for capture in of(&["GET /chart/{patientid}/allergies"]) {
        let session = capture.stage().client.lane(Lane::Fill);
        let found = session.allergies(&PatientId::new("1"), &DepartmentId::new("1")).await;
        let (found, json) = (found.expect(&capture.file).value, capture.json());
        assert_eq!(found.list.len(), rows(&json, "allergies").len(), "{}", capture.file);
        assert_eq!(found.none_known.expose().to_string(), text(&json["nkda"]), "{}", capture.file);
        let shown = |value: Option<Phi<String>>| value.map(Phi::into_exposed).unwrap_or_default();
        assert_eq!(shown(found.note), text(&json["sectionnote"]), "{}", capture.file);
        for (one, row) in found.list.into_iter().zip(rows(&json, "allergies")) {
            let name = text(&row["allergenname"]).replace("deleted/unknown", "");
            assert_eq!(shown(one.allergen), name, "{}", capture.file);
            let onset = one.onset.map(|day| day.expose().format("%m/%d/%Y").to_string());
            assert_eq!(onset.unwrap_or_default(), text(&row["onsetdate"]), "{}", capture.file);
            let reactions: Vec<_> = one.reactions.into_iter().map(|one| one.name.into_exposed()).collect();
            assert_eq!(reactions, column(&row, "reactions", "reactionname"), "{}", capture.file);
            assert_eq!((shown(one.note), one.deactivated), (text(&row["note"]), None), "{}", capture.file);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_patient_with_parts_decodes() {
    for capture in of(&["GET /patients"]).into_iter().filter(|one| one.text().contains("\"insurances\"")) {
        let row = rows(&capture.json(), "patients")[0].clone();
        let stage = answering(Value::Array(vec![row.clone()]).to_string());
        let parts =
            PatientParts { insurances: true, custom_fields: true, previous_ids: true, balances: true };
        let session = stage.client.lane(Lane::Interactive);
        let found = session.patient(&PatientId::new("1"), None, parts).await.expect(&capture.file).value;
        compare_patient(&found.patient, &row, &capture.file);
        let ids: Vec<_> = found.coverages.iter().flatten().map(|one| one.id.to_string()).collect();
        assert_eq!(ids, column(&row, "insurances", "insuranceid"), "{}", capture.file);
        let ids: Vec<_> = found.custom_values.iter().flatten().map(|one| one.field.to_string()).collect();
        assert_eq!(ids, column(&row, "customfields", "customfieldid"), "{}", capture.file);
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_decode() {
    let paths = ["/oauth2/v1/token", "/oauth/token", "/oauthpreview/token", "/oauthopenpreview/token"];
    let paths = paths.map(|path| format!("POST {path}"));
    for capture in of(&paths.each_ref().map(String::as_str)) {
        let body = capture.body.clone();
        let stage = bare(
            athena::Pace::default(),
            std::sync::Arc::new(athena::MemoryTokens::default()),
            move |seen| now(ok(if seen.is_token() { body.clone() } else { crate::stage::PONG.into() })),
        );
        let session = stage.client.lane(Lane::Fill);
        session.ping().await.expect(&capture.file);
        assert_eq!(stage.calls()[0].headers["authorization"], "Bearer [REDACTED]", "{}", capture.file);
        tokio::time::sleep(std::time::Duration::from_secs(3_530)).await;
        session.ping().await.expect(&capture.file);
        assert_eq!(stage.tokens(), 1, "{}: it lives an hour", capture.file);
    }
}

#[tokio::test(start_paused = true)]
async fn recorded_errors_are_told_apart() {
    let failed: Vec<_> = captures().into_iter().filter(|one| one.status >= 400).collect();
    println!("recorded errors: {}", failed.len());
    for capture in failed {
        let (code, body) = (capture.status, capture.body.clone());
        let stage = stage(athena::Pace::default(), move |_| now(status(code, body.clone())));
        let error = stage.client.lane(Lane::Interactive).ping().await.expect_err(&capture.file);
        let Error::Refused { why, said, .. } = &error else { panic!("{}: {error}", capture.file) };
        let expected = match (capture.status, capture.text()) {
            (401, _) => Refusal::TokenRejected,
            (403, text) if text.contains("setup (subscription)") => Refusal::NotSetUp,
            (403, _) => Refusal::NoRight,
            (404, _) => Refusal::NotFound,
            (409, _) => Refusal::Conflict,
            (400, text) if text.contains("missingfields") || text.contains("Additional fields") => {
                Refusal::MissingFields
            }
            _ => Refusal::Other,
        };
        assert_eq!(*why, expected, "{}", capture.file);
        let words = capture.json()["error"].as_str().map(str::to_owned);
        assert_eq!(said.as_ref().map(|said| said.expose().clone()), words, "{}", capture.file);
    }
}

#[tokio::test(start_paused = true)]
async fn subscriptions_decode() {
    for capture in of(&[
        "GET /appointments/changed/subscription",
        "GET /patients/changed/subscription",
        "GET /providers/changed/subscription",
        "GET /{feed}/changed/subscription",
    ]) {
        let session = capture.stage().client.lane(Lane::Feed);
        let found = session.subscription(Feed::Patients).await.expect(&capture.file).value;
        let json = capture.json();
        assert_eq!(found.events, column(&json, "subscriptions", "eventname"), "{}", capture.file);
        let active = found.standing == Standing::Active;
        assert_eq!(active, json["status"] == "ACTIVE", "{}", capture.file);
    }
}

#[tokio::test(start_paused = true)]
async fn changed_pages_decode_to_the_last_row() {
    for feed in Feed::ALL {
        for capture in of(&[&format!("GET /{}/changed", feed.name())]) {
            let page = capture.stage().client.lane(Lane::Feed).drain(feed, 1_500).await.expect(&capture.file);
            assert_eq!(page.count as usize, rows(&capture.json(), feed.name()).len(), "{}", capture.file);
            let unread = page.rows.iter().any(|row| matches!(row, Changed::Unreadable(_)));
            assert!(!unread, "{}", capture.file);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn open_slots_notes_and_fields_of_visits_decode() {
    for capture in of(&["GET /appointments/open"]) {
        let (department, day) = (DepartmentId::new("1"), NaiveDate::from_ymd_opt(2016, 4, 8).expect("a day"));
        let query = athena::SlotQuery::new(department, day, day);
        let session = capture.stage().client.lane(Lane::Fill);
        let page = session.open_slots_page(&query, None).await.expect(&capture.file);
        let json = capture.json();
        let ids: Vec<_> = page.rows.iter().map(|slot| slot.id.to_string()).collect();
        assert_eq!(ids, column(&json, "appointments", "appointmentid"), "{}", capture.file);
        let starts: Vec<_> = page.rows.iter().map(|slot| slot.start.format("%H:%M").to_string()).collect();
        assert_eq!(starts, column(&json, "appointments", "starttime"), "{}", capture.file);
        assert!(page.rows.iter().all(|slot| slot.reasons == ["563".into()] && slot.minutes > 0));
    }
    let visit = AppointmentId::new("1");
    for capture in of(&["GET /appointments/{appointmentid}/notes"]) {
        let session = capture.stage().client.lane(Lane::Fill);
        let found = session.appointment_notes(&visit).await.expect(&capture.file).value;
        let json = capture.json();
        let texts: Vec<_> = found.iter().map(|note| note.text.expose().clone()).collect();
        assert_eq!(texts, column(&json, "notes", "notetext"), "{}", capture.file);
        assert!(found.iter().all(|note| note.written.is_some() && note.by.is_some()), "{}", capture.file);
    }
    for capture in of(&["GET /appointments/customfields"]) {
        let found = capture.stage().client.lane(Lane::Fill).visit_fields().await.expect(&capture.file).value;
        let ids: Vec<_> = found.iter().map(|field| field.id.to_string()).collect();
        assert_eq!(ids, column(&capture.json(), "appointmentcustomfields", "customfieldid"));
        assert_eq!(found.iter().map(|field| field.options.len()).collect::<Vec<_>>(), [0, 3]);
    }
    for capture in of(&["GET /departments/{departmentid}/checkinrequired"]) {
        let session = capture.stage().client.lane(Lane::Fill);
        let found = session.check_in_fields(&DepartmentId::new("1")).await.expect(&capture.file).value;
        assert_eq!(found, ["1", "2", "3", "4", "5"]);
    }
}

/// What an answer to a write of the schedule says became of it.
async fn written(capture: &Capture) -> Option<&'static str> {
    let (code, body) = (capture.status, capture.body.clone());
    let stage = stage(athena::Pace::default(), move |_| now(status(code, body.clone())));
    let session = stage.client.lane(Lane::Booking);
    let json = capture.json();
    let visit = AppointmentId::new(json[0]["appointmentid"].as_str().unwrap_or("9"));
    let patient = PatientId::new(json[0]["patientid"].as_str().unwrap_or("1"));
    let purpose = model::Purpose::Reason("563".into());
    let path = capture.endpoint.trim_start_matches("/v1/{practiceid}");
    Some(match (capture.method.as_str(), path) {
        ("PUT", "/appointments/{appointmentid}") => {
            told(&session.book(&model::Booking::new(visit, patient, purpose)).await)
        }
        ("PUT", "/appointments/{appointmentid}/cancel") => {
            told(&session.cancel(&model::Cancellation::new(visit, patient)).await)
        }
        ("PUT", "/appointments/{appointmentid}/freeze") => told(&session.freeze(&visit, true).await),
        ("POST", "/appointments/{appointmentid}/startcheckin") => told(&session.start_check_in(&visit).await),
        ("POST", "/appointments/{appointmentid}/checkin") => told(&session.check_in(&visit).await),
        ("POST", "/appointments/{appointmentid}/cancelcheckin") => {
            told(&session.cancel_check_in(&visit).await)
        }
        ("PUT", "/appointments/booked/{appointmentid}") => {
            let mut update = model::VisitUpdate::new(visit);
            update.kind = Some("82".into());
            told(&session.update_booked(&update).await)
        }
        ("POST", "/appointments/{appointmentid}/notes") => {
            let draft = model::VisitNoteDraft { text: Phi::new("x".to_owned()), on_schedule: false };
            told(&session.add_appointment_note(&visit, &draft).await)
        }
        ("POST", "/appointments/waitlist") => {
            let wish = model::WaitlistWish::new(patient, DepartmentId::new("1"));
            told(&session.add_to_waitlist(&wish).await)
        }
        ("POST", "/appointments/open") => {
            let (day, time) = (NaiveDate::default(), chrono::NaiveTime::default());
            let (department, provider) = (DepartmentId::new("1"), ProviderId::new("86"));
            let slots = model::NewSlots { department, provider, day, times: vec![time], purpose };
            told(&session.create_slots(&slots).await)
        }
        _ => return None,
    })
}

fn told<T>(written: &athena::Written<T>) -> &'static str {
    match written {
        athena::Written::Confirmed(_) => "confirmed",
        athena::Written::Rejected(_) => "rejected",
        athena::Written::NotSent(_) => "not sent",
        athena::Written::Unknown(_) => "unknown",
    }
}

#[tokio::test(start_paused = true)]
async fn writes_of_the_schedule_are_understood() {
    let mut read = 0;
    for capture in captures() {
        let Some(told) = written(&capture).await else { continue };
        read += 1;
        let failed = capture.status >= 400 || capture.file.contains("FreezeAppointmentSlotError");
        assert_eq!(told, if failed { "rejected" } else { "confirmed" }, "{}", capture.file);
    }
    println!("recorded writes of the schedule: {read}");
}
