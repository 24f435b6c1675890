//! The power goes at each point of the work: what was said to be kept is kept, and the rest is whole or gone.

use store::Opening;

use crate::profile::{Disk, wait};
use crate::recording::{Fate, Recording};
use crate::tap::Deed;
use crate::{copy, vault};

/// By how many seeds the writes before a sync are torn.
const SEEDS: u64 = 3;

/// What becomes of that which was not synced at a point: where a sync is next, everything that may; elsewhere
/// one of it, in turn.
fn fates(recording: &Recording, point: usize) -> Vec<Fate> {
    let whole = [Fate::Lost, Fate::Kept];
    if recording.is_synced_next(point) {
        return whole.into_iter().chain((0..SEEDS).map(Fate::Torn)).collect();
    }
    match point % 4 {
        0 => vec![Fate::Kept],
        turn => vec![Fate::Torn(point as u64 / 4 * 3 + turn as u64 - 1)],
    }
}

/// A profile whose vault is made, written, folded, closed and opened again.
fn vault_at_work() -> Recording {
    let disk = Disk::new();
    let acknowledge = || disk.tap.note("", Deed::Acknowledged);
    for steps in [0..9, 9..14] {
        let vault = disk.vault().expect("it opens").store;
        if steps.start == 0 {
            acknowledge();
        }
        for number in steps {
            vault::step(&vault, number).expect("it is kept");
            acknowledge();
            if number % 4 == 1 {
                wait(vault.fold()).expect("the log is folded in");
            }
        }
        wait(vault.close());
    }
    Recording { deeds: disk.tap.taken() }
}

#[test]
fn a_vault_loses_nothing_that_was_acknowledged_wherever_the_power_goes() {
    let recording = vault_at_work();
    let mut looked = 0;
    for point in 0..=recording.deeds.len() {
        for fate in fates(&recording, point) {
            let told = format!("power lost at {point}, {fate:?}");
            let disk = Disk::with(&recording.left(point, fate));
            let opened = disk.vault().unwrap_or_else(|error| panic!("{told}: {error}"));
            let acknowledged = recording.acknowledged(point) as u64;
            assert!(acknowledged == 0 || opened.how == Opening::Existing, "{told}: {:?}", opened.how);
            let kept = vault::steps(&opened.store, &told);
            let least = acknowledged.saturating_sub(1);
            assert!((least..=least + 1).contains(&kept), "{told}: {kept} steps of {least}");
            vault::step(&opened.store, kept).unwrap_or_else(|error| panic!("{told}: {error}"));
            looked += 1;
        }
    }
    assert!(looked > 500, "it was looked at often: {looked}");
}

/// A copy that is made, filled, folded, closed and opened again.
fn copy_at_work() -> Recording {
    let disk = Disk::new();
    for steps in [0..5, 5..8] {
        let cache = disk.cache().expect("it opens").store;
        if steps.start == 0 {
            disk.tap.note("", Deed::Acknowledged);
        }
        for number in steps {
            copy::step(&cache, number).expect("it is put");
            if number % 3 == 1 {
                wait(cache.fold()).expect("the log is folded in");
            }
        }
        wait(cache.close());
    }
    Recording { deeds: disk.tap.taken() }
}

#[test]
fn a_copy_opens_whole_and_is_not_set_aside_wherever_the_power_goes() {
    let recording = copy_at_work();
    let mut looked = 0;
    for point in 0..=recording.deeds.len() {
        for fate in fates(&recording, point) {
            let told = format!("power lost at {point}, {fate:?}");
            let disk = Disk::with(&recording.left(point, fate));
            let opened = disk.cache().unwrap_or_else(|error| panic!("{told}: {error}"));
            assert!(!opened.is_rebuilt(), "{told}: {:?}", opened.how);
            let is_made = recording.acknowledged(point) > 0;
            assert!(!is_made || opened.how == Opening::Existing, "{told}: {:?}", opened.how);
            let cache = opened.store;
            let kept = copy::steps(&cache, &told).unwrap_or_else(|error| panic!("{told}: {error}"));
            copy::step(&cache, kept).unwrap_or_else(|error| panic!("{told}: {error}"));
            wait(cache.fold()).unwrap_or_else(|error| panic!("{told}: {error}"));
            assert_eq!(wait(cache.verify()), Ok(()), "{told}");
            looked += 1;
        }
    }
    assert!(looked > 350, "it was looked at often: {looked}");
}
