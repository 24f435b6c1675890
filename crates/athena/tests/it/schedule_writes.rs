//! Writes of the schedule: what is sent, and what whatever comes back says became of them.

use athena::{
    LONGEST_NOTE, Lane, Loss, Objection, Pace, Refusal, SendFailure, Session, TransportError, Written,
};
use chrono::NaiveTime;
use model::{
    AppointmentId, AppointmentTypeId, Booking, Cancellation, DepartmentId, NewSlots, PatientId, Phi,
    ProviderId, Purpose, ReasonId, Rescheduling, VisitFieldValue, VisitNoteDraft, VisitUpdate, WaitlistWish,
};

use crate::stage::{Answer, Answering, Stage, answering, never, now, ok, stage, status};

fn told<T>(written: &Written<T>) -> &'static str {
    match written {
        Written::Confirmed(_) => "confirmed",
        Written::Rejected(_) => "rejected",
        Written::NotSent(_) => "not sent",
        Written::Unknown(_) => "unknown",
    }
}

fn booking() -> Booking {
    Booking::new(AppointmentId::new("9"), PatientId::new("4"), Purpose::Reason(ReasonId::new("563")))
}

fn moving() -> Rescheduling {
    Rescheduling::new(AppointmentId::new("9"), AppointmentId::new("12"), PatientId::new("4"))
}

fn slots() -> NewSlots {
    NewSlots {
        department: DepartmentId::new("1"),
        provider: ProviderId::new("86"),
        day: chrono::NaiveDate::from_ymd_opt(2026, 8, 7).expect("a day"),
        times: vec![NaiveTime::from_hms_opt(8, 0, 0).expect("a time")],
        purpose: Purpose::Kind(AppointmentTypeId::new("82")),
    }
}

fn note(text: &str) -> VisitNoteDraft {
    VisitNoteDraft { text: Phi::new(text.to_owned()), on_schedule: false }
}

fn wish() -> WaitlistWish {
    WaitlistWish::new(PatientId::new("4"), DepartmentId::new("1"))
}

/// Every write of the schedule, by its name, with what became of it.
async fn every_write(session: &Session) -> Vec<(&'static str, &'static str)> {
    let visit = AppointmentId::new("9");
    let mut update = VisitUpdate::new(visit.clone());
    update.kind = Some(AppointmentTypeId::new("82"));
    let value = VisitFieldValue { field: "362".into(), value: None, option: Some(Phi::new("87".to_owned())) };
    vec![
        ("book", told(&session.book(&booking()).await)),
        ("cancel", told(&session.cancel(&Cancellation::new(visit.clone(), PatientId::new("4"))).await)),
        ("reschedule", told(&session.reschedule(&moving()).await)),
        ("freeze", told(&session.freeze(&visit, true).await)),
        ("start", told(&session.start_check_in(&visit).await)),
        ("check in", told(&session.check_in(&visit).await)),
        ("take back", told(&session.cancel_check_in(&visit).await)),
        ("check out", told(&session.check_out(&visit).await)),
        ("update", told(&session.update_booked(&update).await)),
        ("note", told(&session.add_appointment_note(&visit, &note("x")).await)),
        ("edit", told(&session.edit_appointment_note(&visit, &"1".into(), &note("x")).await)),
        ("unnote", told(&session.delete_appointment_note(&visit, &"1".into()).await)),
        ("wait", told(&session.add_to_waitlist(&wish()).await)),
        ("rewait", told(&session.update_waitlist(&"3".into(), &wish()).await)),
        ("unwait", told(&session.delete_from_waitlist(&"3".into()).await)),
        ("fields", told(&session.set_visit_fields(&visit, &[value]).await)),
        ("open", told(&session.create_slots(&slots()).await)),
        ("delete", told(&session.delete_slot(&visit).await)),
    ]
}

