//! A provider's day moved by a plan: where each visit could go, as it stands at athenahealth now. Nothing is moved by
//! the plan itself: each visit is, by a press, as any other.

use std::collections::BTreeSet;

use chrono::Days;
use ipc::plan::{Plan, PlanMake, PlanRow};
use ipc::{Failure, Field};
use model::{
    AppointmentId, AppointmentTypeId, Department, DepartmentId, OpenSlot, PatientId, Provider, ProviderId,
    VisitState,
};
use store::Visit as Held;

use crate::console::Console;
use crate::day_sheet::{Material, day_sheet};
use crate::openings::{self, OfKinds};
use crate::plan::{Around, Free, Taken, ToMove, could_go, distance, places};
use crate::{patience, words};

/// To how many providers, departments and days a day is moved at the most.
const PROVIDERS: usize = 10;
const DEPARTMENTS: usize = 4;
const DAYS: u32 = 14;
/// More visits than anybody sees in a day.
const VISITS: usize = 60;
/// More open times than are looked through for a plan.
const FREE: usize = 600;
/// How many other times are offered for each.
const OTHERS: usize = 24;

/// Plans where the visits of a provider's day could be moved to.
pub(crate) async fn make(console: &Console, request: PlanMake) -> Result<Plan, Failure> {
    let now = console.ports().clock.now();
    let patience = patience::minutes(console).await?;
    let live = console.live().await?;
    let day = words::read_day(&request.date).ok_or(Failure::Invalid { field: Field::Date })?;
    let from = words::read_day(&request.from).ok_or(Failure::Invalid { field: Field::Date })?;
    let is_bounded = (1..=PROVIDERS).contains(&request.providers.len())
        && (1..=DEPARTMENTS).contains(&request.departments.len())
        && (1..=DAYS).contains(&request.days);
    let to = from.checked_add_days(Days::new(u64::from(request.days) - u64::from(request.days > 0)));
    let Some(to) = to.filter(|_| is_bounded) else {
        return Err(Failure::Invalid { field: Field::Request });
    };
    let (provider, department) = (ProviderId::new(request.provider), DepartmentId::new(request.department));
    let (own, at) = (provider.clone(), department.clone());
    let (departments, providers, visits) = live
        .read(move |reader| {
            let mut visits = reader.day(day, Some(&at))?;
            visits.retain(|visit| visit.appointment.provider == own);
            visits.sort_by_key(|visit| (visit.appointment.start, visit.appointment.id.clone()));
            Ok((reader.departments()?, reader.providers()?, visits))
        })
        .await?;
    let (moving, staying): (Vec<Held>, Vec<Held>) = visits.into_iter().partition(is_movable);
    if moving.len() > VISITS {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let kinds: BTreeSet<AppointmentTypeId> =
        moving.iter().filter_map(|held| held.appointment.kind.clone()).collect();
    let asked = OfKinds {
        kinds: kinds.into_iter().collect(),
        departments: request.departments.iter().map(|id| DepartmentId::new(id.as_str())).collect(),
        providers: request.providers.iter().map(|id| ProviderId::new(id.as_str())).collect(),
        from,
        to,
    };
    let (open, as_of) = openings::of_kinds(&live, &asked, now).await?;
    let ids: BTreeSet<AppointmentId> = moving.iter().map(|held| held.appointment.id.clone()).collect();
    let (whom, places_asked) = (patients(&moving), asked.departments.clone());
    let around = live
        .read(move |reader| {
            let mut around = Around::default();
            for day in from.iter_days().take_while(|day| *day <= to) {
                for held in reader.day(day, None)? {
                    let visit = &held.appointment;
                    if visit.state == VisitState::Cancelled || ids.contains(&visit.id) {
                        continue;
                    }
                    let (start, minutes) = (visit.start, visit.minutes);
                    let patient = held.patient.as_ref().map(|patient| &patient.id).or(visit.patient.as_ref());
                    let patient = patient.filter(|id| whom.contains(*id)).cloned();
                    around.patients.extend(patient.map(|who| Taken { who, start, minutes }));
                    if places_asked.contains(&visit.department) {
                        around.providers.push(Taken { who: visit.provider.clone(), start, minutes });
                    }
                }
            }
            Ok(around)
        })
        .await?;
    let shown = Shown { departments, providers };
    let slots = slots(&open);
    let to_move: Vec<ToMove> = moving.iter().filter_map(|held| to_move(held, &open)).collect();
    let free: Vec<Free> = slots.iter().map(free).collect();
    let found = places(&to_move, &free, &around);
    let view = |held: Vec<Held>| {
        let own = shown.departments.iter().find(|known| known.id == department).cloned();
        let sheet = day_sheet(&Material {
            date: day,
            now,
            departments: &Vec::from_iter(own),
            providers: &shown.providers,
            visits: &held,
            as_of: None,
            kept: true,
            patience,
        });
        sheet.columns.into_iter().flat_map(|column| column.visits).collect::<Vec<_>>()
    };
    let visits = view(moving);
    let rows = visits.into_iter().zip(to_move.iter().zip(found)).map(|(visit, (wish, place))| {
        let mut others: Vec<usize> =
            (0..free.len()).filter(|at| could_go(wish, &free[*at], &around)).collect();
        others.sort_by_key(|at| distance(wish, &free[*at], from.and_time(chrono::NaiveTime::MIN)));
        others.truncate(OTHERS);
        others.sort_unstable();
        let row = |at: usize| openings::row(&slots[at], &shown.departments, &shown.providers);
        PlanRow { visit, to: place.map(row), others: others.into_iter().map(row).collect() }
    });
    Ok(Plan { rows: rows.collect(), stays: view(staying), as_of: words::instant(as_of) })
}

struct Shown {
    departments: Vec<Department>,
    providers: Vec<Provider>,
}

/// Whether a visit can be moved: somebody's who is shown, and nobody has come for it yet.
fn is_movable(held: &Held) -> bool {
    held.appointment.state == VisitState::Booked && held.patient.is_some()
}

fn patients(moving: &[Held]) -> BTreeSet<PatientId> {
    moving.iter().filter_map(|held| held.patient.as_ref().map(|patient| patient.id.clone())).collect()
}

/// The open times of all kinds, each once, in the order of their time.
fn slots(open: &[(AppointmentTypeId, Vec<OpenSlot>)]) -> Vec<OpenSlot> {
    let mut slots: Vec<OpenSlot> = open.iter().flat_map(|(_, slots)| slots.clone()).collect();
    slots.sort_by(|one, other| (one.start, &one.id).cmp(&(other.start, &other.id)));
    slots.dedup_by(|one, other| one.id == other.id);
    slots.truncate(FREE);
    slots
}

fn free(slot: &OpenSlot) -> Free {
    Free { id: slot.id.clone(), provider: slot.provider.clone(), start: slot.start, minutes: slot.minutes }
}

fn to_move(held: &Held, open: &[(AppointmentTypeId, Vec<OpenSlot>)]) -> Option<ToMove> {
    let own = open.iter().filter(|(kind, _)| Some(kind) == held.appointment.kind.as_ref());
    Some(ToMove {
        patient: held.patient.as_ref()?.id.clone(),
        start: held.appointment.start,
        minutes: held.appointment.minutes,
        fits: own.flat_map(|(_, slots)| slots).map(|slot| slot.id.clone()).collect(),
    })
}
