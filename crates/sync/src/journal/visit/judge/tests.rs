//! What each state of a visit says of each write.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use model::{
    AppointmentId, AppointmentTypeId, Booking, Cancellation, DepartmentId, PatientId, ProviderId, Purpose,
    Rescheduling, VisitState as S,
};
use store::WriteReason;

use super::{Look, absence, found, look};
use crate::journal::judge::Found;
use crate::journal::visit::{NewTime, VisitDeed, VisitSeen, VisitStood, VisitWrite};

/// When nobody has changed anything since.
const STAMP: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn whom() -> PatientId {
    PatientId::new("7")
}

fn id(number: &str) -> AppointmentId {
    AppointmentId::new(number)
}

fn seen(number: &str, patient: Option<&str>, state: S) -> VisitSeen {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    VisitSeen {
        id: id(number),
        patient: patient.map(PatientId::new),
        state,
        frozen: false,
        start: day.and_hms_opt(9, 0, 0).expect("a time"),
        minutes: 15,
        department: DepartmentId::new("1"),
        provider: ProviderId::new("71"),
        kind: Some(AppointmentTypeId::new("82")),
        kind_name: "Office visit".to_owned(),
        moved_to: None,
        modified: Some(STAMP),
    }
}

fn moved_to(number: &str) -> VisitSeen {
    VisitSeen { moved_to: Some(id(number)), ..seen("100", Some("7"), S::Cancelled) }
}

fn visit(visit: VisitSeen) -> VisitStood {
    VisitStood { visit: Some(visit), ..VisitStood::default() }
}

fn slot(slot: VisitSeen) -> VisitStood {
    VisitStood { slot: Some(slot), ..VisitStood::default() }
}

fn both(visit: VisitSeen, slot: VisitSeen) -> VisitStood {
    VisitStood { visit: Some(visit), slot: Some(slot), open: Vec::new() }
}

fn write(deed: VisitDeed, before: VisitStood) -> VisitWrite {
    VisitWrite { patient: whom(), deed, before }
}

fn book() -> VisitWrite {
    let booking = Booking {
        slot: id("200"),
        patient: whom(),
        department: None,
        purpose: Purpose::Kind(AppointmentTypeId::new("82")),
        note: None,
        urgent: false,
        patient_case: true,
        beyond_permission: false,
    };
    write(VisitDeed::Book(booking), slot(seen("200", None, S::Open)))
}

fn cancel() -> VisitWrite {
    let cancellation = Cancellation { visit: id("100"), patient: whom(), reason: None, said: None };
    write(VisitDeed::Cancel(cancellation), visit(seen("100", Some("7"), S::Booked)))
}

fn moves() -> VisitWrite {
    let moving = Rescheduling {
        visit: id("100"),
        to: id("200"),
        patient: whom(),
        purpose: None,
        reason: None,
        said: None,
        patient_case: true,
        beyond_permission: false,
    };
    let before = both(seen("100", Some("7"), S::Booked), seen("200", None, S::Open));
    write(VisitDeed::Move(moving), before)
}

fn of_check_in() -> [VisitWrite; 4] {
    let before = || visit(seen("100", Some("7"), S::Booked));
    [VisitDeed::StartCheckIn, VisitDeed::CheckIn, VisitDeed::CancelCheckIn, VisitDeed::CheckOut]
        .map(|deed| write(deed(id("100")), before()))
}

const STATES: [S; 8] =
    [S::Open, S::Booked, S::CheckingIn, S::Waiting, S::CheckedIn, S::CheckedOut, S::Charged, S::Cancelled];

#[test]
fn what_a_visit_can_have_done_with_it_follows_from_how_far_it_has_come() {
    use Look::{Changed as No, Clear as Go, Stands as So};
    let [start, check_in, back, out] = of_check_in();
    //                open bkd ing wait in  out chgd x
    for (write, looks) in [
        (cancel(), [No, Go, Go, No, No, No, No, So]),
        (start, [No, Go, So, No, No, No, No, No]),
        (check_in, [No, Go, Go, So, So, No, No, No]),
        (back, [No, So, Go, Go, Go, No, No, No]),
        (out, [No, No, No, Go, Go, So, So, No]),
    ] {
        for (state, expected) in STATES.into_iter().zip(looks) {
            let now = visit(seen("100", Some("7"), state.clone()));
            assert_eq!(look(&write, &now), expected, "{} at {state:?}", write.deed.kind());
            let anothers = visit(seen("100", Some("8"), state));
            assert_eq!(look(&write, &anothers), Look::Changed, "it is somebody else's");
        }
        assert_eq!(look(&write, &VisitStood::default()), Look::Gone);
        let unknown = visit(seen("100", Some("7"), S::Other("?".to_owned())));
        assert_eq!(look(&write, &unknown), Look::Changed, "a word that is not known is nobody's to act on");
    }
}

