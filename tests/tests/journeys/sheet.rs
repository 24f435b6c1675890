//! What is open and what is frozen on the day sheet, through the contract.

use std::time::Duration;

use acceptance::{Desk, pass};
use ipc::{Failure, Field};
use sandbox::{Deed, Fault, State};
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

/// Two visits of today that are still to come, of two people, in columns of one department.
async fn two(desk: &Desk) -> (Value, Value, Value) {
    let day = desk.ask("schedule_day", json!({})).await;
    let columns = day["columns"].as_array().expect("columns");
    for column in columns {
        let visits = to_come(column);
        let other = visits
            .iter()
            .find(|visit| visit["patient"] != visits[0]["patient"] && visit["minute"] != visits[0]["minute"]);
        if let Some(other) = other {
            return (column.clone(), visits[0].clone(), other.clone());
        }
    }
    panic!("nobody has two of them");
}

#[tokio::test(start_paused = true)]
async fn a_visit_is_put_beside_another_with_a_reason_and_both_steps_are_taken_back() {
    let mut desk = filled().await;
    let (column, beside, mover) = two(&desk).await;
    let today = desk.ask("schedule_day", json!({})).await["date"].clone();
    let asked = |reason: &str| {
        json!({
            "place": {
                "date": today, "minute": beside["minute"], "provider": column["provider"],
                "department": column["department"],
            },
            "reason": reason,
            "deed": {"kind": "move", "visit": mover["id"], "patient": mover["patient"]},
        })
    };
    let refused = desk.call("visit_double", asked("  ")).await.err();
    assert_eq!(refused, Some(Failure::Invalid { field: Field::Reason }));
    let write =
        desk.ask("visit_double", asked("Has a fever.")).await["write"].as_str().expect("an id").to_owned();
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["kind"], &row["visit"]["isSo"]), (&json!("move"), &json!(true)));
    assert_eq!(
        (&row["visit"]["said"], &row["visit"]["to"]["minute"]),
        (&json!("Has a fever."), &beside["minute"])
    );
    let first = row["follows"].as_str().expect("it follows what opened the time").to_owned();
    let opened = until(&mut desk, &first, |row| row["stage"] == "saved").await;
    assert_eq!((&opened["kind"], &opened["can"]), (&json!("openTime"), &json!([])));
    let at = |day: &Value| {
        let own = day["columns"].as_array().expect("columns").iter().find(|one| {
            (&one["provider"], &one["department"]) == (&column["provider"], &column["department"])
        });
        let visits = own.expect("the column")["visits"].as_array().expect("visits");
        let stands =
            |visit: &&Value| visit["minute"] == beside["minute"] && visit["state"]["state"] == "booked";
        visits.iter().filter(stands).count()
    };
    desk.until("schedule_day", json!({}), |day| at(day) == 2).await;
    let audit = desk.ask("audit_read", json!({"limit": 50, "kind": "write"})).await;
    assert!(rows(&audit).iter().any(|row| row["words"] == "had a visit double-booked"));
    let undo =
        desk.ask("write_undo", json!({"write": write})).await["write"].as_str().expect("an id").to_owned();
    until(&mut desk, &undo, |row| row["stage"] == "saved").await;
    desk.until("schedule_day", json!({}), |day| at(day) == 1).await;
    let is_cleared =
        |page: &Value| rows(page).iter().any(|row| row["kind"] == "removeTime" && row["stage"] == "saved");
    desk.until("write_list", json!({"limit": 20, "patient": mover["patient"]}), is_cleared).await;
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn visits_that_wait_for_a_place_outlive_a_restart_and_wait_no_more_once_they_are_moved() {
    let desk = filled().await;
    let (column, one, other) = two(&desk).await;
    for visit in [&one, &other] {
        desk.ask("visit_park", json!({"visit": visit["id"], "patient": visit["patient"]})).await;
    }
    let wrong = json!({"visit": one["id"], "patient": other["patient"]});
    assert_eq!(desk.call("visit_park", wrong).await.err(), Some(Failure::OutOfTurn));
    let writes = desk.ask("write_list", json!({"limit": 20})).await;
    assert!(rows(&writes).is_empty(), "nothing is sent for it");
    let mut desk = desk.restart().await;
    let parked = desk.ask("parked_list", json!({})).await;
    let waits = |parked: &Value| -> Vec<Value> {
        rows(parked).iter().map(|row| row["column"]["visits"][0]["id"].clone()).collect()
    };
    assert_eq!(waits(&parked), [one["id"].clone(), other["id"].clone()]);
    let row = &rows(&parked)[0];
    assert_eq!((&row["column"]["name"], &row["date"]), (&column["name"], &json!("2026-11-23")));
    desk.ask("visit_unpark", json!({"visit": other["id"], "patient": other["patient"]})).await;
    let departments = departments(&desk).await;
    let mut to = None;
    for date in ["2026-11-24", "2026-11-25", "2026-11-27", "2026-11-30", "2026-12-01"] {
        let asked = json!({"visit": one["id"], "date": date, "departments": departments});
        to = to
            .or(desk.ask("slot_day", asked).await["rows"].as_array().and_then(|rows| rows.first().cloned()));
    }
    let slot = to.expect("something is open for it")["slot"].clone();
    let moving = json!({"visit": one["id"], "patient": one["patient"], "slot": slot});
    let write = desk.ask("visit_move", moving).await["write"].as_str().expect("an id").to_owned();
    until(&mut desk, &write, |row| row["readBack"] == true).await;
    let is_empty = |parked: &Value| waits(parked).is_empty() && parked["gone"] == 0;
    desk.until("parked_list", json!({}), is_empty).await;
    desk.close().await;
}

