//! Refresh, who somebody is, introspection and revocation.

use chrono::TimeDelta;
use http::StatusCode;
use sandbox::{Fault, PUBLIC_CLIENT_ID, STAFF};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::person::{OFFICE, code, post, read_with, redeem, renew, signed_in, text};

const PING: &str = "/v1/195900/ping";
const WHO: &str = "/oauth2/v1/userinfo";

async fn about(desk: &Desk, token: &str) -> Value {
    let fields = [("client_id", PUBLIC_CLIENT_ID), ("token", token)];
    post(desk, "/oauth2/v1/introspect", None, &fields).await.json()
}

async fn revoke(desk: &Desk, token: &str) -> StatusCode {
    let fields = [("client_id", PUBLIC_CLIENT_ID), ("token", token), ("token_type_hint", "access_token")];
    post(desk, "/oauth2/v1/revoke", None, &fields).await.status
}

#[tokio::test]
async fn each_refresh_token_is_good_once_and_reuse_ends_them_all() {
    let desk = Desk::solo().await;
    let first = signed_in(&desk).await;
    let bystander = signed_in(&desk).await;
    let second = renew(&desk, text(&first, "refresh_token")).await.json();
    let third = renew(&desk, text(&second, "refresh_token")).await.json();
    assert_ne!(second["refresh_token"], third["refresh_token"], "each brings the next");
    assert_eq!(read_with(&desk, text(&third, "access_token"), PING).await.status, StatusCode::OK, "in use");
    let reused = renew(&desk, text(&second, "refresh_token")).await;
    assert_eq!((reused.status, &reused.json()["error"]), (StatusCode::BAD_REQUEST, &json!("invalid_grant")));
    for tokens in [&first, &second, &third] {
        let read = read_with(&desk, text(tokens, "access_token"), PING).await;
        assert_eq!(read.status, StatusCode::UNAUTHORIZED, "the whole family is over");
    }
    assert_eq!(
        renew(&desk, text(&third, "refresh_token")).await.json()["error"],
        "invalid_grant",
        "all of it"
    );
    let other = renew(&desk, text(&bystander, "refresh_token")).await;
    assert_eq!(other.status, StatusCode::OK, "another sign-in of the same person goes on");
}

#[tokio::test]
async fn a_refresh_token_belongs_to_its_app_and_ends_unused() {
    let desk = Desk::solo().await;
    let granted = signed_in(&desk).await;
    let refresh = text(&granted, "refresh_token");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    let stolen = post(&desk, "/oauth2/v1/token", Some(OFFICE), &fields).await;
    assert_eq!(stolen.json()["error"], "invalid_grant", "another app's");
    desk.hands.turn(TimeDelta::days(7) - TimeDelta::seconds(1));
    let renewed = renew(&desk, refresh).await;
    assert_eq!(renewed.status, StatusCode::OK, "to the last second of its week, and unharmed by the thief");
    desk.hands.turn(TimeDelta::days(7));
    let late = renew(&desk, text(&renewed.json(), "refresh_token")).await;
    assert_eq!(late.json()["error"], "invalid_grant", "unused for a week");
}

#[tokio::test]
async fn scopes_may_grow_narrower_and_not_wider() {
    let desk = Desk::solo().await;
    let scope = "openid offline_access athena/service/Athenanet.MDP.*";
    let granted = redeem(&desk, &code(&desk, &STAFF[0], &[("scope", scope)]).await).await.json();
    let ask = async |refresh: &str, scope: &str| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", PUBLIC_CLIENT_ID),
            ("refresh_token", refresh),
            ("scope", scope),
        ];
        post(&desk, "/oauth2/v1/token", None, &fields).await
    };
    let wider = ask(text(&granted, "refresh_token"), "openid profile").await;
    assert_eq!(wider.json()["error"], "invalid_scope", "what was not allowed");
    let narrower = ask(text(&granted, "refresh_token"), "openid").await.json();
    assert_eq!(narrower["scope"], "openid", "less is granted");
    let refused = read_with(&desk, text(&narrower, "access_token"), PING).await;
    assert_eq!(refused.json()["error"], "Incorrect permissions.", "and holds");
    let whole = renew(&desk, text(&narrower, "refresh_token")).await.json();
    assert_eq!(whole["scope"], scope, "for that token alone");
}

#[tokio::test]
async fn a_person_is_told_as_far_as_scopes_go() {
    let desk = Desk::solo().await;
    let told = async |scope: &str| {
        let granted = redeem(&desk, &code(&desk, &STAFF[3], &[("scope", scope)]).await).await.json();
        read_with(&desk, text(&granted, "access_token"), WHO).await
    };
    assert_eq!(told("openid").await.json(), json!({"sub": STAFF[3].subject}), "an id and no more");
    let whole = told("openid profile fhirUser").await.json();
    assert_eq!(
        (&whole["name"], &whole["preferred_username"]),
        (&json!("Inés D'Angelo"), &json!(STAFF[3].username))
    );
    assert!(text(&whole, "fhirUser").starts_with("https://sandbox.example/fhir/r4/Practitioner/"), "{whole}");
    let unasked = told("athena/service/Athenanet.MDP.*").await;
    assert_eq!(
        (unasked.status, &unasked.json()["error"]),
        (StatusCode::FORBIDDEN, &json!("insufficient_scope"))
    );
    let itself = desk.ask(desk.request(WHO)).await;
    assert_eq!(itself.status, StatusCode::FORBIDDEN, "an app is nobody");
    assert_eq!(read_with(&desk, "guess", WHO).await.status, StatusCode::UNAUTHORIZED, "nor is a guess");
    desk.sandbox.set_fault(Fault::UserinfoRefused, true);
    let refused = told("openid profile").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "by fault");
    assert!(refused.header("www-authenticate").is_some_and(|text| text.contains("insufficient_scope")));
}

