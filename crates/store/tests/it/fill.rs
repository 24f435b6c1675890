//! The fill's tasks: planned once, resumed where they stopped.

use store::{Detail, FillProgress, NewTask, TaskState};

use crate::days::visit;
use crate::desk::{Desk, minute};
use crate::people::{named, people};

fn task(key: &str, order: i64) -> NewTask {
    NewTask { key: key.to_owned(), order, plan: format!("{{\"key\":\"{key}\"}}") }
}

#[test]
fn tasks_come_in_their_order_and_go_on_where_they_stopped() {
    let desk = Desk::new();
    let cache = desk.cache();
    let planned = cache
        .write_blocking("plan", |writer| {
            writer.plan_tasks(&[task("later", 2), task("now", 1), task("now", 9)])
        })
        .expect("they are planned");
    assert_eq!(planned, 2, "a key is planned once");
    cache
        .write_blocking("page", |writer| {
            writer.put_patients(&people(1, 5), minute(0), Detail::Brief)?;
            writer.task_page_done("now", "/v1/1/appointments?offset=5", 5, minute(0))
        })
        .expect("the page is put");
    drop(cache);
    let cache = desk.cache();
    let tasks = cache.read_blocking(|reader| reader.next_tasks(9)).expect("a read");
    assert_eq!(tasks.iter().map(|task| task.key.as_str()).collect::<Vec<_>>(), ["now", "later"]);
    assert_eq!(tasks[0].next.as_deref(), Some("/v1/1/appointments?offset=5"));
    assert_eq!((tasks[0].state, tasks[0].rows, tasks[0].begun), (TaskState::Begun, 5, Some(minute(0))));
    cache
        .write_blocking("done", |writer| {
            writer.task_page_done("now", "more", 1, minute(3))?;
            writer.task_done("now", 2, minute(4))
        })
        .expect("it is done");
    let (progress, done) =
        cache.read_blocking(|reader| Ok((reader.fill_progress()?, reader.task("now")?))).expect("a read");
    assert_eq!(progress, FillProgress { done: 1, left: 1, rows: 8 });
    let done = done.expect("it is known");
    assert_eq!((done.state, done.begun, done.next), (TaskState::Done, Some(minute(0)), None));
    let next = cache.read_blocking(|reader| reader.next_tasks(1)).expect("a read");
    assert_eq!(next[0].key, "later", "a done task does not come again");
}

#[test]
fn a_page_whose_rows_fail_is_not_noted_as_done() {
    let desk = Desk::new();
    let cache = desk.cache();
    cache.write_blocking("plan", |writer| writer.plan_tasks(&[task("one", 1)])).expect("planned");
    let failed = cache.write_blocking("page", |writer| {
        writer.put_patients(&people(1, 5), minute(0), Detail::Brief)?;
        writer.task_page_done("one", "next", 5, minute(0))?;
        Err::<(), _>(store::Error::Record("a page that did not end"))
    });
    assert!(failed.is_err());
    let (task, held) =
        cache.read_blocking(|reader| Ok((reader.task("one")?, reader.held_patients()?))).expect("a read");
    assert_eq!((task.expect("planned").state, held), (TaskState::Planned, 0), "all of it or nothing");
}

#[test]
fn a_task_can_begin_anew_and_all_can_be_forgotten() {
    let desk = Desk::new();
    let cache = desk.cache();
    cache
        .write_blocking("plan", |writer| {
            writer.plan_tasks(&[task("one", 1)])?;
            writer.task_page_done("one", "next", 5, minute(0))?;
            writer.restart_task("one")
        })
        .expect("planned");
    let one = cache.read_blocking(|reader| reader.task("one")).expect("a read").expect("known");
    assert_eq!((one.state, one.next, one.rows), (TaskState::Planned, None, 0));
    cache.write_blocking("forget", |writer| writer.forget_tasks()).expect("forgotten");
    assert_eq!(
        cache.read_blocking(|reader| reader.fill_progress()).expect("a read"),
        FillProgress::default()
    );
}

#[test]
fn those_still_to_come_are_told_by_their_visit_with_when_their_policies_were_read() {
    let desk = Desk::new();
    let cache = desk.cache();
    let mut off = visit("d", Some("4"), "10", "2026-11-23T09:00:00");
    off.state = model::VisitState::Cancelled;
    let mut left = visit("e", Some("5"), "10", "2026-11-23T08:00:00");
    left.state = model::VisitState::CheckedOut;
    let visits = [
        visit("a", Some("1"), "10", "2026-11-24T09:00:00"),
        visit("b", Some("2"), "10", "2026-11-23T10:00:00"),
        visit("b2", Some("2"), "10", "2026-11-24T08:00:00"),
        visit("c", Some("3"), "10", "2026-11-25T10:00:00"),
        off,
        left,
        visit("f", Some("6"), "10", "2026-11-23T11:00:00"),
    ];
    let put = move |writer: &mut store::Writer<'_>| {
        let all = ["1", "2", "3", "4", "5", "6"].map(|id| named(id, "Ana", "Lee"));
        writer.put_patients(&all, minute(0), Detail::Full)?;
        writer.put_appointments_page(&visits, minute(0))?;
        ["1", "2", "3", "4", "5"].iter().try_for_each(|id| {
            let at = minute(id.parse().expect("a number"));
            writer.put_coverages(&(*id).into(), &[], at).map(drop)
        })
    };
    cache.write_blocking("put", put).expect("put");
    let coming = |since: i64| {
        let days = ("2026-11-23".parse().expect("a date"), "2026-11-24".parse().expect("a date"));
        cache.read_blocking(|reader| reader.coming(days, minute(since))).expect("a read")
    };
    assert_eq!(coming(0), [("2".into(), minute(2)), ("1".into(), minute(1))], "6 was never read");
    assert_eq!(coming(2), [("2".into(), minute(2))]);
    cache.write_blocking("hide", |writer| writer.mark_not_visible(&"2".into(), minute(9))).expect("hidden");
    assert_eq!(coming(2), []);
}
