//! What passes between the process that dies and the one that watches: a request with the instant at which
//! it was made, an answer. Each is one line of JSON.

use std::io::{BufRead, Write};

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderName, HeaderValue, Request, Response};
use serde::{Deserialize, Serialize};

/// What the walker says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Said {
    /// It asks the practice.
    Asks { at: DateTime<Utc>, method: String, uri: String, headers: Vec<(String, String)>, body: String },
    /// It is at rest, and passed so many points.
    Rests { at: DateTime<Utc>, points: u32 },
}

/// What it is answered.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Answered {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

pub(super) fn asks(request: &Request<Bytes>, at: DateTime<Utc>) -> Said {
    Said::Asks {
        at,
        method: request.method().to_string(),
        uri: request.uri().to_string(),
        headers: headers(request.headers()),
        body: STANDARD.encode(request.body()),
    }
}

/// The request of what a walker asks; nothing where it rests.
pub(super) fn request(said: &Said) -> anyhow::Result<Option<Request<Bytes>>> {
    let Said::Asks { method, uri, headers, body, .. } = said else { return Ok(None) };
    let mut request = Request::builder().method(method.as_str()).uri(uri.as_str());
    for (name, value) in headers {
        request = request.header(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    Ok(Some(request.body(STANDARD.decode(body)?.into())?))
}

pub(super) fn answered(response: &Response<Bytes>) -> Answered {
    let (status, body) = (response.status().as_u16(), STANDARD.encode(response.body()));
    Answered { status, headers: headers(response.headers()), body }
}

pub(super) fn response(answered: &Answered) -> anyhow::Result<Response<Bytes>> {
    let mut response = Response::builder().status(answered.status);
    for (name, value) in &answered.headers {
        response = response.header(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    Ok(response.body(STANDARD.decode(&answered.body)?.into())?)
}

fn headers(all: &http::HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    all.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

pub(super) fn put(out: &mut impl Write, said: &impl Serialize) -> anyhow::Result<()> {
    let mut line = serde_json::to_vec(said)?;
    line.push(b'\n');
    out.write_all(&line)?;
    Ok(out.flush()?)
}

/// The next line; nothing where the other side is gone.
pub(super) fn take<T: for<'de> Deserialize<'de>>(lines: &mut impl BufRead) -> anyhow::Result<Option<T>> {
    let mut line = String::new();
    let read = lines.read_line(&mut line)?;
    // One that died while it spoke said nothing.
    if read == 0 || !line.ends_with('\n') {
        return Ok(None);
    }
    serde_json::from_str(&line).context("a line is understood").map(Some)
}
