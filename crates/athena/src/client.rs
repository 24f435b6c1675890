//! The client of one API key, and its sessions.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use model::{Clock, PracticeId};
use serde::de::DeserializeOwned;
use tokio::sync::watch;
use url::Url;

use crate::call::{Call, Reply};
use crate::exchange::{Exchange, Passage};
use crate::resources::PING;
use crate::{
    Answer, CallCount, Calls, Config, Environment, Error, Lane, Page, Pages, Random, Strain, TokenStore,
    Transport, wire,
};

/// The edges that a client works through.
#[derive(Clone)]
pub struct Ports {
    /// Sends requests.
    pub transport: Arc<dyn Transport>,
    /// Keeps tokens between runs.
    pub tokens: Arc<dyn TokenStore>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Spreads retries.
    pub random: Arc<dyn Random>,
}

/// A client of one API key at one practice. Clones share token and budget.
#[derive(Clone)]
pub struct Client {
    exchange: Arc<Exchange>,
    base: Arc<Url>,
    practice: PracticeId,
    per_second: u32,
}

impl Client {
    /// Makes a client. Nothing is sent.
    pub fn new(config: Config, ports: Ports) -> Self {
        let exchange = Arc::new(Exchange::new(&config, ports));
        let (base, per_second) = (Arc::new(config.environment.base()), config.pace.per_second);
        Self { exchange, base, practice: config.practice, per_second }
    }

    /// The same key at another practice, with the same token and budget.
    #[must_use]
    pub fn at(&self, practice: PracticeId) -> Self {
        Self { practice, ..self.clone() }
    }

    /// The practice that calls are about.
    pub fn practice(&self) -> &PracticeId {
        &self.practice
    }

    pub(crate) fn exchange(&self) -> &Arc<Exchange> {
        &self.exchange
    }

    /// Calls for a purpose.
    pub fn lane(&self, lane: Lane) -> Session {
        Session { client: self.clone(), lane }
    }

    /// Lets go of the key's tokens for good, in every clone: the store alone holds them then. It waits for
    /// those that are on their way, since the store is to have them.
    pub async fn close(&self) {
        self.exchange.sign_in.close().await;
    }

    /// What is left of the day's calls.
    pub fn calls(&self) -> Calls {
        *self.exchange.throttle.calls().borrow()
    }

    /// What was sent since counts were last taken.
    pub fn counts(&self) -> Vec<CallCount> {
        self.exchange.throttle.counts()
    }

    /// Calls a second that are allowed, as far as is known.
    pub fn per_second(&self) -> u32 {
        self.per_second
    }

    /// What was sent since this was last asked, by the hour of the server's day: whoever asks keeps it.
    pub fn take_counts(&self) -> Vec<CallCount> {
        self.exchange.throttle.take_counts()
    }

    /// Takes counts back that could not be kept.
    pub fn give_back(&self, counts: &[CallCount]) {
        self.exchange.throttle.give_back(counts);
    }

    /// How many reads the practice answered, each with a token that it had given.
    pub fn answers(&self) -> u64 {
        self.exchange.answers()
    }

    /// The server's time, by the difference from this machine's clock that was last seen.
    pub fn server_time(&self) -> DateTime<Utc> {
        self.exchange.server_time()
    }

    /// How long calls that were sent have gone without any answer, and why; `None` where none waits
    /// for one and the last had one.
    pub fn unanswered(&self) -> Option<(Duration, Strain)> {
        self.exchange.throttle.unanswered()
    }

    /// How long ago anything was last answered, whatever it was; `None` before anything was.
    pub fn unheard(&self) -> Option<Duration> {
        self.exchange.throttle.unheard()
    }

    /// Whether anybody answers where calls are sent to. It costs none of the key's calls.
    ///
    /// # Errors
    /// Why nobody does, after two tries within nine seconds.
    pub async fn reach(&self) -> Result<(), Error> {
        let call = Call::get(PING, &self.base, &self.practice, &["ping"])?;
        self.exchange.reach(&call).await
    }

    /// Lends what of a second is kept for people, until the next of them asks: whoever had the key tried, say, has
    /// nothing to look at yet.
    pub fn lend(&self) {
        self.exchange.throttle.lend();
    }

