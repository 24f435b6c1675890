//! The feeds of a key, over its client.

use std::sync::Arc;

use athena::{ChangedPage, Client, Error, Feed, Lane, Refusal, Subscription};
use chrono::{DateTime, Utc};
use model::{Clock, DepartmentId};

use super::port::{Missed, Source};
use crate::state::Trouble;

/// A client in the lane of the feeds.
#[derive(Clone)]
pub struct ClientSource {
    /// The client.
    pub client: Client,
    /// This machine's clock.
    pub clock: Arc<dyn Clock>,
}

impl Source for ClientSource {
    fn server_time(&self) -> DateTime<Utc> {
        self.client.server_time()
    }

    fn own_time(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    async fn subscription(&self, feed: Feed) -> Result<(Subscription, DateTime<Utc>), Trouble> {
        let answer = self.client.lane(Lane::Feed).subscription(feed).await?;
        Ok((answer.value, answer.as_of))
    }

    async fn subscribe(&self, feed: Feed, departments: Vec<DepartmentId>) -> Result<DateTime<Utc>, Trouble> {
        Ok(self.client.lane(Lane::Feed).subscribe(feed, &departments).await?.as_of)
    }

    /// A client drains from the head alone: it knows no offset.
    async fn drain(&self, feed: Feed, _offset: u64, most: u32) -> Result<Option<ChangedPage>, Missed> {
        match self.client.lane(Lane::Feed).drain(feed, most).await {
            Ok(page) => Ok(Some(page)),
            Err(Error::Refused { why: Refusal::NotSetUp, .. }) => Ok(None),
            Err(error) => Err(Missed { perhaps: is_perhaps(&error), why: error.into() }),
        }
    }

    async fn drained(
        &self,
        feed: Feed,
        window: (DateTime<Utc>, DateTime<Utc>),
        offset: u64,
        most: u32,
    ) -> Result<Option<ChangedPage>, Trouble> {
        match self.client.lane(Lane::Feed).drained(feed, window, offset, most).await {
            Ok(page) => Ok(Some(page)),
            Err(Error::Refused { why: Refusal::NotSetUp, .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether a drain that failed may have taken something out.
fn is_perhaps(error: &Error) -> bool {
    match error {
        Error::Invalid { .. } | Error::NotSent { .. } => false,
        Error::Refused { why, .. } => matches!(why, Refusal::OutOfOrder | Refusal::Failed | Refusal::Other),
        Error::Lost { .. } | Error::Unreadable { .. } | Error::Unexpected { .. } => true,
    }
}
