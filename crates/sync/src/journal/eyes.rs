//! What is read of athenahealth for the sake of a write.

use athena::{BestMatch, BestMatchQuery, Error, PatientParts, PatientQuery, Refusal, Session};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt;
use model::{DepartmentId, Patient, PatientField, PatientFields, PatientId, PatientStatus, Phi};
use store::WriteReason;

use super::judge::{self, Found, Look};
use super::visit::{VisitDeed, VisitStood, VisitWrite, eyes, judge as visits};
use super::words::{Alike, PatientWrite, Shown, Write};

use PatientField as F;

/// The least score that is asked for: athenahealth shows nobody below it among the best five.
const WORTH_SHOWING: u32 = 16;

/// How many of the same names and date of birth are shown beside the best five.
const NAMESAKES: usize = 20;

/// What a look before sending comes to.
pub(crate) enum Sight {
    /// It may be sent, with what is there just before.
    Clear { write: Write },
    /// A person should see something first.
    Held { reason: WriteReason, shown: Shown },
}

/// Looks at what changed since a person drafted a write. Into whom others were merged may not be the person
/// that was meant. `at` is when it is looked, by this computer: the server's own date may be wrong.
pub(crate) async fn look(
    session: &Session,
    write: Write,
    is_merged: bool,
    at: DateTime<Utc>,
) -> Result<Sight, Error> {
    match write {
        Write::Patient(write) => look_at_patient(session, write, is_merged).await,
        Write::Visit(write) => {
            if let VisitDeed::OffList(entry) = &write.deed {
                let (reason, shown) = (WriteReason::ChangedMeanwhile, Shown::Visit(Box::default()));
                let is_there = eyes::waits(session, entry).await?;
                return Ok(if is_there {
                    Sight::Clear { write: Write::Visit(write) }
                } else {
                    Sight::Held { reason, shown }
                });
            }
            let now = eyes::before(session, &write).await?.looked_at(at);
            let write = followed(session, *write, &now).await?;
            Ok(match visits::look(&write, &now).reason() {
                Some(reason) => Sight::Held { reason, shown: Shown::Visit(Box::new(now)) },
                None => Sight::Clear { write: VisitWrite { before: now, ..write }.into() },
            })
        }
    }
}

async fn look_at_patient(session: &Session, write: PatientWrite, is_merged: bool) -> Result<Sight, Error> {
    match write {
        PatientWrite::Create { fields, mut seen } => {
            let alike = alike(session, &fields).await?;
            let likely = judge::likely(&fields, alike.clone(), &seen);
            if !likely.is_empty() {
                let (reason, shown) = (WriteReason::LikelyDuplicate, Shown::Alike(likely));
                return Ok(Sight::Held { reason, shown });
            }
            seen.extend(alike.into_iter().map(|one| one.patient));
            Ok(Sight::Clear { write: PatientWrite::Create { fields, seen }.into() })
        }
        PatientWrite::Update { patient, fields, before } => {
            let Some(now) = one(session, &patient, &before).await? else {
                return Ok(Sight::Held { reason: WriteReason::SubjectGone, shown: Shown::Nobody });
            };
            if now.status == PatientStatus::Deleted {
                return Ok(Sight::Held { reason: WriteReason::SubjectGone, shown: Shown::Nobody });
            }
            let theirs = PatientFields::of(&now);
            if (is_merged || now.id != patient) && !judge::is_them(&before, &now) {
                let shown = Shown::Theirs(theirs.only([F::First, F::Last, F::Dob].into_iter()));
                return Ok(Sight::Held { reason: WriteReason::ChangedMeanwhile, shown });
            }
            match judge::look(&fields, &before, &theirs) {
                Look::Changed(changed) => {
                    Ok(Sight::Held { reason: WriteReason::ChangedMeanwhile, shown: Shown::Theirs(changed) })
                }
                Look::Stands => {
                    let shown = Shown::Theirs(theirs.only(fields.fields()));
                    Ok(Sight::Held { reason: WriteReason::ChangedMeanwhile, shown })
                }
                Look::Clear => Ok(Sight::Clear {
                    write: PatientWrite::Update { patient: now.id, fields, before: theirs }.into(),
                }),
            }
        }
    }
}

/// What a write of which nobody knows was found to be: about whom and with what is to be seen, and
/// what speaks neither for nor against it, or why it is not there.
type Back = (Found<(PatientId, Option<Shown>)>, Option<Shown>);