/// What the writes are that are well with an answer.
async fn well(body: &'static str) -> Vec<&'static str> {
    let stage = answering(body);
    let all = every_write(&stage.client.lane(Lane::Booking)).await;
    assert_eq!(stage.calls().len(), all.len(), "{body}: each is sent once");
    let others: Vec<_> = all.iter().filter(|(_, told)| !["confirmed", "unknown"].contains(told)).collect();
    assert!(others.is_empty(), "{body}: {others:?}");
    all.into_iter().filter(|(_, told)| *told == "confirmed").map(|(name, _)| name).collect()
}

#[tokio::test(start_paused = true)]
async fn only_an_answer_that_is_one_confirms() {
    let plain = [
        "freeze",
        "start",
        "check in",
        "take back",
        "check out",
        "update",
        "note",
        "edit",
        "unnote",
        "wait",
        "rewait",
        "unwait",
        "fields",
        "delete",
    ];
    for body in [
        r#"{"success":true}"#,
        r#"{"success":"true"}"#,
        r#"{"success":true,"errormessage":"","message":"x"}"#,
        r#"[{"success":1}]"#,
    ] {
        assert_eq!(well(body).await, plain, "{body}");
    }
    for body in [
        r#"[{"appointmentid":"9","patientid":"4","appointmentstatus":"f","providerid":""}]"#,
        r#"[{"appointmentid":9,"patientid":4}]"#,
    ] {
        assert_eq!(well(body).await, ["book"], "{body}");
    }
    assert_eq!(well(r#"[{"appointmentid":"12","patientid":"4","starttime":"08:00"}]"#).await, ["reschedule"]);
    assert_eq!(well(r#"{"status":"x"}"#).await, ["cancel"]);
    assert_eq!(well(r#"{"appointmentids":{"702724":"08:00"}}"#).await, ["open"]);
    assert_eq!(well(r#"{"waitlistid":17}"#).await, ["wait"]);
    assert_eq!(well("1").await, ["update"]);
    assert_eq!(well("\"1\"").await, ["update"]);
    for body in [
        "[]",
        "{}",
        "[{}]",
        "2",
        "null",
        "\"\"",
        r#"[{"appointmentid":"9","patientid":"5"}]"#,
        r#"[{"appointmentid":"9","patientid":"4","appointmentstatus":"o"}]"#,
        r#"[{"appointmentid":"9","patientid":"4"},{"appointmentid":"12","patientid":"4"}]"#,
        r#"[{"appointmentid":{"x":1},"patientid":"4"}]"#,
        r#"{"status":"f"}"#,
        r#"{"appointmentids":{}}"#,
        r#"{"appointmentids":{"702724":"noon"}}"#,
        r#"{"success":"maybe"}"#,
        r#"{"success":null}"#,
        "",
        "<!doctype html><title>Guest Wi-Fi</title>",
        "done",
    ] {
        assert_eq!(well(body).await, [] as [&str; 0], "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_outcome_says_whether_it_may_have_been_carried_out_and_none_is_sent_again() {
    let cases: Vec<(Answer, &str)> = vec![
        (ok(r#"{"success":false,"errormessage":"x"}"#), "rejected"),
        (ok(r#"[{"success":"false"}]"#), "rejected"),
        (ok(r#"{"error":"x"}"#), "rejected"),
        (
            status(
                400,
                "\n\n{\"missingfields\":[\"patientid\"],\"error\":\"Additional fields are required.\"}",
            ),
            "rejected",
        ),
        (status(401, r#"{"error":"Invalid Access Token."}"#), "not sent"),
        (status(404, r#"{"error":"The requested ID does not exist."}"#), "rejected"),
        (status(409, r#"{"error":"x"}"#), "rejected"),
        (status(429, ""), "not sent"),
        (status(500, ""), "unknown"),
        (status(504, "<h1>Gateway Timeout</h1>"), "unknown"),
        (Err(TransportError::Lost(Loss::Timeout)), "unknown"),
        (Err(TransportError::Lost(Loss::Reset)), "unknown"),
        (Err(TransportError::NotSent(SendFailure::Dns)), "not sent"),
    ];
    for (answer, outcome) in cases {
        let case = format!("{answer:?}");
        let stage = stage(Pace { per_second: 1_000, ..Pace::default() }, move |_| -> Answering {
            now(answer.clone())
        });
        let session = stage.client.lane(Lane::Booking);
        assert_eq!(told(&session.book(&booking()).await), outcome, "{case}");
        assert_eq!(stage.calls().len(), 1, "{case}: a second try is a second booking");
    }
    let silent = stage(Pace::default(), |_| never());
    let session = silent.client.lane(Lane::Booking);
    assert_eq!((told(&session.book(&booking()).await), silent.calls().len()), ("unknown", 1));
}

async fn why(answer: Answer) -> Refusal {
    let stage = stage(Pace::default(), move |_| now(answer.clone()));
    match stage.client.lane(Lane::Booking).book(&booking()).await {
        Written::Rejected(rejection) => match rejection.why {
            Objection::Refused(why) => why,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_slot_that_is_taken_is_told_by_its_status_or_by_its_words() {
    let taken = r#"{"error":"That appointment time was already booked or not available for booking."}"#;
    let checked = r#"{"error":"This appointment has already been checked in."}"#;
    let frozen = r#"{"success":"false","errormessage":"Appointment is already frozen."}"#;
    assert_eq!(why(status(409, format!("\n\n{taken}"))).await, Refusal::Conflict);
    assert_eq!(why(status(400, taken)).await, Refusal::Conflict);
    assert_eq!(
        why(ok(r#"{"success":false,"errormessage":"That appointment time was already booked."}"#)).await,
        Refusal::Conflict
    );
    assert_eq!(why(status(409, r#"{"detailedmessage":"x"}"#)).await, Refusal::Conflict);
    for status_of in [400, 409] {
        assert_eq!(why(status(status_of, checked)).await, Refusal::AlreadySo);
    }
    assert_eq!(why(ok(frozen)).await, Refusal::AlreadySo);
    assert_eq!(why(status(400, r#"{"error":"The data provided is invalid."}"#)).await, Refusal::Other);
}

#[tokio::test(start_paused = true)]
async fn a_bare_text_is_a_refusal_in_its_own_words_and_never_prints() {
    let stage = answering("\"Invalid canary input\"");
    let mut update = VisitUpdate::new(AppointmentId::new("9"));
    update.provider = Some(ProviderId::new("2"));
    let written = stage.client.lane(Lane::Booking).update_booked(&update).await;
    assert!(!format!("{written:?}").contains("canary"), "{written:?}");
    let Written::Rejected(rejection) = written else { panic!("a refusal") };
    assert_eq!(rejection.said.map(Phi::into_exposed).as_deref(), Some("Invalid canary input"));
    for body in ["0", "false"] {
        let stage = answering(body);
        assert_eq!(
            told(&stage.client.lane(Lane::Booking).update_booked(&update).await),
            "rejected",
            "{body}"
        );
    }
}

fn form(stage: &Stage) -> Vec<(String, String)> {
    url::form_urlencoded::parse(&stage.calls()[0].body).into_owned().collect()
}

fn said(stage: &Stage, name: &str) -> Option<String> {
    form(stage).into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
}

#[tokio::test(start_paused = true)]
async fn what_is_about_a_patient_goes_in_a_form_and_only_what_is_said() {
    let stage = answering("{}");
    let mut plain = booking();
    stage.client.lane(Lane::Booking).book(&plain).await;
    let call = &stage.calls()[0];
    assert_eq!((call.method.as_str(), call.path.as_str()), ("PUT", "/v1/195900/appointments/9"));
    assert!(call.query.is_empty(), "nothing about a patient stands in an address");
    assert_eq!(form(&stage), [("patientid".to_owned(), "4".to_owned()), ("reasonid".into(), "563".into())]);
    (plain.patient_case, plain.beyond_permission, plain.urgent) = (false, true, true);
    let stage = answering("{}");
    stage.client.lane(Lane::Booking).book(&plain).await;
    for name in ["nopatientcase", "ignoreschedulablepermission", "urgentyn"] {
        assert_eq!(said(&stage, name).as_deref(), Some("true"), "{name}");
    }
    let stage = answering("{}");
    stage.client.lane(Lane::Booking).reschedule(&moving()).await;
    assert_eq!(stage.calls()[0].path, "/v1/195900/appointments/9/reschedule");
    assert_eq!(said(&stage, "newappointmentid").as_deref(), Some("12"));
    let stage = answering("{}");
    stage.client.lane(Lane::Booking).create_slots(&slots()).await;
    assert_eq!(said(&stage, "appointmentdate").as_deref(), Some("08/07/2026"));
    assert_eq!(said(&stage, "appointmenttime").as_deref(), Some("08:00"));
    let stage = answering("{}");
    let mut wanted = wish();
    wanted.days = vec![chrono::Weekday::Sun, chrono::Weekday::Sat];
    stage.client.lane(Lane::Booking).add_to_waitlist(&wanted).await;
    assert_eq!(said(&stage, "dayofweekids[0]").as_deref(), Some("1"));
    assert_eq!(said(&stage, "dayofweekids[1]").as_deref(), Some("7"));
    let stage = answering("{}");
    stage.client.lane(Lane::Booking).start_check_in(&AppointmentId::new("9")).await;
    let call = &stage.calls()[0];
    assert_eq!(
        (call.method.as_str(), call.path.as_str()),
        ("POST", "/v1/195900/appointments/9/startcheckin")
    );
    assert!(call.body.is_empty(), "an empty form");
}

#[tokio::test(start_paused = true)]
async fn what_athenahealth_would_not_take_is_not_sent() {
    let stage = answering(r#"{"success":true}"#);
    let session = stage.client.lane(Lane::Booking);
    let nobody = Booking { patient: PatientId::new(""), ..booking() };
    let nowhere = Booking { slot: AppointmentId::new(""), ..booking() };
    let long = Booking { note: Some(Phi::new("é".repeat(LONGEST_NOTE + 1))), ..booking() };
    let nowhen = NewSlots { times: Vec::new(), ..slots() };
    let why = |written: Written<_>| match written {
        Written::Rejected(rejection) => Some(rejection.why),
        _ => None,
    };
    assert_eq!(why(session.book(&nobody).await), Some(Objection::Missing));
    assert_eq!(why(session.book(&long).await), Some(Objection::TooLong));
    assert_eq!(told(&session.book(&nowhere).await), "not sent", "it would name another resource");
    assert_eq!(told(&session.create_slots(&nowhen).await), "rejected");
    assert_eq!(told(&session.set_visit_fields(&AppointmentId::new("9"), &[]).await), "rejected");
    assert_eq!(told(&session.add_appointment_note(&AppointmentId::new("9"), &note(" \n")).await), "rejected");
    assert_eq!(stage.seen().len(), 0, "not even a token was asked for");
}
