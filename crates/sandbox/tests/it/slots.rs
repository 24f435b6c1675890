//! Open slots: what is offered, to whom, and what becomes of it.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use http::StatusCode;
use sandbox::{Deed, Dialect, Limits, Options, Size, SlotTruth};
use serde_json::{Value, json};

use crate::desk::{Desk, Read};

pub const DIALECTS: [Dialect; 2] = [Dialect::Typed, Dialect::Text];

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
}

/// A slot that anybody may book, in a department of ours.
pub fn slot(desk: &Desk) -> SlotTruth {
    slots(desk, 1).remove(0)
}

/// So many of them, of patients' kinds.
pub fn slots(desk: &Desk, count: usize) -> Vec<SlotTruth> {
    let truth = desk.sandbox.truth();
    let all = truth.slots(day(11, 23), day(12, 4));
    let fit = all.filter(|slot| !slot.frozen && slot.schedulable);
    let fit: Vec<_> = fit.take(count).collect();
    assert_eq!(fit.len(), count, "so many slots are open");
    fit
}

async fn open(desk: &Desk, query: &str) -> Vec<Value> {
    let path = format!("/appointments/open?departmentid=1&{query}&limit=10000");
    desk.rows(&path).await["appointments"].as_array().expect("rows").clone()
}

fn ids(rows: &[Value]) -> BTreeSet<String> {
    let id =
        |row: &Value| row["appointmentid"].as_str().map_or(row["appointmentid"].to_string(), str::to_owned);
    rows.iter().map(id).collect()
}

