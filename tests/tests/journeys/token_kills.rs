//! The program dies at each point that a person's tokens pass on their way into the vault. What is on the
//! disk then is opened again: the tokens before or the new ones are kept, at worst somebody is asked to
//! sign in again, and no refresh token that was spent is shown a second time more.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use acceptance::{Canaries, Desk, Edges, Practice, Visitor, Way, told};
use console::NoHooks;
use ipc::Failure;
use sandbox::{Fault, STAFF};
use serde_json::{Value, json};
use store::{CrashPoint, Moment, Place};

use crate::killed::{Cut, at};
use crate::recovery::assert_nothing_in_the_clear;
use crate::sign_in::{connect, desk_on};

/// In the midst of what it dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    /// The access token ended: the refresh token is given for new ones.
    Renewal,
    /// Somebody signs in again at a connection that has tokens.
    SignIn,
}

/// A filled desk of somebody who is signed in.
struct Signed {
    desk: Desk,
    visitor: Visitor,
    connection: String,
    held: Value,
}

async fn signed_in(computer: &Path, cut: &Arc<Cut>) -> Signed {
    let on = |edges: Edges| {
        let mut edges = at(edges, computer);
        cut.silence(&edges.practice);
        edges.hooks = cut.clone();
        edges
    };
    let (mut desk, mut visitor) = desk_on(&STAFF[0], on).await;
    desk.ask("profile_open", json!({})).await;
    let connection = connect(&desk, &mut visitor).await;
    let held = desk.filled().await["held"].clone();
    Signed { desk, visitor, connection, held }
}

/// Asks athenahealth itself, which takes a token that is good.
async fn asks(desk: &Desk) -> Result<Value, Failure> {
    desk.call("patient_ask", json!({"text": "Whitcombe"})).await
}

/// Signs in through the browser, in real time.
async fn signs_in(desk: &Desk, connection: &str, mut visitor: Visitor) -> Result<Value, Failure> {
    let visit = tokio::spawn(async move { visitor.decide("allow").await });
    let done = desk.call("connection_sign_in", json!({ "connection": connection })).await;
    visit.abort();
    done
}

fn visitor_of(edges: &Edges) -> Visitor {
    Visitor { who: &STAFF[0], practice: edges.practice.sandbox().clone(), pages: edges.pages.subscribe() }
}

/// Where it died before the deed was over, if it did.
async fn dies_at(point: u32, deed: Deed) -> Option<CrashPoint> {
    let computer = tempfile::tempdir().expect("a folder");
    let cut = Cut::of(computer.path());
    let Signed { desk, visitor, connection, held } = signed_in(computer.path(), &cut).await;
    let practice = desk.edges().practice.clone();
    let again = connection.clone();
    cut.arm(point);
    match deed {
        Deed::Renewal => practice.sandbox().set_fault_once(Fault::TokenExpired),
        Deed::SignIn => tokio::time::resume(),
    }
    let desk = Arc::new(desk);
    let at_work = desk.clone();
    // A task of its own, since a point may be passed on the thread that asks.
    let done = tokio::spawn(async move {
        match deed {
            Deed::Renewal => asks(&at_work).await,
            Deed::SignIn => signs_in(&at_work, &again, visitor).await,
        }
    });
    let done = done.await;
    if deed == Deed::SignIn {
        tokio::time::pause();
    }
    let left = cut.bury();
    let edges = Arc::into_inner(desk).expect("nobody else has it").close().await;
    practice.set_way(Way::Open);
    let Some((died, left)) = left else {
        done.expect("nobody died").expect("who lives gets it done");
        return None;
    };

    let mut edges = at(edges, left.path());
    edges.hooks = Arc::new(NoHooks);
    let what = format!("{deed:?} at {died}");
    assert_sealed(&edges, &practice);
    let edges = goes_on(edges, &connection, &held, &what).await;
    assert_sealed(&edges, &practice);
    Some(died)
}

/// Opens what was left, and has it ask with the refresh token that it holds.
async fn goes_on(edges: Edges, connection: &str, held: &Value, what: &str) -> Edges {
    let practice = edges.practice.clone();
    let spent = practice.renewed_with();
    practice.sandbox().set_fault_once(Fault::TokenExpired);
    let mut desk = Desk::start(edges).await;
    assert_eq!(desk.stage().await, json!({"stage": "ready"}), "{what}");
    let asked = asks(&desk).await;
    let shown = practice.renewed_with().split_off(spent.len());
    assert_eq!(shown.len(), 1, "{what}: one refresh token is kept, and shown once");
    if spent.contains(&shown[0]) {
        assert_eq!(asked.map(drop), Err(Failure::SignInNeeded), "{what}: what was spent is good for nothing");
        assert_eq!(asks(&desk).await.map(drop), Err(Failure::SignInNeeded), "{what}");
        assert_eq!(practice.renewed_with().len(), spent.len() + 1, "{what}: and is not shown again");
        let _ = desk.call("schedule_refresh", json!({"date": "2026-11-24"})).await;
        let needed = |sync: &Value| sync["problem"]["code"] == "signInNeeded";
        let sync = desk.until("sync_read", json!({}), needed).await;
        assert_eq!(&sync["held"], held, "{what}: what is held stays");
        let visitor = visitor_of(desk.edges());
        tokio::time::resume();
        signs_in(&desk, connection, visitor).await.expect("somebody signs in again");
        tokio::time::pause();
        asks(&desk).await.expect("and it works on");
    } else {
        asked.expect("with what is kept it works on");
    }
    assert!(practice.sandbox().sign_ins() >= 1, "{what}: somebody is signed in");
    assert_eq!(&desk.ask("sync_read", json!({})).await["held"], held, "{what}: nobody is lost");
    let person = desk.ask("connection_list", json!({})).await["rows"][0]["person"].clone();
    assert_eq!(person, STAFF[0].name(), "{what}");
    let sound = desk.ask("audit_verify", json!({})).await;
    assert_eq!(sound["troubles"], json!([]), "{what}: the audit is whole");
    desk.close().await
}

/// No file tells of anybody of the practice, nor has a token that it ever gave out.
fn assert_sealed(edges: &Edges, practice: &Practice) {
    assert_nothing_in_the_clear(edges);
    let tokens = Canaries::new(practice.sandbox().tokens());
    assert!(tokens.count() >= 2, "there are tokens to look for");
    assert_eq!(told(&tokens, &edges.folder).expect("read"), Vec::<PathBuf>::new(), "these have a token");
}

async fn dies_everywhere(deed: Deed, write: &'static str) {
    let mut died = Vec::new();
    loop {
        let at = dies_at(u32::try_from(died.len()).expect("few points") + 1, deed).await;
        // The next one signs in through sockets again.
        tokio::time::resume();
        let Some(at) = at else { break };
        died.push(at);
    }
    for moment in [Moment::BeforeCommit, Moment::AfterCommit] {
        let point = CrashPoint { place: Place::Vault, write, moment };
        assert!(died.contains(&point), "it died at {point} too: {died:?}");
    }
}

#[tokio::test]
async fn whatever_point_it_dies_at_a_renewal_leaves_one_of_the_two_and_shows_none_twice_more() {
    dies_everywhere(Deed::Renewal, "token save").await;
}

#[tokio::test]
async fn whatever_point_it_dies_at_a_sign_in_leaves_the_one_before_or_the_new_one() {
    dies_everywhere(Deed::SignIn, "sign-in kept").await;
}
