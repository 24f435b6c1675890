//! The loop: facts from the copy, a plan, its steps under way, what they came to.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use athena::{Client, Lane, Random};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use model::{Clock, PatientId, Zone};
use store::{Cache, NewTask, Part, PatientPart};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::ages::Ages;
use crate::calendar::{Span, near, outward};
use crate::handle::{Ask, Handle, OnStale, Stale};
use crate::planner::{BATCH, Facts, Step, plan};
use crate::reading::{Desk, plan_text, planned_span, task_key};
use crate::rest;
use crate::state::{Phase, Rate, SyncState, Trouble};

/// Patients asked for at once from the copy's list of those who lack details.
const LISTED: usize = 256;
/// How long nothing may be answered before that is told.
const SILENCE: Duration = Duration::from_secs(25);
/// How often it is looked whether anything is answered, while something is under way.
const LISTEN: Duration = Duration::from_secs(5);
/// How long changes are gathered before they are told.
const GATHER: Duration = Duration::from_millis(500);

/// What the loop works with.
pub struct Edges {
    /// The practice's client.
    pub client: Client,
    /// The practice's copy.
    pub cache: Cache,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Spreads retries.
    pub random: Arc<dyn Random>,
    /// Is told what changed.
    pub on_stale: OnStale,
}

/// What a step came to: what is stale, and whose details cannot be read as they are.
type Came = Result<(Vec<Stale>, Vec<PatientId>), Trouble>;

type Running = FuturesUnordered<BoxFuture<'static, (Step, Came)>>;

/// Makes the loop and its handle. The loop is the future, for the caller to spawn.
pub fn start(edges: Edges) -> (Handle, impl Future<Output = ()> + Send + 'static) {
    let (asks, asked) = mpsc::unbounded_channel();
    let (state, followed) = watch::channel(SyncState::default());
    (Handle { asks, state: followed }, Worker::new(edges, asked, state).run())
}

struct Worker {
    edges: Edges,
    desk: Desk,
    asked: mpsc::UnboundedReceiver<Ask>,
    state: watch::Sender<SyncState>,
    under_way: Vec<Step>,
    patients: VecDeque<PatientId>,
    ages: Ages,
    /// What is asked for as changed is so since then, by the server's clock.
    watermark: Option<DateTime<Utc>>,
    /// Patients whose details cannot be read as they are; tried again after a restart.
    unread: HashSet<PatientId>,
    /// Patients who lack details; `None` before they were counted.
    lacking: Option<u64>,
    listed: bool,
    planned: Option<NaiveDate>,
    rate: Rate,
    failures: u32,
    resting_until: Option<Instant>,
    trouble: Option<(Trouble, DateTime<Utc>)>,
    pending: BTreeSet<Stale>,
    tell_at: Option<Instant>,
}

impl Worker {
    fn new(edges: Edges, asked: mpsc::UnboundedReceiver<Ask>, state: watch::Sender<SyncState>) -> Self {
        let desk = Desk { client: edges.client.clone(), cache: edges.cache.clone() };
        Self {
            edges,
            desk,
            asked,
            state,
            under_way: Vec::new(),
            patients: VecDeque::new(),
            ages: Ages::default(),
            watermark: None,
            unread: HashSet::new(),
            lacking: None,
            listed: false,
            planned: None,
            rate: Rate::default(),
            failures: 0,
            resting_until: None,
            trouble: None,
            pending: BTreeSet::new(),
            tell_at: None,
        }
    }

