//! Pages, and the forms of `next`.

use std::collections::BTreeSet;

use sandbox::Dialect;
use serde_json::{Value, json};

use crate::desk::Desk;

async fn follow(desk: &Desk, first: &str, key: &str, id: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut path = format!("/v1/195900{first}");
    loop {
        let page = desk.ask(desk.request(&path)).await.json();
        let rows = page[key].as_array().expect("a list").clone();
        ids.extend(rows.iter().map(|row| row[id].as_str().expect("an id is text").to_owned()));
        let Some(next) = page["next"].as_str() else {
            assert_eq!(
                Some(ids.len() as u64),
                page["totalcount"].as_u64(),
                "the last page ends at the total"
            );
            return ids;
        };
        assert!(next.starts_with("/v1/195900/"), "a path from the version on, and not {next}");
        path = next.to_owned();
    }
}

#[tokio::test]
async fn every_row_comes_once_whatever_the_size_of_the_page() {
    let desk = Desk::open(Dialect::Typed).await;
    let booked = "/appointments/booked/multipledepartment?startdate=09/01/2026&enddate=11/30/2026";
    let whole = follow(&desk, booked, "appointments", "appointmentid").await;
    assert!(whole.len() > 2000, "more than two pages of a thousand, at {}", whole.len());
    let unique: BTreeSet<_> = whole.iter().collect();
    assert_eq!(unique.len(), whole.len(), "no row twice");
    let parts = follow(&desk, &format!("{booked}&limit=271"), "appointments", "appointmentid").await;
    assert_eq!(parts, whole, "the same rows in the same order");
    let ten = follow(&desk, "/patients?lastname=Smith", "patients", "patientid").await;
    assert!(ten.len() > 10, "patients come by tens");
}

#[tokio::test]
async fn next_shouts_its_names_and_cuts_its_limit() {
    let desk = Desk::open(Dialect::Typed).await;
    let booked = "/appointments/booked?departmentid=1&startdate=09/01/2026&enddate=11/30/2026";
    let page = desk.rows(booked).await;
    assert_eq!(page["appointments"].as_array().map(Vec::len), Some(1000), "a thousand when nobody says");
    let next = page["next"].as_str().expect("there are more");
    let path =
        "/v1/195900/appointments/booked?DEPARTMENTID=1&ENDDATE=11%2F30%2F2026&STARTDATE=09%2F01%2F2026";
    assert_eq!(next, format!("{path}&offset=1000"), "no limit when none was asked for");
    let total = page["totalcount"].as_u64().expect("a number");
    let limit = total - 7;
    let page = desk.rows(&format!("{booked}&limit={limit}")).await;
    let next = page["next"].as_str().expect("seven are left");
    assert!(next.ends_with(&format!("limit=7&offset={limit}")), "the limit is cut to what is left: {next}");
    assert_eq!(page["previous"], Value::Null, "nothing lies before the first page");
    let last = desk.ask(desk.request(next)).await.json();
    assert_eq!(last["next"], Value::Null, "nothing comes after the last");
    assert!(last["previous"].is_string(), "but something before it");
    let beyond = desk.rows(&format!("{booked}&offset=100000")).await;
    assert_eq!(beyond["appointments"], json!([]), "beyond the end is an empty page");
}

#[tokio::test]
async fn each_endpoint_has_its_own_greatest_page() {
    let desk = Desk::open(Dialect::Typed).await;
    let dates = "startdate=11/18/2026&enddate=11/18/2026";
    let greatest = [
        ("/departments?".to_owned(), 5000),
        ("/providers?".to_owned(), 5000),
        ("/patients?lastname=Smith".to_owned(), 1000),
        ("/patients/1001/insurances?".to_owned(), 5000),
        (format!("/appointments/booked?departmentid=1&{dates}"), 10_000),
    ];
    for (path, most) in greatest {
        desk.rows(&format!("{path}&limit={most}")).await;
        let refused = desk.get(&format!("{path}&limit={}", most + 1)).await;
        assert_eq!(refused.status.as_u16(), 400, "{path} gives {most} and no more");
    }
}
