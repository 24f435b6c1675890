//! A packet sealed under words, in a form that a standard tool opens: age with a passphrase.

use age::scrypt::{Identity, Recipient};
use age::secrecy::SecretString;

use crate::PaperError;

const WORDS: &str = include_str!("../words/english.txt");
const BITS: usize = 11;
/// How many random bytes a passphrase is made of: eight words of a list of 2,048 are 88 bits.
pub const RANDOM: usize = 11;
/// The cost of trying one, as a power of two: a tenth of a second. Nobody guesses 88 bits at any.
const COST: u8 = 15;

/// Random bytes as words that can be read from paper. The first four letters of each tell it from every other.
pub fn passphrase(random: &[u8; RANDOM]) -> String {
    let list: Vec<&str> = WORDS.split_ascii_whitespace().collect();
    let bit = |place: usize| usize::from(random[place / 8] >> (7 - place % 8) & 1);
    let word = |nth: usize| (nth * BITS..(nth + 1) * BITS).fold(0, |index, place| index << 1 | bit(place));
    let words: Vec<&str> = (0..RANDOM * 8 / BITS).filter_map(|nth| list.get(word(nth))).copied().collect();
    words.join("-")
}

/// Seals bytes under words.
///
/// # Errors
/// [`PaperError::Seal`] where they cannot be.
pub fn seal(bytes: &[u8], words: &str) -> Result<Vec<u8>, PaperError> {
    let mut recipient = Recipient::new(SecretString::from(words.to_owned()));
    recipient.set_work_factor(COST);
    age::encrypt(&recipient, bytes).map_err(|_| PaperError::Seal)
}

/// Opens what is sealed under words.
///
/// # Errors
/// [`PaperError::Open`] where the words are others or a bit of it is.
pub fn open(sealed: &[u8], words: &str) -> Result<Vec<u8>, PaperError> {
    age::decrypt(&Identity::new(SecretString::from(words.to_owned())), sealed).map_err(|_| PaperError::Open)
}

#[cfg(test)]
mod tests {
    use super::{RANDOM, WORDS, open, passphrase, seal};
    use crate::PaperError;

    #[test]
    fn eight_words_tell_every_bit() {
        assert_eq!(WORDS.split_ascii_whitespace().count(), 2_048);
        assert_eq!(passphrase(&[0; RANDOM]), ["abandon"; 8].join("-"));
        assert_eq!(passphrase(&[255; RANDOM]), ["zoo"; 8].join("-"));
        for place in 0..RANDOM * 8 {
            let mut random = [0; RANDOM];
            random[place / 8] = 1 << (place % 8);
            assert_ne!(passphrase(&random), passphrase(&[0; RANDOM]));
        }
    }

    #[test]
    fn what_is_sealed_opens_with_its_words_and_no_other_and_not_with_another_bit() {
        let words = passphrase(&[7; RANDOM]);
        let sealed = seal(b"a packet", &words).expect("sealed");
        assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt "), "the form that age reads");
        assert_eq!(open(&sealed, &words), Ok(b"a packet".to_vec()));
        assert_eq!(open(&sealed, &passphrase(&[8; RANDOM])), Err(PaperError::Open));
        let mut other = sealed.clone();
        *other.last_mut().expect("bytes") ^= 1;
        assert_eq!(open(&other, &words), Err(PaperError::Open));
        assert_eq!(open(&sealed[..sealed.len() - 1], &words), Err(PaperError::Open));
    }
}
