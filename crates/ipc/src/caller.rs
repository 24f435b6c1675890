//! Who calls.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{AuditEntry, Role};

/// Who calls a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The person, by an opaque id.
    pub person: String,
    /// Their role.
    pub role: Role,
}

impl Caller {
    /// Whoever sits at this desktop, where nobody has been told apart.
    pub fn desktop() -> Self {
        Self { person: "desktop".to_owned(), role: Role::Manager }
    }

    /// Whoever is at a locked desktop.
    pub fn nobody() -> Self {
        Self { person: "nobody".to_owned(), role: Role::FrontDesk }
    }

    /// Nobody, at a desktop where whoever sat there signed out at athenahealth: they may sign in again, and what
    /// has nothing to do with patients.
    pub fn signed_out() -> Self {
        Self { person: "nobody".to_owned(), role: Role::Consultant }
    }

    /// The console itself, for what nobody asked it to do.
    pub fn console() -> Self {
        Self { person: "console".to_owned(), role: Role::Manager }
    }
}

/// Whether the console is locked, and what of it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Commands are answered.
    Open,
    /// Only what needs no permission is answered.
    Locked,
    /// Whoever sat here signed out at athenahealth: what has nothing to do with patients is answered.
    SignedOut,
    /// Only what is needed at the desk is answered, and marked so in the audit.
    Emergency,
}

/// One call: who, and whether the console is locked for them.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who calls.
    pub caller: Caller,
    /// Whether the console is locked.
    pub lock: Lock,
    deed: Deed,
}

/// What the audit says of a call, for as long as nobody has kept it.
type Deed = Arc<Mutex<Option<AuditEntry>>>;

impl Call {
    /// A call by somebody.
    pub fn of(caller: Caller, lock: Lock) -> Self {
        Self { caller, lock, deed: Deed::default() }
    }

    /// A call by whoever sits at this desktop while it is open.
    pub fn desktop() -> Self {
        Self::of(Caller::desktop(), Lock::Open)
    }

    /// The same call with what the audit says of it.
    pub(crate) fn with(&self, entry: Option<AuditEntry>) -> Self {
        Self { deed: Arc::new(Mutex::new(entry)), ..self.clone() }
    }

    /// What the audit says of this call when it is done, for a command that keeps it in the
    /// transaction of its deed. [`Call::kept`] is told once that is committed.
    pub fn entry(&self) -> Option<AuditEntry> {
        self.slot().clone()
    }

    /// Says what else the call was about, where only its answer tells: a connection that was added.
    pub fn is_about(&self, about: &str) {
        if let Some(entry) = self.slot().as_mut() {
            entry.about = Some(about.to_owned());
        }
    }

    /// Says who made the call, where only its end tells: who signed in by it.
    pub fn is_by(&self, caller: Caller) {
        if let Some(entry) = self.slot().as_mut() {
            entry.caller = caller;
        }
    }

    /// The entry is kept: dispatch has nothing more to record.
    pub fn kept(&self) {
        self.slot().take();
    }

    fn slot(&self) -> MutexGuard<'_, Option<AuditEntry>> {
        self.deed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
