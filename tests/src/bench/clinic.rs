//! A clinic's records, and what its feeds tell, as the client reads them.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use athena::{
    Client, Config, Environment, Feed, FnTransport, Grant, Lane, MemoryTokens, Pace, SystemRandom, Transport,
};
use bytes::Bytes;
use chrono::Utc;
use console::SystemClock;
use http::{Request, Response};
use model::{PracticeId, Secret};
use sandbox::{
    CLIENT_ID, CLIENT_SECRET, Limits, Options, PRACTICE_ID, SUBSCRIPTION_ACTS_AFTER, Size, Telling,
};
use serde_json::Value;
use store::{Cache, FileId, MasterKey, NoHooks, ProfileFolder};

use crate::{Practice, SettableClock};

/// A practice of 15,000 people without limits, whose feeds tell what its desks do; and its clock.
pub fn practice(seed: u64) -> (Practice, Arc<SettableClock>) {
    let limits = Limits::none();
    let options = Options { size: Size::Clinic, seed, limits, feeds: Telling::Deeds, ..Options::default() };
    let clock = Arc::new(SettableClock::starting_at(Utc::now()));
    (Practice::open(options, clock.clone()), clock)
}

/// A client without limits.
pub fn client(transport: Arc<dyn Transport>) -> anyhow::Result<Client> {
    let config = Config {
        environment: Environment::parse("https://demo.invalid")?,
        practice: PracticeId::new(PRACTICE_ID),
        client_id: CLIENT_ID.to_owned(),
        grant: Grant::ClientCredentials { secret: Secret::new(CLIENT_SECRET) },
        scope: Config::SCOPE.to_owned(),
        pace: Pace { per_second: 1_000_000, per_day: 1_000_000_000, ..Pace::default() },
    };
    let ports = athena::Ports {
        transport,
        tokens: Arc::new(MemoryTokens::default()),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom::new()),
    };
    Ok(Client::new(config, ports))
}

/// A new copy in a folder.
pub fn copy(folder: &Path) -> anyhow::Result<(Cache, ProfileFolder)> {
    let profile = ProfileFolder::open(folder)?;
    let key = MasterKey::from_bytes([7; 32]);
    let opened = Cache::open(&profile, &FileId::from_hex("aa01"), &key, Arc::new(NoHooks))?;
    Ok((opened.store, profile))
}

/// What a feed tells of changes that were just made, kept as it was sent.
#[derive(Clone)]
pub struct Told {
    /// Whose.
    pub feed: Feed,
    /// Its body.
    pub body: Bytes,
    answer: Arc<Mutex<Response<Bytes>>>,
}

impl Told {
    /// Has a practice's desks make changes until a feed tells of at least so many records, and drains it.
    pub async fn of(
        (practice, clock): &(Practice, Arc<SettableClock>),
        feed: Feed,
        records: usize,
    ) -> anyhow::Result<Self> {
        let kept: Arc<Mutex<Option<Response<Bytes>>>> = Arc::default();
        let keep = Arc::clone(&kept);
        let heard = practice.clone().heard_by(Arc::new(move |_, uri, answer| {
            if uri.path().ends_with("/changed") {
                *keep.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer.clone());
            }
        }));
        let session = client(heard.transport())?.lane(Lane::Feed);
        session.subscribe(feed, &[]).await?;
        clock.step(SUBSCRIPTION_ACTS_AFTER);
        let waiting = || practice.sandbox().truth().waiting(CLIENT_ID, of_sandbox(feed)).len();
        while waiting() < records {
            anyhow::ensure!(
                !practice.sandbox().act_by_chance(100).is_empty(),
                "nothing can be done any more"
            );
        }
        session.drain(feed, u32::try_from(records)?).await?;
        let answer = kept.lock().unwrap_or_else(PoisonError::into_inner).take();
        let answer = answer.context("the feed was drained")?;
        Ok(Self { feed, body: answer.body().clone(), answer: Arc::new(Mutex::new(answer)) })
    }

    /// The same with so many of its rows alone, of those that are wanted.
    pub fn only(self, rows: usize, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Self> {
        let mut told: Value = serde_json::from_slice(&self.body)?;
        let answered = told.as_object_mut().context("an object")?;
        let list =
            answered.values_mut().find_map(Value::as_array_mut).context("the feed answers with a list")?;
        list.retain(wanted);
        list.truncate(rows);
        anyhow::ensure!(list.len() == rows, "{} rows are such", list.len());
        answered["totalcount"] = rows.into();
        let body = Bytes::from(serde_json::to_vec(&told)?);
        let mut answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        *answer.body_mut() = body.clone();
        Ok(Self { body, answer: Arc::new(Mutex::new(answer)), ..self })
    }

    /// A client to whom each drain tells the same, and nobody else has to answer.
    pub fn client(&self, practice: &Practice) -> anyhow::Result<Client> {
        let (answer, practice) = (Arc::clone(&self.answer), practice.transport());
        client(Arc::new(FnTransport(move |request: Request<Bytes>| {
            let (answer, practice) = (Arc::clone(&answer), Arc::clone(&practice));
            async move {
                if request.uri().path().ends_with("/changed") {
                    return Ok(answer.lock().unwrap_or_else(PoisonError::into_inner).clone());
                }
                practice.send(request).await
            }
        })))
    }
}

fn of_sandbox(feed: Feed) -> sandbox::Feed {
    match feed {
        Feed::Appointments => sandbox::Feed::Appointments,
        Feed::Patients => sandbox::Feed::Patients,
        Feed::Providers => sandbox::Feed::Providers,
    }
}
