//! The key's life: a keychain that lost it, a passphrase that is forgotten, another key, another computer.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use acceptance::{Desk, Edges, NoKeychain, files_under, pass};
use console::KeychainTrouble;
use ipc::keys::RestoreStop;
use ipc::session::Trouble;
use ipc::{Failure, Field};
use serde_json::{Value, json};

use crate::killed::{KillAt, NoTasks, computer, copy};
use crate::recovery::assert_nothing_in_the_clear;

const COMPUTER: &str = "DAYBOOK_KEYS_COMPUTER";
const POINT: &str = "DAYBOOK_KEYS_POINT";
const WORDS: &str = "seven quiet otters";

async fn filled(edges: Edges) -> Desk {
    let mut desk = Desk::start(edges).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk
}

fn keychain(edges: &Edges) -> PathBuf {
    edges.folder.with_file_name("keychain.json")
}

fn accounts(edges: &Edges) -> Value {
    serde_json::from_slice(&fs::read(keychain(edges)).expect("read")).expect("JSON")
}

fn profile(edges: &Edges) -> Value {
    serde_json::from_slice(&fs::read(edges.folder.join("profile.json")).expect("read")).expect("JSON")
}

async fn written_down(desk: &Desk) -> String {
    let made = desk.ask("recovery_make", json!({})).await;
    desk.ask("recovery_note", json!({})).await;
    made["code"].as_str().expect("a code").to_owned()
}

/// Whether somebody has a code, and whether one that somebody had opens nothing any more.
async fn codes(desk: &Desk) -> (bool, bool) {
    let keys = desk.ask("keys_read", json!({})).await;
    (keys["recovery"] == true, keys["recoveryEnded"] == true)
}

fn stuck(trouble: &str) -> Value {
    json!({"stage": "stuck", "trouble": {"kind": trouble}})
}

/// What the audit says, the latest first: the words and how each ended.
async fn said(desk: &Desk) -> Vec<(String, String)> {
    let page = desk.ask("audit_read", json!({"limit": 200})).await;
    let rows = page["rows"].as_array().expect("rows").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    rows.map(|row| (text(&row["words"]), text(&row["outcome"]))).collect()
}

fn count(said: &[(String, String)], words: &str, outcome: &str) -> usize {
    said.iter().filter(|(known, came)| known == words && came == outcome).count()
}

async fn held(desk: &Desk) -> Value {
    desk.ask("sync_read", json!({})).await["held"].clone()
}

async fn assert_sound(desk: &Desk) {
    let standing = desk.ask("audit_verify", json!({})).await;
    assert_eq!(standing["troubles"], json!([]), "the audit is one chain: {standing}");
    assert_eq!(standing["foundBefore"], 0, "and was never found to be another: {standing}");
}

/// The same where the keychain lost the anchor with the key: that is found, and nothing else.
async fn assert_sound_unanchored(desk: &Desk) {
    let standing = desk.ask("audit_verify", json!({})).await;
    assert_eq!((&standing["troubles"], &standing["foundBefore"]), (&json!([]), &json!(1)), "{standing}");
    let page = desk.ask("audit_read", json!({"limit": 200, "kind": "finding"})).await;
    assert_eq!(page["rows"][0]["about"], "anchor gone", "{page}");
}

