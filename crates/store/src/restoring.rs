//! An exported vault as the vault of a new profile, on this computer or another.
//!
//! The description names the vault that is being made before any of it is there, and knows the profile
//! in one write when all of it is: a kill before that leaves a profile that is still to be made.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use crate::connection::{self, Durability, failed, fold};
use crate::copying::{clear, copy};
use crate::opening::verify;
use crate::profile::{FileState, UnderWay};
use crate::schema::{self, VAULT};
use crate::{
    CrashPoint, Entropy, Error, ExportedVault, FileId, FileKey, Hooks, KeySource, MasterKey, Moment,
    OpenError, Place, ProfileFolder, VaultFile, Writer,
};

/// The key of a profile that is being restored.
pub struct RestoredKey<'r> {
    /// The key.
    pub key: &'r MasterKey,
    /// Where it comes from.
    pub source: KeySource,
    /// Names the files.
    pub entropy: &'r dyn Entropy,
}

impl ProfileFolder {
    /// Notes that a vault is to be made from an exported one, in a folder where nothing is kept yet.
    pub fn begin_restore(&self, vault: &FileId) -> Result<(), OpenError> {
        if !self.is_new()? {
            return Err(OpenError::Profile);
        }
        self.update(|profile| profile.under_way = Some(UnderWay::Restore { vault: vault.clone() }))
    }

    /// Makes the vault that was begun with, under a key that is kept already. `settle` changes in it what
    /// is not so on another computer, in one transaction. What was on its way to athenahealth is given back
    /// to its person whatever that does: the computer that it comes from may have sent it meanwhile.
    pub fn restore(
        &self,
        export: &ExportedVault,
        next: RestoredKey<'_>,
        hooks: &Arc<dyn Hooks>,
        settle: impl FnOnce(&mut Writer<'_, VaultFile>) -> Result<(), Error>,
    ) -> Result<(), OpenError> {
        let RestoredKey { key, source, entropy } = next;
        let Some(UnderWay::Restore { vault }) = self.profile().under_way else {
            return Err(OpenError::Profile);
        };
        let unpacked = self.beside(&vault, ".unpacked");
        let making = Making { export, to: (self.file(&vault), key.derive(&vault)), hooks };
        let made = making.run(&unpacked, settle);
        clear(&unpacked)?;
        made?;
        let audit = key.seal_audit(&export.audit_key(), entropy)?;
        let manifest = &export.manifest;
        let mut connections = manifest.connections.clone();
        for connection in &mut connections {
            connection.cache = FileId::generate(entropy)?;
        }
        let state = FileState { generation: manifest.generation, made: true, damaged: false };
        self.update(|profile| {
            profile.connections = connections;
            profile.current = manifest.current.clone();
            profile.preferences = manifest.preferences;
            profile.key_check = Some(key.check());
            profile.key_source = Some(source);
            profile.files.insert(vault.clone(), state);
            profile.vault = Some(vault);
            profile.audit = Some(audit);
            profile.under_way = None;
        })
    }
}

/// A vault that is being made.
struct Making<'m> {
    export: &'m ExportedVault,
    to: (PathBuf, FileKey),
    hooks: &'m Arc<dyn Hooks>,
}

impl Making<'_> {
    fn run(
        &self,
        unpacked: &Path,
        settle: impl FnOnce(&mut Writer<'_, VaultFile>) -> Result<(), Error>,
    ) -> Result<(), OpenError> {
        self.export.unpack(unpacked)?;
        let from = connection::reader(unpacked, &self.export.file_key())?;
        verify(&from)?;
        schema::check(&from, &VAULT, self.export.manifest.generation)?;
        let (path, key) = &self.to;
        copy(&from, path, key, |moment| {
            self.step(moment);
            Ok(())
        })?;
        let mut sql = connection::writer(path, key, Durability::Full)?;
        schema::migrate_restored(&mut sql, |moment| self.step(moment))?;
        self.settle(&mut sql, settle)?;
        fold(&sql)?;
        sql.close().map_err(|(_, error)| failed(&error))?;
        self.step(Moment::AfterCommit);
        Ok(())
    }

    fn settle(
        &self,
        sql: &mut Connection,
        settle: impl FnOnce(&mut Writer<'_, VaultFile>) -> Result<(), Error>,
    ) -> Result<(), OpenError> {
        let changes = sql.transaction().map_err(|error| failed(&error))?;
        let mut writer = Writer::new(&changes);
        writer.journal_hold_all()?;
        settle(&mut writer)?;
        self.step(Moment::BeforeCommit);
        changes.commit().map_err(|error| failed(&error))
    }

    fn step(&self, moment: Moment) {
        self.hooks.step(CrashPoint { place: Place::Vault, write: "restore", moment });
    }
}
