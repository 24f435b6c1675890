//! The loop that carries writes on, one after another.
//!
//! Nothing is sent that the vault does not say is sent; after a crash every such row is unknown. A
//! row that says it is to be sent and was not goes on by itself, after the same look at what changed
//! meanwhile as a draft made offline: a person has released it and nothing of it left.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use athena::{Client, Error as AthenaError, Lane, Random, Session, Written};
use chrono::{DateTime, Utc};
use model::{Clock, PatientId};
use store::{
    ConnectionId, Ending, Entropy, Intended, JournalRow, Resolution, Vault, VaultFile, WriteId, WriteReason,
    Writer,
};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::desk::Journal;
use super::eyes::{self, Sight};
use super::judge::Found;
use super::next::Next;
use super::opened;
use super::reason;
use super::send::send;
use super::visit::VisitWrite;
use super::whose;
use super::words::{self, Shown, Touched, Write, names};
use crate::rest;
use crate::state::Trouble;

/// How long after a write its being nowhere says that it was not carried out: longer than a server
/// works on one request. Counted from when this program knew of it, whatever the clocks say.
pub(crate) const SETTLED: Duration = Duration::from_secs(180);
/// How long a write of which nobody knows is left before it is first read back.
pub(crate) const FIRST: Duration = Duration::from_secs(5);

/// Is told that a write moved. It must not block.
pub type OnMove = Arc<dyn Fn() + Send + Sync>;

/// Is told whom or what a write was about that athenahealth has, or that met something else there than what
/// the person saw. It must not block.
pub type OnSaved = Arc<dyn Fn(&Touched) + Send + Sync>;

/// What the journal of a connection works with.
pub struct JournalEdges {
    /// The practice's client.
    pub client: Client,
    /// The profile's vault.
    pub vault: Vault,
    /// The connection.
    pub connection: ConnectionId,
    /// Under which key the vault keeps who is signed in over it; `None` where an app signs in.
    pub sign_in: Option<String>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Spreads retries.
    pub random: Arc<dyn Random>,
    /// Makes identifiers.
    pub entropy: Arc<dyn Entropy>,
    /// Is told that a write moved.
    pub on_move: OnMove,
    /// Is told that athenahealth has one.
    pub on_saved: OnSaved,
}

/// Makes the loop and the person's end of it. The loop is the future, for the caller to spawn; it
/// ends when it is dropped, and takes up where it stopped when it is made again.
pub fn start_journal(edges: JournalEdges) -> (Journal, impl Future<Output = ()> + Send + 'static) {
    let woken = Arc::new(Notify::new());
    let journal = Journal {
        vault: edges.vault.clone(),
        connection: edges.connection.clone(),
        clock: edges.clock.clone(),
        entropy: edges.entropy.clone(),
        on_move: edges.on_move.clone(),
        on_saved: edges.on_saved.clone(),
        woken: woken.clone(),
    };
    let hand =
        Hand { edges, woken, known: BTreeMap::new(), apart: BTreeMap::new(), failures: 0, resting: None };
    (journal, hand.run())
}

/// A write of which nobody knows.
pub(crate) struct Unknown {
    /// Since when this program knows of it.
    pub(crate) since: Instant,
    /// When it is read back next; `None` where only a person can say.
    pub(crate) due: Option<Instant>,
}

/// A write that cannot be carried on as it is, and keeps no other from being.
pub(crate) struct Apart {
    tries: u32,
    pub(crate) until: Instant,
}

pub(crate) struct Hand {
    pub(crate) edges: JournalEdges,
    woken: Arc<Notify>,
    pub(crate) known: BTreeMap<WriteId, Unknown>,
    pub(crate) apart: BTreeMap<WriteId, Apart>,
    failures: u32,
    pub(crate) resting: Option<Instant>,
}

/// Whether the next write would not meet the same.
fn concerns_one(trouble: &Trouble) -> bool {
    !rest::concerns_all(trouble) || matches!(trouble, Trouble::Store(store::Error::Record(_)))
}

impl Hand {
    async fn run(mut self) {
        loop {
            match self.next().await {
                Ok(Next::Wait(until)) => {
                    tokio::select! {
                        () = until_then(until) => {}
                        () = self.woken.notified() => {}
                    }
                }
                Ok(next) => {
                    let about = next.about();
                    let done = self.carry_on(next).await;
                    self.came_to(about, done);
                    (self.edges.on_move)();
                }
                Err(store::Error::Closed) => return,
                // Whoever presses meanwhile cannot make the vault read.
                Err(error) => {
                    self.rest(&error.into());
                    until_then(self.resting).await;
                }
            }
        }
    }