#[tokio::test(start_paused = true)]
async fn a_key_that_the_keychain_lost_is_put_back_by_the_code_and_nothing_is_lost() {
    let desk = filled(Edges::new().expect("a computer")).await;
    assert_eq!(desk.ask("keys_read", json!({})).await["recovery"], false);
    let code = written_down(&desk).await;
    assert_eq!(desk.ask("keys_read", json!({})).await["recovery"], true);
    let people = held(&desk).await;
    let edges = desk.close().await;
    for (_, bytes) in
        files_under(&edges.folder).expect("the folder").iter().map(|path| (path, fs::read(path)))
    {
        let bytes = bytes.expect("read");
        assert!(!bytes.windows(code.len()).any(|window| window == code.as_bytes()), "no file has the code");
    }
    fs::write(keychain(&edges), "{}").expect("emptied");

    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, stuck("keyGone"));
    let other = {
        let there = Desk::start(Edges::new().expect("another")).await;
        there.ask("profile_open", json!({})).await;
        let code = written_down(&there).await;
        there.close().await;
        code
    };
    for _ in 0..3 {
        let refused = desk.call("profile_recover", json!({"code": other})).await;
        assert_eq!(refused.map(drop), Err(Failure::WrongRecoveryCode));
        assert_eq!(desk.stage().await, stuck("keyGone"), "as before");
    }
    let mistyped = json!({"code": format!("{}{}", &code[..33], if code.ends_with('7') { '8' } else { '7' })});
    let refused = desk.call("profile_recover", mistyped).await;
    assert_eq!(refused.map(drop), Err(Failure::Invalid { field: Field::RecoveryCode }), "a slip is no guess");
    // The program ends before the vault could say so.
    let desk = desk.restart().await;
    let refused = desk.call("profile_recover", json!({"code": other})).await;
    assert_eq!(refused.map(drop), Err(Failure::WrongRecoveryCode));
    let session = desk.ask("profile_recover", json!({"code": code.to_lowercase().replace('-', " ")})).await;
    assert_eq!(session["stage"], json!({"stage": "ready"}));
    assert_eq!(held(&desk).await, people, "nobody is lost");
    let said = said(&desk).await;
    assert_eq!(count(&said, "opened the profile with the recovery code", "done"), 1, "{said:?}");
    assert_eq!(count(&said, "opened the profile with the recovery code", "failed"), 1, "{said:?}");
    assert_eq!(count(&said, "found recovery codes tried that open nothing", "failed"), 1, "{said:?}");
    let page = desk.ask("audit_read", json!({"limit": 200, "kind": "failedUnlock"})).await;
    assert!(page["rows"].as_array().expect("rows").iter().any(|row| row["about"] == "4"), "{page}");
    assert_sound_unanchored(&desk).await;

    let desk = desk.restart().await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "the keychain has it again");
    assert_nothing_in_the_clear(desk.edges());
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_keychain_that_is_gone_for_good_gives_way_to_a_passphrase() {
    let desk = filled(Edges::new().expect("a computer")).await;
    let code = written_down(&desk).await;
    let people = held(&desk).await;
    let edges = desk.close().await.with_keychain(NoKeychain(KeychainTrouble::Absent));
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, stuck("keychainAbsent"));
    let refused = desk.call("profile_recover", json!({"code": code})).await;
    assert_eq!(refused.map(drop), Err(Failure::Profile { trouble: Trouble::KeychainAbsent }));
    let refused = desk.call("profile_recover", json!({"code": code, "passphrase": "short"})).await;
    assert_eq!(refused.map(drop), Err(Failure::Invalid { field: Field::Passphrase }));
    desk.ask("profile_recover", json!({"code": code, "passphrase": WORDS})).await;
    assert_eq!(held(&desk).await, people);
    let desk = desk.restart().await;
    assert_eq!(desk.stage().await, json!({"stage": "needsPassphrase"}));
    desk.ask("profile_open", json!({"passphrase": WORDS})).await;
    assert_eq!(held(&desk).await, people);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_forgotten_passphrase_is_replaced_by_the_code() {
    let edges = Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Absent));
    let mut desk = Desk::start(edges).await;
    desk.ask("profile_open", json!({"passphrase": WORDS})).await;
    desk.connect_demo().await;
    desk.filled().await;
    let (code, people) = (written_down(&desk).await, held(&desk).await);
    let desk = desk.restart().await;
    let wrong = desk.call("profile_open", json!({"passphrase": "eight quiet otters"})).await;
    assert_eq!(wrong.map(drop), Err(Failure::Profile { trouble: Trouble::WrongKey }));
    let next = "nine loud herons";
    desk.ask("profile_recover", json!({"code": code, "passphrase": next})).await;
    let desk = desk.restart().await;
    let wrong = desk.call("profile_open", json!({"passphrase": WORDS})).await;
    assert_eq!(
        wrong.map(drop),
        Err(Failure::Profile { trouble: Trouble::WrongKey }),
        "the one before is none"
    );
    desk.ask("profile_open", json!({"passphrase": next})).await;
    assert_eq!(held(&desk).await, people);
    assert_sound(&desk).await;
    assert_eq!(desk.ask("keys_read", json!({})).await["passphrase"], true);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_passphrase_that_is_forgotten_while_locked_is_replaced_by_the_code_and_a_pin_is_asked_for() {
    let edges = Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Absent));
    let desk = Desk::start(edges).await;
    desk.ask("profile_open", json!({"passphrase": WORDS})).await;
    desk.connect_demo().await;
    let code = written_down(&desk).await;
    desk.ask("person_add", json!({"name": "Ana Lee", "role": "manager", "pin": "482915"})).await;
    let ana = desk.ask("people_list", json!({})).await["people"][0]["id"].clone();
    desk.ask("console_lock", json!({})).await;
    let locked = |passphrase: bool| json!({"stage": "locked", "passphrase": passphrase, "recovery": true});
    assert_eq!(desk.stage().await, locked(true));
    let other = written_down_elsewhere(&code);
    let wrong = desk.call("profile_recover", json!({"code": other, "passphrase": "nine loud herons"})).await;
    assert!(wrong.is_err(), "another code opens nothing");
    assert_eq!(desk.stage().await, locked(true), "nor does it change anything");
    assert!(desk.call("patient_recent", json!({})).await.is_err(), "and shows nothing");
    desk.ask("profile_recover", json!({"code": code, "passphrase": "nine loud herons"})).await;
    assert_eq!(desk.stage().await, locked(false), "the code is the first half");
    assert!(desk.call("patient_recent", json!({})).await.is_err(), "nobody said yet who they are");
    desk.ask("person_sign_in", json!({"person": ana, "pin": "482915"})).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    assert_sound(&desk).await;
    desk.ask("console_lock", json!({})).await;
    let before = desk.call("profile_open", json!({"passphrase": WORDS})).await;
    assert_eq!(before.map(drop), Err(Failure::Profile { trouble: Trouble::WrongKey }));
    desk.ask("profile_open", json!({"passphrase": "nine loud herons"})).await;
    desk.close().await;
}

