//! Writes of patients and visits through everything that can go wrong, and the reckoning with the practice's truth.

mod acting;
mod people;
mod reckoning;
mod visits;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use athena::{Client, Lane, PatientParts, SeededRandom};
use chrono::TimeDelta;
use model::{Patient, PatientField as F, PatientFields, PatientId};
use sandbox::{Fault, Limits, Options, Sandbox, Size, Standing};
use store::{
    ConnectionId, Entropy, FileId, Hooks, MasterKey, OpenError, ProfileFolder, Vault, WriteId, WriteReason,
    WriteState,
};
use sync::{Entry, Journal, JournalEdges, PatientWrite, VisitWrite, start_journal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::crash::Crash;
use super::dice::Dice;
use super::tally::Tally;
use super::trace::Trace;
use super::wire::{Strike, client};
use crate::RunningClock;
use people::{mail, newcomer, phone};
use visits::{Counter, Intent};

/// What strikes one request: all that can strike a write or what is read for it. Left out are those that
/// only feeds meet ([`Fault::is_of_feeds`]), those of a person's sign-in (`ConsentDenied`, `HugeTokens`,
/// `RefreshRevoked`, `UserinfoRefused`), since the app signs in as itself here, and `ChartRefused`, since
/// no write reads a chart.
const FAULTS: [Fault; 20] = [
    Fault::CommitThenDrop,
    Fault::CommitThenFail,
    Fault::CommitThenDelay,
    Fault::DropThenCommit,
    Fault::WriteLost,
    Fault::RivalChange,
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
    Fault::TokenRevoked,
    Fault::TokenEndpointDown,
    Fault::ClockSkew,
    Fault::ClockBehind,
];
/// What may last.
const OUTAGES: [Fault; 10] = [
    Fault::Unavailable,
    Fault::Reset,
    Fault::RateLimitStorm,
    Fault::GatewayHtml,
    Fault::Stall,
    Fault::Latency,
    Fault::TokenRevoked,
    Fault::TokenEndpointDown,
    Fault::ClockSkew,
    Fault::ClockBehind,
];
/// More writes than are open at once.
const PAGE: u32 = 50;
/// How long a write may take to come to rest, by its own clock.
const LONGEST: Duration = Duration::from_secs(48 * 3_600);
/// How often a person looks while nothing is told to have moved.
const LOOKS: Duration = Duration::from_secs(60);
/// After how long a person takes up what reading cannot tell.
const FOR_A_PERSON: TimeDelta = TimeDelta::minutes(30);
/// Writes of one desk.
const DESK: u64 = 500;
/// Patients that are changed.
const KNOWN: usize = 40;

/// Runs so many writes from a seed, in a folder of their own, and tells how many were asked for so far.
/// Each desk begins with a vault and a practice of its own, so that a long run takes as long for each of
/// its writes as a short one.
///
/// # Errors
/// Where a write comes to no rest, or the surroundings fail.
pub async fn writes(
    seed: u64,
    count: u64,
    folder: &Path,
    mut told: impl FnMut(u64),
) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    for desk in 0.. {
        let before = tally.writes;
        if before >= count {
            break;
        }
        let mut run = Run::begin(seed.wrapping_add(desk << 32), &folder.join(format!("desk-{desk}"))).await?;
        while run.asked < DESK.min(count - before) {
            run.some().await.with_context(|| format!("seed {seed}, desk {desk}, write {}", run.asked))?;
            told(before + run.asked);
        }
        tally = tally.and(run.reckon().await?);
    }
    Ok(tally)
}

/// Identifiers that follow one another.
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), OpenError> {
        let next = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        bytes.iter_mut().zip(next.iter().cycle()).for_each(|(byte, digit)| *byte = *digit);
        Ok(())
    }
}

/// What a write is known by in the practice's own log.
enum End {
    /// Something that no other write says.
    Mark(String),
    /// What was done with which visit.
    Visit(Box<Intent>),
}

/// What a person is about to press.
enum Press {
    /// A draft is to be written.
    Draft(WriteId),
    /// Something is to be done with a visit.
    Visit(Box<VisitWrite>),
}

/// The journal at work.
struct Hand {
    journal: Journal,
    moved: watch::Receiver<()>,
    work: JoinHandle<()>,
}

