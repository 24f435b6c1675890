//! Visits as desks write them: booked, cancelled, moved, frozen, checked in and out, changed.

use chrono::TimeDelta;
use http::StatusCode;
use sandbox::{Act, Deed, Dialect, State, VisitTruth};
use serde_json::{Value, json};

use crate::desk::{Desk, Read};
use crate::feeds::{patients, subscribed};
use crate::slots::{DIALECTS, day, slot, slots};

const TAKEN: &str = "\n\n{\"detailedmessage\":\"The appointment ID is already booked or is not marked as being \
                     available to be scheduled via the API.\",\"error\":\"That appointment time was already booked \
                     or not available for booking.\"}";

async fn put(desk: &Desk, path: &str, fields: &[(&str, &str)]) -> Read {
    desk.ask(desk.write("PUT", &format!("/appointments/{path}"), fields)).await
}

async fn post(desk: &Desk, path: &str, fields: &[(&str, &str)]) -> Read {
    desk.ask(desk.write("POST", &format!("/appointments/{path}"), fields)).await
}

async fn row(desk: &Desk, id: u64) -> Value {
    desk.rows(&format!("/appointments/{id}")).await[0].clone()
}

/// Books a slot, with its own type.
async fn booked(desk: &Desk, slot: u64, patient: u64) -> Read {
    let kind = desk.sandbox.truth().slot(slot).expect("an open slot").kind.to_string();
    put(desk, &slot.to_string(), &[("patientid", &patient.to_string()), ("appointmenttypeid", &kind)]).await
}

/// A booked visit of the days after tomorrow.
fn a_visit(desk: &Desk) -> VisitTruth {
    let truth = desk.sandbox.truth();
    truth.visits(day(11, 20), day(12, 20)).find(|visit| visit.state == State::Booked).expect("a booked visit")
}

fn told(desk: &Desk) -> Vec<(&'static str, u64)> {
    desk.sandbox.truth().changes().iter().map(|change| (change.event, change.record)).collect()
}

fn is_true(value: &Value) -> bool {
    *value == json!(true) || *value == json!("true")
}

#[tokio::test]
async fn a_slot_is_booked_once_and_keeps_its_id() {
    for dialect in DIALECTS {
        let desk = subscribed("appointments", dialect).await;
        let (one, some) = (slot(&desk), patients(&desk, 2));
        let kind = one.kind.to_string();
        let (first, second) = (some[0].to_string(), some[1].to_string());
        let id = one.id.to_string();
        let neither = put(&desk, &id, &[("patientid", &first)]).await;
        assert_eq!(neither.status, StatusCode::BAD_REQUEST, "neither a type nor a reason");
        assert_eq!(neither.json()["error"], "Additional fields are required.");
        let nobody = put(&desk, &id, &[("appointmenttypeid", &kind)]).await;
        assert_eq!(nobody.json()["missingfields"], json!(["patientid"]), "and for nobody");
        let note = ("bookingnote", "Bring the form");
        let form = [("patientid", first.as_str()), ("appointmenttypeid", &kind), ("urgentyn", "true"), note];
        let reply = put(&desk, &id, &form).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        let reply = reply.json();
        assert_eq!(reply.as_array().map(Vec::len), Some(1), "an array of one");
        assert_eq!((&reply[0]["appointmentid"], &reply[0]["patientid"]), (&json!(id), &json!(first)));
        assert_eq!(reply[0]["appointmentstatus"], "f");
        let late = put(&desk, &id, &[("patientid", &second), ("appointmenttypeid", &kind)]).await;
        assert_eq!((late.status, late.text.as_str()), (StatusCode::CONFLICT, TAKEN), "as recorded");
        let row = row(&desk, one.id).await;
        assert_eq!((&row["patientid"], &row["appointmentstatus"]), (&json!(first), &json!("f")));
        assert_eq!(row["appointmentnotes"][0]["text"], "Bring the form");
        assert!(
            is_true(&row["urgent"]) && is_true(&row["appointmentnotes"][0]["displayonschedule"]),
            "{row}"
        );
        assert_eq!(told(&desk), [("ScheduleAppointment", one.id)], "once");
        let truth = desk.sandbox.truth();
        assert_eq!(truth.applied(&[("appointmentid", &id)]), 1, "one booking took effect");
        assert_eq!(truth.writes()[0].act, Act::Book);
        assert_eq!(truth.visit(one.id).map(|visit| visit.patient), Some(some[0]));
        assert_eq!(truth.slot(one.id), None, "and no slot any more");
    }
}

