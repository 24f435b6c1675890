//! Patients: what a newer, an older, a fuller and a briefer row change; merges; the hidden.

use model::{Balance, Cents, Patient, PatientId, Phi};
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert_eq, proptest};
use store::search::Query;
use store::{Applied, Cache, Detail, HeldPatient, Part};

use crate::days::visit;
use crate::desk::{Desk, minute};
use crate::people::{born, named, people};

fn put(cache: &Cache, patient: Patient, at: i64, detail: Detail) -> Applied {
    let put = cache.write_blocking("put", move |writer| writer.put_patients(&[patient], minute(at), detail));
    put.expect("the patient is put")
}

fn held(cache: &Cache, id: &str) -> Option<HeldPatient> {
    cache.read_blocking(|reader| reader.patient(&PatientId::from(id))).expect("a read")
}

fn finds(cache: &Cache, text: &str) -> usize {
    let query = Query::parse(text);
    cache.read_blocking(|reader| reader.search(&query, 20, None)).expect("a search").hits.len()
}

#[test]
fn a_record_reads_back_as_it_was_put() {
    let desk = Desk::new();
    let cache = desk.cache();
    let everyone = people(8, 200);
    let batch = everyone.clone();
    let applied = cache
        .write_blocking("put", move |writer| writer.put_patients(&batch, minute(0), Detail::Full))
        .expect("they are put");
    assert_eq!(applied, Applied { new: 200, ..Applied::default() });
    for patient in everyone {
        let held = held(&cache, patient.id.as_str()).expect("held");
        assert_eq!((held.patient, held.as_of), (patient, minute(0)));
    }
}

#[test]
fn an_older_or_equal_row_changes_nothing() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(&cache, named("1", "Ana", "Lee"), 10, Detail::Full);
    for at in [10, 9, -5] {
        let applied = put(&cache, named("1", "Wrong", "Wrong"), at, Detail::Full);
        assert_eq!(applied, Applied { unchanged: 1, ..Applied::default() }, "at {at}");
        let applied = put(&cache, named("1", "Wrong", "Wrong"), at, Detail::Brief);
        assert_eq!(applied.unchanged, 1, "brief, at {at}");
    }
    assert_eq!(held(&cache, "1").expect("held").patient, named("1", "Ana", "Lee"));
    assert_eq!((finds(&cache, "wrong"), finds(&cache, "ana lee")), (0, 1));
}

#[test]
fn a_brief_row_tells_what_it_tells_and_erases_nothing() {
    let desk = Desk::new();
    let cache = desk.cache();
    let mut full = born("1", "Ana", "Lee", (1979, 3, 14));
    full.contact.email = Phi::new("ana@example.org".to_owned());
    full.contact.mobile_phone = Phi::new("7045550123".to_owned());
    put(&cache, full, 0, Detail::Full);
    put(&cache, named("1", "Ana", "Okafor"), 5, Detail::Brief);
    let held = held(&cache, "1").expect("held");
    assert_eq!(held.patient.name.last.expose(), "Okafor", "newer, so it is told");
    assert_eq!(held.patient.contact.email.expose(), "ana@example.org", "not told, so it stays");
    assert!(held.patient.dob.expose().is_some(), "not told, so it stays");
    assert_eq!((held.detail, held.as_of), (Detail::Full, minute(5)));
    assert_eq!((finds(&cache, "okafor"), finds(&cache, "lee"), finds(&cache, "0123")), (1, 0, 1));
}

