//! The feeds of changed records: how far each is, and what it may have missed.
//!
//! What a state means is sync's to say. What is kept here is kept in the transaction that puts the rows.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Row, params};
use sha2::{Digest, Sha256};

use super::{instant, millis};
use crate::{Error, Reader, Writer};

/// How far a feed is. All instants are the server's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedState {
    /// athenahealth's name of the feed.
    pub name: String,
    /// When the subscription was last asked for.
    pub subscribed: Option<DateTime<Utc>>,
    /// The departments that were subscribed to.
    pub departments: String,
    /// When the subscription was last looked at.
    pub checked: Option<DateTime<Utc>>,
    /// From when on nothing that changes is missed.
    pub covers: Option<DateTime<Utc>>,
    /// Up to when all that was drained here is in the copy.
    pub watermark: Option<DateTime<Utc>>,
    /// Up to when all that anybody on the key drained is in the copy.
    pub swept: Option<DateTime<Utc>>,
    /// When a drain here last left nothing in the feed.
    pub emptied: Option<DateTime<Utc>>,
    /// Up to when that is proven: all that others took out until then was read again since.
    pub proven: Option<DateTime<Utc>>,
    /// Since when a drain is under way that is not known to have ended.
    pub intent: Option<DateTime<Utc>>,
    /// Whether all that was taken out of the feed here is in the copy.
    pub clean: bool,
    /// Polls since what was drained was last read again.
    pub polls: u32,
    /// When another desktop on the key last showed itself.
    pub rival: Option<DateTime<Utc>>,
    /// Since when the list that the feed is about is to be read anew, where its rows do not tell all.
    pub list_due: Option<DateTime<Utc>>,
    /// Rows drained here.
    pub drained: u64,
    /// Rows that only reading again brought.
    pub again: u64,
}

impl FeedState {
    /// A feed of which nothing is known yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            subscribed: None,
            departments: String::new(),
            checked: None,
            covers: None,
            watermark: None,
            swept: None,
            emptied: None,
            proven: None,
            intent: None,
            clean: true,
            polls: 0,
            rival: None,
            list_due: None,
            drained: 0,
            again: 0,
        }
    }

    /// When the feed was last read to its end and all that was taken out was in the copy.
    pub fn last_read(&self) -> Option<DateTime<Utc>> {
        [self.watermark, self.swept, self.emptied].into_iter().flatten().min()
    }
}

/// Why a feed may have missed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GapReason {
    /// The subscription was not in effect yet.
    Beginning,
    /// Nothing was read for longer than the feed remembers.
    Outage,
    /// Somebody changed the subscription.
    Edited,
    /// Rows came that do not say which record they are of, or cannot be read.
    Unreadable,
    /// The server's clock went back.
    Clock,
    /// A person asked for everything to be read anew: nothing is known to be missed.
    Asked,
}

const REASONS: [(GapReason, &str); 6] = [
    (GapReason::Beginning, "beginning"),
    (GapReason::Outage, "outage"),
    (GapReason::Edited, "edited"),
    (GapReason::Unreadable, "unreadable"),
    (GapReason::Clock, "clock"),
    (GapReason::Asked, "asked"),
];

impl GapReason {
    /// The reason as it is kept.
    pub fn word(self) -> &'static str {
        REASONS.iter().find(|(reason, _)| *reason == self).map_or("", |(_, word)| word)
    }

    /// The reason that is kept under a word; `None` where none is.
    pub fn named(word: &str) -> Option<Self> {
        REASONS.iter().find(|(_, kept)| *kept == word).map(|(reason, _)| *reason)
    }
}

const GAP: &str = "feed_gap";

/// A time in which something may have changed that a feed does not tell of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedGap {
    /// The feed.
    pub feed: String,
    /// Why.
    pub why: GapReason,
    /// From when.
    pub since: DateTime<Utc>,
    /// Until when: what was read later stands.
    pub until: DateTime<Utc>,
    /// Up to when it is being read anew; `None` while that is not begun. What comes to the gap meanwhile
    /// waits for another time.
    pub reading: Option<DateTime<Utc>>,
    /// When all that it may be about was read anew; `None` while that is not done.
    pub closed: Option<DateTime<Utc>>,
}

/// Gaps that are closed and still told of.
const TOLD: u32 = 20;

