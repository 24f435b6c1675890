//! After how long in the waiting room a wait is long.

use ipc::session::PatienceSet;
use ipc::{Done, Failure, Field};
use store::Patience;

use crate::console::Console;
use crate::{connections, profile};

/// What may be chosen, in minutes.
const MINUTES: std::ops::RangeInclusive<u32> = 1..=180;

/// The minutes after which a wait is told.
pub(crate) async fn minutes(console: &Console) -> Result<u32, Failure> {
    let state = console.state().read().await;
    Ok(connections::open(&state)?.folder.profile().preferences.patience.0)
}

/// Sets them.
pub(crate) async fn set(console: &Console, request: &PatienceSet) -> Result<Done, Failure> {
    let patience = Patience(request.minutes);
    if !MINUTES.contains(&patience.0) {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let state = console.state().read().await;
    connections::open(&state)?
        .folder
        .update(move |profile| profile.preferences.patience = patience)
        .map_err(|error| Failure::Profile { trouble: profile::trouble(&error) })?;
    Ok(Done {})
}
