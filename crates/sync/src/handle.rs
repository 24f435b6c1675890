//! The console's end of the loop.

use std::sync::Arc;

use chrono::NaiveDate;
use model::{AppointmentId, PatientId};
use store::{FillTime, Pause};
use tokio::sync::{mpsc, watch};

use crate::SyncState;

/// Something that a person looks at and wants read now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A day of the schedule.
    Day(NaiveDate),
    /// A patient with policies, balances, custom fields and visits.
    Patient(PatientId),
    /// Visits, or slots that may have become some, with which something was done.
    Visits(Vec<AppointmentId>),
}

/// Something that is on screen, and kept fresh while it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// A day of the schedule.
    Day(NaiveDate),
    /// A patient's card.
    Card(PatientId),
}

/// What is said to the loop.
#[derive(Debug)]
pub(crate) enum Word {
    Ask(Ask),
    Look(Look),
    Fill(FillTime),
    ReadNow,
    Touched,
    OnBattery(bool),
    Pause(Option<Pause>),
    Again,
}

/// A part of the copy that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stale {
    /// The practice, departments, providers.
    Reference,
    /// Appointments, and people in one line.
    Schedule,
    /// Patients with what belongs to them.
    Patients,
    /// Only how far reading has come.
    Progress,
}

/// Is told what changed, at most twice a second while filling. It must not block.
pub type OnStale = Arc<dyn Fn(&[Stale]) + Send + Sync>;

/// Asks the loop and follows it. The loop ends when the last handle is dropped.
#[derive(Clone)]
pub struct Handle {
    pub(crate) words: mpsc::UnboundedSender<Word>,
    pub(crate) state: watch::Receiver<SyncState>,
}

impl Handle {
    /// Asks for something to be read before all else. Nothing happens where the loop has ended.
    pub fn ask(&self, ask: Ask) {
        let _ = self.words.send(Word::Ask(ask));
    }

    /// Says that something was asked for to be shown. It is kept fresh for as long as it is asked
    /// for again whenever it is told to have changed.
    pub fn look(&self, at: Look) {
        let _ = self.words.send(Word::Look(at));
    }

    /// Says when the copy is to be filled, from now on.
    pub fn fill(&self, when: FillTime) {
        let _ = self.words.send(Word::Fill(when));
    }

    /// Has the fill go on, whatever was chosen, until the practice's next working day begins.
    pub fn read_now(&self) {
        let _ = self.words.send(Word::ReadNow);
    }

    /// Says that somebody is at the desk: what is left alone is read less often.
    pub fn touched(&self) {
        let _ = self.words.send(Word::Touched);
    }

    /// Says whether the computer runs on its battery, which is spared.
    pub fn on_battery(&self, is_so: bool) {
        let _ = self.words.send(Word::OnBattery(is_so));
    }

    /// Has all that is kept fresh read now, whatever rests after a failure.
    pub fn again(&self) {
        let _ = self.words.send(Word::Again);
    }

    /// Has nothing read that nobody asks for, until then or until told otherwise; `None` ends that.
    pub fn pause(&self, pause: Option<Pause>) {
        let _ = self.words.send(Word::Pause(pause));
    }

    /// Follows how far the loop comes.
    pub fn follow(&self) -> watch::Receiver<SyncState> {
        self.state.clone()
    }

    /// How far the loop has come.
    pub fn state(&self) -> SyncState {
        self.state.borrow().clone()
    }
}
