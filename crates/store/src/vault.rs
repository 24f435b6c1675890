//! `vault.db`: what only this profile has. It is never erased and never made anew over another.

use std::sync::Arc;

use model::swept;

use crate::engine::Engine;
use crate::handle::VaultFile;
use crate::{Error, FileId, Hooks, MasterKey, OpenError, Opened, ProfileFolder, Reader, Writer, opening};

/// The vault, in use. Clones share it; it closes when the last is dropped.
#[derive(Clone)]
pub struct Vault {
    engine: Arc<Engine>,
}

impl Vault {
    /// Opens the vault, or makes it where the profile does not know the file yet.
    pub fn open(
        folder: &ProfileFolder,
        file: &FileId,
        key: &MasterKey,
        hooks: Arc<dyn Hooks>,
    ) -> Result<Opened<Self>, OpenError> {
        let opened = opening::vault(folder, file, key, hooks)?;
        Ok(opened.map(|engine| Self { engine: Arc::new(engine) }))
    }

    /// Reads off the runtime's threads.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader<'_, VaultFile>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        Arc::clone(&self.engine).aside(move |engine| engine.read(work)).await
    }

    /// Reads on this thread.
    pub fn read_blocking<T>(
        &self,
        work: impl FnOnce(&Reader<'_, VaultFile>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.engine.read(work)
    }

    /// Writes in one transaction under a name.
    pub async fn write<T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&mut Writer<'_, VaultFile>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        Arc::clone(&self.engine).aside(move |engine| engine.write(name, work)).await
    }

    /// Writes in one transaction under a name, and waits on this thread.
    pub fn write_blocking<T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&mut Writer<'_, VaultFile>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.engine.write(name, work)
    }

    /// Resolves to `true` once a read or a write of any clone meets damage: a page that does not
    /// decrypt, or a row that does not read back. To `false` when the file ends without. Waiting
    /// for it does not keep the file open.
    pub fn damage(&self) -> impl Future<Output = bool> + Send + 'static {
        self.engine.damage()
    }

    /// Whether a read or a write of any clone met damage.
    pub fn is_damaged(&self) -> bool {
        self.engine.is_damaged()
    }

    /// Folds the log into the file: what was removed is gone from there too.
    pub async fn fold(&self) -> Result<(), Error> {
        Arc::clone(&self.engine).aside(Engine::fold).await
    }

    /// Ends all use, in every clone: what is queued finishes, then connections and keys are gone.
    pub async fn close(&self) {
        let engine = Arc::clone(&self.engine);
        let closed = tokio::task::spawn_blocking(move || swept(|| engine.close())).await;
        if closed.is_err() {
            tracing::error!("closing the vault ended by a panic");
        }
    }

    /// Reads every page and proves it.
    pub async fn verify(&self) -> Result<(), Error> {
        self.read(|reader| opening::verify(reader.sql)).await
    }
}
