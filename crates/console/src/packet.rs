//! The packet for an outage: the next days, a face sheet for everybody who is expected and blank forms, sealed
//! under words that somebody wrote down, so that it opens where nothing of Daybook works.
//!
//! It is made on a timer while a copy is open, and when somebody asks. What was written is opened again before
//! it takes the place of the one before, which stays where anything fails.

pub(crate) mod copies;
mod gather;
pub(crate) mod words_page;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use ipc::packet::{PacketCopies, PacketFailed, PacketMade, PacketSet, PacketState, PacketStop, PacketWords};
use ipc::session::Trouble;
use ipc::{Audit, AuditEntry, AuditKind, Call, Caller, Failure, Field, Outcome, Tag};
use paper::PaperError;
use serde::{Deserialize, Serialize};
use store::{ConnectionId, Error, OpenError, ProfileFolder, VaultFile, Writer};
use zeroize::Zeroizing;

use self::gather::{Material, Pages};
use crate::console::Console;
use crate::ledger::Record;
use crate::live::Live;
use crate::printing::said;
use crate::{connections, failure, patience, printing, profile, words};

/// What may be chosen.
const DAYS: std::ops::RangeInclusive<u32> = 1..=7;
const HOURS: std::ops::RangeInclusive<u32> = 1..=24;
/// Where they go, in the profile's folder.
const EXPORTS: &str = "exports";
/// How often it is looked whether one is due.
const LOOK: Duration = Duration::from_secs(5 * 60);
/// The most minutes by which one is later than it is due, so that the desks of a practice do not work at once.
const LATEST: u32 = 10;
/// How long a try that failed rests.
const REST: TimeDelta = TimeDelta::minutes(15);

/// How packets of a practice are made, as the vault keeps it.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    /// What opens them; nothing while none are made.
    words: Option<Zeroizing<String>>,
    days: u32,
    hours: u32,
    made: Option<PacketMade>,
    failed: Option<PacketFailed>,
    /// Where a copy of each goes, and how that stands.
    #[serde(default)]
    copies: Option<PacketCopies>,
    /// Folders in which copies of before may still be.
    #[serde(default)]
    left: Vec<String>,
}

impl Default for Kept {
    fn default() -> Self {
        let (copies, left) = (None, Vec::new());
        Self { words: None, days: 2, hours: 4, made: None, failed: None, copies, left }
    }
}

/// Says how the packet stands.
pub(crate) async fn read(console: &Console) -> Result<PacketState, Failure> {
    let live = console.live().await?;
    Ok(state(console, kept(&live).await?))
}

fn state(console: &Console, kept: Kept) -> PacketState {
    let exports = console.folder().join(EXPORTS);
    let made = kept.made.filter(|made| Path::new(&made.file).exists());
    let (is_on, days, hours) = (kept.words.is_some(), kept.days, kept.hours);
    let folder = exports.display().to_string();
    let Kept { failed, copies, left, .. } = kept;
    PacketState { is_on, days, hours, folder, made, failed, copies, left }
}

/// Makes words, by which every packet from here on opens. The one that is there opens by those before, and goes.
pub(crate) async fn begin(console: &Console, call: &Call) -> Result<PacketWords, Failure> {
    let _turn = console.packing().lock().await;
    let live = console.live().await?;
    let mut random = [0; paper::RANDOM];
    console.ports().entropy.fill(&mut random).map_err(|error| profile::stuck(&error))?;
    let words = Zeroizing::new(paper::passphrase(&random));
    let made = words.clone();
    change(console, &live, call, move |kept| {
        *kept = Kept { words: Some(made), made: None, failed: None, ..kept.clone() };
        kept.leave_copies();
    })
    .await?;
    clear(console, &live).await?;
    copies::sweep(console, &live).await?;
    Ok(PacketWords { words: words.to_string() })
}

/// Says of how many days they are made, and how often.
pub(crate) async fn set(console: &Console, call: &Call, request: &PacketSet) -> Result<PacketState, Failure> {
    let (days, hours) = (request.days, request.hours);
    for (number, allowed, field) in [(days, DAYS, Field::Days), (hours, HOURS, Field::Hours)] {
        if !allowed.contains(&number) {
            return Err(Failure::Invalid { field });
        }
    }
    let _turn = console.packing().lock().await;
    let live = console.live().await?;
    let to = copies::checked(console, request.copy_to.as_deref()).await?;
    change(console, &live, call, move |kept| {
        (kept.days, kept.hours) = (days, hours);
        kept.copy_to(to);
    })
    .await?;
    copies::sweep(console, &live).await?;
    Ok(state(console, copies::put(console, &live).await?))
}

