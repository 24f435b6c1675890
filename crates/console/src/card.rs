//! A patient's card and a patient's row made of what the copy holds. Pure.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use ipc::patient::{
    AllergiesView, BalanceView, ContactView, CopayView, CoverageView, CustomValueView, EligibilityView, Part,
    PatientCard, PatientFlag, VisitLine,
};
use model::{
    Appointment, Balance, Contact, Coverage, Department, DepartmentId, Eligibility, Patient, PatientStatus,
    Provider, Zone, minute_of_day,
};
use store::CustomEntry;

use crate::words;

/// The practice's own words, by which ids are told, and what time it is there.
pub(crate) struct Practice {
    /// The present instant.
    pub now: DateTime<Utc>,
    departments: Vec<Department>,
    providers: Vec<Provider>,
    /// The zones in which visits may stand, each once.
    zones: Vec<Zone>,
}

impl Practice {
    /// A practice at an instant.
    pub(crate) fn at(now: DateTime<Utc>, departments: Vec<Department>, providers: Vec<Provider>) -> Self {
        // A department that is not listed keeps the server's own time.
        let mut zones = vec![Zone::EASTERN];
        for zone in departments.iter().map(Department::zone) {
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        Self { now, departments, providers, zones }
    }

    /// What the wall clock that is furthest behind shows: no visit to come begins before it.
    pub(crate) fn earliest_wall(&self) -> NaiveDateTime {
        let walls = self.zones.iter().map(|zone| zone.wall(self.now));
        walls.min().unwrap_or_else(|| Zone::EASTERN.wall(self.now))
    }

    /// Whether a visit is still to begin, where it is.
    pub(crate) fn is_to_come(&self, visit: &Appointment) -> bool {
        visit.start >= self.zone(&visit.department).wall(self.now)
    }

    /// When a visit begins.
    pub(crate) fn begins(&self, visit: &Appointment) -> DateTime<Utc> {
        self.zone(&visit.department).instant(visit.start)
    }

    fn department(&self, id: &DepartmentId) -> Option<&Department> {
        self.departments.iter().find(|department| department.id == *id)
    }

    fn department_name(&self, id: &DepartmentId) -> String {
        self.department(id).map_or_else(|| format!("Department {id}"), |department| department.name.clone())
    }

    /// A provider group by the name that its departments tell; by its number where none does.
    fn provider_group(&self, id: &str) -> String {
        let of_group = |department: &&Department| department.provider_group.as_deref() == Some(id);
        let names =
            self.departments.iter().filter(of_group).find_map(|known| known.provider_group_name.clone());
        names.unwrap_or_else(|| id.to_owned())
    }

    fn zone(&self, id: &DepartmentId) -> Zone {
        self.department(id).map_or(Zone::EASTERN, Department::zone)
    }

    /// The zone of a department; where there is none, that of the practice's first.
    pub(crate) fn zone_of(&self, id: Option<&DepartmentId>) -> Zone {
        let first = || self.departments.first().map_or(Zone::EASTERN, Department::zone);
        id.and_then(|id| self.department(id)).map_or_else(first, Department::zone)
    }

    /// The department that stands for all of them where days were read: all are read together.
    pub(crate) fn first_department(&self) -> Option<&DepartmentId> {
        self.departments.first().map(|department| &department.id)
    }

    /// A visit in one line.
    pub(crate) fn visit_line(&self, visit: &Appointment) -> VisitLine {
        let provider = self.providers.iter().find(|provider| provider.id == visit.provider);
        VisitLine {
            id: visit.id.to_string(),
            date: words::day(visit.start.date()),
            minute: minute_of_day(visit.start),
            minutes: visit.minutes,
            state: line_state(visit),
            kind: visit.kind_name.clone(),
            provider: provider
                .map_or_else(|| format!("Provider {}", visit.provider), |known| known.name.clone()),
            department: self.department_name(&visit.department),
            zone: words::zone(self.zone(&visit.department)),
        }
    }
}

fn line_state(visit: &Appointment) -> ipc::schedule::VisitState {
    use ipc::schedule::VisitState;
    match &visit.state {
        model::VisitState::Booked | model::VisitState::Open => VisitState::Booked,
        model::VisitState::CheckingIn => VisitState::CheckingIn,
        model::VisitState::Waiting | model::VisitState::CheckedIn => VisitState::Here,
        model::VisitState::CheckedOut => VisitState::Out,
        model::VisitState::Charged => VisitState::Charged,
        model::VisitState::Cancelled => VisitState::Cancelled,
        model::VisitState::Other(word) => VisitState::Other { word: word.clone() },
    }
}

/// Rows of a part, and when they were read.
pub(crate) struct Held<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// When they were read; `None` where they have not been.
    pub as_of: Option<DateTime<Utc>>,
}

