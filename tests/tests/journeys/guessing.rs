//! Somebody guesses the passphrase, and ends the program in between.

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use acceptance::{Desk, Edges, NoKeychain, files_under};
use chrono::TimeDelta;
use console::KeychainTrouble;
use ipc::Failure;
use ipc::session::Trouble;
use serde_json::{Value, json};

use crate::killed::computer;

const COMPUTER: &str = "DAYBOOK_GUESSED_COMPUTER";
const WORDS: &str = "four plain words here";
/// How many are tried at once before guesses rest.
const FREE: usize = 5;

fn without_keychain(folder: &Path) -> Edges {
    computer(folder).with_keychain(NoKeychain(KeychainTrouble::Absent))
}

async fn guess(desk: &Desk, words: &str) -> Option<Failure> {
    desk.call("profile_open", json!({ "passphrase": words })).await.err()
}

fn is_resting(answer: Option<&Failure>) -> bool {
    matches!(answer, Some(Failure::PassphraseRests { retry_after_ms }) if (1..=900_000).contains(retry_after_ms))
}

/// Runs in the process that is killed: guesses until guesses rest.
#[tokio::test(start_paused = true)]
#[ignore = "is run by the test below in a process of its own"]
async fn the_guesses() {
    let Some(folder) = env::var_os(COMPUTER) else { return };
    let desk = Desk::start(without_keychain(Path::new(&folder))).await;
    for word in 0..FREE {
        let wrong = guess(&desk, &format!("four other words {word}")).await;
        assert_eq!(wrong, Some(Failure::Profile { trouble: Trouble::WrongKey }));
    }
    std::process::abort();
}

async fn failed(desk: &Desk) -> Vec<Value> {
    let trail = desk.ask("audit_read", json!({"limit": 50, "kind": "failedUnlock"})).await;
    trail["rows"].as_array().expect("rows").clone()
}

#[tokio::test(start_paused = true)]
async fn guesses_are_slowed_and_on_record_after_a_kill_whatever_the_clock_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = Desk::start(without_keychain(folder.path())).await;
    desk.ask("profile_open", json!({ "passphrase": WORDS })).await;
    desk.close().await;

    let mut child = Command::new(env::current_exe().expect("this program"));
    child.args(["--exact", "guessing::the_guesses", "--ignored"]).env(COMPUTER, folder.path());
    let told = child.output().expect("it runs");
    assert!(!told.status.success(), "it was killed: {}", String::from_utf8_lossy(&told.stderr));
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(!said.contains("panicked"), "{said}");

    let edges = without_keychain(folder.path());
    let desk = Desk::start(edges.clone()).await;
    assert!(is_resting(guess(&desk, WORDS).await.as_ref()), "a kill forgets none");
    edges.clock.step(TimeDelta::hours(1));
    assert!(is_resting(guess(&desk, WORDS).await.as_ref()), "nor does a clock that is put forward");
    edges.clock.step(TimeDelta::hours(-2));
    assert!(is_resting(guess(&desk, WORDS).await.as_ref()), "nor one that is put back");
    tokio::time::advance(Duration::from_secs(31)).await;
    assert_eq!(guess(&desk, WORDS).await, None, "it is the right one, once it has rested");
    let found = failed(&desk).await;
    let words = "found passphrases tried before this start that open nothing";
    assert!(
        found.iter().any(|line| line["words"] == words && line["about"] == json!(FREE.to_string())),
        "{found:?}"
    );
    assert_eq!(guess(&desk.restart().await, WORDS).await, None, "and what was wrong before is forgiven");
    let kept = files_under(folder.path()).expect("read");
    assert!(kept.iter().all(|path| {
        let bytes = std::fs::read(path).expect("read");
        !bytes.windows(WORDS.len()).any(|letters| letters == WORDS.as_bytes())
    }));
}

#[tokio::test(start_paused = true)]
async fn a_change_of_the_key_is_no_way_around_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = Desk::start(without_keychain(folder.path())).await;
    desk.ask("profile_open", json!({ "passphrase": WORDS })).await;
    let change = async |words: &str| desk.call("key_change", json!({ "passphrase": words })).await.err();
    for word in 0..FREE {
        let wrong = change(&format!("four other words {word}")).await;
        assert_eq!(wrong, Some(Failure::Profile { trouble: Trouble::WrongKey }));
    }
    assert!(is_resting(change(WORDS).await.as_ref()), "guesses here are slowed");
    desk.ask("console_lock", json!({})).await;
    assert!(is_resting(guess(&desk, WORDS).await.as_ref()), "and counted with those at the lock");
    tokio::time::advance(Duration::from_secs(31)).await;
    assert_eq!(guess(&desk, WORDS).await, None);
    let tried = failed(&desk).await.into_iter().filter(|line| line["words"] == "changed the profile's key");
    assert_eq!(tried.count(), FREE + 1, "each is a failed try");
    let set = desk.ask("audit_read", json!({"limit": 50, "kind": "setting"})).await;
    let is_change = |line: &&Value| line["words"] == "changed the profile's key";
    assert_eq!(set["rows"].as_array().expect("rows").iter().filter(is_change).count(), 0, "{set}");
    assert_eq!(change(WORDS).await, None, "the right one changes it");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_wrong_recovery_code_wakes_no_pin_whatever_the_clock_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let edges = without_keychain(folder.path());
    let desk = Desk::start(edges.clone()).await;
    desk.ask("profile_open", json!({ "passphrase": WORDS })).await;
    let made = desk.ask("recovery_make", json!({})).await;
    desk.ask("recovery_note", json!({})).await;
    desk.ask("recovery_make", json!({})).await;
    desk.ask("recovery_note", json!({})).await;
    desk.ask("person_add", json!({"name": "Ana Lee", "role": "manager", "pin": "482915"})).await;
    let ana = desk.ask("people_list", json!({})).await["people"][0]["id"].clone();
    tokio::time::advance(Duration::from_secs(60)).await;
    desk.ask("console_lock", json!({})).await;
    let pin = async |pin: &str| {
        assert_eq!(guess(&desk, WORDS).await, None, "the first half");
        desk.call("person_sign_in", json!({"person": ana, "pin": pin})).await.err()
    };
    for rest in [0, 0, 0, 0, 0, 31, 61, 121, 241] {
        tokio::time::advance(Duration::from_secs(rest)).await;
        assert_eq!(pin("999991").await, Some(Failure::WrongPin));
    }
    // The passphrase's key waits for a PIN for two minutes, and this one rests for eight.
    tokio::time::sleep(Duration::from_secs(125)).await;
    assert_eq!(desk.stage().await["passphrase"], true);
    let code = json!({"code": made["code"], "passphrase": "nine loud herons"});
    assert_eq!(desk.call("profile_recover", code).await.err(), Some(Failure::WrongRecoveryCode));
    edges.clock.step(TimeDelta::hours(1));
    assert!(matches!(pin("482915").await, Some(Failure::TooManyTries { .. })), "it rests");
    tokio::time::advance(Duration::from_secs(400)).await;
    assert_eq!(pin("482915").await, None);
    desk.close().await;
}
