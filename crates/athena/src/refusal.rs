//! What a status and a body that are no answer mean.

use http::{HeaderMap, StatusCode};
use model::Phi;

use crate::call::Meter;
use crate::wire::{self, Verdict};
use crate::{Endpoint, Error, Oddity, Refusal, SendFailure, Unsent};

/// The token endpoint, whose refusals mean the key and not the call.
pub(crate) const TOKEN: &str = "POST /oauth2/v1/token";

/// The revocation endpoint, whose success says nothing.
pub(crate) const REVOKE: &str = "POST /oauth2/v1/revoke";

/// The error in an answer, or nothing where it is one of success.
pub(crate) fn judge(
    endpoint: Endpoint,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), Error> {
    let odd = |what| Error::Unexpected { endpoint, status: status.as_u16(), what };
    let refused = |why, verdict: Option<Verdict>| Error::Refused {
        endpoint,
        status: status.as_u16(),
        why,
        fields: Phi::new(verdict.as_ref().map(Verdict::named).unwrap_or_default()),
        said: verdict.and_then(|verdict| verdict.error.or(verdict.errormessage)).map(Phi::new),
        retry_after: Meter::read(headers).retry_after,
    };
    let strange = wire::oddity(body);
    if status.is_success() {
        return match strange {
            Some(Oddity::Empty) if endpoint.0 == REVOKE => Ok(()),
            Some(what) => Err(odd(what)),
            None => match failure(body) {
                Some(verdict) => Err(refused(Refusal::Failed, Some(verdict))),
                None => Ok(()),
            },
        };
    }
    Err(match status.as_u16() {
        300..=399 => odd(Oddity::Redirect),
        407 => Error::NotSent { endpoint, why: Unsent::Failed(SendFailure::Proxy) },
        429 if Meter::read(headers).left == Some(0) && endpoint.0 != TOKEN => {
            refused(Refusal::DayUsedUp, None)
        }
        429 => refused(Refusal::TooFast, None),
        403 if strange.is_some() && is_over(headers, body) => refused(Refusal::TooFast, None),
        408 | 500.. => refused(Refusal::OutOfOrder, None),
        400 | 401 if endpoint.0 == TOKEN => {
            let verdict = wire::verdict(body);
            refused(of_the_token(&verdict), verdict)
        }
        401 => refused(unauthorized(&wire::verdict(body)), wire::verdict(body)),
        _ if strange == Some(Oddity::WebPage) => odd(Oddity::WebPage),
        code => refused(declined(code, &wire::verdict(body)), wire::verdict(body)),
    })
}

/// A failure under a status of success. The word itself is looked for first: lists are large.
fn failure(body: &[u8]) -> Option<Verdict> {
    let says = |word: &[u8]| body.windows(word.len()).any(|window| window == word);
    if body.len() > 65_536 || !(says(b"\"success\"") || says(b"\"error")) {
        return None;
    }
    wire::verdict(body).filter(|verdict| {
        verdict.success == Some(false)
            || (verdict.success.is_none() && (verdict.error.is_some() || verdict.errormessage.is_some()))
    })
}

/// The old gateway's way of saying 429: a 403 with `<h1>Developer Over Qps</h1>`.
fn is_over(headers: &HeaderMap, body: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&body[..body.len().min(4_096)]).to_ascii_lowercase();
    let code = headers.get("x-mashery-error-code").and_then(|value| value.to_str().ok()).unwrap_or_default();
    head.contains("over qps") || head.contains("over rate") || code.to_ascii_lowercase().contains("over")
}

fn words(verdict: &Option<Verdict>) -> String {
    let Some(verdict) = verdict else { return String::new() };
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    format!("{} {}", part(&verdict.error), part(&verdict.detailedmessage)).to_ascii_lowercase()
}

/// What is wrong with a grant that is no key's: a refresh token, or a code.
fn of_the_token(verdict: &Option<Verdict>) -> Refusal {
    match verdict.as_ref().and_then(|verdict| verdict.error.as_deref()) {
        Some("invalid_grant") => Refusal::SignInEnded,
        _ => Refusal::WrongSecret,
    }
}

fn unauthorized(verdict: &Option<Verdict>) -> Refusal {
    let words = words(verdict);
    if words.contains("permission") || words.contains("bad auth") {
        Refusal::NoRight
    } else {
        Refusal::TokenRejected
    }
}

