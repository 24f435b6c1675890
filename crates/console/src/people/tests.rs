//! PINs that are guessed, managers that must stay, a console that nobody touches.

use std::sync::Arc;
use std::time::Duration;

use athena::{SeededRandom, Transport, TransportError};
use ipc::connection::DemoSize;
use ipc::people::Seat;
use ipc::{Call, Failure, Role};
use serde_json::{Value, json};
use store::{NoHooks, SystemEntropy};
use tempfile::TempDir;

use crate::{
    Browser, Clipboard, Console, Demo, DemoPages, Keychain, KeychainTrouble, Network, NoBrowser, Ports,
    RuntimeTasks, WebPage,
};

/// A clock that goes with tokio's, and can be set.
struct Running {
    started: tokio::time::Instant,
    ahead: std::sync::Mutex<chrono::TimeDelta>,
}

impl model::Clock for Running {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        let from: chrono::DateTime<chrono::Utc> = "2026-11-23T15:30:00Z".parse().expect("an instant");
        let gone = chrono::TimeDelta::from_std(self.started.elapsed()).expect("not for ever");
        from + gone + *self.ahead.lock().expect("not poisoned")
    }
}

#[derive(Default)]
struct Memory(std::sync::Mutex<std::collections::BTreeMap<String, Vec<u8>>>);

impl Keychain for Memory {
    fn read(&self, account: &str) -> Result<Option<crate::KeptSecret>, KeychainTrouble> {
        Ok(self.0.lock().expect("not poisoned").get(account).cloned().map(Into::into))
    }

    fn write(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble> {
        self.0.lock().expect("not poisoned").insert(account.to_owned(), secret.to_vec());
        Ok(())
    }

    fn delete(&self, account: &str) -> Result<(), KeychainTrouble> {
        self.0.lock().expect("not poisoned").remove(account);
        Ok(())
    }
}

/// Nobody here copies anything.
struct NoClipboard;

impl Clipboard for NoClipboard {
    fn text(&self) -> Option<model::Secret> {
        None
    }

    fn clear(&self) {}
}

/// Nobody here goes anywhere.
struct Nowhere;

impl Network for Nowhere {
    fn athenahealth(&self) -> Result<Arc<dyn Transport>, TransportError> {
        unreachable!("nobody connects")
    }

    fn demo(&self, _: DemoSize) -> Demo {
        unreachable!("nobody connects")
    }

    fn demo_pages(&self, _: DemoSize) -> Option<DemoPages> {
        None
    }
}

impl Browser for Nowhere {
    fn open(&self, _: &WebPage) -> Result<(), NoBrowser> {
        Err(NoBrowser)
    }
}

struct Desk {
    console: Console,
    clock: Arc<Running>,
    keychain: Arc<Memory>,
    computer: Arc<TempDir>,
}

impl Desk {
    /// A console whose profile is open, and which knows nobody.
    async fn new() -> Self {
        let clock = Arc::new(Running {
            started: tokio::time::Instant::now(),
            ahead: std::sync::Mutex::new(chrono::TimeDelta::zero()),
        });
        let desk =
            Self::start(clock, Arc::new(Memory::default()), Arc::new(TempDir::new().expect("a folder")));
        let desk = desk.await;
        desk.ask("profile_open", json!({})).await;
        desk
    }

    async fn start(clock: Arc<Running>, keychain: Arc<Memory>, computer: Arc<TempDir>) -> Self {
        let ports = Ports {
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(1)),
            entropy: Arc::new(SystemEntropy),
            tasks: Arc::new(RuntimeTasks),
            hooks: Arc::new(NoHooks),
            keychain: keychain.clone(),
            clipboard: Arc::new(NoClipboard),
            network: Arc::new(Nowhere),
            browser: Arc::new(Nowhere),
            desktop: Arc::new(crate::NoDesktop),
            notices: Arc::new(crate::NoNotices),
            printer: Arc::new(crate::NoPrinter),
        };
        let console = Console::new(computer.path().join("profile"), ports);
        console.start(false).await;
        Self { console, clock, keychain, computer }
    }

    /// The same with Ana as manager, who sits at it, and Ben at the front desk.
    async fn with_people() -> (Self, String, String) {
        let desk = Self::new().await;
        desk.ask("person_add", json!({"name": "Ana Lee", "role": "manager", "pin": "482915"})).await;
        desk.ask("person_add", json!({"name": "Ben Ross", "role": "frontDesk", "pin": "771204"})).await;
        let people = desk.ask("people_list", json!({})).await;
        let id = |at: usize| people["people"][at]["id"].as_str().expect("an id").to_owned();
        let (ana, ben) = (id(0), id(1));
        (desk, ana, ben)
    }

