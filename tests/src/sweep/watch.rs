//! The process that watches: it answers for the practice, counts the points, has each be the last of one
//! process, and reckons once another has come to rest.

use std::fmt;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, ensure};
use bytes::Bytes;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use http::{Request, header};
use sandbox::{Deed, Limits, Options, Sandbox, Size, Standing, Telling};
use store::WriteState;
use tempfile::TempDir;

use super::WALK;
use super::alike::reckon;
use super::frame::{self, Said};
use super::stage::Work;

/// Three in the morning: nothing happens at the practice by itself.
const NIGHT: &str = "2026-11-23T08:00:00Z";

/// What is walked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// A new copy is filled.
    Fill,
    /// Others changed people and visits, and a change of ours is written.
    Drain,
    /// Another desktop on the key took out what they changed.
    Window,
    /// Somebody was merged into another, and they into a third.
    Merge,
}

impl FromStr for Scene {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> anyhow::Result<Self> {
        let is_named = |scene: &Scene| format!("{scene:?}").eq_ignore_ascii_case(word);
        SCENES.into_iter().find(is_named).context("there is no such scene")
    }
}

const SCENES: [Scene; 4] = [Scene::Fill, Scene::Drain, Scene::Window, Scene::Merge];

/// What a sweep came to.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    /// Points that were counted.
    pub counted: u32,
    /// Points at which a process died.
    pub points: u32,
    /// What was not as it should be.
    pub lost: usize,
    /// Writes that were applied more than once.
    pub doubled: usize,
    /// What was wrong, by its point.
    pub wrong: Vec<String>,
}

impl fmt::Display for Sweep {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "points {} lost {} doubled {}", self.points, self.lost, self.doubled)
    }
}

/// The practice's clock, which follows that of whoever walks.
#[derive(Debug)]
struct Hands(AtomicI64);

