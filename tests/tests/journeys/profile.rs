//! A profile that cannot be opened as it was: each has its own name, and nothing is lost.

use std::fs;
use std::path::{Path, PathBuf};

use acceptance::{Desk, Edges, FileKeychain, NoKeychain, files_under};
use console::KeychainTrouble;
use ipc::Failure;
use ipc::session::Trouble;
use serde_json::{Value, json};

async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

fn profile(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("profile.json")).expect("profile.json")).expect("JSON")
}

/// The database that profile.json names: neither its log nor one that was set aside.
fn database(folder: &Path, name: &Value) -> PathBuf {
    let name = name.as_str().expect("a name");
    let mut files = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let is_it = |path: &PathBuf| {
        let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
        file.contains(name) && path.extension().is_some_and(|ending| ending == "db")
    };
    files.find(is_it).unwrap_or_else(|| panic!("no file is named {name}"))
}

fn cache(folder: &Path) -> PathBuf {
    database(folder, &profile(folder)["connections"][0]["cache"])
}

fn vault(folder: &Path) -> PathBuf {
    database(folder, &profile(folder)["vault"])
}

/// Every file of the profile with what is in it.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = files_under(folder).expect("the folder").into_iter();
    files.map(|path| (path.clone(), fs::read(path).expect("read"))).collect()
}

fn stuck(trouble: &str) -> Value {
    json!({"stage": "stuck", "trouble": {"kind": trouble}})
}

/// Starting is stuck as said, and changes no byte of the profile.
async fn assert_stuck_unchanged(edges: Edges, trouble: &str) -> Edges {
    let before = contents(&edges.folder);
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, stuck(trouble));
    let edges = desk.close().await;
    assert!(contents(&edges.folder) == before, "{trouble}: the files are as they were");
    edges
}

