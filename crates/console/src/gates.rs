//! What is to be seen to before a patient is checked in: what the copy holds at once, and what athenahealth wants to
//! know when it is asked. Nothing counts as clear that was not read.

use athena::Lane;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use ipc::Failure;
use ipc::gate::{
    Gate, GateKind, GateStanding, RequiredField, RequiredFields, VisitGates, VisitGatesRead, VisitRequired,
};
use model::{
    Appointment, AppointmentId, CheckInSection, Coverage, Patient, PatientField as F, PatientId,
    PatientStatus, PersonName, Phi, Provider, VisitState, minute_of_day,
};
use store::{Detail, HeldPatient, PatientLine, Reader, Visit};
use sync::Look;

use crate::console::Console;
use crate::day_sheet::provider_name;
use crate::{failure, words, writes};

/// For how long what is on file of somebody who was seen is taken to hold.
const HOLDS: TimeDelta = TimeDelta::days(365);
/// The most visits of a patient that are looked through for the last one.
const LOOKED_THROUGH: u32 = 200;
/// athenahealth's word for a policy that the payer says counts.
const ELIGIBLE: &str = "eligible";

/// What the gates are made of.
struct Material<'a> {
    visit: &'a Appointment,
    patient: &'a HeldPatient,
    /// The policies, and when they were read.
    coverages: Option<&'a store::Held<Vec<Coverage>>>,
    /// The patient's own visits.
    own: &'a [Visit],
    /// Every visit of the day.
    day: &'a [Visit],
    /// When the day was read.
    day_as_of: Option<DateTime<Utc>>,
    providers: &'a [Provider],
}

/// Gives what is to be seen to before a check-in, from the copy.
pub(crate) async fn gates(console: &Console, request: VisitGatesRead) -> Result<VisitGates, Failure> {
    let live = console.live().await?;
    let VisitGatesRead { visit, patient } = request;
    let (visit, patient) = (AppointmentId::new(visit), PatientId::new(patient));
    let whose = patient.clone();
    let gates = live.read(move |reader| made(reader, &visit, &whose)).await?.ok_or(Failure::NotHeld)?;
    live.reading.look(Look::Card(patient));
    Ok(gates)
}

fn made(
    reader: &Reader<'_>,
    visit: &AppointmentId,
    patient: &PatientId,
) -> Result<Option<VisitGates>, store::Error> {
    let Some((held, person)) = both(reader, visit, patient)? else { return Ok(None) };
    let appointment = &held.appointment;
    let date = appointment.start.date();
    let whose = &person.patient.id;
    let coverages = reader.coverages(whose)?;
    let department = std::slice::from_ref(&appointment.department);
    let rows = rows(&Material {
        visit: appointment,
        patient: &person,
        coverages: coverages.as_ref(),
        own: &reader.visits(whose, LOOKED_THROUGH)?,
        day: &reader.day(date, None)?,
        day_as_of: reader.day_as_of(department, date)?,
        providers: &reader.providers()?,
    });
    Ok(Some(VisitGates { patient: patient.to_string(), rows }))
}

/// The visit and its patient, where it is that patient's.
fn both(
    reader: &Reader<'_>,
    visit: &AppointmentId,
    patient: &PatientId,
) -> Result<Option<(Visit, HeldPatient)>, store::Error> {
    let (Some(held), Some(person)) = (reader.appointment(visit)?, reader.patient(patient)?) else {
        return Ok(None);
    };
    let is_theirs = held.patient.as_ref().is_some_and(|one| one.id == person.patient.id)
        || held.appointment.patient.as_ref() == Some(patient);
    Ok(is_theirs.then_some((held, person)))
}

fn rows(material: &Material<'_>) -> Vec<Gate> {
    let Material { patient, coverages, day_as_of, .. } = material;
    // Whoever is known by an appointment alone was never read.
    let is_read = patient.detail == Detail::Full;
    let of_record = |standing| if is_read { standing } else { GateStanding::Unread };
    let read = Some(patient.as_of).filter(|_| is_read);
    let gate = |kind, standing, as_of: Option<DateTime<Utc>>| Gate {
        kind,
        standing,
        as_of: as_of.map(words::instant),
    };
    let covered = coverages.map(|held| held.as_of);
    vec![
        gate(GateKind::Identity, of_record(identity(material)), read),
        gate(GateKind::Demographics, of_record(demographics(material)), read),
        gate(GateKind::Consents, of_record(consents(&patient.patient)), read),
        gate(GateKind::Insurance, insurance(material), covered),
        gate(GateKind::Copay, copay(material), covered),
        gate(GateKind::Balance, balance(material), patient.balances_as_of),
        gate(GateKind::Once, once(material), *day_as_of),
    ]
}

