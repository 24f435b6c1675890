//! Another key for a whole profile.
//!
//! Every file is written anew under a name of its own, then the description names those and the other
//! key in one write, then the files before are erased. Until that one write the key before opens
//! everything, from it on the other one does. The description says what is under way: a start goes on
//! where a kill cut it off.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::swept;

use crate::connection;
use crate::copying::{clear, copy};
use crate::opening::verify;
use crate::profile::{FileState, UnderWay};
use crate::sealing::Sealed;
use crate::{
    AuditKey, CrashPoint, Damage, Entropy, FileId, Hooks, KeySource, MasterKey, Moment, OpenError, Place,
    Profile, ProfileFolder,
};

/// What the keys of the audit are sealed for.
const AUDIT: &[u8] = b"daybook audit keys 1\0";

impl MasterKey {
    /// Seals the keys of an audit, which outlive the key that they derived from: a chain is not
    /// written anew.
    pub(crate) fn seal_audit(&self, audit: &AuditKey, entropy: &dyn Entropy) -> Result<Sealed, OpenError> {
        swept(|| Sealed::new(&self.expand(AUDIT, &[]), AUDIT, &audit.to_bytes(), entropy))
    }

    fn open_audit(&self, sealed: &Sealed) -> Option<AuditKey> {
        swept(|| AuditKey::from_bytes(&sealed.open(&self.expand(AUDIT, &[]), AUDIT)?))
    }
}

impl Profile {
    /// By what the audit names this desktop.
    pub fn device(&self) -> Option<&str> {
        self.device.as_deref().or(self.vault.as_ref().map(FileId::as_str))
    }
}

impl ProfileFolder {
    /// The keys of the audit.
    pub fn audit_key(&self, key: &MasterKey) -> Result<AuditKey, OpenError> {
        let profile = self.profile();
        match (&profile.audit, &profile.vault) {
            (Some(sealed), _) => key.open_audit(sealed).ok_or(OpenError::Profile),
            (None, Some(vault)) => Ok(key.audit(vault)),
            (None, None) => Err(OpenError::Profile),
        }
    }

    /// Notes that every file is to be written anew under another key. Gives the vault's next name, under
    /// which the other key must be found before [`rekey`](Self::rekey) is called.
    pub fn begin_rekey(
        &self,
        key: &MasterKey,
        next: &MasterKey,
        source: KeySource,
        entropy: &dyn Entropy,
    ) -> Result<FileId, OpenError> {
        let profile = self.profile();
        let vault =
            profile.vault.clone().filter(|_| profile.under_way.is_none()).ok_or(OpenError::Profile)?;
        let audit = next.seal_audit(&self.audit_key(key)?, entropy)?;
        let mut files = BTreeMap::new();
        for file in named(&profile) {
            files.insert(file, FileId::generate(entropy)?);
        }
        let renamed = files.get(&vault).cloned().ok_or(OpenError::Profile)?;
        let under_way = UnderWay::Rekey { check: next.check(), source, audit, files };
        self.update(|profile| profile.under_way = Some(under_way))?;
        Ok(renamed)
    }

    /// Writes every file anew under the key that was begun with, and puts those in place of the ones
    /// before. What cannot be written leaves everything as it was.
    pub fn rekey(&self, key: &MasterKey, next: &MasterKey, hooks: &Arc<dyn Hooks>) -> Result<(), OpenError> {
        let profile = self.profile();
        let Some(UnderWay::Rekey { check, source, audit, files }) = profile.under_way.clone() else {
            return Err(OpenError::Profile);
        };
        let proven = profile.key_check.as_ref() == Some(&key.check()) && check == next.check();
        let vault = profile.vault.clone().filter(|_| proven).ok_or(OpenError::WrongKey)?;
        let mut states = BTreeMap::new();
        for (file, renamed) in &files {
            let place = if *file == vault { Place::Vault } else { Place::Cache };
            let work = Rewriting { folder: self, key, next, hooks, place };
            if let Some(state) = work.run(file, renamed)? {
                states.insert(renamed.clone(), state);
            }
        }
        let device = profile.device().map(str::to_owned);
        self.update(|profile| {
            let gone = profile.files.keys().cloned().collect();
            for connection in &mut profile.connections {
                if let Some(renamed) = files.get(&connection.cache) {
                    connection.cache = renamed.clone();
                }
            }
            profile.vault = files.get(&vault).cloned();
            profile.files = states;
            profile.key_check = Some(check);
            profile.key_source = Some(source);
            profile.audit = Some(audit);
            profile.device = device;
            // Whoever knew the key before could open one that still worked.
            profile.recovery_ended |= profile.has_recovery_code();
            profile.recovery = Vec::new();
            profile.under_way = Some(UnderWay::Erase { vault, files: gone });
        })
    }

