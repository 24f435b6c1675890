//! Small things sealed under a key: XChaCha20-Poly1305 with a random nonce.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::key::{bytes_of, hex};
use crate::{Entropy, OpenError};

const NONCE: usize = 24;

/// What only its key opens, for what it was sealed for. It stands in the clear as hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sealed(Vec<u8>);

impl TryFrom<String> for Sealed {
    type Error = &'static str;

    fn try_from(digits: String) -> Result<Self, Self::Error> {
        bytes_of(&digits).map(Self).ok_or("what is sealed stands in hexadecimal digits")
    }
}

impl From<Sealed> for String {
    fn from(sealed: Sealed) -> Self {
        hex(&sealed.0).as_str().to_owned()
    }
}

impl Sealed {
    /// Seals bytes for a purpose: what is sealed for one opens for no other.
    pub(crate) fn new(
        key: &[u8; 32],
        purpose: &[u8],
        bytes: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<Self, OpenError> {
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce)?;
        let payload = Payload { msg: bytes, aad: purpose };
        let cipher = XChaCha20Poly1305::new(Key::from_slice(key));
        let sealed = cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| OpenError::Profile)?;
        Ok(Self([nonce.as_slice(), &sealed].concat()))
    }

    /// What was sealed; `None` where the key or the purpose is another, or a bit is.
    pub(crate) fn open(&self, key: &[u8; 32], purpose: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = self.0.split_at_checked(NONCE)?;
        let payload = Payload { msg: sealed, aad: purpose };
        let cipher = XChaCha20Poly1305::new(Key::from_slice(key));
        cipher.decrypt(XNonce::from_slice(nonce), payload).ok().map(Zeroizing::new)
    }
}

#[cfg(test)]
mod tests {
    use super::Sealed;
    use crate::SystemEntropy;

    #[test]
    fn only_the_key_and_the_purpose_open_it_and_no_bit_may_be_another() {
        let sealed = Sealed::new(&[7; 32], b"one", b"a secret", &SystemEntropy).expect("sealed");
        assert_eq!(sealed.open(&[7; 32], b"one").expect("opens").as_slice(), b"a secret");
        assert!(sealed.open(&[8; 32], b"one").is_none(), "another key");
        assert!(sealed.open(&[7; 32], b"two").is_none(), "another purpose");
        for bit in 0..sealed.0.len() * 8 {
            let mut other = sealed.clone();
            other.0[bit / 8] ^= 1 << (bit % 8);
            assert!(other.open(&[7; 32], b"one").is_none(), "bit {bit} is another");
        }
        for length in 0..sealed.0.len() {
            assert!(Sealed(sealed.0[..length].to_vec()).open(&[7; 32], b"one").is_none(), "cut at {length}");
        }
    }

    #[test]
    fn it_stands_as_digits_that_show_nothing() {
        let sealed = Sealed::new(&[7; 32], b"one", b"a secret", &SystemEntropy).expect("sealed");
        let text = serde_json::to_string(&sealed).expect("JSON");
        assert_eq!(serde_json::from_str::<Sealed>(&text).expect("reads"), sealed);
        for broken in ["\"abc\"", "\"zz\"", "\"é0\"", "7"] {
            assert!(serde_json::from_str::<Sealed>(broken).is_err(), "{broken}");
        }
    }
}
