//! A profile that will not open any more is set aside whole, and another begins; one that needs something
//! else is not.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use acceptance::{Desk, Edges, FileKeychain, NoKeychain};
use console::KeychainTrouble;
use ipc::session::Trouble;
use ipc::{Failure, Field};
use serde_json::{Value, json};

use crate::profile::read_only_folder;

async fn filled() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

fn description(folder: &Path) -> PathBuf {
    folder.join("profile.json")
}

fn profile(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(description(folder)).expect("profile.json")).expect("JSON")
}

fn vault(folder: &Path) -> PathBuf {
    folder.join(format!("{}.db", profile(folder)["vault"].as_str().expect("a vault")))
}

/// What is kept of a profile in a folder, by name.
fn kept(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("the folder lists").map(|entry| entry.expect("an entry"));
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let files = entries.map(|entry| entry.path()).filter(|path| path.is_file());
    let ours = files.filter(|path| name(path).contains(".db") || name(path).starts_with("profile.json"));
    ours.map(|path| (name(&path), fs::read(&path).expect("read"))).collect()
}

/// The folders of profiles that were set aside.
fn aside(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).expect("the folder lists").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.to_string_lossy().contains("set-aside-")).collect()
}

fn stuck(trouble: &str) -> Value {
    json!({"stage": "stuck", "trouble": {"kind": trouble}})
}

/// A profile is set aside with every byte of it, and a new one goes as far as a practice that is read.
async fn assert_another_begins(edges: Edges, trouble: &str) {
    let before = kept(&edges.folder);
    let mut desk = Desk::start(edges).await;
    let session = desk.ask("session_read", json!({})).await;
    assert_eq!(session["stage"], stuck(trouble));
    assert_eq!(session["folder"], desk.folder().display().to_string(), "it says where the files are");
    let session = desk.ask("profile_set_aside", json!({})).await;
    assert_eq!(session["stage"], json!({"stage": "firstRun", "keychain": "ready"}));
    let folders = aside(desk.folder());
    assert_eq!(folders.len(), 1, "{folders:?}");
    assert!(kept(&folders[0]) == before, "{trouble}: every byte of it is kept");

    desk.connect_demo().await;
    desk.filled().await;
    let said = desk.ask("audit_read", json!({"limit": 200, "kind": "setting"})).await;
    let first = said["rows"].as_array().and_then(|rows| rows.last()).expect("an entry");
    assert_eq!((&first["words"], &first["sequence"]), (&json!("set the profile aside"), &json!(1)), "{said}");
    let desk = desk.restart().await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    let edges = desk.close().await;
    assert!(kept(&folders[0]) == before, "and stays as it is");
    drop(edges);
}

/// Nothing is set aside, and it is said why.
async fn assert_refused(edges: Edges, name: &str, trouble: Trouble) -> Edges {
    let before = kept(&edges.folder);
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, stuck(name));
    let refused = desk.call("profile_set_aside", json!({})).await;
    assert_eq!(refused.map(drop), Err(Failure::Profile { trouble }));
    assert_eq!(desk.stage().await, stuck(name), "as before");
    let edges = desk.close().await;
    assert!(kept(&edges.folder) == before && aside(&edges.folder).is_empty(), "{name}: nothing is moved");
    edges
}

#[tokio::test(start_paused = true)]
async fn a_damaged_description_is_set_aside_and_another_begins() {
    let edges = filled().await.close().await;
    fs::write(description(&edges.folder), "{").expect("written");
    assert_another_begins(edges, "vaultDamaged").await;
}

#[tokio::test(start_paused = true)]
async fn a_damaged_vault_is_set_aside_and_another_begins() {
    let edges = filled().await.close().await;
    let path = vault(&edges.folder);
    let mut bytes = fs::read(&path).expect("read");
    bytes[..4096].iter_mut().for_each(|byte| *byte ^= 0xff);
    fs::write(&path, bytes).expect("damaged");
    assert_another_begins(edges, "vaultDamaged").await;
}

