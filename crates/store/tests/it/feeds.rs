//! Rows of feeds over what is held, what was drained, gaps, and merges in any order.

use chrono::{DateTime, Utc};
use model::{Appointment, PatientId, VisitState};
use store::{ConnectionId, Detail, FeedGap, FeedState, GapReason, Merge, Put, Record};

use crate::days::visit;
use crate::desk::{Desk, minute};
use crate::people::{bare, named};

fn put(desk: &Desk, row: Appointment, at: DateTime<Utc>) -> Put {
    desk.cache()
        .write_blocking("row", move |writer| writer.put_changed_visit("appointments", &row, at))
        .expect("put")
}

fn second(seconds: i64) -> DateTime<Utc> {
    minute(10) + chrono::Duration::seconds(seconds)
}

#[test]
fn an_older_or_equal_row_changes_nothing_and_a_later_one_within_the_same_second_does() {
    let desk = Desk::new();
    let booked = visit("1", Some("7"), "1", "2026-11-23T09:00:00");
    let moved = Appointment { minutes: 30, ..booked.clone() };
    assert_eq!(put(&desk, booked.clone(), second(0)), Put::Taken);
    assert_eq!(put(&desk, booked.clone(), second(60)), Put::Known, "the same says nothing new");
    assert_eq!(put(&desk, moved.clone(), second(0)), Put::Taken, "drained second within one second");
    assert_eq!(put(&desk, booked.clone(), second(-60)), Put::Known, "older");
    let held =
        desk.cache().read_blocking(|reader| reader.appointment(&"1".into())).expect("reads").expect("held");
    assert_eq!(held.appointment.minutes, 30);
    let stamped = |row: &Appointment, at| Appointment { modified: Some(at), ..row.clone() };
    assert_eq!(put(&desk, stamped(&moved, second(9)), second(10)), Put::Taken);
    let stale = stamped(&booked, second(3));
    assert_eq!(put(&desk, stale, second(20)), Put::Known, "its own stamp says that it is older");
}

#[test]
fn of_rows_that_are_stamped_in_the_hour_that_comes_twice_the_one_that_was_told_later_is_newer() {
    let desk = Desk::new();
    let at = |text: &str| -> DateTime<Utc> { format!("2026-11-01T{text}Z").parse().expect("an instant") };
    let row = |minutes, modified| {
        let booked = visit("1", Some("7"), "1", "2026-11-23T09:00:00");
        Appointment { minutes, modified: Some(modified), ..booked }
    };
    // 1:25 in summer time, and 1:19 an hour later, which is read as if it were the earlier.
    assert_eq!(put(&desk, row(15, at("05:25:00")), at("05:27:00")), Put::Taken);
    assert_eq!(put(&desk, row(30, at("05:19:00")), at("06:20:00")), Put::Taken);
    assert_eq!(put(&desk, row(15, at("05:25:00")), at("05:27:00")), Put::Known, "told before");
    assert_eq!(put(&desk, row(45, at("04:59:00")), at("06:21:00")), Put::Known, "before the hour");
    assert_eq!(put(&desk, row(60, at("07:01:00")), at("07:02:00")), Put::Taken, "after it");
    assert_eq!(put(&desk, row(45, at("05:40:00")), at("07:03:00")), Put::Known, "in it");
}

#[test]
fn a_gap_lasts_as_long_as_what_is_held_says_that_it_is_newer_than_the_server_s_time() {
    let desk = Desk::new();
    let ahead = [mailed("7", "read", minute(20))];
    desk.cache().write_blocking("read", move |writer| writer.put_records(&ahead)).expect("put");
    let gap = FeedGap {
        feed: "appointments".to_owned(),
        why: GapReason::Outage,
        since: minute(1),
        until: minute(9),
        reading: None,
        closed: None,
    };
    desk.cache().write_blocking("gap", move |writer| writer.name_gap(&gap)).expect("named");
    let until = || desk.cache().read_blocking(|reader| Ok(reader.open_gaps()?[0].until)).expect("open");
    assert_eq!(until(), minute(20), "whoever was read before the gap seems to be read after it");
    let close = |read, at| {
        let close = move |writer: &mut store::Writer<'_>| writer.close_gaps("appointments", read, at);
        desk.cache().write_blocking("closed", close).expect("closed")
    };
    let later = [mailed("8", "read", minute(30))];
    desk.cache().write_blocking("read", move |writer| writer.put_records(&later)).expect("put");
    assert_eq!(close(minute(20), minute(21)), 0, "what was read by minute 21 is taken to be older");
    assert_eq!(until(), minute(30));
    assert_eq!(close(minute(30), minute(31)), 1);
}

