//! A vault as one file that a passphrase opens on any computer.
//!
//! Its first line says in the clear what a passphrase needs to be tried. In it stands, sealed, what the
//! file holds: the key of the encrypted vault that follows, its length and digest, the connections, the
//! keys of the audit and its anchor. A recovery code is a passphrase too, however it is typed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use model::Secret;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::copying::{clear, copy};
use crate::folder::{PART, remove};
use crate::key::{bytes_of, hex};
use crate::sealing::Sealed;
use crate::system::{private, sync_folder};
use crate::{
    Anchor, AuditKey, Connection, ConnectionId, CrashPoint, Entropy, FileId, FileKey, MasterKey, Moment,
    OpenError, PassphraseCost, Place, Preferences, ProfileFolder, RecoveryCode, Vault, Wanted,
    passphrase_key_at,
};

const FORM: u32 = 1;
/// What the name of an exported vault ends with.
const ENDING: &str = ".daybook-vault";
/// How many bytes are written between two looks at whether anybody waits for them.
const AT_ONCE: u64 = 16 << 20;
/// What the names of other exports begin with.
const WRITTEN: [&str; 7] =
    ["audit-", "call-list-", "day-sheet-", "downtime-", "route-slips-", "schedule-", "support-"];
/// The longest first line: what it seals is a few connections.
const LONGEST_HEAD: u64 = 1 << 20;
const PURPOSE: &[u8] = b"daybook vault export 1\0";

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    daybook_vault: u32,
    exported: DateTime<Utc>,
    salt: [u8; 16],
    cost: PassphraseCost,
    sealed: Sealed,
}

/// What the file holds.
#[derive(Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub exported: DateTime<Utc>,
    key: Zeroizing<String>,
    length: u64,
    digest: String,
    pub generation: u32,
    pub connections: Vec<Connection>,
    pub current: Option<ConnectionId>,
    pub preferences: Preferences,
    audit: Zeroizing<String>,
    anchor: String,
}

/// An exported vault in the folder `exports`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultFileName {
    /// The file's name.
    pub name: String,
    /// When it says that it was made.
    pub exported: DateTime<Utc>,
}

/// An exported vault that its passphrase opened, and that is whole.
pub struct ExportedVault {
    path: PathBuf,
    starts: u64,
    key: MasterKey,
    audit: AuditKey,
    anchor: Anchor,
    pub(crate) manifest: Manifest,
}

/// Why a file is no vault that can be restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultRefusal {
    /// There is no such file, or it is another kind of file.
    #[error("not an exported vault")]
    NoExport,
    /// The passphrase is another.
    #[error("the passphrase does not open it")]
    WrongPassphrase,
    /// It is cut off, or not as it was written.
    #[error("the exported vault is damaged")]
    Damaged,
    /// A newer program wrote it.
    #[error("the vault was exported by a newer version")]
    Newer,
    /// The disk failed.
    #[error("the file system failed: {0}")]
    Io(io::ErrorKind),
}

impl From<io::Error> for VaultRefusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// Whom an export is made for.
pub struct Exporting<'e> {
    /// The key of the profile.
    pub key: &'e MasterKey,
    /// What opens the file.
    pub passphrase: &'e Secret,
    /// The cost of trying one.
    pub cost: PassphraseCost,
    /// When.
    pub at: DateTime<Utc>,
    /// Makes the file's key.
    pub entropy: &'e dyn Entropy,
    /// Whether somebody still waits for it.
    pub wanted: &'e Wanted,
}

impl ExportedVault {
    fn of(path: PathBuf, starts: u64, manifest: Manifest) -> Option<Self> {
        let (key, audit) = (secret(&manifest.key)?, secret(&manifest.audit)?);
        let key = MasterKey::from_kept(&key)?;
        let audit = AuditKey::from_bytes(&audit)?;
        let anchor = Anchor::from_bytes(&bytes_of(&manifest.anchor)?)?;
        Some(Self { path, starts, key, audit, anchor, manifest })
    }

    /// When it was made.
    pub fn exported(&self) -> DateTime<Utc> {
        self.manifest.exported
    }

    /// Where its audit stood then.
    pub fn anchor(&self) -> Anchor {
        self.anchor
    }

    /// The keys of its audit, which goes on wherever it is restored.
    pub fn audit_key(&self) -> AuditKey {
        self.audit.clone()
    }

    /// The key of the vault in it.
    pub(crate) fn file_key(&self) -> FileKey {
        self.key.derive(&inside())
    }

