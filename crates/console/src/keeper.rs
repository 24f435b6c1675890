//! Which program keeps the profile's key. A desktop may offer another keychain after an update, a change of
//! the desktop, or a setting: the key is where it was.

use ipc::session::Trouble;
use store::{KeySource, Profile, ProfileFolder};

use crate::Keychain;

/// The longest name that is shown: whoever can write `profile.json` can write anything there.
const LONGEST: usize = 60;

/// Notes by which name people know the program that keeps the key, once it has given or taken it.
pub(crate) fn note(folder: &ProfileFolder, keychain: &dyn Keychain) {
    let profile = folder.profile();
    if !matches!(profile.key_source, Some(KeySource::Keychain)) {
        return;
    }
    let Some(name) = keychain.name().filter(|name| profile.keeper.as_ref() != Some(name)) else { return };
    if let Err(error) = folder.update(|profile| profile.keeper = Some(name)) {
        tracing::warn!(%error, "which keychain keeps the key is not noted");
    }
}

/// What it means that a keychain which works has no key for a profile.
pub(crate) fn gone(keychain: &dyn Keychain, profile: &Profile) -> Trouble {
    let kept = profile.keeper.as_deref().map(shown);
    match (kept, keychain.name()) {
        (Some(kept), Some(now)) if kept != now => {
            Trouble::KeychainChanged { kept: kept.into(), now: now.into() }
        }
        _ => Trouble::KeyGone,
    }
}

fn shown(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect()
}
