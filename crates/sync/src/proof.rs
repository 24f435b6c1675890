//! What a feed proves once it was read: up to when all that changed was told, and whether what differed when it
//! was read again was told after all.

use athena::Feed;
use chrono::{DateTime, TimeDelta, Utc};
use store::{Error, FeedGap, FeedState, Part, Reader, Settling, Writer};

use crate::reading::Desk;
use crate::state::Trouble;

/// How long a feed may take to tell of what changed.
const TELLS: TimeDelta = TimeDelta::minutes(15);
/// How long another desktop that showed itself is reckoned with.
const RIVAL: TimeDelta = TimeDelta::hours(24);

/// A time in which a feed told all that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Proof {
    /// From when.
    pub from: DateTime<Utc>,
    /// Up to when, as far as this desktop read.
    pub to: DateTime<Utc>,
    /// Up to when, whatever others on the key took out.
    pub proven: Option<DateTime<Utc>>,
}

/// What a feed proves; `None` where something may have been missed and was not read anew yet.
fn of(state: &FeedState, gaps: &[FeedGap]) -> Option<Proof> {
    let mut own = gaps.iter().filter(|gap| gap.feed == state.name);
    if own.clone().any(|gap| gap.closed.is_none()) {
        return None;
    }
    let missed = own.by_ref().map(|gap| gap.until).max();
    let from = state.covers?.max(missed.unwrap_or(DateTime::<Utc>::MIN_UTC));
    let is_rival = |seen: DateTime<Utc>| state.watermark.is_none_or(|mark| mark - seen < RIVAL);
    let to = if state.rival.is_some_and(is_rival) { state.proven } else { state.emptied };
    Some(Proof { from, to: to.filter(|to| from <= *to)?, proven: state.proven })
}

/// What a feed proves, as the copy keeps it.
pub(crate) fn kept(reader: &Reader<'_>, feed: Feed) -> Result<Option<Proof>, Error> {
    let Some(state) = reader.feed(feed.name())? else { return Ok(None) };
    Ok(of(&state, &reader.gaps()?))
}

impl Desk {
    /// Notes what a feed proves that was just read.
    pub async fn note_proof(&self, feed: Feed) -> Result<(), Trouble> {
        let at = self.client.server_time();
        let asked =
            self.cache.read(move |reader| Ok((kept(reader, feed)?, reader.is_in_doubt(feed.name())?)));
        let (proof, is_in_doubt) = asked.await?;
        if feed != Feed::Appointments && !is_in_doubt {
            return Ok(());
        }
        Ok(self.cache.write("feed proof", move |writer| note(writer, feed, proof, at)).await?)
    }
}

fn note(writer: &mut Writer<'_>, feed: Feed, proof: Option<Proof>, at: DateTime<Utc>) -> Result<(), Error> {
    let Some(Proof { from, to, proven }) = proof else { return writer.drop_doubts(feed.name()) };
    if feed == Feed::Appointments {
        writer.mark_fresh(&Part::ScheduleToldFrom, from)?;
        writer.mark_fresh(&Part::ScheduleTold, to)?;
    }
    if let Some(proven) = proven {
        let found =
            writer.settle_doubts(feed.name(), &Settling { before: proven - TELLS, covers: from, at })?;
        if found > 0 {
            tracing::warn!(found, feed = feed.name(), "records differ of which the feed told nothing");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use store::{FeedGap, FeedState, GapReason};

    use super::{Proof, of};

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    #[test]
    fn a_feed_proves_what_it_told_since_the_last_gap_was_read_anew() {
        let state = FeedState {
            covers: Some(at(10)),
            emptied: Some(at(60)),
            proven: Some(at(55)),
            watermark: Some(at(60)),
            ..FeedState::new("appointments")
        };
        let proof = |from, to| Some(Proof { from: at(from), to: at(to), proven: Some(at(55)) });
        assert_eq!(of(&state, &[]), proof(10, 60));
        let gap = |feed: &str, closed| FeedGap {
            feed: feed.to_owned(),
            why: GapReason::Unreadable,
            since: at(20),
            until: at(30),
            reading: None,
            closed,
        };
        assert_eq!(of(&state, &[gap("appointments", None)]), None);
        assert_eq!(of(&state, &[gap("patients", None)]), proof(10, 60), "of another feed");
        assert_eq!(of(&state, &[gap("appointments", Some(at(40)))]), proof(30, 60));
        let shared = FeedState { rival: Some(at(50)), ..state.clone() };
        assert_eq!(of(&shared, &[]), proof(10, 55), "others take out, too");
        assert_eq!(of(&FeedState { covers: None, ..state }, &[]), None, "it never was in effect");
    }
}