/// Reads back a write of which nobody knows whether it was carried out.
pub(crate) async fn read_back(session: &Session, write: &Write) -> Result<Back, Error> {
    match write {
        Write::Patient(write) => read_back_patient(session, write).await,
        Write::Visit(write) => {
            if let VisitDeed::OffList(entry) = &write.deed {
                let gone = (write.patient.clone(), Some(Shown::Visit(Box::default())));
                let waits = eyes::waits(session, entry).await?;
                return Ok((if waits { Found::Absent } else { Found::There(gone) }, None));
            }
            let now = eyes::since(session, write).await?;
            let write = followed(session, write.as_ref().clone(), &now).await?;
            let found = visits::found(&write, &now);
            let shown = Some(Shown::Visit(Box::new(now)));
            Ok(match found {
                Found::There(()) => (Found::There((write.patient, shown)), None),
                Found::Absent => (Found::Absent, shown),
                Found::Undecided => (Found::Undecided, shown),
            })
        }
    }
}

/// A write about a visit that athenahealth shows as somebody else's: about them, where they are who the patient that
/// was meant was merged into.
async fn followed(session: &Session, write: VisitWrite, now: &VisitStood) -> Result<VisitWrite, Error> {
    let seen = if write.deed.visit().is_some() { &now.visit } else { &now.slot };
    let Some(whose) = seen.as_ref().and_then(|seen| seen.patient.as_ref()) else { return Ok(write) };
    if *whose == write.patient {
        return Ok(write);
    }
    let meant = one(session, &write.patient, &PatientFields::default()).await?;
    Ok(if meant.is_some_and(|meant| meant.id == *whose) { write.about(whose) } else { write })
}

/// Why a write was not carried out that is not there.
pub(crate) fn absence(write: &Write, shown: Option<&Shown>) -> WriteReason {
    match (write, shown) {
        (Write::Visit(write), Some(Shown::Visit(now))) => visits::absence(write, now),
        _ => WriteReason::NotCarriedOut,
    }
}

async fn read_back_patient(session: &Session, write: &PatientWrite) -> Result<Back, Error> {
    match write {
        PatientWrite::Create { fields, seen } => {
            let (found, whole) = born_that_day(session, fields).await?;
            Ok(match judge::registered(fields, seen, &found) {
                Found::There(id) => (Found::There((id, None)), None),
                Found::Absent if whole => (Found::Absent, None),
                Found::Absent | Found::Undecided => {
                    let new = found.iter().filter(|one| judge::may_be(fields, seen, one));
                    let shown = new.map(|one| shown(one, None)).collect();
                    (Found::Undecided, Some(Shown::Alike(shown)))
                }
            })
        }
        PatientWrite::Update { patient, fields, before } => {
            let Some(now) = one(session, patient, before).await? else {
                return Ok((Found::Undecided, Some(Shown::Nobody)));
            };
            let theirs = PatientFields::of(&now);
            Ok(match judge::changed(fields, before, &theirs) {
                Found::There(made) => (Found::There((now.id, Some(Shown::Made(made)))), None),
                Found::Absent => (Found::Absent, None),
                Found::Undecided => (Found::Undecided, Some(Shown::Theirs(theirs.only(fields.fields())))),
            })
        }
    }
}

/// What athenahealth made of a write that it has.
pub(crate) async fn kept(
    session: &Session,
    subject: Option<&PatientId>,
    write: &Write,
) -> Result<Shown, Error> {
    let write = match write {
        Write::Patient(write) => write,
        // Whoever it was opened for may have it by now.
        Write::Visit(write) if matches!(write.deed, VisitDeed::OpenTime(_)) => {
            let slot = write.deed.place().cloned();
            return Ok(Shown::Visit(Box::new(VisitStood { slot, ..VisitStood::default() })));
        }
        Write::Visit(write) => {
            if let VisitDeed::OffList(entry) = &write.deed {
                let waits = eyes::waits(session, entry).await?;
                return Ok(if waits { Shown::Nobody } else { Shown::Visit(Box::default()) });
            }
            return Ok(Shown::Visit(Box::new(eyes::since(session, write).await?)));
        }
    };
    let nothing = PatientFields::default();
    let before = match write {
        PatientWrite::Create { .. } => &nothing,
        PatientWrite::Update { before, .. } => before,
    };
    let Some(subject) = subject else { return Ok(Shown::Nobody) };
    Ok(match one(session, subject, before).await? {
        Some(now) => Shown::Made(judge::made(write.fields(), before, &PatientFields::of(&now))),
        None => Shown::Nobody,
    })
}

