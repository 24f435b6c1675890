//! Damage that is met in use: a copy is made anew, a vault is named and left as it is.

use std::sync::Arc;

use ipc::session::Trouble;
use ipc::{Failure, Tag};

use crate::connections;
use crate::console::{Console, State};
use crate::live::Live;
use crate::profile::{self, Open};

/// Acts on damage of a file once it is met. `damage` resolves to whether it was.
pub(crate) fn follow(console: &Console, damage: impl Future<Output = bool> + Send + 'static) {
    let watching = console.clone();
    console.ports().tasks.begin(Box::pin(async move {
        if damage.await {
            mend(&watching).await;
        }
    }));
}

/// Calls that come meanwhile wait, and are answered from what stands then.
async fn mend(console: &Console) {
    let mut state = console.state().write().await;
    if connections::open(&state).is_ok_and(|open| open.vault.is_damaged()) {
        state.stick(Trouble::VaultDamaged).await;
    } else if let Some(damaged) = state.live.take_if(|live| live.cache.is_damaged()) {
        damaged.stop().await;
        match made_anew(console, &state, &damaged).await {
            Ok(live) => state.live = Some(live),
            Err(Failure::Profile { trouble }) => state.stick(trouble).await,
            Err(failure) => tracing::error!(?failure, "the practice is not in use any more"),
        }
    }
    drop(state);
    console.announce(&Tag::ALL);
}

/// Puts a practice to use again over an empty copy, with the client that it had: one key has one
/// budget. A copy that is damaged again in one run lies on a disk that fails.
async fn made_anew(console: &Console, state: &State, damaged: &Live) -> Result<Arc<Live>, Failure> {
    if damaged.rebuilt {
        return Err(Failure::Profile { trouble: Trouble::Disk });
    }
    let open: &Open = connections::open(state)?;
    let profile = open.folder.profile();
    let connection = profile.connection(&damaged.connection).ok_or(Failure::NoPractice)?;
    open.folder
        .mark_damaged(&connection.cache)
        .map_err(|error| Failure::Profile { trouble: profile::trouble(&error) })?;
    connections::begin(console, open, connection, damaged.client.clone()).await
}
