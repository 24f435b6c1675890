//! The plan, over facts.

use std::time::Duration;

use athena::Feed;
use chrono::NaiveDate;
use model::PatientId;
use proptest::prelude::{any, proptest};

use super::{BATCH, Facts, Pace, Phase, Polling, Rolling, Shown, Step, WIDTH, Waiting, plan};
use crate::calendar::{near, outward};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

/// Somebody whose next visit is in so many days.
fn waiting(id: &str, days: Option<u64>) -> Waiting {
    Waiting { id: PatientId::new(id), next: days.map(|days| today() + chrono::Days::new(days)) }
}

fn fresh() -> Facts {
    read_before(Duration::from_secs(30))
}

fn read_before(age: Duration) -> Facts {
    let read = Some(age);
    Facts { reference: read, near: Some((near(today()), read)), changes: read, ..Facts::default() }
}

#[test]
fn a_new_copy_reads_the_practice_before_anything_that_hangs_on_it() {
    let facts = Facts { spans: outward(today()), ..Facts::default() };
    assert_eq!(plan(&facts).start, [Step::Reference]);
}

#[test]
fn what_the_feed_of_providers_told_has_their_list_read_and_no_other() {
    let facts = Facts { providers: true, ..fresh() };
    assert_eq!(plan(&facts).start, [Step::Providers]);
    let under_way = |step| Facts { under_way: vec![step], ..facts.clone() };
    assert_eq!(plan(&under_way(Step::Providers)).start, []);
    assert_eq!(plan(&under_way(Step::Reference)).start, [], "they are among what is being read");
    let old = Some(Duration::from_secs(13 * 60 * 60));
    let start = plan(&Facts { reference: old, ..facts.clone() }).start;
    assert!(start.contains(&Step::Reference) && !start.contains(&Step::Providers));
    let aside = vec![(Step::Providers, Duration::from_secs(7))];
    let refused = plan(&Facts { aside, ..facts });
    assert_eq!((refused.start, refused.wake.as_secs()), (Vec::new(), 7));
}

#[test]
fn then_the_near_schedule_before_the_far_one_and_schedules_before_patients() {
    let facts = Facts {
        near: Some((near(today()), None)),
        changes: None,
        spans: outward(today()),
        patients: vec![waiting("1", None)],
        ..fresh()
    };
    let start = plan(&facts).start;
    assert_eq!(start[0], Step::Schedule(near(today())));
    assert_eq!(start.len(), WIDTH);
    assert!(!start.contains(&Step::Patients(vec![PatientId::new("1")])), "spans come first");
}

#[test]
fn the_allergies_of_those_who_come_soon_come_before_the_far_schedule_and_while_the_practice_works() {
    let allergies: Vec<PatientId> = (0..30).map(|id| PatientId::new(id.to_string())).collect();
    let facts = Facts { allergies: allergies.clone(), spans: outward(today()), ..fresh() };
    let first = Step::Allergies(allergies[..BATCH].to_vec());
    assert_eq!(plan(&facts).start[0], first);
    let held = Facts { hold: Some(Duration::from_secs(7)), ..facts.clone() };
    assert_eq!(plan(&held).start, std::slice::from_ref(&first));
    assert!(!held.is_waiting(), "they are being read");
    let busy = Facts { under_way: vec![first], ..facts };
    assert!(plan(&busy).start.iter().all(|step| matches!(step, Step::Schedule(_))), "one batch at a time");
    assert_eq!(Facts { allergies, ..fresh() }.phase(), Phase::Details, "not all is read");
}

fn polling(feed: Feed, read: Option<u64>) -> Polling {
    Polling { feed, read: read.map(Duration::from_secs), every: Duration::from_secs(60) }
}

