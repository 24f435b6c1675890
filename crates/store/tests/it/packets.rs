//! Packets in the folder for what leaves: the latest is whole, and the one before stays until it is.

use std::fs;

use store::{OpenError, ProfileFolder, clear_copies, copy_packet};

use crate::desk::Desk;

#[test]
fn the_latest_packet_takes_the_place_of_those_that_begin_alike_and_of_nothing_else() {
    let desk = Desk::new();
    let held = desk.folder();
    let exports = held.exports().expect("a folder");
    fs::write(exports.join("audit-1.jsonl"), "kept").expect("a file");
    fs::write(exports.join("downtime-7-1.pdf.age"), "another practice's").expect("a file");
    let names = |held: &ProfileFolder| {
        let entries = fs::read_dir(held.exports().expect("a folder")).expect("entries");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        names.sort();
        names
    };
    for name in ["downtime-1-1.pdf.age", "downtime-1-2.pdf.age"] {
        let path = held.keep_packet("downtime-1-", name, b"sealed").expect("kept");
        assert_eq!(fs::read(path).expect("a file"), b"sealed");
    }
    assert_eq!(names(&held), ["audit-1.jsonl", "downtime-1-2.pdf.age", "downtime-7-1.pdf.age"]);
    held.clear_packets("downtime-1-").expect("cleared");
    assert_eq!(names(&held), ["audit-1.jsonl", "downtime-7-1.pdf.age"]);
}

#[test]
fn where_a_packet_cannot_be_written_the_one_before_stays() {
    let desk = Desk::new();
    let held = desk.folder();
    let first = held.keep_packet("downtime-1-", "downtime-1-1.pdf.age", b"first").expect("kept");
    let blocked = held.exports().expect("a folder").join("downtime-1-2.pdf.age.part");
    fs::create_dir(blocked).expect("a folder where it would be written");
    let failed = held.keep_packet("downtime-1-", "downtime-1-2.pdf.age", b"second");
    assert!(matches!(failed, Err(OpenError::Io(_))), "{failed:?}");
    assert_eq!(fs::read(first).expect("a file"), b"first");
}

#[test]
fn a_copy_elsewhere_takes_the_place_of_the_one_before_and_touches_nothing_else() {
    let desk = Desk::new();
    let stick = desk.folder().exports().expect("a folder").join("stick");
    let gone = copy_packet(&stick, "downtime-1-", "downtime-1-1.pdf.age", b"first");
    assert!(matches!(gone, Err(OpenError::Missing | OpenError::Io(_))), "no folder is made: {gone:?}");
    fs::create_dir(&stick).expect("a stick");
    for other in ["photo.jpg", "downtime-2-1.pdf.age"] {
        fs::write(stick.join(other), "another's").expect("a file");
    }
    let first = copy_packet(&stick, "downtime-1-", "downtime-1-1.pdf.age", b"first").expect("kept");
    fs::create_dir(stick.join("downtime-1-2.pdf.age.part")).expect("a folder where it would be written");
    let failed = copy_packet(&stick, "downtime-1-", "downtime-1-2.pdf.age", b"second");
    assert!(failed.is_err() && first.exists(), "the one before stays: {failed:?}");
    let third = copy_packet(&stick, "downtime-1-", "downtime-1-3.pdf.age", b"third").expect("kept");
    assert_eq!(fs::read(&third).expect("a file"), b"third");
    assert!(!first.exists());
    clear_copies(&stick, "downtime-1-").expect("cleared");
    assert!(!third.exists());
    assert!(["photo.jpg", "downtime-2-1.pdf.age"].iter().all(|other| stick.join(other).exists()));
}
