//! The vault: secrets, tokens, settings, recent patients.

use model::{PatientId, Secret};
use store::{ConnectionId, FileId, MasterKey, StoredTokens, SystemEntropy};

use crate::desk::{Desk, Fixed, assert_sealed, minute};

#[test]
fn secrets_and_tokens_are_kept_until_they_are_cleared_and_never_print() {
    let desk = Desk::new();
    let vault = desk.vault();
    vault
        .write_blocking("keep", |writer| {
            writer.put_client_secret(&ConnectionId::new("one"), &Secret::new("hunter2"))?;
            let tokens = StoredTokens {
                access: Secret::new("hunter2"),
                refresh: Some(Secret::new("hunter2-next")),
                issued: minute(0),
                expires: minute(60),
            };
            writer.put_tokens("origin client scope", &tokens)
        })
        .expect("they are kept");
    drop(vault);
    let vault = desk.vault();
    let kept =
        vault.read_blocking(|reader| reader.tokens("origin client scope")).expect("a read").expect("kept");
    assert_eq!((kept.access.expose(), kept.issued, kept.expires), ("hunter2", minute(0), minute(60)));
    assert_eq!(kept.refresh.as_ref().map(Secret::expose), Some("hunter2-next"));
    assert!(!format!("{kept:?}").contains("hunter2"), "it never prints");
    vault
        .write_blocking("clear", |writer| {
            writer.clear_tokens("origin client scope")?;
            writer.clear_client_secret(&ConnectionId::new("one"))
        })
        .expect("they are cleared");
    let left = vault.read_blocking(|reader| {
        Ok((
            reader.tokens("origin client scope")?.is_some(),
            reader.client_secret(&ConnectionId::new("one"))?.is_some(),
        ))
    });
    assert_eq!(left, Ok((false, false)));
    assert_sealed(&desk, "hunter2");
}

#[test]
fn a_setting_is_what_was_last_put() {
    let desk = Desk::new();
    let vault = desk.vault();
    vault
        .write_blocking("settings", |writer| {
            writer.put_setting("fill.hours", &(1, 2))?;
            writer.put_setting("fill.hours", &(22, 6))?;
            writer.put_setting("gone", &true)?;
            writer.clear_setting("gone")
        })
        .expect("they are put");
    let read =
        vault.read_blocking(|reader| Ok((reader.setting("fill.hours")?, reader.setting::<bool>("gone")?)));
    assert_eq!(read, Ok((Some((22, 6)), None)));
}

#[test]
fn recent_patients_are_the_latest_of_their_connection() {
    let desk = Desk::new();
    let vault = desk.vault();
    let (here, there) = (ConnectionId::new("1"), ConnectionId::new("2"));
    let connection = here.clone();
    vault
        .write_blocking("open", move |writer| {
            writer.remember(&there, &PatientId::new("elsewhere"), minute(0))?;
            for at in 0..60 {
                writer.remember(&connection, &PatientId::new(at.to_string()), minute(at))?;
            }
            writer.remember(&connection, &PatientId::new("30"), minute(99))?;
            writer.remember(&connection, &PatientId::new("59"), minute(1))
        })
        .expect("they are remembered");
    let recent = vault.read_blocking(|reader| reader.recent(&here, 100)).expect("a read");
    let ids: Vec<&str> = recent.iter().map(PatientId::as_str).collect();
    assert_eq!((ids[0], ids[1], ids.len()), ("30", "59", 50), "latest first, the oldest forgotten");
    assert!(!ids.contains(&"elsewhere"), "another connection's patients are not among them");
}

#[test]
fn keys_and_names_come_from_the_entropy_that_is_given() {
    let key = MasterKey::generate(&Fixed(7)).expect("a key");
    assert_eq!(key.check(), MasterKey::from_bytes([7; 32]).check(), "a seed gives the same key again");
    assert_eq!(FileId::generate(&Fixed(0xab)).expect("a name").as_str(), "ab".repeat(16));
    let (one, two) = (MasterKey::generate(&SystemEntropy), MasterKey::generate(&SystemEntropy));
    assert_ne!(
        one.expect("a key").check(),
        two.expect("a key").check(),
        "the machine gives another each time"
    );
}
