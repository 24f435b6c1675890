//! What stands in a packet, from the copy.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use ipc::patient::{BalanceView, CoverageView, EligibilityView, Part, PatientCard, VisitLine};
use model::PatientId;
use paper::{Block, Document, Face, Facts, Frame, Section};
use store::{Environment, Reader};

use crate::printing::language;
use crate::printing::said::{Source, born, day, long_day, money, notice, phone, said_day, state};
use crate::printing::{DAY_SHEET, Imprint, MARKING, count, days_on, source};
use crate::{patients, schedule};

/// What a packet is made of.
pub(super) struct Material {
    pub now: DateTime<Utc>,
    /// How many days it tells of, today being the first.
    pub days: u32,
    /// Minutes after which a wait is told.
    pub patience: u32,
    pub imprint: Imprint,
}

/// A packet before it is sealed.
pub(super) struct Pages {
    pub document: Document,
    pub visits: u32,
    pub environment: Environment,
}

/// Reads what stands in a packet.
pub(super) fn pages(reader: &Reader<'_>, material: Material) -> Result<Pages, store::Error> {
    let Material { now, days, patience, imprint } = material;
    let source = source(reader, imprint)?;
    let (mut groups, mut forms, mut expected) = (Vec::new(), Vec::new(), Vec::new());
    let (mut seen, mut visits, mut dates) = (BTreeSet::new(), 0, Vec::new());
    for nth in 0..days {
        let date = days_on(now, source.zone, nth);
        let sheet = schedule::sheet(reader, date, (None, None), (now, patience))?;
        dates.push((long_day(date), source.as_of(sheet.as_of.as_deref())));
        for visit in sheet.columns.iter().flat_map(|column| &column.visits) {
            visits += 1;
            let new = visit.patient.clone().filter(|patient| seen.insert(patient.clone()));
            expected.extend(new);
        }
        groups.extend(source.by_provider(&sheet, DAY_SHEET));
    }
    let mut faces = Vec::new();
    for patient in expected {
        // Whoever is asked for by their own number is read without their chart.
        if let Some(card) = patients::made(reader, &PatientId::new(patient), now, false)? {
            faces.push(face(&source, &card));
        }
    }
    let mut departments: Vec<&Frame> = groups.iter().map(|group| &group.frame).collect();
    departments.sort_by(|one, other| one.department.cmp(&other.department));
    departments.dedup_by(|one, other| one.department == other.department);
    for frame in departments {
        forms.extend(paper::forms(frame));
    }
    let cover = cover(&source, (now, days), &dates, (visits, faces.len()));
    let made = format!("Made by Daybook, {}", source.instant(now));
    let sections = paper::packet(cover, &groups, faces, forms);
    let notice = notice(&source.environment).to_owned();
    let document = Document { notice, ..Document::of("Downtime packet", made, MARKING, sections) };
    Ok(Pages { document, visits: count(visits), environment: source.environment })
}

fn cover(
    source: &Source,
    (now, days): (DateTime<Utc>, u32),
    dates: &[(String, String)],
    (visits, faces): (usize, usize),
) -> Section {
    let note = |words: &str| Block::Note(words.to_owned());
    let shred = day(days_on(now, source.zone, days));
    let blocks = vec![
        note(
            "For the desk, while athenahealth or this computer does not answer. It tells what the copy on this \
              computer held when it was made: whatever was booked, moved or cancelled since is not in it.",
        ),
        Block::Heading("What is in it".to_owned()),
        Block::Facts(dates.to_vec()),
        Block::Facts(vec![
            ("Visits".to_owned(), visits.to_string()),
            ("Face sheets".to_owned(), faces.to_string()),
            ("Shred it after".to_owned(), shred),
        ]),
        Block::Heading("While it lasts".to_owned()),
        note("1. Write down who came, and when, on the day's pages."),
        note(
            "2. Take a blank form for whoever is new, for each visit, for payments, and for what is to be booked.",
        ),
        note("3. Book nothing at a time that this packet shows as free: somebody else may have it."),
        Block::Heading("Afterwards".to_owned()),
        note(
            "Type in what was written, sheet by sheet, and sign each sheet as typed in. Then shred all of it.",
        ),
    ];
    let frame = Frame {
        title: "Downtime packet".to_owned(),
        day: String::new(),
        department: "All departments".to_owned(),
        practice: source.practice.clone(),
        as_of: format!("Made {}", source.instant(now)),
    };
    Section { frame, blocks, ..Section::default() }
}

