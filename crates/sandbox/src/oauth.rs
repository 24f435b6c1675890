//! Sign-in: the authorization server beside the practice, for keys that sign in as themselves and for people.
//!
//! Built after RFC 6749, 7636, 7009, 7662, 8252, 9207 and 9700, OpenID Connect and the recorded SMART configuration.
//! Where athenahealth's own ways are not known it takes the stricter one: PKCE with S256 from every app, `state`
//! required, a code spent by whoever shows it first, names only with `profile`, no time of grace for a refresh token.
//! A token whose scopes do not hold the practice, or whose person has no right to it, is refused by the practice with
//! the recorded words ("Incorrect permissions."), which no new token mends.
//!
//! **Signing in without a browser** takes three requests, none of which needs a cookie or a script:
//! 1. `GET /oauth2/v1/authorize?…` answers with the sign-in page. Its form has a hidden field `ticket`.
//! 2. `POST /oauth2/v1/authorize/signin` with `ticket`, `username` (one of [`STAFF`](crate::STAFF)) and `password`
//!    ([`STAFF_PASSWORD`](crate::STAFF_PASSWORD)) answers with the consent page, whose form has a new `ticket`.
//! 3. `POST /oauth2/v1/authorize/consent` with `ticket` and `decision` (`allow` or `deny`) answers 303; its `Location`
//!    is the redirect address with `code` or `error`, `state` and `iss`.
//!
//! A request that must not lead anywhere (unknown app, foreign redirect address) ends in a page with status 400.

mod authorize;
mod clients;
mod form;
mod identity;
mod ledger;
mod metadata;
mod mint;
mod pages;
mod refusals;
mod registrations;
mod scopes;
mod staff;
mod token;
mod visitors;

pub use staff::StaffMember;
pub(crate) use staff::{PASSWORD, STAFF};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, Method, Request, StatusCode, header};

use self::ledger::Ledger;
use self::mint::Mint;
use self::visitors::Visitors;
use crate::errors;
use crate::options::{Dialect, Lives};
use crate::reply::Reply;
use crate::seed::Seed;

/// Larger forms than this are refused unread: the largest thing in one is a token of 16 KiB.
const MOST: usize = 64 * 1024;

/// What somebody knocks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    Configuration,
    Keys,
    Authorize,
    SignIn,
    Consent,
    Token,
    Introspect,
    Revoke,
    Userinfo,
}

impl Door {
    /// The door that a request is for, where it is for one.
    pub(crate) fn of(method: &Method, path: &str) -> Option<Door> {
        let (get, post) = (*method == Method::GET, *method == Method::POST);
        match path {
            "/fhir/r4/.well-known/smart-configuration" if get => Some(Door::Configuration),
            "/oauth2/v1/keys" if get => Some(Door::Keys),
            "/oauth2/v1/authorize" if get || post => Some(Door::Authorize),
            "/oauth2/v1/authorize/signin" if post => Some(Door::SignIn),
            "/oauth2/v1/authorize/consent" if post => Some(Door::Consent),
            "/oauth2/v1/token" if post => Some(Door::Token),
            "/oauth2/v1/introspect" if post => Some(Door::Introspect),
            "/oauth2/v1/revoke" if post => Some(Door::Revoke),
            "/oauth2/v1/userinfo" if get || post => Some(Door::Userinfo),
            _ => None,
        }
    }
}

/// What goes wrong at the doors at this moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Troubles {
    /// Nobody's consent counts.
    pub(crate) denied: bool,
    /// Tokens are 16 KiB long.
    pub(crate) huge: bool,
    /// Nobody is told who they are.
    pub(crate) nameless: bool,
}

/// One request, and what is known around it.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request<Bytes>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) troubles: Troubles,
}

impl Call<'_> {
    /// The origin that the request came to: the server knows no other name of itself.
    fn issuer(&self) -> String {
        let uri = self.request.uri();
        let host = self.request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let authority = uri.authority().map(http::uri::Authority::as_str).or(host).unwrap_or("127.0.0.1");
        let here = ["127.0.0.1", "[::1]", "localhost"].iter().any(|name| authority.starts_with(name));
        format!("{}://{authority}", uri.scheme_str().unwrap_or(if here { "http" } else { "https" }))
    }

    fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }
}

/// How a door answers while no key and no token is good; nothing where that makes no difference.
pub(crate) fn revoked(door: Door) -> Option<Reply> {
    match door {
        Door::Token | Door::Introspect | Door::Revoke => Some(refusals::CLIENT.reply()),
        Door::Authorize | Door::SignIn | Door::Consent => Some(pages::halt(pages::UNKNOWN_APP)),
        Door::Userinfo => Some(Reply::refused(&errors::invalid_token(), Dialect::Typed)),
        Door::Configuration | Door::Keys => None,
    }
}

/// What a good token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bearer {
    /// The practice's interface.
    pub(crate) practice: bool,
    /// The key, by its client id: what is read of feeds is read for it.
    pub(crate) key: &'static str,
}

/// The authorization server.
pub(crate) struct Authority {
    lives: Lives,
    mint: Mint,
    ledger: Ledger,
    visitors: Visitors,
}

impl Authority {
    /// Opens with nothing given out.
    pub(crate) fn new(seed: Seed, lives: Lives) -> Self {
        Authority { lives, mint: Mint::new(seed), ledger: Ledger::default(), visitors: Visitors::default() }
    }

    /// Answers whoever knocks.
    pub(crate) fn answer(&mut self, door: Door, call: &Call<'_>) -> Reply {
        if call.request.body().len() > MOST {
            return Reply::plain(StatusCode::PAYLOAD_TOO_LARGE, "text/plain", "Payload too large");
        }
        match door {
            Door::Configuration => metadata::configuration(&call.issuer()),
            Door::Keys => Reply::oauth(&self.mint.keys()),
            Door::Authorize => self.authorize(call),
            Door::SignIn => self.visitor_signs_in(call),
            Door::Consent => self.visitor_decides(call),
            Door::Token => refusals::either(self.grant(call)),
            Door::Introspect => refusals::either(self.introspect(call)),
            Door::Revoke => refusals::either(self.revoke(call)),
            Door::Userinfo => self.userinfo(call),
        }
    }

    /// What a request's token opens, when it is a good one.
    pub(crate) fn bearer(&self, headers: &HeaderMap, now: DateTime<Utc>) -> Option<Bearer> {
        let grant = self.ledger.access(clients::authorization(headers, "Bearer ")?, now)?;
        let entitled = grant.person.is_none_or(|person| person.works_here);
        Some(Bearer { practice: entitled && grant.scopes.hold_practice(), key: grant.app.id })
    }

    /// Ends every access token given out so far.
    pub(crate) fn expire(&mut self) {
        self.ledger.expire();
    }

    /// How many sign-ins of people something is still good of.
    pub(crate) fn sign_ins(&self, now: DateTime<Utc>) -> usize {
        self.ledger.sign_ins(now)
    }

    /// Every token that was given out and is remembered.
    pub(crate) fn tokens(&self) -> Vec<String> {
        self.ledger.tokens()
    }

    /// Revokes every sign-in of a person so far, with all its tokens.
    pub(crate) fn revoke_people(&mut self) {
        self.ledger.revoke_people();
    }
}