    async fn restart(self) -> Self {
        let Self { console, clock, keychain, computer } = self;
        console.close().await;
        Self::start(clock, keychain, computer).await
    }

    async fn call(&self, name: &str, request: Value) -> Result<Value, Failure> {
        let answer = self.console.call(&Call::desktop(), name, request.to_string().as_bytes()).await;
        Ok(serde_json::from_slice(&answer.expect("a command")?).expect("JSON"))
    }

    async fn ask(&self, name: &str, request: Value) -> Value {
        self.call(name, request).await.unwrap_or_else(|failure| panic!("{name} failed: {failure:?}"))
    }

    async fn sign_in(&self, person: &str, pin: &str) -> Result<Value, Failure> {
        self.call("person_sign_in", json!({"person": person, "pin": pin})).await
    }

    async fn seat(&self) -> Value {
        self.ask("session_read", json!({})).await["seat"]["seat"].clone()
    }

    fn set_clock(&self, seconds: i64) {
        *self.clock.ahead.lock().expect("not poisoned") += chrono::TimeDelta::seconds(seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn the_desktop_is_the_managers_until_there_is_one_who_then_sits_at_it() {
    let desk = Desk::new().await;
    assert_eq!(desk.seat().await, "everybody");
    assert_eq!(desk.call("console_lock", json!({})).await.err(), Some(Failure::NobodyToUnlock));
    let first = json!({"name": "Ben", "role": "frontDesk", "pin": "771204"});
    let refused = desk.call("person_add", first).await.err();
    assert_eq!(refused, Some(Failure::Invalid { field: ipc::Field::Role }), "the first is a manager");
    for pin in [
        "12345",
        "123456",
        "654321",
        "789012",
        "109876",
        "111111",
        "121212",
        "123123",
        "12341234",
        "1234567890123",
        "abcdef",
    ] {
        let weak = json!({"name": "Ana", "role": "manager", "pin": pin});
        let refused = desk.call("person_add", weak).await.err();
        assert_eq!(refused, Some(Failure::Invalid { field: ipc::Field::Pin }), "{pin}");
    }
    desk.ask("person_add", json!({"name": "Ana Lee", "role": "manager", "pin": "482915"})).await;
    assert_eq!(desk.seat().await, "person");
    let desk = desk.restart().await;
    assert_eq!(desk.seat().await, "locked", "nobody is signed in after a start");
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_locked_console_answers_only_what_needs_no_permission_and_calls_carry_who_signed_in() {
    let (desk, ana, ben) = Desk::with_people().await;
    desk.ask("console_lock", json!({})).await;
    for spec in ipc::COMMANDS {
        let answer = desk.console.call(&Call::desktop(), spec.name, b"{").await.expect("a command");
        let wanted = match spec.permission {
            ipc::Permission::Anyone => Failure::Invalid { field: ipc::Field::Request },
            _ => Failure::Locked,
        };
        assert_eq!(answer.err(), Some(wanted), "{}", spec.name);
    }
    desk.sign_in(&ben, "771204").await.expect("his PIN");
    let refused = desk.call("people_list", json!({})).await.err();
    assert_eq!(refused, Some(Failure::Forbidden { permission: ipc::Permission::ManagePeople }));
    let roles = desk.ask("role_list", json!({})).await;
    let front = json!({"role": "frontDesk", "permissions": Role::FrontDesk.permissions()});
    assert_eq!(roles["roles"][0], front, "what he may do is no secret from him");
    desk.sign_in(&ana, "482915").await.expect("a quick switch");
    let trail = desk.ask("audit_read", json!({"limit": 200, "person": ben})).await;
    let lines = trail["rows"].as_array().expect("lines");
    let said: Vec<_> = lines.iter().map(|line| (&line["kind"], &line["person"]["name"])).collect();
    assert!(said.contains(&(&json!("unlock"), &json!("Ben Ross"))), "{said:?}");
    assert!(said.contains(&(&json!("refusal"), &json!("Ben Ross"))), "{said:?}");
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn nobody_is_given_a_name_that_another_has() {
    let (desk, _, ben) = Desk::with_people().await;
    for name in ["Ana Lee", " ana  LEE ", "Aná Lee"] {
        let second = json!({"name": name, "role": "biller", "pin": "660318"});
        assert_eq!(desk.call("person_add", second).await.err(), Some(Failure::NameTaken), "{name}");
        let renamed = json!({"person": ben, "name": name, "role": "frontDesk"});
        assert_eq!(desk.call("person_change", renamed).await.err(), Some(Failure::NameTaken), "{name}");
    }
    desk.ask("person_change", json!({"person": ben, "name": "BEN ROSS", "role": "frontDesk"})).await;
    desk.ask("person_remove", json!({"person": ben})).await;
    desk.ask("person_add", json!({"name": "Ben Ross", "role": "biller", "pin": "660318"})).await;
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn somebody_stays_who_can_manage_people() {
    let (desk, ana, ben) = Desk::with_people().await;
    let demoted = json!({"person": ana, "name": "Ana Lee", "role": "biller"});
    assert_eq!(desk.call("person_change", demoted.clone()).await.err(), Some(Failure::LastManager));
    assert_eq!(desk.call("person_remove", json!({"person": ana})).await.err(), Some(Failure::LastManager));
    desk.ask("person_change", json!({"person": ben, "name": "Ben Ross", "role": "manager"})).await;
    desk.ask("person_change", demoted).await;
    assert_eq!(
        desk.call("people_list", json!({})).await.err(),
        Some(Failure::Forbidden { permission: ipc::Permission::ManagePeople }),
        "it counts at once"
    );
    desk.sign_in(&ben, "771204").await.expect("his PIN");
    desk.ask("person_remove", json!({"person": ana})).await;
    assert_eq!(desk.sign_in(&ana, "482915").await.err(), Some(Failure::WrongPin), "who left is nobody");
    let trail = desk.ask("audit_read", json!({"limit": 200, "person": ana})).await;
    assert_eq!(trail["rows"][0]["person"]["name"], "Ana Lee", "and is still named by the audit");
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_thousand_guesses_are_tried_a_few_times_and_the_right_one_among_them_opens_nothing() {
    let (desk, _, ben) = Desk::with_people().await;
    desk.ask("console_lock", json!({})).await;
    let mut tried = 0;
    for guess in 0..1_000 {
        // The right PIN comes up while it rests.
        let pin = if guess == 500 { "771204".to_owned() } else { format!("9{guess:05}") };
        match desk.sign_in(&ben, &pin).await.expect_err("no guess opens it") {
            Failure::WrongPin => tried += 1,
            Failure::TooManyTries { retry_after_ms } => assert!((1..=900_000).contains(&retry_after_ms)),
            other => panic!("{other:?}"),
        }
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    // Five at once, then after 30, 60, 120, 240 and 480 seconds.
    assert_eq!(tried, 10);
    tokio::time::advance(Duration::from_secs(900)).await;
    desk.sign_in(&ben, "771204").await.expect("his own PIN, once it has rested");
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_rest_outlasts_a_restart_and_a_clock_that_is_put_back() {
    let (desk, _, ben) = Desk::with_people().await;
    for _ in 0..5 {
        assert_eq!(desk.sign_in(&ben, "999991").await.err(), Some(Failure::WrongPin));
    }
    let resting = |answer: Result<Value, Failure>| matches!(answer, Err(Failure::TooManyTries { .. }));
    assert!(resting(desk.sign_in(&ben, "771204").await));
    let desk = desk.restart().await;
    assert!(resting(desk.sign_in(&ben, "771204").await), "a restart does not help");
    desk.set_clock(-3_600);
    assert!(resting(desk.sign_in(&ben, "771204").await), "nor does a clock that is put back");
    tokio::time::advance(Duration::from_secs(29)).await;
    assert!(resting(desk.sign_in(&ben, "771204").await), "the rest began anew");
    tokio::time::advance(Duration::from_secs(1)).await;
    desk.sign_in(&ben, "771204").await.expect("half a minute later");
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_put_forward_does_not_shorten_a_rest_while_the_console_runs() {
    let (desk, _, ben) = Desk::with_people().await;
    for _ in 0..5 {
        assert_eq!(desk.sign_in(&ben, "999991").await.err(), Some(Failure::WrongPin));
    }
    desk.set_clock(3_600);
    assert!(matches!(desk.sign_in(&ben, "771204").await, Err(Failure::TooManyTries { .. })));
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_put_forward_with_a_restart_does_not_shorten_a_rest() {
    let (desk, _, ben) = Desk::with_people().await;
    for _ in 0..5 {
        assert_eq!(desk.sign_in(&ben, "999991").await.err(), Some(Failure::WrongPin));
    }
    let desk = desk.restart().await;
    desk.set_clock(3_600);
    let rests = |answer: Result<Value, Failure>| matches!(answer, Err(Failure::TooManyTries { .. }));
    assert!(rests(desk.sign_in(&ben, "771204").await), "nothing ran for that hour");
    tokio::time::advance(Duration::from_secs(29)).await;
    assert!(rests(desk.sign_in(&ben, "771204").await));
    tokio::time::advance(Duration::from_secs(1)).await;
    desk.sign_in(&ben, "771204").await.expect("it rested since the restart");
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_console_that_nobody_touches_locks_and_tells_the_window() {
    let (desk, ana, _) = Desk::with_people().await;
    desk.ask("idle_set", json!({"minutes": 2})).await;
    desk.ask("console_touch", json!({})).await;
    let mut heard = desk.console.subscribe();
    tokio::time::sleep(Duration::from_secs(119)).await;
    desk.ask("people_list", json!({})).await;
    desk.ask("console_touch", json!({})).await;
    tokio::time::sleep(Duration::from_secs(119)).await;
    assert_eq!(desk.seat().await, "person", "what it reads by itself is no touch, and a touch is");
    tokio::time::sleep(Duration::from_secs(2)).await;
    for told in [ipc::Event::Keep {}, ipc::Event::Changed { tags: ipc::Tag::ALL.to_vec() }] {
        assert_eq!(crate::next_event(&mut heard).await, Some(told));
    }
    assert_eq!(desk.seat().await, "locked");
    assert_eq!(desk.call("people_list", json!({})).await.err(), Some(Failure::Locked));
    desk.sign_in(&ana, "482915").await.expect("her PIN");
    desk.set_clock(600);
    assert_eq!(desk.seat().await, "locked", "a machine that slept was not touched either");
    let kept = desk.console.guard().seat(model::Clock::now(desk.clock.as_ref()));
    assert!(matches!(kept, Seat::Locked { people } if people.len() == 2));
    for minutes in [0, 16] {
        desk.sign_in(&ana, "482915").await.expect("her PIN");
        let refused = desk.call("idle_set", json!({ "minutes": minutes })).await.err();
        assert_eq!(refused, Some(Failure::Invalid { field: ipc::Field::Minutes }));
    }
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn of_somebody_who_is_removed_no_place_is_kept() {
    let (desk, ana, ben) = Desk::with_people().await;
    let kept = async || {
        let place = desk.console.ledger().place().expect("it is open");
        let setting = format!("place of {ben}");
        let kept = place.vault.read(move |vault| vault.setting::<String>(&setting)).await;
        kept.expect("it is read")
    };
    desk.sign_in(&ben, "771204").await.expect("his PIN");
    desk.ask("place_note", json!({"place": "the find box"})).await;
    desk.ask("console_lock", json!({})).await;
    desk.sign_in(&ana, "482915").await.expect("her PIN");
    assert_eq!(kept().await.as_deref(), Some("the find box"), "it waits for him");
    desk.ask("person_remove", json!({ "person": ben })).await;
    assert_eq!(kept().await, None);
    desk.console.close().await;
}

#[tokio::test(start_paused = true)]
async fn each_lock_has_what_the_window_shows_be_gone_by_the_time_it_hears_of_it() {
    let (desk, ana, _) = Desk::with_people().await;
    let before = desk.console.cleared();
    desk.ask("people_list", json!({})).await;
    assert_eq!(desk.console.cleared(), before, "nothing else does");
    let mut heard = desk.console.subscribe();
    let first = async {
        while crate::next_event(&mut heard).await == Some(ipc::Event::Keep {}) {}
        desk.console.cleared()
    };
    let (cleared, _) = tokio::join!(first, desk.ask("console_lock", json!({})));
    assert_eq!(cleared, before + 1);
    desk.ask("console_lock", json!({})).await;
    assert_eq!(desk.console.cleared(), before + 1, "what is locked shows nothing");
    desk.sign_in(&ana, "482915").await.expect("her PIN");
    assert_eq!(desk.console.cleared(), before + 1);
    desk.console.close().await;
}
