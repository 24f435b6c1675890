//! Who is to be read next, from the copy's own lists.

use std::collections::{HashSet, VecDeque};

use chrono::{NaiveDate, TimeDelta};
use model::PatientId;
use store::PatientPart;

use crate::charts;
use crate::planner::{BATCH, Facts, Step, Waiting};
use crate::run::Worker;

/// Patients asked for at once from the copy's list of those who lack details.
const LISTED: usize = 256;

impl Worker {
    /// What the plan rests on, with who is to be read.
    pub(crate) async fn listed_facts(&mut self) -> Result<Facts, store::Error> {
        let (mut facts, today) = self.facts().await?;
        self.list_allergies(&facts).await?;
        facts.allergies = self.allergies.iter().take(BATCH).cloned().collect();
        self.list_coming(&mut facts, today).await?;
        if facts.is_turn_of_details() {
            self.list_patients(&facts, today).await?;
        }
        facts.patients = self.patients.iter().take(BATCH).cloned().collect();
        Ok(facts)
    }

    /// Has it looked anew who is to be read: who comes when may have changed.
    pub(crate) fn visits_changed(&mut self) {
        (self.listed, self.allergies_listed) = (false, false);
        self.coming.changed();
    }

    /// Lists patients who lack details, by next visit, when nobody of the last list may be read, or somebody is
    /// to be read before them.
    pub(crate) async fn list_patients(
        &mut self,
        facts: &Facts,
        today: NaiveDate,
    ) -> Result<(), store::Error> {
        let busy = self.under_way.iter().any(|step| matches!(step, Step::Patients(_)));
        let may_read = |patients: &VecDeque<Waiting>| patients.iter().any(|patient| facts.may_read(patient));
        if (may_read(&self.patients) && !self.relist) || busy || self.listed {
            return Ok(());
        }
        self.relist = false;
        let from = today.and_time(chrono::NaiveTime::MIN);
        let older = self.watching.patients_older_than();
        let limit = LISTED + self.unread.len();
        // What is read within the same second may be older.
        let before = self.edges.client.server_time() - TimeDelta::seconds(1);
        let soon = before + TimeDelta::seconds(3);
        let (found, lacking, others_soon) = self
            .edges
            .cache
            .read(move |reader| {
                let mut found = reader.wanted_patients(from, before, limit)?;
                let soon = reader.wanted_patients(from, soon, limit)?.len() > found.len();
                let wanted: HashSet<PatientId> = found.iter().map(|needing| needing.id.clone()).collect();
                let others = reader.patients_needing(PatientPart::Coverages, from, older, limit)?;
                found.extend(others.into_iter().filter(|needing| !wanted.contains(&needing.id)));
                Ok((found, reader.count_without_coverages(older)?, soon))
            })
            .await?;
        let readable = found.into_iter().filter(|needing| !self.unread.contains(&needing.id));
        self.patients = readable.map(|needing| Waiting { id: needing.id, next: needing.next }).collect();
        self.lacking = Some(lacking);
        self.listed = !may_read(&self.patients) && !others_soon;
        Ok(())
    }

    /// Lists those whose allergies are to be read, once who comes soon may have changed.
    pub(crate) async fn list_allergies(&mut self, facts: &Facts) -> Result<(), store::Error> {
        let busy = self.under_way.iter().any(|step| matches!(step, Step::Allergies(_)));
        let near = facts.near.filter(|(_, read)| read.is_some());
        if let Some((near, _)) = near.filter(|_| !busy && !self.allergies_listed) {
            let server = self.edges.client.server_time();
            let found = self.edges.cache.read(move |reader| charts::lacking(reader, near, server)).await?;
            (self.allergies, self.allergies_listed) = (found, true);
        }
        Ok(())
    }
    /// Lists those who come today or tomorrow and were read before; whoever was not is a patient like others.
    async fn list_coming(&mut self, facts: &mut Facts, today: NaiveDate) -> Result<(), store::Error> {
        if facts.near.is_some_and(|(_, read)| read.is_some()) && self.coming.is_due() {
            let days = (today, today.succ_opt().unwrap_or(today));
            let since = self.watching.patients_older_than();
            let found = self.edges.cache.read(move |reader| reader.coming(days, since)).await?;
            self.coming.look(found);
        }
        let ages = self.coming.ages(self.edges.client.server_time(), self.edges.clock.now());
        facts.coming = ages.into_iter().filter(|coming| !self.unread.contains(&coming.id)).collect();
        Ok(())
    }
}
