//! The practice's own lists, and a patient's custom fields with their definitions.

use model::{CustomField, CustomFieldKind, CustomFieldValue, Department, Phi, Practice, PracticeId, Zone};
use store::Part;

use crate::desk::{Desk, minute};

fn department(id: &str, name: &str) -> Department {
    Department {
        id: id.into(),
        name: name.to_owned(),
        place: None,
        phone: None,
        zone: Some(Zone::EASTERN),
        chart_group: None,
        provider_group: None,
        provider_group_name: None,
    }
}

#[test]
fn a_list_takes_the_place_of_an_older_one_and_keeps_its_order() {
    let desk = Desk::new();
    let cache = desk.cache();
    let put = |list: Vec<Department>, at| {
        cache
            .write_blocking("departments", move |writer| writer.put_departments(&list, minute(at)))
            .expect("put")
    };
    let list = vec![department("2", "West"), department("1", "East"), department("3", "North")];
    assert!(put(list.clone(), 5));
    assert!(!put(vec![department("9", "Older")], 5), "as old as what is held");
    assert!(!put(vec![department("9", "Older")], 4), "older than what is held");
    assert_eq!(cache.read_blocking(|reader| reader.departments()), Ok(list));
    assert!(put(vec![department("3", "North")], 6), "a department that is closed goes");
    assert_eq!(cache.read_blocking(|reader| Ok(reader.departments()?.len())), Ok(1));
    assert_eq!(cache.read_blocking(|reader| reader.as_of(&Part::Departments)), Ok(Some(minute(6))));
}

#[test]
fn the_practice_and_a_patients_fields_read_back() {
    let desk = Desk::new();
    let cache = desk.cache();
    let practice = Practice { id: PracticeId::new("195900"), name: "Elm Street".to_owned() };
    let field = CustomField {
        id: "7".into(),
        name: "Ride".to_owned(),
        kind: CustomFieldKind::Text,
        choice: false,
        options: Vec::new(),
        searchable: false,
        read_only: false,
    };
    let value = |id: &str| CustomFieldValue {
        field: id.into(),
        value: Some(Phi::new("bus".to_owned())),
        option: None,
    };
    let (put, defined) = (practice.clone(), field.clone());
    let values = [value("7"), value("8")];
    cache
        .write_blocking("reference", move |writer| {
            writer.put_practice(&put, minute(0))?;
            writer.put_custom_fields(&[defined], minute(0))?;
            writer.put_custom_values(&"1".into(), &values, minute(3))
        })
        .expect("they are put");
    let (read, held) = cache
        .read_blocking(|reader| Ok((reader.practice()?, reader.custom_values(&"1".into())?)))
        .expect("a read");
    assert_eq!(read, Some(practice));
    let held = held.expect("they were read");
    assert_eq!((held.as_of, held.value[0].field.clone()), (minute(3), Some(field)));
    assert_eq!(held.value[1].field, None, "a field that the practice's list lacks is shown all the same");
}
