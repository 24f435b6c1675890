//! Asking athenahealth for people whom the copy does not hold.

use athena::{Error as AthenaError, Lane, PatientParts, PatientQuery, Refusal, Session};
use chrono::{DateTime, NaiveDate, Utc};
use ipc::Failure;
use ipc::patient::{Asked, PatientAsk};
use model::{Patient, PatientId, Phi, Zone};
use store::search::{Query, Question};
use store::{Detail, Entropy, Writer};

use crate::console::Console;
use crate::live::Live;
use crate::{failure, patients};

/// The most people that one question brings: more than that is no question but a list.
const MOST: usize = crate::page::MOST_ROWS;

/// What athenahealth knows of one way to ask.
struct Told {
    people: Vec<Patient>,
    detail: Detail,
    as_of: DateTime<Utc>,
}

/// What athenahealth knows of a question.
#[derive(Default)]
struct Answer {
    told: Vec<Told>,
    /// Whether it knows more people than it was let tell.
    more: bool,
}

impl Answer {
    fn people(&self) -> impl Iterator<Item = &Patient> {
        self.told.iter().flat_map(|told| &told.people)
    }

    /// Takes whom nobody told of yet, as many as one question brings.
    fn take(&mut self, mut told: Told) {
        told.people.retain(|person| self.people().all(|known| known.id != person.id));
        let room = MOST.saturating_sub(self.people().count());
        self.more |= told.people.len() > room;
        told.people.truncate(room);
        self.told.push(told);
    }
}

/// Asks, puts what comes into the copy, and says what was new.
pub(crate) async fn ask(console: &Console, request: PatientAsk) -> Result<Asked, Failure> {
    let now = console.ports().clock.now();
    let question = question(&request.text, now).ok_or(Failure::NotAskable)?;
    let live = console.live().await?;
    let Answer { told, more } =
        answer(&live.client.lane(Lane::Interactive), &question, live.entropy.as_ref()).await?;
    let ids: Vec<PatientId> = told.iter().flat_map(|told| &told.people).map(|one| one.id.clone()).collect();
    let new = live
        .cache
        .write("patients asked for", move |writer| put(writer, &told))
        .await
        .map_err(|error| live.failed(&error))?;
    let query = Query::parse(&request.text);
    let rows = live.read(move |reader| patients::rows(reader, &query, &ids, now)).await?;
    Ok(Asked { rows, new: u32::try_from(new).unwrap_or(u32::MAX), more })
}

/// What a text asks athenahealth for; `None` where it cannot be asked for that.
pub(crate) fn question(text: &str, now: DateTime<Utc>) -> Option<Question> {
    Question::read(text, Zone::EASTERN.today(now))
}

fn put(writer: &mut Writer<'_>, told: &[Told]) -> Result<u64, store::Error> {
    let mut new = 0;
    for Told { people, detail, as_of } in told {
        new += writer.put_patients(people, *as_of, *detail)?.new;
    }
    Ok(new)
}

async fn answer(session: &Session, question: &Question, entropy: &dyn Entropy) -> Result<Answer, Failure> {
    let mut answer = Answer::default();
    if let Some(id) = &question.id
        && let Some(told) = one(session, id, entropy).await?
    {
        answer.take(told);
    }
    for query in queries(question) {
        match session.patient_page(&query, None).await {
            Ok(page) => {
                answer.more |= page.next.is_some();
                answer.take(Told { people: page.rows, detail: Detail::Brief, as_of: page.as_of });
            }
            // Another way to read the words may be narrower.
            Err(AthenaError::Refused { why: Refusal::TooManyMatches, .. }) => answer.more = true,
            Err(error) => return Err(failure::from_athena(&error, entropy)),
        }
    }
    if answer.more && answer.people().next().is_none() { Err(Failure::TooManyMatches) } else { Ok(answer) }
}

/// Somebody as athenahealth has them now.
pub(crate) async fn patient(live: &Live, id: &PatientId) -> Result<Option<Patient>, Failure> {
    let told = one(&live.client.lane(Lane::Interactive), id, live.entropy.as_ref()).await?;
    Ok(told.and_then(|told| told.people.into_iter().next()))
}

