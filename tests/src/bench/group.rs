//! A profile with the encrypted copy of a practice of 250,000 people, made once and kept, and days
//! of 1,000 visits in 40 columns around today.
//!
//! The people are the sandbox practice's, read through the client and put by the store, without
//! the hours that a fill within the practice's limits would take. Its address answers nobody, so
//! that the copy alone is measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, ensure};
use athena::{Client, Config, Environment, Grant, Lane, MemoryTokens, Pace, PatientParts, SystemRandom};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use console::{Console, Keychain, SystemClock};
use model::{
    Appointment, AppointmentId, Department, DepartmentId, Patient, PatientId, PatientStatus, PracticeId,
    Provider, Secret, VisitState, Zone,
};
use sandbox::{CLIENT_ID, CLIENT_SECRET, Limits, Options, PRACTICE_ID, Size, System};
use serde_json::json;
use store::search::Person;
use store::{Cache, MasterKey, NoHooks, ProfileFolder, Record, Window};

use super::profile_key::{account, tell_keychain};
use super::typing::Sought;
use crate::{FileKeychain, Practice, ports_of_this_machine};

/// Raised when a kept copy is of no use any more.
const MADE_AS: &str = "group-2";
/// Nobody listens there.
const NOWHERE: &str = "http://127.0.0.1:9";
const PUT_AT_ONCE: usize = 25_000;
const COLUMNS: usize = 40;
const VISITS_OF_A_COLUMN: usize = 25;
/// Days with visits, from today on.
pub const DAYS: u64 = 60;

/// The profile on disk.
pub struct Group {
    root: PathBuf,
    practice: Practice,
}

impl Group {
    /// Takes the kept profile, or makes it, and sees that the coming days are there.
    pub async fn ready(root: &Path) -> anyhow::Result<Self> {
        let root = root.join(MADE_AS);
        let options = Options { size: Size::Group, limits: Limits::none(), ..Options::default() };
        let group = Self { practice: Practice::open(options, Arc::new(System)), root };
        if !group.made().is_file() {
            if group.root.exists() {
                fs::remove_dir_all(&group.root)?;
            }
            fs::create_dir_all(&group.root)?;
            group.connect().await?;
            group.put_everyone().await?;
            fs::write(group.made(), "")?;
        }
        group.put_days()?;
        tell_keychain(&group.profile(), &group.keychain())?;
        Ok(group)
    }

    /// The profile's folder.
    pub fn profile(&self) -> PathBuf {
        self.root.join("profile")
    }

    /// Where a bench may leave a file.
    pub fn folder(&self) -> &Path {
        &self.root
    }

    /// Opens the copy. The profile is ours until both are dropped.
    pub fn open(&self) -> anyhow::Result<(Cache, ProfileFolder)> {
        self.open_at(&self.profile())
    }

    /// Opens a second copy of the copy, while a window has the first.
    pub fn open_second(&self) -> anyhow::Result<(Cache, ProfileFolder)> {
        self.open_at(&self.copied("second")?)
    }

    /// The profile once more, with a person who unlocks it by a PIN.
    pub async fn staffed(&self, name: &str, pin: &str) -> anyhow::Result<PathBuf> {
        let staffed = self.copied("staffed")?;
        let calls = [
            ("profile_open", json!({})),
            ("person_add", json!({"name": name, "role": "manager", "pin": pin})),
        ];
        self.called(&staffed, &calls).await?;
        Ok(staffed)
    }

    /// The profile once more, as it was closed.
    pub fn copied(&self, name: &str) -> anyhow::Result<PathBuf> {
        self.copied_from(&self.profile(), name)
    }

    /// The profile once more, as a kill in the middle of a transaction leaves it: what was committed before is
    /// in the log, and so is a part of what was not.
    pub fn killed(&self, name: &str) -> anyhow::Result<PathBuf> {
        let alive = self.copied("alive")?;
        let (cache, _folder) = self.open_at(&alive)?;
        let now = Utc::now();
        let mut days: Vec<Vec<Appointment>> =
            self.days(&cache, now)?.into_iter().map(|(_, rows)| rows).collect();
        let rest = days.split_off(days.len() / 2).concat();
        for day in days {
            cache.write_blocking("day", move |writer| writer.put_appointments_page(&day, now))?;
        }
        let (from, to) = (alive.clone(), self.root.join(name));
        cache.write_blocking("days", move |writer| {
            writer.put_appointments_page(&rest, now)?;
            Ok(copy_files(&from, &to))
        })??;
        Ok(self.root.join(name))
    }

