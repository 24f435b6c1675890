//! The shape of a JSON value: which types stand at which path, all rows of a list taken together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

pub type Shape = BTreeMap<String, BTreeSet<&'static str>>;

pub fn of(value: &Value) -> Shape {
    let mut shape = Shape::new();
    walk("", value, &mut shape);
    shape
}

fn walk(path: &str, value: &Value, shape: &mut Shape) {
    shape.entry(path.to_owned()).or_default().insert(kind(value));
    match value {
        Value::Array(list) => list.iter().for_each(|item| walk(&format!("{path}[]"), item, shape)),
        Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| walk(&format!("{path}.{key}"), value, shape))
        }
        _ => {}
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
