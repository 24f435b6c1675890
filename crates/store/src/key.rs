//! The master key, what is derived from it, and its proof.
//!
//! Where the key is kept is not known here: the keychain is a port of the console.

use std::fmt;
use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, Version};
use hmac::{Hmac, Mac};
use model::{Secret, swept};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{AuditKey, FileId, OpenError};

/// Gives random bytes. A test's entropy is a seed.
pub trait Entropy: Send + Sync {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), OpenError>;
}

/// The machine's entropy.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), OpenError> {
        getrandom::fill(bytes).map_err(|_| OpenError::Entropy)
    }
}

/// Bytes of a key, wiped when the last that shares them is dropped. An array leaves a copy of itself wherever it is
/// cloned or moved from.
pub(crate) type KeyBytes = Arc<Zeroizing<[u8; 32]>>;

/// The one key of a profile, from which every file's key derives. Wiped when dropped.
#[derive(Clone)]
pub struct MasterKey(KeyBytes);

impl MasterKey {
    /// Makes a new key.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, OpenError> {
        let mut bytes = KeyBytes::default();
        entropy.fill(Arc::make_mut(&mut bytes).as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Takes the key as bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Arc::new(Zeroizing::new(bytes)))
    }

    /// Takes the key as the keychain kept it; `None` where that is none of ours.
    pub fn from_kept(kept: &[u8]) -> Option<Self> {
        let mut bytes = KeyBytes::default();
        if kept.len() != bytes.len() {
            return None;
        }
        Arc::make_mut(&mut bytes).copy_from_slice(kept);
        Some(Self(bytes))
    }

    /// The bytes, for the keychain alone.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key of one file.
    pub fn derive(&self, file: &FileId) -> FileKey {
        FileKey(self.expand(b"daybook file key 1\0", file.as_str().as_bytes()))
    }

    /// The keys of the audit that one file holds.
    pub fn audit(&self, file: &FileId) -> AuditKey {
        let of = |purpose: &[u8]| self.expand(purpose, file.as_str().as_bytes());
        let signing = of(b"daybook audit signature 1\0");
        AuditKey::new(&of(b"daybook audit chain 1\0"), &of(b"daybook audit search 1\0"), &signing)
    }

    /// A value that tells this key from another and gives nothing of it away.
    pub fn check(&self) -> KeyCheck {
        let tag = self.expand(b"daybook key check 1\0", &[]);
        KeyCheck(hex(&tag[..16]).as_str().to_owned())
    }

    /// HKDF-SHA256 (RFC 5869) with an empty salt and one block of output.
    pub(crate) fn expand(&self, purpose: &[u8], subject: &[u8]) -> KeyBytes {
        swept(|| {
            let extracted = Zeroizing::new(authenticate(&[0; 32], &[self.0.as_slice()]));
            Arc::new(Zeroizing::new(authenticate(&extracted, &[purpose, subject, &[1]])))
        })
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<master key>")
    }
}

/// The key of one file. Wiped when dropped.
#[derive(Clone)]
pub struct FileKey(KeyBytes);

impl FileKey {
    /// The bytes, for whoever looks that they are nowhere.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key as a raw-key literal of SQLCipher, which skips its key derivation.
    pub(crate) fn literal(&self) -> Zeroizing<String> {
        let digits = hex(self.0.as_slice());
        Zeroizing::new(format!("x'{}'", digits.as_str()))
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<file key>")
    }
}

/// The proof of a master key, kept in the clear beside the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyCheck(String);

/// The cost of making a key from a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassphraseCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl PassphraseCost {
    /// Argon2id with 64 MiB, three passes and four lanes: RFC 9106's second recommended choice.
    pub const DEFAULT: Self = Self { memory_kib: 65_536, passes: 3, lanes: 4 };

    /// Whether a computer can bear it: anybody may have written what it is read from.
    fn is_bearable(self) -> bool {
        self.memory_kib <= 1 << 20 && self.passes <= 64 && self.lanes <= 64
    }
}

