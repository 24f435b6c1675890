//! What stands before a check-in, by example.

use chrono::{DateTime, NaiveDate, Utc};
use ipc::gate::{GateKind, GateStanding};
use ipc::write::PatientField as Shown;
use model::{
    Appointment, AppointmentId, Balance, Cents, CheckInField, CheckInSection, Contact, Copay, Coverage,
    CoverageId, DepartmentId, Eligibility, Patient, PatientId, PatientStatus, PersonName, Phi, ProviderId,
    VisitState,
};
use store::{Detail, Held, HeldPatient, PatientLine, Visit};

use super::{Material, lacking, rows};

const READ: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a real date")
}

fn phi(text: &str) -> Phi<String> {
    Phi::new(text.to_owned())
}

fn named(first: &str, last: &str) -> PersonName {
    PersonName { first: phi(first), last: phi(last), ..PersonName::default() }
}

fn person() -> HeldPatient {
    let mut contact =
        Contact { mobile_phone: phi("6175550100"), consent_to_text: Some(false), ..Contact::default() };
    contact.address.line1 = phi("1 Main St");
    contact.address.city = phi("Boston");
    contact.address.state = phi("MA");
    contact.address.zip = phi("02110");
    let patient = Patient {
        id: PatientId::new("1"),
        name: named("Ana", "Okafor"),
        dob: Phi::new(Some(day("1980-03-14"))),
        sex: Phi::new(Some("F".to_owned())),
        status: PatientStatus::Active,
        deceased: Phi::new(None),
        contact,
        language: Phi::new(None),
        department: None,
        primary_department: None,
        primary_provider: None,
        balances: Some(Vec::new()),
        first_visit: None,
        last_visit: Some(day("2026-06-01").and_hms_opt(9, 0, 0).expect("a time")),
        previous_ids: Vec::new(),
    };
    HeldPatient { patient, detail: Detail::Full, as_of: READ, balances_as_of: Some(READ) }
}

fn visit(id: &str, time: &str) -> Visit {
    let appointment = Appointment {
        id: AppointmentId::new(id),
        patient: Some(PatientId::new("1")),
        patient_name: None,
        department: DepartmentId::new("1"),
        provider: ProviderId::new("7"),
        start: format!("2026-11-23T{time}:00").parse().expect("a time"),
        minutes: 30,
        state: VisitState::Booked,
        kind: None,
        kind_name: "Established".to_owned(),
        copay: None,
        checked_in: None,
        check_in_started: None,
        checked_out: None,
        notes: Vec::new(),
        urgent: false,
        modified: None,
        frozen: false,
        cancelled: None,
    };
    Visit { appointment, patient: Some(line("1", named("Ana", "Okafor"))), as_of: READ }
}

fn line(id: &str, name: PersonName) -> PatientLine {
    PatientLine {
        id: PatientId::new(id),
        name,
        dob: Phi::new(None),
        sex: Phi::new(None),
        status: PatientStatus::Active,
        deceased: Phi::new(None),
        phone: Phi::default(),
    }
}

fn policy(checked: Option<&str>, status: &str) -> Coverage {
    Coverage {
        id: CoverageId::new("1"),
        plan: "PPO".to_owned(),
        payer: None,
        self_pay: false,
        member_id: Phi::default(),
        policy_number: Phi::default(),
        sequence: Some(1),
        cancelled: None,
        issued: None,
        expires: None,
        relationship: None,
        eligibility: Some(Eligibility {
            status: status.to_owned(),
            reason: None,
            checked: checked.map(day),
            message: None,
        }),
        copays: Vec::new(),
    }
}

/// What the gates are made of, in which all is clear.
struct Desk {
    visit: Visit,
    person: HeldPatient,
    policies: Option<Vec<Coverage>>,
    own: Vec<Visit>,
    day: Vec<Visit>,
    day_as_of: Option<DateTime<Utc>>,
}

impl Desk {
    fn clear() -> Self {
        let visit = visit("9", "10:00");
        Self {
            day: vec![visit.clone()],
            own: vec![visit.clone()],
            visit,
            person: person(),
            policies: Some(vec![policy(Some("2026-11-02"), "Eligible")]),
            day_as_of: Some(READ),
        }
    }

    fn of(&self, kind: GateKind) -> GateStanding {
        let held = self.policies.clone().map(|value| Held { value, as_of: READ });
        let rows = rows(&Material {
            visit: &self.visit.appointment,
            patient: &self.person,
            coverages: held.as_ref(),
            own: &self.own,
            day: &self.day,
            day_as_of: self.day_as_of,
            providers: &[],
        });
        rows.into_iter().find(|row| row.kind == kind).expect("one of each kind").standing
    }

    fn insured(policies: Vec<Coverage>) -> GateStanding {
        Self { policies: Some(policies), ..Self::clear() }.of(GateKind::Insurance)
    }
}

