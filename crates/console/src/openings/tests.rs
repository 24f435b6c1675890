use chrono::{DateTime, TimeDelta, Utc};
use ipc::slot::{DayPart, OpenDay, SlotFind};
use ipc::{Failure, Field};

use model::{OpenSlot, Purpose};

use super::{Asked, FRESH, Known, MOST_KEPT, Openings, RENEWED, Shown, in_part, purpose, questions, wanted};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn asked(department: &str) -> Asked {
    let day = at("2026-11-23T15:00:00Z").date_naive();
    Asked {
        department: department.into(),
        providers: Vec::new(),
        purpose: Some(Purpose::Kind("82".into())),
        from: day,
        to: day,
    }
}

#[test]
fn what_was_read_is_shown_for_five_minutes_by_either_hand_of_the_clock() {
    let (openings, read) = (Openings::default(), at("2026-11-23T15:00:00Z"));
    let keep = || openings.keep(asked("1"), Known { slots: [].into(), read });
    keep();
    assert!(openings.known(&asked("1"), FRESH, read + FRESH - TimeDelta::seconds(1)).is_some());
    assert!(openings.known(&asked("2"), FRESH, read).is_none());
    assert!(openings.known(&asked("1"), FRESH, read + FRESH).is_none());
    keep();
    assert!(openings.known(&asked("1"), FRESH, read - TimeDelta::hours(1)).is_none(), "it was put back");
    keep();
    openings.forget();
    assert!(openings.known(&asked("1"), FRESH, read).is_none());
}

#[test]
fn what_stands_on_a_sheet_that_asks_each_minute_is_read_anew_before_it_is_old() {
    let (openings, read) = (Openings::default(), at("2026-11-23T15:00:00Z"));
    openings.keep(asked("1"), Known { slots: [].into(), read });
    assert!(openings.known(&asked("1"), RENEWED, read + RENEWED - TimeDelta::seconds(1)).is_some());
    assert!(openings.known(&asked("1"), RENEWED, read + RENEWED).is_none());
    assert!(openings.known(&asked("1"), FRESH, read + RENEWED).is_some(), "it can be booked yet");
    assert!(RENEWED + TimeDelta::minutes(1) < FRESH);
}

#[test]
fn no_more_is_remembered_than_is_of_use() {
    let openings = Openings::default();
    for number in 0..200 {
        let read = at("2026-11-23T15:00:00Z") + TimeDelta::milliseconds(number);
        openings.keep(asked(&number.to_string()), Known { slots: [].into(), read });
    }
    let kept = openings.slots.into_inner().expect("not poisoned");
    assert_eq!(kept.len(), MOST_KEPT);
    assert!(kept.contains_key(&asked("199")) && !kept.contains_key(&asked("0")), "the latest");
}

#[test]
fn noon_belongs_to_the_afternoon() {
    for (time, morning) in [("11:59:59", true), ("12:00:00", false), ("00:00:00", true)] {
        let start = format!("2026-11-23T{time}").parse().expect("a time");
        assert_eq!(in_part(start, Some(DayPart::Morning)), morning, "{time}");
        assert_eq!(in_part(start, Some(DayPart::Afternoon)), !morning, "{time}");
        assert!(in_part(start, None));
    }
}

#[test]
fn a_question_has_bounds() {
    let request = |departments: usize, days, from: &str| SlotFind {
        kind: Some("82".to_owned()),
        reason: None,
        departments: (0..departments).map(|id| id.to_string()).collect(),
        providers: vec!["2".to_owned(), "1".to_owned(), "2".to_owned()],
        from: from.to_owned(),
        days,
        since: None,
        part: None,
        limit: 20,
    };
    let questions = |departments, days, from| questions(&request(departments, days, from));
    let two = questions(2, 31, "2026-11-23").expect("in bounds");
    assert_eq!((two.len(), two[0].providers.len()), (2, 2), "each provider once");
    assert_eq!(two[0].to.to_string(), "2026-12-23", "the first day counts");
    let invalid = |field| Some(Failure::Invalid { field });
    for (departments, days) in [(0, 7), (9, 7), (1, 0), (1, 63)] {
        assert_eq!(questions(departments, days, "2026-11-23").err(), invalid(Field::Request));
    }
    assert_eq!(questions(1, 7, "11/23/2026").err(), invalid(Field::Date));
    assert_eq!(questions(1, 7, "262142-12-31").err(), invalid(Field::Date));
}

#[test]
fn a_visit_is_for_a_kind_or_for_a_reason_which_wants_somebody_who_sees_patients_for_it() {
    let invalid = Err(Failure::Invalid { field: Field::Request });
    assert_eq!(purpose(Some("82"), None), Ok(Purpose::Kind("82".into())));
    assert_eq!(purpose(None, Some("563")), Ok(Purpose::Reason("563".into())));
    for (kind, reason) in [(None, None), (Some("82"), Some("563")), (Some(""), None), (None, Some("-1"))] {
        assert_eq!(purpose(kind, reason), invalid, "{kind:?} {reason:?}");
    }
    let asked = |providers: &[&str]| {
        questions(&SlotFind {
            kind: None,
            reason: Some("563".to_owned()),
            departments: vec!["1".to_owned()],
            providers: providers.iter().map(|id| (*id).to_owned()).collect(),
            from: "2026-11-23".to_owned(),
            days: 7,
            since: None,
            part: None,
            limit: 20,
        })
    };
    assert!(asked(&[]).is_err());
    assert_eq!(asked(&["71"]).map(|all| all[0].purpose.clone()), Ok(Some(Purpose::Reason("563".into()))));
}

#[test]
fn each_days_open_times_are_counted_and_rows_begin_on_the_day_that_is_asked_for() {
    let slot = |id: &str, start: &str| OpenSlot {
        id: id.into(),
        department: "1".into(),
        provider: "71".into(),
        start: start.parse().expect("a time"),
        minutes: 15,
        kind: None,
        kind_name: String::new(),
        reasons: Vec::new(),
        frozen: id == "3",
    };
    let known = |slots: Vec<OpenSlot>| Known { slots: slots.into(), read: at("2026-11-23T15:00:00Z") };
    let found = [
        known(vec![slot("1", "2026-11-25T09:00:00"), slot("2", "2026-11-24T16:00:00")]),
        known(vec![slot("3", "2026-11-24T09:00:00"), slot("4", "2026-11-24T09:15:00")]),
    ];
    let shown = |since: Option<&str>, part| Shown {
        part,
        since: since.map(|day| day.parse().expect("a day")),
        limit: 10,
    };
    let ids = |slots: &[&OpenSlot]| slots.iter().map(|slot| slot.id.to_string()).collect::<Vec<_>>();
    let day = |date: &str, count| OpenDay { date: date.to_owned(), count };
    let now = at("2026-11-23T15:00:00Z");
    let (rows, days) = wanted(&found, &[], &shown(None, None), now);
    assert_eq!(ids(&rows), ["4", "2", "1"], "the earliest first, and nothing that is held");
    assert_eq!(days, [day("2026-11-24", 2), day("2026-11-25", 1)]);
    let (rows, later) = wanted(&found, &[], &shown(Some("2026-11-25"), None), now);
    assert_eq!((ids(&rows), later), (vec!["1".to_owned()], days), "what is before is counted");
    let (_, afternoon) = wanted(&found, &[], &shown(None, Some(DayPart::Afternoon)), now);
    assert_eq!(afternoon, [day("2026-11-24", 1)]);
}
