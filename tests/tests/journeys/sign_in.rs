//! A person signs in as themselves: through the browser, again, and out.

use std::sync::Arc;
use std::time::Duration;

use acceptance::{Canaries, Desk, Edges, Practice, SettableClock, Visitor, Way, free_port, told};
use athena::{CALLBACK_PORTS, SendFailure, TransportError};
use ipc::{Event, Failure, Field, SignInStop};
use sandbox::{
    CONFIDENTIAL_CLIENT_ID, CONFIDENTIAL_CLIENT_SECRET, Fault, Limits, Options, PRACTICE_ID,
    PUBLIC_CLIENT_ID, STAFF, Size, StaffMember,
};
use serde_json::{Value, json};

/// A desk with no practice yet, and somebody at its browser. Sockets take real time, so that time
/// stands still only once the person is back.
pub(crate) async fn desk_and(who: &'static StaffMember) -> (Desk, Visitor) {
    let (desk, visitor) = desk_on(who, |edges| edges).await;
    desk.ask("profile_open", json!({})).await;
    (desk, visitor)
}

/// The same with no profile yet, on a computer of one's own making.
pub(crate) async fn desk_on(who: &'static StaffMember, with: impl FnOnce(Edges) -> Edges) -> (Desk, Visitor) {
    let limits = Limits { per_second: 2_000, per_day: 1_000_000, tokens_per_minute: 1_000 };
    let options = Options { size: Size::Solo, limits, ..Options::default() };
    let edges = with(Edges::at("2026-11-23T15:30:00Z", options).expect("a computer"));
    let visitor = Visitor { who, practice: edges.practice.sandbox().clone(), pages: edges.pages.subscribe() };
    (Desk::start(edges).await, visitor)
}

pub(crate) fn of_people() -> Value {
    json!({
        "environment": {"kind": "other", "address": "https://practice.example"},
        "practice": PRACTICE_ID, "clientId": PUBLIC_CLIENT_ID, "clientSecret": "", "signIn": "person",
    })
}

fn of_people_with(field: &str, value: Value) -> Value {
    let mut request = of_people();
    request[field] = value;
    request
}

/// Waits until so many sign-ins are good: what is revoked is revoked while nobody waits for it.
async fn sign_ins(visitor: &Visitor, count: usize) {
    let reached = async {
        while visitor.practice.sign_ins() != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(60), reached).await;
    assert!(waited.is_ok(), "{} sign-ins are good, and not {count}", visitor.practice.sign_ins());
}

/// The port that the person is sent back to.
fn port_back(page: &url::Url) -> u16 {
    let to = page.query_pairs().find(|(name, _)| name == "redirect_uri").expect("a way back").1.into_owned();
    url::Url::parse(&to).expect("an address").port().expect("a port")
}

pub(crate) async fn connect(desk: &Desk, visitor: &mut Visitor) -> String {
    connect_with(desk, visitor, of_people()).await
}

async fn connect_with(desk: &Desk, visitor: &mut Visitor, request: Value) -> String {
    let (added, shown) = tokio::join!(desk.ask("connection_add", request), visitor.decide("allow"));
    assert!(shown.starts_with("HTTP/1.1 200 ") && shown.contains("Return to Daybook"), "{shown}");
    assert_eq!(added["connection"]["person"], visitor.who.name());
    tokio::time::pause();
    let refused = added["probes"].as_array().expect("probes").iter().any(|probe| probe["trial"] == "refused");
    assert!(!refused, "a person may read what Daybook shows: {added}");
    added["connection"]["id"].as_str().expect("an id").to_owned()
}

fn stopped(why: SignInStop) -> Failure {
    Failure::SignInStopped { why }
}

async fn assert_nothing_kept(desk: &Desk) {
    let known = desk.ask("connection_list", json!({})).await;
    assert_eq!(known["rows"], json!([]), "what did not come about is not kept");
}

/// Somebody with a visit today whom a search finds.
async fn finds_somebody(desk: &Desk) -> bool {
    let truth = desk.edges().practice.sandbox().clone();
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    let somebody = acceptance::somebody_on(&truth.truth(), today);
    let found = desk.ask("patient_search", json!({"text": somebody.last_name, "limit": 5})).await;
    found["rows"].as_array().is_some_and(|rows| !rows.is_empty())
}

