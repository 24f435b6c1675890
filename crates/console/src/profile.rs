//! Opening the profile: with the keychain's key, with a passphrase, or for the first time.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ipc::session::{Keychain as KeychainView, Stage, Trouble};
use ipc::{Failure, Field};
use model::Secret;
use store::{
    Entropy, FileId, KeySource, MasterKey, OpenError, PassphraseCost, Profile, ProfileFolder, Vault,
};

use crate::ledger::Place;
use crate::lock::Locked;
use crate::rekeying::{self, Settled};
use crate::{Keychain, KeychainTrouble, Ports, failure, guessed, keeper, passphrase};

/// How long a window that is being closed may hold its profile yet.
const CLOSES: Duration = Duration::from_secs(2);
/// How often that is tried.
const AGAIN: Duration = Duration::from_millis(50);

/// What is open of a profile.
#[derive(Default)]
pub(crate) enum Held {
    /// Nothing was tried yet.
    #[default]
    Closed,
    /// There is no profile yet; its folder is ours.
    New(Arc<ProfileFolder>),
    /// It opens with a passphrase; its folder is ours.
    Waiting(Arc<ProfileFolder>),
    /// It does not open.
    Stuck(Trouble),
    /// It is locked.
    Locked(Locked),
    /// It is open.
    Open(Box<Open>),
}

/// An open profile.
pub(crate) struct Open {
    /// Its folder.
    pub folder: Arc<ProfileFolder>,
    /// The key that every file's key derives from.
    pub key: MasterKey,
    /// What only this profile has.
    pub vault: Vault,
    /// What became of a change of the key that a kill had cut off.
    pub settled: Option<Settled>,
}

/// The account under which a profile's key stands in the keychain: its vault's opaque name.
pub(crate) fn account(vault: &FileId) -> String {
    format!("profile {}", vault.as_str())
}

/// The account under which the anchor of its audit stands there.
pub(crate) fn anchor_account(vault: &FileId) -> String {
    format!("audit {}", vault.as_str())
}

/// The keychain's account of how often PINs were wrong.
pub(crate) fn guesses_account(vault: &FileId) -> String {
    format!("guesses {}", vault.as_str())
}

/// Where the audit of an open profile is kept. A profile without a keychain has no place for an anchor
/// that whoever has the folder does not have too.
pub(crate) async fn audit_place(open: &Open) -> Result<Place, store::Error> {
    let profile = open.folder.profile();
    // Whatever is open has a name.
    let file = profile.vault.ok_or(store::Error::Interrupted)?;
    let began = open.vault.read(|vault| vault.audit_head()).await?;
    let has_keychain = matches!(profile.key_source, Some(KeySource::Keychain));
    let account = |of: fn(&FileId) -> String| has_keychain.then(|| of(&file));
    let (anchor, guesses) = (account(anchor_account), account(guesses_account));
    let key = open.folder.audit_key(&open.key).map_err(|_| store::Error::Record("audit"))?;
    let device = profile.device.unwrap_or_else(|| file.as_str().to_owned());
    Ok(Place { vault: open.vault.clone(), key, device, anchor, guesses, began })
}

/// Takes the folder, as soon as a window that is just being closed has let go of it.
fn let_go(path: &Path, ports: &Ports) -> Result<ProfileFolder, OpenError> {
    let until = Instant::now() + CLOSES;
    loop {
        match ProfileFolder::open_with(path, Arc::clone(&ports.hooks)) {
            Err(OpenError::InUse) if Instant::now() < until => std::thread::sleep(AGAIN),
            taken => return taken,
        }
    }
}

/// Opens what opens without asking anybody.
pub(crate) fn open_unasked(path: &Path, ports: &Ports) -> Held {
    let folder = match let_go(path, ports) {
        Ok(folder) => Arc::new(folder),
        Err(error) => return Held::Stuck(trouble(&error)),
    };
    rekeying::settle_restore(&folder, ports);
    let profile = folder.profile();
    match (&profile.key_source, &profile.vault, &profile.key_check) {
        (Some(KeySource::Passphrase { .. }), Some(_), Some(_)) => Held::Waiting(folder),
        (Some(KeySource::Keychain), Some(_), Some(_)) => match kept_key(ports.keychain.as_ref(), &profile) {
            Ok(key) => open_settled(folder, key, None, ports),
            Err(trouble) => Held::Stuck(trouble),
        },
        // A key made over what another one locked would lock it for good.
        _ => match folder.is_new() {
            Ok(true) => Held::New(folder),
            Ok(false) => Held::Stuck(trouble(&OpenError::Profile)),
            Err(error) => Held::Stuck(trouble(&error)),
        },
    }
}

