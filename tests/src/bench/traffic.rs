//! What a desk asks of a practice: each call with its answer, as it was answered.

use std::sync::{Arc, Mutex, PoisonError};

use http::StatusCode;
use serde_json::Value;
use tokio::time::Instant;

use crate::Practice;

/// A call that was answered.
#[derive(Clone, Debug)]
pub struct Sent {
    /// When its answer came.
    pub at: Instant,
    /// Its method, path and query.
    pub what: String,
    /// What it was answered.
    pub status: StatusCode,
    /// Rows of the list that was answered; `None` where the answer is none.
    pub rows: Option<usize>,
}

impl Sent {
    /// Whether it reads a feed of changes, by draining it or again.
    pub fn is_of_feed(&self) -> bool {
        self.what.split('?').next().is_some_and(|path| path.ends_with("/changed"))
    }

    /// Whether it takes out of a feed what it gives.
    pub fn is_drain(&self) -> bool {
        self.is_of_feed() && !self.what.contains("showprocessed")
    }
}

/// Every call that was answered since it was last forgotten; sign-ins are none.
#[derive(Clone, Default)]
pub struct Traffic(Arc<Mutex<Vec<Sent>>>);

impl Traffic {
    /// The practice, with this traffic noted.
    pub fn of(&self, practice: Practice) -> Practice {
        let traffic = self.clone();
        practice.heard_by(Arc::new(move |method, uri, answer| {
            if uri.path().ends_with("/token") {
                return;
            }
            let rows = serde_json::from_slice::<Value>(answer.body()).ok().as_ref().and_then(rows);
            let what = format!("{method} {}", uri.path_and_query().map_or("", |path| path.as_str()));
            let sent = Sent { at: Instant::now(), what, status: answer.status(), rows };
            traffic.lock().push(sent);
        }))
    }

    /// What was noted, which is forgotten.
    pub fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Sent>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A list is an array, or an object with a count beside one.
fn rows(answer: &Value) -> Option<usize> {
    match answer {
        Value::Array(rows) => Some(rows.len()),
        Value::Object(fields) if fields.contains_key("totalcount") => {
            fields.values().find_map(Value::as_array).map(Vec::len)
        }
        _ => None,
    }
}
