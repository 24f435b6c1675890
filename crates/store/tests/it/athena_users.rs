//! Who signed in at athenahealth, and which person of the desktop they are.

use model::{Phi, Secret};
use store::{AthenaUser, PassphraseCost, Person, PinHash, StoredTokens, SystemEntropy};

use crate::desk::{Desk, assert_sealed, minute};

const KEY: &str = "https://athena.example key scope";
const CHEAP: PassphraseCost = PassphraseCost { memory_kib: 64, passes: 1, lanes: 1 };

fn rosa() -> AthenaUser {
    AthenaUser {
        id: "u1".to_owned(),
        origin: "https://athena.example".to_owned(),
        subject: Some(Phi::new("rdelgado7".to_owned())),
        name: Phi::new("Rosa Delgado".to_owned()),
        person: None,
    }
}

fn tokens() -> StoredTokens {
    let (access, refresh) = (Secret::new("access"), Some(Secret::new("refresh")));
    StoredTokens { access, refresh, issued: minute(0), expires: minute(60) }
}

#[test]
fn whose_sign_in_it_was_is_known_after_athenahealth_ended_it_and_forgotten_once_they_signed_out() {
    let desk = Desk::new();
    let vault = desk.vault();
    vault
        .write_blocking("in", |writer| {
            writer.put_tokens(KEY, &tokens())?;
            writer.put_sign_in(KEY, &rosa())
        })
        .expect("kept");
    let known = |vault: &store::Vault| {
        vault.read_blocking(|reader| Ok((reader.signed_in(KEY)?, reader.sign_in(KEY)?))).expect("read")
    };
    assert_eq!(known(&vault), (Some(rosa()), Some(rosa())));
    vault.write_blocking("ended", |writer| writer.clear_tokens(KEY)).expect("cleared");
    assert_eq!(known(&vault), (None, Some(rosa())));
    let keys = vault.read_blocking(|reader| reader.token_keys()).expect("read");
    assert_eq!(keys, [KEY], "what is left of it is found by whoever clears up");
    vault.write_blocking("moved", |writer| writer.move_sign_in(KEY, "another")).expect("moved");
    assert_eq!(known(&vault), (None, None));
    vault.write_blocking("out", |writer| writer.clear_sign_in("another")).expect("cleared");
    let (left, again) = vault
        .read_blocking(|reader| {
            let subject = Phi::new("rdelgado7".to_owned());
            Ok((reader.sign_in("another")?, reader.athena_user("https://athena.example", &subject)?))
        })
        .expect("read");
    assert_eq!((left, again), (None, Some(rosa())), "who comes again is known");
    drop(vault);
    assert_sealed(&desk, "Rosa Delgado");
}

#[test]
fn somebody_is_the_person_who_they_are_known_to_be_for_as_long_as_that_one_works_here() {
    let desk = Desk::new();
    let vault = desk.vault();
    let ana = Person {
        id: "a1".to_owned(),
        name: "Ana Lee".to_owned(),
        role: "manager".to_owned(),
        removed: false,
    };
    let pin = PinHash::new(&Secret::new("482915"), CHEAP, &SystemEntropy).expect("hashed");
    vault
        .write_blocking("in", move |writer| {
            writer.add_person(&ana, &pin)?;
            writer.put_sign_in(KEY, &rosa())?;
            writer.put_athena_user_person("u1", "a1")?;
            // They sign in again, by another name meanwhile.
            writer.put_sign_in(KEY, &AthenaUser { name: Phi::new("Rosa Lee".to_owned()), ..rosa() })
        })
        .expect("kept");
    let found = || vault.read_blocking(|reader| reader.sign_in(KEY)).expect("read").expect("known");
    assert_eq!((found().name.expose().as_str(), found().person.as_deref()), ("Rosa Lee", Some("a1")));
    assert!(found().is("a1") && found().is("u1") && !found().is("b2"));
    vault.write_blocking("gone", |writer| writer.remove_person("a1")).expect("removed");
    assert!(!found().is("a1"), "who left is nobody's user");
    let all = vault.read_blocking(|reader| reader.athena_users()).expect("read");
    assert_eq!(all, [AthenaUser { person: None, ..found() }]);
}