#[tokio::test]
async fn what_cannot_be_booked_is_refused_as_recorded() {
    let desk = Desk::open(Dialect::Typed).await;
    let patient = patients(&desk, 1)[0];
    let visit = a_visit(&desk);
    let (frozen, shut, staffs) = {
        let truth = desk.sandbox.truth();
        let all: Vec<_> = truth.slots(day(11, 23), day(12, 20)).collect();
        let find =
            |is: &dyn Fn(&sandbox::SlotTruth) -> bool| all.iter().find(|slot| is(slot)).expect("one").clone();
        (find(&|slot| slot.frozen), slot(&desk), find(&|slot| !slot.frozen && !slot.schedulable))
    };
    desk.sandbox.act(&Deed::RemoveSlot { slot: shut.id }).expect("taken off");
    let whom = patient.to_string();
    for id in [visit.id, frozen.id, shut.id, staffs.id, 7] {
        let refused =
            put(&desk, &id.to_string(), &[("patientid", &whom), ("appointmenttypeid", "141")]).await;
        assert_eq!((refused.status, refused.text.as_str()), (StatusCode::CONFLICT, TAKEN), "{id}");
    }
    let kind = staffs.kind.to_string();
    let may =
        [("patientid", whom.as_str()), ("appointmenttypeid", &kind), ("ignoreschedulablepermission", "true")];
    assert_eq!(put(&desk, &staffs.id.to_string(), &may).await.status, StatusCode::OK, "the staff may");
    let one = slot(&desk);
    let long = put(&desk, &one.id.to_string(), &[("patientid", &whom), ("appointmenttypeid", "6")]).await;
    let shorter = one.minutes < 60;
    assert_eq!(long.status == StatusCode::BAD_REQUEST, shorter, "an hour does not fit: {}", long.text);
    let gone = desk.sandbox.truth().deceased()[0].to_string();
    let one = slot(&desk);
    let kind = one.kind.to_string();
    let dead = [("patientid", gone.as_str()), ("appointmenttypeid", &kind), ("ignorerestrictions", "true")];
    let dead = put(&desk, &one.id.to_string(), &dead).await;
    assert!(dead.status == StatusCode::BAD_REQUEST || dead.status == StatusCode::NOT_FOUND, "{}", dead.text);
    let nobody = put(&desk, &one.id.to_string(), &[("patientid", "7"), ("appointmenttypeid", &kind)]).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND, "nobody has that id");
    assert!(desk.sandbox.truth().slot(one.id).is_some(), "and the slot is still open");
}

