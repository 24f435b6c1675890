//! Patients as they are written, and as they are read then.

use http::StatusCode;
use sandbox::{Dialect, PatientTruth, Standing, Writer};
use serde_json::{Value, json};

use crate::desk::Desk;

/// A new patient's form, all that it needs and no more.
const NEW: [(&str, &str); 5] = [
    ("departmentid", "1"),
    ("firstname", "Wilhelmina"),
    ("lastname", "Quackenbush"),
    ("dob", "03/30/1992"),
    ("mobilephone", "(207) 555-0142"),
];

async fn created(desk: &Desk, more: &[(&str, &str)]) -> u64 {
    let reply = desk.post(&[&NEW, more].concat()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    id(&reply.json())
}

fn id(reply: &Value) -> u64 {
    reply[0]["patientid"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .expect("an id, as a string, in a list of one")
}

async fn row(desk: &Desk, patient: u64) -> Value {
    desk.rows(&format!("/patients/{patient}")).await[0].clone()
}

fn is_of(row: &Value, patient: u64) -> bool {
    row["patientid"].as_str().and_then(|id| id.parse().ok()) == Some(patient)
}

/// Somebody of whom this is true, who is neither hidden nor merged.
fn somebody(desk: &Desk, is: impl Fn(&PatientTruth) -> bool) -> PatientTruth {
    let plain = |patient: &PatientTruth| !patient.restricted && patient.merged_into.is_none();
    desk.sandbox.truth().patients().find(|patient| plain(patient) && is(patient)).expect("somebody")
}

#[tokio::test]
async fn a_new_patient_is_there_at_once_and_nothing_about_them_is_made_up() {
    for dialect in [Dialect::Typed, Dialect::Text] {
        let desk = Desk::open(dialect).await;
        let before = desk.sandbox.truth().patients().count();
        let patient = created(&desk, &[("email", "w.q@example.com"), ("nonsense", "x"), ("emai", "y")]).await;
        let row = row(&desk, patient).await;
        for (name, value) in [
            ("firstname", "Wilhelmina"),
            ("lastname", "Quackenbush"),
            ("dob", "03/30/1992"),
            ("mobilephone", "2075550142"),
            ("email", "w.q@example.com"),
            ("departmentid", "1"),
            ("status", "active"),
            ("registrationdate", "11/18/2026"),
        ] {
            assert_eq!(row[name], value, "{name}");
        }
        let unknown = ["sex", "address1", "zip", "ssn", "homephone", "maritalstatus", "firstappointment"];
        for name in unknown.into_iter().chain(["nonsense", "emai", "guarantorlastname"]) {
            assert!(row.get(name).is_none_or(Value::is_null), "{name} was never told: {}", row[name]);
        }
        assert_eq!(row["balances"][0]["balance"], 0, "nothing is owed");
        let insurances = desk.rows(&format!("/patients/{patient}/insurances")).await;
        assert_eq!(insurances["totalcount"], 0, "no policy is made up");
        for query in ["lastname=quackenbush", "anyphone=207-555-0142", "dob=03/30/1992&firstname=wilhelmina"]
        {
            let found = desk.rows(&format!("/patients?{query}")).await;
            assert_eq!(found["patients"][0]["patientid"], patient.to_string(), "{query} finds her");
        }
        let name = "firstname=Wilhelmina&lastname=Quackenbush&dob=03/30/1992";
        let matched = desk.rows(&format!("/patients/enhancedbestmatch?{name}")).await;
        assert_eq!(matched[0]["patientid"], patient.to_string(), "the match knows her");
        let more = desk.rows(&format!("/patients/enhancedbestmatch?{name}&mobilephone=2075550142")).await;
        let score = |value: &Value| value.as_i64().or_else(|| value.as_str()?.parse().ok()).expect("a score");
        assert_eq!(score(&matched[0]["score"]), 23, "by name and date of birth");
        assert!(score(&more[0]["score"]) >= 26, "and the telephone makes it the same person");
        let truth = desk.sandbox.truth();
        assert_eq!(truth.patients().count(), before + 1, "one record more");
        let writes = truth.writes();
        assert_eq!(writes.len(), 1, "by one write");
        assert_eq!((writes[0].patient, writes[0].created, writes[0].writer), (patient, true, Writer::Caller));
        assert_eq!(truth.applied(&NEW), 1, "as it was sent");
    }
}

#[tokio::test]
async fn a_create_that_lacks_something_makes_nothing() {
    let desk = Desk::solo().await;
    let nothing = desk.post(&[]).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST, "an empty form");
    let all = json!(["lastname", "dob", "firstname", "departmentid"]);
    assert_eq!(nothing.json()["missingfields"], all, "each is named");
    let unreachable = NEW.map(|(name, value)| if name == "mobilephone" { (name, "") } else { (name, value) });
    for contact in [("x", ""), ("mobilephone", "declined"), ("email", "declined"), ("homephone", "555-0142")]
    {
        let refused = desk.post(&[&unreachable[..4], &[contact]].concat()).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{contact:?} is no way to reach her");
        assert_eq!(refused.json()["fields"], json!(["homephone", "mobilephone", "workphone", "email"]));
    }
    for contact in [("workphone", "207 555 0142"), ("email", "w@example.com")] {
        let reply = desk.post(&[&unreachable[..4], &[contact]].concat()).await;
        assert_eq!(reply.status, StatusCode::OK, "{contact:?} is one");
    }
    assert_eq!(desk.sandbox.truth().writes().len(), 2, "nothing else was written");
}

#[tokio::test]
async fn what_is_too_long_or_no_such_value_refuses_the_whole_write() {
    let desk = Desk::solo().await;
    let patient = somebody(&desk, |patient| patient.died.is_none());
    let before = row(&desk, patient.id).await;
    let long = |letters: usize| "é".repeat(letters);
    let (twenty, thirty, fifty, hundred) = (long(21), long(31), long(51), long(101));
    for (name, value) in [
        ("firstname", twenty.as_str()),
        ("lastname", thirty.as_str()),
        ("suffix", "Esquire III"),
        ("address1", hundred.as_str()),
        ("city", thirty.as_str()),
        ("zip", "04901-12345"),
        ("email", fifty.as_str()),
        ("contactname", fifty.as_str()),
        ("homephone", "207 555 0142 extension 7"),
        ("ssn", "666-12-345678901"),
        ("state", "XX"),
        ("zip", "4901"),
        ("email", "nowhere"),
        ("ssn", "12345"),
        ("sex", "X"),
        ("maritalstatus", "Q"),
        ("status", "asleep"),
        ("departmentid", "2"),
        ("primaryproviderid", "1"),
        ("consenttotext", "perhaps"),
        ("deceaseddate", "11/19/2026"),
    ] {
        let refused = desk.put(patient.id, &[("address2", "WING B"), (name, value)]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{name}={value}");
        assert_eq!(refused.json()["error"], "The data provided is invalid.", "{name}={value}");
    }
    for dob in ["30/03/1992", "11/19/2026", "1992-03-30", "02/30/1992"] {
        let refused = desk.put(patient.id, &[("dob", dob)]).await;
        assert_eq!(refused.json(), json!({"error": "Improper DOB."}), "{dob}, in the recorded words");
    }
    assert_eq!(
        row(&desk, patient.id).await,
        before,
        "nothing was written, not even the field that was right"
    );
    assert!(desk.sandbox.truth().writes().is_empty(), "nothing at all");
    let longest = [("firstname", &twenty[2..]), ("lastname", &thirty[2..]), ("address1", &hundred[2..])];
    assert_eq!(desk.put(patient.id, &longest).await.status, StatusCode::OK, "one letter less is fine");
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_nothing_else() {
    let desk = Desk::solo().await;
    let patient = somebody(&desk, |patient| patient.email.is_some() && patient.home_phone.is_some());
    let before = row(&desk, patient.id).await;
    let policies = desk.sandbox.truth().policies(patient.id);
    let fields = [
        ("lastname", "  van   der Quack "),
        ("dob", "01/02/2020"),
        ("state", "me"),
        ("homephone", "1-207-555-0100"),
        ("workphone", "no number"),
        ("race", "2106-3,2028-9"),
        ("maritalstatus", "w"),
        ("contactname", "Björn"),
        ("middlename", ""),
        ("firstname", ""),
        ("patientid", "1"),
        ("balances", "0"),
    ];
    let reply = desk.put(patient.id, &fields).await;
    assert_eq!((reply.status, id(&reply.json())), (StatusCode::OK, patient.id), "{}", reply.text);
    let after = row(&desk, patient.id).await;
    let changed = [
        ("lastname", json!("van der Quack")),
        ("dob", json!("01/02/2020")),
        ("state", json!("ME")),
        ("homephone", json!("2075550100")),
        ("race", json!(["2106-3", "2028-9"])),
        ("maritalstatus", json!("W")),
        ("maritalstatusname", json!("WIDOWED")),
        ("contactname", json!("Björn")),
    ];
    for (name, value) in &changed {
        assert_eq!(&after[*name], value, "{name}");
    }
    assert!(after.get("middlename").is_none(), "emptied");
    let guarantor = |name: &str| name.starts_with("guarantor");
    for (name, value) in before.as_object().expect("a row") {
        let named = changed.iter().any(|(own, _)| own == name) || name == "middlename" || guarantor(name);
        assert!(named || after[name] == *value, "{name} was not named: {value} became {}", after[name]);
    }
    assert_eq!(desk.sandbox.truth().policies(patient.id), policies, "policies stay what they were");
    let found = desk.rows("/patients?lastname=VAN DER QUACK".replace(' ', "%20").as_str()).await;
    assert_eq!(found["totalcount"], 1, "she is found by her new name");
    let old = desk
        .rows(&format!(
            "/patients?lastname={}&dob={}",
            patient.last_name.replace(' ', "%20"),
            patient.born.format("%m/%d/%Y")
        ))
        .await;
    let still = old["patients"].as_array().expect("rows").iter().any(|row| is_of(row, patient.id));
    assert!(!still, "and no longer by the old one");
    let truth = desk.sandbox.truth().patient(patient.id).expect("still there");
    assert_eq!(
        (truth.last_name.as_str(), truth.written["contactname"].as_str()),
        ("van der Quack", Some("Björn"))
    );
}

#[tokio::test]
async fn declined_and_consent_are_taken_as_documented() {
    let desk = Desk::solo().await;
    let patient = created(&desk, &[("consenttotext", "true"), ("email", "declined")]).await;
    let first = row(&desk, patient).await;
    assert_eq!((&first["consenttotext"], &first["emailexists"]), (&json!(true), &json!(false)), "as asked");
    let fields = [("mobilephone", "declined"), ("consenttotext", "true"), ("email", "w@example.com")];
    assert_eq!(desk.put(patient, &fields).await.status, StatusCode::OK, "taken");
    let second = row(&desk, patient).await;
    assert_eq!((&second["hasmobile"], &second["emailexists"]), (&json!(false), &json!(true)), "as asked");
    assert!(second.get("mobilephone").is_none(), "no mobile telephone");
    desk.put(patient, &[("consenttotext", "false")]).await;
    desk.put(patient, &[("consenttotext", "true")]).await;
    assert_eq!(
        row(&desk, patient).await["consenttotext"],
        false,
        "nobody consents to texts without a telephone"
    );
}

#[tokio::test]
async fn records_of_the_dead_the_left_and_the_merged() {
    let desk = Desk::open(Dialect::Typed).await;
    let dead = somebody(&desk, |patient| patient.died.is_some());
    assert_eq!(desk.put(dead.id, &[("status", "active"), ("city", "Salem")]).await.status, StatusCode::OK);
    let row_of_dead = row(&desk, dead.id).await;
    assert_eq!(
        (&row_of_dead["status"], &row_of_dead["city"]),
        (&json!("inactive"), &json!("Salem")),
        "still dead"
    );
    desk.put(dead.id, &[("deceaseddate", ""), ("status", "active")]).await;
    let row_of_living = row(&desk, dead.id).await;
    assert!(row_of_living.get("deceaseddate").is_none(), "it was a mistake");
    assert_eq!(row_of_living["status"], "active", "and is put right");
    let living = somebody(&desk, |patient| patient.died.is_none() && patient.standing == Standing::Active);
    desk.put(living.id, &[("deceaseddate", "11/17/2026")]).await;
    assert_eq!(row(&desk, living.id).await["status"], "inactive", "nobody dead is active");
    assert!(desk.sandbox.truth().deceased().contains(&living.id), "the death is known");
    let left = somebody(&desk, |patient| patient.standing == Standing::Inactive && patient.died.is_none());
    desk.put(left.id, &[("status", "DELETED")]).await;
    assert_eq!(row(&desk, left.id).await["status"], "deleted", "readable by id");
    let name = left.last_name.replace(' ', "%20");
    let query = format!("/patients?lastname={name}&dob={}", left.born.format("%m/%d/%Y"));
    let found = desk.rows(&query).await["patients"].as_array().cloned().unwrap_or_default();
    assert!(found.iter().all(|row| !is_of(row, left.id)), "and found no more");
    let (from, _, survivor) = desk.sandbox.truth().merged()[0];
    let reply = desk.put(from, &[("preferredname", "Quack")]).await;
    assert_eq!(id(&reply.json()), survivor, "a write to a merged record goes to the one that is left");
    assert_eq!(row(&desk, survivor).await["preferredname"], "Quack", "where it is read");
}

#[tokio::test]
async fn hidden_records_and_what_is_not_there_are_not_written() {
    let desk = Desk::open(Dialect::Typed).await;
    let hidden = desk.sandbox.truth().patients().find(|one| one.restricted && one.merged_into.is_none());
    let hidden = hidden.expect("somebody is hidden").id;
    assert_eq!(
        desk.put(hidden, &[("city", "Salem")]).await.status,
        StatusCode::NOT_FOUND,
        "as good as absent"
    );
    let fields = [("city", "Salem"), ("ignorerestrictions", "true")];
    assert_eq!(desk.put(hidden, &fields).await.status, StatusCode::OK, "unless restrictions are ignored");
    assert_eq!(desk.put(1002, &[("city", "Salem")]).await.status, StatusCode::NOT_FOUND, "nobody's id");
    for (method, path) in [
        ("POST", "/patients/1001"),
        ("PUT", "/patients"),
        ("DELETE", "/patients/1001"),
        ("PATCH", "/patients/1001"),
        ("POST", "/departments"),
        ("POST", "/ping"),
    ] {
        let refused = desk.ask(desk.write(method, path, &NEW)).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{method} {path}");
    }
    let mut unsigned = desk.write("POST", "/patients", &NEW);
    unsigned.headers_mut().remove("authorization");
    assert_eq!(desk.ask(unsigned).await.status, StatusCode::UNAUTHORIZED, "nobody writes unsigned");
    let mut elsewhere = desk.write("POST", "/patients", &NEW);
    *elsewhere.uri_mut() = "https://sandbox.example/v1/195901/patients".parse().expect("an address");
    assert_eq!(desk.ask(elsewhere).await.status, StatusCode::UNAUTHORIZED, "nor in another practice");
    assert_eq!(desk.sandbox.truth().writes().len(), 1, "one write in all");
}

#[tokio::test]
async fn a_create_that_is_sent_twice_makes_two() {
    let desk = Desk::solo().await;
    let (first, second) = (created(&desk, &[]).await, created(&desk, &[]).await);
    assert_ne!(first, second, "there is no key that would tell");
    assert_eq!(desk.sandbox.truth().applied(&NEW), 2, "and the truth shows it");
    let all = futures_util::future::join_all((0..40).map(|_| created(&desk, &[]))).await;
    let distinct: std::collections::BTreeSet<_> = all.into_iter().collect();
    assert_eq!(distinct.len(), 40, "each its own id, whoever comes at the same time");
}
