//! The chain as signed lines that are verified on any machine.
//!
//! The first line is the head: which profile, how many rows, the anchor, the key that signs, and by what name each
//! person of a row goes, those who were removed among them: their ids say nothing elsewhere. A row
//! stands on each line that follows, the signature of all of them on the last. The signature is
//! Ed25519: to verify takes the public key alone, which is in the head. Whoever makes a file of their
//! own signs it with a key of their own, so a person compares the fingerprint with the one that the
//! profile shows.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, Signer, VerifyingKey};
use model::Phi;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Anchor, AuditDraft, AuditKey, Link, digest};
use crate::handle::VaultFile;
use crate::key::hex;
use crate::{Environment, Error, Reader};

/// The form of the lines.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Head {
    daybook_audit: u32,
    device: String,
    exported: DateTime<Utc>,
    entries: u64,
    head: String,
    public_key: String,
    #[serde(default)]
    people: Vec<ExportedPerson>,
}

/// By what name a person of the rows goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedPerson {
    /// As rows have them.
    pub id: String,
    /// As they were called when it was exported.
    pub name: String,
}

#[derive(Serialize, Deserialize)]
struct Line {
    sequence: u64,
    at: DateTime<Utc>,
    person: String,
    device: String,
    connection: Option<String>,
    practice: Option<String>,
    /// Where that is: beside the chain, and signed with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    environment: Option<String>,
    kind: String,
    command: String,
    words: String,
    outcome: String,
    patient: Option<String>,
    search: Option<String>,
    about: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    emergency: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason_digest: Option<String>,
    previous: String,
    mac: String,
}

#[derive(Serialize, Deserialize)]
struct Seal {
    signature: String,
}

/// An export that is as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedAudit {
    /// Of which profile.
    pub device: String,
    /// When it was made.
    pub exported: DateTime<Utc>,
    /// Where the chain stood.
    pub anchor: Anchor,
    /// Of the key that signed it.
    pub fingerprint: String,
    /// By what names those go who did something; nobody in one that was made before names were in it.
    pub people: Vec<ExportedPerson>,
    /// Whether another program saved it since, with line ends or a mark before them that were not signed.
    pub resaved: bool,
}

/// Why a text is no export that can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportRefusal {
    /// It is none of these files, or it ends before its last line.
    #[error("not an export of the audit, or not the whole of one")]
    NotWhole,
    /// Its signature is not of these lines.
    #[error("the signature does not fit")]
    Altered,
    /// It is signed, and its rows do not follow on from each other, or a reason is not the one that was given.
    #[error("the rows do not follow on from each other, or a reason is not the one that was given")]
    Broken,
}

impl AuditKey {
    /// The fingerprint of the key that signs this profile's exports.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.signing().verifying_key())
    }
}

impl Reader<'_, VaultFile> {
    /// The whole chain as signed lines.
    pub fn export_audit(&self, key: &AuditKey, device: &str, now: DateTime<Utc>) -> Result<String, Error> {
        let anchor = self.audit_head()?;
        let head = Head {
            daybook_audit: FORM,
            device: device.to_owned(),
            exported: now,
            entries: anchor.count,
            head: digits(&anchor.head),
            public_key: digits(key.signing().verifying_key().as_bytes()),
            people: self.people_of_audit()?,
        };
        let mut text = json(&head)?;
        let environments = self.environments()?;
        self.audit_chain(|link| {
            text.push_str(&json(&line(link, &environments))?);
            Ok(())
        })?;
        let signature = digits(&key.signing().sign(text.as_bytes()).to_bytes());
        text.push_str(&json(&Seal { signature })?);
        Ok(text)
    }
}

impl Reader<'_, VaultFile> {
    /// Whoever a row may name: the people of the desktop, also those who were removed, and who signed in at athenahealth.
    fn people_of_audit(&self) -> Result<Vec<ExportedPerson>, Error> {
        let people = self.people()?.into_iter().map(|person| (person.id, person.name));
        let users = self.athena_users()?.into_iter().map(|user| (user.id, user.name.into_exposed()));
        Ok(people.chain(users).map(|(id, name)| ExportedPerson { id, name }).collect())
    }
}

