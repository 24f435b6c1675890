//! What athenahealth's JSON gets away with, in one place.
//!
//! Ids, numbers and booleans come as text or as themselves, depending on a practice's setting; an
//! amount changes its type with its value; a date-time has four forms and an offset that may be
//! wrong; one item may be an object or an array of one; a list may be bare or wrapped. A body that
//! cannot be read fails whole and names the field, never the value.

use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use model::{Cents, eastern};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize, de};
use serde_json::Value;
use serde_json::error::Category;

use crate::{Endpoint, Error, Loss, Oddity};

const NOT_TEXT: &str = "not a text";
const NOT_A_NUMBER: &str = "not a whole number";
const NOT_A_FLAG: &str = "neither true nor false";
const NOT_MONEY: &str = "not an amount of money";
const NOT_A_DATE: &str = "not a date";
const NOT_A_TIME: &str = "not a time";
const NOT_ONE: &str = "not exactly one";
const OURS: [&str; 7] = [NOT_TEXT, NOT_A_NUMBER, NOT_A_FLAG, NOT_MONEY, NOT_A_DATE, NOT_A_TIME, NOT_ONE];

/// A value that the wire gives as a scalar of any type.
pub(crate) trait FromWire: Sized {
    /// Reads it from the scalar's text, which is trimmed and not empty; `None` is no value.
    fn from_text(text: &str) -> Result<Option<Self>, &'static str>;
}

impl FromWire for String {
    fn from_text(text: &str) -> Result<Option<Self>, &'static str> {
        Ok(Some(text.to_owned()))
    }
}

impl FromWire for bool {
    fn from_text(text: &str) -> Result<Option<Self>, &'static str> {
        match text.to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "1" => Ok(Some(true)),
            "false" | "f" | "no" | "n" | "0" => Ok(Some(false)),
            _ => Err(NOT_A_FLAG),
        }
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl FromWire for $number {
            fn from_text(text: &str) -> Result<Option<Self>, &'static str> {
                text.parse().map(Some).map_err(|_| NOT_A_NUMBER)
            }
        }
    )+};
}
numbers!(u32, u64, i32, i64);

impl FromWire for Cents {
    fn from_text(text: &str) -> Result<Option<Self>, &'static str> {
        text.parse().map(Some).map_err(|_| NOT_MONEY)
    }
}

impl FromWire for NaiveDate {
    /// `MM/DD/YYYY`, or the ISO form. Digits that are no day of any calendar, such as
    /// `00/00/0000`, are no value: practices type them for "not known".
    fn from_text(text: &str) -> Result<Option<Self>, &'static str> {
        let (year, month, day) = date_parts(text).ok_or(NOT_A_DATE)?;
        Ok(Self::from_ymd_opt(year, month, day))
    }
}

impl FromWire for NaiveTime {
    fn from_text(text: &str) -> Result<Option<Self>, &'static str> {
        time_of_day(text).map(Some).ok_or(NOT_A_TIME)
    }
}

impl FromWire for NaiveDateTime {
    fn from_text(text: &str) -> Result<Option<Self>, &'static str> {
        wall_clock(text).map(Some).ok_or(NOT_A_TIME)
    }
}

impl FromWire for DateTime<Utc> {
    /// A time stamp of the server. It is US Eastern whatever offset it says: in 2016 most winter
    /// stamps carried summer's.
    fn from_text(text: &str) -> Result<Option<Self>, &'static str> {
        if text.ends_with('Z') {
            return text.parse().map(Some).map_err(|_| NOT_A_TIME);
        }
        wall_clock(text).map(|wall| Some(eastern(wall))).ok_or(NOT_A_TIME)
    }
}

fn digits(text: &str, width: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let plain = width.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn date_parts(text: &str) -> Option<(i32, u32, u32)> {
    let slashed = text.contains('/');
    let mut parts = text.split(if slashed { '/' } else { '-' });
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = if slashed { (three, one, two) } else { (one, two, three) };
    let year = match year.len() {
        4 => digits(year, 4..=4)?,
        2 if slashed => 2_000 + digits(year, 2..=2)?,
        _ => return None,
    };
    Some((i32::try_from(year).ok()?, digits(month, 1..=2)?, digits(day, 1..=2)?))
}

fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (clock, half) = match text.split_once(' ') {
        Some((clock, half)) => (clock, Some(half.to_ascii_uppercase())),
        None => (text, None),
    };
    let clock = clock.split('.').next()?;
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 1..=2)?;
    let minute = digits(parts.next()?, 2..=2)?;
    let second = parts.next().map_or(Some(0), |second| digits(second, 2..=2))?;
    let hour = match half.as_deref() {
        None => hour,
        Some(half @ ("AM" | "PM")) if (1..=12).contains(&hour) => {
            hour % 12 + if half == "PM" { 12 } else { 0 }
        }
        Some(_) => return None,
    };
    if parts.next().is_some() { None } else { NaiveTime::from_hms_opt(hour, minute, second) }
}

