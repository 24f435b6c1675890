//! The recovery code: the way back to a profile whose key is gone or whose passphrase is forgotten.
//!
//! It is shown once and kept nowhere. The description keeps the master key sealed under a key that
//! derives from it. It has 130 random bits, so that deriving need not be slow.

use std::fmt;

use model::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::key::{KeyBytes, stretch};
use crate::sealing::Sealed;
use crate::{Entropy, MasterKey, OpenError, Profile, ProfileFolder};

/// Crockford's symbols: no letter that looks like a digit, and no U.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random symbols, of five bits each.
const RANDOM: usize = 26;
/// Symbols in all: the last two check the rest.
const LENGTH: usize = RANDOM + 2;
/// Symbols written together.
const GROUP: usize = 4;
/// The check is the remainder of this prime: one symbol that is another, and two that changed places,
/// always change it.
const PRIME: u32 = 1021;
const PURPOSE: &[u8] = b"daybook recovery 1\0";

/// A code as a person wrote it down.
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    /// Makes a new one.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, OpenError> {
        let mut random = Zeroizing::new([0; RANDOM]);
        entropy.fill(random.as_mut_slice())?;
        let mut code = Zeroizing::new(String::with_capacity(LENGTH));
        code.extend(random.iter().map(|byte| symbol(u32::from(*byte))));
        let check = remainder(&code);
        code.extend([symbol(check / 32), symbol(check)]);
        Ok(Self(code))
    }

    /// Reads what was typed: in either case, with or without its hyphens, O for zero, I and L for one.
    /// `None` where it is no code, a mistyped one among these.
    pub fn read(typed: &str) -> Option<Self> {
        let mut code = Zeroizing::new(String::with_capacity(LENGTH));
        for letter in typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
            if code.len() == LENGTH {
                return None;
            }
            code.push(match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            });
        }
        let (random, check) = code.split_at_checked(RANDOM)?;
        let is_code = code.bytes().all(|byte| SYMBOLS.contains(&byte)) && code.len() == LENGTH;
        (is_code && value(check) == remainder(random)).then_some(Self(code))
    }

    /// In groups, as it is shown and as a passphrase.
    pub fn written(&self) -> Secret {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
        for (at, letter) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(letter);
        }
        Secret::new(text.as_str())
    }

    fn key(&self, salt: &[u8; 16]) -> KeyBytes {
        stretch(salt, self.0.as_bytes(), PURPOSE)
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<recovery code>")
    }
}

fn symbol(value: u32) -> char {
    char::from(SYMBOLS[(value % 32) as usize])
}

fn digit(symbol: u8) -> u32 {
    (0_u32..).zip(SYMBOLS).find(|(_, known)| **known == symbol).map_or(0, |(value, _)| value)
}

fn value(symbols: &str) -> u32 {
    symbols.bytes().fold(0, |value, symbol| value * 32 + digit(symbol))
}

fn remainder(symbols: &str) -> u32 {
    symbols.bytes().fold(0, |rest, symbol| (rest * 32 + digit(symbol)) % PRIME)
}

/// A profile's key as a code opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    salt: [u8; 16],
    sealed: Sealed,
    /// Whether a person said that they have the code.
    pub noted: bool,
}

impl Recovery {
    fn new(code: &RecoveryCode, key: &MasterKey, entropy: &dyn Entropy) -> Result<Self, OpenError> {
        let mut salt = [0; 16];
        entropy.fill(&mut salt)?;
        let sealed = Sealed::new(&code.key(&salt), PURPOSE, key.expose(), entropy)?;
        Ok(Self { salt, sealed, noted: false })
    }

    fn open(&self, code: &RecoveryCode) -> Option<MasterKey> {
        MasterKey::from_kept(&self.sealed.open(&code.key(&self.salt), PURPOSE)?)
    }
}

impl Profile {
    /// Whether there is a recovery code that somebody said they have.
    pub fn has_recovery_code(&self) -> bool {
        self.recovery.iter().any(|known| known.noted)
    }
}

