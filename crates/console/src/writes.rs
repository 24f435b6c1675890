//! What a person does with writes to athenahealth.

mod fields;
mod form;
mod identifiers;
mod rules;
mod view;
mod visit;

use std::collections::BTreeSet;

use ipc::write::{
    Drafted, FoundThere, Redraft, WriteAgain, WriteCreate, WriteDiscard, WriteEdit, WriteList, WritePage,
    WriteRedraft, WriteRelease, WriteResolve, WriteSee, WriteUndo,
};
use ipc::{Call, Done, Failure, Field, Permission};
use model::{Patient, PatientField as F, PatientFields, PatientId, PatientStatus};
use store::{JournalPart, JournalPlace, WriteId, WriteReason};
use sync::{Entry, PatientWrite, Write};

use crate::asking;
use crate::console::Console;
use crate::journal::{Step, failed};
use crate::live::Live;
use crate::page::MOST_ROWS;
use rules::Rules;

pub(crate) use fields::shown;
pub(crate) use form::{alike, form};
pub(crate) use identifiers::confirmed;
pub(crate) use visit::Places;

/// How many patients may be ruled out: more than athenahealth finds alike are no duplicates.
const MOST_RULED_OUT: usize = 50;

/// Lists what is being written, and what ended lately.
pub(crate) async fn list(console: &Console, request: WriteList) -> Result<WritePage, Failure> {
    let live = console.live().await?;
    let after = match request.cursor.as_deref() {
        Some(text) => Some(read_place(text).ok_or(Failure::Invalid { field: Field::Cursor })?),
        None => None,
    };
    let limit = request.limit.min(u32::try_from(MOST_ROWS).unwrap_or(u32::MAX));
    let about = request.patient.map(PatientId::new);
    let listed =
        live.journal.list(about, after, limit).await.map_err(|error| failed(error.into(), console))?;
    let cursor = listed.next.map(place_text);
    let way = (listed.counts.on_the_way > 0).then(|| place_text(JournalPlace::BEFORE_THE_WAY));
    let (entries, cursor) = match request.write.map(WriteId::new) {
        None => (listed.entries, cursor),
        Some(id) => (one(console, &live, &id).await?.into_iter().collect(), None),
    };
    let rows = view::rows(console, &live, entries).await?;
    Ok(WritePage { rows, cursor, way, counts: view::counts(listed.counts) })
}

/// One write, unless it was taken back.
async fn one(console: &Console, live: &Live, id: &WriteId) -> Result<Option<Entry>, Failure> {
    let entry = live.journal.entry(id).await.map_err(|error| failed(error.into(), console))?;
    Ok(entry.filter(|entry| entry.reason != Some(WriteReason::Withdrawn)))
}

const PARTS: [(&str, JournalPart); 4] = [
    ("asks", JournalPart::Asks),
    ("way", JournalPart::OnTheWay),
    ("draft", JournalPart::Drafts),
    ("ended", JournalPart::Ended),
];

fn place_text(place: JournalPlace) -> String {
    let word = PARTS.iter().find(|(_, part)| *part == place.part).map_or("", |(word, _)| word);
    format!("{word}-{}", place.number)
}

fn read_place(text: &str) -> Option<JournalPlace> {
    let (word, number) = text.split_once('-')?;
    let (_, part) = PARTS.iter().find(|(known, _)| *known == word)?;
    Some(JournalPlace { part: *part, number: number.parse().ok()? })
}

/// Drafts the registration of somebody.
pub(crate) async fn create(console: &Console, call: &Call, request: WriteCreate) -> Result<Drafted, Failure> {
    let live = console.live().await?;
    let write = registration(&request.fields, request.ruled_out)?;
    draft(console, &live, call, write.into()).await
}

fn registration(values: &[ipc::write::FieldValue], ruled_out: Vec<String>) -> Result<PatientWrite, Failure> {
    if ruled_out.len() > MOST_RULED_OUT {
        return Err(Failure::Invalid { field: Field::Patient });
    }
    let seen: BTreeSet<PatientId> = ruled_out.into_iter().map(PatientId::new).collect();
    Ok(PatientWrite::Create { fields: fields::typed(values)?, seen })
}