#[tokio::test]
async fn a_visit_is_cancelled_for_a_reason_which_says_whether_its_time_is_free() {
    for dialect in DIALECTS {
        let desk = subscribed("appointments", dialect).await;
        let reasons = desk.rows("/appointmentcancelreasons").await;
        let reasons = reasons["appointmentcancelreasons"].as_array().expect("rows").clone();
        let reason = |id: &str| reasons.iter().find(|row| row["reasonid"] == id).expect("a reason").clone();
        assert!(is_true(&reason("11")["noshow"]) && !is_true(&reason("7")["slotavailable"]));
        let some = patients(&desk, 3);
        let three = slots(&desk, 3);
        for (slot, patient) in three.iter().zip(&some) {
            assert_eq!(booked(&desk, slot.id, *patient).await.status, StatusCode::OK);
        }
        let cancel = async |at: usize, more: &[(&str, &str)]| {
            let whom = some[at].to_string();
            let fields = [&[("patientid", whom.as_str())], more].concat();
            put(&desk, &format!("{}/cancel", three[at].id), &fields).await
        };
        let other = some[1].to_string();
        let wrong = put(&desk, &format!("{}/cancel", three[0].id), &[("patientid", &other)]).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "somebody else's");
        assert_eq!(cancel(0, &[("appointmentcancelreasonid", "99")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cancel(0, &[]).await.json(), json!({"status": "x"}), "as recorded");
        assert_eq!(cancel(1, &[("appointmentcancelreasonid", "7")]).await.json(), json!({"status": "x"}));
        assert_eq!(cancel(2, &[("appointmentcancelreasonid", "11")]).await.status, StatusCode::OK);
        assert_eq!(cancel(0, &[]).await.status, StatusCode::CONFLICT, "once");
        let (usual, away, absent) =
            (row(&desk, three[0].id).await, row(&desk, three[1].id).await, row(&desk, three[2].id).await);
        for row in [&usual, &away, &absent] {
            assert_eq!((&row["appointmentstatus"], row.get("rescheduledappointmentid")), (&json!("x"), None));
        }
        assert_eq!(
            (&usual["cancelreasonid"], &usual["cancelreasonname"]),
            (&json!("2"), &json!("PATIENT CANCELLED"))
        );
        assert!(is_true(&usual["cancelreasonslotavailable"]) && !is_true(&away["cancelreasonslotavailable"]));
        assert!(is_true(&absent["cancelreasonnoshow"]) && !is_true(&away["cancelreasonnoshow"]));
        let truth = desk.sandbox.truth();
        let at = |number: usize| {
            let old = &three[number];
            let mut slots = truth.slots(old.day, old.day);
            slots.find(|new| {
                (new.provider, new.minute, new.id > 60_000_000) == (old.provider, old.minute, true)
            })
        };
        let again = at(0).expect("open again");
        assert_ne!(again.id, three[0].id, "under an id of its own");
        assert_eq!((at(1), at(2)), (None, None), "where the reason says so");
        assert_eq!(truth.visit(three[1].id).and_then(|visit| visit.cancel_reason), Some(7));
        let events: Vec<_> = told(&desk).into_iter().skip(3).collect();
        let of = |at: usize| ("CancelAppointment", three[at].id);
        assert_eq!(events, [of(0), ("AddAppointmentSlot", again.id), of(1), of(2)]);
    }
}

#[tokio::test]
async fn a_visit_is_moved_into_another_slot() {
    for dialect in DIALECTS {
        let desk = subscribed("appointments", dialect).await;
        let two = slots(&desk, 3);
        let [old, new, taken] = &two[..] else { panic!("three slots") };
        let some = patients(&desk, 2);
        booked(&desk, old.id, some[0]).await;
        booked(&desk, taken.id, some[1]).await;
        let path = format!("{}/reschedule", old.id);
        let (whom, to, gone) = (some[0].to_string(), new.id.to_string(), taken.id.to_string());
        let missing = put(&desk, &path, &[("patientid", &whom)]).await;
        assert_eq!(missing.json()["missingfields"], json!(["newappointmentid"]));
        let refused =
            put(&desk, &path, &[("patientid", &whom), ("newappointmentid", &gone), ("reasonid", "-1")]).await;
        assert_eq!(
            (refused.status, refused.text.as_str()),
            (StatusCode::CONFLICT, TAKEN),
            "somebody is there"
        );
        assert_eq!(row(&desk, old.id).await["appointmentstatus"], "f", "and nothing has changed");
        let form = [("patientid", whom.as_str()), ("newappointmentid", &to), ("reasonid", "-1")];
        let reply = put(&desk, &path, &form).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        let reply = reply.json();
        assert_eq!(
            (&reply[0]["appointmentid"], &reply[0]["patientid"]),
            (&json!(to), &json!(whom)),
            "the new one"
        );
        assert_eq!(reply[0]["providerid"], "", "with whom is left empty, as recorded");
        let (before, after) = (row(&desk, old.id).await, row(&desk, new.id).await);
        assert_eq!(
            (&before["appointmentstatus"], &before["rescheduledappointmentid"]),
            (&json!("x"), &json!(to))
        );
        assert_eq!(before["cancelreasonname"], "PATIENT RESCHEDULED");
        assert_eq!((&after["appointmentstatus"], &after["patientid"]), (&json!("f"), &json!(whom)));
        let truth = desk.sandbox.truth();
        assert_eq!(truth.visit(old.id).and_then(|visit| visit.moved_to), Some(new.id));
        let twice = put(&desk, &path, &form).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "once: {}", twice.text);
        assert_eq!(truth.writes().iter().filter(|write| write.act == Act::Move).count(), 1);
    }
}

