//! From nothing to a practice on the screen.

use acceptance::{AskingKeychain, Desk, Edges, NoKeychain, Way};
use console::KeychainTrouble;
use futures_util::FutureExt;
use ipc::session::Trouble;
use ipc::{Call, Failure, Field};
use serde_json::json;

const PASSPHRASE: &str = "seven quiet otters";

fn without_keychain() -> Edges {
    Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Absent))
}

#[tokio::test(start_paused = true)]
async fn the_demo_practice_is_three_calls_away() {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    assert_eq!(desk.stage().await, json!({"stage": "firstRun", "keychain": "ready"}));
    let session = desk.ask("profile_open", json!({})).await;
    assert_eq!(session["stage"], json!({"stage": "noPractice"}), "the profile is there, no practice yet");
    let added = desk.connect_demo().await;
    assert_eq!(added["connection"]["label"], sandbox::PRACTICE_NAME, "the practice says its own name");
    let refused: Vec<_> = added["probes"]
        .as_array()
        .expect("probes")
        .iter()
        .filter(|probe| probe["trial"] != "allowed")
        .collect();
    assert!(refused.is_empty(), "the demo's key may read everything: {refused:?}");
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    let sync = desk.filled().await;
    assert!(sync["held"].as_u64() > Some(100), "people are in the copy: {}", sync["held"]);
    let came = desk.edges().practice.sandbox().requests();
    assert_eq!(sync["calls"]["sentToday"], came, "one budget knows of every call, those of the trial too");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_tried_is_not_said_to_be_allowed() {
    for (ends, refused, untried) in [
        (&["/departments"][..], vec!["departments"], vec!["patients", "schedule", "records", "charts"]),
        (&["/providers"], vec!["providers"], Vec::new()),
        (
            &["/patients", "/booked", "/multipledepartment"],
            vec!["patients", "schedule"],
            vec!["records", "charts"],
        ),
        (&["/allergies"], vec!["charts"], Vec::new()),
    ] {
        let desk = Desk::start(Edges::new().expect("a computer")).await;
        desk.edges().practice.set_way(Way::Without(ends));
        let added = desk.connect_demo().await;
        let told = |trial: &str| -> Vec<String> {
            let probes = added["probes"].as_array().expect("probes");
            let of_trial = probes.iter().filter(|probe| probe["trial"] == trial);
            of_trial.map(|probe| probe["capability"].as_str().expect("a name").to_owned()).collect()
        };
        assert_eq!((told("refused"), told("notTold")), (words(refused), words(untried)), "without {ends:?}");
        desk.close().await;
    }
}

fn words(words: Vec<&str>) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}

#[tokio::test(start_paused = true)]
async fn without_a_keychain_a_passphrase_locks_the_profile() {
    let desk = Desk::start(without_keychain()).await;
    assert_eq!(desk.stage().await, json!({"stage": "firstRun", "keychain": "absent"}));
    let unopened = desk.call("profile_open", json!({})).await;
    assert!(unopened.is_err(), "without a keychain and a passphrase nothing is kept: {unopened:?}");
    let session = desk.ask("profile_open", json!({"passphrase": PASSPHRASE})).await;
    assert_eq!(session["stage"], json!({"stage": "noPractice"}));

    let desk = desk.restart().await;
    assert_eq!(desk.stage().await, json!({"stage": "needsPassphrase"}), "a restart asks for it");
    let session = desk.ask("profile_open", json!({"passphrase": PASSPHRASE})).await;
    assert_eq!(session["stage"], json!({"stage": "noPractice"}), "and it opens what it locked");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_passphrase_that_says_nothing_is_refused() {
    let desk = Desk::start(without_keychain()).await;
    for words in
        ["            ", "short        ", "aaaaaaaaaaaa", "abababababab", "\u{2003}\u{2003}ab        "]
    {
        let refused = desk.call("profile_open", json!({ "passphrase": words })).await;
        assert_eq!(refused, Err(Failure::Invalid { field: Field::Passphrase }), "{words:?}");
    }
    assert_eq!(desk.stage().await, json!({"stage": "firstRun", "keychain": "absent"}));
    desk.ask("profile_open", json!({"passphrase": PASSPHRASE})).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_wrong_passphrase_is_said_to_be_wrong_and_changes_nothing() {
    let desk = Desk::start(without_keychain()).await;
    desk.ask("profile_open", json!({"passphrase": PASSPHRASE})).await;
    let desk = desk.restart().await;
    let refused = desk.call("profile_open", json!({"passphrase": "seven quiet others"})).await;
    assert_eq!(refused, Err(Failure::Profile { trouble: Trouble::WrongKey }));
    assert_eq!(desk.stage().await, json!({"stage": "needsPassphrase"}), "another try is open");
    desk.ask("profile_open", json!({"passphrase": PASSPHRASE})).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_locked_keychain_is_not_taken_for_none() {
    let edges = Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Locked));
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "firstRun", "keychain": "locked"}));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn how_it_looks_outlives_a_restart() {
    let desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.ask("profile_open", json!({})).await;
    let dark = json!({"theme": "dark", "density": "roomy", "hourClock": "twentyFour", "quiet": true, "openTimes": true});
    desk.ask("preference_set", json!({ "preferences": dark })).await;
    let desk = desk.restart().await;
    assert_eq!(desk.ask("session_read", json!({})).await["preferences"], dark);
    desk.close().await;
}

#[tokio::test]
async fn what_is_asked_while_the_keychain_asks_a_person_is_answered_after_them() {
    let desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    let edges = desk.close().await;
    let (keychain, asked, answers) = AskingKeychain::before(edges.keychain.clone());
    let edges = edges.with_keychain(keychain);
    let console = edges.console();
    let starting = console.clone();
    let started = tokio::spawn(async move { starting.start(false).await });
    tokio::task::spawn_blocking(move || asked.recv()).await.expect("waited").expect("the person is asked");

    let desktop = Call::desktop();
    let mut early = std::pin::pin!(console.call(&desktop, "session_read", b"{}"));
    assert!((&mut early).now_or_never().is_none(), "nobody knows yet what there is");
    answers.send(()).expect("the keychain waits for the answer");
    answers.send(()).expect("it asks for the audit's anchor too");
    let session = early.await.expect("a command").expect("an answer");
    let session: serde_json::Value = serde_json::from_slice(&session).expect("JSON");
    assert_eq!(session["stage"], json!({"stage": "ready"}), "the first answer is the true one");
    started.await.expect("the start ended");
    console.close().await;
}
