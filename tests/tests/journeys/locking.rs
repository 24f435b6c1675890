//! The lock: nothing is open while it holds, and whoever lifts it goes on where they were.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use acceptance::{Desk, Edges, FileKeychain, NoKeychain, differences, files_under, open_here, somebody_on};
use chrono::{NaiveDate, TimeDelta};
use console::{Away, KeptSecret, Keychain, KeychainTrouble};
use ipc::session::Trouble;
use ipc::{Failure, Permission};
use sandbox::{Fault, Limits, Options, Size};
use serde_json::{Value, json};

const ANA: &str = "482915";
const BEN: &str = "771204";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

fn locked() -> Value {
    json!({"stage": "locked", "passphrase": false, "recovery": false})
}

async fn add(desk: &Desk, name: &str, role: &str, pin: &str) -> String {
    desk.ask("person_add", json!({"name": name, "role": role, "pin": pin})).await;
    let people = desk.ask("people_list", json!({})).await;
    let people = people["people"].as_array().expect("people").clone();
    let added = people.into_iter().find(|person| person["name"] == name).expect("added");
    added["id"].as_str().expect("an id").to_owned()
}

/// A filled practice on a computer, with Ana as manager, who sits at it, and Ben at the front desk.
async fn staffed(edges: Edges) -> (Desk, String, String) {
    let mut desk = Desk::start(edges).await;
    desk.connect_demo().await;
    desk.filled().await;
    let ana = add(&desk, "Ana Lee", "manager", ANA).await;
    let ben = add(&desk, "Ben Ross", "frontDesk", BEN).await;
    (desk, ana, ben)
}

async fn sign_in(desk: &Desk, person: &str, pin: &str) -> Result<Value, Failure> {
    desk.call("person_sign_in", json!({"person": person, "pin": pin})).await
}

async fn lock(desk: &Desk) {
    desk.ask("console_lock", json!({})).await;
    assert_eq!(desk.stage().await, locked());
}

async fn note(desk: &Desk, place: &str) {
    desk.ask("place_note", json!({ "place": place })).await;
}

fn somebody(desk: &Desk) -> String {
    somebody_on(&desk.edges().practice.sandbox().truth(), today()).id.to_string()
}

/// The databases of a desk that are open; `None` where the system does not tell.
fn databases(desk: &Desk) -> Option<Vec<PathBuf>> {
    let mut open = open_here(desk.folder())?;
    open.retain(|path| path.to_string_lossy().contains(".db"));
    Some(open)
}

fn assert_shut(desk: &Desk) {
    assert_eq!(databases(desk).unwrap_or_default(), Vec::<PathBuf>::new(), "no file is open");
}

async fn assert_refuses_everybody(desk: &Desk) {
    for spec in ipc::COMMANDS.iter().filter(|spec| spec.permission != Permission::Anyone) {
        assert_eq!(desk.call(spec.name, json!({})).await.err(), Some(Failure::Locked), "{}", spec.name);
    }
}

