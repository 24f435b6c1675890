//! What happened to reading, as the practice's clock tells it.

use athena::Feed;
use ipc::Failure;
use ipc::sync::{FeedCount, HaltWhy, SyncHappened, SyncLogPage, SyncLogRead, SyncLogRow};
use model::Zone;
use store::{GapReason, Halt, Happened, LogRow};

use crate::console::Console;
use crate::{feeds, practice, words};

/// Rows of a page.
const PAGE: u32 = 50;

/// A page of the log.
pub(crate) async fn read(console: &Console, request: SyncLogRead) -> Result<SyncLogPage, Failure> {
    let before = match request.cursor.as_deref().map(str::parse::<i64>) {
        None => None,
        Some(Ok(number)) => Some(number),
        Some(Err(_)) => return Err(Failure::Invalid { field: ipc::Field::Request }),
    };
    let live = console.at_hand().await?;
    let (rows, zone) =
        live.read(move |reader| Ok((reader.sync_log(before, PAGE)?, practice::zone(reader)?))).await?;
    let is_full = rows.len() == PAGE as usize;
    let cursor = rows.last().filter(|_| is_full).map(|row| row.number.to_string());
    Ok(SyncLogPage { rows: rows.iter().filter_map(|row| line(row, zone)).collect(), cursor })
}

/// A row in the window's words; nothing of a feed that is none of ours.
fn line(row: &LogRow, zone: Zone) -> Option<SyncLogRow> {
    let at = words::practice_time(zone, row.at);
    Some(SyncLogRow { id: row.number.to_string(), at, what: what(&row.what, zone)? })
}

fn what(what: &Happened, zone: Zone) -> Option<SyncHappened> {
    let feed = |name: &str| Feed::named(name).map(feeds::name);
    let gap = |why: &str| GapReason::named(why).map(feeds::why);
    let time = |at| words::practice_time(zone, at);
    Some(match what {
        Happened::Changes { counts } => {
            let count = |(name, count): (&String, &u64)| Some(FeedCount { feed: feed(name)?, count: *count });
            SyncHappened::Changes { counts: counts.iter().filter_map(count).collect() }
        }
        Happened::Merged { count } => SyncHappened::Merged { count: *count },
        Happened::Another { feed: name } => SyncHappened::Another { feed: feed(name)? },
        Happened::Gap { feed: name, why, since, until } => {
            SyncHappened::Gap { feed: feed(name)?, why: gap(why)?, since: time(*since), until: time(*until) }
        }
        Happened::GapClosed { feed: name, why } => {
            SyncHappened::GapClosed { feed: feed(name)?, why: gap(why)? }
        }
        Happened::Halted { why, until } => SyncHappened::Halted { why: halt(*why), until: until.map(time) },
        Happened::GoesOn => SyncHappened::GoesOn {},
        Happened::Paused { until } => SyncHappened::Paused { until: until.map(time) },
        Happened::Resumed => SyncHappened::Resumed {},
        Happened::Again => SyncHappened::Again {},
    })
}

fn halt(why: Halt) -> HaltWhy {
    match why {
        Halt::Offline => HaltWhy::Offline,
        Halt::Outage => HaltWhy::Outage,
        Halt::TooFast => HaltWhy::TooFast,
        Halt::DayUsedUp => HaltWhy::DayUsedUp,
        Halt::SignedOut => HaltWhy::SignedOut,
        Halt::KeyRefused => HaltWhy::KeyRefused,
        Halt::DiskFull => HaltWhy::DiskFull,
        Halt::Unreadable => HaltWhy::Unreadable,
        Halt::Other => HaltWhy::Other,
    }
}
