//! Feeds of changes: subscriptions, draining, windows.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use http::StatusCode;
use sandbox::{
    CLIENT_ID, CLIENT_SECRET, Deed, Dialect, DrainKind, Feed, Limits, Options, SECOND_CLIENT_ID,
    SECOND_CLIENT_SECRET, SUBSCRIPTION_ACTS_AFTER, Size, State, Telling,
};
use serde_json::{Value, json};

use crate::desk::{Desk, NOW, Read};

pub const REFUSED: &str =
    "\n\n{\"error\":\"Changed messages require setup (subscription) that has not been done.\"}";

/// A practice whose feeds tell of deeds only.
pub async fn counted(dialect: Dialect) -> Desk {
    let limits = Limits::none();
    Desk::with(Options { size: Size::Clinic, dialect, limits, feeds: Telling::Deeds, ..Options::default() })
        .await
}

/// The same, subscribed to all of a feed, which acts by now.
pub async fn subscribed(feed: &str, dialect: Dialect) -> Desk {
    let desk = counted(dialect).await;
    subscribe(&desk, feed, &[]).await;
    desk.hands.turn(SUBSCRIPTION_ACTS_AFTER);
    desk
}

pub async fn subscribe(desk: &Desk, feed: &str, fields: &[(&str, &str)]) -> Read {
    desk.ask(desk.write("POST", &format!("/{feed}/changed/subscription"), fields)).await
}

async fn unsubscribe(desk: &Desk, path: &str) -> Value {
    desk.ask(desk.write("DELETE", path, &[])).await.json()
}

/// The ids of a feed's rows, as text.
pub async fn ids(desk: &Desk, path: &str) -> Vec<String> {
    let answer = desk.rows(path).await;
    let rows = answer.as_object().expect("an envelope").values().find_map(Value::as_array).expect("rows");
    let id = |row: &Value| {
        ["appointmentid", "patientid", "providerid"]
            .iter()
            .find_map(|name| row.get(*name))
            .map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned))
            .expect("an id")
    };
    rows.iter().map(id).collect()
}

/// So many patients whom anybody may read.
pub fn patients(desk: &Desk, count: usize) -> Vec<u64> {
    let truth = desk.sandbox.truth();
    let fit = truth.patients().filter(|one| {
        !one.restricted && one.merged_into.is_none() && one.standing == sandbox::Standing::Active
    });
    fit.map(|one| one.id).take(count).collect()
}

pub fn edit(desk: &Desk, patient: u64, zip: &str) {
    let fields = vec![("zip".to_owned(), zip.to_owned())];
    assert_eq!(desk.sandbox.act(&Deed::EditPatient { patient, fields }), Some(patient), "changed");
}

fn texts(ids: &[u64]) -> Vec<String> {
    ids.iter().map(u64::to_string).collect()
}

const DIALECTS: [Dialect; 2] = [Dialect::Typed, Dialect::Text];

#[tokio::test]
async fn a_feed_is_refused_until_a_subscription_acts() {
    for (feed, dialect) in
        [("patients", Dialect::Typed), ("appointments", Dialect::Text), ("providers", Dialect::Typed)]
    {
        let desk = counted(dialect).await;
        let path = format!("/{feed}/changed");
        let before = desk.get(&path).await;
        assert_eq!((before.status, before.text.as_str()), (StatusCode::FORBIDDEN, REFUSED), "{feed}: none");
        assert_eq!(subscribe(&desk, feed, &[]).await.status, StatusCode::OK, "{feed}: subscribed");
        desk.hands.turn(SUBSCRIPTION_ACTS_AFTER - TimeDelta::seconds(1));
        assert_eq!(desk.get(&path).await.text, REFUSED, "{feed}: not yet");
        desk.hands.turn(TimeDelta::seconds(1));
        let empty = desk.rows(&path).await;
        assert_eq!(empty, json!({feed: [], "totalcount": 0}), "{feed}: it acts, and nothing has changed");
    }
}

