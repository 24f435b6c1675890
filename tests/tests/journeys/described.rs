//! A profile's description that somebody changed: no secret goes elsewhere, and no practice is another.

use std::fs;
use std::path::Path;

use acceptance::{Desk, Edges, NoKeychain, Practice, Way};
use athena::{Loss, TransportError};
use console::KeychainTrouble;
use ipc::Failure;
use sandbox::{CLIENT_ID, CLIENT_SECRET, Limits, Options, PRACTICE_ID, Size};
use serde_json::{Value, json};

const HERE: &str = "practice.example";

fn key() -> Value {
    json!({
        "environment": {"kind": "other", "address": format!("https://{HERE}")},
        "practice": PRACTICE_ID, "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET,
    })
}

/// A practice at an address, its copy filled.
async fn connected() -> Desk {
    let mut desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.ask("connection_add", key()).await;
    desk.filled().await;
    desk
}

pub(crate) fn change(folder: &Path, change: impl FnOnce(&mut Value)) {
    let path = folder.join("profile.json");
    let mut json: Value = serde_json::from_slice(&fs::read(&path).expect("read")).expect("JSON");
    change(&mut json["connections"]);
    fs::write(&path, json.to_string()).expect("written");
}

async fn rows(desk: &Desk) -> Vec<Value> {
    desk.ask("connection_list", json!({})).await["rows"].as_array().expect("rows").clone()
}

/// What somebody may have changed of a connection.
const CHANGES: [fn(&mut Value); 4] = [
    |all| all[0]["environment"]["address"] = json!("https://stranger.example"),
    |all| all[0]["environment"] = json!({"kind": "production"}),
    |all| all[0]["practice"] = json!("195901"),
    |all| all[0]["client_id"] = json!("another"),
];

#[tokio::test(start_paused = true)]
async fn a_secret_goes_nowhere_but_where_it_belongs() {
    for changed in CHANGES {
        let edges = connected().await.close().await;
        change(&edges.folder, changed);
        edges.practice.forget_reached();
        let mut desk = Desk::start(edges).await;
        assert_eq!(desk.stage().await, json!({"stage": "noPractice"}));
        let listed = rows(&desk).await;
        assert_eq!(listed.len(), 1);
        let (row, id) = (&listed[0], listed[0]["id"].clone());
        assert_eq!(row["changed"], true);
        assert_eq!(row["environment"]["address"], format!("https://{HERE}"), "where its secret belongs");
        assert_eq!((&row["practice"], &row["clientId"]), (&json!(PRACTICE_ID), &json!(CLIENT_ID)));
        for command in ["connection_switch", "connection_sign_in"] {
            let refused = desk.call(command, json!({"connection": id})).await;
            assert_eq!(refused.err(), Some(Failure::ConnectionChanged), "{command}");
        }
        let searched = desk.call("patient_search", json!({"text": "a", "limit": 5})).await;
        assert_eq!(searched.err(), Some(Failure::NoPractice), "nobody is shown under another number");
        assert_eq!(desk.edges().practice.reached(), Vec::<String>::new(), "nothing was sent anywhere");
        let audit = desk.ask("audit_read", json!({"limit": 50, "kind": "refusal"})).await;
        let refused = audit["rows"].as_array().expect("rows");
        assert!(refused.iter().any(|line| line["about"] == id), "it is on record: {audit}");

        let anew = desk.ask("connection_add", key()).await["connection"]["id"].clone();
        assert_ne!(anew, id);
        desk.filled().await;
        let desk = desk.restart().await;
        assert_eq!(desk.stage().await, json!({"stage": "ready"}));
        let listed = rows(&desk).await;
        assert_eq!(listed.len(), 1, "what is connected anew takes the place of what was changed");
        assert_eq!((&listed[0]["id"], &listed[0]["changed"]), (&anew, &json!(false)));
        let reached = desk.edges().practice.reached();
        assert!(reached.iter().all(|host| host == HERE), "{reached:?}");
        desk.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_was_changed_is_removed_or_put_back() {
    let edges = connected().await.close().await;
    change(&edges.folder, CHANGES[0]);
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "noPractice"}));
    let edges = desk.close().await;
    change(&edges.folder, |all| all[0]["environment"]["address"] = json!(format!("https://{HERE}")));
    edges.practice.forget_reached();
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "as it was, it is as it was");
    assert_eq!(rows(&desk).await[0]["changed"], false);
    let edges = desk.close().await;

    change(&edges.folder, CHANGES[0]);
    edges.practice.forget_reached();
    let desk = Desk::start(edges).await;
    let id = rows(&desk).await[0]["id"].clone();
    desk.ask("connection_remove", json!({"connection": id})).await;
    assert_eq!(rows(&desk).await, Vec::<Value>::new());
    let edges = desk.close().await;
    let reached = edges.practice.reached();
    assert!(
        reached.iter().all(|host| host == HERE),
        "what was given is revoked where it was given: {reached:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_passphrase_opens_a_profile_whose_connection_was_changed() {
    let passphrase = "four quiet words tonight";
    let edges = Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Absent));
    let desk = Desk::start(edges).await;
    desk.ask("profile_open", json!({"passphrase": passphrase})).await;
    desk.ask("connection_add", key()).await;
    let edges = desk.close().await;
    change(&edges.folder, CHANGES[0]);
    let desk = Desk::start(edges).await;
    let session = desk.ask("profile_open", json!({"passphrase": passphrase})).await;
    assert_eq!(session["stage"], json!({"stage": "noPractice"}), "the passphrase was right");
    assert_eq!(rows(&desk).await[0]["changed"], true);
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn two_practices_whose_copies_were_exchanged_are_not_mixed() {
    let mut edges = Edges::new().expect("a computer");
    let options = Options { size: Size::Solo, seed: 2, limits: Limits::preview(), ..Options::default() };
    let other = Practice::open(options, edges.clock.clone());
    edges.practice = edges.practice.clone().beside(other.clone());
    let mut desk = Desk::start(edges).await;
    desk.connect_demo().await;
    desk.filled().await;
    desk.ask("connection_add", key()).await;
    desk.filled().await;
    let edges = desk.close().await;
    change(&edges.folder, |all| {
        let (one, two) = (all[0]["cache"].clone(), all[1]["cache"].clone());
        (all[0]["cache"], all[1]["cache"]) = (two, one);
    });
    other.set_way(Way::Broken(TransportError::Lost(Loss::Reset)));
    let mut desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    let sync = desk.ask("sync_read", json!({})).await;
    assert_eq!(sync["rebuilt"], true, "it is said");
    let page = desk.ask("patient_search", json!({"text": "a", "limit": 50})).await;
    assert_eq!(page["rows"], json!([]), "nobody of the demo practice is shown as somebody of this one");
    other.set_way(Way::Open);
    desk.filled().await;
    let held = desk.ask("sync_read", json!({})).await;
    assert_eq!(held["rebuilt"], true);
    desk.close().await;
}