    fn came_to(&mut self, about: Option<WriteId>, done: Result<(), Trouble>) {
        match (done, about) {
            (Ok(()), about) => {
                (self.failures, self.resting) = (0, None);
                self.apart.retain(|id, _| Some(id) != about.as_ref());
            }
            // A person moved it meanwhile: it goes its own way.
            (Err(Trouble::Store(store::Error::OutOfTurn)), _) => (self.failures, self.resting) = (0, None),
            (Err(trouble), Some(id)) if concerns_one(&trouble) => self.set_apart(id, &trouble),
            (Err(trouble), _) => self.rest(&trouble),
        }
    }

    /// Leaves one write alone for a while, longer each time.
    fn set_apart(&mut self, id: WriteId, trouble: &Trouble) {
        let tries = self.apart.get(&id).map_or(0, |apart| apart.tries + 1);
        let until = Instant::now() + rest::aside(Some(trouble), tries);
        tracing::debug!(%trouble, tries, "a write rests");
        self.apart.insert(id, Apart { tries, until });
    }

    async fn carry_on(&mut self, next: Next) -> Result<(), Trouble> {
        match next {
            Next::Lose => {
                let connection = self.edges.connection.clone();
                let lost = self
                    .edges
                    .vault
                    .write("journal lose all", move |writer| writer.journal_lose_all(&connection))
                    .await?;
                tracing::warn!(lost, "writes whose answer nobody awaits are unknown");
                Ok(())
            }
            Next::Write(row) => self.write(*row).await,
            Next::ReadBack(row) => self.read_back(*row).await,
            Next::ReadKept(row) => self.read_kept(*row).await,
            Next::Wait(_) => Ok(()),
        }
    }

    fn rest(&mut self, trouble: &Trouble) {
        self.failures += 1;
        let rest = rest::after(trouble, self.failures, self.edges.random.unit());
        tracing::debug!(%trouble, rest = rest.as_secs(), "the journal rests");
        self.resting = Some(Instant::now() + rest);
    }

    fn session(&self) -> Session {
        self.edges.client.lane(Lane::Booking)
    }

    /// Looks, says that it is to be sent, says that it is sent, sends.
    async fn write(&mut self, row: JournalRow) -> Result<(), Trouble> {
        if let Some(theirs) = whose::is_in_use(&self.edges, &row).await? {
            return self.hold(&row.id, WriteReason::SignIn, Some(theirs)).await;
        }
        let about = row.clone();
        let known = self
            .edges
            .vault
            .read(move |vault| Ok((opened::of(vault, &about)?, words::is_merged(vault, &about)?)));
        let (write, is_merged) = known.await?;
        let (touched, removes) =
            (write.touched(None), matches!(&write, Write::Visit(write) if write.removes_one()));
        let (write, before) = match eyes::look(&self.session(), write, is_merged, self.now()).await {
            Ok(Sight::Clear { write }) => {
                let before = write.before()?;
                (write, before)
            }
            // What is off already, or somebody's by now, asks nobody.
            Ok(Sight::Held { .. }) if removes => return self.let_be(row).await,
            Ok(Sight::Held { reason, shown }) => {
                self.hold(&row.id, reason, Some(shown)).await?;
                self.tell(&touched);
                return Ok(());
            }
            Err(error) => return self.wait(&row.id, error).await,
        };
        let (at, moved, same) = (self.now(), words::merged(&row, &write), write.same()?);
        let looked_at = (row.subject, row.payload);
        let intended = self
            .step(&row.id, "journal intend", move |writer, id| {
                let stands =
                    writer.journal_row(id)?.is_some_and(|row| (row.subject, row.payload) == looked_at);
                if !stands {
                    return Err(store::Error::OutOfTurn);
                }
                if let Some((connection, merge)) = moved {
                    writer.name_merge(&connection, &merge, at, words::sameness)?;
                }
                writer.journal_intend(id, &before, &same, at)
            })
            .await?;
        if let Intended::UnderWay(_) = intended {
            return self.hold(&row.id, WriteReason::AlreadyUnderWay, None).await;
        }
        let (at, key) = (self.now(), self.edges.sign_in.clone());
        let leaves = self
            .step(&row.id, "journal send", move |writer, id| whose::send(writer, key.as_deref(), id, at))
            .await?;
        if !leaves {
            return Ok(());
        }
        let written = send(&self.session(), &write).await;
        match (&written, write.rest()) {
            (Written::Confirmed(_), Some(rest)) => self.complete(&row.id, &rest).await,
            _ => self.came(&row.id, &write, written).await,
        }
    }

