//! Files that were damaged, cut off, exchanged or lost: each has a name, and nothing that was lost looks as if
//! it had never been there.

use std::sync::Arc;

use store::{Anchor, AuditFinding, Cache, Damage, Error, MasterKey, NoHooks, OpenError, Opening, Vault};

use crate::profile::{CACHE, Disk, VAULT, cache_id, vault_id, wait};
use crate::recording::Files;
use crate::{copy, vault};

const PAGE: usize = 4096;
/// A frame of the log: a page and what tells which.
const FRAME: usize = PAGE + 24;
/// What the log begins with.
const LOG_HEAD: usize = 32;
/// Where a page is struck: at its first byte (of the first page, at the salt), in what SQLite keeps of it, in
/// its rows, in the vector that it is encrypted with, in its authentication.
const PLACES: [usize; 5] = [0, 30, 2000, PAGE - 80, PAGE - 1];

/// A profile with both files in use: their logs hold what is not folded in yet.
struct InUse {
    disk: Disk,
    vault: Vault,
    cache: Cache,
    head: Anchor,
}

impl InUse {
    fn new() -> Self {
        let disk = Disk::new();
        let vault = disk.vault().expect("it is made").store;
        let cache = disk.cache().expect("it is made").store;
        let mut used = Self { disk, vault, cache, head: Anchor::START };
        used.go_on(0..10);
        used
    }

    fn go_on(&mut self, steps: std::ops::Range<u64>) {
        for number in steps {
            self.head = vault::step(&self.vault, number).expect("it is kept");
            copy::step(&self.cache, number).expect("it is put");
        }
    }

    fn fold(&self) {
        wait(self.vault.fold()).expect("folded in");
        wait(self.cache.fold()).expect("folded in");
    }

    fn close(self) -> Files {
        wait(self.vault.close());
        wait(self.cache.close());
        self.disk.files()
    }
}

fn log_of(file: &str) -> String {
    format!("{file}-wal")
}

