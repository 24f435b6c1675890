//! A day as rows.

use ipc::schedule::DaySheet;
use paper::Csv;

use super::said::{self, Source};

pub(super) fn rows(source: &Source, day: &DaySheet) -> Csv {
    let columns = [
        "Environment",
        "Date",
        "Time",
        "Minutes",
        "Department",
        "Time zone",
        "Provider",
        "Patient",
        "Patient number",
        "Date of birth",
        "Sex",
        "Phone",
        "Visit",
        "State",
        "Copay",
        "Notes",
        "As of",
    ];
    let as_of = source.stamp(day.as_of.as_deref());
    let environment = said::environment(&source.environment);
    let rows = day.columns.iter().flat_map(|column| column.visits.iter().map(move |visit| (column, visit)));
    let rows = rows.map(|(column, visit)| {
        let said = source.visit(visit, column);
        vec![
            environment.to_owned(),
            day.date.clone(),
            said.time,
            visit.minutes.to_string(),
            column.department_name.clone(),
            column.zone.clone(),
            said.provider,
            said.name,
            said.patient,
            visit.dob.clone().unwrap_or_default(),
            said.sex,
            said.phone,
            said.kind,
            said.state,
            said.copay,
            said.notes,
            as_of.clone(),
        ]
    });
    Csv { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
}