fn mailed(id: &str, mail: &str, at: DateTime<Utc>) -> Record {
    let mut record = record(id, &[], at);
    record.patient.contact.email = model::Phi::new(mail.to_owned());
    record
}

fn told(desk: &Desk, row: Record) -> Put {
    desk.cache()
        .write_blocking("row", move |writer| {
            let put = writer.put_changed_patient("patients", &row, false)?;
            writer.note_drained("patients", row.patient.id.as_str(), "content", row.as_of)?;
            Ok(put)
        })
        .expect("put")
}

fn mail(desk: &Desk, id: &'static str) -> Option<String> {
    let held = desk.cache().read_blocking(move |reader| reader.patient(&id.into())).expect("reads")?;
    Some(held.patient.contact.email.expose().clone())
}

#[test]
fn a_row_that_was_drained_before_a_record_was_read_changes_nothing_and_has_it_read_again() {
    let desk = Desk::new();
    assert_eq!(told(&desk, mailed("7", "first", second(0))), Put::Taken);
    assert_eq!(told(&desk, mailed("7", "second", second(0))), Put::Taken, "a feed tells in order");
    assert_eq!(told(&desk, mailed("7", "third", second(-2))), Put::Taken, "whatever another clock says");
    assert_eq!(mail(&desk, "7").as_deref(), Some("third"));
    let alone = [mailed("7", "read", second(63))];
    desk.cache().write_blocking("read", move |writer| writer.put_records(&alone)).expect("put");
    assert_eq!(told(&desk, mailed("7", "late", second(60))), Put::Unclear);
    assert_eq!(mail(&desk, "7").as_deref(), Some("read"), "nobody knows which of the two is newer");
    assert_eq!(told(&desk, mailed("7", "older", second(30))), Put::Known);
    assert_eq!(told(&desk, mailed("7", "read", second(61))), Put::Known, "the same says nothing new");
    assert_eq!(mail(&desk, "7").as_deref(), Some("read"));
    assert_eq!(told(&desk, mailed("7", "newer", second(64))), Put::Taken);
}

#[test]
fn what_was_told_before_is_not_believed_over_what_was_read_since() {
    let desk = Desk::new();
    assert_eq!(told(&desk, mailed("7", "first", second(0))), Put::Taken);
    let alone = [mailed("7", "read", second(60))];
    desk.cache().write_blocking("read", move |writer| writer.put_records(&alone)).expect("put");
    let again = |at, is_told| {
        let row = mailed("7", "first", at);
        let put = move |writer: &mut store::Writer<'_>| writer.put_changed_patient("patients", &row, is_told);
        desk.cache().write_blocking("row", put).expect("put")
    };
    assert_eq!(again(second(120), true), Put::Unclear, "a row of before, or they are so again");
    assert_eq!(mail(&desk, "7").as_deref(), Some("read"));
    assert_eq!(again(second(120), false), Put::Taken);
    assert_eq!(again(second(180), true), Put::Known, "what is held so is no question");
}

#[test]
fn a_visit_that_was_read_later_than_it_was_drained_stays_as_it_was_read() {
    let desk = Desk::new();
    let booked = visit("1", Some("7"), "1", "2026-11-23T09:00:00");
    let read = [Appointment { minutes: 45, ..booked.clone() }];
    desk.cache()
        .write_blocking("read", move |writer| writer.put_appointments_page(&read, second(3)))
        .expect("put");
    assert_eq!(put(&desk, booked.clone(), second(1)), Put::Known);
    let stamped = Appointment { modified: Some(second(2)), minutes: 60, ..booked.clone() };
    assert_eq!(put(&desk, stamped.clone(), second(4)), Put::Taken);
    let later = Appointment { modified: Some(second(3)), minutes: 15, ..booked };
    assert_eq!(put(&desk, later, second(3)), Put::Taken, "its own stamp says that it is newer");
}

