//! A copy held against its practice row by row, as the files say it, once nothing is on its way.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta};
use model::{AppointmentId, Patient, PatientId, PatientStatus, VisitState, Zone};
use sandbox::{FieldValue, PatientTruth, Sandbox, Standing, State, Truth, VisitTruth};
use store::Reader;

/// What was compared, and what is not as it is.
#[derive(Clone, Debug, Default)]
pub struct Alike {
    /// Visits of the days that are held, cancelled ones among them.
    pub visits: usize,
    /// Patients, with what belongs to them.
    pub patients: usize,
    /// Their insurances.
    pub insurances: usize,
    /// Their balances.
    pub balances: usize,
    /// Values of the practice's own fields.
    pub custom_values: usize,
    /// Lists of allergies that are held.
    pub allergies: usize,
    /// Records that were merged into others.
    pub merges: usize,
    /// Providers on the list.
    pub providers: usize,
    /// Departments.
    pub departments: usize,
    /// What differs.
    pub wrong: Vec<String>,
}

impl fmt::Display for Alike {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { visits, patients, insurances, balances, merges, providers, departments, wrong, .. } = self;
        write!(
            out,
            "visits {visits} patients {patients} insurances {insurances} balances {balances} merges {merges} \
             providers {providers} departments {departments} different {}",
            wrong.len()
        )
    }
}

/// Compares all that a copy is to hold on a day.
pub fn alike(reader: &Reader<'_>, practice: &Sandbox, today: NaiveDate) -> Result<Alike, store::Error> {
    let mut alike = Alike::default();
    for gap in reader.open_gaps()? {
        alike.wrong.push(format!("a gap of {} stays open", gap.feed));
    }
    alike.reference(reader, practice)?;
    let comes = alike.schedule(reader, practice, today)?;
    alike.people(reader, practice, (today, &comes))?;
    alike.merged(reader, practice)?;
    Ok(alike)
}

impl Alike {
    fn reference(&mut self, reader: &Reader<'_>, practice: &Sandbox) -> Result<(), store::Error> {
        let truth = practice.truth();
        let there = truth.providers().into_iter().filter(|one| !one.departed);
        let name = |first: &str, last: &str| format!("{first} {last}").trim().to_owned();
        let there: BTreeMap<String, String> =
            there.map(|one| (one.id.to_string(), name(&one.first_name, &one.last_name))).collect();
        let held = reader.providers()?.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
        self.providers = there.len();
        self.differ("provider", &there, &held);
        // A zone has several names, and in summer a wall of its own.
        let noon = |zone: Zone| zone.wall(DateTime::UNIX_EPOCH + TimeDelta::days(20_000)).to_string();
        let there = truth.departments().into_iter().map(|one| {
            let noon = Zone::named(one.zone).map_or_else(|_| "no zone".to_owned(), noon);
            (one.id.to_string(), format!("{}, {noon}", one.public_name))
        });
        let there: BTreeMap<String, String> = there.collect();
        let held = reader.departments()?.into_iter();
        let held = held.map(|one| (one.id.to_string(), format!("{}, {}", one.name, noon(one.zone()))));
        self.departments = there.len();
        self.differ("department", &there, &held.collect());
        Ok(())
    }

    fn differ(&mut self, what: &str, there: &BTreeMap<String, String>, held: &BTreeMap<String, String>) {
        let ids: BTreeSet<&String> = there.keys().chain(held.keys()).collect();
        for id in ids.into_iter().filter(|id| there.get(*id) != held.get(*id)) {
            self.wrong.push(format!("{what} {id} is {:?}, not {:?}", held.get(id), there.get(id)));
        }
    }

