//! PINs that are changed, forgotten and guessed, and the recovery code that gives another.

use std::fs;

use acceptance::{Desk, Edges};
use ipc::session::Trouble;
use ipc::{Failure, Field, Permission};
use serde_json::{Value, json};

use crate::audit::vault_file;

const ANA: &str = "482915";
const BEN: &str = "771204";
const OTHER: &str = "660318";

fn locked(recovery: bool) -> Value {
    json!({"stage": "locked", "passphrase": false, "recovery": recovery})
}

async fn add(desk: &Desk, name: &str, role: &str, pin: &str) -> String {
    desk.ask("person_add", json!({"name": name, "role": role, "pin": pin})).await;
    let people = desk.ask("people_list", json!({})).await;
    let people = people["people"].as_array().expect("people").clone();
    let added = people.into_iter().find(|person| person["name"] == name).expect("added");
    added["id"].as_str().expect("an id").to_owned()
}

/// A practice with Ana as manager, who sits at it, and Ben at the front desk.
async fn staffed() -> (Desk, String, String) {
    let desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    let ana = add(&desk, "Ana Lee", "manager", ANA).await;
    let ben = add(&desk, "Ben Ross", "frontDesk", BEN).await;
    (desk, ana, ben)
}

async fn written_down(desk: &Desk) -> String {
    let made = desk.ask("recovery_make", json!({"pin": ANA})).await;
    desk.ask("recovery_note", json!({})).await;
    made["code"].as_str().expect("a code").to_owned()
}

async fn sign_in(desk: &Desk, person: &str, pin: &str) -> Result<Value, Failure> {
    desk.call("person_sign_in", json!({"person": person, "pin": pin})).await
}

async fn reset(desk: &Desk, person: &str, code: &str, pin: &str) -> Result<Value, Failure> {
    desk.call("pin_reset", json!({"person": person, "code": code, "newPin": pin})).await
}

async fn change(desk: &Desk, pin: &str, another: &str) -> Result<Value, Failure> {
    desk.call("pin_change", json!({"pin": pin, "newPin": another})).await
}

fn wrong_codes(desk: &Desk) -> Value {
    let profile = fs::read(desk.folder().join("profile.json")).expect("read");
    serde_json::from_slice::<Value>(&profile).expect("JSON")["wrong_codes"].clone()
}

async fn said(desk: &Desk, kind: &str) -> Vec<(String, String, String)> {
    let page = desk.ask("audit_read", json!({"limit": 200, "kind": kind})).await;
    let rows = page["rows"].as_array().expect("rows").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.map(|row| (text(&row["words"]), text(&row["about"]), text(&row["person"]["name"]))).collect()
}

