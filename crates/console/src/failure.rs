//! What went wrong, as the window branches on it. The cause goes to the log under a reference.

use athena::{Error, Oddity, Refusal, SendFailure, Strain, Unsent};
use ipc::Failure;
use store::Entropy;
use tokio::task::JoinError;

/// How long to wait where nobody says: the length of one budget's window.
const PATIENCE_MS: u64 = 60_000;

/// A name under which the log keeps a cause: eight characters that mean nothing.
fn reference(entropy: &dyn Entropy) -> String {
    let mut bytes = [0_u8; 4];
    match entropy.fill(&mut bytes) {
        Ok(()) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Err(_) => "no-reference".to_owned(),
    }
}

/// A failure that nobody foresaw. The error's words carry nothing about a patient: the types that
/// hold such things refuse to print.
pub(crate) fn unexpected(error: &dyn std::error::Error, entropy: &dyn Entropy) -> Failure {
    let reference = reference(entropy);
    tracing::error!(%reference, %error, "unexpected");
    Failure::Unexpected { reference }
}

/// A task that broke off. Its error repeats the words of a panic, which may be about a patient: the
/// panic itself leaves its place.
pub(crate) fn broken_off(error: &JoinError, entropy: &dyn Entropy) -> Failure {
    let reference = reference(entropy);
    tracing::error!(%reference, panicked = error.is_panic(), "a task broke off");
    Failure::Unexpected { reference }
}

/// What a call to athenahealth that failed means to a person.
pub(crate) fn from_athena(error: &Error, entropy: &dyn Entropy) -> Failure {
    match error {
        Error::Invalid { .. } => unexpected(error, entropy),
        Error::NotSent { why, .. } => unsent(*why, error, entropy),
        Error::Lost { .. } => Failure::Outage,
        Error::Refused { why, .. } => refused(*why, error, entropy),
        Error::Unreadable { .. } => unreadable(error, entropy),
        Error::Unexpected { what: Oddity::WebPage | Oddity::Redirect, .. } => Failure::CaptivePortal,
        Error::Unexpected {
            what: Oddity::NotJson | Oddity::Empty | Oddity::BadNext | Oddity::NoPong,
            ..
        } => unreadable(error, entropy),
    }
}

fn unsent(why: Unsent, error: &Error, entropy: &dyn Entropy) -> Failure {
    match why {
        Unsent::Failed(SendFailure::Tls) => Failure::Untrusted,
        Unsent::Failed(SendFailure::NoTls) => Failure::NoTls,
        Unsent::Failed(SendFailure::Dns | SendFailure::Connect | SendFailure::Proxy)
        | Unsent::Resting { after: Strain::NoConnection, .. } => Failure::Offline,
        Unsent::Failed(SendFailure::Build) | Unsent::TokenStore => unexpected(error, entropy),
        Unsent::SignedOut => Failure::SignInNeeded,
        Unsent::Resting { after: Strain::OutOfOrder, .. } => Failure::Outage,
        Unsent::Resting { after: Strain::TooFast, .. } | Unsent::DayUsedUp { .. } => limited(error),
    }
}

fn refused(why: Refusal, error: &Error, entropy: &dyn Entropy) -> Failure {
    match why {
        Refusal::WrongSecret | Refusal::TokenRejected => Failure::SignInRefused,
        Refusal::SignInEnded => Failure::SignInNeeded,
        Refusal::NoRight | Refusal::NotSetUp => Failure::PracticeNotAllowed,
        Refusal::UnknownPractice => Failure::PracticeUnknown,
        Refusal::TooManyMatches => Failure::TooManyMatches,
        Refusal::TooFast | Refusal::DayUsedUp => limited(error),
        Refusal::OutOfOrder => Failure::Outage,
        Refusal::NotFound => Failure::NotHeld,
        Refusal::MissingFields
        | Refusal::Conflict
        | Refusal::AlreadySo
        | Refusal::Failed
        | Refusal::Other => unexpected(error, entropy),
    }
}

fn limited(error: &Error) -> Failure {
    let wait = error
        .retry_after()
        .map_or(PATIENCE_MS, |wait| u64::try_from(wait.as_millis()).unwrap_or(PATIENCE_MS));
    Failure::RateLimited { retry_after_ms: wait }
}

fn unreadable(error: &Error, entropy: &dyn Entropy) -> Failure {
    let reference = reference(entropy);
    tracing::error!(%reference, %error, "unreadable");
    Failure::Unreadable { reference }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use ipc::Failure;

    use super::broken_off;

    #[derive(Clone, Default)]
    struct Heard(Arc<Mutex<Vec<u8>>>);

    impl Write for Heard {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("not poisoned").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_task_that_panics_leaves_a_reference_and_none_of_its_words() {
        let ended = tokio::spawn(async { panic!("Whitcombe has no visit") }).await;
        let error: tokio::task::JoinError = ended.expect_err("it panicked");
        assert!(error.to_string().contains("Whitcombe"), "tokio repeats the words");
        let heard = Heard::default();
        let writer = heard.clone();
        let log = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
        let failure = tracing::subscriber::with_default(log, || broken_off(&error, &store::SystemEntropy));
        let log = String::from_utf8(heard.0.lock().expect("not poisoned").clone()).expect("text");
        let Failure::Unexpected { reference } = failure else { panic!("nobody foresaw it") };
        assert!(log.contains(&reference), "the log has it under its reference: {log}");
        assert!(!log.contains("Whitcombe"), "and not its words: {log}");
    }
}