/// A code with a slip of one letter.
fn written_down_elsewhere(code: &str) -> String {
    let slip = if code.starts_with('A') { "B" } else { "A" };
    format!("{slip}{}", &code[1..])
}

#[tokio::test(start_paused = true)]
async fn another_key_opens_everything_and_the_one_before_nothing() {
    let desk = filled(Edges::new().expect("a computer")).await;
    let first = written_down(&desk).await;
    let people = held(&desk).await;
    let (before, files) = (accounts(desk.edges()), profile(desk.edges()));
    let made = desk.ask("key_change", json!({})).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "it goes on where it was");
    assert_eq!(held(&desk).await, people);
    assert_sound(&desk).await;
    let second = made["code"].as_str().expect("a code").to_owned();
    assert_eq!(codes(&desk).await, (false, true), "the code before is dead, and that is said");
    desk.ask("recovery_note", json!({})).await;
    assert_eq!(codes(&desk).await, (true, false), "until somebody has the next");
    let edges = desk.close().await;
    for account in before.as_object().expect("accounts").keys() {
        assert!(accounts(&edges).get(account).is_none(), "{account} is forgotten");
    }
    for name in files["files"].as_object().expect("files").keys() {
        assert!(!edges.folder.join(format!("{name}.db")).exists(), "{name} is erased");
    }
    fs::write(keychain(&edges), before.to_string()).expect("put back");
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, stuck("keyGone"), "the key before is none of this profile's");
    let refused = desk.call("profile_recover", json!({"code": first})).await;
    assert_eq!(refused.map(drop), Err(Failure::WrongRecoveryCode), "nor is its code");
    desk.ask("profile_recover", json!({"code": second})).await;
    assert_eq!(held(&desk).await, people);
    let said = said(&desk).await;
    assert_eq!(count(&said, "changed the profile's key", "done"), 1, "{said:?}");
    assert_sound_unanchored(&desk).await;
    assert_nothing_in_the_clear(desk.edges());
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_passphrase_stays_when_the_key_changes_and_another_changes_nothing() {
    let edges = Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Absent));
    let desk = Desk::start(edges).await;
    desk.ask("profile_open", json!({"passphrase": WORDS})).await;
    let before = profile(desk.edges());
    let missing = desk.call("key_change", json!({})).await;
    assert_eq!(missing.map(drop), Err(Failure::Invalid { field: Field::Passphrase }));
    let wrong = desk.call("key_change", json!({"passphrase": "eight quiet otters"})).await;
    assert_eq!(wrong.map(drop), Err(Failure::Profile { trouble: Trouble::WrongKey }));
    let mut after = profile(desk.edges());
    after["wrong_passphrases"] = before["wrong_passphrases"].clone();
    assert_eq!(after, before, "nothing is changed but that it was tried");
    desk.ask("key_change", json!({"passphrase": WORDS})).await;
    assert_ne!(profile(desk.edges())["key_check"], before["key_check"]);
    let desk = desk.restart().await;
    desk.ask("profile_open", json!({"passphrase": WORDS})).await;
    assert_sound(&desk).await;
    desk.close().await;
}