    /// Follows what is left of the day's calls.
    pub fn watch_calls(&self) -> watch::Receiver<Calls> {
        self.exchange.throttle.calls().subscribe()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Client").field("practice", &self.practice).finish_non_exhaustive()
    }
}

/// Calls of one client in one lane: reads, and writes that say what became of them.
#[derive(Clone, Debug)]
pub struct Session {
    client: Client,
    lane: Lane,
}

/// How a row becomes a practice's word.
type Read<T, R> = fn(T) -> R;

impl Session {
    pub(crate) fn environment(&self) -> &Environment {
        self.client.exchange.sign_in.environment()
    }

    pub(crate) fn call(&self, endpoint: &'static str, path: &[&str]) -> Result<Call, Error> {
        Call::get(endpoint, &self.client.base, &self.client.practice, path)
    }

    /// One item.
    pub(crate) async fn one<T: DeserializeOwned, R>(
        &self,
        call: Call,
        read: impl Fn(T) -> R,
    ) -> Result<Answer<R>, Error> {
        let exchange = &self.client.exchange;
        let decode = |reply: &Reply| wire::one(call.endpoint, &reply.body).map(|row| reply.answer(read(row)));
        exchange.read(self.lane, &call, decode).await
    }

    /// Writes one item and reads what is answered.
    pub(crate) async fn put<T: DeserializeOwned, R>(
        &self,
        call: Call,
        read: impl Fn(T) -> R,
    ) -> Passage<Answer<R>> {
        let exchange = &self.client.exchange;
        let decode = |reply: &Reply| wire::one(call.endpoint, &reply.body).map(|row| reply.answer(read(row)));
        exchange.post(self.lane, &call, decode).await
    }

    /// Writes, and decodes what is answered.
    pub(crate) async fn post<T>(
        &self,
        call: &Call,
        decode: impl Fn(&Reply) -> Result<T, Error>,
    ) -> Passage<T> {
        self.client.exchange.post(self.lane, call, decode).await
    }

    /// Reads and decodes.
    pub(crate) async fn read<T>(
        &self,
        call: &Call,
        decode: impl Fn(&Reply) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.client.exchange.read(self.lane, call, decode).await
    }

    /// Reads what reading takes away: sent once, and decoded.
    pub(crate) async fn once<T>(
        &self,
        call: &Call,
        decode: impl Fn(&Reply) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.client.exchange.read_once(self.lane, call, decode).await
    }

    /// One page of a list.
    pub(crate) async fn page<T: DeserializeOwned, R>(
        &self,
        call: &Call,
        key: &'static str,
        read: Read<T, R>,
    ) -> Result<Page<R>, Error> {
        let exchange = &self.client.exchange;
        let decode = |reply: &Reply| {
            let listing = wire::listing(call.endpoint, key, &reply.body)?;
            call.page(listing, reply, read)
        };
        exchange.read(self.lane, call, decode).await
    }

    /// A whole list, as of its first page.
    pub(crate) async fn all<T: DeserializeOwned, R>(
        &self,
        mut call: Call,
        key: &'static str,
        read: Read<T, R>,
    ) -> Result<Answer<Vec<R>>, Error> {
        let Page { mut rows, mut next, as_of, dated, .. } = self.page(&call, key, read).await?;
        while let Some(place) = next {
            call = call.at(place.as_text())?;
            let page = self.page(&call, key, read).await?;
            rows.extend(page.rows);
            next = page.next;
        }
        Ok(Answer { value: rows, as_of, dated })
    }

    /// The pages of a list, each read when it is asked for.
    pub(crate) fn pages<T: DeserializeOwned + Send + 'static, R: Send + 'static>(
        &self,
        first: Result<Call, Error>,
        key: &'static str,
        read: Read<T, R>,
    ) -> Pages<R> {
        let session = self.clone();
        Box::pin(async_stream::try_stream! {
            let mut call = first?;
            loop {
                let page = session.page(&call, key, read).await?;
                let next = page.next.clone();
                yield page;
                match next {
                    Some(place) => call = call.at(place.as_text())?,
                    None => break,
                }
            }
        })
    }
}