    /// Sends the second of a write's two requests. That the first was carried out is on record before it leaves.
    async fn complete(&mut self, id: &WriteId, rest: &Write) -> Result<(), Trouble> {
        let (at, key) = (self.now(), self.edges.sign_in.clone());
        let (before, same) = (rest.before()?, rest.same()?);
        let leaves = self
            .step(id, "journal begun", move |writer, id| {
                writer.journal_not_sent(id, WriteReason::Interrupted)?;
                if writer.journal_intend(id, &before, &same, at)? != Intended::Now {
                    return Err(store::Error::OutOfTurn);
                }
                whose::send(writer, key.as_deref(), id, at)
            })
            .await?;
        if !leaves {
            return Ok(());
        }
        let written = send(&self.session(), rest).await;
        self.came(id, rest, written).await
    }

    async fn came(
        &mut self,
        id: &WriteId,
        write: &Write,
        written: Written<PatientId>,
    ) -> Result<(), Trouble> {
        match written {
            Written::Confirmed(answer) => {
                self.confirm(id, write, (answer.value, None), Resolution::Answer).await
            }
            Written::Rejected(rejection) => {
                let (reason, fields) = (reason::rejected(&rejection), names(&rejection.fields)?);
                let said = rejection.said.map(Shown::Said);
                self.decline(id, write, reason, (fields, said)).await?;
                self.tell(&write.touched(None));
                Ok(())
            }
            Written::NotSent(error) => self.not_sent(id, error).await,
            Written::Unknown(error) => {
                let reason = reason::of(&error);
                self.step(id, "journal lose", move |writer, id| writer.journal_lose(id, reason)).await?;
                let trouble = Trouble::Athena(error);
                // What one write met, the next would meet too.
                if rest::concerns_all(&trouble) { Err(trouble) } else { Ok(()) }
            }
        }
    }

    /// Ends a write that athenahealth declined. A time that was opened for it is taken off.
    async fn decline(
        &self,
        id: &WriteId,
        write: &Write,
        reason: WriteReason,
        (fields, said): (String, Option<Shown>),
    ) -> Result<(), Trouble> {
        let (ending, said) = (self.ending(Resolution::Answer), said.as_ref().map(Shown::kept).transpose()?);
        let fresh = WriteId::generate(self.edges.entropy.as_ref()).map_err(|_| store::Error::Interrupted)?;
        let unused = write.visit().and_then(VisitWrite::unused).map(|removal| (fresh, removal));
        self.step(id, "journal decline", move |writer, id| {
            writer.journal_reject(id, reason, (Some(&fields), said.as_ref()), &ending)?;
            unused.map_or(Ok(()), |removal| opened::take_off(writer, id, removal, ending.at))
        })
        .await
    }

    async fn not_sent(&mut self, id: &WriteId, error: AthenaError) -> Result<(), Trouble> {
        let reason = reason::of(&error);
        let never = reason == WriteReason::CannotBeSent;
        self.step(id, "journal not sent", move |writer, id| {
            writer.journal_not_sent(id, reason)?;
            if never { writer.journal_hold(id, reason, None) } else { Ok(()) }
        })
        .await?;
        if never { Ok(()) } else { Err(error.into()) }
    }

    async fn let_be(&self, row: JournalRow) -> Result<(), Trouble> {
        let (at, by) = (self.now(), row.released_by.unwrap_or(row.drafted_by));
        self.step(&row.id, "journal let be", move |writer, id| writer.journal_withdraw(id, &by, at)).await
    }

    async fn hold(&self, id: &WriteId, reason: WriteReason, shown: Option<Shown>) -> Result<(), Trouble> {
        let shown = shown.as_ref().map(Shown::kept).transpose()?;
        self.step(id, "journal hold", move |writer, id| writer.journal_hold(id, reason, shown.as_ref())).await
    }

    /// A look that failed: for a reason of its own the write waits for a person, for any other it is
    /// looked at again.
    async fn wait(&self, id: &WriteId, error: AthenaError) -> Result<(), Trouble> {
        let (reason, trouble) = (reason::of(&error), Trouble::Athena(error));
        if !rest::concerns_all(&trouble) {
            return self.hold(id, WriteReason::CannotBeSent, None).await;
        }
        self.step(id, "journal wait", move |writer, id| writer.journal_wait(id, reason)).await?;
        Err(trouble)
    }

    /// Reads back a write of which nobody knows.
    async fn read_back(&mut self, row: JournalRow) -> Result<(), Trouble> {
        let write = Write::of(&row)?;
        let began = Instant::now();
        let settled = self.known.get(&row.id).is_some_and(|unknown| began - unknown.since >= SETTLED);
        let (found, theirs) = match eyes::read_back(&self.session(), &write).await {
            Ok(back) => back,
            Err(error) => return self.not_read_back(&row.id, settled, error.into()).await,
        };
        match found {
            Found::There(found) => self.confirm(&row.id, &write, found, Resolution::ReadBack).await,
            Found::Absent if settled => {
                let reason = eyes::absence(&write, theirs.as_ref());
                self.reject(&row.id, reason, theirs).await?;
                self.tell(&write.touched(None));
                Ok(())
            }
            found => {
                let undecided = found == Found::Undecided;
                self.undecided(&row.id, undecided.then_some(theirs).flatten(), undecided && settled).await
            }
        }
    }