fn declined(status: u16, verdict: &Option<Verdict>) -> Refusal {
    let words = words(verdict);
    let lists = |verdict: &Verdict| verdict.missingfields.is_some() || verdict.fields.is_some();
    match status {
        400 if words.contains("larger than 1000") => Refusal::TooManyMatches,
        400 if verdict.as_ref().is_some_and(lists) || words.contains("additional fields are required") => {
            Refusal::MissingFields
        }
        403 if words.contains("setup") && words.contains("subscription") => Refusal::NotSetUp,
        403 => Refusal::NoRight,
        404 if words.contains("invalid practice") => Refusal::UnknownPractice,
        404 => Refusal::NotFound,
        409 => Refusal::Conflict,
        _ => Refusal::Other,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::{TOKEN, judge};
    use crate::{Endpoint, Error, Oddity, Refusal};

    fn refusal(endpoint: &'static str, status: u16, headers: &[(&'static str, &str)], body: &str) -> Error {
        let status = StatusCode::from_u16(status).expect("a status");
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().expect("a header value"));
        }
        judge(Endpoint(endpoint), status, &map, body.as_bytes()).expect_err("no success")
    }

    #[test]
    fn each_refusal_of_the_reference_is_told_apart() {
        for (status, body, meaning) in [
            (401, r#"{"error":"Invalid Access Token.","detailedmessage":"x"}"#, Refusal::TokenRejected),
            (401, r#"{"detailedmessage":"Bad auth.","error":"Incorrect permissions."}"#, Refusal::NoRight),
            (
                403,
                r#"{"error":"Changed messages require setup (subscription) that has not been done."}"#,
                Refusal::NotSetUp,
            ),
            (403, r#"{"error":"No."}"#, Refusal::NoRight),
            (403, "<h1>Developer Over Qps</h1>", Refusal::TooFast),
            (404, r#"{"error":"Invalid practice.","detailedmessage":"x"}"#, Refusal::UnknownPractice),
            (404, r#"{"error":"The requested ID does not exist."}"#, Refusal::NotFound),
            (
                400,
                r#"{"error":"The given search parameters would produce a total data set larger than 1000 records."}"#,
                Refusal::TooManyMatches,
            ),
            (400, "\n\n{\"missingfields\":[\"dob\"],\"error\":\"x\"}", Refusal::MissingFields),
            (400, r#"{"fields":["firstname"],"error":"x"}"#, Refusal::MissingFields),
            (400, r#"{"error":"Improper DOB."}"#, Refusal::Other),
            (409, r#"{"error":"That appointment time was already booked."}"#, Refusal::Conflict),
            (429, "", Refusal::TooFast),
            (503, "Service Unavailable", Refusal::OutOfOrder),
            (502, "<h1>Bad Gateway</h1>", Refusal::OutOfOrder),
            (200, r#"{"success":"false","errormessage":"x"}"#, Refusal::Failed),
            (200, r#"[{"success":false}]"#, Refusal::Failed),
            (200, r#"{"error":"x"}"#, Refusal::Failed),
        ] {
            match refusal("GET /x", status, &[], body) {
                Error::Refused { why, .. } => assert_eq!(why, meaning, "{status} {body}"),
                other => panic!("{status} {body}: {other}"),
            }
        }
    }

    #[test]
    fn the_token_endpoint_speaks_of_the_key() {
        for status in [400, 401] {
            let error = refusal(TOKEN, status, &[], r#"{"error":"invalid_client"}"#);
            assert!(error.needs_sign_in(), "{status}: {error}");
        }
    }

    #[test]
    fn a_grant_that_is_over_is_told_from_a_wrong_key() {
        let error = refusal(TOKEN, 400, &[], r#"{"error":"invalid_grant","error_description":"x"}"#);
        assert!(matches!(error, Error::Refused { why: Refusal::SignInEnded, .. }), "{error}");
        assert!(error.needs_sign_in());
    }

    #[test]
    fn a_used_up_day_is_not_a_call_too_fast() {
        let error = refusal("GET /x", 429, &[("x-ratelimit-remaining", "0")], "");
        assert!(matches!(error, Error::Refused { why: Refusal::DayUsedUp, .. }), "{error}");
        let error = refusal("GET /x", 429, &[("x-ratelimit-remaining", "9"), ("retry-after", "7")], "");
        assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(7));
    }

    #[test]
    fn what_is_not_athenahealth_is_said_to_be_something_else() {
        for (status, body, oddity) in [
            (200, "<!doctype html><title>Guest Wi-Fi</title>", Oddity::WebPage),
            (404, "<html>nginx</html>", Oddity::WebPage),
            (302, "", Oddity::Redirect),
            (200, " \n", Oddity::Empty),
            (200, "Hello", Oddity::NotJson),
        ] {
            match refusal("GET /x", status, &[], body) {
                Error::Unexpected { what, .. } => assert_eq!(what, oddity, "{status} {body}"),
                other => panic!("{status} {body}: {other}"),
            }
        }
    }
}
