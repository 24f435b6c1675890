//! Merges of patients, in what only this profile has.

use chrono::{DateTime, Utc};
use model::PatientId;
use store::{Cache, ConnectionId, Error, Merge, Vault};

use crate::journal::sameness;

/// What only this profile has of a connection's patients: those lately opened, and what is to be written.
#[derive(Clone)]
pub struct Ledger {
    /// The vault.
    pub vault: Vault,
    /// The connection.
    pub connection: ConnectionId,
}

impl Ledger {
    /// Names merges and follows them here, before the copy does.
    async fn name(&self, merges: Vec<Merge>, told: DateTime<Utc>) -> Result<(), Error> {
        let connection = self.connection.clone();
        let name = move |writer: &mut store::Writer<'_, store::VaultFile>| {
            merges.iter().try_for_each(|merge| writer.name_merge(&connection, merge, told, sameness))
        };
        self.vault.write("merges", name).await
    }

    /// Names those of some merges that the copy has not followed, by into whom, before it does. Gives them.
    pub(crate) async fn foretell(
        &self,
        cache: &Cache,
        told: Vec<(PatientId, Vec<PatientId>)>,
        at: DateTime<Utc>,
    ) -> Result<Vec<Merge>, Error> {
        if told.iter().all(|(_, old)| old.is_empty()) {
            return Ok(Vec::new());
        }
        let new = cache.read(move |reader| {
            let mut merges = Vec::new();
            for (patient, old) in told {
                let new = reader.new_merges(&patient, &old)?;
                merges.extend(new.into_iter().map(|old| Merge { old, patient: patient.clone() }));
            }
            Ok(merges)
        });
        let merges = new.await?;
        if !merges.is_empty() {
            self.name(merges.clone(), at).await?;
        }
        Ok(merges)
    }

    /// Notes that the copy has followed merges.
    pub(crate) async fn followed(&self, merges: Vec<Merge>, at: DateTime<Utc>) -> Result<(), Error> {
        if merges.is_empty() {
            return Ok(());
        }
        let connection = self.connection.clone();
        let note = move |writer: &mut store::Writer<'_, store::VaultFile>| {
            writer.merges_followed(&connection, &merges, at)
        };
        self.vault.write("merges followed", note).await
    }

    /// Has the copy follow what was cut off before it did. Gives how many merges.
    pub async fn finish(&self, cache: &Cache, at: DateTime<Utc>) -> Result<usize, Error> {
        let connection = self.connection.clone();
        let merges = self.vault.read(move |reader| reader.unfollowed_merges(&connection)).await?;
        if merges.is_empty() {
            return Ok(0);
        }
        let (count, left) = (merges.len(), merges.clone());
        cache
            .write("merges", move |writer| {
                left.iter().try_for_each(|merge| {
                    writer.follow_merges(&merge.patient, std::slice::from_ref(&merge.old))
                })
            })
            .await?;
        self.followed(merges, at).await?;
        Ok(count)
    }
}
