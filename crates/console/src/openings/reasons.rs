//! The reasons for which patients are seen, as athenahealth gives them: of one provider in one department at a time.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use athena::{Caller, Error, Lane, Refusal};
use chrono::{DateTime, TimeDelta, Utc};
use ipc::slot::{SlotReason, SlotReasons, SlotReasonsRead, SlotWhom};
use ipc::{Failure, Field};
use model::{DepartmentId, ProviderId, VisitReason};

use crate::console::Console;
use crate::failure;
use crate::live::Live;

/// How long they are taken as they were read: a practice sets them up once in a while.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// How many pairs of a department and a provider are asked: each is a call of its own.
const MOST_PAIRS: usize = 24;
/// How many pairs are remembered.
const MOST_KEPT: usize = 512;

type Pair = (DepartmentId, ProviderId, SlotWhom);
type Kept = HashMap<Pair, (Vec<VisitReason>, DateTime<Utc>)>;

/// The reasons that were read lately.
#[derive(Default)]
pub(super) struct Reasons(Mutex<Kept>);

impl Reasons {
    fn known(&self, pair: &Pair, now: DateTime<Utc>) -> Option<Vec<VisitReason>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (_, read)| (now - *read).abs() < FRESH);
        kept.get(pair).map(|(reasons, _)| reasons.clone())
    }

    fn keep(&self, pair: Pair, reasons: Vec<VisitReason>, now: DateTime<Utc>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < MOST_KEPT {
            kept.insert(pair, (reasons, now));
        }
    }
}

/// Asks athenahealth for the reasons for which patients are seen.
pub(crate) async fn reasons(console: &Console, request: SlotReasonsRead) -> Result<SlotReasons, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let mut found = Vec::new();
    for pair in pairs(&request)? {
        let reasons = match live.openings.reasons.known(&pair, now) {
            Some(reasons) => reasons,
            None => read(&live, &pair, now).await?,
        };
        found.push((pair.1, reasons));
    }
    Ok(SlotReasons { rows: by_name(found) })
}

fn pairs(request: &SlotReasonsRead) -> Result<Vec<Pair>, Failure> {
    let (departments, providers) = (&request.departments, &request.providers);
    let count = departments.len().saturating_mul(providers.len());
    if !(1..=MOST_PAIRS).contains(&count) {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let pair = |department: &String, provider: &String| {
        (DepartmentId::new(department.as_str()), ProviderId::new(provider.as_str()), request.whom)
    };
    let of = |department| providers.iter().map(move |provider| pair(department, provider));
    Ok(departments.iter().flat_map(of).collect())
}

async fn read(live: &Live, pair: &Pair, now: DateTime<Utc>) -> Result<Vec<VisitReason>, Failure> {
    let (department, provider, whom) = pair;
    let whom = match whom {
        SlotWhom::New => Caller::New,
        SlotWhom::Known => Caller::Existing,
    };
    let asked = live.client.lane(Lane::Interactive).visit_reasons_for(whom, department, provider).await;
    let reasons = match asked {
        Ok(answer) => answer.value,
        // Nobody is seen by them there.
        Err(Error::Refused { why: Refusal::NotFound, .. }) => Vec::new(),
        Err(error) => return Err(failure::from_athena(&error, live.entropy.as_ref())),
    };
    live.openings.reasons.keep(pair.clone(), reasons.clone(), now);
    Ok(reasons)
}

/// Each reason once, with all who see patients for it.
fn by_name(found: Vec<(ProviderId, Vec<VisitReason>)>) -> Vec<SlotReason> {
    let mut rows = BTreeMap::<(String, String), Vec<String>>::new();
    for (provider, reasons) in found {
        for reason in reasons {
            let providers = rows.entry((reason.name, reason.id.to_string())).or_default();
            if !providers.contains(&provider.to_string()) {
                providers.push(provider.to_string());
            }
        }
    }
    rows.into_iter().map(|((name, id), providers)| SlotReason { id, name, providers }).collect()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use ipc::slot::{SlotReasonsRead, SlotWhom};
    use model::{ProviderId, VisitReason, Whom};

    use super::{FRESH, Reasons, by_name, pairs};

    fn reason(id: &str, name: &str) -> VisitReason {
        VisitReason {
            id: id.into(),
            name: name.to_owned(),
            description: String::new(),
            whom: Whom::All,
            min_hours: None,
            max_days: None,
        }
    }

    #[test]
    fn a_reason_is_told_once_with_everybody_who_sees_patients_for_it() {
        let of = |id: &str, reasons| (ProviderId::new(id), reasons);
        let found = vec![
            of("71", vec![reason("563", "Follow up"), reason("2", "Cough")]),
            of("72", vec![reason("563", "Follow up")]),
            of("71", vec![reason("563", "Follow up")]),
        ];
        let rows = by_name(found);
        let told: Vec<_> = rows.iter().map(|row| (&*row.name, &*row.id, row.providers.join(" "))).collect();
        assert_eq!(told, [("Cough", "2", "71".to_owned()), ("Follow up", "563", "71 72".to_owned())]);
    }

    #[test]
    fn so_many_are_asked_at_once_and_no_more() {
        let asked = |departments: usize, providers: usize| {
            let named = |count: usize| (0..count).map(|id| id.to_string()).collect();
            let whom = SlotWhom::New;
            pairs(&SlotReasonsRead { departments: named(departments), providers: named(providers), whom })
        };
        assert_eq!(asked(8, 3).map(|pairs| pairs.len()), Ok(24));
        for (departments, providers) in [(0, 1), (1, 0), (5, 5)] {
            assert!(asked(departments, providers).is_err());
        }
    }

    #[test]
    fn they_are_read_again_after_an_hour_and_those_for_new_patients_are_others() {
        let now: DateTime<Utc> = "2026-11-23T15:00:00Z".parse().expect("an instant");
        let (reasons, pair) = (Reasons::default(), ("1".into(), "71".into(), SlotWhom::New));
        reasons.keep(pair.clone(), vec![reason("2", "Cough")], now);
        assert_eq!(reasons.known(&pair, now + FRESH - TimeDelta::seconds(1)).map(|all| all.len()), Some(1));
        assert_eq!(reasons.known(&("1".into(), "71".into(), SlotWhom::Known), now), None);
        assert_eq!(reasons.known(&pair, now + FRESH), None);
    }
}