#[tokio::test(start_paused = true)]
async fn a_second_daybook_is_told_of_the_first() {
    let first = Desk::start(Edges::new().expect("a computer")).await;
    first.ask("profile_open", json!({})).await;
    let second = Desk::start(first.edges().clone()).await;
    assert_eq!(second.stage().await, stuck("inUse"));
    second.close().await;
    assert_eq!(first.stage().await, json!({"stage": "noPractice"}), "the first goes on");
    let edges = first.close().await;
    let third = Desk::start(edges).await;
    assert_eq!(third.stage().await, json!({"stage": "noPractice"}), "a profile that was closed is free");
    third.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_description_that_lost_its_key_is_no_first_run() {
    let mut edges = filled().await.close().await;
    let path = edges.folder.join("profile.json");
    let whole = profile(&edges.folder);
    for lost in [&["vault"][..], &["key_source"], &["key_check"], &["vault", "key_source", "key_check"]] {
        let mut part = whole.clone();
        for field in lost {
            part[field] = Value::Null;
        }
        part["files"] = if lost.len() > 1 { json!({}) } else { whole["files"].clone() };
        fs::write(&path, part.to_string()).expect("written");
        edges = assert_stuck_unchanged(edges, "vaultDamaged").await;
        let before = contents(&edges.folder);
        let desk = Desk::start(edges).await;
        let refused = desk.call("profile_open", json!({})).await;
        assert_eq!(refused.map(drop), Err(Failure::Profile { trouble: Trouble::VaultDamaged }), "{lost:?}");
        edges = desk.close().await;
        assert!(contents(&edges.folder) == before, "no key is made over what is there: {lost:?}");
    }
    fs::write(&path, whole.to_string()).expect("written");
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "nothing was lost");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_cannot_be_written_to_is_named() {
    let mut edges = Edges::new().expect("a computer");
    edges.folder = read_only_folder(&edges.folder);
    let desk = Desk::start(edges).await;
    let opened = desk.call("profile_open", json!({})).await;
    let stage = desk.stage().await;
    let named = stage == stuck("readOnly") || format!("{opened:?}").contains("ReadOnly");
    assert!(named, "it says that the folder cannot be written to: {stage}, {opened:?}");
    desk.close().await;
}

/// A folder inside one that takes no new files. Whoever may write anywhere is given one that the
/// system itself keeps.
pub(crate) fn read_only_folder(folder: &Path) -> PathBuf {
    fs::create_dir_all(folder).expect("made");
    let mut rights = fs::metadata(folder).expect("there").permissions();
    rights.set_readonly(true);
    fs::set_permissions(folder, rights).expect("set");
    let bound = fs::write(folder.join("probe"), b"x").is_err();
    if bound { folder.join("profile") } else { PathBuf::from("/sys/daybook-profile") }
}

#[tokio::test(start_paused = true)]
async fn an_empty_copy_is_read_anew_and_said_so() {
    let desk = filled().await;
    let held = desk.ask("sync_read", json!({})).await["held"].clone();
    let edges = desk.close().await;
    fs::write(cache(&edges.folder), b"").expect("emptied");
    let mut desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "only what athenahealth has is missing");
    let sync = desk.filled().await;
    assert_eq!(sync["rebuilt"], true, "it is said");
    assert_eq!(sync["held"], held, "and all of it is read again");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_damaged_copy_is_set_aside_and_read_anew() {
    let desk = filled().await;
    let edges = desk.close().await;
    let path = cache(&edges.folder);
    let mut bytes = fs::read(&path).expect("read");
    bytes[..4096].iter_mut().for_each(|byte| *byte ^= 0xff);
    fs::write(&path, bytes).expect("damaged");
    let mut desk = Desk::start(edges).await;
    let sync = desk.filled().await;
    assert_eq!(sync["rebuilt"], true, "it is said");
    desk.close().await;
}

async fn stage_becomes(desk: &mut Desk, stage: &Value) {
    desk.until("session_read", json!({}), |session| session["stage"] == *stage).await;
}

/// Spoils every page of a database but the first ones, which are read before all others, and every
/// page that is still in its log.
fn spoil(path: &Path) {
    let log = PathBuf::from(format!("{}-wal", path.display()));
    for (path, head, page, first) in [(path, 0, 4096, 3), (&log, 32, 24 + 4096, 0)] {
        let mut bytes = fs::read(path).expect("read");
        for page in bytes[head..].chunks_mut(page).skip(first) {
            page.iter_mut().skip(200).take(32).for_each(|byte| *byte ^= 0xff);
        }
        fs::write(path, bytes).expect("damaged");
    }
}

/// Reads one day after another until one is not answered.
async fn read_on(desk: &Desk) -> Option<Failure> {
    let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
    for date in first.iter_days().take(300) {
        let answer = desk.call("schedule_day", json!({"date": date.to_string()})).await;
        if answer.is_err() {
            return answer.err();
        }
    }
    None
}

#[tokio::test(start_paused = true)]
async fn a_copy_that_is_damaged_in_use_is_set_aside_and_read_anew() {
    let mut desk = filled().await;
    let held = desk.ask("sync_read", json!({})).await["held"].clone();
    spoil(&cache(desk.folder()));
    assert_eq!(read_on(&desk).await, Some(Failure::CopyDamaged), "whoever meets it is told");
    let sync = desk.until("sync_read", json!({}), |sync| sync["rebuilt"] == true).await;
    assert_ne!(sync["fill"]["phase"], "fresh", "it begins anew");
    let sync = desk.filled().await;
    assert_eq!(sync["held"], held, "and all of it is read again");
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    let is_aside = |path: &Path| path.to_string_lossy().contains(".damaged-");
    assert!(contents(desk.folder()).iter().any(|(path, _)| is_aside(path)), "what was damaged is kept");
    spoil(&cache(desk.folder()));
    assert_eq!(read_on(&desk).await, Some(Failure::CopyDamaged));
    stage_becomes(&mut desk, &stuck("disk")).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_vault_that_is_damaged_in_use_is_named_and_kept() {
    let mut desk = filled().await;
    let path = vault(desk.folder());
    spoil(&path);
    // A write makes the readers look at the file again.
    desk.ask("patient_remember", json!({"patient": "1"})).await;
    assert!(desk.call("audit_verify", json!({})).await.is_err());
    stage_becomes(&mut desk, &stuck("vaultDamaged")).await;
    let edges = desk.close().await;
    assert_stuck_unchanged(edges, "vaultDamaged").await;
}

#[tokio::test(start_paused = true)]
async fn an_empty_or_missing_vault_is_never_replaced() {
    let desk = filled().await;
    let edges = desk.close().await;
    let path = vault(&edges.folder);
    let whole = fs::read(&path).expect("read");
    fs::write(&path, b"").expect("emptied");
    let edges = assert_stuck_unchanged(edges, "vaultDamaged").await;
    fs::remove_file(&path).expect("removed");
    let edges = assert_stuck_unchanged(edges, "vaultDamaged").await;
    fs::write(&path, whole).expect("restored");
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "put back, it opens");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_newer_profile_is_left_alone() {
    let desk = filled().await;
    let edges = desk.close().await;
    let mut newer = profile(&edges.folder);
    newer["version"] = json!(newer["version"].as_u64().expect("a version") + 1);
    fs::write(edges.folder.join("profile.json"), newer.to_string()).expect("written");
    assert_stuck_unchanged(edges, "newer").await;
}

#[tokio::test(start_paused = true)]
async fn a_keychain_without_the_key_makes_no_new_one() {
    let desk = filled().await;
    let edges = desk.close().await;
    let empty = FileKeychain::new(edges.folder.with_file_name("other-keychain.json"));
    assert_stuck_unchanged(edges.clone().with_keychain(empty), "keyGone").await;
    for (trouble, name) in
        [(KeychainTrouble::Absent, "keychainAbsent"), (KeychainTrouble::Locked, "keychainLocked")]
    {
        assert_stuck_unchanged(edges.clone().with_keychain(NoKeychain(trouble)), name).await;
    }
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "the right keychain opens it");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_key_of_another_profile_is_a_wrong_key() {
    let desk = filled().await;
    let edges = desk.close().await;
    let keychain = edges.folder.with_file_name("keychain.json");
    let mut accounts: Value = serde_json::from_slice(&fs::read(&keychain).expect("read")).expect("JSON");
    for secret in accounts.as_object_mut().expect("accounts").values_mut() {
        for byte in secret.as_array_mut().expect("bytes") {
            *byte = json!(255 - byte.as_u64().expect("a byte"));
        }
    }
    fs::write(&keychain, accounts.to_string()).expect("written");
    assert_stuck_unchanged(edges, "wrongKey").await;
}
