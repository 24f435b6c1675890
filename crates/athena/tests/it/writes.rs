//! Writes: sent once, in a form, and what each answer says became of them.

use athena::{Lane, Loss, Objection, Pace, SendFailure, TransportError, Written, longest};
use model::{DepartmentId, PatientField as F, PatientFields, PatientId};

use crate::stage::{Answer, Answering, Stage, answering, bare, never, now, ok, stage, status, with_headers};

const ID: &str = r#"[{"patientid":"5309"}]"#;

fn newcomer() -> PatientFields {
    let mut fields = PatientFields::default();
    for (field, value) in [
        (F::First, "Ana"),
        (F::Last, "Núñez & Söhne"),
        (F::Dob, "1980-02-29"),
        (F::Department, "1"),
        (F::MobilePhone, "5855550142"),
    ] {
        fields.set(field, value);
    }
    fields
}

fn phone() -> PatientFields {
    let mut fields = PatientFields::default();
    fields.set(F::HomePhone, "5855550199");
    fields
}

async fn created(stage: &Stage) -> Written<PatientId> {
    stage.client.lane(Lane::Booking).create_patient(&newcomer()).await
}

fn form(stage: &Stage) -> Vec<(String, String)> {
    url::form_urlencoded::parse(&stage.calls()[0].body).into_owned().collect()
}

#[tokio::test(start_paused = true)]
async fn a_new_patient_goes_in_a_form_and_comes_back_with_a_number_in_both_dialects() {
    for answer in [ID, r#"[{"patientid":5309}]"#, r#"{"patientid":"5309"}"#] {
        let stage = answering(answer);
        let Written::Confirmed(id) = created(&stage).await else { panic!("{answer}") };
        assert_eq!(id.value.as_str(), "5309");
        let call = &stage.calls()[0];
        assert_eq!((call.method.as_str(), call.path.as_str()), ("POST", "/v1/195900/patients"));
        assert!(call.query.is_empty(), "nothing about a patient stands in an address");
        assert_eq!(call.headers["content-type"], "application/x-www-form-urlencoded");
        let form = form(&stage);
        for (name, value) in [("dob", "02/29/1980"), ("lastname", "Núñez & Söhne"), ("departmentid", "1")]
        {
            assert!(form.contains(&(name.into(), value.into())), "{name}: {form:?}");
        }
        assert_eq!(form.len(), 5, "what is not said is not sent");
    }
}

#[tokio::test(start_paused = true)]
async fn fields_of_a_patient_are_put_under_their_number() {
    let stage = answering(ID);
    let (id, at) = (PatientId::new("5309"), DepartmentId::new("62"));
    let put = stage.client.lane(Lane::Booking).update_patient(&id, Some(&at), &phone()).await;
    assert!(matches!(put, Written::Confirmed(_)), "{put:?}");
    let call = &stage.calls()[0];
    assert_eq!((call.method.as_str(), call.path.as_str()), ("PUT", "/v1/195900/patients/5309"));
    assert_eq!(
        form(&stage),
        [("homephone".to_owned(), "5855550199".to_owned()), ("departmentid".into(), "62".into())]
    );
}

fn told<T>(written: &Written<T>) -> &'static str {
    match written {
        Written::Confirmed(_) => "confirmed",
        Written::Rejected(_) => "rejected",
        Written::NotSent(_) => "not sent",
        Written::Unknown(_) => "unknown",
    }
}