fn missing(patient: &Patient, fields: &[F]) -> Vec<ipc::write::PatientField> {
    let is_empty = |field: &F| field.of(patient).expose().trim().is_empty();
    fields.iter().copied().filter(is_empty).map(writes::shown).collect()
}

fn identity(material: &Material<'_>) -> GateStanding {
    let patient = &material.patient.patient;
    if patient.deceased.expose().is_some() {
        return GateStanding::Deceased;
    }
    if !matches!(patient.status, PatientStatus::Active | PatientStatus::Prospective) {
        return GateStanding::NotActive { status: words::status(&patient.status) };
    }
    let fields = missing(patient, &[F::First, F::Last, F::Dob, F::Sex]);
    if !fields.is_empty() {
        return GateStanding::Missing { fields };
    }
    let plain = |part: &Phi<String>| part.expose().trim().to_lowercase();
    let name = |name: &PersonName| (plain(&name.last), plain(&name.first));
    let is_namesake = |other: &&Visit| {
        let is = |one: &PatientLine| one.id != patient.id && name(&one.name) == name(&patient.name);
        other.patient.as_ref().is_some_and(is)
    };
    match material.day.iter().filter(counts).find(is_namesake) {
        Some(other) => GateStanding::Namesake {
            minute: minute_of_day(other.appointment.start),
            provider: provider_name(material.providers, &other.appointment.provider),
        },
        None => GateStanding::Clear,
    }
}

/// Whoever was seen lately was asked then. athenahealth does not say when somebody was.
fn demographics(material: &Material<'_>) -> GateStanding {
    let patient = &material.patient.patient;
    let mut fields = missing(patient, &[F::Line1, F::City, F::State, F::Zip]);
    let phones = [F::MobilePhone, F::HomePhone, F::WorkPhone];
    if missing(patient, &phones).len() == phones.len() {
        fields.push(writes::shown(F::MobilePhone));
    }
    if !fields.is_empty() {
        return GateStanding::Missing { fields };
    }
    let before = |visit: &&Visit| {
        visit.appointment.start < material.visit.start
            && visit.appointment.id != material.visit.id
            && matches!(visit.appointment.state, VisitState::CheckedOut | VisitState::Charged)
    };
    let seen = material.own.iter().filter(before).map(|visit| visit.appointment.start).max();
    let told = patient.last_visit.filter(|at| *at < material.visit.start);
    let last: Option<NaiveDateTime> = seen.max(told);
    if last.is_some_and(|last| material.visit.start - last <= HOLDS) {
        GateStanding::Clear
    } else {
        GateStanding::LongAgo { last: last.map(|last| words::day(last.date())) }
    }
}

/// A no is an answer. Whoever has no mobile phone is not asked: athenahealth keeps nothing of it.
fn consents(patient: &Patient) -> GateStanding {
    let fields = missing(patient, &[F::ConsentToText]);
    if fields.is_empty() || !missing(patient, &[F::MobilePhone]).is_empty() {
        GateStanding::Clear
    } else {
        GateStanding::Missing { fields }
    }
}

/// The policies that count first on the visit's date: several where several claim to.
fn primary(coverages: &[Coverage], date: NaiveDate) -> Vec<&Coverage> {
    let counting = || coverages.iter().filter(|policy| policy.is_active(date) && !policy.self_pay);
    let rank = |policy: &Coverage| policy.sequence.unwrap_or(u32::MAX);
    let first = counting().map(rank).min();
    counting().filter(|policy| Some(rank(policy)) == first).collect()
}

fn insurance(material: &Material<'_>) -> GateStanding {
    let Some(held) = material.coverages else { return GateStanding::Unread };
    let date = material.visit.start.date();
    let first = primary(&held.value, date);
    if first.is_empty() {
        let pays = held.value.iter().any(|policy| policy.self_pay && policy.is_active(date));
        return if pays { GateStanding::SelfPay } else { GateStanding::NoPolicy };
    }
    let standings = first.into_iter().map(|policy| verified(policy, date));
    standings.into_iter().find(|standing| *standing != GateStanding::Clear).unwrap_or(GateStanding::Clear)
}

fn verified(policy: &Coverage, date: NaiveDate) -> GateStanding {
    let plan = policy.plan.clone();
    if let Some(from) = policy.issued.filter(|from| *from > date) {
        return GateStanding::NotBegun { plan, from: words::day(from) };
    }
    let known = policy.eligibility.as_ref();
    let Some((known, checked)) = known.and_then(|known| Some((known, known.checked?))) else {
        return GateStanding::NeverChecked { plan };
    };
    let said = words::day(checked);
    if (checked.year(), checked.month()) != (date.year(), date.month()) {
        return GateStanding::OtherMonth { plan, checked: said };
    }
    if known.status.trim().to_lowercase() == ELIGIBLE {
        GateStanding::Clear
    } else {
        GateStanding::NotEligible { plan, status: known.status.clone(), checked: said }
    }
}