/// The visits of a column that can be moved.
fn to_come(column: &Value) -> Vec<Value> {
    let visits = column["visits"].as_array().expect("visits").iter();
    visits
        .filter(|visit| visit["state"]["state"] == "booked" && visit["patient"].is_string())
        .cloned()
        .collect()
}

/// Tomorrow's column with most visits, and a plan that is asked for it.
async fn to_plan(desk: &Desk) -> (Value, Value) {
    let day = desk.ask("schedule_day", json!({"date": TOMORROW})).await;
    let columns = day["columns"].as_array().expect("columns");
    let column = columns.iter().max_by_key(|column| to_come(column).len()).expect("a column").clone();
    let form = desk.ask("slot_form", json!({})).await;
    let providers: Vec<&Value> =
        form["providers"].as_array().expect("providers").iter().map(|one| &one["id"]).take(10).collect();
    let asked = json!({
        "date": TOMORROW, "provider": column["provider"], "department": column["department"],
        "providers": providers, "departments": [column["department"]], "from": "2026-11-25", "days": 14,
    });
    (column, asked)
}

#[tokio::test(start_paused = true)]
async fn a_providers_day_is_planned_and_each_visit_of_the_plan_is_moved_where_it_says() {
    let mut desk = filled().await;
    let (column, asked) = to_plan(&desk).await;
    let plan = desk.ask("plan_make", asked.clone()).await;
    let planned = rows(&plan);
    assert_eq!(planned.len(), to_come(&column).len(), "each that can be moved is in it");
    let placed: Vec<&Value> = planned.iter().filter(|row| row["to"].is_object()).collect();
    assert!(!placed.is_empty(), "somebody has a place");
    let when = |to: &Value| (to["date"].as_str().expect("a day").to_owned(), to["minute"].as_i64());
    assert!(placed.is_sorted_by_key(|row| when(&row["to"])), "their order is kept");
    for row in &placed {
        assert!(row["to"]["minutes"].as_u64() >= row["visit"]["minutes"].as_u64());
        assert!(row["others"].as_array().is_some_and(|others| others.contains(&row["to"])), "{row}");
    }
    for row in placed.iter().take(5) {
        let visit = &row["visit"];
        let moving = json!({"visit": visit["id"], "patient": visit["patient"], "slot": row["to"]["slot"]});
        let write = desk.ask("visit_move", moving).await["write"].as_str().expect("an id").to_owned();
        let ended = until(&mut desk, &write, |row| row["readBack"] == true).await;
        assert_eq!(ended["visit"]["isSo"], true);
    }
    let row = placed[0];
    let is_there = |day: &Value| {
        let columns = day["columns"].as_array().expect("columns");
        let mut visits = columns.iter().flat_map(|column| column["visits"].as_array().expect("visits"));
        visits.any(|visit| visit["id"] == row["to"]["slot"])
    };
    desk.until("schedule_day", json!({"date": row["to"]["date"]}), is_there).await;
    // Whoever was moved is put back by being moved to the time that they left.
    let back = json!({
        "visit": row["to"]["slot"], "patient": row["visit"]["patient"], "slot": row["visit"]["id"],
    });
    let write = desk.ask("visit_move", back).await["write"].as_str().expect("an id").to_owned();
    let ended = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!(
        (&ended["visit"]["isSo"], &ended["visit"]["to"]["minute"]),
        (&json!(true), &row["visit"]["minute"])
    );
    let mut many = asked;
    many["days"] = json!(15);
    assert_eq!(desk.call("plan_make", many).await.err(), Some(Failure::Invalid { field: Field::Request }));
    desk.close().await;
}

