//! The loop: facts from the copy, a plan, its steps under way, what they came to.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use athena::{BookedQuery, Client, Feed, Lane, Random};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use model::{Clock, PatientId, Zone};
use store::{Cache, FillTime, NewTask, Part, Pause};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::again::{self, Again};
use crate::ages::Ages;
use crate::aside::Aside;
use crate::attendance::Attendance;
use crate::brought::{self, Brought, Came, Standing, is_once, read_in};
use crate::calendar::{Span, near, outward};
use crate::charts;
use crate::chronicle::Chronicle;
use crate::coming::ComingSoon;
use crate::feeds::Ledger;
use crate::handle::{Handle, Look, OnStale, Stale, Word};
use crate::hours::Hours;
use crate::kept::{self, Kept};
use crate::planner::{BATCH, Facts, Forecast, Shown, Step, Waiting, plan};
use crate::reading::{Desk, plan_text, task_key};
use crate::rest;
use crate::screen::Screen;
use crate::state::{Phase, Rate, SyncState, Trouble};
use crate::watching::Watching;

/// How long nothing may be answered before that is told.
const SILENCE: Duration = Duration::from_secs(8);
/// How often it is looked whether anything is answered, while something is under way.
const LISTEN: Duration = Duration::from_secs(2);
/// How long whoever was not there for this key is not looked for.
const HIDDEN_HOURS: i64 = 4;
/// How long the feed of appointments is not relied on once it left something out.
pub const UNRELIABLE: chrono::Duration = chrono::Duration::hours(24);
/// How long changes are gathered before they are told.
const GATHER: Duration = Duration::from_millis(500);

/// What the loop works with.
pub struct Edges {
    /// The practice's client.
    pub client: Client,
    /// The practice's copy.
    pub cache: Cache,
    /// What only this profile has of its patients; `None` where it has nothing.
    pub ledger: Option<Ledger>,
    /// When the copy is to be filled.
    pub fill: FillTime,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Spreads retries.
    pub random: Arc<dyn Random>,
    /// Is told what changed.
    pub on_stale: OnStale,
}

pub(crate) type Running = FuturesUnordered<BoxFuture<'static, (Step, Came)>>;

/// Makes the loop and its handle. The loop is the future, for the caller to spawn.
pub fn start(edges: Edges) -> (Handle, impl Future<Output = ()> + Send + 'static) {
    let (words, said) = mpsc::unbounded_channel();
    let (state, followed) = watch::channel(SyncState::default());
    (Handle { words, state: followed }, Worker::new(edges, said, state).run())
}

pub(crate) struct Worker {
    pub(crate) edges: Edges,
    pub(crate) desk: Desk,
    said: mpsc::UnboundedReceiver<Word>,
    state: watch::Sender<SyncState>,
    pub(crate) under_way: Vec<Step>,
    pub(crate) patients: VecDeque<Waiting>,
    pub(crate) hours: Hours,
    /// The zones of the practice's departments, the first one's first.
    pub(crate) zones: Vec<Zone>,
    /// Until when the fill is held.
    held_until: Option<DateTime<Utc>>,
    pub(crate) ages: Ages,
    pub(crate) aside: Aside,
    pub(crate) watching: Watching,
    pub(crate) again: Again,
    pub(crate) attendance: Attendance,
    pub(crate) screen: Screen,
    pub(crate) chronicle: Chronicle,
    forecast: Forecast,
    /// That a person has reading rest.
    pub(crate) pause: Option<Pause>,
    /// What is asked for as changed is so since then, by the server's clock.
    watermark: Option<DateTime<Utc>>,
    /// Patients whose details cannot be read as they are; tried again after a restart.
    pub(crate) unread: HashSet<PatientId>,
    /// Those who come soon and whose allergies are to be read, as of when they were last listed.
    pub(crate) allergies: Vec<PatientId>,
    pub(crate) allergies_listed: bool,
    pub(crate) coming: ComingSoon,
    /// Patients who lack details; `None` before they were counted.
    pub(crate) lacking: Option<u64>,
    pub(crate) listed: bool,
    /// Whether somebody is to be read before those who were listed.
    pub(crate) relist: bool,
    planned: Option<NaiveDate>,
    rate: Rate,
    failures: u32,
    pub(crate) resting_until: Option<Instant>,
    trouble: Option<(Trouble, DateTime<Utc>)>,
    /// Whether a call was not answered that is not made again by itself.
    doubted: bool,
    pending: BTreeSet<Stale>,
    tell_at: Option<Instant>,
}

