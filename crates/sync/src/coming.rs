//! Those who come soon, and when what no feed tells of them was last read.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use model::PatientId;
use tokio::time::Instant;

use crate::planner::Coming;

/// How often it is looked who comes soon, though nothing tells that the schedule changed.
const LOOK: Duration = Duration::from_secs(5 * 60);

/// Who comes soon, as the copy says, and who was asked for in this run.
#[derive(Debug, Default)]
pub(crate) struct ComingSoon {
    looked: Option<Instant>,
    known: Vec<(PatientId, DateTime<Utc>)>,
    asked: HashMap<PatientId, (Instant, DateTime<Utc>)>,
}

impl ComingSoon {
    /// Whether it is to be looked who comes.
    pub fn is_due(&self) -> bool {
        self.looked.is_none_or(|looked| looked.elapsed() >= LOOK)
    }

    /// Has it looked anew: who comes may be others, or was read.
    pub fn changed(&mut self) {
        self.looked = None;
    }

    /// Takes in what the copy says.
    pub fn look(&mut self, known: Vec<(PatientId, DateTime<Utc>)>) {
        self.asked.retain(|id, _| known.iter().any(|(other, _)| other == id));
        (self.looked, self.known) = (Some(Instant::now()), known);
    }

    /// Notes who was asked for, whatever came: an answer without the part is not asked for over and over.
    pub fn asked(&mut self, ids: &[PatientId], wall: DateTime<Utc>) {
        self.asked.extend(ids.iter().map(|id| (id.clone(), (Instant::now(), wall))));
        self.changed();
    }

    /// How old what is known of each is, by the server's clock where the copy tells it.
    pub fn ages(&self, server: DateTime<Utc>, wall: DateTime<Utc>) -> Vec<Coming> {
        let since = |then: DateTime<Utc>, now: DateTime<Utc>| (now - then).to_std().unwrap_or_default();
        let coming = |(id, read): &(PatientId, DateTime<Utc>)| {
            let asked = self.asked.get(id).map(|(at, then)| at.elapsed().max(since(*then, wall)));
            let read = since(*read, server).min(asked.unwrap_or(Duration::MAX));
            Coming { id: id.clone(), read }
        };
        self.known.iter().map(coming).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{DateTime, TimeDelta, Utc};
    use model::PatientId;

    use super::ComingSoon;

    #[tokio::test(start_paused = true)]
    async fn whoever_was_asked_for_in_vain_is_not_asked_for_over_and_over() {
        let now: DateTime<Utc> = "2026-11-23T15:00:00Z".parse().expect("an instant");
        let day = Duration::from_secs(24 * 60 * 60);
        let (id, mut coming) = (PatientId::new("1"), ComingSoon::default());
        assert!(coming.is_due());
        coming.look(vec![(id.clone(), now - TimeDelta::days(1))]);
        assert_eq!((coming.is_due(), coming.ages(now, now)[0].read), (false, day));
        coming.asked(std::slice::from_ref(&id), now);
        assert!(coming.is_due(), "the copy says what came");
        coming.look(vec![(id.clone(), now - TimeDelta::days(1))]);
        assert_eq!(coming.ages(now, now)[0].read, Duration::ZERO);
        let slept = now + TimeDelta::days(1);
        assert_eq!(coming.ages(slept, slept)[0].read, day, "what passed while it slept counts");
        let (behind, ahead) = (now - TimeDelta::days(9), now + TimeDelta::days(9));
        tokio::time::advance(day).await;
        assert_eq!(coming.ages(now, behind)[0].read, day, "and so does what passed under a clock set back");
        coming.look(vec![(id, ahead)]);
        assert_eq!(coming.ages(now, now)[0].read, Duration::ZERO, "read after now is as fresh as can be");
    }
}
