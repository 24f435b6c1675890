//! Feeds of changed records: what is asked, what is read, and what is never asked twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use athena::{Changed, Error, Feed, Lane, Loss, Pace, Refusal, Standing, TransportError};
use chrono::{DateTime, Utc};
use model::{DepartmentId, VisitState};

use crate::stage::{answering, now, ok, stage, status};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

const ROWS: [&str; 2] = [
    r#"{"totalcount":3,"appointments":[
        {"appointmentid":1050322,"date":"06/02/2020","starttime":"10:00","duration":15,"departmentid":150,
         "appointmentstatus":"x","patientid":7965,"providerid":27,"lastmodified":"06/02/2020 09:06:50",
         "patient":{"patientid":7965,"firstname":"Ann","lastname":"Lee"}},
        {"appointmentid":7,"date":"06/02/2020","starttime":"08:15","duration":30,"departmentid":150,
         "appointmentstatus":"o","providerid":27},
        {"appointmentid":8,"date":"soon"}]}"#,
    r#"{"totalcount":"3","appointments":[
        {"appointmentid":"1050322","date":"06\/02\/2020","starttime":"10:00","duration":"15",
         "departmentid":"150","appointmentstatus":"x","patientid":"7965","providerid":"27",
         "lastmodified":"06\/02\/2020 09:06:50",
         "patient":[{"patientid":"7965","firstname":"Ann","lastname":"Lee"}]},
        {"appointmentid":"7","date":"06\/02\/2020","starttime":"08:15","duration":"30","departmentid":"150",
         "appointmentstatus":"o","providerid":"27"},
        {"appointmentid":"8","date":"soon"}]}"#,
];

