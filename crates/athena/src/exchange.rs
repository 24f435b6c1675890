//! Requests and answers of one key: a read is repeated within bounds, a write never.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use model::Secret;
use tokio::time::{sleep, timeout};

use crate::call::{Call, Meter, Reply};
use crate::refusal::{REVOKE, TOKEN, judge};
use crate::sign_in::{SignIn, Token};
use crate::throttle::{Backoff, Outcome, Permit, Throttle};
use crate::{
    Config, Endpoint, Error, Lane, Loss, Oddity, Ports, Refusal, SendFailure, Strain, TransportError, Unsent,
    wire,
};

/// How long somebody who is there may take to answer a knock, and the wait before the next.
const KNOCK: Duration = Duration::from_secs(4);
const BETWEEN_KNOCKS: Duration = Duration::from_secs(1);

pub(crate) struct Exchange {
    pub(crate) ports: Ports,
    pub(crate) throttle: Throttle,
    pub(crate) sign_in: SignIn,
    run: u64,
    requests: AtomicU64,
    answers: AtomicU64,
}

impl Exchange {
    pub(crate) fn new(config: &Config, ports: Ports) -> Self {
        Self {
            throttle: Throttle::new(config.pace, ports.clock.clone(), ports.random.clone()),
            sign_in: SignIn::new(config),
            run: ports.random.unit().to_bits(),
            requests: AtomicU64::new(0),
            answers: AtomicU64::new(0),
            ports,
        }
    }

    /// The server's time, by the difference last seen.
    pub(crate) fn server_time(&self) -> chrono::DateTime<chrono::Utc> {
        self.throttle.server_time(self.ports.clock.now())
    }

    /// How many reads were answered.
    pub(crate) fn answers(&self) -> u64 {
        self.answers.load(Ordering::Relaxed)
    }