/// The wall clock of `MM/DD/YYYY HH:MM[:SS]`, of the same with AM or PM, and of ISO with its offset
/// left aside. A date alone is its midnight.
fn wall_clock(text: &str) -> Option<NaiveDateTime> {
    let Some((date, time)) = text.split_once(['T', ' ']) else {
        let (year, month, day) = date_parts(text)?;
        return NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(0, 0, 0);
    };
    let (year, month, day) = date_parts(date)?;
    let time = if date.contains('-') { time.split(['+', '-']).next()? } else { time };
    Some(NaiveDate::from_ymd_opt(year, month, day)?.and_time(time_of_day(time.trim())?))
}

/// A date as every parameter wants it: `MM/DD/YYYY`.
pub(crate) fn date_parameter(date: NaiveDate) -> String {
    date.format("%m/%d/%Y").to_string()
}

/// A phone number without its punctuation.
pub(crate) fn bare_digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

struct ScalarVisitor<T>(PhantomData<T>);

impl<'de, T: FromWire> Visitor<'de> for ScalarVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a single value")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let text = text.trim();
        if text.is_empty() { Ok(None) } else { T::from_text(text).map_err(E::custom) }
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Self::Value, E> {
        self.visit_str(if flag { "true" } else { "false" })
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// A scalar of any type; null and empty are none. For fields, with `default`.
pub(crate) fn opt<'de, D: Deserializer<'de>, T: FromWire>(wire: D) -> Result<Option<T>, D::Error> {
    wire.deserialize_any(ScalarVisitor(PhantomData))
}

/// A scalar that must be there.
pub(crate) fn req<'de, D: Deserializer<'de>, T: FromWire>(wire: D) -> Result<T, D::Error> {
    opt(wire)?.ok_or_else(|| D::Error::custom(NOT_TEXT))
}

/// A text; missing, null and empty are the empty text.
pub(crate) fn text<'de, D: Deserializer<'de>>(wire: D) -> Result<String, D::Error> {
    opt(wire).map(Option::unwrap_or_default)
}

struct ManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an array or one item")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Some(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(de::value::MapAccessDeserializer::new(map)).map(|item| Some(vec![item]))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() { Ok(None) } else { Err(E::custom(NOT_ONE)) }
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Objects: an array, or one of them bare; null and empty text are none. For fields, with `default`.
pub(crate) fn many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    wire: D,
) -> Result<Option<Vec<T>>, D::Error> {
    wire.deserialize_any(ManyVisitor(PhantomData))
}

/// A scalar inside an array.
#[derive(Deserialize)]
#[serde(transparent)]
struct Item(#[serde(deserialize_with = "text")] String);

struct WordsVisitor;

impl<'de> Visitor<'de> for WordsVisitor {
    type Value = Vec<String>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of ids")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        let items = ManyVisitor::<Item>(PhantomData).visit_seq(items)?.unwrap_or_default();
        Ok(items.into_iter().map(|item| item.0).filter(|item| !item.is_empty()).collect())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        Ok(parts.map(str::to_owned).collect())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(vec![number.to_string()])
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
}

/// Ids: an array, or a text with commas. For fields, with `default`.
pub(crate) fn words<'de, D: Deserializer<'de>>(wire: D) -> Result<Vec<String>, D::Error> {
    wire.deserialize_any(WordsVisitor)
}

/// A list's rows and what its envelope says.
pub(crate) struct Listing<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) total: Option<u64>,
    pub(crate) next: Option<String>,
}