    /// The encrypted vault in it, as a file of its own.
    pub(crate) fn unpack(&self, to: &Path) -> Result<(), OpenError> {
        clear(to)?;
        let mut from = File::open(&self.path)?;
        from.seek(SeekFrom::Start(self.starts))?;
        let mut file = private(to, File::options().create_new(true))?;
        let copied = io::copy(&mut from.take(self.manifest.length), &mut file)?;
        if copied == self.manifest.length { Ok(()) } else { Err(OpenError::Truncated) }
    }
}

impl ProfileFolder {
    /// Exports the vault into the folder `exports`. Gives the file. Where nobody waits for it any more, and where
    /// it fails, there is none. A kill leaves a part that the next opening of the folder clears away.
    pub fn export_vault(&self, vault: &Vault, exporting: &Exporting<'_>) -> Result<PathBuf, OpenError> {
        let name = format!("vault-{}{ENDING}", exporting.at.format("%Y-%m-%d-%H%M%S"));
        let folder = self.exports()?;
        let (path, part) = (folder.join(&name), folder.join(format!("{name}{PART}")));
        let inner = folder.join(format!("{name}.inner{PART}"));
        let written = self.write_export(vault, exporting, &inner, &part);
        clear(&inner)?;
        let kept = written.and_then(|()| {
            self.step_export(Moment::BeforeCommit);
            self.keep_export(&part, &path, exporting.wanted)
        });
        if let Err(error) = kept {
            remove(&part)?;
            return Err(error);
        }
        self.step_export(Moment::AfterCommit);
        Ok(path)
    }

    /// Gives a file that is whole its name, unless nobody waits for it any more.
    pub(crate) fn keep_export(&self, part: &Path, path: &Path, wanted: &Wanted) -> Result<(), OpenError> {
        let folder = self.exports()?;
        wanted.make(|| {
            std::fs::rename(part, path)?;
            sync_folder(&folder).map_err(|error| {
                // What may not outlast a power cut is none.
                let _ = remove(path);
                error.into()
            })
        })
    }

    fn write_export(
        &self,
        vault: &Vault,
        exporting: &Exporting<'_>,
        inner: &Path,
        part: &Path,
    ) -> Result<(), OpenError> {
        let key = MasterKey::generate(exporting.entropy)?;
        let audit = self.audit_key(exporting.key)?;
        let step = |moment| {
            self.step_export(moment);
            exporting.wanted.go_on()
        };
        // The rows and where their chain stands are of one instant.
        let read = vault.read_blocking(|reader| {
            let anchor = reader.audit_head()?;
            let generation = reader.sql.query_row("SELECT generation FROM file", [], |row| row.get(0))?;
            let inside = key.derive(&inside());
            Ok((anchor, generation, copy(reader.sql, inner, &inside, step)))
        });
        let (anchor, generation, copied) = read?;
        copied?;
        let mut bytes = File::open(inner)?;
        let mut digest = Sha256::new();
        let length = pour(&mut bytes, &mut digest, exporting.wanted)?;
        let profile = self.profile();
        let manifest = Manifest {
            exported: exporting.at,
            key: hex(key.expose()),
            length,
            digest: hex(&digest.finalize()).as_str().to_owned(),
            generation,
            connections: profile.connections,
            current: profile.current,
            preferences: profile.preferences,
            audit: hex(&audit.to_bytes()),
            anchor: hex(&anchor.to_bytes()).as_str().to_owned(),
        };
        let mut file = private(part, File::options().create(true).truncate(true))?;
        file.write_all(&manifest.head(exporting)?)?;
        bytes.rewind()?;
        pour(&mut bytes, &mut file, exporting.wanted)?;
        Ok(file.sync_all()?)
    }

