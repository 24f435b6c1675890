//! Sign-in by client credentials: the token endpoint and the tokens that it gave out. Absent: the authorize page
//! and refresh tokens, which two-legged keys do not have.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::errors::Refusal;
use crate::seed::{Seed, Stream};
use crate::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID};

/// How long a token is good for, in seconds.
const LIFE: i64 = 3600;

/// The tokens that were given out.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    ends: HashMap<String, DateTime<Utc>>,
    count: u64,
}

impl Tokens {
    /// Answers the token endpoint.
    pub(crate) fn grant(
        &mut self,
        ask: &Ask,
        headers: &HeaderMap,
        seed: Seed,
        now: DateTime<Utc>,
    ) -> Result<Value, Refusal> {
        let (id, secret) = credentials(ask, headers).ok_or_else(invalid_client)?;
        if id != CLIENT_ID || secret != CLIENT_SECRET {
            return Err(invalid_client());
        }
        if ask.get("grant_type") != Some("client_credentials") {
            return Err(bad_request(
                "unsupported_grant_type",
                "The authorization grant type is not supported.",
            ));
        }
        let scope = ask.get("scope").unwrap_or_default();
        if !covers_practice(scope) {
            return Err(bad_request(
                "invalid_scope",
                "One or more scopes are not configured for the client.",
            ));
        }
        let token = self.issue(seed, now);
        let life = LIFE.to_string();
        Ok(json!({"token_type": "Bearer", "expires_in": life, "access_token": token, "scope": scope}))
    }

    fn issue(&mut self, seed: Seed, now: DateTime<Utc>) -> String {
        self.ends.retain(|_, end| *end > now);
        self.count += 1;
        let mut dice = seed.dice(Stream::Token, self.count ^ now.timestamp().unsigned_abs() << 20);
        let claims = format!("{{\"iss\":\"sandbox\",\"n\":{}}}", self.count);
        let seal: Vec<u8> = (0..4).flat_map(|_| dice.next().to_be_bytes()).collect();
        let parts = [b"{\"alg\":\"none\"}".as_slice(), claims.as_bytes(), &seal];
        let token = parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
        self.ends.insert(token.clone(), now + TimeDelta::seconds(LIFE));
        token
    }

    /// Whether a request bears a token that is still good.
    pub(crate) fn admits(&self, headers: &HeaderMap, now: DateTime<Utc>) -> bool {
        let bearer = authorization(headers, "Bearer ");
        bearer.and_then(|token| self.ends.get(token)).is_some_and(|end| now < *end)
    }

    /// Ends every token given out so far.
    pub(crate) fn expire(&mut self) {
        self.ends.clear();
    }
}

/// Whether scopes hold the one that the practice's interface needs.
fn covers_practice(scope: &str) -> bool {
    let rights =
        scope.split_whitespace().filter_map(|scope| scope.strip_prefix("athena/service/Athenanet.MDP."));
    rights.into_iter().any(|practice| practice == "*" || practice == PRACTICE_ID)
}

/// The client's id and secret, from the header or the form.
fn credentials(ask: &Ask, headers: &HeaderMap) -> Option<(String, String)> {
    let Some(basic) = authorization(headers, "Basic ") else {
        return Some((ask.get("client_id")?.to_owned(), ask.get("client_secret")?.to_owned()));
    };
    let text = String::from_utf8(STANDARD.decode(basic).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let plain = |text: &str| -> Option<String> {
        let pair = format!("v={text}");
        url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
    };
    Some((plain(id)?, plain(secret)?))
}

fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let named = value.get(..scheme.len())?.eq_ignore_ascii_case(scheme);
    named.then(|| value[scheme.len()..].trim())
}

/// The client is not known, or no longer.
pub(crate) fn invalid_client() -> Refusal {
    let mut refusal = bad_request("invalid_client", "No client credentials found.");
    refusal.status = StatusCode::UNAUTHORIZED;
    refusal
}

fn bad_request(error: &str, description: &str) -> Refusal {
    let body = json!({"error": error, "error_description": description});
    Refusal { status: StatusCode::BAD_REQUEST, body, gateway: false }
}
