//! The authorize endpoint and the two forms behind it.

use http::Method;

use super::form::Form;
use super::ledger::Shown;
use super::pages;
use super::registrations::{self, App};
use super::scopes::Scopes;
use super::staff;
use super::visitors::{TRIES, Visitor, Wish};
use super::{Authority, Call};
use crate::reply::Reply;

/// An error that is told to the app, by way of the redirect address (RFC 6749 §4.1.2.1).
struct Told {
    error: &'static str,
    description: &'static str,
}

const fn told(error: &'static str, description: &'static str) -> Told {
    Told { error, description }
}

const DENIED: Told = told("access_denied", "The person did not allow it.");

impl Authority {
    /// `/oauth2/v1/authorize`. Nobody is remembered: each visit begins with the sign-in page.
    pub(super) fn authorize(&mut self, call: &Call<'_>) -> Reply {
        let form = if call.request.method() == Method::POST {
            Form::read(call.request.body())
        } else {
            Form::read(call.request.uri().query().unwrap_or_default().as_bytes())
        };
        let app = form.get("client_id").and_then(registrations::find);
        let Some(app) = app else { return pages::halt(pages::UNKNOWN_APP) };
        let redirect = form.get("redirect_uri").filter(|redirect| app.may_return_to(redirect));
        let Some(redirect) = redirect else { return pages::halt(pages::FOREIGN_ADDRESS) };
        match wish(app, redirect, &form) {
            Ok(wish) => self.show_sign_in(call, Visitor::new(wish), false),
            Err(told) => back(call, redirect, form.get("state"), &told.fields()),
        }
    }

    /// Takes a user name and a password.
    pub(super) fn visitor_signs_in(&mut self, call: &Call<'_>) -> Reply {
        let form = Form::read(call.request.body());
        let visitor = form.get("ticket").and_then(|ticket| self.visitors.take(ticket, call.now));
        let Some(mut visitor) = visitor.filter(|visitor| visitor.person.is_none()) else {
            return pages::halt(pages::TOO_LATE);
        };
        let [username, password] = ["username", "password"].map(|name| form.get(name).unwrap_or_default());
        if let Some(person) = staff::find(username, password) {
            visitor.person = Some(person);
            let ticket = self.mint.opaque(call.now, false);
            let page = pages::consent(&ticket, visitor.wish.app.name, person, &visitor.wish.scopes);
            self.visitors.wait(ticket, visitor, call.now);
            return page;
        }
        visitor.wrong += 1;
        if visitor.wrong == TRIES {
            return refuse(call, &visitor.wish, &DENIED);
        }
        self.show_sign_in(call, visitor, true)
    }

    /// Takes a yes or a no. Who has not signed in can only say no.
    pub(super) fn visitor_decides(&mut self, call: &Call<'_>) -> Reply {
        let form = Form::read(call.request.body());
        let visitor = form.get("ticket").and_then(|ticket| self.visitors.take(ticket, call.now));
        let Some(Visitor { wish, person, .. }) = visitor else { return pages::halt(pages::TOO_LATE) };
        let allowed = form.get("decision") == Some("allow") && !call.troubles.denied;
        let Some(person) = person.filter(|_| allowed) else { return refuse(call, &wish, &DENIED) };
        let grant = self.ledger.begin(wish.app, wish.scopes, Some(person), call.now);
        let code = self.mint.opaque(call.now, false);
        let shown = Shown { redirect: wish.redirect.clone(), challenge: wish.challenge, nonce: wish.nonce };
        self.ledger.note_code(code.clone(), grant, shown, call.now + self.lives.code);
        back(call, &wish.redirect, Some(&wish.state), &[("code", &code)])
    }

    fn show_sign_in(&mut self, call: &Call<'_>, visitor: Visitor, again: bool) -> Reply {
        let ticket = self.mint.opaque(call.now, false);
        let page = pages::sign_in(&ticket, visitor.wish.app.name, again);
        self.visitors.wait(ticket, visitor, call.now);
        page
    }
}

/// Reads what an app asks for.
fn wish(app: &'static App, redirect: &str, form: &Form) -> Result<Wish, Told> {
    if form.repeats() {
        return Err(told("invalid_request", "A parameter came twice."));
    }
    let state = form.get("state").ok_or(told("invalid_request", "state is required."))?;
    if ["request", "request_uri"].iter().any(|name| form.get(name).is_some()) {
        return Err(told("request_not_supported", "Request objects are not read."));
    }
    if form.get("response_type") != Some("code") {
        return Err(told("unsupported_response_type", "Only code is answered."));
    }
    if form.get("response_mode").is_some_and(|mode| mode != "query") {
        return Err(told("invalid_request", "The answer travels in the query only."));
    }
    if form.get("prompt") == Some("none") {
        return Err(told("login_required", "Nobody is signed in."));
    }
    Ok(Wish {
        app,
        redirect: redirect.to_owned(),
        state: state.to_owned(),
        scopes: Scopes::read(form.get("scope").unwrap_or_default(), true)
            .ok_or(told("invalid_scope", "One or more scopes are not configured for the client."))?,
        challenge: challenge(form)?.to_owned(),
        nonce: form.get("nonce").map(str::to_owned),
    })
}

/// The challenge of PKCE. A method that is not named would be `plain`.
fn challenge(form: &Form) -> Result<&str, Told> {
    if form.get("code_challenge_method") != Some("S256") {
        return Err(told("invalid_request", "PKCE with S256 is required."));
    }
    let whole = |text: &&str| {
        text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    form.get("code_challenge").filter(whole).ok_or(told("invalid_request", "code_challenge is malformed."))
}

impl Told {
    fn fields(&self) -> [(&'static str, &'static str); 2] {
        [("error", self.error), ("error_description", self.description)]
    }
}

fn refuse(call: &Call<'_>, wish: &Wish, told: &Told) -> Reply {
    back(call, &wish.redirect, Some(&wish.state), &told.fields())
}

/// Sends a person back to their app.
fn back(call: &Call<'_>, redirect: &str, state: Option<&str>, fields: &[(&str, &str)]) -> Reply {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(fields);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    query.append_pair("iss", &call.issuer());
    Reply::see_other(&format!("{redirect}?{}", query.finish()))
}