    /// Reads and decodes. A token that is refused is asked for anew, once.
    pub(crate) async fn read<T>(
        self: &Arc<Self>,
        lane: Lane,
        call: &Call,
        decode: impl Fn(&Reply) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (mut attempt, mut renewed) = (0, false);
        loop {
            let error = match self.tried(lane, call, &decode, &mut renewed).await? {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            attempt += 1;
            let pause = pause(&error, lane, attempt, self.ports.random.unit());
            tracing::debug!(endpoint = call.endpoint.0, %error, attempt, again = pause.is_some(), "a read failed");
            match pause {
                Some(pause) => sleep(pause).await,
                None => return Err(error),
            }
        }
    }

    /// Reads, once, what reading takes away. Only a token that is refused is asked for anew: whoever
    /// refuses it gave nothing.
    pub(crate) async fn read_once<T>(
        self: &Arc<Self>,
        lane: Lane,
        call: &Call,
        decode: impl Fn(&Reply) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.tried(lane, call, &decode, &mut false).await?
    }

    /// One read, and how it failed; or why it was not made, which nobody tries again.
    async fn tried<T>(
        self: &Arc<Self>,
        lane: Lane,
        call: &Call,
        decode: &impl Fn(&Reply) -> Result<T, Error>,
        renewed: &mut bool,
    ) -> Result<Result<T, Error>, Error> {
        loop {
            let (token, permit) = self.authorised(lane, call.endpoint).await?;
            let bearer = Secret::new(format!("Bearer {}", token.secret.expose()));
            let reply = self.carry(permit, lane, call, Some(&bearer)).await;
            let error = match reply.and_then(|reply| decode(&reply)) {
                Ok(value) => {
                    self.answers.fetch_add(1, Ordering::Relaxed);
                    return Ok(Ok(value));
                }
                Err(error) => error,
            };
            if !error.needs_sign_in() || std::mem::replace(renewed, true) {
                return Ok(Err(error));
            }
            self.sign_in.discard(self, &token).await?;
        }
    }

    /// Asks, twice where the first is not answered, whether anybody is there. It carries no token: nobody can
    /// count it to a key, and being turned away is an answer.
    pub(crate) async fn reach(&self, call: &Call) -> Result<(), Error> {
        let mut is_again = false;
        loop {
            let error = match self.knock(call).await {
                Ok(()) => {
                    self.throttle.reached();
                    return Ok(());
                }
                Err(error) => error,
            };
            if std::mem::replace(&mut is_again, true) {
                return Err(error);
            }
            sleep(BETWEEN_KNOCKS).await;
        }
    }

    async fn knock(&self, call: &Call) -> Result<(), Error> {
        let endpoint = call.endpoint;
        let request = self.request(call, None)?;
        let sent = timeout(KNOCK, self.ports.transport.send(request)).await;
        let response =
            sent.unwrap_or(Err(TransportError::Lost(Loss::Timeout))).map_err(|broken| broken.of(endpoint))?;
        let status = response.status();
        match judge(endpoint, status, response.headers(), response.body()) {
            Err(
                error @ (Error::NotSent { .. }
                | Error::Refused { why: Refusal::OutOfOrder, .. }
                | Error::Unexpected { status: ..400, .. }),
            ) => Err(error),
            Err(_) if is_a_page_for_people(status, response.body()) => {
                Err(Error::Unexpected { endpoint, status: status.as_u16(), what: Oddity::WebPage })
            }
            _ => Ok(()),
        }
    }

    /// Writes to a practice, once. Says whether what went wrong did so before anything was sent.
    pub(crate) async fn post<T>(
        self: &Arc<Self>,
        lane: Lane,
        call: &Call,
        decode: impl Fn(&Reply) -> Result<T, Error>,
    ) -> Passage<T> {
        let (token, permit) = match self.authorised(lane, call.endpoint).await {
            Ok(authorised) => authorised,
            Err(error) => return Passage::Before(error),
        };
        let bearer = Secret::new(format!("Bearer {}", token.secret.expose()));
        let reply = self.carry(permit, lane, call, Some(&bearer)).await;
        let error = match reply.and_then(|reply| decode(&reply)) {
            Ok(value) => return Passage::Through(value),
            Err(error) => error,
        };
        tracing::debug!(endpoint = call.endpoint.0, %error, "a write failed");
        if error.needs_sign_in()
            && let Err(error) = self.sign_in.discard(self, &token).await
        {
            tracing::warn!(%error, "a token that is not accepted is still kept");
        }
        Passage::After(error)
    }

    /// Sends a write, once: athenahealth has no idempotency key, so that a write repeated is a
    /// second write.
    pub(crate) async fn write(
        &self,
        lane: Lane,
        call: &Call,
        authorization: Option<&Secret>,
    ) -> Result<Reply, Error> {
        let permit = self.admit(lane, call.endpoint).await?;
        self.carry(permit, lane, call, authorization).await
    }

    async fn admit(&self, lane: Lane, endpoint: Endpoint) -> Result<Permit<'_>, Error> {
        self.throttle.admit(lane).await.map_err(|why| Error::NotSent { endpoint, why })
    }

    /// A token and a turn. Where the wait for the turn outlasted the token, both anew.
    async fn authorised(
        self: &Arc<Self>,
        lane: Lane,
        endpoint: Endpoint,
    ) -> Result<(Token, Permit<'_>), Error> {
        let mut attempt = 0;
        loop {
            let token = match self.sign_in.token(self, lane).await {
                Ok(token) => token,
                Err(error) => {
                    attempt += 1;
                    match pause(&error, lane, attempt, self.ports.random.unit()) {
                        Some(pause) => sleep(pause).await,
                        None => return Err(error),
                    }
                    continue;
                }
            };
            let permit = self.admit(lane, endpoint).await?;
            if token.is_fresh() {
                return Ok((token, permit));
            }
        }
    }

    /// One request, one answer.
    async fn carry(
        &self,
        permit: Permit<'_>,
        lane: Lane,
        call: &Call,
        authorization: Option<&Secret>,
    ) -> Result<Reply, Error> {
        let endpoint = call.endpoint;
        let request = self.request(call, authorization)?;
        let sent = timeout(patience(lane), self.ports.transport.send(request)).await;
        let error = match sent.unwrap_or(Err(TransportError::Lost(Loss::Timeout))) {
            Ok(response) => return self.receive(permit, endpoint, response),
            Err(broken) => broken.of(endpoint),
        };
        permit.settle(outcome(&error), Meter::default());
        Err(error)
    }

    fn request(&self, call: &Call, authorization: Option<&Secret>) -> Result<Request<Bytes>, Error> {
        let id = format!("{:016x}-{}", self.run, self.requests.fetch_add(1, Ordering::Relaxed));
        let unbuilt = Unsent::Failed(SendFailure::Build);
        call.request(authorization, &id).map_err(|_| Error::NotSent { endpoint: call.endpoint, why: unbuilt })
    }