impl Reader<'_> {
    /// How far a feed is; `None` where nothing of it is known.
    pub fn feed(&self, name: &str) -> Result<Option<FeedState>, Error> {
        self.one(
            "SELECT name, subscribed, departments, checked, covers, watermark, swept, emptied, proven,
                intent, clean, polls, rival, list_due, drained, again FROM feed WHERE name = ?1",
            params![name],
            state,
        )
    }

    /// The gaps that are not closed, the oldest first.
    pub fn open_gaps(&self) -> Result<Vec<FeedGap>, Error> {
        let sql = "SELECT feed, why, since, until, closed, reading FROM feed_gap
            WHERE closed IS NULL ORDER BY number";
        self.all(sql, [], gap)
    }

    /// When a gap that a feed had for a reason was last closed.
    pub fn gap_closed(&self, feed: &str, why: GapReason) -> Result<Option<DateTime<Utc>>, Error> {
        let sql = "SELECT max(closed) FROM feed_gap WHERE feed = ?1 AND why = ?2";
        let closed = self.one(sql, params![feed, why.word()], |row| Ok(row.get::<_, Option<i64>>(0)?))?;
        Ok(closed.flatten().and_then(instant))
    }

    /// The latest gaps of all feeds, closed ones among them.
    pub fn gaps(&self) -> Result<Vec<FeedGap>, Error> {
        let sql = "SELECT feed, why, since, until, closed, reading FROM feed_gap
            ORDER BY closed IS NOT NULL, number DESC LIMIT ?1";
        self.all(sql, params![TOLD], gap)
    }

    /// The latest instant as of which anything is held. It is ahead of the server's time where that went back.
    pub fn latest(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let sql = "SELECT max(at) FROM (
            SELECT * FROM (SELECT max(full_as_of, brief_as_of) AS at FROM patient WHERE ord IS NOT NULL
                ORDER BY at DESC LIMIT 1)
            UNION ALL SELECT max(as_of) FROM coverages
            UNION ALL SELECT max(as_of) FROM freshness
            UNION ALL SELECT max(begun) FROM fill_task
            UNION ALL SELECT max(watermark) FROM feed)";
        let latest = self.one(sql, [], |row| Ok(row.get::<_, Option<i64>>(0)?))?;
        Ok(latest.flatten().and_then(instant))
    }

    /// Whether a record was drained, or read again, with this very content.
    pub fn is_drained(&self, feed: &str, id: &str, content: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM feed_row WHERE feed = ?1 AND id = ?2 AND digest = ?3";
        Ok(self.one(sql, params![feed, id, digest(content)], |_| Ok(()))?.is_some())
    }

    /// How much room the disk has for this file; `None` where that cannot be told.
    pub fn room(&self) -> Option<u64> {
        crate::system::room(std::path::Path::new(self.sql.path()?))
    }
}

