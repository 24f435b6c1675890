//! What other desks do, and what the feeds tell of it.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use sandbox::{
    Deed, Dialect, Feed, Limits, Options, PatientTruth, SUBSCRIPTION_ACTS_AFTER, Size, State, Telling,
    VisitTruth,
};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::feeds::{counted, edit, ids, patients, subscribe, subscribed};

const DIALECTS: [Dialect; 2] = [Dialect::Typed, Dialect::Text];

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
}

fn done(desk: &Desk, deed: Deed) -> u64 {
    desk.sandbox.act(&deed).unwrap_or_else(|| panic!("{deed:?} can be done"))
}

/// A booked visit of the days after tomorrow.
fn booked(desk: &Desk) -> VisitTruth {
    let truth = desk.sandbox.truth();
    truth.visits(day(20), NaiveDate::MAX).find(|visit| visit.state == State::Booked).expect("a booked visit")
}

async fn rows(desk: &Desk, feed: &str) -> BTreeMap<String, Value> {
    let answer = desk.rows(&format!("/{feed}/changed")).await;
    let rows = answer[feed].as_array().expect("rows").iter();
    rows.map(|row| (row["appointmentid"].as_str().expect("an id").to_owned(), row.clone())).collect()
}

fn events(desk: &Desk) -> Vec<(&'static str, u64)> {
    desk.sandbox.truth().changes().iter().map(|change| (change.event, change.record)).collect()
}

#[tokio::test]
async fn a_booking_is_told_of_and_is_on_the_schedule() {
    for dialect in DIALECTS {
        let desk = subscribed("appointments", dialect).await;
        let near = booked(&desk);
        let patient = patients(&desk, 1)[0];
        let (provider, department) = (near.provider, near.department);
        let slot = Deed::OpenSlot { provider, department, day: day(21), minute: 605 };
        let slot = done(&desk, slot);
        let opened = rows(&desk, "appointments").await;
        let open = &opened[&slot.to_string()];
        assert_eq!(open["appointmentstatus"], "o", "an open slot");
        assert_eq!((open.get("patientid"), open.get("scheduledby")), (None, None), "is nobody's");
        assert_eq!(desk.sandbox.truth().visit(slot), None, "and no visit");
        let book = |minute| Deed::Book { patient, provider, department, day: day(21), minute };
        assert_eq!(done(&desk, book(605)), slot, "a slot that is filled keeps its id");
        let other = done(&desk, book(620));
        let told = rows(&desk, "appointments").await;
        for id in [slot, other] {
            let row = &told[&id.to_string()];
            assert_eq!(row["appointmentstatus"], "f", "booked");
            assert_eq!(row["patientid"], patient.to_string(), "for the patient");
            assert_eq!(row.get("copay"), None, "without what only a list shows");
            assert_eq!(
                (&row["date"], &row["starttime"]),
                (&json!("11/21/2026"), &json!(if id == slot { "10:05" } else { "10:20" })),
                "then"
            );
        }
        let listed = desk.rows(&format!("/appointments/booked?startdate=11/21/2026&enddate=11/21/2026&departmentid={department}&limit=10000")).await;
        let listed = listed["appointments"].as_array().expect("rows").iter();
        let (whose, with) = (patient.to_string(), provider.to_string());
        let mine = listed.filter(|row| row["patientid"] == whose && row["providerid"] == with);
        assert_eq!(mine.count(), 2, "both are on the schedule");
        assert_eq!(
            desk.rows(&format!("/appointments/{other}")).await[0]["appointmentid"],
            other.to_string(),
            "by its id"
        );
        let expected =
            [("AddAppointmentSlot", slot), ("ScheduleAppointment", slot), ("ScheduleAppointment", other)];
        assert_eq!(events(&desk), expected, "by these events");
    }
}

