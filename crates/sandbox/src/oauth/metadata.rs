//! The SMART configuration, word for word as recorded but for the addresses. It promises more than any app is
//! registered for: `refresh_token` is not listed though it is granted, and of the response types only `code` is
//! answered.

use serde_json::json;

use crate::reply::Reply;

/// `GET /fhir/r4/.well-known/smart-configuration`.
pub(crate) fn configuration(issuer: &str) -> Reply {
    let at = |name: &str| format!("{issuer}/oauth2/v1/{name}");
    let methods =
        ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];
    Reply::oauth(&json!({
        "issuer": issuer,
        "jwks_uri": at("keys"),
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "introspection_endpoint": at("introspect"),
        "revocation_endpoint": at("revoke"),
        "code_challenge_methods_supported": ["S256"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_methods": methods,
        "response_types_supported": [
            "code", "token", "id_token", "code id_token", "code token", "id_token token", "code id_token token",
        ],
        "capabilities": CAPABILITIES,
    }))
}

const CAPABILITIES: [&str; 18] = [
    "launch-ehr",
    "launch-standalone",
    "client-confidential-symmetric",
    "client-confidential-asymmetric",
    "client-public",
    "sso-openid-connect",
    "context-ehr-patient",
    "context-ehr-encounter",
    "authorize-post",
    "context-standalone-patient",
    "permission-offline",
    "permission-patient",
    "permission-user",
    "permission-v1",
    "permission-v2",
    "context-banner",
    "context-style",
    "health-cards",
];
