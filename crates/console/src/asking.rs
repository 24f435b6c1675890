//! Asking athenahealth for people whom the copy does not hold.

use athena::{Error as AthenaError, Lane, PatientParts, PatientQuery, Refusal, Session};
use chrono::{DateTime, NaiveDate, Utc};
use ipc::patient::{Asked, PatientAsk};
use ipc::{Failure, Field};
use model::{Patient, PatientId, Phi};
use store::Detail;

use crate::console::Console;
use crate::{failure, patients};

/// The most people that one question brings: more than that is no question but a list.
const MOST: usize = 100;
/// How a date of birth may be written.
const DATES: [&str; 4] = ["%m/%d/%Y", "%Y-%m-%d", "%m-%d-%Y", "%m%d%Y"];

/// What a text asks for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Question {
    names: Vec<Phi<String>>,
    /// Whether a comma says that the last name comes first.
    last_first: bool,
    dob: Option<Phi<NaiveDate>>,
    phone: Option<Phi<String>>,
    id: Option<PatientId>,
}

/// Asks, puts what comes into the copy, and says what was new.
pub(crate) async fn ask(console: &Console, request: PatientAsk) -> Result<Asked, Failure> {
    let question = read(&request.text).ok_or(Failure::Invalid { field: Field::Request })?;
    let live = console.live().await?;
    let session = live.client.lane(Lane::Interactive);
    let (found, detail, as_of) = answer(&session, &question).await?;
    let ids: Vec<PatientId> = found.iter().map(|patient| patient.id.clone()).collect();
    let applied = live
        .cache
        .write("patients asked for", move |writer| writer.put_patients(&found, as_of, detail))
        .await
        .map_err(|error| live.failed(&error))?;
    let now = console.ports().clock.now();
    let rows = live.read(move |reader| patients::rows(reader, &ids, now)).await?;
    Ok(Asked { rows, new: u32::try_from(applied.new).unwrap_or(u32::MAX) })
}

async fn answer(
    session: &Session,
    question: &Question,
) -> Result<(Vec<Patient>, Detail, DateTime<Utc>), Failure> {
    if let Some(id) = &question.id {
        return one(session, id).await;
    }
    let mut found: Vec<Patient> = Vec::new();
    let mut as_of = DateTime::<Utc>::MIN_UTC;
    for query in queries(question) {
        let page = session.patient_page(&query, None).await.map_err(|error| failure::from_athena(&error))?;
        as_of = page.as_of;
        found.extend(
            page.rows
                .into_iter()
                .filter(|row| found.iter().all(|known| known.id != row.id))
                .collect::<Vec<_>>(),
        );
    }
    found.truncate(MOST);
    Ok((found, Detail::Brief, as_of))
}

async fn one(session: &Session, id: &PatientId) -> Result<(Vec<Patient>, Detail, DateTime<Utc>), Failure> {
    let parts = PatientParts { balances: true, previous_ids: true, ..PatientParts::default() };
    match session.patient(id, None, parts).await {
        Ok(answer) => Ok((vec![answer.value.patient], Detail::Full, answer.as_of)),
        Err(AthenaError::Refused { why: Refusal::NotFound, .. }) => {
            Ok((Vec::new(), Detail::Full, DateTime::<Utc>::MIN_UTC))
        }
        Err(error) => Err(failure::from_athena(&error)),
    }
}

/// The searches that a question is worth: names in both orders where nothing says which is which.
fn queries(question: &Question) -> Vec<PatientQuery> {
    let base = PatientQuery {
        dob: question.dob.clone(),
        phone: question.phone.clone(),
        page_rows: u32::try_from(MOST).ok(),
        ..PatientQuery::default()
    };
    let named = |first: Option<&Phi<String>>, last: Option<&Phi<String>>| PatientQuery {
        first: first.cloned(),
        last: last.cloned(),
        ..base.clone()
    };
    match question.names.as_slice() {
        [] => vec![base],
        [name] => vec![named(None, Some(name)), named(Some(name), None)],
        [last, first, ..] if question.last_first => vec![named(Some(first), Some(last))],
        [one, .., other] => vec![named(Some(one), Some(other)), named(Some(other), Some(one))],
    }
}

/// Reads what was typed; `None` where athenahealth cannot be asked for it.
fn read(text: &str) -> Option<Question> {
    if let Some(id) = store::search::named_identifier(text) {
        return Some(Question { id: Some(PatientId::new(id)), ..Question::default() });
    }
    if let Some(phone) = whole_phone(text) {
        return Some(Question { phone: Some(phone), ..Question::default() });
    }
    let mut question = Question { last_first: text.contains(','), ..Question::default() };
    for word in
        text.split(|letter: char| letter.is_whitespace() || letter == ',').filter(|word| !word.is_empty())
    {
        take(&mut question, word);
    }
    let alone = question.names.is_empty() && question.dob.is_none();
    if !alone {
        question.id = None;
    }
    (!alone || question.id.is_some()).then_some(question)
}

/// A phone as it is written, spaces and all: ten digits, or eleven with the country's 1.
fn whole_phone(text: &str) -> Option<Phi<String>> {
    let is_mark = |letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '-' | '.' | '+');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = text.chars().all(|letter| letter.is_ascii_digit() || is_mark(letter));
    let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits);
    (plain && national.len() == 10).then(|| Phi::new(national.to_owned()))
}

fn take(question: &mut Question, word: &str) {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    if let Some(dob) = DATES.iter().find_map(|form| NaiveDate::parse_from_str(word, form).ok()) {
        question.dob = Some(Phi::new(dob));
    } else if digits.is_empty() {
        question.names.push(Phi::new(word.to_owned()));
    } else if digits.len() == word.len() {
        question.id = Some(PatientId::new(digits));
    }
}

#[cfg(test)]
mod tests {
    use super::{queries, read};

    #[test]
    fn names_are_asked_for_in_both_orders_unless_a_comma_tells() {
        let asked = |text: &str| {
            let found = queries(&read(text).expect("a question"));
            found
                .into_iter()
                .map(|query| {
                    (query.first.map(model::Phi::into_exposed), query.last.map(model::Phi::into_exposed))
                })
                .collect::<Vec<_>>()
        };
        let name = |text: &str| Some(text.to_owned());
        assert_eq!(asked("ada okafor"), [(name("ada"), name("okafor")), (name("okafor"), name("ada"))]);
        assert_eq!(asked("okafor, ada"), [(name("ada"), name("okafor"))]);
        assert_eq!(asked("okafor"), [(None, name("okafor")), (name("okafor"), None)]);
    }

    #[test]
    fn a_date_a_phone_or_an_id_alone_can_be_asked_for() {
        assert!(read("03/14/1979").expect("a question").dob.is_some());
        for phone in ["(319) 555-0148", "319.555.0148", "+1 319 555 0148"] {
            let asked = read(phone).expect("a question").phone.map(model::Phi::into_exposed);
            assert_eq!(asked.as_deref(), Some("3195550148"), "{phone}");
        }
        for text in ["41882", "#41882", "id 41882", "MRN: 41882"] {
            let asked = read(text).expect("a question");
            assert_eq!(asked.id.as_ref().map(model::PatientId::as_str), Some("41882"), "{text}");
            assert!(asked.names.is_empty(), "{text}");
        }
        assert!(
            read("okafor 41882").expect("a question").id.is_none(),
            "a name says more than a number beside it"
        );
        assert!(read("?").is_some_and(|question| !question.names.is_empty()));
        assert!(read("  ").is_none());
    }
}
