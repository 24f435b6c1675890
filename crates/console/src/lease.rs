//! The offline lease: how long the copy of a practice opens without athenahealth having been reached.
//!
//! What was spent of it is kept in the vault. It is told by the wall's clock where that went on, and by one
//! that nobody can set where it was put back, so that no clock makes a lease longer. Only an answer that a
//! signed-in call had counts as having reached athenahealth.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use athena::Client;
use chrono::{DateTime, TimeDelta, Utc};
use ipc::people::LeaseSet;
use ipc::{Call, Done, Failure, Field};
use serde::{Deserialize, Serialize};
use store::{Connection, ConnectionId, Environment, Error, Reader, Vault, VaultFile};
use tokio::time::Instant;

use crate::console::Console;
use crate::profile::{self, Open};
use crate::{overdue, people};

/// How many hours it is where nobody said otherwise.
pub(crate) const USUAL_HOURS: u32 = 72;
/// What may be said.
const HOURS: std::ops::RangeInclusive<u32> = 4..=168;
/// The setting that says it.
const SETTING: &str = "lease hours";
/// How often it is looked at while a practice is in use.
const TICK: Duration = Duration::from_secs(60);
/// How many looks the vault may be behind: what a kill loses counts by the wall's clock all the same.
const TICKS_BEHIND: u32 = 5;

/// What is spent of one practice's lease.
pub(crate) struct Lease {
    connection: ConnectionId,
    meter: Mutex<Meter>,
}

#[derive(Clone, Copy)]
struct Meter {
    spent: TimeDelta,
    seen: DateTime<Utc>,
    looked: Option<Instant>,
    answers: u64,
    behind: u32,
}

/// What the vault keeps of it.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Kept {
    spent_ms: i64,
    seen: DateTime<Utc>,
}

impl Meter {
    fn new(now: DateTime<Utc>) -> Self {
        Self { spent: TimeDelta::zero(), seen: now, looked: None, answers: 0, behind: TICKS_BEHIND }
    }

    fn pass(&mut self, now: DateTime<Utc>) {
        let steady = self.looked.map_or(Duration::ZERO, |looked| looked.elapsed());
        let steady = TimeDelta::from_std(steady).unwrap_or(TimeDelta::MAX);
        self.spent = self.spent.checked_add(&(now - self.seen).max(steady)).unwrap_or(TimeDelta::MAX);
        (self.seen, self.looked) = (now, Some(Instant::now()));
    }
}

impl Lease {
    /// The lease of a connection. `None` for a demo practice, which is always reached.
    pub(crate) async fn of(
        console: &Console,
        open: &Open,
        connection: &Connection,
    ) -> Result<Option<Arc<Self>>, Failure> {
        if matches!(connection.environment, Environment::Demo { .. }) {
            return Ok(None);
        }
        let (id, now) = (connection.id.clone(), console.ports().clock.now());
        let read = open.vault.read(move |vault| Ok((vault.setting::<Kept>(&name(&id))?, hours(vault)?)));
        let read = read.await.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()));
        let (kept, hours) = read?;
        let mut meter = Meter::new(now);
        if let Some(Kept { spent_ms, seen }) = kept {
            (meter.spent, meter.seen) = (TimeDelta::milliseconds(spent_ms), seen);
            meter.pass(now);
        }
        let lease = Arc::new(Self { connection: connection.id.clone(), meter: Mutex::new(meter) });
        if lease.is_over(hours) {
            // What was spent while nobody looked is kept, for a clock that is put back after this.
            lease.keep(&open.vault).await;
            return Err(Failure::LeaseOver);
        }
        Ok(Some(lease))
    }

    fn is_over(&self, hours: u32) -> bool {
        self.meter().spent >= TimeDelta::hours(i64::from(hours))
    }

    /// Looks at it for as long as a practice is in use; comes back when it is over.
    pub(crate) async fn run(&self, console: &Console, client: &Client, vault: &Vault) {
        self.meter().answers = client.answers();
        loop {
            if self.look(console, client) {
                self.keep(vault).await;
            }
            let hours = vault.read(hours).await.unwrap_or(USUAL_HOURS);
            if self.is_over(hours) {
                return;
            }
            tokio::time::sleep(TICK).await;
        }
    }

    /// Takes in what passed since the last look, and says whether the vault is to keep it.
    fn look(&self, console: &Console, client: &Client) -> bool {
        let (now, answers) = (console.ports().clock.now(), client.answers());
        let mut meter = self.meter();
        meter.pass(now);
        if answers != meter.answers {
            (meter.spent, meter.answers) = (TimeDelta::zero(), answers);
        }
        meter.behind += 1;
        meter.behind > TICKS_BEHIND
    }

    /// Has the vault keep it.
    pub(crate) async fn keep(&self, vault: &Vault) {
        let kept = {
            let mut meter = self.meter();
            meter.behind = 0;
            Kept { spent_ms: meter.spent.num_milliseconds(), seen: meter.seen }
        };
        let id = self.connection.clone();
        let written = vault.write("lease", move |vault| vault.put_setting(&name(&id), &kept)).await;
        if let Err(error) = written {
            tracing::warn!(%error, "what is spent of the lease is not kept");
        }
    }

    fn meter(&self) -> MutexGuard<'_, Meter> {
        self.meter.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Begins the lease of a connection anew: athenahealth was reached.
