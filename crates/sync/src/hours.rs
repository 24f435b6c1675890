//! Whether the fill rests while the practice works.

use chrono::{DateTime, Utc};
use model::{WorkingHours, Zone};
use store::FillTime;

/// When the copy may be filled.
#[derive(Debug, Default)]
pub(crate) struct Hours {
    chosen: FillTime,
    waived_until: Option<DateTime<Utc>>,
}

impl Hours {
    /// What was chosen, with nothing waived.
    pub fn of(chosen: FillTime) -> Self {
        Self { chosen, waived_until: None }
    }

    /// Lets the fill go on until the practice's next working day begins.
    pub fn waive(&mut self, zones: &[Zone], now: DateTime<Utc>) {
        self.waived_until = WorkingHours::USUAL.next_start(zones, now);
    }

    /// Until when the fill rests; `None` where it may go on.
    pub fn rest_until(&self, zones: &[Zone], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let is_waived = self.waived_until.is_some_and(|until| now < until);
        if self.chosen == FillTime::AnyTime || is_waived {
            return None;
        }
        WorkingHours::USUAL.works_until(zones, now)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use model::Zone;
    use store::FillTime;

    use super::Hours;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn what_is_waived_is_so_until_the_next_working_day_begins() {
        let zones = [Zone::EASTERN];
        let mut hours = Hours::of(FillTime::OffHours);
        let rests = |hours: &Hours, now: &str| hours.rest_until(&zones, utc(now)).is_some();
        assert!(rests(&hours, "2026-11-27T15:00:00Z"));
        hours.waive(&zones, utc("2026-11-27T15:00:00Z"));
        assert!(!rests(&hours, "2026-11-27T15:00:00Z"), "a Friday");
        assert!(!rests(&hours, "2026-11-30T11:59:00Z"));
        assert!(rests(&hours, "2026-11-30T12:00:00Z"), "Monday at seven");
        hours.waive(&zones, utc("2026-11-30T12:00:00Z"));
        hours = Hours::of(FillTime::OffHours);
        assert!(rests(&hours, "2026-11-30T12:00:00Z"), "whoever chooses anew waives nothing");
        assert!(!rests(&Hours::of(FillTime::AnyTime), "2026-11-30T12:00:00Z"));
    }
}