#[tokio::test]
async fn a_subscription_shows_at_once_what_was_set() {
    for dialect in DIALECTS {
        let desk = counted(dialect).await;
        let path = "/appointments/changed/subscription";
        let (yes, places) = match dialect {
            Dialect::Typed => (json!(true), Some(json!([]))),
            Dialect::Text => (json!("true"), None),
        };
        let shown = desk.rows(path).await;
        assert_eq!((&shown["status"], &shown["subscriptions"]), (&json!("INACTIVE"), &json!([])), "none");
        assert_eq!(shown.get("departmentids"), places.as_ref(), "departments are told in one dialect only");
        let done = subscribe(&desk, "appointments", &[("eventname", "CheckIn")]).await.json();
        assert_eq!(done, json!({"success": yes}), "as recorded");
        let one = desk.rows(path).await;
        assert_eq!(one["status"], "Partial", "one event of many");
        assert_eq!(one["subscriptions"], json!([{"eventname": "CheckIn"}]), "that one");
        subscribe(&desk, "appointments", &[]).await;
        let all = desk.rows(path).await;
        assert_eq!(
            (all["status"].as_str(), all["subscriptions"].as_array().map(Vec::len)),
            (Some("ACTIVE"), Some(9)),
            "the usual ones"
        );
        let known = desk.rows("/appointments/changed/subscription/events").await;
        assert_eq!(known["subscriptions"].as_array().map(Vec::len), Some(11), "two more may be named");
        let gone = unsubscribe(&desk, &format!("{path}?eventname=CheckIn")).await;
        assert_eq!(gone, json!({"success": yes}), "one ends");
        assert_eq!(desk.rows(path).await["status"], "Partial", "and the rest are left");
        unsubscribe(&desk, path).await;
        assert_eq!(desk.rows(path).await["status"], "INACTIVE", "all end");
    }
}

#[tokio::test]
async fn a_subscription_names_what_exists() {
    let desk = counted(Dialect::Typed).await;
    for (fields, why) in [
        ([("eventname", "CheckIn")], "an event of another feed"),
        ([("eventname", "UpdatePatient,AddPatient")], "two events at once"),
        ([("departmentids", "1,9999")], "a department that is none"),
        ([("departmentids", "north")], "no number"),
    ] {
        let refused = subscribe(&desk, "patients", &fields).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{why}");
    }
    assert_eq!(desk.rows("/patients/changed/subscription").await["status"], "INACTIVE", "and nothing is set");
    assert_eq!(desk.get("/claims/changed").await.status, StatusCode::NOT_FOUND, "no such feed here");
    assert_eq!(desk.get("/patients/changed/news").await.status, StatusCode::BAD_REQUEST, "no such path");
}

#[tokio::test]
async fn what_changed_before_a_subscription_acts_is_never_told() {
    let desk = counted(Dialect::Typed).await;
    let [early, between, late] = patients(&desk, 3)[..] else { panic!("three patients") };
    edit(&desk, early, "04001");
    subscribe(&desk, "patients", &[("eventname", "AddPatient")]).await;
    edit(&desk, between, "04001");
    desk.hands.turn(SUBSCRIPTION_ACTS_AFTER);
    subscribe(&desk, "patients", &[("eventname", "UpdatePatient")]).await;
    edit(&desk, late, "04001");
    assert_eq!(
        ids(&desk, "/patients/changed").await,
        [""; 0],
        "the second event does not act yet, and nobody says so"
    );
    desk.hands.turn(SUBSCRIPTION_ACTS_AFTER);
    edit(&desk, late, "04002");
    assert_eq!(ids(&desk, "/patients/changed").await, texts(&[late]), "now it does");
}