#[test]
fn a_slot_is_booked_only_where_nobody_has_it_or_holds_it() {
    let frozen = VisitSeen { frozen: true, ..seen("200", None, S::Open) };
    for (now, booking, moving) in [
        (slot(seen("200", None, S::Open)), Look::Clear, Look::Clear),
        (slot(seen("200", Some("8"), S::Booked)), Look::Taken, Look::Taken),
        (slot(seen("200", Some("7"), S::Booked)), Look::Stands, Look::Taken),
        (slot(seen("200", Some("7"), S::Cancelled)), Look::Taken, Look::Taken),
        (slot(frozen), Look::Taken, Look::Taken),
        (VisitStood::default(), Look::Taken, Look::Taken),
    ] {
        assert_eq!(look(&book(), &now), booking, "{now:?}");
        let now = VisitStood { visit: Some(seen("100", Some("7"), S::Booked)), ..now };
        assert_eq!(look(&moves(), &now), moving, "{now:?}");
    }
    assert_eq!(look(&moves(), &both(moved_to("200"), seen("200", Some("7"), S::Booked))), Look::Stands);
    assert_eq!(look(&moves(), &both(moved_to("300"), seen("200", None, S::Open))), Look::Changed);
    assert_eq!(look(&cancel(), &visit(moved_to("300"))), Look::Changed, "it is not cancelled but elsewhere");
}

#[test]
fn whose_a_slot_is_says_what_became_of_a_booking() {
    for (now, expected) in [
        (slot(seen("200", None, S::Open)), Found::Absent),
        (slot(seen("200", Some("8"), S::Booked)), Found::Absent),
        (slot(seen("200", Some("7"), S::Booked)), Found::There(())),
        (slot(seen("200", Some("7"), S::CheckedIn)), Found::There(())),
        (slot(seen("200", Some("7"), S::Cancelled)), Found::There(())),
        (VisitStood::default(), Found::Undecided),
    ] {
        assert_eq!(found(&book(), &now), expected, "{now:?}");
    }
    let rivals = slot(seen("200", Some("8"), S::Booked));
    assert_eq!(absence(&book(), &rivals), WriteReason::Conflict, "somebody was faster");
    assert_eq!(absence(&book(), &slot(seen("200", None, S::Open))), WriteReason::NotCarriedOut);
}

#[test]
fn how_far_a_visit_has_come_says_what_became_of_what_was_done_with_it() {
    use Found::{Absent as No, Undecided as May};
    const YES: Found<()> = Found::There(());
    let [start, check_in, back, out] = of_check_in();
    for (write, finds) in [
        //          open bkd  ing  wait in   out  chgd x
        (cancel(), [No, No, No, No, No, No, No, YES]),
        (start, [May, No, YES, YES, YES, YES, YES, No]),
        (check_in, [May, No, No, YES, YES, YES, YES, No]),
        (back, [May, YES, No, No, No, No, No, May]),
        (out, [May, No, No, No, No, YES, YES, No]),
    ] {
        for (state, expected) in STATES.into_iter().zip(finds) {
            let now = visit(seen("100", Some("7"), state.clone()));
            assert_eq!(found(&write, &now), expected, "{} at {state:?}", write.deed.kind());
        }
        let anothers = visit(seen("100", Some("8"), S::Booked));
        assert_eq!(found(&write, &anothers), May, "one merged into another is not told from another");
        assert_eq!(found(&write, &VisitStood::default()), May);
    }
    assert_eq!(found(&cancel(), &visit(seen("100", None, S::Open))), YES, "it is free again");
    assert_eq!(found(&cancel(), &visit(moved_to("300"))), No, "somebody moved it");
}