    fn receive(
        &self,
        permit: Permit<'_>,
        endpoint: Endpoint,
        response: Response<Bytes>,
    ) -> Result<Reply, Error> {
        let meter = Meter::read(response.headers());
        let judged = judge(endpoint, response.status(), response.headers(), response.body());
        tracing::debug!(endpoint = endpoint.0, status = response.status().as_u16(), "answered");
        let outcome = judged.as_ref().err().map_or(Outcome::Answered, outcome);
        if endpoint.0 == TOKEN || endpoint.0 == REVOKE {
            let outcome = if outcome == Outcome::TooFast { Outcome::Answered } else { outcome };
            permit.settle(outcome, Meter { limit: None, left: None, ..meter });
        } else {
            permit.settle(outcome, meter);
        }
        judged?;
        let wall = self.ports.clock.now();
        let date = self.throttle.believed(meter.date, wall);
        let as_of = date.unwrap_or_else(|| self.throttle.server_time(wall));
        Ok(Reply { body: response.into_body(), as_of, dated: date.is_some(), meter })
    }
}

/// Whether whoever turned a knock away is a network's own, and speaks to people. athenahealth does so by JSON; the old
/// gateway by a page that names the developer, and whoever counts calls by any.
fn is_a_page_for_people(status: StatusCode, body: &[u8]) -> bool {
    let names_developer = || {
        let head = String::from_utf8_lossy(&body[..body.len().min(4_096)]).to_ascii_lowercase();
        head.contains("developer")
    };
    let is_page = wire::oddity(body) == Some(Oddity::WebPage);
    status != StatusCode::TOO_MANY_REQUESTS && is_page && !names_developer()
}

/// How far a write came.
pub(crate) enum Passage<T> {
    /// It was sent and answered.
    Through(T),
    /// Nothing of it was sent.
    Before(Error),
    /// It was sent, or may have been.
    After(Error),
}

/// How long one request may take, answer and all.
fn patience(lane: Lane) -> Duration {
    Duration::from_secs(if lane.is_attended() { 30 } else { 60 })
}

fn outcome(error: &Error) -> Outcome {
    match error {
        Error::NotSent { why: Unsent::Failed(SendFailure::Connect), .. } => {
            Outcome::Failed(Strain::NoConnection)
        }
        Error::Lost { .. } => Outcome::Failed(Strain::OutOfOrder),
        Error::NotSent { .. } => Outcome::NotReached,
        Error::Refused { why, .. } => match why {
            Refusal::TooFast => Outcome::TooFast,
            Refusal::DayUsedUp => Outcome::DayUsedUp,
            Refusal::OutOfOrder => Outcome::Failed(Strain::OutOfOrder),
            _ => Outcome::Answered,
        },
        _ => Outcome::Answered,
    }
}

/// The wait before a read is repeated; `None` where it is not.
fn pause(error: &Error, lane: Lane, attempt: u32, unit: f64) -> Option<Duration> {
    let most = match lane {
        Lane::Interactive | Lane::Booking => 4,
        Lane::Feed => 6,
        Lane::Fill => 8,
    };
    let most = match error {
        Error::NotSent { why: Unsent::Failed(failure), .. } => match failure {
            SendFailure::Tls | SendFailure::NoTls | SendFailure::Build => 1,
            SendFailure::Dns | SendFailure::Connect | SendFailure::Proxy => most / 2,
        },
        Error::Lost { how: Loss::TooLarge, .. } => 1,
        Error::Lost { how: Loss::Timeout, .. } => most / 2,
        Error::Lost { .. } | Error::Refused { why: Refusal::TooFast | Refusal::OutOfOrder, .. } => most,
        Error::Unexpected { what: Oddity::WebPage | Oddity::NotJson | Oddity::Empty, .. } => 2,
        _ => 1,
    };
    let asked = error.retry_after().filter(|wait| *wait > patience(lane));
    if attempt >= most || asked.is_some() {
        return None;
    }
    Some(match error {
        Error::Refused { why: Refusal::TooFast, .. } => Duration::ZERO,
        _ => error.retry_after().unwrap_or_else(|| Backoff::OUTAGE.wait(attempt, unit)),
    })
}

#[cfg(test)]
mod tests;
