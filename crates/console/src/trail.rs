//! Reading the audit, verifying it, exporting it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};
use ipc::trail::{
    Anchoring, AuditCheckFile, AuditChecked, AuditDevice, AuditEnvironment, AuditExported, AuditLine,
    AuditPage, AuditPatient, AuditPerson, AuditPractice, AuditRead, AuditSince, AuditStanding, AuditTrouble,
    AuditWrite,
};
use ipc::{AuditKind, Call, Failure, Field, Outcome};
use model::{PatientId, Phi, Zone};
use store::{
    Anchor, AuditFilter, AuditFinding, AuditRow, Connection, ConnectionId, Environment, ExportRefusal,
    Reader, Vault, VaultFile, Wanted, WriteId, WriteReason,
};

use crate::console::Console;
use crate::ledger::Place;
use crate::live::Live;
use crate::{connections, leaving, page, profile, words};

/// The most rows that a page may have.
const MOST_ROWS: u32 = 200;

/// Lists who did what here.
pub(crate) async fn read(console: &Console, request: AuditRead) -> Result<AuditPage, Failure> {
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let live = console.live().await.ok();
    let connections = {
        let state = console.state().read().await;
        connections::open(&state)?.folder.profile().connections
    };
    let mut known = Known::of(live.as_deref(), &request).await?;
    let merged = known.numbers(&place.vault).await;
    merged.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    let limit = page::rows(request.limit, MOST_ROWS)?;
    let filter = filter(&request, &known, &connections)?;
    let rows = place.vault.read(move |vault| vault.audit_rows(&filter, limit + 1)).await;
    let mut rows = rows.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let cursor = rows.last().filter(|_| more).map(|row| row.sequence.to_string());
    let environments = place.vault.read(|vault| vault.environments()).await;
    let environments =
        environments.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    let names = Names::of(live.as_deref(), &rows, connections, environments).await?;
    let here = here(console, &place, live.as_deref(), &rows).await?;
    let staff = place.vault.read(staff).await;
    let staff = staff.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    let desktop = AuditPerson { id: "desktop".to_owned(), name: None };
    let people = std::iter::once(desktop).chain(staff.iter().cloned()).collect();
    let device = place.device.as_str();
    let rows = rows.into_iter().map(|row| line(row, known.zone, &names, &staff, (&here, device))).collect();
    Ok(AuditPage { rows, cursor, people, today: words::day(known.zone.today(console.ports().clock.now())) })
}

fn filter(request: &AuditRead, known: &Known, here: &[Connection]) -> Result<AuditFilter, Failure> {
    let invalid = |field| Failure::Invalid { field };
    let before = match &request.cursor {
        Some(text) => Some(text.parse().map_err(|_| invalid(Field::Cursor))?),
        None => None,
    };
    let day = match &request.day {
        Some(text) => Some(words::read_day(text).ok_or(invalid(Field::Date))?),
        None => None,
    };
    let next = day.and_then(|day| day.succ_opt());
    Ok(AuditFilter {
        person: request.person.clone(),
        kind: request.kind.map(|kind| kind.as_str().to_owned()),
        patients: known.ids.clone(),
        practice: known.connection.as_ref().map(|connection| practice(connection, here)),
        from: day.map(|day| begins(day, known.zone)),
        until: next.map(|day| begins(day, known.zone)),
        before,
    })
}

fn practice(connection: &str, here: &[Connection]) -> store::AuditPractice {
    let (ours, others): (Vec<_>, Vec<_>) = here.iter().partition(|known| known.id.as_str() == connection);
    store::AuditPractice {
        connection: connection.to_owned(),
        number: ours.first().map(|known| known.practice.to_string()).unwrap_or_default(),
        others: others.iter().map(|known| known.id.to_string()).collect(),
    }
}

fn begins(day: NaiveDate, zone: Zone) -> DateTime<Utc> {
    zone.instant(day.and_time(NaiveTime::MIN))
}

/// What the copy in use says of what is asked for.
struct Known {
    zone: Zone,
    /// Over which connection it was; nothing where it may be any.
    connection: Option<String>,
    /// Every id of the patient asked for.
    ids: Vec<String>,
}