    /// A reading that failed for a reason of its own: a person may look for it, and it is tried again.
    async fn not_read_back(&self, id: &WriteId, settled: bool, trouble: Trouble) -> Result<(), Trouble> {
        if settled && !rest::concerns_all(&trouble) {
            let (at, nobody) = (self.now(), Shown::Nobody.kept()?);
            self.step(id, "journal read back", move |writer, id| {
                writer.journal_read_back(id, Some(&nobody), at)
            })
            .await?;
        }
        Err(trouble)
    }

    /// Still not known: read again, until reading says nothing new.
    async fn undecided(
        &mut self,
        id: &WriteId,
        shown: Option<Shown>,
        for_a_person: bool,
    ) -> Result<(), Trouble> {
        let (at, shown) = (self.now(), shown.as_ref().map(Shown::kept).transpose()?);
        self.step(id, "journal read back", move |writer, id| {
            writer.journal_read_back(id, shown.as_ref(), at)
        })
        .await?;
        if let Some(unknown) = self.known.get_mut(id) {
            let now = Instant::now();
            let next = now + FIRST.max(now - unknown.since);
            unknown.due = (!for_a_person).then(|| next.min(unknown.since + SETTLED).max(now + FIRST));
        }
        Ok(())
    }

    /// Reads what athenahealth made of a write that it has.
    async fn read_kept(&mut self, row: JournalRow) -> Result<(), Trouble> {
        let write = Write::of(&row)?;
        let shown = match eyes::kept(&self.session(), row.subject.as_ref(), &write).await {
            Ok(shown) => shown,
            Err(error) => {
                let trouble = Trouble::Athena(error);
                if rest::concerns_all(&trouble) {
                    return Err(trouble);
                }
                Shown::Nobody
            }
        };
        // What was done with a visit and came as it was asked for asks nobody to look at it.
        let is_so = matches!((&write, &shown), (Write::Visit(write), Shown::Visit(now)) if write.is_so(now));
        let at = self.now();
        self.step(&row.id, "journal kept", move |writer, id| {
            words::keep(writer, id, &shown, at)?;
            if is_so { writer.journal_seen(id, at) } else { Ok(()) }
        })
        .await
    }

    async fn confirm(
        &self,
        id: &WriteId,
        write: &Write,
        (subject, shown): (PatientId, Option<Shown>),
        resolution: Resolution,
    ) -> Result<(), Trouble> {
        let kept = shown.as_ref().map(Shown::kept).transpose()?;
        let (ending, touched) = (self.ending(resolution), write.touched(Some(&subject)));
        let is_visit = write.visit().is_some();
        self.step(id, "journal confirm", move |writer, id| {
            if is_visit {
                words::follow(writer, id, &subject, ending.at)?;
            }
            writer.journal_confirm(id, Some(&subject), kept.as_ref(), &ending)?;
            shown.map_or(Ok(()), |shown| words::see(writer, id, &shown, ending.at))
        })
        .await?;
        self.tell(&touched);
        Ok(())
    }

    /// Tells whom or what a write was about, where that is to be read anew.
    fn tell(&self, touched: &Touched) {
        if touched.patient.is_some() || !touched.visits.is_empty() {
            (self.edges.on_saved)(touched);
        }
    }

    /// Ends a write that was read back and is not there.
    async fn reject(&self, id: &WriteId, reason: WriteReason, theirs: Option<Shown>) -> Result<(), Trouble> {
        let ending = self.ending(Resolution::ReadBack);
        let theirs = theirs.as_ref().map(Shown::kept).transpose()?;
        self.step(id, "journal reject", move |writer, id| {
            writer.journal_reject(id, reason, (None, theirs.as_ref()), &ending)
        })
        .await
    }

    /// One step of a write.
    async fn step<T: Send + 'static>(
        &self,
        id: &WriteId,
        name: &'static str,
        step: impl FnOnce(&mut Writer<'_, VaultFile>, &WriteId) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, Trouble> {
        let id = id.clone();
        Ok(self.edges.vault.write(name, move |writer| step(writer, &id)).await?)
    }

    fn ending(&self, resolution: Resolution) -> Ending {
        Ending { resolution, by: None, at: self.now() }
    }

    fn now(&self) -> DateTime<Utc> {
        self.edges.clock.now()
    }
}

async fn until_then(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
