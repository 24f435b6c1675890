//! The people of a desktop and their PINs.

use model::Secret;
use store::{PassphraseCost, Person, PinHash, SystemEntropy};

use crate::desk::{Desk, assert_sealed, minute};

const CHEAP: PassphraseCost = PassphraseCost { memory_kib: 64, passes: 1, lanes: 1 };

fn ana() -> Person {
    Person { id: "a1".to_owned(), name: "Ana Lee".to_owned(), role: "manager".to_owned(), removed: false }
}

fn pin(digits: &str) -> PinHash {
    PinHash::new(&Secret::new(digits), CHEAP, &SystemEntropy).expect("hashed")
}

#[test]
fn a_person_is_known_by_their_pin_until_they_are_removed_and_by_their_name_after() {
    let desk = Desk::new();
    let vault = desk.vault();
    vault.write_blocking("add", |writer| writer.add_person(&ana(), &pin("482915"))).expect("added");
    drop(vault);
    let vault = desk.vault();
    let record = vault.read_blocking(|reader| reader.pin("a1")).expect("read").expect("kept");
    assert!(record.pin.is(&Secret::new("482915")));
    assert!(!record.pin.is(&Secret::new("482916")));
    assert_eq!(format!("{:?}", record.pin), "<pin>");

    let renamed = Person { name: "Ana Ross".to_owned(), ..ana() };
    vault
        .write_blocking("change", move |writer| {
            writer.change_person(&renamed)?;
            writer.put_pin_failures("a1", 7, Some(minute(3)))
        })
        .expect("changed");
    let record = vault.read_blocking(|reader| reader.pin("a1")).expect("read").expect("kept");
    assert_eq!((record.failures, record.failed_at), (7, Some(minute(3))), "failures outlast everything");
    vault.write_blocking("pin", |writer| writer.change_pin("a1", &pin("771204"))).expect("changed");
    let record = vault.read_blocking(|reader| reader.pin("a1")).expect("read").expect("kept");
    assert!(record.pin.is(&Secret::new("771204")) && record.failures == 0);

    vault.write_blocking("remove", |writer| writer.remove_person("a1")).expect("removed");
    assert!(vault.read_blocking(|reader| reader.pin("a1")).expect("read").is_none());
    let people = vault.read_blocking(|reader| reader.people()).expect("read");
    assert_eq!((people[0].name.as_str(), people[0].removed), ("Ana Ross", true));
    drop(vault);
    assert_sealed(&desk, "Ana Ross");
}
