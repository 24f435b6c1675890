//! As much of logind as a desktop program hears of it, on a bus of the test's own.

use std::io::{ErrorKind, Read};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, PoisonError};

use zbus::object_server::SignalEmitter;
use zbus::zvariant::{self, OwnedObjectPath};
use zbus::{Connection, connection, interface};

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const SESSION: &str = "/org/freedesktop/login1/session/c1";

/// Those whom the computer waits for before it sleeps, each by the other end of what it was given.
type Waited = Arc<Mutex<Vec<UnixStream>>>;

struct Sleep(Waited);

#[interface(name = "org.freedesktop.login1.Manager")]
impl Sleep {
    #[zbus(name = "GetSessionByPID")]
    fn session_of(&self, _process: u32) -> OwnedObjectPath {
        OwnedObjectPath::try_from(SESSION).expect("a path")
    }

    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::fdo::Result<zvariant::OwnedFd> {
        assert_eq!((what, who, mode), ("sleep", "Daybook", "delay"), "{why}");
        let (ours, theirs) = UnixStream::pair().map_err(zbus::Error::from)?;
        ours.set_nonblocking(true).map_err(zbus::Error::from)?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(ours);
        Ok(zvariant::OwnedFd::from(OwnedFd::from(theirs)))
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, begins: bool) -> zbus::Result<()>;
}

/// A computer that can be put to sleep.
pub struct Logind {
    bus: Connection,
    waited: Waited,
}

impl Logind {
    /// Takes logind's name on the session's bus.
    pub async fn start() -> zbus::Result<Self> {
        let waited = Waited::default();
        let bus = connection::Builder::session()?
            .name(NAME)?
            .serve_at(PATH, Sleep(Arc::clone(&waited)))?
            .build()
            .await?;
        Ok(Self { bus, waited })
    }

    /// Whether it waits for somebody before it sleeps.
    pub fn keeps_awake(&self) -> bool {
        let mut waited = self.waited.lock().unwrap_or_else(PoisonError::into_inner);
        waited.iter_mut().any(|end| {
            let read = end.read(&mut [0]);
            read.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
        })
    }

    /// Goes to sleep.
    pub async fn sleep(&self) -> zbus::Result<()> {
        self.prepare(true).await
    }

    /// Wakes up.
    pub async fn wake(&self) -> zbus::Result<()> {
        self.prepare(false).await
    }

    /// Has the session locked, as `loginctl lock-session` does.
    pub async fn lock(&self) -> zbus::Result<()> {
        self.bus.emit_signal(None::<&str>, SESSION, "org.freedesktop.login1.Session", "Lock", &()).await
    }

    async fn prepare(&self, begins: bool) -> zbus::Result<()> {
        Sleep::prepare_for_sleep(&SignalEmitter::new(&self.bus, PATH)?, begins).await
    }
}
