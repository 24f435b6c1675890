//! Work on a copy in steps, each of which is one write: a page of people, and how far the reading is.

use model::{Address, Contact, Patient, PatientId, PatientStatus, PersonName, Phi};
use store::{Cache, Detail, Error, NewTask};

use crate::profile::at;

const TASK: &str = "all";
/// People on a page.
pub(crate) const ROWS: u64 = 12;

pub(crate) fn person(number: u64) -> Patient {
    let letter = char::from(b'a' + u8::try_from(number % 26).expect("a letter"));
    Patient {
        id: PatientId::new(number.to_string()),
        name: PersonName {
            first: Phi::new(format!("Ana{letter}")),
            last: Phi::new(format!("Lee{letter}")),
            ..PersonName::default()
        },
        dob: Phi::new(None),
        sex: Phi::new(None),
        status: PatientStatus::Active,
        deceased: Phi::new(None),
        contact: Contact { address: Address::default(), ..Contact::default() },
        language: Phi::new(None),
        department: None,
        primary_department: None,
        primary_provider: None,
        balances: None,
        first_visit: None,
        last_visit: None,
        previous_ids: Vec::new(),
    }
}

/// Does the step of that number: the first plans, each other one puts a page.
pub(crate) fn step(cache: &Cache, number: u64) -> Result<(), Error> {
    cache.write_blocking("page", move |writer| {
        let Some(page) = number.checked_sub(1) else {
            let task = NewTask { key: TASK.to_owned(), order: 1, plan: String::new() };
            return writer.plan_tasks(&[task]).map(drop);
        };
        let people: Vec<Patient> = (page * ROWS..number * ROWS).map(person).collect();
        writer.put_patients(&people, at(0), Detail::Full)?;
        writer.task_page_done(TASK, &number.to_string(), ROWS, at(0))
    })
}

/// How many steps a copy holds, all of which it holds whole.
pub(crate) fn steps(cache: &Cache, told: &str) -> Result<u64, Error> {
    cache.read_blocking(|reader| {
        let task = reader.task(TASK)?;
        let held = reader.held_patients()?;
        assert_eq!(held, task.as_ref().map_or(0, |task| task.rows), "{told}: people and pages move together");
        for number in 0..held {
            let kept = reader.patient(&PatientId::new(number.to_string()))?;
            assert!(kept.is_some(), "{told}: {number} of {held}");
        }
        Ok(task.map_or(0, |task| 1 + task.rows / ROWS))
    })
}