#[tokio::test]
async fn a_persons_sign_in_alone_fills_the_copy_and_finds_a_patient() {
    let (mut desk, mut visitor) = desk_and(&STAFF[0]).await;
    connect(&desk, &mut visitor).await;
    desk.filled().await;
    assert!(finds_somebody(&desk).await);
    let desk = desk.restart().await;
    let known = desk.ask("connection_list", json!({})).await;
    assert_eq!(known["rows"][0]["person"], STAFF[0].name(), "the next start knows who is signed in");
    assert_eq!(known["rows"][0]["signIn"], "person");
}

/// A registration of people that has a secret, which whoever adds it types in.
fn with_secret(secret: &str) -> Value {
    let mut request = of_people_with("clientId", json!(CONFIDENTIAL_CLIENT_ID));
    request["clientSecret"] = json!(secret);
    request
}

#[tokio::test]
async fn a_registration_with_a_secret_signs_people_in_and_renews_with_it_after_a_restart() {
    let (mut desk, mut visitor) = desk_and(&STAFF[0]).await;
    for wrong in ["", "another secret"] {
        let adding = desk.call("connection_add", with_secret(wrong));
        let (added, _) = tokio::join!(adding, visitor.decide("allow"));
        assert_eq!(added.map(drop), Err(Failure::SignInRefused), "{wrong:?} is not its secret");
        assert_nothing_kept(&desk).await;
    }
    connect_with(&desk, &mut visitor, with_secret(CONFIDENTIAL_CLIENT_SECRET)).await;
    desk.filled().await;
    let mut desk = desk.restart().await;
    let practice = desk.edges().practice.clone();
    assert_eq!(practice.renewed_with(), Vec::<String>::new(), "nothing was renewed yet");
    practice.sandbox().set_fault_once(Fault::TokenExpired);
    let asked = desk.ask("patient_ask", json!({"text": "Whitcombe"})).await;
    assert!(asked["rows"].is_array(), "{asked}");
    assert_eq!(practice.renewed_with().len(), 1, "the restart knows the secret, and renews with it");
    desk.until("sync_read", json!({}), |sync| sync["problem"].is_null()).await;
    sign_ins(&visitor, 1).await;
    assert!(finds_somebody(&desk).await);
    let secret = Canaries::new([CONFIDENTIAL_CLIENT_SECRET.to_owned()]);
    let telling = told(&secret, &desk.close().await.folder).expect("read");
    assert!(telling.is_empty(), "the secret can be read in {telling:?}");
}

#[tokio::test]
async fn who_has_no_right_to_the_practice_is_told_so_and_nothing_is_kept() {
    let left = STAFF.iter().find(|who| !who.works_here).expect("somebody who left");
    let (desk, mut visitor) = desk_and(left).await;
    let (added, _) = tokio::join!(desk.call("connection_add", of_people()), visitor.decide("allow"));
    assert_eq!(added.map(drop), Err(Failure::PracticeNotAllowed));
    assert_nothing_kept(&desk).await;
    sign_ins(&visitor, 0).await;
}

#[tokio::test]
async fn a_no_in_the_browser_is_told_and_the_next_try_is_a_new_one() {
    let (desk, mut visitor) = desk_and(&STAFF[1]).await;
    let (added, shown) = tokio::join!(desk.call("connection_add", of_people()), visitor.decide("deny"));
    assert_eq!(added.map(drop), Err(stopped(SignInStop::Denied)));
    assert!(shown.contains("Nobody was signed in"), "{shown}");
    assert_nothing_kept(&desk).await;
    connect(&desk, &mut visitor).await;
}

