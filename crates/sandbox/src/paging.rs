//! Pages as athenahealth gives them: `next` and `previous` are paths from the version on, with shouted parameter
//! names, without a limit when none was asked for, and with one cut down to the rows that are left.

use serde_json::{Map, Value, json};

use crate::ask::Ask;
use crate::errors::{self, Refusal};

/// How many rows an endpoint gives when nobody says, and at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    unsaid: usize,
    most: usize,
}

/// Most lists.
pub(crate) const LIST: Sizes = Sizes { unsaid: 1500, most: 5000 };
/// Booked appointments.
pub(crate) const BOOKED: Sizes = Sizes { unsaid: 1000, most: 10_000 };
/// Patient searches.
pub(crate) const PATIENTS: Sizes = Sizes { unsaid: 10, most: 1000 };
/// Feeds of changes.
pub(crate) const FEED: Sizes = Sizes { unsaid: 1500, most: 5000 };
/// A patient's insurances.
pub(crate) const INSURANCES: Sizes = Sizes { unsaid: 100, most: 5000 };

/// One page of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    asked: Option<usize>,
    limit: usize,
    offset: usize,
}

impl Page {
    /// Reads `limit` and `offset`.
    pub(crate) fn read(ask: &Ask, sizes: Sizes) -> Result<Self, Refusal> {
        let asked = ask.number("limit")?.map(|limit| limit as usize);
        if asked == Some(0) {
            return Err(errors::expecting("integer", "0"));
        }
        if asked.is_some_and(|limit| limit > sizes.most) {
            return Err(errors::page_too_large(sizes.most));
        }
        let offset = ask.number("offset")?.unwrap_or(0) as usize;
        Ok(Page { asked, limit: asked.unwrap_or(sizes.unsaid), offset })
    }

    /// The page as it is when the limit is not heard.
    pub(crate) fn without_limit(self, sizes: Sizes) -> Self {
        Page { limit: sizes.unsaid, ..self }
    }

    /// The part of a list that lies on this page.
    pub(crate) fn cut<'a, T>(&self, list: &'a [T]) -> &'a [T] {
        let from = self.offset.min(list.len());
        &list[from..from.saturating_add(self.limit).min(list.len())]
    }

    /// Wraps a page's rows in its envelope.
    pub(crate) fn wrap(&self, ask: &Ask, key: &str, total: usize, rows: Vec<Value>) -> Value {
        let mut envelope = Map::new();
        envelope.insert("totalcount".to_owned(), json!(total));
        envelope.insert(key.to_owned(), Value::Array(rows));
        let following = self.offset.saturating_add(self.limit);
        if following < total {
            envelope.insert("next".to_owned(), json!(self.path(ask, following, total - following)));
        }
        if self.offset > 0 {
            let before = self.offset.saturating_sub(self.limit);
            envelope.insert("previous".to_owned(), json!(self.path(ask, before, self.limit)));
        }
        Value::Object(envelope)
    }

    fn path(&self, ask: &Ask, offset: usize, left: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in ask.all().filter(|(name, _)| !matches!(*name, "limit" | "offset")) {
            query.append_pair(&name.to_ascii_uppercase(), value);
        }
        if let Some(limit) = self.asked {
            query.append_pair("limit", &limit.min(left).to_string());
        }
        query.append_pair("offset", &offset.to_string());
        format!("{}?{}", ask.path, query.finish())
    }
}

/// Cuts a list of rows to a page and wraps it.
pub(crate) fn rows(ask: &Ask, sizes: Sizes, key: &str, rows: Vec<Value>) -> Result<Value, Refusal> {
    let page = Page::read(ask, sizes)?;
    let cut = page.cut(&rows).to_vec();
    Ok(page.wrap(ask, key, rows.len(), cut))
}
