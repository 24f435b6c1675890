//! Both dialects give the same words: fixtures of invented people, one folder for each.

use athena::{Answer, BestMatchQuery, BookedQuery, Lane, PatientParts, PatientQuery, Session};
use chrono::{NaiveDate, NaiveDateTime};
use model::{
    Allergies, AppointmentId, Cents, CustomFieldKind, DepartmentId, PatientId, PatientStatus, Phi,
    ProviderId, VisitState,
};

use crate::stage::answering;

const DIALECTS: [&str; 2] = ["typed", "old"];

fn fixture(dialect: &str, name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{dialect}/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn facing(dialect: &str, name: &str) -> Session {
    answering(fixture(dialect, name)).client.lane(Lane::Fill)
}

/// Reads a fixture in each dialect, holds the two to be equal, and gives one.
macro_rules! both {
    ($name:literal, $session:ident => $read:expr) => {{
        let mut read = Vec::new();
        for dialect in DIALECTS {
            let $session = facing(dialect, $name);
            read.push($read.await.unwrap_or_else(|error| panic!("{dialect}: {error}")));
        }
        let (old, typed) = (read.pop().expect("old"), read.pop().expect("typed"));
        assert_eq!(old, typed, "the dialects of {} differ", $name);
        typed
    }};
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a real date")
}

fn wall(text: &str) -> NaiveDateTime {
    text.parse().expect("a wall clock")
}

fn phi(text: &str) -> Phi<String> {
    Phi::new(text.to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_ping_and_the_practices() {
    let pong: Answer<()> = both!("ping", session => session.ping());
    assert_eq!(
        pong.as_of,
        "2026-11-23T17:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().expect("an instant")
    );
    let practices = both!("practiceinfo", session => session.practices()).value;
    let names: Vec<_> = practices.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    assert_eq!(names, [("195900", "Maple Street Family Medicine"), ("195901", "Maple Street Pediatrics")]);
}

#[tokio::test(start_paused = true)]
async fn departments_with_and_without_the_name_of_their_zone() {
    let departments = both!("departments", session => session.departments()).value;
    let [main, desert] = &departments[..] else { panic!("{departments:?}") };
    assert_eq!((main.name.as_str(), desert.name.as_str()), ("Maple Street", "DESERT CLINIC"));
    assert_eq!(main.place.as_deref(), Some("ROCHESTER, NY"));
    assert_eq!(main.phone.as_deref(), Some("5855550142"));
    assert_eq!((main.zone().name(), desert.zone().name()), ("America/New_York", "America/Phoenix"));
    assert_eq!((main.chart_group.as_deref(), main.provider_group.as_deref()), (Some("1"), Some("1")));
    assert_eq!((desert.place.as_deref(), desert.phone.as_deref()), (Some("AZ"), None));
}

#[tokio::test(start_paused = true)]
async fn providers_who_are_people_and_who_are_not() {
    let providers = both!("providers", session => session.providers()).value;
    let [ana, room] = &providers[..] else { panic!("{providers:?}") };
    assert_eq!((ana.id.as_str(), ana.name.as_str()), ("86", "Ana Núñez"));
    assert_eq!((ana.credentials.as_deref(), ana.specialty.as_deref()), (Some("MD"), Some("Family Medicine")));
    assert!(ana.is_person && ana.billable);
    assert_eq!(room.name, "XRAY ROOM 2");
    assert!(!room.is_person && !room.billable);
}

#[tokio::test(start_paused = true)]
async fn appointment_types_and_reasons() {
    let types = both!("appointmenttypes", session => session.appointment_types()).value;
    let seen: Vec<_> =
        types.iter().map(|one| (one.short_name.as_str(), one.minutes, one.for_patients)).collect();
    assert_eq!(seen, [("OV", 10, true), ("MTG", 60, false)]);
    let (department, provider) = (DepartmentId::new("1"), ProviderId::new("86"));
    let reasons =
        both!("patientappointmentreasons", session => session.visit_reasons(&department, &provider)).value;
    assert_eq!((reasons[0].id.as_str(), reasons[0].name.as_str()), ("563", "Follow Up"));
}

#[tokio::test(start_paused = true)]
async fn custom_fields_and_their_values() {
    let fields = both!("customfields", session => session.custom_fields()).value;
    let kinds: Vec<_> = fields.iter().map(|one| (&one.kind, one.choice, one.options.len())).collect();
    let other = CustomFieldKind::Other("COLOUR".into());
    let text = CustomFieldKind::Text;
    let expected =
        [(&text, false, 0), (&text, true, 2), (&CustomFieldKind::Date, true, 0), (&other, false, 0)];
    assert_eq!(kinds, expected, "an unknown kind is kept; a choice may come without its options");
    assert_eq!((fields[1].options[0].id.as_str(), fields[1].options[0].name.as_str()), ("3", "Spanish"));
    assert!(fields[0].searchable && !fields[0].read_only && fields[1].read_only);
    let (patient, department) = (PatientId::new("5309"), DepartmentId::new("1"));
    let values = both!("patient_customfields", session => session.custom_values(&patient, &department)).value;
    assert_eq!((values[0].value.clone(), values[0].option.clone()), (Some(phi("A-17")), None));
    assert_eq!((values[1].value.clone(), values[1].option.clone()), (None, Some(phi("3"))));
}

#[tokio::test(start_paused = true)]
async fn insurances() {
    let patient = PatientId::new("5309");
    let coverages = both!("insurances", session => session.coverages(&patient, None)).value;
    let [river, own] = &coverages[..] else { panic!("{coverages:?}") };
    assert_eq!((river.plan.as_str(), river.payer.as_deref()), ("River PPO", Some("River Health")));
    assert_eq!((river.member_id.clone(), river.policy_number.clone()), (phi("RV100200"), phi("G-77")));
    assert_eq!((river.issued, river.expires), (Some(day(2025, 1, 1)), Some(day(2026, 12, 31))));
    assert_eq!(river.copays.iter().map(|one| one.amount).collect::<Vec<_>>(), [Cents(2_000), Cents(3_750)]);
    let eligibility = river.eligibility.as_ref().expect("a status");
    assert_eq!((eligibility.status.as_str(), eligibility.checked), ("Eligible", Some(day(2026, 11, 20))));
    assert!(own.self_pay && own.eligibility.is_none() && own.cancelled == Some(day(2026, 2, 3)));
    assert_eq!((river.sequence, own.sequence), (Some(1), Some(1)), "a cancelled policy may keep its rank");
}

#[tokio::test(start_paused = true)]
async fn allergies() {
    let (patient, department) = (PatientId::new("5309"), DepartmentId::new("1"));
    let found = both!("allergies", session => session.allergies(&patient, &department)).value;
    let [penicillin, latex, unknown] = &found.list[..] else { panic!("three entries") };
    assert_eq!(
        (penicillin.allergen.clone(), penicillin.deactivated.clone()),
        (Some(phi("penicillin G")), None)
    );
    let reactions: Vec<_> =
        penicillin.reactions.iter().map(|one| (one.name.clone(), one.severity.clone())).collect();
    assert_eq!(reactions, [(phi("anaphylaxis"), Some(phi("severe"))), (phi("hives"), None)]);
    assert_eq!(penicillin.onset, Some(Phi::new(day(2010, 1, 1))));
    assert_eq!(penicillin.note, Some(phi("about this allergy")));
    assert_eq!((latex.deactivated.clone(), latex.onset.clone()), (Some(Phi::new(day(2026, 2, 3))), None));
    assert_eq!(unknown.allergen, None, "nobody knows any more to what");
    assert_eq!((found.none_known, found.note), (Phi::new(false), Some(phi("Mother says so"))));
}

#[tokio::test(start_paused = true)]
async fn an_empty_list_of_allergies_says_whether_anybody_asked_and_a_missing_one_nothing() {
    let (patient, department) = (PatientId::new("5309"), DepartmentId::new("1"));
    let read = async |body: &str| {
        let session = answering(body.to_owned()).client.lane(Lane::Fill);
        session.allergies(&patient, &department).await.map(|answer| answer.value)
    };
    let of = |none_known| Allergies { none_known: Phi::new(none_known), ..Allergies::default() };
    for body in [r#"{"allergies":[],"nkda":true}"#, r#"[{"allergies":null,"nkda":"true"}]"#] {
        assert_eq!(read(body).await, Ok(of(true)), "{body}");
    }
    for body in [r#"{"allergies":[],"nkda":"false"}"#, r#"{"allergies":[]}"#, r#"{"allergies":[],"nkda":""}"#]
    {
        assert_eq!(read(body).await, Ok(of(false)), "{body}");
    }
    for body in
        ["{}", r#"{"nkda":true}"#, r#"{"nkda":"true","sectionnote":""}"#, "[]", r#"{"success":false}"#]
    {
        assert!(read(body).await.is_err(), "{body} is no empty list");
    }
}

#[tokio::test(start_paused = true)]
async fn patients_in_a_search() {
    let query = PatientQuery { last: Some(phi("O")), ..PatientQuery::default() };
    let page = both!("patients", session => session.patient_page(&query, None));
    assert_eq!((page.total, page.next), (Some(2), None));
    let [ines, teo] = &page.rows[..] else { panic!("two rows") };
    assert_eq!((ines.name.first.clone(), ines.name.last.clone()), (phi("Inés"), phi("O'Hara-Ruiz")));
    assert_eq!((ines.name.suffix.clone(), ines.name.preferred.clone()), (phi("III"), phi("Nes")));
    assert_eq!(*ines.dob.expose(), Some(day(1937, 12, 5)));
    assert_eq!(ines.status, PatientStatus::Active);
    assert_eq!(ines.contact.mobile_phone, phi("5855550143"));
    assert_eq!(ines.contact.consent_to_text, Some(true));
    assert_eq!(ines.contact.address.zip, phi("14604-1234"));
    assert_eq!(ines.last_visit, Some(wall("2026-10-07T10:30:00")));
    assert_eq!(ines.previous_ids, [PatientId::new("41"), PatientId::new("77")]);
    let balances: Vec<_> = ines
        .balances
        .iter()
        .flatten()
        .map(|one| (one.provider_group.as_str(), one.amount, one.clean))
        .collect();
    let expected =
        [("1", Cents(-97_870), Some(true)), ("2", Cents(0), Some(false)), ("1", Cents(-1), Some(true))];
    assert_eq!(balances, expected, "a group that comes twice stays two rows");
    assert_eq!(teo.name.first, phi(""), "one name only");
    assert_eq!(*teo.dob.expose(), None, "no day of any calendar is no date of birth");
    assert_eq!(teo.status, PatientStatus::Other("merged".into()), "an unknown word is kept");
    assert_eq!(*teo.deceased.expose(), Some(day(2024, 2, 29)));
    assert_eq!(teo.balances, Some(Vec::new()));
}

#[tokio::test(start_paused = true)]
async fn social_security_numbers_are_never_decoded() {
    let parts = PatientParts { insurances: true, custom_fields: true, previous_ids: true, balances: true };
    for dialect in DIALECTS {
        let wire = String::from_utf8(fixture(dialect, "patient")).expect("text");
        assert!(wire.contains("*****4181") && wire.contains("*****0000"), "the fixture has them");
        let record = facing(dialect, "patient")
            .patient(&PatientId::new("5309"), None, parts)
            .await
            .expect("a patient");
        let kept = serde_json::to_string(&(record.value.patient, record.value.coverages)).expect("a record");
        assert!(!kept.contains("4181") && !kept.contains("*****"), "{dialect}: none is kept");
    }
}

#[tokio::test(start_paused = true)]
async fn one_patient_with_parts_and_a_match() {
    let id = PatientId::new("5309");
    let parts = PatientParts { insurances: true, custom_fields: true, previous_ids: true, balances: true };
    let record = both!("patient", session => session.patient(&id, None, parts)).value;
    assert_eq!(record.coverages.map(|all| all.len()), Some(2));
    assert_eq!(record.custom_values.map(|all| all.len()), Some(2));
    let bare = both!("patient", session => session.patient(&id, None, PatientParts::default())).value;
    assert_eq!((bare.coverages, bare.custom_values, bare.patient.balances), (None, None, None));
    let query = BestMatchQuery {
        first: phi("Ines"),
        last: phi("Ohara"),
        dob: Phi::new(day(1937, 12, 5)),
        zip: None,
        phone: None,
        email: None,
        department: None,
        min_score: Some(16),
        best_five: true,
    };
    let matched = both!("bestmatch", session => session.best_match(&query)).value;
    assert_eq!((matched[0].score, &matched[0].patient.id), (26, &id));
}

#[tokio::test(start_paused = true)]
async fn booked_appointments() {
    let query = BookedQuery::new(
        vec![DepartmentId::new("1"), DepartmentId::new("7")],
        day(2026, 11, 23),
        day(2026, 11, 23),
    );
    let page = both!("booked", session => session.booked_page(&query, None));
    let [first, second, third] = &page.rows[..] else { panic!("three rows") };
    assert_eq!(first.appointment.state, VisitState::CheckingIn, "begun and not done");
    assert_eq!(first.appointment.start, wall("2026-11-23T08:30:00"), "the department's own clock");
    assert_eq!(first.appointment.check_in_started, Some("2026-11-23T13:21:05Z".parse().expect("an instant")));
    assert_eq!(first.appointment.notes, [phi("Brings old films")]);
    assert!(first.appointment.urgent);
    assert_eq!(first.appointment.copay, Some(Cents(2_000)));
    let patient = first.patient.as_ref().expect("the detail");
    assert_eq!(Some(&patient.name), first.appointment.patient_name.as_ref());
    assert_eq!(second.appointment.state, VisitState::CheckedOut);
    assert_eq!(second.appointment.checked_out, Some("2026-11-23T21:30:00Z".parse().expect("an instant")));
    assert_eq!(second.patient, None);
    assert_eq!(third.appointment.state, VisitState::Other("q".into()), "an unknown letter is kept");
    assert_eq!((third.appointment.patient.clone(), third.appointment.provider.as_str()), (None, ""));
    let one = both!("appointment", session => session.appointment(&AppointmentId::new("695325"))).value;
    assert_eq!(one, second.appointment);
}