impl Hands {
    fn at(instant: DateTime<Utc>) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(instant.timestamp_millis())))
    }

    fn put(&self, instant: DateTime<Utc>) {
        self.0.fetch_max(instant.timestamp_millis(), Ordering::SeqCst);
    }

    fn read(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

impl sandbox::Clock for Hands {
    fn now(&self) -> DateTime<Utc> {
        self.read()
    }
}

/// A practice and the files of one computer.
struct Room {
    practice: Sandbox,
    hands: Arc<Hands>,
    folder: TempDir,
    program: PathBuf,
}

/// What a walker came to.
enum End {
    Died,
    Rests(u32),
}

impl Room {
    fn new(program: &Path) -> anyhow::Result<Self> {
        let hands = Hands::at(NIGHT.parse()?);
        let options =
            Options { size: Size::Solo, limits: Limits::none(), feeds: Telling::Deeds, ..Options::default() };
        let practice = Sandbox::new(options, Arc::clone(&hands) as _);
        Ok(Self { practice, hands, folder: crate::sim::folder()?, program: program.to_owned() })
    }

    /// Patients who may be seen, and whom nothing was merged with.
    fn known(&self) -> Vec<u64> {
        let truth = self.practice.truth();
        let merged = truth.merged();
        let is_merged = |id: u64| merged.iter().any(|(one, two, three)| [*one, *two, *three].contains(&id));
        let day = self.hands.read().date_naive();
        let coming: std::collections::BTreeSet<u64> =
            truth.visits(day, day + chrono::Days::new(14)).map(|visit| visit.patient).collect();
        let seen = truth.patients().filter(|one| {
            !one.restricted
                && one.standing == Standing::Active
                && one.died.is_none()
                && coming.contains(&one.id)
        });
        seen.map(|one| one.id).filter(|id| !is_merged(*id)).collect()
    }

    /// Has a process walk, and die at a point; at none for 0. `told` hears what it asks.
    async fn walk(&self, work: Work, point: u32, told: &mut Vec<Said>) -> anyhow::Result<End> {
        let from = self.hands.read() + TimeDelta::seconds(1);
        let mut child = Command::new(&self.program)
            .arg(WALK)
            .arg(self.folder.path())
            .args([work.to_string(), point.to_string(), from.to_rfc3339()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("it is heard")?);
        let mut line = BufWriter::new(child.stdin.take().context("it hears")?);
        let mut end = End::Died;
        while let Some(said) = frame::take::<Said>(&mut lines)? {
            match &said {
                Said::Rests { at, points } => {
                    self.hands.put(*at);
                    end = End::Rests(*points);
                }
                Said::Asks { at, .. } => {
                    self.hands.put(*at);
                    let request = frame::request(&said)?.context("a request")?;
                    let answer = self.practice.answer(request).await?;
                    // Whoever died meanwhile hears nothing.
                    let _ = frame::put(&mut line, &frame::answered(&answer));
                    told.push(said);
                }
            }
        }
        drop(line);
        let status = child.wait()?;
        ensure!(matches!(end, End::Died) != status.success(), "a walker ended with {status}");
        Ok(end)
    }

    /// Asks again what made the key hear of changes, when it was asked.
    async fn subscribe_as(&self, told: &[Said]) -> anyhow::Result<()> {
        let mut token = None;
        for said in told {
            let Said::Asks { at, method, uri, .. } = said else { continue };
            let is_token = uri.ends_with("/token");
            if method != "POST" || !(is_token || uri.contains("/subscription")) {
                continue;
            }
            self.hands.put(*at);
            let mut request = frame::request(said)?.context("a request")?;
            if let Some(token) = token.as_ref().filter(|_| !is_token) {
                request.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {token}").parse()?);
            }
            let answer = self.practice.answer(request).await?;
            ensure!(answer.status().is_success(), "a subscription is taken again");
            if is_token {
                let said: serde_json::Value = serde_json::from_slice(answer.body())?;
                token = said["access_token"].as_str().map(str::to_owned);
            }
        }
        Ok(())
    }

    fn edit(&self, patient: u64, mail: &str) -> anyhow::Result<()> {
        let fields = vec![
            ("mobilephone".to_owned(), format!("207{:07}", patient % 10_000_000)),
            ("address2".to_owned(), mail.to_owned()),
        ];
        self.practice.act(&Deed::EditPatient { patient, fields }).context("it can be done").map(drop)
    }

    /// What others do before the walk.
    async fn happen(&self, scene: Scene, known: &[u64], told: &[Said]) -> anyhow::Result<()> {
        match scene {
            Scene::Fill => {}
            Scene::Drain | Scene::Window => {
                for patient in known.iter().skip(3).take(7) {
                    self.edit(*patient, &format!("FLOOR {patient}"))?;
                }
                self.practice.act_by_chance(12);
            }
            Scene::Merge => {
                let [a, b, c] = known[..3] else { anyhow::bail!("three are known") };
                self.practice.act(&Deed::Merge { patient: a, into: b }).context("merged")?;
                self.practice.act(&Deed::Merge { patient: b, into: c }).context("merged")?;
            }
        }
        if scene == Scene::Window { self.rival(told).await } else { Ok(()) }
    }

    /// Another desktop on the key takes out what waits.
    async fn rival(&self, told: &[Said]) -> anyhow::Result<()> {
        let form = told.iter().find(|said| matches!(said, Said::Asks { uri, .. } if uri.ends_with("/token")));
        let request = frame::request(form.context("a token was asked for")?)?.context("a request")?;
        let host = request.uri().to_string();
        let answer = self.practice.answer(request).await?;
        let token: serde_json::Value = serde_json::from_slice(answer.body())?;
        let token = token["access_token"].as_str().context("a token")?;
        let origin = host.split("/oauth2").next().context("an origin")?;
        for feed in ["patients", "appointments", "providers"] {
            let uri = format!("{origin}/v1/{}/{feed}/changed?limit=1500", sandbox::PRACTICE_ID);
            let request = Request::get(uri).header(header::AUTHORIZATION, format!("Bearer {token}"));
            let answer = self.practice.answer(request.body(Bytes::new())?).await?;
            ensure!(answer.status().is_success(), "the rival reads {feed}: {}", answer.status());
        }
        Ok(())
    }
}

/// A computer whose copy is filled and whose key hears of changes, and how it came to that.
struct Listening {
    folder: TempDir,
    told: Vec<Said>,
    until: DateTime<Utc>,
    known: Vec<u64>,
    program: PathBuf,
}

impl Listening {
    async fn begin(program: &Path) -> anyhow::Result<Self> {
        let room = Room::new(program)?;
        let known = room.known();
        let (draft, mut told) = (*known.first().context("somebody")?, Vec::new());
        let end = room.walk(Work::Listen { draft }, 0, &mut told).await?;
        ensure!(matches!(end, End::Rests(_)), "an undisturbed walk comes to rest");
        Ok(Self { until: room.hands.read(), folder: room.folder, program: room.program, told, known })
    }

    /// A room in which a scene is about to be walked through.
    async fn room(&self, scene: Scene) -> anyhow::Result<Room> {
        let room = Room::new(&self.program)?;
        if scene != Scene::Fill {
            room.subscribe_as(&self.told).await?;
            room.hands.put(self.until);
            for entry in std::fs::read_dir(self.folder.path())? {
                let entry = entry?;
                std::fs::copy(entry.path(), room.folder.path().join(entry.file_name()))?;
            }
            room.happen(scene, &self.known, &self.told).await?;
        }
        Ok(room)
    }
}

fn work(scene: Scene) -> Work {
    if scene == Scene::Fill { Work::Fill } else { Work::Poll }
}

/// What the write that somebody asks for becomes; nothing where nobody does, since a copy that is only begun knows
/// nobody. What was drafted for somebody who is another by now goes back to whoever asked.
fn wanted(scene: Scene) -> &'static [WriteState] {
    match scene {
        Scene::Fill => &[],
        Scene::Drain | Scene::Window => &[WriteState::Confirmed],
        Scene::Merge => &[WriteState::Confirmed, WriteState::Drafted],
    }
}

fn today() -> anyhow::Result<NaiveDate> {
    Ok(NIGHT.parse::<DateTime<Utc>>()?.date_naive())
}

/// How many points each scene has.
async fn counted(listening: &Listening, only: Option<Scene>) -> anyhow::Result<Vec<(Scene, u32)>> {
    let mut counted = Vec::new();
    for scene in SCENES.into_iter().filter(|scene| only.is_none_or(|only| only == *scene)) {
        let room = listening.room(scene).await?;
        let End::Rests(points) = room.walk(work(scene), 0, &mut Vec::new()).await? else {
            anyhow::bail!("an undisturbed walk comes to rest")
        };
        let reckoned = reckon(room.folder.path(), &room.practice, (today()?, wanted(scene)))?;
        ensure!(reckoned.lost.is_empty(), "{scene:?}, undisturbed: {}", reckoned.lost.join("; "));
        counted.push((scene, points));
    }
    Ok(counted)
}

/// One death at a point, another process that comes to rest, and what is there then.
async fn die(listening: &Listening, scene: Scene, point: u32) -> anyhow::Result<Option<Sweep>> {
    let room = listening.room(scene).await?;
    if !matches!(room.walk(work(scene), point, &mut Vec::new()).await?, End::Died) {
        return Ok(None);
    }
    let end = room.walk(work(scene), 0, &mut Vec::new()).await?;
    ensure!(matches!(end, End::Rests(_)), "{scene:?}, point {point}: the next one comes to rest");
    let reckoned = reckon(room.folder.path(), &room.practice, (today()?, wanted(scene)))?;
    let wrong = reckoned.lost.iter().map(|lost| format!("{scene:?}, point {point}: {lost}")).collect();
    Ok(Some(Sweep { points: 1, lost: reckoned.lost.len(), doubled: reckoned.doubled, wrong, counted: 0 }))
}

/// Sweeps: has a program that walks die at every n-th point of every scene, or of one, from one on, and tells of
/// each that is wrong.
///
/// # Errors
/// Where the surroundings fail.
pub async fn sweep(
    program: &Path,
    (every, first): (u32, u32),
    only: Option<Scene>,
    mut told: impl FnMut(&str),
) -> anyhow::Result<Sweep> {
    let listening = Listening::begin(program).await?;
    let counted = counted(&listening, only).await?;
    let mut all = Sweep::default();
    let mut passed = 0;
    for (scene, points) in counted {
        told(&format!("{scene:?}: {points} points"));
        all.counted += points;
        for point in 1..=points {
            passed += 1;
            if passed % every.max(1) != first % every.max(1) {
                continue;
            }
            let Some(one) = die(&listening, scene, point).await? else { continue };
            one.wrong.iter().for_each(|wrong| told(wrong));
            all.points += one.points;
            all.lost += one.lost;
            all.doubled += one.doubled;
            all.wrong.extend(one.wrong);
        }
    }
    Ok(all)
}
