//! What a day sheet is, by example.

use chrono::{DateTime, NaiveDate, Utc};
use ipc::schedule::{DaySheet, VisitState};
use model::{
    Appointment, AppointmentId, Department, DepartmentId, PatientId, PersonName, Phi, ProviderId, Zone,
};
use store::Visit as Held;

use super::{Material, day_sheet};

fn department(id: &str, zone: &str) -> Department {
    Department {
        id: DepartmentId::new(id),
        name: format!("Department {id}"),
        place: None,
        phone: None,
        zone: Zone::named(zone).ok(),
        chart_group: None,
        provider_group: None,
        provider_group_name: None,
    }
}

fn visit(id: &str, department: &str, time: &str) -> Held {
    let appointment = Appointment {
        id: AppointmentId::new(id),
        patient: None,
        patient_name: None,
        department: DepartmentId::new(department),
        provider: ProviderId::new("7"),
        start: format!("2026-11-23T{time}:00").parse().expect("a time"),
        minutes: 30,
        state: model::VisitState::Booked,
        kind: None,
        kind_name: "Established".to_owned(),
        copay: None,
        checked_in: None,
        check_in_started: None,
        checked_out: None,
        notes: Vec::new(),
        urgent: false,
        modified: None,
        frozen: false,
        cancelled: None,
    };
    Held { appointment, patient: None, as_of: DateTime::UNIX_EPOCH }
}

fn sheet(now: &str, departments: &[Department], visits: &[Held]) -> DaySheet {
    patiently(15, now, departments, visits)
}

fn patiently(patience: u32, now: &str, departments: &[Department], visits: &[Held]) -> DaySheet {
    of_day("2026-11-23", patience, now, departments, visits)
}

fn of_day(date: &str, patience: u32, now: &str, departments: &[Department], visits: &[Held]) -> DaySheet {
    day_sheet(&Material {
        date: date.parse::<NaiveDate>().expect("a real date"),
        now: now.parse::<DateTime<Utc>>().expect("an instant"),
        departments,
        providers: &[],
        visits,
        as_of: None,
        kept: true,
        patience,
    })
}

#[test]
fn each_column_stands_in_its_own_time() {
    let departments = [department("1", "US/Eastern"), department("2", "America/Phoenix")];
    let visits = [visit("a", "1", "10:00"), visit("b", "2", "10:00")];
    let sheet = sheet("2026-11-23T15:30:00Z", &departments, &visits);
    assert_eq!(sheet.columns.iter().map(|column| column.now).collect::<Vec<_>>(), [Some(630), Some(510)]);
    assert!(sheet.columns[0].visits[0].state == VisitState::Late, "10:00 Eastern is past");
    assert!(sheet.columns[1].visits[0].state == VisitState::Booked, "10:00 in Arizona is not");
    assert_eq!(sheet.zones, ["Eastern", "Arizona"]);
}

#[test]
fn a_wait_is_told_once_it_is_longer_than_a_quarter_of_an_hour() {
    let here = |id: &str, time: &str, state| {
        let mut visit = visit(id, "1", time);
        visit.appointment.state = state;
        visit.appointment.checked_in = Some("2026-11-23T14:50:00Z".parse().expect("an instant"));
        visit
    };
    let visits = [
        here("since check-in", "09:30", model::VisitState::Waiting),
        here("since the start", "09:55", model::VisitState::Waiting),
        here("fetched", "09:30", model::VisitState::CheckedIn),
    ];
    let departments = [department("1", "US/Eastern")];
    let states = |now: &str| {
        let sheet = sheet(now, &departments, &visits);
        let mut seen: Vec<_> =
            sheet.columns[0].visits.iter().map(|visit| (visit.id.clone(), visit.state.clone())).collect();
        seen.sort_by_key(|(id, _)| visits.iter().position(|visit| visit.appointment.id.as_str() == id));
        (seen.into_iter().map(|(_, state)| state).collect::<Vec<_>>(), sheet.tally.here, sheet.tally.waiting)
    };
    let calm = vec![VisitState::Here; 3];
    assert_eq!(states("2026-11-23T15:05:59Z"), (calm, 3, 0));
    let waiting = |minutes| VisitState::Waiting { minutes };
    let later = vec![waiting(21), waiting(16), VisitState::Here];
    assert_eq!(states("2026-11-23T15:11:00Z"), (later, 3, 2));
}