pub(crate) async fn renew(console: &Console, vault: &Vault, connection: &ConnectionId) -> Result<(), Error> {
    let (id, kept) = (connection.clone(), Kept { spent_ms: 0, seen: console.ports().clock.now() });
    vault.write("lease", move |vault| vault.put_setting(&name(&id), &kept)).await
}

/// How many hours a lease lasts.
pub(crate) fn hours(vault: &Reader<'_, VaultFile>) -> Result<u32, Error> {
    Ok(vault.setting(SETTING)?.unwrap_or(USUAL_HOURS))
}

/// Says how long a lease lasts.
pub(crate) async fn set(console: &Console, call: &Call, request: LeaseSet) -> Result<Done, Failure> {
    if !HOURS.contains(&request.hours) {
        return Err(Failure::Invalid { field: Field::Hours });
    }
    people::change(console, call, call.entry(), move |vault| vault.put_setting(SETTING, &request.hours)).await
}

fn name(connection: &ConnectionId) -> String {
    format!("lease {connection}")
}

/// Watches the lease of a practice in use, and closes its copy when it is over.
pub(crate) async fn watch(console: Console, lease: Option<Arc<Lease>>, client: Client, vault: Vault) {
    let Some(lease) = lease else { return std::future::pending().await };
    lease.run(&console, &client, &vault).await;
    let connection = lease.connection.clone();
    // The practice's own task, which this is part of, is ended by that.
    let ending = console.clone();
    console.ports().tasks.begin(Box::pin(async move { overdue::begin_of(&ending, &connection).await }));
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{DateTime, TimeDelta, Utc};

    use super::Meter;

    const NOON: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[tokio::test(start_paused = true)]
    async fn no_clock_that_is_set_makes_a_lease_longer() {
        let hours = TimeDelta::hours;
        let mut meter = Meter::new(NOON);
        meter.pass(NOON + hours(10));
        assert_eq!(meter.spent, hours(10), "while nothing ran");
        meter.pass(NOON - hours(100));
        assert_eq!(meter.spent, hours(10), "put back");
        tokio::time::advance(Duration::from_secs(3_600)).await;
        meter.pass(NOON - hours(100));
        assert_eq!(meter.spent, hours(11), "a clock that is held still");
        meter.pass(NOON + hours(11));
        assert_eq!(meter.spent, hours(122), "and put right again");
        meter.pass(DateTime::<Utc>::MAX_UTC);
        meter.pass(DateTime::<Utc>::MIN_UTC);
        assert!(meter.spent > hours(122));
    }
}
