//! Somebody who signs in through an app: the browser's side and the app's side, by plain requests.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::{Request, StatusCode};
use sandbox::{
    CONFIDENTIAL_CLIENT_ID, CONFIDENTIAL_CLIENT_SECRET, PUBLIC_CLIENT_ID, STAFF, STAFF_PASSWORD, StaffMember,
};
use serde_json::Value;
use url::form_urlencoded::{Serializer, parse};

use crate::desk::{Desk, Read};

/// The pair of RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const REDIRECT: &str = "http://127.0.0.1:49999/callback";
pub const EVERYTHING: &str =
    "openid profile fhirUser offline_access athena/service/Athenanet.MDP.* user/*.read";

/// What the public app asks for, with some fields changed; an empty value leaves a field out.
pub fn asking(changes: &[(&str, &str)]) -> String {
    let usual = [
        ("response_type", "code"),
        ("client_id", PUBLIC_CLIENT_ID),
        ("redirect_uri", REDIRECT),
        ("scope", EVERYTHING),
        ("state", "a state & more"),
        ("nonce", "n-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let changed = |name: &str| changes.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
    let more = changes.iter().filter(|(name, _)| usual.iter().all(|(own, _)| own != name)).copied();
    let fields = usual.into_iter().map(|(name, value)| (name, changed(name).unwrap_or(value))).chain(more);
    Serializer::new(String::new()).extend_pairs(fields.filter(|(_, value)| !value.is_empty())).finish()
}

/// Posts a form.
pub async fn post(desk: &Desk, path: &str, basic: Option<(&str, &str)>, fields: &[(&str, &str)]) -> Read {
    let mut request = Request::post(format!("https://sandbox.example{path}"))
        .header("content-type", "application/x-www-form-urlencoded");
    if let Some((id, secret)) = basic {
        request =
            request.header("authorization", format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))));
    }
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    desk.ask(request.body(Bytes::from(body)).expect("a request")).await
}

/// Opens the authorize page.
pub async fn open(desk: &Desk, query: &str) -> Read {
    let address = format!("https://sandbox.example/oauth2/v1/authorize?{query}");
    desk.ask(Request::get(address).body(Bytes::new()).expect("a request")).await
}

/// The ticket in a page's form.
pub fn ticket(page: &Read) -> String {
    let (_, after) = page.text.split_once("name=\"ticket\" value=\"").expect("a page with a ticket");
    after.split('"').next().expect("a value").to_owned()
}

/// Signs in on a page.
pub async fn sign_in(desk: &Desk, page: &Read, username: &str, password: &str) -> Read {
    let ticket = ticket(page);
    let fields = [("ticket", ticket.as_str()), ("username", username), ("password", password)];
    post(desk, "/oauth2/v1/authorize/signin", None, &fields).await
}

/// Decides on a page.
pub async fn decide(desk: &Desk, page: &Read, decision: &str) -> Read {
    post(desk, "/oauth2/v1/authorize/consent", None, &[("ticket", &ticket(page)), ("decision", decision)])
        .await
}

/// Where a reply sends the browser: the address without its query, and the query's fields.
pub fn sent_to(reply: &Read) -> (String, Vec<(String, String)>) {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "a redirect, and not {}", reply.text);
    let address = reply.header("location").expect("a redirect says where to");
    let (place, query) = address.split_once('?').expect("with a query");
    (place.to_owned(), parse(query.as_bytes()).into_owned().collect())
}

/// One field of a redirect.
pub fn told(reply: &Read, name: &str) -> Option<String> {
    sent_to(reply).1.into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
}

/// Goes the whole way to a code.
pub async fn code(desk: &Desk, who: &StaffMember, changes: &[(&str, &str)]) -> String {
    let page = open(desk, &asking(changes)).await;
    let page = sign_in(desk, &page, who.username, STAFF_PASSWORD).await;
    told(&decide(desk, &page, "allow").await, "code").expect("a code")
}

/// Redeems a code as the public app.
pub async fn redeem(desk: &Desk, code: &str) -> Read {
    redeem_with(desk, code, &[]).await
}

/// Redeems a code as the public app, with some fields changed.
pub async fn redeem_with(desk: &Desk, code: &str, changes: &[(&str, &str)]) -> Read {
    let usual = [
        ("grant_type", "authorization_code"),
        ("client_id", PUBLIC_CLIENT_ID),
        ("code", code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    let changed = |name: &str| changes.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
    let fields = usual.map(|(name, value)| (name, changed(name).unwrap_or(value)));
    let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    post(desk, "/oauth2/v1/token", None, &fields).await
}

/// What the first of the staff is given through the public app.
pub async fn signed_in(desk: &Desk) -> Value {
    let granted = redeem(desk, &code(desk, &STAFF[0], &[]).await).await;
    assert_eq!(granted.status, StatusCode::OK, "{}", granted.text);
    granted.json()
}

/// Renews as the public app.
pub async fn renew(desk: &Desk, refresh: &str) -> Read {
    let fields =
        [("grant_type", "refresh_token"), ("client_id", PUBLIC_CLIENT_ID), ("refresh_token", refresh)];
    post(desk, "/oauth2/v1/token", None, &fields).await
}

pub const OFFICE: (&str, &str) = (CONFIDENTIAL_CLIENT_ID, CONFIDENTIAL_CLIENT_SECRET);

/// Reads a path with a token.
pub async fn read_with(desk: &Desk, token: &str, path: &str) -> Read {
    let request = Request::get(format!("https://sandbox.example{path}"));
    let request = request.header("authorization", format!("Bearer {token}"));
    desk.ask(request.body(Bytes::new()).expect("a request")).await
}

/// A text in an answer.
pub fn text<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().unwrap_or_else(|| panic!("{name} is told"))
}

/// What a token says, unverified.
pub fn claims(token: &str) -> Value {
    let part = token.split('.').nth(1).expect("a token has three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}
