//! Pages: the server's path joined to its host, and no way round for ever.

use athena::{BookedQuery, Error, Lane, Oddity, Pace, PatientQuery};
use chrono::NaiveDate;
use futures_util::StreamExt;
use model::{DepartmentId, Phi};

use crate::stage::{Seen, Stage, answering, now, ok, stage};

fn query() -> BookedQuery {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    BookedQuery { page_rows: Some(2), ..BookedQuery::new(vec![DepartmentId::new("1")], day, day) }
}

fn row(id: usize) -> String {
    format!(
        r#"{{"appointmentid":"{id}","departmentid":"1","providerid":"2","date":"11/23/2026","starttime":"08:00","duration":"10","appointmentstatus":"f"}}"#
    )
}

fn offset(seen: &Seen) -> usize {
    let value = seen.parameter("offset").or(seen.parameter("OFFSET"));
    value.map_or(0, |value| value.parse().expect("a number"))
}

/// Five rows, two to a page, with a path that shouts its parameters and forgets its limit.
fn five() -> Stage {
    stage(Pace { per_second: 100, ..Pace::default() }, |seen| {
        let from = offset(&seen);
        let rows: Vec<_> = (from..(from + 2).min(5)).map(row).collect();
        let next = match from + 2 < 5 {
            true => {
                format!(r#""next":"\/v1\/195900\/appointments\/booked?DEPARTMENTID=1&offset={}","#, from + 2)
            }
            false => String::new(),
        };
        now(ok(format!(r#"{{{next}"totalcount":5,"appointments":[{}]}}"#, rows.join(","))))
    })
}

fn page(next: &str, total: &str) -> String {
    format!(r#"{{"next":"{next}",{total}"appointments":[{}]}}"#, row(1))
}

#[tokio::test(start_paused = true)]
async fn a_stream_gives_every_row_once() {
    let stage = five();
    let pages: Vec<_> = stage.client.lane(Lane::Fill).booked(query()).collect().await;
    let ids: Vec<_> = pages
        .into_iter()
        .flat_map(|page| page.expect("a page").rows)
        .map(|row| row.appointment.id.to_string())
        .collect();
    assert_eq!(ids, ["0", "1", "2", "3", "4"]);
    let limits: Vec<_> =
        stage.calls().iter().map(|seen| seen.parameter("limit").map(str::to_owned)).collect();
    assert_eq!(limits, vec![Some("2".to_owned()); 3], "a path without a limit keeps ours");
    assert_eq!(stage.calls()[1].parameter("DEPARTMENTID"), Some("1"), "its own path is followed");
}

#[tokio::test(start_paused = true)]
async fn a_page_can_be_resumed_from_text() {
    let (stage, query) = (five(), query());
    let first = stage.client.lane(Lane::Fill).booked_page(&query, None).await.expect("the first page");
    let kept = first.next.expect("a next page").as_text().to_owned();
    let again = five();
    let second =
        again.client.lane(Lane::Fill).booked_page(&query, Some(&kept)).await.expect("the second page");
    assert_eq!(second.rows[0].appointment.id.as_str(), "2", "after a restart it goes on where it was");
}

#[tokio::test(start_paused = true)]
async fn an_empty_page_and_a_reached_total_end_a_list() {
    let path = "/v1/195900/appointments/booked?offset=1";
    for body in [
        format!(r#"{{"next":"{path}","totalcount":9,"appointments":[]}}"#),
        page(path, r#""totalcount":1,"#),
        page("/foo?limit=10&offset=30", r#""totalcount":2,"#),
    ] {
        let found = answering(body.clone()).client.lane(Lane::Fill).booked_page(&query(), None).await;
        assert_eq!(found.expect("a page").next, None, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_next_that_leads_astray_is_never_followed() {
    for next in [
        "/v1/195900/appointments/booked?offset=0",
        "/v1/195900/appointments/booked",
        "/v1/195900/appointments/booked?offset=x",
        "https://elsewhere.example/v1/195900/appointments/booked?offset=1",
        "//elsewhere.example/v1/195900/appointments/booked?offset=1",
        "http://athena.example/v1/195900/appointments/booked?offset=1",
        "/v1/195901/appointments/booked?offset=1",
        "/v1/195900/patients?offset=1",
        "/v1/195900/appointments/booked/../../patients?offset=1",
    ] {
        let stage = answering(page(next, ""));
        let error = stage.client.lane(Lane::Fill).booked_page(&query(), None).await.expect_err(next);
        assert!(matches!(error, Error::Unexpected { what: Oddity::BadNext, .. }), "{next}: {error}");
        let error = stage.client.lane(Lane::Fill).booked_page(&query(), Some(next)).await;
        let followed = stage.calls().iter().all(|seen| seen.path == "/v1/195900/appointments/booked");
        assert!(followed, "{next}: {error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_that_goes_round_ends_in_an_error() {
    let stage = answering(page("/v1/195900/appointments/booked?offset=1", ""));
    let pages: Vec<_> = stage.client.lane(Lane::Fill).booked(query()).collect().await;
    assert_eq!(pages.len(), 2, "the same next again leads nowhere");
    assert!(pages[0].is_ok() && pages[1].is_err(), "and the stream ends there");
}

#[tokio::test(start_paused = true)]
async fn what_makes_no_sense_is_not_sent() {
    let stage = answering("{}");
    let session = stage.client.lane(Lane::Interactive);
    let nobody =
        session.patient_page(&PatientQuery::default(), None).await.expect_err("nothing to search by");
    assert_eq!(nobody.to_string(), "GET /patients: nothing to search by");
    let nowhere = BookedQuery { departments: Vec::new(), ..query() };
    session.booked_page(&nowhere, None).await.expect_err("no department");
    let backwards = BookedQuery { to: NaiveDate::MIN, ..query() };
    session.booked_page(&backwards, None).await.expect_err("the last day before the first");
    for id in ["", ".", ".."] {
        session
            .patient(&id.into(), None, athena::PatientParts::default())
            .await
            .expect_err("another resource");
    }
    assert!(stage.seen().is_empty(), "not even a token was asked for");
}

#[tokio::test(start_paused = true)]
async fn an_id_stays_one_segment_of_the_path() {
    let stage = answering("[]");
    let session = stage.client.lane(Lane::Interactive);
    session.coverages(&"7/../../8?x=1#y".into(), None).await.expect("an empty list");
    assert_eq!(stage.calls()[0].path, "/v1/195900/patients/7%2F..%2F..%2F8%3Fx=1%23y/insurances");
}

#[tokio::test(start_paused = true)]
async fn a_search_sends_its_words_and_its_size() {
    let stage = answering(r#"{"patients":[],"totalcount":0}"#);
    let dob = NaiveDate::from_ymd_opt(1980, 2, 3).expect("a real date");
    let query = PatientQuery {
        last: Some(Phi::new("Núñez & Co".into())),
        dob: Some(Phi::new(dob)),
        omit_balances: true,
        ..PatientQuery::default()
    };
    stage.client.lane(Lane::Interactive).patient_page(&query, None).await.expect("nobody");
    let seen = &stage.calls()[0];
    assert_eq!(seen.parameter("lastname"), Some("Núñez & Co"));
    assert_eq!((seen.parameter("dob"), seen.parameter("limit")), (Some("02/03/1980"), Some("1000")));
    assert_eq!(seen.parameter("omitbalances"), Some("true"));
}