#[tokio::test(start_paused = true)]
async fn a_manager_who_forgot_their_pin_is_given_another_by_the_recovery_code_alone() {
    let (desk, ana, ben) = staffed().await;
    let before = written_down(&desk).await;
    let code = written_down(&desk).await;
    let refused = reset(&desk, &ana, &code, OTHER).await.err();
    assert_eq!(refused, Some(Failure::Invalid { field: Field::Request }), "an open console needs none");
    desk.ask("console_lock", json!({})).await;
    assert_eq!(desk.stage().await, locked(true));
    for _ in 0..5 {
        assert_eq!(sign_in(&desk, &ana, "999991").await.err(), Some(Failure::WrongPin));
    }
    assert!(matches!(sign_in(&desk, &ana, ANA).await.err(), Some(Failure::TooManyTries { .. })));

    let slipped = format!("{}{}", if code.starts_with('A') { "B" } else { "A" }, &code[1..]);
    for (code, pin, failure) in [
        (slipped.as_str(), OTHER, Failure::Invalid { field: Field::RecoveryCode }),
        (code.as_str(), "123456", Failure::Invalid { field: Field::Pin }),
        (before.as_str(), OTHER, Failure::WrongRecoveryCode),
    ] {
        assert_eq!(reset(&desk, &ana, code, pin).await.err(), Some(failure));
        assert_eq!(desk.stage().await, locked(true));
        assert_eq!(desk.call("patient_recent", json!({})).await.err(), Some(Failure::Locked));
    }
    assert_eq!(wrong_codes(&desk), 1, "it is counted on the disk at once");

    let desk = desk.restart().await;
    let refused = reset(&desk, &ben, &code, OTHER).await.err();
    assert_eq!(refused, Some(Failure::Forbidden { permission: Permission::ManagePeople }));
    assert_eq!(desk.stage().await, locked(true));
    let session = reset(&desk, &ana, &code.to_lowercase(), OTHER).await.expect("the code, and a PIN");
    assert_eq!(session["stage"], json!({"stage": "ready"}), "though her PIN rested");
    assert_eq!(session["seat"]["person"]["name"], "Ana Lee");
    let given = ("gave a manager another PIN with the recovery code", "Ana Lee");
    let unlocks = said(&desk, "unlock").await;
    assert!(unlocks.iter().any(|(words, about, _)| (words.as_str(), about.as_str()) == given), "{unlocks:?}");
    assert!(unlocks.iter().any(|(words, _, who)| words == "unlocked the console" && who == "Ana Lee"));
    let found = said(&desk, "failedUnlock").await;
    let tried = |(words, about, _): &(String, String, String)| {
        words == "found recovery codes tried that open nothing" && about == "1"
    };
    assert!(found.iter().any(tried), "a restart forgets no guess: {found:?}");

    desk.ask("console_lock", json!({})).await;
    assert_eq!(sign_in(&desk, &ana, ANA).await.err(), Some(Failure::WrongPin), "the one before is none");
    sign_in(&desk, &ana, OTHER).await.expect("her PIN");
    let standing = desk.ask("audit_verify", json!({})).await;
    assert_eq!((&standing["troubles"], &standing["foundBefore"]), (&json!([]), &json!(0)), "{standing}");
    let failed = said(&desk, "failedUnlock").await;
    assert!(
        failed.iter().any(|(words, about, _)| words.starts_with("gave a manager") && about == "Ben Ross")
    );
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_pin_is_given_by_the_code_though_the_keychain_lost_the_key() {
    let edges = Edges::new().expect("a computer");
    let keychain = edges.folder.with_file_name("keychain.json");
    let desk = Desk::start(edges).await;
    desk.connect_demo().await;
    let ana = add(&desk, "Ana Lee", "manager", ANA).await;
    let code = written_down(&desk).await;
    desk.ask("console_lock", json!({})).await;
    fs::write(&keychain, "{}").expect("emptied");
    reset(&desk, &ana, &code, OTHER).await.expect("the code has the key");
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    desk.ask("console_lock", json!({})).await;
    let gone = Failure::Profile { trouble: Trouble::KeyGone };
    assert_eq!(sign_in(&desk, &ana, OTHER).await.err(), Some(gone), "the keychain is not mended by it");
    desk.ask("profile_recover", json!({ "code": code })).await;
    sign_in(&desk, &ana, OTHER).await.expect("the code puts the key back");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_locked_profile_takes_the_recovery_code_and_then_asks_who_it_is() {
    let (desk, ana, _) = staffed().await;
    let code = written_down(&desk).await;
    desk.ask("console_lock", json!({})).await;
    let aside = desk.call("profile_set_aside", json!({})).await.err();
    assert_eq!(aside, Some(Failure::Invalid { field: Field::Request }), "with a code there is a better way");
    desk.ask("profile_recover", json!({ "code": code })).await;
    assert_eq!(desk.stage().await, locked(true));
    assert_eq!(desk.call("patient_recent", json!({})).await.err(), Some(Failure::Locked));
    sign_in(&desk, &ana, ANA).await.expect("her PIN");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_locked_profile_without_a_code_is_set_aside_whole_and_another_begins() {
    let (desk, ana, _) = staffed().await;
    desk.ask("console_lock", json!({})).await;
    assert_eq!(desk.stage().await, locked(false));
    let unknown = "7K3M-9QRT-2X4B-C8DF-GH5J-NPVW-6YZA";
    assert!(reset(&desk, &ana, unknown, OTHER).await.is_err());
    assert_eq!(desk.stage().await, locked(false));
    let session = desk.ask("profile_set_aside", json!({})).await;
    assert_eq!(session["stage"]["stage"], "firstRun", "{session}");
    assert_eq!(session["seat"]["seat"], "everybody");
    let folders = fs::read_dir(desk.folder()).expect("the folder").filter_map(Result::ok);
    let aside: Vec<_> =
        folders.filter(|entry| entry.file_name().to_string_lossy().starts_with("set-aside-")).collect();
    assert_eq!(aside.len(), 1);
    assert!(aside[0].path().join("profile.json").exists(), "nothing of it is erased");
    desk.connect_demo().await;
    let noted = said(&desk, "setting").await;
    assert!(noted.iter().any(|(words, ..)| words == "set the profile aside"), "{noted:?}");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn each_gives_themselves_another_pin_and_a_wrong_one_before_is_a_guess() {
    let (desk, _, ben) = staffed().await;
    sign_in(&desk, &ben, BEN).await.expect("his PIN");
    let weak = change(&desk, BEN, "111111").await.err();
    assert_eq!(weak, Some(Failure::Invalid { field: Field::Pin }));
    for _ in 0..4 {
        assert_eq!(change(&desk, "999991", OTHER).await.err(), Some(Failure::WrongPin));
    }
    change(&desk, BEN, OTHER).await.expect("the one he has");
    assert_eq!(sign_in(&desk, &ben, BEN).await.err(), Some(Failure::WrongPin), "the one before is none");
    for _ in 0..4 {
        assert_eq!(change(&desk, BEN, "318660").await.err(), Some(Failure::WrongPin));
    }
    let rests = |answer: Result<Value, Failure>| matches!(answer, Err(Failure::TooManyTries { .. }));
    assert!(rests(change(&desk, OTHER, "318660").await), "guesses here and at the lock are one count");
    desk.ask("console_lock", json!({})).await;
    assert!(rests(sign_in(&desk, &ben, OTHER).await));
    tokio::time::advance(std::time::Duration::from_secs(30)).await;
    sign_in(&desk, &ben, OTHER).await.expect("once it has rested");

    let ana = desk.ask("session_read", json!({})).await;
    assert_eq!(ana["seat"]["person"]["name"], "Ben Ross");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn who_changed_their_pin_and_who_failed_to_is_on_record_and_a_manager_ends_a_rest() {
    let (desk, ana, ben) = staffed().await;
    sign_in(&desk, &ben, BEN).await.expect("his PIN");
    change(&desk, BEN, OTHER).await.expect("the one he has");
    for _ in 0..5 {
        assert_eq!(change(&desk, BEN, "318660").await.err(), Some(Failure::WrongPin));
    }
    sign_in(&desk, &ana, ANA).await.expect("her PIN");
    let by = |lines: Vec<(String, String, String)>| {
        lines.iter().filter(|(words, _, who)| words == "changed their own PIN" && who == "Ben Ross").count()
    };
    assert_eq!((by(said(&desk, "setting").await), by(said(&desk, "failedUnlock").await)), (1, 5));
    assert!(matches!(sign_in(&desk, &ben, OTHER).await, Err(Failure::TooManyTries { .. })));
    let given = json!({"person": ben, "name": "Ben Ross", "role": "frontDesk", "pin": BEN});
    desk.ask("person_change", given).await;
    sign_in(&desk, &ben, BEN).await.expect("what a manager gave him does not rest");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn where_nobody_is_told_apart_nobody_has_a_pin_to_change() {
    let desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    assert_eq!(change(&desk, ANA, OTHER).await.err(), Some(Failure::NobodyToUnlock));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_vault_that_was_put_back_gives_nobody_their_guesses_again() {
    let (desk, _, ben) = staffed().await;
    let file = vault_file(&desk);
    let mut edges = desk.close().await;
    let unguessed = fs::read(&file).expect("the vault");
    for guess in 1..=5 {
        let desk = Desk::start(edges).await;
        assert_eq!(sign_in(&desk, &ben, "999991").await.err(), Some(Failure::WrongPin), "guess {guess}");
        edges = desk.close().await;
        fs::write(&file, &unguessed).expect("put back");
    }
    let desk = Desk::start(edges).await;
    let rests = |answer: Result<Value, Failure>| matches!(answer, Err(Failure::TooManyTries { .. }));
    assert!(rests(sign_in(&desk, &ben, "999991").await), "the keychain counted on");
    assert!(rests(sign_in(&desk, &ben, BEN).await), "and nobody learns whether this is the right one");
    desk.ask("console_lock", json!({})).await;
    fs::write(&file, &unguessed).expect("put back while it runs");
    assert!(rests(sign_in(&desk, &ben, BEN).await));
    tokio::time::advance(std::time::Duration::from_secs(30)).await;
    sign_in(&desk, &ben, BEN).await.expect("once it has rested");
    let desk = desk.restart().await;
    for _ in 0..4 {
        assert_eq!(sign_in(&desk, &ben, "999991").await.err(), Some(Failure::WrongPin));
    }
    sign_in(&desk, &ben, BEN).await.expect("a PIN that was right ends the count in both");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_code_another_key_and_an_export_ask_for_the_pin_of_whoever_sits_there() {
    let (desk, ana, _) = staffed().await;
    let words = "seven quiet otters";
    let deeds = ["recovery_make", "key_change", "vault_export"];
    let ask = |deed: &str, pin: Option<&str>| {
        let mut request = if deed == "vault_export" { json!({ "passphrase": words }) } else { json!({}) };
        if let Some(pin) = pin {
            request["pin"] = json!(pin);
        }
        request
    };
    for deed in deeds {
        let unsaid = desk.call(deed, ask(deed, None)).await.err();
        assert_eq!(unsaid, Some(Failure::Invalid { field: Field::Pin }), "{deed}");
        assert_eq!(desk.call(deed, ask(deed, Some("999991"))).await.err(), Some(Failure::WrongPin), "{deed}");
    }
    let failed = said(&desk, "failedUnlock").await;
    assert_eq!(
        failed.iter().filter(|(.., who)| who == "Ana Lee").count(),
        3,
        "each is on record: {failed:?}"
    );
    assert_eq!(listed(&desk), 0, "and nothing is done");
    for deed in deeds {
        desk.ask(deed, ask(deed, Some(ANA))).await;
    }
    assert_eq!(listed(&desk), 1);
    for _ in 0..5 {
        assert_eq!(desk.call(deeds[0], ask(deeds[0], Some("999991"))).await.err(), Some(Failure::WrongPin));
    }
    let rests = |answer: Result<Value, Failure>| matches!(answer, Err(Failure::TooManyTries { .. }));
    assert!(rests(desk.call(deeds[0], ask(deeds[0], Some(ANA))).await), "it is one count");
    desk.ask("console_lock", json!({})).await;
    assert!(rests(sign_in(&desk, &ana, ANA).await), "with that of the lock");
    desk.close().await;
}

/// How many exported vaults there are.
fn listed(desk: &Desk) -> usize {
    fs::read_dir(desk.folder().join("exports")).map_or(0, Iterator::count)
}

#[tokio::test(start_paused = true)]
async fn who_sat_there_last_is_first_at_the_lock() {
    let (desk, ana, ben) = staffed().await;
    let first = async |desk: &Desk| {
        let session = desk.ask("session_read", json!({})).await;
        session["seat"]["people"][0]["id"].as_str().expect("an id").to_owned()
    };
    desk.ask("console_lock", json!({})).await;
    assert_eq!(first(&desk).await, ana);
    sign_in(&desk, &ben, BEN).await.expect("his PIN");
    desk.ask("console_lock", json!({})).await;
    assert_eq!(first(&desk).await, ben);
    let desk = desk.restart().await;
    assert_eq!(first(&desk).await, ben, "after a restart too");
    desk.close().await;
}
