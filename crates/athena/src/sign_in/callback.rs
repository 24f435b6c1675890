//! Where a person comes back to from the browser: one hit on the loopback, for five minutes.
//!
//! Whatever else knocks is answered, refused, and changes nothing. The port is closed by the first
//! hit that carries the attempt's `state`, by its time, and by dropping it.

mod hit;
mod peer;

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use model::Secret;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout_at};
use url::Url;

pub use hit::Declined;
pub(super) use hit::Expected;
use hit::{PATH, Return};

/// The ports to register `http://127.0.0.1:<port>/callback` with, where a registration does not
/// take any port of the loopback, as RFC 8252 asks it to.
pub const CALLBACK_PORTS: [u16; 4] = [49_217, 51_341, 53_682, 58_921];

/// Which ports a person may come back to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallbackPorts {
    /// Any that is free; where the machine gives none, one of [`CALLBACK_PORTS`].
    #[default]
    Any,
    /// Only [`CALLBACK_PORTS`].
    Registered,
}

/// How long somebody may take to come back.
const OPEN: Duration = Duration::from_secs(300);
/// How many may knock at once. One more ends the oldest: a browser's request comes at once and whole.
const PEERS: usize = 64;
/// The rest after the machine had no socket to give.
const EXHAUSTED: Duration = Duration::from_millis(50);

/// Why nobody came back with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missed {
    Late,
    Declined(Declined),
    OtherIssuer,
}

/// The open port.
pub(super) struct Callback {
    listener: TcpListener,
    port: u16,
    expected: Expected,
    ends: Instant,
}

impl Callback {
    /// Opens the first port that is free.
    pub(super) fn open(ports: CallbackPorts, expected: Expected) -> Option<Self> {
        let [one, two, three, four] = CALLBACK_PORTS;
        match ports {
            CallbackPorts::Any => Self::open_one_of(&[0, one, two, three, four], expected),
            CallbackPorts::Registered => Self::open_one_of(&CALLBACK_PORTS, expected),
        }
    }

    fn open_one_of(ports: &[u16], expected: Expected) -> Option<Self> {
        let (listener, port) = ports.iter().find_map(|port| listen(*port).ok())?;
        Some(Self { listener, port, expected: expected.at(port), ends: Instant::now() + OPEN })
    }

    /// The address to come back to.
    pub(super) fn address(&self) -> Url {
        Url::parse(&format!("http://127.0.0.1:{}{PATH}", self.port))
            .unwrap_or_else(|_| unreachable!("a port of the loopback makes an address"))
    }

    /// Waits for whoever carries the `state`, and closes the port.
    pub(super) async fn wait(self) -> Result<Secret, Missed> {
        let Self { listener, expected, ends, .. } = self;
        let back = timeout_at(ends, hear(&listener, Arc::new(expected))).await;
        match back {
            Err(_) => Err(Missed::Late),
            Ok(Return::Code(code)) => Ok(code),
            Ok(Return::Declined(why)) => Err(Missed::Declined(why)),
            Ok(Return::OtherIssuer) => Err(Missed::OtherIssuer),
        }
    }
}

fn listen(port: u16) -> std::io::Result<(TcpListener, u16)> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    Ok((TcpListener::from_std(listener)?, port))
}

async fn hear(listener: &TcpListener, expected: Arc<Expected>) -> Return {
    let mut peers = Peers { tasks: JoinSet::new(), order: VecDeque::new(), expected };
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => peers.admit(stream),
                Err(_) => sleep(EXHAUSTED).await,
            },
            Some(done) = peers.tasks.join_next() => if let Ok(Some(back)) = done {
                return back;
            },
        }
    }
}

/// Those who knocked and are not done.
struct Peers {
    tasks: JoinSet<Option<Return>>,
    order: VecDeque<AbortHandle>,
    expected: Arc<Expected>,
}

impl Peers {
    fn admit(&mut self, stream: TcpStream) {
        self.order.retain(|peer| !peer.is_finished());
        if self.order.len() >= PEERS
            && let Some(oldest) = self.order.pop_front()
        {
            oldest.abort();
        }
        let expected = Arc::clone(&self.expected);
        self.order.push_back(self.tasks.spawn(async move { peer::answer(stream, &expected).await }));
    }
}

#[cfg(test)]
mod tests;