fn words(read: &Read) -> String {
    read.json()["error"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn nothing_is_offered_without_a_department_or_without_a_purpose() {
    let desk = Desk::open(Dialect::Typed).await;
    let refused = desk.get("/appointments/open?reasonid=-1").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused.json()["missingfields"], json!(["departmentid"]));
    let none = desk.rows("/appointments/open?departmentid=1").await;
    assert_eq!(none, json!({"totalcount": 0, "appointments": []}), "neither a reason nor a type");
    let refused = desk.get("/appointments/open?departmentid=1&reasonid=563").await;
    assert_eq!(refused.json()["missingfields"], json!(["providerid"]), "a reason wants a provider");
    assert!(!open(&desk, "reasonid=-1").await.is_empty(), "any reason does not");
    assert!(!open(&desk, "appointmenttypeid=82").await.is_empty(), "and neither does a type");
    assert_eq!(open(&desk, "appointmenttypeid=9999").await, [] as [Value; 0], "one that is none finds none");
}

#[tokio::test]
async fn what_is_offered_is_near_enough_far_enough_and_of_the_days_that_are_asked_for() {
    let desk = Desk::open(Dialect::Typed).await;
    let date = |row: &Value| row["date"].as_str().expect("a date").to_owned();
    let usual = open(&desk, "reasonid=-1").await;
    let days: BTreeSet<_> = usual.iter().map(date).collect();
    assert!(!days.contains("11/18/2026"), "nothing of today: {days:?}");
    assert!(days.iter().all(|day| day.as_str() <= "11/25/2026"), "a week: {days:?}");
    let near = open(&desk, "reasonid=-1&bypassscheduletimechecks=true&enddate=11/18/2026").await;
    assert!(
        near.iter().all(|row| date(row) == "11/18/2026") && !near.is_empty(),
        "today, where it is asked for"
    );
    let far = "reasonid=-1&startdate=02/17/2027&enddate=02/24/2027";
    assert_eq!(open(&desk, far).await.len(), 0, "more than ninety days ahead");
    assert!(
        !open(&desk, &format!("{far}&bypassscheduletimechecks=true")).await.is_empty(),
        "where it is asked for"
    );
    let provider = near[0]["providerid"].clone();
    let soon = format!("reasonid=541&providerid={provider}&enddate=11/18/2026");
    let later = format!("reasonid=563&providerid={provider}&enddate=11/20/2026");
    let at = |row: &Value| row["starttime"].as_str().expect("a time").to_owned();
    assert!(open(&desk, &soon).await.iter().all(|row| at(row).as_str() > "12:20"), "an hour ahead will do");
    assert!(
        open(&desk, &later)
            .await
            .iter()
            .all(|row| (date(row), at(row)) >= ("11/20/2026".into(), "11:20".into())),
        "two days ahead, for another reason"
    );
}

#[tokio::test]
async fn rows_are_as_recorded_in_the_older_dialect_and_numbers_in_the_newer() {
    let (typed, text) = (Desk::open(Dialect::Typed).await, Desk::open(Dialect::Text).await);
    let (new, old) = (open(&typed, "appointmenttypeid=82").await, open(&text, "appointmenttypeid=82").await);
    assert_eq!(ids(&new), ids(&old), "the same slots");
    assert!(
        new[0]["appointmentid"].is_u64() && new[0]["duration"].is_u64() && new[0]["departmentid"].is_u64()
    );
    assert!(old[0]["appointmentid"].is_string() && old[0]["duration"].is_string());
    for row in [&new[0], &old[0]] {
        assert!(row["reasonid"].as_array().is_some_and(|ids| ids.iter().all(Value::is_string)), "{row}");
        assert!(row["date"].is_string() && row["starttime"].as_str().is_some_and(|time| time.len() == 5));
        assert_eq!(row.get("frozen"), None, "not asked for");
    }
    let provider = new[0]["providerid"].clone();
    let by_reason = open(&typed, &format!("reasonid=563&providerid={provider}")).await;
    assert!(by_reason.iter().all(|row| row["reasonid"] == json!(["563"])), "the reason that was asked for");
    assert!(by_reason.iter().all(|row| row["providerid"] == provider), "with whom");
}

#[tokio::test]
async fn slots_are_where_nobody_is_and_the_same_whenever_it_is_started() {
    let desk = Desk::open(Dialect::Typed).await;
    let truth = desk.sandbox.truth();
    let slots: Vec<_> = truth.slots(day(11, 18), day(12, 18)).collect();
    assert!(slots.len() > 300, "a month has {} of them", slots.len());
    let taken: BTreeSet<_> = truth
        .visits(day(11, 18), day(12, 18))
        .map(|visit| (visit.provider, visit.day, visit.minute))
        .collect();
    for slot in &slots {
        assert!(!taken.contains(&(slot.provider, slot.day, slot.minute)), "somebody is there: {slot:?}");
        assert_eq!(truth.slot(slot.id).as_ref(), Some(slot), "by its id");
        assert_eq!(truth.visit(slot.id), None, "and no visit");
    }
    let unique: BTreeSet<_> = slots.iter().map(|slot| slot.id).collect();
    assert_eq!(unique.len(), slots.len(), "no id twice");
    let again = Desk::open(Dialect::Text).await;
    assert!(
        again.sandbox.truth().slots(day(11, 18), day(12, 18)).eq(slots.iter().cloned()),
        "the same again"
    );
    let group = Options { size: Size::Group, limits: Limits::none(), ..Options::default() };
    let group = Desk::with(group).await;
    let started = std::time::Instant::now();
    let many = group.sandbox.truth().slots(day(11, 18), day(12, 18)).count();
    assert!(many > 5_000, "{many} in a group's month");
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "took {:?}", started.elapsed());
}

#[tokio::test]
async fn frozen_and_staffs_own_slots_are_shown_when_they_are_asked_for() {
    let desk = Desk::open(Dialect::Typed).await;
    let span = "reasonid=-1&startdate=11/20/2026&enddate=12/20/2026";
    let plain = ids(&open(&desk, span).await);
    let all = open(&desk, &format!("{span}&showfrozenslots=true&ignoreschedulablepermission=true")).await;
    let frozen = all.iter().filter(|row| row["frozen"] == true);
    assert!(frozen.clone().count() > 0, "some were frozen from the start");
    let truth = desk.sandbox.truth();
    for row in &all {
        let own = truth.slot(row["appointmentid"].as_u64().expect("an id")).expect("a slot");
        assert_eq!(row["frozen"], own.frozen, "as it is");
        let shown = plain.contains(&own.id.to_string());
        assert_eq!(shown, !own.frozen && own.schedulable, "{own:?}");
    }
    let one = slot(&desk);
    assert_eq!(desk.sandbox.act(&Deed::Freeze { slot: one.id }), Some(one.id), "another desk holds it");
    assert!(!ids(&open(&desk, span).await).contains(&one.id.to_string()), "gone from the offer");
    assert_eq!(desk.sandbox.act(&Deed::Freeze { slot: one.id }), None, "once");
    assert_eq!(desk.sandbox.act(&Deed::Unfreeze { slot: one.id }), Some(one.id), "and lets it go");
    assert_eq!(ids(&open(&desk, span).await), plain, "back");
}

