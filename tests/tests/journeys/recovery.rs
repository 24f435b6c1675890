//! Every way back from damage leaves a profile whose files nobody can read.

use std::fs;
use std::path::{Path, PathBuf};

use acceptance::{Canaries, Desk, Edges, NoKeychain, files_under, is_plain_database, told};
use console::KeychainTrouble;
use serde_json::{Value, json};

async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

/// The file of the copy, or of the vault, that profile.json names.
fn copy(folder: &Path) -> PathBuf {
    file(folder, |profile| &profile["connections"][0]["cache"])
}

fn vault(folder: &Path) -> PathBuf {
    file(folder, |profile| &profile["vault"])
}

fn file(folder: &Path, of: impl Fn(&Value) -> &Value) -> PathBuf {
    let profile = fs::read(folder.join("profile.json")).expect("profile.json");
    let profile: Value = serde_json::from_slice(&profile).expect("JSON");
    folder.join(format!("{}.db", of(&profile).as_str().expect("a name")))
}

fn beside(file: &Path, what: &str) -> PathBuf {
    PathBuf::from(format!("{}{what}", file.display()))
}

/// Neither anybody's data nor a table's name is in any file.
pub(crate) fn assert_nothing_in_the_clear(edges: &Edges) {
    assert_told_nowhere(&clear_words(edges), &edges.folder);
}

/// Words that no file of a profile may have: about people of the practice, and those of a database.
pub(crate) fn clear_words(edges: &Edges) -> Canaries {
    let people = Canaries::of(&edges.practice.sandbox().truth(), 500);
    assert_eq!(people.count(), 500, "there are words enough to look for");
    let tables = ["CREATE TABLE", "appointment_gone", "search_person", "patient_alias"];
    tables.into_iter().fold(people, Canaries::and)
}

/// No database of a profile is open to read, and no file has one of the words.
pub(crate) fn assert_told_nowhere(words: &Canaries, folder: &Path) {
    let files = files_under(folder).expect("the folder");
    assert!(files.iter().any(|path| path.extension().is_some_and(|ending| ending == "db")), "{files:?}");
    for path in files {
        assert!(!is_plain_database(&fs::read(&path).expect("read")), "{} is not encrypted", path.display());
    }
    assert_eq!(told(words, folder).expect("read"), Vec::<PathBuf>::new(), "these can be read");
}

/// A filled profile is spoilt while nobody uses it, and opens with its copy made anew.
async fn assert_made_anew(spoil: impl FnOnce(&Path)) -> Edges {
    let edges = filled().await.close().await;
    spoil(&copy(&edges.folder));
    let mut desk = Desk::start(edges).await;
    let sync = desk.filled().await;
    assert_eq!(sync["rebuilt"], true, "it is said");
    assert_nothing_in_the_clear(desk.edges());
    let edges = desk.close().await;
    assert_nothing_in_the_clear(&edges);
    edges
}

/// A filled profile is spoilt while nobody uses it, and does not open.
async fn assert_stuck(trouble: &str, spoil: impl FnOnce(&Path)) {
    let edges = filled().await.close().await;
    spoil(&edges.folder);
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "stuck", "trouble": {"kind": trouble}}));
    assert_nothing_in_the_clear(desk.edges());
    assert_nothing_in_the_clear(&desk.close().await);
}

fn damage(path: &Path) {
    let mut bytes = fs::read(path).expect("read");
    bytes.iter_mut().take(4096).for_each(|byte| *byte ^= 0xff);
    fs::write(path, bytes).expect("damaged");
}

#[tokio::test(start_paused = true)]
async fn an_empty_copy() {
    assert_made_anew(|copy| fs::write(copy, b"").expect("emptied")).await;
}

#[tokio::test(start_paused = true)]
async fn a_missing_copy() {
    assert_made_anew(|copy| fs::remove_file(copy).expect("removed")).await;
}

#[tokio::test(start_paused = true)]
async fn a_copy_that_lost_its_end() {
    let cut = |copy: &Path| {
        let bytes = fs::read(copy).expect("read");
        fs::write(copy, &bytes[..bytes.len() / 2 + 100]).expect("cut off");
    };
    assert_made_anew(cut).await;
}

#[tokio::test(start_paused = true)]
async fn a_damaged_copy_and_the_copy_before_it_put_back() {
    let edges = filled().await.close().await;
    let path = copy(&edges.folder);
    let old = fs::read(&path).expect("read");
    damage(&path);
    let mut desk = Desk::start(edges).await;
    assert_eq!(desk.filled().await["rebuilt"], true, "it is said");
    let edges = desk.close().await;
    assert_nothing_in_the_clear(&edges);
    fs::write(&path, old).expect("put back");
    let mut desk = Desk::start(edges).await;
    assert_eq!(desk.filled().await["rebuilt"], true, "a copy of another making is none");
    let edges = desk.close().await;
    let aside = files_under(&edges.folder).expect("the folder");
    let aside = aside.iter().filter(|path| path.to_string_lossy().contains(".damaged-")).count();
    assert!(aside >= 2, "both that were set aside are kept: {aside}");
    assert_nothing_in_the_clear(&edges);
}