#[test]
fn both_places_say_what_became_of_a_move() {
    let booked = |number| seen(number, Some("7"), S::Booked);
    let later = VisitSeen {
        start: NaiveDate::from_ymd_opt(2026, 11, 24)
            .and_then(|day| day.and_hms_opt(9, 0, 0))
            .expect("a time"),
        ..booked("300")
    };
    for (now, expected) in [
        (both(booked("100"), seen("200", None, S::Open)), Found::Absent),
        (both(booked("100"), seen("200", Some("8"), S::Booked)), Found::Absent),
        (both(booked("100"), booked("200")), Found::Undecided),
        (both(moved_to("200"), booked("200")), Found::There(())),
        (both(moved_to("200"), seen("200", Some("7"), S::Cancelled)), Found::There(())),
        // Under a number that the move gave it.
        (both(moved_to("201"), VisitSeen { start: booked("201").start, ..booked("201") }), Found::There(())),
        (both(moved_to("300"), later), Found::Absent),
        (both(seen("100", Some("7"), S::Cancelled), seen("200", None, S::Open)), Found::Absent),
        (visit(seen("100", Some("7"), S::Cancelled)), Found::Undecided),
        (slot(booked("200")), Found::Undecided),
    ] {
        assert_eq!(found(&moves(), &now), expected, "{now:?}");
    }
}

#[test]
fn what_takes_a_deed_back_is_about_the_visit_as_it_is_now() {
    let undone = |write: &VisitWrite, now: &VisitStood| write.undoing(Some(now)).map(|back| back.deed);
    let booked = slot(seen("200", Some("7"), S::Booked));
    let Some(VisitDeed::Cancel(back)) = undone(&book(), &booked) else { panic!("a booking is cancelled") };
    assert_eq!(back.visit, id("200"));

    let cancelled = visit(seen("100", Some("7"), S::Cancelled));
    let Some(VisitDeed::Book(back)) = undone(&cancel(), &cancelled) else { panic!("it is booked again") };
    assert_eq!((back.slot, back.purpose), (id("100"), Purpose::Kind(AppointmentTypeId::new("82"))));

    let moved = both(moved_to("201"), seen("201", Some("7"), S::Booked));
    let Some(VisitDeed::Move(back)) = undone(&moves(), &moved) else { panic!("it is moved back") };
    assert_eq!((back.visit, back.to), (id("201"), id("100")), "from where it is by now");

    let [start, check_in, back, out] = of_check_in();
    let here = visit(seen("100", Some("7"), S::CheckedIn));
    for write in [start, check_in] {
        assert_eq!(undone(&write, &here), Some(VisitDeed::CancelCheckIn(id("100"))));
    }
    for write in [back, out] {
        assert_eq!(undone(&write, &here), None, "whoever was checked out is not brought back");
    }
}

#[test]
fn a_slot_that_was_freed_is_meant_under_its_own_number() {
    let mut again = book();
    again.before = slot(seen("205", None, S::Open));
    assert_eq!(again.slot(), Some(&id("205")));
    assert_eq!(again.numbers(), [id("200"), id("205")]);
    assert_eq!(found(&again, &slot(seen("205", Some("7"), S::Booked))), Found::There(()));
}

#[test]
fn a_time_is_held_where_nobody_has_it_and_let_go_where_it_is_held() {
    let frozen = || VisitSeen { frozen: true, ..seen("200", None, S::Open) };
    let free = || slot(seen("200", None, S::Open));
    let booked = || slot(seen("200", Some("8"), S::Booked));
    let (hold, go) = (VisitDeed::Hold(id("200")), VisitDeed::LetGo(id("200")));
    let (hold, go) = (write(hold, free()), write(go, slot(frozen())));
    for (now, held, gone) in [
        (free(), Look::Clear, Look::Stands),
        (slot(frozen()), Look::Taken, Look::Clear),
        (booked(), Look::Taken, Look::Stands),
        (VisitStood::default(), Look::Taken, Look::Gone),
    ] {
        assert_eq!((look(&hold, &now), look(&go, &now)), (held, gone), "{now:?}");
    }
    for (now, held, gone) in [
        (free(), Found::Absent, Found::There(())),
        (slot(frozen()), Found::There(()), Found::Absent),
        (booked(), Found::Absent, Found::There(())),
        (VisitStood::default(), Found::Undecided, Found::Undecided),
    ] {
        assert_eq!((found(&hold, &now), found(&go, &now)), (held, gone), "{now:?}");
    }
    assert_eq!(absence(&hold, &booked()), WriteReason::Conflict);
    let undone = |write: &VisitWrite, now: &VisitStood| write.undoing(Some(now)).map(|back| back.deed);
    assert_eq!(undone(&hold, &slot(frozen())), Some(go.deed.clone()));
    assert_eq!(undone(&go, &free()), None);
}

