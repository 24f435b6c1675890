//! What was typed, as another system can be asked for it: by whole fields, not by parts of them.
//!
//! The words are read as the search here reads them, so that the same words never mean another day
//! or another number there.

use std::fmt;

use chrono::NaiveDate;
use model::{PatientId, Phi};

use super::query::raw_words;
use super::rank::WHOLE_PHONE;
use super::readings::{Piece, is_title, pieces};

/// Whom a text asks for: names, a whole date of birth, a whole phone, a patient's identifier.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Parts of the name as they were typed.
    pub names: Vec<Phi<String>>,
    /// How many of them, the first ones, a comma says are the last name; 0 where nothing says.
    pub last_names: usize,
    /// The days that a whole date of birth may mean, none of them to come.
    pub births: Vec<Phi<NaiveDate>>,
    /// A whole phone, ten digits.
    pub phone: Option<Phi<String>>,
    /// The patient's identifier. A bare number may be one and a date of birth as well.
    pub id: Option<PatientId>,
}

impl Question {
    /// Reads what was typed. `None` where nothing in it is whole enough to ask another system for:
    /// a member identifier, a part of a phone or of a date.
    pub fn read(text: &str, today: NaiveDate) -> Option<Self> {
        let raw = raw_words(text);
        let pieces = pieces(&raw);
        if let Some(id) = named(text, &pieces) {
            return Some(Self { id: Some(id), ..Self::default() });
        }
        let mut question = Self::default();
        for piece in untitled(&pieces) {
            question.take(piece, today);
        }
        question.last_names = last_names(text);
        if let [piece] = pieces.as_slice()
            && question.phone.is_none()
        {
            question.id = bare(piece);
        }
        (question != Self::default()).then_some(question)
    }

    fn take(&mut self, piece: &Piece<'_>, today: NaiveDate) {
        let Piece { word, raw, .. } = piece;
        if word.name.is_some() {
            self.names.extend(raw.iter().map(|raw| Phi::new(unmarked(raw).to_owned())));
        }
        let days = word.births.iter().filter_map(super::dates::Birth::date);
        self.births.extend(days.filter(|day| *day <= today).map(Phi::new));
        if let Some(phone) = word.phone.as_ref().filter(|digits| digits.len() == WHOLE_PHONE) {
            self.phone = Some(Phi::new(phone.clone()));
        }
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<question>")
    }
}

/// The identifier that a text names as one: `#24662`, `id 24662`, `okafor MRN: 24662`.
fn named(text: &str, pieces: &[Piece<'_>]) -> Option<PatientId> {
    let labelled = pieces.iter().filter(|piece| piece.together).find_map(|piece| piece.word.code.as_deref());
    let marked = || match pieces {
        [piece] if text.trim_start().starts_with('#') => piece.word.code.as_deref(),
        _ => None,
    };
    let code = labelled.or_else(marked)?;
    is_number(code).then(|| PatientId::new(code))
}

/// The pieces without titles, unless there is nothing else.
fn untitled<'p, 'r>(pieces: &'p [Piece<'r>]) -> Vec<&'p Piece<'r>> {
    let named: Vec<_> = pieces.iter().filter(|piece| !is_title(&piece.word)).collect();
    if named.is_empty() { pieces.iter().collect() } else { named }
}

fn bare(piece: &Piece<'_>) -> Option<PatientId> {
    match piece.raw {
        [digits] if is_number(digits) => Some(PatientId::new(*digits)),
        _ => None,
    }
}

/// How many names stand before a comma that has names on both sides and nothing else before it. A
/// comma within a date says nothing of names.
fn last_names(text: &str) -> usize {
    let Some((before, after)) = text.split_once(',') else { return 0 };
    let is_name = |piece: &&Piece<'_>| piece.word.name.is_some();
    let (before, after) = (raw_words(before), raw_words(after));
    let (before, after) = (pieces(&before), pieces(&after));
    let (before, after) = (untitled(&before), untitled(&after));
    let tells = before.iter().all(is_name) && after.iter().any(is_name);
    if tells { before.len() } else { 0 }
}

