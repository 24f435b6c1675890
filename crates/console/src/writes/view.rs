//! A write as the window shows it.

use std::collections::{BTreeMap, HashMap};

use ipc::Failure;
use ipc::patient::PatientFlag;
use ipc::trail::AuditPerson;
use ipc::write::{
    AlikeField, AlikeView, FieldMade, FieldValue, Likeness, WriteCounts, WriteDeed, WriteEnd, WriteField,
    WriteKind, WriteRow, WriteStage, WriteWhy,
};
use model::{PatientField as F, PatientFields, PatientId, PersonName, Phi};
use store::{JournalCounts, PatientLine, Resolution, WriteReason, WriteState};
use sync::{Alike, Entry, Made, PatientWrite, Shown, Write};

use super::rules::Rules;
use super::visit::Places;
use super::{fields, visit};
use crate::console::Console;
use crate::journal::failed;
use crate::live::Live;
use crate::{card, trail, words};

/// What is known of whoever is named in rows.
struct Known {
    lines: HashMap<PatientId, PatientLine>,
    staff: HashMap<String, String>,
    rules: Rules,
    places: Places,
}

/// Writes as rows, with the names of whom they are about and of who wrote them.
pub(crate) async fn rows(
    console: &Console,
    live: &Live,
    entries: Vec<Entry>,
) -> Result<Vec<WriteRow>, Failure> {
    let ids: Vec<PatientId> = entries.iter().filter_map(|entry| entry.subject.clone()).collect();
    let lines = live
        .read(move |reader| {
            let line = |id: PatientId| {
                let line = reader.patient_lines(std::slice::from_ref(&id))?.into_iter().next();
                Ok(line.map(|line| (id, line)))
            };
            ids.into_iter().filter_map(|id| line(id).transpose()).collect::<Result<_, store::Error>>()
        })
        .await?;
    let staff = live.vault.read(trail::staff).await.map_err(|error| failed(error.into(), console))?;
    let staff = staff.into_iter().filter_map(|person| Some((person.id, person.name?))).collect();
    let places =
        live.read(|reader| Ok(Places { departments: reader.departments()?, providers: reader.providers()? }));
    let known = Known { lines, staff, rules: Rules::of(console, live).await?, places: places.await? };
    let now = console.ports().clock.now();
    Ok(entries.into_iter().map(|entry| row(entry, &known, now)).collect())
}

fn row(entry: Entry, known: &Known, now: chrono::DateTime<chrono::Utc>) -> WriteRow {
    let line = entry.subject.as_ref().and_then(|id| known.lines.get(id));
    let (name, dob, flags) = who(&entry, line);
    let over = match &entry.shown {
        Some(Shown::SignedIn(name)) => Some(name.expose().clone()),
        _ => None,
    };
    let person = |id: &String| AuditPerson { id: id.clone(), name: known.staff.get(id).cloned() };
    WriteRow {
        kind: match &entry.write {
            Write::Patient(PatientWrite::Create { .. }) => WriteKind::Create,
            Write::Patient(PatientWrite::Update { .. }) => WriteKind::Edit,
            Write::Visit(write) => visit::kind(&write.deed),
        },
        stage: stage(&entry),
        why: match entry.reason {
            _ if entry.stands_already() => Some(WriteWhy::StandsAlready),
            Some(_) if over.is_some() => Some(WriteWhy::AnothersSignIn),
            reason => reason.map(why),
        },
        over,
        patient: entry.subject.as_ref().map(ToString::to_string),
        name,
        dob,
        flags,
        fields: entry.write.patient().map(|write| written(&entry, write)).unwrap_or_default(),
        visit: entry.write.visit().map(|write| visit::view(&entry, write, &known.places)),
        troubles: if stage(&entry) == WriteStage::Draft {
            known.rules.troubles(&entry.write)
        } else {
            Vec::new()
        },
        shows: entry.write.patient().map(|write| shows(&entry, write)).unwrap_or_default(),
        alike: entry.write.patient().map(|write| look_alikes(&entry, write)).unwrap_or_default(),
        read_back: entry.state == WriteState::Confirmed
            && matches!(entry.shown, Some(Shown::Made(_) | Shown::Visit(_))),
        said: match &entry.shown {
            Some(Shown::Said(words)) => words::said(words),
            _ => None,
        },
        end: entry.resolution.map(end),
        follows: entry.follows.as_ref().map(ToString::to_string),
        by: person(&entry.by),
        ended_by: entry.ended_by.as_ref().map(person),
        drafted: words::instant(entry.drafted),
        released: entry.released.map(words::instant),
        looked: entry.looked.map(words::instant),
        sent: entry.sent.map(words::instant),
        ended: entry.ended.map(words::instant),
        readings: entry.readings,
        read: entry.read.map(words::instant),
        can: can(&entry, now),
        id: entry.id.to_string(),
    }
}