    /// The exported vaults that stand in the folder `exports`, the latest first. What cannot be read as
    /// one is left out.
    pub fn exported_vaults(&self) -> Result<Vec<VaultFileName>, OpenError> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(self.exports()?)? {
            let Ok(name) = entry?.file_name().into_string() else { continue };
            if let Ok((head, _)) = self.head(&name) {
                found.push(VaultFileName { name, exported: head.exported });
            }
        }
        found.sort_by(|one, two| (two.exported, &two.name).cmp(&(one.exported, &one.name)));
        Ok(found)
    }

    /// Opens an exported vault of the folder `exports` with its passphrase, and proves all of it.
    pub fn open_export(&self, name: &str, passphrase: &Secret) -> Result<ExportedVault, VaultRefusal> {
        let (head, starts) = self.head(name)?;
        let opening = passphrase_key_at(&meant(passphrase), &head.salt, head.cost);
        let opening = opening.map_err(|_| VaultRefusal::Damaged)?;
        let sealed = head.sealed.open(opening.expose(), PURPOSE).ok_or(VaultRefusal::WrongPassphrase)?;
        let manifest: Manifest = serde_json::from_slice(&sealed).map_err(|_| VaultRefusal::Damaged)?;
        let path = self.exports().map_err(|_| VaultRefusal::NoExport)?.join(name);
        let mut file = File::open(&path)?;
        file.seek(SeekFrom::Start(starts))?;
        let mut digest = Sha256::new();
        let length = io::copy(&mut file, &mut digest)?;
        if length != manifest.length || hex(&digest.finalize()).as_str() != manifest.digest {
            return Err(VaultRefusal::Damaged);
        }
        ExportedVault::of(path, starts, manifest).ok_or(VaultRefusal::Damaged)
    }

    fn head(&self, name: &str) -> Result<(Head, u64), VaultRefusal> {
        // Nothing but a name: no way out of the folder.
        let is_name = name.ends_with(ENDING) && Path::new(name).file_name().is_some_and(|file| file == name);
        if !is_name {
            return Err(VaultRefusal::NoExport);
        }
        let folder = self.exports().map_err(|_| VaultRefusal::NoExport)?;
        let path = folder.join(name);
        // Whoever opens a pipe waits until somebody writes to it.
        if !std::fs::metadata(&path).is_ok_and(|found| found.is_file()) {
            return Err(VaultRefusal::NoExport);
        }
        let file = File::open(path).map_err(|_| VaultRefusal::NoExport)?;
        let mut line = Vec::new();
        let read = BufReader::new(file).take(LONGEST_HEAD).read_until(b'\n', &mut line)?;
        let json: serde_json::Value = serde_json::from_slice(&line).map_err(|_| VaultRefusal::NoExport)?;
        match json.get("daybook_vault").and_then(serde_json::Value::as_u64) {
            Some(form) if form == u64::from(FORM) => {}
            Some(form) if form > u64::from(FORM) => return Err(VaultRefusal::Newer),
            _ => return Err(VaultRefusal::NoExport),
        }
        let head = serde_json::from_value(json).map_err(|_| VaultRefusal::Damaged)?;
        Ok((head, read as u64))
    }

    /// Clears away what a kill left of an export.
    pub(crate) fn clear_parts(&self) -> Result<(), OpenError> {
        let Ok(entries) = std::fs::read_dir(self.path().join(crate::folder::EXPORTS)) else { return Ok(()) };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let is_ours = name.contains(ENDING) || WRITTEN.iter().any(|start| name.starts_with(start));
            if is_ours && name.contains(PART) {
                remove(&path)?;
            }
        }
        Ok(())
    }

    fn step_export(&self, moment: Moment) {
        self.step_at(CrashPoint { place: Place::Vault, write: "export", moment });
    }
}

impl Manifest {
    fn head(&self, exporting: &Exporting<'_>) -> Result<Vec<u8>, OpenError> {
        let mut salt = [0; 16];
        exporting.entropy.fill(&mut salt)?;
        let opening = passphrase_key_at(&meant(exporting.passphrase), &salt, exporting.cost)?;
        let json = Zeroizing::new(serde_json::to_vec(self).map_err(|_| OpenError::Profile)?);
        let sealed = Sealed::new(opening.expose(), PURPOSE, &json, exporting.entropy)?;
        let head = Head { daybook_vault: FORM, exported: self.exported, salt, cost: exporting.cost, sealed };
        let mut line = serde_json::to_vec(&head).map_err(|_| OpenError::Profile)?;
        line.push(b'\n');
        Ok(line)
    }
}

/// Copies all of a file, for as long as somebody waits for it.
fn pour(from: &mut File, to: &mut impl Write, wanted: &Wanted) -> Result<u64, OpenError> {
    let mut copied = 0;
    loop {
        wanted.go_on()?;
        match io::copy(&mut Read::take(&mut *from, AT_ONCE), to)? {
            0 => return Ok(copied),
            more => copied += more,
        }
    }
}

fn secret(digits: &str) -> Option<Zeroizing<Vec<u8>>> {
    bytes_of(digits).map(Zeroizing::new)
}

/// The name under which the vault in an export derives its key.
fn inside() -> FileId {
    FileId::from_hex("0")
}

/// A recovery code is the same however it is typed.
fn meant(typed: &Secret) -> Secret {
    RecoveryCode::read(typed.expose()).map_or_else(|| typed.clone(), |code| code.written())
}

impl std::fmt::Debug for ExportedVault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("<exported vault>")
    }
}