#[test]
fn how_long_a_wait_may_be_can_be_chosen_and_each_wait_is_counted() {
    let mut here = visit("a", "1", "09:30");
    here.appointment.state = model::VisitState::Waiting;
    here.appointment.checked_in = Some("2026-11-23T14:50:00Z".parse().expect("an instant"));
    let fetched = Held {
        appointment: Appointment {
            id: AppointmentId::new("b"),
            state: model::VisitState::CheckedIn,
            ..here.appointment.clone()
        },
        ..here.clone()
    };
    let told = |patience, now: &str| {
        let sheet =
            patiently(patience, now, &[department("1", "US/Eastern")], &[here.clone(), fetched.clone()]);
        let of = |id: &str| sheet.columns[0].visits.iter().find(|visit| visit.id == id).expect("a visit");
        assert_eq!(of("b").waited, None, "who was fetched waits no more");
        (of("a").waited, of("a").state.clone(), sheet.tally.waiting)
    };
    let ten = "2026-11-23T15:00:00Z";
    assert_eq!(told(15, ten), (Some(10), VisitState::Here, 0));
    assert_eq!(told(10, ten), (Some(10), VisitState::Here, 0));
    assert_eq!(told(9, ten), (Some(10), VisitState::Waiting { minutes: 10 }, 1));
    assert_eq!(told(45, "2026-11-23T15:40:00Z"), (Some(50), VisitState::Waiting { minutes: 50 }, 1));
    assert_eq!(told(15, "2026-11-23T14:49:00Z").0, None, "a clock that was put back");
}

#[test]
fn just_before_midnight_it_is_still_today_there() {
    let departments = [department("1", "America/Chicago")];
    let sheet = sheet("2026-11-24T05:45:00Z", &departments, &[visit("a", "1", "08:00")]);
    assert_eq!((sheet.today.as_str(), sheet.columns[0].now), ("2026-11-23", Some(23 * 60 + 45)));
}

#[test]
fn a_day_of_one_department_still_says_that_others_stand_in_other_zones() {
    let departments = [department("1", "US/Eastern"), department("2", "America/Phoenix")];
    let sheet = sheet("2026-11-23T15:30:00Z", &departments, &[visit("a", "2", "10:00")]);
    assert_eq!((sheet.columns.len(), sheet.zones), (1, vec!["Eastern".to_owned(), "Arizona".to_owned()]));
}

#[test]
fn today_is_where_most_departments_are() {
    let departments =
        [department("1", "US/Pacific"), department("2", "US/Eastern"), department("3", "US/Central")];
    let today = super::today(&departments, "2026-12-01T06:30:00Z".parse().expect("an instant"));
    assert_eq!(today.to_string(), "2026-12-01");
}

#[test]
fn early_and_late_visits_widen_the_day() {
    let departments = [department("1", "America/Chicago")];
    let visits = [visit("a", "1", "06:40"), visit("b", "1", "18:45")];
    let sheet = sheet("2026-11-23T15:30:00Z", &departments, &visits);
    assert_eq!((sheet.from, sheet.to), (6 * 60, 20 * 60));
}

#[test]
fn an_empty_day_still_says_its_zone_and_hours() {
    let sheet = sheet("2026-11-23T15:30:00Z", &[department("1", "America/Chicago")], &[]);
    assert_eq!((sheet.zones, sheet.from, sheet.to), (vec!["Central".to_owned()], 480, 1020));
}

/// One department for each rule by which clocks go, in the order of the day.
fn across() -> [Department; 5] {
    [
        department("1", "US/Eastern"),
        department("2", "America/Indiana/Indianapolis"),
        department("3", "America/Phoenix"),
        department("4", "US/Pacific"),
        department("5", "Pacific/Honolulu"),
    ]
}

fn on(date: &str, id: &str, department: &str, time: &str) -> Held {
    let mut held = visit(id, department, time);
    held.appointment.start = format!("{date}T{time}:00").parse().expect("a time");
    held
}

#[test]
fn departments_side_by_side_each_have_their_own_now_late_and_zone() {
    let ids = ["1", "2", "3", "4", "5"];
    let visits: Vec<Held> = ids.iter().map(|id| visit(id, id, "09:00")).collect();
    let sheet = sheet("2026-11-23T17:30:00Z", &across(), &visits);
    let seen: Vec<_> = sheet
        .columns
        .iter()
        .map(|column| (column.zone.as_str(), column.now, column.visits[0].state == VisitState::Late))
        .collect();
    assert_eq!(
        seen,
        [
            ("Eastern", Some(12 * 60 + 30), true),
            ("Indiana", Some(12 * 60 + 30), true),
            ("Arizona", Some(10 * 60 + 30), true),
            ("Pacific", Some(9 * 60 + 30), true),
            ("Hawaii", Some(7 * 60 + 30), false),
        ]
    );
    assert!(sheet.columns.iter().all(|column| column.visits[0].minute == 9 * 60), "nine is nine everywhere");
}