impl ProfileFolder {
    /// Makes a recovery code. The one before opens the profile until somebody says that they have this.
    pub fn make_recovery_code(
        &self,
        key: &MasterKey,
        entropy: &dyn Entropy,
    ) -> Result<RecoveryCode, OpenError> {
        let code = RecoveryCode::generate(entropy)?;
        let made = Recovery::new(&code, key, entropy)?;
        self.update(|profile| {
            profile.recovery.retain(|known| known.noted);
            profile.recovery.push(made);
        })?;
        Ok(code)
    }

    /// Notes that somebody has the code made last: any before it opens nothing from here on. `false`
    /// where none was made.
    pub fn note_recovery_code(&self) -> Result<bool, OpenError> {
        if self.profile().recovery.iter().all(|known| known.noted) {
            return Ok(false);
        }
        self.update(|profile| {
            profile.recovery.retain(|known| !known.noted);
            profile.recovery.iter_mut().for_each(|known| known.noted = true);
            profile.recovery_ended = false;
            true
        })
    }

    /// The key that a code opens. A code that opens nothing is counted on the disk before this says so.
    pub fn recover(&self, code: &RecoveryCode) -> Result<MasterKey, OpenError> {
        let profile = self.profile();
        let opened = profile.recovery.iter().find_map(|known| known.open(code));
        match opened.filter(|key| profile.key_check.as_ref() == Some(&key.check())) {
            Some(key) => Ok(key),
            None => {
                self.update(|profile| profile.wrong_codes = profile.wrong_codes.saturating_add(1))?;
                Err(OpenError::WrongKey)
            }
        }
    }

    /// How many codes opened nothing and are on record nowhere else yet.
    pub fn wrong_codes(&self) -> u32 {
        self.profile().wrong_codes
    }

    /// Forgets them, once they are on record.
    pub fn forget_wrong_codes(&self) -> Result<(), OpenError> {
        if self.wrong_codes() == 0 { Ok(()) } else { self.update(|profile| profile.wrong_codes = 0) }
    }
}

#[cfg(test)]
mod tests {
    use super::{RecoveryCode, SYMBOLS};
    use crate::SystemEntropy;

    fn code() -> String {
        let code = RecoveryCode::generate(&SystemEntropy).expect("a code");
        assert_eq!(format!("{code:?}"), "<recovery code>");
        code.written().expose().to_owned()
    }

    fn same(typed: &str) -> Option<String> {
        RecoveryCode::read(typed).map(|code| code.written().expose().to_owned())
    }

    #[test]
    fn it_is_read_however_it_is_typed() {
        let code = code();
        assert_eq!((code.len(), code.split('-').count()), (34, 7), "seven groups of four");
        let typed = code.to_lowercase().replace('-', "  ").replace('0', "o").replace('1', "l");
        for typed in [code.clone(), typed, code.replace('-', ""), code.replace('1', "i").replace('0', "O")] {
            assert_eq!(same(&typed).as_deref(), Some(code.as_str()));
        }
    }

    #[test]
    fn no_slip_of_one_symbol_and_no_two_that_changed_places_are_a_code() {
        let code = code().replace('-', "");
        for at in 0..code.len() {
            for symbol in SYMBOLS {
                let mut slipped = code.clone().into_bytes();
                slipped[at] = *symbol;
                let slipped = String::from_utf8(slipped).expect("symbols");
                assert_eq!(
                    same(&slipped).is_some(),
                    slipped == code,
                    "symbol {at} as {}",
                    char::from(*symbol)
                );
            }
            for other in 0..at {
                let mut swapped = code.clone().into_bytes();
                swapped.swap(at, other);
                let swapped = String::from_utf8(swapped).expect("symbols");
                assert_eq!(same(&swapped).is_some(), swapped == code, "{other} and {at} changed places");
            }
        }
        for broken in [&code[1..], "", "ABCD", &format!("{code}0"), &code.replace(&code[..1], "U")] {
            assert!(same(broken).is_none(), "{broken}");
        }
    }
}
