//! How fresh the copy is and what is being read.

use athena::{BookedQuery, Error as AthenaError, Refusal, Strain};
use chrono::{DateTime, Utc};
use ipc::sync::{Calls, Fill, FillRest, PartAge, PartName, Phase, SyncView};
use ipc::{Done, Failure};
use model::{Zone, minute_of_day};
use store::{Part, Reader};
use sync::{SyncState, Trouble};

use crate::console::Console;
use crate::live::Live;
use crate::{call_day, failure, pausing, practice, words};

/// Says how fresh the copy is.
pub(crate) async fn view(console: &Console) -> Result<SyncView, Failure> {
    let live = console.at_hand().await?;
    let (state, calls) = (live.reading.state(), live.client.calls());
    let now = console.ports().clock.now();
    let server = live.client.server_time();
    let (parts, kept, zone, held, without_details, counted, spans) = live
        .read(move |reader| {
            let parts = vec![
                (PartName::Practice, reader.as_of(&Part::Departments)?),
                (PartName::Schedule, schedule_as_of(reader, now)?),
                (PartName::Patients, reader.oldest_patient()?),
                (PartName::Coverages, reader.oldest_coverages()?),
                (PartName::CustomFields, reader.as_of(&Part::CustomFields)?),
            ];
            let zone = practice::zone(reader)?;
            let never = DateTime::<Utc>::MIN_UTC;
            let without_details = reader.count_without_coverages(never)?;
            let progress = reader.fill_progress()?;
            let (feeds, counted) = (crate::feeds::kept(reader)?, call_day::kept(reader, server)?);
            Ok((parts, feeds, zone, reader.held()?, without_details, counted, progress.done + progress.left))
        })
        .await?;
    let feeds = crate::feeds::views(kept, &state, (now, server, zone), |trouble| problem(&live, trouble));
    let trouble = state.trouble.as_ref().map(|(trouble, since)| (problem(&live, trouble), *since));
    let waits = console.live().await.err().map(|failure| (failure, now));
    let problem = waits.or(trouble).or_else(|| refused(&calls, now));
    let counted = call_day::counted(&live.client, counted);
    Ok(SyncView {
        fill: fill(&state, zone),
        parts: parts
            .into_iter()
            .map(|(part, as_of)| PartAge { part, as_of: as_of.map(words::instant) })
            .collect(),
        feeds,
        calls: Calls {
            limit: calls.limit,
            left: calls.left,
            sent_today: call_day::sum(&counted),
            next_hour: state.next_hour,
        },
        day: call_day::view(&counted, server, zone),
        whole: pausing::cost(&held, spans, BookedQuery::USUAL_ROWS, f64::from(live.client.per_second())),
        paused: pausing::view(state.paused, now, zone),
        problem: problem.as_ref().map(|(failure, _)| failure.clone()),
        problem_since: problem.map(|(_, since)| words::instant(since)),
        held: u32::try_from(held.patients).unwrap_or(u32::MAX),
        without_details: u32::try_from(without_details).unwrap_or(u32::MAX),
        rebuilt: live.rebuilt,
    })
}

/// Has the fill go on until the practice's next working day begins.
pub(crate) async fn resume(console: &Console) -> Result<Done, Failure> {
    console.live().await?.reading.read_now();
    Ok(Done {})
}

/// How old today's schedule is: as old as the department that was read longest ago, or as the last
/// asking for changes.
fn schedule_as_of(reader: &Reader<'_>, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, store::Error> {
    let mut oldest: Option<DateTime<Utc>> = None;
    for department in reader.departments()? {
        let today = department.zone().today(now);
        let Some(read) = reader.day_as_of(&[department.id], today)? else { return Ok(None) };
        oldest = Some(oldest.map_or(read, |oldest| oldest.min(read)));
    }
    Ok(oldest)
}

/// What calls that outlast a storm of refusals do not fail of, and wait for all the same.
fn refused(calls: &athena::Calls, now: DateTime<Utc>) -> Option<(Failure, DateTime<Utc>)> {
    let wait = calls.paused_until.map_or(0, |until| (until - now).num_milliseconds());
    let retry_after_ms = u64::try_from(wait).unwrap_or(0);
    calls.refused_since.map(|since| (Failure::RateLimited { retry_after_ms }, since))
}

fn problem(live: &Live, trouble: &Trouble) -> Failure {
    match trouble {
        // These last and are asked for every few seconds: no reference is made for each look.
        Trouble::Athena(error) if is_of_one_list(error) => {
            Failure::Unreadable { reference: error.endpoint().to_string() }
        }
        Trouble::Athena(error) => failure::from_athena(error, live.entropy.as_ref()),
        Trouble::Unanswered(Strain::NoConnection) => Failure::Offline,
        Trouble::Unanswered(Strain::OutOfOrder) => Failure::Outage,
        Trouble::Unanswered(Strain::TooFast) => Failure::RateLimited { retry_after_ms: 0 },
        Trouble::Store(error) => live.failed(error),
    }
}

/// Whether only what one call asks for cannot be had.
fn is_of_one_list(error: &AthenaError) -> bool {
    match error {
        AthenaError::Unreadable { .. } => true,
        AthenaError::Refused { why, .. } => matches!(
            why,
            Refusal::NotFound | Refusal::MissingFields | Refusal::Conflict | Refusal::Failed | Refusal::Other
        ),
        _ => false,
    }
}

fn fill(state: &SyncState, zone: Zone) -> Fill {
    let left = u32::try_from(state.left).unwrap_or(u32::MAX);
    let seconds = state.per_minute.filter(|rate| *rate > 0.0).map(|rate| f64::from(left) * 60.0 / rate);
    Fill {
        phase: match state.phase {
            sync::Phase::Reference => Phase::Reference,
            sync::Phase::Near => Phase::NearSchedule,
            sync::Phase::Far => Phase::FarSchedule,
            sync::Phase::Details => Phase::Details,
            sync::Phase::Fresh => Phase::Fresh,
        },
        done: u32::try_from(state.done).unwrap_or(u32::MAX),
        left,
        per_minute: state.per_minute,
        seconds_left: seconds.map(whole),
        rest: state.rests_until.map(|until| FillRest {
            until: words::instant(until),
            minute: minute_of_day(zone.wall(until)),
            zone: words::zone(zone),
        }),
    }
}

/// Whole seconds, upwards.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kept within u32 first")]
fn whole(seconds: f64) -> u32 {
    seconds.ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}
