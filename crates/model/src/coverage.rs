//! Insurance policies and what is known of eligibility.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Cents, CoverageId, Phi};

/// A copay of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copay {
    /// What it is for.
    pub kind: String,
    /// How much.
    pub amount: Cents,
}

/// The last answer about eligibility.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eligibility {
    /// The status in the system's word.
    pub status: String,
    /// Who said so.
    pub reason: Option<String>,
    /// The day it was last checked; `None` when it never was.
    pub checked: Option<NaiveDate>,
    /// The payer's message.
    pub message: Option<Phi<String>>,
}

/// A patient's insurance policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// The practice's identifier.
    pub id: CoverageId,
    /// The plan's name.
    pub plan: String,
    /// The payer's name.
    pub payer: Option<String>,
    /// Whether the patient pays without insurance.
    pub self_pay: bool,
    /// Member identifier.
    pub member_id: Phi<String>,
    /// Group or policy number.
    pub policy_number: Phi<String>,
    /// 1 is primary. Often missing, and kept by cancelled policies.
    pub sequence: Option<u32>,
    /// The day it was cancelled.
    pub cancelled: Option<NaiveDate>,
    /// The day it began.
    pub issued: Option<NaiveDate>,
    /// The day it ends.
    pub expires: Option<NaiveDate>,
    /// What the patient is to the policy holder.
    pub relationship: Option<String>,
    /// What is known of eligibility.
    pub eligibility: Option<Eligibility>,
    /// Copays.
    pub copays: Vec<Copay>,
}

impl Coverage {
    /// Whether the policy counts on a day: neither cancelled nor ended before it.
    pub fn is_active(&self, on: NaiveDate) -> bool {
        let ended = |day: Option<NaiveDate>| day.is_some_and(|day| day < on);
        self.cancelled.is_none_or(|day| day > on) && !ended(self.expires)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::Coverage;
    use crate::{CoverageId, Phi};

    #[test]
    fn a_cancelled_policy_that_still_says_primary_does_not_count() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day);
        let policy = |cancelled, expires| Coverage {
            id: CoverageId::new("1"),
            plan: "PPO".into(),
            payer: None,
            self_pay: false,
            member_id: Phi::default(),
            policy_number: Phi::default(),
            sequence: Some(1),
            cancelled,
            issued: None,
            expires,
            relationship: None,
            eligibility: None,
            copays: Vec::new(),
        };
        let today = day(23).expect("a real date");
        assert!(!policy(day(23), None).is_active(today), "cancelled today");
        assert!(!policy(None, day(22)).is_active(today), "ended yesterday");
        assert!(policy(None, day(23)).is_active(today), "counts on its last day");
    }
}
