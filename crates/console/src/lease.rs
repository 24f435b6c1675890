//! The offline lease: how long the copy of a practice opens without athenahealth having been reached.
//!
//! What was spent of it is kept in the vault. Only an answer that a signed-in call had counts as having reached
//! athenahealth.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use athena::Client;
use chrono::{DateTime, TimeDelta, Utc};
use ipc::people::LeaseSet;
use ipc::{Call, Done, Failure, Field};
use serde::{Deserialize, Serialize};
use store::{Connection, ConnectionId, Environment, Error, Reader, Vault, VaultFile};

use crate::console::Console;
use crate::meter::Meter;
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
    spending: Mutex<Spending>,
}

struct Spending {
    meter: Meter,
    answers: u64,
    behind: u32,
}

/// What the vault keeps of it.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Kept {
    spent_ms: i64,
    seen: DateTime<Utc>,
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
        let read = read(console, &open.vault, &connection.id).await;
        let (meter, hours) = read.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
        let spending = Mutex::new(Spending { meter, answers: 0, behind: TICKS_BEHIND });
        let lease = Arc::new(Self { connection: connection.id.clone(), spending });
        if lease.is_over(hours) {
            // What was spent while nobody looked is kept, for a clock that is put back after this.
            lease.keep(&open.vault).await;
            return Err(Failure::LeaseOver);
        }
        Ok(Some(lease))
    }

    fn is_over(&self, hours: u32) -> bool {
        self.spending().meter.spent >= TimeDelta::hours(i64::from(hours))
    }

    /// Looks at it for as long as a practice is in use; comes back when it is over.
    pub(crate) async fn run(&self, console: &Console, client: &Client, vault: &Vault) {
        self.spending().answers = client.answers();
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
        let mut spending = self.spending();
        spending.meter.pass(now);
        if answers != spending.answers {
            (spending.meter.spent, spending.answers) = (TimeDelta::zero(), answers);
        }
        spending.behind += 1;
        spending.behind > TICKS_BEHIND
    }

    /// Has the vault keep it.
    pub(crate) async fn keep(&self, vault: &Vault) {
        let kept = {
            let mut spending = self.spending();
            spending.behind = 0;
            let Meter { spent, seen, .. } = spending.meter;
            Kept { spent_ms: spent.num_milliseconds(), seen }
        };
        let id = self.connection.clone();
        let written = vault.write("lease", move |vault| vault.put_setting(&name(&id), &kept)).await;
        if let Err(error) = written {
            tracing::warn!(%error, "what is spent of the lease is not kept");
        }
    }

    fn spending(&self) -> MutexGuard<'_, Spending> {
        self.spending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The lease of a connection by what the vault keeps of it, up to now, and how many hours it lasts.
async fn read(console: &Console, vault: &Vault, connection: &ConnectionId) -> Result<(Meter, u32), Error> {
    let (id, now) = (connection.clone(), console.ports().clock.now());
    let read = vault.read(move |vault| Ok((vault.setting::<Kept>(&name(&id))?, hours(vault)?)));
    let (kept, hours) = read.await?;
    let Kept { spent_ms, seen } = kept.unwrap_or(Kept { spent_ms: 0, seen: now });
    let mut meter = Meter::kept(TimeDelta::milliseconds(spent_ms), seen);
    meter.pass(now);
    Ok((meter, hours))
}

/// How much of the lease of a connection is spent, and how many hours it lasts.
pub(crate) async fn spent(
    console: &Console,
    vault: &Vault,
    connection: &ConnectionId,
) -> Result<(TimeDelta, u32), Error> {
    read(console, vault, connection).await.map(|(meter, hours)| (meter.spent, hours))
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
    // By a clock that was held still, no later look at the wall's would come to as much.
    lease.keep(&vault).await;
    let connection = lease.connection.clone();
    // The practice's own task, which this is part of, is ended by that.
    let ending = console.clone();
    console.ports().tasks.begin(Box::pin(async move { overdue::begin_of(&ending, &connection).await }));
    std::future::pending().await
}