#[tokio::test]
async fn a_slot_is_frozen_and_let_go_and_a_failure_is_a_success_of_the_interface() {
    for dialect in DIALECTS {
        let desk = subscribed("appointments", dialect).await;
        let one = slot(&desk);
        let path = format!("{}/freeze", one.id);
        let on = put(&desk, &path, &[("freeze", "true")]).await;
        assert!(on.status == StatusCode::OK && is_true(&on.json()["success"]), "{}", on.text);
        let twice = put(&desk, &path, &[("freeze", "true")]).await;
        assert_eq!(twice.status, StatusCode::OK, "a failure under a status of success");
        let no = if dialect == Dialect::Typed { json!(false) } else { json!("false") };
        assert_eq!(twice.json(), json!({"success": no, "errormessage": "Appointment is already frozen."}));
        let patient = patients(&desk, 1)[0];
        assert_eq!(booked(&desk, one.id, patient).await.text, TAKEN, "nobody has it meanwhile");
        assert!(is_true(&row(&desk, one.id).await["frozen"]));
        assert!(is_true(&put(&desk, &path, &[("freeze", "false")]).await.json()["success"]));
        assert!(!is_true(&put(&desk, &path, &[("freeze", "false")]).await.json()["success"]), "not twice");
        assert_eq!(booked(&desk, one.id, patient).await.status, StatusCode::OK);
        assert!(!is_true(&put(&desk, &path, &[("freeze", "true")]).await.json()["success"]), "nor a visit");
        assert_eq!(put(&desk, "7/freeze", &[("freeze", "true")]).await.status, StatusCode::NOT_FOUND);
        let events: Vec<_> = told(&desk).into_iter().map(|(event, _)| event).collect();
        assert_eq!(events, ["FreezeAppointment", "UnfreezeAppointment", "ScheduleAppointment"]);
    }
}

#[tokio::test]
async fn a_check_in_is_begun_completed_taken_back_and_the_visit_checked_out() {
    for dialect in DIALECTS {
        let desk = subscribed("appointments", dialect).await;
        let visit = a_visit(&desk).id;
        let step = async |name: &str| post(&desk, &format!("{visit}/{name}"), &[]).await;
        assert_eq!(step("checkin").await.status, StatusCode::CONFLICT, "not before it was begun");
        assert_eq!(step("checkout").await.status, StatusCode::CONFLICT, "nor out");
        assert_eq!(step("cancelcheckin").await.status, StatusCode::CONFLICT, "nor back");
        assert!(is_true(&step("startcheckin").await.json()["success"]));
        let begun = row(&desk, visit).await;
        assert_eq!(begun["appointmentstatus"], "f", "still the letter of a booked one");
        assert!(begun["startcheckin"].is_string() && begun.get("checkindatetime").is_none(), "{begun}");
        assert!(is_true(&step("cancelcheckin").await.json()["success"]));
        assert_eq!(row(&desk, visit).await.get("startcheckin"), None, "taken back");
        step("startcheckin").await;
        assert_eq!(step("startcheckin").await.status, StatusCode::CONFLICT, "begun already");
        assert!(is_true(&step("checkin").await.json()["success"]));
        let twice = step("checkin").await;
        assert_eq!(twice.json()["error"], "This appointment has already been checked in.", "as recorded");
        assert_eq!(row(&desk, visit).await["appointmentstatus"], "2");
        assert!(is_true(&step("cancelcheckin").await.json()["success"]), "even now");
        assert_eq!(row(&desk, visit).await["appointmentstatus"], "f");
        for name in ["startcheckin", "checkin", "checkout"] {
            assert!(is_true(&step(name).await.json()["success"]), "{name}");
        }
        assert_eq!(row(&desk, visit).await["appointmentstatus"], "3");
        assert_eq!(post(&desk, "7/startcheckin", &[]).await.status, StatusCode::NOT_FOUND);
        let events: Vec<_> = told(&desk).into_iter().map(|(event, _)| event).collect();
        let update = "UpdateAppointment";
        assert_eq!(
            events,
            [update, update, update, "CheckIn", update, update, "CheckIn", "CheckOut"],
            "as the feed tells it"
        );
    }
}

