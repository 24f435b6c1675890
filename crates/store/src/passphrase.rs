//! A passphrase in place of a keychain. It opens the master key and is not it: another passphrase, or a
//! recovery code, opens the same, and no file is written anew for that.

use model::Secret;

use crate::sealing::Sealed;
use crate::{Entropy, KeySource, MasterKey, OpenError, PassphraseCost, passphrase_key_at};

const PURPOSE: &[u8] = b"daybook passphrase 1\0";

impl KeySource {
    /// A passphrase that opens a key.
    pub fn of_passphrase(
        words: &Secret,
        key: &MasterKey,
        cost: PassphraseCost,
        entropy: &dyn Entropy,
    ) -> Result<Self, OpenError> {
        let mut salt = [0; 16];
        entropy.fill(&mut salt)?;
        let opening = passphrase_key_at(words, &salt, cost)?;
        let sealed = Sealed::new(opening.expose(), PURPOSE, key.expose(), entropy)?;
        Ok(Self::Passphrase { salt, cost, sealed: Some(sealed) })
    }

    /// The key that a passphrase opens; `None` where it is another one, or there is a keychain in place
    /// of one. As profiles were made first any passphrase gives a key, which its proof tells from others.
    pub fn key_from(&self, words: &Secret) -> Result<Option<MasterKey>, OpenError> {
        let Self::Passphrase { salt, cost, sealed } = self else { return Ok(None) };
        let opening = passphrase_key_at(words, salt, *cost)?;
        let Some(sealed) = sealed else { return Ok(Some(opening)) };
        let bytes = sealed.open(opening.expose(), PURPOSE);
        Ok(bytes.and_then(|bytes| MasterKey::from_kept(&bytes)))
    }
}

#[cfg(test)]
mod tests {
    use model::Secret;

    use crate::{KeySource, MasterKey, PassphraseCost, SystemEntropy};

    const COST: PassphraseCost = PassphraseCost { memory_kib: 64, passes: 1, lanes: 1 };

    #[test]
    fn it_opens_a_key_that_another_passphrase_opens_too() {
        let key = MasterKey::from_bytes([7; 32]);
        let opened = |source: &KeySource, words| source.key_from(&Secret::new(words)).expect("derives");
        for words in ["four quiet words here", "seven quiet otters"] {
            let source = KeySource::of_passphrase(&Secret::new(words), &key, COST, &SystemEntropy);
            let source = source.expect("sealed");
            assert_eq!(opened(&source, words).expect("opens").expose(), key.expose());
            assert!(opened(&source, "four quiet words there").is_none());
        }
        assert!(opened(&KeySource::Keychain, "four quiet words here").is_none());
    }

    #[test]
    fn a_profile_as_it_was_made_first_opens_as_it_did() {
        let first = r#"{"kind": "passphrase", "salt": [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],
            "cost": {"memory_kib": 64, "passes": 1, "lanes": 1}}"#;
        let source: KeySource = serde_json::from_str(first).expect("reads");
        let words = Secret::new("four quiet words here");
        let key = source.key_from(&words).expect("derives").expect("a key");
        let direct = crate::passphrase_key_at(&words, &[1; 16], COST).expect("derives");
        assert_eq!(key.expose(), direct.expose());
    }
}