/// Brings an exported vault to another computer.
fn brought(file: &Path, edges: &Edges) {
    let exports = edges.folder.join("exports");
    fs::create_dir_all(&exports).expect("made");
    fs::copy(file, exports.join(file.file_name().expect("a name"))).expect("brought");
}

#[tokio::test(start_paused = true)]
async fn another_computer_goes_on_with_what_was_exported() {
    let desk = filled(Edges::new().expect("a computer")).await;
    desk.ask("person_add", json!({"name": "Ana Ruiz", "role": "manager", "pin": "482915"})).await;
    let short = desk.call("vault_export", json!({"passphrase": "short", "pin": "482915"})).await;
    assert_eq!(short.map(drop), Err(Failure::Invalid { field: Field::Passphrase }));
    let exported = desk.ask("vault_export", json!({"passphrase": WORDS, "pin": "482915"})).await;
    let file = PathBuf::from(exported["file"].as_str().expect("a file"));
    // That the file is whole is on record once it is: in the file itself its making is under way.
    let mut before = said(&desk).await;
    before.retain(|entry| *entry != ("exported the vault".to_owned(), "done".to_owned()));
    let _first = desk.close().await;

    let there = Edges::new().expect("another computer");
    brought(&file, &there);
    let desk = Desk::start(there).await;
    let listed = desk.ask("vault_list", json!({})).await;
    let name = listed["rows"][0]["name"].as_str().expect("a name").to_owned();
    assert_eq!(listed["rows"].as_array().expect("rows").len(), 1);
    let ask = |name: &str, words: &str| json!({"name": name, "passphrase": words});
    for (name, words, why) in [
        (name.as_str(), "eight quiet otters", RestoreStop::WrongPassphrase),
        ("../profile.json", WORDS, RestoreStop::NoExport),
        ("another.daybook-vault", WORDS, RestoreStop::NoExport),
    ] {
        let refused = desk.call("vault_restore", ask(name, words)).await;
        assert_eq!(refused.map(drop), Err(Failure::NotRestored { why }), "{name}");
        assert_eq!(desk.stage().await, json!({"stage": "firstRun", "keychain": "ready"}));
    }
    let session = desk.ask("vault_restore", ask(&name, WORDS)).await;
    assert_eq!(
        session["seat"]["people"][0]["name"], "Ana Ruiz",
        "whoever works here says who they are: {session}"
    );
    let ana = session["seat"]["people"][0]["id"].clone();
    let mut desk = desk;
    desk.ask("person_sign_in", json!({"person": ana, "pin": "482915"})).await;
    desk.filled().await;
    let after = said(&desk).await;
    assert!(before.iter().all(|entry| after.contains(entry)), "the audit of the first goes on: {after:?}");
    assert_eq!(count(&after, "restored the profile from an exported vault", "done"), 1, "{after:?}");
    assert_sound(&desk).await;
    let again = desk.call("vault_restore", ask(&name, WORDS)).await;
    let why = RestoreStop::NotEmpty;
    assert_eq!(again.map(drop), Err(Failure::NotRestored { why }), "never over what is somebody's");
    let desk = desk.restart().await;
    assert_eq!(desk.stage().await["stage"], "locked");
    assert_nothing_in_the_clear(desk.edges());
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn an_export_takes_the_place_of_a_look_around_and_of_nothing_that_is_somebodys() {
    let desk = filled(Edges::new().expect("a computer")).await;
    desk.ask("person_add", json!({"name": "Ana Ruiz", "role": "manager", "pin": "482915"})).await;
    let exported = desk.ask("vault_export", json!({"passphrase": WORDS, "pin": "482915"})).await;
    let file = PathBuf::from(exported["file"].as_str().expect("a file"));
    assert_eq!(desk.ask("vault_list", json!({})).await["replaces"], "own");
    let _first = desk.close().await;

    let desk = Desk::start(Edges::new().expect("another computer")).await;
    assert_eq!(desk.ask("vault_list", json!({})).await["replaces"], "nothing");
    desk.connect_demo().await;
    let list = desk.ask("connection_list", json!({})).await;
    let demo = profile(desk.edges())["vault"].clone();
    desk.ask("connection_remove", json!({"connection": list["current"]})).await;
    assert_eq!(desk.stage().await, json!({"stage": "noPractice"}));
    assert_eq!(desk.ask("vault_list", json!({})).await["replaces"], "trial");
    let mut desk = filled(desk.close().await).await;
    brought(&file, desk.edges());
    let listed = desk.ask("vault_list", json!({})).await;
    assert_eq!((&listed["replaces"], &listed["ownPassphrase"]), (&json!("trial"), &json!(false)));
    let ask = |words: &str| json!({"name": listed["rows"][0]["name"], "passphrase": words});
    let wrong = desk.call("vault_restore", ask("eight quiet otters")).await;
    assert_eq!(wrong.map(drop), Err(Failure::NotRestored { why: RestoreStop::WrongPassphrase }));
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "nothing makes way for what does not open");

    let session = desk.ask("vault_restore", ask(WORDS)).await;
    assert_eq!(session["seat"]["people"][0]["name"], "Ana Ruiz", "{session}");
    assert_eq!(desk.call("patient_recent", json!({})).await.err(), Some(Failure::Locked));
    let ana = session["seat"]["people"][0]["id"].clone();
    desk.ask("person_sign_in", json!({"person": ana, "pin": "482915"})).await;
    desk.filled().await;
    assert_sound(&desk).await;
    let folders = fs::read_dir(desk.folder()).expect("the folder").filter_map(Result::ok);
    let aside: Vec<_> = folders
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().contains("set-aside-"))
        .collect();
    let kept = fs::read_to_string(aside[0].join("profile.json")).expect("what made way is kept");
    assert!(aside.len() == 1 && kept.contains(demo.as_str().expect("a name")));
    assert_ne!(profile(desk.edges())["vault"], demo);
    let desk = desk.restart().await;
    assert_eq!(desk.stage().await["stage"], "locked");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn without_a_keychain_what_takes_the_place_of_a_look_around_has_a_passphrase_of_its_own() {
    let desk = filled(Edges::new().expect("a computer")).await;
    desk.ask("person_add", json!({"name": "Ana Ruiz", "role": "manager", "pin": "482915"})).await;
    let exported = desk.ask("vault_export", json!({"passphrase": WORDS, "pin": "482915"})).await;
    let file = PathBuf::from(exported["file"].as_str().expect("a file"));
    let _first = desk.close().await;
    let there = Edges::new().expect("another computer").with_keychain(NoKeychain(KeychainTrouble::Absent));
    let desk = Desk::start(there).await;
    assert_eq!(desk.ask("vault_list", json!({})).await["ownPassphrase"], true);
    desk.ask("profile_open", json!({"passphrase": "nine loud herons"})).await;
    desk.connect_demo().await;
    brought(&file, desk.edges());
    let listed = desk.ask("vault_list", json!({})).await;
    assert_eq!((&listed["replaces"], &listed["ownPassphrase"]), (&json!("trial"), &json!(true)));
    let name = &listed["rows"][0]["name"];
    for (own, failure) in [
        (json!(null), Failure::Profile { trouble: Trouble::KeychainAbsent }),
        (json!("short"), Failure::Invalid { field: Field::Passphrase }),
    ] {
        let request = json!({"name": name, "passphrase": WORDS, "ownPassphrase": own});
        assert_eq!(desk.call("vault_restore", request).await.err(), Some(failure));
        assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    }
    let request = json!({"name": name, "passphrase": WORDS, "ownPassphrase": "eight quiet otters"});
    desk.ask("vault_restore", request).await;
    let desk = desk.restart().await;
    assert_eq!(desk.stage().await, json!({"stage": "needsPassphrase"}));
    desk.ask("profile_open", json!({"passphrase": "eight quiet otters"})).await;
    assert_eq!(desk.stage().await["stage"], "locked");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_was_copied_to_another_computer_opens_with_the_code_alone() {
    let desk = filled(Edges::new().expect("a computer")).await;
    let code = written_down(&desk).await;
    let edges = desk.close().await;
    let there = Edges::new().expect("another computer");
    fs::create_dir_all(&there.folder).expect("made");
    for path in files_under(&edges.folder).expect("the folder") {
        let to = there.folder.join(path.strip_prefix(&edges.folder).expect("inside"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(path, to).expect("copied");
    }
    let desk = Desk::start(there).await;
    assert_eq!(desk.stage().await, stuck("keyGone"));
    assert_eq!(
        desk.call("profile_open", json!({})).await.map(drop),
        Err(Failure::Profile { trouble: Trouble::KeyGone })
    );
    desk.ask("profile_recover", json!({"code": code})).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_kept_long_enough_goes_and_how_long_is_a_managers_to_say() {
    let desk = filled(Edges::new().expect("a computer")).await;
    let keys = desk.ask("keys_read", json!({})).await;
    assert_eq!(keys["retention"], json!({"recents": 90, "writes": 90, "people": 730}));
    let found = desk.ask("patient_search", json!({"text": "sm", "limit": 5})).await;
    let patient = found["rows"][0]["id"].clone();
    desk.ask("patient_remember", json!({ "patient": patient })).await;
    for days in [json!({"recents": 0}), json!({"writes": 7}), json!({"people": 4000})] {
        let mut retention = json!({"recents": 90, "writes": null, "people": null});
        retention.as_object_mut().expect("days").extend(days.as_object().expect("days").clone());
        let refused = desk.call("retention_set", json!({ "retention": retention })).await;
        assert_eq!(refused.map(drop), Err(Failure::Invalid { field: Field::Days }), "{retention}");
    }
    let kept = json!({"recents": 1, "writes": null, "people": null});
    desk.ask("retention_set", json!({ "retention": kept })).await;
    assert_eq!(desk.ask("keys_read", json!({})).await["retention"], kept);
    let recent = |page: &Value| page["rows"].as_array().expect("rows").len();
    assert_eq!(recent(&desk.ask("patient_recent", json!({})).await), 1, "not yet");
    let mut desk = desk;
    pass(std::time::Duration::from_secs(49 * 3600)).await;
    desk.until("patient_recent", json!({}), |page| recent(page) == 0).await;
    desk.until("audit_read", json!({"limit": 200}), |page| {
        page["rows"].to_string().contains("took out what was kept long enough")
    })
    .await;
    desk.close().await;
}

/// Runs in the process that is killed: restores where there is no profile, and changes the key.
#[tokio::test(start_paused = true)]
#[ignore = "is run by the tests below in a process of its own"]
async fn the_work() {
    let Some(folder) = env::var_os(COMPUTER) else { return };
    let point = env::var(POINT).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut edges = computer(Path::new(&folder));
    edges.tasks = Arc::new(NoTasks);
    edges.hooks = Arc::new(KillAt::new(point));
    let desk = Desk::start(edges).await;
    if desk.stage().await["stage"] == "firstRun" {
        let listed = desk.ask("vault_list", json!({})).await;
        let request = json!({"name": listed["rows"][0]["name"], "passphrase": WORDS});
        desk.ask("vault_restore", request).await;
    } else {
        desk.ask("key_change", json!({})).await;
    }
    desk.close().await;
}

/// Whether the work came to its end before the n-th point.
fn ends(folder: &Path, point: u32) -> bool {
    let mut child = Command::new(env::current_exe().expect("this program"));
    child.args(["--exact", "keys::the_work", "--ignored"]);
    child.env(COMPUTER, folder).env(POINT, point.to_string());
    child.output().expect("the process runs").status.success()
}

/// The encrypted files in a folder are those that its description names, and the keychain holds one key
/// and one anchor.
fn assert_nothing_left_over(edges: &Edges, point: u32) {
    let profile = profile(edges);
    let files = profile["files"].as_object().expect("files");
    let databases = files_under(&edges.folder).expect("the folder");
    let databases = databases.iter().filter(|path| path.extension().is_some_and(|ending| ending == "db"));
    assert_eq!(databases.count(), files.len(), "point {point}: {profile}");
    assert_eq!(profile["under_way"], Value::Null, "point {point}");
    let accounts = accounts(edges);
    let keys = accounts.as_object().expect("accounts").keys().filter(|name| name.starts_with("profile "));
    assert_eq!(keys.count(), 1, "point {point}: {:?}", accounts.as_object().expect("accounts").keys());
}

#[tokio::test(start_paused = true)]
async fn whenever_it_is_killed_while_the_key_changes_nothing_is_lost_and_one_key_is_left() {
    let first = tempfile::tempdir().expect("a folder");
    let desk = filled(computer(first.path())).await;
    let people = held(&desk).await;
    written_down(&desk).await;
    let key = profile(desk.edges())["key_check"].clone();
    desk.close().await;
    let mut points = 0;
    let mut settled = 0;
    loop {
        let folder = tempfile::tempdir().expect("a folder");
        copy(first.path(), folder.path());
        let ended = ends(folder.path(), points + 1);
        let before = fs::read_to_string(folder.path().join("profile/profile.json")).expect("read");
        let was_under_way = before.contains("\"rekey\"") || before.contains("\"erase\"");
        let desk = Desk::start(computer(folder.path())).await;
        assert_eq!(desk.stage().await, json!({"stage": "ready"}), "point {}: it opens", points + 1);
        assert_eq!(held(&desk).await, people, "point {}: nobody is lost", points + 1);
        assert_sound(&desk).await;
        if was_under_way {
            let said = said(&desk).await;
            let told = [
                "finished a change of the key that was cut off",
                "took back a change of the key that was cut off",
            ];
            assert!(
                told.iter().any(|words| count(&said, words, "done") == 1),
                "point {}: {said:?}",
                points + 1
            );
            settled += 1;
        }
        let is_another = profile(desk.edges())["key_check"] != key;
        assert_eq!(
            codes(&desk).await,
            (!is_another, is_another),
            "point {}: of a dead code is told",
            points + 1
        );
        let edges = desk.close().await;
        assert_nothing_left_over(&edges, points + 1);
        if ended {
            break;
        }
        points += 1;
    }
    assert!(
        points >= 10 && settled >= 5,
        "the work passes many points, and died at {points}, {settled} of them under way"
    );
}

#[tokio::test(start_paused = true)]
async fn whenever_it_is_killed_while_it_is_restored_it_is_whole_or_can_be_restored_again() {
    let desk = filled(Edges::new().expect("a computer")).await;
    let exported = desk.ask("vault_export", json!({"passphrase": WORDS})).await;
    let file = PathBuf::from(exported["file"].as_str().expect("a file"));
    let _first = desk.close().await;
    let mut points = 0;
    loop {
        let folder = tempfile::tempdir().expect("a folder");
        brought(&file, &computer(folder.path()));
        let ended = ends(folder.path(), points + 1);
        let desk = Desk::start(computer(folder.path())).await;
        if desk.stage().await["stage"] == "firstRun" {
            let listed = desk.ask("vault_list", json!({})).await;
            let request = json!({"name": listed["rows"][0]["name"], "passphrase": WORDS});
            desk.ask("vault_restore", request).await;
        }
        assert_eq!(desk.stage().await, json!({"stage": "ready"}), "point {}", points + 1);
        let said = said(&desk).await;
        assert_eq!(count(&said, "restored the profile from an exported vault", "done"), 1, "{said:?}");
        assert_sound(&desk).await;
        let edges = desk.close().await;
        assert_nothing_left_over(&edges, points + 1);
        if ended {
            break;
        }
        points += 1;
    }
    assert!(points >= 6, "the work passes several points, and died at {points}");
}
