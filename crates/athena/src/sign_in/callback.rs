//! Where a person comes back to from the browser: one hit on the loopback, for five minutes.
//!
//! Whatever else knocks is answered, refused, and changes nothing. The port is closed by the first
//! hit that carries the attempt's `state`, by its time, and by dropping it.

mod hit;
mod peer;

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use model::Secret;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};
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
    /// Only the one that the registration names.
    One(u16),
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

/// The open port. It is closed in time also where nobody waits.
pub(super) struct Callback {
    door: Door,
    port: u16,
    expected: Expected,
    ends: Instant,
    closing: Closing,
}

/// Holds the port until it is waited at, or its time is over.
type Door = Arc<Mutex<Option<TcpListener>>>;

fn take(door: &Door) -> Option<TcpListener> {
    door.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Closes a door in time, unless it is dropped before.
struct Closing(AbortHandle);

impl Closing {
    fn at(ends: Instant, door: &Door) -> Self {
        let door = Arc::downgrade(door);
        let closing = tokio::spawn(async move {
            sleep_until(ends).await;
            drop(door.upgrade().as_ref().and_then(take));
        });
        Self(closing.abort_handle())
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Callback {
    /// Opens the first port that is free.
    pub(super) fn open(ports: CallbackPorts, expected: Expected) -> Option<Self> {
        let [one, two, three, four] = CALLBACK_PORTS;
        match ports {
            CallbackPorts::Any => Self::open_one_of(&[0, one, two, three, four], expected),
            CallbackPorts::Registered => Self::open_one_of(&CALLBACK_PORTS, expected),
            CallbackPorts::One(port) => Self::open_one_of(&[port], expected),
        }
    }

    fn open_one_of(ports: &[u16], expected: Expected) -> Option<Self> {
        let (listener, port) = ports.iter().find_map(|port| listen(*port).ok())?;
        let (door, ends) = (Arc::new(Mutex::new(Some(listener))), Instant::now() + OPEN);
        let closing = Closing::at(ends, &door);
        Some(Self { door, port, expected: expected.at(port), ends, closing })
    }

    /// The address to come back to.
    pub(super) fn address(&self) -> Url {
        Url::parse(&format!("http://127.0.0.1:{}{PATH}", self.port))
            .unwrap_or_else(|_| unreachable!("a port of the loopback makes an address"))
    }

    /// Waits for whoever carries the `state`, and closes the port.
    pub(super) async fn wait(self) -> Result<Secret, Missed> {
        let Self { door, expected, ends, closing, .. } = self;
        let listener = take(&door).ok_or(Missed::Late)?;
        drop(closing);
        let mut peers = Peers::expecting(expected);
        let back = timeout_at(ends, peers.hear(&listener)).await;
        drop(listener);
        if back.is_ok() {
            peers.see_out().await;
        }
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

/// Those who knocked and are not done.
struct Peers {
    tasks: JoinSet<bool>,
    order: VecDeque<AbortHandle>,
    expected: Arc<Expected>,
    tell: mpsc::UnboundedSender<Return>,
    told: mpsc::UnboundedReceiver<Return>,
}

impl Peers {
    fn expecting(expected: Expected) -> Self {
        let (tell, told) = mpsc::unbounded_channel();
        Self { tasks: JoinSet::new(), order: VecDeque::new(), expected: Arc::new(expected), tell, told }
    }

    /// Answers whoever knocks until the person is back.
    async fn hear(&mut self, listener: &TcpListener) -> Return {
        loop {
            tokio::select! {
                biased;
                Some(back) = self.told.recv() => return back,
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => self.admit(stream),
                    Err(_) => sleep(EXHAUSTED).await,
                },
                Some(_) = self.tasks.join_next() => {}
            }
        }
    }

    fn admit<S>(&mut self, stream: S)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        self.order.retain(|peer| !peer.is_finished());
        if self.order.len() >= PEERS
            && let Some(oldest) = self.order.pop_front()
        {
            oldest.abort();
        }
        let (expected, tell) = (Arc::clone(&self.expected), self.tell.clone());
        let answered = async move {
            // Told before it is answered: whoever is sent away after that has come back all the same.
            let came = |back| drop(tell.send(back));
            peer::answer(stream, &expected, came).await
        };
        self.order.push_back(self.tasks.spawn(answered));
    }

    /// Lets the person's browser take its answer.
    async fn see_out(&mut self) {
        let answered = async {
            while let Some(done) = self.tasks.join_next().await {
                if matches!(done, Ok(true)) {
                    break;
                }
            }
        };
        // One that does not take it loses it.
        let _ = timeout(peer::TAKEN, answered).await;
    }
}

#[cfg(test)]
mod tests;
