//! Visits that wait for a place: put aside to be moved, each person's own for each practice. Nothing is sent for it.
//!
//! By which number and whose they are is all that is kept; how they stand is read from the copy.

use ipc::parked::{Parked, ParkedVisit, VisitPark, VisitUnpark};
use ipc::{Call, Done, Failure, Field};
use model::{AppointmentId, PatientId, VisitState};
use serde::{Deserialize, Serialize};
use store::{ConnectionId, Error, Reader, VaultFile, Visit as Held, Writer};

use crate::console::Console;
use crate::day_sheet::{Material, day_sheet};
use crate::live::Live;
use crate::{patience, profile, visits, words};

/// How many visits wait at the most.
const MOST: usize = 50;

/// A visit that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    visit: String,
}

/// Lists the visits that wait, the first put aside first. What was moved meanwhile waits no more.
pub(crate) async fn list(console: &Console, call: &Call) -> Result<Parked, Failure> {
    let live = console.live().await?;
    let now = console.ports().clock.now();
    let patience = patience::minutes(console).await?;
    let kept = all(&live, call).await?;
    let reading = live.read(move |reader| {
        let (departments, providers) = (reader.departments()?, reader.providers()?);
        let mut parked = Parked { rows: Vec::new(), gone: 0 };
        for Kept { visit } in kept {
            let held = reader.appointment(&AppointmentId::new(visit))?;
            match held.as_ref().map(waits) {
                Some(Waits::Here) => {}
                Some(Waits::Moved) => continue,
                Some(Waits::Gone) | None => {
                    parked.gone += 1;
                    continue;
                }
            }
            let Some(held) = held else { continue };
            let date = held.appointment.start.date();
            let own = departments.iter().find(|known| known.id == held.appointment.department).cloned();
            let sheet = day_sheet(&Material {
                date,
                now,
                departments: &Vec::from_iter(own),
                providers: &providers,
                visits: &[held],
                as_of: None,
                kept: true,
                patience,
            });
            let row = |column| ParkedVisit { date: words::day(date), column };
            parked.rows.extend(sheet.columns.into_iter().next().map(row));
        }
        Ok(parked)
    });
    reading.await
}

enum Waits {
    Here,
    Moved,
    Gone,
}

fn waits(held: &Held) -> Waits {
    let visit = &held.appointment;
    let is_moved = visit.cancelled.as_ref().is_some_and(|cancelled| cancelled.moved_to.is_some());
    match visit.state {
        VisitState::Cancelled if is_moved => Waits::Moved,
        VisitState::Cancelled => Waits::Gone,
        _ => Waits::Here,
    }
}

/// Puts a visit aside, to be moved.
pub(crate) async fn park(console: &Console, call: &Call, request: VisitPark) -> Result<Done, Failure> {
    let live = console.live().await?;
    let (visit, patient) = (AppointmentId::new(request.visit), PatientId::new(request.patient));
    if !visits::held(&live, &visit).await?.is_of(&patient) {
        return Err(Failure::OutOfTurn);
    }
    if all(&live, call).await?.len() >= MOST {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let visit = visit.to_string();
    change(&live, call, move |rows| {
        if !rows.iter().any(|known| known.visit == visit) {
            rows.push(Kept { visit });
        }
    })
    .await
}

/// Has a visit wait no more: it stays where it stands.
pub(crate) async fn unpark(console: &Console, call: &Call, request: VisitUnpark) -> Result<Done, Failure> {
    let live = console.live().await?;
    change(&live, call, move |rows| rows.retain(|known| known.visit != request.visit)).await
}

/// Forgets what everybody put aside over a connection.
pub(crate) fn forget_connection(
    vault: &mut Writer<'_, VaultFile>,
    connection: &ConnectionId,
) -> Result<(), Error> {
    vault.clear_settings(&name(connection, ""), "")
}

/// Forgets what a person put aside.
pub(crate) fn forget_person(vault: &mut Writer<'_, VaultFile>, person: &str) -> Result<(), Error> {
    vault.clear_settings("parked ", &format!(" {person}"))
}

async fn all(live: &Live, call: &Call) -> Result<Vec<Kept>, Failure> {
    let name = name(&live.connection, &call.caller.person);
    let rows = live.vault.read(move |vault| kept(vault, &name)).await;
    rows.map_err(|error| profile::used(&error, live.entropy.as_ref()))
}

async fn change(
    live: &Live,
    call: &Call,
    change: impl FnOnce(&mut Vec<Kept>) + Send + 'static,
) -> Result<Done, Failure> {
    let name = name(&live.connection, &call.caller.person);
    let write = live.vault.write("parked", move |vault| {
        let mut rows = kept(vault, &name)?;
        change(&mut rows);
        vault.put_setting(&name, &rows)
    });
    write.await.map_err(|error| profile::used(&error, live.entropy.as_ref()))?;
    Ok(Done {})
}

fn kept(vault: &Reader<'_, VaultFile>, name: &str) -> Result<Vec<Kept>, Error> {
    Ok(vault.setting(name)?.unwrap_or_default())
}

fn name(connection: &ConnectionId, person: &str) -> String {
    format!("parked {connection} {person}")
}