impl Worker {
    fn new(edges: Edges, said: mpsc::UnboundedReceiver<Word>, state: watch::Sender<SyncState>) -> Self {
        let desk =
            Desk { client: edges.client.clone(), cache: edges.cache.clone(), ledger: edges.ledger.clone() };
        let hours = Hours::of(edges.fill);
        Self {
            edges,
            desk,
            said,
            state,
            under_way: Vec::new(),
            patients: VecDeque::new(),
            hours,
            zones: Vec::new(),
            held_until: None,
            ages: Ages::default(),
            aside: Aside::default(),
            watching: Watching::default(),
            again: Again::default(),
            attendance: Attendance::default(),
            screen: Screen::default(),
            chronicle: Chronicle::default(),
            forecast: Forecast::default(),
            pause: None,
            watermark: None,
            unread: HashSet::new(),
            allergies: Vec::new(),
            allergies_listed: false,
            coming: ComingSoon::default(),
            lacking: None,
            listed: false,
            relist: false,
            planned: None,
            rate: Rate::default(),
            failures: 0,
            resting_until: None,
            trouble: None,
            doubted: false,
            pending: BTreeSet::new(),
            tell_at: None,
        }
    }

    async fn run(mut self) {
        self.finish_merges().await;
        let mut running = Running::new();
        // What was said before anything began holds for the first step too.
        while let Ok(word) = self.said.try_recv() {
            self.hear(word, &mut running);
        }
        loop {
            self.end_pause();
            let wake = match self.listed_facts().await {
                Ok(facts) => self.begin(&facts, &mut running).await,
                Err(error) => self.fail(error.into()),
            };
            let tell_at = self.tell_at;
            tokio::select! {
                Some((step, came)) = running.next() => self.ended(&step, came),
                word = self.said.recv() => match word {
                    Some(word) => self.hear(word, &mut running),
                    None => return,
                },
                () = until(tell_at) => self.tell(),
                () = tokio::time::sleep(wake) => {}
            }
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.edges.clock.now()
    }

    pub(crate) async fn facts(&mut self) -> Result<(Facts, NaiveDate), store::Error> {
        let (reference, zones) = self
            .edges
            .cache
            .read(|reader| Ok((reader.as_of(&Part::Departments)?, kept::zones(reader)?)))
            .await?;
        let today = zones.first().copied().unwrap_or(Zone::EASTERN).today(self.now());
        self.zones = zones;
        if reference.is_some() && self.planned != Some(today) {
            self.plan_window(today).await?;
        }
        let near = near(today);
        let server = self.edges.client.server_time();
        let forgotten = server - chrono::Duration::hours(HIDDEN_HOURS);
        let on_screen: Vec<(Look, Duration)> =
            self.screen.shown().map(|(at, looked_at)| (at.clone(), looked_at)).collect();
        let most = BATCH + self.unread.len();
        self.heal(today).await?;
        if self.again.is_due() {
            self.again.look(self.edges.cache.read(move |reader| again::next(reader, today)).await?);
        }
        let kept = self
            .edges
            .cache
            .read(move |reader| {
                let charts = !charts::refused(reader, server)?;
                Ok(Kept {
                    near: kept::read_whole(reader, near)?,
                    changes: reader.as_of(&Part::ScheduleChanges)?,
                    differed: reader.measured(Feed::Appointments.name())?.and_then(|measured| measured.found),
                    gaps: reader.open_gaps()?,
                    providers_due: kept::providers_due(reader, server)?,
                    spans: kept::unread_spans(reader)?,
                    hidden: reader.hidden_before(forgotten, most)?,
                    shown: kept::shown(reader, on_screen, today, charts)?,
                })
            })
            .await?;
        Ok((self.made(near, reference, kept), today))
    }

    fn made(&mut self, near: Span, reference: Option<DateTime<Utc>>, kept: Kept) -> Facts {
        let wall = self.now();
        self.watermark = kept.changes.max(kept.near);
        self.held_until = self.hours.rest_until(&self.zones, wall);
        if self.watching.gaps(&kept.gaps) {
            self.listed = false;
        }
        let aged = |step: &Step, kept| self.ages.of(step, kept, wall);
        let server = self.edges.client.server_time();
        let random = &self.edges.random;
        self.attendance.look(wall, || random.unit());
        let pace = self.attendance.pace(&self.edges.client.calls(), server);
        let read = |feed| self.ages.of(&Step::Feed(feed), None, wall);
        let mut feeds = self.watching.polling(read, !kept.shown.is_empty());
        feeds.iter_mut().for_each(|polling| polling.every = pace.slowed_a_little(polling.every));
        // A feed that lately left something out is believed no more for a while.
        let is_reliable = kept.differed.is_none_or(|found| server - found > UNRELIABLE);
        let shown = kept.shown.into_iter().map(|(step, read, looked_at)| {
            let read = aged(&step, read);
            Shown { step, read, looked_at }
        });
        let mut facts = Facts {
            reference: aged(&Step::Reference, reference),
            providers: kept.providers_due,
            feeds,
            near: Some((near, aged(&Step::Schedule(near), kept.near))),
            changes: aged(&Step::Changes, kept.changes),
            told: is_reliable && self.watching.tells(Feed::Appointments, &kept.gaps),
            again: self.again.rolling(wall),
            pace,
            waking: self.attendance.waking(),
            unheard: self.edges.client.unheard(),
            doubted: self.doubted,
            shown: shown.collect(),
            spans: kept.spans.into_iter().filter(|span| *span != near).collect(),
            hidden: kept.hidden.into_iter().filter(|id| !self.unread.contains(id)).collect(),
            under_way: self.under_way.clone(),
            rest: self.rest_left(wall),
            hold: self.held_until.map(|until| (until - wall).to_std().unwrap_or_default()),
            ..Facts::default()
        };
        self.aside.keep(|step| facts.may_want(step));
        facts.aside = self.aside.resting();
        facts
    }

    /// Plans the reading of a day's window. What was read of it stays read.
    async fn plan_window(&mut self, today: NaiveDate) -> Result<(), store::Error> {
        let tasks: Vec<NewTask> = (1_i64..)
            .zip(outward(today))
            .map(|(order, span)| NewTask { key: task_key(span), order, plan: plan_text(span) })
            .collect();
        self.edges.cache.write("plan window", move |writer| writer.plan_tasks(&tasks)).await?;
        self.planned = Some(today);
        Ok(())
    }

    async fn begin(&mut self, facts: &Facts, running: &mut Running) -> Duration {
        let plan = plan(facts);
        for step in plan.start {
            self.launch(step, facts, running);
        }
        self.publish(facts).await;
        if self.under_way.is_empty() { plan.wake } else { plan.wake.min(LISTEN) }
    }

    fn launch(&mut self, step: Step, facts: &Facts, running: &mut Running) {
        self.under_way.push(step.clone());
        let (desk, now) = (self.desk.clone(), self.now());
        let clock = Arc::clone(&self.edges.clock);
        let near = facts.near;
        let (watermark, standing) = (self.watermark, Standing::of(self.trouble.is_some(), self.doubted));
        running.push(Box::pin(async move {
            let came = match step.clone() {
                Step::Reference => desk.reference().await.map(|()| Brought::of(Stale::Reference)),
                Step::Providers => desk.providers().await.map(|()| Brought::of(Stale::Reference)),
                Step::Schedule(span) => desk.schedule(span, Lane::Fill).await.map(Brought::schedule),
                Step::Day(date) => brought::day(&desk, date, Lane::Feed).await,
                Step::Changes => match (near, watermark) {
                    (Some((span, _)), Some(since)) => {
                        desk.changes(span, since).await.map(|()| Brought::schedule(true))
                    }
                    _ => Ok(Brought::of(Stale::Progress)),
                },
                Step::Feed(feed) => brought::feed(&desk, feed, clock).await,
                Step::Patients(ids) | Step::Coming(ids) => {
                    desk.patients(ids, Lane::Fill).await.map(Brought::patients)
                }
                Step::Card(id) => brought::card(&desk, id, now, false).await,
                Step::Visits(ids) => brought::visits(&desk, ids).await,
                Step::Hidden(ids) => brought::hidden(&desk, ids, now).await,
                Step::Allergies(ids) => brought::allergies(&desk, ids).await,
                Step::ScheduleAgain(span) => desk.schedule_again(span).await.map(Brought::schedule),
                Step::PatientsAgain(ids) => desk.patients_again(ids).await.map(Brought::patients),
                Step::Reach => brought::reach(&desk, standing).await,
            };
            (step, came)
        }));
    }

    fn ended(&mut self, step: &Step, came: Came) {
        self.under_way.retain(|other| other != step);
        self.doubted &= *step != Step::Reach;
        match came {
            Ok(brought) => self.succeeded(step, brought),
            Err(trouble) if self.watching.is_of_feed(step, &trouble) => {
                tracing::warn!(%trouble, "a feed was not read");
                self.doubted |= rest::is_silence(&trouble);
                self.watching.failed(step, trouble, self.now());
                self.aside.put(step, None, self.now());
                self.note(Stale::Progress);
            }
            Err(trouble) if rest::concerns_all(&trouble) => {
                self.fail(trouble);
            }
            Err(trouble) => {
                tracing::warn!(%trouble, "a step is set aside");
                self.answered();
                self.aside.put(step, Some(trouble), self.now());
                self.note(Stale::Progress);
            }
        }
    }

    /// Notes that athenahealth answers, whatever it says.
    pub(crate) fn answered(&mut self) {
        (self.failures, self.resting_until, self.trouble) = (0, None, None);
    }

    fn succeeded(&mut self, step: &Step, brought: Brought) {
        let Brought { stale, unread, whole, in_effect, wanted } = brought;
        self.want(&wanted);
        self.answered();
        if whole {
            self.aside.forget(step);
            if !is_once(step) {
                self.ages.done(step, self.now());
            }
        } else {
            self.aside.put(step, None, self.now());
        }
        match step {
            Step::Patients(ids) => {
                ids.iter().for_each(|_| self.rate.step(self.now()));
                let (listed, read) = (self.patients.len(), ids.len() - unread.len());
                self.patients.retain(|other| !ids.contains(&other.id));
                let counted = read.min(listed - self.patients.len()) as u64;
                self.lacking = self.lacking.map(|lacking| lacking.saturating_sub(counted));
            }
            Step::Schedule(_) | Step::Day(_) | Step::Changes => {
                self.rate.step(self.now());
                self.visits_changed();
            }
            Step::Feed(feed) => {
                self.watching.read(*feed, in_effect);
                if stale.iter().any(|stale| *stale != Stale::Progress) {
                    self.visits_changed();
                }
            }
            Step::Allergies(ids) => self.allergies.retain(|id| !ids.contains(id)),
            Step::Coming(ids) => self.coming.asked(ids, self.now()),
            Step::ScheduleAgain(_) | Step::PatientsAgain(_) => self.again.read(),
            Step::Reference
            | Step::Providers
            | Step::Card(_)
            | Step::Visits(_)
            | Step::Hidden(_)
            | Step::Reach => {}
        }
        read_in(step).iter().for_each(|id| {
            self.unread.remove(id);
        });
        self.unread.extend(unread);
        stale.into_iter().for_each(|stale| self.note(stale));
        // Somebody waits for what is on screen.
        if matches!(step, Step::Card(_) | Step::Day(_)) {
            self.tell_at = Some(Instant::now());
        }
    }

    /// Rests after a failure that the next step would meet too. Gives how long.
    fn fail(&mut self, trouble: Trouble) -> Duration {
        let now = self.now();
        let wait = rest::after(&trouble, self.failures, self.edges.random.unit());
        self.failures = self.failures.saturating_add(1);
        self.resting_until = Some(Instant::now() + wait);
        let since = self.trouble.take().or_else(|| self.silence()).map_or(now, |(_, since)| since);
        self.trouble = Some((trouble, since));
        self.note(Stale::Progress);
        wait
    }

    /// Calls outlast an outage for minutes before they fail of it.
    fn silence(&self) -> Option<(Trouble, DateTime<Utc>)> {
        let (lasted, why) = self.edges.client.unanswered().filter(|(lasted, _)| *lasted >= SILENCE)?;
        let known = self.state.borrow().trouble.clone();
        let since = known.map_or_else(|| self.now() - lasted, |(_, since)| since);
        Some((Trouble::Unanswered(why), since))
    }

    pub(crate) fn note(&mut self, stale: Stale) {
        self.pending.insert(stale);
        self.tell_at.get_or_insert_with(|| Instant::now() + GATHER);
    }

    fn tell(&mut self) {
        self.tell_at = None;
        let told: Vec<Stale> = std::mem::take(&mut self.pending).into_iter().collect();
        // What is only about patients is no reason to ask for a day again.
        if told.iter().any(|stale| matches!(stale, Stale::Schedule | Stale::Reference)) {
            self.screen.told();
        }
        (self.edges.on_stale)(&told);
    }

    async fn publish(&mut self, facts: &Facts) {
        let near = facts.near.map(|(near, _)| task_key(near)).unwrap_or_default();
        let counts = self.edges.cache.read(move |reader| {
            let rows = reader.task(&near)?.map_or(0, |task| task.rows);
            Ok((reader.fill_progress()?, reader.held_patients()?, rows))
        });
        // A copy that does not answer here does not answer the next facts either, and they say so.
        let Ok((tasks, held, rows)) = counts.await else { return };
        let phase = facts.phase();
        let next_hour = (phase == Phase::Fresh)
            .then(|| self.forecast.next_hour(facts, rows.div_ceil(BookedQuery::USUAL_ROWS).max(1)));
        let rests_until = self.held_until.filter(|_| facts.is_waiting());
        if self.state.borrow().phase != phase || rests_until.is_some() {
            self.rate = Rate::default();
        }
        let lacking = self.lacking.unwrap_or(held).max(self.allergies.len() as u64).min(held);
        let (done, left) = match phase {
            Phase::Reference | Phase::Near | Phase::Far => (tasks.done, tasks.left),
            Phase::Details | Phase::Fresh => (held.saturating_sub(lacking), lacking),
        };
        let mut state = SyncState {
            phase,
            done,
            left,
            per_minute: self.rate.per_minute(self.now()),
            rests_until,
            paused: self.pause,
            missed: None,
            next_hour,
            feeds: self.watching.told(&facts.feeds, self.now()),
            trouble: self
                .trouble
                .clone()
                .or_else(|| self.silence())
                .or_else(|| self.aside.trouble())
                .or_else(|| self.watching.no_room()),
        };
        self.note_down(state.trouble.as_ref().map(|(trouble, _)| trouble)).await;
        state.missed = self.chronicle.missed;
        if *self.state.borrow() != state {
            self.state.send_replace(state);
            self.note(Stale::Progress);
        }
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
