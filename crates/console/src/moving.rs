//! The vault as a file: exported from this computer, restored on this one or another.

use std::sync::Arc;

use chrono::{SecondsFormat, SubsecRound};
use ipc::keys::{Replaces, RestoreStop, VaultExport, VaultExported, VaultRestore, VaultRow, Vaults};
use ipc::session::{Keychain, Session, Trouble};
use ipc::{AuditEntry, Call, Failure, Field};
use model::Secret;
use store::{
    Entropy, Environment, ExportedVault, Exporting, FileId, KeySource, MasterKey, PassphraseCost,
    ProfileFolder, RestoredKey, VaultFile, VaultRefusal, Wanted, Writer,
};

use crate::console::{Console, State};
use crate::profile::{
    self, Held, Open, account, anchor_account, from_keychain, from_passphrase, open_with, stuck,
};
use crate::{
    Ports, connections, keeper, leaving, ledger, lock, new_pin, opening, passphrase, rekeying, threads,
    tokens,
};

/// The most exported vaults that are listed.
const LISTED: usize = 100;

/// Exports the vault. Whoever restores it has everything that only this profile has.
pub(crate) async fn export(
    console: &Console,
    call: &Call,
    request: VaultExport,
) -> Result<VaultExported, Failure> {
    new_pin::again(console, call, request.pin.as_ref()).await?;
    let passphrase = Secret::new(request.passphrase.expose());
    passphrase::must_be_worth_guessing(console, &passphrase).await?;
    let (folder, key, vault) = {
        let state = console.state().read().await;
        let open = connections::open(&state)?;
        (Arc::clone(&open.folder), open.key.clone(), open.vault.clone())
    };
    let (at, entropy) = (console.ports().clock.now(), Arc::clone(&console.ports().entropy));
    let work = move |wanted: &Wanted| {
        let (cost, entropy) = (PassphraseCost::DEFAULT, entropy.as_ref());
        // An exported instant is read again as it was written.
        let at = at.trunc_subsecs(3);
        let exporting = Exporting { key: &key, passphrase: &passphrase, cost, at, entropy, wanted };
        folder.export_vault(&vault, &exporting)
    };
    Ok(VaultExported { file: leaving::write(console, call, work).await? })
}

/// Lists the exported vaults that lie in the profile's folder.
pub(crate) async fn list(console: &Console) -> Result<Vaults, Failure> {
    let (folder, replaces) = match &console.state().read().await.held {
        Held::New(folder) => (Arc::clone(folder), Replaces::Nothing),
        Held::Open(open) => (Arc::clone(&open.folder), replaced(console, open)),
        _ => return Err(Failure::NoPractice),
    };
    let keychain = Arc::clone(&console.ports().keychain);
    let listed = threads::aside(move || {
        let own_passphrase = match folder.profile().key_source {
            Some(source) => matches!(source, KeySource::Passphrase { .. }),
            None => profile::probe(keychain.as_ref()) == Keychain::Absent,
        };
        Ok((folder.exported_vaults()?, folder.exports()?, own_passphrase))
    });
    let listed = listed.await.map_err(|_| Failure::Profile { trouble: Trouble::Disk })?;
    let (files, exports, own_passphrase) = listed.map_err(|error: store::OpenError| stuck(&error))?;
    let rows = files.into_iter().take(LISTED);
    let rows = rows.map(|file| VaultRow {
        name: file.name,
        exported: file.exported.to_rfc3339_opts(SecondsFormat::Secs, true),
    });
    let folder = exports.display().to_string();
    Ok(Vaults { rows: rows.collect(), folder, replaces, own_passphrase })
}

/// What a restored vault would take the place of. The demo practice is made anew whenever somebody wants it.
fn replaced(console: &Console, open: &Open) -> Replaces {
    let connections = open.folder.profile().connections;
    let is_trial = connections.iter().all(|known| matches!(known.environment, Environment::Demo { .. }));
    if is_trial && console.guard().people().is_empty() { Replaces::Trial } else { Replaces::Own }
}

/// Makes the profile from an exported vault, where there is none yet or nothing of anybody's own.
pub(crate) async fn restore(
    console: &Console,
    call: &Call,
    request: VaultRestore,
) -> Result<Session, Failure> {
    let alone = console.rekeying().lock().await;
    let mut state = console.state().write().await;
    make_way(console, &mut state, &request).await?;
    let Held::New(folder) = &state.held else { return Err(Failure::Invalid { field: Field::Request }) };
    let restoring = Restoring {
        folder: Arc::clone(folder),
        name: request.name,
        passphrase: Secret::new(request.passphrase.expose()),
        own: request.own_passphrase.map(|words| Secret::new(words.expose())),
        entry: call.entry(),
        ports: console.ports().clone(),
    };
    let restored = threads::aside(move || restoring.run()).await;
    let held = restored.unwrap_or(Err(Failure::Profile { trouble: Trouble::Disk }))?;
    call.kept();
    let stuck = if let Held::Stuck(trouble) = &held { Some(trouble.clone()) } else { None };
    state.held = opening::followed(console, held).await;
    drop(state);
    drop(alone);
    if let Some(trouble) = stuck {
        return Err(Failure::Profile { trouble });
    }
    lock::until_somebody_is_known(console).await;
    connections::resume(console).await?;
    opening::session(console).await
}