const KINDS: [GateKind; 6] = [
    GateKind::Identity,
    GateKind::Demographics,
    GateKind::Insurance,
    GateKind::Copay,
    GateKind::Balance,
    GateKind::Once,
];

#[test]
fn who_is_known_insured_and_owes_nothing_is_clear_in_each() {
    let desk = Desk::clear();
    for kind in KINDS {
        assert_eq!(desk.of(kind), GateStanding::Clear, "{kind:?}");
    }
}

#[test]
fn nothing_that_was_not_read_is_clear() {
    let mut desk = Desk { policies: None, day_as_of: None, ..Desk::clear() };
    desk.person.detail = Detail::Brief;
    desk.person.balances_as_of = None;
    for kind in KINDS {
        assert_eq!(desk.of(kind), GateStanding::Unread, "{kind:?}");
    }
}

#[test]
fn insurance_is_clear_only_where_it_was_found_eligible_in_the_month_of_the_visit() {
    let plan = || "PPO".to_owned();
    assert_eq!(Desk::insured(vec![policy(None, "Eligible")]), GateStanding::NeverChecked { plan: plan() });
    let never = Coverage { eligibility: None, ..policy(None, "") };
    assert_eq!(Desk::insured(vec![never]), GateStanding::NeverChecked { plan: plan() });
    for checked in ["2026-10-31", "2025-11-23", "2026-12-01"] {
        let standing = Desk::insured(vec![policy(Some(checked), "Eligible")]);
        assert_eq!(standing, GateStanding::OtherMonth { plan: plan(), checked: checked.to_owned() });
    }
    for status in ["Ineligible", "Unverified", ""] {
        let standing = Desk::insured(vec![policy(Some("2026-11-02"), status)]);
        let (status, checked) = (status.to_owned(), "2026-11-02".to_owned());
        assert_eq!(standing, GateStanding::NotEligible { plan: plan(), status, checked });
    }
    assert_eq!(Desk::insured(vec![policy(Some("2026-11-30"), " ELIGIBLE ")]), GateStanding::Clear);
}

#[test]
fn insurance_counts_on_the_date_of_the_visit() {
    let eligible = || policy(Some("2026-11-02"), "Eligible");
    let cancelled = || Coverage { cancelled: Some(day("2026-11-23")), ..eligible() };
    let ended = Coverage { expires: Some(day("2026-11-22")), ..eligible() };
    assert_eq!(Desk::insured(vec![cancelled(), ended]), GateStanding::NoPolicy);
    assert_eq!(Desk::insured(Vec::new()), GateStanding::NoPolicy);
    let later = Coverage { issued: Some(day("2026-11-24")), ..eligible() };
    let from = "2026-11-24".to_owned();
    assert_eq!(Desk::insured(vec![later]), GateStanding::NotBegun { plan: "PPO".to_owned(), from });
    let own = Coverage { self_pay: true, eligibility: None, ..eligible() };
    assert_eq!(Desk::insured(vec![own]), GateStanding::SelfPay);
    let second = Coverage { sequence: Some(2), ..policy(None, "") };
    assert_eq!(Desk::insured(vec![second.clone(), eligible()]), GateStanding::Clear, "the first counts");
    let plan = "PPO".to_owned();
    assert_eq!(Desk::insured(vec![cancelled(), second]), GateStanding::NeverChecked { plan });
    let plan = "PPO".to_owned();
    let both = vec![eligible(), policy(None, "")];
    assert_eq!(Desk::insured(both), GateStanding::NeverChecked { plan }, "two claim to be the first");
}

#[test]
fn what_is_to_be_collected_is_told_and_nothing_is_summed() {
    let mut desk = Desk::clear();
    desk.visit.appointment.copay = Some(Cents(3_000));
    assert_eq!(desk.of(GateKind::Copay), GateStanding::Due { cents: 3_000 });
    desk.visit.appointment.copay = None;
    let copays = [2_000, 4_000].map(|cents| Copay { kind: "Office".to_owned(), amount: Cents(cents) });
    desk.policies =
        Some(vec![Coverage { copays: copays.to_vec(), ..policy(Some("2026-11-02"), "Eligible") }]);
    assert_eq!(desk.of(GateKind::Copay), GateStanding::Due { cents: 4_000 });
    let owed = |cents| Balance {
        provider_group: "1".to_owned(),
        departments: Vec::new(),
        amount: Cents(cents),
        clean: None,
    };
    desk.person.patient.balances = Some(vec![owed(1_250), owed(-5_000), owed(1_250)]);
    assert_eq!(desk.of(GateKind::Balance), GateStanding::Owes { cents: vec![1_250, 1_250] });
    desk.person.patient.balances = Some(vec![owed(-5_000), owed(0)]);
    assert_eq!(desk.of(GateKind::Balance), GateStanding::Clear);
}

