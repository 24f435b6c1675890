//! Refusals in OAuth's form (RFC 6749 §5.2, RFC 6750 §3).

use http::StatusCode;
use serde_json::json;

use crate::reply::Reply;

/// A refusal of the token endpoint and its neighbours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused {
    error: &'static str,
    description: &'static str,
}

const fn refused(error: &'static str, description: &'static str) -> Refused {
    Refused { error, description }
}

pub(crate) const CLIENT: Refused = refused("invalid_client", "No client credentials found.");
pub(crate) const GRANT: Refused =
    refused("invalid_grant", "The authorization code or refresh token is invalid, expired or revoked.");
pub(crate) const NOT_FOR_APP: Refused =
    refused("unauthorized_client", "The app is not registered for that way of signing in.");
pub(crate) const GRANT_TYPE: Refused =
    refused("unsupported_grant_type", "The authorization grant type is not supported.");
pub(crate) const SCOPE: Refused =
    refused("invalid_scope", "One or more scopes are not configured for the client.");

/// A field is missing, repeated or malformed.
pub(crate) const fn request(description: &'static str) -> Refused {
    refused("invalid_request", description)
}

/// An answer, or the reply that refuses it.
pub(crate) fn either(answer: Result<Reply, Refused>) -> Reply {
    answer.unwrap_or_else(|refused| refused.reply())
}

impl Refused {
    pub(crate) fn reply(self) -> Reply {
        let mut reply = Reply::oauth(&json!({"error": self.error, "error_description": self.description}));
        let nobody = self.error == CLIENT.error;
        reply.status = if nobody { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        if nobody { reply.with("www-authenticate", "Basic realm=\"sandbox\"") } else { reply }
    }
}

/// A bearer may not have what it asks for.
pub(crate) fn insufficient_scope(scope: &str) -> Reply {
    let description = "The access token does not hold the scope that is needed.";
    let mut reply = Reply::oauth(&json!({"error": "insufficient_scope", "error_description": description}));
    reply.status = StatusCode::FORBIDDEN;
    reply.with("www-authenticate", format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\""))
}
