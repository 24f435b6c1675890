//! `load`: a practice's records put into the encrypted copy, beside the same copy without encryption.

use std::time::Instant;

use athena::{Lane, PatientParts};
use model::PatientId;
use store::Record;

use super::clinic;
use super::figure::Figure;
use super::pairs::{Side, pairs};
use crate::Practice;

/// Records in a transaction: as many as a fill puts at once where nothing holds it up.
const AT_ONCE: usize = 500;

/// Measures rows a second of both.
pub async fn measure() -> anyhow::Result<Vec<Figure>> {
    let records = records(&clinic::practice(1).0).await?;
    let root = tempfile::tempdir()?;
    store::in_the_clear(&root.path().join("plain"));
    let mut number = 0;
    let measured = pairs(async |side| {
        number += 1;
        let kind = if side == Side::Product { "encrypted" } else { "plain" };
        let folder = root.path().join(kind).join(number.to_string());
        std::fs::create_dir_all(&folder)?;
        let spent = put(&folder, &records).await?;
        std::fs::remove_dir_all(&folder)?;
        Ok(records.len() as f64 / spent)
    })
    .await?;
    let of = |pick: fn(&(f64, f64)) -> f64| measured.iter().map(pick).collect::<Vec<f64>>();
    let what = "records a second into the encrypted copy / into the same without encryption";
    Ok(vec![
        Figure::at_least("load", what, "ratio", 0.85, &of(|(ours, plain)| ours / plain)),
        Figure::of("load-ours", "into the encrypted copy", "records/s", None, &of(|(ours, _)| *ours)),
        Figure::of("load-plain", "without encryption", "records/s", None, &of(|(_, plain)| *plain)),
    ])
}

/// Everyone's record, as a fill reads it.
async fn records(practice: &Practice) -> anyhow::Result<Vec<Record>> {
    let session = clinic::client(practice.transport())?.lane(Lane::Fill);
    let parts = PatientParts { insurances: true, custom_fields: false, previous_ids: true, balances: true };
    let ids: Vec<PatientId> = {
        let truth = practice.sandbox().truth();
        truth.patients().map(|patient| PatientId::new(patient.id.to_string())).collect()
    };
    let mut records = Vec::with_capacity(ids.len());
    for id in &ids {
        // Restricted patients, and records that were merged or deleted, answer as they would anyone.
        let Ok(answer) = session.patient(id, None, parts).await else { continue };
        let record = answer.value;
        if record.patient.id == *id {
            let (patient, coverages) = (record.patient, record.coverages);
            records.push(Record { patient, coverages, custom_values: None, as_of: answer.as_of });
        }
    }
    Ok(records)
}

async fn put(folder: &std::path::Path, records: &[Record]) -> anyhow::Result<f64> {
    let (cache, _profile) = clinic::copy(folder)?;
    let parts: Vec<Vec<Record>> = records.chunks(AT_ONCE).map(<[Record]>::to_vec).collect();
    let began = Instant::now();
    for part in parts {
        cache.write("records", move |writer| writer.put_records(&part)).await?;
    }
    cache.close().await;
    Ok(began.elapsed().as_secs_f64())
}
