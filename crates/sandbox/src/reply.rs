//! A reply with the headers that the real gateway sends.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::Value;

use crate::dialect::{self, Dress};
use crate::errors::Refusal;
use crate::limits::Reading;
use crate::options::Dialect;

/// Today's content type, and the one of the years of the older dialect.
fn json_type(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Typed => "application/json; charset=UTF-8",
        Dialect::Text => "application/json",
    }
}

/// A reply in the making.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
    /// Whatever headers it has beside the usual ones.
    headers: Vec<(&'static str, String)>,
}

impl Reply {
    /// A reply of the practice.
    pub(crate) fn json(body: Vec<u8>, dialect: Dialect) -> Self {
        Reply { status: StatusCode::OK, content_type: json_type(dialect), body, headers: Vec::new() }
    }

    /// An answer of the authorization server, which nobody may keep.
    pub(crate) fn oauth(value: &Value) -> Self {
        let body = value.to_string().into_bytes();
        let reply =
            Reply { status: StatusCode::OK, content_type: "application/json", body, headers: Vec::new() };
        reply.with("cache-control", "no-store")
    }

    /// An answer that says nothing more than that it was done.
    pub(crate) fn empty() -> Self {
        Reply::plain(StatusCode::OK, "text/plain", "").with("cache-control", "no-store")
    }

    /// Sends a browser elsewhere, in a way that takes no form along (RFC 9700 §4.12).
    pub(crate) fn see_other(address: &str) -> Self {
        Reply::plain(StatusCode::SEE_OTHER, "text/plain", "")
            .with("location", address)
            .with("cache-control", "no-store")
            .with("referrer-policy", "no-referrer")
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// A refusal: the practice's own ones begin with two empty lines, the gateway's end with one.
    pub(crate) fn refused(refusal: &Refusal, dialect: Dialect) -> Self {
        let text = dialect::write(&dialect::dress(refusal.body.clone(), dialect, Dress::Usual));
        let padded = matches!(refusal.status.as_u16(), 400 | 403 | 409) && !refusal.gateway;
        let body = if refusal.gateway {
            [&text, b"\n".as_slice()].concat()
        } else if padded {
            [b"\n\n", text.as_slice()].concat()
        } else {
            text
        };
        let content_type = if refusal.gateway { "application/json" } else { json_type(dialect) };
        let reply = Reply { status: refusal.status, content_type, body, headers: Vec::new() };
        if refusal.gateway { reply.with("www-authenticate", CHALLENGE) } else { reply }
    }

    /// Something that is no JSON.
    pub(crate) fn plain(status: StatusCode, content_type: &'static str, body: &str) -> Self {
        Reply { status, content_type, body: body.as_bytes().to_vec(), headers: Vec::new() }
    }

    /// Finishes the reply. `limits` are told by whatever passed the gateway.
    pub(crate) fn finish(self, now: DateTime<Utc>, number: u64, limits: Option<Reading>) -> Response<Bytes> {
        let length = self.body.len();
        let mut response = Response::new(Bytes::from(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        let mut text = |name: &'static str, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        };
        text("date", now.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
        text("x-request-id", format!("rrt-{}-b-gea1-sandbox-{number}", now.timestamp()));
        if let Some(reading) = limits {
            text("x-ratelimit-limit", reading.limit.to_string());
            text("x-ratelimit-remaining", reading.remaining.to_string());
        }
        for (name, value) in self.headers {
            text(name, value);
        }
        response
    }
}

const CHALLENGE: &str = "Bearer realm=\"null\",error=\"invalid_token\",error_description=\
                         \"keymanagement.service.invalid_access_token: Invalid Access Token\"";
