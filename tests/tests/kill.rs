//! A real process that is killed again and again while it fills a copy through storms and stalls.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use acceptance::{
    Bridged, Canaries, Moments, Night, assert_alike, differences, files_under, is_plain_database, say, told,
    until,
};
use anyhow::{Context, ensure};
use sandbox::{Limits, Options, Sandbox, Size};
use serde_json::{Value, json};

const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");
const FILL: Duration = Duration::from_secs(240);
const SEED: u64 = 7;
/// How often the process is killed, a few seconds after it began.
const KILLS: u64 = 9;
const MOMENT: (u64, u64) = (1_200, 3_600);
/// The run that is refused every call until it says so. In the others what is felt of a short storm
/// hangs on the moment.
const STORM: u64 = 3;
const FELT: Duration = Duration::from_secs(60);

async fn start(profile: &Path, night: &Night, sky: &[&str]) -> anyhow::Result<Bridged> {
    let (seed, ahead) = (SEED.to_string(), night.ahead());
    let mut words = vec!["--demo-size", "solo", "--seed", &seed, "--ahead", &ahead];
    words.extend(sky);
    Bridged::start(Path::new(BRIDGE), profile, &words).await
}

/// Connects the practice under a clear sky: in a storm its key may be tried for longer than a caller of
/// the bridge waits for an answer.
async fn connect(profile: &Path, night: &Night) -> anyhow::Result<()> {
    let bridge = start(profile, night, &[]).await?;
    bridge.connect_demo().await?;
    bridge.kill().await
}

async fn sync(bridge: &Bridged) -> anyhow::Result<Value> {
    bridge.ask("sync_read", json!({})).await
}

/// What runs that were killed said before they were.
#[derive(Default)]
struct Said {
    held: u64,
    sent: u64,
    problems: BTreeSet<String>,
}

impl Said {
    /// Listens to a run until its moment has come, and what it is to feel was felt. What an earlier
    /// run said to hold is held.
    async fn hear(&mut self, bridge: &Bridged, moment: Duration, felt: Option<&str>) -> anyhow::Result<()> {
        let begun = Instant::now();
        let mut last = sync(bridge).await?;
        while begun.elapsed() < moment || felt.is_some_and(|problem| !self.problems.contains(problem)) {
            ensure!(begun.elapsed() < FELT, "{felt:?} is not felt: {:?}, {last}", self.problems);
            last = sync(bridge).await?;
            self.problems.extend(last["problem"]["code"].as_str().map(str::to_owned));
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        let held = last["held"].as_u64().context("it says how many it holds")?;
        assert!(held >= self.held, "{held} of {} that were held are held after a kill", self.held);
        assert_ne!(last["fill"]["phase"], "fresh", "the kill cuts the fill off");
        self.held = held;
        self.sent += last["calls"]["sentToday"].as_u64().unwrap_or(0);
        Ok(())
    }
}

#[tokio::test]
async fn a_fill_through_storms_stalls_and_kills_equals_the_practice() -> anyhow::Result<()> {
    let (computer, night) = (tempfile::tempdir()?, Night::begins());
    let profile = computer.path().join("profile");
    let chance = chance()?;
    say(&format!("the moments of this run follow from DAYBOOK_SEED={chance}"));
    let (mut moments, mut said) = (Moments::from(chance), Said::default());
    connect(&profile, &night).await?;
    for run in 0..KILLS {
        let weather = chance.wrapping_add(run).to_string();
        let (sky, felt) = match run {
            STORM => (["--fault", "rate-limit-storm"], Some("rateLimited")),
            _ => (["--weather", weather.as_str()], None),
        };
        let bridge = start(&profile, &night, &sky).await?;
        let moment = Duration::from_millis(moments.between(MOMENT.0, MOMENT.1));
        said.hear(&bridge, moment, felt).await.with_context(|| format!("run {run} of seed {chance}"))?;
        bridge.kill().await?;
    }
    assert!(said.sent > 50, "the fill got somewhere between the kills: {} calls", said.sent);
    let bridge = start(&profile, &night, &[]).await?;
    until("the copy is filled", FILL, async || {
        Ok((sync(&bridge).await?["fill"]["phase"] == "fresh").then_some(()))
    })
    .await?;
    let practice = practice(&night);
    let truth = practice.truth();
    let found = differences(&truth, night.today(), async |name: &str, request: Value| {
        bridge.ask(name, request).await
    });
    assert_alike(&found.await?);
    bridge.end().await?;
    nothing_in_the_clear(&practice, computer.path())
}

/// The seed that somebody gives, to have a run's moments again, or one that nobody knows.
fn chance() -> anyhow::Result<u64> {
    match std::env::var("DAYBOOK_SEED") {
        Ok(given) => Ok(given.parse()?),
        Err(_) => getrandom::u64().map_err(|_| anyhow::anyhow!("the system gives no random bytes")),
    }
}

fn practice(night: &Night) -> Sandbox {
    let options = Options { size: Size::Solo, seed: SEED, limits: Limits::preview(), ..Options::default() };
    Sandbox::new(options, Arc::new(night.clock()))
}

/// Every file of the profile, the log included and the bridge's own keychain apart.
fn nothing_in_the_clear(practice: &Sandbox, folder: &Path) -> anyhow::Result<()> {
    for path in files_under(folder)? {
        assert!(!is_plain_database(&std::fs::read(&path)?), "{} is not encrypted", path.display());
    }
    let telling = told(&Canaries::of(&practice.truth(), 500), folder)?;
    assert!(telling.is_empty(), "these tell about patients: {telling:?}");
    Ok(())
}
