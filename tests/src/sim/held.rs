//! What a copy says of the records that change, in the words of [`super::hall`].

use std::collections::BTreeMap;

use athena::Changed;
use model::{AppointmentId, PatientId, VisitState};
use store::{Error, Reader};

use super::hall::Thing;

/// What a copy holds of some records.
pub(super) fn of(
    reader: &Reader<'_>,
    things: impl Iterator<Item = Thing>,
) -> Result<BTreeMap<Thing, String>, Error> {
    let mut held = BTreeMap::new();
    for thing in things {
        let says = match thing {
            Thing::Patient(id) => {
                let patient = reader.patient(&PatientId::new(id.to_string()))?;
                patient.map(|held| held.patient.contact.email.expose().clone())
            }
            Thing::Visit(id) => {
                let visit = reader.appointment(&AppointmentId::new(id.to_string()))?;
                visit.map(|visit| state(&visit.appointment.state).to_owned())
            }
            Thing::Provider(id) => {
                let providers = reader.providers()?;
                let own = providers.into_iter().find(|one| one.id.as_str() == id.to_string());
                own.map(|own| own.name)
            }
        };
        held.extend(says.map(|says| (thing, says)));
    }
    Ok(held)
}

/// What a row of a feed says.
pub(super) fn said(row: &Changed) -> Option<(Thing, String)> {
    match row {
        Changed::Patient(row) => {
            let id = row.patient.id.as_str().parse().ok()?;
            Some((Thing::Patient(id), row.patient.contact.email.expose().clone()))
        }
        Changed::Appointment(row) if row.appointment.patient.is_some() => {
            let id = row.appointment.id.as_str().parse().ok()?;
            Some((Thing::Visit(id), state(&row.appointment.state).to_owned()))
        }
        _ => None,
    }
}

fn state(state: &VisitState) -> &'static str {
    match state {
        VisitState::Open => "open",
        VisitState::Booked => "booked",
        VisitState::CheckingIn => "checking in",
        VisitState::Waiting | VisitState::CheckedIn => "in",
        VisitState::CheckedOut => "out",
        VisitState::Charged => "charged",
        VisitState::Cancelled => "cancelled",
        VisitState::Other(_) => "other",
    }
}