#[test]
fn balances_that_were_not_asked_for_stay_with_their_own_age() {
    let desk = Desk::new();
    let cache = desk.cache();
    let owed = Balance {
        provider_group: "1".to_owned(),
        departments: Vec::new(),
        amount: Cents(-97_870),
        clean: None,
    };
    let mut asked = named("1", "Ana", "Lee");
    asked.balances = Some(vec![owed.clone()]);
    put(&cache, asked, 0, Detail::Full);
    put(&cache, named("1", "Anna", "Lee"), 5, Detail::Full);
    let held = held(&cache, "1").expect("held");
    assert_eq!(held.patient.balances, Some(vec![owed]));
    assert_eq!(held.balances_as_of, Some(minute(0)));
    let age = |part: Part| cache.read_blocking(move |reader| reader.as_of(&part)).expect("a read");
    assert_eq!(age(Part::Balances("1".into())), Some(minute(0)));
    assert_eq!(age(Part::Patient("1".into())), Some(minute(5)));
    assert_eq!(age(Part::Coverages("1".into())), None, "never read");
}

#[test]
fn people_and_policies_are_as_old_as_the_oldest_of_them() {
    let desk = Desk::new();
    let cache = desk.cache();
    let ages = || {
        let read = cache.read_blocking(|reader| Ok((reader.oldest_patient()?, reader.oldest_coverages()?)));
        read.expect("a read")
    };
    assert_eq!(ages(), (None, None), "nothing is held");
    put(&cache, named("1", "Ana", "Lee"), 3, Detail::Full);
    put(&cache, named("2", "Zora", "Quill"), 7, Detail::Brief);
    for (id, at) in [("1", 9), ("2", 8)] {
        cache
            .write_blocking("policies", move |writer| writer.put_coverages(&id.into(), &[], minute(at)))
            .expect("put");
    }
    assert_eq!(ages(), (Some(minute(3)), Some(minute(8))));
    put(&cache, named("1", "Ana", "Lee"), 10, Detail::Brief);
    assert_eq!(ages(), (Some(minute(7)), Some(minute(8))), "told anew since");
    cache
        .write_blocking("hide", |writer| writer.mark_not_visible(&"2".into(), minute(11)))
        .expect("they are hidden");
    assert_eq!(ages(), (Some(minute(10)), Some(minute(9))), "the hidden have no age");
}

/// One telling about one of three patients.
fn telling() -> impl Strategy<Value = (u8, bool, i64)> {
    (0..3_u8, any::<bool>(), 0..12_i64)
}

fn told((who, full, at): (u8, bool, i64)) -> (Patient, i64, Detail) {
    // Two readings at one instant that differ do not happen: the content follows from the age.
    let last = ["Lee", "Okafor", "Ross", ""][usize::try_from(at).expect("small") % 4];
    let mut patient = named(&who.to_string(), "Ana", last);
    patient.contact.email = Phi::new(if full { format!("at{at}@example.org") } else { String::new() });
    (patient, at, if full { Detail::Full } else { Detail::Brief })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn tellings_in_any_order_and_number_come_to_the_same(
        tellings in proptest::collection::vec(telling(), 1..12),
        seed in any::<u64>(),
    ) {
        let outcome = |order: &[(u8, bool, i64)]| {
            let desk = Desk::new();
            let cache = desk.cache();
            for telling in order {
                let (patient, at, detail) = told(*telling);
                put(&cache, patient, at, detail);
            }
            ["0", "1", "2"].map(|id| held(&cache, id).map(|held| (held.patient, held.as_of)))
        };
        let mut shuffled = tellings.clone();
        shuffled.extend(tellings.iter().copied());
        let mut dice = crate::people::Dice(seed);
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, dice.below(at + 1));
        }
        prop_assert_eq!(outcome(&tellings), outcome(&shuffled));
    }
}