#[test]
fn a_quarter_before_midnight_each_department_is_on_its_own_day_though_greenwich_is_on_the_next() {
    for (department, late) in [
        ("1", "2026-11-24T04:45:00Z"),
        ("2", "2026-11-24T04:45:00Z"),
        ("3", "2026-11-24T06:45:00Z"),
        ("4", "2026-11-24T07:45:00Z"),
        ("5", "2026-11-24T09:45:00Z"),
    ] {
        let known = across().into_iter().find(|known| known.id.as_str() == department).expect("known");
        let sheet = sheet(late, &[known], &[visit("a", department, "23:30")]);
        assert_eq!((sheet.today.as_str(), sheet.columns[0].now), ("2026-11-23", Some(23 * 60 + 45)));
        assert_eq!(sheet.columns[0].visits[0].minute, 23 * 60 + 30);
    }
}

#[test]
fn where_it_is_another_day_already_nothing_is_now() {
    let visits = [visit("a", "1", "23:00"), visit("b", "5", "20:00")];
    let sheet = sheet("2026-11-24T06:00:00Z", &across(), &visits);
    let nows: Vec<_> = sheet.columns.iter().map(|column| (column.zone.as_str(), column.now)).collect();
    assert_eq!(nows, [("Eastern", None), ("Hawaii", Some(20 * 60))]);
}

#[test]
fn in_the_night_that_skips_an_hour_visits_keep_their_day_and_time() {
    let spring = "2026-03-08";
    let visits =
        [on(spring, "a", "1", "01:45"), on(spring, "b", "1", "02:30"), on(spring, "c", "1", "03:00")];
    let at = |now: &str| of_day(spring, 15, now, &across(), &visits);
    let minutes =
        |sheet: &DaySheet| -> Vec<i32> { sheet.columns[0].visits.iter().map(|visit| visit.minute).collect() };
    let before = at("2026-03-08T06:59:00Z");
    assert_eq!((before.columns[0].now, minutes(&before)), (Some(119), vec![105, 150, 180]));
    let after = at("2026-03-08T07:00:00Z");
    assert_eq!(
        (after.columns[0].now, minutes(&after)),
        (Some(180), vec![105, 150, 180]),
        "three follows two"
    );
    let late = |sheet: &DaySheet| -> Vec<bool> {
        sheet.columns[0].visits.iter().map(|visit| visit.state == VisitState::Late).collect()
    };
    assert_eq!(late(&after), [true, false, false]);
    assert_eq!(late(&at("2026-03-08T07:06:00Z")), [true, false, true], "half past two never strikes");
    assert_eq!(late(&at("2026-03-08T07:36:00Z")), [true, true, true]);
}

#[test]
fn in_the_night_that_repeats_an_hour_visits_keep_their_day_and_time_and_a_wait_is_as_long_as_it_was() {
    let autumn = "2026-11-01";
    let mut waits = on(autumn, "a", "1", "01:30");
    waits.appointment.state = model::VisitState::Waiting;
    waits.appointment.checked_in = Some("2026-11-01T05:20:00Z".parse().expect("an instant"));
    let visits = [waits, on(autumn, "b", "1", "02:30")];
    let at = |now: &str| of_day(autumn, 15, now, &across(), &visits);
    for (now, minute, waited) in [
        ("2026-11-01T05:40:00Z", 100, 10),
        ("2026-11-01T06:40:00Z", 100, 70),
        ("2026-11-01T07:00:00Z", 120, 90),
    ] {
        let sheet = at(now);
        let [first, second] = &sheet.columns[0].visits[..] else { panic!("two visits") };
        assert_eq!((sheet.columns[0].now, first.minute, second.minute), (Some(minute), 90, 150), "{now}");
        assert_eq!(first.waited, Some(waited), "{now}");
        assert_eq!(first.checked_in, Some(80), "{now}");
        assert!(second.state == VisitState::Booked, "{now}");
    }
}

#[test]
fn where_no_clock_is_changed_both_nights_are_nights_like_others() {
    for (date, now) in [("2026-03-08", "2026-03-08T09:30:00Z"), ("2026-11-01", "2026-11-01T09:30:00Z")] {
        let visits = [on(date, "a", "3", "02:00"), on(date, "b", "3", "02:30")];
        let sheet = of_day(date, 15, now, &across(), &visits);
        assert_eq!(sheet.columns[0].now, Some(150), "{date}");
        let states: Vec<_> = sheet.columns[0].visits.iter().map(|visit| visit.state.clone()).collect();
        assert_eq!(states, [VisitState::Late, VisitState::Booked], "{date}");
    }
}

#[test]
fn a_department_that_tells_an_offset_alone_keeps_its_clocks_by_it() {
    let mut told = department("1", "US/Eastern");
    told.zone = Zone::from_standard_offset(-7, false).ok();
    let sheet = sheet("2026-11-23T17:30:00Z", &[told], &[visit("a", "1", "10:00")]);
    assert_eq!((sheet.columns[0].zone.as_str(), sheet.columns[0].now), ("Arizona", Some(10 * 60 + 30)));
}