#[tokio::test]
async fn what_a_check_in_wants_is_an_object_for_one_section_and_an_array_for_others() {
    for dialect in DIALECTS {
        let desk = Desk::open(dialect).await;
        let visit = a_visit(&desk).id;
        let sections = desk.rows(&format!("/appointments/{visit}/checkin")).await;
        let sections = sections.as_array().expect("a bare array");
        assert!(sections.iter().any(|section| section["fields"].is_object()), "{sections:?}");
        assert!(sections.iter().any(|section| section["fields"].is_array()), "{sections:?}");
        for section in sections {
            assert!(section["name"].is_string() && section.get("complete").is_some(), "{section}");
        }
        let listed = desk.rows("/departments/1/checkinrequired").await;
        assert_eq!(listed, json!({"fieldlist": ["firstname", "lastname", "dob"]}));
        let form = [
            ("departmentid", "1"),
            ("firstname", "Ann"),
            ("lastname", "Lee"),
            ("dob", "02/29/1988"),
            ("homephone", "2075550100"),
        ];
        let new: u64 =
            desk.post(&form).await.json()[0]["patientid"].as_str().expect("an id").parse().expect("a number");
        let one = slot(&desk);
        booked(&desk, one.id, new).await;
        let sections = desk.rows(&format!("/appointments/{}/checkin", one.id)).await;
        let contact = sections.as_array().expect("rows").iter().find(|section| section["name"] == "Contact");
        assert!(!is_true(&contact.expect("a section")["complete"]), "an address is missing: {sections}");
    }
}

#[tokio::test]
async fn a_booked_visit_is_changed_and_the_answer_is_one_bare_scalar() {
    for dialect in DIALECTS {
        let desk = subscribed("appointments", dialect).await;
        let visit = a_visit(&desk);
        let other = desk
            .sandbox
            .truth()
            .providers()
            .into_iter()
            .find(|own| own.id != visit.provider && !own.departed);
        let other = other.expect("another provider").id.to_string();
        let path = format!("booked/{}", visit.id);
        let bad = put(&desk, &path, &[("providerid", "9")]).await;
        assert_eq!(
            (bad.status, bad.json()),
            (StatusCode::OK, json!("Invalid PROVIDERID input")),
            "a bare text"
        );
        assert!(put(&desk, &path, &[]).await.json().is_string(), "and so for nothing");
        let done = put(&desk, &path, &[("providerid", &other), ("appointmenttypeid", "62")]).await;
        let one = if dialect == Dialect::Typed { json!(1) } else { json!("1") };
        assert_eq!((done.status, done.json()), (StatusCode::OK, one));
        let row = row(&desk, visit.id).await;
        assert_eq!((&row["providerid"], &row["appointmenttypeid"]), (&json!(other), &json!("62")));
        let listed = format!(
            "/appointments/booked?startdate={0}&enddate={0}&departmentid={1}&limit=10000",
            visit.day.format("%m/%d/%Y"),
            visit.department
        );
        let listed = desk.rows(&listed).await["appointments"].clone();
        let id = visit.id.to_string();
        let own = listed.as_array().expect("rows").iter().find(|row| row["appointmentid"] == id);
        assert_eq!(own.expect("listed")["providerid"], other, "on the schedule, too");
        assert_eq!(told(&desk), [("UpdateAppointment", visit.id)]);
        assert_eq!(desk.sandbox.truth().visit(visit.id).map(|visit| visit.state), Some(State::Booked));
    }
}

