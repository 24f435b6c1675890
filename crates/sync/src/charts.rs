//! Allergies out of patients' charts: of those who come soon, and of whoever is looked at.

use athena::{Error as AthenaError, Lane, Refusal};
use chrono::{DateTime, Duration, Utc};
use futures_util::stream::{self, StreamExt};
use model::{Allergies, DepartmentId, PatientId};
use store::{Error, Lacking, Part, Reader};

use crate::calendar::Span;
use crate::reading::{AT_ONCE, Desk};
use crate::rest;
use crate::state::Trouble;

/// How long nobody's chart is asked for once this key was refused one, nor a patient's own that was not given.
const REFUSED_HOURS: i64 = 12;
/// How old the allergies of those who come today or tomorrow may grow. Nobody tells that they changed.
const AGE_HOURS: i64 = 24;

/// What asking for one list came to.
enum Told {
    /// The list, as it was then.
    List(Allergies, DateTime<Utc>),
    /// Nothing that can be read.
    Nothing,
    /// This key may not see it.
    NoRight,
}

/// Whether this key was lately refused a chart, by the server's clock.
pub(crate) fn refused(reader: &Reader<'_>, server: DateTime<Utc>) -> Result<bool, Error> {
    let last = reader.as_of(&Part::ChartsRefused)?;
    Ok(last.is_some_and(|last| last > server - Duration::hours(REFUSED_HOURS)))
}

/// Those who come soon and whose allergies are to be read, by their visit.
pub(crate) fn lacking(
    reader: &Reader<'_>,
    near: Span,
    server: DateTime<Utc>,
) -> Result<Vec<PatientId>, Error> {
    if refused(reader, server)? {
        return Ok(Vec::new());
    }
    reader.lacking_allergies(&Lacking {
        days: (near.from, near.to),
        again_until: near.from + chrono::Days::new(1),
        older_than: server - Duration::hours(AGE_HOURS),
        failed_before: server - Duration::hours(REFUSED_HOURS),
    })
}

impl Desk {
    /// Whether charts are worth asking for: this key was not refused one lately.
    pub async fn may_read_charts(&self) -> Result<bool, Trouble> {
        let server = self.client.server_time();
        Ok(!self.cache.read(move |reader| refused(reader, server)).await?)
    }

    /// Reads patients' allergies. Once this key is refused one, the others are not asked for.
    pub async fn allergies(&self, ids: Vec<PatientId>, lane: Lane) -> Result<(), Trouble> {
        let mut told = Vec::new();
        let mut refused = false;
        let mut answers = stream::iter(ids).map(|id| self.chart(id, lane)).buffered(AT_ONCE);
        while let Some(answer) = answers.next().await {
            let Some((id, said)) = answer? else { continue };
            refused = matches!(said, Told::NoRight);
            told.push((id, said));
            if refused {
                break;
            }
        }
        drop(answers);
        let now = self.client.server_time();
        self.cache
            .write("allergies", move |writer| {
                for (id, said) in &told {
                    match said {
                        Told::List(list, as_of) => drop(writer.put_allergies(id, list, *as_of)?),
                        Told::Nothing => writer.mark_allergies_failed(id, now)?,
                        Told::NoRight => {}
                    }
                }
                if refused || told.iter().any(|(_, said)| matches!(said, Told::List(..))) {
                    writer.mark_charts(refused.then_some(now))?;
                }
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// Asks for one patient's allergies; `None` where the copy does not hold the patient or no department.
    async fn chart(&self, id: PatientId, lane: Lane) -> Result<Option<(PatientId, Told)>, Trouble> {
        let Some((id, department)) = self.chart_place(id).await? else { return Ok(None) };
        let said = match self.client.lane(lane).allergies(&id, &department).await {
            Ok(answer) => Told::List(answer.value, answer.as_of),
            Err(AthenaError::Refused { why: Refusal::NoRight, .. }) => Told::NoRight,
            Err(error) => {
                let trouble = Trouble::from(error);
                if rest::concerns_all(&trouble) {
                    return Err(trouble);
                }
                tracing::warn!(%trouble, "a patient's allergies were not read");
                Told::Nothing
            }
        };
        Ok(Some((id, said)))
    }

    /// Under which id, and by which department, a patient's chart is asked for: one that shares it.
    async fn chart_place(&self, id: PatientId) -> Result<Option<(PatientId, DepartmentId)>, Trouble> {
        let place = self.cache.read(move |reader| {
            let Some(held) = reader.patient(&id)? else { return Ok(None) };
            let own = held.patient.department.or(held.patient.primary_department);
            let department = match own {
                Some(own) => Some(own),
                None => reader.departments()?.into_iter().next().map(|first| first.id),
            };
            Ok(department.map(|department| (held.patient.id, department)))
        });
        Ok(place.await?)
    }
}