    fn copied_from(&self, from: &Path, name: &str) -> anyhow::Result<PathBuf> {
        let copy = self.root.join(name);
        copy_files(from, &copy)?;
        Ok(copy)
    }

    fn open_at(&self, path: &Path) -> anyhow::Result<(Cache, ProfileFolder)> {
        let folder = ProfileFolder::open(path)?;
        let file = folder.profile().current().context("no practice is connected")?.cache.clone();
        let opened = Cache::open(&folder, &file, &self.key(&folder)?, Arc::new(NoHooks))?;
        ensure!(
            opened.how == store::Opening::Existing,
            "the kept copy does not open any more: remove target/bench"
        );
        Ok((opened.store, folder))
    }

    /// Everyone whom the copy holds, as a scan goes through them and as people look for them.
    pub fn everyone(&self, cache: &Cache) -> anyhow::Result<(Vec<Person>, Vec<Sought>)> {
        let ids = self.ids();
        Ok(cache.read_blocking(|reader| {
            let (mut people, mut sought) = (Vec::with_capacity(ids.len()), Vec::with_capacity(ids.len()));
            for id in ids {
                let Some(held) = reader.patient(&id)?.filter(|held| is_found(&held.patient, &id)) else {
                    continue;
                };
                let policies = reader.coverages(&id)?.map(|held| held.value).unwrap_or_default();
                let members: Vec<String> = policies
                    .iter()
                    .map(|policy| policy.member_id.expose().clone())
                    .filter(|id| !id.is_empty())
                    .collect();
                people.push(Person::of(&held.patient, &members));
                sought.push((held.patient, members.into_iter().next()));
            }
            Ok((people, sought))
        })?)
    }

    fn ids(&self) -> Vec<PatientId> {
        let truth = self.practice.sandbox().truth();
        truth.patients().map(|patient| PatientId::new(patient.id.to_string())).collect()
    }

    fn made(&self) -> PathBuf {
        self.root.join("made")
    }

    fn keychain(&self) -> FileKeychain {
        FileKeychain::new(self.root.join("keychain.json"))
    }