#[test]
fn a_row_that_brings_nothing_blanks_nothing() {
    let desk = Desk::new();
    assert_eq!(told(&desk, mailed("7", "kept", second(0))), Put::Taken);
    let mut row = record("7", &["6"], second(60));
    row.patient = model::Patient { previous_ids: row.patient.previous_ids, ..bare("7") };
    assert_eq!(told(&desk, row.clone()), Put::Unclear, "the record is to be read");
    assert_eq!(mail(&desk, "6").as_deref(), Some("kept"), "but for whom it says to be merged");
    for detail in [Detail::Brief, Detail::Full] {
        let rows = [row.patient.clone()];
        desk.cache()
            .write_blocking("row", move |writer| writer.put_patients(&rows, second(120), detail))
            .expect("put");
        assert_eq!(mail(&desk, "7").as_deref(), Some("kept"), "{detail:?}");
    }
}

#[test]
fn a_slot_that_nobody_has_is_no_visit_and_one_that_was_is_gone() {
    let desk = Desk::new();
    let slot = Appointment { state: VisitState::Open, ..visit("1", None, "1", "2026-11-23T09:00:00") };
    assert_eq!(put(&desk, slot.clone(), second(0)), Put::Left);
    assert_eq!(put(&desk, visit("1", Some("7"), "1", "2026-11-23T09:00:00"), second(10)), Put::Taken);
    assert_eq!(put(&desk, slot.clone(), second(20)), Put::Taken);
    let held = desk.cache().read_blocking(|reader| reader.appointment(&"1".into())).expect("reads");
    assert_eq!(held, None);
    assert_eq!(
        put(&desk, visit("1", Some("7"), "1", "2026-11-23T09:00:00"), second(15)),
        Put::Known,
        "older"
    );
    assert_eq!(put(&desk, visit("1", Some("8"), "1", "2026-11-23T09:00:00"), second(30)), Put::Taken);
}

fn record(id: &str, previous: &[&str], at: DateTime<Utc>) -> Record {
    let mut patient = named(id, "Ann", "Lee");
    patient.previous_ids = previous.iter().map(|id| PatientId::from(*id)).collect();
    Record { patient, coverages: None, custom_values: None, as_of: at }
}

#[test]
fn a_chain_of_merges_told_in_any_order_leads_every_number_to_the_last() {
    let told = [("b", &["a"][..]), ("c", &["b"][..])];
    for (order, known) in [([0, 1], true), ([1, 0], true), ([0, 1], false), ([1, 0], false)] {
        let desk = Desk::new();
        if known {
            for id in ["a", "b"] {
                let rows = [named(id, "Ann", "Lee")];
                let put = desk
                    .cache()
                    .write_blocking("row", move |writer| writer.put_patients(&rows, minute(0), Detail::Full));
                put.expect("put");
            }
        }
        for (step, place) in (1..).zip(order) {
            let (id, previous) = told[place];
            let row = record(id, previous, minute(step));
            desk.cache()
                .write_blocking("row", move |writer| writer.put_changed_patient("patients", &row, false))
                .expect("put");
        }
        for id in ["a", "b", "c"] {
            let found = desk.cache().read_blocking(move |reader| reader.survivor(&id.into())).expect("reads");
            assert_eq!(found, PatientId::from("c"), "{id}, {order:?}, known before: {known}");
        }
        let late = record("a", &[], minute(9));
        let put = desk
            .cache()
            .write_blocking("row", move |writer| writer.put_changed_patient("patients", &late, false))
            .expect("put");
        assert_eq!(put, Put::Left, "whoever was merged does not come back");
    }
}

