//! Money as athenahealth writes it: its type changes with its value.

use serde_json::{Value, json};

/// Writes cents as a balance: the number `0` when nothing is owed, else a string without trailing zeros and
/// without the zero before the point (`"-978.7"`, `"538"`, `"-.01"`).
pub(crate) fn balance(cents: i64) -> Value {
    if cents == 0 {
        return json!(0);
    }
    let sign = if cents < 0 { "-" } else { "" };
    let (whole, part) = (cents.abs() / 100, cents.abs() % 100);
    let whole = if whole == 0 { String::new() } else { whole.to_string() };
    let part = match (part, part % 10) {
        (0, _) => String::new(),
        (_, 0) => format!(".{}", part / 10),
        _ => format!(".{part:02}"),
    };
    json!(format!("{sign}{whole}{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balances_look_like_the_recorded_ones() {
        let written =
            [(0, json!(0)), (-97870, json!("-978.7")), (53801, json!("538.01")), (-1, json!("-.01"))];
        for (cents, expected) in written {
            assert_eq!(balance(cents), expected, "{cents} cents");
        }
        assert_eq!(balance(4100), json!("41"), "whole dollars have no point");
        assert_eq!(balance(50), json!(".5"), "a sum below a dollar has no leading zero");
    }
}