#[tokio::test]
async fn pages_of_slots_follow_each_other() {
    let desk = Desk::open(Dialect::Text).await;
    let whole = open(&desk, "reasonid=-1&enddate=12/10/2026").await;
    let mut path =
        Some("/appointments/open?departmentid=1&reasonid=-1&enddate=12/10/2026&limit=7".to_owned());
    let mut read = Vec::new();
    while let Some(at) = path {
        let page = desk.rows(&at).await;
        assert_eq!(page["totalcount"], whole.len(), "of all");
        read.extend(page["appointments"].as_array().expect("rows").clone());
        path = page["next"].as_str().map(|next| next.trim_start_matches("/v1/195900").to_owned());
    }
    assert_eq!(read, whole, "page by page, in order");
}

#[tokio::test]
async fn slots_are_opened_and_taken_off_and_the_feed_tells() {
    for dialect in DIALECTS {
        let desk = crate::feeds::subscribed("appointments", dialect).await;
        let provider = desk.sandbox.truth().providers()[0].id.to_string();
        let form = [
            ("departmentid", "1"),
            ("providerid", provider.as_str()),
            ("appointmentdate", "11/24/2026"),
            ("appointmenttime", "19:00,19:15"),
            ("reasonid", "563"),
        ];
        let without = desk.ask(desk.write("POST", "/appointments/open", &form[..4])).await;
        let recorded = "\n\n{\"detailedmessage\":\"An appointment type or reason must be provided.\",\
                        \"error\":\"Additional fields are required.\"}";
        assert_eq!((without.status, without.text.as_str()), (StatusCode::BAD_REQUEST, recorded));
        let opened = desk.ask(desk.write("POST", "/appointments/open", &form)).await;
        let opened = opened.json()["appointmentids"].as_object().expect("a map").clone();
        let times: BTreeSet<_> = opened.values().map(|time| time.as_str().expect("a time")).collect();
        assert_eq!(times, BTreeSet::from(["19:00", "19:15"]), "one each");
        let first = opened.keys().next().expect("an id").clone();
        let one = desk.rows(&format!("/appointments/{first}")).await;
        assert_eq!((&one[0]["appointmentstatus"], one[0].get("patientid")), (&json!("o"), None));
        let removed = desk.ask(desk.write("DELETE", &format!("/appointments/{first}"), &[])).await;
        assert_eq!(removed.status, StatusCode::OK, "{}", removed.text);
        assert_eq!(desk.get(&format!("/appointments/{first}")).await.status, StatusCode::NOT_FOUND, "gone");
        let twice = desk.ask(desk.write("DELETE", &format!("/appointments/{first}"), &[])).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "once: {}", words(&twice));
        let told: Vec<_> = desk.sandbox.truth().changes().iter().map(|change| change.event).collect();
        assert_eq!(told, ["AddAppointmentSlot", "AddAppointmentSlot", "DeleteAppointment"]);
        let rows = desk.rows("/appointments/changed").await["appointments"].clone();
        let gone = rows.as_array().expect("rows").iter().find(|row| row["appointmentid"] == first.as_str());
        assert_eq!(gone.expect("told of")["appointmentstatus"], "x", "in the feed it is nobody's and over");
    }
}

#[tokio::test]
async fn whoever_leaves_takes_their_slots_along() {
    let desk = Desk::open(Dialect::Typed).await;
    let one = slot(&desk);
    desk.sandbox.act(&Deed::ProviderLeaves { provider: one.provider }).expect("they leave");
    let truth = desk.sandbox.truth();
    assert_eq!(truth.slot(one.id), None, "not to be had");
    assert_eq!(truth.slots(day(11, 23), day(12, 20)).filter(|slot| slot.provider == one.provider).count(), 0);
    desk.hands.turn(TimeDelta::minutes(1));
    desk.sandbox.act(&Deed::ProviderReturns { provider: one.provider }).expect("they come back");
    assert!(desk.sandbox.truth().slot(one.id).is_some(), "and so do they");
}