/// Drafts a change of a patient.
pub(crate) async fn edit(console: &Console, call: &Call, request: WriteEdit) -> Result<Drafted, Failure> {
    let live = console.live().await?;
    let (wanted, saw) = fields::changed(&request.changes)?;
    let patient = PatientId::new(request.patient);
    let asked = patient.clone();
    let held = live.read(move |reader| reader.patient(&asked)).await?.ok_or(Failure::NotHeld)?;
    if held.patient.status == PatientStatus::Deleted {
        return Err(Failure::NotHeld);
    }
    // They were merged into somebody while the form was open, who was not the one on screen.
    if held.patient.id != patient {
        return Err(Failure::OutOfTurn);
    }
    let before = overlaid(PatientFields::of(&held.patient), &saw);
    draft(console, &live, call, PatientWrite::Update { patient, fields: wanted, before }.into()).await
}

/// What was there, as the person saw it.
fn overlaid(mut before: PatientFields, saw: &PatientFields) -> PatientFields {
    saw.iter().for_each(|(field, value)| before.set(field, value));
    before
}

async fn draft(console: &Console, live: &Live, call: &Call, write: Write) -> Result<Drafted, Failure> {
    let (step, deed) = Step::of(console, live, call, None)?;
    let id = step.came(live.journal.draft(&write, deed).await)?;
    drafted(console, live, &id, &write).await
}

async fn drafted(console: &Console, live: &Live, id: &WriteId, write: &Write) -> Result<Drafted, Failure> {
    Ok(Drafted { write: id.to_string(), troubles: Rules::of(console, live).await?.troubles(write) })
}

/// Changes a draft.
pub(crate) async fn redraft(
    console: &Console,
    call: &Call,
    request: WriteRedraft,
) -> Result<Drafted, Failure> {
    let live = console.live().await?;
    let id = WriteId::new(request.write);
    let write = match (entry(console, &live, &id).await?.write, request.draft) {
        (Write::Patient(PatientWrite::Create { .. }), Redraft::Create { fields, ruled_out }) => {
            registration(&fields, ruled_out)?
        }
        (Write::Patient(PatientWrite::Update { patient, before, .. }), Redraft::Edit { changes }) => {
            let (fields, saw) = fields::changed(&changes)?;
            PatientWrite::Update { patient, fields, before: overlaid(before, &saw) }
        }
        _ => return Err(Failure::OutOfTurn),
    };
    let write = Write::from(write);
    let (step, deed) = Step::of(console, &live, call, None)?;
    step.came(live.journal.redraft(&id, &write, deed).await)?;
    drafted(console, &live, &id, &write).await
}

/// Has a draft written, of which a person made sure that it is about whom it should be. Of what is done with a
/// visit that was made sure before: it was held since the visit came to stand otherwise.
pub(crate) async fn release(console: &Console, call: &Call, request: WriteRelease) -> Result<Done, Failure> {
    let live = console.live().await?;
    let id = WriteId::new(request.write);
    let write = allowed(console, &live, call, &id).await?.write;
    let confirmed = match &write {
        Write::Patient(write) => {
            Some(identifiers::confirmed(console, &live, &request.confirmed, write).await?)
        }
        Write::Visit(_) => None,
    };
    let troubles = Rules::of(console, &live).await?.troubles(&write);
    if !troubles.is_empty() || write.patient().is_some_and(|write| write.fields().is_empty()) {
        return Err(Failure::BadFields { troubles });
    }
    let (step, deed) = Step::of(console, &live, call, confirmed)?;
    step.came(live.journal.release(&id, deed).await)?;
    Ok(Done {})
}

/// Takes back a write of which nothing left.
pub(crate) async fn discard(console: &Console, call: &Call, request: WriteDiscard) -> Result<Done, Failure> {
    let (live, id) = (console.live().await?, WriteId::new(request.write));
    allowed(console, &live, call, &id).await?;
    let (step, deed) = Step::of(console, &live, call, None)?;
    step.came(live.journal.withdraw(&id, deed).await)?;
    Ok(Done {})
}

