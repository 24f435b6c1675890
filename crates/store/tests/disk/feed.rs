//! A feed is drained into a copy whose disk refuses. What is taken out of a feed is nowhere else, but for whoever
//! asks for it again: so a copy that lacks some of it never says that it has all.

use store::{Cache, Error, FeedState, Record};

use crate::copy::{ROWS, person};
use crate::faults::{FAULTS, is_named};
use crate::profile::{Disk, at, wait};

const FEED: &str = "patients";
const PAGES: u64 = 4;

fn known(cache: &Cache) -> FeedState {
    let kept = cache.read_blocking(|reader| reader.feed(FEED)).expect("it reads on");
    kept.unwrap_or_else(|| FeedState::new(FEED))
}

/// Puts the rows of some pages, how far the feed is and that the drain is over.
fn put(cache: &Cache, from: u64, until: u64) -> Result<(), Error> {
    let state = FeedState {
        intent: None,
        clean: true,
        watermark: Some(at(until.cast_signed())),
        drained: until * ROWS,
        ..known(cache)
    };
    cache.write_blocking("feed rows", move |writer| {
        for number in from * ROWS..until * ROWS {
            let patient = person(number);
            let as_of = at((number / ROWS).cast_signed());
            let id = patient.id.to_string();
            let row = Record { patient, coverages: None, custom_values: None, as_of };
            writer.put_changed_patient(FEED, &row, false)?;
            writer.note_drained(FEED, &id, &number.to_string(), as_of)?;
        }
        writer.put_feed(&state)
    })
}

/// Polls: what was given out is read again where the last drain did not end well, then a drain is said to be under way,
/// the feed gives a page, and it is put.
fn poll(cache: &Cache, given: &mut u64) -> Result<(), Error> {
    if !known(cache).clean {
        put(cache, 0, *given)?;
    }
    if *given == PAGES {
        return Ok(());
    }
    let intent = FeedState { intent: Some(at(given.cast_signed())), clean: false, ..known(cache) };
    cache.write_blocking("feed state", move |writer| writer.put_feed(&intent))?;
    *given += 1;
    put(cache, *given - 1, *given)
}

/// The rows are there that the feed says it brought, and all that was given out where it says that it is at rest.
fn assert_says_what_it_has(cache: &Cache, given: u64, told: &str) {
    let state = known(cache);
    let held = cache.read_blocking(|reader| {
        (0..PAGES * ROWS)
            .try_fold(0, |held, number| Ok(held + u64::from(reader.patient(&person(number).id)?.is_some())))
    });
    assert_eq!(held, Ok(state.drained), "{told}: rows and the note of them move together");
    assert_eq!(state.clean, state.intent.is_none(), "{told}");
    assert!(
        !state.clean || state.drained == given * ROWS,
        "{told}: {} of {given} pages",
        state.drained / ROWS
    );
}

#[test]
fn a_feed_drained_on_a_disk_that_refuses_never_says_that_it_has_what_it_has_not_and_loses_nothing() {
    for fault in FAULTS {
        let mut cut_off = 0;
        for passing in 0.. {
            let told = format!("{fault:?} after {passing}");
            let disk = Disk::new();
            let cache = disk.cache().expect("it is made").store;
            let mut given = 0;
            poll(&cache, &mut given).expect("it is drained");
            disk.tap.fail(fault, passing);
            let refusal = (1..PAGES).find_map(|_| poll(&cache, &mut given).err());
            let refusal = refusal.or_else(|| wait(cache.fold()).err());
            let crashed = Disk::with(&disk.files());
            if disk.tap.mend() == 0 {
                assert!(
                    passing > 20 && cut_off > 3,
                    "there are many writes: {passing}, {cut_off} after a drain"
                );
                break;
            }
            assert!(refusal.is_some_and(|error| is_named(error, fault)), "{told}: {refusal:?}");
            assert!(!cache.is_damaged(), "{told}: a refusal is no damage");
            assert_says_what_it_has(&cache, given, &told);
            cut_off += u64::from(!known(&cache).clean);
            let opened = crashed.cache().unwrap_or_else(|error| panic!("{told}: {error}"));
            assert!(!opened.is_rebuilt(), "{told}: {:?}", opened.how);
            assert_says_what_it_has(&opened.store, given, &told);
            while given < PAGES || !known(&cache).clean {
                poll(&cache, &mut given).unwrap_or_else(|error| panic!("{told}: {error}"));
            }
            assert_says_what_it_has(&cache, PAGES, &told);
            wait(cache.close());
            let opened = disk.cache().unwrap_or_else(|error| panic!("{told}: {error}"));
            assert!(!opened.is_rebuilt(), "{told}: {:?}", opened.how);
            assert_says_what_it_has(&opened.store, PAGES, &told);
            assert_eq!(wait(opened.store.verify()), Ok(()), "{told}");
        }
    }
}