#[tokio::test(start_paused = true)]
async fn a_vault_that_was_damaged_in_use_is_set_aside_though_it_opens() {
    let mut desk = filled().await;
    let path = vault(desk.folder());
    let log = PathBuf::from(format!("{}-wal", path.display()));
    let whole = (fs::read(&path).expect("read"), fs::read(&log).expect("read"));
    for (path, head, page, first) in [(&path, 0, 4096, 3), (&log, 32, 24 + 4096, 0)] {
        let mut bytes = fs::read(path).expect("read");
        for page in bytes[head..].chunks_mut(page).skip(first) {
            page.iter_mut().skip(200).take(32).for_each(|byte| *byte ^= 0xff);
        }
        fs::write(path, bytes).expect("damaged");
    }
    desk.ask("patient_remember", json!({"patient": "1"})).await;
    assert!(desk.call("audit_verify", json!({})).await.is_err());
    desk.until("session_read", json!({}), |session| session["stage"] == stuck("vaultDamaged")).await;
    fs::write(&path, whole.0).expect("as it was");
    fs::write(&log, whole.1).expect("as it was");
    let session = desk.ask("profile_set_aside", json!({})).await;
    assert_eq!(session["stage"], json!({"stage": "firstRun", "keychain": "ready"}));
    assert_eq!(aside(desk.folder()).len(), 1);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_profile_whose_key_is_gone_or_another_is_set_aside() {
    for key in [None, Some([7; 32])] {
        let edges = filled().await.close().await;
        let keychain = FileKeychain::new(edges.folder.with_file_name("other-keychain.json"));
        let name = profile(&edges.folder)["vault"].as_str().expect("a vault").to_owned();
        if let Some(key) = key {
            console::Keychain::write(&keychain, &format!("profile {name}"), &key).expect("written");
        }
        let trouble = if key.is_none() { "keyGone" } else { "wrongKey" };
        assert_another_begins(edges.with_keychain(keychain), trouble).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_profile_whose_key_is_there_again_opens_and_is_not_set_aside() {
    let edges = filled().await.close().await;
    let keychain = edges.folder.with_file_name("keychain.json");
    let accounts = fs::read(&keychain).expect("read");
    fs::write(&keychain, "{}").expect("written");
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, stuck("keyGone"));
    fs::write(&keychain, accounts).expect("put back");
    let session = desk.ask("profile_set_aside", json!({})).await;
    assert_eq!(session["stage"], json!({"stage": "ready"}), "it goes on as it was");
    assert!(aside(desk.folder()).is_empty());
    let said = desk.ask("audit_read", json!({"limit": 200, "kind": "setting"})).await;
    assert!(!said.to_string().contains("set the profile aside"), "nor is it said that it was: {said}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_profile_that_another_daybook_has_open_is_not_set_aside() {
    let first = filled().await;
    let second = Desk::start(first.edges().clone()).await;
    assert_eq!(second.stage().await, stuck("inUse"));
    let refused = second.call("profile_set_aside", json!({})).await;
    assert_eq!(refused.map(drop), Err(Failure::Profile { trouble: Trouble::InUse }));
    second.close().await;
    assert!(aside(first.folder()).is_empty());
    assert_eq!(first.stage().await, json!({"stage": "ready"}), "the first goes on");
    let refused = first.call("profile_set_aside", json!({})).await;
    let nothing = Err(Failure::Invalid { field: Field::Request });
    assert_eq!(refused.map(drop), nothing, "a profile that is open is not stuck");
    assert!(aside(first.folder()).is_empty());
    first.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_a_keychain_or_a_newer_daybook_opens_is_not_set_aside() {
    let edges = filled().await.close().await;
    for (why, name, trouble) in [
        (KeychainTrouble::Absent, "keychainAbsent", Trouble::KeychainAbsent),
        (KeychainTrouble::Locked, "keychainLocked", Trouble::KeychainLocked),
    ] {
        assert_refused(edges.clone().with_keychain(NoKeychain(why)), name, trouble).await;
    }
    let whole = profile(&edges.folder);
    let mut newer = whole.clone();
    newer["version"] = json!(whole["version"].as_u64().expect("a version") + 1);
    fs::write(description(&edges.folder), newer.to_string()).expect("written");
    let edges = assert_refused(edges, "newer", Trouble::Newer).await;
    fs::write(description(&edges.folder), whole.to_string()).expect("put back");
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "nothing was lost");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_cannot_be_written_to_is_not_set_aside() {
    let mut edges = Edges::new().expect("a computer");
    edges.folder = read_only_folder(&edges.folder);
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, stuck("readOnly"));
    let refused = desk.call("profile_set_aside", json!({})).await;
    assert_eq!(refused.map(drop), Err(Failure::Profile { trouble: Trouble::ReadOnly }));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_profile_of_which_nobody_knows_the_passphrase_is_set_aside_and_another_begins() {
    let edges = Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Absent));
    let desk = Desk::start(edges).await;
    desk.ask("profile_open", json!({"passphrase": "eight quiet otters"})).await;
    desk.connect_demo().await;
    let refused = desk.call("profile_set_aside", json!({})).await;
    assert_eq!(refused.map(drop), Err(Failure::Invalid { field: Field::Request }), "it is in use");
    let edges = desk.close().await;
    let before = kept(&edges.folder);
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "needsPassphrase"}));
    let session = desk.ask("profile_set_aside", json!({})).await;
    assert_eq!(session["stage"], json!({"stage": "firstRun", "keychain": "absent"}));
    let folders = aside(desk.folder());
    assert_eq!(folders.len(), 1, "{folders:?}");
    assert!(kept(&folders[0]) == before, "every byte of it is kept");
    desk.ask("profile_open", json!({"passphrase": "nine loud herons"})).await;
    assert_eq!(desk.stage().await, json!({"stage": "noPractice"}));
    desk.close().await;
}
