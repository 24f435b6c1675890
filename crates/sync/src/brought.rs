//! What a step comes to.

use std::sync::Arc;
use std::time::Duration;

use athena::{Error as AthenaError, Feed, Lane, Refusal};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::future::try_join;
use model::{AppointmentId, Clock, PatientId};
use store::Writer;

use crate::feeds::{CacheShelf, ClientSource, MOST, Poll, Rules, pace};
use crate::handle::Stale;
use crate::planner::Step;
use crate::reading::Desk;
use crate::state::Trouble;

/// How long it is waited before a call that was not answered is taken for more than that.
const BETWEEN_PINGS: Duration = Duration::from_secs(1);

/// What a step brought.
pub(crate) struct Brought {
    /// What is stale.
    pub stale: Vec<Stale>,
    /// Whose details cannot be read as they are.
    pub unread: Vec<PatientId>,
    /// Whether all came that there was.
    pub whole: bool,
    /// Whether a subscription is in effect; `true` of what needs none.
    pub in_effect: bool,
    /// Patients who are to be read, since only their number is known.
    pub wanted: Vec<PatientId>,
}

/// What a step came to.
pub(crate) type Came = Result<Brought, Trouble>;

impl Brought {
    /// What changed a part.
    pub fn of(stale: Stale) -> Self {
        Self { stale: vec![stale], unread: Vec::new(), whole: true, in_effect: true, wanted: Vec::new() }
    }

    /// What changed the schedule, and whether all of it came.
    pub fn schedule(whole: bool) -> Self {
        Self { whole, ..Self::of(Stale::Schedule) }
    }

    /// What changed patients, but for those whose details cannot be read as they are.
    pub fn patients(unread: Vec<PatientId>) -> Self {
        Self { unread, ..Self::of(Stale::Patients) }
    }
}

/// Reads a feed of changed records.
pub(crate) async fn feed(desk: &Desk, feed: Feed, clock: Arc<dyn Clock>) -> Came {
    let source = ClientSource { client: desk.client.clone(), clock };
    let shelf = CacheShelf { cache: desk.cache.clone(), ledger: desk.ledger.clone() };
    let departments = desk.departments().await?;
    let poll = Poll { source: &source, shelf: &shelf, rules: Rules::ALL, most: MOST };
    let polled = poll.run(feed, &departments).await?;
    if polled.in_effect {
        desk.note_proof(feed).await?;
    }
    let stale = if polled.taken > 0 { pace(feed).stale.to_vec() } else { vec![Stale::Progress] };
    let wanted = polled.unread.into_iter().map(PatientId::new).collect();
    Ok(Brought { stale, unread: Vec::new(), whole: true, in_effect: polled.in_effect, wanted })
}

/// Reads a day.
pub(crate) async fn day(desk: &Desk, date: NaiveDate, lane: Lane) -> Came {
    desk.day(date, lane).await.map(Brought::schedule)
}

/// Reads a patient with all that a card shows; what this key was lately refused, only where somebody asks.
pub(crate) async fn card(desk: &Desk, id: PatientId, now: DateTime<Utc>, asked: bool) -> Came {
    let chart = async {
        if asked || desk.may_read_charts().await? {
            desk.allergies(vec![id.clone()], Lane::Interactive).await?;
        }
        Ok(())
    };
    let unread = desk.patients(vec![id.clone()], Lane::Interactive).await?;
    try_join(desk.visits_held(&id, Lane::Interactive, now), chart).await?;
    Ok(Brought { stale: vec![Stale::Patients, Stale::Schedule], ..Brought::patients(unread) })
}

/// Reads visits by their numbers. One that athenahealth shows no more is left to the reading of its day.
pub(crate) async fn visits(desk: &Desk, ids: Vec<AppointmentId>) -> Came {
    let session = desk.client.lane(Lane::Interactive);
    for id in ids {
        let answer = match session.appointment(&id).await {
            Ok(answer) => answer,
            Err(AthenaError::Refused { why: Refusal::NotFound, .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        let put = move |writer: &mut Writer<'_>| writer.put_visit(&answer.value, answer.as_of);
        desk.cache.write("visit", put).await?;
    }
    Ok(Brought::schedule(true))
}

/// Reads allergies.
pub(crate) async fn allergies(desk: &Desk, ids: Vec<PatientId>) -> Came {
    if desk.may_read_charts().await? {
        desk.allergies(ids, Lane::Fill).await?;
    }
    Ok(Brought::of(Stale::Patients))
}

/// Looks for people who were not there. Whoever is there again has visits again.
pub(crate) async fn hidden(desk: &Desk, ids: Vec<PatientId>, now: DateTime<Utc>) -> Came {
    let mut unread = Vec::new();
    for id in ids {
        unread.extend(desk.whole(id, Lane::Fill, now).await?);
    }
    Ok(Brought { stale: vec![Stale::Patients, Stale::Schedule], ..Brought::patients(unread) })
}

/// Whether it is known that athenahealth answers calls.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing says that it does not.
    Well,
    /// A call was not answered: another tells whether any is.
    InDoubt,
    /// None is, and a call is what tells that it is over.
    InTrouble,
}

impl Standing {
    pub fn of(is_in_trouble: bool, is_doubted: bool) -> Self {
        match (is_in_trouble, is_doubted) {
            (true, _) => Self::InTrouble,
            (false, true) => Self::InDoubt,
            (false, false) => Self::Well,
        }
    }
}

/// Tries whether athenahealth is there.
pub(crate) async fn reach(desk: &Desk, standing: Standing) -> Came {
    desk.client.reach().await?;
    let by_key = desk.client.lane(Lane::Feed);
    match standing {
        Standing::Well => {}
        Standing::InTrouble => by_key.ping_once().await?,
        Standing::InDoubt => {
            if by_key.ping_once().await.is_err() {
                tokio::time::sleep(BETWEEN_PINGS).await;
                by_key.ping_once().await?;
            }
        }
    }
    Ok(Brought { stale: Vec::new(), ..Brought::of(Stale::Progress) })
}

/// The patients whom a step reads.
pub(crate) fn read_in(step: &Step) -> &[PatientId] {
    match step {
        Step::Patients(ids) | Step::Hidden(ids) | Step::PatientsAgain(ids) | Step::Coming(ids) => ids,
        Step::Card(id) => std::slice::from_ref(id),
        Step::Reference
        | Step::Providers
        | Step::Schedule(_)
        | Step::Day(_)
        | Step::Changes
        | Step::Feed(_)
        | Step::Allergies(_)
        | Step::ScheduleAgain(_)
        | Step::Visits(_)
        | Step::Reach => &[],
    }
}

/// Whether a step is of no age: the next of its kind is another.
pub(crate) fn is_once(step: &Step) -> bool {
    matches!(
        step,
        Step::Providers
            | Step::Patients(_)
            | Step::Hidden(_)
            | Step::Allergies(_)
            | Step::Coming(_)
            | Step::ScheduleAgain(_)
            | Step::PatientsAgain(_)
            | Step::Visits(_)
            | Step::Reach
    )
}
