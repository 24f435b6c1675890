//! The end of a run: nothing goes wrong any more, every write comes to its end, and every copy is what the
//! practice is.

use std::sync::atomic::Ordering;

use anyhow::{Context, ensure};
use athena::Feed;
use chrono::TimeDelta;
use store::{WriteReason, WriteState};

use super::{FAULTS, Play, drained, promise};

/// After how long a person takes up what reading cannot tell.
const FOR_A_PERSON: TimeDelta = TimeDelta::minutes(30);

impl Play {
    /// Nothing goes wrong any more. In the end every copy is what the practice is.
    pub(super) async fn calm(&mut self) -> anyhow::Result<()> {
        FAULTS.into_iter().for_each(|fault| self.hall.practice.set_fault(fault, false));
        for desk in &self.desks {
            desk.way.set(None);
            desk.crash.after(0);
            desk.full.store(false, Ordering::SeqCst);
        }
        self.pass(900).await?;
        self.settle().await?;
        // By then everybody has looked at the subscription once more, and it acts.
        for (round, wait) in [3_700, 960, 660, 660].into_iter().enumerate() {
            self.pass(wait).await?;
            for number in 0..self.desks.len() {
                for feed in Feed::ALL {
                    let before = drained(&self.desks[number], feed)?;
                    let done = self.desks[number].poll(feed).await;
                    if let Err(trouble) = &done.came {
                        ensure!(round == 0, "on a calm day a feed is read: {trouble}");
                    }
                    self.noted(number, feed, before, Some(done)).await?;
                }
                // A list is read once it is sure to be newer than what told of it.
                self.pass(8).await?;
                self.look(number).await?;
            }
        }
        let mut lost = Vec::new();
        for desk in &self.desks {
            lost.extend(promise::lost(desk, &self.hall)?);
        }
        let truth = self.hall.practice.truth();
        for feed in sandbox::Feed::ALL {
            let waiting = truth.waiting(sandbox::CLIENT_ID, feed);
            lost.extend((!waiting.is_empty()).then(|| format!("{feed:?} {waiting:?} wait in the feed")));
        }
        if lost.is_empty() { Ok(()) } else { Err(Lost(lost).into()) }
    }

    /// Every write comes to its end, some by a person.
    async fn settle(&mut self) -> anyhow::Result<()> {
        for _ in 0..200 {
            if self.settled().await? {
                return Ok(());
            }
            self.pass(300).await?;
        }
        anyhow::bail!("a write comes to no rest")
    }

    async fn settled(&mut self) -> anyhow::Result<bool> {
        let mut all = true;
        let truth = self.hall.practice.truth();
        for desk in &self.desks {
            let now = model::Clock::now(desk.clock.as_ref());
            for (id, mark) in &desk.writes {
                let entry = desk.journal.entry(id).await?.context("a write is gone")?;
                self.trace.note((id.as_str(), entry.state.word(), entry.reason.map(WriteReason::word)));
                let there = truth.applied(&[("email", mark)]) > 0;
                match entry.state {
                    WriteState::Drafted if entry.released.is_none() => {
                        desk.journal.withdraw(id, "ana").await?;
                    }
                    WriteState::Confirmed => {}
                    WriteState::Rejected if there => {
                        anyhow::bail!(promise::Broken::of(
                            "I1",
                            desk.number,
                            format!("{mark} is there, and said not to be")
                        ));
                    }
                    WriteState::Rejected => {}
                    WriteState::Unknown if entry.reason == Some(WriteReason::CannotTell) => {
                        let long = entry.sent.is_some_and(|sent| now - sent > FOR_A_PERSON);
                        if long && there {
                            desk.journal.is_there(id, None, "ana").await?;
                        } else if long {
                            desk.journal.is_not_there(id, "ana").await?;
                        }
                        all = false;
                    }
                    _ => all = false,
                }
            }
        }
        Ok(all)
    }
}

/// Records that are not what they should be.
#[derive(Debug)]
pub(super) struct Lost(pub Vec<String>);

impl std::fmt::Display for Lost {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} lost, such as {}", self.0.len(), self.0.first().map_or("", String::as_str))
    }
}

impl std::error::Error for Lost {}
