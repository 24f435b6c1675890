//! The three limits: calls per second, calls per day, tokens per minute.

use std::collections::VecDeque;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::options::Limits;

/// What the limits say of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) allowed: bool,
    /// As `X-RateLimit-Limit`.
    pub(crate) limit: u32,
    /// As `X-RateLimit-Remaining`.
    pub(crate) remaining: u32,
}

/// Counts calls against the limits.
#[derive(Debug)]
pub(crate) struct Meter {
    limits: Limits,
    second: VecDeque<DateTime<Utc>>,
    day: NaiveDate,
    calls_today: u32,
    /// The minute of the clock, and the tokens asked for in it.
    minute: (i64, u32),
}

impl Meter {
    /// Starts with nothing counted.
    pub(crate) fn new(limits: Limits) -> Self {
        Meter { limits, second: VecDeque::new(), day: NaiveDate::MIN, calls_today: 0, minute: (0, 0) }
    }

    /// Counts an API call. One beyond the limit of the second still counts against the day.
    pub(crate) fn call(&mut self, now: DateTime<Utc>) -> Reading {
        if self.day != now.date_naive() {
            self.day = now.date_naive();
            self.calls_today = 0;
        }
        while self.second.front().is_some_and(|first| now - *first >= TimeDelta::seconds(1)) {
            self.second.pop_front();
        }
        let today = self.calls_today < self.limits.per_day;
        let this_second = self.second.len() < self.limits.per_second as usize;
        self.calls_today = self.calls_today.saturating_add(1);
        if today && this_second {
            self.second.push_back(now);
        }
        let remaining = self.limits.per_day.saturating_sub(self.calls_today);
        Reading { allowed: today && this_second, limit: self.limits.per_day, remaining }
    }

    /// Counts a call of the token endpoint; the count starts anew with each minute of the clock.
    pub(crate) fn token(&mut self, now: DateTime<Utc>) -> Reading {
        let minute = now.timestamp().div_euclid(60);
        if self.minute.0 != minute {
            self.minute = (minute, 0);
        }
        let allowed = self.minute.1 < self.limits.tokens_per_minute;
        self.minute.1 = self.minute.1.saturating_add(1);
        let remaining = self.limits.tokens_per_minute.saturating_sub(self.minute.1);
        Reading { allowed, limit: self.limits.tokens_per_minute, remaining }
    }
}