struct Run {
    dice: Dice,
    practice: Sandbox,
    client: Client,
    vault: Vault,
    clock: RunningClock,
    ids: Arc<Counting>,
    crash: Arc<Crash>,
    strike: Arc<Strike>,
    trace: Arc<Trace>,
    hand: Hand,
    known: Vec<PatientId>,
    counter: Counter,
    asked: u64,
    ends: BTreeMap<WriteId, End>,
    unknown: BTreeSet<WriteId>,
    crashes: u64,
    folder: ProfileFolder,
}

fn open(folder: &ProfileFolder, crash: &Arc<Crash>) -> anyhow::Result<Vault> {
    let (file, key) = (FileId::from_hex("bb02"), MasterKey::from_bytes([7; 32]));
    let hooks: Arc<dyn Hooks> = Arc::clone(crash) as Arc<dyn Hooks>;
    Ok(Vault::open(folder, &file, &key, hooks)?.store)
}

impl Run {
    async fn begin(seed: u64, path: &Path) -> anyhow::Result<Self> {
        let clock = RunningClock::starting_at("2026-11-23T15:00:00Z".parse()?);
        let options = Options { seed, size: Size::Solo, limits: Limits::none(), ..Options::default() };
        let practice = Sandbox::new(options, Arc::new(clock));
        std::fs::create_dir_all(path)?;
        let folder = ProfileFolder::open(path)?;
        let (crash, strike, trace) = (Arc::<Crash>::default(), Arc::<Strike>::default(), Arc::default());
        let vault = open(&folder, &crash)?;
        let client = client(&practice, clock, Arc::clone(&strike), Arc::clone(&trace))?;
        let ids = Arc::new(Counting(AtomicU64::new(1)));
        let hand = hand(&client, &vault, clock, &ids);
        let truth = practice.truth();
        let seen = truth.patients().filter(|one| !one.restricted && one.standing == Standing::Active);
        let known = seen.take(KNOWN).map(|one| PatientId::new(one.id.to_string())).collect();
        let counter = Counter::new(&truth);
        Ok(Self {
            dice: Dice::new(seed),
            practice,
            client,
            vault,
            clock,
            ids,
            crash,
            strike,
            trace,
            hand,
            known,
            counter,
            asked: 0,
            ends: BTreeMap::new(),
            unknown: BTreeSet::new(),
            crashes: 0,
            folder,
        })
    }

    /// Some writes at once, from their drafts to their ends, and sometimes once more.
    async fn some(&mut self) -> anyhow::Result<()> {
        let (mut presses, mut whom, mut busy) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for _ in 0..1 + self.dice.below(3) {
            if self.dice.one_in(2) {
                presses.push(Press::Draft(self.draft(&mut whom).await?));
            } else {
                presses.extend(self.at_a_visit(&mut busy));
            }
        }
        self.trouble();
        let lasting = self.dice.one_in(12).then(|| self.dice.of(&OUTAGES)).flatten();
        lasting.into_iter().for_each(|fault| self.practice.set_fault(fault, true));
        if lasting == Some(Fault::TokenEndpointDown) {
            // Whoever has a token would notice nothing.
            self.practice.set_fault_once(Fault::TokenExpired);
        }
        let mut ids = Vec::new();
        for press in presses {
            ids.push(self.press(press).await?);
        }
        if let Some(fault) = lasting {
            let time = Duration::from_secs(1 + self.dice.below(7_200));
            self.pass(time).await?;
            self.practice.set_fault(fault, false);
        }
        let mut rested: Vec<Entry> = Vec::new();
        for id in &ids {
            let asks = |entry: &Entry| entry.state == WriteState::Unknown;
            let may_wait = rested.iter().any(asks);
            rested.push(self.rested_or_waiting(id, may_wait).await?);
        }
        self.calm();
        for entry in rested {
            let id = entry.id.clone();
            // What waited for one that only a person could go on with goes on once they have.
            let entry = if self.rests(&entry) { entry } else { self.rested(&id).await? };
            self.take_up(entry).await?;
            self.is_over(&id).await?;
            if self.dice.one_in(3) {
                self.undo(&id).await?;
            }
        }
        Ok(())
    }

