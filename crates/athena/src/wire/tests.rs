use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use model::Cents;
use proptest::prelude::{any, proptest};
use serde::Deserialize;
use serde_json::json;

use super::{FromWire, Listing, listing, many, one, opt, trimmed, verdict, words};
use crate::{Endpoint, Error};

const HERE: Endpoint = Endpoint("GET /here");

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Row {
    #[serde(deserialize_with = "opt")]
    id: Option<String>,
    #[serde(deserialize_with = "opt")]
    count: Option<u32>,
    #[serde(deserialize_with = "opt")]
    flag: Option<bool>,
    #[serde(deserialize_with = "opt")]
    money: Option<Cents>,
    #[serde(deserialize_with = "many")]
    rows: Option<Vec<Row>>,
    #[serde(deserialize_with = "words")]
    ids: Vec<String>,
}

fn row(value: serde_json::Value) -> Row {
    one(HERE, value.to_string().as_bytes()).expect("a row")
}

#[test]
fn text_and_native_are_the_same() {
    let typed = row(json!({"id": 86, "count": 10, "flag": true, "money": 20, "ids": [1, 2]}));
    let old = row(json!([{"id": "86", "count": "10", "flag": "true", "money": "20", "ids": "1,2"}]));
    assert_eq!(typed, old);
    assert_eq!(typed.id.as_deref(), Some("86"));
}

#[test]
fn null_empty_and_missing_are_nothing() {
    let nothing = row(json!({}));
    assert_eq!(
        row(json!({"id": null, "count": "", "flag": " ", "money": null, "rows": "", "ids": null})),
        nothing
    );
    assert_eq!(row(json!({"rows": null, "ids": ""})), nothing);
}

#[test]
fn one_item_is_an_object_or_an_array_of_one() {
    let inner = |value| row(json!({ "rows": value })).rows.map(|rows| rows.len());
    assert_eq!(inner(json!({"id": 1})), Some(1));
    assert_eq!(inner(json!([{"id": 1}, {"id": 2}])), Some(2));
    for body in ["[]", "[{},{}]", "null"] {
        one::<Row>(HERE, body.as_bytes()).expect_err(body);
    }
}

#[test]
fn money_keeps_its_sign_and_its_cents() {
    for (wire, cents) in [
        (json!(0), 0),
        (json!("-978.7"), -97_870),
        (json!("-.01"), -1),
        (json!(41.21), 4_121),
        (json!(-0.29), -29),
        (json!("538.01"), 53_801),
        (json!(1_000_000), 100_000_000),
    ] {
        assert_eq!(row(json!({ "money": wire })).money, Some(Cents(cents)), "{wire}");
    }
}

fn list(body: &str) -> Result<Listing<Row>, Error> {
    listing(HERE, "rows", body.as_bytes())
}

#[test]
fn lists_are_bare_or_wrapped_and_never_silently_empty() {
    let found = list("\u{feff}\n\n{\"totalcount\":\"9\",\"rows\":[{\"id\":1}],\"next\":\"\\/v1\\/x\"}")
        .expect("a list");
    assert_eq!((found.rows.len(), found.total, found.next.as_deref()), (1, Some(9), Some("/v1/x")));
    assert_eq!(list("[{\"id\":1},{}]").expect("a bare list").rows.len(), 2);
    assert_eq!(list("{\"totalcount\":0}").expect("none").rows.len(), 0);
    assert_eq!(list("{\"rows\":{\"id\":1}}").expect("one").rows.len(), 1);
    for body in
        ["{}", "{\"totalcount\":3}", "{\"rows\":null}", "1", "\"rows\"", "{\"rows\":[]} x", "{\"rows\":[1]}"]
    {
        assert!(list(body).is_err(), "{body} is no empty list");
    }
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    FromWire::from_text(text).ok().flatten()
}

#[test]
fn a_stamp_has_four_forms_and_is_eastern_in_each() {
    let utc = |text: &str| text.parse::<DateTime<Utc>>().ok();
    for (wire, at) in [
        ("04/02/2016 20:00:54", "2016-04-03T00:00:54Z"),
        ("01/02/2016 20:00", "2016-01-03T01:00:00Z"),
        ("2019-08-08T14:31:41-04:00", "2019-08-08T18:31:41Z"),
        ("03/30/2016 05:46 AM", "2016-03-30T09:46:00Z"),
        ("03/30/2016 12:10 pm", "2016-03-30T16:10:00Z"),
        ("03/30/2016 12:10 AM", "2016-03-30T04:10:00Z"),
        ("03/26/26 03:18:54", "2026-03-26T07:18:54Z"),
        ("03/26/2026", "2026-03-26T04:00:00Z"),
        ("2019-08-08T14:31:41.250-04:00", "2019-08-08T18:31:41Z"),
        ("2019-08-08T18:31:41Z", "2019-08-08T18:31:41Z"),
    ] {
        assert_eq!(instant(wire), utc(at), "{wire}");
    }
}

#[test]
fn a_wrong_offset_is_left_aside() {
    let told = instant("2013-11-13T09:19:09-04:00");
    assert_eq!(told, instant("2013-11-13T09:19:09-05:00"), "the same document said both, years apart");
    assert_eq!(told, "2013-11-13T14:19:09Z".parse().ok());
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "soon",
        "13/40/2026 10:00",
        "03/30/2016 25:00",
        "03/30/2016 13:00 PM",
        "2016-03-30T",
        "1/2/3/4 10:00",
    ] {
        assert!(<DateTime<Utc>>::from_text(text).is_err(), "{text}");
        assert!(NaiveDateTime::from_text(text).is_err(), "{text}");
    }
    for text in ["8", "08:30:00:00", "8h", "-1:00", "24:00"] {
        assert!(NaiveTime::from_text(text).is_err(), "{text}");
    }
}

#[test]
fn a_day_of_no_calendar_is_none_and_words_are_an_error() {
    assert_eq!(NaiveDate::from_text("00/00/0000"), Ok(None));
    assert_eq!(NaiveDate::from_text("02/30/1980"), Ok(None));
    assert_eq!(NaiveDate::from_text("2/3/1980"), Ok(NaiveDate::from_ymd_opt(1980, 2, 3)));
    assert_eq!(NaiveDate::from_text("1980-02-03"), Ok(NaiveDate::from_ymd_opt(1980, 2, 3)));
    for text in ["unknown", "1980", "02/1980", "02-03-1980", "02/03/198"] {
        assert!(NaiveDate::from_text(text).is_err(), "{text}");
    }
}

#[test]
fn verdicts_are_found_in_an_object_or_an_array_of_one() {
    let failed = |body: &str| verdict(body.as_bytes()).and_then(|verdict| verdict.success);
    assert_eq!(failed("\n\n{\"success\":\"false\"}"), Some(false));
    assert_eq!(failed("[{\"success\":false}]"), Some(false));
    assert_eq!(failed("[{},{}]"), None);
    assert_eq!(failed("<html>"), None);
    assert_eq!(trimmed(b"\n\n {} \n"), b"{}");
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,24}") {
        let _ = (NaiveDate::from_text(&text), instant(&text), NaiveTime::from_text(&text));
        let _ = (bool::from_text(&text), Cents::from_text(&text), u64::from_text(&text));
    }

    #[test]
    fn every_cent_survives_both_forms(cents in any::<i32>()) {
        let amount = Cents(i64::from(cents));
        assert_eq!(row(json!({"money": amount.to_string()})).money, Some(amount));
        let number: f64 = amount.to_string().parse().expect("a number");
        assert_eq!(row(json!({ "money": number })).money, Some(amount));
    }
}