#[tokio::test]
async fn the_waiting_can_be_ended_and_its_port_closes() {
    let (desk, mut visitor) = desk_and(&STAFF[0]).await;
    let ending = async {
        let page = visitor.page().await;
        desk.ask("connection_sign_in_cancel", json!({})).await;
        page
    };
    let (added, page) = tokio::join!(desk.call("connection_add", of_people()), ending);
    assert_eq!(added.map(drop), Err(stopped(SignInStop::Cancelled)));
    let closed = std::net::TcpStream::connect(("127.0.0.1", port_back(&page)));
    assert!(closed.is_err(), "nobody waits any more");
    assert_nothing_kept(&desk).await;
}

#[tokio::test(start_paused = true)]
async fn who_closes_the_browser_is_waited_for_five_minutes() {
    let (desk, _visitor) = desk_and(&STAFF[0]).await;
    let began = tokio::time::Instant::now();
    let added = desk.call("connection_add", of_people()).await;
    assert_eq!(added.map(drop), Err(stopped(SignInStop::Late)));
    let waited = began.elapsed();
    assert!(waited >= Duration::from_secs(300) && waited < Duration::from_secs(310), "{waited:?}");
    assert_nothing_kept(&desk).await;
}

#[tokio::test]
async fn where_no_browser_opens_nobody_is_waited_for() {
    let (desk, visitor) = desk_and(&STAFF[0]).await;
    drop(visitor);
    let added = desk.call("connection_add", of_people()).await;
    assert_eq!(added.map(drop), Err(stopped(SignInStop::NoBrowser)));
}

#[tokio::test]
async fn a_sign_in_that_is_revoked_asks_for_the_person_again_and_keeps_everything() {
    let (mut desk, mut visitor) = desk_and(&STAFF[2]).await;
    let connection = connect(&desk, &mut visitor).await;
    desk.filled().await;
    visitor.practice.set_fault(Fault::RefreshRevoked, true);
    desk.ask("schedule_refresh", json!({"date": "2026-11-24"})).await;
    desk.until("sync_read", json!({}), |sync| sync["problem"]["code"] == "signInNeeded").await;
    assert!(finds_somebody(&desk).await, "what is held is shown");
    let board = desk.edges().notices.clone();
    while board.shown().is_empty() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(board.shown(), [console::Notice::SignedOut], "and the desktop says it");

    let again = json!({ "connection": connection });
    tokio::time::resume();
    let (_, shown) = tokio::join!(desk.ask("connection_sign_in", again), visitor.decide("allow"));
    tokio::time::pause();
    assert!(shown.contains("Return to Daybook"), "{shown}");
    desk.ask("schedule_refresh", json!({"date": "2026-11-24"})).await;
    desk.until("sync_read", json!({}), |sync| sync["problem"].is_null()).await;
    assert!(finds_somebody(&desk).await);
}

#[tokio::test]
async fn signing_out_is_told_to_athenahealth_and_keeps_the_copy_for_whoever_signs_in_next() {
    let (mut desk, mut visitor) = desk_and(&STAFF[0]).await;
    let connection = connect(&desk, &mut visitor).await;
    desk.filled().await;
    let out = desk.ask("connection_sign_out", json!({ "connection": connection })).await;
    assert_eq!(out, json!({"revoked": true}));
    assert_eq!(desk.ask("connection_list", json!({})).await["rows"][0]["person"], Value::Null);
    let asked = desk.call("schedule_refresh", json!({"date": "2026-11-24"})).await;
    assert_eq!(asked.map(drop), Err(Failure::SignInNeeded));
    sign_ins(&visitor, 0).await;
    tokio::time::resume();
    let again = json!({ "connection": connection });
    let (_, _) = tokio::join!(desk.ask("connection_sign_in", again), visitor.decide("allow"));
    assert!(finds_somebody(&desk).await, "what was held is there");
}

#[tokio::test]
async fn what_a_persons_sign_in_may_not_read_is_said_by_name() {
    let (desk, mut visitor) = desk_and(&STAFF[0]).await;
    let narrow = of_people_with("scopes", json!("openid profile offline_access user/*.read"));
    let (added, _) = tokio::join!(desk.call("connection_add", narrow), visitor.decide("allow"));
    assert_eq!(added.map(drop), Err(Failure::PracticeNotAllowed), "the scopes do not hold the practice");
    assert_nothing_kept(&desk).await;

    desk.edges().practice.set_way(Way::Without(&["/providers", "/customfields"]));
    let (added, _) = tokio::join!(desk.ask("connection_add", of_people()), visitor.decide("allow"));
    let refused = |probe: &&Value| probe["trial"] == "refused";
    let refused: Vec<_> = added["probes"].as_array().expect("probes").iter().filter(refused).collect();
    let named: Vec<_> = refused.iter().map(|probe| probe["capability"].as_str().expect("a name")).collect();
    assert_eq!(named, ["providers", "customFields"]);
}