/// Whom a write is about: as the copy names them, or as they are to be registered.
fn who(entry: &Entry, line: Option<&PatientLine>) -> (Option<String>, Option<String>, Vec<PatientFlag>) {
    if let Some(line) = line {
        let flags = card::flags(&line.status, line.deceased.expose().is_some());
        return (Some(words::full_name(&line.name)), line.dob.expose().map(words::day), flags);
    }
    let fields = match &entry.write {
        Write::Patient(PatientWrite::Create { fields, .. }) => fields,
        Write::Patient(PatientWrite::Update { before, .. }) => before,
        Write::Visit(_) => return (None, None, Vec::new()),
    };
    let part = |field| Phi::new(fields.get(field).unwrap_or_default().to_owned());
    let name = words::full_name(&PersonName {
        first: part(F::First),
        middle: part(F::Middle),
        last: part(F::Last),
        suffix: part(F::Suffix),
        preferred: Phi::default(),
    });
    let dob = fields.get(F::Dob).filter(|day| !day.is_empty()).map(str::to_owned);
    (Some(name).filter(|name| !name.is_empty()), dob, Vec::new())
}

fn stage(entry: &Entry) -> WriteStage {
    match entry.state {
        WriteState::Drafted if entry.released.is_none() => WriteStage::Draft,
        WriteState::Drafted | WriteState::Intent => WriteStage::Waiting,
        WriteState::Sent => WriteStage::Sent,
        WriteState::Unknown => WriteStage::Unknown,
        WriteState::Confirmed => WriteStage::Saved,
        WriteState::Rejected => WriteStage::NotSaved,
    }
}

fn written(entry: &Entry, write: &PatientWrite) -> Vec<WriteField> {
    let before = match write {
        PatientWrite::Create { .. } => None,
        PatientWrite::Update { before, .. } => Some(before),
    };
    let nothing = BTreeMap::new();
    let (theirs, made) = match &entry.shown {
        Some(Shown::Theirs(theirs)) => (Some(theirs), &nothing),
        Some(Shown::Made(made)) => (None, made),
        _ => (None, &nothing),
    };
    let field = |field: F| {
        let to = write.fields().get(field)?.to_owned();
        let (outcome, changed) = match made.get(&field) {
            Some(Made::Kept) => (Some(FieldMade::Kept), None),
            Some(Made::Ignored) => (Some(FieldMade::Ignored), None),
            Some(Made::Changed(value)) => (Some(FieldMade::Changed), Some(value.expose().clone())),
            None => (None, None),
        };
        Some(WriteField {
            field: fields::shown(field),
            from: before.and_then(|before| before.get(field)).map(str::to_owned),
            to,
            theirs: changed.or_else(|| theirs.and_then(|theirs| theirs.get(field)).map(str::to_owned)),
            made: outcome,
            refused: entry.fields.contains(&field),
        })
    };
    fields::in_order().filter_map(field).collect()
}

/// What athenahealth shows in fields that are not written.
fn shows(entry: &Entry, write: &PatientWrite) -> Vec<FieldValue> {
    let Some(Shown::Theirs(theirs)) = &entry.shown else { return Vec::new() };
    let others = theirs.fields().filter(|field| write.fields().get(*field).is_none());
    fields::values(&theirs.only(others))
}

fn look_alikes(entry: &Entry, write: &PatientWrite) -> Vec<AlikeView> {
    match &entry.shown {
        Some(Shown::Alike(alike)) => alike.iter().map(|one| self::alike(write.fields(), one)).collect(),
        _ => Vec::new(),
    }
}

