//! The committed TypeScript equals what the contract says. `DAYBOOK_WRITE_BINDINGS=1` writes it.

use std::path::Path;

use ipc::{Access, COMMANDS, Tag};

#[test]
fn the_committed_bindings_are_what_the_contract_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc/bindings.ts");
    let wanted = ipc::bindings();
    if std::env::var_os("DAYBOOK_WRITE_BINDINGS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(&path, &wanted).expect("writable");
    }
    let found = std::fs::read_to_string(&path).expect("ui/src/ipc/bindings.ts is committed");
    assert!(found == wanted, "ui/src/ipc/bindings.ts has drifted: run `cargo xtask bindings`");
}

#[test]
fn nothing_is_bigint_or_unknown_on_the_other_side() {
    let text = ipc::bindings();
    for word in ["bigint", ": any", "unknown"] {
        assert!(!text.contains(word), "JSON carries no {word}");
    }
}

#[test]
fn every_tag_that_is_written_is_read_by_some_command() {
    let tags = |wanted: fn(&Access) -> Option<&'static [Tag]>| -> Vec<Tag> {
        COMMANDS.iter().filter_map(|spec| wanted(&spec.access)).flatten().copied().collect()
    };
    let read = tags(|access| if let Access::Reads(tags) = access { Some(tags) } else { None });
    let written = tags(|access| if let Access::Writes(tags) = access { Some(tags) } else { None });
    for tag in written {
        assert!(read.contains(&tag), "{tag:?} is written and read by nobody");
    }
}

#[test]
fn commands_stand_in_order_of_their_noun() {
    let nouns: Vec<&str> =
        COMMANDS.iter().map(|spec| spec.name.split('_').next().unwrap_or_default()).collect();
    let mut sorted = nouns.clone();
    sorted.sort_unstable();
    assert_eq!(nouns, sorted);
}