/// The same files with one of them changed.
fn with(files: &Files, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> Files {
    let mut files = files.clone();
    change(files.get_mut(name).expect("it is there"));
    files
}

fn pages(files: &Files, name: &str) -> usize {
    files[name].len() / PAGE
}

/// A vault that is damaged has that name, stays so, and not a byte of it changes.
fn assert_refused(files: &Files, named: &[OpenError], told: &str) {
    let disk = Disk::with(files);
    for _ in 0..2 {
        let refusal = disk.vault().map(|opened| opened.how).expect_err(told);
        assert!(named.contains(&refusal), "{told}: {refusal:?}");
    }
    assert!(disk.files() == *files, "{told}: it stays as it is");
}

#[test]
fn a_byte_of_any_page_of_a_vault_names_the_damage_and_the_vault_stays() {
    let files = InUse::new().close();
    assert!(pages(&files, VAULT) > 30, "{}", pages(&files, VAULT));
    for page in 0..pages(&files, VAULT) {
        for place in PLACES {
            let struck = with(&files, VAULT, |bytes| bytes[page * PAGE + place] ^= 0x20);
            assert_refused(&struck, &[OpenError::Damaged(Damage::Pages)], &format!("page {page} at {place}"));
        }
    }
}

#[test]
fn a_vault_cut_at_any_page_or_inside_one_is_named_and_stays() {
    let files = InUse::new().close();
    let named = [OpenError::Truncated, OpenError::Damaged(Damage::Pages)];
    for page in 0..pages(&files, VAULT) {
        let cut = |size: usize| with(&files, VAULT, |bytes| bytes.truncate(size));
        let whole = if page == 0 { [OpenError::Empty, OpenError::Empty] } else { named.clone() };
        assert_refused(&cut(page * PAGE), &whole, &format!("cut before page {page}"));
        assert_refused(&cut(page * PAGE + 1717), &named, &format!("cut inside page {page}"));
    }
}

/// A copy that is damaged is made anew: at once, or at the next opening after the damage was met; what is
/// damaged is kept beside it.
fn assert_made_anew(files: &Files, told: &str) {
    let disk = Disk::with(files);
    let opened = disk.cache().unwrap_or_else(|error| panic!("{told}: {error}"));
    if !opened.is_rebuilt() {
        assert_eq!(wait(opened.store.verify()), Err(Error::Damaged), "{told}: it is found");
        assert!(opened.store.is_damaged(), "{told}: and said");
        drop(opened);
        disk.folder().expect("it opens").mark_damaged(&cache_id()).expect("noted");
        let again = disk.cache().unwrap_or_else(|error| panic!("{told}: {error}"));
        assert_eq!(again.how, Opening::RebuiltAfter(Damage::Pages), "{told}");
    }
    let aside: Vec<_> = disk.files().into_iter().filter(|(name, _)| name.contains(".damaged-")).collect();
    assert!(aside.iter().any(|(_, bytes)| bytes.len() == files[CACHE].len()), "{told}: it is set aside");
    assert_eq!(disk.cache().map(|opened| opened.how), Ok(Opening::Existing), "{told}: it is said once");
}

#[test]
fn a_byte_of_any_page_of_a_copy_has_it_made_anew() {
    let files = InUse::new().close();
    assert!(pages(&files, CACHE) > 40, "{}", pages(&files, CACHE));
    for page in 0..pages(&files, CACHE) {
        let places = if page == 0 { &PLACES[..] } else { &PLACES[page % PLACES.len()..][..1] };
        for place in places {
            let struck = with(&files, CACHE, |bytes| bytes[page * PAGE + place] ^= 0x20);
            assert_made_anew(&struck, &format!("page {page} at {place}"));
        }
    }
}

#[test]
fn a_copy_cut_at_any_page_or_inside_one_is_made_anew() {
    let files = InUse::new().close();
    for page in 0..pages(&files, CACHE) {
        for size in [page * PAGE, page * PAGE + 1717] {
            let cut = with(&files, CACHE, |bytes| bytes.truncate(size));
            let opened = Disk::with(&cut).cache().map(|opened| opened.how);
            assert!(matches!(opened, Ok(Opening::RebuiltAfter(_))), "cut at {size}: {opened:?}");
        }
    }
}

/// What was lost from the end of a vault's log, or with all of it, is an older whole state, of which the
/// audit's anchor tells that its end is gone; or the vault is damaged by name.
fn assert_told(files: &Files, head: &Anchor, told: &str) -> Option<u64> {
    let disk = Disk::with(files);
    let opened = match disk.vault() {
        Ok(opened) => opened,
        Err(OpenError::Damaged(Damage::Pages) | OpenError::Truncated) => return None,
        Err(error) => panic!("{told}: {error:?}"),
    };
    assert_eq!(opened.how, Opening::Existing, "{told}");
    let found = vault::steps(&opened.store, told);
    let findings = vault::held_against(&opened.store, head).findings;
    let gone = AuditFinding::CutOff { anchored: head.count, found };
    let expected = if found < head.count { vec![gone] } else { Vec::new() };
    assert_eq!(findings, expected, "{told}");
    Some(found)
}

#[test]
fn what_a_struck_frame_of_a_vaults_log_takes_along_is_told_by_the_anchor() {
    let used = InUse::new();
    used.fold();
    let mut used = used;
    used.go_on(10..14);
    let (files, head) = (used.disk.files(), used.head);
    let log = log_of(VAULT);
    let frames = (files[&log].len() - LOG_HEAD) / FRAME;
    assert!(frames > 8, "{frames}");
    let mut found = Vec::new();
    for frame in 0..frames {
        for place in [2, 8, 30, FRAME - 1] {
            let at = LOG_HEAD + frame * FRAME + place;
            let struck = with(&files, &log, |bytes| bytes[at] ^= 0x20);
            found.push(assert_told(&struck, &head, &format!("frame {frame} at {place}")).expect("it opens"));
        }
    }
    assert!(found.is_sorted() && found[0] == 10, "what stands before the frame is kept: {found:?}");
    for at in 0..LOG_HEAD {
        let struck = with(&files, &log, |bytes| bytes[at] ^= 0x20);
        assert_eq!(assert_told(&struck, &head, &format!("the log's head at {at}")), Some(10));
    }
    for size in (0..files[&log].len()).step_by(FRAME / 2) {
        let cut = with(&files, &log, |bytes| bytes.truncate(size));
        assert!(assert_told(&cut, &head, &format!("a log of {size}")).is_some_and(|found| found >= 10));
    }
    let mut lost = files.clone();
    lost.remove(&log);
    assert_eq!(assert_told(&lost, &head, "no log"), Some(10));
    assert_eq!(assert_told(&files, &head, "as it was"), Some(14));
}

#[test]
fn a_log_of_an_older_state_makes_no_vault_that_looks_whole() {
    let mut used = InUse::new();
    let older = used.disk.files()[&log_of(VAULT)].clone();
    used.fold();
    used.go_on(10..16);
    let newer = used.disk.files();
    let (head, folded) = (used.head, used.close());
    for (files, told) in [(newer, "in place of a newer one"), (folded, "beside a file that needs none")] {
        let mut stale = files;
        stale.insert(log_of(VAULT), older.clone());
        let found = assert_told(&stale, &head, told);
        assert!(found.is_none_or(|found| (10..16).contains(&found)), "{told}: {found:?}");
    }
}

#[test]
fn a_copy_whose_log_is_struck_or_lost_is_an_older_whole_one_and_fills_on() {
    let mut used = InUse::new();
    used.fold();
    used.go_on(10..13);
    let files = used.disk.files();
    let log = log_of(CACHE);
    let frames = (files[&log].len() - LOG_HEAD) / FRAME;
    for frame in 0..=frames {
        let mut struck = files.clone();
        if frame < frames {
            struck.get_mut(&log).expect("it is there")[LOG_HEAD + frame * FRAME + 30] ^= 0x20;
        } else {
            struck.remove(&log);
        }
        let told = format!("frame {frame} of {frames}");
        let disk = Disk::with(&struck);
        let cache = disk.cache().unwrap_or_else(|error| panic!("{told}: {error}")).store;
        let found = copy::steps(&cache, &told).expect("it reads");
        assert!((10..13).contains(&found), "{told}: {found}");
        copy::step(&cache, found).expect("it fills on");
        wait(cache.fold()).expect("folded in");
        assert_eq!(wait(cache.verify()), Ok(()), "{told}");
    }
}

#[test]
fn another_key_opens_neither_file_and_changes_no_byte() {
    let used = InUse::new();
    let in_use = used.disk.files();
    for files in [in_use, used.close()] {
        let disk = Disk::with(&files);
        let folder = disk.folder().expect("it opens");
        let other = MasterKey::from_bytes([8; 32]);
        let vault = Vault::open(&folder, &vault_id(), &other, Arc::new(NoHooks)).map(|opened| opened.how);
        let cache = Cache::open(&folder, &cache_id(), &other, Arc::new(NoHooks)).map(|opened| opened.how);
        assert_eq!((vault, cache), (Err(OpenError::WrongKey), Err(OpenError::WrongKey)));
        assert!(disk.files() == files, "not a byte changed");
    }
}
