//! The program is killed at each point that a write to the disk passes while a practice is added and
//! removed again. Whatever it leaves opens; nothing is lost, nothing half named, and all can be done
//! again.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use acceptance::{Desk, FileKeychain};
use console::Keychain;
use ipc::Failure;
use sandbox::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID};
use serde_json::{Value, json};
use store::{MasterKey, NoHooks, ProfileFolder, Vault};

use crate::killed::{KillAt, NoTasks, computer, copy};

const COMPUTER: &str = "DAYBOOK_CRASH_COMPUTER";
const POINT: &str = "DAYBOOK_CRASH_POINT";

/// Runs in the process that is killed: makes the profile where there is none, adds the demo practice
/// and removes it.
#[tokio::test(start_paused = true)]
#[ignore = "is run by the tests below in a process of its own"]
async fn the_work() {
    let Some(folder) = env::var_os(COMPUTER) else { return };
    let point = env::var(POINT).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut edges = computer(Path::new(&folder));
    edges.tasks = Arc::new(NoTasks);
    edges.hooks = Arc::new(KillAt::new(point));
    let desk = Desk::start(edges).await;
    let added = desk.connect_demo().await;
    desk.ask("connection_remove", json!({"connection": added["connection"]["id"]})).await;
    desk.close().await;
}

/// Whether the work came to its end before the n-th point.
fn ends(folder: &Path, point: u32) -> bool {
    let mut child = Command::new(env::current_exe().expect("this program"));
    child.args(["--exact", "crashes::the_work", "--ignored"]);
    child.env(COMPUTER, folder).env(POINT, point.to_string());
    child.output().expect("the process runs").status.success()
}

fn profile(folder: &Path) -> Value {
    let text = fs::read(folder.join("profile").join("profile.json")).expect("profile.json");
    serde_json::from_slice(&text).expect("JSON")
}

fn texts<'v>(values: impl Iterator<Item = &'v Value>) -> Vec<String> {
    let mut texts: Vec<_> = values.map(|value| value.as_str().expect("a name").to_owned()).collect();
    texts.sort();
    texts
}

/// What the profile names is there, with its secret, and nothing else is.
fn assert_whole(folder: &Path, point: u32) {
    let profile = profile(folder);
    let connections = profile["connections"].as_array().expect("connections");
    let copies = connections.iter().map(|known| &known["cache"]);
    let named = texts(copies.chain(Some(&profile["vault"]).filter(|vault| !vault.is_null())));
    let files = profile["files"].as_object().expect("files");
    assert_eq!(files.keys().cloned().collect::<Vec<_>>(), named, "point {point}: known");
    assert!(files.values().all(|state| state["made"] == true), "point {point}: made whole");
    assert_eq!(databases(folder), named, "point {point}: on the disk");
    if profile["vault"].is_null() {
        return;
    }
    let ids = texts(connections.iter().map(|known| &known["id"]));
    assert_eq!(secrets(folder, &profile), ids, "point {point}: each connection has its secret");
}

fn databases(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("profile")).expect("the folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut names: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "db"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The connections whose secret is in the vault.
fn secrets(folder: &Path, described: &Value) -> Vec<String> {
    let vault = described["vault"].as_str().expect("a vault");
    let keychain = FileKeychain::new(folder.join("keychain.json"));
    let key = keychain.read(&format!("profile {vault}")).expect("readable").expect("the key is kept");
    let key = MasterKey::from_kept(&key).expect("32 bytes");
    let opened = ProfileFolder::open(&folder.join("profile")).expect("the folder opens");
    let file = opened.profile().vault.expect("a vault");
    let vault = Vault::open(&opened, &file, &key, Arc::new(NoHooks)).expect("the vault opens").store;
    let owners = vault.read_blocking(|vault| vault.connections()).expect("a read");
    owners.iter().map(ToString::to_string).collect()
}

/// Opens what the dead process left, and does again what it did: the demo practice can be added, or is
/// there and whole, and can be removed.
async fn assert_goes_on(folder: &Path, point: u32, others: &[String]) {
    let desk = Desk::start(computer(folder)).await;
    let stage = desk.stage().await["stage"].clone();
    assert!(["firstRun", "noPractice", "ready"].map(Value::from).contains(&stage), "point {point}: {stage}");
    let known = if stage == "firstRun" { Vec::new() } else { connections(&desk).await };
    let demo: Vec<_> = known.iter().filter(|id| !others.contains(id)).cloned().collect();
    assert!(others.iter().all(|other| known.contains(other)), "point {point}: nobody else is lost");
    assert_eq!(stage == "ready", !known.is_empty(), "point {point}: what is there is in use");
    let edges = desk.close().await;
    assert_whole(folder, point);

    let desk = Desk::start(edges).await;
    let added = match demo.as_slice() {
        [] => desk.connect_demo().await["connection"]["id"].as_str().expect("an id").to_owned(),
        [one] => {
            let environment = json!({"kind": "demo", "size": "solo"});
            let twin =
                json!({"environment": environment, "practice": "", "clientId": "", "clientSecret": ""});
            assert_eq!(desk.call("connection_add", twin).await, Err(Failure::AlreadyConnected));
            one.clone()
        }
        more => panic!("point {point}: it is there {} times", more.len()),
    };
    desk.ask("connection_remove", json!({ "connection": added })).await;
    assert_eq!(connections(&desk).await, others, "point {point}: it is gone");
    desk.close().await;
    assert_whole(folder, point);
}

async fn connections(desk: &Desk) -> Vec<String> {
    let list = desk.ask("connection_list", json!({})).await;
    texts(list["rows"].as_array().expect("connections").iter().map(|known| &known["id"]))
}

/// Walks all points from one beginning, and says how many there are.
async fn walk(begin: impl Fn(&Path), others: &[String]) -> u32 {
    for point in 1.. {
        let folder = tempfile::tempdir().expect("a folder");
        begin(folder.path());
        let ended = ends(folder.path(), point);
        assert_goes_on(folder.path(), point, others).await;
        if ended {
            return point - 1;
        }
    }
    unreachable!("the work has an end")
}

#[tokio::test(start_paused = true)]
async fn a_first_practice_is_added_and_removed_whenever_the_program_is_killed() {
    let points = walk(|_| (), &[]).await;
    assert!(points > 20, "the work passes many points, and did {points}");
}

#[tokio::test(start_paused = true)]
async fn another_practice_is_left_alone_whenever_the_program_is_killed() {
    let beside = tempfile::tempdir().expect("a folder");
    let mut desk = Desk::start(computer(beside.path())).await;
    desk.ask("profile_open", json!({})).await;
    let key = json!({
        "environment": {"kind": "other", "address": "https://practice.example"},
        "practice": PRACTICE_ID, "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET,
    });
    desk.ask("connection_add", key).await;
    let held = desk.filled().await["held"].clone();
    let others = connections(&desk).await;
    desk.close().await;
    let points = walk(|folder| copy(beside.path(), folder), &others).await;
    assert!(points > 15, "the work passes many points, and did {points}");

    let folder = tempfile::tempdir().expect("a folder");
    copy(beside.path(), folder.path());
    assert!(!ends(folder.path(), points / 2), "it is cut off on the way");
    let desk = Desk::start(computer(folder.path())).await;
    desk.ask("connection_switch", json!({"connection": others[0]})).await;
    assert_eq!(desk.ask("sync_read", json!({})).await["held"], held, "and it holds whom it held");
    desk.close().await;
}
