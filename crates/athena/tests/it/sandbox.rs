//! People sign in at the sandbox practice.

use std::sync::Arc;

use athena::{
    Config, Declined, Environment, Error, FnTransport, Grant, Lane, Loss, MemoryTokens, Refusal, SignInError,
    TransportError,
};
use chrono::{DateTime, Utc};
use model::Secret;
use sandbox::{
    CLIENT_ID, CLIENT_SECRET, CONFIDENTIAL_CLIENT_ID, CONFIDENTIAL_CLIENT_SECRET, Fault, Limits, Options,
    PUBLIC_CLIENT_ID, STAFF, STAFF_PASSWORD, Sandbox, Size, StaffMember,
};

use crate::rounds::{Hands, Server, whole_round};
use crate::stage::NOON;

struct Theirs(Arc<Hands>);

impl sandbox::Clock for Theirs {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

/// A practice where somebody of its staff sits at the browser.
fn practice(who: &StaffMember) -> (Sandbox, Server) {
    let clock = Hands::at(NOON.parse().expect("an instant"));
    let options = Options { size: Size::Solo, limits: Limits::none(), ..Options::default() };
    let sandbox = Sandbox::new(options, Arc::new(Theirs(clock.clone())));
    let answering = sandbox.clone();
    let transport = FnTransport(move |request| {
        let sandbox = answering.clone();
        async move { sandbox.answer(request).await.map_err(|_| TransportError::Lost(Loss::Reset)) }
    });
    let types = [("username", who.username), ("password", STAFF_PASSWORD), ("decision", "allow")];
    let server = Server {
        environment: Environment::parse("https://demo.invalid").expect("an address"),
        transport: Arc::new(transport),
        clock,
        client_id: PUBLIC_CLIENT_ID,
        secret: None,
        types: types.map(|(name, text)| (name, text.to_owned())).into(),
    };
    (sandbox, server)
}

fn memory() -> Arc<MemoryTokens> {
    Arc::new(MemoryTokens::default())
}

#[tokio::test]
async fn a_person_signs_in_is_renewed_ended_and_out_at_the_sandbox() {
    let (_sandbox, server) = practice(&STAFF[0]);
    whole_round(&server, &STAFF[0].name()).await;
    let (_sandbox, server) = practice(&STAFF[1]);
    let server =
        Server { client_id: CONFIDENTIAL_CLIENT_ID, secret: Some(CONFIDENTIAL_CLIENT_SECRET), ..server };
    whole_round(&server, &STAFF[1].name()).await;
}

#[tokio::test]
async fn a_person_works_with_the_practice_as_far_as_they_may() {
    let (_sandbox, server) = practice(&STAFF[0]);
    let desktop = server.desktop(memory());
    server.sign_in(&desktop).await.expect("signed in");
    let departments = desktop.lane(Lane::Interactive).departments().await.expect("departments").value;
    assert!(!departments.is_empty());

    let left = STAFF.iter().find(|who| !who.works_here).expect("somebody who left");
    let (_sandbox, server) = practice(left);
    let desktop = server.desktop(memory());
    server.sign_in(&desktop).await.expect("the account is good");
    let error = desktop.lane(Lane::Interactive).departments().await.expect_err("the right is gone");
    assert!(matches!(error, Error::Refused { why: Refusal::NoRight, .. }), "{error}");
}

#[tokio::test]
async fn a_no_on_the_consent_page_signs_nobody_in() {
    let (sandbox, server) = practice(&STAFF[0]);
    sandbox.set_fault(Fault::ConsentDenied, true);
    let desktop = server.desktop(memory());
    assert_eq!(server.sign_in(&desktop).await, Err(SignInError::Declined(Declined::Denied)));
    sandbox.set_fault(Fault::ConsentDenied, false);
    server.sign_in(&desktop).await.expect("signed in at the second try");
}

#[tokio::test]
async fn tokens_of_sixteen_kibibytes_are_renewed_as_others_are() {
    let (sandbox, server) = practice(&STAFF[2]);
    sandbox.set_fault(Fault::HugeTokens, true);
    whole_round(&server, &STAFF[2].name()).await;
}

#[tokio::test]
async fn a_registration_of_one_kind_is_refused_as_the_other() {
    let (_sandbox, server) = practice(&STAFF[0]);
    let app = Grant::ClientCredentials { secret: Secret::new(CLIENT_SECRET) };
    let of_the_app = server.client(app, CLIENT_ID, Config::SCOPE, memory());
    of_the_app.lane(Lane::Interactive).ping().await.expect("the app signs in as itself");

    let wrong = Grant::ClientCredentials { secret: Secret::new(CONFIDENTIAL_CLIENT_SECRET) };
    let of_people = server.client(wrong, CONFIDENTIAL_CLIENT_ID, Config::SCOPE, memory());
    let error = of_people.lane(Lane::Interactive).ping().await.expect_err("of people only");
    assert!(matches!(error, Error::Refused { why: Refusal::WrongSecret, .. }), "{error}");
}
