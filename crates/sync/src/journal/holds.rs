//! Which slots are held from here. The journal alone says so: whatever ends the program forgets none.

use chrono::{DateTime, TimeDelta, Utc};
use model::{AppointmentId, PatientId};
use store::{Error, JournalRow, WriteState};

use super::desk::Journal;
use super::visit::{VisitDeed, VisitStood, VisitWrite};
use super::words::{Entry, Write};

/// How far back is looked for a hold that nobody let go.
const LATELY: TimeDelta = TimeDelta::days(2);
/// More writes than a desk makes in that time.
const MOST: u32 = 2_000;

/// A slot that is held from here, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The slot.
    pub slot: AppointmentId,
    /// For whom.
    pub patient: PatientId,
    /// By whom.
    pub by: String,
    /// Since when they wanted it.
    pub since: DateTime<Utc>,
    before: VisitStood,
}

impl Held {
    /// The write that lets it go.
    pub fn letting_go(&self) -> VisitWrite {
        let (patient, before) = (self.patient.clone(), self.before.clone());
        VisitWrite { patient, deed: VisitDeed::LetGo(self.slot.clone()), before }
    }
}

impl Journal {
    /// The slots that are held from here, or may be, the earliest first. What was to be let go already is not among
    /// them, however that ended: a person sees it where it did not end well.
    pub async fn held(&self) -> Result<Vec<Held>, Error> {
        Ok(standing(self.done_since(self.clock.now() - LATELY).await?.iter().filter_map(part)))
    }

    /// What is done with visits that has not ended, or ended since, in its order.
    pub async fn done_since(&self, since: DateTime<Utc>) -> Result<Vec<Entry>, Error> {
        let connection = self.connection.clone();
        let read = self.vault.read(move |reader| reader.journal_page(&connection, None, since, None, MOST));
        let mut rows: Vec<JournalRow> = read.await?;
        rows.retain(|row| VisitDeed::is_kind(&row.kind));
        rows.sort_by_key(|row| row.place().number);
        rows.into_iter().map(Entry::of).collect()
    }
}

/// What of a write matters here.
struct Part<'e> {
    write: &'e VisitWrite,
    state: WriteState,
    is_released: bool,
    by: &'e str,
    since: DateTime<Utc>,
}

fn part(entry: &Entry) -> Option<Part<'_>> {
    let Write::Visit(write) = &entry.write else { return None };
    let (state, is_released) = (entry.state, entry.released.is_some());
    Some(Part { write, state, is_released, by: &entry.by, since: entry.drafted })
}

/// What is held after some writes, in their order.
fn standing<'e>(writes: impl Iterator<Item = Part<'e>>) -> Vec<Held> {
    let mut held = Vec::<Held>::new();
    for Part { write, state, is_released, by, since } in writes {
        match &write.deed {
            // What was declined holds nothing, nor what waits for a person.
            VisitDeed::Hold(slot) if is_released && state != WriteState::Rejected => {
                held.retain(|one| one.slot != *slot);
                let (patient, before) = (write.patient.clone(), write.before.clone());
                held.push(Held { slot: slot.clone(), patient, by: by.to_owned(), since, before });
            }
            VisitDeed::LetGo(slot) => held.retain(|one| one.slot != *slot),
            VisitDeed::Book(booking) if state == WriteState::Confirmed => {
                held.retain(|one| one.slot != booking.slot);
            }
            _ => {}
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use model::{Booking, Purpose};
    use store::WriteState as S;

    use super::{Part, VisitDeed, VisitWrite, standing};

    fn held(writes: &[(VisitDeed, S, bool)]) -> Vec<String> {
        let since: DateTime<Utc> = "2026-11-23T15:00:00Z".parse().expect("an instant");
        let writes: Vec<_> = writes
            .iter()
            .map(|(deed, state, released)| {
                let write =
                    VisitWrite { patient: "7".into(), deed: deed.clone(), before: Default::default() };
                (write, *state, *released)
            })
            .collect();
        let parts = writes.iter().map(|(write, state, is_released)| Part {
            write,
            state: *state,
            is_released: *is_released,
            by: "ana",
            since,
        });
        standing(parts).into_iter().map(|one| one.slot.to_string()).collect()
    }

    #[test]
    fn what_is_held_or_may_be_is_until_it_was_to_be_let_go_or_is_booked() {
        let hold = |slot: &str, state| (VisitDeed::Hold(slot.into()), state, true);
        let go = |slot: &str, state| (VisitDeed::LetGo(slot.into()), state, true);
        let book = |slot: &str, state| {
            let booking = Booking::new(slot.into(), "7".into(), Purpose::Kind("82".into()));
            (VisitDeed::Book(booking), state, true)
        };
        for state in [S::Drafted, S::Intent, S::Sent, S::Unknown, S::Confirmed] {
            assert_eq!(held(&[hold("1", state)]), ["1"], "{state:?}");
        }
        assert!(held(&[hold("1", S::Rejected)]).is_empty(), "it was declined");
        assert!(held(&[(VisitDeed::Hold("1".into()), S::Drafted, false)]).is_empty(), "a person is asked");
        assert_eq!(held(&[hold("1", S::Confirmed), hold("2", S::Unknown), go("1", S::Sent)]), ["2"]);
        assert!(held(&[hold("1", S::Confirmed), go("1", S::Rejected)]).is_empty(), "it is tried once");
        assert_eq!(held(&[go("1", S::Confirmed), hold("1", S::Confirmed)]), ["1"], "it was held again");
        assert_eq!(held(&[hold("1", S::Confirmed), book("1", S::Sent)]), ["1"]);
        assert!(held(&[hold("1", S::Confirmed), book("1", S::Confirmed)]).is_empty());
    }
}