/// Verifies an export by itself: that it is whole, as it was signed, and a chain.
///
/// An editor may end lines in another way or put a mark before the first. In a signed line neither can
/// stand, as JSON writes them out, so taking them away gives the signed bytes and no others: the signature
/// still proves every entry, and that it was saved elsewhere is told beside it.
pub fn read_export(text: &str) -> Result<ExportedAudit, ExportRefusal> {
    let as_signed = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let read = verified(&as_signed)?;
    Ok(ExportedAudit { resaved: as_signed != text, ..read })
}

fn verified(text: &str) -> Result<ExportedAudit, ExportRefusal> {
    let whole = text.strip_suffix('\n').ok_or(ExportRefusal::NotWhole)?;
    let (signed, last) = whole.rsplit_once('\n').ok_or(ExportRefusal::NotWhole)?;
    let signed = &text[..=signed.len()];
    let mut lines = signed.lines();
    let head: Head = parsed(lines.next())?;
    let seal: Seal = parsed(Some(last))?;
    if head.daybook_audit != FORM {
        return Err(ExportRefusal::NotWhole);
    }
    let public = VerifyingKey::from_bytes(&bytes(&head.public_key)?).map_err(|_| ExportRefusal::Altered)?;
    let signature = Signature::from_bytes(&bytes(&seal.signature)?);
    public.verify_strict(signed.as_bytes(), &signature).map_err(|_| ExportRefusal::Altered)?;
    let anchor = Anchor { count: head.entries, head: bytes(&head.head)? };
    if followed(lines)? != anchor {
        return Err(ExportRefusal::Broken);
    }
    Ok(ExportedAudit {
        device: head.device,
        exported: head.exported,
        anchor,
        fingerprint: fingerprint(&public),
        people: head.people,
        resaved: false,
    })
}

fn followed<'t>(lines: impl Iterator<Item = &'t str>) -> Result<Anchor, ExportRefusal> {
    let mut at = Anchor::START;
    for text in lines {
        let line: Line = parsed(Some(text))?;
        if line.sequence != at.count + 1 || bytes::<32>(&line.previous)? != at.head {
            return Err(ExportRefusal::Broken);
        }
        let given = line.reason.as_ref().map(|reason| digits(&digest(reason.as_bytes())));
        if given != line.reason_digest {
            return Err(ExportRefusal::Broken);
        }
        at = Anchor { count: line.sequence, head: bytes(&line.mac)? };
    }
    Ok(at)
}

fn line(link: Link, environments: &BTreeMap<String, Environment>) -> Line {
    let Link { row, reason: digest, previous, mac } = link;
    let AuditDraft {
        at,
        person,
        device,
        connection,
        practice,
        kind,
        command,
        words,
        outcome,
        patient,
        search,
        about,
        emergency,
        reason,
    } = row.entry;
    let environment = connection.as_ref().and_then(|connection| environments.get(connection));
    Line {
        sequence: row.sequence,
        environment: environment.map(|known| known.name().to_owned()),
        at,
        person,
        device,
        connection,
        practice,
        kind,
        command,
        words,
        outcome,
        patient,
        search,
        about,
        emergency,
        reason: reason.map(Phi::into_exposed),
        reason_digest: digest.as_deref().map(digits),
        previous: digits(&previous),
        mac: digits(&mac),
    }
}

/// Half of the key's digest, in groups of four that can be read over the telephone.
fn fingerprint(key: &VerifyingKey) -> String {
    let digest = digits(&Sha256::digest(key.as_bytes())[..16]);
    let groups: Vec<&str> = (0..digest.len()).step_by(4).map(|at| &digest[at..at + 4]).collect();
    groups.join(" ")
}

fn json<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map(|text| text + "\n").map_err(|_| Error::Record("audit"))
}

fn parsed<'t, T: Deserialize<'t>>(line: Option<&'t str>) -> Result<T, ExportRefusal> {
    serde_json::from_str(line.unwrap_or_default()).map_err(|_| ExportRefusal::NotWhole)
}

fn digits(bytes: &[u8]) -> String {
    hex(bytes).as_str().to_owned()
}

fn bytes<const N: usize>(digits: &str) -> Result<[u8; N], ExportRefusal> {
    let mut bytes = [0; N];
    if digits.len() != N * 2 || !digits.is_ascii() {
        return Err(ExportRefusal::NotWhole);
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        let pair = &digits[at * 2..at * 2 + 2];
        *byte = u8::from_str_radix(pair, 16).map_err(|_| ExportRefusal::NotWhole)?;
    }
    Ok(bytes)
}
