//! The pages that a person sees: plain HTML without a script, each field with its label, each step a button.

use http::StatusCode;

use super::scopes::Scopes;
use super::staff::{PASSWORD, STAFF, StaffMember};
use crate::PRACTICE_NAME;
use crate::reply::Reply;

/// Why somebody can go no further: what happened, and what to do.
pub(crate) type Halt = (&'static str, &'static str);

pub(crate) const UNKNOWN_APP: Halt = (
    "This app is not known here",
    "Close this window. In the app, look whether its client id is the one that was registered.",
);
pub(crate) const FOREIGN_ADDRESS: Halt = (
    "This app may not send you there",
    "The address to return to is not registered for the app, so nothing was sent to it. Close this window, and tell \
     whoever set the app up.",
);
pub(crate) const TOO_LATE: Halt = (
    "This page is no longer good",
    "It was used before, or left open for too long. Close this window, and sign in from the app once more.",
);

/// The sign-in page.
pub(crate) fn sign_in(ticket: &str, app: &str, again: bool) -> Reply {
    let wrong = if again {
        "<p role=\"alert\">That user name and password do not belong together. Try once more.</p>"
    } else {
        ""
    };
    let [somebody, ..] = STAFF;
    let body = format!(
        "<p><strong>{app}</strong> asks you to sign in to {PRACTICE_NAME}. This is the demo practice: no account here \
         is real.</p><p>You may be {somebody} at the {role}: the user name is <code>{username}</code>, the \
         password <code>{PASSWORD}</code>.</p>{wrong}\
         <form method=\"post\" action=\"/oauth2/v1/authorize/signin\">{ticket}\
         <p><label for=\"username\">User name</label><br>\
         <input id=\"username\" name=\"username\" autocomplete=\"username\" required autofocus></p>\
         <p><label for=\"password\">Password</label><br>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required></p>\
         <p><button type=\"submit\">Sign in</button></p></form>\
         <form method=\"post\" action=\"/oauth2/v1/authorize/consent\">{ticket}\
         <p><button type=\"submit\" name=\"decision\" value=\"deny\">Cancel</button></p></form>",
        app = escaped(app),
        somebody = escaped(&somebody.name()),
        role = escaped(&somebody.role.to_lowercase()),
        username = escaped(somebody.username),
        ticket = hidden(ticket),
    );
    page(StatusCode::OK, "Sign in", &body)
}

/// The consent page: who asks, whom, and for what.
pub(crate) fn consent(ticket: &str, app: &str, person: &StaffMember, scopes: &Scopes) -> Reply {
    let asked: String = scopes
        .in_words()
        .map(|(scope, words)| format!("<li>{words} <code>{}</code></li>", escaped(scope)))
        .collect();
    let body = format!(
        "<p>You are {name} ({role}).</p><p><strong>{app}</strong> asks to:</p><ul>{asked}</ul>\
         <form method=\"post\" action=\"/oauth2/v1/authorize/consent\">{ticket}\
         <p><button type=\"submit\" name=\"decision\" value=\"allow\" autofocus>Allow</button> \
         <button type=\"submit\" name=\"decision\" value=\"deny\">Deny</button></p></form>",
        name = escaped(&person.name()),
        role = escaped(person.role),
        app = escaped(app),
        ticket = hidden(ticket),
    );
    page(StatusCode::OK, "Allow access?", &body)
}

/// A page that leads nowhere.
pub(crate) fn halt((what, next): Halt) -> Reply {
    page(StatusCode::BAD_REQUEST, what, &format!("<p>{next}</p>"))
}

fn hidden(ticket: &str) -> String {
    format!("<input type=\"hidden\" name=\"ticket\" value=\"{}\">", escaped(ticket))
}

/// A whole page. Its policy names no form targets: browsers hold the redirect behind a form to them as well, and a
/// port of the loopback cannot be named.
fn page(status: StatusCode, title: &str, body: &str) -> Reply {
    let text = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} · {PRACTICE_NAME}</title>\
         <style>:root{{color-scheme:light dark}}body{{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;\
         margin:3rem auto;padding:0 1rem}}input{{font:inherit;width:20rem;max-width:100%}}\
         button{{font:inherit;padding:.3rem 1rem}}</style></head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>\n"
    );
    Reply::plain(status, "text/html; charset=utf-8", &text)
        .with("cache-control", "no-store")
        .with(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
        )
        .with("x-frame-options", "DENY")
        .with("x-content-type-options", "nosniff")
        .with("referrer-policy", "no-referrer")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
