//! Every state in which a file can be found, by name; and that nothing is ever left unencrypted.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use model::{PatientId, Secret};
use store::search::Query;
use store::{
    Cache, ConnectionId, Damage, Detail, KeySource, MasterKey, NoHooks, OpenError, Opening, PassphraseCost,
    ProfileFolder, Theme, Vault, passphrase_key_at,
};

use crate::desk::{Desk, VAULT, assert_sealed, cache_id, key, minute, vault_id};
use crate::people::{born, people};

const CANARY: &str = "Zyzzyva";

/// A desk with a copy that holds a canary, and a vault.
fn filled() -> Desk {
    let desk = Desk::new();
    let cache = desk.cache();
    cache
        .write_blocking("canary", |writer| {
            writer.put_patients(&people(3, 900), minute(0), Detail::Full)?;
            writer.put_patients(&[born("1", CANARY, CANARY, (1979, 3, 14))], minute(1), Detail::Full)
        })
        .expect("the canary is put");
    desk.vault()
        .write_blocking("secret", |writer| {
            writer.put_client_secret(&ConnectionId::new("one"), &Secret::new(CANARY))
        })
        .expect("the secret is put");
    desk
}

fn damage(path: &Path, at: u64) {
    let mut file = OpenOptions::new().write(true).open(path).expect("the file opens");
    file.seek(SeekFrom::Start(at)).expect("the place is there");
    file.write_all(&[0x5a; 32]).expect("the bytes are written");
}

fn cut(path: &Path, size: u64) {
    OpenOptions::new().write(true).open(path).expect("the file opens").set_len(size).expect("it is cut");
}

fn holds_canary(cache: &Cache) -> bool {
    cache.read_blocking(|reader| reader.patient(&PatientId::from("1"))).expect("a read").is_some()
}

#[test]
fn a_file_is_made_once_and_then_there() {
    let desk = Desk::new();
    assert_eq!(desk.cache_state(), Ok(Opening::Fresh));
    assert_eq!(desk.cache_state(), Ok(Opening::Existing));
    assert_eq!(desk.vault_state(), Ok(Opening::Fresh));
    assert_eq!(desk.vault_state(), Ok(Opening::Existing));
}

#[test]
fn what_was_written_is_there_after_opening_again() {
    let desk = filled();
    assert!(holds_canary(&desk.cache()), "the copy kept its patients");
    let secret = desk.vault().read_blocking(|reader| reader.client_secret(&ConnectionId::new("one")));
    assert_eq!(secret.expect("a read").expect("kept").expose(), CANARY);
    assert_sealed(&desk, CANARY);
}

#[test]
fn nothing_is_readable_while_files_are_in_use() {
    let desk = filled();
    let folder = desk.folder();
    let cache = Cache::open(&folder, &cache_id(), &key(), Arc::new(NoHooks)).expect("opens").store;
    cache
        .write_blocking("more", |writer| {
            writer.put_patients(&[born("2", CANARY, "Other", (1980, 1, 1))], minute(2), Detail::Full)
        })
        .expect("it is put");
    let names: Vec<String> = desk.files().into_iter().map(|(name, _)| name).collect();
    assert!(names.iter().any(|name| name.ends_with("-wal")), "the log is among the files looked at");
    assert_sealed(&desk, CANARY);
}

#[test]
fn another_key_opens_nothing_and_changes_nothing() {
    let desk = filled();
    let before = desk.files();
    let other = MasterKey::from_bytes([8; 32]);
    let opened = Cache::open(&desk.folder(), &cache_id(), &other, Arc::new(NoHooks)).map(|opened| opened.how);
    assert_eq!(opened, Err(OpenError::WrongKey));
    let opened = Vault::open(&desk.folder(), &vault_id(), &other, Arc::new(NoHooks)).map(|opened| opened.how);
    assert_eq!(opened, Err(OpenError::WrongKey));
    assert_eq!(desk.files(), before, "not a byte changed");
    assert!(holds_canary(&desk.cache()), "the right key still opens it");
}

