//! The disk refuses at each write and each sync: nothing acknowledged is lost, the error has a name, and the
//! store works again once the disk does.

use rusqlite::ffi::SQLITE_IOERR;
use store::{Anchor, Error, OpenError, Vault};

use crate::profile::{Disk, wait};
use crate::recording::Files;
use crate::tap::Fault;
use crate::{copy, vault};

pub(crate) const FAULTS: [Fault; 2] = [Fault::Broken, Fault::Full];
/// The steps that a file has before, and those that the disk refuses at.
const BEFORE: u64 = 5;
const AFTER: u64 = 12;

pub(crate) fn is_named(error: Error, fault: Fault) -> bool {
    match error {
        Error::DiskFull => fault == Fault::Full,
        Error::Database(code) => code & 0xff == SQLITE_IOERR,
        _ => false,
    }
}

fn is_opening_named(error: &OpenError, fault: Fault) -> bool {
    match error {
        OpenError::DiskFull => fault == Fault::Full,
        OpenError::Database(code) => code & 0xff == SQLITE_IOERR,
        _ => false,
    }
}

fn vault_before() -> Files {
    let disk = Disk::new();
    let vault = disk.vault().expect("it is made").store;
    for number in 0..BEFORE {
        vault::step(&vault, number).expect("it is kept");
    }
    wait(vault.close());
    disk.files()
}

/// Works until the disk refuses. Gives how many steps are kept, and the refusal.
fn drain(vault: &Vault) -> (u64, Option<Error>) {
    for number in BEFORE..AFTER {
        if let Err(error) = vault::step(vault, number) {
            return (number, Some(error));
        }
        if number % 3 == 0
            && let Err(error) = wait(vault.fold())
        {
            return (number + 1, Some(error));
        }
    }
    (AFTER, None)
}

#[test]
fn a_vault_on_a_disk_that_refuses_loses_nothing_and_works_again_when_it_does_not() {
    let before = vault_before();
    for fault in FAULTS {
        for passing in 0.. {
            let told = format!("{fault:?} after {passing}");
            let disk = Disk::with(&before);
            let vault = disk.vault().expect("it opens").store;
            disk.tap.fail(fault, passing);
            let (kept, refusal) = drain(&vault);
            let crashed = Disk::with(&disk.files());
            if disk.tap.mend() == 0 {
                assert!(passing > 60, "there are many writes: {passing}");
                break;
            }
            // Where SQLite folds the log by itself nobody waits for it, and what fails there is done later.
            assert!(refusal.is_none_or(|error| is_named(error, fault)), "{told}: {refusal:?}");
            assert_eq!(vault::steps(&vault, &told), kept, "{told}: a write that failed changed nothing");
            assert_held_after_a_crash(&crashed, kept, &told);
            let head = go_on(&vault, kept, &told);
            wait(vault.close());
            let vault = disk.vault().unwrap_or_else(|error| panic!("{told}: {error}")).store;
            assert_eq!(vault::steps(&vault, &told), AFTER, "{told}");
            assert!(vault::held_against(&vault, &head).findings.is_empty(), "{told}");
        }
    }
}

/// The program ends while the disk refuses: the write that was refused is there whole or not at all.
fn assert_held_after_a_crash(crashed: &Disk, kept: u64, told: &str) {
    let vault = crashed.vault().unwrap_or_else(|error| panic!("{told}: {error}")).store;
    let held = vault::steps(&vault, told);
    assert!((kept..=kept + 1).contains(&held), "{told}: {held} steps of {kept} after a crash");
}

fn go_on(vault: &Vault, from: u64, told: &str) -> Anchor {
    let mut head = Anchor::START;
    for number in from.min(AFTER - 1)..AFTER {
        if number >= from {
            head = vault::step(vault, number).unwrap_or_else(|error| panic!("{told}: {error}"));
        }
    }
    wait(vault.fold()).unwrap_or_else(|error| panic!("{told}: {error}"));
    head
}

#[test]
fn a_copy_on_a_disk_that_refuses_is_not_set_aside_and_fills_on_when_it_does_not() {
    for fault in FAULTS {
        for passing in 0.. {
            let told = format!("{fault:?} after {passing}");
            let disk = Disk::new();
            let cache = disk.cache().expect("it is made").store;
            copy::step(&cache, 0).expect("it is planned");
            disk.tap.fail(fault, passing);
            let refusal = (1..4).find_map(|number| copy::step(&cache, number).err());
            let refusal = refusal.or_else(|| wait(cache.fold()).err());
            if disk.tap.mend() == 0 {
                assert!(passing > 20, "there are many writes: {passing}");
                break;
            }
            assert!(refusal.is_some_and(|error| is_named(error, fault)), "{told}: {refusal:?}");
            assert!(!cache.is_damaged(), "{told}: a refusal is no damage");
            let kept = copy::steps(&cache, &told).expect("it reads on");
            (kept..6).for_each(|number| {
                copy::step(&cache, number).unwrap_or_else(|error| panic!("{told}: {error}"));
            });
            wait(cache.close());
            let opened = disk.cache().unwrap_or_else(|error| panic!("{told}: {error}"));
            assert!(!opened.is_rebuilt(), "{told}: {:?}", opened.how);
            assert_eq!((copy::steps(&opened.store, &told), wait(opened.store.verify())), (Ok(6), Ok(())));
        }
    }
}

#[test]
fn a_vault_that_a_disk_refuses_to_make_or_to_open_opens_when_it_does_not() {
    for (files, kept) in [(Files::new(), 0), (vault_before(), BEFORE)] {
        for fault in FAULTS {
            for passing in 0.. {
                let told = format!("{kept} steps, {fault:?} after {passing}");
                let disk = Disk::with(&files);
                disk.tap.fail(fault, passing);
                let opened = disk.vault();
                if disk.tap.mend() == 0 {
                    assert!(passing > 2 || kept > 0, "a vault is made in several writes: {passing}");
                    break;
                }
                if let Err(error) = &opened {
                    assert!(is_opening_named(error, fault), "{told}: {error:?}");
                }
                drop(opened);
                let vault = disk.vault().unwrap_or_else(|error| panic!("{told}: {error}")).store;
                assert_eq!(vault::steps(&vault, &told), kept, "{told}");
                vault::step(&vault, kept).unwrap_or_else(|error| panic!("{told}: {error}"));
            }
        }
    }
}