/// Sets a profile aside in which nothing is anybody's own, for what is restored. That this will open is seen
/// before anything is closed.
async fn make_way(console: &Console, state: &mut State, request: &VaultRestore) -> Result<(), Failure> {
    let Held::Open(open) = &state.held else { return Ok(()) };
    if replaced(console, open) == Replaces::Own {
        return Err(Failure::NotRestored { why: RestoreStop::NotEmpty });
    }
    let (folder, keychain) = (Arc::clone(&open.folder), Arc::clone(&console.ports().keychain));
    let (name, passphrase) = (request.name.clone(), Secret::new(request.passphrase.expose()));
    let own = request.own_passphrase.as_ref().map(|words| Secret::new(words.expose()));
    let seen = threads::aside(move || {
        folder.open_export(&name, &passphrase).map_err(refused)?;
        match own {
            Some(words) if passphrase::is_worth_guessing(&words, &[]) => Ok(()),
            Some(_) => Err(Failure::Invalid { field: Field::Passphrase }),
            None => profile::must_be_ready(keychain.as_ref()),
        }
    });
    seen.await.unwrap_or(Err(Failure::Profile { trouble: Trouble::Disk }))?;
    console.cancelling().notify_waiters();
    state.shut(Held::Closed).await;
    console.guard().forget();
    let (path, ports) = (console.folder().to_path_buf(), console.ports().clone());
    let held = threads::aside(move || {
        match ProfileFolder::set_aside(&path, ports.clock.now(), ports.hooks.as_ref()) {
            Ok(()) => profile::open_unasked(&path, &ports),
            Err(error) => Held::Stuck(profile::trouble(&error)),
        }
    });
    state.held = held.await.unwrap_or(Held::Stuck(Trouble::Disk));
    match &state.held {
        Held::Stuck(trouble) => Err(Failure::Profile { trouble: trouble.clone() }),
        _ => Ok(()),
    }
}

struct Restoring {
    folder: Arc<ProfileFolder>,
    name: String,
    passphrase: Secret,
    own: Option<Secret>,
    entry: Option<AuditEntry>,
    ports: Ports,
}

impl Restoring {
    /// What does not come to its end leaves a profile that is still to be made.
    fn run(self) -> Result<Held, Failure> {
        let export = self.folder.open_export(&self.name, &self.passphrase).map_err(refused)?;
        let entropy = self.ports.entropy.as_ref();
        let vault = FileId::generate(entropy).map_err(|error| stuck(&error))?;
        self.folder.begin_restore(&vault).map_err(|error| stuck(&error))?;
        match self.make(&export, &vault, entropy) {
            Ok(key) => {
                keeper::note(&self.folder, self.ports.keychain.as_ref());
                let profile = self.folder.profile();
                Ok(open_with(self.folder, &profile, key, &self.ports))
            }
            Err(failure) => {
                rekeying::take_back(&self.folder, &self.ports);
                Err(failure)
            }
        }
    }

    fn make(
        &self,
        export: &ExportedVault,
        vault: &FileId,
        entropy: &dyn Entropy,
    ) -> Result<MasterKey, Failure> {
        let keychain = self.ports.keychain.as_ref();
        let (key, source) = match &self.own {
            Some(words) => from_passphrase(words, entropy)?,
            None => from_keychain(keychain, &account(vault), entropy)?,
        };
        if source == KeySource::Keychain {
            let anchored = keychain.write_new(&anchor_account(vault), &export.anchor().to_bytes());
            anchored.map_err(|trouble| Failure::Profile { trouble: profile::missing(trouble) })?;
        }
        let next = RestoredKey { key: &key, source, entropy };
        let audit = export.audit_key();
        let about = Some(export.exported().format("exported %Y-%m-%d %H:%M:%S UTC").to_string());
        let entry = self.entry.as_ref().map(|entry| AuditEntry { about, ..entry.clone() });
        let device = vault.as_str().to_owned();
        let now = self.ports.clock.now();
        let drafts: Vec<_> = entry
            .iter()
            .map(|entry| ledger::draft(entry, &ledger::Desk::default(), now, device.clone(), Some(&audit)))
            .collect();
        let settle = move |vault: &mut Writer<'_, VaultFile>| {
            sign_out(vault)?;
            vault.append_audit(&audit, &drafts).map(drop)
        };
        self.folder.restore(export, next, &self.ports.hooks, settle).map_err(|error| stuck(&error))?;
        Ok(key)
    }
}

/// Nobody is signed in on another computer: a refresh token that two use ends the sign-in of both.
fn sign_out(vault: &mut Writer<'_, VaultFile>) -> Result<(), store::Error> {
    let names = vault.token_keys()?;
    names.iter().try_for_each(|name| tokens::clear(vault, name))
}

fn refused(refusal: VaultRefusal) -> Failure {
    let why = match refusal {
        VaultRefusal::NoExport => RestoreStop::NoExport,
        VaultRefusal::WrongPassphrase => RestoreStop::WrongPassphrase,
        VaultRefusal::Damaged => RestoreStop::Damaged,
        VaultRefusal::Newer => RestoreStop::Newer,
        VaultRefusal::Io(kind) => return stuck(&std::io::Error::from(kind).into()),
    };
    Failure::NotRestored { why }
}