impl<T> From<Option<store::Held<Vec<T>>>> for Held<T> {
    fn from(part: Option<store::Held<Vec<T>>>) -> Self {
        match part {
            Some(part) => Self { rows: part.value, as_of: Some(part.as_of) },
            None => Self { rows: Vec::new(), as_of: None },
        }
    }
}

/// What a card is made of.
pub(crate) struct Material<'a> {
    /// The practice's own words.
    pub practice: &'a Practice,
    /// The patient, and when they were read.
    pub patient: &'a Patient,
    /// When identity and contact were read.
    pub as_of: Option<DateTime<Utc>>,
    /// When balances were read.
    pub balances_as_of: Option<DateTime<Utc>>,
    /// Allergies.
    pub allergies: AllergiesView,
    /// Policies.
    pub coverages: Held<Coverage>,
    /// Values of custom fields.
    pub custom_values: Held<CustomEntry>,
    /// Visits to come, the next first.
    pub next_visits: Held<Appointment>,
    /// Visits past, the last first.
    pub last_visits: Held<Appointment>,
}

/// Makes a card.
pub(crate) fn card(material: Material<'_>) -> PatientCard {
    let Material { practice, patient, as_of, balances_as_of, .. } = material;
    let today = practice.zone_of(patient.department.as_ref()).today(practice.now);
    let dob = *patient.dob.expose();
    let named = |id: &Option<DepartmentId>| id.as_ref().map(|id| practice.department_name(id));
    let provider = patient.primary_provider.as_ref();
    PatientCard {
        id: patient.id.to_string(),
        name: words::full_name(&patient.name),
        preferred: words::said(&patient.name.preferred),
        dob: dob.map(words::day),
        age: dob.and_then(|dob| words::age(dob, patient.deceased.expose().unwrap_or(today))),
        sex: patient.sex.expose().clone(),
        deceased: patient.deceased.expose().map(words::day),
        status: words::status(&patient.status),
        flags: flags(&patient.status, patient.deceased.expose().is_some()),
        contact: contact(&patient.contact, patient.language.expose().clone()),
        department: named(&patient.department),
        primary_department: named(&patient.primary_department),
        provider: provider.map(|id| {
            let known = practice.providers.iter().find(|provider| provider.id == *id);
            known.map_or_else(|| format!("Provider {id}"), |provider| provider.name.clone())
        }),
        previous_ids: patient.previous_ids.iter().map(ToString::to_string).collect(),
        as_of: as_of.map(words::instant),
        allergies: material.allergies,
        coverages: part(material.coverages, |policy| coverage(policy, today)),
        balances: balances(practice, patient, balances_as_of),
        next_visits: part(material.next_visits, |visit| practice.visit_line(visit)),
        last_visits: part(material.last_visits, |visit| practice.visit_line(visit)),
        custom_values: part(material.custom_values, custom_value),
    }
}

/// What emergency access shows of a card: who it is, how they are reached, their allergies and their
/// visits.
pub(crate) fn at_the_desk(card: PatientCard) -> PatientCard {
    fn withheld<T>() -> Part<T> {
        Part { rows: Vec::new(), as_of: None }
    }
    PatientCard { coverages: withheld(), balances: withheld(), custom_values: withheld(), ..card }
}

