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
    pub(super) async fn open(ports: CallbackPorts, expected: Expected) -> Option<Self> {
        let any = match ports {
            CallbackPorts::Any => &[0][..],
            CallbackPorts::Registered => &[],
        };
        Self::open_one_of(any.iter().chain(&CALLBACK_PORTS), expected).await
    }

    async fn open_one_of(ports: impl IntoIterator<Item = &u16>, expected: Expected) -> Option<Self> {
        for port in ports {
            let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).await else { continue };
            let Ok(address) = listener.local_addr() else { continue };
            let (port, ends) = (address.port(), Instant::now() + OPEN);
            return Some(Self { listener, port, expected: expected.at(port), ends });
        }
        None
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
