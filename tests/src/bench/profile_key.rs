//! The key of a profile, from a file to where the window looks for it.

use std::path::Path;

use anyhow::Context;
use console::Keychain;
use store::{FileId, ProfileFolder};

use crate::FileKeychain;

/// Puts a profile's key where the window looks for it.
pub fn tell_keychain(profile: &Path, file: &FileKeychain) -> anyhow::Result<()> {
    let account = account(&ProfileFolder::open(profile)?)?;
    let key = file.read(&account)?.context("the profile's key is gone")?;
    match keyring::Entry::new("Daybook", &account).and_then(|entry| entry.set_secret(&key)) {
        Ok(()) => Ok(()),
        Err(error) => anyhow::bail!("the keychain does not keep the key of the bench's profile: {error}"),
    }
}

/// The account under which the console keeps the profile's key.
pub fn account(folder: &ProfileFolder) -> anyhow::Result<String> {
    let vault: FileId = folder.profile().vault.context("the profile has no vault")?;
    Ok(format!("profile {}", vault.as_str()))
}