#[tokio::test]
async fn a_visit_is_cancelled_moved_and_attended() {
    for dialect in DIALECTS {
        let desk = subscribed("appointments", dialect).await;
        let (visits, minute) = {
            let truth = desk.sandbox.truth();
            let all = truth.visits(day(20), NaiveDate::MAX).filter(|visit| visit.state == State::Booked);
            (all.take(3).collect::<Vec<_>>(), 611)
        };
        let [cancelled, moved, kept] = &visits[..] else { panic!("three visits") };
        done(&desk, Deed::Cancel { visit: cancelled.id });
        let new = done(&desk, Deed::Reschedule { visit: moved.id, day: day(24), minute });
        done(&desk, Deed::CheckIn { visit: kept.id });
        let told = rows(&desk, "appointments").await;
        let row = |id: u64| &told[&id.to_string()];
        assert_eq!(row(cancelled.id)["appointmentstatus"], "x", "cancelled");
        assert!(row(cancelled.id)["cancelreasonname"].is_string(), "with a reason");
        assert_eq!(row(cancelled.id).get("rescheduledappointmentid"), None, "and not moved");
        assert_eq!(row(moved.id)["appointmentstatus"], "x", "cancelled too");
        assert_eq!(row(moved.id)["rescheduledappointmentid"], new.to_string(), "for another one");
        assert_eq!(row(moved.id)["cancelreasonname"], "PATIENT RESCHEDULED", "which is the reason");
        assert_eq!(row(new)["patientid"], moved.patient.to_string(), "of the same patient");
        assert_eq!(
            (&row(new)["date"], &row(new)["starttime"]),
            (&json!("11/24/2026"), &json!("10:11")),
            "then"
        );
        assert_eq!(row(kept.id)["appointmentstatus"], "2", "checked in");
        assert_eq!(told.len(), 6, "and the two times that are open again");
        let open =
            told.values().filter(|row| row["appointmentstatus"] == "o" && row.get("patientid").is_none());
        assert_eq!(open.count(), 2, "which are nobody's");
        desk.hands.turn(TimeDelta::minutes(20));
        done(&desk, Deed::CheckOut { visit: kept.id });
        let out = rows(&desk, "appointments").await;
        assert_eq!(out[&kept.id.to_string()]["appointmentstatus"], "3", "checked out");
        let states = [cancelled.id, moved.id, new, kept.id]
            .map(|id| desk.sandbox.truth().visit(id).expect("a visit").state);
        assert_eq!(
            states,
            [State::Cancelled, State::Cancelled, State::Booked, State::CheckedOut],
            "in truth"
        );
        desk.hands.turn(TimeDelta::days(20));
        assert_eq!(
            desk.sandbox.truth().visit(kept.id).expect("a visit").state,
            State::CheckedOut,
            "for good"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_done_is_not() {
    let desk = subscribed("appointments", Dialect::Typed).await;
    let visit = booked(&desk);
    let patient = patients(&desk, 1)[0];
    let over = {
        let truth = desk.sandbox.truth();
        truth.visits(day(17), day(17)).find(|visit| visit.state == State::Charged).expect("an old visit").id
    };
    let (provider, department) = (visit.provider, visit.department);
    let departed =
        desk.sandbox.truth().providers().into_iter().find(|one| one.departed).expect("one has left").id;
    let fields = vec![("firstname".to_owned(), "Ann".to_owned()), ("lastname".to_owned(), "Lee".to_owned())];
    for deed in [
        Deed::Cancel { visit: over },
        Deed::CheckIn { visit: over },
        Deed::CheckOut { visit: visit.id },
        Deed::Cancel { visit: 7 },
        Deed::Reschedule { visit: visit.id, day: visit.day, minute: visit.minute },
        Deed::Reschedule { visit: visit.id, day: visit.day, minute: 1440 },
        Deed::Book { patient: 1, provider, department, day: day(21), minute: 600 },
        Deed::Book { patient, provider: departed, department, day: day(21), minute: 600 },
        Deed::Book { patient, provider, department: 9999, day: day(21), minute: 600 },
        Deed::EditPatient { patient, fields: vec![("dob".to_owned(), "soon".to_owned())] },
        Deed::RegisterPatient { fields },
        Deed::Merge { patient, into: patient },
        Deed::ProviderLeaves { provider: departed },
        Deed::ProviderReturns { provider },
    ] {
        assert_eq!(desk.sandbox.act(&deed), None, "{deed:?}");
    }
    assert_eq!(events(&desk), [], "and nothing is told");
}

#[tokio::test]
async fn every_write_to_a_patient_is_told_of() {
    for dialect in DIALECTS {
        let desk = subscribed("patients", dialect).await;
        let some = patients(&desk, 3);
        let new = [
            ("firstname", "Ann"),
            ("lastname", "Lee"),
            ("dob", "02/29/1988"),
            ("departmentid", "1"),
            ("homephone", "2075550100"),
        ];
        let created = desk.post(&new).await.json()[0]["patientid"].as_str().expect("an id").to_owned();
        desk.put(some[0], &[("zip", "04001")]).await;
        desk.put(some[1], &[("status", "deleted")]).await;
        assert!(desk.sandbox.another_desk(some[2], &[("zip", "04002")]), "another desk");
        let fields = new.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let registered = done(&desk, Deed::RegisterPatient { fields });
        let expected = [
            ("AddPatient", created.parse().expect("a number")),
            ("UpdatePatient", some[0]),
            ("DeletePatient", some[1]),
            ("UpdatePatient", some[2]),
            ("AddPatient", registered),
        ];
        assert_eq!(events(&desk), expected, "by these events");
        let answer = desk.rows("/patients/changed").await;
        let row = |at: usize| &answer["patients"][at];
        assert_eq!(
            (&row(0)["patientid"], &row(0)["lastname"]),
            (&json!(created), &json!("Lee")),
            "the new one"
        );
        assert_eq!(row(1)["zip"], "04001", "what was written");
        assert_eq!(row(2)["status"], "deleted", "who was deleted is told of");
        assert_eq!(answer["totalcount"], 5, "each once");
        let absent = row(0).get("email");
        let dressed = if dialect == Dialect::Text { Some(&Value::Null) } else { None };
        assert_eq!(absent, dressed, "dressed as a list of patients is");
    }
}

#[tokio::test]
async fn a_restricted_patient_is_told_to_whoever_may_see_them() {
    let desk = subscribed("patients", Dialect::Typed).await;
    let hidden = desk.sandbox.truth().restricted()[0];
    edit(&desk, hidden, "04001");
    assert_eq!(ids(&desk, "/patients/changed").await, [""; 0], "hidden");
    assert_eq!(
        ids(&desk, "/patients/changed?ignorerestrictions=true").await,
        [hidden.to_string()],
        "and not lost"
    );
}

/// Two patients with visits to come.
fn two(desk: &Desk) -> (PatientTruth, PatientTruth) {
    let truth = desk.sandbox.truth();
    let coming = truth.visits(day(20), NaiveDate::MAX).filter(|visit| visit.state == State::Booked);
    let mut people = coming.filter_map(|visit| truth.patient(visit.patient)).filter(|one| !one.restricted);
    let one = people.next().expect("one");
    let other = people.find(|other| other.id != one.id).expect("another");
    (one, other)
}

#[tokio::test]
async fn a_merge_tells_of_the_record_that_is_left_and_of_nothing_else() {
    for dialect in DIALECTS {
        let desk = subscribed("patients", dialect).await;
        subscribe(&desk, "appointments", &[]).await;
        desk.hands.turn(SUBSCRIPTION_ACTS_AFTER);
        let (gone, left) = two(&desk);
        edit(&desk, gone.id, "04001");
        assert_eq!(done(&desk, Deed::Merge { patient: gone.id, into: left.id }), left.id, "merged");
        let answer = desk.rows("/patients/changed?leaveunprocessed=true").await;
        assert_eq!(
            answer["totalcount"], 1,
            "what was told of the one that is gone is told of the one that is left"
        );
        let row = &answer["patients"][0];
        assert_eq!(row["patientid"], left.id.to_string(), "which is");
        assert_eq!(row.get("previouspatientids"), None, "nothing says who was merged");
        let answer = desk.rows("/patients/changed?showpreviouspatientids=true").await;
        let previous = answer["patients"][0]["previouspatientids"].as_array().expect("a list").clone();
        assert!(previous.contains(&json!(gone.id.to_string())), "unless it is asked for");
        assert_eq!(ids(&desk, "/patients/changed").await, [""; 0], "both are read");
        assert_eq!(ids(&desk, "/appointments/changed").await, [""; 0], "nothing is told of visits");
        let truth = desk.sandbox.truth();
        assert!(
            truth.visits(day(1), NaiveDate::MAX).all(|visit| visit.patient != gone.id),
            "which stand under the other"
        );
        assert_eq!(truth.patient(gone.id).expect("a record").merged_into, Some(left.id), "in truth");
        let asked = desk.rows(&format!("/patients/{}", gone.id)).await;
        assert_eq!(asked[0]["patientid"], left.id.to_string(), "whose record answers for it");
        let again = Deed::Merge { patient: gone.id, into: left.id };
        assert_eq!(desk.sandbox.act(&again), None, "once");
    }
}

#[tokio::test]
async fn providers_change_leave_and_return() {
    for dialect in DIALECTS {
        let desk = subscribed("providers", dialect).await;
        let provider = desk.sandbox.truth().providers()[2].id;
        let id = if dialect == Dialect::Text { json!(provider.to_string()) } else { json!(provider) };
        done(&desk, Deed::RenameProvider { provider, last_name: "Quackenbush".to_owned() });
        let told = desk.rows("/providers/changed").await;
        assert_eq!(
            (&told["providers"][0]["providerid"], &told["providers"][0]["lastname"]),
            (&id, &json!("Quackenbush")),
            "renamed"
        );
        done(&desk, Deed::ProviderLeaves { provider });
        let told = desk.rows("/providers/changed").await;
        assert_eq!(told["providers"][0]["providerid"], id, "told of as everybody is");
        let listed = |answer: Value| {
            answer["providers"].as_array().expect("rows").iter().any(|row| row["providerid"] == id)
        };
        assert!(!listed(desk.rows("/providers").await), "and on the list no more");
        done(&desk, Deed::ProviderReturns { provider });
        assert!(listed(desk.rows("/providers").await), "until they return");
        assert_eq!(
            events(&desk),
            [("ProviderUpdate", provider), ("ProviderDelete", provider), ("ProviderUndelete", provider)],
            "by these events"
        );
    }
}

#[tokio::test]
async fn chance_repeats_itself() {
    let (one, other) = (counted(Dialect::Typed).await, counted(Dialect::Typed).await);
    let deeds = one.sandbox.act_by_chance(120);
    assert_eq!(deeds.len(), 120, "there is always something to do");
    assert_eq!(other.sandbox.act_by_chance(70), deeds[..70], "the same seed does the same");
    assert_eq!(other.sandbox.act_by_chance(50), deeds[70..], "however it is divided");
    let kinds: std::collections::BTreeSet<_> =
        one.sandbox.truth().changes().iter().map(|change| change.event).collect();
    for event in [
        "ScheduleAppointment",
        "CancelAppointment",
        "CheckIn",
        "AddPatient",
        "UpdatePatient",
        "MergePatient",
        "ProviderUpdate",
    ] {
        assert!(kinds.contains(event), "{event} is among {kinds:?}");
    }
}

#[tokio::test]
async fn a_busy_practice_acts_as_the_clock_goes_on() {
    let busy = Options {
        size: Size::Solo,
        limits: Limits::none(),
        feeds: Telling::Deeds,
        busy: Some(TimeDelta::seconds(30)),
        ..Options::default()
    };
    let (often, once) = (Desk::with(busy).await, Desk::with(busy).await);
    for _ in 0..40 {
        often.hands.turn(TimeDelta::seconds(45));
        often.rows("/ping").await;
    }
    once.hands.turn(TimeDelta::minutes(30));
    let changes = once.sandbox.truth().changes();
    assert!(changes.len() >= 60, "a deed every half minute: {}", changes.len());
    assert_eq!(often.sandbox.truth().changes(), changes, "whoever looks, and however often");
}

#[tokio::test]
async fn a_practice_is_busy_from_when_it_is_so_said_and_no_longer() {
    let quiet =
        Options { size: Size::Solo, limits: Limits::none(), feeds: Telling::Deeds, ..Options::default() };
    let desk = Desk::with(quiet).await;
    let changes_in = async |minutes| {
        let before = desk.sandbox.truth().changes().len();
        desk.hands.turn(TimeDelta::minutes(minutes));
        desk.sandbox.truth().changes().len() - before
    };
    assert_eq!(changes_in(10).await, 0);
    desk.sandbox.set_busy(Some(TimeDelta::seconds(30)));
    assert!(changes_in(10).await >= 20, "a deed every half minute");
    desk.sandbox.set_busy(None);
    assert_eq!(changes_in(10).await, 0);
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            fields.map(|(name, value)| (name, without_nulls(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        value => value,
    }
}

/// A row without what a visit changes about a patient, which no feed tells of.
fn comparable(feed: Feed, row: Value) -> Value {
    let mut row = without_nulls(row);
    if let (Feed::Patients, Value::Object(fields)) = (feed, &mut row) {
        fields.retain(|name, _| !["firstappointment", "lastappointment"].contains(&name.as_str()));
    }
    row
}

#[tokio::test]
async fn a_copy_that_drains_every_feed_is_the_practice() {
    let options =
        Options { limits: Limits::none(), busy: Some(TimeDelta::seconds(20)), ..Options::default() };
    let mut desk = Desk::with(options).await;
    let feeds =
        [(Feed::Patients, "patients"), (Feed::Appointments, "appointments"), (Feed::Providers, "providers")];
    for (_, name) in feeds {
        subscribe(&desk, name, &[]).await;
    }
    desk.hands.turn(SUBSCRIPTION_ACTS_AFTER);
    let begun = desk.sandbox.truth().changes().len();
    let mut copy: BTreeMap<(Feed, u64), Value> = BTreeMap::new();
    for poll in 0..60 {
        desk.hands.turn(TimeDelta::minutes(3));
        if poll % 15 == 0 {
            desk.sign_in().await;
        }
        for (feed, name) in feeds {
            let answer = desk.rows(&format!("/{name}/changed?ignorerestrictions=true")).await;
            for row in answer[name].as_array().expect("rows") {
                let id = &row[format!("{}id", name.trim_end_matches('s'))];
                let id = id.as_str().map_or_else(|| id.as_u64(), |id| id.parse().ok()).expect("an id");
                copy.insert((feed, id), row.clone());
            }
        }
    }
    let truth = desk.sandbox.truth();
    let changes = truth.changes();
    for change in &changes[begun..] {
        let merged = (change.feed == Feed::Patients).then(|| truth.patient(change.record)).flatten();
        let id = merged.and_then(|one| one.merged_into).unwrap_or(change.record);
        assert!(copy.contains_key(&(change.feed, id)), "{} of {id} was told", change.event);
    }
    let stale = |feed: Feed, id: u64| {
        feed == Feed::Patients && truth.patient(id).is_some_and(|one| one.merged_into.is_some())
    };
    let merged: std::collections::BTreeSet<String> =
        truth.merged().iter().map(|(from, ..)| from.to_string()).collect();
    let under_another = |row: &Value| row["patientid"].as_str().is_some_and(|id| merged.contains(id));
    let mut compared = 0;
    for ((feed, id), row) in copy {
        if stale(feed, id) || (feed == Feed::Appointments && under_another(&row)) {
            continue;
        }
        compared += 1;
        let real = truth.row(feed, id).expect("a row");
        assert_eq!(comparable(feed, row), comparable(feed, real), "{feed:?} {id}");
    }
    assert!(compared > 300, "{compared} rows compared");
}
