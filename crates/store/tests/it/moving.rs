//! A vault is exported and restored in another profile: all that only it had is there, and a kill at any
//! point on either side leaves nothing half.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use model::{PatientId, Phi, Secret};
use store::{
    ConnectionId, CrashPoint, Exporting, Hooks, Intended, KeySource, MasterKey, NewWrite, NoHooks, OpenError,
    Opening, PassphraseCost, ProfileFolder, RecoveryCode, RestoredKey, StoredTokens, SystemEntropy, UnderWay,
    Vault, VaultRefusal, Wanted, WriteId, WriteReason, WriteState,
};

use crate::desk::{Desk, assert_sealed, key, minute, vault_id};
use crate::kills::{ends, work};
use crate::rekeying::{entry, filled};

const COST: PassphraseCost = PassphraseCost { memory_kib: 64, passes: 1, lanes: 1 };
const WORDS: &str = "seven quiet otters";
const NAME: &str = "vault-2026-11-23-120000.daybook-vault";

fn there() -> MasterKey {
    MasterKey::from_bytes([9; 32])
}

fn there_id() -> store::FileId {
    store::FileId::from_hex("cc03")
}

fn export(folder: &ProfileFolder, words: &str) -> Result<PathBuf, OpenError> {
    export_wanted(folder, words, &Wanted::default())
}

fn export_wanted(folder: &ProfileFolder, words: &str, wanted: &Wanted) -> Result<PathBuf, OpenError> {
    let vault = Vault::open(folder, &vault_id(), &key(), Arc::new(NoHooks))?.store;
    let passphrase = Secret::new(words);
    let exporting = Exporting {
        key: &key(),
        passphrase: &passphrase,
        cost: COST,
        at: minute(0),
        entropy: &SystemEntropy,
        wanted,
    };
    folder.export_vault(&vault, &exporting)
}

/// A profile whose journal has a write of each kind that is open.
fn with_writes() -> Desk {
    let desk = filled();
    let draft = |id: &str| NewWrite {
        id: WriteId::new(id),
        connection: ConnectionId::new("one"),
        kind: "patient-update".to_owned(),
        subject: Some(PatientId::new(id)),
        payload: Phi::new(format!("{{\"of\":\"{id}\"}}")),
        before: Phi::new("{}".to_owned()),
        follows: None,
        by: "ana".to_owned(),
        at: minute(0),
    };
    let writes = ["mine", "released", "intent", "sent", "unknown"].map(draft);
    desk.vault()
        .write_blocking("writes", move |vault| {
            for (far, write) in writes.iter().enumerate() {
                vault.journal_draft(write)?;
                if far >= 1 {
                    vault.journal_release(&write.id, "desktop", minute(1))?;
                }
                if far >= 2 {
                    let before = Phi::new("{}".to_owned());
                    assert_eq!(
                        vault.journal_intend(&write.id, &before, &write.payload, minute(2))?,
                        Intended::Now
                    );
                }
                if far >= 3 {
                    vault.journal_send(&write.id, minute(3))?;
                }
                if far >= 4 {
                    vault.journal_lose(&write.id, WriteReason::NoAnswer)?;
                }
            }
            let tokens = StoredTokens {
                access: Secret::new("an access token"),
                refresh: Some(Secret::new("a refresh token")),
                issued: minute(0),
                expires: minute(60),
            };
            vault.put_tokens("a key", &tokens)
        })
        .expect("they are kept");
    desk
}

/// Another computer, with a file in the folder for what comes from elsewhere.
fn elsewhere(file: &Path) -> Desk {
    let desk = Desk::new();
    let exports = desk.folder().exports().expect("a folder");
    fs::copy(file, exports.join(file.file_name().expect("a name"))).expect("brought");
    desk
}

fn restore(folder: &ProfileFolder, words: &str, hooks: &Arc<dyn Hooks>) -> Result<(), OpenError> {
    folder.take_back()?;
    let export = folder.open_export(NAME, &Secret::new(words)).map_err(|_| OpenError::WrongKey)?;
    folder.begin_restore(&there_id())?;
    let (key, audit) = (there(), export.audit_key());
    let next = RestoredKey { key: &key, source: KeySource::Keychain, entropy: &SystemEntropy };
    folder.restore(&export, next, hooks, move |vault| {
        vault.clear_tokens("a key")?;
        vault.append_audit(&audit, &[entry("restored")]).map(drop)
    })
}

fn assert_restored(folder: &ProfileFolder) {
    let profile = folder.profile();
    let opened = Vault::open(folder, &there_id(), &there(), Arc::new(NoHooks)).expect("opens");
    assert_eq!(opened.how, Opening::Existing);
    let audit = folder.audit_key(&there()).expect("the audit's key");
    opened
        .store
        .read_blocking(|vault| {
            let check = vault.verify_audit(&audit, None)?;
            assert_eq!((check.findings.as_slice(), check.entries), ([].as_slice(), 3), "one chain goes on");
            let secret = vault.client_secret(&ConnectionId::new("one"))?.expect("kept");
            assert_eq!(secret.expose(), "a client secret");
            Ok(())
        })
        .expect("a read");
    assert_eq!(profile.connections.len(), 1);
    assert!(!profile.files.contains_key(&profile.connections[0].cache), "its copy is read anew");
    assert_eq!(profile.under_way, None);
}

