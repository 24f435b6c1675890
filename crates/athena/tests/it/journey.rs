//! The client and the sandbox practice, in process: what the one reads is what the other holds.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use athena::{
    BestMatchQuery, BookedQuery, Client, Config, Environment, Error, FnTransport, Grant, Lane, Loss,
    MemoryTokens, Oddity, Pace, PatientParts, PatientQuery, Ports, Refusal, SeededRandom, TransportError,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use futures_util::TryStreamExt;
use futures_util::future::join_all;
use model::{Clock as _, DepartmentId, PatientId, Phi, PracticeId, Secret, VisitState};
use sandbox::{Broken, Dialect, Fault, Limits, Options, Sandbox, Size};
use tokio::time::{Instant, sleep};

use crate::stage::{NOON, PausedClock};

/// The same paused clock for the practice, whose port is its own.
struct Theirs(PausedClock);

impl sandbox::Clock for Theirs {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

fn practice(size: Size, dialect: Dialect) -> Sandbox {
    let limits = Limits { per_second: 10, per_day: 50_000, tokens_per_minute: 5 };
    Sandbox::new(
        Options { size, seed: 7, dialect, limits, ..Options::default() },
        Arc::new(Theirs(PausedClock::at(NOON))),
    )
}

fn ports(sandbox: &Sandbox) -> Ports {
    let sandbox = sandbox.clone();
    let transport = FnTransport(move |request| {
        let sandbox = sandbox.clone();
        async move {
            sandbox.answer(request).await.map_err(|broken| {
                TransportError::Lost(match broken {
                    Broken::Reset => Loss::Reset,
                    Broken::Truncated => Loss::Truncated,
                })
            })
        }
    });
    Ports {
        transport: Arc::new(transport),
        tokens: Arc::new(MemoryTokens::default()),
        clock: Arc::new(PausedClock::at(NOON)),
        random: Arc::new(SeededRandom::new(3)),
    }
}

fn config() -> Config {
    Config {
        environment: Environment::parse("http://127.0.0.1:1").expect("an address"),
        practice: PracticeId::new(sandbox::PRACTICE_ID),
        client_id: sandbox::CLIENT_ID.into(),
        grant: Grant::ClientCredentials { secret: Secret::new(sandbox::CLIENT_SECRET) },
        scope: Config::SCOPE.into(),
        pace: Pace { per_second: 10, ..Pace::default() },
    }
}

fn client(sandbox: &Sandbox) -> Client {
    Client::new(config(), ports(sandbox))
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

#[tokio::test(start_paused = true)]
async fn the_practice_is_read_whole_in_both_dialects() {
    for dialect in [Dialect::Typed, Dialect::Text] {
        let sandbox = practice(Size::Clinic, dialect);
        let session = client(&sandbox).lane(Lane::Fill);
        session.ping().await.expect("a pong");
        let practices = session.practices().await.expect("practices").value;
        assert!(practices.iter().any(|one| one.name == sandbox::PRACTICE_NAME), "{practices:?}");
        let departments = session.departments().await.expect("departments").value;
        let zones: BTreeSet<_> =
            departments.iter().map(|one| (one.id.to_string(), one.zone().name())).collect();
        let truth: BTreeSet<_> =
            sandbox.truth().departments().into_iter().map(|one| (one.id.to_string(), one.zone)).collect();
        assert_eq!(zones.len(), truth.len(), "the hidden ones too");
        let winter = "2026-01-15T18:00:00Z".parse().expect("an instant");
        let summer = "2026-07-15T18:00:00Z".parse().expect("an instant");
        for ((id, read), (other, real)) in zones.iter().zip(&truth) {
            assert_eq!(id, other);
            let zone = |name| model::Zone::named(name).expect("a zone");
            let offsets = |name| [winter, summer].map(|at| zone(name).offset_minutes(at));
            assert_eq!(offsets(read), offsets(real), "{id}: {read} and {real} keep the same time");
        }
        let providers = session.providers().await.expect("providers").value;
        let listed = sandbox.truth().providers().into_iter().filter(|one| !one.departed).count();
        assert_eq!(providers.len(), listed, "those who left are not on the list");
        assert!(!session.appointment_types().await.expect("types").value.is_empty());
        assert!(!session.custom_fields().await.expect("fields").value.is_empty());
        let (department, provider) = (&departments[0].id, &providers[0].id);
        session.visit_reasons(department, provider).await.expect("reasons");
    }
}

async fn booked(sandbox: &Sandbox, query: BookedQuery) -> Vec<athena::BookedRow> {
    let pages = client(sandbox).lane(Lane::Fill).booked(query);
    let pages: Vec<_> = pages.try_collect().await.expect("every page");
    pages.into_iter().flat_map(|page| page.rows).collect()
}

fn departments(sandbox: &Sandbox) -> Vec<DepartmentId> {
    sandbox.truth().departments().into_iter().map(|one| DepartmentId::new(one.id.to_string())).collect()
}

#[tokio::test(start_paused = true)]
async fn a_fortnight_is_read_page_by_page_and_nothing_is_missing() {
    for dialect in [Dialect::Typed, Dialect::Text] {
        let sandbox = practice(Size::Clinic, dialect);
        let (from, to) = (today() - Days::new(3), today() + Days::new(10));
        let query = BookedQuery {
            cancelled: true,
            patient_detail: true,
            page_rows: Some(300),
            ..BookedQuery::new(departments(&sandbox), from, to)
        };
        let read: BTreeSet<_> = booked(&sandbox, query)
            .await
            .into_iter()
            .map(|row| {
                let one = row.appointment;
                (
                    one.id.to_string(),
                    one.department.to_string(),
                    one.start,
                    one.patient.map(|id| id.to_string()),
                )
            })
            .collect();
        let truth: BTreeSet<_> = sandbox
            .truth()
            .visits(from, to)
            .map(|one| {
                let start = one.day.and_hms_opt(u32::from(one.minute) / 60, u32::from(one.minute) % 60, 0);
                (
                    one.id.to_string(),
                    one.department.to_string(),
                    start.expect("a time"),
                    Some(one.patient.to_string()),
                )
            })
            .collect();
        assert!(truth.len() > 600, "more than two pages: {}", truth.len());
        assert_eq!(read, truth, "in the {dialect:?} dialect");
    }
}

#[tokio::test(start_paused = true)]
async fn the_visits_of_one_patient_are_theirs_alone() {
    let sandbox = practice(Size::Clinic, Dialect::Typed);
    let (from, to) = (today() - Days::new(30), today() + Days::new(30));
    let patient = sandbox.truth().visits(from, to).next().expect("a visit").patient;
    let query = BookedQuery {
        cancelled: true,
        patient: Some(model::PatientId::new(patient.to_string())),
        ..BookedQuery::new(departments(&sandbox), from, to)
    };
    let of_them = sandbox.truth().visits(from, to).filter(|visit| visit.patient == patient);
    let truth: BTreeSet<_> = of_them.map(|visit| visit.id.to_string()).collect();
    let rows = booked(&sandbox, query).await;
    let read: BTreeSet<_> = rows.iter().map(|row| row.appointment.id.to_string()).collect();
    assert_eq!(read, truth);
}

#[tokio::test(start_paused = true)]
async fn changes_since_an_instant_are_the_changed_ones() {
    let sandbox = practice(Size::Clinic, Dialect::Typed);
    let since: DateTime<Utc> = "2026-11-23T14:30:00Z".parse().expect("an instant");
    let query = BookedQuery {
        cancelled: true,
        modified_since: Some(since),
        ..BookedQuery::new(departments(&sandbox), today(), today())
    };
    let truth: BTreeSet<_> = sandbox
        .truth()
        .visits(today(), today())
        .filter(|visit| visit.modified >= since)
        .map(|visit| visit.id.to_string())
        .collect();
    let rows = booked(&sandbox, query).await;
    let read: BTreeSet<_> = rows.iter().map(|row| row.appointment.id.to_string()).collect();
    assert!(!truth.is_empty() && truth.is_subset(&read), "none is missed");
    for row in rows {
        assert!(row.appointment.modified.is_some_and(|at| at >= since), "{:?}", row.appointment.id);
    }
}

#[tokio::test(start_paused = true)]
async fn states_are_the_practices_own() {
    let sandbox = practice(Size::Clinic, Dialect::Text);
    let query = BookedQuery { cancelled: true, ..BookedQuery::new(departments(&sandbox), today(), today()) };
    let mut seen = BTreeSet::new();
    for row in booked(&sandbox, query).await {
        let id = row.appointment.id.as_str().parse().expect("a number");
        let truth = sandbox.truth().visit(id).expect("a visit").state;
        let read = match row.appointment.state {
            VisitState::Other(word) => panic!("an unknown word: {word}"),
            // Who is checked in and was not fetched yet; the practice's own word is the same for both.
            VisitState::Waiting => "CheckedIn".to_owned(),
            state => format!("{state:?}"),
        };
        assert_eq!(read, format!("{truth:?}"), "visit {id}");
        seen.insert(read);
    }
    assert!(seen.len() >= 4, "a day has visits in many states: {seen:?}");
}

#[tokio::test(start_paused = true)]
async fn patients_are_found_read_and_matched() {
    for dialect in [Dialect::Typed, Dialect::Text] {
        let sandbox = practice(Size::Solo, dialect);
        let session = client(&sandbox).lane(Lane::Interactive);
        let query = PatientQuery {
            department: departments(&sandbox).pop(),
            page_rows: Some(100),
            ..PatientQuery::default()
        };
        let pages: Vec<_> = session.patient_search(query).try_collect().await.expect("every page");
        let found: Vec<_> = pages.into_iter().flat_map(|page| page.rows).collect();
        assert!(found.len() > 200, "{} of 300", found.len());
        let restricted: BTreeSet<_> =
            sandbox.truth().restricted().into_iter().map(|id| id.to_string()).collect();
        for one in &found {
            let truth =
                sandbox.truth().patient(one.id.as_str().parse().expect("a number")).expect("a patient");
            assert!(!restricted.contains(one.id.as_str()), "a restricted patient is not listed");
            assert_eq!(*one.name.last.expose(), truth.last_name);
            assert_eq!(*one.name.first.expose(), truth.first_name.unwrap_or_default());
            assert_eq!(*one.dob.expose(), Some(truth.born));
            assert_eq!(*one.deceased.expose(), truth.died);
            assert_eq!(*one.contact.mobile_phone.expose(), truth.mobile_phone.unwrap_or_default());
            let owed: Vec<_> = one.balances.iter().flatten().map(|row| row.amount.0).collect();
            assert_eq!(
                owed,
                truth.owed.iter().map(|row| row.cents).collect::<Vec<_>>(),
                "patient {}",
                one.id
            );
        }
        compare_parts(&session, &sandbox, &found[..20]).await;
        let person = &found[0];
        let query = BestMatchQuery {
            first: person.name.first.clone(),
            last: person.name.last.clone(),
            dob: Phi::new(person.dob.expose().expect("a date of birth")),
            zip: None,
            phone: None,
            email: None,
            department: None,
            min_score: None,
            best_five: true,
        };
        let matched = session.best_match(&query).await.expect("matches").value;
        assert!(matched.iter().any(|one| one.patient.id == person.id), "they match themselves");
    }
}

async fn compare_parts(session: &athena::Session, sandbox: &Sandbox, patients: &[model::Patient]) {
    let parts = PatientParts { insurances: true, custom_fields: true, previous_ids: true, balances: true };
    for patient in patients {
        let record = session.patient(&patient.id, None, parts).await.expect("a patient").value;
        assert_eq!(record.patient.name, patient.name);
        let id = patient.id.as_str().parse().expect("a number");
        let policies = session.coverages(&patient.id, None).await.expect("policies").value;
        let read: Vec<_> =
            policies.iter().map(|one| (one.id.to_string(), one.sequence, one.cancelled)).collect();
        let truth = sandbox.truth().policies(id);
        let truth: Vec<_> =
            truth.iter().map(|one| (one.id.to_string(), one.sequence, one.cancelled)).collect();
        assert_eq!(read, truth, "policies of {id}");
        let department = patient.department.clone().expect("a department");
        let values = session.custom_values(&patient.id, &department).await.expect("values").value;
        assert_eq!(values.len(), sandbox.truth().custom_values(id).len(), "values of {id}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_merged_patient_answers_as_the_one_who_is_left() {
    let sandbox = practice(Size::Clinic, Dialect::Typed);
    let (merged, _, left) = sandbox.truth().merged()[0];
    let parts = PatientParts { previous_ids: true, ..PatientParts::default() };
    let session = client(&sandbox).lane(Lane::Interactive);
    let record =
        session.patient(&PatientId::new(merged.to_string()), None, parts).await.expect("a patient").value;
    assert_eq!(record.patient.id.to_string(), left.to_string());
    assert!(
        record.patient.previous_ids.contains(&PatientId::new(merged.to_string())),
        "the copy can follow it"
    );
}

#[tokio::test(start_paused = true)]
async fn each_wrong_setting_has_its_own_answer() {
    let sandbox = practice(Size::Solo, Dialect::Typed);
    let refusal = |error: Error| match error {
        Error::Refused { why, .. } => why,
        other => panic!("{other}"),
    };
    let wrong = Config { grant: Grant::ClientCredentials { secret: Secret::new("wrong") }, ..config() };
    let error = Client::new(wrong, ports(&sandbox)).lane(Lane::Interactive).ping().await.expect_err("wrong");
    assert_eq!(refusal(error), Refusal::WrongSecret);
    let client = client(&sandbox);
    let foreign = client.at(PracticeId::new(sandbox::FOREIGN_PRACTICE_ID)).lane(Lane::Interactive);
    assert_eq!(refusal(foreign.ping().await.expect_err("no right")), Refusal::NoRight);
    let unknown = client.at(PracticeId::new("4")).lane(Lane::Interactive);
    assert_eq!(refusal(unknown.ping().await.expect_err("unknown")), Refusal::UnknownPractice);
    let nobody =
        client.lane(Lane::Interactive).patient(&"999999999".into(), None, PatientParts::default()).await;
    assert_eq!(refusal(nobody.expect_err("nobody")), Refusal::NotFound);
}

#[tokio::test(start_paused = true)]
async fn a_search_too_wide_says_so() {
    let sandbox = practice(Size::Clinic, Dialect::Typed);
    let query = PatientQuery { department: Some(departments(&sandbox).remove(0)), ..PatientQuery::default() };
    let error = client(&sandbox).lane(Lane::Interactive).patient_page(&query, None).await;
    let error = error.map(|page| page.rows.len()).expect_err("too many");
    assert!(matches!(error, Error::Refused { why: Refusal::TooManyMatches, .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_limits_are_used_up_and_never_broken() {
    let sandbox = practice(Size::Solo, Dialect::Typed);
    let client = client(&sandbox);
    let session = client.lane(Lane::Fill);
    session.ping().await.expect("signed in");
    let began = Instant::now();
    let all = join_all((0..600).map(|_| session.ping())).await;
    assert!(all.iter().all(Result::is_ok), "every call is answered");
    let efficiency = 60.0 / began.elapsed().as_secs_f64();
    assert!(efficiency >= 0.97, "{efficiency:.3} of the limit");
    assert_eq!(sandbox.requests(), 602, "a token, a ping and six hundred: none was refused");
    assert_eq!(client.calls().left, Some(50_000 - 601), "the day's budget is the practice's own count");
}

#[tokio::test(start_paused = true)]
async fn each_fault_is_named_and_gone_when_it_is_gone() {
    for fault in Fault::ALL {
        let sandbox = practice(Size::Solo, Dialect::Typed);
        let client = client(&sandbox);
        let session = client.lane(Lane::Interactive);
        session.ping().await.expect("all is well");
        sandbox.set_fault(fault, true);
        let answer = session.ping().await;
        let expected = match (fault, &answer) {
            (Fault::Latency | Fault::SlowDrip | Fault::TokenExpired, Ok(_)) => true,
            (Fault::ClockSkew | Fault::ClockBehind, Ok(_)) => true,
            (fault, Ok(_)) if fault.is_of_feeds() => true,
            (
                Fault::ConsentDenied
                | Fault::HugeTokens
                | Fault::TokenEndpointDown
                | Fault::RefreshRevoked
                | Fault::UserinfoRefused
                | Fault::ChartRefused
                | Fault::WriteLost
                | Fault::CommitThenDrop
                | Fault::CommitThenFail
                | Fault::CommitThenDelay
                | Fault::DropThenCommit
                | Fault::RivalChange,
                Ok(_),
            ) => true,
            (
                Fault::RateLimitStorm,
                Err(Error::Refused { why: Refusal::TooFast, .. } | Error::NotSent { .. }),
            ) => true,
            (
                Fault::Unavailable | Fault::GatewayHtml,
                Err(Error::Refused { why: Refusal::OutOfOrder, .. }),
            ) => true,
            (Fault::Stall | Fault::SlowDrip, Err(Error::Lost { how: Loss::Timeout, .. })) => true,
            (Fault::Truncated, Err(Error::Lost { how: Loss::Truncated, .. })) => true,
            (Fault::Reset, Err(Error::Lost { how: Loss::Reset, .. })) => true,
            (Fault::WrongContentType, Err(Error::Unexpected { what: Oddity::WebPage, .. })) => true,
            (Fault::TokenRevoked, Err(error)) => error.needs_sign_in(),
            _ => false,
        };
        assert!(expected, "{}: {answer:?}", fault.name());
        if fault == Fault::ClockSkew {
            let ahead = answer.expect("a pong").as_of - PausedClock::at(NOON).now();
            assert!(ahead.num_minutes() >= 10, "as of the server's clock, not ours: {ahead}");
        }
        sandbox.set_fault(fault, false);
        sleep(Duration::from_secs(120)).await;
        session.ping().await.unwrap_or_else(|error| panic!("{} is gone: {error}", fault.name()));
    }
}