/// What the visit itself says is to be collected, else what the policies say, of which the most counts.
fn copay(material: &Material<'_>) -> GateStanding {
    let told = material.visit.copay.map(|copay| copay.0);
    let cents = match (told, material.coverages) {
        (Some(cents), _) => cents,
        (None, None) => return GateStanding::Unread,
        (None, Some(held)) => {
            let first = primary(&held.value, material.visit.start.date());
            let copays = first.into_iter().flat_map(|policy| &policy.copays);
            copays.map(|copay| copay.amount.0).max().unwrap_or(0)
        }
    };
    if cents > 0 { GateStanding::Due { cents } } else { GateStanding::Clear }
}

/// What they owe, row by row: rows of one provider group may repeat, so that nothing is summed, and a credit of one
/// group pays nothing of another's.
fn balance(material: &Material<'_>) -> GateStanding {
    let patient = &material.patient.patient;
    let (Some(balances), Some(_)) = (&patient.balances, material.patient.balances_as_of) else {
        return GateStanding::Unread;
    };
    let cents: Vec<i64> = balances.iter().map(|row| row.amount.0).filter(|cents| *cents > 0).collect();
    if cents.is_empty() { GateStanding::Clear } else { GateStanding::Owes { cents } }
}

fn once(material: &Material<'_>) -> GateStanding {
    if material.day_as_of.is_none() {
        return GateStanding::Unread;
    }
    let whose = &material.patient.patient.id;
    let is_other = |other: &&Visit| {
        other.appointment.id != material.visit.id
            && other.patient.as_ref().is_some_and(|one| one.id == *whose)
    };
    match material.day.iter().filter(counts).find(is_other) {
        Some(other) => GateStanding::Twice {
            minute: minute_of_day(other.appointment.start),
            provider: provider_name(material.providers, &other.appointment.provider),
        },
        None => GateStanding::Clear,
    }
}

fn counts(visit: &&Visit) -> bool {
    visit.appointment.state != VisitState::Cancelled
}

/// Asks athenahealth what the check-in wants to know and does not.
pub(crate) async fn required(console: &Console, request: VisitRequired) -> Result<RequiredFields, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let (visit, patient) = (AppointmentId::new(request.visit), PatientId::new(request.patient));
    let (asked, whose) = (visit.clone(), patient.clone());
    let held = live.read(move |reader| both(reader, &asked, &whose)).await?.ok_or(Failure::NotHeld)?;
    let (appointment, person) = (held.0.appointment, held.1.patient);
    let session = live.client.lane(Lane::Interactive);
    let failed = |error: &athena::Error| failure::from_athena(error, live.entropy.as_ref());
    let wanted = session.check_in_fields(&appointment.department).await.map_err(|error| failed(&error))?;
    let sections = session.check_in_requirements(&visit).await.map_err(|error| failed(&error))?;
    let rows = lacking(&person, &wanted.value, &sections.value);
    Ok(RequiredFields { patient: patient.to_string(), rows, as_of: words::instant(now) })
}

/// What is wanted and not there: what athenahealth itself says of a field counts before what the copy holds.
fn lacking(patient: &Patient, wanted: &[String], sections: &[CheckInSection]) -> Vec<RequiredField> {
    let mut rows: Vec<RequiredField> = Vec::new();
    let mut add = |name: &str, said: Option<String>| {
        if rows.iter().all(|row| row.name != name) {
            let field = athena::field_named(name).map(writes::shown);
            rows.push(RequiredField { name: name.to_owned(), field, said });
        }
    };
    let judged =
        || sections.iter().flat_map(|section| section.fields.iter().map(move |field| (section, field)));
    for (section, field) in judged() {
        let is_wanted = section.required || wanted.contains(&field.name);
        if is_wanted && !field.valid {
            add(&field.name, field.error.as_ref().and_then(words::said));
        }
    }
    // A section that is not complete and does not say why.
    for section in sections.iter().filter(|section| section.required && !section.complete) {
        if section.fields.iter().all(|field| field.valid) {
            add(&section.name, None);
        }
    }
    for name in wanted.iter().filter(|name| judged().all(|(_, field)| field.name != **name)) {
        let is_empty = |field: F| field.of(patient).expose().trim().is_empty();
        if athena::field_named(name).is_some_and(is_empty) {
            add(name, None);
        }
    }
    rows
}

#[cfg(test)]
mod tests;
