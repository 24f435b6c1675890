//! The transport over a network.

use std::error::Error as _;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use http::{Request, Response};

use crate::{Loss, SendFailure, Transport, TransportError};

const CONNECT: Duration = Duration::from_secs(10);
/// The longest silence inside an answer.
const IDLE: Duration = Duration::from_secs(20);
/// The longest answer, all in all: a slow drip ends too.
const WHOLE: Duration = Duration::from_secs(120);
/// The largest body: athenahealth's fullest page of appointments is some tens of megabytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// Sends over TLS with this machine's trust and proxy settings. Redirects are never followed: a
/// token must not travel.
#[derive(Clone, Debug)]
pub struct HttpTransport {
    client: reqwest::Client,
}

impl HttpTransport {
    /// Makes one. Where the program installed no TLS provider, ring is installed.
    pub fn new() -> Result<Self, TransportError> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Another thread may have installed one meanwhile, which serves as well.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        reqwest::Client::builder()
            .user_agent(concat!("Daybook/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .read_timeout(IDLE)
            .timeout(WHOLE)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .build()
            .map(|client| Self { client })
            .map_err(|_| TransportError::NotSent(SendFailure::Build))
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let request = reqwest::Request::try_from(request.map(reqwest::Body::from))
            .map_err(|_| TransportError::NotSent(SendFailure::Build))?;
        let mut answer = self.client.execute(request).await.map_err(|error| broken(&error))?;
        let mut response = Response::builder().status(answer.status());
        if let Some(headers) = response.headers_mut() {
            headers.clone_from(answer.headers());
        }
        let mut body = BytesMut::new();
        while let Some(part) = answer.chunk().await.map_err(|error| cut(&error))? {
            if body.len() + part.len() > LARGEST {
                return Err(TransportError::Lost(Loss::TooLarge));
            }
            body.extend_from_slice(&part);
        }
        response.body(body.freeze()).map_err(|_| TransportError::Lost(Loss::Truncated))
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// What broke before an answer began.
fn broken(error: &reqwest::Error) -> TransportError {
    if error.is_builder() {
        return TransportError::NotSent(SendFailure::Build);
    }
    if !error.is_connect() && !error.is_dns() {
        return TransportError::Lost(if error.is_timeout() { Loss::Timeout } else { Loss::Reset });
    }
    TransportError::NotSent(if error.is_dns() {
        SendFailure::Dns
    } else if let Some(wrong) = causes(error).find_map(of_rustls) {
        tls(wrong)
    } else if is_proxy(error) {
        SendFailure::Proxy
    } else {
        SendFailure::Connect
    })
}

/// What broke inside an answer.
fn cut(error: &reqwest::Error) -> TransportError {
    TransportError::Lost(if error.is_timeout() { Loss::Timeout } else { Loss::Truncated })
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |cause: &&(dyn std::error::Error + 'static)| (*cause).source())
}

/// An answer that is no TLS record at all is one of a server that speaks something else.
fn tls(wrong: &rustls::Error) -> SendFailure {
    match wrong {
        rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType) => SendFailure::NoTls,
        _ => SendFailure::Tls,
    }
}

/// The connector wraps I/O errors in I/O errors, which their sources step over.
fn of_rustls<'e>(cause: &'e (dyn std::error::Error + 'static)) -> Option<&'e rustls::Error> {
    let inner = || cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    cause.downcast_ref().or_else(|| of_rustls(inner()?))
}

/// The connector has no type for a tunnel that a proxy refused, only words.
fn is_proxy(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| {
        let words = cause.to_string();
        words.contains("tunnel") || words.contains("proxy")
    })
}
