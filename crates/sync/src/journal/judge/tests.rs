use std::collections::BTreeSet;

use model::{PatientField as F, PatientFields};
use proptest::prelude::{Just, Strategy, prop_oneof, proptest};

use super::{Found, Look, changed, look, made};
use crate::journal::words::Made;

fn fields(values: &[(F, &str)]) -> PatientFields {
    values.iter().map(|(field, value)| (*field, (*value).to_owned().into())).collect()
}

fn any_values() -> impl Strategy<Value = PatientFields> {
    let value = || prop_oneof![Just(""), Just("one"), Just("ONE "), Just("two"), Just("three")];
    (value(), value(), value())
        .prop_map(|(email, city, line)| fields(&[(F::Email, email), (F::City, city), (F::Line1, line)]))
}

#[test]
fn what_somebody_else_changed_is_seen_before_it_is_written_over() {
    let saw = fields(&[(F::City, "Rochester"), (F::Zip, "14604"), (F::Email, "a@b.org")]);
    let wanted = fields(&[(F::City, "Albany")]);
    for (now, expected) in [
        ("Rochester", Look::Clear),
        ("ROCHESTER", Look::Changed(fields(&[(F::City, "ROCHESTER")]))),
        ("Albany", Look::Stands),
        ("Buffalo", Look::Changed(fields(&[(F::City, "Buffalo")]))),
        ("", Look::Changed(fields(&[(F::City, "")]))),
    ] {
        let theirs = fields(&[(F::City, now), (F::Zip, "99999"), (F::Email, "c@d.org")]);
        assert_eq!(look(&wanted, &saw, &theirs), expected, "{now}");
    }
}

#[test]
fn what_athenahealth_made_of_each_field_is_told() {
    let saw = fields(&[(F::City, "Rochester"), (F::Zip, "14604"), (F::Email, "")]);
    let wanted = fields(&[(F::City, "Albany"), (F::Zip, "12207"), (F::Email, "a@b.org")]);
    let now = fields(&[(F::City, "ALBANY"), (F::Zip, "12207"), (F::Email, "")]);
    let made = made(&wanted, &saw, &now);
    assert_eq!(made[&F::City], Made::Changed("ALBANY".to_owned().into()));
    assert_eq!((&made[&F::Zip], &made[&F::Email]), (&Made::Kept, &Made::Ignored));
}

#[test]
fn a_correction_of_capitals_or_blanks_alone_is_there_only_where_it_is() {
    let saw = fields(&[(F::Last, "mcdonald"), (F::City, "New  York")]);
    let wanted = fields(&[(F::Last, "McDonald"), (F::City, "New York")]);
    assert_eq!(changed(&wanted, &saw, &saw), Found::Absent, "it was lost, and is not called saved");
    assert!(matches!(changed(&wanted, &saw, &wanted), Found::There(_)));
    let theirs = fields(&[(F::Last, "MCDONALD"), (F::City, "NEW YORK")]);
    assert_eq!(changed(&wanted, &saw, &theirs), Found::Undecided, "either may have become that");
}

#[test]
fn what_athenahealth_wrote_in_its_own_way_is_known_again_and_shown_as_it_is() {
    let saw = fields(&[(F::Last, "Smith")]);
    let wanted = fields(&[(F::Last, "Ross")]);
    let Found::There(made) = changed(&wanted, &saw, &fields(&[(F::Last, "ROSS")])) else {
        panic!("it is there")
    };
    assert_eq!(made[&F::Last], Made::Changed("ROSS".to_owned().into()));
    let back = fields(&[(F::Last, "SMITH")]);
    assert_eq!(changed(&wanted, &saw, &back), Found::Undecided, "somebody wrote there since");
}

proptest! {
    #[test]
    fn a_change_that_is_there_is_found_and_one_that_is_not_is_not(
        saw in any_values(),
        wanted in any_values(),
    ) {
        let changes = wanted.iter().any(|(field, value)| value != saw.get(field).unwrap_or(""));
        assert!(matches!(changed(&wanted, &saw, &wanted), Found::There(_)), "all of it is there");
        assert_eq!(matches!(changed(&wanted, &saw, &saw), Found::Absent), changes, "nothing of it is there");
    }

    #[test]
    fn absent_is_said_only_where_all_that_was_to_change_says_what_it_said(
        saw in any_values(),
        wanted in any_values(),
        now in any_values(),
    ) {
        if changed(&wanted, &saw, &now) == Found::Absent {
            assert!(wanted.iter().all(|(field, value)| {
                let (saw, is) = (saw.get(field).unwrap_or(""), now.get(field).unwrap_or(""));
                saw == value || saw == is
            }));
        }
    }
}

