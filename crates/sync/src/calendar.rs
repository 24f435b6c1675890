//! The days that a copy keeps, and the spans in which they are read.

use chrono::{Days, Months, NaiveDate};

/// Days ahead that are read first, because a front desk works in them.
pub const NEAR_DAYS: u64 = 14;
/// Months ahead that are kept.
pub const MONTHS_AHEAD: u32 = 12;
/// Months back that are kept.
pub const MONTHS_BACK: u32 = 24;
/// Days read as one span beyond the near ones: a span's first page is on screen at once, and a
/// kill costs one page.
const SPAN_DAYS: u64 = 28;

/// Days of the schedule from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, itself included.
    pub to: NaiveDate,
}

impl Span {
    /// One day.
    pub const fn day(date: NaiveDate) -> Self {
        Self { from: date, to: date }
    }

    /// Whether a day lies in it.
    pub fn holds(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }
}

/// Today and the next two weeks.
pub fn near(today: NaiveDate) -> Span {
    Span { from: today, to: ahead(today, NEAR_DAYS) }
}

/// All days that are kept.
pub fn window(today: NaiveDate) -> Span {
    Span {
        from: today.checked_sub_months(Months::new(MONTHS_BACK)).unwrap_or(NaiveDate::MIN),
        to: today.checked_add_months(Months::new(MONTHS_AHEAD)).unwrap_or(NaiveDate::MAX),
    }
}

/// The spans of the window outward from today: the near one, then ahead and back in turn, so that
/// last week is not read after next year.
pub fn outward(today: NaiveDate) -> Vec<Span> {
    let (near, window) = (near(today), window(today));
    let mut spans = vec![near];
    let (mut front, mut back) = (ahead(near.to, 1), behind(today, 1));
    while front <= window.to || back >= window.from {
        if front <= window.to {
            let to = ahead(front, SPAN_DAYS - 1).min(window.to);
            spans.push(Span { from: front, to });
            front = ahead(to, 1);
        }
        if back >= window.from {
            let from = behind(back, SPAN_DAYS - 1).max(window.from);
            spans.push(Span { from, to: back });
            back = behind(from, 1);
        }
    }
    spans
}

fn ahead(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

fn behind(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::proptest;

    use super::{near, outward, window};

    proptest! {
        #[test]
        fn every_kept_day_is_read_once_and_today_first(offset in 0_i32..40_000) {
            let today = NaiveDate::from_num_days_from_ce_opt(720_000 + offset).expect("a real date");
            let spans = outward(today);
            assert_eq!(spans[0], near(today));
            let mut sorted = spans.clone();
            sorted.sort_unstable();
            assert_eq!((sorted[0].from, sorted[sorted.len() - 1].to), (window(today).from, window(today).to));
            for pair in sorted.windows(2) {
                assert_eq!(pair[0].to.succ_opt(), Some(pair[1].from), "no gap, no overlap");
            }
        }
    }

    #[test]
    fn the_week_before_comes_before_next_year() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
        let spans = outward(today);
        let yesterday = spans.iter().position(|span| span.holds(today.pred_opt().expect("a day")));
        assert_eq!(yesterday, Some(2), "after the near span and one ahead");
    }
}