#[test]
fn another_computer_has_all_that_only_the_first_had_and_sends_nothing_by_itself() {
    let desk = with_writes();
    let file = export(&desk.folder(), WORDS).expect("exported");
    let other = elsewhere(&file);
    let folder = other.folder();
    let hooks: Arc<dyn Hooks> = Arc::new(NoHooks);
    restore(&folder, WORDS, &hooks).expect("restored");
    assert_restored(&folder);
    let vault = Vault::open(&folder, &there_id(), &there(), Arc::new(NoHooks)).expect("opens").store;
    let row = |id: &str| {
        let row = vault.read_blocking(|vault| vault.journal_row(&WriteId::new(id)));
        let row = row.expect("a read").expect("it is there");
        (row.state, row.released.is_some(), row.reason)
    };
    let held = (WriteState::Drafted, false, Some(WriteReason::AlreadyUnderWay));
    assert_eq!(row("mine"), (WriteState::Drafted, false, None), "a draft that nobody let go is as it was");
    assert_eq!((row("released"), row("intent")), (held, held), "a person looks at it first");
    assert_eq!(row("sent").0, WriteState::Sent, "which the start makes unknown");
    assert_eq!(row("unknown").0, WriteState::Unknown, "and that is never sent again");
    let tokens = vault.read_blocking(|vault| vault.tokens("a key")).expect("a read");
    assert!(tokens.is_none(), "nobody is signed in");
    assert_sealed(&other, "a client secret");
}

#[test]
fn only_its_passphrase_opens_it_and_a_recovery_code_is_one_however_it_is_typed() {
    let desk = filled();
    let file = export(&desk.folder(), WORDS).expect("exported");
    let other = elsewhere(&file);
    let open =
        |words: &str| other.folder().open_export(NAME, &Secret::new(words)).map(|file| file.exported());
    assert_eq!(open(WORDS), Ok(minute(0)));
    for wrong in ["seven quiet otter", "", "Seven quiet otters"] {
        assert_eq!(open(wrong), Err(VaultRefusal::WrongPassphrase), "{wrong}");
    }
    fs::remove_file(&file).expect("removed");
    let code = RecoveryCode::generate(&SystemEntropy).expect("a code").written();
    let file = export(&desk.folder(), code.expose()).expect("exported");
    let other = elsewhere(&file);
    let typed = code.expose().to_lowercase().replace('-', " ");
    assert!(other.folder().open_export(NAME, &Secret::new(typed)).is_ok());
}

#[test]
fn no_bit_of_it_may_be_another_and_nothing_of_it_missing() {
    let desk = filled();
    let file = export(&desk.folder(), WORDS).expect("exported");
    let whole = fs::read(&file).expect("read");
    let canary = b"a client secret";
    assert!(!whole.windows(canary.len()).any(|window| window == canary), "it shows nothing");
    let other = elsewhere(&file);
    let folder = other.folder();
    let at = folder.exports().expect("a folder").join(NAME);
    let opens = |bytes: &[u8]| {
        fs::write(&at, bytes).expect("written");
        folder.open_export(NAME, &Secret::new(WORDS)).map(drop)
    };
    assert_eq!(opens(&whole), Ok(()));
    let head = whole.iter().position(|byte| *byte == b'\n').expect("a first line");
    for place in (0..head).step_by(17).chain((head..whole.len()).step_by(997)) {
        let mut other = whole.clone();
        other[place] ^= 1;
        // What the clear line says of the time is a word beside it; the sealed one counts.
        let is_time = whole[..place].windows(8).any(|window| window == b"exported") && place < 60;
        assert!(opens(&other).is_err() || is_time, "byte {place} is another");
    }
    for length in [0, 1, head, head + 1, head + 5000, whole.len() - 1] {
        assert!(opens(&whole[..length]).is_err(), "cut at {length}");
    }
    assert!(opens(&[whole.as_slice(), b"x"].concat()).is_err(), "nor may anything follow");
}

#[test]
fn a_name_leads_nowhere_but_into_its_folder() {
    let desk = filled();
    export(&desk.folder(), WORDS).expect("exported");
    let folder = desk.folder();
    let names: Vec<_> = folder.exported_vaults().expect("listed").into_iter().map(|file| file.name).collect();
    assert_eq!(names, [NAME]);
    for name in ["", "..", "../profile.json", &format!("../exports/{NAME}"), &format!("./{NAME}"), "lock"] {
        let refused = folder.open_export(name, &Secret::new(WORDS)).map(drop);
        assert_eq!(refused, Err(VaultRefusal::NoExport), "{name}");
    }
}

