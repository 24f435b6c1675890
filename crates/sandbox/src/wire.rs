//! The practice over HTTP, with its faults on the wire: a body that stops, a body that drips, a connection that is
//! reset. Absent: TLS, since a sandbox is reached over loopback.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::serve::{IncomingStream, Listener};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use http::{Request, Response};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::sandbox::{DRIP, Delivery, Sandbox};

/// In how many pieces a dripped body comes.
const PIECES: usize = 30;
/// Requests with larger bodies are cut off; the interface takes forms, and images in them.
const MOST: usize = 16 * 1024 * 1024;
/// How long the first half of a truncated body is given to leave.
const LEAVE: Duration = Duration::from_millis(50);

impl Sandbox {
    /// Answers whoever connects, until the future is dropped.
    ///
    /// # Errors
    /// When the listener itself fails.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        self.serve_until(listener, std::future::pending()).await
    }

    /// Answers whoever connects to a free port of the loopback, for as long as what this gives is held.
    ///
    /// # Errors
    /// When there is no such port.
    pub fn open_here(&self) -> io::Result<OpenHere> {
        let listener = std::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let origin = format!("http://{}", listener.local_addr()?);
        let listener = TcpListener::from_std(listener)?;
        let (held, dropped) = oneshot::channel::<()>();
        let serving = self.clone().serve_until(listener, async move { drop(dropped.await) });
        tokio::spawn(async move { drop(serving.await) });
        Ok(OpenHere { origin, _held: held })
    }

    async fn serve_until(
        self,
        listener: TcpListener,
        over: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let routes =
            Router::new().fallback(move |ConnectInfo(line): ConnectInfo<Line>, request: Request<Body>| {
                let sandbox = self.clone();
                async move { Ok::<_, Infallible>(answer(&sandbox, &line, request).await) }
            });
        let served = axum::serve(Door(listener), routes.into_make_service_with_connect_info::<Line>());
        served.with_graceful_shutdown(over).await
    }
}

/// A practice that is reached on this machine. Dropping this closes its port, and whoever is connected is
/// let go after the answer they wait for.
#[derive(Debug)]
pub struct OpenHere {
    /// Its origin.
    pub origin: String,
    _held: oneshot::Sender<()>,
}

async fn answer(sandbox: &Sandbox, line: &Line, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MOST).await else { return line.cut() };
    match sandbox.deliver(Request::from_parts(parts, body)).await {
        Delivery::Whole(response) => response.map(Body::from),
        Delivery::Dripped(response) => response.map(|body| Body::from_stream(drip(body))),
        Delivery::Truncated(response) => response.map(|body| Body::from_stream(half(body))),
        Delivery::Reset => line.cut(),
    }
}

/// Gives a body piece by piece over half a minute.
fn drip(body: Bytes) -> impl Stream<Item = io::Result<Bytes>> {
    let size = body.len().div_ceil(PIECES).max(1);
    stream::unfold(body, move |mut left| async move {
        if left.is_empty() {
            return None;
        }
        tokio::time::sleep(DRIP / PIECES as u32).await;
        let piece = left.split_to(size.min(left.len()));
        Some((Ok(piece), left))
    })
}

/// Gives the first half of a body, then fails.
fn half(body: Bytes) -> impl Stream<Item = io::Result<Bytes>> {
    let first = body.slice(..body.len() / 2);
    stream::unfold(Some(first), |first| async move {
        match first {
            Some(first) => Some((Ok(first), None)),
            None => {
                tokio::time::sleep(LEAVE).await;
                Some((Err(io::ErrorKind::ConnectionAborted.into()), None))
            }
        }
    })
}

/// Takes connections that can be cut off.
struct Door(TcpListener);

impl Listener for Door {
    type Io = Socket;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Socket, Self::Addr) {
        let (stream, from) = <TcpListener as Listener>::accept(&mut self.0).await;
        (Socket { stream, line: Line::default() }, from)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

/// The wish that a connection be reset, known to both its ends in this process.
#[derive(Debug, Clone, Default)]
struct Line(Arc<AtomicBool>);

impl Line {
    /// Resets the connection with the next byte written; the reply is only there to be written.
    fn cut(&self) -> Response<Body> {
        self.0.store(true, Ordering::SeqCst);
        Response::new(Body::empty())
    }
}

impl Connected<IncomingStream<'_, Door>> for Line {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().line.clone()
    }
}

/// A connection that can be reset.
struct Socket {
    stream: TcpStream,
    line: Line,
}

impl Socket {
    /// Lets the connection end in a reset instead of a farewell, when that is wished.
    fn reset(&self) -> io::Result<()> {
        if !self.line.0.load(Ordering::SeqCst) {
            return Ok(());
        }
        self.stream.set_zero_linger()?;
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.reset()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.reset()?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