impl Known {
    async fn of(live: Option<&Live>, request: &AuditRead) -> Result<Self, Failure> {
        let asked = request.patient.as_deref().map(PatientId::new);
        let mut ids: Vec<String> = asked.iter().map(ToString::to_string).collect();
        let Some(live) = live else {
            return Ok(Self { zone: Zone::EASTERN, connection: request.connection.clone(), ids });
        };
        let in_use = live.connection.to_string();
        // One id is one patient in one practice alone.
        let connection = request.connection.clone().or(asked.is_some().then(|| in_use.clone()));
        let held = asked.filter(|_| connection.as_ref() == Some(&in_use));
        live.read(move |reader| {
            let zone = reader.departments()?.first().map_or(Zone::EASTERN, |first| first.zone());
            if let Some(held) = held.as_ref().map(|id| reader.patient(id)).transpose()?.flatten() {
                ids.push(held.patient.id.to_string());
                ids.extend(held.patient.previous_ids.iter().map(ToString::to_string));
            }
            ids.sort_unstable();
            ids.dedup();
            Ok(Self { zone, connection, ids })
        })
        .await
    }
}

impl Known {
    /// Adds every number that was merged with one of them, which the vault remembers for ever.
    async fn numbers(&mut self, vault: &Vault) -> Result<(), store::Error> {
        let Some(connection) = self.connection.clone().map(ConnectionId::new) else { return Ok(()) };
        let known = self.ids.clone();
        let numbers = vault.read(move |vault| {
            let mut numbers = Vec::new();
            for id in known {
                numbers.extend(vault.numbers_of(&connection, &PatientId::new(id))?);
            }
            Ok(numbers)
        });
        self.ids.extend(numbers.await?.iter().map(ToString::to_string));
        self.ids.sort_unstable();
        self.ids.dedup();
        Ok(())
    }
}

/// The names of those patients whom the copy in use holds, and of the practices that are here.
#[derive(Default)]
struct Names {
    connection: Option<String>,
    names: std::collections::HashMap<String, String>,
    practices: Vec<Connection>,
    /// In which environment each of them is or was.
    environments: BTreeMap<String, Environment>,
}

fn environment(kept: &Environment) -> AuditEnvironment {
    match kept {
        Environment::Demo { .. } => AuditEnvironment::Demo,
        Environment::Preview => AuditEnvironment::Preview,
        Environment::Production => AuditEnvironment::Production,
        Environment::Other { .. } => AuditEnvironment::Other,
    }
}

impl Names {
    async fn of(
        live: Option<&Live>,
        rows: &[AuditRow],
        practices: Vec<Connection>,
        environments: BTreeMap<String, Environment>,
    ) -> Result<Self, Failure> {
        let Some(live) = live else { return Ok(Self { practices, environments, ..Self::default() }) };
        let connection = live.connection.to_string();
        let ours = rows.iter().filter(|row| row.entry.connection.as_ref() == Some(&connection));
        let mut ids: Vec<PatientId> =
            ours.filter_map(|row| row.entry.patient.as_deref()).map(PatientId::new).collect();
        ids.sort_unstable();
        ids.dedup();
        let lines = live.read(move |reader| reader.patient_lines(&ids)).await?;
        let names = lines.iter().map(|line| (line.id.to_string(), words::full_name(&line.name))).collect();
        Ok(Self { connection: Some(connection), names, practices, environments })
    }

    fn practice(&self, number: String, connection: Option<&String>) -> AuditPractice {
        let here =
            self.practices.iter().find(|known| Some(known.id.as_str()) == connection.map(String::as_str));
        let kept = connection.and_then(|connection| self.environments.get(connection));
        AuditPractice {
            number,
            label: here.map(|known| known.label.clone()),
            environment: kept.map(environment),
        }
    }

    fn name(&self, connection: Option<&String>, patient: &str) -> Option<String> {
        connection.filter(|of| Some(*of) == self.connection.as_ref())?;
        self.names.get(patient).cloned()
    }
}

/// Whoever does things here, by name: the people of the desktop, and who signed in at athenahealth.
pub(crate) fn staff(vault: &Reader<'_, VaultFile>) -> Result<Vec<AuditPerson>, store::Error> {
    let people = vault.people()?.into_iter().map(|person| (person.id, person.name));
    let users = vault.athena_users()?.into_iter().map(|user| (user.id, user.name.into_exposed()));
    Ok(people.chain(users).map(|(id, name)| AuditPerson { id, name: Some(name) }).collect())
}

