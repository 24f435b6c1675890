//! What a patient does not bear, as their chart has it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Phi;

/// What an allergen does to a patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// The reaction in words.
    pub name: Phi<String>,
    /// How severe it is, in the system's word; `None` where that was not recorded.
    pub severity: Option<Phi<String>>,
}

/// One entry of a patient's list of allergies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allergy {
    /// What it is to; `None` where the system no longer knows which of its allergens was meant.
    pub allergen: Option<Phi<String>>,
    /// What it does.
    pub reactions: Vec<Reaction>,
    /// The day it began.
    pub onset: Option<Phi<NaiveDate>>,
    /// The day from which it no longer counts.
    pub deactivated: Option<Phi<NaiveDate>>,
    /// What was noted with it.
    pub note: Option<Phi<String>>,
}

impl Allergy {
    /// Whether the entry counts on a day.
    pub fn is_active(&self, on: NaiveDate) -> bool {
        self.deactivated.as_ref().is_none_or(|day| *day.expose() > on)
    }
}

/// A patient's list of allergies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allergies {
    /// The entries, those too that no longer count.
    pub list: Vec<Allergy>,
    /// Whether the patient was asked and knows of no allergy to a drug.
    pub none_known: Phi<bool>,
    /// What was noted with the list.
    pub note: Option<Phi<String>>,
}

/// What a list of allergies comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllergyStanding {
    /// There are some.
    Listed,
    /// The patient was asked, and knows of none to a drug.
    NoneKnown,
    /// Nothing was recorded: it is not known whether there are any.
    NotRecorded,
}

impl Allergies {
    /// What the list comes to on a day. Entries that count outweigh the word that none is known.
    pub fn standing(&self, on: NaiveDate) -> AllergyStanding {
        if self.list.iter().any(|allergy| allergy.is_active(on)) {
            AllergyStanding::Listed
        } else if *self.none_known.expose() {
            AllergyStanding::NoneKnown
        } else {
            AllergyStanding::NotRecorded
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Allergies, Allergy, AllergyStanding};
    use crate::Phi;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a real date")
    }

    fn list(deactivated: &[Option<u32>], none_known: bool) -> Allergies {
        let entry = |over: &Option<u32>| Allergy {
            allergen: Some(Phi::new("latex".to_owned())),
            reactions: Vec::new(),
            onset: None,
            deactivated: over.map(|over| Phi::new(day(over))),
            note: None,
        };
        let list = deactivated.iter().map(entry).collect();
        Allergies { list, none_known: Phi::new(none_known), note: None }
    }

    #[test]
    fn what_was_never_asked_is_not_what_was_denied() {
        let standing =
            |deactivated: &[Option<u32>], none_known| list(deactivated, none_known).standing(day(23));
        assert_eq!(standing(&[], true), AllergyStanding::NoneKnown);
        assert_eq!(standing(&[], false), AllergyStanding::NotRecorded);
        assert_eq!(standing(&[Some(23)], false), AllergyStanding::NotRecorded, "it no longer counts today");
        assert_eq!(standing(&[Some(24)], false), AllergyStanding::Listed, "it counts until tomorrow");
        assert_eq!(standing(&[None], true), AllergyStanding::Listed, "an entry outweighs the denial");
    }

    #[test]
    fn nothing_of_it_prints() {
        let text = format!("{:?}", list(&[Some(23), None], true));
        assert!(!text.contains("latex") && !text.contains("true") && !text.contains("2026"), "{text}");
    }
}
