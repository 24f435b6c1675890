//! What a request to the loopback is: the person's return, or something to refuse.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use http::StatusCode;
use model::Secret;
use url::form_urlencoded;

use crate::Environment;

/// The one path.
pub(super) const PATH: &str = "/callback";
/// More headers than any browser sends.
const HEADERS: usize = 64;

/// What a person, or athenahealth, answered in place of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Declined {
    /// The person said no.
    #[error("consent was denied")]
    Denied,
    /// The registration does not allow a scope that was asked for.
    #[error("a scope is not allowed")]
    Scope,
    /// The registration does not allow this kind of sign-in.
    #[error("the registration does not allow it")]
    Registration,
    /// The sign-in page is out of order.
    #[error("the sign-in page is out of order")]
    OutOfOrder,
    /// Anything else.
    #[error("no reason was told")]
    Other,
}

impl Declined {
    fn read(error: &str) -> Self {
        match error {
            "access_denied" | "consent_required" | "interaction_required" | "login_required" => Self::Denied,
            "invalid_scope" => Self::Scope,
            "unauthorized_client" | "unsupported_response_type" | "invalid_request" => Self::Registration,
            "server_error" | "temporarily_unavailable" => Self::OutOfOrder,
            _ => Self::Other,
        }
    }
}

/// How a person came back.
#[derive(Debug)]
pub(super) enum Return {
    /// With a code.
    Code(Secret),
    /// With a no.
    Declined(Declined),
    /// With an answer that another server issued.
    OtherIssuer,
}

/// What the person's return looks like.
pub(in crate::sign_in) struct Expected {
    state: Secret,
    environment: Environment,
    authority: String,
    came: AtomicBool,
}

impl Expected {
    pub(in crate::sign_in) fn new(state: Secret, environment: Environment) -> Self {
        Self { state, environment, authority: String::new(), came: AtomicBool::new(false) }
    }

    /// The same at a port.
    pub(super) fn at(self, port: u16) -> Self {
        Self { authority: format!("127.0.0.1:{port}"), ..self }
    }

    /// Judges the head of a request, up to its empty line.
    pub(super) fn judge(&self, head: &[u8]) -> Result<Return, StatusCode> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(head) {
            Ok(httparse::Status::Complete(_)) => {}
            Ok(httparse::Status::Partial) => return Err(StatusCode::BAD_REQUEST),
            Err(httparse::Error::TooManyHeaders) => {
                return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
            }
            Err(httparse::Error::Version) => return Err(StatusCode::HTTP_VERSION_NOT_SUPPORTED),
            Err(_) => return Err(StatusCode::BAD_REQUEST),
        }
        self.check_host(request.headers)?;
        if request.method != Some("GET") {
            return Err(StatusCode::METHOD_NOT_ALLOWED);
        }
        refuse_body(request.headers)?;
        let query = query(request.path.unwrap_or_default())?;
        let back = self.read(query)?;
        // Two that come in the same instant are one too many.
        if self.came.swap(true, Ordering::AcqRel) {
            return Err(StatusCode::GONE);
        }
        Ok(back)
    }

    /// A page elsewhere whose name leads to this machine carries that name.
    fn check_host(&self, headers: &[httparse::Header<'_>]) -> Result<(), StatusCode> {
        match *values(headers, "host") {
            [host] if host == self.authority.as_bytes() => Ok(()),
            [_] => Err(StatusCode::MISDIRECTED_REQUEST),
            _ => Err(StatusCode::BAD_REQUEST),
        }
    }

    fn read(&self, query: &str) -> Result<Return, StatusCode> {
        let state = once(query, "state")?.ok_or(StatusCode::BAD_REQUEST)?;
        if !is_equal(state.as_bytes(), self.state.expose().as_bytes()) {
            return Err(StatusCode::FORBIDDEN);
        }
        let (code, error, issuer) = (once(query, "code")?, once(query, "error")?, once(query, "iss")?);
        let back = match (code, error) {
            (Some(code), None) if is_code(&code) => Return::Code(Secret::new(code)),
            (None, Some(error)) if !error.is_empty() => Return::Declined(Declined::read(&error)),
            _ => return Err(StatusCode::BAD_REQUEST),
        };
        let ours = issuer.is_none_or(|issuer| self.environment.is_issuer(&issuer));
        Ok(if ours { back } else { Return::OtherIssuer })
    }
}

/// The query of the one path. A target that names a host of its own is none of a browser's.
fn query(target: &str) -> Result<&str, StatusCode> {
    if !target.starts_with('/') || target.contains('#') {
        return Err(StatusCode::BAD_REQUEST);
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if path == PATH { Ok(query) } else { Err(StatusCode::NOT_FOUND) }
}

fn refuse_body(headers: &[httparse::Header<'_>]) -> Result<(), StatusCode> {
    let length = values(headers, "content-length");
    let has_body = length.iter().any(|length| *length != b"0");
    if has_body || !values(headers, "transfer-encoding").is_empty() {
        return Err(StatusCode::BAD_REQUEST);
    }
    Ok(())
}

fn values<'h>(headers: &[httparse::Header<'h>], name: &str) -> Vec<&'h [u8]> {
    let named = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    named.map(|header| header.value).collect()
}

/// A parameter that may come once.
fn once<'q>(query: &'q str, name: &str) -> Result<Option<Cow<'q, str>>, StatusCode> {
    let mut found = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
    match (found.next(), found.next()) {
        (found, None) => Ok(found.map(|(_, value)| value)),
        _ => Err(StatusCode::BAD_REQUEST),
    }
}

/// What RFC 6749 calls a code: visible characters and blanks.
fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| (0x20..=0x7e).contains(&byte))
}

/// Compares in a time that tells nothing of where two texts differ.
fn is_equal(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}