    /// Gives whom the visits are of.
    fn schedule(
        &mut self,
        reader: &Reader<'_>,
        practice: &Sandbox,
        today: NaiveDate,
    ) -> Result<BTreeSet<u64>, store::Error> {
        // What is read goes by blocks of days, so that a few more may be held than are asked for.
        let (from, to) = (today - Days::new(700), today + Days::new(350));
        let truth = practice.truth();
        let (mut there, mut comes) = (BTreeSet::new(), BTreeSet::new());
        for real in truth.visits(from, to) {
            let held = reader.appointment(&AppointmentId::new(real.id.to_string()))?;
            let wanted = words(&real);
            let held = held.map(|held| held.appointment).map(|held| -> Result<String, store::Error> {
                let whom = held.patient.as_ref().map(|id| reader.survivor(id)).transpose()?;
                // Whoever is hidden is named by no visit.
                let whom = whom.map_or_else(|| real.patient.to_string(), |whom| whom.to_string());
                let kind = held.kind.as_ref().map_or("", |kind| kind.as_str());
                Ok(format!(
                    "of {whom} on {} for {} with {} at {} as {kind}: {:?}",
                    held.start,
                    held.minutes,
                    held.provider,
                    held.department,
                    stands(&held.state)
                ))
            });
            let held = held.transpose()?;
            if held.as_ref() != Some(&wanted) {
                self.wrong.push(format!("visit {} is {held:?}, not {wanted}", real.id));
            }
            there.insert(real.id.to_string());
            comes.insert(real.patient);
        }
        self.visits = there.len();
        for day in from.iter_days().take_while(|day| *day <= to) {
            let held = reader.day(day, None)?.into_iter().map(|held| held.appointment);
            let more =
                held.filter(|held| held.state != VisitState::Open && !there.contains(held.id.as_str()));
            self.wrong.extend(more.map(|held| format!("visit {} is none of the practice's", held.id)));
        }
        Ok(comes)
    }

    fn people(
        &mut self,
        reader: &Reader<'_>,
        practice: &Sandbox,
        (today, comes): (NaiveDate, &BTreeSet<u64>),
    ) -> Result<(), store::Error> {
        let truth = practice.truth();
        for real in truth.patients() {
            if real.restricted || real.standing == Standing::Deleted || real.merged_into.is_some() {
                continue;
            }
            let id = PatientId::new(real.id.to_string());
            let Some(held) = reader.patient(&id)?.map(|held| held.patient) else {
                if comes.contains(&real.id) {
                    self.wrong.push(format!("patient {id} is missing"));
                }
                continue;
            };
            self.patients += 1;
            let (is, wanted) = (said(&held, &real), really(&real));
            if is != wanted {
                self.wrong.push(format!("patient {id} is {is}, not {wanted}"));
            }
            let in_force = |cancelled: Option<NaiveDate>| cancelled.is_none_or(|day| day > today);
            let policies = truth.policies(real.id).into_iter().filter(|one| in_force(one.cancelled));
            let policies: BTreeSet<String> =
                policies.map(|one| format!("{} {} {:?}", one.id, one.plan, one.expires)).collect();
            let coverages = reader.coverages(&id)?.map(|held| held.value).unwrap_or_default().into_iter();
            let coverages = coverages.filter(|one| in_force(one.cancelled));
            let coverages: BTreeSet<String> =
                coverages.map(|one| format!("{} {} {:?}", one.id, one.plan, one.expires)).collect();
            self.insurances += policies.len();
            if coverages != policies {
                self.wrong.push(format!("insurances of {id} are {coverages:?}, not {policies:?}"));
            }
            let mut owed: Vec<i64> = real.owed.iter().map(|owed| owed.cents).collect();
            let balances = held.balances.unwrap_or_default();
            let mut known: Vec<i64> = balances.into_iter().map(|one| one.amount.0).collect();
            owed.sort_unstable();
            known.sort_unstable();
            self.balances += owed.len();
            if known != owed {
                self.wrong.push(format!("balances of {id} are {known:?}, not {owed:?}"));
            }
            self.fields(reader, &truth, &real)?;
            self.chart(reader, &truth, &real)?;
        }
        Ok(())
    }

    fn fields(
        &mut self,
        reader: &Reader<'_>,
        truth: &Truth<'_>,
        real: &PatientTruth,
    ) -> Result<(), store::Error> {
        let there = truth.custom_values(real.id).into_iter().map(|(field, value)| match value {
            FieldValue::Text(text) => (field.to_string(), text),
            FieldValue::Choice(chosen) => (field.to_string(), format!("option {chosen}")),
        });
        let there: BTreeMap<String, String> = there.collect();
        let held = reader.custom_values(&PatientId::new(real.id.to_string()))?;
        let held = held.map(|held| held.value).unwrap_or_default().into_iter().map(|entry| {
            let option = entry.value.option.map(|option| format!("option {}", option.expose()));
            let text = entry.value.value.map(|text| text.expose().clone());
            (entry.value.field.to_string(), option.or(text).unwrap_or_default())
        });
        self.custom_values += there.len();
        self.differ(&format!("of patient {} the own field", real.id), &there, &held.collect());
        Ok(())
    }

