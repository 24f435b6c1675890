//! Who may call the bridge: whoever has the token, from a page of this computer.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What a caller must show: 32 random bytes in hexadecimal digits.
#[derive(Clone)]
pub(super) struct Token(Arc<str>);

impl Token {
    pub(super) fn random() -> anyhow::Result<Self> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|_| anyhow::anyhow!("the system gives no random bytes"))?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }

    fn is(&self, shown: &str) -> bool {
        let differing = self
            .0
            .bytes()
            .zip(shown.bytes())
            .fold(0, |differing, (ours, theirs)| differing | (ours ^ theirs));
        self.0.len() == shown.len() && differing == 0
    }
}

/// Lets a request through that shows the token in a header, or, for the stream that a browser's
/// `EventSource` opens, in its address.
pub(super) async fn with_token(State(token): State<Token>, request: Request, next: Next) -> Response {
    let in_header = bearer(request.headers()).is_some_and(|shown| token.is(shown));
    let in_address =
        request.uri().path() == "/events" && query(request.uri()).is_some_and(|shown| token.is(shown));
    if in_header || in_address { next.run(request).await } else { StatusCode::UNAUTHORIZED.into_response() }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn query(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("token="))
}

/// The addresses under which a bridge that listens on the loopback is called.
#[derive(Clone)]
pub(super) struct Hosts(Arc<[String]>);

impl Hosts {
    pub(super) fn of(address: SocketAddr) -> Self {
        let port = address.port();
        Self([address.to_string(), format!("localhost:{port}")].into())
    }

    fn holds(&self, host: Option<&HeaderValue>) -> bool {
        let host = host.and_then(|host| host.to_str().ok());
        host.is_some_and(|host| self.0.iter().any(|known| known.eq_ignore_ascii_case(host)))
    }
}

/// Turns away what was sent to another name: a page elsewhere may have its own name lead here.
pub(super) async fn to_this_bridge(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    if hosts.holds(request.headers().get(header::HOST)) {
        next.run(request).await
    } else {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    }
}

/// Lets pages of this computer call from another port, and answers their preflight.
pub(super) async fn from_this_computer(request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).filter(|origin| is_loopback(origin)).cloned();
    let preflight = request.method() == Method::OPTIONS;
    let mut answer = if preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    if let Some(origin) = origin {
        let headers = answer.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
        if preflight {
            let methods = HeaderValue::from_static("GET, POST");
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
            let asked = HeaderValue::from_static("authorization, content-type");
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
    }
    answer
}

fn is_loopback(origin: &HeaderValue) -> bool {
    let host = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
    host.as_ref().and_then(Uri::host).is_some_and(|host| matches!(host, "127.0.0.1" | "localhost"))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::{Token, is_loopback};

    #[test]
    fn only_the_whole_token_is_the_token() {
        let token = Token::random().expect("random");
        assert!(token.is(token.text()));
        assert!(!token.is(""), "an empty token is none");
        assert!(!token.is(&token.text()[1..]), "a part is not the whole");
        assert!(!token.is(Token::random().expect("random").text()), "each is its own");
    }

    #[test]
    fn pages_of_other_computers_are_told_nothing() {
        for (origin, ours) in [
            ("http://127.0.0.1:5173", true),
            ("http://localhost:5173", true),
            ("https://example.com", false),
            ("http://127.0.0.1.example.com", false),
            ("null", false),
        ] {
            assert_eq!(is_loopback(&HeaderValue::from_static(origin)), ours, "{origin}");
        }
    }
}
