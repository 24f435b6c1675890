//! Modes, which Unix alone has.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use model::Secret;
use store::{Detail, ProfileFolder, VaultRefusal, Wanted};

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
    let logged = tempfile::tempdir().expect("a folder");
    fs::create_dir(logged.path().join("logs")).expect("a log is begun before the profile");
    fs::set_permissions(logged.path(), fs::Permissions::from_mode(0o755)).expect("the mode is set");
    drop(ProfileFolder::open(logged.path()).expect("opens"));
    assert_eq!(mode(logged.path()), 0o700, "a folder with nothing but a log");
    assert_eq!(mode(&logged.path().join("logs")), 0o700);
    let other = tempfile::tempdir().expect("a folder");
    fs::write(other.path().join("letter.txt"), "").expect("somebody's file");
    fs::set_permissions(other.path(), fs::Permissions::from_mode(0o755)).expect("the mode is set");
    ProfileFolder::open(other.path()).expect("opens");
    assert_eq!(mode(other.path()), 0o755, "a folder that holds somebody's files is not ours to close");
}

#[test]
fn files_that_were_opened_to_others_are_closed_at_the_next_start() {
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    let desk = Desk::new();
    drop((desk.cache(), desk.vault()));
    let export = desk.folder().export("audit.jsonl", b"{}", &Wanted::default()).expect("exported");
    let aside = desk.path().join(format!("{}.db.damaged-1", crate::desk::CACHE));
    fs::write(&aside, b"set aside").expect("written");
    let stranger = tempfile::NamedTempFile::new().expect("somebody's file");
    std::os::unix::fs::symlink(stranger.path(), desk.path().join("aa09.db.damaged-1")).expect("a link");
    let open = |path: &Path| {
        fs::set_permissions(path, fs::Permissions::from_mode(0o666)).expect("the mode is set");
    };
    let named = ["profile.json", "lock"].map(|name| desk.path().join(name));
    let ours = [desk.cache_file(), desk.vault_file(), aside, export];
    named.iter().chain(&ours).for_each(|path| open(path));
    open(stranger.path());
    fs::set_permissions(desk.path().join("exports"), fs::Permissions::from_mode(0o755)).expect("set");
    drop(desk.folder());
    for path in named.iter().chain(&ours) {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    assert_eq!(mode(&desk.path().join("exports")), 0o700);
    assert_eq!(mode(stranger.path()), 0o666, "what a link leads to is somebody else's");
}

#[test]
fn a_pipe_among_the_exports_is_no_export_and_nobody_waits_for_it() {
    let desk = Desk::new();
    let folder = desk.folder();
    let export = folder.export("audit.jsonl", b"{}", &Wanted::default()).expect("exported");
    let pipe = export.with_file_name("a.daybook-vault");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    assert_eq!(folder.exported_vaults().expect("listed"), Vec::new());
    let opened = folder.open_export("a.daybook-vault", &Secret::new("four plain words here"));
    assert!(matches!(opened, Err(VaultRefusal::NoExport)));
}

#[test]
fn a_link_in_place_of_a_file_is_not_followed() {
    for name in ["lock", "profile.json.new"] {
        let (desk, elsewhere) = (Desk::new(), tempfile::tempdir().expect("a folder"));
        let target = elsewhere.path().join("made");
        std::os::unix::fs::symlink(&target, desk.path().join(name)).expect("a link");
        assert!(ProfileFolder::open(desk.path()).is_err(), "{name}");
        assert!(!target.exists(), "{name}: nothing is made where it leads");
    }
}