#[test]
fn a_feed_is_read_when_it_is_due_and_the_loop_wakes_for_it() {
    let feeds = vec![
        polling(Feed::Appointments, Some(60)),
        polling(Feed::Patients, Some(45)),
        polling(Feed::Providers, None),
    ];
    let facts = Facts { feeds, ..fresh() };
    let due = plan(&facts);
    assert_eq!(due.start, [Step::Feed(Feed::Appointments), Step::Feed(Feed::Providers)]);
    let facts = Facts { feeds: vec![polling(Feed::Patients, Some(45))], ..fresh() };
    assert_eq!((plan(&facts).start, plan(&facts).wake.as_secs()), (Vec::new(), 15));
    let resting = (Step::Feed(Feed::Patients), Duration::from_secs(20));
    let facts = Facts { feeds: vec![polling(Feed::Patients, None)], aside: vec![resting], ..fresh() };
    assert_eq!((plan(&facts).start, plan(&facts).wake.as_secs()), (Vec::new(), 20), "it rests");
    let facts = Facts { feeds: vec![polling(Feed::Patients, None)], ..Facts::default() };
    assert_eq!(plan(&facts).start, [Step::Reference], "departments are needed to subscribe");
}

#[test]
fn when_all_is_read_changes_are_asked_for_each_minute() {
    assert_eq!(plan(&fresh()).start, []);
    assert_eq!(plan(&fresh()).wake.as_secs(), 30);
    assert_eq!(plan(&read_before(Duration::from_secs(60))).start, [Step::Changes]);
}

