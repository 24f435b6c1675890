//! Another key for a whole profile: everything is there under it, nothing under the one before, and a kill
//! at any point leaves a profile that one of the two opens and that goes on.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use model::{PracticeId, Secret};
use store::{
    AuditDraft, AuditKey, Cache, Connection, ConnectionId, Detail, Environment, FileId, FillTime, Hooks,
    KeySource, MasterKey, NoHooks, OpenError, Opening, Profile, ProfileFolder, SignInKind, SystemEntropy,
    UnderWay, Vault, WayBack,
};

use crate::desk::{Desk, assert_sealed, cache_id, key, minute, vault_id};
use crate::kills::{ends, work};
use crate::people::people;

const ROWS: usize = 40;

fn next() -> MasterKey {
    MasterKey::from_bytes([8; 32])
}

pub(crate) fn entry(words: &str) -> AuditDraft {
    AuditDraft {
        at: minute(0),
        person: "desktop".to_owned(),
        device: "here".to_owned(),
        connection: None,
        practice: None,
        kind: "setting".to_owned(),
        command: "a_command".to_owned(),
        words: words.to_owned(),
        outcome: "done".to_owned(),
        patient: None,
        search: None,
        about: None,
        emergency: None,
        reason: None,
    }
}

pub(crate) fn connection() -> Connection {
    Connection {
        id: ConnectionId::new("one"),
        environment: Environment::Preview,
        practice: PracticeId::new("195900"),
        client_id: "a client".to_owned(),
        label: "The practice".to_owned(),
        cache: cache_id(),
        fill: FillTime::AnyTime,
        sign_in: SignInKind::App,
        scopes: String::new(),
        way_back: WayBack::Any,
        pause: None,
    }
}

/// A profile with people in its copy, a secret and an audit in its vault, and a recovery code.
pub(crate) fn filled() -> Desk {
    let desk = Desk::new();
    let rows = people(6, ROWS);
    desk.cache()
        .write_blocking("people", move |writer| writer.put_patients(&rows, minute(0), Detail::Full))
        .expect("they are put");
    let audit = key().audit(&vault_id());
    desk.vault()
        .write_blocking("secret", move |writer| {
            writer.append_audit(&audit, &[entry("one"), entry("two")])?;
            writer.put_client_secret(&ConnectionId::new("one"), &Secret::new("a client secret"))
        })
        .expect("it is kept");
    let folder = desk.folder();
    folder
        .update(|profile| {
            profile.connections = vec![connection()];
            profile.key_source = Some(KeySource::Keychain);
        })
        .expect("named");
    folder.make_recovery_code(&key(), &SystemEntropy).expect("a code");
    drop(folder);
    desk
}

/// What a start does with a key that may be the one before or the next.
fn go_on(folder: &ProfileFolder, hooks: &Arc<dyn Hooks>) -> Result<(), OpenError> {
    let is_first = folder.profile().key_check == Some(key().check());
    if is_first && folder.profile().under_way.is_none() {
        folder.begin_rekey(&key(), &next(), KeySource::Keychain, &SystemEntropy)?;
    }
    if matches!(folder.profile().under_way, Some(UnderWay::Rekey { .. })) {
        folder.rekey(&key(), &next(), hooks)?;
    }
    folder.finish_rekey(|vault| *vault == vault_id())
}

#[test]
#[ignore = "is run by the tests below in a process of its own"]
fn the_work() {
    let Some((path, hooks)) = work() else { return };
    let folder = ProfileFolder::open_with(&path, Arc::clone(&hooks)).expect("the folder opens");
    go_on(&folder, &hooks).expect("another key");
}

/// What is in a profile, opened with a key under the names that its description has.
fn held(folder: &ProfileFolder, key: &MasterKey) -> Result<(u64, String, u64), OpenError> {
    let profile = folder.profile();
    let vault = profile.vault.clone().expect("a vault");
    let vault = Vault::open(folder, &vault, key, Arc::new(NoHooks))?.store;
    let copy = Cache::open(folder, &profile.connections[0].cache, key, Arc::new(NoHooks))?;
    assert_eq!(copy.how, Opening::Existing, "nothing is made anew");
    let people = copy.store.read_blocking(|reader| reader.held_patients()).expect("a read");
    let audit = folder.audit_key(key)?;
    let (secret, entries) = vault.read_blocking(|reader| told(reader, &audit)).expect("a read");
    Ok((people, secret, entries))
}

