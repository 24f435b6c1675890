//! Whom an answer shows. Every response says so here, or the commands do not compile.
//!
//! Whoever only stands in a list on the screen, by name, is shown with the list: its entry is one. Whose own
//! fields an answer carries was looked at, and that is on record under their number; so is whoever stands in
//! a file that leaves.

use crate::connection::{Added, ConnectionRemoved, Connections, SignedOut};
use crate::gate::{RequiredFields, VisitGates};
use crate::keys::{Keys, RecoveryMade, VaultExported, Vaults};
use crate::packet::{PacketState, PacketWords};
use crate::parked::Parked;
use crate::patient::{Asked, PatientCard, PatientPage};
use crate::people::{People, Roles};
use crate::plan::Plan;
use crate::practice::Overview;
use crate::print::{FileMade, PrintPage};
use crate::saved_view::Views;
use crate::schedule::{DaySheet, WeekSheet};
use crate::session::Session;
use crate::slot::{DaySlots, Openings, SheetSlots, SlotForm, SlotReasons};
use crate::support::{SupportBundle, SupportExported};
use crate::sync::{SyncLogPage, SyncView};
use crate::trail::{AuditChecked, AuditExported, AuditFound, AuditPage, AuditStanding};
use crate::visit::{CancelReasons, Released};
use crate::waitlist::{FreedTimes, Waiting};
use crate::write::{AlikePeople, AlikeView, Drafted, PatientForm, WritePage, WriteRow};
use crate::{Done, Failure};

/// A patient whose fields an answer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen<'a> {
    /// Who, by opaque id.
    pub patient: &'a str,
    /// How they were shown, in the audit's words; in those of what was asked where there are none.
    pub words: Option<&'static str>,
}

/// An answer as the audit sees it.
pub(crate) trait Shows {
    /// Whose fields it shows.
    fn seen(&self) -> Vec<Seen<'_>> {
        Vec::new()
    }
}

impl<T: Shows> Shows for Result<T, Failure> {
    fn seen(&self) -> Vec<Seen<'_>> {
        self.as_ref().map(Shows::seen).unwrap_or_default()
    }
}

/// Answers about no patient.
macro_rules! shows_nobody {
    ($($response:ty),+ $(,)?) => {$( impl Shows for $response {} )+};
}

shows_nobody!(
    Added,
    AuditChecked,
    AuditExported,
    AuditFound,
    AuditStanding,
    CancelReasons,
    ConnectionRemoved,
    Connections,
    DaySlots,
    Done,
    Drafted,
    FreedTimes,
    Keys,
    Openings,
    Overview,
    PacketState,
    PacketWords,
    People,
    Roles,
    RecoveryMade,
    Released,
    Session,
    SheetSlots,
    SignedOut,
    SlotForm,
    SlotReasons,
    SupportBundle,
    SupportExported,
    SyncLogPage,
    SyncView,
    VaultExported,
    Vaults,
    Views,
);

/// Answers in which patients stand by name alone: one entry for the list.
macro_rules! lists {
    ($($response:ty),+ $(,)?) => {$( impl Shows for $response {} )+};
}

lists!(Asked, AuditPage, DaySheet, Parked, PatientPage, Plan, WeekSheet);

/// A file is out of reach once it is there: whoever stands in it was given to whoever has it.
impl Shows for FileMade {
    fn seen(&self) -> Vec<Seen<'_>> {
        of(&self.people)
    }
}

/// A page that is one patient's shows them as a card does; one of a list shows a list.
impl Shows for PrintPage {
    fn seen(&self) -> Vec<Seen<'_>> {
        of(&self.people)
    }
}

fn of(people: &[String]) -> Vec<Seen<'_>> {
    people.iter().map(|patient| Seen { patient, words: None }).collect()
}

impl Shows for PatientCard {
    fn seen(&self) -> Vec<Seen<'_>> {
        vec![Seen { patient: &self.id, words: Some("opened a patient") }]
    }
}

impl Shows for PatientForm {
    fn seen(&self) -> Vec<Seen<'_>> {
        let seen = |patient| Seen { patient, words: Some("opened a patient to change them") };
        self.patient.as_deref().map(seen).into_iter().collect()
    }
}

impl Shows for VisitGates {
    fn seen(&self) -> Vec<Seen<'_>> {
        vec![Seen { patient: &self.patient, words: Some("was shown what a check-in asks") }]
    }
}

impl Shows for RequiredFields {
    fn seen(&self) -> Vec<Seen<'_>> {
        vec![Seen { patient: &self.patient, words: Some("was shown what a check-in wants") }]
    }
}

/// How to reach them, why they wait and what the practice notes of it stand there.
impl Shows for Waiting {
    fn seen(&self) -> Vec<Seen<'_>> {
        let seen = |patient| Seen { patient, words: None };
        self.rows.iter().map(|row| seen(row.patient.as_str())).collect()
    }
}

impl Shows for AlikePeople {
    fn seen(&self) -> Vec<Seen<'_>> {
        self.rows.iter().map(beside).collect()
    }
}

impl Shows for WritePage {
    fn seen(&self) -> Vec<Seen<'_>> {
        self.rows.iter().flat_map(of_write).collect()
    }
}

/// Whoever stands field by field beside somebody to be registered.
fn beside(one: &AlikeView) -> Seen<'_> {
    Seen { patient: &one.patient, words: Some("was shown a likely duplicate") }
}

fn of_write(row: &WriteRow) -> impl Iterator<Item = Seen<'_>> {
    let about = |patient| Seen { patient, words: Some("was shown what is written of a patient") };
    row.patient.as_deref().map(about).into_iter().chain(row.alike.iter().map(beside))
}