#[tokio::test]
async fn notes_are_written_changed_and_taken_off() {
    for dialect in DIALECTS {
        let desk = subscribed("appointments", dialect).await;
        let visit = a_visit(&desk).id;
        let list = async || {
            let notes = desk.rows(&format!("/appointments/{visit}/notes")).await["notes"].clone();
            notes.as_array().expect("rows").clone()
        };
        let before = list().await.len();
        let path = format!("{visit}/notes");
        assert_eq!(post(&desk, &path, &[]).await.json()["missingfields"], json!(["notetext"]));
        let said = [("notetext", "Late by ten"), ("displayonschedule", "true")];
        assert!(is_true(&post(&desk, &path, &said).await.json()["success"]));
        let notes = list().await;
        assert_eq!(notes.len(), before + 1);
        let own = notes.last().expect("a note").clone();
        assert_eq!(own["notetext"], "Late by ten");
        assert!(
            own["noteid"].is_string() && own["created"].is_string() && own["createdby"].is_string(),
            "{own}"
        );
        let id = own["noteid"].as_str().expect("an id").to_owned();
        let one = format!("{visit}/notes/{id}");
        assert!(is_true(&put(&desk, &one, &[("notetext", "On time")]).await.json()["success"]));
        let changed = list().await.last().expect("a note").clone();
        assert_eq!(changed["notetext"], "On time");
        assert!(!is_true(&changed["displayonschedule"]), "not on the schedule where nobody says so");
        let off = desk.ask(desk.write("DELETE", &format!("/appointments/{one}"), &[])).await;
        assert!(is_true(&off.json()["success"]), "{}", off.text);
        assert_eq!(list().await.len(), before);
        assert_eq!(put(&desk, &one, &said).await.status, StatusCode::NOT_FOUND, "it is gone");
        assert_eq!(told(&desk).len(), 3, "the feed tells of each");
    }
}

#[tokio::test]
async fn custom_fields_of_appointments_have_ids_of_their_own_and_take_what_fits() {
    let desk = Desk::open(Dialect::Typed).await;
    let listed = desk.rows("/appointments/customfields").await;
    assert!(listed["totalcount"].is_u64(), "an object, not a bare array");
    let fields = listed["appointmentcustomfields"].as_array().expect("rows");
    assert!(fields.iter().all(|field| field["customfieldid"].is_u64()), "numbers");
    assert!(fields.iter().any(|field| field["select"] == true && field.get("selectlist").is_none()));
    let visit = a_visit(&desk).id;
    let path = format!("{visit}/customfields");
    let set = async |json: &str| put(&desk, &path, &[("customfields", json)]).await;
    for bad in [
        "x",
        r#"[{"customfieldid":1,"optionid":2}]"#,
        r#"[{"customfieldid":362,"optionid":"9"}]"#,
        r#"[{"customfieldid":"383","customfieldvalue":"2026-01-01"}]"#,
    ] {
        assert!(set(bad).await.status.is_client_error(), "{bad}");
    }
    let good = r#"[{"customfieldid":"362","optionid":"87"},{"customfieldid":382,"customfieldvalue":"Cane"},{"customfieldid":384,"customfieldvalue":"x"}]"#;
    assert_eq!(set(good).await.json(), json!({"success": true}));
    let truth = desk.sandbox.truth();
    let stands = vec![(362, "87".to_owned()), (382, "Cane".to_owned())];
    assert_eq!(truth.visit_fields(visit), stands, "what may not be changed is passed over");
}

