//! What writes of the schedule have in common: how a form says things, and how an answer says that it was done.

use http::Method;
use model::{Phi, Purpose};
use serde::Deserialize;

use crate::call::{Call, Reply};
use crate::exchange::Passage;
use crate::{Endpoint, Error, Objection, Session, Written, wire};

/// How many characters of a note are sent.
pub const LONGEST_NOTE: usize = 4_000;

/// A form in the making.
#[derive(Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(super) fn with_flag(self, name: &str, up: bool) -> Self {
        self.with_some(name, up.then_some("true"))
    }

    pub(super) fn with_words(self, name: &str, words: Option<&Phi<String>>) -> Self {
        self.with_some(name, words.map(|words| words.expose().as_str()))
    }

    pub(super) fn with_purpose(self, purpose: Option<&Purpose>) -> Self {
        match purpose {
            Some(Purpose::Reason(id)) => self.with("reasonid", id.as_str()),
            Some(Purpose::Kind(id)) => self.with("appointmenttypeid", id.as_str()),
            None => self,
        }
    }

    /// Why it would not be sent: an id that is none, or more words than there is room for.
    fn objection(&self) -> Option<Objection> {
        let is_id = |name: &str| name.ends_with("id");
        if self.0.iter().any(|(name, value)| is_id(name) && value.trim().is_empty()) {
            return Some(Objection::Missing);
        }
        let is_long = |value: &str| value.chars().count() > LONGEST_NOTE;
        self.0.iter().any(|(_, value)| is_long(value)).then_some(Objection::TooLong)
    }
}

/// An answer that says no more than that it was done, or was not.
#[derive(Deserialize)]
struct Done {
    #[serde(default, deserialize_with = "wire::opt")]
    success: Option<bool>,
}

/// Whether it was done. An answer that says neither is not understood.
pub(super) fn done(endpoint: Endpoint, body: &[u8]) -> Result<(), Error> {
    match wire::one::<Done>(endpoint, body)?.success {
        Some(true) => Ok(()),
        _ => Err(Error::Unreadable { endpoint, path: "success".to_owned(), what: "it is missing" }),
    }
}

/// An answer that is about something else than was asked.
pub(super) fn other(endpoint: Endpoint, field: &str) -> Error {
    Error::Unreadable { endpoint, path: field.to_owned(), what: "another than was asked for" }
}

impl Session {
    /// Sends a write of the schedule, once, and reads its answer.
    pub(super) async fn tell<T>(
        &self,
        (endpoint, path): (&'static str, &[&str]),
        (method, form): (Method, Form),
        read: impl Fn(Endpoint, &[u8]) -> Result<T, Error>,
    ) -> Written<T> {
        if let Some(why) = form.objection() {
            return Written::unfit(why, Vec::new());
        }
        let fields: Vec<(&str, String)> =
            form.0.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let passage = match self.call(endpoint, path) {
            Ok(call) if method == Method::DELETE => self.told(call.deleting(), read).await,
            Ok(call) => self.told(call.write(method, &fields), read).await,
            Err(error) => Passage::Before(error),
        };
        Written::of_visit(passage)
    }

    async fn told<T>(
        &self,
        call: Call,
        read: impl Fn(Endpoint, &[u8]) -> Result<T, Error>,
    ) -> Passage<crate::Answer<T>> {
        let endpoint = call.endpoint;
        let decode = |reply: &Reply| read(endpoint, &reply.body).map(|value| reply.answer(value));
        self.post(&call, decode).await
    }
}
