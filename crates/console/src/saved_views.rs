//! The views of the schedule that somebody keeps on keys, each person for each practice.
//!
//! They name departments and providers, and nobody who comes to them.

use ipc::saved_view::{SavedView, ViewForget, ViewKeep, Views};
use ipc::{Call, Caller, Done, Failure, Field};
use store::{ConnectionId, Error, Reader, VaultFile, Writer};

use crate::console::Console;
use crate::profile;

/// How many departments or providers a view names at most.
const NAMED: usize = 200;
/// The most letters of an id.
const ID: usize = 40;

/// Lists what somebody keeps, and until they keep a view of their own, what the desktop did before anybody was told
/// apart.
pub(crate) async fn list(console: &Console, call: &Call) -> Result<Views, Failure> {
    let live = console.at_hand().await?;
    let (connection, person) = (live.connection.clone(), call.caller.person.clone());
    let rows = live.vault.read(move |vault| kept(vault, &connection, &person)).await;
    Ok(Views { rows: rows.map_err(|error| profile::used(&error, live.entropy.as_ref()))? })
}

/// Keeps a view under its key.
pub(crate) async fn keep(console: &Console, call: &Call, request: ViewKeep) -> Result<Done, Failure> {
    let mut view = request.view;
    view.name = view.name.trim().to_owned();
    if !is_sound(&view) {
        return Err(Failure::Invalid { field: Field::Request });
    }
    change(console, call, move |rows| {
        rows.retain(|known| known.key != view.key);
        rows.push(view);
        rows.sort_by_key(|known| known.key);
    })
    .await
}

/// Forgets the view of a key.
pub(crate) async fn forget(console: &Console, call: &Call, request: &ViewForget) -> Result<Done, Failure> {
    let key = request.key;
    change(console, call, move |rows| rows.retain(|known| known.key != key)).await
}

/// Forgets what everybody kept over a connection.
pub(crate) fn forget_connection(
    vault: &mut Writer<'_, VaultFile>,
    connection: &ConnectionId,
) -> Result<(), Error> {
    vault.clear_settings(&name(connection, ""), "")
}

/// Forgets what a person kept.
pub(crate) fn forget_person(vault: &mut Writer<'_, VaultFile>, person: &str) -> Result<(), Error> {
    vault.clear_settings("views ", &format!(" {person}"))
}

async fn change(
    console: &Console,
    call: &Call,
    change: impl FnOnce(&mut Vec<SavedView>) + Send + 'static,
) -> Result<Done, Failure> {
    let live = console.at_hand().await?;
    let (connection, person) = (live.connection.clone(), call.caller.person.clone());
    let write = live.vault.write("views", move |vault| {
        let mut rows = kept(vault, &connection, &person)?;
        change(&mut rows);
        vault.put_setting(&name(&connection, &person), &rows)
    });
    write.await.map_err(|error| profile::used(&error, live.entropy.as_ref()))?;
    Ok(Done {})
}

fn kept(
    vault: &Reader<'_, VaultFile>,
    connection: &ConnectionId,
    person: &str,
) -> Result<Vec<SavedView>, Error> {
    let own = vault.setting(&name(connection, person))?;
    let before = || vault.setting(&name(connection, &Caller::desktop().person));
    Ok(own.map_or_else(before, |own| Ok(Some(own)))?.unwrap_or_default())
}

fn name(connection: &ConnectionId, person: &str) -> String {
    format!("views {connection} {person}")
}

/// Whether a view is one that the window makes.
fn is_sound(view: &SavedView) -> bool {
    let ids = |ids: &[String]| ids.len() <= NAMED && ids.iter().all(|id| id.len() <= ID);
    (1..=SavedView::KEYS).contains(&view.key)
        && (1..=SavedView::NAME).contains(&view.name.chars().count())
        && !view.name.chars().any(char::is_control)
        && ids(&view.departments)
        && ids(&view.providers)
        && view.states.len() <= 7
        && view.wrongs.len() <= 7
}