#[test]
fn a_copy_that_is_proven_damaged_is_set_aside_and_made_anew() {
    type Harm = fn(&Path);
    let harms: [(Harm, Damage); 6] = [
        (|path| damage(path, 0), Damage::Pages),
        (|path| damage(path, 64), Damage::Pages),
        (|path| cut(path, 0), Damage::Empty),
        (|path| cut(path, 1000), Damage::Truncated),
        (|path| cut(path, 4096 * 10 + 17), Damage::Truncated),
        (|path| fs::remove_file(path).expect("it is removed"), Damage::Missing),
    ];
    for (harm, named) in harms {
        let desk = filled();
        harm(&desk.cache_file());
        assert_eq!(desk.cache_state(), Ok(Opening::RebuiltAfter(named)), "{named:?}");
        assert!(!holds_canary(&desk.cache()), "{named:?}: the new copy begins empty");
        assert_eq!(desk.cache_state(), Ok(Opening::Existing), "{named:?}: said once");
        assert_sealed(&desk, CANARY);
    }
}

#[test]
fn a_damaged_vault_is_named_and_left_as_it_is() {
    type Harm = fn(&Path);
    let harms: [(Harm, OpenError); 6] = [
        (|path| damage(path, 0), OpenError::Damaged(Damage::Pages)),
        (|path| damage(path, 4096 * 2 + 100), OpenError::Damaged(Damage::Pages)),
        (|path| cut(path, 0), OpenError::Empty),
        (|path| cut(path, 1000), OpenError::Truncated),
        (|path| cut(path, 4096 * 3 + 17), OpenError::Truncated),
        (|path| fs::remove_file(path).expect("it is removed"), OpenError::Missing),
    ];
    for (harm, named) in harms {
        let desk = filled();
        harm(&desk.vault_file());
        let before = fs::read(desk.vault_file()).ok();
        assert_eq!(desk.vault_state(), Err(named.clone()));
        assert_eq!(fs::read(desk.vault_file()).ok(), before, "{named:?}: not a byte of it changed");
        assert_eq!(desk.vault_state(), Err(named), "and it stays so");
        assert_sealed(&desk, CANARY);
    }
}

#[test]
fn a_file_cut_at_a_page_is_damaged_and_never_shorter_in_silence() {
    let desk = filled();
    cut(&desk.vault_file(), 4096 * 3);
    let state = desk.vault_state();
    assert!(
        matches!(state, Err(OpenError::Truncated | OpenError::Damaged(Damage::Pages))),
        "cut between pages: {state:?}"
    );
    cut(&desk.cache_file(), 4096 * 10);
    assert!(matches!(desk.cache_state(), Ok(Opening::RebuiltAfter(_))), "the copy is made anew");
}

#[tokio::test]
async fn a_damaged_page_inside_a_copy_is_found_and_the_next_opening_makes_it_anew() {
    let desk = filled();
    let pages = fs::metadata(desk.cache_file()).expect("a file").len() / 4096;
    damage(&desk.cache_file(), pages / 2 * 4096 + 200);
    let folder = desk.folder();
    let opened =
        Cache::open(&folder, &cache_id(), &key(), Arc::new(NoHooks)).expect("its first page is whole");
    assert_eq!(opened.store.verify().await, Err(store::Error::Damaged), "every page is looked at");
    opened.store.close().await;
    folder.mark_damaged(&cache_id()).expect("it is noted");
    drop(folder);
    assert_eq!(desk.cache_state(), Ok(Opening::RebuiltAfter(Damage::Pages)));
    assert_sealed(&desk, CANARY);
}

#[tokio::test]
async fn a_file_that_is_damaged_in_use_says_so_at_once() {
    let desk = filled();
    let cache = desk.cache();
    let met = cache.damage();
    let whole = fs::metadata(desk.cache_file()).expect("a file").len() / 4096;
    (3..whole).for_each(|page| damage(&desk.cache_file(), page * 4096 + 200));
    let read = cache.read(|reader| reader.patient(&PatientId::from("1")).map(|held| held.is_some())).await;
    assert_eq!(read, Err(store::Error::Damaged));
    let put = cache
        .write("late", |writer| writer.put_patients(&people(4, 90), minute(2), Detail::Full))
        .await
        .map(|_| ());
    assert_eq!(put, Err(store::Error::Damaged));
    assert!(met.await, "whoever follows is told");
    let sound = desk.vault();
    let met = sound.damage();
    sound.close().await;
    drop(sound);
    assert!(!met.await, "a file that ends sound says so too");
}