/// Somebody registered beside somebody to be registered.
pub(crate) fn alike(ours: &PatientFields, one: &Alike) -> AlikeView {
    let part = |field| Phi::new(one.fields.get(field).unwrap_or_default().to_owned());
    let name = words::full_name(&PersonName {
        first: part(F::First),
        middle: part(F::Middle),
        last: part(F::Last),
        suffix: part(F::Suffix),
        preferred: Phi::default(),
    });
    let beside = |field: F| {
        let ours = ours.get(field).unwrap_or_default();
        let theirs = one.fields.get(field).unwrap_or_default();
        let both = !ours.is_empty() && !theirs.is_empty();
        (!ours.is_empty() || !theirs.is_empty()).then(|| AlikeField {
            field: fields::shown(field),
            ours: ours.to_owned(),
            theirs: theirs.to_owned(),
            differs: both && !field.says_the_same(ours, theirs),
        })
    };
    AlikeView {
        patient: one.patient.to_string(),
        name,
        score: one.score.and_then(|score| i32::try_from(score).ok()),
        likeness: match sync::likeness(ours, one) {
            sync::Likeness::Same => Likeness::Same,
            sync::Likeness::Likely => Likeness::Likely,
            sync::Likeness::Distant => Likeness::Distant,
        },
        fields: fields::in_order().filter_map(beside).collect(),
    }
}

/// What can be done with a write as it stands.
fn can(entry: &Entry, now: chrono::DateTime<chrono::Utc>) -> Vec<WriteDeed> {
    let mut can = match entry.state {
        _ if entry.write.visit().is_some() => visit::can(entry, now),
        WriteState::Drafted if entry.stands_already() => vec![WriteDeed::Redraft, WriteDeed::Discard],
        WriteState::Drafted if entry.released.is_none() => {
            vec![WriteDeed::Release, WriteDeed::Redraft, WriteDeed::Discard]
        }
        WriteState::Drafted => vec![WriteDeed::Redraft, WriteDeed::Discard],
        WriteState::Intent => vec![WriteDeed::Discard],
        WriteState::Sent => Vec::new(),
        WriteState::Unknown if entry.is_settled(now) => vec![WriteDeed::Resolve, WriteDeed::Again],
        WriteState::Unknown => vec![WriteDeed::Resolve],
        WriteState::Confirmed if entry.undoing().is_some() => vec![WriteDeed::Undo],
        WriteState::Confirmed => Vec::new(),
        WriteState::Rejected => vec![WriteDeed::Again],
    };
    if entry.asks_to_be_seen() {
        can.push(WriteDeed::See);
    }
    can
}

fn end(resolution: Resolution) -> WriteEnd {
    match resolution {
        Resolution::Answer => WriteEnd::Answer,
        Resolution::ReadBack => WriteEnd::ReadBack,
        Resolution::Person => WriteEnd::Person,
    }
}

fn why(reason: WriteReason) -> WriteWhy {
    match reason {
        WriteReason::ChangedMeanwhile => WriteWhy::ChangedMeanwhile,
        WriteReason::LikelyDuplicate => WriteWhy::LikelyDuplicate,
        WriteReason::AlreadyUnderWay => WriteWhy::AlreadyUnderWay,
        WriteReason::SubjectGone => WriteWhy::SubjectGone,
        WriteReason::CannotBeSent => WriteWhy::CannotBeSent,
        WriteReason::NoConnection => WriteWhy::NoConnection,
        WriteReason::Resting => WriteWhy::Resting,
        WriteReason::TooFast => WriteWhy::TooFast,
        WriteReason::DayUsedUp => WriteWhy::DayUsedUp,
        WriteReason::SignIn => WriteWhy::SignIn,
        WriteReason::NoAnswer => WriteWhy::NoAnswer,
        WriteReason::ConnectionBroke => WriteWhy::ConnectionBroke,
        WriteReason::ServerFailed => WriteWhy::ServerFailed,
        WriteReason::Unreadable => WriteWhy::Unreadable,
        WriteReason::Interrupted => WriteWhy::Interrupted,
        WriteReason::CannotTell => WriteWhy::CannotTell,
        WriteReason::Refused => WriteWhy::Refused,
        WriteReason::NoRight => WriteWhy::NoRight,
        WriteReason::NotFound => WriteWhy::NotFound,
        WriteReason::Conflict => WriteWhy::Conflict,
        WriteReason::MissingFields => WriteWhy::MissingFields,
        WriteReason::BadField => WriteWhy::BadField,
        WriteReason::NotCarriedOut => WriteWhy::NotCarriedOut,
        WriteReason::Withdrawn => WriteWhy::Withdrawn,
    }
}

/// How many writes stand where.
pub(crate) fn counts(counts: JournalCounts) -> WriteCounts {
    let JournalCounts { drafts, held, on_the_way, unknown, unseen, .. } = counts;
    WriteCounts { drafts, held, on_the_way, unknown, unseen }
}