/// The department through which a patient is known.
pub(crate) fn department(before: &PatientFields) -> Option<DepartmentId> {
    before.get(F::Department).filter(|id| !id.is_empty()).map(DepartmentId::new)
}

/// A patient; `None` where athenahealth shows nobody.
async fn one(session: &Session, id: &PatientId, before: &PatientFields) -> Result<Option<Patient>, Error> {
    let parts = PatientParts::default();
    let at = department(before);
    let answer = match session.patient(id, at.as_ref(), parts).await {
        // They may have left the department that was known.
        Err(Error::Refused { why: Refusal::NotFound, .. }) if at.is_some() => {
            session.patient(id, None, parts).await
        }
        answer => answer,
    };
    match answer {
        Ok(answer) => Ok(Some(answer.value.patient)),
        Err(Error::Refused { why: Refusal::NotFound, .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Who is registered and like somebody: the best five by score, and those of the same names and date
/// of birth.
pub async fn alike(session: &Session, fields: &PatientFields) -> Result<Vec<Alike>, Error> {
    let Some((first, last, dob)) = identity(fields) else { return Ok(Vec::new()) };
    let phones = [F::MobilePhone, F::HomePhone, F::WorkPhone].map(|field| said(fields, field));
    let query = BestMatchQuery {
        first,
        last,
        dob: Phi::new(dob),
        zip: said(fields, F::Zip).map(|zip| Phi::new(zip.expose().chars().take(5).collect())),
        phone: phones.into_iter().flatten().next(),
        email: said(fields, F::Email),
        department: None,
        min_score: Some(WORTH_SHOWING),
        best_five: true,
    };
    let matches = session.best_match(&query).await?.value;
    let mut alike: Vec<Alike> =
        matches.iter().map(|BestMatch { patient, score }| shown(patient, Some(*score))).collect();
    for one in named_alike(session, fields).await?.into_iter().take(NAMESAKES) {
        if alike.iter().all(|other| other.patient != one.id) {
            alike.push(shown(&one, None));
        }
    }
    Ok(alike)
}

/// Everybody registered under the same names and date of birth.
async fn named_alike(session: &Session, fields: &PatientFields) -> Result<Vec<Patient>, Error> {
    let Some((first, last, dob)) = identity(fields) else { return Ok(Vec::new()) };
    let query = PatientQuery {
        first: Some(first),
        last: Some(last),
        dob: Some(Phi::new(dob)),
        omit_balances: true,
        ..PatientQuery::default()
    };
    let pages: Vec<_> = session.patient_search(query).try_collect().await?;
    let found = pages.into_iter().flat_map(|page| page.rows);
    Ok(found.filter(|one| judge::is_them(fields, one)).collect())
}

/// Everybody registered who was born on the day of the one to be registered, and whether that is all of
/// them: athenahealth lists no more than a thousand.
async fn born_that_day(session: &Session, fields: &PatientFields) -> Result<(Vec<Patient>, bool), Error> {
    let Some((_, _, dob)) = identity(fields) else { return Ok((Vec::new(), false)) };
    let query = PatientQuery { dob: Some(Phi::new(dob)), omit_balances: true, ..PatientQuery::default() };
    let pages: Result<Vec<_>, _> = session.patient_search(query).try_collect().await;
    match pages {
        Ok(pages) => Ok((pages.into_iter().flat_map(|page| page.rows).collect(), true)),
        Err(Error::Refused { why: Refusal::TooManyMatches, .. }) => {
            Ok((named_alike(session, fields).await?, false))
        }
        Err(error) => Err(error),
    }
}

fn identity(fields: &PatientFields) -> Option<(Phi<String>, Phi<String>, NaiveDate)> {
    let dob = fields.get(F::Dob)?.parse().ok()?;
    Some((said(fields, F::First)?, said(fields, F::Last)?, dob))
}

fn said(fields: &PatientFields, field: PatientField) -> Option<Phi<String>> {
    fields.get(field).filter(|value| !value.is_empty()).map(|value| Phi::new(value.to_owned()))
}

fn shown(patient: &Patient, score: Option<i64>) -> Alike {
    Alike { patient: patient.id.clone(), score, fields: PatientFields::of(patient) }
}
