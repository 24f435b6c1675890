//! What is read of athenahealth for the sake of a write about a visit.

use athena::{Error, Refusal, Session, SlotQuery};
use model::{AppointmentId, Purpose, VisitState, WaitlistId};
use tokio::time::Instant;

use super::{VisitDeed, VisitSeen, VisitStood, VisitWrite, double};

/// How the visit and the slot stand just before a write is sent.
pub(crate) async fn before(session: &Session, write: &VisitWrite) -> Result<VisitStood, Error> {
    if write.deed.place().is_some() {
        return double::before(session, write).await;
    }
    let visit = some(session, write.deed.visit()).await?;
    let place = write.before.slot.as_ref().filter(|_| write.is_doubled());
    Ok(match (write.deed.meant(), place) {
        // What was opened for it got a number meanwhile.
        (Some(_), Some(place)) => {
            VisitStood { visit, ..double::opened(session, place, &write.before.open).await? }
        }
        (Some(meant), None) => {
            VisitStood { visit, slot: free(session, write, meant).await?, open: Vec::new() }
        }
        (None, _) => VisitStood { visit, ..VisitStood::default() },
    })
}

/// How they stand since. A visit that was moved says where it is by now.
pub(crate) async fn since(session: &Session, write: &VisitWrite) -> Result<VisitStood, Error> {
    if write.deed.place().is_some() {
        return double::since(session, write).await;
    }
    let visit = some(session, write.deed.visit()).await?;
    let moved_to = visit.as_ref().and_then(|visit| visit.moved_to.as_ref());
    let slot = write.slot().map(|slot| moved_to.unwrap_or(slot));
    Ok(VisitStood { slot: some(session, slot).await?, visit, open: Vec::new() })
}

/// Whether somebody waits by an entry of the waiting list.
pub(crate) async fn waits(session: &Session, entry: &WaitlistId) -> Result<bool, Error> {
    match session.waitlist_entry(entry).await {
        Ok(_) => Ok(true),
        Err(Error::Refused { why: Refusal::NotFound, .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(super) async fn some(session: &Session, id: Option<&AppointmentId>) -> Result<Option<VisitSeen>, Error> {
    let Some(id) = id else { return Ok(None) };
    let asked = Instant::now();
    match session.appointment(id).await {
        // The date on an answer may be later than what it shows, by as long as it took.
        Ok(answer) => Ok(Some(VisitSeen::from(&answer.value).looked_at(answer.as_of - asked.elapsed()))),
        Err(Error::Refused { why: Refusal::NotFound, .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The slot that is meant. Whoever means the place of a visit that was cancelled means what it freed, which
/// has a number of its own.
async fn free(
    session: &Session,
    write: &VisitWrite,
    meant: &AppointmentId,
) -> Result<Option<VisitSeen>, Error> {
    let Some(seen) = some(session, Some(meant)).await? else { return Ok(None) };
    if seen.state != VisitState::Cancelled {
        return Ok(Some(seen));
    }
    let day = seen.start.date();
    let purpose = match &write.deed {
        VisitDeed::Book(booking) => Some(booking.purpose.clone()),
        _ => seen.kind.clone().map(Purpose::Kind),
    };
    let query = SlotQuery {
        providers: vec![seen.provider.clone()],
        purpose,
        beyond_time_limits: true,
        beyond_permission: true,
        ..SlotQuery::new(seen.department.clone(), day, day)
    };
    let page = session.open_slots_page(&query, None).await?;
    let freed = page.rows.into_iter().find(|slot| {
        slot.start == seen.start && slot.provider == seen.provider && slot.department == seen.department
    });
    match freed {
        Some(slot) => some(session, Some(&slot.id)).await,
        None => Ok(Some(seen)),
    }
}