/// The profile's key from the keychain. A key that cannot be read is no proof that there is none.
pub(crate) fn kept_key(keychain: &dyn Keychain, profile: &Profile) -> Result<MasterKey, Trouble> {
    let vault = profile.vault.as_ref().ok_or(Trouble::VaultDamaged)?;
    match keychain.read(&account(vault)) {
        Ok(Some(kept)) => MasterKey::from_kept(&kept).ok_or(Trouble::WrongKey),
        Ok(None) => match probe(keychain) {
            KeychainView::Ready => Err(keeper::gone(keychain, profile)),
            KeychainView::Locked => Err(Trouble::KeychainLocked),
            KeychainView::Absent => Err(Trouble::KeychainAbsent),
            KeychainView::Silent => Err(Trouble::KeychainSilent),
        },
        Err(trouble) => Err(missing(trouble)),
    }
}

/// Whether the keychain keeps what it is given: writes, reads and deletes something of no worth.
pub(crate) fn probe(keychain: &dyn Keychain) -> KeychainView {
    const ACCOUNT: &str = "probe";
    let tried = keychain
        .write(ACCOUNT, ACCOUNT.as_bytes())
        .and_then(|()| keychain.read(ACCOUNT))
        .and_then(|kept| keychain.delete(ACCOUNT).map(|()| kept));
    match tried {
        Ok(Some(kept)) if kept.as_slice() == ACCOUNT.as_bytes() => KeychainView::Ready,
        Err(KeychainTrouble::Locked) => KeychainView::Locked,
        Err(KeychainTrouble::Silent) => KeychainView::Silent,
        Ok(_) | Err(KeychainTrouble::Absent | KeychainTrouble::Failing) => KeychainView::Absent,
    }
}

/// Opens the vault with a key that is proven first.
pub(crate) fn open_with(
    folder: Arc<ProfileFolder>,
    profile: &Profile,
    key: MasterKey,
    ports: &Ports,
) -> Held {
    if profile.key_check.as_ref().is_some_and(|check| *check != key.check()) {
        return Held::Stuck(Trouble::WrongKey);
    }
    let Some(file) = &profile.vault else { return Held::Stuck(trouble(&OpenError::Profile)) };
    match Vault::open(&folder, file, &key, Arc::clone(&ports.hooks)) {
        Ok(opened) => Held::Open(Box::new(Open { folder, key, vault: opened.store, settled: None })),
        Err(error) => Held::Stuck(trouble(&error)),
    }
}

/// Opens the profile with a key that may be another one once what a kill cut off is finished.
pub(crate) fn open_settled(
    folder: Arc<ProfileFolder>,
    key: MasterKey,
    passphrase: Option<&Secret>,
    ports: &Ports,
) -> Held {
    let profile = folder.profile();
    if profile.key_check.as_ref().is_some_and(|check| *check != key.check()) {
        return Held::Stuck(Trouble::WrongKey);
    }
    let (key, settled) = rekeying::settle(&folder, key, passphrase, ports);
    keeper::note(&folder, ports.keychain.as_ref());
    let profile = folder.profile();
    match open_with(folder, &profile, key, ports) {
        Held::Open(open) => Held::Open(Box::new(Open { settled, ..*open })),
        held => held,
    }
}

/// Opens a waiting profile with a passphrase. The folder stays ours when it is the wrong one.
pub(crate) fn unlock(folder: Arc<ProfileFolder>, words: &Secret, ports: &Ports) -> (Held, Option<Failure>) {
    let profile = folder.profile();
    match key_of(&profile, words) {
        Ok(key) => {
            guessed::forgive(&folder);
            (open_settled(folder, key, Some(words), ports), None)
        }
        Err(failure) => (Held::Waiting(folder), Some(failure)),
    }
}

/// The key that a passphrase gives, where it is the profile's.
pub(crate) fn key_of(profile: &Profile, passphrase: &Secret) -> Result<MasterKey, Failure> {
    let Some(source @ KeySource::Passphrase { .. }) = &profile.key_source else {
        return Err(Failure::Invalid { field: Field::Passphrase });
    };
    let key = source.key_from(passphrase).map_err(|error| stuck(&error))?;
    let proven = key.filter(|key| profile.key_check.as_ref().is_none_or(|check| *check == key.check()));
    proven.ok_or(Failure::Profile { trouble: Trouble::WrongKey })
}

/// Makes a profile: its key in the keychain, or from a passphrase where one is given. A key is in
/// its place before the profile says so, so that a kill between the two leaves no locked file.
pub(crate) fn make(
    folder: Arc<ProfileFolder>,
    passphrase: Option<&Secret>,
    ports: &Ports,
) -> (Held, Option<Failure>) {
    match try_make(&folder, passphrase, ports) {
        Ok(key) => {
            keeper::note(&folder, ports.keychain.as_ref());
            let profile = folder.profile();
            (open_with(folder, &profile, key, ports), None)
        }
        Err(failure) => (Held::New(folder), Some(failure)),
    }
}