fn told(
    reader: &store::Reader<'_, store::VaultFile>,
    audit: &AuditKey,
) -> Result<(String, u64), store::Error> {
    let secret = reader.client_secret(&ConnectionId::new("one"))?.expect("kept");
    let check = reader.verify_audit(audit, None)?;
    assert_eq!(check.findings, [], "the chain is as it was written");
    Ok((secret.expose().to_owned(), check.entries))
}

/// The names of the encrypted files on the disk, logs aside.
fn databases(desk: &Desk) -> BTreeSet<String> {
    let names = desk.files().into_iter().map(|(name, _)| name);
    names.filter_map(|name| name.strip_suffix(".db").map(str::to_owned)).collect()
}

fn named(profile: &Profile) -> BTreeSet<String> {
    profile.files.keys().map(|file| file.as_str().to_owned()).collect()
}

#[test]
fn everything_is_there_under_the_other_key_and_nothing_under_the_one_before() {
    let desk = filled();
    let before = held(&desk.folder(), &key()).expect("opens");
    let device = desk.folder().profile().device().map(str::to_owned);
    let folder = desk.folder();
    let hooks: Arc<dyn Hooks> = Arc::new(NoHooks);
    go_on(&folder, &hooks).expect("another key");
    let profile = folder.profile();
    assert_eq!(held(&folder, &key()), Err(OpenError::WrongKey), "the key before opens nothing");
    assert_eq!(held(&folder, &next()).expect("opens"), before);
    assert_eq!(profile.device().map(str::to_owned), device, "the audit goes on to name this desktop");
    assert!(profile.recovery.is_empty(), "nor does the recovery code of the key before");
    assert!(!named(&profile).contains(cache_id().as_str()) && profile.vault != Some(vault_id()));
    assert_eq!(databases(&desk), named(&profile), "the files before are erased");
    let audit = folder.audit_key(&next()).expect("the audit's key");
    assert_eq!(audit.fingerprint(), key().audit(&vault_id()).fingerprint(), "and signs as it did");
    drop(folder);
    assert_sealed(&desk, "Smith");
}

#[test]
fn whatever_point_it_dies_at_one_of_the_keys_opens_it_and_it_goes_on() {
    let before = held(&filled().folder(), &key()).expect("opens");
    let mut points = 0;
    let mut opened = BTreeSet::new();
    loop {
        let desk = filled();
        if ends("rekeying::the_work", desk.path(), points + 1) {
            break;
        }
        points += 1;
        assert_sealed(&desk, "Smith");
        let folder = desk.folder();
        let is_next = folder.profile().key_check == Some(next().check());
        opened.insert(is_next);
        let (right, wrong) = if is_next { (next(), key()) } else { (key(), next()) };
        assert_eq!(held(&folder, &right).expect("opens"), before, "point {points}: all of it is there");
        assert_eq!(held(&folder, &wrong), Err(OpenError::WrongKey), "point {points}");
        drop(folder);
        assert!(ends("rekeying::the_work", desk.path(), 0), "point {points}: it goes on");
        let folder = desk.folder();
        assert_eq!(held(&folder, &next()).expect("opens"), before, "point {points}: under the other key");
        assert_eq!(folder.profile().under_way, None, "point {points}: nothing is left to do");
        assert_eq!(databases(&desk), named(&folder.profile()), "point {points}: nothing is left over");
    }
    assert!(points >= 10, "the work passes many points, and died at {points}");
    assert_eq!(opened.len(), 2, "it was cut off before and after the change");
}

