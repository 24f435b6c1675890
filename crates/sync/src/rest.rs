//! How long to rest after a failure. Pure.

use std::time::Duration;

use athena::{Error, Refusal};

use crate::state::Trouble;

/// The first rest, doubled with each failure in a row.
const FIRST: Duration = Duration::from_secs(2);
/// The longest rest while athenahealth is out of reach: an outage that is over is noticed soon.
const LONGEST: Duration = Duration::from_secs(30);
/// The rest after what only a person can change: a secret, a right, a full disk.
const FOR_A_PERSON: Duration = Duration::from_secs(120);

/// Whether the next step would fail too, whatever it reads.
pub(crate) fn concerns_all(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Store(_) | Trouble::Unanswered(_) => true,
        Trouble::Athena(Error::Unreadable { .. } | Error::Invalid { .. }) => false,
        Trouble::Athena(Error::Refused { why, .. }) => !matches!(
            why,
            Refusal::Other | Refusal::Failed | Refusal::MissingFields | Refusal::Conflict | Refusal::NotFound
        ),
        Trouble::Athena(_) => true,
    }
}

/// How long to rest after a number of failures in a row, spread by a number from 0 to 1.
pub(crate) fn after(trouble: &Trouble, failures: u32, spread: f64) -> Duration {
    if let Trouble::Athena(error) = trouble {
        if let Some(wait) = error.retry_after() {
            return wait.max(FIRST);
        }
        if error.is_retryable() {
            let longest = FIRST.saturating_mul(2_u32.saturating_pow(failures.min(8))).min(LONGEST);
            return FIRST.max(longest.mul_f64(0.5 + spread.clamp(0.0, 1.0) / 2.0));
        }
        return FOR_A_PERSON;
    }
    LONGEST
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::proptest;

    use super::{LONGEST, after};
    use crate::state::Trouble;

    proptest! {
        #[test]
        fn a_rest_is_never_nothing_and_never_for_ever(failures in 0_u32..1_000, spread in 0.0_f64..1.0) {
            let rest = after(&Trouble::Store(store::Error::DiskFull), failures, spread);
            assert!(Duration::from_secs(1) <= rest && rest <= LONGEST);
        }
    }
}