#[tokio::test(start_paused = true)]
async fn locked_is_locked_and_whoever_unlocks_is_where_they_were() {
    let (desk, ana, ben) = staffed(Edges::new().expect("a computer")).await;
    let patient = json!({"patient": somebody(&desk)});
    desk.ask("patient_open", patient.clone()).await;
    desk.edges().clipboard.put("Okafor, Ada");
    desk.ask("clipboard_note", json!({"text": "Okafor, Ada"})).await;
    note(&desk, "the card").await;
    let session = desk.ask("session_read", json!({})).await;
    assert_eq!(session["place"], json!("the card"), "a page that begins anew begins there");
    assert!(databases(&desk).is_none_or(|open| open.len() >= 2), "the copy and the vault are in use");
    lock(&desk).await;
    assert_shut(&desk);
    assert_refuses_everybody(&desk).await;
    assert_eq!(desk.edges().clipboard.paste(), None);
    let session = desk.ask("session_read", json!({})).await;
    assert_eq!(session["seat"]["people"].as_array().map(Vec::len), Some(2), "who may unlock it: {session}");
    assert_eq!(session["place"], Value::Null);
    assert_eq!(desk.call("profile_open", json!({})).await.err(), Some(Failure::Locked), "it takes a PIN");

    assert_eq!(sign_in(&desk, &ana, BEN).await.err(), Some(Failure::WrongPin));
    assert_eq!(desk.stage().await, locked());
    assert_shut(&desk);
    let back = sign_in(&desk, &ana, ANA).await.expect("her PIN");
    assert_eq!((&back["stage"]["stage"], &back["place"]), (&json!("ready"), &json!("the card")));
    assert_eq!(desk.ask("session_read", json!({})).await["place"], Value::Null, "it is told once");
    desk.ask("patient_open", patient).await;

    note(&desk, "the card").await;
    lock(&desk).await;
    let other = sign_in(&desk, &ben, BEN).await.expect("his PIN");
    assert_eq!(other["place"], Value::Null, "another person begins at the first page");
    assert_eq!(desk.ask("session_read", json!({})).await["place"], Value::Null, "and so does their page");
    note(&desk, "the day sheet").await;
    lock(&desk).await;
    let back = sign_in(&desk, &ana, ANA).await.expect("her PIN");
    assert_eq!(back["place"], json!("the card"), "hers is where she was, whoever sat here in between");
    lock(&desk).await;
    let other = sign_in(&desk, &ben, BEN).await.expect("his PIN");
    assert_eq!(other["place"], json!("the day sheet"), "and his where he was");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn who_locked_who_failed_and_who_unlocked_is_on_record_and_survives_a_kill() {
    let (desk, ana, ben) = staffed(Edges::new().expect("a computer")).await;
    lock(&desk).await;
    assert_eq!(sign_in(&desk, &ben, "999991").await.err(), Some(Failure::WrongPin));
    note_refused(&desk).await;
    // The disk as a kill leaves it while the console is locked.
    let mut edges = desk.edges().clone();
    let copied = tempfile::tempdir().expect("another computer");
    for path in files_under(&edges.folder).expect("the folder") {
        let at = copied.path().join("profile").join(path.strip_prefix(&edges.folder).expect("inside"));
        std::fs::create_dir_all(at.parent().expect("a folder")).expect("made");
        std::fs::copy(&path, at).expect("copied");
    }
    desk.close().await;
    edges.folder = copied.path().join("profile");
    let killed = Desk::start(edges).await;
    assert_eq!(killed.stage().await, locked(), "nobody is known after a start");
    assert_shut(&killed);
    sign_in(&killed, &ana, ANA).await.expect("her PIN");
    let trail = killed.ask("audit_read", json!({"limit": 200})).await;
    let lines = trail["rows"].as_array().expect("lines");
    let said = |kind: &str, words: &str| {
        let of_kind = |line: &&Value| line["kind"] == kind && line["words"] == words;
        lines.iter().find(of_kind).unwrap_or_else(|| panic!("{kind}, {words}: {trail}")).clone()
    };
    assert_eq!(said("unlock", "locked the console")["person"]["name"], "Ana Lee");
    assert_eq!(said("failedUnlock", "signed in")["about"], "Ben Ross");
    assert_eq!(said("unlock", "unlocked the console")["person"]["name"], "Ana Lee");
    let sound = killed.ask("audit_verify", json!({})).await;
    assert_eq!(sound["troubles"], json!([]), "the anchor was written at the lock");
    killed.close().await;
}

async fn note_refused(desk: &Desk) {
    let refused = desk.call("place_note", json!({"place": "x"})).await;
    assert_eq!(refused.err(), Some(Failure::Locked));
}

#[tokio::test(start_paused = true)]
async fn twenty_rounds_end_as_they_began() {
    let (desk, ana, _) = staffed(Edges::new().expect("a computer")).await;
    let patient = json!({"patient": somebody(&desk)});
    let card = desk.ask("patient_open", patient.clone()).await;
    for round in 0..20 {
        note(&desk, &round.to_string()).await;
        lock(&desk).await;
        assert_shut(&desk);
        let back = sign_in(&desk, &ana, ANA).await.expect("her PIN");
        assert_eq!(back["place"], json!(round.to_string()));
        let again = desk.ask("patient_open", patient.clone()).await;
        assert_eq!((&again["name"], &again["asOf"]), (&card["name"], &card["asOf"]), "round {round}");
    }
    let trail = desk.ask("audit_read", json!({"limit": 200, "kind": "unlock"})).await;
    let count = |words: &str| {
        let lines = trail["rows"].as_array().expect("lines");
        lines.iter().filter(|line| line["words"] == words).count()
    };
    assert_eq!((count("locked the console"), count("unlocked the console")), (20, 20));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_fill_that_is_locked_in_the_middle_goes_on_and_equals_the_practice() {
    let limits = Limits { per_second: 10, ..Limits::preview() };
    let options = Options { size: Size::Solo, limits, ..Options::default() };
    let desk = Desk::start(Edges::at("2026-11-23T08:00:00Z", options).expect("a computer")).await;
    desk.connect_demo().await;
    let ana = add(&desk, "Ana Lee", "manager", ANA).await;
    desk.ask("idle_set", json!({"minutes": 15})).await;
    let mut rounds = 0;
    while desk.ask("sync_read", json!({})).await["fill"]["phase"] != "fresh" {
        tokio::time::sleep(Duration::from_secs(5)).await;
        lock(&desk).await;
        assert_shut(&desk);
        let sent = desk.edges().practice.sandbox().requests();
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        assert_eq!(desk.edges().practice.sandbox().requests(), sent, "nothing is read while it is locked");
        sign_in(&desk, &ana, ANA).await.expect("her PIN");
        rounds += 1;
        if rounds == 4 {
            break;
        }
    }
    assert_eq!(rounds, 4, "it is locked while it fills");
    while desk.ask("sync_read", json!({})).await["fill"]["phase"] != "fresh" {
        desk.ask("console_touch", json!({})).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    let practice = desk.edges().practice.clone();
    let ask = async |name: &str, request: Value| {
        desk.call(name, request).await.map_err(|failure| anyhow::anyhow!("{failure:?}"))
    };
    let found = differences(&practice.sandbox().truth(), today(), ask).await.expect("compared");
    assert!(found.is_empty(), "{} differences, such as {:?}", found.len(), found.first());
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn locks_at_once_and_a_lock_while_somebody_unlocks_leave_it_locked_or_open_and_never_half() {
    let (desk, ana, _) = staffed(Edges::new().expect("a computer")).await;
    let (one, other) =
        tokio::join!(desk.call("console_lock", json!({})), desk.call("console_lock", json!({})));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(desk.stage().await, locked());
    assert_shut(&desk);
    let (one, other) = tokio::join!(sign_in(&desk, &ana, ANA), sign_in(&desk, &ana, ANA));
    assert!(one.is_ok() && other.is_ok(), "whoever comes second is let in too");
    for _ in 0..5 {
        lock(&desk).await;
        let (let_in, _) = tokio::join!(sign_in(&desk, &ana, ANA), desk.call("console_lock", json!({})));
        let stage = desk.stage().await;
        match stage["stage"].as_str() {
            Some("ready") => assert!(let_in.is_ok(), "{let_in:?}"),
            Some("locked") => assert_shut(&desk),
            _ => panic!("{stage}"),
        }
        if let_in.is_err() {
            sign_in(&desk, &ana, ANA).await.expect("her PIN");
        }
    }
    desk.ask("patient_open", json!({"patient": somebody(&desk)})).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_types_their_pin_before_a_lock_is_finished_is_let_in_once_it_is() {
    let (desk, ana, _) = staffed(Edges::new().expect("a computer")).await;
    desk.edges().practice.sandbox().set_fault(Fault::Stall, true);
    let asking = async { desk.call("patient_ask", json!({"text": "Quimby"})).await };
    let typing = async {
        // The lock waits for the question that nobody answers.
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(desk.stage().await, locked());
        sign_in(&desk, &ana, ANA).await
    };
    let locking = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        desk.call("console_lock", json!({})).await
    };
    let (asked, lock, let_in) = tokio::join!(asking, locking, typing);
    assert_eq!(asked.expect_err("cut off"), Failure::Locked);
    assert!(lock.is_ok() && let_in.is_ok(), "{let_in:?}");
    assert_eq!(desk.stage().await["stage"], "ready");
    desk.close().await;
}

const WORDS: &str = "four plain words here";

#[tokio::test(start_paused = true)]
async fn a_passphrase_is_asked_for_again_alone_or_before_the_pin() {
    let edges = Edges::new().expect("a computer").with_keychain(NoKeychain(KeychainTrouble::Absent));
    let desk = Desk::start(edges).await;
    desk.ask("profile_open", json!({ "passphrase": WORDS })).await;
    let demo = json!({"environment": {"kind": "demo", "size": "solo"}, "practice": "", "clientId": "", "clientSecret": ""});
    desk.ask("connection_add", demo).await;
    let needs_words = json!({"stage": "locked", "passphrase": true, "recovery": false});
    note(&desk, "settings").await;
    desk.ask("console_lock", json!({})).await;
    assert_eq!(desk.stage().await, needs_words);
    assert_shut(&desk);
    assert_refuses_everybody(&desk).await;
    let wrong = desk.call("profile_open", json!({"passphrase": "four other words here"})).await;
    assert_eq!(wrong.err(), Some(Failure::Profile { trouble: Trouble::WrongKey }));
    let none = desk.call("profile_open", json!({})).await;
    assert_eq!(none.err(), Some(Failure::Invalid { field: ipc::Field::Passphrase }));
    assert_eq!(desk.stage().await, needs_words);
    let back = desk.ask("profile_open", json!({ "passphrase": WORDS })).await;
    assert_eq!((&back["stage"]["stage"], &back["place"]), (&json!("ready"), &json!("settings")));

    note(&desk, "people").await;
    let ana = add(&desk, "Ana Lee", "manager", ANA).await;
    desk.ask("console_lock", json!({})).await;
    assert_eq!(desk.stage().await, needs_words);
    let half = sign_in(&desk, &ana, ANA).await.err();
    assert_eq!(half, Some(Failure::Invalid { field: ipc::Field::Passphrase }), "a PIN alone is half");
    desk.ask("profile_open", json!({ "passphrase": WORDS })).await;
    assert_eq!(desk.stage().await, locked(), "and so is a passphrase");
    assert_shut(&desk);
    tokio::time::sleep(Duration::from_secs(121)).await;
    assert_eq!(desk.stage().await, needs_words, "nobody followed with a PIN");
    desk.ask("profile_open", json!({ "passphrase": WORDS })).await;
    let back = sign_in(&desk, &ana, ANA).await.expect("her PIN");
    assert_eq!(back["place"], json!("people"), "what nobody was told apart by is the first one's");

    let desk = desk.restart().await;
    assert_eq!(desk.stage().await, json!({"stage": "needsPassphrase"}));
    desk.ask("profile_open", json!({ "passphrase": WORDS })).await;
    assert_eq!(desk.stage().await, locked(), "at a start it is typed once");
    sign_in(&desk, &ana, ANA).await.expect("her PIN");
    let trail = desk.ask("audit_read", json!({"limit": 200, "kind": "failedUnlock"})).await;
    assert_eq!(
        trail["rows"].as_array().map(Vec::len),
        Some(3),
        "the wrong one, none, and a PIN alone: {trail}"
    );
    desk.close().await;
}

/// A keychain that may be locked, gone, or silent.
struct Moody {
    keychain: FileKeychain,
    mood: Mutex<Option<KeychainTrouble>>,
    silence: Mutex<Option<(Sender<()>, Receiver<()>)>>,
}

impl Moody {
    fn new(edges: &Edges) -> Arc<Self> {
        let keychain = FileKeychain::new(edges.folder.with_file_name("keychain.json"));
        Arc::new(Self { keychain, mood: Mutex::default(), silence: Mutex::default() })
    }

    fn set(&self, mood: Option<KeychainTrouble>) {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner) = mood;
    }

    /// Has the next question wait; hears that it was asked, and ends the wait.
    fn hush(&self) -> (Receiver<()>, Sender<()>) {
        let ((asked, hears), (speak, spoken)) = (channel(), channel());
        *self.silence.lock().unwrap_or_else(PoisonError::into_inner) = Some((asked, spoken));
        (hears, speak)
    }

    fn answers(&self) -> Result<(), KeychainTrouble> {
        self.mood.lock().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }
}

/// The same keychain, as a port.
struct Port(Arc<Moody>);

impl Keychain for Port {
    fn read(&self, account: &str) -> Result<Option<KeptSecret>, KeychainTrouble> {
        let silence = self.0.silence.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((asked, spoken)) = silence {
            let _ = asked.send(());
            let _ = spoken.recv();
        }
        self.0.answers()?;
        self.0.keychain.read(account)
    }

    fn write(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble> {
        self.0.answers()?;
        self.0.keychain.write(account, secret)
    }

    fn delete(&self, account: &str) -> Result<(), KeychainTrouble> {
        self.0.answers()?;
        self.0.keychain.delete(account)
    }

    fn patience(&self) -> Duration {
        let is_hushed = self.0.silence.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        if is_hushed { Duration::from_millis(500) } else { Duration::from_secs(60) }
    }
}

#[tokio::test(start_paused = true)]
async fn a_keychain_that_does_not_give_the_key_is_named_and_the_console_stays_locked() {
    let edges = Edges::new().expect("a computer");
    let keychain = Moody::new(&edges);
    let (desk, ana, _) = staffed(edges.with_keychain(Port(Arc::clone(&keychain)))).await;
    lock(&desk).await;
    for (mood, trouble) in [
        (KeychainTrouble::Locked, Trouble::KeychainLocked),
        (KeychainTrouble::Absent, Trouble::KeychainAbsent),
        (KeychainTrouble::Failing, Trouble::KeychainAbsent),
    ] {
        keychain.set(Some(mood));
        assert_eq!(sign_in(&desk, &ana, ANA).await.err(), Some(Failure::Profile { trouble }));
        assert_eq!(desk.stage().await, locked());
        assert_shut(&desk);
    }
    keychain.set(None);

    let (asked, speak) = keychain.hush();
    let desk = Arc::new(desk);
    let (waiting, who) = (Arc::clone(&desk), ana.clone());
    let waiting = tokio::spawn(async move { sign_in(&waiting, &who, ANA).await });
    tokio::task::spawn_blocking(move || asked.recv().expect("asked")).await.expect("no panic");
    assert_eq!(desk.stage().await, locked(), "the window is answered meanwhile");
    let silent = waiting.await.expect("no panic").err();
    assert_eq!(silent, Some(Failure::Profile { trouble: Trouble::KeychainSilent }));
    assert_eq!(desk.stage().await, locked());
    speak.send(()).expect("it answers at last, and nobody hears it");
    while sign_in(&desk, &ana, ANA).await.is_err() {}
    Arc::into_inner(desk).expect("nobody else has it").close().await;
}

#[tokio::test(start_paused = true)]
async fn what_does_not_open_any_more_ends_in_the_stages_of_a_start() {
    let (desk, ana, _) = staffed(Edges::new().expect("a computer")).await;
    lock(&desk).await;
    let profile: Value =
        serde_json::from_slice(&std::fs::read(desk.folder().join("profile.json")).expect("read"))
            .expect("JSON");
    let file = |name: &Value| desk.folder().join(format!("{}.db", name.as_str().expect("a name")));
    let (vault, copy) = (file(&profile["vault"]), file(&profile["connections"][0]["cache"]));

    let whole = std::fs::read(&copy).expect("the copy");
    std::fs::write(&copy, &whole[..whole.len() / 2 - 100]).expect("cut off");
    let back = sign_in(&desk, &ana, ANA).await.expect("a copy is made anew");
    assert_eq!(back["stage"]["stage"], "ready");
    assert_eq!(desk.ask("sync_read", json!({})).await["rebuilt"], true, "and that is said");
    lock(&desk).await;

    let whole = std::fs::read(&vault).expect("the vault");
    std::fs::write(&vault, &whole[..whole.len() / 2]).expect("cut off");
    let damaged = Failure::Profile { trouble: Trouble::VaultDamaged };
    assert_eq!(sign_in(&desk, &ana, ANA).await.err(), Some(damaged));
    assert_eq!(desk.stage().await, json!({"stage": "stuck", "trouble": {"kind": "vaultDamaged"}}));
    assert_shut(&desk);
    std::fs::write(&vault, whole).expect("restored from a backup");
    desk.call("profile_open", json!({})).await.expect("it opens again");
    assert_eq!(desk.stage().await, locked(), "for nobody yet");
    sign_in(&desk, &ana, ANA).await.expect("her PIN");
    desk.close().await;
}

async fn becomes(desk: &Desk, stage: &Value) {
    while desk.stage().await != *stage {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_locked_with_the_desktop_and_before_the_computer_sleeps() {
    let edges = Edges::new().expect("a computer");
    let desk = Desk::start(edges).await;
    desk.edges().desktop.leave(Away::locked);
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(desk.stage().await["stage"], "firstRun", "there is nothing to lock");
    desk.connect_demo().await;
    desk.edges().desktop.leave(Away::locked);
    becomes(&desk, &locked()).await;
    assert_shut(&desk);
    assert_refuses_everybody(&desk).await;
    let back = desk.ask("profile_open", json!({})).await;
    assert_eq!(back["stage"]["stage"], "ready", "the desktop's own lock keeps others out");

    let ana = add(&desk, "Ana Lee", "manager", ANA).await;
    let awake = Arc::new(());
    desk.edges().desktop.leave(|| Away::sleeping(Arc::clone(&awake)));
    while Arc::strong_count(&awake) > 1 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_shut(&desk);
    assert_eq!(desk.stage().await, locked(), "the computer sleeps once everything is closed");
    desk.edges().desktop.leave(Away::locked);
    sign_in(&desk, &ana, ANA).await.expect("her PIN");
    let trail = desk.ask("audit_read", json!({"limit": 200, "kind": "unlock"})).await;
    for words in
        ["locked the console with the desktop", "locked the console, since the computer went to sleep"]
    {
        let said = trail["rows"].as_array().expect("lines").iter().any(|line| line["words"] == words);
        assert!(said, "{words}: {trail}");
    }
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_computer_that_slept_is_locked_before_anything_is_answered() {
    let desk = Desk::start(Edges::new().expect("a computer")).await;
    desk.connect_demo().await;
    let ana = add(&desk, "Ana Lee", "manager", ANA).await;
    sign_in(&desk, &ana, ANA).await.expect("her PIN");
    let clock = Arc::clone(&desk.edges().clock);
    tokio::time::sleep(Duration::from_secs(300)).await;
    clock.step(TimeDelta::seconds(20));
    tokio::time::sleep(Duration::from_secs(10)).await;
    clock.step(TimeDelta::hours(-30));
    tokio::time::sleep(Duration::from_secs(10)).await;
    desk.ask("patient_recent", json!({})).await;

    clock.step(TimeDelta::minutes(5));
    let refused = desk.call("patient_recent", json!({})).await.err();
    assert_eq!(refused, Some(Failure::Locked), "at the very first question");
    becomes(&desk, &locked()).await;
    assert_shut(&desk);
    tokio::time::sleep(Duration::from_secs(10)).await;
    sign_in(&desk, &ana, ANA).await.expect("her PIN");
    desk.ask("patient_recent", json!({})).await;
    let trail = desk.ask("audit_read", json!({"limit": 200, "kind": "unlock"})).await;
    let words = "locked the console: the computer slept, or its clock was put forward";
    let lines = trail["rows"].as_array().expect("lines").iter().filter(|line| line["words"] == words);
    assert_eq!(lines.count(), 1, "once: {trail}");

    clock.step(TimeDelta::days(3_000));
    becomes(&desk, &locked()).await;
    desk.close().await;
}
