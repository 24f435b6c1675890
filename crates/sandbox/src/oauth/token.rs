//! The token endpoint, and its neighbours that tell of tokens and revoke them.

use chrono::{DateTime, TimeDelta, Utc};
use http::header;
use serde_json::{Value, json};

use super::clients;
use super::form::Form;
use super::identity;
use super::ledger::{Grant, Kind};
use super::mint;
use super::refusals::{self, Refused};
use super::registrations::App;
use super::scopes::Scopes;
use super::{Authority, Call};
use crate::reply::Reply;

impl Authority {
    /// `POST /oauth2/v1/token`.
    pub(super) fn grant(&mut self, call: &Call<'_>) -> Result<Reply, Refused> {
        let (form, app) = caller(call)?;
        let answer = match form.get("grant_type") {
            Some("client_credentials") => self.grant_to_app(call, &form, app),
            Some("authorization_code") => self.grant_for_code(call, &form, app),
            Some("refresh_token") => self.grant_anew(call, &form, app),
            _ => Err(refusals::GRANT_TYPE),
        }?;
        Ok(Reply::oauth(&answer).with("pragma", "no-cache"))
    }

    fn grant_to_app(&mut self, call: &Call<'_>, form: &Form, app: &'static App) -> Result<Value, Refused> {
        if app.of_people {
            return Err(refusals::NOT_FOR_APP);
        }
        let scopes = Scopes::read(form.get("scope").unwrap_or_default(), false);
        let scopes = scopes.filter(Scopes::hold_practice).ok_or(refusals::SCOPE)?;
        let grant = self.ledger.begin(app, scopes, None, call.now);
        Ok(self.access_for(call, &grant))
    }

    fn grant_for_code(&mut self, call: &Call<'_>, form: &Form, app: &'static App) -> Result<Value, Refused> {
        if !app.of_people {
            return Err(refusals::NOT_FOR_APP);
        }
        let shown = ["code", "redirect_uri", "code_verifier"].map(|name| form.get(name));
        let [Some(code), Some(redirect), Some(verifier)] = shown else {
            return Err(refusals::request("code, redirect_uri and code_verifier are required."));
        };
        let code = self.ledger.spend_code(code).ok_or(refusals::GRANT)?;
        let belongs = code.grant.app == app
            && code.shown.redirect == redirect
            && mint::challenge(verifier).is_some_and(|challenge| challenge == code.shown.challenge);
        if !belongs || call.now >= code.ends || self.ledger.is_revoked(&code.grant) {
            return Err(refusals::GRANT);
        }
        let mut answer = self.access_for(call, &code.grant);
        self.add_renewal(call, &code.grant, &mut answer);
        self.add_identity(call, &code.grant, code.shown.nonce.as_deref(), &mut answer);
        Ok(answer)
    }

    /// Gives new tokens for a refresh token, which is spent with it. Narrower scopes hold for the access token alone.
    fn grant_anew(&mut self, call: &Call<'_>, form: &Form, app: &'static App) -> Result<Value, Refused> {
        let token = form.get("refresh_token").ok_or(refusals::request("refresh_token is required."))?;
        let whole = self.ledger.refreshable(token, app, call.now).ok_or(refusals::GRANT)?;
        let mut grant = whole.clone();
        if let Some(text) = form.get("scope") {
            let narrower = Scopes::read(text, true).filter(|scopes| scopes.within(&whole.scopes));
            grant.scopes = narrower.ok_or(refusals::SCOPE)?;
        }
        self.ledger.spend_refresh(token);
        let mut answer = self.access_for(call, &grant);
        self.add_renewal(call, &whole, &mut answer);
        self.add_identity(call, &grant, None, &mut answer);
        Ok(answer)
    }