#[test]
fn a_merge_leaves_an_alias_and_takes_the_visits_along() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(&cache, named("2", "Ana", "Lee"), 0, Detail::Full);
    cache
        .write_blocking("visits", |writer| {
            writer.put_appointments_page(&[visit("a", Some("2"), "10", "2026-11-24T09:00:00")], minute(0))
        })
        .expect("the visit is put");
    let mut survivor = named("1", "Ana", "Lee");
    survivor.previous_ids = vec!["2".into()];
    put(&cache, survivor, 5, Detail::Full);
    assert_eq!(held(&cache, "2").expect("by its old id").patient.id, "1".into());
    assert_eq!(finds(&cache, "ana lee"), 1, "one person, one row");
    let from = "2026-11-23T00:00:00".parse().expect("a time");
    let next = cache.read_blocking(|reader| reader.visits_from(&"1".into(), from, 9)).expect("a read");
    assert_eq!(next.first().expect("the visit came along").appointment.id, "a".into());
    let late = put(&cache, named("2", "Ana", "Lee"), 9, Detail::Brief);
    assert_eq!(late.not_visible, 1, "the old id does not come back");
    assert_eq!(finds(&cache, "lee"), 1);
}

#[test]
fn a_hidden_patient_is_nowhere_until_a_later_record_shows_them() {
    let desk = Desk::new();
    let cache = desk.cache();
    put(&cache, born("1", "Zora", "Quill", (1979, 3, 14)), 0, Detail::Full);
    put(&cache, named("2", "Ana", "Lee"), 0, Detail::Full);
    let rows = || {
        let mut theirs = visit("a", Some("1"), "10", "2026-11-23T09:00:00");
        theirs.patient_name = Some(named("1", "Zora", "Quill").name);
        theirs.notes = vec![Phi::new("Zora is afraid of needles".to_owned())];
        theirs.copay = Some(Cents(2_500));
        [theirs, visit("b", Some("2"), "10", "2026-11-23T10:00:00")]
    };
    cache
        .write_blocking("visits", move |writer| writer.put_appointments_page(&rows(), minute(0)))
        .expect("the visits are put");
    cache
        .write_blocking("hide", |writer| writer.mark_not_visible(&"1".into(), minute(5)))
        .expect("they are hidden");
    let again = cache
        .write_blocking("visits", move |writer| writer.put_appointments_page(&rows(), minute(7)))
        .expect("the page is taken");
    assert_eq!((again.not_visible, again.changed), (0, 2), "their slot stays taken");
    let brief = put(&cache, named("1", "Zora", "Quill"), 8, Detail::Brief);
    assert_eq!(brief.not_visible, 1, "nor are they");
    let stale = put(&cache, named("1", "Zora", "Quill"), 4, Detail::Full);
    assert_eq!(stale.not_visible, 1, "nor an older record");
    assert!(held(&cache, "1").is_none());
    let hidden = |at| cache.read_blocking(|reader| reader.hidden_before(minute(at), 9)).expect("a read");
    assert_eq!((hidden(5), hidden(6)), (Vec::new(), vec!["1".into()]), "to be looked for again");
    for text in ["zora", "quill", "1", "3/14/1979"] {
        assert_eq!(finds(&cache, text), 0, "{text}");
    }
    let date = "2026-11-23".parse().expect("a date");
    let (day, counts, everyone) = cache
        .read_blocking(|reader| Ok((reader.day(date, None)?, reader.state_counts(date)?, reader.held()?)))
        .expect("a read");
    assert_eq!((counts[0].visits, everyone.appointments), (2, 2), "a taken slot is taken");
    assert_eq!((everyone.patients, everyone.with_coverages), (1, 0), "but nobody counts for it");
    let slot = &day[0];
    assert_eq!(
        (slot.appointment.id.as_str(), &slot.patient, &slot.appointment.patient_name),
        ("a", &None, &None)
    );
    assert!(slot.appointment.notes.is_empty() && slot.appointment.copay.is_none(), "nothing is said of them");
    put(&cache, named("1", "Zora", "Quill"), 9, Detail::Full);
    assert_eq!(finds(&cache, "zora"), 1, "shown again, so seen again");
    let day = cache.read_blocking(|reader| reader.day(date, None)).expect("a read");
    assert!(day[0].patient.is_some(), "and the slot is theirs again");
}
