//! The way on from a profile that will not open any more: it is set aside whole, and another begins.

use std::path::Path;

use ipc::session::{Session, Trouble};
use ipc::{Call, Failure, Field};
use store::ProfileFolder;

use crate::Ports;
use crate::console::Console;
use crate::profile::{self, Held};
use crate::{connections, lock, opening, threads};

/// What became of a profile that was to be set aside.
enum Came {
    /// It is set aside, and what the folder is now stands here.
    Aside(Held),
    /// It opens after all.
    Opens,
    /// It needs something else than to be set aside.
    Stuck(Trouble),
}

/// Sets a profile aside that is stuck for good, or of which nobody knows the passphrase. One that opens after
/// all goes on instead. One that is locked is set aside where no recovery code gives its manager another PIN:
/// nothing else is left where they forgot theirs.
pub(crate) async fn set_aside(console: &Console, call: &Call) -> Result<Session, Failure> {
    let _one = console.guard().unlocking().await;
    let mut state = console.state().write().await;
    let met = match &state.held {
        Held::Stuck(met) => Some(met.clone()),
        Held::Waiting(_) => Some(Trouble::WrongKey),
        Held::Locked(locked) if !locked.folder.profile().has_recovery_code() => None,
        _ => return Err(Failure::Invalid { field: Field::Request }),
    };
    // What is held of it, its lock among that, would be in the way.
    state.held = Held::Stuck(met.clone().unwrap_or(Trouble::Disk));
    if met.is_none() {
        console.guard().forget();
    }
    let (path, ports) = (console.folder().to_path_buf(), console.ports().clone());
    let came = threads::aside(move || moved(met.as_ref(), &path, &ports)).await;
    let held = match came.unwrap_or(Came::Stuck(Trouble::Disk)) {
        Came::Aside(held) => held,
        Came::Stuck(trouble) => Held::Stuck(trouble),
        Came::Opens => {
            drop(state);
            return gone_on(console, call).await;
        }
    };
    let stuck = if let Held::Stuck(trouble) = &held { Some(trouble.clone()) } else { None };
    state.held = held;
    drop(state);
    match stuck {
        Some(trouble) => Err(Failure::Profile { trouble }),
        None => opening::session(console).await,
    }
}

/// Nothing was set aside, and that is what goes on record.
async fn gone_on(console: &Console, call: &Call) -> Result<Session, Failure> {
    call.kept();
    opening::turn(console, None).await?;
    console.ledger().note(opening::unlocked()).await;
    lock::until_somebody_is_known(console).await;
    connections::resume(console).await?;
    opening::session(console).await
}

/// Moves a profile that met a trouble, or one that is only locked: that one opens, and nobody can say so.
fn moved(met: Option<&Trouble>, path: &Path, ports: &Ports) -> Came {
    if let Some(met) = met {
        match profile::open_unasked(path, ports) {
            Held::Stuck(trouble) if !is_for_good(&trouble) => return Came::Stuck(trouble),
            // Damage that was met in use need not be met by opening.
            held if *met != Trouble::VaultDamaged && !matches!(held, Held::Stuck(_) | Held::Waiting(_)) => {
                return Came::Opens;
            }
            held => drop(held),
        }
    }
    match ProfileFolder::set_aside(path, ports.clock.now(), ports.hooks.as_ref()) {
        Ok(()) => Came::Aside(profile::open_unasked(path, ports)),
        Err(error) => Came::Stuck(profile::trouble(&error)),
    }
}

/// Whether nothing that a person could do at this computer opens it: for the rest there is a next step.
fn is_for_good(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::VaultDamaged | Trouble::KeyGone | Trouble::KeychainChanged { .. } | Trouble::WrongKey => {
            true
        }
        Trouble::KeychainLocked
        | Trouble::KeychainAbsent
        | Trouble::KeychainSilent
        | Trouble::InUse
        | Trouble::ReadOnly
        | Trouble::DiskFull
        | Trouble::Newer
        | Trouble::Disk => false,
    }
}
