//! A keychain that is asked and does not answer: at each door that is said, nothing is lost, and once it
//! answers there is one key.

use std::fs;
use std::path::Path;
use std::sync::mpsc::Receiver;

use acceptance::{Desk, Edges, HushedKeychain, files_under};
use ipc::Failure;
use ipc::session::Trouble;
use serde_json::{Value, json};

/// A computer whose keychain can be hushed, the keychain, and what it is made to forget.
fn computer() -> (Edges, HushedKeychain, Receiver<String>) {
    let edges = Edges::new().expect("a computer");
    let (keychain, forgot) = HushedKeychain::over(edges.keychain.clone());
    (edges.with_keychain(keychain.clone()), keychain, forgot)
}

fn silent() -> Failure {
    Failure::Profile { trouble: Trouble::KeychainSilent }
}

fn stuck() -> Value {
    json!({"stage": "stuck", "trouble": {"kind": "keychainSilent"}})
}

/// Asks until the keychain is not silent any more.
async fn ask(desk: &Desk, command: &str, request: Value) -> Value {
    loop {
        match desk.call(command, request.clone()).await {
            Err(failure) if failure == silent() => {}
            answer => return answer.unwrap_or_else(|failure| panic!("{command}: {failure:?}")),
        }
    }
}

/// The accounts of keys that the keychain holds.
fn keys(folder: &Path) -> Vec<String> {
    let kept = fs::read(folder.with_file_name("keychain.json")).unwrap_or_else(|_| b"{}".to_vec());
    let kept: Value = serde_json::from_slice(&kept).expect("JSON");
    let accounts = kept.as_object().expect("accounts").keys();
    accounts.filter(|account| account.starts_with("profile ")).cloned().collect()
}

fn account(folder: &Path) -> String {
    let profile = fs::read(folder.join("profile.json")).expect("profile.json");
    let profile: Value = serde_json::from_slice(&profile).expect("JSON");
    format!("profile {}", profile["vault"].as_str().expect("a vault"))
}

fn proof(folder: &Path) -> Value {
    let profile = fs::read(folder.join("profile.json")).expect("profile.json");
    serde_json::from_slice::<Value>(&profile).expect("JSON")["key_check"].clone()
}

/// Waits until the keychain was made to forget a key; says of which account.
async fn forgotten(forgot: Receiver<String>) -> String {
    let waiting = move || forgot.iter().find(|account| account.starts_with("profile "));
    tokio::task::spawn_blocking(waiting).await.expect("no panic").expect("a key is taken back")
}

#[tokio::test(start_paused = true)]
async fn at_a_start_it_is_said_and_another_try_opens() {
    let (edges, keychain, _forgot) = computer();
    let desk = Desk::start(edges).await;
    desk.connect_demo().await;
    let edges = desk.close().await;
    let contents = || -> Vec<_> {
        let files = files_under(&edges.folder).expect("the folder").into_iter();
        files.map(|path| (path.clone(), fs::read(path).expect("read"))).collect()
    };
    let before = contents();
    keychain.hush("profile ");
    let desk = Desk::start(edges.clone()).await;
    assert_eq!(desk.stage().await, stuck());
    assert_eq!(desk.call("profile_open", json!({})).await.err(), Some(silent()), "it is asked again");
    assert!(contents() == before, "no byte of the profile is another");
    keychain.speak();
    let session = ask(&desk, "profile_open", json!({})).await;
    assert_eq!(session["stage"]["stage"], "ready");
    assert_eq!(keys(&edges.folder), [account(&edges.folder)]);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn on_first_run_it_is_said_before_anything_is_made() {
    let (edges, keychain, _forgot) = computer();
    keychain.hush("probe");
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "firstRun", "keychain": "silent"}));
    assert_eq!(desk.call("profile_open", json!({})).await.err(), Some(silent()));
    assert_eq!(keys(desk.folder()), Vec::<String>::new());
    keychain.speak();
    let session = ask(&desk, "profile_open", json!({})).await;
    assert_eq!(session["stage"]["stage"], "noPractice");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_key_that_it_kept_too_late_is_taken_back_and_there_is_never_a_second() {
    let (edges, keychain, forgot) = computer();
    let desk = Desk::start(edges).await;
    keychain.hush("profile ");
    assert_eq!(desk.call("profile_open", json!({})).await.err(), Some(silent()));
    assert_eq!(desk.stage().await["stage"], "firstRun", "nothing was made");
    keychain.speak();
    let late = forgotten(forgot).await;
    ask(&desk, "profile_open", json!({})).await;
    let made = account(desk.folder());
    assert_ne!(late, made);
    assert_eq!(keys(desk.folder()), [made], "one profile, one key");
    let desk = desk.restart().await;
    assert_eq!(desk.stage().await["stage"], "noPractice", "and it opens the profile");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_recovery_waits_for_it_no_longer_and_goes_on_once_it_answers() {
    let (edges, keychain, _forgot) = computer();
    let desk = Desk::start(edges).await;
    desk.connect_demo().await;
    let code = desk.ask("recovery_make", json!({})).await["code"].clone();
    desk.ask("recovery_note", json!({})).await;
    let edges = desk.close().await;
    let lost = account(&edges.folder);
    edges.keychain.delete(&lost).expect("forgotten");
    let before = proof(&edges.folder);

    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await["trouble"]["kind"], "keyGone");
    keychain.hush("profile ");
    let recover = json!({ "code": code });
    assert_eq!(desk.call("profile_recover", recover.clone()).await.err(), Some(silent()));
    assert_eq!(desk.stage().await["stage"], "stuck");
    assert_eq!(proof(desk.folder()), before);
    keychain.speak();
    let session = ask(&desk, "profile_recover", recover).await;
    assert_eq!(session["stage"]["stage"], "ready");
    assert_eq!((keys(desk.folder()), proof(desk.folder())), (vec![lost], before), "the key that it had");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_change_of_the_key_is_taken_back_and_the_key_before_opens() {
    for hushed in ["probe", "profile "] {
        let (edges, keychain, forgot) = computer();
        let desk = Desk::start(edges).await;
        desk.connect_demo().await;
        let (before, kept) = (proof(desk.folder()), keys(desk.folder()));
        keychain.hush(hushed);
        assert_eq!(desk.call("key_change", json!({})).await.err(), Some(silent()), "{hushed}");
        assert_eq!(desk.stage().await["stage"], "ready", "the practice is in use as before");
        assert_eq!(proof(desk.folder()), before);
        keychain.speak();
        if hushed == "profile " {
            let late = forgotten(forgot).await;
            assert!(!kept.contains(&late), "the key in use is not taken back");
        }
        assert_eq!(keys(desk.folder()), kept, "{hushed}: the key in use alone");
        ask(&desk, "key_change", json!({})).await;
        let desk = desk.restart().await;
        assert_eq!(desk.stage().await["stage"], "ready");
        assert_ne!(proof(desk.folder()), before, "and it can be changed after all");
        desk.close().await;
    }
}
