//! Passphrases that people choose. Whoever has a file that one opens tries first what people choose most, and
//! what is known of whose it is.

use std::collections::BTreeSet;

use ipc::{Failure, Field};
use model::Secret;
use zxcvbn::{Score, zxcvbn};

use crate::console::Console;
use crate::profile::Held;
use crate::threads;

/// The shortest passphrase.
const SHORTEST: usize = 12;
/// The fewest different letters of one.
const FEWEST_LETTERS: usize = 5;
/// What anybody who attacks this program knows of it.
const KNOWN: [&str; 3] = ["daybook", "athenahealth", "athena"];

/// Refuses a passphrase that a guesser would find, who knows who and what is known here.
pub(crate) async fn must_be_worth_guessing(console: &Console, words: &Secret) -> Result<(), Failure> {
    let (words, names) = (Secret::new(words.expose()), names(console).await);
    let is_good = threads::aside(move || is_worth_guessing(&words, &names)).await.unwrap_or(false);
    if is_good { Ok(()) } else { Err(Failure::Invalid { field: Field::Passphrase }) }
}

/// Whether a guesser would have something to do: more than ten thousand million tries, each of which costs a
/// quarter of a second. Blanks count for nothing here, and are part of a passphrase all the same.
pub(crate) fn is_worth_guessing(words: &Secret, names: &[String]) -> bool {
    let words = words.expose().trim();
    let different: BTreeSet<char> = words.chars().collect();
    if words.chars().count() < SHORTEST || different.len() < FEWEST_LETTERS {
        return false;
    }
    let parts = names.iter().flat_map(|name| name.split_whitespace().chain([name.as_str()]));
    let known: Vec<&str> = parts.chain(KNOWN).collect();
    // What stands between words hides from the estimate that they are words.
    let joined: String = words.split_whitespace().collect();
    [words, joined.as_str()].iter().all(|words| zxcvbn(words, &known).score() == Score::Four)
}

/// The people and the practices of this computer.
async fn names(console: &Console) -> Vec<String> {
    let mut names: Vec<_> = console.guard().people().into_iter().map(|person| person.name).collect();
    let state = console.state().read().await;
    let folder = match &state.held {
        Held::Open(open) => Some(&open.folder),
        Held::Locked(locked) => Some(&locked.folder),
        Held::New(folder) | Held::Waiting(folder) => Some(folder),
        Held::Closed | Held::Stuck(_) => None,
    };
    let connections = folder.map(|folder| folder.profile().connections).unwrap_or_default();
    names.extend(connections.into_iter().map(|known| known.label));
    names
}

#[cfg(test)]
mod tests {
    use model::Secret;

    use super::is_worth_guessing;

    fn is_good(words: &str) -> bool {
        let names = ["Ana Ruiz", "Cedar Valley Family Medicine"].map(str::to_owned);
        is_worth_guessing(&Secret::new(words), &names)
    }

    #[test]
    fn what_people_choose_most_what_is_known_here_and_patterns_are_refused() {
        for words in [
            "password1234",
            "P@ssw0rd!2026",
            "qwertyuiop12",
            "123456789012",
            "abcabcabcabc",
            "iloveyou2026",
            "March 3, 1979",
            "daybookdaybook",
            "athenahealth2026!",
            "Ana Ruiz 1979",
            "anaruizanaruiz",
            "CedarValley2026",
            "cedar valley medicine",
            "short",
            "  padded    ",
        ] {
            assert!(!is_good(words), "{words}");
        }
    }

    #[test]
    fn a_few_words_that_do_not_belong_together_are_taken() {
        for words in ["seven quiet otters", "nine loud herons", "four plain words here", "žluťoučký kůň pěl"]
        {
            assert!(is_good(words), "{words}");
        }
        assert!(is_good("7K3M-9QRT-2X4B-C8DF-GH5J-NPVW-6YZA"), "so is a recovery code");
        assert!(is_good(&"seven quiet otters ".repeat(10_000)), "however long it is");
    }
}