#[tokio::test]
async fn reading_is_deleting() {
    for dialect in DIALECTS {
        let desk = subscribed("patients", dialect).await;
        let some = patients(&desk, 3);
        for (round, patient) in [0, 1, 0, 2].into_iter().enumerate() {
            edit(&desk, some[patient], &format!("0400{round}"));
        }
        let first = desk.rows("/patients/changed").await;
        assert_eq!(first["totalcount"], 3, "each record once, however often it changed");
        assert_eq!(first["patients"][0]["zip"], "04002", "as it stands now");
        let plain = desk.rows(&format!("/patients/{}", some[0])).await;
        let shown = first["patients"][0]["lastname"].as_str();
        assert_eq!(shown, plain[0]["lastname"].as_str(), "a whole row");
        assert_eq!(
            desk.rows("/patients/changed").await,
            json!({"patients": [], "totalcount": 0}),
            "and gone"
        );
        edit(&desk, some[1], "04009");
        assert_eq!(ids(&desk, "/patients/changed").await, texts(&some[1..2]), "until it changes again");
        let drains = desk.sandbox.truth().drains();
        let read: Vec<_> = drains.iter().map(|drain| drain.rows.len()).collect();
        assert_eq!(read, [3, 0, 1], "and each reading is noted");
        assert!(drains.iter().all(|drain| drain.key == CLIENT_ID && drain.told), "for its key");
    }
}

#[tokio::test]
async fn each_key_has_a_queue_which_its_desktops_share() {
    let desk = subscribed("patients", Dialect::Typed).await;
    let twin = desk.under(CLIENT_ID, CLIENT_SECRET).await;
    let other = desk.under(SECOND_CLIENT_ID, SECOND_CLIENT_SECRET).await;
    assert_eq!(other.get("/patients/changed").await.text, REFUSED, "a subscription belongs to one key");
    subscribe(&other, "patients", &[]).await;
    desk.hands.turn(SUBSCRIPTION_ACTS_AFTER);
    let some = patients(&desk, 3);
    some.iter().for_each(|patient| edit(&desk, *patient, "04001"));
    assert_eq!(ids(&desk, "/patients/changed?limit=2").await, texts(&some[..2]), "one desktop");
    assert_eq!(ids(&twin, "/patients/changed").await, texts(&some[2..]), "takes from another of its key");
    assert_eq!(desk.sandbox.truth().waiting(SECOND_CLIENT_ID, Feed::Patients), some, "not from other keys");
    assert_eq!(ids(&other, "/patients/changed").await, texts(&some), "who have it all");
    let window = "/patients/changed?showprocessedstartdatetime=11/18/2026%2011:00:00";
    assert_eq!(ids(&desk, window).await, texts(&some), "what one desktop read, the other reads again");
    unsubscribe(&desk, "/patients/changed/subscription").await;
    assert_eq!(twin.get("/patients/changed").await.text, REFUSED, "one ends it for both");
    edit(&desk, some[0], "04005");
    assert_eq!(ids(&other, "/patients/changed").await, texts(&some[..1]), "and not for other keys");
}