/// Has no more made, takes away what is there and forgets what opens it.
pub(crate) async fn end(console: &Console, call: &Call) -> Result<PacketState, Failure> {
    let _turn = console.packing().lock().await;
    let live = console.live().await?;
    change(console, &live, call, |kept| {
        kept.leave_copies();
        (kept.words, kept.made, kept.failed) = (None, None, None);
    })
    .await?;
    clear(console, &live).await?;
    Ok(state(console, copies::sweep(console, &live).await?))
}

/// Makes one now. Dispatch has put on record that it is about to be.
pub(crate) async fn make_now(console: &Console) -> Result<PacketState, Failure> {
    let kept = make(console).await?;
    let failed = kept.failed.as_ref().map(|failed| failed.why);
    match failed {
        None => Ok(state(console, kept)),
        Some(PacketStop::DiskFull) => Err(Failure::Profile { trouble: Trouble::DiskFull }),
        Some(PacketStop::Folder) => Err(Failure::Profile { trouble: Trouble::ReadOnly }),
        Some(PacketStop::Copy) => Err(Failure::CopyDamaged),
        Some(PacketStop::Disk | PacketStop::NotProven) => Err(Failure::Profile { trouble: Trouble::Disk }),
    }
}

/// Makes them when they are due, for as long as the console lives.
pub(crate) async fn on_time(console: Console) {
    loop {
        tokio::time::sleep(LOOK).await;
        if is_due(&console).await {
            by_itself(&console).await;
        }
    }
}

async fn is_due(console: &Console) -> bool {
    let Ok(live) = console.live().await else { return false };
    let Ok(kept) = kept(&live).await else { return false };
    let now = console.ports().clock.now();
    let since = |at: &str| DateTime::parse_from_rfc3339(at).map(|at| now - at.to_utc());
    let rests = kept.failed.as_ref().is_some_and(|failed| since(&failed.at).is_ok_and(|past| past < REST));
    let wanted = TimeDelta::hours(i64::from(kept.hours)) + later(&live.connection);
    let is_fresh = |made: &PacketMade| {
        let young = since(&made.at).is_ok_and(|past| (TimeDelta::zero()..wanted).contains(&past));
        young && Path::new(&made.file).exists()
    };
    kept.words.is_some() && !rests && !kept.made.as_ref().is_some_and(is_fresh)
}

/// By how much one is made later than it is due here: connections are named at random.
fn later(connection: &ConnectionId) -> TimeDelta {
    let sum: u32 = connection.as_str().bytes().map(u32::from).sum();
    TimeDelta::minutes(i64::from(sum % LATEST))
}

/// That it is made is on record before it is, and how that ended after it.
async fn by_itself(console: &Console) {
    let record = Record { ledger: console.ledger(), desk: console.desk().await };
    if record.record(vec![entry(Outcome::Begun)]).await.is_err() {
        return;
    }
    let made = make(console).await;
    let is_made = made.is_ok_and(|kept| kept.failed.is_none());
    let outcome = if is_made { Outcome::Done } else { Outcome::Failed };
    if record.record(vec![entry(outcome)]).await.is_err() {
        tracing::error!("how the making of a packet ended is not on record");
    }
    console.announce(&[Tag::Packet, Tag::Audit]);
}

fn entry(outcome: Outcome) -> AuditEntry {
    AuditEntry {
        command: "packet",
        words: "made a downtime packet",
        kind: AuditKind::Export,
        caller: Caller::console(),
        outcome,
        patient: None,
        searched: None,
        about: None,
    }
}

/// Makes one, and keeps how that ended.
async fn make(console: &Console) -> Result<Kept, Failure> {
    let _turn = console.packing().lock().await;
    let live = console.live().await?;
    let kept = kept(&live).await?;
    let words = kept.words.clone().ok_or(Failure::Invalid { field: Field::PacketWords })?;
    let now = console.ports().clock.now();
    let made = written(console, &live, (kept.days, words), now).await?;
    let ended = live.vault.write("packet", {
        let name = name(&live.connection);
        move |vault| {
            let mut kept: Kept = vault.setting(&name)?.unwrap_or_default();
            match made {
                Ok(made) => (kept.made, kept.failed) = (Some(made), None),
                Err(why) => kept.failed = Some(PacketFailed { at: words::instant(now), why }),
            }
            vault.put_setting(&name, &kept)?;
            Ok(kept)
        }
    });
    let ended = ended.await.map_err(|error| profile::used(&error, live.entropy.as_ref()))?;
    if ended.failed.is_some() {
        return Ok(ended);
    }
    copies::sweep(console, &live).await?;
    copies::put(console, &live).await
}

