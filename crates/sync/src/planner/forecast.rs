//! What the plan comes to in calls, told ahead: for a desk that is left as it is, at a practice in which
//! nothing changes.

use std::time::Duration;

use tokio::time::Instant;

use super::{Facts, Step, plan};
use crate::feeds::{LOOK, polls_to_reread};

const HOUR: Duration = Duration::from_secs(60 * 60);
/// How often it is told anew.
const ANEW: Duration = Duration::from_secs(60);
/// A plan of more steps in an hour is none that can be told ahead.
const MOST: usize = 10_000;
/// Practices, departments, providers, kinds of appointments and custom fields.
const LISTS: u64 = 5;
/// A patient, their visits and their allergies.
const OF_A_CARD: u64 = 3;

/// What was told last.
#[derive(Debug, Default)]
pub struct Forecast(Option<(Instant, u64)>);

impl Forecast {
    /// How many calls the next hour takes, where the near schedule has so many pages.
    pub fn next_hour(&mut self, facts: &Facts, pages: u64) -> u64 {
        if let Some((_, known)) = self.0.filter(|(told, _)| told.elapsed() < ANEW) {
            return known;
        }
        let calls = next_hour(facts, pages);
        self.0 = Some((Instant::now(), calls));
        calls
    }
}

fn next_hour(facts: &Facts, pages: u64) -> u64 {
    let steps = steps(facts, HOUR);
    let looks = HOUR.as_secs() / LOOK.num_seconds().unsigned_abs().max(1);
    let beside_polls = facts.feeds.iter().map(|polling| {
        let polls = steps.iter().filter(|step| **step == Step::Feed(polling.feed)).count() as u64;
        polls / polls_to_reread(polling.every) + looks
    });
    steps.iter().map(|step| calls(step, pages)).chain(beside_polls).sum()
}

/// The steps that the plan starts within a time, where each ends as soon as it begins.
fn steps(facts: &Facts, over: Duration) -> Vec<Step> {
    let (mut facts, mut left, mut steps) = (facts.clone(), over, Vec::new());
    facts.under_way.clear();
    while steps.len() < MOST {
        let plan = plan(&facts);
        if plan.start.is_empty() {
            let Some(rest) = left.checked_sub(plan.wake) else { break };
            left = rest;
            facts.pass(plan.wake);
        }
        for step in plan.start {
            facts.end(&step);
            steps.push(step);
        }
    }
    steps
}

fn calls(step: &Step, pages: u64) -> u64 {
    match step {
        Step::Reach => 0,
        Step::Reference => LISTS,
        Step::Schedule(_) | Step::ScheduleAgain(_) => pages,
        Step::Providers | Step::Day(_) | Step::Changes | Step::Feed(_) => 1,
        Step::Card(_) => OF_A_CARD,
        Step::Visits(ids) => ids.len() as u64,
        Step::Patients(ids)
        | Step::PatientsAgain(ids)
        | Step::Hidden(ids)
        | Step::Allergies(ids)
        | Step::Coming(ids) => ids.len() as u64,
    }
}

impl Facts {
    /// Has time go by.
    pub(super) fn pass(&mut self, by: Duration) {
        let grow = |age: &mut Option<Duration>| *age = age.map(|age| age.saturating_add(by));
        let shrink = |left: &mut Option<Duration>| {
            *left = left.map(|left| left.saturating_sub(by)).filter(|left| !left.is_zero())
        };
        grow(&mut self.reference);
        grow(&mut self.changes);
        grow(&mut self.unheard);
        if let Some((_, read)) = &mut self.near {
            grow(read);
        }
        self.feeds.iter_mut().for_each(|polling| grow(&mut polling.read));
        for shown in &mut self.shown {
            grow(&mut shown.read);
            shown.looked_at += by;
        }
        for coming in &mut self.coming {
            coming.read = coming.read.saturating_add(by);
        }
        for rolling in &mut self.again {
            grow(&mut rolling.last);
            rolling.oldest = rolling.oldest.saturating_add(by);
        }
        for (_, rest) in &mut self.aside {
            *rest = rest.saturating_sub(by);
        }
        [&mut self.waking, &mut self.rest, &mut self.hold, &mut self.pace.short].into_iter().for_each(shrink);
    }

