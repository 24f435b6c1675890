//! Whoever comes soon: what no feed tells of them is read again before they come.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use model::PatientId;
use sandbox::Size;
use serde_json::Value;

use crate::desk::{Desk, Hands, Meddle};

/// Ten on a Monday morning, US Eastern.
const NOW: &str = "2026-11-23T15:00:00Z";
const OTHER: &str = "ZXQ000777";

/// Whose policy and custom field are others, and how often patients were asked for.
#[derive(Default)]
struct Silently {
    whose: Mutex<Option<PatientId>>,
    asked: AtomicU64,
}

/// Changes a patient's answers once that is wanted. No feed tells of it.
fn changing(silently: &Arc<Silently>) -> Meddle {
    let silently = Arc::clone(silently);
    Arc::new(move |uri, answer| {
        let id = uri.path().rsplit_once("/patients/").map(|(_, id)| id);
        let Some(id) = id.filter(|id| id.parse::<u64>().is_ok()) else { return };
        silently.asked.fetch_add(1, Ordering::SeqCst);
        if silently.whose.lock().expect("not poisoned").as_ref().is_none_or(|whose| whose.as_str() != id) {
            return;
        }
        let mut told: Value = serde_json::from_slice(answer.body()).expect("an answer");
        let patient = &mut told[0];
        assert!(patient["insurances"][0].is_object(), "a policy comes with them");
        patient["insurances"][0]["insuranceidnumber"] = OTHER.into();
        patient["customfields"] = serde_json::json!([{"customfieldid": "1", "customfieldvalue": OTHER}]);
        *answer.body_mut() = Bytes::from(told.to_string());
    })
}

/// Those who are still to come on a day, and have a policy.
fn insured(desk: &Desk, day: &str) -> BTreeSet<PatientId> {
    let visits = desk.read(|reader| reader.day(day.parse().expect("a date"), None));
    let coming = visits.into_iter().filter(|visit| visit.appointment.state == model::VisitState::Booked);
    let ids = coming.filter(|visit| visit.patient.is_some()).filter_map(|visit| visit.appointment.patient);
    let is_insured =
        |id: &PatientId| desk.read(|reader| reader.coverages(id)).is_some_and(|held| !held.value.is_empty());
    ids.filter(is_insured).collect()
}

/// Whether the copy has the policy's other number, and the custom field's. What is owed comes with visits too.
fn held(desk: &Desk, id: &PatientId) -> (bool, bool) {
    let policies = desk.read(|reader| reader.coverages(id)).expect("read").value;
    let fields = desk.read(|reader| reader.custom_values(id)).expect("read").value;
    let is_other =
        |entry: &store::CustomEntry| entry.value.value.as_ref().is_some_and(|text| text.expose() == OTHER);
    (policies.iter().any(|policy| policy.member_id.expose() == OTHER), fields.iter().any(is_other))
}

async fn pass(clock: &Arc<Hands>, minutes: u64) {
    for _ in 0..minutes {
        clock.forward(Duration::from_secs(60));
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_changes_in_silence_of_tomorrows_patient_is_in_the_copy_half_a_day_later_for_a_call_each() {
    let clock = Hands::at(NOW);
    let silently = Arc::<Silently>::default();
    let desk = Desk::meddled(Size::Solo, &clock, changing(&silently));
    desk.filled().await;
    // The feeds tell by then, and whoever may have changed before that was read again.
    pass(&clock, 20).await;
    let gaps = || desk.read(|reader| reader.open_gaps());
    assert_eq!(gaps(), []);
    let (today, soon) = (insured(&desk, "2026-11-23"), insured(&desk, "2026-11-24"));
    let late: BTreeSet<_> = insured(&desk, "2026-12-03").difference(&soon).cloned().collect();
    assert!(late.difference(&today).next().is_some());
    let id = soon.first().expect("somebody insured comes tomorrow").clone();
    let known = held(&desk, &id);
    assert_eq!(known, (false, false));
    *silently.whose.lock().expect("not poisoned") = Some(id.clone());
    let filled = silently.asked.load(Ordering::SeqCst);
    let hours = |count: u64| Duration::from_secs(count * 60 * 60);
    clock.forward(hours(11));
    pass(&clock, 10).await;
    assert_eq!(held(&desk, &id), known, "not yet");
    // Whoever is hidden is looked for meanwhile.
    silently.asked.store(0, Ordering::SeqCst);
    clock.forward(hours(1));
    pass(&clock, 10).await;
    assert_eq!(held(&desk, &id), (true, true));
    let asked = silently.asked.load(Ordering::SeqCst);
    let lately = |id: &PatientId| {
        let as_of = desk.read(|reader| reader.coverages(id)).expect("read").as_of;
        clock.read() - as_of < chrono::TimeDelta::hours(3)
    };
    assert!(soon.iter().all(lately), "and so are all who come");
    let others: Vec<_> = late.difference(&today).filter(|id| lately(id)).collect();
    assert!(others.is_empty(), "and nobody else: {others:?}, {:?}", gaps());
    assert!(asked < 60 && asked * 4 < filled, "{asked} calls, where the fill took {filled}");
}
