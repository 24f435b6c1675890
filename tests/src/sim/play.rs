//! A run: the feeds and the journal of one desktop or three through everything that goes wrong.

mod calm;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use anyhow::Context;
use athena::{Feed, Lane, PatientParts};
use chrono::TimeDelta;
use futures_util::future::{join, join_all};
use model::{PatientField as F, PatientFields, PatientId};
use sandbox::Fault;

use self::calm::Lost;
use super::Protocol;
use super::desktop::{Desktop, Done};
use super::dice::Dice;
use super::hall::Hall;
use super::ports::Batch;
use super::promise;
use super::scene::Scene;
use super::trace::{Met, Trace};
use super::way::Trap;
use crate::{RunningClock, SettableClock};

/// What strikes one request: all that can strike a read, a write or a feed. Left out are those of a
/// person's sign-in, and charts, since nobody reads one here. `FeedGoesBack` is among those of the feeds
/// apart: of a row that does not say how old it is nobody can tell. Those of visits do.
const FAULTS: [Fault; 28] = [
    Fault::CommitThenDrop,
    Fault::CommitThenFail,
    Fault::CommitThenDelay,
    Fault::DropThenCommit,
    Fault::WriteLost,
    Fault::RateLimitStorm,
    Fault::Unavailable,
    Fault::GatewayHtml,
    Fault::Stall,
    Fault::SlowDrip,
    Fault::Truncated,
    Fault::WrongContentType,
    Fault::TokenExpired,
    Fault::Reset,
    Fault::Latency,
    Fault::ClockSkew,
    Fault::ClockBehind,
    Fault::DrainThenDrop,
    Fault::DrainThenTruncate,
    Fault::DrainThenFail,
    Fault::DrainThenHtml,
    Fault::FeedWrongResource,
    Fault::FeedUnknownEvents,
    Fault::FeedNoIds,
    Fault::FeedIdTypes,
    Fault::FeedDuplicates,
    Fault::FeedDisorder,
    Fault::FeedLimitIgnored,
];

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Changes at the practice, by others and by desktops.
    pub changes: u64,
    /// How often a desktop crashed.
    pub crashes: u64,
    /// Records that are not in a copy as they are, and writes that are not what was said of them.
    pub lost: u64,
    /// Writes that were applied more than once.
    pub doubled: u64,
    /// How often it met what it is to meet.
    pub met: BTreeMap<Met, u64>,
    /// What was asked for, and what became of it.
    pub trace: u64,
    /// The first promise that did not hold.
    pub wrong: Option<String>,
    /// What happened last before that.
    pub before: Vec<String>,
}

/// Plays a seed, in a folder of its own.
///
/// # Errors
/// Where the surroundings fail.
pub async fn run(seed: u64, protocol: Protocol, folder: &Path) -> anyhow::Result<Run> {
    let scene = Scene::of(seed);
    let mut play = Play::begin(seed, scene, protocol, folder).await?;
    let ended = play.through().await;
    play.end(ended).await
}

/// Plays a seed in a time and a folder of its own.
///
/// # Errors
/// Where the surroundings fail.
pub fn run_alone(seed: u64, protocol: Protocol) -> anyhow::Result<Run> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    let folder = super::folder()?;
    runtime.block_on(run(seed, protocol, folder.path())).with_context(|| format!("seed {seed}"))
}

struct Play {
    dice: Dice,
    scene: Scene,
    hall: Hall,
    desks: Vec<Desktop>,
    trace: Arc<Trace>,
    crashes: u64,
    /// Who drained rows last.
    last: Option<usize>,
}

impl Play {
    async fn begin(seed: u64, scene: Scene, protocol: Protocol, folder: &Path) -> anyhow::Result<Self> {
        for desk in 0..scene.desks {
            scene.files(&folder.join(desk.to_string())).await?;
        }
        let begins = scene.begins()?;
        let hall = scene.hall(RunningClock::starting_at(begins))?;
        let trace = Arc::<Trace>::default();
        let mut desks = Vec::new();
        for (desk, skew) in scene.skews.iter().enumerate() {
            let clock = SettableClock::starting_at(begins + *skew);
            let path = folder.join(desk.to_string());
            desks.push(Desktop::begin(desk, &path, &hall, clock, (protocol, &trace))?);
        }
        Ok(Self { dice: Dice::new(seed), scene, hall, desks, trace, crashes: 0, last: None })
    }