#[test]
fn who_it_is_is_clear_where_nothing_is_missing_and_nobody_else_goes_by_the_name() {
    let mut desk = Desk::clear();
    desk.person.patient.sex = Phi::new(None);
    assert_eq!(desk.of(GateKind::Identity), GateStanding::Missing { fields: vec![Shown::Sex] });
    let mut desk = Desk::clear();
    desk.person.patient.status = PatientStatus::Inactive;
    assert!(matches!(desk.of(GateKind::Identity), GateStanding::NotActive { .. }));
    desk.person.patient.deceased = Phi::new(Some(day("2026-11-01")));
    assert_eq!(desk.of(GateKind::Identity), GateStanding::Deceased);
    let mut desk = Desk::clear();
    let mut other = visit("10", "14:30");
    other.patient = Some(line("2", named(" ana", "OKAFOR ")));
    desk.day.push(other.clone());
    let provider = "Provider 7".to_owned();
    assert_eq!(desk.of(GateKind::Identity), GateStanding::Namesake { minute: 870, provider });
    assert_eq!(desk.of(GateKind::Once), GateStanding::Clear, "it is somebody else's");
    desk.day[1].appointment.state = VisitState::Cancelled;
    assert_eq!(desk.of(GateKind::Identity), GateStanding::Clear);
}

#[test]
fn the_same_patient_twice_on_a_day_is_caught() {
    let mut desk = Desk::clear();
    desk.day.push(visit("10", "14:30"));
    let provider = "Provider 7".to_owned();
    assert_eq!(desk.of(GateKind::Once), GateStanding::Twice { minute: 870, provider });
    desk.day[1].appointment.state = VisitState::Cancelled;
    assert_eq!(desk.of(GateKind::Once), GateStanding::Clear);
}

#[test]
fn what_is_on_file_holds_for_a_year_after_a_visit() {
    let mut desk = Desk::clear();
    let seen = |text: &str| Some(day(text).and_hms_opt(10, 0, 0).expect("a time"));
    desk.person.patient.last_visit = seen("2025-11-22");
    let last = Some("2025-11-22".to_owned());
    assert_eq!(desk.of(GateKind::Demographics), GateStanding::LongAgo { last });
    desk.person.patient.last_visit = seen("2025-11-23");
    assert_eq!(desk.of(GateKind::Demographics), GateStanding::Clear);
    desk.person.patient.last_visit = None;
    assert_eq!(desk.of(GateKind::Demographics), GateStanding::LongAgo { last: None });
    let mut earlier = visit("8", "08:00");
    desk.own.push(earlier.clone());
    assert_eq!(desk.of(GateKind::Demographics), GateStanding::LongAgo { last: None }, "it is only booked");
    earlier.appointment.state = VisitState::CheckedOut;
    desk.own.push(earlier);
    assert_eq!(desk.of(GateKind::Demographics), GateStanding::Clear);
    desk.person.patient.contact.mobile_phone = phi("");
    desk.person.patient.contact.address.zip = phi(" ");
    let fields = vec![Shown::Zip, Shown::MobilePhone];
    assert_eq!(desk.of(GateKind::Demographics), GateStanding::Missing { fields });
}

#[test]
fn an_answer_to_text_messages_is_wanted_of_whoever_could_read_one() {
    let mut desk = Desk::clear();
    assert_eq!(desk.of(GateKind::Consents), GateStanding::Clear, "a no is an answer");
    desk.person.patient.contact.consent_to_text = None;
    let fields = vec![Shown::ConsentToText];
    assert_eq!(desk.of(GateKind::Consents), GateStanding::Missing { fields });
    desk.person.patient.contact.mobile_phone = phi("");
    assert_eq!(desk.of(GateKind::Consents), GateStanding::Clear, "there is no phone to text");
    desk.person.detail = Detail::Brief;
    assert_eq!(desk.of(GateKind::Consents), GateStanding::Unread);
}

#[test]
fn what_a_check_in_wants_is_what_athenahealth_says_is_not_well_and_what_is_empty_here() {
    let field = |name: &str, valid, error: Option<&str>| CheckInField {
        name: name.to_owned(),
        valid,
        error: error.map(phi),
    };
    let section = |name: &str, required, complete, fields| CheckInSection {
        name: name.to_owned(),
        required,
        complete,
        fields,
    };
    let sections = [
        section(
            "Patient",
            true,
            false,
            vec![field("lastname", true, None), field("dob", false, Some("Odd."))],
        ),
        section("Contact", false, false, vec![field("zip", false, None), field("city", false, None)]),
        section("Privacy", true, false, Vec::new()),
    ];
    let mut patient = person().patient;
    patient.contact.email = phi("");
    let wanted = ["zip", "email", "sex", "ssn"].map(str::to_owned);
    let found = lacking(&patient, &wanted, &sections);
    let found: Vec<_> = found.iter().map(|row| (row.name.as_str(), row.field, row.said.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("dob", Some(Shown::Dob), Some("Odd.")),
            ("zip", Some(Shown::Zip), None),
            ("Privacy", None, None),
            ("email", Some(Shown::Email), None),
        ]
    );
    assert_eq!(lacking(&patient, &[], &[]), []);
}
