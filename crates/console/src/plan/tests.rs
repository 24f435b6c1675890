use chrono::{NaiveDate, NaiveDateTime};

use super::{Around, Free, Taken, ToMove, distance, overlap, places};

fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 11, day).expect("a real date");
    day.and_hms_opt(hour, minute, 0).expect("a time")
}

fn visit(patient: &str, hour: u32, minute: u32, minutes: u32, fits: &[&str]) -> ToMove {
    let fits = fits.iter().map(|id| (*id).into()).collect();
    ToMove { patient: patient.into(), start: at(23, hour, minute), minutes, fits }
}

fn free(id: &str, provider: &str, start: NaiveDateTime, minutes: u32) -> Free {
    Free { id: id.into(), provider: provider.into(), start, minutes }
}

fn found(visits: &[ToMove], free: &[Free], around: &Around) -> Vec<Option<String>> {
    let places = places(visits, free, around);
    places.into_iter().map(|place| place.map(|at| free[at].id.to_string())).collect()
}

fn some(ids: &[&str]) -> Vec<Option<String>> {
    ids.iter().map(|id| Some((*id).to_owned())).collect()
}

#[test]
fn each_goes_to_the_nearest_open_time_of_its_kind_in_the_order_in_which_they_stand() {
    let slots = [
        free("a", "72", at(24, 8, 0), 15),
        free("b", "72", at(24, 9, 0), 15),
        free("c", "72", at(24, 9, 15), 15),
        free("d", "72", at(24, 11, 0), 15),
    ];
    let all = ["a", "b", "c", "d"];
    let visits = [visit("1", 9, 0, 15, &all), visit("2", 9, 30, 15, &all), visit("3", 10, 30, 15, &all)];
    assert_eq!(found(&visits, &slots, &Around::default()), some(&["b", "c", "d"]));
    let visits = [visit("1", 9, 0, 15, &["d"]), visit("2", 9, 30, 15, &all)];
    let of_kind = found(&visits, &slots, &Around::default());
    assert_eq!(of_kind.iter().flatten().count(), 1, "their order is kept, or one has none: {of_kind:?}");
}

#[test]
fn as_many_as_can_be_have_a_place_though_they_come_to_be_farther_off() {
    let slots = [free("a", "72", at(24, 8, 0), 15), free("b", "72", at(24, 9, 0), 15)];
    let visits = [visit("1", 9, 0, 15, &["a", "b"]), visit("2", 9, 15, 15, &["b"])];
    assert_eq!(found(&visits, &slots, &Around::default()), some(&["a", "b"]));
    assert_eq!(
        found(&visits, &[], &Around::default()),
        vec![None, None],
        "where nothing is open, nobody has"
    );
}

#[test]
fn nobody_has_less_time_than_before() {
    let slots = [free("a", "72", at(24, 9, 0), 15), free("b", "72", at(24, 13, 0), 30)];
    let visits = [visit("1", 9, 0, 30, &["a", "b"])];
    assert_eq!(found(&visits, &slots, &Around::default()), some(&["b"]));
}

#[test]
fn nobody_is_in_two_places_at_once() {
    let slots = [
        free("a", "72", at(24, 9, 0), 60),
        free("b", "73", at(24, 9, 15), 15),
        free("c", "72", at(24, 9, 30), 15),
        free("d", "72", at(24, 10, 0), 15),
    ];
    let visits =
        [visit("1", 9, 0, 60, &["a"]), visit("2", 9, 15, 15, &["b"]), visit("3", 9, 30, 15, &["c", "d"])];
    assert_eq!(found(&visits, &slots, &Around::default()), some(&["a", "b", "d"]), "of one provider");
    let twice = [visit("1", 9, 0, 60, &["a"]), visit("1", 9, 15, 15, &["b", "d"])];
    assert_eq!(found(&twice, &slots, &Around::default()), some(&["a", "d"]), "of one patient");
    let around = Around {
        patients: vec![Taken { who: "2".into(), start: at(24, 9, 10), minutes: 15 }],
        providers: vec![Taken { who: "72".into(), start: at(24, 9, 35), minutes: 5 }],
    };
    let others = found(&visits, &slots, &around);
    assert_eq!(others, vec![None, None, Some("d".to_owned())], "nor beside what stands there already");
}

#[test]
fn another_day_is_farther_off_than_any_time_of_this_one() {
    let slots = [free("a", "72", at(24, 17, 0), 15), free("b", "72", at(25, 9, 0), 15)];
    let visits = [visit("1", 9, 0, 15, &["a", "b"])];
    assert_eq!(found(&visits, &slots, &Around::default()), some(&["a"]));
    assert!(distance(&visits[0], &slots[0], at(24, 0, 0)) < distance(&visits[0], &slots[1], at(24, 0, 0)));
}

/// Numbers that follow from a seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn whatever_stands_where_no_rule_is_broken_and_what_could_have_a_place_alone_has_one() {
    for seed in 0..300 {
        let mut numbers = Numbers(seed);
        let mut slots: Vec<Free> = (0..numbers.below(30))
            .map(|id| {
                let minute = u32::try_from(numbers.below(32)).expect("small") * 15;
                let provider = ["72", "73"][usize::try_from(numbers.below(2)).expect("small")];
                let minutes = [15, 30, 60][usize::try_from(numbers.below(3)).expect("small")];
                free(&id.to_string(), provider, at(24, 8 + minute / 60, minute % 60), minutes)
            })
            .collect();
        slots.sort_by(|one, other| (one.start, &one.id).cmp(&(other.start, &other.id)));
        let mut visits: Vec<ToMove> = (0..numbers.below(20))
            .map(|_| {
                let minute = u32::try_from(numbers.below(32)).expect("small") * 15;
                let patient = numbers.below(12).to_string();
                let fits: Vec<String> =
                    slots.iter().filter(|_| numbers.below(3) > 0).map(|slot| slot.id.to_string()).collect();
                let fits: Vec<&str> = fits.iter().map(String::as_str).collect();
                visit(&patient, 8 + minute / 60, minute % 60, [15, 30][(minute / 15 % 2) as usize], &fits)
            })
            .collect();
        visits.sort_by_key(|visit| visit.start);
        let found = places(&visits, &slots, &Around::default());
        let given: Vec<(&ToMove, &Free)> =
            visits.iter().zip(&found).filter_map(|(visit, at)| Some((visit, &slots[(*at)?]))).collect();
        assert!(given.is_sorted_by_key(|(_, slot)| slot.start), "seed {seed}: in their order");
        for (at, (visit, slot)) in given.iter().enumerate() {
            assert!(visit.fits.contains(&slot.id) && slot.minutes >= visit.minutes, "seed {seed}");
            for (other, taken) in &given[..at] {
                let same = taken.provider == slot.provider || other.patient == visit.patient;
                let meet = overlap((taken.start, taken.minutes), (slot.start, slot.minutes));
                assert!(!(same && meet) && taken.id != slot.id, "seed {seed}");
            }
        }
        let alone = visits.iter().any(|visit| {
            slots.iter().any(|slot| visit.fits.contains(&slot.id) && slot.minutes >= visit.minutes)
        });
        assert_eq!(!given.is_empty(), alone, "seed {seed}");
    }
}
