//! The journal of the practice in use, and a person's steps in it.

use std::sync::Arc;

use athena::Client;
use ipc::{Call, Failure, Tag};
use store::{ConnectionId, Vault};
use sync::{Ask, Deed, Handle, Journal, JournalEdges, Refused, start_journal};

use crate::console::Console;
use crate::ledger::Beside;
use crate::live::Live;
use crate::openings::Openings;
use crate::profile;

/// Makes the journal of a practice and the loop that carries its writes on.
pub(crate) fn begin(
    console: &Console,
    (connection, sign_in): (&ConnectionId, &Option<String>),
    (client, vault): (&Client, &Vault),
    (reading, openings): (&Handle, &Arc<Openings>),
) -> (Journal, impl Future<Output = ()> + Send + use<>) {
    let (ports, listener, reading) = (console.ports(), console.clone(), reading.clone());
    let openings = Arc::clone(openings);
    start_journal(JournalEdges {
        client: client.clone(),
        vault: vault.clone(),
        connection: connection.clone(),
        sign_in: sign_in.clone(),
        clock: Arc::clone(&ports.clock),
        random: Arc::clone(&ports.random),
        entropy: Arc::clone(&ports.entropy),
        on_move: Arc::new(move || listener.announce(&[Tag::Writes])),
        // What was written is seen here once it is read.
        on_saved: Arc::new(move |touched| {
            if let Some(patient) = &touched.patient {
                reading.ask(Ask::Patient(patient.clone()));
            }
            if !touched.visits.is_empty() {
                openings.forget();
                reading.ask(Ask::Visits(touched.visits.clone()));
            }
        }),
    })
}

/// A step that is on its way to the vault, with its entry.
pub(crate) struct Step<'c> {
    console: &'c Console,
    call: &'c Call,
    beside: Option<Beside>,
}

impl<'c> Step<'c> {
    /// A person's step, with what else is to be said of it.
    pub(crate) fn of(
        console: &'c Console,
        live: &Live,
        call: &'c Call,
        said: Option<String>,
    ) -> Result<(Self, Deed), Failure> {
        let place = console.ledger().place().ok_or(Failure::NoPractice)?;
        let by = call.caller.person.as_str();
        let Some(mut entry) = call.entry() else {
            return Ok((Self { console, call, beside: None }, Deed::from(by)));
        };
        entry.about = said;
        let (record, beside) = console.ledger().beside(&place, entry, live.desk());
        Ok((Self { console, call, beside: Some(beside) }, Deed::on_record(by, record)))
    }

    /// What came of it.
    pub(crate) fn came<T>(self, done: Result<T, Refused>) -> Result<T, Failure> {
        let done = done.map_err(|refused| failed(refused, self.console))?;
        if let Some(beside) = &self.beside {
            self.console.ledger().kept_beside(beside);
            self.call.kept();
        }
        Ok(done)
    }
}

/// What a step that was not done means to a person.
pub(crate) fn failed(refused: Refused, console: &Console) -> Failure {
    match refused {
        Refused::OutOfTurn => Failure::OutOfTurn,
        Refused::AlreadyUndone => Failure::AlreadyUndone,
        Refused::BeingUndone => Failure::BeingUndone,
        Refused::CannotBeUndone => Failure::CannotBeUndone,
        Refused::TooLate => Failure::TooLate,
        Refused::TooSoon => Failure::TooSoon,
        Refused::Store(error) => profile::used(&error, console.ports().entropy.as_ref()),
    }
}
