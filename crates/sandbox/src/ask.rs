//! A request as the practice reads it: method, path and parameters. Parameter names are told apart without regard
//! to case, for the `next` path shouts them; a repeated one is a list, as is one with commas.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use http::Method;

use crate::eastern;
use crate::errors::{self, Refusal};

/// One request.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) method: Method,
    pub(crate) path: String,
    parameters: BTreeMap<String, String>,
}

impl Ask {
    /// Reads a request; what a form in the body says takes the place of what the query says (recorded: a write that
    /// said a field in both).
    pub(crate) fn read(request: &http::Request<bytes::Bytes>) -> Self {
        let mut parameters = BTreeMap::new();
        let query = request.uri().query().unwrap_or_default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            add(&mut parameters, &name, &value);
        }
        if request.method() != Method::GET {
            let mut form = BTreeMap::new();
            for (name, value) in url::form_urlencoded::parse(request.body()) {
                add(&mut form, &name, &value);
            }
            parameters.extend(form);
        }
        Ask { method: request.method().clone(), path: request.uri().path().to_owned(), parameters }
    }

    /// A parameter that says something.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A parameter, even one that says nothing.
    pub(crate) fn raw(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// All parameters, by name.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A yes or no, with what it is when nobody said.
    pub(crate) fn flag(&self, name: &str, unsaid: bool) -> Result<bool, Refusal> {
        match self.parameters.get(name).map(|value| value.to_ascii_lowercase()).as_deref() {
            None => Ok(unsaid),
            Some("true" | "1") => Ok(true),
            Some("false" | "0") => Ok(false),
            Some(value) => Err(errors::expecting("boolean", value)),
        }
    }

    /// A number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        self.parameters.get(name).map(|text| integer(text)).transpose()
    }

    /// Numbers in a list.
    pub(crate) fn numbers(&self, name: &str) -> Result<Option<Vec<u64>>, Refusal> {
        let Some(text) = self.parameters.get(name) else { return Ok(None) };
        text.split(',').map(|part| integer(part.trim())).collect::<Result<Vec<_>, _>>().map(Some)
    }

    /// A date.
    pub(crate) fn date(&self, name: &str) -> Result<Option<NaiveDate>, Refusal> {
        let Some(text) = self.parameters.get(name) else { return Ok(None) };
        eastern::read_date(text).map(Some).ok_or_else(|| errors::expecting("date", text))
    }

    /// A date and time in US Eastern.
    pub(crate) fn instant(&self, name: &str) -> Result<Option<DateTime<Utc>>, Refusal> {
        let Some(text) = self.parameters.get(name) else { return Ok(None) };
        eastern::read_stamp(text).map(Some).ok_or_else(|| errors::expecting("date", text))
    }

    /// Refuses a request that lacks one of these.
    pub(crate) fn require(&self, names: &[&'static str]) -> Result<(), Refusal> {
        let missing: Vec<_> = names.iter().copied().filter(|name| self.get(name).is_none()).collect();
        if missing.is_empty() { Ok(()) } else { Err(errors::missing(&missing)) }
    }
}

/// Reads an integer as strictly as the interface does.
pub(crate) fn integer(text: &str) -> Result<u64, Refusal> {
    text.parse().map_err(|_| errors::expecting("integer", text))
}

fn add(parameters: &mut BTreeMap<String, String>, name: &str, value: &str) {
    let slot = parameters.entry(name.to_ascii_lowercase()).or_default();
    if !slot.is_empty() {
        slot.push(',');
    }
    slot.push_str(value);
}