#[tokio::test(start_paused = true)]
async fn a_drain_reads_both_dialects_and_a_row_that_cannot_be_read_keeps_its_number() {
    let mut read = Vec::new();
    for body in ROWS {
        let page =
            answering(body).client.lane(Lane::Feed).drain(Feed::Appointments, 1_500).await.expect("a page");
        assert_eq!((page.count, page.total), (3, Some(3)));
        assert_eq!((page.as_of, page.dated), (at("2026-11-23T17:00:00Z"), true), "the server's own time");
        read.push(page.rows);
    }
    assert_eq!(read[0][..2], read[1][..2], "the dialects differ");
    match read[0].as_slice() {
        [Changed::Appointment(first), Changed::Appointment(slot), Changed::Unreadable(unreadable)] => {
            assert_eq!(first.appointment.state, VisitState::Cancelled);
            assert_eq!(first.patient.as_ref().map(|patient| patient.id.as_str()), Some("7965"));
            assert_eq!((&slot.appointment.state, &slot.appointment.patient), (&VisitState::Open, &None));
            assert_eq!(unreadable.id.as_deref(), Some("8"));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_patients_row_tells_policies_and_merges_where_it_does_and_rows_without_a_number_are_told_apart() {
    let typed = r#"{"patients":[
        {"patientid":5,"firstname":"Ann","lastname":"Lee","status":"active","previouspatientids":[3,4],
         "insurances":[],"customfields":[{"customfieldid":"1","customfieldvalue":"x"}]},
        {"firstname":"Nobody"},{"patientid":"  "},{"patientid":6,"firstname":"Bo","lastname":"Ray"}],"totalcount":4}"#;
    let old = typed.replace(":5,", ":\"5\",").replace("[3,4]", "\"3,4\"").replace(":6,", ":\"6\",");
    let mut read = Vec::new();
    for body in [typed.to_owned(), old] {
        let page = answering(body).client.lane(Lane::Feed).drain(Feed::Patients, 10).await.expect("a page");
        read.push(page.rows);
    }
    assert_eq!(read[0], read[1]);
    let [Changed::Patient(ann), Changed::Unreadable(one), Changed::Unreadable(two), Changed::Patient(bo)] =
        read[0].as_slice()
    else {
        panic!("{:?}", read[0])
    };
    assert_eq!((&one.id, &two.id), (&None, &None));
    assert_ne!(one.digest, two.digest, "each is known again");
    assert!(!format!("{one:?}").contains("Nobody"), "and nothing of it is told");
    assert_eq!(ann.patient.previous_ids.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["3", "4"]);
    assert_eq!(ann.coverages.as_ref().map(Vec::len), Some(0));
    assert_eq!((bo.coverages.is_none(), bo.custom_values.is_none()), (true, true), "not told is not none");
}

#[tokio::test(start_paused = true)]
async fn providers_read_in_both_dialects() {
    let typed = r#"{"providers":[{"providerid":1,"firstname":"Jane","lastname":"Doe","billable":true}],"totalcount":1}"#;
    let old = typed.replace(":1,", ":\"1\",").replace("true", "\"true\"");
    for body in [typed.to_owned(), old] {
        let page = answering(body).client.lane(Lane::Feed).drain(Feed::Providers, 10).await.expect("a page");
        let [Changed::Provider(jane)] = page.rows.as_slice() else { panic!("{:?}", page.rows) };
        assert_eq!((jane.id.as_str(), jane.name.as_str(), jane.billable), ("1", "Jane Doe", true));
    }
}

#[tokio::test(start_paused = true)]
async fn the_wrong_resource_is_an_error_that_names_the_right_one() {
    let stage = answering(r#"{"patients":[{"patientid":1}],"totalcount":1}"#);
    let error = stage.client.lane(Lane::Feed).drain(Feed::Providers, 10).await.expect_err("another resource");
    assert_eq!(
        error.to_string(),
        "GET /providers/changed: the answer cannot be read at providers: it is missing"
    );
}

#[tokio::test(start_paused = true)]
async fn a_drain_is_sent_once_whatever_becomes_of_its_answer() {
    let lost = || Err(TransportError::Lost(Loss::Reset));
    let answers: [fn() -> crate::stage::Answer; 4] = [
        || Err(TransportError::Lost(Loss::Reset)),
        || status(503, ""),
        || ok("<html>Bad Gateway</html>"),
        || ok(r#"{"appointments":[{"#),
    ];
    for answer in answers {
        let stage = stage(Pace::default(), move |_| now(answer()));
        stage.client.lane(Lane::Feed).drain(Feed::Appointments, 10).await.expect_err("no page");
        assert_eq!(stage.calls().len(), 1, "what it took out would be gone");
    }
    let tries = Arc::new(AtomicUsize::new(0));
    let tried = tries.clone();
    let stage = stage(Pace::default(), move |_| {
        now(if tried.fetch_add(1, Ordering::SeqCst) == 0 { lost() } else { ok(ROWS[0]) })
    });
    let window = (at("2026-11-23T15:00:00Z"), at("2026-11-23T17:00:00Z"));
    let page = stage.client.lane(Lane::Feed).drained(Feed::Appointments, window, 0, 10).await;
    assert_eq!(page.expect("what takes nothing out is asked again").count, 3);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_refused_takes_nothing_out_and_the_drain_goes_on_with_a_new_one() {
    let tries = Arc::new(AtomicUsize::new(0));
    let tried = tries.clone();
    let stage = stage(Pace::default(), move |_| {
        let first = tried.fetch_add(1, Ordering::SeqCst) == 0;
        now(if first { status(401, r#"{"error":"Invalid Access Token."}"#) } else { ok(ROWS[0]) })
    });
    let page = stage.client.lane(Lane::Feed).drain(Feed::Appointments, 10).await.expect("a page");
    assert_eq!((page.count, stage.calls().len(), stage.tokens()), (3, 2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_drain_begins_at_the_head_and_reading_again_takes_nothing_out() {
    let stage = answering(r#"{"appointments":[],"totalcount":0}"#);
    let session = stage.client.lane(Lane::Feed);
    session.drain(Feed::Appointments, 1_500).await.expect("a page");
    let window = (at("2026-11-01T05:30:00Z"), at("2026-11-23T17:00:00Z"));
    session.drained(Feed::Appointments, window, 1_500, 1_500).await.expect("a page");
    let [drain, again] = <[_; 2]>::try_from(stage.calls()).expect("two calls");
    assert!(drain.path.ends_with("/appointments/changed") && drain.parameter("offset").is_none());
    assert_eq!(drain.parameter("leaveunprocessed"), None);
    let shown = ["showpatientdetail", "showcopay"].map(|show| drain.parameter(show));
    assert_eq!(shown, [Some("true"); 2], "a row without its copay would say that there is none");
    assert_eq!(again.parameter("leaveunprocessed"), Some("true"));
    assert_eq!(again.parameter("showprocessedstartdatetime"), Some("11/01/2026 00:30:00"), "an hour wider");
    assert_eq!(again.parameter("showprocessedenddatetime"), Some("11/23/2026 12:00:00"));
    assert_eq!(again.parameter("offset"), Some("1500"));
}

#[tokio::test(start_paused = true)]
async fn a_subscription_that_is_not_in_effect_is_told_from_a_key_without_the_right() {
    for (body, meaning) in [
        (
            "\n\n{\"error\":\"Changed messages require setup (subscription) that has not been done.\"}",
            Refusal::NotSetUp,
        ),
        (r#"{"error":"Incorrect permissions."}"#, Refusal::NoRight),
    ] {
        let stage = stage(Pace::default(), move |_| now(status(403, body)));
        let error = stage.client.lane(Lane::Feed).drain(Feed::Patients, 10).await.expect_err("refused");
        assert!(matches!(error, Error::Refused { why, .. } if why == meaning), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_subscription_reads_in_both_dialects_with_events_nobody_knows() {
    let old = r#"{"status":"ACTIVE","subscriptions":[{"eventname":"AddPatient"},{"eventname":"BrandNew"}]}"#;
    let typed =
        r#"{"status":"Partial","departmentids":[1,"21"],"subscriptions":[{"eventname":"AddPatient"}]}"#;
    let session = answering(old).client.lane(Lane::Feed);
    let found = session.subscription(Feed::Patients).await.expect("a subscription").value;
    assert_eq!((found.standing, found.departments), (Standing::Active, None));
    assert_eq!(found.events, ["AddPatient", "BrandNew"]);
    let found =
        answering(typed).client.lane(Lane::Feed).subscription(Feed::Patients).await.expect("one").value;
    assert_eq!(found.standing, Standing::Partial);
    assert_eq!(found.departments, Some(vec![DepartmentId::new("1"), DepartmentId::new("21")]));
    let odd = answering(r#"{"status":"SLEEPING","subscriptions":[]}"#).client.lane(Lane::Feed);
    let found = odd.subscription(Feed::Patients).await.expect("one").value;
    assert_eq!(found.standing, Standing::Other("SLEEPING".to_owned()));
    let listed =
        answering(r#"{"subscriptions":[{"eventname":"A"},{"eventname":"B"}]}"#).client.lane(Lane::Feed);
    assert_eq!(listed.feed_events(Feed::Providers).await.expect("events").value, ["A", "B"]);
}

#[tokio::test(start_paused = true)]
async fn subscribing_names_every_department_and_no_event_which_means_all() {
    let stage = answering(r#"{"success":"true"}"#);
    let session = stage.client.lane(Lane::Feed);
    let departments = [DepartmentId::new("1"), DepartmentId::new("21")];
    session.subscribe(Feed::Appointments, &departments).await.expect("taken");
    session.unsubscribe(Feed::Appointments).await.expect("taken");
    let [posted, deleted] = <[_; 2]>::try_from(stage.calls()).expect("two calls");
    assert_eq!((posted.method.as_str(), deleted.method.as_str()), ("POST", "DELETE"));
    assert_eq!(posted.path, "/v1/195900/appointments/changed/subscription");
    assert_eq!(&posted.body[..], b"departmentids=1%2C21");
    assert_eq!(deleted.path, posted.path);
    let refused = answering(r#"{"success":false,"errormessage":"no"}"#).client.lane(Lane::Feed);
    refused.subscribe(Feed::Appointments, &departments).await.expect_err("a failure under a 200");
}