async fn one(session: &Session, id: &PatientId, entropy: &dyn Entropy) -> Result<Option<Told>, Failure> {
    let parts = PatientParts { balances: true, previous_ids: true, ..PatientParts::default() };
    match session.patient(id, None, parts).await {
        Ok(answer) => {
            let people = vec![answer.value.patient];
            Ok(Some(Told { people, detail: Detail::Full, as_of: answer.as_of }))
        }
        Err(AthenaError::Refused { why: Refusal::NotFound, .. }) => Ok(None),
        Err(error) => Err(failure::from_athena(&error, entropy)),
    }
}

/// The searches that a question is worth: each name that the words may be on each day that they may
/// mean.
fn queries(question: &Question) -> Vec<PatientQuery> {
    let names = names(question);
    if names.is_empty() && question.births.is_empty() && question.phone.is_none() {
        return Vec::new();
    }
    let names = if names.is_empty() { vec![Name::default()] } else { names };
    let births: Vec<Option<&Phi<NaiveDate>>> = match question.births.as_slice() {
        [] => vec![None],
        births => births.iter().map(Some).collect(),
    };
    let query = |name: &Name, birth: Option<&Phi<NaiveDate>>| PatientQuery {
        first: name.first.clone(),
        last: name.last.clone(),
        dob: birth.cloned(),
        phone: question.phone.clone(),
        page_rows: u32::try_from(MOST).ok(),
        ..PatientQuery::default()
    };
    names.iter().flat_map(|name| births.iter().map(|birth| query(name, *birth))).collect()
}

#[derive(Default)]
struct Name {
    first: Option<Phi<String>>,
    last: Option<Phi<String>>,
}

impl Name {
    fn of(first: Option<&Phi<String>>, last: Option<&Phi<String>>) -> Self {
        Self { first: first.cloned(), last: last.cloned() }
    }
}

/// The names that a question may mean: in both orders where no comma says which is which.
fn names(question: &Question) -> Vec<Name> {
    let (last, first) = question.names.split_at(question.last_names.min(question.names.len()));
    if !last.is_empty() {
        let last: Vec<&str> = last.iter().map(|part| part.expose().as_str()).collect();
        return vec![Name::of(first.first(), Some(&Phi::new(last.join(" "))))];
    }
    match question.names.as_slice() {
        [] => Vec::new(),
        [name] => vec![Name::of(None, Some(name)), Name::of(Some(name), None)],
        [one, .., other] => vec![Name::of(Some(one), Some(other)), Name::of(Some(other), Some(one))],
    }
}

#[cfg(test)]
mod tests {
    use athena::PatientQuery;
    use chrono::{DateTime, Utc};
    use model::Phi;

    use super::{queries, question};

    fn asked(text: &str) -> Vec<PatientQuery> {
        let now: DateTime<Utc> = "2026-11-23T15:30:00Z".parse().expect("an instant");
        queries(&question(text, now).expect("a question"))
    }

    fn names(text: &str) -> Vec<(Option<String>, Option<String>)> {
        let exposed = |name: Option<Phi<String>>| name.map(Phi::into_exposed);
        asked(text).into_iter().map(|query| (exposed(query.first), exposed(query.last))).collect()
    }

    fn births(text: &str) -> Vec<Option<String>> {
        asked(text).into_iter().map(|query| query.dob.map(|day| day.expose().to_string())).collect()
    }

    fn name(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn names_are_asked_for_in_both_orders_unless_a_comma_tells() {
        assert_eq!(names("ada okafor"), [(name("ada"), name("okafor")), (name("okafor"), name("ada"))]);
        assert_eq!(names("okafor, ada"), [(name("ada"), name("okafor"))]);
        assert_eq!(names("de la Cruz, Ana"), [(name("Ana"), name("de la Cruz"))]);
        assert_eq!(names("okafor"), [(None, name("okafor")), (name("okafor"), None)]);
    }

    #[test]
    fn a_year_of_two_digits_is_asked_for_in_each_century_it_may_be_in() {
        assert_eq!(births("3/14/79"), [name("1979-03-14")]);
        assert_eq!(births("3/14/15"), [name("1915-03-14"), name("2015-03-14")]);
        assert_eq!(births("okafor, ada 3/14/79"), [name("1979-03-14")]);
    }

    #[test]
    fn an_id_alone_is_no_search() {
        assert!(asked("10152").is_empty());
        assert!(asked("#101520").is_empty());
        assert_eq!(births("101520"), [name("1920-10-15"), name("2020-10-15")], "it may be a date as well");
    }
}