    /// Has a step be done.
    pub(super) fn end(&mut self, step: &Step) {
        let now = Some(Duration::ZERO);
        self.unheard = self.unheard.and(now);
        match step {
            Step::Reference => (self.reference, self.providers) = (now, false),
            Step::Providers => self.providers = false,
            Step::Schedule(span) => {
                self.spans.retain(|other| other != span);
                if let Some((_, read)) = self.near.as_mut().filter(|(near, _)| near == span) {
                    *read = now;
                }
            }
            Step::Changes => self.changes = now,
            Step::Feed(feed) => {
                self.feeds
                    .iter_mut()
                    .filter(|polling| polling.feed == *feed)
                    .for_each(|polling| polling.read = now);
            }
            Step::Day(_) | Step::Card(_) => {
                self.shown.iter_mut().filter(|shown| shown.step == *step).for_each(|shown| shown.read = now);
            }
            Step::Visits(_) => {}
            Step::Reach => self.doubted = false,
            Step::Patients(ids) => self.patients.retain(|waiting| !ids.contains(&waiting.id)),
            Step::Hidden(ids) => self.hidden.retain(|id| !ids.contains(id)),
            Step::Allergies(ids) => self.allergies.retain(|id| !ids.contains(id)),
            Step::Coming(ids) => {
                let read = self.coming.iter_mut().filter(|coming| ids.contains(&coming.id));
                read.for_each(|coming| coming.read = Duration::ZERO);
            }
            Step::ScheduleAgain(_) | Step::PatientsAgain(_) => {
                self.again
                    .iter_mut()
                    .filter(|rolling| rolling.next == *step)
                    .for_each(|rolling| rolling.last = now);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use athena::Feed;
    use chrono::NaiveDate;
    use model::PatientId;

    use super::{Duration, Facts, Forecast, HOUR, next_hour};
    use crate::calendar::near;
    use crate::planner::{Coming, Pace, Polling};

    fn minutes(count: u64) -> Duration {
        Duration::from_secs(count * 60)
    }

    fn at_rest() -> Facts {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date");
        let read = Some(Duration::ZERO);
        let polling = |feed, every| Polling { feed, read, every: minutes(every) };
        Facts {
            reference: read,
            near: Some((near(today), read)),
            changes: read,
            told: true,
            feeds: vec![
                polling(Feed::Appointments, 1),
                polling(Feed::Patients, 2),
                polling(Feed::Providers, 5),
            ],
            ..Facts::default()
        }
    }

    #[test]
    fn an_hour_is_its_polls_what_is_drained_again_a_look_at_each_subscription_and_the_near_schedule_twice() {
        let (polls, again, looks, schedule) = (60 + 30 + 12, 12 + 6 + 6, 3, 2 * 3);
        assert_eq!(next_hour(&at_rest(), 3), polls + again + looks + schedule);
    }

    #[test]
    fn whoever_comes_soon_and_falls_due_within_the_hour_is_a_call_each_and_all_others_are_none() {
        let coming = |(read, count): (u64, usize)| {
            (0..count)
                .map(move |at| Coming { id: PatientId::new(format!("{read} {at}")), read: minutes(read) })
        };
        let alone = next_hour(&at_rest(), 3);
        let ages = [(12 * 60 - 59, 40), (12 * 60, 9), (10 * 60, 70), (0, 7)];
        let facts = Facts { coming: ages.into_iter().flat_map(coming).collect(), ..at_rest() };
        assert_eq!(next_hour(&facts, 3), alone + 40 + 9);
    }

    #[test]
    fn what_nobody_tells_is_asked_for_besides_and_a_spared_battery_asks_for_less() {
        let told = next_hour(&at_rest(), 1);
        let untold = next_hour(&Facts { told: false, ..at_rest() }, 1);
        assert!(untold > told + 50, "changes each minute: {untold}, not {told}");
        let spared = Facts { pace: Pace { on_battery: true, ..Pace::default() }, ..at_rest() };
        assert!(next_hour(&spared, 1) < told, "it reads the schedule half as often");
        let failing = Facts { rest: Some(HOUR * 2), ..at_rest() };
        assert!(next_hour(&failing, 1) <= 3, "while nothing is tried nothing is asked but by people");
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_told_anew_once_a_minute() {
        let mut forecast = Forecast::default();
        let first = forecast.next_hour(&at_rest(), 1);
        assert_eq!(forecast.next_hour(&at_rest(), 9), first);
        tokio::time::advance(minutes(1)).await;
        assert_eq!(forecast.next_hour(&at_rest(), 9), first + 2 * 8);
    }
}