    async fn through(&mut self) -> anyhow::Result<()> {
        for step in 0..self.scene.steps {
            self.act().await.with_context(|| format!("step {step}"))?;
        }
        self.calm().await.context("once all is calm")
    }

    async fn end(mut self, ended: anyhow::Result<()>) -> anyhow::Result<Run> {
        self.hall.look();
        let truth = self.hall.practice.truth();
        let (trace, met) = (self.trace.number(), self.trace.all_met());
        let mut run = Run { crashes: self.crashes, trace, met, ..Run::default() };
        run.changes = truth.changes().len() as u64;
        if let Err(error) = ended {
            if error.downcast_ref::<promise::Broken>().is_none() && error.downcast_ref::<Lost>().is_none() {
                return Err(error);
            }
            run.wrong = Some(format!("{error:#}"));
            run.before = self.trace.last();
            run.lost = error.downcast_ref::<Lost>().map_or(1, |lost| lost.0.len() as u64);
        }
        for desk in &mut self.desks {
            let doubled = desk.writes.values().filter(|mark| truth.applied(&[("email", mark)]) > 1);
            run.doubled += doubled.count() as u64;
            desk.close().await;
        }
        Ok(run)
    }

    async fn act(&mut self) -> anyhow::Result<()> {
        let desk = usize::try_from(self.dice.below(self.scene.desks as u64)).unwrap_or(0);
        match self.dice.below(16) {
            0..=3 => {
                let most = if self.dice.one_in(4) { 40 } else { 12 };
                for _ in 0..=self.dice.below(most) {
                    let done = self.hall.change(&mut self.dice);
                    self.trace.note(("changed", done, self.hall.now()));
                    let some = self.dice.below(3);
                    self.pass(some).await?;
                }
            }
            4 => self.read(desk).await?,
            5 if self.dice.one_in(10) => {
                self.trace.note("thirteen hours");
                let waits = |feed| !self.hall.practice.truth().waiting(sandbox::CLIENT_ID, feed).is_empty();
                let waits = sandbox::Feed::ALL.into_iter().any(waits);
                self.pass(13 * 3_600).await?;
                if waits && self.scene.forgets {
                    self.trace.met(Met::Outlasted);
                }
            }
            5 => {
                let some = self.dice.below(3_600);
                self.pass(some).await?;
            }
            6 => {
                let full = self.dice.one_in(3);
                self.trace.note((desk, "full", full));
                self.desks[desk].full.store(full, SeqCst);
            }
            7 | 8 => self.write(desk).await?,
            9 if self.dice.one_in(3) => {
                let by = self.dice.of(&[-600, -60, 60, 600, 3_600]).unwrap_or(0);
                self.trace.note((desk, "clock", by));
                self.trace.met(Met::Clock);
                self.desks[desk].clock.step(TimeDelta::seconds(by));
            }
            9 if self.dice.one_in(4) && self.desks.len() == 1 => self.edit_subscription()?,
            10 => self.poll_together().await?,
            _ => {
                let some = 30 + self.dice.below(90);
                self.pass(some).await?;
                self.trap(desk);
                self.poll(desk).await?;
            }
        }
        self.look(desk).await
    }

