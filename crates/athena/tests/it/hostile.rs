//! Whatever comes, nothing panics and no value is repeated.

use athena::{
    BestMatchQuery, BookedQuery, Caller, Error, Lane, PatientParts, PatientQuery, Session, SlotQuery,
    WaitlistQuery,
};
use chrono::NaiveDate;
use model::{AppointmentId, DepartmentId, PatientId, Phi, ProviderId};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use serde_json::{Map, Value};

use crate::stage::answering;

/// Names that the decoders look for, so that a hostile value meets them.
const FIELDS: [&str; 46] = [
    "patients",
    "appointments",
    "departments",
    "providers",
    "insurances",
    "practiceinfo",
    "customfields",
    "appointmenttypes",
    "patientappointmentreasons",
    "totalcount",
    "next",
    "success",
    "error",
    "patientid",
    "appointmentid",
    "departmentid",
    "balances",
    "balance",
    "dob",
    "date",
    "starttime",
    "duration",
    "selectlist",
    "patient",
    "allergies",
    "reactions",
    "nkda",
    "deactivatedate",
    "checkin",
    "complete",
    "fields",
    "field",
    "valid",
    "notes",
    "noteid",
    "waitlistentries",
    "waitlistid",
    "dayofweekids",
    "hourfrom",
    "appointmentcancelreasons",
    "reasonid",
    "appointmentcustomfields",
    "customfieldid",
    "fieldlist",
    "appointmentids",
    "status",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[0-9/: -]{0,20}".prop_map(Value::from),
        "\\PC{0,12}".prop_map(|text| Value::from(format!("canary{text}"))),
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(&FIELDS[..]).prop_map(str::to_owned),
        1 => "\\PC{0,6}".prop_map(|text| format!("canary{text}")),
    ]
}

fn json() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((key(), inner), 0..8)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

async fn every_decoder(session: &Session) -> Vec<Error> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    let (patient, department) = (PatientId::new("1"), DepartmentId::new("1"));
    let search = PatientQuery { department: Some(department.clone()), ..PatientQuery::default() };
    let person = BestMatchQuery {
        first: Phi::new("a".into()),
        last: Phi::new("b".into()),
        dob: Phi::new(day),
        zip: None,
        phone: None,
        email: None,
        department: None,
        min_score: None,
        best_five: false,
    };
    let visit = AppointmentId::new("1");
    let booked = BookedQuery::new(vec![department.clone()], day, day);
    let parts = PatientParts { insurances: true, custom_fields: true, previous_ids: true, balances: true };
    [
        session.ping().await.err(),
        session.practices().await.err(),
        session.departments().await.err(),
        session.providers().await.err(),
        session.appointment_types().await.err(),
        session.visit_reasons(&department, &ProviderId::new("1")).await.err(),
        session.custom_fields().await.err(),
        session.custom_values(&patient, &department).await.err(),
        session.coverages(&patient, None).await.err(),
        session.allergies(&patient, &department).await.err(),
        session.patient_page(&search, None).await.err(),
        session.best_match(&person).await.err(),
        session.patient(&patient, None, parts).await.err(),
        session.booked_page(&booked, None).await.err(),
        session.appointment(&visit).await.err(),
        session.open_slots_page(&SlotQuery::new(department.clone(), day, day), None).await.err(),
        session.appointment_notes(&visit).await.err(),
        session.check_in_requirements(&visit).await.err(),
        session.check_in_fields(&department).await.err(),
        session.cancel_reasons().await.err(),
        session.visit_reasons_for(Caller::New, &department, &ProviderId::new("1")).await.err(),
        session.visit_fields().await.err(),
        session.waitlist(&WaitlistQuery::default()).await.err(),
        session.waitlist_entry(&"1".into()).await.err(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn hold(body: Vec<u8>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let stage = answering(body);
        for error in every_decoder(&stage.client.lane(Lane::Fill)).await {
            let text = format!("{error} {error:?}");
            assert!(!text.contains("canary"), "{text}");
        }
    });
}

proptest! {
    #[test]
    fn any_json_is_read_or_refused_in_silence(value in json()) {
        hold(value.to_string().into_bytes());
    }

    #[test]
    fn json_cut_anywhere_is_refused_in_silence(value in json(), keep in 0.0_f64..1.0) {
        let mut body = value.to_string().into_bytes();
        body.truncate((body.len() as f64 * keep) as usize);
        hold(body);
    }

    #[test]
    fn any_bytes_are_refused_in_silence(body in prop::collection::vec(any::<u8>(), 0..200)) {
        hold(body);
    }
}

#[test]
fn a_body_nested_without_end_is_refused() {
    hold(b"[".repeat(100_000));
    hold([b"{\"patients\":".repeat(50_000), b"1".to_vec()].concat());
}

#[test]
fn a_fixture_with_one_field_replaced_never_repeats_it() {
    for name in ["patient", "booked", "insurances", "departments", "customfields", "allergies"] {
        let path = format!("{}/tests/fixtures/typed/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let whole: Value = serde_json::from_slice(&std::fs::read(path).expect("a fixture")).expect("JSON");
        for place in 0..places(&whole) {
            for poison in [Value::from("canary"), serde_json::json!({"canary": ["canary"]})] {
                let mut changed = whole.clone();
                poison_at(&mut changed, &mut place.clone(), &poison);
                hold(changed.to_string().into_bytes());
            }
        }
    }
}

fn places(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(places).sum(),
        Value::Object(fields) => fields.values().map(places).sum(),
        _ => 1,
    }
}

fn poison_at(value: &mut Value, left: &mut usize, poison: &Value) {
    let inner: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => {
            if *left == 0 {
                *value = poison.clone();
            }
            *left = left.wrapping_sub(1);
            return;
        }
    };
    for one in inner {
        poison_at(one, left, poison);
    }
}
