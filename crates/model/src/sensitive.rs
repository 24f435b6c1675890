//! Wrappers for what must never reach a log, an error or a panic.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A value about a patient. `Debug` hides it; there is no `Display`.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phi<T>(T);

impl<T> Phi<T> {
    /// Wraps a value about a patient.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself, for storing, comparing or showing on a screen.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Unwraps the value.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Phi<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<phi>")
    }
}

impl<T> From<T> for Phi<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// A token, password or client secret: hidden in `Debug`, wiped when dropped, never serialised.
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes ownership of a secret.
    pub fn new(value: impl Into<String>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The secret itself, for the one place that sends or stores it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<secret>")
    }
}

#[cfg(test)]
mod tests {
    use super::{Phi, Secret};

    #[test]
    fn neither_prints_what_it_holds() {
        assert_eq!(format!("{:?}", Phi::new("Okafor")), "<phi>");
        assert_eq!(format!("{:?}", Some(Secret::new("hunter2"))), "Some(<secret>)");
    }

    #[test]
    fn phi_is_transparent_in_a_stored_record() {
        let json = serde_json::to_string(&Phi::new("Inés")).expect("serialises");
        assert_eq!(json, "\"Inés\"");
    }
}