fn unmarked(raw: &str) -> &str {
    raw.trim_matches(|letter: char| !letter.is_alphanumeric())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::Question;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a real date")
    }

    fn read(text: &str) -> Option<Question> {
        Question::read(text, day(2026, 11, 23))
    }

    fn asked(text: &str) -> Question {
        read(text).unwrap_or_else(|| panic!("“{text}” can be asked for"))
    }

    fn births(text: &str) -> Vec<NaiveDate> {
        asked(text).births.into_iter().map(model::Phi::into_exposed).collect()
    }

    fn names(text: &str) -> Vec<String> {
        asked(text).names.into_iter().map(model::Phi::into_exposed).collect()
    }

    fn id(text: &str) -> Option<String> {
        asked(text).id.map(|id| id.to_string())
    }

    #[test]
    fn a_date_means_the_day_that_it_means_in_the_search() {
        for text in [
            "3/14/79",
            "03/14/1979",
            "3-14-1979",
            "3.14.79",
            "1979-03-14",
            "14-mar-1979",
            "March 14 1979",
            "March 14, 1979",
            "14 mar 79",
            "3 14 1979",
            "14.3.1979",
            "14/3/79",
            "dob 3/14/1979",
            "DOB: 03141979",
            "dob:14.3.1979",
            "d.o.b. mar 14 1979",
        ] {
            assert_eq!(births(text), [day(1979, 3, 14)], "{text}");
            assert_eq!((names(text).len(), id(text)), (0, None), "{text}");
        }
        assert_eq!(births("3/14/15"), [day(1915, 3, 14), day(2015, 3, 14)], "either may be meant");
        assert_eq!(births("10/15/1979"), [day(1979, 10, 15)]);
        let both = asked("okafor 3/14/79");
        assert_eq!((both.names.len(), both.births.len()), (1, 1), "a name and a date");
        assert_eq!(births("okafor, ada March 14, 1979"), [day(1979, 3, 14)]);
        let part = asked("okafor mar 1979");
        assert_eq!((part.names.len(), part.births.len()), (1, 0), "a part of a date is no name");
    }

    #[test]
    fn a_bare_number_is_an_id_and_a_date_only_where_it_is_a_whole_one() {
        for text in ["10152", "5551234", "1979", "41882", "13152034", "7"] {
            assert_eq!(id(text).as_deref(), Some(text));
            assert_eq!(births(text), [], "{text}");
        }
        for (text, wanted) in [
            ("101520", vec![day(1920, 10, 15), day(2020, 10, 15)]),
            ("031479", vec![day(1979, 3, 14)]),
            ("03141979", vec![day(1979, 3, 14)]),
            ("19790314", vec![day(1979, 3, 14)]),
        ] {
            assert_eq!(id(text).as_deref(), Some(text));
            assert_eq!(births(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_number_that_is_named_an_id_is_nothing_else() {
        for text in ["#101520", "id 101520", "MRN: 101520", "id101520", "okafor id 101520"] {
            assert_eq!(id(text).as_deref(), Some("101520"), "{text}");
            let question = asked(text);
            assert!(question.names.is_empty() && question.births.is_empty(), "{text}");
        }
        assert_eq!(id("okafor 41882"), None, "a name says more than a number beside it");
    }

    #[test]
    fn a_whole_phone_is_a_phone_however_it_is_written() {
        for text in ["(319) 555-0148", "319.555.0148", "+1 319 555 0148", "3195550148", "13195550148"] {
            let question = asked(text);
            assert_eq!(question.phone.map(model::Phi::into_exposed).as_deref(), Some("3195550148"), "{text}");
            assert_eq!(question.id, None, "{text}");
        }
        assert!(asked("okafor 319-555-0148").phone.is_some(), "beside a name too");
    }

    #[test]
    fn names_stand_as_they_were_typed() {
        assert_eq!(names("O'Neil, Ána"), ["O'Neil", "Ána"]);
        assert_eq!(asked("okafor ada").last_names, 0);
        assert_eq!(asked("Okafor, Ada").last_names, 1);
        assert_eq!(asked("de la Cruz, Maria 3/14/79").last_names, 3);
        assert_eq!(asked("Ada Okafor March 14, 1979").last_names, 0, "a comma in a date tells of no name");
        assert_eq!(names("okafor XEA1234567"), ["okafor"], "the name alone can be asked for");
    }

    #[test]
    fn a_title_is_no_part_of_a_name() {
        assert_eq!(names("Dr. Smith"), ["Smith"]);
        assert_eq!(names("mrs okafor 3/14/79"), ["okafor"]);
        assert_eq!(names("Ms"), ["Ms"], "it may be a name where nothing else is said");
        let question = asked("Mr. Smith, John");
        assert_eq!((question.names.len(), question.last_names), (2, 1));
        assert_eq!(asked("Smith, Mr. John").last_names, 1);
        assert!(names("Ms 3/14/1979").is_empty());
    }

    #[test]
    fn what_is_not_whole_cannot_be_asked_for() {
        for text in [
            "XEA1234567",
            "555-1234",
            "555 1234",
            "207 555",
            "(207)",
            "+1 (207) 555",
            "dob 1979",
            "3/14",
            "mar 14",
            "mar 1979",
            "3/1979",
            "1979-03",
            "3/14/2031",
            "?",
            "  ",
            "id A12",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
