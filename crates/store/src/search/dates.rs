//! Dates of birth in the forms in which people write them.

use chrono::NaiveDate;

/// A date of birth, or a part of one, that a word may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Birth {
    /// `YYYY`
    pub(crate) year: Option<String>,
    /// `MMDD`, or `MM` where the day is left open.
    pub(crate) within: Option<String>,
}

impl Birth {
    /// Whether a date, `YYYYMMDD`, is meant.
    pub(crate) fn is(&self, dob: &str) -> bool {
        dob.len() == 8
            && self.year.as_ref().is_none_or(|year| dob.starts_with(year.as_str()))
            && self.within.as_ref().is_none_or(|within| dob[4..].starts_with(within.as_str()))
    }

    /// The day that is meant, where nothing of it is left open and there is such a day.
    pub(crate) fn date(&self) -> Option<NaiveDate> {
        let (year, day) = (self.year.as_ref()?, self.within.as_ref()?);
        self.is_whole().then(|| NaiveDate::parse_from_str(&format!("{year}{day}"), "%Y%m%d").ok()).flatten()
    }

    /// Whether nothing of the date is left open.
    pub(crate) fn is_whole(&self) -> bool {
        self.year.is_some() && self.within.as_ref().is_some_and(|within| within.len() == 4)
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The dates that one word may mean: `3/14/79`, `3-14-1979`, `1979-03-14`, `14-mar-1979`, `3/14`,
/// `3/1979`, `1979-03`, `03141979`, `19790314`, `031479`, `1979`.
pub(crate) fn of_word(word: &str) -> Vec<Birth> {
    let marks = ['/', '-', '.'];
    let pieces: Vec<&str> = word.trim_end_matches(marks).split(marks).collect();
    match pieces.as_slice() {
        [digits] if is_number(digits) => of_digits(digits),
        [_, _] | [_, _, _] => of_pieces(&pieces),
        _ => Vec::new(),
    }
}

/// The dates that some pieces mean together: `mar 14 1979`, `14 mar`, `mar 1979`, `3 14 1979`, and
/// `14 3 1979`, whose first number can be no month. What may be the day of a month is no year.
pub(crate) fn of_pieces(pieces: &[&str]) -> Vec<Birth> {
    match *pieces {
        [first, second] => match either_way(first, second) {
            Some(day) => vec![born(None, Some(day))],
            None => in_month(first, second),
        },
        [first, second, third] if first.len() == 4 && is_number(first) => {
            let day = day_of(second, third).filter(|_| is_number(second));
            let year = years(first);
            day.map_or_else(Vec::new, |day| with_years(&year, &day))
        }
        [first, second, third] => {
            let year = years(third);
            either_way(first, second).map_or_else(Vec::new, |day| with_years(&year, &day))
        }
        _ => Vec::new(),
    }
}

/// Whether a word names a month.
pub(crate) fn is_month(word: &str) -> bool {
    month_named(word).is_some()
}

fn of_digits(digits: &str) -> Vec<Birth> {
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    match digits.len() {
        8 => {
            let mut found = of_run(part(0, 2), part(2, 4), part(4, 8));
            found.extend(of_run(part(4, 6), part(6, 8), part(0, 4)));
            found
        }
        6 => of_run(part(0, 2), part(2, 4), part(4, 6)),
        4 => years(digits).into_iter().map(|year| born(Some(year), None)).collect(),
        _ => Vec::new(),
    }
}

/// Bare digits may as well be a number, so they are a date only with the month before the day.
fn of_run(month: &str, day: &str, year: &str) -> Vec<Birth> {
    day_of(month, day).map_or_else(Vec::new, |day| with_years(&years(year), &day))
}

/// A year of four digits as it is; of two, in this century and the last, with a mark for the two
/// that are missing or none.
fn years(text: &str) -> Vec<String> {
    let text = text.trim_start_matches(['\'', '\u{2018}', '\u{2019}']);
    let plausible = ("1850".."2101").contains(&text);
    match text.len() {
        4 if is_number(text) && plausible => vec![text.to_owned()],
        2 if is_number(text) => vec![format!("19{text}"), format!("20{text}")],
        _ => Vec::new(),
    }
}

fn with_years(years: &[String], within: &str) -> Vec<Birth> {
    years.iter().map(|year| born(Some(year.clone()), Some(within.to_owned()))).collect()
}

/// A month of a year, the year first only where all of it is written.
fn in_month(first: &str, second: &str) -> Vec<Birth> {
    let (month, year) = if first.len() == 4 && is_number(first) { (second, first) } else { (first, second) };
    let month = month_named(month).or_else(|| number(month)).filter(|month| (1..=12).contains(month));
    month.map_or_else(Vec::new, |month| with_years(&years(year), &format!("{month:02}")))
}

/// `MMDD` of a month and a day, or of a day and a month where the first number can only be a day.
fn either_way(first: &str, second: &str) -> Option<String> {
    let is_day = number(first).is_some_and(|number| number > 12) && month_named(second).is_none();
    if is_day { day_of(second, first) } else { day_of(first, second) }
}

/// `MMDD` of a month and a day, the month first unless it is named.
fn day_of(first: &str, second: &str) -> Option<String> {
    let (month, day) = match (month_named(first), month_named(second)) {
        (Some(month), None) => (month, number(second)?),
        (None, Some(month)) => (month, number(first)?),
        (None, None) => (number(first)?, number(second)?),
        (Some(_), Some(_)) => return None,
    };
    let exists = (1..=12).contains(&month) && (1..=31).contains(&day);
    exists.then(|| format!("{month:02}{day:02}"))
}

fn month_named(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let named = |month: &&str| *month == word || (word.len() == 3 && month.starts_with(&word));
    let at = MONTHS.iter().position(named);
    let sept = (word == "sept").then_some(8);
    at.or(sept).and_then(|at| u32::try_from(at + 1).ok())
}

fn number(text: &str) -> Option<u32> {
    (is_number(text) && text.len() <= 2).then(|| text.parse().ok()).flatten()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn born(year: Option<String>, within: Option<String>) -> Birth {
    Birth { year, within }
}

#[cfg(test)]
mod tests {
    use super::{of_pieces, of_word};

    #[test]
    fn every_usual_form_means_the_same_day() {
        let words = [
            "3/14/79",
            "03/14/1979",
            "3-14-1979",
            "3.14.79",
            "1979-03-14",
            "03141979",
            "19790314",
            "031479",
            "14-mar-1979",
            "1979/3/14",
            "14.3.1979",
            "14/03/79",
        ];
        for word in words {
            assert!(of_word(word).iter().any(|birth| birth.is_whole() && birth.is("19790314")), "{word}");
        }
        for pieces in [["mar", "14", "1979"], ["14", "March", "79"], ["3", "14", "1979"], ["14", "3", "1979"]]
        {
            assert!(of_pieces(&pieces).iter().any(|birth| birth.is("19790314")), "{pieces:?}");
        }
    }

    #[test]
    fn the_month_comes_first_wherever_it_may() {
        assert!(of_word("8.7.1974").iter().all(|birth| birth.is("19740807") && !birth.is("19740708")));
        assert!(of_word("12.12.1974").iter().all(|birth| birth.is("19741212")));
        assert!(of_word("13.12.1974").iter().all(|birth| birth.is("19741213")));
        assert_eq!(of_word("17081974"), [], "bare digits are a number where the month is not first");
        assert_eq!(of_word("170874"), []);
    }

    #[test]
    fn a_part_of_a_date_leaves_the_rest_open() {
        assert!(of_word("3/14").iter().all(|birth| birth.is("19790314") && birth.is("20010314")));
        assert!(of_word("1979").iter().all(|birth| birth.is("19790314") && !birth.is("19800314")));
        assert!(of_word("1979").iter().all(|birth| !birth.is("")), "no date is no match");
    }

    #[test]
    fn a_month_and_a_year_leave_the_day_open() {
        let words = ["3/1979", "03-1979", "1979-03", "1979/3", "mar-1979", "1979.mar", "3/79"].map(of_word);
        let pieces = [["mar", "1979"], ["March", "79"], ["Mar.", "'79"], ["1979", "mar"]];
        for births in words.into_iter().chain(pieces.map(|pieces| of_pieces(&pieces))) {
            assert!(births.iter().any(|birth| birth.is("19790301") && birth.is("19790331")), "{births:?}");
            assert!(births.iter().all(|birth| !birth.is("19790414") && !birth.is("19800314")), "{births:?}");
            assert!(births.iter().all(|birth| !birth.is_whole() && birth.date().is_none()), "{births:?}");
        }
    }

    #[test]
    fn what_is_no_date_means_none() {
        for word in [
            "13/45",
            "1979-13-01",
            "5551234",
            "may",
            "12",
            "0000",
            "99999999",
            "-",
            "3/14/7",
            "13/1979",
            "1979-13",
            "17.13.1974",
            "1974-17-08",
            "32.1.1974",
        ] {
            assert_eq!(of_word(word), [], "{word}");
        }
    }
}
