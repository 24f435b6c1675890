//! The schedule as a front desk writes it, at the sandbox, in both dialects.

use athena::{Caller, Objection, Refusal, SlotQuery, WaitlistQuery, Written};
use chrono::{NaiveTime, Weekday};
use futures_util::TryStreamExt as _;
use model::{
    AppointmentTypeId, Cancellation, DepartmentId, NewSlots, PatientId, Phi, ProviderId, Purpose, ReasonId,
    Rescheduling, VisitFieldValue, VisitNoteDraft, VisitState, VisitUpdate, WaitlistPriority, WaitlistWish,
    Whom,
};
use sandbox::{Deed, Fault};

use crate::desk::{DIALECTS, Desks, booking, confirmed, day, id};

fn refused<T: std::fmt::Debug>(written: Written<T>) -> Refusal {
    match written {
        Written::Rejected(rejection) => match rejection.why {
            Objection::Refused(why) => why,
            other => panic!("not sent: {other:?}"),
        },
        other => panic!("not refused: {other:?}"),
    }
}

fn words(text: &str) -> Option<Phi<String>> {
    Some(Phi::new(text.to_owned()))
}

#[tokio::test(start_paused = true)]
async fn open_slots_are_read_page_by_page_and_say_the_same_in_both_dialects() {
    let mut read = Vec::new();
    for dialect in DIALECTS {
        let desks = Desks::at(dialect);
        let session = desks.session();
        let mut query = SlotQuery::new(DepartmentId::new("1"), day(11, 24), day(12, 11));
        query.page_rows = Some(11);
        let pages: Vec<_> = session.open_slots(query.clone()).try_collect().await.expect("pages");
        assert!(pages.len() > 2, "several pages");
        let slots: Vec<_> = pages.into_iter().flat_map(|page| page.rows).collect();
        let truth = desks.sandbox.truth();
        for slot in &slots {
            let own = truth.slot(slot.id.as_str().parse().expect("a number")).expect("an open slot");
            let minute = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(own.minute) * 60, 0);
            assert_eq!((slot.start.date(), Some(slot.start.time())), (own.day, minute));
            assert_eq!(slot.minutes, u32::from(own.minutes));
            assert_eq!(
                slot.kind.as_ref().map(AppointmentTypeId::as_str),
                Some(own.kind.to_string().as_str())
            );
            assert!(
                !slot.frozen
                    && !slot.kind_name.is_empty()
                    && slot.provider.as_str() == own.provider.to_string()
            );
        }
        (query.frozen, query.beyond_permission, query.beyond_time_limits) = (true, true, true);
        let all: Vec<_> = session.open_slots(query.clone()).try_collect().await.expect("pages");
        let all: Vec<_> = all.into_iter().flat_map(|page| page.rows).collect();
        assert!(all.iter().any(|slot| slot.frozen) && all.len() > slots.len());
        query.purpose = Some(Purpose::Reason(ReasonId::new("563")));
        session.open_slots_page(&query, None).await.expect_err("a reason, and nobody");
        query.providers = vec![slots[0].provider.clone()];
        let page = session.open_slots_page(&query, None).await.expect("a page");
        assert!(page.rows.iter().all(|slot| slot.reasons == [ReasonId::new("563")]), "{page:?}");
        read.push(all);
    }
    assert_eq!(read[0], read[1]);
}

