//! What is open and what is frozen on the day sheet, through the contract.

use std::time::Duration;

use acceptance::{Desk, pass};
use ipc::{Failure, Field};
use sandbox::{Deed, Fault};
use serde_json::{Value, json};

use crate::writing::{filled, somebody, until};

const TOMORROW: &str = "2026-11-24";

fn rows(answer: &Value) -> &[Value] {
    answer["rows"].as_array().expect("rows")
}

async fn departments(desk: &Desk) -> Vec<Value> {
    let form = desk.ask("slot_form", json!({})).await;
    let all = form["departments"].as_array().expect("departments");
    all.iter().map(|one| one["id"].clone()).take(8).collect()
}

#[tokio::test(start_paused = true)]
async fn a_days_open_and_frozen_times_are_those_of_athenahealth_and_are_read_again_before_they_are_old() {
    let desk = filled().await;
    let departments = departments(&desk).await;
    let practice = desk.edges().practice.sandbox().clone();
    let asked = json!({"date": TOMORROW, "departments": departments});
    let sheet = desk.ask("slot_sheet", asked.clone()).await;
    let day = TOMORROW.parse().expect("a day");
    let is_asked = |id: u64| departments.iter().any(|one| *one == json!(id.to_string()));
    let mut there: Vec<u64> = practice
        .truth()
        .slots(day, day)
        .filter(|slot| is_asked(slot.department))
        .map(|slot| slot.id)
        .collect();
    let number = |row: &Value| row["slot"].as_str().and_then(|id| id.parse().ok()).expect("a number");
    let mut shown: Vec<u64> = rows(&sheet).iter().map(number).collect();
    there.sort_unstable();
    shown.sort_unstable();
    assert_eq!(shown, there);
    assert!(rows(&sheet).is_sorted_by_key(|row| row["minute"].as_i64()));
    let open = rows(&sheet).iter().find(|row| row["frozen"] == false).expect("something is open").clone();
    assert!(open["kindId"].is_string() && open["name"].as_str().is_some_and(|name| !name.is_empty()));

    practice.act(&Deed::Freeze { slot: number(&open) }).expect("frozen");
    pass(Duration::from_secs(100)).await;
    assert_eq!(desk.ask("slot_sheet", asked.clone()).await, sheet, "it is remembered for a while");
    pass(Duration::from_secs(100)).await;
    let later = desk.ask("slot_sheet", asked).await;
    let same = rows(&later).iter().find(|row| row["slot"] == open["slot"]).expect("it is there");
    assert_eq!(same["frozen"], true, "and read anew well within five minutes");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_time_of_the_sheet_is_booked_and_gone_from_it_at_once() {
    let mut desk = filled().await;
    let asked = json!({"date": TOMORROW, "departments": departments(&desk).await});
    let sheet = desk.ask("slot_sheet", asked.clone()).await;
    let is_bookable = |row: &&Value| row["frozen"] == false && row["kindId"].is_string();
    let open = rows(&sheet).iter().find(is_bookable).expect("something is open").clone();
    let booking = json!({
        "slot": open["slot"], "patient": somebody(&desk).id.to_string(), "kind": open["kindId"],
        "department": open["department"], "confirmed": ["name", "dob"],
    });
    let write = desk.ask("visit_book", booking).await["write"].as_str().expect("an id").to_owned();
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!(row["visit"]["to"]["minute"], open["minute"], "it is said what was booked");
    let later = desk.ask("slot_sheet", asked).await;
    assert!(rows(&later).iter().all(|row| row["slot"] != open["slot"]));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_is_said_and_no_old_times_are_given_in_its_place() {
    let desk = filled().await;
    let asked = json!({"date": TOMORROW, "departments": departments(&desk).await});
    desk.ask("slot_sheet", asked.clone()).await;
    pass(Duration::from_secs(200)).await;
    desk.edges().practice.sandbox().set_fault(Fault::Unavailable, true);
    assert!(desk.call("slot_sheet", asked.clone()).await.is_err());
    for (date, departments, field) in [
        ("2026-11-31", json!(["1"]), Field::Date),
        (TOMORROW, json!([]), Field::Request),
        (TOMORROW, json!(["1", "2", "3", "4", "5", "6", "7", "8", "9"]), Field::Request),
    ] {
        let request = json!({"date": date, "departments": departments});
        assert_eq!(desk.call("slot_sheet", request).await.err(), Some(Failure::Invalid { field }));
    }
    desk.close().await;
}