#[tokio::test]
async fn the_wait_list_is_read_and_written() {
    for dialect in DIALECTS {
        let desk = Desk::open(dialect).await;
        let list = async |query: &str| {
            let rows = desk.rows(&format!("/appointments/waitlist{query}")).await["waitlistentries"].clone();
            rows.as_array().expect("rows").clone()
        };
        let before = list("").await.len();
        assert!(before > 5, "somebody waits from the start");
        let thin = post(&desk, "waitlist", &[("dayofweekids[0]", "1"), ("priority", "NORMAL")]).await;
        let recorded = "\n\n{\"error\":\"Additional fields are required.\",\"missingfields\":[\"patientid\",\"departmentid\"]}";
        let as_json = |text: &str| serde_json::from_str::<Value>(text.trim()).expect("JSON");
        assert_eq!((thin.status, thin.json()), (StatusCode::BAD_REQUEST, as_json(recorded)), "as recorded");
        let patient = patients(&desk, 1)[0].to_string();
        let form = [
            ("patientid", patient.as_str()),
            ("departmentid", "1"),
            ("dayofweekids[0]", "1"),
            ("dayofweekids[1]", "3"),
            ("hourfrom", "8"),
            ("hourto", "11"),
            ("priority", "HIGH"),
            ("note", "Call twice"),
        ];
        assert!(is_true(&post(&desk, "waitlist", &form).await.json()["success"]));
        let own = list(&format!("?patientid={patient}")).await;
        let own = own.last().expect("an entry").clone();
        assert_eq!((&own["dayofweekids"], &own["priority"]), (&json!(["1", "3"]), &json!("HIGH")));
        assert_eq!(own["waitlistid"].is_u64(), dialect == Dialect::Typed, "{own}");
        assert_eq!(list("").await.len(), before + 1);
        let id = own["waitlistid"].as_str().map_or(own["waitlistid"].to_string(), str::to_owned);
        let path = format!("waitlist/{id}");
        assert!(is_true(&put(&desk, &path, &[("priority", "LOW")]).await.json()["success"]));
        let one = desk.rows(&format!("/appointments/{path}")).await[0].clone();
        assert_eq!(
            (&one["priority"], &one["note"]),
            (&json!("LOW"), &json!("Call twice")),
            "what is not said stays"
        );
        for bad in [[("priority", "SOON")], [("dayofweekids", "8")], [("hourfrom", "25")]] {
            assert_eq!(put(&desk, &path, &bad).await.status, StatusCode::BAD_REQUEST, "{bad:?}");
        }
        let off = desk.ask(desk.write("DELETE", &format!("/appointments/{path}"), &[])).await;
        assert!(is_true(&off.json()["success"]));
        assert_eq!(desk.get(&format!("/appointments/{path}")).await.status, StatusCode::NOT_FOUND);
        let acts = desk.sandbox.truth().writes().into_iter().filter(|write| write.act == Act::Wait).count();
        assert_eq!(acts, 3, "three writes");
    }
}

#[tokio::test]
async fn reasons_are_for_new_and_for_known_patients() {
    let desk = Desk::open(Dialect::Text).await;
    let provider = desk.sandbox.truth().providers()[0].id;
    let reasons = async |part: &str| {
        let path = format!("/patientappointmentreasons{part}?departmentid=1&providerid={provider}");
        desk.rows(&path).await["patientappointmentreasons"].as_array().expect("rows").clone()
    };
    let (all, new, known) =
        (reasons("").await, reasons("/newpatient").await, reasons("/existingpatient").await);
    assert!(new.len() < all.len() && known.len() < all.len());
    assert!(new.iter().all(|row| row["reasontype"] != "existing"), "{new:?}");
    assert!(known.iter().all(|row| row["reasontype"] != "new"), "{known:?}");
}

#[tokio::test]
async fn a_visit_follows_its_patient_into_the_record_that_is_left() {
    let desk = Desk::open(Dialect::Typed).await;
    let some = patients(&desk, 2);
    let one = slot(&desk);
    booked(&desk, one.id, some[0]).await;
    desk.sandbox.act(&Deed::Merge { patient: some[0], into: some[1] }).expect("merged");
    assert_eq!(row(&desk, one.id).await["patientid"], some[1].to_string());
    let whom = some[0].to_string();
    let cancelled = put(&desk, &format!("{}/cancel", one.id), &[("patientid", &whom)]).await;
    assert_eq!(cancelled.json(), json!({"status": "x"}), "under the old id, too");
    desk.hands.turn(TimeDelta::days(30));
    let state = desk.sandbox.truth().visit(one.id).map(|visit| visit.state);
    assert_eq!(state, Some(State::Cancelled), "for good");
}
