//! Which app calls: by HTTP Basic, by its secret in the form, or, for a public one, by its id alone.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};

use super::form::Form;
use super::refusals::{self, Refused};
use super::registrations::{self, App};

/// The app that calls.
pub(crate) fn calling(form: &Form, headers: &HeaderMap) -> Result<&'static App, Refused> {
    let named = form.get("client_id");
    let (id, secret) = match authorization(headers, "Basic ") {
        Some(_) if form.get("client_secret").is_some() => {
            return Err(refusals::request("Only one way of client authentication may be used."));
        }
        Some(pair) => {
            let (id, secret) = basic(pair).ok_or(refusals::CLIENT)?;
            if named.is_some_and(|named| named != id) {
                return Err(refusals::CLIENT);
            }
            (id, Some(secret))
        }
        None => (named.ok_or(refusals::CLIENT)?.to_owned(), form.get("client_secret").map(str::to_owned)),
    };
    let app = registrations::find(&id).ok_or(refusals::CLIENT)?;
    if app.secret == secret.as_deref() { Ok(app) } else { Err(refusals::CLIENT) }
}

/// What stands behind a scheme in the `Authorization` header.
pub(crate) fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let named = value.get(..scheme.len())?.eq_ignore_ascii_case(scheme);
    named.then(|| value[scheme.len()..].trim())
}

fn basic(pair: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(pair).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let plain = |text: &str| -> Option<String> {
        let pair = format!("v={text}");
        url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
    };
    Some((plain(id)?, plain(secret)?))
}