/// What must be seen of a patient before anything is done.
pub(crate) fn flags(status: &PatientStatus, deceased: bool) -> Vec<PatientFlag> {
    let mut flags = Vec::new();
    if deceased {
        flags.push(PatientFlag::Deceased);
    }
    match status {
        PatientStatus::Inactive => flags.push(PatientFlag::Inactive),
        PatientStatus::Prospective => flags.push(PatientFlag::Prospective),
        PatientStatus::Active | PatientStatus::Deleted | PatientStatus::Other(_) => {}
    }
    flags
}

fn part<T, View>(held: Held<T>, view: impl Fn(&T) -> View) -> Part<View> {
    Part { rows: held.rows.iter().map(view).collect(), as_of: held.as_of.map(words::instant) }
}

fn contact(contact: &Contact, language: Option<String>) -> ContactView {
    let address = &contact.address;
    let town = [&address.city, &address.state, &address.zip].into_iter().filter_map(words::said);
    let town = town.collect::<Vec<_>>().join(" ");
    let street = [&address.line1, &address.line2].into_iter().filter_map(words::said);
    ContactView {
        home_phone: words::said(&contact.home_phone),
        mobile_phone: words::said(&contact.mobile_phone),
        work_phone: words::said(&contact.work_phone),
        email: words::said(&contact.email),
        address: street.chain((!town.is_empty()).then_some(town)).collect(),
        preference: contact.preference.clone(),
        consent_to_text: contact.consent_to_text,
        language,
    }
}

fn coverage(policy: &Coverage, today: NaiveDate) -> CoverageView {
    CoverageView {
        id: policy.id.to_string(),
        plan: policy.plan.clone(),
        payer: policy.payer.clone(),
        member_id: words::said(&policy.member_id),
        policy_number: words::said(&policy.policy_number),
        sequence: policy.sequence,
        active: policy.is_active(today),
        self_pay: policy.self_pay,
        cancelled: policy.cancelled.map(words::day),
        expires: policy.expires.map(words::day),
        relationship: policy.relationship.clone(),
        eligibility: policy.eligibility.as_ref().map(eligibility),
        copays: policy
            .copays
            .iter()
            .map(|copay| CopayView { kind: copay.kind.clone(), cents: copay.amount.0 })
            .collect(),
    }
}

fn eligibility(known: &Eligibility) -> EligibilityView {
    EligibilityView {
        status: known.status.clone(),
        reason: known.reason.clone(),
        checked: known.checked.map(words::day),
        message: known.message.as_ref().and_then(words::said),
    }
}

fn balances(practice: &Practice, patient: &Patient, as_of: Option<DateTime<Utc>>) -> Part<BalanceView> {
    let view = |balance: &Balance| BalanceView {
        provider_group: practice.provider_group(&balance.provider_group),
        departments: balance.departments.iter().map(|id| practice.department_name(id)).collect(),
        cents: balance.amount.0,
    };
    match &patient.balances {
        Some(rows) => Part { rows: rows.iter().map(view).collect(), as_of: as_of.map(words::instant) },
        None => Part { rows: Vec::new(), as_of: None },
    }
}

fn custom_value(entry: &CustomEntry) -> CustomValueView {
    let (field, value) = (entry.field.as_ref(), &entry.value);
    let chosen = value.option.as_ref().map(|option| {
        let option = option.expose();
        let known = field.and_then(|field| field.options.iter().find(|known| known.id == *option));
        known.map_or_else(|| option.clone(), |known| known.name.clone())
    });
    let text = value.value.as_ref().map(|text| text.expose().clone());
    CustomValueView {
        field: value.field.to_string(),
        name: field.map_or_else(|| format!("Field {}", value.field), |field| field.name.clone()),
        value: chosen.or(text).unwrap_or_default(),
    }
}