    async fn run(mut self) {
        let mut running = Running::new();
        loop {
            let wake = match self.facts().await {
                Ok(facts) => self.begin(&facts, &mut running).await,
                Err(error) => self.fail(error.into()),
            };
            let tell_at = self.tell_at;
            tokio::select! {
                Some((step, came)) = running.next() => self.ended(&step, came),
                ask = self.asked.recv() => match ask {
                    Some(ask) => self.answer(ask, &mut running),
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

    async fn facts(&mut self) -> Result<Facts, store::Error> {
        let (reference, zone) = self
            .edges
            .cache
            .read(|reader| {
                let zone = reader.departments()?.first().map_or(Zone::EASTERN, model::Department::zone);
                Ok((reader.as_of(&Part::Departments)?, zone))
            })
            .await?;
        let today = zone.today(self.now());
        if reference.is_some() && self.planned != Some(today) {
            self.plan_window(today).await?;
        }
        let near = near(today);
        let (read, changes, spans) = self
            .edges
            .cache
            .read(move |reader| {
                let departments = reader.departments()?;
                let day = departments.first().map(|first| Part::Day(first.id.clone(), near.to));
                let read = day.map(|day| reader.as_of(&day)).transpose()?.flatten();
                let spans: Vec<Span> =
                    reader.next_tasks(64)?.iter().filter_map(|task| planned_span(&task.plan)).collect();
                Ok((read, reader.as_of(&Part::ScheduleChanges)?, spans))
            })
            .await?;
        let spans: Vec<Span> = spans.into_iter().filter(|span| *span != near).collect();
        if reference.is_some() && spans.is_empty() {
            self.list_patients(today).await?;
        }
        self.watermark = changes.max(read);
        let wall = self.now();
        Ok(Facts {
            reference: self.ages.of(&Step::Reference, reference, wall),
            near: Some((near, self.ages.of(&Step::Schedule(near), read, wall))),
            changes: self.ages.of(&Step::Changes, changes, wall),
            spans,
            patients: self.patients.iter().take(BATCH).cloned().collect(),
            under_way: self.under_way.clone(),
            rest: self.resting_until.map(|until| until.saturating_duration_since(Instant::now())),
        })
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

    /// Lists patients who lack details, by next visit, when the last list is used up.
    async fn list_patients(&mut self, today: NaiveDate) -> Result<(), store::Error> {
        let busy = self.under_way.iter().any(|step| matches!(step, Step::Patients(_)));
        if !self.patients.is_empty() || busy || self.listed {
            return Ok(());
        }
        let from = today.and_time(chrono::NaiveTime::MIN);
        let limit = LISTED + self.unread.len();
        let (found, lacking) = self
            .edges
            .cache
            .read(move |reader| {
                let never = DateTime::<Utc>::MIN_UTC;
                let found = reader.patients_needing(PatientPart::Coverages, from, never, limit)?;
                Ok((found, reader.count_needing(PatientPart::Coverages, never)?))
            })
            .await?;
        self.patients = found.into_iter().filter(|id| !self.unread.contains(id)).collect();
        self.lacking = Some(lacking);
        self.listed = self.patients.is_empty();
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
        let near = facts.near;
        let watermark = self.watermark;
        running.push(Box::pin(async move {
            let came = match step.clone() {
                Step::Reference => desk.reference().await.map(alone),
                Step::Schedule(span) => desk.schedule(span, Lane::Fill).await.map(alone),
                Step::Changes => match (near, watermark) {
                    (Some((span, _)), Some(since)) => desk.changes(span, since).await.map(alone),
                    _ => Ok(alone(Stale::Progress)),
                },
                Step::Patients(ids) => details(&desk, ids, Lane::Fill, now).await,
            };
            (step, came)
        }));
    }

    /// Reads what a person asked for, beside whatever the plan has under way.
    fn answer(&mut self, ask: Ask, running: &mut Running) {
        let step = match &ask {
            Ask::Day(date) => Step::Schedule(Span::day(*date)),
            Ask::Patient(id) => Step::Patients(vec![id.clone()]),
        };
        if self.under_way.contains(&step) {
            return;
        }
        self.under_way.push(step.clone());
        let (desk, now) = (self.desk.clone(), self.now());
        running.push(Box::pin(async move {
            let came = match ask {
                Ask::Day(date) => desk.schedule(Span::day(date), Lane::Interactive).await.map(alone),
                Ask::Patient(id) => whole(&desk, id, now).await,
            };
            (step, came)
        }));
    }

    fn ended(&mut self, step: &Step, came: Came) {
        self.under_way.retain(|other| other != step);
        match came {
            Ok((stale, unread)) => self.succeeded(step, stale, unread),
            Err(trouble) => {
                self.fail(trouble);
            }
        }
    }

    fn succeeded(&mut self, step: &Step, stale: Vec<Stale>, unread: Vec<PatientId>) {
        (self.failures, self.resting_until, self.trouble) = (0, None, None);
        if !matches!(step, Step::Patients(_)) {
            self.ages.done(step, self.now());
        }
        match step {
            Step::Patients(ids) => {
                ids.iter().for_each(|_| self.rate.step(self.now()));
                let (listed, read) = (self.patients.len(), ids.len() - unread.len());
                self.patients.retain(|other| !ids.contains(other));
                let counted = read.min(listed - self.patients.len()) as u64;
                self.lacking = self.lacking.map(|lacking| lacking.saturating_sub(counted));
                self.unread.extend(unread);
            }
            Step::Schedule(_) | Step::Changes => {
                self.rate.step(self.now());
                self.listed = false;
            }
            Step::Reference => {}
        }
        stale.into_iter().for_each(|stale| self.note(stale));
    }

    /// Rests after a failure that the next step would meet too. Gives how long.
    fn fail(&mut self, trouble: Trouble) -> Duration {
        let now = self.now();
        let wait = rest::after(&trouble, self.failures, self.edges.random.unit());
        self.failures = self.failures.saturating_add(1);
        self.resting_until = Some(Instant::now() + wait);
        let since = self.trouble.take().map_or(now, |(_, since)| since);
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

    fn note(&mut self, stale: Stale) {
        self.pending.insert(stale);
        self.tell_at.get_or_insert_with(|| Instant::now() + GATHER);
    }

    fn tell(&mut self) {
        self.tell_at = None;
        let told: Vec<Stale> = std::mem::take(&mut self.pending).into_iter().collect();
        (self.edges.on_stale)(&told);
    }

    async fn publish(&mut self, facts: &Facts) {
        let counts =
            self.edges.cache.read(|reader| Ok((reader.fill_progress()?, reader.held_patients()?))).await;
        // A copy that does not answer here does not answer the next facts either, and they say so.
        let Ok((tasks, held)) = counts else { return };
        let phase = phase(facts);
        if self.state.borrow().phase != phase {
            self.rate = Rate::default();
        }
        let lacking = self.lacking.unwrap_or(held);
        let (done, left) = match phase {
            Phase::Reference | Phase::Near | Phase::Far => (tasks.done, tasks.left),
            Phase::Details | Phase::Fresh => (held.saturating_sub(lacking), lacking),
        };
        let state = SyncState {
            phase,
            done,
            left,
            per_minute: self.rate.per_minute(self.now()),
            trouble: self.trouble.clone().or_else(|| self.silence()),
        };
        if *self.state.borrow() != state {
            self.state.send_replace(state);
            self.note(Stale::Progress);
        }
    }
}

fn phase(facts: &Facts) -> Phase {
    match (facts.reference, facts.near) {
        (None, _) => Phase::Reference,
        (_, Some((_, None))) => Phase::Near,
        _ if !facts.spans.is_empty() => Phase::Far,
        _ if !facts.patients.is_empty() => Phase::Details,
        _ => Phase::Fresh,
    }
}

fn alone(stale: Stale) -> (Vec<Stale>, Vec<PatientId>) {
    (vec![stale], Vec::new())
}

async fn details(desk: &Desk, ids: Vec<PatientId>, lane: Lane, now: DateTime<Utc>) -> Came {
    desk.patients(ids, lane, now).await.map(|unread| (vec![Stale::Patients], unread))
}

/// Reads a patient with what belongs to them and their visits.
async fn whole(desk: &Desk, id: PatientId, now: DateTime<Utc>) -> Came {
    let (mut stale, unread) = details(desk, vec![id.clone()], Lane::Interactive, now).await?;
    desk.visits(id, Lane::Interactive, now).await?;
    stale.push(Stale::Schedule);
    Ok((stale, unread))
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