/// The writes of some rows that are still among those of the practice in use.
async fn here(
    console: &Console,
    place: &Place,
    live: Option<&Live>,
    rows: &[AuditRow],
) -> Result<HashSet<String>, Failure> {
    let Some(connection) = live.map(|live| live.connection.clone()) else { return Ok(HashSet::new()) };
    let ids: HashSet<String> = rows.iter().filter_map(|row| split(row).0).map(str::to_owned).collect();
    let found = place.vault.read(move |vault| {
        let mut here = HashSet::new();
        for id in ids {
            let row = vault.journal_row(&WriteId::new(id.as_str()))?;
            if row.is_some_and(|row| is_shown(&row.connection, row.reason, &connection)) {
                here.insert(id);
            }
        }
        Ok(here)
    });
    found.await.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))
}

/// Whether the list of writes shows one: none that was taken back.
fn is_shown(of: &ConnectionId, reason: Option<WriteReason>, in_use: &ConnectionId) -> bool {
    of == in_use && reason != Some(WriteReason::Withdrawn)
}

/// The write that an entry is about, and what else is said of it.
fn split(row: &AuditRow) -> (Option<&str>, Option<&str>) {
    let about = row.entry.about.as_deref();
    // A write that somebody only looked at has its number there too.
    let is_write = [AuditKind::Write, AuditKind::View].iter().any(|kind| row.entry.kind == kind.as_str());
    match about.filter(|_| is_write).map(|about| about.split_once(' ').unwrap_or((about, ""))) {
        Some((id, said)) if is_id(id) => (Some(id), Some(said).filter(|said| !said.is_empty())),
        _ => (None, about),
    }
}

/// Ids of writes are as long as names of files.
fn is_id(word: &str) -> bool {
    word.len() == 32 && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn line(
    row: AuditRow,
    zone: Zone,
    names: &Names,
    staff: &[AuditPerson],
    (here, device): (&HashSet<String>, &str),
) -> AuditLine {
    let (write, about) = split(&row);
    let write = write.map(|id| AuditWrite { id: id.to_owned(), here: here.contains(id) });
    let about = about.map(str::to_owned);
    let name_of =
        |id: &String| staff.iter().find(|person| person.id == *id).and_then(|person| person.name.clone());
    let entry = row.entry;
    let wall = zone.wall(entry.at);
    let patient = entry.patient.map(|id| {
        let name = names.name(entry.connection.as_ref(), &id);
        AuditPatient { id, name }
    });
    let practice = entry.practice.map(|number| names.practice(number, entry.connection.as_ref()));
    AuditLine {
        sequence: row.sequence,
        day: words::day(wall.date()),
        minute: wall.hour() * 60 + wall.minute(),
        person: AuditPerson { name: name_of(&entry.person), id: entry.person },
        device: AuditDevice { here: entry.device == device, id: entry.device },
        kind: kind(&entry.kind),
        words: entry.words,
        outcome: outcome(&entry.outcome),
        patient,
        search: entry.search,
        about: about.map(|about| name_of(&about).unwrap_or(about)),
        write,
        practice,
        emergency: entry.emergency,
        reason: entry.reason.map(Phi::into_exposed),
    }
}

/// A word that is none of ours was not written by us.
fn kind(text: &str) -> AuditKind {
    AuditKind::ALL.into_iter().find(|kind| kind.as_str() == text).unwrap_or(AuditKind::Finding)
}

fn outcome(text: &str) -> Outcome {
    Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == text).unwrap_or(Outcome::Failed)
}

/// Looks at the whole chain.
pub(crate) async fn verify(console: &Console) -> Result<AuditStanding, Failure> {
    let ledger = console.ledger();
    let place = ledger.place().ok_or(Failure::NoPractice)?;
    // Read first: the chain may go on meanwhile, and one that is ahead of its anchor is sound.
    let anchor = ledger.anchor_kept(&place).await;
    let key = place.key.clone();
    let looked = place.vault.read(move |vault| {
        let found =
            AuditFilter { kind: Some(AuditKind::Finding.as_str().to_owned()), ..AuditFilter::default() };
        let before = vault.audit_rows(&found, MOST_ROWS)?.len() as u64;
        Ok((vault.verify_audit(&key, anchor.as_ref())?, before))
    });
    let (check, found_before) =
        looked.await.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    Ok(AuditStanding {
        entries: check.entries,
        troubles: check.findings.iter().map(trouble).collect(),
        anchoring: match (&place.anchor, anchor) {
            (None, _) => Anchoring::Exports,
            (Some(_), None) => Anchoring::Silent,
            (Some(_), Some(_)) => Anchoring::Keychain,
        },
        found_before,
        fingerprint: place.key.fingerprint(),
    })
}

