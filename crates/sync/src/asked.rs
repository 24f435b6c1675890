//! What a person says to the loop.

use std::sync::Arc;
use std::time::Duration;

use athena::Lane;
use chrono::{DateTime, Utc};
use store::{Happened, Pause};
use tokio::time::Instant;

use crate::brought;
use crate::handle::{Ask, Stale, Word};
use crate::hours::Hours;
use crate::planner::Step;
use crate::run::{Running, Worker};

/// How often it is looked around while reading rests.
const LOOK_AROUND: Duration = Duration::from_secs(60);

impl Worker {
    /// Does what a person says.
    pub(crate) fn hear(&mut self, word: Word, running: &mut Running) {
        match word {
            Word::Ask(ask) => self.answer(&ask, running),
            Word::Look(at) => self.screen.look(at),
            Word::Fill(when) => self.hours = Hours::of(when),
            Word::ReadNow => self.hours.waive(&self.zones, self.edges.clock.now()),
            Word::Touched => self.attendance.touched(),
            Word::OnBattery(is_so) => self.attendance.on_battery = is_so,
            Word::Pause(pause) => self.pause = pause,
            Word::Again => self.read_again(),
        }
    }

    /// Takes all that is kept fresh as due, whatever rests.
    fn read_again(&mut self) {
        self.ages.renew();
        self.aside.clear();
        self.watching.look_again();
        self.answered();
        self.chronicle.asked(Happened::Again);
        self.note(Stale::Progress);
    }

    /// Ends a pause whose time is over.
    pub(crate) fn end_pause(&mut self) {
        let now = self.edges.clock.now();
        self.pause.take_if(|pause| matches!(pause, Pause::Until(until) if *until <= now));
    }

    /// How long nothing is to be started: after a failure, and while a person has it so.
    pub(crate) fn rest_left(&self, wall: DateTime<Utc>) -> Option<Duration> {
        let failed = self.resting_until.map(|until| until.saturating_duration_since(Instant::now()));
        let paused = self.pause.map(|pause| match pause {
            Pause::Until(until) => (until - wall).to_std().unwrap_or_default().min(LOOK_AROUND),
            Pause::Held => LOOK_AROUND,
        });
        failed.max(paused)
    }

    /// Reads what a person asked for, beside whatever the plan has under way.
    fn answer(&mut self, ask: &Ask, running: &mut Running) {
        let step = match ask {
            Ask::Day(date) => Step::Day(*date),
            Ask::Patient(id) => Step::Card(id.clone()),
            Ask::Visits(ids) => Step::Visits(ids.clone()),
        };
        // What was done with a visit since is not in an answer that is on its way.
        if self.under_way.contains(&step) && !matches!(step, Step::Visits(_)) {
            return;
        }
        self.under_way.push(step.clone());
        let (desk, clock) = (self.desk.clone(), Arc::clone(&self.edges.clock));
        let ask = ask.clone();
        running.push(Box::pin(async move {
            let came = match ask {
                Ask::Day(date) => brought::day(&desk, date, Lane::Interactive).await,
                Ask::Patient(id) => brought::card(&desk, id, clock.now(), true).await,
                Ask::Visits(ids) => brought::visits(&desk, ids).await,
            };
            (step, came)
        }));
    }
}