#[test]
fn what_is_taken_back_leaves_everything_as_it_was() {
    let desk = filled();
    let (files, before) = (databases(&desk), held(&desk.folder(), &key()).expect("opens"));
    for point in 1..8 {
        ends("rekeying::the_work", desk.path(), point);
        let folder = desk.folder();
        folder.take_back().expect("taken back");
        assert_eq!(folder.profile().under_way, None);
        assert_eq!(held(&folder, &key()).expect("opens"), before, "point {point}");
        assert_eq!(databases(&desk), files, "point {point}: nothing is left over");
        assert!(!folder.profile().recovery.is_empty(), "the recovery code opens it as before");
    }
}

#[test]
fn a_damaged_copy_keeps_no_key_from_being_changed_and_is_made_anew() {
    let spoils: [&dyn Fn(&std::path::Path); 3] = [
        &|copy| fs::remove_file(copy).expect("removed"),
        &|copy| fs::write(copy, b"").expect("emptied"),
        &|copy| {
            let mut bytes = fs::read(copy).expect("read");
            let middle = bytes.len() / 2;
            bytes[middle..middle + 64].iter_mut().for_each(|byte| *byte ^= 0x5a);
            fs::write(copy, bytes).expect("damaged");
        },
    ];
    for (number, spoil) in spoils.into_iter().enumerate() {
        let desk = filled();
        spoil(&desk.cache_file());
        let folder = desk.folder();
        let hooks: Arc<dyn Hooks> = Arc::new(NoHooks);
        go_on(&folder, &hooks).expect("another key");
        let copy = folder.profile().connections[0].cache.clone();
        let opened = Cache::open(&folder, &copy, &next(), Arc::new(NoHooks)).expect("opens");
        assert!(matches!(opened.how, Opening::RebuiltAfter(_)), "{number}: {:?}", opened.how);
    }
}

#[test]
fn it_is_not_finished_while_the_key_before_is_kept_somewhere() {
    let desk = filled();
    let folder = desk.folder();
    let hooks: Arc<dyn Hooks> = Arc::new(NoHooks);
    folder.begin_rekey(&key(), &next(), KeySource::Keychain, &SystemEntropy).expect("begun");
    folder.rekey(&key(), &next(), &hooks).expect("another key");
    folder.finish_rekey(|_| false).expect("erased");
    assert_eq!(databases(&desk), named(&folder.profile()), "the files are gone");
    assert!(matches!(folder.profile().under_way, Some(UnderWay::Erase { .. })), "and it is tried again");
    folder.finish_rekey(|_| true).expect("finished");
    assert_eq!(folder.profile().under_way, None);
}

#[test]
fn a_damaged_vault_keeps_its_key() {
    let desk = filled();
    let mut bytes = fs::read(desk.vault_file()).expect("read");
    bytes[5000..5064].iter_mut().for_each(|byte| *byte ^= 0x5a);
    fs::write(desk.vault_file(), &bytes).expect("damaged");
    let folder = desk.folder();
    let hooks: Arc<dyn Hooks> = Arc::new(NoHooks);
    assert!(matches!(go_on(&folder, &hooks), Err(OpenError::Damaged(_))));
    folder.take_back().expect("taken back");
    assert_eq!(folder.profile().vault, Some(vault_id()), "it stays where it is");
    assert_eq!(fs::read(desk.vault_file()).expect("read"), bytes, "as it is");
    assert_eq!(databases(&desk), named(&folder.profile()));
}

#[test]
fn another_key_than_the_two_changes_nothing() {
    let desk = filled();
    let folder = desk.folder();
    let hooks: Arc<dyn Hooks> = Arc::new(NoHooks);
    folder.begin_rekey(&key(), &next(), KeySource::Keychain, &SystemEntropy).expect("begun");
    let stranger = MasterKey::from_bytes([9; 32]);
    assert_eq!(folder.rekey(&stranger, &next(), &hooks), Err(OpenError::WrongKey));
    assert_eq!(folder.rekey(&key(), &stranger, &hooks), Err(OpenError::WrongKey));
    let again = folder.begin_rekey(&key(), &stranger, KeySource::Keychain, &SystemEntropy);
    assert_eq!(again.map(|file: FileId| file.as_str().len()), Err(OpenError::Profile), "one at a time");
    assert_eq!(folder.profile().key_check, Some(key().check()));
}