#[test]
fn a_visit_of_no_length_and_one_past_midnight_stand_where_they_begin() {
    let departments = [department("1", "America/Chicago")];
    let mut none = visit("a", "1", "09:00");
    none.appointment.minutes = 0;
    let mut long = visit("b", "1", "16:00");
    long.appointment.minutes = 600;
    let mut endless = visit("c", "1", "23:59");
    endless.appointment.minutes = u32::MAX;
    let sheet = sheet("2026-11-23T13:30:00Z", &departments, &[endless, long, none]);
    assert_eq!((sheet.from, sheet.to), (480, 24 * 60), "no day is longer than one");
    let seen: Vec<_> = sheet.columns[0]
        .visits
        .iter()
        .map(|visit| (visit.id.as_str(), visit.minute, visit.minutes, visit.lane, visit.lanes))
        .collect();
    assert_eq!(seen, [("a", 540, 0, 0, 1), ("b", 960, 600, 0, 2), ("c", 1_439, u32::MAX, 1, 2)]);
}

#[test]
fn the_same_time_twice_stands_side_by_side_the_same_patient_too() {
    let departments = [department("1", "America/Chicago")];
    let mut twice = [visit("a", "1", "10:00"), visit("b", "1", "10:00"), visit("c", "1", "10:15")];
    for held in &mut twice {
        held.appointment.patient = Some(PatientId::new("9"));
    }
    let sheet = sheet("2026-11-23T13:30:00Z", &departments, &twice);
    let places: Vec<_> = sheet.columns[0].visits.iter().map(|visit| (visit.lane, visit.lanes)).collect();
    assert_eq!(places, [(0, 3), (1, 3), (2, 3)], "none hides another");
}

#[test]
fn a_visit_with_no_patient_no_type_and_no_provider_is_shown_and_says_so() {
    let departments = [department("1", "America/Chicago")];
    let mut bare = visit("a", "1", "10:00");
    bare.appointment.provider = ProviderId::new("");
    bare.appointment.kind_name = String::new();
    let mut hidden = visit("b", "1", "11:00");
    hidden.appointment.patient = Some(PatientId::new("9"));
    let sheet = sheet("2026-11-23T13:30:00Z", &departments, &[bare, hidden]);
    let [known, none] = &sheet.columns[..] else { panic!("a column for each provider, and one for none") };
    let (known, none) = if known.provider.is_empty() { (none, known) } else { (known, none) };
    assert_eq!((none.provider.as_str(), none.name.as_str()), ("", "No provider"));
    let of = |column: &ipc::schedule::Column| {
        let visit = &column.visits[0];
        (visit.for_nobody, visit.patient.is_none(), visit.name.clone(), visit.kind.clone())
    };
    assert_eq!(of(none), (true, true, None, String::new()));
    assert_eq!(of(known), (false, true, None, "Established".to_owned()), "who is hidden is somebody");
}

#[test]
fn names_are_given_whole_however_long_and_however_they_are_written() {
    let departments = [department("1", "America/Chicago")];
    for last in ["W".repeat(120), "כהן־לוי".to_owned(), "عبد الرحمن".to_owned(), "Smiley 🙂👩‍👧".to_owned()]
    {
        let mut held = visit("a", "1", "10:00");
        held.appointment.patient = Some(PatientId::new("9"));
        held.appointment.patient_name = Some(PersonName {
            first: Phi::new("Jo".to_owned()),
            middle: Phi::default(),
            last: Phi::new(last.clone()),
            suffix: Phi::default(),
            preferred: Phi::default(),
        });
        let sheet = sheet("2026-11-23T13:30:00Z", &departments, &[held]);
        assert_eq!(sheet.columns[0].visits[0].name, Some(format!("{last}, Jo")));
    }
}

#[test]
fn a_day_of_three_thousand_visits_is_whole_and_none_stands_on_another() {
    let departments = across();
    let visits: Vec<Held> = (0..3_000)
        .map(|at| {
            let time = format!("{:02}:{:02}", 8 + at % 9, at / 9 % 4 * 15);
            let mut held = visit(&format!("{at:04}"), &(at % 5 + 1).to_string(), &time);
            held.appointment.provider = ProviderId::new((at % 60).to_string());
            held
        })
        .collect();
    let sheet = sheet("2026-11-23T17:30:00Z", &departments, &visits);
    assert_eq!((sheet.tally.booked, sheet.columns.len()), (3_000, 60));
    for column in &sheet.columns {
        for (at, visit) in column.visits.iter().enumerate() {
            assert!(visit.lane < visit.lanes);
            let clear = |other: &ipc::schedule::Visit| {
                other.lane != visit.lane
                    || other.minute >= visit.minute + 30
                    || visit.minute >= other.minute + 30
            };
            assert!(column.visits[at + 1..].iter().all(clear), "{}", visit.id);
        }
    }
}