#[test]
fn it_is_restored_where_nothing_is_kept_and_nowhere_else() {
    let desk = filled();
    export(&desk.folder(), WORDS).expect("exported");
    let folder = desk.folder();
    assert_eq!(folder.begin_restore(&there_id()), Err(OpenError::Profile));
    assert_eq!(folder.profile().vault, Some(vault_id()));
}

#[test]
#[ignore = "is run by the tests below in a process of its own"]
fn the_export() {
    let Some((path, hooks)) = work() else { return };
    let folder = ProfileFolder::open_with(&path, hooks).expect("the folder opens");
    export(&folder, WORDS).expect("exported");
}

#[test]
#[ignore = "is run by the tests below in a process of its own"]
fn the_restore() {
    let Some((path, hooks)) = work() else { return };
    let folder = ProfileFolder::open_with(&path, Arc::clone(&hooks)).expect("the folder opens");
    restore(&folder, WORDS, &hooks).expect("restored");
}

#[test]
fn whatever_point_an_export_dies_at_it_is_whole_or_not_there() {
    let mut points = 0;
    loop {
        let desk = filled();
        let ended = ends("moving::the_export", desk.path(), points + 1);
        assert_sealed(&desk, "Smith");
        assert_sealed(&desk, "a client secret");
        let folder = desk.folder();
        let exports = fs::read_dir(folder.exports().expect("a folder")).expect("listed");
        let names: Vec<_> = exports
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        for name in &names {
            assert_eq!(name, NAME, "point {points}: nothing is left over");
            folder.open_export(name, &Secret::new(WORDS)).expect("it is whole");
        }
        if ended {
            assert_eq!(names.len(), 1);
            break;
        }
        points += 1;
        drop(folder);
        assert_eq!(desk.vault_state(), Ok(Opening::Existing), "point {points}: the vault is as it was");
    }
    assert!(points >= 3, "the work passes several points, and died at {points}");
}

#[test]
fn whatever_point_a_restore_dies_at_it_can_be_done_again() {
    let desk = filled();
    let file = export(&desk.folder(), WORDS).expect("exported");
    let mut points = 0;
    loop {
        let other = elsewhere(&file);
        if ends("moving::the_restore", other.path(), points + 1) {
            break;
        }
        points += 1;
        let folder = other.folder();
        assert_sealed(&other, "a client secret");
        if folder.profile().vault.is_none() {
            folder.take_back().expect("taken back");
            assert!(folder.is_new().expect("listed"), "point {points}: nothing is left over");
            let hooks: Arc<dyn Hooks> = Arc::new(NoHooks);
            restore(&folder, WORDS, &hooks).unwrap_or_else(|error| panic!("point {points}: {error}"));
        }
        assert!(!matches!(folder.profile().under_way, Some(UnderWay::Restore { .. })));
        assert_restored(&folder);
    }
    assert!(points >= 6, "the work passes several points, and died at {points}");
}

/// Whoever wants an export goes at one of the points that it passes.
struct Goes {
    left: AtomicUsize,
    wanted: Wanted,
    found: AtomicBool,
}

impl Hooks for Goes {
    fn step(&self, point: CrashPoint) {
        if point.write == "export" && self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.found.store(self.wanted.give_up(), Ordering::SeqCst);
        }
    }
}

#[test]
fn whoever_goes_in_the_middle_of_an_export_finds_it_whole_or_there_never_is_one() {
    let mut found = Vec::new();
    for at in 1.. {
        let desk = filled();
        let (wanted, left, there) = (Wanted::default(), AtomicUsize::new(at), AtomicBool::new(false));
        let hooks = Arc::new(Goes { left, wanted: wanted.clone(), found: there });
        let folder = ProfileFolder::open_with(desk.path(), hooks.clone()).expect("the folder opens");
        let exported = export_wanted(&folder, WORDS, &wanted);
        if (1..=at).contains(&hooks.left.load(Ordering::SeqCst)) {
            assert!(exported.is_ok(), "nobody went");
            break;
        }
        let is_there = hooks.found.load(Ordering::SeqCst);
        let files = fs::read_dir(folder.exports().expect("a folder")).expect("listed").count();
        assert_eq!((exported.is_ok(), files), (is_there, usize::from(is_there)), "point {at}");
        found.push(is_there);
    }
    assert_eq!(found, [false, false, false, true], "it is there once it has its name");
}

#[test]
fn a_file_that_nobody_waits_for_is_not_there() {
    let (desk, wanted) = (Desk::new(), Wanted::default());
    wanted.give_up();
    let folder = desk.folder();
    assert!(folder.export("audit.jsonl", b"{}", &wanted).is_err());
    assert_eq!(fs::read_dir(folder.exports().expect("a folder")).expect("listed").count(), 0);
    let file = folder.export("audit.jsonl", b"{}", &Wanted::default()).expect("written");
    assert!(folder.export("audit.jsonl", b"[]", &Wanted::default()).is_err(), "none takes another's place");
    assert_eq!(fs::read(file).expect("read"), b"{}");
}