    /// Takes back what was begun and is not in use: another key, or a vault that is being restored.
    /// What is in use stays as it is.
    pub fn take_back(&self) -> Result<(), OpenError> {
        let begun = match self.profile().under_way {
            Some(UnderWay::Rekey { files, .. }) => files.into_values().collect(),
            Some(UnderWay::Restore { vault }) => vec![vault],
            Some(UnderWay::Erase { .. }) | None => return Ok(()),
        };
        for file in &begun {
            self.erase(file)?;
        }
        self.update(|profile| profile.under_way = None)
    }

    /// Erases the files of the key before, with all that was set aside of them. It is finished once
    /// `forget` says that the key itself, which stands under the vault's name before, is gone too.
    pub fn finish_rekey(&self, forget: impl FnOnce(&FileId) -> bool) -> Result<(), OpenError> {
        let Some(UnderWay::Erase { vault, files }) = self.profile().under_way else { return Ok(()) };
        for file in &files {
            self.erase(file)?;
        }
        if forget(&vault) { self.update(|profile| profile.under_way = None) } else { Ok(()) }
    }

    /// Anybody may have written which files these are: one that is in use stays.
    fn erase(&self, file: &FileId) -> Result<(), OpenError> {
        if named(&self.profile()).contains(file) {
            return Ok(());
        }
        self.all_of(file, "")?.iter().try_for_each(|path| crate::folder::remove(path))
    }
}

/// The files that something is kept in: the rest is left over from what was removed.
fn named(profile: &Profile) -> Vec<FileId> {
    let copies = profile.connections.iter().map(|connection| connection.cache.clone());
    profile.vault.iter().cloned().chain(copies).collect()
}

/// One file that is written anew.
struct Rewriting<'f> {
    folder: &'f ProfileFolder,
    key: &'f MasterKey,
    next: &'f MasterKey,
    hooks: &'f Arc<dyn Hooks>,
    place: Place,
}

impl Rewriting<'_> {
    /// Gives what the profile will know of it. A copy that is damaged is written as one that is to be
    /// made anew; a vault that is, ends the work.
    fn run(&self, file: &FileId, renamed: &FileId) -> Result<Option<FileState>, OpenError> {
        let Some(state) = self.folder.state(file).filter(|state| state.made) else { return Ok(None) };
        match self.write(file, renamed) {
            Ok(()) => Ok(Some(state)),
            Err(error) if self.place == Place::Cache && is_damage(&error) => {
                tracing::warn!(%error, "a damaged copy is not written anew");
                clear(&self.folder.file(renamed))?;
                Ok(Some(FileState { damaged: true, ..state }))
            }
            Err(error) => Err(error),
        }
    }

    fn write(&self, file: &FileId, renamed: &FileId) -> Result<(), OpenError> {
        let path = self.folder.file(file);
        if !path.exists() {
            return Err(OpenError::Damaged(Damage::Missing));
        }
        let from = connection::reader(&path, &self.key.derive(file))?;
        verify(&from)?;
        let (to, key) = (self.folder.file(renamed), self.next.derive(renamed));
        copy(&from, &to, &key, |moment| {
            self.step(moment);
            Ok(())
        })?;
        // Nothing is erased before what stands in its place was read once.
        Ok(verify(&connection::reader(&to, &key)?)?)
    }

    fn step(&self, moment: Moment) {
        self.hooks.step(CrashPoint { place: self.place, write: "rekey", moment });
    }
}

fn is_damage(error: &OpenError) -> bool {
    matches!(error, OpenError::Damaged(_) | OpenError::Truncated | OpenError::Empty | OpenError::Missing)
}