fn try_make(
    folder: &ProfileFolder,
    passphrase: Option<&Secret>,
    ports: &Ports,
) -> Result<MasterKey, Failure> {
    let entropy = ports.entropy.as_ref();
    let vault = FileId::generate(entropy).map_err(|error| stuck(&error))?;
    let (key, source) = match passphrase {
        Some(words) => from_passphrase(words, entropy)?,
        None => from_keychain(ports.keychain.as_ref(), &account(&vault), entropy)?,
    };
    folder
        .update(|profile| {
            profile.key_check = Some(key.check());
            profile.key_source = Some(source);
            profile.vault = Some(vault);
        })
        .map_err(|error| stuck(&error))?;
    Ok(key)
}

pub(crate) fn from_keychain(
    keychain: &dyn Keychain,
    account: &str,
    entropy: &dyn Entropy,
) -> Result<(MasterKey, KeySource), Failure> {
    must_be_ready(keychain)?;
    let key = MasterKey::generate(entropy).map_err(|error| stuck(&error))?;
    let kept = keychain.write_new(account, key.expose());
    kept.map_err(|trouble| Failure::Profile { trouble: missing(trouble) })?;
    Ok((key, KeySource::Keychain))
}

/// Refuses where the keychain does not keep what it is given.
pub(crate) fn must_be_ready(keychain: &dyn Keychain) -> Result<(), Failure> {
    match probe(keychain) {
        KeychainView::Ready => Ok(()),
        KeychainView::Locked => Err(Failure::Profile { trouble: Trouble::KeychainLocked }),
        KeychainView::Absent => Err(Failure::Profile { trouble: Trouble::KeychainAbsent }),
        KeychainView::Silent => Err(Failure::Profile { trouble: Trouble::KeychainSilent }),
    }
}

/// What a keychain that gives nothing means to a person.
pub(crate) fn missing(trouble: KeychainTrouble) -> Trouble {
    match trouble {
        KeychainTrouble::Locked => Trouble::KeychainLocked,
        KeychainTrouble::Absent | KeychainTrouble::Failing => Trouble::KeychainAbsent,
        KeychainTrouble::Silent => Trouble::KeychainSilent,
    }
}

pub(crate) fn from_passphrase(
    words: &Secret,
    entropy: &dyn Entropy,
) -> Result<(MasterKey, KeySource), Failure> {
    if !passphrase::is_worth_guessing(words, &[]) {
        return Err(Failure::Invalid { field: ipc::Field::Passphrase });
    }
    let key = MasterKey::generate(entropy).map_err(|error| stuck(&error))?;
    let source = KeySource::of_passphrase(words, &key, PassphraseCost::DEFAULT, entropy);
    Ok((key, source.map_err(|error| stuck(&error))?))
}

/// What a person must know of a profile that does not open.
pub(crate) fn trouble(error: &OpenError) -> Trouble {
    tracing::error!(%error, "a file of the profile does not open");
    match error {
        OpenError::InUse => Trouble::InUse,
        OpenError::ReadOnly => Trouble::ReadOnly,
        OpenError::DiskFull => Trouble::DiskFull,
        OpenError::WrongKey => Trouble::WrongKey,
        OpenError::Newer { .. } => Trouble::Newer,
        OpenError::Damaged(_)
        | OpenError::Truncated
        | OpenError::Empty
        | OpenError::Missing
        | OpenError::Profile
        | OpenError::ChangedMigration(_) => Trouble::VaultDamaged,
        OpenError::NotEncryptedBuild | OpenError::Entropy | OpenError::Io(_) | OpenError::Database(_) => {
            Trouble::Disk
        }
    }
}

pub(crate) fn stuck(error: &OpenError) -> Failure {
    Failure::Profile { trouble: trouble(error) }
}

/// What a failed use of the vault, or of a copy that is sound, means to a person.
pub(crate) fn used(error: &store::Error, entropy: &dyn Entropy) -> Failure {
    let trouble = match error {
        store::Error::DiskFull => Trouble::DiskFull,
        store::Error::ReadOnly => Trouble::ReadOnly,
        store::Error::Damaged | store::Error::Record(_) => Trouble::VaultDamaged,
        store::Error::Closed => return Failure::NoPractice,
        _ => return failure::unexpected(error, entropy),
    };
    Failure::Profile { trouble }
}

impl Held {
    /// What stage the profile is in, where a practice may be connected or not.
    pub(crate) fn stage(&self, connected: bool, overdue: Option<Stage>, keychain: &dyn Keychain) -> Stage {
        match self {
            Self::Closed => Stage::Stuck { trouble: Trouble::Disk },
            Self::New(_) => Stage::FirstRun { keychain: probe(keychain) },
            Self::Waiting(_) => Stage::NeedsPassphrase,
            Self::Stuck(trouble) => Stage::Stuck { trouble: trouble.clone() },
            Self::Locked(locked) => Stage::Locked {
                passphrase: locked.needs_passphrase(),
                recovery: locked.folder.profile().has_recovery_code(),
            },
            Self::Open(_) if connected => Stage::Ready,
            Self::Open(_) => overdue.unwrap_or(Stage::NoPractice),
        }
    }
}
