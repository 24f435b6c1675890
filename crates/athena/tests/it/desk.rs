//! A front desk's client at a sandbox practice, which stands still until a test moves it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use athena::{
    Client, Config, Environment, FnTransport, Grant, Lane, Loss, MemoryTokens, Pace, Ports, SeededRandom,
    Session, TransportError, Written,
};
use chrono::{DateTime, NaiveDate, Utc};
use http::Method;
use model::{AppointmentId, AppointmentTypeId, Booking, PatientId, PracticeId, Purpose, Secret};
use sandbox::{CLIENT_ID, CLIENT_SECRET, Dialect, Limits, Options, Sandbox, Size, SlotTruth, Standing};

use crate::rounds::Hands;
use crate::stage::NOON;

struct Theirs(Arc<Hands>);

impl sandbox::Clock for Theirs {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

pub const DIALECTS: [Dialect; 2] = [Dialect::Typed, Dialect::Text];

/// A practice, and how often its answers to writes are lost.
pub struct Desks {
    pub sandbox: Sandbox,
    clock: Arc<Hands>,
    /// Of so many writes one loses its answer; 0 is none.
    lost: u64,
    writes: Arc<AtomicU64>,
}

impl Desks {
    pub fn at(dialect: Dialect) -> Self {
        Self::losing(dialect, 0)
    }

    /// The same, where of so many writes one loses its answer.
    pub fn losing(dialect: Dialect, lost: u64) -> Self {
        let clock = Hands::at(NOON.parse().expect("an instant"));
        let options = Options { size: Size::Solo, dialect, limits: Limits::none(), ..Options::default() };
        let sandbox = Sandbox::new(options, Arc::new(Theirs(clock.clone())));
        Self { sandbox, clock, lost, writes: Arc::default() }
    }

    /// Another desk's client, with a token of its own.
    pub fn client(&self) -> Client {
        let (sandbox, lost, writes) = (self.sandbox.clone(), self.lost, self.writes.clone());
        let transport = FnTransport(move |request: http::Request<bytes::Bytes>| {
            let (sandbox, writes) = (sandbox.clone(), writes.clone());
            async move {
                let is_write = *request.method() != Method::GET && !request.uri().path().contains("/oauth2/");
                let number = if is_write { writes.fetch_add(1, Ordering::SeqCst) } else { 1 };
                let answer = sandbox.answer(request).await.map_err(|_| TransportError::Lost(Loss::Reset));
                let is_lost = is_write && lost > 0 && number.is_multiple_of(lost);
                if is_lost { Err(TransportError::Lost(Loss::Timeout)) } else { answer }
            }
        });
        let config = Config {
            environment: Environment::parse("https://demo.invalid").expect("an address"),
            practice: PracticeId::new("195900"),
            client_id: CLIENT_ID.to_owned(),
            grant: Grant::ClientCredentials { secret: Secret::new(CLIENT_SECRET) },
            scope: Config::SCOPE.to_owned(),
            pace: Pace { per_second: 1_000, tokens_per_minute: 1_000, ..Pace::default() },
        };
        let ports = Ports {
            transport: Arc::new(transport),
            tokens: Arc::new(MemoryTokens::default()),
            clock: self.clock.clone(),
            random: Arc::new(SeededRandom::new(1)),
        };
        Client::new(config, ports)
    }

    pub fn session(&self) -> Session {
        self.client().lane(Lane::Booking)
    }

    /// So many slots that anybody may book.
    pub fn slots(&self, count: usize) -> Vec<SlotTruth> {
        let truth = self.sandbox.truth();
        let fit = truth.slots(day(11, 25), day(12, 24)).filter(|slot| !slot.frozen && slot.schedulable);
        let fit: Vec<_> = fit.take(count).collect();
        assert_eq!(fit.len(), count, "so many slots are open");
        fit
    }

    /// So many patients whom anybody may read.
    pub fn patients(&self, count: usize) -> Vec<PatientId> {
        let truth = self.sandbox.truth();
        let fit = truth
            .patients()
            .filter(|one| !one.restricted && one.merged_into.is_none() && one.standing == Standing::Active);
        let fit: Vec<_> = fit.map(|one| PatientId::new(one.id.to_string())).take(count).collect();
        assert_eq!(fit.len(), count, "so many patients are here");
        fit
    }
}

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
}

pub fn id(slot: &SlotTruth) -> AppointmentId {
    AppointmentId::new(slot.id.to_string())
}

/// A booking of a slot for its own kind.
pub fn booking(slot: &SlotTruth, patient: &PatientId) -> Booking {
    let kind = Purpose::Kind(AppointmentTypeId::new(slot.kind.to_string()));
    Booking::new(id(slot), patient.clone(), kind)
}

pub fn confirmed<T: std::fmt::Debug>(written: Written<T>) -> T {
    match written {
        Written::Confirmed(answer) => answer.value,
        other => panic!("not confirmed: {other:?}"),
    }
}
