//! What a desk asks of a practice: each call with its answer, as it was answered.

use std::sync::{Arc, Mutex, PoisonError};

use athena::Feed;
use chrono::NaiveDate;
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
    /// Of whom those rows tell.
    pub people: Vec<Named>,
}

/// Somebody of whom a row tells.
#[derive(Clone, Debug)]
pub struct Named {
    /// Their number.
    pub patient: String,
    /// The day for which it says that they come, where it does.
    pub comes: Option<NaiveDate>,
}

impl Sent {
    /// Whether it reads a feed of changes, by draining it or again.
    pub fn is_of_feed(&self) -> bool {
        self.what.split('?').next().is_some_and(|path| path.ends_with("/changed"))
    }

    /// Whether it reads one feed of changes.
    pub fn is_of(&self, feed: Feed) -> bool {
        self.is_of_feed() && self.what.contains(&format!("/{}/changed?", feed.name()))
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
            let list = serde_json::from_slice::<Value>(answer.body()).ok().and_then(list);
            let (rows, people) = (list.as_ref().map(Vec::len), list.iter().flatten().filter_map(named));
            let people = people.collect();
            let what = format!("{method} {}", uri.path_and_query().map_or("", |path| path.as_str()));
            let sent = Sent { at: Instant::now(), what, status: answer.status(), rows, people };
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
fn list(answer: Value) -> Option<Vec<Value>> {
    match answer {
        Value::Array(rows) => Some(rows),
        Value::Object(mut fields) if fields.contains_key("totalcount") => {
            fields.values_mut().find_map(Value::as_array_mut).map(std::mem::take)
        }
        _ => None,
    }
}

fn named(row: &Value) -> Option<Named> {
    let patient = match &row["patientid"] {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let is_cancelled = row["appointmentstatus"] == "x";
    let day = row["date"].as_str().filter(|_| !is_cancelled);
    let comes = day.and_then(|day| NaiveDate::parse_from_str(day, "%m/%d/%Y").ok());
    Some(Named { patient, comes })
}