impl Writer<'_> {
    /// Keeps how far a feed is. A list that is to be read anew stays so: whoever keeps the rest may not
    /// know of it.
    pub fn put_feed(&mut self, feed: &FeedState) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO feed (name, subscribed, departments, checked, covers, watermark,
                swept, emptied, proven, intent, clean, polls, rival, list_due, drained, again)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                (SELECT max(due) FROM (SELECT ?14 AS due UNION ALL SELECT list_due FROM feed WHERE name = ?1)),
                ?15, ?16)";
        let at = |instant: Option<DateTime<Utc>>| instant.map(millis);
        self.run(
            sql,
            params![
                feed.name,
                at(feed.subscribed),
                feed.departments,
                at(feed.checked),
                at(feed.covers),
                at(feed.watermark),
                at(feed.swept),
                at(feed.emptied),
                at(feed.proven),
                at(feed.intent),
                feed.clean,
                feed.polls,
                at(feed.rival),
                at(feed.list_due),
                feed.drained.cast_signed(),
                feed.again.cast_signed(),
            ],
        )?;
        Ok(())
    }

    /// Forgets how far a feed is: what it covered is covered no more.
    pub fn forget_feeds(&mut self) -> Result<(), Error> {
        self.run("DELETE FROM feed", [])?;
        self.run("DELETE FROM feed_row", [])?;
        Ok(())
    }

    /// Notes a record that was drained or read again, by its content.
    pub fn note_drained(
        &mut self,
        feed: &str,
        id: &str,
        content: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO feed_row (feed, id, digest, at) VALUES (?1, ?2, ?3, ?4)";
        self.run(sql, params![feed, id, digest(content), millis(at)])?;
        Ok(())
    }

    /// Forgets what was drained before an instant.
    pub fn forget_drained(&mut self, feed: &str, before: DateTime<Utc>) -> Result<(), Error> {
        self.run("DELETE FROM feed_row WHERE feed = ?1 AND at < ?2", params![feed, millis(before)])?;
        Ok(())
    }

    /// Names a gap. One that is open for the same reason grows. It ends no earlier than what is held says to be as
    /// of: nothing could be told from what is read after it.
    pub fn name_gap(&mut self, gap: &FeedGap) -> Result<(), Error> {
        let until = gap.until.max(self.latest()?.unwrap_or(gap.until));
        let grown = "UPDATE feed_gap SET since = min(since, ?3), until = max(until, ?4)
            WHERE feed = ?1 AND why = ?2 AND closed IS NULL";
        let named = params![gap.feed, gap.why.word(), millis(gap.since), millis(until)];
        if self.run(grown, named)? == 0 {
            self.run("INSERT INTO feed_gap (feed, why, since, until) VALUES (?1, ?2, ?3, ?4)", named)?;
        }
        Ok(())
    }

    /// Lets open gaps last where the server's time, as it is now, is behind what is held: what is read before it is
    /// there again is taken to be older. Says whether it is.
    pub fn stretch_gaps(&mut self, now: DateTime<Utc>) -> Result<bool, Error> {
        let Some(latest) = self.latest()?.filter(|latest| *latest > now + SKEW) else { return Ok(false) };
        self.run("UPDATE feed_gap SET until = max(until, ?1) WHERE closed IS NULL", params![millis(latest)])?;
        Ok(true)
    }

    /// Notes that the gaps of a feed that are open for a reason are being read anew up to their ends.
    pub fn begin_gaps(&mut self, feed: &str, why: GapReason) -> Result<(), Error> {
        let sql = "UPDATE feed_gap SET reading = until
            WHERE feed = ?1 AND why = ?2 AND closed IS NULL AND reading IS NULL";
        self.run(sql, params![feed, why.word()])?;
        Ok(())
    }

    /// Closes the gaps of a feed that end before an instant: all that they may be about was read since. Of
    /// one that ends later, what is after the instant stays open; so do all while the server's time is behind
    /// what is held. Gives how many were closed whole.
    pub fn close_gaps(&mut self, feed: &str, read: DateTime<Utc>, at: DateTime<Utc>) -> Result<usize, Error> {
        if self.stretch_gaps(at)? {
            return Ok(0);
        }
        let reached = "closed IS NULL AND reading IS NOT NULL AND since < ?2 AND until > ?2";
        let split = format!(
            "INSERT INTO feed_gap (feed, why, since, until, reading, closed)
            SELECT feed, why, since, ?2, reading, ?3 FROM feed_gap WHERE feed = ?1 AND {reached}"
        );
        self.run(&split, params![feed, millis(read), millis(at)])?;
        let rest = format!("UPDATE feed_gap SET since = ?2, reading = NULL WHERE feed = ?1 AND {reached}");
        self.run(&rest, params![feed, millis(read)])?;
        let sql = "UPDATE feed_gap SET closed = ?3 WHERE feed = ?1 AND until <= ?2 AND closed IS NULL";
        self.run(sql, params![feed, millis(read), millis(at)])
    }
}

/// How far apart the clocks of athenahealth's servers may be. It tells whole seconds besides.
pub(super) const SKEW: TimeDelta = TimeDelta::seconds(5);

/// The instant at which a row of a feed is newer than what is held. What a feed gives is later than what
/// was read before, though another server's clock says otherwise by a little.
pub(crate) fn later(held: Option<DateTime<Utc>>, as_of: DateTime<Utc>) -> DateTime<Utc> {
    match held {
        Some(held) if as_of <= held && held < as_of + SKEW => held + TimeDelta::milliseconds(1),
        _ => as_of,
    }
}

fn digest(content: &str) -> Vec<u8> {
    Sha256::digest(content.as_bytes())[..16].to_vec()
}

fn state(row: &Row<'_>) -> Result<FeedState, Error> {
    let at = |column: usize| Ok::<_, Error>(row.get::<_, Option<i64>>(column)?.and_then(instant));
    Ok(FeedState {
        name: row.get(0)?,
        subscribed: at(1)?,
        departments: row.get(2)?,
        checked: at(3)?,
        covers: at(4)?,
        watermark: at(5)?,
        swept: at(6)?,
        emptied: at(7)?,
        proven: at(8)?,
        intent: at(9)?,
        clean: row.get(10)?,
        polls: row.get(11)?,
        rival: at(12)?,
        list_due: at(13)?,
        drained: row.get::<_, i64>(14)?.cast_unsigned(),
        again: row.get::<_, i64>(15)?.cast_unsigned(),
    })
}

fn gap(row: &Row<'_>) -> Result<FeedGap, Error> {
    let at = |column: usize| instant(row.get(column)?).ok_or(Error::Record(GAP));
    Ok(FeedGap {
        feed: row.get(0)?,
        why: GapReason::named(&row.get::<_, String>(1)?).ok_or(Error::Record(GAP))?,
        since: at(2)?,
        until: at(3)?,
        closed: row.get::<_, Option<i64>>(4)?.and_then(instant),
        reading: row.get::<_, Option<i64>>(5)?.and_then(instant),
    })
}