    /// A draft about a newcomer, or about somebody whom no other of these is about.
    async fn draft(&mut self, others: &mut BTreeSet<usize>) -> anyhow::Result<WriteId> {
        self.asked += 1;
        let mark = self.asked;
        if self.dice.one_in(2) {
            let fields = newcomer(mark, self.dice.one_in(25));
            let id = self.hand.journal.draft_create(fields, BTreeSet::new(), "ana").await?;
            self.ends.insert(id.clone(), End::Mark(phone(mark)));
            return Ok(id);
        }
        let free: Vec<usize> = (0..self.known.len()).filter(|one| !others.contains(one)).collect();
        let whom = self.dice.of(&free).context("nobody is known")?;
        others.insert(whom);
        let saw = self.patient(&self.known[whom].clone()).await?;
        if self.dice.one_in(20) {
            self.rival(&saw.id);
        }
        let mut fields = PatientFields::default();
        fields.set(F::Email, mail(mark));
        let id = self.hand.journal.draft_update(&saw, fields, "ana").await?;
        self.ends.insert(id.clone(), End::Mark(mail(mark)));
        Ok(id)
    }

    /// Chooses what goes wrong: at which request, and at which point of the vault.
    fn trouble(&mut self) {
        let strike = if self.dice.one_in(4) {
            None
        } else {
            self.dice.of(&FAULTS).map(|fault| (self.dice.below(6), fault))
        };
        self.strike.set(strike);
        let points = if self.dice.one_in(3) { 1 + self.dice.below(14) } else { 0 };
        self.crash.after(u32::try_from(points).unwrap_or(0));
    }

    fn calm(&mut self) {
        self.strike.set(None);
        self.crash.after(0);
        FAULTS.into_iter().for_each(|fault| self.practice.set_fault(fault, false));
    }

    /// A person presses until it is taken.
    async fn release(&mut self, id: &WriteId) -> anyhow::Result<()> {
        for _ in 0..3 {
            if self.hand.journal.release(id, "ana").await.is_ok() {
                return Ok(());
            }
            self.restart().await?;
            if self.entry(id).await?.released.is_some() {
                return Ok(());
            }
        }
        bail!("a press is not taken")
    }

    /// Lets time pass, in which our side may crash.
    async fn pass(&mut self, time: Duration) -> anyhow::Result<()> {
        let crashed = tokio::select! {
            biased;
            () = self.crash.happens() => true,
            () = tokio::time::sleep(time) => false,
        };
        if crashed { self.restart().await } else { Ok(()) }
    }

    /// Waits until only a person can go on with a write, or nobody needs to.
    async fn rested(&mut self, id: &WriteId) -> anyhow::Result<Entry> {
        self.rested_or_waiting(id, false).await
    }

    /// The same; or, where one before it asks for a person, until it is seen that it may wait for that one.
    async fn rested_or_waiting(&mut self, id: &WriteId, may_wait: bool) -> anyhow::Result<Entry> {
        let crash = Arc::clone(&self.crash);
        let until = tokio::time::Instant::now() + LONGEST;
        loop {
            self.hand.moved.mark_unchanged();
            let entry = self.entry(id).await?;
            if entry.state == WriteState::Unknown {
                self.unknown.insert(id.clone());
                self.is_shown(id).await?;
                if self.dice.one_in(30) {
                    self.meddle(id);
                }
            }
            if let Some(End::Visit(intent)) = self.ends.get_mut(id) {
                intent.look(&self.practice.truth());
            }
            if self.rests(&entry) {
                if entry.state.is_ended() {
                    self.is_over(id).await?;
                }
                return Ok(entry);
            }
            if may_wait
                && entry.state == WriteState::Drafted
                && until - tokio::time::Instant::now() < LONGEST / 2
            {
                return Ok(entry);
            }
            let crashed = tokio::select! {
                biased;
                () = crash.happens() => true,
                moved = self.hand.moved.changed() => moved.is_err(),
                () = tokio::time::sleep(LOOKS) => false,
            };
            ensure!(tokio::time::Instant::now() < until, "it stays {:?}", entry.state);
            if crashed {
                self.restart().await?;
                if self.dice.one_in(3) {
                    let rival = entry.subject.filter(|_| self.dice.one_in(30));
                    rival.iter().for_each(|patient| self.rival(patient));
                    if self.dice.one_in(10) {
                        self.meddle(id);
                    }
                }
            }
        }
    }

