//! The two ways of writing JSON. Rows are made with native numbers and booleans; this turns them into the older
//! form, in which almost everything is a string.

use serde_json::{Number, Value};

use crate::options::Dialect;

/// How one reply is dressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dress {
    /// As the dialect has it; empty fields are left out.
    Usual,
    /// As the dialect has it; the older one sends empty fields as `null` (recorded for patient searches).
    Nulls,
    /// Native in both dialects, as custom fields were recorded.
    Native,
}

/// Dresses a reply.
pub(crate) fn dress(value: Value, dialect: Dialect, dress: Dress) -> Value {
    let keep_nulls = dress == Dress::Nulls && dialect == Dialect::Text;
    let text = dialect == Dialect::Text && dress != Dress::Native;
    walk("", value, text, keep_nulls)
}

fn walk(key: &str, value: Value, text: bool, keep_nulls: bool) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(|item| walk(key, item, text, keep_nulls)).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| keep_nulls || !value.is_null())
            .map(|(key, value)| {
                let value = walk(&key, value, text, keep_nulls);
                (key, value)
            })
            .collect(),
        Value::Number(number) if text && !stays_a_number(key, &number) => Value::String(number.to_string()),
        Value::Bool(flag) if text => Value::String(flag.to_string()),
        value => value,
    }
}

/// The numbers that were numbers even in 2016.
fn stays_a_number(key: &str, number: &Number) -> bool {
    match key {
        "totalcount" | "timezone" | "timezoneoffset" => true,
        "copay" | "balance" => number.as_i64() == Some(0),
        _ => false,
    }
}

/// Writes a reply, with slashes escaped as the real one escapes them.
pub(crate) fn write(value: &Value) -> Vec<u8> {
    let text = value.to_string();
    if text.contains('/') { text.replace('/', "\\/").into_bytes() } else { text.into_bytes() }
}
