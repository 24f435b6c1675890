//! A desktop that offers another keychain than the one that keeps the key.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use acceptance::{Desk, Edges, FileKeychain};
use console::{KeptSecret, Keychain, KeychainTrouble};
use ipc::Failure;
use ipc::session::Trouble;
use serde_json::{Value, json};

/// A keychain that says what it is.
struct Named(&'static str, Arc<dyn Keychain>);

impl Keychain for Named {
    fn read(&self, account: &str) -> Result<Option<KeptSecret>, KeychainTrouble> {
        self.1.read(account)
    }

    fn write(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble> {
        self.1.write(account, secret)
    }

    fn delete(&self, account: &str) -> Result<(), KeychainTrouble> {
        self.1.delete(account)
    }

    fn name(&self) -> Option<String> {
        Some(self.0.to_owned())
    }
}

fn profile(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("profile.json")).expect("profile.json")).expect("JSON")
}

#[tokio::test(start_paused = true)]
async fn both_are_named_and_the_key_goes_to_the_other_by_the_recovery_code_alone() {
    let edges = Edges::new().expect("a computer");
    let first = edges.keychain.clone();
    let desk = Desk::start(edges.with_keychain(Named("KeePassXC", first.clone()))).await;
    desk.connect_demo().await;
    let code = desk.ask("recovery_make", json!({})).await["code"].clone();
    desk.ask("recovery_note", json!({})).await;
    let edges = desk.close().await;
    let before = profile(&edges.folder);
    assert_eq!(before["keeper"], "KeePassXC");

    let other = Arc::new(FileKeychain::new(edges.folder.with_file_name("other-keychain.json")));
    let desk = Desk::start(edges.with_keychain(Named("GNOME Keyring", other))).await;
    let (kept, now) = ("KeePassXC".to_owned(), "GNOME Keyring".to_owned());
    let changed = json!({"stage": "stuck", "trouble": {"kind": "keychainChanged", "kept": kept, "now": now}});
    assert_eq!(desk.stage().await, changed);
    let again = desk.call("profile_open", json!({})).await.err();
    let trouble = Trouble::KeychainChanged { kept: kept.into(), now: now.into() };
    assert_eq!(again, Some(Failure::Profile { trouble }));
    let edges = desk.close().await;
    assert_eq!(profile(&edges.folder), before, "no key is made, and none is taken for the other's");

    let desk = Desk::start(edges.clone().with_keychain(Named("KeePassXC", first))).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "the old one, started again, opens it");
    desk.close().await;

    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, changed);
    let session = desk.ask("profile_recover", json!({ "code": code })).await;
    assert_eq!(session["stage"]["stage"], "ready");
    let after = profile(desk.folder());
    assert_eq!((&after["keeper"], &after["key_check"]), (&json!("GNOME Keyring"), &before["key_check"]));
    let desk = desk.restart().await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "the other keeps the key from then on");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn the_same_keychain_without_the_key_is_no_other() {
    let edges = Edges::new().expect("a computer");
    let kept = edges.keychain.clone();
    let desk = Desk::start(edges.with_keychain(Named("KeePassXC", kept.clone()))).await;
    desk.ask("profile_open", json!({})).await;
    let edges = desk.close().await;
    let vault = profile(&edges.folder)["vault"].as_str().expect("a vault").to_owned();
    kept.delete(&format!("profile {vault}")).expect("forgotten");
    let desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "stuck", "trouble": {"kind": "keyGone"}}));
    desk.close().await;
}