#[tokio::test]
async fn a_removed_practice_leaves_no_sign_in_behind() {
    let (mut desk, mut visitor) = desk_and(&STAFF[0]).await;
    let connection = connect(&desk, &mut visitor).await;
    desk.filled().await;
    sign_ins(&visitor, 1).await;
    desk.ask("connection_remove", json!({ "connection": connection })).await;
    assert_nothing_kept(&desk).await;
    sign_ins(&visitor, 0).await;
}

#[tokio::test]
async fn a_practice_is_removed_without_athenahealth_too() {
    let (mut desk, mut visitor) = desk_and(&STAFF[0]).await;
    let connection = connect(&desk, &mut visitor).await;
    desk.filled().await;
    desk.edges().practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Dns)));
    let began = tokio::time::Instant::now();
    desk.ask("connection_remove", json!({ "connection": connection })).await;
    assert!(began.elapsed() < Duration::from_secs(1), "nothing is waited for: {:?}", began.elapsed());
    assert_nothing_kept(&desk).await;
    assert_eq!(visitor.practice.sign_ins(), 1, "what was given ends by itself, later");
}

#[tokio::test]
async fn another_person_takes_over_and_one_who_is_refused_does_not() {
    let (desk, mut visitor) = desk_and(&STAFF[0]).await;
    let connection = connect(&desk, &mut visitor).await;
    let again = json!({ "connection": connection });
    let person = async || desk.ask("connection_list", json!({})).await["rows"][0]["person"].clone();
    tokio::time::resume();
    visitor.who = &STAFF[1];
    let (refused, _) = tokio::join!(desk.call("connection_sign_in", again.clone()), visitor.decide("deny"));
    assert_eq!(refused.map(drop), Err(stopped(SignInStop::Denied)));
    assert_eq!(person().await, STAFF[0].name(), "who was signed in stays so");
    let (_, _) = tokio::join!(desk.ask("connection_sign_in", again), visitor.decide("allow"));
    assert_eq!(person().await, STAFF[1].name());
}

