//! The way to the practice, on which a fault strikes at a chosen request.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use athena::{
    Client, Config, Environment, FnTransport, Grant, Loss, MemoryTokens, Pace, Ports, SeededRandom,
    TransportError,
};
use model::{PracticeId, Secret};
use sandbox::{Broken, Fault, Sandbox};

use super::trace::Trace;
use crate::RunningClock;

/// A fault and the request, counted from when it was set, that it strikes.
#[derive(Default)]
pub(crate) struct Strike(Mutex<Option<(u64, Fault)>>);

impl Strike {
    /// Lets a fault strike the n-th request from now.
    pub(crate) fn set(&self, strike: Option<(u64, Fault)>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = strike;
    }

    /// What strikes a request. Tokens expire until somebody asks a token endpoint that is down for one:
    /// nobody else would notice.
    fn now(&self, for_token: bool) -> Option<Fault> {
        let mut strike = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match strike.take()? {
            (0, fault) if fault == Fault::TokenEndpointDown && !for_token => {
                *strike = Some((0, fault));
                Some(Fault::TokenExpired)
            }
            (0, fault) => Some(fault),
            (left, fault) => {
                *strike = Some((left - 1, fault));
                None
            }
        }
    }
}

/// A client of a practice in this process.
pub(crate) fn client(
    practice: &Sandbox,
    clock: RunningClock,
    strike: Arc<Strike>,
    trace: Arc<Trace>,
) -> anyhow::Result<Client> {
    let (practice, sent) = (practice.clone(), AtomicU64::new(0));
    let transport = FnTransport(move |request: http::Request<bytes::Bytes>| {
        let number = sent.fetch_add(1, Ordering::SeqCst);
        trace.note((number, request.method().as_str(), request.uri().path()));
        if let Some(fault) = strike.now(request.uri().path().ends_with("/token")) {
            practice.set_fault_once(fault);
        }
        let practice = practice.clone();
        async move {
            practice.answer(request).await.map_err(|broken| match broken {
                Broken::Reset => TransportError::Lost(Loss::Reset),
                Broken::Truncated => TransportError::Lost(Loss::Truncated),
            })
        }
    });
    let pace = Pace { per_second: 10_000, per_day: 100_000_000, tokens_per_minute: 1_000, ..Pace::default() };
    let config = Config {
        environment: Environment::parse("https://demo.invalid")?,
        practice: PracticeId::new(sandbox::PRACTICE_ID),
        client_id: sandbox::CLIENT_ID.to_owned(),
        grant: Grant::ClientCredentials { secret: Secret::new(sandbox::CLIENT_SECRET) },
        scope: Config::SCOPE.to_owned(),
        pace,
    };
    let ports = Ports {
        transport: Arc::new(transport),
        tokens: Arc::new(MemoryTokens::default()),
        clock: Arc::new(clock),
        random: Arc::new(SeededRandom::new(1)),
    };
    Ok(Client::new(config, ports))
}
