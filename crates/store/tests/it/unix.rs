//! Modes, which Unix alone has.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use store::{Detail, ProfileFolder};

use crate::desk::{Desk, minute};
use crate::people::born;

#[test]
fn whatever_is_made_is_its_owners_alone() {
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    let desk = Desk::new();
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o755)).expect("the mode is set");
    let (cache, vault) = (desk.cache(), desk.vault());
    cache
        .write_blocking("one", |writer| {
            writer.put_patients(&[born("1", "Ada", "Okafor", (1979, 3, 14))], minute(0), Detail::Full)
        })
        .expect("a write");
    for (name, _) in desk.files() {
        assert_eq!(mode(&desk.path().join(&name)), 0o600, "{name}");
    }
    assert_eq!(mode(desk.path()), 0o700, "a folder that was there");
    drop((cache, vault));
    let other = tempfile::tempdir().expect("a folder");
    fs::write(other.path().join("letter.txt"), "").expect("somebody's file");
    fs::set_permissions(other.path(), fs::Permissions::from_mode(0o755)).expect("the mode is set");
    ProfileFolder::open(other.path()).expect("opens");
    assert_eq!(mode(other.path()), 0o755, "a folder that holds somebody's files is not ours to close");
}