#[test]
fn a_file_that_is_not_encrypted_is_refused() {
    let desk = filled();
    fs::write(desk.vault_file(), [b"SQLite format 3\0".as_slice(), &[0; 8192]].concat()).expect("written");
    assert_eq!(desk.vault_state(), Err(OpenError::Damaged(Damage::NotEncrypted)));
    fs::remove_file(desk.vault_file()).expect("removed");
    fs::write(desk.cache_file(), [b"SQLite format 3\0".as_slice(), &[0; 8192]].concat()).expect("written");
    assert_eq!(desk.cache_state(), Ok(Opening::RebuiltAfter(Damage::NotEncrypted)));
}

#[test]
fn a_file_that_the_profile_does_not_know_is_never_written_over() {
    let desk = Desk::new();
    drop(desk.folder());
    let stranger = vec![0x5a; 9000];
    fs::write(desk.cache_file(), &stranger).expect("written");
    assert_eq!(desk.cache_state(), Ok(Opening::RebuiltAfter(Damage::Replaced)), "set aside");
    let kept = desk.files().into_iter().any(|(name, bytes)| name.contains("damaged") && bytes == stranger);
    assert!(kept, "somebody's file is kept under another name");
    fs::write(desk.vault_file(), &stranger).expect("written");
    assert_eq!(desk.vault_state(), Err(OpenError::Damaged(Damage::Replaced)));
    assert_eq!(fs::read(desk.vault_file()).expect("still there"), stranger);
}

#[test]
fn an_older_copy_in_place_of_the_file_is_noticed() {
    let desk = filled();
    fs::copy(desk.cache_file(), desk.path().join("old")).expect("copied");
    cut(&desk.cache_file(), 0);
    assert_eq!(desk.cache_state(), Ok(Opening::RebuiltAfter(Damage::Empty)));
    fs::rename(desk.path().join("old"), desk.cache_file()).expect("put back");
    assert_eq!(desk.cache_state(), Ok(Opening::RebuiltAfter(Damage::Replaced)), "its generation is older");
}

#[test]
fn a_copy_that_is_removed_leaves_nothing_behind() {
    let desk = filled();
    cut(&desk.cache_file(), 0);
    assert_eq!(desk.cache_state(), Ok(Opening::RebuiltAfter(Damage::Empty)));
    damage(&desk.cache_file(), 0);
    assert_eq!(desk.cache_state(), Ok(Opening::RebuiltAfter(Damage::Pages)));
    fs::write(desk.path().join("aa01.db.before-migration-1"), "an older one").expect("written");
    fs::write(desk.path().join("aa012.db"), "another's").expect("written");
    desk.folder().remove_cache(&cache_id()).expect("removed");
    let left: Vec<String> = desk.files().into_iter().map(|(name, _)| name).collect();
    assert!(left.iter().all(|name| !name.starts_with("aa01.db")), "{left:?}");
    assert!(left.contains(&"aa012.db".to_owned()), "what is another's stays");
    assert!(desk.vault_file().exists(), "and so does the vault");
}

#[test]
fn copies_of_a_vault_from_before_a_migration_go_once_it_opened_whole() {
    let desk = filled();
    let copy = desk.path().join("bb02.db.before-migration-1");
    fs::write(&copy, "old secrets").expect("written");
    assert_eq!(desk.vault_state(), Ok(Opening::Existing));
    assert!(!copy.exists(), "the migrated vault is whole");
    fs::write(&copy, "old secrets").expect("written");
    damage(&desk.vault_file(), 4096 * 2 + 100);
    assert_eq!(desk.vault_state(), Err(OpenError::Damaged(Damage::Pages)));
    assert!(copy.exists(), "a damaged one may need it");
}

