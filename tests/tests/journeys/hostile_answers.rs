//! What athenahealth may answer that nobody can read: it is said, nothing is lost, and it goes on.

use acceptance::{Desk, Edges, Way, full_name, somebody_on};
use chrono::NaiveDate;
use ipc::Failure;
use sandbox::{CLIENT_ID, CLIENT_SECRET, Limits, Options, PRACTICE_ID, Size};
use serde_json::{Value, json};

/// Three in the morning: nothing changes at the practice while what is read is compared.
const NIGHT: &str = "2026-11-23T08:00:00Z";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

/// One body each that is no JSON, no answer, or an answer whose rows are no rows. A whole list of
/// appointments and of patients at once, so that each is one to whoever asks for either.
fn hostile() -> Vec<(&'static str, &'static str)> {
    let deep: &'static str = Box::leak("[".repeat(200_000).into_boxed_str());
    let nested = format!(r#"{{"patients":{0}{1},"appointments":{0}{1}}}"#, "[".repeat(300), "]".repeat(300));
    let endless = format!(r#"{{"totalcount":{},"patients":[],"appointments":[]}}"#, "9".repeat(400));
    vec![
        ("nothing at all", ""),
        ("half of it", r#"{"totalcount":2,"patients":[{"patientid":"1"},"appointments":[{"appoi"#),
        ("brackets without an end", deep),
        ("lists in lists in lists", Box::leak(nested.into_boxed_str())),
        ("a count without an end", Box::leak(endless.into_boxed_str())),
        ("text in place of an answer", r#""patients""#),
        ("rows that are numbers", r#"{"totalcount":2,"patients":[1,2],"appointments":[1,2]}"#),
        (
            "ids that are questions",
            r#"{"totalcount":1,"patients":[{"patientid":{"$gt":""}}],"appointments":[{"appointmentid":{"$gt":""}}]}"#,
        ),
        (
            "days that never were",
            r#"{"totalcount":1,"patients":[{"patientid":"1","lastname":"X","dob":"yesterday"}],
               "appointments":[{"appointmentid":"1","departmentid":"1","providerid":"1","date":"yesterday",
               "starttime":"99:99","duration":"-5","appointmentstatus":"f"}]}"#,
        ),
        (
            "half a letter",
            r#"{"totalcount":1,"patients":[{"patientid":"\ud800"}],"appointments":[{"appointmentid":"\ud800"}]}"#,
        ),
    ]
}

/// Takes the ages out: a reading that was under way when athenahealth was last sane ends when it ends.
fn without_ages(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("asOf");
            fields.values_mut().for_each(without_ages);
        }
        Value::Array(items) => items.iter_mut().for_each(without_ages),
        _ => {}
    }
}

/// What a person reads of today and of somebody.
async fn read(desk: &Desk, patient: &str) -> [Value; 4] {
    let mut day = desk.ask("schedule_day", json!({"date": today().to_string()})).await;
    for column in day["columns"].as_array_mut().expect("columns") {
        column["now"] = Value::Null;
    }
    let mut card = desk.ask("patient_open", json!({ "patient": patient })).await;
    // That allergies were not given may be said by now, beside what was read of them, and nothing else.
    let trouble = card["allergies"]["trouble"].take();
    assert!(trouble.is_null() || trouble == "notGiven", "{trouble}");
    let found = desk.ask("patient_search", json!({"text": "a", "limit": 50})).await;
    let held = desk.ask("sync_read", json!({})).await["held"].clone();
    let mut read = [day, card, found, held];
    read.iter_mut().for_each(without_ages);
    read
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_can_read_is_said_loses_nothing_and_is_no_trouble_later() {
    let options = Options { size: Size::Solo, limits: Limits::preview(), ..Options::default() };
    let mut desk = Desk::start(Edges::at(NIGHT, options).expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    let practice = desk.edges().practice.clone();
    let somebody = somebody_on(&practice.sandbox().truth(), today());
    let (patient, name) = (somebody.id.to_string(), full_name(&somebody));
    for (what, body) in hostile() {
        let before = read(&desk, &patient).await;
        practice.set_way(Way::Says(body));
        let asked = desk.call("patient_ask", json!({ "text": name })).await;
        assert!(matches!(asked, Err(Failure::Unreadable { .. })), "{what}: {asked:?}");
        desk.ask("schedule_refresh", json!({"date": today().to_string()})).await;
        desk.ask("patient_refresh", json!({ "patient": patient })).await;
        let sync = desk.until("sync_read", json!({}), |sync| !sync["problem"].is_null()).await;
        assert_eq!(sync["problem"]["code"], "unreadable", "{what}");
        assert_eq!(read(&desk, &patient).await, before, "{what}: what was read stays as it was");
        practice.set_way(Way::Open);
        desk.ask("schedule_refresh", json!({"date": today().to_string()})).await;
        desk.until("sync_read", json!({}), |sync| sync["problem"].is_null()).await;
        let found = desk.ask("patient_ask", json!({ "text": name })).await;
        assert_ne!(found["rows"], json!([]), "{what}: athenahealth answers again");
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_practice_that_nobody_can_read_is_not_connected() {
    let key = json!({
        "environment": {"kind": "other", "address": "https://practice.example"},
        "practice": PRACTICE_ID, "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET,
    });
    for (what, body) in hostile() {
        let desk = Desk::start(Edges::new().expect("a computer")).await;
        desk.ask("profile_open", json!({})).await;
        desk.edges().practice.set_way(Way::Says(body));
        let refused = desk.call("connection_add", key.clone()).await;
        assert_eq!(refused.map(drop), Err(Failure::NotAthena), "{what}: it is not put down to athenahealth");
        let list = desk.ask("connection_list", json!({})).await;
        assert_eq!(list["rows"], json!([]), "{what}: what failed is not kept");
        desk.edges().practice.set_way(Way::Open);
        desk.ask("connection_add", key.clone()).await;
        desk.close().await;
    }
}