#[tokio::test(start_paused = true)]
async fn a_copy_that_is_damaged_in_use() {
    let mut desk = filled().await;
    let path = copy(desk.folder());
    for (path, head, page, first) in [(path.clone(), 0, 4096, 3), (beside(&path, "-wal"), 32, 4120, 0)] {
        let mut bytes = fs::read(&path).expect("read");
        for page in bytes[head..].chunks_mut(page).skip(first) {
            page.iter_mut().skip(200).take(32).for_each(|byte| *byte ^= 0xff);
        }
        fs::write(path, bytes).expect("damaged");
    }
    let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    for date in first.iter_days().take(300) {
        let _ = desk.call("schedule_day", json!({"date": date.to_string()})).await;
    }
    desk.until("sync_read", json!({}), |sync| sync["rebuilt"] == true).await;
    desk.filled().await;
    assert_nothing_in_the_clear(desk.edges());
    assert_nothing_in_the_clear(&desk.close().await);
}

/// The folder as a power cut leaves it: the files of a console that runs, its log not folded in.
async fn after_a_power_cut() -> (Edges, PathBuf) {
    let desk = filled().await;
    let image: Vec<_> = files_under(desk.folder())
        .expect("the folder")
        .into_iter()
        .map(|path| (path.clone(), fs::read(path).expect("read")))
        .collect();
    let edges = desk.close().await;
    for (path, bytes) in image {
        fs::write(path, bytes).expect("as it was");
    }
    let copy = copy(&edges.folder);
    assert!(fs::metadata(beside(&copy, "-wal")).is_ok_and(|log| log.len() > 0), "the log holds something");
    (edges, copy)
}

#[tokio::test(start_paused = true)]
async fn a_power_cut() {
    let (edges, _) = after_a_power_cut().await;
    let mut desk = Desk::start(edges).await;
    assert_eq!(desk.filled().await["rebuilt"], false, "nothing was lost");
    assert_nothing_in_the_clear(desk.edges());
    assert_nothing_in_the_clear(&desk.close().await);
}

#[tokio::test(start_paused = true)]
async fn a_copy_that_lost_its_log() {
    let (edges, copy) = after_a_power_cut().await;
    for what in ["-wal", "-shm"] {
        fs::remove_file(beside(&copy, what)).expect("removed");
    }
    let mut desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "only what athenahealth has is missing");
    desk.filled().await;
    assert_nothing_in_the_clear(desk.edges());
    assert_nothing_in_the_clear(&desk.close().await);
}

#[tokio::test(start_paused = true)]
async fn a_vault_that_lost_its_log() {
    let (edges, _) = after_a_power_cut().await;
    for what in ["-wal", "-shm"] {
        fs::remove_file(beside(&vault(&edges.folder), what)).expect("removed");
    }
    let desk = Desk::start(edges).await.restart().await;
    let found = desk.ask("audit_verify", json!({})).await;
    assert_eq!(found["foundBefore"], 1, "that it is older than it was is named: {found}");
    assert_nothing_in_the_clear(desk.edges());
    assert_nothing_in_the_clear(&desk.close().await);
}

#[tokio::test(start_paused = true)]
async fn a_damaged_an_empty_and_a_missing_vault() {
    assert_stuck("vaultDamaged", |folder| damage(&vault(folder))).await;
    assert_stuck("vaultDamaged", |folder| fs::write(vault(folder), b"").expect("emptied")).await;
    assert_stuck("vaultDamaged", |folder| fs::remove_file(vault(folder)).expect("removed")).await;
}

#[tokio::test(start_paused = true)]
async fn a_key_that_is_another_or_gone() {
    let edges = filled().await.close().await;
    let keychain = edges.folder.with_file_name("keychain.json");
    let kept = fs::read(&keychain).expect("read");
    let mut accounts: Value = serde_json::from_slice(&kept).expect("JSON");
    for byte in accounts
        .as_object_mut()
        .expect("accounts")
        .values_mut()
        .flat_map(|secret| secret.as_array_mut().expect("bytes"))
    {
        *byte = json!(255 - byte.as_u64().expect("a byte"));
    }
    for (accounts, trouble) in [(accounts.to_string(), "wrongKey"), ("{}".to_owned(), "keyGone")] {
        fs::write(&keychain, accounts).expect("written");
        let desk = Desk::start(edges.clone()).await;
        assert_eq!(desk.stage().await, json!({"stage": "stuck", "trouble": {"kind": trouble}}));
        assert_nothing_in_the_clear(&desk.close().await);
    }
    fs::write(&keychain, kept).expect("put back");
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "the right key opens it");
    assert_nothing_in_the_clear(&desk.close().await);
}

#[tokio::test(start_paused = true)]
async fn a_passphrase_in_place_of_a_keychain() {
    let edges = Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Absent));
    let mut desk = Desk::start(edges).await;
    let passphrase = json!({"passphrase": "seven quiet otters"});
    desk.ask("profile_open", passphrase.clone()).await;
    desk.connect_demo().await;
    desk.filled().await;
    let edges = desk.close().await;
    fs::write(copy(&edges.folder), b"").expect("emptied");
    let mut desk = Desk::start(edges).await;
    assert_nothing_in_the_clear(desk.edges());
    desk.ask("profile_open", passphrase).await;
    assert_eq!(desk.filled().await["rebuilt"], true, "it is said");
    assert_nothing_in_the_clear(desk.edges());
    assert_nothing_in_the_clear(&desk.close().await);
}

#[tokio::test(start_paused = true)]
async fn a_practice_that_is_removed_and_added_again() {
    let mut desk = filled().await;
    let list = desk.ask("connection_list", json!({})).await;
    let erased = copy(desk.folder());
    desk.ask("connection_remove", json!({"connection": list["current"]})).await;
    assert!(!erased.exists(), "its copy is gone");
    desk.connect_demo().await;
    desk.filled().await;
    assert_nothing_in_the_clear(desk.edges());
    assert_nothing_in_the_clear(&desk.close().await);
}
