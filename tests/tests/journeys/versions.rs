//! Files that another version of the program wrote: a newer one's are left alone, an older one's are
//! brought to the present.

use std::fs;
use std::path::{Path, PathBuf};

use acceptance::{Desk, Edges, files_under};
use ipc::Failure;
use ipc::session::Trouble;
use serde_json::json;

use crate::recovery::assert_nothing_in_the_clear;

const VAULT: &str = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b";
const COPY: &str = "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/profile").join(name)
}

/// A computer whose profile is connected with the demo practice, with a vault and perhaps a copy.
fn computer(vault: &str, copy: Option<&str>) -> Edges {
    let edges = Edges::new().expect("a computer");
    let folder = &edges.folder;
    fs::create_dir_all(folder).expect("made");
    let made = json!({"generation": 1, "made": true, "damaged": false});
    let mut profile = json!({
        "version": 1,
        "connections": [{
            "id": "0a".repeat(16), "environment": {"kind": "demo", "size": "solo"},
            "practice": sandbox::PRACTICE_ID, "client_id": "", "label": sandbox::PRACTICE_NAME, "cache": COPY,
        }],
        "current": "0a".repeat(16),
        "preferences": {"theme": "system", "density": "dense", "clock": "12"},
        "key_check": "90621edff30ff169b9eb9d32aceda590",
        "key_source": {"kind": "keychain"},
        "vault": VAULT,
        "files": { VAULT: made },
    });
    fs::copy(fixture(vault), folder.join(format!("{VAULT}.db"))).expect("copied");
    if let Some(copy) = copy {
        profile["files"][COPY] = made;
        fs::copy(fixture(copy), folder.join(format!("{COPY}.db"))).expect("copied");
    }
    fs::write(folder.join("profile.json"), profile.to_string()).expect("written");
    let key = json!({ format!("profile {VAULT}"): vec![7; 32] });
    fs::write(folder.with_file_name("keychain.json"), key.to_string()).expect("written");
    edges
}

/// Starting says that a newer Daybook wrote it, so does trying again, and a file is as it was.
async fn assert_newer(edges: Edges, file: &str) {
    let path = edges.folder.join(format!("{file}.db"));
    let before = fs::read(&path).expect("read");
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "stuck", "trouble": {"kind": "newer"}}));
    let again = desk.call("profile_open", json!({})).await;
    assert_eq!(again.map(drop), Err(Failure::Profile { trouble: Trouble::Newer }));
    let edges = desk.close().await;
    assert!(fs::read(&path).expect("read") == before, "the file is as it was");
    let files = files_under(&edges.folder).expect("the folder");
    assert!(!files.iter().any(|path| path.to_string_lossy().contains(".damaged-")), "{files:?}");
    assert_nothing_in_the_clear(&edges);
}

#[tokio::test(start_paused = true)]
async fn a_vault_of_a_newer_version_is_left_alone() {
    assert_newer(computer("vault-of-a-newer-version.db", None), VAULT).await;
}

#[tokio::test(start_paused = true)]
async fn a_copy_of_a_newer_version_is_left_alone() {
    assert_newer(computer("vault-of-version-1.db", Some("copy-of-a-newer-version.db")), COPY).await;
}

#[tokio::test(start_paused = true)]
async fn an_older_vault_is_copied_aside_as_encrypted_as_it_is_and_brought_to_the_present() {
    let mut desk = Desk::start(computer("vault-of-version-1.db", None)).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}));
    let aside = desk.folder().join(format!("{VAULT}.db.before-migration-1"));
    assert!(aside.exists(), "nobody else has what is in it");
    assert_nothing_in_the_clear(desk.edges());
    desk.filled().await;
    let desk = desk.restart().await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "it opens again");
    assert_nothing_in_the_clear(&desk.close().await);
}
