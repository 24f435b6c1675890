//! Randomness that is fit for secrets, as a port.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use model::Secret;

/// The operating system gave no randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no randomness")]
pub struct NoEntropy;

/// Gives what nobody can guess.
pub trait Entropy: Send + Sync {
    /// Fills with random bytes.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoEntropy>;
}

/// Randomness of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoEntropy> {
        getrandom::fill(bytes).map_err(|_| NoEntropy)
    }
}

/// A text of 256 bits that a URL carries as it is: the 43 characters that PKCE asks for at least.
pub(crate) fn nonce(entropy: &dyn Entropy) -> Result<Secret, NoEntropy> {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes)?;
    Ok(Secret::new(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
}

#[cfg(test)]
mod tests {
    use super::{Entropy, NoEntropy, SystemEntropy, nonce};

    struct Fixed(Result<u8, NoEntropy>);

    impl Entropy for Fixed {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), NoEntropy> {
            self.0.map(|byte| bytes.fill(byte))
        }
    }

    #[test]
    fn a_nonce_is_all_of_what_the_port_gives() {
        let text = nonce(&Fixed(Ok(0xff))).expect("a nonce");
        assert_eq!(text.expose(), "__________________________________________8");
        assert!(nonce(&Fixed(Err(NoEntropy))).is_err(), "without randomness there is none");
    }

    #[test]
    fn the_machine_gives_another_each_time() {
        let draw = || nonce(&SystemEntropy).expect("a nonce").expose().to_owned();
        assert_ne!(draw(), draw());
    }
}