#[tokio::test]
async fn pages_of_a_drain_are_a_trap() {
    let desk = subscribed("patients", Dialect::Typed).await;
    let some = patients(&desk, 5);
    some.iter().for_each(|patient| edit(&desk, *patient, "04001"));
    let first = desk.rows("/patients/changed?limit=2").await;
    assert_eq!(first["totalcount"], 5, "all that waited");
    let next = first["next"].as_str().expect("a next page").to_owned();
    assert_eq!(next, "/v1/195900/patients/changed?limit=2&offset=2", "as any list has it");
    let second = desk.ask(desk.request(&next)).await.json();
    let ids_of = |value: &Value| value["patients"].as_array().map(Vec::len);
    assert_eq!((ids_of(&second), second["totalcount"].as_u64()), (Some(1), Some(3)), "two were skipped");
    assert_eq!(ids(&desk, "/patients/changed").await, texts(&some[2..4]), "and wait");
    for bad in ["limit=0", "limit=5001", "limit=x", "offset=-1", "leaveunprocessed=perhaps"] {
        let refused = desk.get(&format!("/patients/changed?{bad}")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{bad}");
    }
}

#[tokio::test]
async fn rows_that_are_left_unprocessed_stay() {
    for dialect in DIALECTS {
        let desk = subscribed("patients", dialect).await;
        let some = patients(&desk, 3);
        some.iter().for_each(|patient| edit(&desk, *patient, "04001"));
        let peek = "/patients/changed?leaveunprocessed=true";
        assert_eq!(ids(&desk, peek).await, texts(&some), "seen");
        assert_eq!(ids(&desk, &format!("{peek}&limit=2&offset=2")).await, texts(&some[2..]), "page by page");
        assert_eq!(ids(&desk, "/patients/changed").await, texts(&some), "and still there");
        let kinds: Vec<_> = desk.sandbox.truth().drains().iter().map(|drain| drain.kind).collect();
        assert_eq!(kinds, [DrainKind::Peek, DrainKind::Peek, DrainKind::Drain], "which is noted");
    }
}

fn window(from: &str, until: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("showprocessedstartdatetime", from).append_pair("showprocessedenddatetime", until);
    format!("/patients/changed?{}", query.finish())
}

#[tokio::test]
async fn processed_rows_are_read_again_by_eastern_time() {
    for dialect in DIALECTS {
        let desk = subscribed("patients", dialect).await;
        let [first, second, unread] = patients(&desk, 3)[..] else { panic!("three patients") };
        edit(&desk, first, "04001");
        assert_eq!(ids(&desk, "/patients/changed").await.len(), 1, "at 11:35:00 in the East");
        desk.hands.turn(TimeDelta::minutes(5));
        edit(&desk, second, "04001");
        edit(&desk, first, "04002");
        assert_eq!(ids(&desk, "/patients/changed").await.len(), 2, "at 11:40:00");
        edit(&desk, unread, "04001");
        let span =
            |from: &str, until: &str| window(&format!("11/18/2026 {from}"), &format!("11/18/2026 {until}"));
        let both = desk.rows(&span("11:35:00", "11:40:00")).await;
        assert_eq!(both["totalcount"], 2, "both ends included, each record once, nothing that was not read");
        assert_eq!(both["patients"][0]["zip"], "04002", "as it stands now");
        assert_eq!(ids(&desk, &span("11:35:00", "11:39:59")).await, texts(&[first]), "by when it was read");
        assert_eq!(
            ids(&desk, &span("11:35:01", "11:40:00")).await,
            texts(&[second, first]),
            "the later ones"
        );
        assert_eq!(ids(&desk, &span("16:30:00", "16:45:00")).await, [""; 0], "GMT is not meant");
        let paged = format!("{}&limit=1&offset=1", span("11:00:00", "12:00:00"));
        assert_eq!(ids(&desk, &paged).await, texts(&[second]), "page by page");
        assert_eq!(ids(&desk, "/patients/changed").await, texts(&[unread]), "and none of it drains");
        for bad in [
            window("2026-11-18 11:00:00", "11/18/2026 12:00:00"),
            window("11/18/2026 11:00", "11/18/2026 12:00:00"),
            window("11/18/2026 11:00:00", "soon"),
            "/patients/changed?showprocessedenddatetime=11/18/2026%2012:00:00".to_owned(),
        ] {
            assert_eq!(desk.get(&bad).await.status, StatusCode::BAD_REQUEST, "{bad}");
        }
    }
}

#[tokio::test]
async fn processed_rows_are_forgotten_after_twelve_hours() {
    let desk = subscribed("patients", Dialect::Typed).await;
    let patient = patients(&desk, 1)[0];
    edit(&desk, patient, "04001");
    ids(&desk, "/patients/changed").await;
    let day = window("11/18/2026 00:00:00", "11/19/2026 23:59:59");
    desk.hands.turn(TimeDelta::hours(12));
    let mut desk = desk;
    desk.sign_in().await;
    assert_eq!(ids(&desk, &day).await, texts(&[patient]), "half a day");
    desk.hands.turn(TimeDelta::seconds(1));
    assert_eq!(ids(&desk, &day).await, [""; 0], "and no longer");
}

#[tokio::test]
async fn the_hour_that_comes_twice_is_one_hour_on_the_wall() {
    let mut desk = subscribed("patients", Dialect::Typed).await;
    let ahead = "2027-11-07T05:50:00Z".parse::<chrono::DateTime<chrono::Utc>>().expect("a time")
        - NOW.parse::<chrono::DateTime<chrono::Utc>>().expect("a time");
    desk.hands.turn(ahead - SUBSCRIPTION_ACTS_AFTER);
    desk.sign_in().await;
    let [summer, winter] = patients(&desk, 2)[..] else { panic!("two patients") };
    edit(&desk, summer, "04001");
    ids(&desk, "/patients/changed").await;
    desk.hands.turn(TimeDelta::minutes(20));
    edit(&desk, winter, "04001");
    ids(&desk, "/patients/changed").await;
    let span =
        |from: &str, until: &str| window(&format!("11/07/2027 {from}"), &format!("11/07/2027 {until}"));
    assert_eq!(ids(&desk, &span("01:50:00", "01:10:00")).await, [""; 0], "twenty minutes that run backwards");
    assert_eq!(
        ids(&desk, &span("01:00:00", "01:59:59")).await,
        texts(&[summer, winter]),
        "an hour more on each side"
    );
}

#[tokio::test]
async fn departments_narrow_a_subscription_and_a_reading() {
    let desk = counted(Dialect::Typed).await;
    let (one, two) = {
        let truth = desk.sandbox.truth();
        let all: Vec<_> = truth
            .visits(NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day"), NaiveDate::MAX)
            .filter(|visit| visit.state == State::Booked)
            .collect();
        let one = all[0].clone();
        let two =
            all.iter().find(|visit| visit.department != one.department).cloned().expect("another place");
        (one, two)
    };
    subscribe(&desk, "appointments", &[("departmentids", &format!("{},{}", one.department, two.department))])
        .await;
    desk.hands.turn(SUBSCRIPTION_ACTS_AFTER);
    let cancel = |visit: u64| assert_eq!(desk.sandbox.act(&Deed::CheckIn { visit }), Some(visit), "done");
    cancel(one.id);
    cancel(two.id);
    let narrowed = format!("/appointments/changed?departmentid={}", two.department);
    assert_eq!(ids(&desk, &narrowed).await, texts(&[two.id]), "only what lies there is read");
    assert_eq!(ids(&desk, &narrowed).await, [""; 0], "and drained");
    assert_eq!(ids(&desk, "/appointments/changed").await, texts(&[one.id]), "the rest waits");
    let shown = desk.rows("/appointments/changed/subscription").await;
    assert_eq!(shown["departmentids"], json!([one.department, two.department]), "as it was set");
    subscribe(&desk, "appointments", &[("departmentids", &one.department.to_string())]).await;
    let act = |deed: Deed| assert!(desk.sandbox.act(&deed).is_some(), "done");
    act(Deed::CheckOut { visit: two.id });
    act(Deed::CheckOut { visit: one.id });
    assert_eq!(ids(&desk, "/appointments/changed").await, texts(&[one.id]), "the list is replaced whole");
}

#[tokio::test]
async fn silent_feeds_tell_nothing() {
    let desk = Desk::with(Options {
        size: Size::Solo,
        limits: Limits::none(),
        feeds: Telling::Nothing,
        ..Options::default()
    })
    .await;
    subscribe(&desk, "patients", &[]).await;
    desk.hands.turn(SUBSCRIPTION_ACTS_AFTER);
    edit(&desk, patients(&desk, 1)[0], "04001");
    assert_eq!(ids(&desk, "/patients/changed").await, [""; 0], "nothing");
    assert_eq!(desk.sandbox.truth().changes(), [], "at all");
}

#[tokio::test]
async fn the_schedule_tells_of_itself() {
    let desk = Desk::with(Options { size: Size::Clinic, limits: Limits::none(), ..Options::default() }).await;
    subscribe(&desk, "appointments", &[]).await;
    desk.hands.turn(SUBSCRIPTION_ACTS_AFTER);
    let day = NaiveDate::from_ymd_opt(2026, 11, 18).expect("a day");
    let stand = |desk: &Desk| {
        let truth = desk.sandbox.truth();
        truth.visits(day, NaiveDate::MAX).map(|visit| (visit.id, visit.modified)).collect::<BTreeSet<_>>()
    };
    let before = stand(&desk);
    desk.hands.turn(TimeDelta::minutes(40));
    let changed: BTreeSet<String> = stand(&desk).difference(&before).map(|(id, _)| id.to_string()).collect();
    assert!(changed.len() > 20, "{} visits moved in forty minutes", changed.len());
    let told: BTreeSet<String> = ids(&desk, "/appointments/changed").await.into_iter().collect();
    assert_eq!(told, changed, "each visit that moved is told of, and no other");
}
