//! Allergies as charts have them: several with how severe they are, some that no longer count, some to an allergen
//! that is no longer known, a denial, and nothing at all, which is not the same.

use chrono::NaiveDate;

use crate::eastern::shift;
use crate::people::Person;
use crate::seed::{Dice, Seed, Stream};

/// What one patient's chart says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllergiesTruth {
    /// The entries, those too that no longer count.
    pub list: Vec<AllergyTruth>,
    /// Asked, and none to a drug known.
    pub none_known: bool,
    /// What stands below the list.
    pub note: Option<&'static str>,
    /// The day it was last looked through.
    pub reviewed: Option<NaiveDate>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllergyTruth {
    /// The allergen's id.
    pub id: u32,
    /// Its name, as the interface tells it.
    pub name: &'static str,
    /// Its RxNorm concept, where it has one.
    pub rxnorm: Option<&'static str>,
    /// What it does.
    pub reactions: Vec<ReactionTruth>,
    /// The day it began.
    pub onset: Option<NaiveDate>,
    /// The day from which it no longer counts.
    pub deactivated: Option<NaiveDate>,
    /// What was noted with it.
    pub note: Option<&'static str>,
}

/// One reaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReactionTruth {
    /// Its name.
    pub name: &'static str,
    /// Its SNOMED code.
    pub code: &'static str,
    /// How severe it is.
    pub severity: Option<&'static str>,
}

/// The name of an allergen that was taken off the interface's list.
const UNKNOWN: &str = "deleted/unknown";

/// Allergens: id, name, RxNorm concept.
static ALLERGENS: [(u32, &str, Option<&str>); 14] = [
    (22_901, "penicillin G", Some("7980")),
    (22_902, "amoxicillin", Some("723")),
    (22_903, "sulfamethoxazole", Some("10180")),
    (22_904, "codeine", Some("2670")),
    (22_905, "aspirin", Some("1191")),
    (22_906, "ibuprofen", Some("5640")),
    (22_907, "lisinopril", Some("29046")),
    (22_908, "erythromycin", Some("4053")),
    (22_909, "latex", None),
    (22_910, "peanut", None),
    (22_911, "shellfish derived", None),
    (22_912, "bee venom protein (honey bee)", None),
    (22_913, "weed pollen", None),
    (22_914, "egg", None),
];

/// Reactions: name, SNOMED code.
static REACTIONS: [(&str, &str); 7] = [
    ("hives", "126485001"),
    ("rash", "271807003"),
    ("anaphylaxis", "39579001"),
    ("nausea", "422587007"),
    ("angioedema", "41291007"),
    ("wheezing", "56018004"),
    ("cough", "49727002"),
];

static SEVERITIES: [&str; 3] = ["mild", "moderate", "severe"];

/// Draws what a patient's chart says as of a day.
pub(crate) fn of(seed: Seed, at: u32, person: &Person, today: NaiveDate) -> AllergiesTruth {
    if person.registered.is_some() {
        return AllergiesTruth { list: Vec::new(), none_known: false, note: None, reviewed: None };
    }
    let born = person.made().born;
    let mut dice = seed.dice(Stream::Allergy, u64::from(at));
    let share = dice.below(100);
    let count = match share {
        0..=29 => 1,
        30..=37 => 2,
        38..=43 => 4,
        _ => 0,
    };
    let mut list: Vec<AllergyTruth> = Vec::new();
    for _ in 0..count {
        let entry = entry(&mut dice, born, today);
        if entry.name == UNKNOWN || list.iter().all(|known| known.id != entry.id) {
            list.push(entry);
        }
    }
    let reviewed = shift(today, -dice.between(5, 900));
    let none_known = (44..=77).contains(&share);
    let recorded = none_known || !list.is_empty();
    AllergiesTruth {
        note: (recorded && dice.chance(120)).then_some("Patient's sister was in the room & helped."),
        reviewed: recorded.then_some(reviewed),
        none_known,
        list,
    }
}

fn entry(dice: &mut Dice, born: NaiveDate, today: NaiveDate) -> AllergyTruth {
    let lived = (today - born).num_days().max(1);
    let onset = shift(born, dice.between(0, lived - 1));
    let unknown = dice.chance(80);
    let (id, name, rxnorm) =
        if unknown { (213_000 + dice.below(900) as u32, UNKNOWN, None) } else { *dice.pick(&ALLERGENS) };
    let mut reactions: Vec<ReactionTruth> = Vec::new();
    for _ in 0..dice.below(3) {
        let (name, code) = *dice.pick(&REACTIONS);
        let severity = dice.chance(650).then(|| *dice.pick(&SEVERITIES));
        if reactions.iter().all(|known| known.name != name) {
            reactions.push(ReactionTruth { name, code, severity });
        }
    }
    AllergyTruth {
        id,
        name,
        rxnorm,
        reactions,
        onset: dice.chance(500).then_some(onset),
        deactivated: dice.chance(120).then(|| shift(today, -dice.between(1, 700))),
        note: dice.chance(200).then_some("as told by the patient"),
    }
}
