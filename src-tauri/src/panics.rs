//! What a panic leaves: its place and a reference. Not its words, in which there may be a patient.

use std::hash::{BuildHasher, RandomState};
use std::io::Write;

/// From here on a panic is told so, to the log and to whoever reads the program's errors.
pub fn keep_their_words() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let reference = reference();
        tracing::error!(place, reference, "a task panicked");
        // Where nobody reads it, the log has it.
        let _ = writeln!(std::io::stderr(), "a fault at {place}, reference {reference}");
    }));
}

/// Eight characters that mean nothing.
fn reference() -> String {
    format!("{:08x}", RandomState::new().hash_one(()) >> 32)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::keep_their_words;

    const CANARY: &str = "Whitcombe";
    /// Where the log of the program goes that panics.
    const PROFILE: &str = "DAYBOOK_PANICS_IN";

    fn unread() -> Result<(), &'static str> {
        Err(CANARY)
    }

    #[test]
    #[ignore = "the test beside it starts it"]
    fn a_program_that_panics() {
        let profile = std::env::var_os(PROFILE).expect("a folder is named");
        keep_their_words();
        crate::log::start(Path::new(&profile));
        let ended = std::thread::spawn(|| panic!("{CANARY} has no visit")).join();
        assert!(ended.is_err(), "it panicked");
        let caught = std::panic::catch_unwind(|| unread().expect("a patient"));
        assert!(caught.is_err(), "it panicked again");
    }

    #[test]
    fn a_panic_leaves_its_place_and_a_reference_and_none_of_its_words() {
        let profile = tempfile::tempdir().expect("a folder");
        let ended = Command::new(std::env::current_exe().expect("this program"))
            .args(["panics::tests::a_program_that_panics", "--exact", "--ignored", "--nocapture"])
            .envs([(PROFILE, profile.path().as_os_str()), ("RUST_BACKTRACE", "full".as_ref())])
            .output()
            .expect("it runs");
        assert!(ended.status.success(), "both panics were met");
        let said = String::from_utf8([ended.stdout, ended.stderr].concat()).expect("text");
        let logs = std::fs::read_dir(profile.path().join("logs")).expect("a log");
        let logs = logs.map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("text"));
        let log: String = logs.collect();
        for told in [&said, &log] {
            assert!(!told.contains(CANARY), "a panic's words are told: {told}");
            assert_eq!(told.matches("panics.rs:").count(), 2, "each panic's place is told: {told}");
        }
        let references: Vec<&str> = log.split("reference=\"").skip(1).map(|rest| &rest[..8]).collect();
        assert_eq!(references.len(), 2, "each has a reference: {log}");
        assert_ne!(references[0], references[1], "of its own");
        for reference in references {
            assert!(said.contains(reference), "the same in both: {said}");
        }
    }
}