    /// Only whoever comes soon, or was looked at, has theirs held.
    fn chart(
        &mut self,
        reader: &Reader<'_>,
        truth: &Truth<'_>,
        real: &PatientTruth,
    ) -> Result<(), store::Error> {
        let held = reader.allergies(&PatientId::new(real.id.to_string()))?.list;
        let Some((held, there)) = held.map(|held| held.value).zip(truth.allergies(real.id)) else {
            return Ok(());
        };
        let listed = held.list.iter().map(|one| {
            let name = one.allergen.as_ref().map(|name| name.expose().as_str());
            format!("{name:?} {:?}", one.deactivated.as_ref().map(|day| *day.expose()))
        });
        let really = there.list.iter().map(|one| {
            let name = (one.name != "deleted/unknown").then_some(one.name);
            format!("{name:?} {:?}", one.deactivated)
        });
        self.allergies += 1;
        if *held.none_known.expose() != there.none_known || !listed.eq(really) {
            self.wrong.push(format!("allergies of {} are {held:?}, not {there:?}", real.id));
        }
        Ok(())
    }

    fn merged(&mut self, reader: &Reader<'_>, practice: &Sandbox) -> Result<(), store::Error> {
        for (old, _, ended) in practice.truth().merged() {
            let found = reader.survivor(&PatientId::new(old.to_string()))?;
            let held = reader.patient(&PatientId::new(ended.to_string()))?.is_some();
            let is_own = reader.patient(&PatientId::new(old.to_string()))?.is_some();
            self.merges += 1;
            if held && found.as_str() == old.to_string() && is_own {
                self.wrong.push(format!("{old} is still somebody of their own"));
            }
        }
        Ok(())
    }
}

fn words(real: &VisitTruth) -> String {
    let start = real.day.and_time(NaiveTime::MIN) + TimeDelta::minutes(real.minute.into());
    format!(
        "of {} on {start} for {} with {} at {} as {}: {:?}",
        real.patient,
        real.minutes,
        real.provider,
        real.department,
        real.kind,
        Some(real.state)
    )
}

/// What a record says of a patient, as far as anybody at the practice may change it.
fn said(held: &Patient, real: &PatientTruth) -> String {
    let contact = &held.contact;
    let phones =
        [&contact.home_phone, &contact.mobile_phone, &contact.email].map(|one| one.expose().as_str());
    let address = |name: &str, line: &str| real.written.get(name).map(|_| line.to_owned());
    format!(
        "{:?} {:?} {:?} {:?} {:?} {phones:?} {:?} {:?}",
        [&held.name.first, &held.name.middle, &held.name.last, &held.name.suffix].map(|part| part.expose()),
        counts(&held.status),
        held.sex.expose().as_deref(),
        held.dob.expose(),
        held.deceased.expose(),
        address("address1", contact.address.line1.expose()),
        address("address2", contact.address.line2.expose()),
    )
}

fn really(real: &PatientTruth) -> String {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_default();
    let phones = [&real.home_phone, &real.mobile_phone, &real.email].map(or_none);
    let address =
        |name: &str| real.written.get(name).map(|line| line.as_str().unwrap_or_default().to_owned());
    let last = Some(real.last_name.clone());
    format!(
        "{:?} {:?} {:?} {:?} {:?} {phones:?} {:?} {:?}",
        [&real.first_name, &real.middle_name, &last, &real.suffix].map(or_none),
        Some(real.standing),
        real.sex,
        Some(real.born),
        real.died,
        address("address1"),
        address("address2"),
    )
}

fn counts(status: &PatientStatus) -> Option<Standing> {
    match status {
        PatientStatus::Active => Some(Standing::Active),
        PatientStatus::Inactive => Some(Standing::Inactive),
        PatientStatus::Prospective => Some(Standing::Prospective),
        PatientStatus::Deleted => Some(Standing::Deleted),
        PatientStatus::Other(_) => None,
    }
}

fn stands(state: &VisitState) -> Option<State> {
    match state {
        VisitState::Booked => Some(State::Booked),
        VisitState::CheckingIn => Some(State::CheckingIn),
        VisitState::Waiting | VisitState::CheckedIn => Some(State::CheckedIn),
        VisitState::CheckedOut => Some(State::CheckedOut),
        VisitState::Charged => Some(State::Charged),
        VisitState::Cancelled => Some(State::Cancelled),
        VisitState::Open | VisitState::Other(_) => None,
    }
}