#[test]
fn a_time_is_taken_off_where_it_is_open_and_gone_or_cancelled_under_its_number_then() {
    let open = || slot(seen("200", None, S::Open));
    let remove = write(VisitDeed::RemoveTime(seen("200", None, S::Open)), open());
    for (now, expected, finds) in [
        (open(), Look::Clear, Found::Absent),
        (slot(seen("200", None, S::Cancelled)), Look::Stands, Found::There(())),
        (VisitStood::default(), Look::Stands, Found::There(())),
        (slot(seen("200", Some("8"), S::Booked)), Look::Taken, Found::Absent),
    ] {
        assert_eq!((look(&remove, &now), found(&remove, &now)), (expected, finds), "{now:?}");
    }
    let unnumbered = write(remove.deed.clone(), slot(seen("", None, S::Open)));
    assert_eq!(found(&unnumbered, &VisitStood::default()), Found::Undecided, "nobody knows which it was");
}

#[test]
fn a_time_that_is_not_found_open_may_have_been_opened() {
    let time = NewTime { place: seen("", None, S::Open), visit: None };
    let opens = write(VisitDeed::OpenTime(time), slot(seen("", None, S::Open)));
    assert_eq!(found(&opens, &slot(seen("200", None, S::Open))), Found::There(()));
    assert_eq!(found(&opens, &VisitStood::default()), Found::Undecided);
}

fn stamped(stood: &VisitStood, modified: Option<DateTime<Utc>>) -> VisitStood {
    let stamp = |seen: &Option<VisitSeen>| seen.clone().map(|seen| VisitSeen { modified, ..seen });
    VisitStood { visit: stamp(&stood.visit), slot: stamp(&stood.slot), open: stood.open.clone() }
}

#[test]
fn that_it_was_not_carried_out_is_said_of_what_nobody_can_have_changed_since() {
    let [start, complete, back, out] = of_check_in();
    let booked = || seen("100", Some("7"), S::Booked);
    let here = || seen("100", Some("7"), S::CheckingIn);
    let begun = write(complete.deed.clone(), visit(here()));
    let frozen = VisitSeen { frozen: true, ..seen("200", None, S::Open) };
    let (hold, go) = (VisitDeed::Hold(id("200")), VisitDeed::LetGo(id("200")));
    let free = || slot(seen("200", None, S::Open));
    let remove = VisitDeed::RemoveTime(seen("200", None, S::Open));
    for (write, now) in [
        (book(), free()),
        (cancel(), visit(booked())),
        (moves(), both(booked(), seen("200", None, S::Open))),
        (start, visit(booked())),
        (begun, visit(here())),
        (back, visit(here())),
        (out, visit(here())),
        (write(hold, free()), free()),
        (write(go, slot(frozen.clone())), slot(frozen)),
        (write(remove, free()), free()),
    ] {
        let kind = write.deed.kind();
        assert_eq!(found(&write, &now), Found::Absent, "{kind}: nobody changed it");
        let later = Some(STAMP + TimeDelta::seconds(1));
        for stamps in [(Some(STAMP), later), (Some(STAMP), None), (None, later), (None, None)] {
            let write = VisitWrite { before: stamped(&write.before, stamps.0), ..write.clone() };
            assert_eq!(found(&write, &stamped(&now, stamps.1)), Found::Undecided, "{kind}: {stamps:?}");
        }
    }
    let rivals = |stamp| slot(VisitSeen { modified: stamp, ..seen("200", Some("8"), S::Booked) });
    assert_eq!(found(&book(), &rivals(None)), Found::Absent, "a number stays whose it is");
    let again = visit(VisitSeen { modified: None, ..here() });
    assert_eq!(found(&complete, &again), Found::Absent, "no more than its beginning was sent");
}

#[test]
fn a_stamp_of_the_second_at_which_it_was_looked_says_nothing_of_what_came_after() {
    for (age, tells) in [(-5, false), (0, false), (1, true), (60, true)] {
        let looked = seen("100", None, S::Open).looked_at(STAMP + TimeDelta::seconds(age));
        assert_eq!(looked.modified.is_some(), tells, "{age} seconds");
    }
}
