//! Money in integer cents, with a sign.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An amount in cents of a US dollar. A negative amount is a credit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// Text that is no amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an amount in dollars and cents")]
pub struct MoneyError;

impl FromStr for Cents {
    type Err = MoneyError;

    /// Reads dollars with up to two decimals: `0`, `-978.7`, `-.01`, `41.21`.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (dollars, cents) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (dollars.is_empty() && cents.is_empty()) || !plain(dollars) || !plain(cents) {
            return Err(MoneyError);
        }
        let (kept, beyond) = cents.split_at(cents.len().min(2));
        if beyond.bytes().any(|byte| byte != b'0') {
            return Err(MoneyError);
        }
        let whole: i64 = if dollars.is_empty() { 0 } else { dollars.parse().map_err(|_| MoneyError)? };
        let hundredths: i64 = format!("{kept:0<2}").parse().map_err(|_| MoneyError)?;
        let total = whole.checked_mul(100).and_then(|sum| sum.checked_add(hundredths)).ok_or(MoneyError)?;
        Ok(Self(if negative { -total } else { total }))
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        write!(out, "{sign}{}.{:02}", size / 100, size % 100)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Cents, MoneyError};

    #[test]
    fn reads_what_the_wire_sends() {
        for (text, cents) in
            [("0", 0), ("-978.7", -97_870), ("-.01", -1), ("538.01", 53_801), ("15", 1_500), ("2.500", 250)]
        {
            assert_eq!(text.parse(), Ok(Cents(cents)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for text in ["", "-", ".", "1.234", "1,000", "$5", "1e3", "--1", "NaN", "99999999999999999999"] {
            assert_eq!(text.parse::<Cents>(), Err(MoneyError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(cents in any::<i32>()) {
            let amount = Cents(i64::from(cents));
            assert_eq!(amount.to_string().parse(), Ok(amount));
        }
    }
}