#[tokio::test(start_paused = true)]
async fn a_slot_is_booked_moved_and_cancelled() {
    for dialect in DIALECTS {
        let desks = Desks::at(dialect);
        let session = desks.session();
        let (slots, patients) = (desks.slots(60), desks.patients(2));
        let other = slots[1..].iter().find(|slot| slot.minutes >= slots[0].minutes).expect("as long a slot");
        let mut wish = booking(&slots[0], &patients[0]);
        (wish.note, wish.urgent, wish.patient_case) = (words("Bring the form"), true, false);
        assert_eq!(confirmed(session.book(&wish).await), wish.slot);
        let visit = session.appointment(&wish.slot).await.expect("the visit").value;
        assert_eq!((visit.state, visit.patient.as_ref()), (VisitState::Booked, Some(&patients[0])));
        assert!(
            visit.urgent
                && visit.cancelled.is_none()
                && visit.notes == [Phi::new("Bring the form".to_owned())]
        );
        assert_eq!(
            refused(session.book(&booking(&slots[0], &patients[1])).await),
            Refusal::Conflict,
            "taken"
        );
        let mut moving = Rescheduling::new(wish.slot.clone(), id(other), patients[0].clone());
        moving.said = words("They have to work");
        assert_eq!(confirmed(session.reschedule(&moving).await), id(other), "the new one");
        let old = session.appointment(&wish.slot).await.expect("the old one").value;
        assert_eq!(old.state, VisitState::Cancelled);
        let how = old.cancelled.expect("how it was cancelled");
        assert_eq!(
            (how.moved_to, how.words.as_str(), how.no_show),
            (Some(id(other)), "PATIENT RESCHEDULED", false)
        );
        assert_eq!(refused(session.reschedule(&moving).await), Refusal::AlreadySo, "once");
        let reasons = session.cancel_reasons().await.expect("reasons").value;
        let absent = reasons.iter().find(|reason| reason.no_show && !reason.frees_slot).expect("a no-show");
        let mut cancelling = Cancellation::new(id(other), patients[1].clone());
        assert!(matches!(refused(session.cancel(&cancelling).await), Refusal::Other), "somebody else's");
        (cancelling.patient, cancelling.reason) = (patients[0].clone(), Some(absent.id.clone()));
        confirmed(session.cancel(&cancelling).await);
        let gone = session.appointment(&id(other)).await.expect("the visit").value.cancelled.expect("how");
        assert!(gone.no_show && !gone.frees_slot && gone.reason == Some(absent.id.clone()));
        assert_eq!(refused(session.cancel(&cancelling).await), Refusal::AlreadySo);
        assert_eq!(desks.sandbox.truth().writes().len(), 3, "one booking, one move, one cancelling");
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_is_late_hears_that_the_slot_is_gone() {
    for dialect in DIALECTS {
        let desks = Desks::at(dialect);
        let session = desks.session();
        let (slots, patient) = (desks.slots(5), desks.patients(1).remove(0));
        desks.sandbox.act(&Deed::RemoveSlot { slot: slots[0].id }).expect("taken off");
        confirmed(session.freeze(&id(&slots[1]), true).await);
        desks.sandbox.act(&Deed::TakeSlot { slot: slots[2].id }).expect("taken");
        for slot in &slots[..3] {
            assert_eq!(refused(session.book(&booking(slot, &patient)).await), Refusal::Conflict, "{slot:?}");
        }
        desks.sandbox.set_fault_once(Fault::RivalChange);
        assert_eq!(
            refused(session.book(&booking(&slots[3], &patient)).await),
            Refusal::Conflict,
            "a moment late"
        );
        assert_eq!(refused(session.freeze(&id(&slots[1]), true).await), Refusal::AlreadySo, "under a 200");
        confirmed(session.freeze(&id(&slots[1]), false).await);
        assert_eq!(refused(session.freeze(&id(&slots[1]), false).await), Refusal::AlreadySo);
        assert_eq!(refused(session.freeze(&id(&slots[2]), true).await), Refusal::Failed, "it is no slot");
        confirmed(session.delete_slot(&id(&slots[1])).await);
        assert_eq!(refused(session.delete_slot(&id(&slots[1])).await), Refusal::Conflict);
        assert!(session.appointment(&id(&slots[1])).await.is_err(), "gone");
    }
}

#[tokio::test(start_paused = true)]
async fn a_visit_is_checked_in_and_out() {
    for dialect in DIALECTS {
        let desks = Desks::at(dialect);
        let session = desks.session();
        let (slot, patient) = (desks.slots(1).remove(0), desks.patients(1).remove(0));
        let visit = confirmed(session.book(&booking(&slot, &patient)).await);
        let state = async || session.appointment(&visit).await.expect("the visit").value.state;
        assert!(matches!(session.check_in(&visit).await, Written::Rejected(_)), "not before it was begun");
        let sections = session.check_in_requirements(&visit).await.expect("what it wants").value;
        let fields: Vec<_> = sections.iter().map(|section| section.fields.len()).collect();
        assert!(fields.contains(&1) && fields.iter().any(|count| *count > 2), "{sections:?}");
        assert!(sections.iter().any(|section| section.required && section.complete), "{sections:?}");
        let listed = session.check_in_fields(&DepartmentId::new("1")).await.expect("a list").value;
        assert_eq!(listed, ["firstname", "lastname", "dob"]);
        confirmed(session.start_check_in(&visit).await);
        assert_eq!(state().await, VisitState::CheckingIn);
        confirmed(session.cancel_check_in(&visit).await);
        assert_eq!(state().await, VisitState::Booked);
        confirmed(session.start_check_in(&visit).await);
        confirmed(session.check_in(&visit).await);
        assert_eq!(refused(session.check_in(&visit).await), Refusal::AlreadySo);
        assert_eq!(state().await, VisitState::Waiting);
        confirmed(session.check_out(&visit).await);
        assert_eq!(state().await, VisitState::CheckedOut);
        assert_eq!(refused(session.cancel_check_in(&visit).await), Refusal::Conflict);
    }
}

#[tokio::test(start_paused = true)]
async fn notes_fields_and_places_of_a_visit_are_written() {
    for dialect in DIALECTS {
        let desks = Desks::at(dialect);
        let session = desks.session();
        let (slot, patient) = (desks.slots(1).remove(0), desks.patients(1).remove(0));
        let visit = confirmed(session.book(&booking(&slot, &patient)).await);
        let draft = |text: &str| VisitNoteDraft { text: Phi::new(text.to_owned()), on_schedule: true };
        confirmed(session.add_appointment_note(&visit, &draft("Late & wet")).await);
        let notes = session.appointment_notes(&visit).await.expect("notes").value;
        let own = notes.last().expect("a note");
        assert_eq!((own.text.expose().as_str(), own.on_schedule), ("Late & wet", true));
        assert!(own.written.is_some() && own.by.is_some());
        confirmed(session.edit_appointment_note(&visit, &own.id, &draft("On time")).await);
        let notes = session.appointment_notes(&visit).await.expect("notes").value;
        assert_eq!(notes.last().expect("a note").text.expose(), "On time");
        confirmed(session.delete_appointment_note(&visit, &own.id).await);
        assert_eq!(refused(session.delete_appointment_note(&visit, &own.id).await), Refusal::NotFound);
        assert!(matches!(session.add_appointment_note(&visit, &draft(" ")).await, Written::Rejected(_)));

        let fields = session.visit_fields().await.expect("fields").value;
        let choice = fields.iter().find(|field| field.choice && !field.options.is_empty()).expect("a choice");
        assert!(fields.iter().any(|field| field.choice && field.options.is_empty()), "{fields:?}");
        let option = Some(Phi::new(choice.options[1].id.clone()));
        let value = VisitFieldValue { field: choice.id.clone(), value: None, option };
        confirmed(session.set_visit_fields(&visit, std::slice::from_ref(&value)).await);
        let stands = desks.sandbox.truth().visit_fields(visit.as_str().parse().expect("a number"));
        assert_eq!(stands[0].1, choice.options[1].id);
        let bad = VisitFieldValue { option: Some(Phi::new("9".to_owned())), ..value };
        assert!(matches!(session.set_visit_fields(&visit, &[bad]).await, Written::Rejected(_)));

        let mut update = VisitUpdate::new(visit.clone());
        assert!(matches!(session.update_booked(&update).await, Written::Rejected(_)), "nothing is said");
        update.kind = Some(AppointmentTypeId::new("62"));
        confirmed(session.update_booked(&update).await);
        assert_eq!(session.appointment(&visit).await.expect("the visit").value.kind, update.kind);
        update.provider = Some(ProviderId::new("9"));
        let Written::Rejected(rejection) = session.update_booked(&update).await else {
            panic!("a bare text")
        };
        assert_eq!(rejection.why, Objection::Refused(Refusal::Failed));
        assert_eq!(rejection.said.map(Phi::into_exposed).as_deref(), Some("Invalid PROVIDERID input"));
    }
}

#[tokio::test(start_paused = true)]
async fn slots_are_opened_and_one_can_be_booked_beside_another() {
    for dialect in DIALECTS {
        let desks = Desks::at(dialect);
        let session = desks.session();
        let (slot, patients) = (desks.slots(1).remove(0), desks.patients(2));
        confirmed(session.book(&booking(&slot, &patients[0])).await);
        let at =
            NaiveTime::from_num_seconds_from_midnight_opt(u32::from(slot.minute) * 60, 0).expect("a time");
        let later = at + chrono::TimeDelta::minutes(5);
        let new = NewSlots {
            department: DepartmentId::new(slot.department.to_string()),
            provider: ProviderId::new(slot.provider.to_string()),
            day: slot.day,
            times: vec![at, later],
            purpose: Purpose::Kind(AppointmentTypeId::new("82")),
        };
        let opened = confirmed(session.create_slots(&new).await);
        assert_eq!(opened.iter().map(|(_, time)| *time).collect::<Vec<_>>(), [at, later]);
        let mut beside = booking(&slot, &patients[1]);
        (beside.slot, beside.purpose, beside.beyond_permission) = (opened[0].0.clone(), new.purpose, true);
        confirmed(session.book(&beside).await);
        let truth = desks.sandbox.truth();
        let there = truth
            .visits(slot.day, slot.day)
            .filter(|own| (own.provider, own.minute) == (slot.provider, slot.minute));
        assert_eq!(there.count(), 2, "two at the same time, on purpose");
    }
}

#[tokio::test(start_paused = true)]
async fn the_wait_list_is_read_and_written() {
    for dialect in DIALECTS {
        let desks = Desks::at(dialect);
        let session = desks.session();
        let patient = desks.patients(1).remove(0);
        let of = |patient: &PatientId| WaitlistQuery {
            patient: Some(patient.clone()),
            ..WaitlistQuery::default()
        };
        let all = session.waitlist(&WaitlistQuery::default()).await.expect("a list").value;
        assert_eq!(all.len(), desks.sandbox.truth().waitlist().len());
        let mut wish = WaitlistWish::new(patient.clone(), DepartmentId::new("1"));
        (wish.days, wish.from_hour, wish.to_hour) = (vec![Weekday::Sun, Weekday::Tue], Some(8), Some(11));
        (wish.priority, wish.note) = (WaitlistPriority::High, words("Call twice"));
        wish.purpose = Some(Purpose::Reason(ReasonId::new("563")));
        assert_eq!(confirmed(session.add_to_waitlist(&wish).await), None, "no id is said");
        let own = session.waitlist(&of(&patient)).await.expect("a list").value;
        let own = own.last().expect("an entry").clone();
        assert_eq!(own.wish, wish);
        wish.priority = WaitlistPriority::Low;
        confirmed(session.update_waitlist(&own.id, &wish).await);
        assert_eq!(
            session.waitlist_entry(&own.id).await.expect("one").value.wish.priority,
            WaitlistPriority::Low
        );
        confirmed(session.delete_from_waitlist(&own.id).await);
        assert_eq!(refused(session.delete_from_waitlist(&own.id).await), Refusal::NotFound);
        wish.department = None;
        assert!(matches!(session.add_to_waitlist(&wish).await, Written::Rejected(_)), "nowhere");
    }
}

#[tokio::test(start_paused = true)]
async fn reasons_say_whom_they_are_for_and_how_far_ahead() {
    for dialect in DIALECTS {
        let desks = Desks::at(dialect);
        let session = desks.session();
        let at = (DepartmentId::new("1"), ProviderId::new(desks.slots(1)[0].provider.to_string()));
        let all = session.visit_reasons(&at.0, &at.1).await.expect("reasons").value;
        let new = session.visit_reasons_for(Caller::New, &at.0, &at.1).await.expect("reasons").value;
        let known = session.visit_reasons_for(Caller::Existing, &at.0, &at.1).await.expect("reasons").value;
        assert!(new.iter().all(|reason| reason.whom != Whom::Existing) && new.len() < all.len());
        assert!(known.iter().all(|reason| reason.whom != Whom::New) && known.len() < all.len());
        assert!(all.iter().all(|reason| reason.min_hours.is_some() && reason.max_days == Some(90)));
        assert!(all.iter().all(|reason| !reason.description.is_empty()));
    }
}