mod registering {
    use super::{BTreeSet, F, Found, fields};
    use crate::journal::judge::{likely, registered};
    use crate::journal::words::Alike;
    use model::{Contact, Patient, PatientFields, PatientId, PatientStatus, PersonName, Phi};

    fn patient(id: &str, first: &str, mobile: &str) -> Patient {
        let text = |text: &str| Phi::new(text.to_owned());
        Patient {
            id: PatientId::new(id),
            name: PersonName { first: text(first), last: text("LEE"), ..PersonName::default() },
            dob: Phi::new("1980-02-29".parse().ok()),
            sex: Phi::new(None),
            status: PatientStatus::Active,
            deceased: Phi::new(None),
            contact: Contact { mobile_phone: text(mobile), ..Contact::default() },
            language: Phi::new(None),
            department: None,
            primary_department: None,
            primary_provider: None,
            balances: None,
            first_visit: None,
            last_visit: None,
            previous_ids: Vec::new(),
        }
    }

    fn ana() -> PatientFields {
        fields(&[(F::First, "Ana"), (F::Last, "Lee"), (F::Dob, "1980-02-29"), (F::MobilePhone, "5855550142")])
    }

    #[test]
    fn somebody_registered_since_is_found_by_where_they_are_reached() {
        let ours = || patient("9", "ANA", "5855550142");
        let (other, anne) = (patient("10", "Ana", "5855550000"), patient("11", "Anne", "5855550142"));
        let none = BTreeSet::new();
        let there = Found::There(PatientId::new("9"));
        assert_eq!(registered(&ana(), &none, &[anne.clone(), ours()]), there);
        assert_eq!(registered(&ana(), &none, &[other.clone(), ours()]), there);
        assert_eq!(registered(&ana(), &none, &[anne]), Found::Undecided, "reached at the same place");
        let far = patient("13", "Anabel", "5855550000");
        assert_eq!(registered(&ana(), &none, &[far]), Found::Undecided, "her name may have been cut short");
        let nobody = patient("14", "Bo", "5855550000");
        assert_eq!(registered(&ana(), &none, &[nobody]), Found::Absent);
        assert_eq!(registered(&ana(), &none, &[other]), Found::Undecided, "somebody of that name, elsewhere");
        let twice = [ours(), patient("12", "Ana", "5855550142")];
        assert_eq!(registered(&ana(), &none, &twice), Found::Undecided, "two that cannot be told apart");
        let seen = BTreeSet::from([PatientId::new("12")]);
        assert_eq!(registered(&ana(), &seen, &twice), there, "one of them was there before");
    }

    #[test]
    fn a_name_that_was_cut_short_or_lost_its_marks_is_no_proof_that_nobody_is_there() {
        let none = BTreeSet::new();
        let mut wanted = ana();
        wanted.set(F::First, "José-María");
        for kept in ["Jose Maria", "JOSEMARIA", "José"] {
            let found = [patient("9", kept, "5855550000")];
            assert_eq!(registered(&wanted, &none, &found), Found::Undecided, "{kept}");
        }
        assert_eq!(registered(&wanted, &none, &[patient("9", "Josephine", "5855550000")]), Found::Absent);
    }

    #[test]
    fn a_likely_duplicate_is_one_that_nobody_ruled_out() {
        let alike = |id: &str, score| Alike { patient: PatientId::new(id), score, fields: ana() };
        let stranger =
            Alike { fields: fields(&[(F::First, "Ann"), (F::Last, "Lee")]), ..alike("3", Some(22)) };
        let found = || vec![alike("1", Some(26)), alike("2", Some(23)), stranger.clone(), alike("4", None)];
        let ids = |seen: &[&str]| -> Vec<String> {
            let seen = seen.iter().map(|id| PatientId::new(*id)).collect();
            likely(&ana(), found(), &seen).into_iter().map(|one| one.patient.to_string()).collect()
        };
        assert_eq!(ids(&[]), ["1", "2", "4"]);
        assert_eq!(ids(&["1", "4"]), ["2"]);
    }
}
