//! Named points at which a test may end the process or hold the writer still.

use std::fmt;

/// Which file a step belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The profile's own description.
    Profile,
    /// The copy of a practice.
    Cache,
    /// What only this profile has.
    Vault,
}

/// Where in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The work is done, nothing of it is kept yet.
    BeforeCommit,
    /// The work is kept, its caller does not know yet.
    AfterCommit,
}

/// A point that a write passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CrashPoint {
    /// The file.
    pub place: Place,
    /// The write's name.
    pub write: &'static str,
    /// Before or after it is kept.
    pub moment: Moment,
}

impl fmt::Display for CrashPoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}/{}/{:?}", self.place, self.write, self.moment)
    }
}

/// Is told each point as it is passed, on the thread that writes: blocking in it holds the writer,
/// aborting in it is a crash at that point. Points are passed in the order of the writes, so a
/// count kept by the implementation names one of them.
pub trait Hooks: Send + Sync {
    /// Called at each point.
    fn step(&self, point: CrashPoint);

    /// Whether each read and write ends before its caller lets another task go on. A run that
    /// follows from a seed needs it: two tasks then never meet in the file in an order of chance.
    fn keep_turns(&self) -> bool {
        false
    }
}

/// Lets every write pass.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHooks;

impl Hooks for NoHooks {
    fn step(&self, _point: CrashPoint) {}
}