#[test]
fn a_merge_takes_those_lately_opened_along_and_is_named_until_the_copy_followed() {
    let desk = Desk::new();
    let (here, there) = (ConnectionId::new("here"), ConnectionId::new("there"));
    let vault = desk.vault();
    let merge = |old: &str, patient: &str| Merge { old: old.into(), patient: patient.into() };
    let (first, second) = (merge("a", "b"), merge("b", "c"));
    let (named, at) = ([first.clone(), second.clone()], here.clone());
    let other = there.clone();
    vault
        .write_blocking("merges", move |writer| {
            writer.remember(&at, &"a".into(), minute(1))?;
            writer.remember(&at, &"c".into(), minute(0))?;
            writer.remember(&other, &"a".into(), minute(1))?;
            let same = |_: &store::JournalRow| Ok(model::Phi::new(String::new()));
            named.iter().try_for_each(|merge| writer.name_merge(&at, merge, minute(2), same))
        })
        .expect("named");
    let read = |connection: &ConnectionId| {
        let connection = connection.clone();
        vault.read_blocking(move |reader| reader.recent(&connection, 9)).expect("reads")
    };
    assert_eq!((read(&here), read(&there)), (vec!["c".into()], vec!["a".into()]));
    let left = vault.read_blocking(|reader| reader.unfollowed_merges(&here)).expect("reads");
    assert_eq!(left, [merge("a", "c"), second.clone()], "each leads to the last");
    let (followed, at) = (left.clone(), here.clone());
    vault
        .write_blocking("followed", move |writer| writer.merges_followed(&at, &followed, minute(3)))
        .expect("noted");
    assert_eq!(vault.read_blocking(|reader| reader.unfollowed_merges(&here)).expect("reads"), []);
    let found = vault.read_blocking(|reader| reader.merged_into(&here, &"a".into())).expect("reads");
    assert_eq!(found, PatientId::from("c"), "for ever");
}

#[test]
fn how_far_a_feed_is_what_it_drained_and_its_gaps_stay() {
    let desk = Desk::new();
    let state = FeedState {
        departments: "1,2".to_owned(),
        covers: Some(minute(1)),
        intent: Some(minute(2)),
        clean: false,
        polls: 3,
        drained: 4,
        ..FeedState::new("patients")
    };
    let gap = |why, since, until| FeedGap {
        feed: "patients".to_owned(),
        why,
        since: minute(since),
        until: minute(until),
        reading: None,
        closed: None,
    };
    let (kept, gaps) = (
        state.clone(),
        [gap(GapReason::Outage, 5, 9), gap(GapReason::Outage, 3, 7), gap(GapReason::Edited, 1, 20)],
    );
    desk.cache()
        .write_blocking("feed", move |writer| {
            writer.put_feed(&kept)?;
            writer.note_drained("patients", "7", "content", minute(4))?;
            gaps.iter().try_for_each(|gap| writer.name_gap(gap))
        })
        .expect("kept");
    let cache = desk.cache();
    let read = cache.read_blocking(|reader| {
        let drained = (
            reader.is_drained("patients", "7", "content")?,
            reader.is_drained("patients", "7", "other")?,
            reader.is_drained("providers", "7", "content")?,
        );
        Ok((reader.feed("patients")?, reader.feed("providers")?, reader.open_gaps()?, drained))
    });
    let (found, none, open, drained) = read.expect("reads");
    assert_eq!((found, none), (Some(state), None));
    assert_eq!(open, [gap(GapReason::Outage, 3, 9), gap(GapReason::Edited, 1, 20)], "one grows");
    assert_eq!(drained, (true, false, false));
    let closed =
        cache.write_blocking("closed", |writer| writer.close_gaps("patients", minute(9), minute(30)));
    assert_eq!(closed.expect("closed"), 1, "the other is not over");
    cache.write_blocking("forget", |writer| writer.forget_drained("patients", minute(5))).expect("forgotten");
    assert!(!cache.read_blocking(|reader| reader.is_drained("patients", "7", "content")).expect("reads"));
}

#[test]
fn a_list_that_is_to_be_read_anew_stays_so_whoever_keeps_the_rest() {
    let desk = Desk::new();
    let due = |at: Option<i64>| FeedState { list_due: at.map(minute), ..FeedState::new("providers") };
    for (put, kept) in
        [(None, None), (Some(5), Some(5)), (None, Some(5)), (Some(3), Some(5)), (Some(7), Some(7))]
    {
        let state = due(put);
        desk.cache().write_blocking("feed", move |writer| writer.put_feed(&state)).expect("kept");
        let found = desk.cache().read_blocking(|reader| reader.feed("providers")).expect("reads");
        assert_eq!(found.expect("known").list_due, kept.map(minute));
    }
}