#[tokio::test]
async fn people_come_back_to_the_port_that_their_registration_names() {
    let (desk, mut visitor) = desk_and(&STAFF[0]).await;
    let free = free_port().expect("a port");
    for (way, fits) in [
        (json!({"kind": "listed"}), &CALLBACK_PORTS[..]),
        (json!({"kind": "port", "port": free}), &[free][..]),
    ] {
        let looking = async {
            let page = visitor.page().await;
            desk.ask("connection_sign_in_cancel", json!({})).await;
            port_back(&page)
        };
        let request = of_people_with("wayBack", way);
        let (added, port) = tokio::join!(desk.call("connection_add", request), looking);
        assert_eq!(added.map(drop), Err(stopped(SignInStop::Cancelled)));
        assert!(fits.contains(&port), "{port} is one of {fits:?}");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let request = of_people_with("wayBack", json!({"kind": "port", "port": port}));
    let added = desk.call("connection_add", request).await;
    assert_eq!(added.map(drop), Err(stopped(SignInStop::NoPort)), "another program has it");
    let request = of_people_with("wayBack", json!({"kind": "port", "port": 80}));
    let added = desk.call("connection_add", request).await;
    assert_eq!(added.map(drop), Err(Failure::Invalid { field: Field::Port }));
}

const OTHER_SCOPES: &str = "openid profile offline_access athena/service/Athenanet.MDP.*";

fn registered(connection: &str, scopes: &str, way_back: Value) -> Value {
    json!({"connection": connection, "scopes": scopes, "wayBack": way_back})
}

#[tokio::test]
async fn other_scopes_ask_for_the_person_again_and_everything_is_kept() {
    let (mut desk, mut visitor) = desk_and(&STAFF[0]).await;
    let connection = connect(&desk, &mut visitor).await;
    desk.filled().await;
    sign_ins(&visitor, 1).await;
    desk.ask("connection_register", registered(&connection, OTHER_SCOPES, json!({"kind": "any"}))).await;
    let row = async |desk: &Desk| desk.ask("connection_list", json!({})).await["rows"][0].clone();
    let told = row(&desk).await;
    assert_eq!((&told["scopes"], &told["person"]), (&json!(OTHER_SCOPES), &Value::Null));
    sign_ins(&visitor, 0).await;
    desk.ask("schedule_refresh", json!({"date": "2026-11-24"})).await;
    desk.until("sync_read", json!({}), |sync| sync["problem"]["code"] == "signInNeeded").await;
    assert!(finds_somebody(&desk).await, "what is held is shown");

    let mut desk = desk.restart().await;
    assert_eq!(row(&desk).await["scopes"], OTHER_SCOPES, "the next start asks for them too");
    visitor.pages = desk.edges().pages.subscribe();
    tokio::time::resume();
    let again = json!({ "connection": connection });
    let (_, shown) = tokio::join!(desk.ask("connection_sign_in", again), visitor.decide("allow"));
    tokio::time::pause();
    assert!(shown.contains("Return to Daybook"), "{shown}");
    desk.ask("schedule_refresh", json!({"date": "2026-11-24"})).await;
    desk.until("sync_read", json!({}), |sync| sync["problem"].is_null()).await;
    assert_eq!(row(&desk).await["person"], STAFF[0].name());
    let told = desk.ask("audit_read", json!({"limit": 50, "kind": "setting"})).await;
    let lines = told["rows"].as_array().expect("lines");
    let line = lines.iter().find(|line| line["words"] == "changed scopes or port of a connection");
    assert_eq!(line.expect("it is on record")["about"], connection.as_str());
}

#[tokio::test]
async fn another_port_keeps_the_person_and_is_come_back_to_from_then_on() {
    let (desk, mut visitor) = desk_and(&STAFF[0]).await;
    let connection = connect(&desk, &mut visitor).await;
    tokio::time::resume();
    let scopes = desk.ask("connection_list", json!({})).await["rows"][0]["scopes"].clone();
    let scopes = scopes.as_str().expect("scopes");
    let port = free_port().expect("a port");
    let to = json!({"kind": "port", "port": port});
    desk.ask("connection_register", registered(&connection, scopes, to.clone())).await;
    let told = desk.ask("connection_list", json!({})).await["rows"][0].clone();
    assert_eq!((&told["wayBack"], &told["person"]), (&to, &json!(STAFF[0].name())));
    let looking = async {
        let page = visitor.page().await;
        desk.ask("connection_sign_in_cancel", json!({})).await;
        port_back(&page)
    };
    let again = json!({ "connection": connection });
    let (stop, back) = tokio::join!(desk.call("connection_sign_in", again), looking);
    assert_eq!((stop.map(drop), back), (Err(stopped(SignInStop::Cancelled)), port));
    sign_ins(&visitor, 1).await;
}

#[tokio::test]
async fn scopes_and_ports_that_cannot_be_are_refused_and_change_nothing() {
    let (desk, mut visitor) = desk_and(&STAFF[0]).await;
    let connection = connect(&desk, &mut visitor).await;
    let before = desk.ask("connection_list", json!({})).await;
    let any = || json!({"kind": "any"});
    let low = json!({"kind": "port", "port": 80});
    for (request, field) in [
        (registered(&connection, &"openid ".repeat(2_341), any()), Field::Scopes),
        (registered(&connection, "openid\u{7}", any()), Field::Scopes),
        (registered(&connection, "openid\nprofile", any()), Field::Scopes),
        (registered(&connection, "openid \"", any()), Field::Scopes),
        (registered(&connection, "openid", low), Field::Port),
    ] {
        let refused = desk.call("connection_register", request).await;
        assert_eq!(refused.map(drop), Err(Failure::Invalid { field }));
    }
    let nobody = registered("another", "openid", any());
    assert_eq!(desk.call("connection_register", nobody).await.map(drop), Err(Failure::NoPractice));
    assert_eq!(desk.ask("connection_list", json!({})).await, before);
    sign_ins(&visitor, 1).await;
}

#[test]
fn the_form_names_the_ports_that_are_to_be_registered() {
    let words = include_str!("../../../ui/src/connections/text.ts");
    for port in CALLBACK_PORTS {
        assert!(words.contains(&port.to_string()), "{port} is named");
    }
}

#[tokio::test]
async fn tokens_of_16_kib_and_a_clock_that_is_an_hour_wrong_keep_nobody_out() {
    for wrong in ["2026-11-23T14:30:00Z", "2026-11-23T16:30:00Z"] {
        let (desk, visitor) = desk_and(&STAFF[0]).await;
        let mut edges = desk.close().await;
        edges.practice = Practice::open(visitor.practice.options(), edges.clock.clone());
        edges.clock = Arc::new(SettableClock::starting_at(wrong.parse().expect("an instant")));
        let practice = edges.practice.sandbox().clone();
        practice.set_fault(Fault::HugeTokens, true);
        let mut visitor = Visitor { practice, ..visitor };
        let mut desk = Desk::start(edges).await;
        connect(&desk, &mut visitor).await;
        desk.filled().await;
        assert!(finds_somebody(&desk).await);
        tokio::time::resume();
    }
}

#[tokio::test]
async fn the_audit_says_which_connection_was_added_and_who_signed_in_at_which() {
    let (desk, mut visitor) = desk_and(&STAFF[0]).await;
    let (denied, _) = tokio::join!(desk.call("connection_add", of_people()), visitor.decide("deny"));
    denied.expect_err("it was declined");
    let connection = connect(&desk, &mut visitor).await;
    desk.ask("connection_sign_out", json!({ "connection": connection })).await;
    tokio::time::resume();
    visitor.who = &STAFF[1];
    let again = json!({ "connection": connection });
    let (_, _) = tokio::join!(desk.ask("connection_sign_in", again), visitor.decide("allow"));
    let told = desk.ask("audit_read", json!({"limit": 50})).await;
    let about = |words: &str| -> Vec<(Value, Value)> {
        let lines = told["rows"].as_array().expect("lines").iter().filter(|line| line["words"] == words);
        lines.map(|line| (line["outcome"].clone(), line["about"].clone())).collect()
    };
    let added = [(json!("done"), json!(connection)), (json!("failed"), json!(PRACTICE_ID))];
    assert_eq!(about("added a connection"), added);
    assert_eq!(about("signed out"), [(json!("done"), json!(connection))]);
    let signed_in = [STAFF[1].name(), STAFF[0].name()].map(|who| (json!("done"), json!(who)));
    assert_eq!(about("signed in at athenahealth"), signed_in);
}

#[tokio::test]
async fn the_demo_practice_is_signed_in_to_by_anybody_and_its_pages_close_behind_them() {
    let (mut desk, mut visitor) = desk_and(&STAFF[3]).await;
    let demo = json!({
        "environment": {"kind": "demo", "size": "solo"}, "practice": "", "clientId": "", "clientSecret": "",
        "signIn": "person",
    });
    let mut pages = desk.edges().pages.subscribe();
    let (added, shown) = tokio::join!(desk.ask("connection_add", demo), visitor.decide("allow"));
    assert!(shown.contains("Return to Daybook"), "{shown}");
    assert_eq!(added["connection"]["person"], STAFF[3].name());
    let Ok(Event::Browser { url }) = pages.try_recv() else { panic!("no page was opened") };
    let page = url::Url::parse(&url).expect("an address");
    assert_eq!(page.host_str(), Some("127.0.0.1"), "a browser of this computer reaches it");
    let port = page.port().expect("a port");
    let closing = async {
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(60), closing).await.is_ok(), "no port is left open");
    tokio::time::pause();
    desk.filled().await;
    assert!(finds_somebody(&desk).await);
}
