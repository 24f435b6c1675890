//! How long to rest after a failure. Pure.

use std::time::Duration;

use athena::{Error, Refusal, Unsent};

use crate::state::Trouble;

/// The first rest, doubled with each failure in a row.
const FIRST: Duration = Duration::from_secs(2);
/// The longest rest while athenahealth is out of reach: an outage that is over is noticed soon.
const LONGEST: Duration = Duration::from_secs(30);
/// The rest after what only a person can change: a secret, a right, a full disk.
const FOR_A_PERSON: Duration = Duration::from_secs(120);
/// The first and the longest rest of a step that cannot be read as it is. What was garbled for a
/// moment is read soon after; what stays so costs a call an hour.
const UNREADABLE: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(60 * 60));
/// The first and the longest rest of a step whose rows came and went while it was read.
const UNSETTLED: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(15 * 60));

/// Whether the next step would fail too, whatever it reads.
pub(crate) fn concerns_all(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Store(_) | Trouble::Unanswered(_) => true,
        Trouble::Athena(Error::Unreadable { .. } | Error::Invalid { .. }) => false,
        Trouble::Athena(Error::Refused { why, .. }) => !matches!(
            why,
            Refusal::Other
                | Refusal::Failed
                | Refusal::MissingFields
                | Refusal::Conflict
                | Refusal::AlreadySo
                | Refusal::NotFound
                | Refusal::TooManyMatches
                | Refusal::NotSetUp
        ),
        Trouble::Athena(_) => true,
    }
}

/// Whether what went wrong may be that no call is answered any more.
pub(crate) fn is_silence(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Athena(Error::Refused { why, .. }) => *why == Refusal::OutOfOrder,
        Trouble::Athena(Error::NotSent { why, .. }) => matches!(why, Unsent::Failed(_)),
        Trouble::Athena(Error::Lost { .. } | Error::Unexpected { .. }) | Trouble::Unanswered(_) => true,
        Trouble::Athena(Error::Invalid { .. } | Error::Unreadable { .. }) | Trouble::Store(_) => false,
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

/// How long a step rests that was set aside a number of times before, with its trouble if it has one.
pub(crate) fn aside(why: Option<&Trouble>, tries: u32) -> Duration {
    let (first, longest) = if why.is_some() { UNREADABLE } else { UNSETTLED };
    first.saturating_mul(2_u32.saturating_pow(tries.min(16))).min(longest)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::proptest;

    use super::{LONGEST, UNREADABLE, UNSETTLED, after, aside};
    use crate::state::Trouble;

    proptest! {
        #[test]
        fn a_rest_is_never_nothing_and_never_for_ever(failures in 0_u32..1_000, spread in 0.0_f64..1.0) {
            let rest = after(&Trouble::Store(store::Error::DiskFull), failures, spread);
            assert!(Duration::from_secs(1) <= rest && rest <= LONGEST);
        }

        #[test]
        fn a_step_set_aside_rests_longer_each_time_up_to_a_bound(tries in 0_u32..1_000) {
            let unreadable = Trouble::Store(store::Error::DiskFull);
            for (why, (first, longest)) in [(Some(&unreadable), UNREADABLE), (None, UNSETTLED)] {
                let (rest, next) = (aside(why, tries), aside(why, tries + 1));
                assert!(first <= rest && rest <= longest);
                assert!(rest < next || rest == longest);
            }
        }
    }
}