#[test]
fn a_gap_that_grows_while_it_is_read_anew_closes_as_far_as_it_was_read() {
    let desk = Desk::new();
    let cache = desk.cache();
    let gap = |since, until, reading: Option<i64>, closed: Option<i64>| FeedGap {
        feed: "patients".to_owned(),
        why: GapReason::Unreadable,
        since: minute(since),
        until: minute(until),
        reading: reading.map(minute),
        closed: closed.map(minute),
    };
    let [first, second] = [gap(1, 4, None, None), gap(6, 9, None, None)];
    let grow = move |writer: &mut store::Writer<'_>| {
        writer.name_gap(&first)?;
        writer.begin_gaps("patients", GapReason::Unreadable)?;
        writer.name_gap(&second)
    };
    cache.write_blocking("gap", grow).expect("named");
    let open = || cache.read_blocking(|reader| reader.open_gaps()).expect("reads");
    assert_eq!(open(), [gap(1, 9, Some(4), None)], "what comes meanwhile waits");
    let closed =
        cache.write_blocking("closed", |writer| writer.close_gaps("patients", minute(4), minute(11)));
    assert_eq!(closed.expect("closed"), 0);
    assert_eq!(open(), [gap(4, 9, None, None)]);
    let told = cache.read_blocking(|reader| {
        Ok((
            reader.gaps()?,
            reader.gap_closed("patients", GapReason::Unreadable)?,
            reader.gap_closed("patients", GapReason::Clock)?,
        ))
    });
    let (told, unreadable, clock) = told.expect("reads");
    assert_eq!(told, [gap(4, 9, None, None), gap(1, 4, Some(4), Some(11))]);
    assert_eq!((unreadable, clock), (Some(minute(11)), None));
    let closed =
        cache.write_blocking("closed", |writer| writer.close_gaps("patients", minute(9), minute(20)));
    assert_eq!((closed.expect("closed"), open()), (1, Vec::new()));
}

#[test]
fn whoever_is_known_by_number_alone_is_wanted_until_read_as_they_were_later() {
    let desk = Desk::new();
    let cache = desk.cache();
    let wanted = || {
        let from = minute(0).naive_utc();
        let found = cache.read_blocking(move |reader| reader.wanted_patients(from, minute(60), 9));
        found.expect("reads").into_iter().map(|needing| needing.id.to_string()).collect::<Vec<_>>()
    };
    let want = |ids: &'static [&'static str], at| {
        let want = move |writer: &mut store::Writer<'_>| {
            ids.iter().try_for_each(|id| writer.want_patient(&PatientId::from(*id), minute(at)))
        };
        cache.write_blocking("wanted", want).expect("noted");
    };
    let read = |id: &str, previous: &[&str], at| {
        let record = record(id, previous, minute(at));
        cache.write_blocking("read", move |writer| writer.put_records(&[record])).expect("put");
    };
    want(&["c", "a", "b", "d"], 5);
    want(&["c"], 3);
    assert_eq!(wanted(), ["a", "b", "c", "d"], "a number is no more wanted by being told again");
    read("a", &[], 5);
    assert_eq!(wanted().len(), 4, "what was read as it was then may not have it");
    read("a", &[], 6);
    assert_eq!(wanted(), ["b", "c", "d"]);
    read("e", &["b"], 6);
    assert_eq!(wanted(), ["c", "d"], "whoever was merged was read under the other number");
    cache
        .write_blocking("hidden", |writer| writer.mark_not_visible(&PatientId::from("c"), minute(7)))
        .expect("hidden");
    assert_eq!(wanted(), ["d"]);
    let before = cache.read_blocking(|reader| reader.wanted_patients(minute(0).naive_utc(), minute(5), 9));
    assert!(before.expect("reads").is_empty(), "those of this very moment are read a moment later");
}
