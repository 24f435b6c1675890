//! The edges of the console: what only the machine it runs on can give.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use athena::{Pace, Random, Transport, TransportError};
use ipc::connection::DemoSize;
use model::{Clock, Secret};
use store::{Entropy, Hooks};
use tokio::sync::mpsc::UnboundedSender;
use zeroize::Zeroizing;

use crate::{Browser, Notices, Tasks};

/// Why a keychain gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeychainTrouble {
    /// Nothing answers as a keychain.
    #[error("there is no keychain")]
    Absent,
    /// It is locked, or its access rules refuse this program.
    #[error("the keychain is locked")]
    Locked,
    /// It answers, but not as it should.
    #[error("the keychain is failing")]
    Failing,
    /// It was asked and has not answered.
    #[error("the keychain does not answer")]
    Silent,
}

/// What a keychain keeps. Wiped when dropped.
pub type KeptSecret = Zeroizing<Vec<u8>>;

/// How long a keychain may take for an answer: it may ask a person first.
const PATIENCE: Duration = Duration::from_secs(10);

/// Keeps one small secret for each account. Calls may block, and are made on a thread of their own: one
/// that takes longer than it may is left to itself, and its answer is not used.
pub trait Keychain: Send + Sync {
    /// The secret of an account. `None` is no proof that there is none: a locked Secret Service
    /// says the same, which is why the console probes by writing.
    fn read(&self, account: &str) -> Result<Option<KeptSecret>, KeychainTrouble>;

    /// Keeps a secret in place of the one before.
    fn write(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble>;

    /// Keeps the first secret of an account. The console has it forgotten again where it was kept too late
    /// for whoever wanted it.
    fn write_new(&self, account: &str, secret: &[u8]) -> Result<(), KeychainTrouble> {
        self.write(account, secret)
    }

    /// Forgets a secret, whether or not there was one.
    fn delete(&self, account: &str) -> Result<(), KeychainTrouble>;

    /// By what name people know the program that keeps secrets now; `None` where nobody says.
    fn name(&self) -> Option<String> {
        None
    }

    /// How long it may take for an answer.
    fn patience(&self) -> Duration {
        PATIENCE
    }

    /// Nobody waits any more for what it was asked last: it is asked over another way from here on.
    fn give_up(&self) {}
}

/// A demo practice that answers in this process.
#[derive(Clone)]
pub struct Demo {
    /// The way to it.
    pub transport: Arc<dyn Transport>,
    /// Its practice id.
    pub practice: String,
    /// The key's id.
    pub client_id: String,
    /// The key's secret.
    pub client_secret: Secret,
    /// The id of the app through which its people sign in; it has no secret.
    pub people: String,
    /// The limits it enforces.
    pub pace: Pace,
}

/// The pages of a demo practice, which the browser of this computer reaches until this is dropped.
pub struct DemoPages {
    /// Their origin.
    pub origin: String,
    /// What holds them open.
    pub held: Box<dyn Any + Send + Sync>,
}

/// The way to athenahealth and to the demo practice.
pub trait Network: Send + Sync {
    /// The network.
    fn athenahealth(&self) -> Result<Arc<dyn Transport>, TransportError>;

    /// A demo practice of a size.
    fn demo(&self, size: DemoSize) -> Demo;

    /// Lets the browser of this computer reach the pages on which the people of a demo practice sign in.
    /// It is asked within a runtime; `None` where no port is free.
    fn demo_pages(&self, size: DemoSize) -> Option<DemoPages>;
}

/// The clipboard that every program of the desktop shares. Calls may block, and are made off the
/// runtime's threads.
pub trait Clipboard: Send + Sync {
    /// The text on it; `None` where there is none, or nobody says.
    fn text(&self) -> Option<Secret>;

    /// Takes off what is on it.
    fn clear(&self);

    /// Takes back what this program itself offers, in whichever form; what others offer is left alone.
    fn take_back(&self, _: Offer) {}

    /// Tells whenever what is offered changes, where the system says so.
    fn watch(&self, _: Offer, _: UnboundedSender<()>) {}
}

/// What a program offers to all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// What was copied.
    Copied,
    /// What is selected: some desktops paste that without its being copied.
    Selected,
}

impl Offer {
    pub(crate) const ALL: [Self; 2] = [Self::Copied, Self::Selected];
}

/// Why nothing was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrinterTrouble {
    /// This system has nothing that prints by itself.
    #[error("there is no way to a printer")]
    Absent,
    /// There is no usual printer, or it does not take it.
    #[error("no printer took it")]
    Refused,
}

/// The printers of the system. Calls may block, and are made off the runtime's threads.
pub trait Printer: Send + Sync {
    /// Gives a PDF to the usual printer under a title, and comes back once its queue has it. It stands in no
    /// file of Daybook's.
    fn print(&self, title: &str, pdf: &[u8]) -> Result<(), PrinterTrouble>;
}

/// A system without printers.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPrinter;

impl Printer for NoPrinter {
    fn print(&self, _: &str, _: &[u8]) -> Result<(), PrinterTrouble> {
        Err(PrinterTrouble::Absent)
    }
}

/// Whoever sits here left: the console is to be locked.
pub struct Away {
    pub(crate) why: AwayBy,
    /// Keeps the computer awake until it is dropped, where it does.
    pub(crate) awake: Option<Box<dyn Any + Send>>,
}

/// How it is known that nobody sits here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AwayBy {
    /// The desktop was locked.
    Lock,
    /// The computer goes to sleep.
    Sleep,
}

impl Away {
    /// The desktop was locked.
    pub fn locked() -> Self {
        Self { why: AwayBy::Lock, awake: None }
    }

    /// The computer goes to sleep as soon as what keeps it awake is dropped, or has lasted long enough.
    pub fn sleeping(awake: impl Any + Send) -> Self {
        Self { why: AwayBy::Sleep, awake: Some(Box::new(awake)) }
    }
}

/// The desktop around the program, which is locked, and sleeps, by itself.
pub trait Desktop: Send + Sync {
    /// Tells from here on, within a runtime, when whoever sits here left. It is asked once.
    fn watch(&self, told: UnboundedSender<Away>);

    /// Whether the computer runs on its battery. One that does not say is taken not to. It must not block.
    fn on_battery(&self) -> bool {
        false
    }
}

/// A desktop that says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoDesktop;

impl Desktop for NoDesktop {
    fn watch(&self, _: UnboundedSender<Away>) {}
}

/// Everything that the console cannot do by itself.
#[derive(Clone)]
pub struct Ports {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Spreads retries.
    pub random: Arc<dyn Random>,
    /// Makes keys, the names of files and connections, and references to the log.
    pub entropy: Arc<dyn Entropy>,
    /// Runs what goes on beside the answers.
    pub tasks: Arc<dyn Tasks>,
    /// Is told each step of each write to the disk.
    pub hooks: Arc<dyn Hooks>,
    /// Keeps the profile's key.
    pub keychain: Arc<dyn Keychain>,
    /// Is shared with every program.
    pub clipboard: Arc<dyn Clipboard>,
    /// Reaches athenahealth.
    pub network: Arc<dyn Network>,
    /// Shows pages of others.
    pub browser: Arc<dyn Browser>,
    /// Tells when nobody sits here.
    pub desktop: Arc<dyn Desktop>,
    /// Shows notices beside the window.
    pub notices: Arc<dyn Notices>,
    /// Puts on paper what is to be in no file.
    pub printer: Arc<dyn Printer>,
}