#[test]
fn nobody_asks_for_changes_that_the_feed_tells() {
    let facts = Facts { told: true, ..read_before(Duration::from_secs(600)) };
    assert_eq!(plan(&facts).start, []);
    assert_eq!(plan(&facts).wake.as_secs(), 60, "and the loop does not wake for them");
    let facts = Facts { told: true, ..read_before(Duration::from_secs(1_800)) };
    assert_eq!(plan(&facts).start, [Step::Schedule(near(today()))], "what vanished is seen only so");
    assert_eq!(plan(&Facts { told: false, ..read_before(Duration::from_secs(600)) }).start, [Step::Changes]);
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn rolling(parts: u32, last: Option<Duration>, oldest: Duration) -> Rolling {
    Rolling { parts, last, oldest, next: Step::ScheduleAgain(outward(today())[5]) }
}

#[test]
fn what_is_held_is_read_again_in_turn_when_nothing_else_is_left() {
    let turn = rolling(27, Some(DAY), DAY * 3);
    let facts = Facts { again: vec![turn.clone()], ..fresh() };
    assert_eq!(plan(&facts).start, std::slice::from_ref(&turn.next));
    let waits = [
        Facts { spans: vec![outward(today())[9]], ..facts.clone() },
        Facts { hold: Some(DAY), ..facts.clone() },
        Facts { pace: Pace { on_battery: true, ..Pace::default() }, ..facts.clone() },
        Facts { pace: Pace { short: Some(DAY), ..Pace::default() }, ..facts.clone() },
        Facts { under_way: vec![Step::PatientsAgain(Vec::new())], ..facts.clone() },
        Facts { again: vec![rolling(27, Some(DAY - Duration::from_secs(9)), DAY * 3)], ..facts.clone() },
        Facts { again: vec![rolling(27, None, DAY / 2)], ..facts.clone() },
    ];
    for facts in waits {
        assert!(!plan(&facts).start.contains(&turn.next), "{facts:?}");
    }
    let old = Facts { again: vec![rolling(27, Some(Duration::ZERO), DAY * 29)], ..facts.clone() };
    assert_eq!(plan(&old).start, std::slice::from_ref(&turn.next), "whatever was read just before");
    let unattended = Pace { unattended: true, ..Pace::default() };
    assert_eq!(plan(&Facts { pace: unattended, ..facts }).start, [turn.next], "nobody is kept waiting");
}

#[test]
fn whoever_wakes_reads_what_is_on_screen_at_once_and_all_else_a_moment_later() {
    let card = Step::Card(PatientId::new("1"));
    let facts = Facts {
        feeds: vec![polling(Feed::Patients, Some(9_000))],
        shown: vec![Shown { step: card.clone(), read: None, looked_at: Duration::from_secs(9) }],
        waking: Some(Duration::from_secs(7)),
        ..read_before(Duration::from_secs(9_000))
    };
    assert_eq!(plan(&facts).start, [card]);
    assert!(plan(&facts).wake <= Duration::from_secs(7));
    assert!(plan(&Facts { waking: None, ..facts }).start.contains(&Step::Feed(Feed::Patients)));
}

#[test]
fn a_span_that_rests_keeps_nothing_else_from_being_read() {
    let spans = outward(today());
    let resting = Step::Schedule(spans[3]);
    let facts = Facts {
        spans: vec![spans[3]],
        patients: vec![waiting("1", None)],
        aside: vec![(resting.clone(), Duration::from_secs(20))],
        ..fresh()
    };
    assert_eq!(plan(&facts).start, [Step::Patients(vec![PatientId::new("1")])]);
    assert_eq!(plan(&facts).wake.as_secs(), 20, "it is looked at again when it has rested");
    let rested = Facts { aside: vec![(resting.clone(), Duration::ZERO)], ..facts };
    assert_eq!(plan(&rested).start[0], resting);
}

#[test]
fn where_the_near_schedule_rests_its_changes_and_the_day_on_screen_are_read() {
    let sweep = Step::Schedule(near(today()));
    let day = Step::Day(today());
    let old = Some(Duration::from_secs(3_600));
    let facts = Facts {
        near: Some((near(today()), old)),
        changes: old,
        aside: vec![(sweep, Duration::from_secs(600))],
        shown: vec![Shown { step: day.clone(), read: old, looked_at: Duration::from_secs(9) }],
        ..fresh()
    };
    assert_eq!(plan(&facts).start, [Step::Changes, day]);
    let never = Facts { near: Some((near(today()), None)), changes: None, shown: Vec::new(), ..facts };
    assert_eq!(plan(&never).start, [], "changes are asked for since something");
    assert_eq!(plan(&never).wake.as_secs(), 60);
}

#[test]
fn what_is_on_screen_is_read_anew_when_it_is_old_and_was_looked_at_for_a_moment() {
    let far = Step::Day(today() + chrono::Days::new(21));
    let card = Step::Card(PatientId::new("1"));
    let shown = |step: &Step, read: Option<u64>, looked_at| Shown {
        step: step.clone(),
        read: read.map(Duration::from_secs),
        looked_at: Duration::from_secs(looked_at),
    };
    let reads = |shown: Shown| {
        let step = shown.step.clone();
        plan(&Facts { shown: vec![shown], ..fresh() }).start == [step]
    };
    assert!(reads(shown(&far, Some(60), 5)));
    assert!(reads(shown(&far, None, 5)));
    assert!(!reads(shown(&far, Some(59), 5)));
    assert!(!reads(shown(&far, None, 0)), "pages are being turned");
    assert!(!reads(shown(&card, Some(60), 5)));
    assert!(reads(shown(&card, Some(300), 5)));
    let tomorrow = Step::Day(today() + chrono::Days::new(1));
    assert!(!reads(shown(&tomorrow, Some(900), 5)), "changes of the near schedule cover it");
    let soon = Facts { shown: vec![shown(&far, Some(55), 5)], ..fresh() };
    assert_eq!(plan(&soon).wake.as_secs(), 5);
}

#[test]
fn the_hidden_are_looked_for_when_nobody_else_is_left() {
    let hidden = vec![PatientId::new("2")];
    let facts = Facts { patients: vec![waiting("1", None)], hidden: hidden.clone(), ..fresh() };
    assert_eq!(plan(&facts).start, [Step::Patients(vec![PatientId::new("1")])]);
    assert_eq!(plan(&Facts { patients: Vec::new(), ..facts }).start, [Step::Hidden(hidden)]);
}

#[test]
fn while_the_practice_works_only_what_somebody_waits_for_is_begun() {
    let far = Step::Day(today() + chrono::Days::new(200));
    let facts = Facts {
        near: Some((near(today()), Some(Duration::from_secs(3_600)))),
        spans: outward(today()),
        patients: vec![
            waiting("1", Some(3)),
            waiting("2", Some(14)),
            waiting("3", Some(15)),
            waiting("4", None),
        ],
        shown: vec![Shown { step: far.clone(), read: None, looked_at: Duration::from_secs(9) }],
        hold: Some(Duration::from_secs(7)),
        ..fresh()
    };
    let soon = Step::Patients(vec![PatientId::new("1"), PatientId::new("2")]);
    assert_eq!(plan(&facts).start, [Step::Schedule(near(today())), far, soon]);
    let quiet = Facts { near: fresh().near, shown: Vec::new(), ..facts.clone() };
    assert_eq!(plan(&quiet).wake.as_secs(), 7, "and it is looked again when the day ends");
    assert!(!facts.is_waiting(), "somebody's details are to be read");
    let rest = facts.patients[2..].to_vec();
    assert!(Facts { patients: rest.clone(), ..facts.clone() }.is_waiting());
    assert!(!Facts { patients: rest, hold: None, ..facts }.is_waiting());
}

#[test]
fn while_the_practice_works_nobody_is_read_before_the_near_schedule() {
    let new = Facts { near: Some((near(today()), None)), hold: Some(Duration::from_secs(7)), ..fresh() };
    assert!(!new.is_turn_of_details());
    assert!(!Facts { spans: outward(today()), ..new.clone() }.is_waiting(), "nor does the fill rest");
    assert!(Facts { near: fresh().near, ..new }.is_turn_of_details());
}

#[test]
fn a_step_that_is_under_way_when_the_practice_opens_is_no_rest() {
    let spans = outward(today());
    let held = Facts { spans: spans.clone(), hold: Some(Duration::from_secs(7)), ..fresh() };
    assert!(held.is_waiting());
    let ends = Facts { under_way: vec![Step::Schedule(spans[4])], ..held.clone() };
    assert!(!ends.is_waiting());
    let sweeps = Facts { under_way: vec![Step::Schedule(near(today()))], ..held };
    assert!(sweeps.is_waiting(), "the near schedule is read at all times");
}

/// Every way in which a desk can stand.
fn paces() -> impl Iterator<Item = Pace> {
    let ways = [false, true];
    let each = ways.into_iter().flat_map(move |one| ways.into_iter().map(move |other| (one, other)));
    each.flat_map(move |(on_battery, unattended)| {
        [None, Some(DAY)].into_iter().map(move |short| Pace { on_battery, unattended, short })
    })
}

/// Where the oldest stands.
fn oldest(ages: &[Duration]) -> usize {
    ages.iter().enumerate().max_by_key(|(_, age)| **age).map_or(0, |(place, _)| place)
}

#[test]
fn it_is_tried_whether_anybody_is_there_once_nothing_was_answered_for_a_while_and_nothing_else_tells() {
    let heard = |seconds| Facts { unheard: Some(Duration::from_secs(seconds)), ..fresh() };
    let plan_of = |facts: &Facts| (plan(facts).start, plan(facts).wake.as_secs());
    assert_eq!(plan_of(&heard(15)), (Vec::new(), 5), "it wakes for it");
    assert_eq!(plan_of(&heard(20)).0, [Step::Reach]);
    assert_eq!(plan_of(&Facts { unheard: None, ..fresh() }).0, [], "nothing was asked yet");
    let under_way = vec![Step::Feed(Feed::Patients)];
    assert_eq!(plan_of(&Facts { under_way, ..heard(20) }).0, [], "that tells it");
    let wanted = plan_of(&Facts { near: Some((near(today()), None)), ..heard(20) }).0;
    assert!(!wanted.contains(&Step::Reach), "{wanted:?} tells it");
    assert_eq!(plan_of(&Facts { doubted: true, ..heard(1) }).0, [Step::Reach], "a call was not answered");
    let stands = |on_battery, unattended| Pace { on_battery, unattended, short: None };
    let tried = |pace| plan_of(&Facts { pace, ..heard(20) }).0 == [Step::Reach];
    assert!(tried(stands(true, false)) && tried(stands(false, true)));
    assert!(!tried(stands(true, true)), "nobody is there to be told, and a battery is spared");
}

proptest! {
    #[test]
    fn the_schedule_on_screen_is_read_before_it_is_five_minutes_old_however_the_desk_stands(
        read in 240_u64..10_000, every in 1_u64..240,
    ) {
        let far = Step::Day(today() + chrono::Days::new(40));
        for pace in paces() {
            let age = Some(Duration::from_secs(read));
            let shown = Shown { step: far.clone(), read: age, looked_at: Duration::from_secs(5) };
            let every = pace.slowed_a_little(Duration::from_secs(every));
            let feed = Polling { feed: Feed::Appointments, read: age, every };
            let near = Some((near(today()), Some(Duration::from_secs(30))));
            let facts = Facts { shown: vec![shown], feeds: vec![feed], near, pace, told: true, ..fresh() };
            let start = plan(&facts).start;
            assert!(start.contains(&far) && start.contains(&Step::Feed(Feed::Appointments)), "{pace:?}");
            let asked = Facts { told: false, changes: age, near: Some((facts.near.expect("near").0, age)), ..facts };
            let start = plan(&asked).start;
            let is_near = |step: &Step| matches!(step, Step::Changes | Step::Schedule(_));
            assert!(start.iter().any(is_near), "{pace:?}");
        }
    }

    #[test]
    fn nothing_is_read_more_often_for_a_battery_an_empty_desk_or_few_calls(every in 1_u64..4_000) {
        let every = Duration::from_secs(every);
        for pace in paces() {
            assert!(pace.slowed(every) >= every && pace.slowed_a_little(every) >= every);
            assert!(pace.slowed_a_little(every) <= every.max(Duration::from_secs(300)));
        }
        assert_eq!(Pace::default().slowed(every), every);
    }

    #[test]
    fn whatever_is_held_is_read_again_within_thirty_days_and_never_twice_in_a_day(
        parts in 1_u32..300, off_at in 0_u32..24, off_for in 0_u32..20,
    ) {
        // A desktop that is off for some hours of each day, an hour at a time.
        let hour = Duration::from_secs(3_600);
        let mut ages: Vec<Duration> = (0..parts).map(|part| DAY * 25 * part / parts).collect();
        let mut last = None;
        for now in 0..24 * 90_u32 {
            let is_off = (now + off_at) % 24 < off_for;
            while let Some(place) = (!is_off).then(|| oldest(&ages)) {
                let turn = rolling(parts, last, ages[place]);
                if plan(&Facts { again: vec![turn.clone()], ..fresh() }).start != [turn.next] {
                    break;
                }
                assert!(ages[place] >= DAY, "{:?}", ages[place]);
                (ages[place], last) = (Duration::ZERO, Some(Duration::ZERO));
            }
            ages.iter_mut().chain(last.iter_mut()).for_each(|age| *age += hour);
            assert!(ages.iter().all(|age| *age <= DAY * 30), "{parts} parts, hour {now}");
        }
    }

    #[test]
    fn tomorrow_is_read_whole_at_least_daily_however_the_desk_stands(age in 86_400_u64..1_000_000) {
        for pace in paces() {
            let read = Some(Duration::from_secs(age));
            let facts = Facts { near: Some((near(today()), read)), pace, told: true, ..fresh() };
            assert!(near(today()).holds(today() + chrono::Days::new(1)));
            assert_eq!(plan(&facts).start, [Step::Schedule(near(today()))]);
        }
    }

    #[test]
    fn what_is_held_is_left_and_all_else_goes_on_in_its_order(
        age in any::<u16>(),
        spans in 0_usize..60,
        visits in proptest::collection::vec(proptest::option::of(0_u64..400), 0..60),
        hidden in 0_usize..3,
        looked_at in 0_u64..3,
        seconds in 1_u64..50_000,
    ) {
        let read = Some(Duration::from_secs(u64::from(age)));
        let named = |(at, next): (usize, &Option<u64>)| waiting(&at.to_string(), *next);
        let free = Facts {
            near: Some((near(today()), read)),
            changes: read,
            spans: outward(today()).into_iter().take(spans).collect(),
            patients: visits.iter().enumerate().map(named).collect(),
            hidden: (0..hidden).map(|id| PatientId::new(format!("h{id}"))).collect(),
            shown: vec![Shown {
                step: Step::Card(PatientId::new("1")),
                read: None,
                looked_at: Duration::from_secs(looked_at),
            }],
            ..fresh()
        };
        let hold = Duration::from_secs(seconds);
        let held = plan(&Facts { hold: Some(hold), ..free.clone() });
        let comes_soon = |patient: &Waiting| patient.next.is_some_and(|date| near(today()).holds(date));
        for step in &held.start {
            match step {
                Step::Schedule(span) => assert_eq!(*span, near(today())),
                Step::Patients(ids) => assert!(ids.iter().all(|id| {
                    free.patients.iter().any(|patient| patient.id == *id && comes_soon(patient))
                })),
                Step::Hidden(_) => panic!("nobody is looked for"),
                Step::Reference
                | Step::Providers
                | Step::Changes
                | Step::Feed(_)
                | Step::Day(_)
                | Step::Card(_)
                | Step::Visits(_)
                | Step::Allergies(_)
                | Step::Coming(_)
                | Step::Reach => {}
                Step::ScheduleAgain(_) | Step::PatientsAgain(_) => panic!("nobody waits for it"),
            }
        }
        assert!(held.wake <= hold.max(Duration::from_secs(1)), "it wakes when the practice closes");
        let soon: Vec<Waiting> = free.patients.iter().filter(|patient| comes_soon(patient)).cloned().collect();
        let without = Facts { spans: Vec::new(), patients: soon, hidden: Vec::new(), ..free };
        assert_eq!(held.start, plan(&without).start, "as if nothing else were left");
    }

    #[test]
    fn no_more_than_the_width_is_ever_under_way_and_nothing_twice(
        busy in 0_usize..12, spans in 0_usize..60, patients in 0_usize..60, age in any::<u16>(),
    ) {
        let facts = Facts {
            reference: Some(Duration::from_secs(u64::from(age))),
            spans: outward(today()).into_iter().take(spans).collect(),
            patients: (0..patients).map(|id| waiting(&id.to_string(), None)).collect(),
            under_way: (0..busy).map(|id| Step::Patients(vec![PatientId::new(id.to_string())])).collect(),
            near: Some((near(today()), Some(Duration::from_secs(u64::from(age))))),
            ..Facts::default()
        };
        let plan = plan(&facts);
        assert!(plan.start.len() + busy <= WIDTH.max(busy));
        assert!(plan.start.iter().all(|step| !facts.under_way.contains(step)));
        assert!(plan.wake.as_secs() >= 1, "it never spins");
    }

    #[test]
    fn nothing_is_tried_while_resting(seconds in 1_u64..600) {
        let facts = Facts { rest: Some(Duration::from_secs(seconds)), ..Facts::default() };
        let plan = plan(&facts);
        assert!(plan.start.is_empty());
        assert_eq!(plan.wake.as_secs(), seconds);
    }
}
