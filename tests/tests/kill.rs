//! A real process that is killed again and again while it fills a copy through storms and stalls.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use acceptance::{
    Bridged, Canaries, Moments, Night, assert_alike, differences, files_under, is_plain_database, say, told,
    until,
};
use anyhow::Context;
use sandbox::{Limits, Options, Sandbox, Size};
use serde_json::{Value, json};

const BRIDGE: &str = env!("CARGO_BIN_EXE_bridge");
const FILL: Duration = Duration::from_secs(240);
const SEED: u64 = 7;
/// How often the process is killed, a few seconds after it began.
const KILLS: u64 = 9;
const MOMENT: (u64, u64) = (1_200, 3_600);

async fn start(profile: &Path, night: &Night, weather: Option<u64>) -> anyhow::Result<Bridged> {
    let (seed, ahead) = (SEED.to_string(), night.ahead());
    let mut words = vec!["--demo-size", "solo", "--seed", &seed, "--ahead", &ahead];
    let weather = weather.map(|seed| seed.to_string());
    words.extend(weather.iter().flat_map(|seed| ["--weather", seed.as_str()]));
    Bridged::start(Path::new(BRIDGE), profile, &words).await
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
    /// Listens to a run until its moment has come. What an earlier run said to hold is held.
    async fn hear(&mut self, bridge: &Bridged, moment: Duration) -> anyhow::Result<()> {
        let mut last = json!({});
        let listening = async {
            loop {
                last = sync(bridge).await?;
                self.problems.extend(last["problem"]["code"].as_str().map(str::to_owned));
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        };
        let heard: Result<anyhow::Result<()>, _> = tokio::time::timeout(moment, listening).await;
        if let Ok(heard) = heard {
            return heard;
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
    for run in 0..KILLS {
        let bridge = start(&profile, &night, Some(chance.wrapping_add(run))).await?;
        if run == 0 {
            bridge.connect_demo().await?;
        }
        let moment = Duration::from_millis(moments.between(MOMENT.0, MOMENT.1));
        said.hear(&bridge, moment).await.with_context(|| format!("run {run} of seed {chance}"))?;
        bridge.kill().await?;
    }
    assert!(said.sent > 50, "the fill got somewhere between the kills: {} calls", said.sent);
    assert!(said.problems.contains("rateLimited"), "the storms were felt: {:?}", said.problems);
    let bridge = start(&profile, &night, None).await?;
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