/// How many visits stand where one does, by the practice's truth, and how many times are open there.
fn there(desk: &Desk, column: &Value, beside: &Value) -> (usize, usize) {
    let number = |id: &Value| id.as_str().and_then(|id| id.parse::<u64>().ok()).expect("a number");
    let practice = desk.edges().practice.sandbox().clone();
    let truth = practice.truth();
    let (provider, stands) = (number(&column["provider"]), truth.visit(number(&beside["id"])));
    let stands = stands.expect("it stands there");
    let at = |whose, minute| (whose, minute) == (provider, stands.minute);
    let visits = truth.visits(stands.day, stands.day);
    let visits = visits.filter(|one| at(one.provider, one.minute) && one.state == State::Booked).count();
    (visits, truth.slots(stands.day, stands.day).filter(|one| at(one.provider, one.minute)).count())
}

#[tokio::test(start_paused = true)]
async fn somebody_is_booked_beside_another_and_its_undo_takes_the_visit_and_its_time_back() {
    let mut desk = filled().await;
    let (column, beside, other) = two(&desk).await;
    let form = desk.ask("slot_form", json!({})).await;
    let booking = |confirmed: Value| {
        json!({
            "place": {
                "date": "2026-11-23", "minute": beside["minute"], "provider": column["provider"],
                "department": column["department"],
            },
            "reason": "Has a fever.",
            "deed": {
                "kind": "book", "patient": other["patient"], "of": form["kinds"][0]["id"],
                "confirmed": confirmed,
            },
        })
    };
    let refused = desk.call("visit_double", booking(json!(["name"]))).await.err();
    assert_eq!(refused, Some(Failure::Invalid { field: Field::Identifiers }));
    assert_eq!(there(&desk, &column, &beside), (1, 0), "nothing is opened before whom it is for is sure");
    let pressed = desk.ask("visit_double", booking(json!(["name", "dob"]))).await;
    let write = pressed["write"].as_str().expect("an id").to_owned();
    let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
    assert_eq!((&row["kind"], &row["visit"]["isSo"]), (&json!("book"), &json!(true)));
    assert_eq!(row["visit"]["said"], "Has a fever.");
    assert_eq!(there(&desk, &column, &beside), (2, 0), "beside the other, and nothing is left open");

    let undo = desk.ask("write_undo", json!({"write": write})).await;
    let undo = undo["write"].as_str().expect("an id").to_owned();
    let taken_back = until(&mut desk, &undo, |row| row["stage"] == "saved").await;
    assert_eq!(taken_back["kind"], "cancel");
    let is_cleared =
        |page: &Value| rows(page).iter().any(|row| row["follows"] == json!(undo) && row["stage"] == "saved");
    desk.until("write_list", json!({"limit": 20, "patient": other["patient"]}), is_cleared).await;
    assert_eq!(there(&desk, &column, &beside), (1, 0), "as if nothing had been");
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn where_the_time_beside_another_was_not_opened_nothing_is_done_and_only_both_are_asked_for_anew() {
    let mut desk = filled().await;
    let (column, beside, mover) = two(&desk).await;
    desk.edges().practice.sandbox().set_fault_once(Fault::WriteLost);
    let asked = json!({
        "place": {
            "date": "2026-11-23", "minute": beside["minute"], "provider": column["provider"],
            "department": column["department"],
        },
        "reason": "Has a fever.",
        "deed": {"kind": "move", "visit": mover["id"], "patient": mover["patient"]},
    });
    let write = desk.ask("visit_double", asked).await["write"].as_str().expect("an id").to_owned();
    let row = until(&mut desk, &write, |row| row["follows"].is_string()).await;
    let first = row["follows"].as_str().expect("it follows what was to open the time").to_owned();
    let row = until(&mut desk, &first, |row| row["why"] == "cannotTell").await;
    assert_eq!((&row["stage"], &row["can"]), (&json!("unknown"), &json!(["resolve"])), "a person looks");
    pass(Duration::from_secs(200)).await;
    desk.ask("write_resolve", json!({"write": first, "found": {"kind": "notThere"}})).await;
    let row = until(&mut desk, &write, |row| row["why"] == "conflict").await;
    assert_eq!((&row["stage"], &row["can"]), (&json!("draft"), &json!(["release", "discard"])));
    let row = until(&mut desk, &first, |row| row["stage"] == "notSaved").await;
    assert_eq!((&row["why"], &row["can"]), (&json!("notCarriedOut"), &json!(["see"])));
    for (deed, write) in [("write_discard", write), ("write_see", first)] {
        desk.ask(deed, json!({"write": write})).await;
    }
    assert_eq!(there(&desk, &column, &beside), (1, 0));
    let counts = desk.ask("write_list", json!({"limit": 0})).await["counts"].clone();
    assert_eq!(counts, json!({"drafts": 0, "held": 0, "onTheWay": 0, "unknown": 0, "unseen": 0}));
    desk.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_plan_is_changed_carried_out_item_by_item_and_put_back_item_by_item() {
    let mut desk = filled().await;
    let (column, asked) = to_plan(&desk).await;
    let stood = to_come(&column);
    let plan = desk.ask("plan_make", asked).await;
    let placed: Vec<&Value> = rows(&plan).iter().filter(|row| row["to"].is_object()).take(4).collect();
    let taken: Vec<&Value> = rows(&plan).iter().map(|row| &row["to"]["slot"]).collect();
    let mut steps: Vec<(&Value, &Value)> = placed.iter().map(|row| (&row["visit"], &row["to"])).collect();
    let mut others = placed[0]["others"].as_array().expect("others").iter();
    steps[0].1 = others.find(|other| !taken.contains(&&other["slot"])).expect("another time for the first");

    let mut moved = Vec::new();
    for (visit, to) in &steps {
        let moving = json!({"visit": visit["id"], "patient": visit["patient"], "slot": to["slot"]});
        let write = desk.ask("visit_move", moving).await["write"].as_str().expect("an id").to_owned();
        let row = until(&mut desk, &write, |row| row["readBack"] == true).await;
        assert_eq!((&row["visit"]["isSo"], &row["visit"]["to"]["minute"]), (&json!(true), &to["minute"]));
        moved.push(write);
    }
    for ((visit, to), write) in steps.iter().zip(&moved) {
        let page = desk.ask("write_list", json!({"limit": 1, "write": write})).await;
        let back = if page["rows"][0]["can"] == json!(["undo"]) {
            desk.ask("write_undo", json!({"write": write})).await
        } else {
            let back = json!({"visit": to["slot"], "patient": visit["patient"], "slot": visit["id"]});
            desk.ask("visit_move", back).await
        };
        let back = back["write"].as_str().expect("an id").to_owned();
        let row = until(&mut desk, &back, |row| row["readBack"] == true).await;
        assert_eq!((&row["visit"]["isSo"], &row["visit"]["to"]["minute"]), (&json!(true), &visit["minute"]));
    }
    let places = |visits: &[Value]| -> Vec<(String, String)> {
        let mut all: Vec<_> =
            visits.iter().map(|one| (one["minute"].to_string(), one["patient"].to_string())).collect();
        all.sort();
        all
    };
    let is_as_it_was = |day: &Value| {
        let own = day["columns"].as_array().expect("columns").iter().find(|one| {
            (&one["provider"], &one["department"]) == (&column["provider"], &column["department"])
        });
        own.is_some_and(|own| places(&to_come(own)) == places(&stood))
    };
    desk.until("schedule_day", json!({"date": TOMORROW}), is_as_it_was).await;
    desk.close().await;
}