    /// Makes an access token. Its life is told as a string, as recorded.
    fn access_for(&mut self, call: &Call<'_>, grant: &Grant) -> Value {
        let ends = call.now + self.lives.access;
        let claims = claims_of_token(call, grant, ends);
        let token = self.mint.access(claims, call.now, call.troubles.huge);
        self.ledger.note(Kind::Access, token.clone(), grant.clone(), call.now, ends);
        json!({
            "token_type": "Bearer",
            "expires_in": self.lives.access.num_seconds().to_string(),
            "access_token": token,
            "scope": grant.scopes.text(),
        })
    }

    fn add_renewal(&mut self, call: &Call<'_>, grant: &Grant, answer: &mut Value) {
        if !grant.scopes.has("offline_access") {
            return;
        }
        let token = self.mint.opaque(call.now, call.troubles.huge);
        answer["refresh_token"] = json!(token);
        self.ledger.note(Kind::Refresh, token, grant.clone(), call.now, call.now + self.lives.refresh);
    }

    fn add_identity(&self, call: &Call<'_>, grant: &Grant, nonce: Option<&str>, answer: &mut Value) {
        let Some(person) = grant.person.filter(|_| grant.scopes.has("openid")) else { return };
        let mut claims = identity::claims(&call.issuer(), &grant.scopes, person);
        claims["iss"] = json!(call.issuer());
        claims["aud"] = json!(grant.app.id);
        claims["iat"] = json!(call.now.timestamp());
        claims["exp"] = json!((call.now + TimeDelta::hours(1)).timestamp());
        claims["auth_time"] = json!(grant.since.timestamp());
        if let Some(nonce) = nonce {
            claims["nonce"] = json!(nonce);
        }
        answer["id_token"] = json!(self.mint.sign(&claims));
    }

    /// `POST /oauth2/v1/introspect`: of another app's token it says no more than of none.
    pub(super) fn introspect(&self, call: &Call<'_>) -> Result<Reply, Refused> {
        let (form, app) = caller(call)?;
        let token = form.get("token").ok_or(refusals::request("token is required."))?;
        let good = self.ledger.good(token, call.now).filter(|good| good.grant.app == app);
        let Some(good) = good else { return Ok(Reply::oauth(&json!({"active": false}))) };
        let mut answer = claims_of_token(call, good.grant, good.ends);
        answer["active"] = json!(true);
        answer["client_id"] = json!(app.id);
        answer["scope"] = json!(good.grant.scopes.text());
        answer["iat"] = json!(good.from.timestamp());
        answer["token_type"] = json!(if good.kind == Kind::Access { "Bearer" } else { "refresh_token" });
        if let Some(person) = good.grant.person {
            answer["username"] = json!(person.username);
        }
        Ok(Reply::oauth(&answer))
    }

    /// `POST /oauth2/v1/revoke`: what is no token counts as revoked (RFC 7009 §2.2), another app's token is refused.
    pub(super) fn revoke(&mut self, call: &Call<'_>) -> Result<Reply, Refused> {
        let (form, app) = caller(call)?;
        let token = form.get("token").ok_or(refusals::request("token is required."))?;
        match self.ledger.owner(token) {
            Some(owner) if owner != app => Err(refusals::NOT_FOR_APP),
            _ => {
                self.ledger.revoke(token);
                Ok(Reply::empty())
            }
        }
    }
}

/// The form of a request, and the app that sent it. What stands in the query is not looked at.
fn caller(call: &Call<'_>) -> Result<(Form, &'static App), Refused> {
    let kind = call.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| !kind.starts_with("application/x-www-form-urlencoded")) {
        return Err(refusals::request("The body must be a form."));
    }
    let form = Form::read(call.request.body());
    if form.repeats() {
        return Err(refusals::request("A parameter came twice."));
    }
    let app = clients::calling(&form, call.headers())?;
    Ok((form, app))
}

fn claims_of_token(call: &Call<'_>, grant: &Grant, ends: DateTime<Utc>) -> Value {
    json!({
        "iss": call.issuer(),
        "sub": grant.person.map_or(grant.app.id, |person| person.subject),
        "cid": grant.app.id,
        "exp": ends.timestamp(),
    })
}