async fn written(
    console: &Console,
    live: &Arc<Live>,
    (days, words): (u32, Zeroizing<String>),
    now: DateTime<Utc>,
) -> Result<Result<PacketMade, PacketStop>, Failure> {
    let (folder, imprint) = (folder(console).await?, printing::imprint(console, live).await?);
    let material = Material { now, days, patience: patience::minutes(console).await?, imprint };
    let Ok(pages) = live.read(move |reader| gather::pages(reader, material)).await else {
        return Ok(Err(PacketStop::Copy));
    };
    let begins = begins(live.practice.as_str(), &live.connection);
    let work = move || sealed(&folder, &begins, pages, &words, now);
    let done = console.turns().aside(work).await;
    done.map_err(|error| failure::broken_off(&error, live.entropy.as_ref()))
}

fn sealed(
    folder: &ProfileFolder,
    begins: &str,
    Pages { document, visits, environment }: Pages,
    words: &str,
    now: DateTime<Utc>,
) -> Result<PacketMade, PacketStop> {
    let put = || {
        let pdf = Zeroizing::new(paper::pdf(&document)?);
        let sealed = paper::seal(&pdf, words)?;
        let opened = Zeroizing::new(paper::open(&sealed, words)?);
        if *opened == *pdf { Ok((sealed, paper::pages(&pdf)?)) } else { Err(PaperError::Open) }
    };
    let (sealed, pages) = put().map_err(|error| {
        tracing::error!(%error, "a packet was not made");
        PacketStop::NotProven
    })?;
    let name = format!("{begins}{}{}.pdf.age", said::tag(&environment), now.format("%Y-%m-%d-%H%M%S%3f"));
    let file = folder.keep_packet(begins, &name, &sealed).map_err(|error| {
        tracing::warn!(%error, "a packet was not written");
        copies::stop(&error)
    })?;
    let (file, pages) = (file.display().to_string(), printing::count(pages));
    Ok(PacketMade { at: words::instant(now), file, visits, pages })
}

async fn kept(live: &Live) -> Result<Kept, Failure> {
    let name = name(&live.connection);
    let kept = live.vault.read(move |vault| vault.setting::<Kept>(&name)).await;
    Ok(kept.map_err(|error| profile::used(&error, live.entropy.as_ref()))?.unwrap_or_default())
}

/// Changes how they are made, and puts that on record in the same transaction.
async fn change(
    console: &Console,
    live: &Live,
    call: &Call,
    change: impl FnOnce(&mut Kept) + Send + 'static,
) -> Result<Kept, Failure> {
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let name = name(&live.connection);
    let deed = console.ledger().deed(&place, call.entry(), "packet", move |vault| {
        let mut kept: Kept = vault.setting(&name)?.unwrap_or_default();
        change(&mut kept);
        vault.put_setting(&name, &kept)?;
        Ok(kept)
    });
    let kept = deed.await.map_err(|error| profile::used(&error, live.entropy.as_ref()))?;
    call.kept();
    Ok(kept)
}

async fn clear(console: &Console, live: &Live) -> Result<(), Failure> {
    let begins = begins(live.practice.as_str(), &live.connection);
    folder(console).await?.clear_packets(&begins).map_err(|error| profile::stuck(&error))
}

/// Forgets how packets over a connection were made.
pub(crate) fn forget_connection(
    vault: &mut Writer<'_, VaultFile>,
    connection: &ConnectionId,
) -> Result<(), Error> {
    vault.clear_setting(&name(connection))
}

/// Takes the packets over a connection away.
pub(crate) fn remove_all(
    folder: &ProfileFolder,
    practice: &str,
    connection: &ConnectionId,
) -> Result<(), OpenError> {
    folder.clear_packets(&begins(practice, connection))
}

/// How the names of the packets over a connection begin: two may be to one practice.
fn begins(practice: &str, connection: &ConnectionId) -> String {
    let own = connection.as_str().get(..4).unwrap_or_default();
    format!("downtime-{practice}-{own}-")
}

fn name(connection: &ConnectionId) -> String {
    format!("packet {connection}")
}

async fn folder(console: &Console) -> Result<Arc<ProfileFolder>, Failure> {
    let state = console.state().read().await;
    Ok(Arc::clone(&connections::open(&state)?.folder))
}