#[tokio::test]
async fn a_token_is_told_about_to_its_app_alone() {
    let desk = Desk::solo().await;
    let granted = signed_in(&desk).await;
    let access = text(&granted, "access_token");
    let about_it = about(&desk, access).await;
    assert_eq!(about_it["active"], true, "{about_it}");
    assert_eq!(
        (&about_it["username"], &about_it["client_id"]),
        (&json!(STAFF[0].username), &json!(PUBLIC_CLIENT_ID))
    );
    assert_eq!(
        about_it["exp"].as_i64().zip(about_it["iat"].as_i64()).map(|(end, from)| end - from),
        Some(3600)
    );
    assert_eq!(about(&desk, text(&granted, "refresh_token")).await["active"], true, "of either kind");
    assert_eq!(about(&desk, "guess").await, json!({"active": false}), "nothing of what is none");
    let other = post(&desk, "/oauth2/v1/introspect", Some(OFFICE), &[("token", access)]).await;
    assert_eq!(other.json(), json!({"active": false}), "nor of another app's");
    let nobody = post(&desk, "/oauth2/v1/introspect", None, &[("token", access)]).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "nor to nobody");
    renew(&desk, text(&granted, "refresh_token")).await;
    assert_eq!(about(&desk, text(&granted, "refresh_token")).await, json!({"active": false}), "spent");
    desk.hands.turn(TimeDelta::hours(1));
    assert_eq!(about(&desk, access).await, json!({"active": false}), "over");
}

#[tokio::test]
async fn signing_out_revokes() {
    let desk = Desk::solo().await;
    let granted = signed_in(&desk).await;
    let (access, refresh) = (text(&granted, "access_token"), text(&granted, "refresh_token"));
    let other = post(&desk, "/oauth2/v1/revoke", Some(OFFICE), &[("token", refresh)]).await;
    assert_eq!(
        (other.status, &other.json()["error"]),
        (StatusCode::BAD_REQUEST, &json!("unauthorized_client"))
    );
    assert_eq!(read_with(&desk, access, PING).await.status, StatusCode::OK, "another app revokes nothing");
    assert_eq!(revoke(&desk, access).await, StatusCode::OK, "an access token alone");
    assert_eq!(read_with(&desk, access, PING).await.status, StatusCode::UNAUTHORIZED, "is gone");
    let renewed = renew(&desk, refresh).await.json();
    assert_eq!(revoke(&desk, text(&renewed, "refresh_token")).await, StatusCode::OK, "what renews it");
    let read = read_with(&desk, text(&renewed, "access_token"), PING).await;
    assert_eq!(read.status, StatusCode::UNAUTHORIZED, "takes all along");
    assert_eq!(renew(&desk, text(&renewed, "refresh_token")).await.json()["error"], "invalid_grant");
    assert_eq!(revoke(&desk, "guess").await, StatusCode::OK, "what is no token counts as revoked");
}

#[tokio::test]
async fn families_fall_and_the_token_endpoint_goes_down_by_fault() {
    let desk = Desk::solo().await;
    let granted = signed_in(&desk).await;
    desk.sandbox.set_fault(Fault::TokenEndpointDown, true);
    let down = renew(&desk, text(&granted, "refresh_token")).await;
    assert_eq!(down.status, StatusCode::SERVICE_UNAVAILABLE, "no tokens");
    assert_eq!(
        read_with(&desk, text(&granted, "access_token"), PING).await.status,
        StatusCode::OK,
        "but work"
    );
    desk.sandbox.set_fault(Fault::TokenEndpointDown, false);
    let granted = renew(&desk, text(&granted, "refresh_token")).await.json();
    let waiting = code(&desk, &STAFF[1], &[]).await;
    desk.sandbox.set_fault(Fault::RefreshRevoked, true);
    assert_eq!(
        renew(&desk, text(&granted, "refresh_token")).await.json()["error"],
        "invalid_grant",
        "fallen"
    );
    assert_eq!(read_with(&desk, text(&granted, "access_token"), PING).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(redeem(&desk, &waiting).await.json()["error"], "invalid_grant", "codes too");
    assert_eq!(desk.get("/ping").await.status, StatusCode::OK, "the app's own sign-in is no person's");
    let anew = signed_in(&desk).await;
    assert_eq!(read_with(&desk, text(&anew, "access_token"), PING).await.status, StatusCode::OK, "a new one");
}