/// Takes a person's word on a write of which nobody knows.
pub(crate) async fn resolve(console: &Console, call: &Call, request: WriteResolve) -> Result<Done, Failure> {
    let (live, id) = (console.live().await?, WriteId::new(request.write));
    let write = allowed(console, &live, call, &id).await?.write;
    match request.found {
        FoundThere::There { patient } => {
            let patient = whose(&live, write, patient).await?;
            let (step, deed) = Step::of(console, &live, call, Some("is there".to_owned()))?;
            step.came(live.journal.is_there(&id, patient, deed).await)?;
        }
        FoundThere::NotThere {} => {
            let (step, deed) = Step::of(console, &live, call, Some("is not there".to_owned()))?;
            step.came(live.journal.is_not_there(&id, deed).await)?;
        }
    }
    Ok(Done {})
}

/// Whom a write was about that is there: of a registration a person says it, any other keeps its own.
async fn whose(live: &Live, write: Write, said: Option<String>) -> Result<Option<PatientId>, Failure> {
    let is_number = |id: &String| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let own = match write {
        Write::Patient(PatientWrite::Update { patient, .. }) => Ok(patient),
        Write::Visit(write) => Ok(write.patient),
        Write::Patient(PatientWrite::Create { fields, .. }) => Err(fields),
    };
    match (own, said) {
        (Err(fields), Some(said)) if is_number(&said) => {
            let said = PatientId::new(said);
            match asking::patient(live, &said).await? {
                Some(there) if is_them(&fields, &there) => Ok(Some(there.id)),
                _ => Err(Failure::Invalid { field: Field::Patient }),
            }
        }
        (Err(_), _) => Err(Failure::Invalid { field: Field::Patient }),
        (Ok(patient), Some(said)) if said != patient.as_str() => {
            Err(Failure::Invalid { field: Field::Patient })
        }
        (Ok(_), _) => Ok(None),
    }
}

/// Whether somebody has the birth date and one of the names that were to be registered: whose number was
/// mistyped is somebody else.
fn is_them(fields: &PatientFields, there: &Patient) -> bool {
    let same = |field: F| {
        fields.get(field).is_some_and(|wanted| field.says_the_same(wanted, field.of(there).expose()))
    };
    same(F::Dob) && (same(F::Last) || same(F::First))
}

/// Writes again what athenahealth does not have.
pub(crate) async fn again(console: &Console, call: &Call, request: WriteAgain) -> Result<Drafted, Failure> {
    let (live, id) = (console.live().await?, WriteId::new(request.write));
    allowed(console, &live, call, &id).await?;
    let (step, deed) = Step::of(console, &live, call, None)?;
    let new = step.came(live.journal.write_again(&id, deed).await)?;
    let write = entry(console, &live, &new).await?.write;
    drafted(console, &live, &new, &write).await
}

/// Has a write taken back by another.
pub(crate) async fn undo(console: &Console, call: &Call, request: WriteUndo) -> Result<Drafted, Failure> {
    let (live, id) = (console.live().await?, WriteId::new(request.write));
    allowed(console, &live, call, &id).await?;
    let (step, deed) = Step::of(console, &live, call, None)?;
    let new = step.came(live.journal.undo(&id, deed).await)?;
    let write = entry(console, &live, &new).await?.write;
    drafted(console, &live, &new, &write).await
}

/// Notes that a person saw how a write ended.
pub(crate) async fn see(console: &Console, call: &Call, request: WriteSee) -> Result<Done, Failure> {
    let (live, id) = (console.live().await?, WriteId::new(request.write));
    let (step, deed) = Step::of(console, &live, call, None)?;
    step.came(live.journal.saw(&id, deed).await)?;
    Ok(Done {})
}

/// A write with which a caller may do something: whoever changes patients may not for that act on visits.
async fn allowed(console: &Console, live: &Live, call: &Call, id: &WriteId) -> Result<Entry, Failure> {
    let entry = entry(console, live, id).await?;
    let permission = Permission::EditSchedule;
    if entry.write.visit().is_some() && !call.caller.role.may(permission) {
        return Err(Failure::Forbidden { permission });
    }
    Ok(entry)
}

async fn entry(console: &Console, live: &Live, id: &WriteId) -> Result<Entry, Failure> {
    let entry = live.journal.entry(id).await.map_err(|error| failed(error.into(), console))?;
    entry.ok_or(Failure::OutOfTurn)
}
