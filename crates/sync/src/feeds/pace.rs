//! How often each feed is read, and what it makes stale.

use std::time::Duration;

use athena::Feed;

use crate::handle::Stale;

/// How a feed is read.
#[derive(Clone, Copy, Debug)]
pub struct FeedPace {
    /// How often while what it is about is on screen.
    pub shown: Duration,
    /// How often else.
    pub unseen: Duration,
    /// What it makes stale.
    pub stale: &'static [Stale],
}

/// How a feed is read.
pub fn pace(feed: Feed) -> FeedPace {
    let minutes = |count: u64| Duration::from_secs(count * 60);
    match feed {
        Feed::Appointments => {
            FeedPace { shown: minutes(1), unseen: minutes(1), stale: &[Stale::Schedule, Stale::Patients] }
        }
        Feed::Patients => {
            FeedPace { shown: minutes(1), unseen: minutes(2), stale: &[Stale::Patients, Stale::Schedule] }
        }
        Feed::Providers => FeedPace { shown: minutes(5), unseen: minutes(5), stale: &[Stale::Reference] },
    }
}
