//! A patient's allergies made of what the copy holds.

use chrono::NaiveDate;
use ipc::patient::{AllergiesView, AllergyStanding, AllergyTrouble, AllergyView, ReactionView};
use model::{Allergies, Allergy, PatientId, Phi, Reaction};
use store::{Part, Reader};

use crate::words;

/// What whoever may not look into charts is shown.
pub(crate) fn withheld() -> AllergiesView {
    of_nothing(AllergyStanding::Withheld)
}

/// What the copy holds, as it stands on a day.
pub(crate) fn held(
    reader: &Reader<'_>,
    patient: &PatientId,
    today: NaiveDate,
) -> Result<AllergiesView, store::Error> {
    let held = reader.allergies(patient)?;
    let trouble = if reader.as_of(&Part::ChartsRefused)?.is_some() {
        Some(AllergyTrouble::NoRight)
    } else {
        held.failed.map(|_| AllergyTrouble::NotGiven)
    };
    let view = match held.list {
        Some(list) => AllergiesView { as_of: Some(words::instant(list.as_of)), ..listed(&list.value, today) },
        None => of_nothing(AllergyStanding::Unread),
    };
    Ok(AllergiesView { trouble, ..view })
}

fn of_nothing(standing: AllergyStanding) -> AllergiesView {
    AllergiesView { standing, rows: Vec::new(), note: None, as_of: None, trouble: None }
}

fn listed(list: &Allergies, today: NaiveDate) -> AllergiesView {
    let standing = match list.standing(today) {
        model::AllergyStanding::Listed => AllergyStanding::Listed,
        model::AllergyStanding::NoneKnown => AllergyStanding::NoneKnown,
        model::AllergyStanding::NotRecorded => AllergyStanding::NotRecorded,
    };
    let mut rows: Vec<AllergyView> = list.list.iter().map(|allergy| row(allergy, today)).collect();
    rows.sort_by_key(|row| !row.active);
    AllergiesView { rows, note: said(list.note.as_ref()), ..of_nothing(standing) }
}

fn row(allergy: &Allergy, today: NaiveDate) -> AllergyView {
    let day = |day: &Option<Phi<NaiveDate>>| day.as_ref().map(|day| words::day(*day.expose()));
    AllergyView {
        allergen: said(allergy.allergen.as_ref()),
        reactions: allergy.reactions.iter().filter_map(reaction).collect(),
        onset: day(&allergy.onset),
        active: allergy.is_active(today),
        deactivated: day(&allergy.deactivated),
        note: said(allergy.note.as_ref()),
    }
}

/// A reaction without a name says nothing, unless how severe it is.
fn reaction(reaction: &Reaction) -> Option<ReactionView> {
    let (name, severity) = (said(Some(&reaction.name)), said(reaction.severity.as_ref()));
    (name.is_some() || severity.is_some()).then(|| ReactionView { name: name.unwrap_or_default(), severity })
}

fn said(text: Option<&Phi<String>>) -> Option<String> {
    text.and_then(words::said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn entry(allergen: Option<&str>, deactivated: Option<&str>) -> Allergy {
        Allergy {
            allergen: allergen.map(|name| Phi::new(name.to_owned())),
            reactions: Vec::new(),
            onset: None,
            deactivated: deactivated.map(|text| Phi::new(day(text))),
            note: Some(Phi::new("  ".to_owned())),
        }
    }

    #[test]
    fn what_counts_comes_first_and_what_says_nothing_is_left_out() {
        let mut unknown = entry(None, None);
        unknown.reactions = [("", None), ("", Some("severe")), ("hives", None)]
            .map(|(name, severity)| Reaction {
                name: Phi::new(name.to_owned()),
                severity: severity.map(|word: &str| Phi::new(word.to_owned())),
            })
            .to_vec();
        let list =
            vec![entry(Some("latex"), Some("2026-11-23")), unknown, entry(Some("egg"), Some("2026-11-24"))];
        let view = listed(&Allergies { list, ..Allergies::default() }, day("2026-11-23"));
        assert_eq!(view.standing, AllergyStanding::Listed);
        let shown: Vec<_> = view.rows.iter().map(|row| (row.allergen.as_deref(), row.active)).collect();
        assert_eq!(shown, [(None, true), (Some("egg"), true), (Some("latex"), false)]);
        let reactions: Vec<_> =
            view.rows[0].reactions.iter().map(|one| (one.name.as_str(), one.severity.as_deref())).collect();
        assert_eq!(reactions, [("", Some("severe")), ("hives", None)]);
        assert_eq!(view.rows[0].note, None);
    }
}
