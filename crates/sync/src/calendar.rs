//! The days that a copy keeps, and the spans in which they are read.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Days ahead that are read first, because a front desk works in them.
pub const NEAR_DAYS: u64 = 14;
/// Months ahead that are kept.
pub const MONTHS_AHEAD: u32 = 12;
/// Months back that are kept.
pub const MONTHS_BACK: u32 = 24;
/// Days read as one block: its first page is on screen at once, and a kill costs one page.
const BLOCK_DAYS: i32 = 28;

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

/// The blocks of the window outward from today: the one that holds today, then ahead and back in
/// turn, so that last week is not read after next year. Blocks stand fixed in the calendar: those
/// of tomorrow are those of today but for the far ends, and what was read stays read.
pub fn outward(today: NaiveDate) -> Vec<Span> {
    let (window, here) = (window(today), block(today));
    let mut spans = vec![here];
    let (mut front, mut back) = (here, here);
    while front.to < window.to || back.from > window.from {
        if front.to < window.to {
            front = block(ahead(front.to, 1));
            spans.push(front);
        }
        if back.from > window.from {
            back = block(behind(back.from, 1));
            spans.push(back);
        }
    }
    spans
}

fn block(date: NaiveDate) -> Span {
    let days = u64::from(date.num_days_from_ce().rem_euclid(BLOCK_DAYS).unsigned_abs());
    let from = behind(date, days);
    Span { from, to: ahead(from, u64::from(BLOCK_DAYS.unsigned_abs()) - 1) }
}

fn ahead(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

fn behind(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};
    use proptest::prelude::proptest;

    use super::{near, outward, window};

    fn date(days: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(days).expect("a real date")
    }

    proptest! {
        #[test]
        fn every_kept_day_lies_in_one_block_and_today_in_the_first(offset in 0_i32..40_000) {
            let today = date(720_000 + offset);
            let spans = outward(today);
            assert!(spans[0].holds(today));
            let mut sorted = spans.clone();
            sorted.sort_unstable();
            assert!(sorted[0].from <= window(today).from && window(today).to <= sorted[sorted.len() - 1].to);
            for pair in sorted.windows(2) {
                assert_eq!(pair[0].to.succ_opt(), Some(pair[1].from), "no gap, no overlap");
            }
        }

        #[test]
        fn tomorrow_needs_at_most_one_block_more(offset in 0_i32..40_000) {
            let (today, tomorrow) = (date(720_000 + offset), date(720_001 + offset));
            let known = outward(today);
            let new = outward(tomorrow).into_iter().filter(|span| !known.contains(span)).count();
            assert!(new <= 1, "{new} blocks would be read anew for one more day");
        }
    }

    #[test]
    fn the_week_before_comes_before_next_year() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
        let spans = outward(today);
        let last_week = spans.iter().position(|span| span.holds(today - Days::new(7)));
        assert!(last_week.is_some_and(|position| position <= 2), "{last_week:?}");
        assert_eq!(near(today).to, today + Days::new(14));
    }
}