fn face(source: &Source, card: &PatientCard) -> Face {
    let flags: Vec<String> = card.flags.iter().map(|flag| format!("{flag:?}").to_uppercase()).collect();
    let title = "Face sheet".to_owned();
    let frame = Frame {
        title: if flags.is_empty() { title } else { format!("{title} · {}", flags.join(", ")) },
        day: String::new(),
        department: card.department.clone().unwrap_or_default(),
        practice: source.practice.clone(),
        as_of: source.as_of(card.as_of.as_deref()),
    };
    let parts = vec![
        identity(card),
        contact(card),
        part(source, "Insurance", &card.coverages, "No policy is held.", coverage),
        part(source, "Balances", &card.balances, "No balance is held.", balance),
        part(source, "Visits to come", &card.next_visits, "None is held.", |visit| line(source, visit)),
        part(source, "Visits past", &card.last_visits, "None is held.", |visit| line(source, visit)),
    ];
    let (name, patient) = (card.name.clone(), card.id.clone());
    Face { frame, name, born: born(card.dob.as_deref(), card.age), patient, parts }
}

fn identity(card: &PatientCard) -> Facts {
    let rows = said(&[
        ("Patient number", Some(card.id.clone())),
        ("Goes by", card.preferred.clone()),
        ("Born", Some(born(card.dob.as_deref(), card.age))),
        ("Sex", card.sex.clone()),
        ("Deceased", card.deceased.as_deref().map(said_day)),
        ("Status", Some(card.status.clone())),
        ("Provider", card.provider.clone()),
        ("Usual department", card.primary_department.clone()),
        ("Former numbers", Some(card.previous_ids.join(", "))),
    ]);
    Facts { title: "Identity".to_owned(), rows, empty: "Nothing is held.".to_owned(), ..Facts::default() }
}

fn contact(card: &PatientCard) -> Facts {
    let contact = &card.contact;
    let number = |text: &Option<String>| text.as_deref().map(phone);
    let texts = contact.consent_to_text.map(|yes| if yes { "agreed to" } else { "not agreed to" }.to_owned());
    let rows = said(&[
        ("Mobile", number(&contact.mobile_phone)),
        ("Home", number(&contact.home_phone)),
        ("Work", number(&contact.work_phone)),
        ("E-mail", contact.email.clone()),
        ("Address", Some(contact.address.join("\n"))),
        ("Language", contact.language.as_deref().map(language)),
        ("Reached by", contact.preference.clone()),
        ("Text messages", texts),
    ]);
    Facts { title: "Contact".to_owned(), rows, empty: "Nothing is held.".to_owned(), ..Facts::default() }
}

fn part<T>(
    source: &Source,
    title: &str,
    part: &Part<T>,
    empty: &str,
    row: impl Fn(&T) -> (String, String),
) -> Facts {
    let empty = if part.as_of.is_some() { empty } else { "Not read yet: ask." };
    Facts {
        title: title.to_owned(),
        as_of: source.as_of(part.as_of.as_deref()),
        rows: part.rows.iter().map(row).collect(),
        empty: empty.to_owned(),
    }
}

fn coverage(policy: &CoverageView) -> (String, String) {
    let place = policy.sequence.map_or_else(|| "Policy".to_owned(), |place| format!("Policy {place}"));
    let copays = policy.copays.iter().map(|copay| format!("copay {} {}", copay.kind, money(copay.cents)));
    let lines = [
        Some(policy.plan.clone()),
        policy.payer.clone(),
        policy.member_id.as_ref().map(|id| format!("member {id}")),
        policy.policy_number.as_ref().map(|number| format!("policy {number}")),
        policy.relationship.as_ref().map(|relation| format!("holder: {relation}")),
        (!policy.active).then(|| "NOT ACTIVE".to_owned()),
        policy.cancelled.as_deref().map(|at| format!("cancelled {}", said_day(at))),
        policy.expires.as_deref().map(|at| format!("expires {}", said_day(at))),
        policy.eligibility.as_ref().map(eligibility),
    ];
    (place, lines.into_iter().flatten().chain(copays).collect::<Vec<_>>().join("\n"))
}

fn eligibility(known: &EligibilityView) -> String {
    let checked = known.checked.as_deref().map_or_else(|| "never checked".to_owned(), said_day);
    format!("eligibility {}, {checked}", known.status)
}

fn balance(owed: &BalanceView) -> (String, String) {
    (owed.provider_group.clone(), money(owed.cents))
}

fn line(source: &Source, visit: &VisitLine) -> (String, String) {
    let when = format!("{} {}", said_day(&visit.date), source.time(visit.minute));
    let what = [visit.kind.as_str(), &visit.provider, &visit.department, &state(&visit.state)].join(" · ");
    (when, what)
}

fn said(rows: &[(&str, Option<String>)]) -> Vec<(String, String)> {
    let says = |(name, text): &(&str, Option<String>)| {
        text.clone().filter(|text| !text.trim().is_empty()).map(|text| ((*name).to_owned(), text))
    };
    rows.iter().filter_map(says).collect()
}