#[tokio::test(start_paused = true)]
async fn each_outcome_says_whether_it_may_have_been_carried_out_and_none_is_sent_again() {
    let invalid = r#"{"error":"Invalid Access Token.","detailedmessage":"x"}"#;
    let html = "<!doctype html><title>Guest Wi-Fi</title>";
    let cases: Vec<(Answer, &str)> = vec![
        (ok(ID), "confirmed"),
        (ok("[]"), "unknown"),
        (ok("[{}]"), "unknown"),
        (ok(""), "unknown"),
        (ok(html), "unknown"),
        (ok(r#"[{"patientid":"5309"},{"patientid":"5310"}]"#), "unknown"),
        (ok(r#"{"success":"false","errormessage":"x"}"#), "rejected"),
        (status(302, ""), "unknown"),
        (status(400, "{\"error\":\"Improper DOB.\"}"), "rejected"),
        (status(401, r#"{"detailedmessage":"Bad auth.","error":"Incorrect permissions."}"#), "rejected"),
        (status(401, invalid), "not sent"),
        (status(403, r#"{"error":"No."}"#), "rejected"),
        (status(403, "<h1>Developer Over Qps</h1>"), "not sent"),
        (status(404, r#"{"error":"The requested ID does not exist."}"#), "rejected"),
        (status(404, "<html>nginx</html>"), "unknown"),
        (status(407, ""), "not sent"),
        (status(408, ""), "unknown"),
        (status(409, r#"{"error":"No longer available."}"#), "rejected"),
        (status(429, ""), "not sent"),
        (with_headers(status(429, ""), &[("x-ratelimit-remaining", "0".to_owned())]), "not sent"),
        (status(500, ""), "unknown"),
        (status(502, "<h1>Bad Gateway</h1>"), "unknown"),
        (status(503, ""), "unknown"),
        (status(504, "<h1>Gateway Timeout</h1>"), "unknown"),
        (Err(TransportError::Lost(Loss::Timeout)), "unknown"),
        (Err(TransportError::Lost(Loss::Reset)), "unknown"),
        (Err(TransportError::Lost(Loss::Truncated)), "unknown"),
        (Err(TransportError::Lost(Loss::TooLarge)), "unknown"),
        (Err(TransportError::NotSent(SendFailure::Dns)), "not sent"),
        (Err(TransportError::NotSent(SendFailure::Connect)), "not sent"),
        (Err(TransportError::NotSent(SendFailure::Tls)), "not sent"),
    ];
    for (answer, outcome) in cases {
        let case = format!("{answer:?}");
        let stage = stage(Pace::default(), move |_| -> Answering { now(answer.clone()) });
        assert_eq!(told(&created(&stage).await), outcome, "{case}");
        assert_eq!(stage.calls().len(), 1, "{case}: a second try is a second write");
    }
    let silent = stage(Pace::default(), |_| never());
    assert_eq!(
        (told(&created(&silent).await), silent.calls().len()),
        ("unknown", 1),
        "nobody waits for ever"
    );
}

#[tokio::test(start_paused = true)]
async fn a_write_that_finds_no_token_was_not_sent_however_the_asking_broke() {
    for answer in [Err(TransportError::Lost(Loss::Reset)), status(503, ""), status(401, "{}")] {
        let stage =
            bare(Pace::default(), std::sync::Arc::default() as std::sync::Arc<athena::MemoryTokens>, {
                let answer = answer.clone();
                move |_| now(answer.clone())
            });
        assert_eq!(told(&created(&stage).await), "not sent", "{answer:?}");
        assert_eq!(stage.calls().len(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_a_write_is_refused_with_is_not_used_for_the_next() {
    let refused = std::sync::atomic::AtomicBool::new(true);
    let stage = stage(Pace::default(), move |_| {
        let first = refused.swap(false, std::sync::atomic::Ordering::SeqCst);
        now(if first { status(401, r#"{"error":"Invalid Access Token."}"#) } else { ok(ID) })
    });
    assert_eq!(told(&created(&stage).await), "not sent");
    assert_eq!(told(&created(&stage).await), "confirmed");
    assert_eq!((stage.tokens(), stage.calls().len()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_names_the_fields_and_never_prints_what_it_says() {
    for (body, fields) in [
        (
            r#"{"missingfields":["lastname","dob","canary"],"invalidfields":[],"error":"Additional fields are required."}"#,
            vec![F::Last, F::Dob],
        ),
        (r#"{"missingfields":[],"invalidfields":["ZIP"],"error":"x"}"#, vec![F::Zip]),
        (r#"{"error":"Improper DOB."}"#, vec![F::Dob]),
        (r#"{"missingfields":"canary","error":"canary"}"#, vec![]),
    ] {
        let stage = stage(Pace::default(), move |_| now(status(400, body)));
        let written = created(&stage).await;
        assert!(!format!("{written:?}").contains("canary"), "{body}");
        let Written::Rejected(rejection) = written else { panic!("{body}") };
        assert_eq!(rejection.fields, fields, "{body}");
        assert!(rejection.said.is_some(), "the words are there for a person");
    }
}

#[tokio::test(start_paused = true)]
async fn what_athenahealth_would_not_take_is_not_sent() {
    let cases = [
        (F::First, "", Objection::Missing),
        (F::Dob, "", Objection::Missing),
        (F::MobilePhone, "", Objection::Missing),
        (F::Dob, "1981-02-29", Objection::Malformed),
        (F::MobilePhone, "585555", Objection::Malformed),
        (F::State, "XX", Objection::Malformed),
    ];
    for (field, value, why) in cases {
        let stage = answering(ID);
        let mut fields = newcomer();
        fields.set(field, value);
        let Written::Rejected(rejection) = stage.client.lane(Lane::Booking).create_patient(&fields).await
        else {
            panic!("{field:?} {value}")
        };
        assert_eq!((rejection.why, rejection.fields), (why, vec![field]), "{value}");
        assert_eq!(stage.seen().len(), 0, "not even a token was asked for");
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_is_as_long_as_athenahealth_keeps_it_by_its_characters() {
    for field in [F::First, F::Middle, F::Last, F::Suffix, F::Line1, F::City] {
        for (length, sent) in [(longest(field), 1), (longest(field) + 1, 0)] {
            let stage = answering(ID);
            let mut fields = PatientFields::default();
            fields.set(field, "é".repeat(length));
            let id = PatientId::new("5309");
            let written = stage.client.lane(Lane::Booking).update_patient(&id, None, &fields).await;
            assert_eq!(stage.calls().len(), sent, "{field:?} of {length}");
            if let Written::Rejected(rejection) = written {
                assert_eq!((rejection.why, rejection.fields), (Objection::TooLong, vec![field]));
            }
        }
    }
    let limits = [F::Last, F::Line1, F::City, F::Zip, F::Email, F::Suffix, F::First].map(longest);
    assert_eq!(limits, [30, 100, 30, 10, 50, 10, 20], "as athenahealth's own pages say");
}
