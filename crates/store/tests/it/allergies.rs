//! Patients' allergies: what replaces what, whose are to be read, and that nothing stays of whoever goes.

use model::{Allergies, Allergy, Patient, PatientId, Phi};
use store::{Cache, Detail, Held, HeldAllergies, Lacking, Writer};

use crate::days::visit;
use crate::desk::{Desk, minute};
use crate::people::named;

fn list(allergen: &str) -> Allergies {
    let entry = Allergy {
        allergen: Some(Phi::new(allergen.to_owned())),
        reactions: Vec::new(),
        onset: None,
        deactivated: None,
        note: None,
    };
    Allergies { list: vec![entry], ..Allergies::default() }
}

fn write<T: Send + 'static>(
    cache: &Cache,
    work: impl FnOnce(&mut Writer<'_, store::CacheFile>) -> Result<T, store::Error> + Send + 'static,
) -> T {
    cache.write_blocking("a test", work).expect("written")
}

fn held(cache: &Cache, id: &str) -> HeldAllergies {
    cache.read_blocking(|reader| reader.allergies(&id.into())).expect("a read")
}

fn full(cache: &Cache, patients: Vec<Patient>, at: i64) {
    write(cache, move |writer| writer.put_patients(&patients, minute(at), Detail::Full));
}

#[test]
fn a_newer_list_takes_the_place_of_an_older_and_of_a_failure() {
    let desk = Desk::new();
    let cache = desk.cache();
    full(&cache, vec![named("1", "Ana", "Lee")], 0);
    assert_eq!(held(&cache, "1"), HeldAllergies::default(), "never read");
    write(&cache, |writer| writer.mark_allergies_failed(&"1".into(), minute(1)));
    assert_eq!(held(&cache, "1"), HeldAllergies { list: None, failed: Some(minute(1)) });
    assert!(write(&cache, |writer| writer.put_allergies(&"1".into(), &list("latex"), minute(2))));
    let latex = HeldAllergies { list: Some(Held { value: list("latex"), as_of: minute(2) }), failed: None };
    assert_eq!(held(&cache, "1"), latex);
    for at in [1, 2] {
        assert!(!write(&cache, move |writer| writer.put_allergies(&"1".into(), &list("egg"), minute(at))));
    }
    assert_eq!(held(&cache, "1"), latex);
    write(&cache, |writer| writer.mark_allergies_failed(&"1".into(), minute(3)));
    assert_eq!(held(&cache, "1"), HeldAllergies { failed: Some(minute(3)), ..latex }, "what was read stays");
    assert!(write(&cache, |writer| writer.put_allergies(&"1".into(), &list("egg"), minute(4))));
    assert_eq!(held(&cache, "1").failed, None);
}

#[test]
fn nothing_is_held_of_whoever_is_not_held_hidden_or_merged() {
    let desk = Desk::new();
    let cache = desk.cache();
    let put = |id: &'static str, at| {
        write(&cache, move |writer| writer.put_allergies(&id.into(), &list("latex"), minute(at)))
    };
    let count = || cache.read_blocking(|reader| reader.held()).expect("a read").with_allergies;
    assert!(!put("1", 0), "nobody of that number");
    write(&cache, |writer| writer.mark_allergies_failed(&"1".into(), minute(0)));
    assert_eq!(held(&cache, "1"), HeldAllergies::default());
    full(&cache, vec![named("1", "Ana", "Lee"), named("2", "Bo", "Lee"), named("3", "Cy", "Lee")], 0);
    assert!(put("1", 1) && put("2", 1) && put("3", 1));
    write(&cache, |writer| writer.mark_not_visible(&"1".into(), minute(2)));
    assert_eq!((held(&cache, "1").list, count()), (None, 2));
    assert!(!put("1", 3), "an answer that was on its way");
    full(&cache, vec![Patient { previous_ids: vec!["2".into()], ..named("3", "Cy", "Lee") }], 4);
    assert_eq!(count(), 1, "the record that was merged is gone");
    assert_eq!(held(&cache, "2"), held(&cache, "3"), "and leads to the other");
}

#[test]
fn they_are_wanted_of_those_who_come_by_their_visit_and_again_of_those_who_come_soon() {
    let desk = Desk::new();
    let cache = desk.cache();
    full(&cache, ["1", "2", "3", "4", "5"].map(|id| named(id, "Ana", "Lee")).to_vec(), 0);
    let mut off = visit("d", Some("4"), "10", "2026-11-23T09:00:00");
    off.state = model::VisitState::Cancelled;
    let visits = [
        visit("a", Some("1"), "10", "2026-11-24T09:00:00"),
        visit("b", Some("2"), "10", "2026-11-23T10:00:00"),
        visit("b2", Some("2"), "10", "2026-11-25T10:00:00"),
        visit("c", Some("3"), "10", "2026-12-23T10:00:00"),
        off,
        visit("e", Some("5"), "10", "2026-11-30T10:00:00"),
        visit("f", None, "10", "2026-11-23T08:00:00"),
    ];
    write(&cache, move |writer| writer.put_appointments_page(&visits, minute(0)));
    let wanted = |older: i64, failed: i64| -> Vec<String> {
        let day = |text: &str| text.parse().expect("a date");
        let lacking = Lacking {
            days: (day("2026-11-23"), day("2026-12-07")),
            again_until: day("2026-11-24"),
            older_than: minute(older),
            failed_before: minute(failed),
        };
        let found = cache.read_blocking(|reader| reader.lacking_allergies(&lacking)).expect("a read");
        found.iter().map(PatientId::to_string).collect()
    };
    assert_eq!(wanted(0, 0), ["2", "1", "5"]);
    for id in ["1", "2", "5"] {
        write(&cache, move |writer| writer.put_allergies(&id.into(), &list("latex"), minute(5)));
    }
    assert_eq!(wanted(5, 0), [""; 0]);
    assert_eq!(wanted(6, 0), ["2", "1"], "the one who comes in a week is left");
    write(&cache, |writer| writer.mark_allergies_failed(&"1".into(), minute(7)));
    assert_eq!((wanted(6, 7), wanted(6, 8)), (vec!["2".to_owned()], vec!["2".to_owned(), "1".to_owned()]));
}

#[test]
fn a_refusal_of_charts_is_kept_until_one_is_given() {
    let desk = Desk::new();
    let cache = desk.cache();
    let refused = || cache.read_blocking(|reader| reader.as_of(&store::Part::ChartsRefused)).expect("a read");
    assert_eq!(refused(), None);
    write(&cache, |writer| writer.mark_charts(Some(minute(3))));
    assert_eq!(refused(), Some(minute(3)));
    write(&cache, |writer| writer.mark_charts(None));
    assert_eq!(refused(), None);
}
