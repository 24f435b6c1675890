//! Holds what each write was said to be against the practice's own log of what took effect.

use std::collections::{BTreeMap, BTreeSet};

use sandbox::{Act, Writer};
use store::{Resolution, WriteId, WriteState};
use sync::Entry;

use super::super::tally::Tally;
use super::{End, Run};

/// How often the practice applied what a write asked for.
#[derive(Default)]
struct Applied {
    /// Itself.
    times: u64,
    /// What leads to it.
    beginnings: u64,
}

/// Whether no stamp told how the visit, or the slot, was before a write was sent.
fn is_unstamped(entry: &Entry) -> bool {
    entry.write.visit().is_some_and(|write| {
        let before = if write.deed.visit().is_some() { &write.before.visit } else { &write.before.slot };
        before.as_ref().is_some_and(|seen| seen.modified.is_none())
    })
}

impl Run {
    /// Holds what each write was said to be against what the practice applied.
    pub(super) async fn reckon(self) -> anyhow::Result<Tally> {
        let mut tally = Tally { writes: self.asked, crashes: self.crashes, ..Tally::default() };
        let mut marks: BTreeMap<&str, u64> = BTreeMap::new();
        let mut saved = BTreeSet::new();
        for id in self.ends.keys() {
            saved.extend((self.entry(id).await?.state == WriteState::Confirmed).then(|| id.clone()));
        }
        let (visits, strays) = self.of_visits(&saved);
        tally.doubled += strays.len() as u64;
        tally.wrong.extend(strays);
        for (id, end) in &self.ends {
            let entry = self.entry(id).await?;
            let said = u64::from(entry.state == WriteState::Confirmed);
            tally.saved += said;
            if self.unknown.contains(id) {
                tally.unknown += 1;
                let is_asked = entry.resolution == Some(Resolution::Person);
                let is_contested = matches!(end, End::Visit(intent) if intent.was_contested());
                let is_beyond = is_contested || is_unstamped(&entry);
                tally.resolved += u64::from(entry.resolution == Some(Resolution::ReadBack));
                tally.asked += u64::from(is_asked);
                tally.beyond_telling += u64::from(is_asked && is_beyond);
            }
            match end {
                End::Mark(mark) => *marks.entry(mark).or_default() += said,
                End::Visit(intent) => {
                    let (times, beginnings) =
                        visits.get(id).map_or((0, 0), |one| (one.times, one.beginnings));
                    // What another desk brought about is there too.
                    let is_right = if said == 1 { times > 0 || intent.was_so() } else { times == 0 };
                    let is_doubled = times > 1 || beginnings > 1;
                    tally.lost += u64::from(!is_right);
                    tally.doubled += u64::from(is_doubled);
                    if !is_right || is_doubled {
                        let (state, reason) = (entry.state, entry.reason);
                        tally.wrong.push(format!("{times} times, said {state:?} {reason:?}: {intent:?}"));
                    }
                }
            }
        }
        let applied = self.marks();
        for (mark, saved) in marks {
            let applied = applied.get(mark).copied().unwrap_or(0);
            tally.lost += u64::from(saved != applied.min(1));
            tally.doubled += u64::from(applied > 1);
        }
        tally.trace = self.trace.number();
        self.hand.work.abort();
        let _ = self.hand.work.await;
        self.vault.close().await;
        Ok(tally)
    }

    /// How often each mark was written.
    fn marks(&self) -> BTreeMap<String, u64> {
        let mut applied: BTreeMap<String, u64> = BTreeMap::new();
        for write in self.practice.truth().writes() {
            let marks = write.asked.into_iter().filter(|(name, _)| name == "email" || name == "mobilephone");
            marks.for_each(|(_, mark)| *applied.entry(mark).or_default() += 1);
        }
        applied
    }

    /// How often what each write wanted done with a visit was done, and what was done that none wanted: to another
    /// visit, at another time, for another patient, once more, or when it was said to be over.
    fn of_visits(&self, saved: &BTreeSet<WriteId>) -> (BTreeMap<WriteId, Applied>, Vec<String>) {
        let (truth, mut strays) = (self.practice.truth(), Vec::new());
        let mut applied: BTreeMap<WriteId, Applied> = BTreeMap::new();
        let intents = || {
            self.ends.iter().filter_map(|(id, end)| match end {
                End::Visit(intent) => Some((id, intent)),
                End::Mark(_) => None,
            })
        };
        let is_of_visits = |act: Act| !matches!(act, Act::Register | Act::ChangePatient);
        for entry in truth.writes().iter().enumerate() {
            if entry.1.writer != Writer::Caller || !is_of_visits(entry.1.act) {
                continue;
            }
            // Two may want the same, where one was pressed at once after the other. The second goes at the moment at
            // which the first ends: it is the one's that has it not yet, and says that it has.
            let times = |id: &WriteId| applied.get(id).map_or(0, |applied| applied.times);
            let own = intents().filter(|(_, intent)| intent.is_own(entry, &truth));
            if let Some((id, _)) = own.min_by_key(|(id, _)| (times(id), !saved.contains(*id))) {
                applied.entry(id.clone()).or_default().times += 1;
            } else if let Some((id, _)) = intents().find(|(_, intent)| intent.begins(entry)) {
                applied.entry(id.clone()).or_default().beginnings += 1;
            } else {
                strays.push(format!("nobody's: {entry:?}"));
            }
        }
        (applied, strays)
    }
}
