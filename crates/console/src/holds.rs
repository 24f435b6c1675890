//! Times that are held while somebody is talked to. Each is let go by whoever held it, when it is booked, after ten
//! minutes, and when the practice is closed; what a crash left held is let go at the next start.
//!
//! athenahealth's word on booking a slot that is held was never recorded: it is let go first, which is right whatever
//! it would say.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use ipc::slot::{SlotHold, SlotLetGo};
use ipc::visit::Released;
use ipc::{Call, Failure};
use model::{AppointmentId, Clock, PatientId};
use sync::{Deed, Held, Journal, VisitDeed, VisitStood, VisitWrite};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::console::Console;
use crate::journal::{Step, failed};
use crate::live::Live;
use crate::visits;

/// How long a time is held while nothing comes of it.
const LONGEST: TimeDelta = TimeDelta::minutes(10);
/// How long closing waits for what is let go: nobody who leaves notices it, and what did not leave is let go later.
const PATIENCE: Duration = Duration::from_secs(2);
const AGAIN: Duration = Duration::from_millis(50);
/// How long the vault is given where it could not be read.
const REST: Duration = Duration::from_secs(60);

/// Whether anything may be held.
#[derive(Default)]
pub(crate) struct Holds {
    any: AtomicBool,
    made: Notify,
}

/// Has an open time held for somebody.
pub(crate) async fn hold(console: &Console, call: &Call, request: SlotHold) -> Result<Released, Failure> {
    let live = console.live().await?;
    let slot = AppointmentId::new(request.slot);
    let patient = visits::somebody(&live, &PatientId::new(request.patient)).await?.id;
    let before = VisitStood { slot: live.openings.shown(&slot), ..VisitStood::default() };
    let write = VisitWrite { patient, deed: VisitDeed::Hold(slot.clone()), before };
    let (step, deed) = Step::of(console, &live, call, Some(format!("slot {slot}")))?;
    let write = step.came(live.journal.act(write, deed).await)?;
    live.holds.any.store(true, Ordering::Relaxed);
    live.holds.made.notify_one();
    Ok(Released { write: write.to_string() })
}

/// Has a time let go that was held.
pub(crate) async fn let_go(console: &Console, call: &Call, request: SlotLetGo) -> Result<Released, Failure> {
    let live = console.live().await?;
    let slot = AppointmentId::new(request.slot);
    let held = of(console, &live, &slot).await?.ok_or(Failure::OutOfTurn)?;
    let (step, deed) = Step::of(console, &live, call, Some(format!("slot {slot}")))?;
    let write = step.came(live.journal.act(held.letting_go(), deed).await)?;
    Ok(Released { write: write.to_string() })
}

/// Lets a time go that is held from here and is to be booked now. What is done with one slot is done in its order.
pub(crate) async fn before_booking(
    console: &Console,
    live: &Live,
    slot: &AppointmentId,
) -> Result<(), Failure> {
    if !live.holds.any.load(Ordering::Relaxed) {
        return Ok(());
    }
    let Some(held) = of(console, live, slot).await? else { return Ok(()) };
    let let_go = live.journal.act(held.letting_go(), Deed::from(held.by.as_str())).await;
    let_go.map(drop).map_err(|refused| failed(refused, console))
}

async fn of(console: &Console, live: &Live, slot: &AppointmentId) -> Result<Option<Held>, Failure> {
    let held = live.journal.held().await.map_err(|error| failed(error.into(), console))?;
    Ok(held.into_iter().find(|held| held.slot == *slot))
}

/// Lets go what was left held before, and then whatever is held too long.
pub(crate) async fn follow(journal: Journal, holds: Arc<Holds>, clock: Arc<dyn Clock>) {
    let mut longest = TimeDelta::zero();
    loop {
        let next = match let_go_after(&journal, longest, clock.as_ref()).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "whether times are held is not known");
                Some(REST)
            }
        };
        longest = LONGEST;
        let due = next.map(|next| Instant::now() + next);
        tokio::select! {
            () = holds.made.notified() => {}
            () = async { match due {
                Some(due) => sleep_until(due).await,
                None => std::future::pending().await,
            } } => {}
        }
    }
}

/// Lets go what is held for so long, and says when the next is.
async fn let_go_after(
    journal: &Journal,
    longest: TimeDelta,
    clock: &dyn Clock,
) -> Result<Option<Duration>, sync::Refused> {
    let mut next = None::<Duration>;
    for held in journal.held().await? {
        // A clock that was put back holds nothing for longer.
        let left = longest - (clock.now() - held.since).abs();
        match left.to_std() {
            Ok(left) if !left.is_zero() => next = Some(next.map_or(left, |next| next.min(left))),
            _ => drop(journal.act(held.letting_go(), Deed::from(held.by.as_str())).await?),
        }
    }
    Ok(next)
}

/// Lets everything go, and waits a moment until athenahealth knows: nobody is here to let it go later.
pub(crate) async fn end(journal: &Journal, holds: &Holds) {
    if !holds.any.load(Ordering::Relaxed) {
        return;
    }
    let gone = async {
        let mut going = Vec::new();
        for held in journal.held().await? {
            going.push(journal.act(held.letting_go(), Deed::from(held.by.as_str())).await?);
        }
        for write in going {
            while journal.entry(&write).await?.is_some_and(|entry| entry.ended.is_none()) {
                sleep(AGAIN).await;
            }
        }
        Ok::<_, sync::Refused>(())
    };
    match timeout(PATIENCE, gone).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "times that are held were not let go"),
        Err(_) => tracing::warn!("times that are held are let go at the next start"),
    }
}