/// The key that a passphrase gives with a salt, at the present cost.
pub fn passphrase_key(passphrase: &Secret, salt: &[u8; 16]) -> Result<MasterKey, OpenError> {
    passphrase_key_at(passphrase, salt, PassphraseCost::DEFAULT)
}

/// The key that a passphrase gives at the cost that is kept beside the salt.
pub fn passphrase_key_at(
    passphrase: &Secret,
    salt: &[u8; 16],
    cost: PassphraseCost,
) -> Result<MasterKey, OpenError> {
    if !cost.is_bearable() {
        return Err(OpenError::Profile);
    }
    let params =
        Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(|_| OpenError::Profile)?;
    let mut bytes = KeyBytes::default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose().as_bytes(), salt, Arc::make_mut(&mut bytes).as_mut_slice())
        .map_err(|_| OpenError::Profile)?;
    Ok(MasterKey(bytes))
}

/// HMAC-SHA256 of the parts, one after another.
pub(crate) fn authenticate(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// HKDF-SHA256 (RFC 5869) of a secret that nobody could guess, with one block of output.
pub(crate) fn stretch(salt: &[u8; 16], secret: &[u8], purpose: &[u8]) -> KeyBytes {
    // HMAC fills up a short key with zeros.
    let mut padded = [0; 32];
    padded[..16].copy_from_slice(salt);
    swept(|| {
        let extracted = Zeroizing::new(authenticate(&padded, &[secret]));
        Arc::new(Zeroizing::new(authenticate(&extracted, &[purpose, &[1]])))
    })
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> Zeroizing<String> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// The bytes that hexadecimal digits stand for; `None` where they are none.
pub(crate) fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks_exact(2);
    let is_whole = pairs.remainder().is_empty();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let bytes = pairs.map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect::<Option<_>>();
    bytes.filter(|_| is_whole)
}

#[cfg(test)]
mod tests {
    use model::Secret;

    use super::{MasterKey, PassphraseCost, passphrase_key_at};
    use crate::FileId;

    #[test]
    fn every_file_has_a_key_of_its_own_and_nothing_prints_one() {
        let master = MasterKey::from_bytes([7; 32]);
        let (one, two) = (master.derive(&FileId::from_hex("aa")), master.derive(&FileId::from_hex("bb")));
        assert_ne!(one.literal(), two.literal(), "the file's id is part of the derivation");
        assert_eq!(one.literal().len(), 67, "x, two quotes and 64 digits");
        assert_eq!(format!("{master:?} {one:?}"), "<master key> <file key>");
    }

    #[test]
    fn the_check_tells_keys_apart_and_gives_none_away() {
        let master = MasterKey::from_bytes([7; 32]);
        assert_eq!(master.check(), MasterKey::from_bytes([7; 32]).check(), "the same key proves itself");
        assert_ne!(master.check(), MasterKey::from_bytes([8; 32]).check(), "another key does not");
        let shown = format!("{:?}", master.check());
        assert!(!shown.contains("0707"), "the check is no prefix of the key");
    }

    #[test]
    fn a_cost_that_no_computer_bears_is_refused_before_it_is_tried() {
        for cost in [(u32::MAX, 3, 4), (65_536, u32::MAX, 4), (65_536, 3, 65)] {
            let cost = PassphraseCost { memory_kib: cost.0, passes: cost.1, lanes: cost.2 };
            let refused = passphrase_key_at(&Secret::new("four quiet words here"), &[1; 16], cost);
            assert_eq!(refused.map(drop), Err(crate::OpenError::Profile), "{cost:?}");
        }
    }

    #[test]
    fn a_passphrase_gives_the_same_key_for_the_same_salt_only() {
        let cost = PassphraseCost { memory_kib: 64, passes: 1, lanes: 1 };
        let key = |words: &str, salt| {
            *passphrase_key_at(&Secret::new(words), &[salt; 16], cost).expect("derives").expose()
        };
        assert_eq!(key("four quiet words here", 1), key("four quiet words here", 1));
        assert_ne!(key("four quiet words here", 1), key("four quiet words here", 2), "the salt counts");
        assert_ne!(key("four quiet words here", 1), key("four quiet words there", 1), "the words count");
    }
}