#[test]
fn one_process_holds_a_profile() {
    let desk = Desk::new();
    let held = desk.folder();
    assert_eq!(ProfileFolder::open(desk.path()).err(), Some(OpenError::InUse));
    drop(held);
    assert_eq!(desk.folder().path(), desk.path(), "it is free again");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let sealed = Path::new("/proc/daybook");
    if Path::new("/proc/self").exists() {
        let opened = ProfileFolder::open(sealed).err();
        assert!(
            matches!(opened, Some(OpenError::ReadOnly | OpenError::Missing | OpenError::Io(_))),
            "no folder can be made there: {opened:?}"
        );
    }
    let desk = Desk::new();
    fs::write(desk.path().join("taken"), b"a file").expect("written");
    assert!(ProfileFolder::open(&desk.path().join("taken")).is_err(), "a file is no folder");
}

#[test]
fn a_newer_profile_and_an_unreadable_one_are_left_alone() {
    let desk = filled();
    let path = desk.path().join("profile.json");
    let text = fs::read_to_string(&path).expect("readable");
    fs::write(&path, text.replacen("\"version\": 2", "\"version\": 9", 1)).expect("written");
    assert_eq!(ProfileFolder::open(desk.path()).err(), Some(OpenError::Newer { found: 9, known: 2 }));
    fs::write(&path, "{ half").expect("written");
    assert_eq!(ProfileFolder::open(desk.path()).err(), Some(OpenError::Profile));
    fs::remove_file(&path).expect("removed");
    let lost = ProfileFolder::open(desk.path()).err();
    assert_eq!(lost, Some(OpenError::Profile), "files without their description get no new key");
    fs::write(&path, text).expect("written");
    assert!(holds_canary(&desk.cache()), "with its description everything is there");
}

#[test]
fn the_description_keeps_what_it_is_told_and_nothing_about_a_patient() {
    let desk = filled();
    let salt = [3; 16];
    let cost = PassphraseCost { memory_kib: 64, passes: 1, lanes: 1 };
    let told = desk
        .folder()
        .update(|profile| {
            profile.preferences.theme = Theme::Dark;
            profile.key_source = Some(KeySource::Passphrase { salt, cost, sealed: None });
            profile.clone()
        })
        .expect("it is kept");
    assert_eq!(desk.folder().profile(), told, "read back from the disk");
    let once = passphrase_key_at(&Secret::new("four quiet words"), &salt, cost).expect("a key");
    let again = passphrase_key_at(&Secret::new("four quiet words"), &salt, cost).expect("a key");
    assert_eq!(once.check(), again.check(), "the passphrase gives its key again");
    assert_sealed(&desk, CANARY);
}

#[tokio::test]
async fn a_closed_file_answers_no_more_and_leaves_no_log() {
    let desk = filled();
    let cache = desk.cache();
    let clone = cache.clone();
    cache.close().await;
    let answer = clone.read(|reader| reader.search(&Query::parse("a"), 1, None)).await;
    assert_eq!(answer.err(), Some(store::Error::Closed), "in no clone");
    let written = clone.write("late", |_| Ok(())).await;
    assert_eq!(written, Err(store::Error::Closed));
    let log = desk.files().into_iter().find(|(name, _)| name.ends_with("-wal"));
    assert!(log.is_none_or(|(_, bytes)| bytes.is_empty()), "the log was folded in");
}

#[test]
fn a_description_names_no_file_outside_its_folder() {
    let desk = filled();
    let described = desk.path().join("profile.json");
    let told = fs::read_to_string(&described).expect("a description");
    for outside in ["../elsewhere", "/tmp/elsewhere", "..", "c:aa", ""] {
        let changed = told.replace(VAULT, outside);
        assert_ne!(changed, told, "the vault's name stands in it");
        fs::write(&described, changed).expect("written");
        assert_eq!(ProfileFolder::open(desk.path()).err(), Some(OpenError::Profile), "{outside}");
    }
}

#[test]
fn a_folder_with_a_file_or_a_proof_of_a_key_is_not_new() {
    let desk = Desk::new();
    assert!(desk.folder().is_new().expect("the folder lists"));
    drop(desk.vault());
    assert!(!desk.folder().is_new().expect("the folder lists"), "it has a key and files");
    let folder = desk.folder();
    folder.update(|profile| *profile = store::Profile::new()).expect("kept");
    assert!(!folder.is_new().expect("the folder lists"), "a file lies there that was made with some key");
    drop(folder);
    fs::remove_file(desk.vault_file()).expect("removed");
    assert!(desk.folder().is_new().expect("the folder lists"));
}
