//! Answers, pages, and the way from one page to the next.

use std::fmt;

use chrono::{DateTime, Utc};
use futures_util::stream::BoxStream;

use crate::Error;

/// A value and the instant for which it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// What was answered.
    pub value: T,
    /// The `Date` the server put on its answer. Where it put none that can be believed, this machine's
    /// clock corrected by the difference last seen; [`Answer::dated`] tells the two apart.
    pub as_of: DateTime<Utc>,
    /// Whether `as_of` is the server's own.
    pub dated: bool,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the server's order.
    pub rows: Vec<T>,
    /// How many rows all pages hold, where the server says.
    pub total: Option<u64>,
    /// Where the next page is; `None` on the last.
    pub next: Option<Next>,
    /// As [`Answer::as_of`].
    pub as_of: DateTime<Utc>,
    /// As [`Answer::dated`].
    pub dated: bool,
}

/// Pages one after another. After an error it ends.
pub type Pages<T> = BoxStream<'static, Result<Page<T>, Error>>;

/// Where a next page is: the server's own path. It may repeat a search's words, so that it hides
/// in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Next(String);

impl Next {
    pub(crate) fn new(path: String) -> Self {
        Self(path)
    }

    /// The path as text, for keeping a place in a list across a restart.
    pub fn as_text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<next>")
    }
}