    /// Somebody else changes the key's subscription. Until a desktop looks it says what it does not know. Of
    /// several desktops only the one that looks first learns of it: the others have nothing but the slow
    /// reading by record.
    fn edit_subscription(&mut self) -> anyhow::Result<()> {
        self.hall.practice.set_fault_once(Fault::SubscriptionEdited);
        let now = self.hall.now();
        self.trace.note(("edited", now));
        self.trace.met(Met::Edited);
        for desk in &mut self.desks {
            for feed in Feed::ALL {
                let looked = |reader: &store::Reader<'_>| {
                    Ok(reader.feed(feed.name())?.and_then(|state| state.checked))
                };
                let looked = desk.cache.read_blocking(looked)?;
                let unknown = desk.edited.get(&feed).copied().filter(|(_, before)| *before == looked);
                desk.edited.insert(feed, unknown.unwrap_or((now, looked)));
            }
        }
        Ok(())
    }

    /// Lets time pass, in which any desktop may crash.
    async fn pass(&mut self, seconds: u64) -> anyhow::Result<()> {
        let time = Duration::from_millis(seconds * 1_000 + self.dice.below(1_000));
        tokio::time::sleep(time).await;
        self.crashed().await
    }

    /// Begins those desktops anew that crashed.
    async fn crashed(&mut self) -> anyhow::Result<()> {
        for desk in &mut self.desks {
            if desk.crash.is_dead() {
                self.crashes += 1;
                self.trace.note((desk.number, "crashed"));
                // Nobody begins anew within a second: what was called in it is forgotten.
                tokio::time::sleep(Duration::from_secs(2)).await;
                desk.restart().await?;
            }
        }
        Ok(())
    }

    /// Chooses what goes wrong next at a desktop.
    fn trap(&mut self, desk: usize) {
        let desk = &self.desks[desk];
        let zombies = self.scene.zombies;
        let trap = match self.dice.below(10) {
            0 => Some(Trap::CrashBefore),
            1 => Some(Trap::CrashAfter),
            2..=5 => self.dice.of(&FAULTS).map(Trap::Fault),
            6 if zombies => Some(Trap::Late),
            // On the night on which an hour comes twice a visit's stamp tells no more.
            7 if !self.scene.is_autumn() => Some(Trap::Fault(Fault::FeedGoesBack)),
            _ => None,
        };
        desk.way.set(trap.map(|trap| (self.dice.below(3), trap)));
        let points = if self.dice.one_in(4) { 1 + self.dice.below(9) } else { 0 };
        desk.crash.after(u32::try_from(points).unwrap_or(0));
    }

    fn feed(&mut self) -> Feed {
        match self.dice.below(9) {
            0..=3 => Feed::Patients,
            4..=7 => Feed::Appointments,
            _ => Feed::Providers,
        }
    }

    /// Reads a feed, at times while a person opens a card.
    async fn poll(&mut self, number: usize) -> anyhow::Result<()> {
        let feed = self.feed();
        let whom = self.dice.one_in(4).then(|| self.hall.somebody(&mut self.dice)).flatten();
        let desk = &self.desks[number];
        let full = desk.full.load(SeqCst);
        let before = drained(desk, feed)?;
        let drains = self.hall.practice.truth().drains().len();
        if full {
            self.trace.met(Met::Full);
        }
        let reads = async {
            if let Some(whom) = whom {
                drop(open(desk, whom).await);
            }
        };
        let polls = join(desk.poll(feed), reads);
        let done = alive(desk, polls).await.map(|(done, ())| done);
        // Whoever drains after a long pause is none of those who look at the disk.
        if full && !self.scene.zombies && drained_since(&self.hall, drains) {
            anyhow::bail!(promise::Broken::of("full disk", number, "it drained with no room"));
        }
        self.noted(number, feed, before, done).await
    }

    async fn noted(
        &mut self,
        number: usize,
        feed: Feed,
        before: u64,
        done: Option<Done>,
    ) -> anyhow::Result<()> {
        let told = done.as_ref().map(|done| done.came.as_ref().map(|came| (came.in_effect, came.taken)).ok());
        self.trace.note((number, feed.name(), told, self.hall.now()));
        self.crashed().await?;
        self.hall.look();
        if let Some(done) = &done {
            self.meets(number, &done.batches);
            promise::whole_pages(&self.desks[number], &self.hall, feed, (before, &done.batches))?;
        }
        let wanted = done.and_then(|done| done.came.ok()).map(|came| came.unread).unwrap_or_default();
        if !wanted.is_empty() {
            let wanted = wanted.into_iter().map(PatientId::new).collect();
            let desk = &self.desks[number];
            let _ = alive(desk, desk.reading().patients(wanted, Lane::Fill)).await;
        }
        Ok(())
    }

    /// Counts what rows that were drained are of.
    fn meets(&mut self, number: usize, batches: &[Batch]) {
        if batches.iter().all(|(_, rows)| rows.is_empty()) {
            return;
        }
        let near = TimeDelta::hours(2);
        let offset = |at| model::Zone::EASTERN.offset_minutes(at);
        let now = self.hall.now();
        match offset(now - near).cmp(&offset(now + near)) {
            Ordering::Greater => self.trace.met(Met::Autumn),
            Ordering::Less => self.trace.met(Met::Spring),
            Ordering::Equal => {}
        }
        if self.last.replace(number).is_some_and(|last| last != number) {
            self.trace.met(Met::Rival);
        }
    }

    /// All desktops read a feed at once.
    async fn poll_together(&mut self) -> anyhow::Result<()> {
        self.pass(30).await?;
        let feed = self.feed();
        for desk in 0..self.desks.len() {
            self.trap(desk);
        }
        let polls = self.desks.iter().filter(|desk| !desk.full.load(SeqCst)).map(|desk| async {
            let before = drained(desk, feed);
            (desk.number, before, alive(desk, desk.poll(feed)).await)
        });
        for (number, before, done) in join_all(polls).await {
            self.noted(number, feed, before?, done).await?;
        }
        Ok(())
    }

    /// A person opens a card.
    async fn read(&mut self, number: usize) -> anyhow::Result<()> {
        if let Some(whom) = self.hall.somebody(&mut self.dice) {
            let desk = &self.desks[number];
            let came = alive(desk, open(desk, whom)).await;
            self.trace.note((number, whom, came.map(|came| came.is_ok())));
        }
        self.crashed().await
    }

    /// A person changes somebody, and goes on with something else.
    async fn write(&mut self, number: usize) -> anyhow::Result<()> {
        let Some(whom) = self.hall.somebody(&mut self.dice) else { return Ok(()) };
        let mark = format!("w{}@example.org", self.hall.mark());
        let desk = &mut self.desks[number];
        let id = PatientId::new(whom.to_string());
        let session = desk.client.lane(Lane::Interactive);
        let Some(Ok(saw)) = alive(desk, session.patient(&id, None, PatientParts::default())).await else {
            return self.crashed().await;
        };
        let mut fields = PatientFields::default();
        fields.set(F::Email, mark.clone());
        let drafted = desk.journal.draft_update(&saw.value.patient, fields, "ana").await;
        if let Ok(id) = drafted {
            desk.writes.insert(id.clone(), mark);
            self.trap(number);
            let _ = self.desks[number].journal.release(&id, "ana").await;
        }
        self.pass(2).await
    }

    async fn look(&mut self, number: usize) -> anyhow::Result<()> {
        self.crashed().await?;
        let desk = &self.desks[number];
        let healed = alive(desk, desk.heal(&self.hall)).await.is_some_and(|healed| healed.is_ok());
        self.trace.note((number, healed));
        self.crashed().await?;
        self.hall.look();
        let alone = self.scene.is_alone();
        for desk in &mut self.desks {
            promise::holds(desk, &self.hall, alone).await?;
        }
        Ok(())
    }
}

fn drained(desk: &Desktop, feed: Feed) -> anyhow::Result<u64> {
    Ok(desk.cache.read_blocking(|reader| Ok(reader.feed(feed.name())?.map_or(0, |state| state.drained)))?)
}

/// Whether anything was taken out of a feed since.
fn drained_since(hall: &Hall, before: usize) -> bool {
    let drains = hall.practice.truth().drains();
    drains.iter().skip(before).any(|drain| drain.kind == sandbox::DrainKind::Drain)
}

/// Opens a card.
async fn open(desk: &Desktop, whom: u64) -> Result<Vec<PatientId>, sync::Trouble> {
    let now = model::Clock::now(desk.clock.as_ref());
    desk.reading().whole(PatientId::new(whom.to_string()), Lane::Interactive, now).await
}

/// Works until a desktop crashes.
async fn alive<T>(desk: &Desktop, work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        biased;
        done = work => Some(done),
        () = desk.crash.happens() => None,
    }
}