    /// Makes the profile and its connection as a person would, without waiting for a fill.
    async fn connect(&self) -> anyhow::Result<()> {
        let calls = [
            ("profile_open", json!({})),
            (
                "connection_add",
                json!({"environment": {"kind": "other", "address": NOWHERE}, "practice": PRACTICE_ID,
                    "clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET}),
            ),
        ];
        self.called(&self.profile(), &calls).await
    }

    /// Has a console of its own answer calls on a profile, which nobody else has open.
    async fn called(&self, profile: &Path, calls: &[(&str, serde_json::Value)]) -> anyhow::Result<()> {
        let network = Arc::new(self.practice.clone());
        let ports = ports_of_this_machine(Arc::new(self.keychain()), network);
        let console = Console::new(profile.to_owned(), ports);
        console.start(false).await;
        for (name, request) in calls {
            let answer = console.call(&ipc::Call::desktop(), name, request.to_string().as_bytes()).await;
            let answered = answer.with_context(|| format!("there is no command {name}"))?;
            answered.map_err(|failure| anyhow::anyhow!("{name} failed: {failure:?}"))?;
        }
        console.close().await;
        Ok(())
    }

    async fn put_everyone(&self) -> anyhow::Result<()> {
        let (cache, _folder) = self.open()?;
        let session = self.client()?.lane(Lane::Fill);
        let departments = session.departments().await?;
        let providers = session.providers().await?;
        cache
            .write("reference", move |writer| {
                writer.put_departments(&departments.value, departments.as_of)?;
                writer.put_providers(&providers.value, providers.as_of)
            })
            .await?;
        let parts =
            PatientParts { insurances: true, custom_fields: false, previous_ids: true, balances: true };
        for ids in self.ids().chunks(PUT_AT_ONCE) {
            let mut records = Vec::with_capacity(ids.len());
            for id in ids {
                // Restricted patients, and records that were merged or deleted, answer as they would anyone.
                let Ok(answer) = session.patient(id, None, parts).await else { continue };
                let record = answer.value;
                if record.patient.id == *id {
                    let (patient, coverages) = (record.patient, record.coverages);
                    records.push(Record { patient, coverages, custom_values: None, as_of: answer.as_of });
                }
            }
            cache.write("everyone", move |writer| writer.put_records(&records)).await?;
        }
        cache.close().await;
        Ok(())
    }

    fn client(&self) -> anyhow::Result<Client> {
        let config = Config {
            environment: Environment::Address(NOWHERE.parse()?),
            practice: PracticeId::new(PRACTICE_ID),
            client_id: CLIENT_ID.to_owned(),
            grant: Grant::ClientCredentials { secret: Secret::new(CLIENT_SECRET) },
            scope: Config::SCOPE.to_owned(),
            pace: Pace { per_second: 1_000_000, per_day: 1_000_000_000, ..Pace::default() },
        };
        let ports = athena::Ports {
            transport: self.practice.transport(),
            tokens: Arc::new(MemoryTokens::default()),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom::new()),
        };
        Ok(Client::new(config, ports))
    }

    /// Days as full as a day gets, each read just now.
    fn put_days(&self) -> anyhow::Result<()> {
        let (cache, _folder) = self.open()?;
        let now = Utc::now();
        let all: Vec<DepartmentId> = cache.read_blocking(|reader| {
            Ok(reader.departments()?.into_iter().map(|department| department.id).collect())
        })?;
        for (date, rows) in self.days(&cache, now)? {
            let window = Window { departments: all.clone(), from: date, to: date };
            cache.write_blocking("day", move |writer| {
                writer.put_appointments_page(&rows, now)?;
                writer.finish_window(&window, now)
            })?;
        }
        Ok(())
    }

    /// The coming days, as full as a day gets.
    fn days(&self, cache: &Cache, now: DateTime<Utc>) -> anyhow::Result<Vec<(NaiveDate, Vec<Appointment>)>> {
        let (departments, providers) =
            cache.read_blocking(|reader| Ok((reader.departments()?, reader.providers()?)))?;
        let people: Vec<Patient> = cache.read_blocking(|reader| {
            let held = self.ids().into_iter().step_by(97).map(|id| reader.patient(&id));
            held.filter_map(Result::transpose).map(|held| Ok(held?.patient)).collect()
        })?;
        let first = departments.first().context("the practice has no department")?;
        let today = first.zone().today(now);
        let dates = (0..DAYS).map(|ahead| today + Days::new(ahead));
        Ok(dates.map(|date| (date, visits(date, first, &providers, &people, now))).collect())
    }

    fn key(&self, folder: &ProfileFolder) -> anyhow::Result<MasterKey> {
        let bytes = self.keychain().read(&account(folder)?)?.context("the profile's key is gone")?;
        MasterKey::from_kept(&bytes).context("the profile's key is none")
    }
}

/// Copies a folder's files in place of what was there.
fn copy_files(from: &Path, to: &Path) -> anyhow::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().context("a file has a name")?))?;
        }
    }
    Ok(())
}

/// A record that was merged into another is found as that one, and a deleted one is not.
fn is_found(patient: &Patient, id: &PatientId) -> bool {
    patient.id == *id && patient.status != PatientStatus::Deleted
}

/// 25 visits for each of 40 providers, of a quarter of an hour and a half, from seven in the morning.
fn visits(
    date: NaiveDate,
    department: &Department,
    providers: &[Provider],
    people: &[Patient],
    now: DateTime<Utc>,
) -> Vec<Appointment> {
    let columns = providers.iter().take(COLUMNS).enumerate();
    let rows = columns.flat_map(|(column, provider)| {
        (0..VISITS_OF_A_COLUMN).map(move |row| {
            let patient = &people[(column * VISITS_OF_A_COLUMN + row) % people.len()];
            let start = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(7 * 60 + 25 * row as i64);
            Appointment {
                id: AppointmentId::new(format!("{}{column:02}{row:02}", date.format("%Y%m%d"))),
                patient: Some(patient.id.clone()),
                patient_name: Some(patient.name.clone()),
                department: department.id.clone(),
                provider: provider.id.clone(),
                start,
                minutes: if row % 3 == 0 { 30 } else { 15 },
                state: state(department.zone(), start, now),
                kind: None,
                kind_name: "Office visit".to_owned(),
                copay: None,
                checked_in: None,
                check_in_started: None,
                checked_out: None,
                notes: Vec::new(),
                urgent: row == 7,
                modified: None,
                frozen: false,
                cancelled: None,
            }
        })
    });
    rows.collect()
}

fn state(zone: Zone, start: chrono::NaiveDateTime, now: DateTime<Utc>) -> VisitState {
    let gone = now - zone.instant(start);
    if gone > TimeDelta::hours(1) {
        VisitState::Charged
    } else if gone > TimeDelta::zero() {
        VisitState::CheckedIn
    } else {
        VisitState::Booked
    }
}
