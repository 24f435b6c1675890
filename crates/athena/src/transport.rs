//! How a request leaves the program: a port, so that a practice in this process can answer too.

use std::future::Future;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response};

use crate::{Endpoint, Error, Unsent};

/// Sends one request and gives its whole answer.
///
/// It neither retries nor follows redirects nor judges a status.
pub trait Transport: Send + Sync {
    /// Sends a request.
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>>;
}

/// Where sending broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// Nothing of the request reached the server.
    #[error("the request did not leave: {0}")]
    NotSent(SendFailure),
    /// The request may have been carried out; its answer did not come.
    #[error("the answer was lost: {0}")]
    Lost(Loss),
}

impl TransportError {
    /// What it means for a call of an endpoint.
    pub(crate) fn of(self, endpoint: Endpoint) -> Error {
        match self {
            Self::NotSent(failure) => Error::NotSent { endpoint, why: Unsent::Failed(failure) },
            Self::Lost(how) => Error::Lost { endpoint, how },
        }
    }
}

/// Why a request did not leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendFailure {
    /// The host's name could not be resolved: most often, there is no network.
    #[error("the host's name could not be resolved")]
    Dns,
    /// No connection came about.
    #[error("no connection")]
    Connect,
    /// The server could not prove who it is.
    #[error("the server's certificate was not accepted")]
    Tls,
    /// The server answered, but not in TLS: most often, the address or its port is one of plain HTTP.
    #[error("the server does not speak TLS")]
    NoTls,
    /// The proxy did not let it through.
    #[error("the proxy refused")]
    Proxy,
    /// The request could not be built.
    #[error("the request could not be built")]
    Build,
}

/// How an answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Loss {
    /// It did not come in time.
    #[error("no answer in time")]
    Timeout,
    /// The connection broke.
    #[error("the connection broke")]
    Reset,
    /// It ended before its end.
    #[error("the answer was cut short")]
    Truncated,
    /// It was larger than is ever read.
    #[error("the answer was too large")]
    TooLarge,
}

/// A transport made of a function, such as a practice that answers in this process.
#[derive(Clone, Copy, Debug)]
pub struct FnTransport<F>(pub F);

impl<F, A> Transport for FnTransport<F>
where
    F: Fn(Request<Bytes>) -> A + Send + Sync,
    A: Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'static,
{
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin((self.0)(request))
    }
}
