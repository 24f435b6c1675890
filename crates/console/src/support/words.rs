//! What a bundle says, as whoever sends it reads it.

use ipc::Failure;
use ipc::sync::{Calls, PartName, Phase};
use store::{ClockStyle, Density, FillTime, Preferences, SignInKind, Theme};

/// How the window looks.
pub(super) fn look(preferences: Preferences) -> String {
    let theme = match preferences.theme {
        Theme::System => "colors as the system has them",
        Theme::Light => "light colors",
        Theme::Dark => "dark colors",
    };
    let density = match preferences.density {
        Density::Dense => "many rows",
        Density::Roomy => "roomy rows",
    };
    let clock = match preferences.clock {
        ClockStyle::Twelve => "12-hour clock",
        ClockStyle::TwentyFour => "24-hour clock",
    };
    format!("{theme}, {density}, {clock}")
}

/// Who signs in over a connection.
pub(super) fn sign_in(kind: SignInKind) -> &'static str {
    match kind {
        SignInKind::App => "the app signs in",
        SignInKind::Person => "each person signs in",
    }
}

/// When a copy is filled.
pub(super) fn fill(time: FillTime) -> &'static str {
    match time {
        FillTime::AnyTime => "read at any time",
        FillTime::OffHours => "read while nobody works",
    }
}

/// What is being read.
pub(super) fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Reference => "the practice and its departments",
        Phase::NearSchedule => "today and the next two weeks",
        Phase::FarSchedule => "a year ahead and two years back",
        Phase::Details => "insurances and custom fields",
        Phase::Fresh => "all is read, and kept fresh",
    }
}

/// A part of the copy.
pub(super) fn part(part: PartName) -> &'static str {
    match part {
        PartName::Practice => "the practice",
        PartName::Schedule => "the schedule",
        PartName::Patients => "patients, read",
        PartName::Coverages => "insurances",
        PartName::CustomFields => "custom fields",
    }
}

/// How many calls were made, and how many may be.
pub(super) fn calls(calls: &Calls) -> String {
    let left = match (calls.left, calls.limit) {
        (Some(left), Some(limit)) => format!("{left} of {limit} left"),
        (Some(left), None) => format!("{left} left"),
        (None, _) => "how many are left is not known".to_owned(),
    };
    format!("{}; {left}", calls.sent_today)
}

/// A failure by its name, written as words.
pub(super) fn failure(failure: &Failure) -> String {
    let told = serde_json::to_value(failure).unwrap_or_default();
    let name = told["code"].as_str().unwrap_or("unknown");
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    match told["reference"].as_str() {
        Some(reference) => format!("{words}, reference {reference}"),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use ipc::Failure;

    use super::failure;

    #[test]
    fn a_failure_is_named_in_words_and_by_its_reference() {
        assert_eq!(failure(&Failure::SignInNeeded), "sign in needed");
        let told = Failure::Unreadable { reference: "12345678".to_owned() };
        assert_eq!(failure(&told), "unreadable, reference 12345678");
    }
}