struct ListingSeed<T>(&'static str, PhantomData<T>);

struct Scalar<T>(PhantomData<T>);

impl<'de, T: FromWire> DeserializeSeed<'de> for Scalar<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, wire: D) -> Result<Self::Value, D::Error> {
        opt(wire)
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for ManyVisitor<T> {
    type Value = Option<Vec<T>>;

    fn deserialize<D: Deserializer<'de>>(self, wire: D) -> Result<Self::Value, D::Error> {
        many(wire)
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for ListingSeed<T> {
    type Value = Listing<T>;

    fn deserialize<D: Deserializer<'de>>(self, wire: D) -> Result<Self::Value, D::Error> {
        wire.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListingSeed<T> {
    type Value = Listing<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        let rows = ManyVisitor(PhantomData).visit_seq(items)?.unwrap_or_default();
        Ok(Listing { rows, total: None, next: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut rows, mut total, mut next) = (None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                key if key == self.0 => rows = map.next_value_seed(ManyVisitor::<T>(PhantomData))?,
                "totalcount" => total = map.next_value_seed(Scalar::<u64>(PhantomData))?,
                "next" => next = map.next_value_seed(Scalar::<String>(PhantomData))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        match rows {
            Some(rows) => Ok(Listing { rows, total, next }),
            None if total == Some(0) => Ok(Listing { rows: Vec::new(), total, next: None }),
            None => Err(A::Error::missing_field(self.0)),
        }
    }
}

/// A list, wrapped under `key` or bare. A wrapped one without its key is no empty list.
pub(crate) fn listing<T: DeserializeOwned>(
    endpoint: Endpoint,
    key: &'static str,
    body: &[u8],
) -> Result<Listing<T>, Error> {
    read(endpoint, body, ListingSeed(key, PhantomData))
}

/// One item: an object, or an array of exactly one.
pub(crate) fn one<T: DeserializeOwned>(endpoint: Endpoint, body: &[u8]) -> Result<T, Error> {
    let items = read(endpoint, body, ManyVisitor::<T>(PhantomData))?.unwrap_or_default();
    let unreadable = Error::Unreadable { endpoint, path: "[]".to_owned(), what: NOT_ONE };
    let mut items = items.into_iter();
    match (items.next(), items.next()) {
        (Some(item), None) => Ok(item),
        _ => Err(unreadable),
    }
}

fn read<'de, S: DeserializeSeed<'de>>(
    endpoint: Endpoint,
    body: &'de [u8],
    seed: S,
) -> Result<S::Value, Error> {
    let body = trimmed(body);
    let mut json = serde_json::Deserializer::from_slice(body);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let value = match seed.deserialize(tracked) {
        Ok(value) => value,
        Err(error) => return Err(unreadable(endpoint, &track.path(), &error)),
    };
    match json.end() {
        Ok(()) => Ok(value),
        Err(error) => Err(not_json(endpoint, &error)),
    }
}

fn not_json(endpoint: Endpoint, error: &serde_json::Error) -> Error {
    let path = format!("line {} column {}", error.line(), error.column());
    Error::Unreadable { endpoint, path, what: "not JSON" }
}

/// Without the value: serde's own words quote it, so that only known ones are kept.
pub(crate) fn unreadable(
    endpoint: Endpoint,
    path: &serde_path_to_error::Path,
    error: &serde_json::Error,
) -> Error {
    match error.classify() {
        Category::Eof => return Error::Lost { endpoint, how: Loss::Truncated },
        Category::Syntax | Category::Io => return not_json(endpoint, error),
        Category::Data => {}
    }
    let words = error.to_string();
    let path = path.to_string();
    if let Some(field) = words.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let path = if path == "." { field.to_owned() } else { format!("{path}.{field}") };
        return Error::Unreadable { endpoint, path, what: "it is missing" };
    }
    let ours = OURS.into_iter().find(|what| words.starts_with(what));
    Error::Unreadable { endpoint, path, what: ours.unwrap_or("another type than is known") }
}

/// What an object says about failure. Either text may be missing, and any of them under a 200.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Verdict {
    #[serde(deserialize_with = "opt")]
    pub(crate) success: Option<bool>,
    #[serde(deserialize_with = "opt")]
    pub(crate) error: Option<String>,
    #[serde(deserialize_with = "opt")]
    pub(crate) errormessage: Option<String>,
    #[serde(deserialize_with = "opt")]
    pub(crate) detailedmessage: Option<String>,
    pub(crate) missingfields: Option<Value>,
    pub(crate) invalidfields: Option<Value>,
    pub(crate) fields: Option<Value>,
}

impl Verdict {
    /// The fields that it names, whatever it says of them.
    pub(crate) fn named(&self) -> Vec<String> {
        let lists = [&self.missingfields, &self.invalidfields, &self.fields];
        let lists = lists.into_iter().flatten().filter_map(Value::as_array);
        lists.flatten().filter_map(Value::as_str).map(str::to_ascii_lowercase).collect()
    }
}

/// The verdict in a body, where it is an object or an array of one.
pub(crate) fn verdict(body: &[u8]) -> Option<Verdict> {
    let body = trimmed(body);
    match body.first()? {
        b'{' => serde_json::from_slice(body).ok(),
        b'[' => serde_json::from_slice::<[Verdict; 1]>(body).ok().map(|[verdict]| verdict),
        _ => None,
    }
}

/// The text of a body that is one bare scalar.
pub(crate) fn scalar(body: &[u8]) -> Option<String> {
    match serde_json::from_slice(trimmed(body)).ok()? {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether a body could be JSON at all, by its first character.
pub(crate) fn oddity(body: &[u8]) -> Option<Oddity> {
    match trimmed(body).first() {
        None => Some(Oddity::Empty),
        Some(b'<') => Some(Oddity::WebPage),
        Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => None,
        Some(_) => Some(Oddity::NotJson),
    }
}

/// A body without its byte-order mark and the newlines that old errors begin with.
pub(crate) fn trimmed(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii()
}

#[cfg(test)]
mod tests;
