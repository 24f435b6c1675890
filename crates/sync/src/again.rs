//! Reading again what is held, in turn, though nothing told that it changed.

use std::time::Duration;

use athena::{Feed, Lane};
use chrono::{DateTime, NaiveDate, Utc};
use model::PatientId;
use store::{Error, Reader};
use tokio::time::Instant;

use crate::calendar::{Span, outward};
use crate::planner::{BATCH, Rolling, Step};
use crate::reading::Desk;
use crate::state::Trouble;

/// How often it is looked what comes next.
const LOOK: Duration = Duration::from_secs(60);

/// What comes next, as the copy says.
pub(crate) struct Next {
    parts: u32,
    last: Option<DateTime<Utc>>,
    oldest: DateTime<Utc>,
    step: Step,
}

/// What is read again in turn.
#[derive(Default)]
pub(crate) struct Again {
    looked: Option<Instant>,
    next: Vec<Next>,
}

impl Again {
    /// Whether it is to be looked what comes next.
    pub fn is_due(&self) -> bool {
        self.looked.is_none_or(|looked| looked.elapsed() >= LOOK)
    }

    /// Notes that some was read: what comes next is another.
    pub fn read(&mut self) {
        self.looked = None;
    }

    /// Takes in what the copy says comes next.
    pub fn look(&mut self, next: Vec<Next>) {
        (self.looked, self.next) = (Some(Instant::now()), next);
    }

    /// What comes next, and how old it is.
    pub fn rolling(&self, wall: DateTime<Utc>) -> Vec<Rolling> {
        let ago = |at: DateTime<Utc>| (wall - at).to_std().unwrap_or_default();
        let rolling = |next: &Next| Rolling {
            parts: next.parts,
            last: next.last.map(ago),
            oldest: ago(next.oldest),
            next: next.step.clone(),
        };
        self.next.iter().map(rolling).collect()
    }
}

/// What comes next: the part of the schedule, and those patients, that were read longest ago.
pub(crate) fn next(reader: &Reader<'_>, today: NaiveDate) -> Result<Vec<Next>, Error> {
    let last = |feed: Feed| Ok::<_, Error>(reader.measured(feed.name())?.and_then(|measured| measured.last));
    let mut found = Vec::new();
    let spans = outward(today);
    let ends = (spans.iter().map(|span| span.from).min(), spans.iter().map(|span| span.to).max());
    if let (Some(from), Some(to)) = ends
        && let Some((day, oldest)) = reader.day_read_longest_ago(from, to)?
        && let Some(span) = spans.iter().find(|span| span.holds(day))
    {
        let parts = u32::try_from(spans.len()).unwrap_or(u32::MAX);
        found.push(Next { parts, last: last(Feed::Appointments)?, oldest, step: Step::ScheduleAgain(*span) });
    }
    let patients = reader.read_longest_ago(BATCH)?;
    if let Some((_, oldest)) = patients.first() {
        let parts = reader.held_patients()?.div_ceil(BATCH as u64);
        found.push(Next {
            parts: u32::try_from(parts).unwrap_or(u32::MAX),
            last: last(Feed::Patients)?,
            oldest: *oldest,
            step: Step::PatientsAgain(patients.into_iter().map(|(id, _)| id).collect()),
        });
    }
    Ok(found)
}

impl Desk {
    /// Reads a span again. Says whether all of it came.
    pub async fn schedule_again(&self, span: Span) -> Result<bool, Trouble> {
        let whole = self.span(span, Lane::Fill).await?;
        self.note_again(Feed::Appointments).await?;
        Ok(whole)
    }

    /// Reads patients again. Gives those whose answers cannot be read as they are.
    pub async fn patients_again(&self, ids: Vec<PatientId>) -> Result<Vec<PatientId>, Trouble> {
        let unread = self.patients(ids, Lane::Fill).await?;
        self.note_again(Feed::Patients).await?;
        Ok(unread)
    }

    async fn note_again(&self, feed: Feed) -> Result<(), Trouble> {
        let at = self.client.server_time();
        Ok(self.cache.write("read again", move |writer| writer.note_again(feed.name(), at)).await?)
    }
}