fn trouble(finding: &AuditFinding) -> AuditTrouble {
    match *finding {
        AuditFinding::Changed { sequence } => AuditTrouble::Changed { sequence },
        AuditFinding::Missing { first, last } => AuditTrouble::Missing { first, last },
        AuditFinding::Unlinked { sequence } => AuditTrouble::Unlinked { sequence },
        AuditFinding::Reason { sequence } => AuditTrouble::Reason { sequence },
        AuditFinding::CutOff { anchored, found } => AuditTrouble::CutOff { anchored, found },
        AuditFinding::Replaced { anchored } => AuditTrouble::Replaced { anchored },
    }
}

/// Writes the whole chain as signed lines into a file of the profile's folder.
pub(crate) async fn export(console: &Console, call: &Call) -> Result<AuditExported, Failure> {
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let folder = {
        let state = console.state().read().await;
        Arc::clone(&connections::open(&state)?.folder)
    };
    let now = console.ports().clock.now();
    let (text, entries) = signed(&place, now, console.ports().entropy.as_ref()).await?;
    let name = format!("audit-{}.jsonl", now.format("%Y-%m-%d-%H%M%S"));
    let work = move |wanted: &Wanted| folder.export(&name, text.as_bytes(), wanted);
    let file = leaving::write(console, call, work).await?;
    Ok(AuditExported { file, entries, fingerprint: place.key.fingerprint() })
}

async fn signed(
    place: &Place,
    now: DateTime<Utc>,
    entropy: &dyn store::Entropy,
) -> Result<(String, u64), Failure> {
    let (key, device) = (place.key.clone(), place.device.clone());
    let read = place
        .vault
        .read(move |vault| Ok((vault.export_audit(&key, &device, now)?, vault.audit_head()?.count)));
    read.await.map_err(|error| profile::used(&error, entropy))
}

/// Verifies a file that was exported, and holds the audit that it was exported from against it.
pub(crate) async fn check(console: &Console, request: AuditCheckFile) -> Result<AuditChecked, Failure> {
    let read = match store::read_export(&request.text) {
        Ok(read) => read,
        Err(ExportRefusal::NotWhole) => return Ok(AuditChecked::NotWhole),
        Err(ExportRefusal::Altered) => return Ok(AuditChecked::Altered),
        Err(ExportRefusal::Broken) => return Ok(AuditChecked::Broken),
    };
    let ours = match console.ledger().place().filter(|place| place.key.fingerprint() == read.fingerprint) {
        Some(place) => Some(since(console, &place, read.anchor).await?),
        None => None,
    };
    Ok(AuditChecked::Whole {
        entries: read.anchor.count,
        exported: words::instant(read.exported),
        ours,
        fingerprint: read.fingerprint,
        people: read
            .people
            .into_iter()
            .map(|known| AuditPerson { id: known.id, name: Some(known.name) })
            .collect(),
        resaved: read.resaved,
    })
}

/// What the audit still holds of what was exported from it.
async fn since(console: &Console, place: &Place, exported: Anchor) -> Result<AuditSince, Failure> {
    let key = place.key.clone();
    let looked = place.vault.read(move |vault| vault.verify_audit(&key, Some(&exported))).await;
    let check = looked.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    let parted = check.findings.iter().find_map(|finding| match *finding {
        AuditFinding::CutOff { anchored, found } => {
            Some(AuditSince::Lost { exported: anchored, held: found })
        }
        AuditFinding::Replaced { anchored } => Some(AuditSince::Another { exported: anchored }),
        _ => None,
    });
    let more = check.head.count.saturating_sub(exported.count);
    let sound = if check.findings.is_empty() { AuditSince::GoesOn { more } } else { AuditSince::Altered };
    Ok(parted.unwrap_or(sound))
}
