//! A recovery code opens the key and nothing else does; one that opens nothing is counted.

use store::{MasterKey, OpenError, RecoveryCode, SystemEntropy};

use crate::desk::{Desk, key};

fn made() -> Desk {
    let desk = Desk::new();
    drop((desk.cache(), desk.vault()));
    desk
}

fn again(code: &RecoveryCode) -> RecoveryCode {
    RecoveryCode::read(code.written().expose()).expect("it reads back")
}

#[test]
fn the_code_opens_the_key_and_stands_in_no_file() {
    let desk = made();
    let code = desk.folder().make_recovery_code(&key(), &SystemEntropy).expect("a code");
    assert!(!desk.folder().profile().has_recovery_code(), "nobody has it yet");
    assert!(
        desk.folder().note_recovery_code().expect("noted") && desk.folder().profile().has_recovery_code()
    );
    assert!(!desk.folder().note_recovery_code().expect("read"), "there is nothing more to note");
    let opened = desk.folder().recover(&again(&code)).expect("opens");
    assert_eq!(opened.expose(), key().expose());
    let written = code.written();
    let bare = written.expose().replace('-', "");
    let keys = [written.expose().as_bytes(), bare.as_bytes(), key().expose().as_slice()].map(<[u8]>::to_vec);
    for (name, bytes) in desk.files() {
        let found = keys.iter().any(|key| bytes.windows(key.len()).any(|window| window == key.as_slice()));
        assert!(!found, "{name} gives it away");
    }
}

#[test]
fn codes_that_open_nothing_are_counted_until_they_are_on_record() {
    let desk = made();
    let folder = desk.folder();
    folder.make_recovery_code(&key(), &SystemEntropy).expect("a code");
    for count in 1..=3 {
        let wrong = RecoveryCode::generate(&SystemEntropy).expect("a code");
        assert_eq!(folder.recover(&wrong).map(drop), Err(OpenError::WrongKey));
        assert_eq!(folder.wrong_codes(), count);
    }
    drop(folder);
    assert_eq!(desk.folder().wrong_codes(), 3, "a restart forgets none");
    desk.folder().forget_wrong_codes().expect("on record");
    assert_eq!(desk.folder().wrong_codes(), 0);
}

#[test]
fn a_code_opens_nothing_once_somebody_has_the_next() {
    let desk = made();
    let folder = desk.folder();
    let first = folder.make_recovery_code(&key(), &SystemEntropy).expect("a code");
    folder.note_recovery_code().expect("noted");
    let lost = folder.make_recovery_code(&key(), &SystemEntropy).expect("a code");
    let second = folder.make_recovery_code(&key(), &SystemEntropy).expect("a code");
    assert!(folder.recover(&first).is_ok() && folder.recover(&second).is_ok(), "until then both do");
    assert_eq!(folder.recover(&lost).map(drop), Err(OpenError::WrongKey), "one that nobody took does not");
    folder.note_recovery_code().expect("noted");
    assert_eq!(folder.recover(&first).map(drop), Err(OpenError::WrongKey));
    assert!(folder.recover(&second).is_ok());
}

#[test]
fn a_code_of_another_key_opens_nothing() {
    let desk = made();
    let other = MasterKey::from_bytes([9; 32]);
    let code = desk.folder().make_recovery_code(&other, &SystemEntropy).expect("a code");
    assert_eq!(
        desk.folder().recover(&code).map(drop),
        Err(OpenError::WrongKey),
        "its key opens no file here"
    );
}