    /// What a person does once a write is at rest.
    async fn take_up(&mut self, entry: Entry) -> anyhow::Result<()> {
        self.trace.note((entry.id.as_str(), entry.state.word(), entry.reason.map(WriteReason::word)));
        match (entry.state, entry.reason) {
            (WriteState::Drafted, Some(WriteReason::ChangedMeanwhile))
                if entry.write.patient().is_some() && !entry.stands_already() && self.dice.one_in(2) =>
            {
                let subject = entry.subject.clone().context("a change is about somebody")?;
                let before = PatientFields::of(&self.patient(&subject).await?);
                let fields = entry.write.patient().context("it is about a patient")?.fields().clone();
                let write = PatientWrite::Update { patient: subject, fields, before };
                self.hand.journal.redraft(&entry.id, &write.into(), "ana").await?;
                self.hand.journal.release(&entry.id, "ana").await?;
                let entry = self.rested(&entry.id).await?;
                ensure!(entry.state == WriteState::Confirmed, "on a calm day a write is taken");
            }
            (WriteState::Drafted, _) => {
                // Whoever is told that something stands in the way looks again, or lets it be.
                let is_visit = entry.write.visit().is_some() && !entry.stands_already();
                if is_visit && self.dice.one_in(4) {
                    self.hand.journal.release(&entry.id, "ana").await?;
                    if self.rested(&entry.id).await?.state != WriteState::Drafted {
                        return Ok(());
                    }
                }
                self.hand.journal.withdraw(&entry.id, "ana").await?;
            }
            (WriteState::Rejected, Some(WriteReason::NotCarriedOut)) if self.dice.one_in(2) => {
                self.again(&entry.id).await?;
            }
            (WriteState::Unknown, _) => {
                if self.is_there(&entry.id) {
                    self.hand.journal.is_there(&entry.id, None, "ana").await?;
                } else {
                    self.hand.journal.is_not_there(&entry.id, "ana").await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether only a person can go on with it, or nobody needs to.
    fn rests(&self, entry: &Entry) -> bool {
        let now = model::Clock::now(&self.clock);
        match entry.state {
            WriteState::Drafted => entry.released.is_none(),
            WriteState::Confirmed => entry.shown.is_some(),
            WriteState::Rejected => true,
            WriteState::Unknown => {
                let long = entry.sent.is_some_and(|sent| now - sent > FOR_A_PERSON);
                entry.reason == Some(WriteReason::CannotTell) && long
            }
            WriteState::Intent | WriteState::Sent => false,
        }
    }

    fn rival(&self, patient: &PatientId) {
        let mail = format!("rival{}@example.org", self.asked);
        if let Ok(number) = patient.as_str().parse() {
            let _ = self.practice.another_desk(number, &[("email", mail.as_str())]);
        }
    }

    /// A patient as a desk sees them, past all that goes wrong.
    async fn patient(&self, id: &PatientId) -> anyhow::Result<Patient> {
        let session = self.client.lane(Lane::Fill);
        Ok(session.patient(id, None, PatientParts::default()).await?.value.patient)
    }

    async fn entry(&self, id: &WriteId) -> anyhow::Result<Entry> {
        self.hand.journal.entry(id).await?.context("a write is gone")
    }

    /// Whether the first page of what a person is shown has a write of which nobody knows, as one that is open
    /// or, where it ended while they looked, as one that ended.
    async fn is_shown(&self, id: &WriteId) -> anyhow::Result<()> {
        let listed = self.hand.journal.list(None, None, PAGE).await?;
        let shown = listed.entries.iter().find(|entry| entry.id == *id).context("nobody is shown it")?;
        let known = matches!(shown.state, WriteState::Confirmed | WriteState::Rejected);
        ensure!(known || shown.state == WriteState::Unknown, "it is shown as {:?}", shown.state);
        ensure!(known || listed.counts.unknown > 0, "it is shown and not counted");
        Ok(())
    }

    /// Ends the loop where it stands, as a crash does, and begins anew over what is on the disk.
    async fn restart(&mut self) -> anyhow::Result<()> {
        self.crashes += 1;
        self.hand.work.abort();
        let _ = (&mut self.hand.work).await;
        self.vault.close().await;
        self.crash.revive();
        self.vault = open(&self.folder, &self.crash)?;
        self.hand = hand(&self.client, &self.vault, self.clock, &self.ids);
        Ok(())
    }
}

fn hand(client: &Client, vault: &Vault, clock: RunningClock, ids: &Arc<Counting>) -> Hand {
    let (tell, moved) = watch::channel(());
    let (journal, work) = start_journal(JournalEdges {
        client: client.clone(),
        vault: vault.clone(),
        connection: ConnectionId::new("here"),
        sign_in: None,
        clock: Arc::new(clock),
        random: Arc::new(SeededRandom::new(1)),
        entropy: Arc::clone(ids) as Arc<dyn Entropy>,
        on_move: Arc::new(move || {
            tell.send_replace(());
        }),
        on_saved: Arc::new(|_| {}),
    });
    Hand { journal, moved, work: tokio::spawn(work) }
}
