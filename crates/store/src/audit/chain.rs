//! What a row is authenticated by.

use std::fmt;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use model::swept;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::key::{authenticate, hex};

/// What stands before the first row.
pub(crate) const START: [u8; 32] = [0; 32];

/// How many cells every row has. Those after them came later, and count where one of them is filled: rows of
/// before are authenticated as they were.
const FIRST: usize = 14;

/// What a row holds of a reason that stands beside it. It takes no key, so that an export proves it anywhere.
pub(crate) fn digest(reason: &[u8]) -> [u8; 32] {
    Sha256::digest(reason).into()
}

/// How many of a search's digits are kept: enough to tell searches apart.
const SEARCH_DIGITS: usize = 32;

/// The keys of a vault's audit, each derived from the master key under a name of its own. Wiped when
/// dropped.
#[derive(Clone)]
pub struct AuditKey(Arc<Keys>);

struct Keys {
    chain: Zeroizing<[u8; 32]>,
    search: Zeroizing<[u8; 32]>,
    signing: SigningKey,
}

impl AuditKey {
    pub(crate) fn new(chain: &[u8; 32], search: &[u8; 32], signing: &[u8; 32]) -> Self {
        let key = |bytes: &[u8; 32]| Zeroizing::new(*bytes);
        swept(|| {
            let signing = SigningKey::from_bytes(signing);
            Self(Arc::new(Keys { chain: key(chain), search: key(search), signing }))
        })
    }

    /// The keys themselves, to be sealed.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let parts = [self.0.chain.as_slice(), self.0.search.as_slice(), self.0.signing.as_bytes()];
        Zeroizing::new(parts.concat())
    }

    /// From what was sealed; `None` where that has another length.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (parts, rest) = bytes.as_chunks::<32>();
        let [chain, search, signing] = parts else { return None };
        rest.is_empty().then(|| Self::new(chain, search, signing))
    }

    /// A name for what was looked for: the same words have the same, and without the key nobody can
    /// try which words have it.
    pub fn search(&self, text: &str) -> String {
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let tag = swept(|| authenticate(&self.0.search, &[folded.as_bytes()]));
        hex(&tag)[..SEARCH_DIGITS].to_owned()
    }

    /// The authentication of a row, the one before included.
    pub(crate) fn mac(&self, cells: &Cells) -> [u8; 32] {
        authenticate(&self.0.chain, &[&cells.0])
    }

    pub(crate) fn signing(&self) -> &SigningKey {
        &self.0.signing
    }
}

impl fmt::Debug for AuditKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<audit key>")
    }
}

/// A row's cells, each with its type and its length, so that no two rows have the same bytes.
#[derive(Default)]
pub(crate) struct Cells(Vec<u8>);

impl Cells {
    pub(crate) fn of(cells: &[ValueRef<'_>]) -> Self {
        let (first, later) = cells.split_at(cells.len().min(FIRST));
        let later = if later.iter().all(|cell| *cell == ValueRef::Null) { &[] } else { later };
        let mut taken = Self::default();
        first.iter().chain(later).for_each(|cell| taken.push(*cell));
        taken
    }

    fn push(&mut self, cell: ValueRef<'_>) {
        let (kind, bytes): (u8, &[u8]) = match cell {
            ValueRef::Null => (0, &[]),
            ValueRef::Integer(number) => return self.put(1, &number.to_be_bytes()),
            ValueRef::Real(number) => return self.put(2, &number.to_be_bytes()),
            ValueRef::Text(text) => (3, text),
            ValueRef::Blob(bytes) => (4, bytes),
        };
        self.put(kind, bytes);
    }

    fn put(&mut self, kind: u8, bytes: &[u8]) {
        self.0.push(kind);
        self.0.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        self.0.extend_from_slice(bytes);
    }
}
