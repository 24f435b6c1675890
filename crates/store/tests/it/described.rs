//! A description that somebody changed: what it may say, and what it never costs.

use std::fs;
use std::sync::Arc;

use serde_json::{Value, json};
use store::{
    Cache, ClockStyle, Connection, ConnectionId, Damage, Density, Detail, Environment, FileId, FillTime,
    NoHooks, OpenError, Opening, ProfileFolder, SignInKind, Theme, Vault, WayBack,
};

use crate::desk::{CACHE, Desk, VAULT, cache_id, key, minute, vault_id};
use crate::people::born;

fn connection(id: &str, cache: FileId) -> Connection {
    Connection {
        id: ConnectionId::new(id),
        environment: Environment::Preview,
        practice: model::PracticeId::new("195900"),
        client_id: "key".to_owned(),
        label: "Cedar Street".to_owned(),
        cache,
        fill: FillTime::OffHours,
        sign_in: SignInKind::App,
        scopes: String::new(),
        way_back: WayBack::Any,
        pause: None,
    }
}

/// A profile with a vault, and two connections with a copy each.
fn connected() -> Desk {
    let desk = Desk::new();
    drop((desk.vault(), desk.cache()));
    let described = |profile: &mut store::Profile| {
        profile.connections = vec![connection("c1", cache_id()), connection("c2", FileId::from_hex("aa02"))];
        profile.current = Some(ConnectionId::new("c1"));
    };
    desk.folder().update(described).expect("described");
    desk
}

/// The description with one change that no Daybook made.
fn change(desk: &Desk, change: impl FnOnce(&mut Value)) {
    let path = desk.path().join("profile.json");
    let mut json: Value = serde_json::from_slice(&fs::read(&path).expect("readable")).expect("JSON");
    let before = json.clone();
    change(&mut json);
    assert_ne!(json, before, "it says something else now");
    fs::write(&path, json.to_string()).expect("written");
}

