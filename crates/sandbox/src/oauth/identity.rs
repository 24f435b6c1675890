//! Who signed in, as far as the scopes say it: the id with `openid`, the name with `profile`, the record among the
//! staff with `fhirUser`.

use serde_json::{Value, json};

use super::clients;
use super::refusals;
use super::scopes::Scopes;
use super::staff::StaffMember;
use super::{Authority, Call};
use crate::PRACTICE_ID;
use crate::errors;
use crate::options::Dialect;
use crate::reply::Reply;

impl Authority {
    /// `/oauth2/v1/userinfo`.
    pub(super) fn userinfo(&self, call: &Call<'_>) -> Reply {
        let token = clients::authorization(call.headers(), "Bearer ");
        let Some(grant) = token.and_then(|token| self.ledger.access(token, call.now)) else {
            return Reply::refused(&errors::invalid_token(), Dialect::Typed);
        };
        let person = grant.person.filter(|_| grant.scopes.has("openid") && !call.troubles.nameless);
        match person {
            Some(person) => Reply::oauth(&claims(&call.issuer(), &grant.scopes, person)),
            None => refusals::insufficient_scope("openid"),
        }
    }
}

/// What is told of a person.
pub(crate) fn claims(issuer: &str, scopes: &Scopes, person: &StaffMember) -> Value {
    let mut claims = json!({"sub": person.subject});
    if scopes.has("profile") {
        claims["name"] = json!(person.name());
        claims["given_name"] = json!(person.given_name);
        claims["family_name"] = json!(person.family_name);
        claims["preferred_username"] = json!(person.username);
        claims["zoneinfo"] = json!("America/New_York");
    }
    if scopes.has("fhirUser") {
        let record = format!("a-{PRACTICE_ID}.{}", person.subject);
        claims["fhirUser"] = json!(format!("{issuer}/fhir/r4/Practitioner/{record}"));
    }
    claims
}
