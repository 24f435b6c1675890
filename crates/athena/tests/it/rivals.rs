//! Many desks that want one slot, at the sandbox: one has it, and each knows in the end who.

#![expect(clippy::print_stdout, reason = "how often each outcome came is part of what this test shows")]

use std::collections::BTreeMap;

use athena::{Objection, Refusal, Written};
use model::{AppointmentId, PatientId};
use sandbox::Dialect;
use tokio::task::JoinSet;

use crate::desk::{Desks, booking, id};

const RIVALS: usize = 50;
const ROUNDS: usize = 50;

/// What one desk was told, and whom it takes for the slot's owner once it has looked where it was told nothing.
struct Told {
    how: &'static str,
    owner: Option<PatientId>,
}

async fn rivals(desks: &Desks) -> BTreeMap<&'static str, usize> {
    let patients = desks.patients(RIVALS);
    let sessions: Vec<_> = (0..RIVALS).map(|_| desks.session()).collect();
    let mut outcomes = BTreeMap::new();
    for round in 0..ROUNDS {
        let slot = desks.slots(1).remove(0);
        let mut crowd = JoinSet::new();
        for (session, patient) in sessions.iter().zip(&patients) {
            let (session, wish, patient) = (session.clone(), booking(&slot, patient), patient.clone());
            crowd.spawn(async move {
                let owner = |id: AppointmentId| {
                    let session = session.clone();
                    async move { session.appointment(&id).await.expect("a look").value.patient }
                };
                match session.book(&wish).await {
                    Written::Confirmed(_) => Told { how: "confirmed", owner: Some(patient) },
                    Written::Rejected(why) if why.why == Objection::Refused(Refusal::Conflict) => {
                        Told { how: "taken", owner: owner(wish.slot.clone()).await }
                    }
                    Written::Unknown(_) => Told { how: "unknown", owner: owner(wish.slot.clone()).await },
                    other => panic!("round {round}: {other:?}"),
                }
            });
        }
        let told = crowd.join_all().await;
        let truth = desks.sandbox.truth();
        let visit = truth.visit(slot.id).expect("somebody has it");
        let whose = PatientId::new(visit.patient.to_string());
        for one in &told {
            assert_eq!(one.owner.as_ref(), Some(&whose), "round {round}: a desk that was told {}", one.how);
            *outcomes.entry(one.how).or_insert(0) += 1;
        }
        let booked = truth.applied(&[("appointmentid", id(&slot).as_str())]);
        assert_eq!(booked, 1, "round {round}: one booking took effect");
    }
    outcomes
}

#[tokio::test(start_paused = true)]
async fn of_fifty_rivals_one_is_confirmed_and_the_others_hear_that_the_slot_is_taken() {
    for dialect in [Dialect::Typed, Dialect::Text] {
        let outcomes = rivals(&Desks::at(dialect)).await;
        println!("{dialect:?}: {outcomes:?}");
        assert_eq!(outcomes, BTreeMap::from([("confirmed", ROUNDS), ("taken", ROUNDS * (RIVALS - 1))]));
    }
}

#[tokio::test(start_paused = true)]
async fn where_a_third_of_the_answers_is_lost_every_desk_ends_at_the_slots_owner() {
    let outcomes = rivals(&Desks::losing(Dialect::Typed, 3)).await;
    println!("a third is lost: {outcomes:?}");
    let of = |how| outcomes.get(how).copied().unwrap_or(0);
    assert!(of("unknown") >= ROUNDS * RIVALS / 4, "{outcomes:?}");
    assert!(of("confirmed") <= ROUNDS && of("confirmed") > 0, "{outcomes:?}");
}