#[test]
fn a_description_whose_names_cannot_be_is_damaged_and_moves_nothing() {
    type Change = (&'static str, fn(&mut Value));
    let changes: [Change; 10] = [
        ("the vault as a copy", |json| json["connections"][0]["cache"] = json!(VAULT)),
        ("the vault as a copy, in capitals", |json| {
            json["connections"][0]["cache"] = json!(VAULT.to_uppercase());
        }),
        ("one copy of two", |json| json["connections"][1]["cache"] = json!(CACHE)),
        ("one connection twice", |json| json["connections"][1]["id"] = json!("c1")),
        ("a connection without a name", |json| json["connections"][1]["id"] = json!("")),
        ("a connection named with more than a name", |json| json["connections"][1]["id"] = json!("../c 1")),
        ("a name without end", |json| json["connections"][1]["cache"] = json!("a".repeat(300))),
        ("another vault", |json| json["vault"] = json!("cc03")),
        ("a copy as the vault", |json| {
            json["vault"] = json!(CACHE);
            json["connections"][0]["cache"] = json!("aa03");
        }),
        ("a vault that was never made", |json| json["files"][VAULT]["made"] = json!(false)),
    ];
    for (what, changed) in changes {
        let desk = connected();
        change(&desk, changed);
        let before = sorted(&desk);
        let opened = ProfileFolder::open(desk.path()).map(drop);
        let (told, wanted) = if what == "a copy as the vault" {
            // What only the key proves, the key proves.
            let opened = Vault::open(&desk.folder(), &cache_id(), &key(), Arc::new(NoHooks));
            (opened.err(), OpenError::Damaged(Damage::Replaced))
        } else {
            (opened.err(), OpenError::Profile)
        };
        assert_eq!(told, Some(wanted), "{what}");
        assert_eq!(sorted(&desk), before, "{what}: nothing is moved, erased or written");
    }
}

fn sorted(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    let mut files = desk.files();
    files.sort();
    files
}

#[test]
fn a_preference_that_is_not_known_is_the_usual_one_and_the_rest_stays() {
    let desk = connected();
    desk.folder()
        .update(|profile| {
            profile.preferences.theme = Theme::Dark;
            profile.preferences.density = Density::Roomy;
            profile.preferences.clock = ClockStyle::TwentyFour;
        })
        .expect("kept");
    change(&desk, |json| {
        json["preferences"]["theme"] = json!("neon");
        json["preferences"]["clock"] = json!(13);
        json["preferences"]["font"] = json!("large");
        json["connections"][0]["fill"] = json!("weekends");
    });
    let profile = desk.folder().profile();
    assert_eq!(
        (profile.preferences.theme, profile.preferences.density, profile.preferences.clock),
        (Theme::System, Density::Roomy, ClockStyle::Twelve)
    );
    let fills: Vec<FillTime> = profile.connections.iter().map(|known| known.fill).collect();
    assert_eq!(fills, [FillTime::AnyTime, FillTime::OffHours]);
    change(&desk, |json| json["preferences"] = json!("none"));
    assert_eq!(desk.folder().profile().preferences, store::Preferences::default());
    change(&desk, |json| json["connections"][0]["sign_in"] = json!("either"));
    let told = ProfileFolder::open(desk.path()).err();
    assert_eq!(told, Some(OpenError::Profile), "how somebody signs in is no matter of taste");
}

#[test]
fn a_copy_is_one_practices_and_two_are_never_mixed() {
    let desk = connected();
    let open = |connection: &Connection| {
        let opened = Cache::open_of(&desk.folder(), connection, &key(), Arc::new(NoHooks));
        let opened = opened.expect("the copy opens");
        let held = opened.store.read_blocking(|reader| reader.held_patients()).expect("a read");
        (opened.how, held)
    };
    let own = connection("c1", cache_id());
    let written = desk.cache().write_blocking("one", |writer| {
        writer.put_patients(&[born("1", "Ada", "Okafor", (1979, 3, 14))], minute(0), Detail::Full)
    });
    written.expect("a write");
    assert_eq!(open(&own), (Opening::Existing, 1), "a copy of an older program is its connection's");
    assert_eq!(open(&own), (Opening::Existing, 1));

    let renamed = Connection { label: "Cedar".to_owned(), client_id: "next".to_owned(), ..own.clone() };
    assert_eq!(open(&renamed), (Opening::Existing, 1), "another key reads the same practice");
    let other = Connection { practice: model::PracticeId::new("195901"), ..own.clone() };
    assert_eq!(open(&other), (Opening::RebuiltAfter(Damage::Foreign), 0), "nobody of the other is there");
    assert_eq!(open(&other), (Opening::Existing, 0));
    let elsewhere = Connection { environment: Environment::Production, ..other };
    assert_eq!(open(&elsewhere), (Opening::RebuiltAfter(Damage::Foreign), 0), "nor of the same elsewhere");
    let aside = |generation: u32| desk.path().join(format!("{CACHE}.db.damaged-{generation}")).exists();
    assert!(aside(1) && aside(2), "nothing is erased");
}

#[test]
fn no_vault_is_made_over_one_that_is_said_never_to_have_been_made() {
    let desk = connected();
    let one = ConnectionId::new("one");
    let (kept, held) = (one.clone(), one);
    let keep = move |writer: &mut store::Writer<'_, store::VaultFile>| {
        writer.put_client_secret(&kept, &model::Secret::new("hunter2"))
    };
    desk.vault().write_blocking("keep", keep).expect("kept");
    let is_held = |desk: &Desk| {
        let secret = desk.vault().read_blocking(|reader| reader.client_secret(&held)).expect("a read");
        secret.is_some_and(|secret| secret.expose() == "hunter2")
    };
    let unmade = |json: &mut Value| {
        let files = json["files"].as_object_mut().expect("files");
        files.values_mut().for_each(|state| state["made"] = json!(false));
    };
    change(&desk, unmade);
    assert!(is_held(&desk), "it is whole, and nothing of it is lost");
    change(&desk, |json| json["files"][VAULT] = json!({"generation": 7, "made": false}));
    change(&desk, |json| json["files"].as_object_mut().expect("files").retain(|file, _| file == VAULT));
    assert_eq!(desk.vault_state(), Err(OpenError::Damaged(Damage::Replaced)));
    change(&desk, |json| json["files"][VAULT] = json!({"generation": 1, "made": true}));
    assert!(is_held(&desk), "nothing was made over it");
    change(&desk, |json| {
        unmade(json);
        json["key_check"] = Value::Null;
    });
    let other = store::MasterKey::from_bytes([8; 32]);
    let opened = Vault::open(&desk.folder(), &vault_id(), &other, Arc::new(NoHooks));
    assert!(matches!(opened, Err(OpenError::Damaged(_))), "another key proves nothing of it");
    change(&desk, |json| json["key_check"] = Value::Null);
    assert!(is_held(&desk), "and erases nothing");
}
