//! A real process is killed at each point that a write passes; what it leaves behind is whole.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use model::Secret;
use store::{
    Cache, ConnectionId, CrashPoint, Detail, Hooks, NewTask, Opening, ProfileFolder, TaskState, Vault,
};

use crate::desk::{Desk, assert_sealed, cache_id, key, minute, vault_id};
use crate::people::people;

const FOLDER: &str = "DAYBOOK_KILL_FOLDER";
const POINT: &str = "DAYBOOK_KILL_POINT";
const PAGES: usize = 4;
const ROWS: usize = 25;

/// Ends the process at the n-th point, as a crash would: no destructor runs.
struct KillAt {
    point: u32,
    passed: AtomicU32,
}

impl KillAt {
    fn at(point: u32) -> Arc<dyn Hooks> {
        Arc::new(Self { point, passed: AtomicU32::new(0) })
    }
}

impl Hooks for KillAt {
    fn step(&self, _point: CrashPoint) {
        if self.passed.fetch_add(1, Ordering::SeqCst) + 1 == self.point {
            std::process::abort();
        }
    }
}

/// Runs in the process that is killed: makes a profile, fills a copy page by page, keeps a secret.
#[test]
#[ignore = "is run by the tests below in a process of its own"]
fn the_work() {
    let Some((path, hooks)) = work() else { return };
    let folder = ProfileFolder::open_with(&path, Arc::clone(&hooks)).expect("the folder opens");
    let vault = Vault::open(&folder, &vault_id(), &key(), Arc::clone(&hooks)).expect("the vault opens").store;
    let secret = Secret::new("a client secret");
    vault
        .write_blocking("secret", move |writer| writer.put_client_secret(&ConnectionId::new("one"), &secret))
        .expect("the secret is kept");
    let cache = Cache::open(&folder, &cache_id(), &key(), hooks).expect("the copy opens").store;
    let task = NewTask { key: "all".to_owned(), order: 1, plan: String::new() };
    cache.write_blocking("plan", move |writer| writer.plan_tasks(&[task])).expect("planned");
    fill(&cache);
}

fn fill(cache: &Cache) {
    let everyone = people(6, PAGES * ROWS);
    loop {
        let task = cache.read_blocking(|reader| reader.task("all")).expect("a read").expect("planned");
        if task.state == TaskState::Done {
            return;
        }
        let page: usize = task.next.as_deref().unwrap_or("0").parse().expect("a page");
        let rows = everyone[page * ROWS..(page + 1) * ROWS].to_vec();
        cache
            .write_blocking("page", move |writer| {
                writer.put_patients(&rows, minute(0), Detail::Full)?;
                if page + 1 == PAGES {
                    writer.task_done("all", ROWS as u64, minute(0))
                } else {
                    writer.task_page_done("all", &(page + 1).to_string(), ROWS as u64, minute(0))
                }
            })
            .expect("the page is put");
    }
}

fn run(path: &Path, point: u32) -> bool {
    ends("kills::the_work", path, point)
}

/// Runs a work in a process of its own that is killed at the n-th point, and says whether it came to its
/// end.
pub(crate) fn ends(work: &str, path: &Path, point: u32) -> bool {
    let mut child = Command::new(env::current_exe().expect("this program"));
    child.args(["--exact", work, "--ignored"]).env(FOLDER, path).env(POINT, point.to_string());
    child.output().expect("the process runs").status.success()
}

/// The folder of such a process and the point at which it is killed; nothing where it is none.
pub(crate) fn work() -> Option<(PathBuf, Arc<dyn Hooks>)> {
    let folder = env::var_os(FOLDER)?;
    let point = env::var(POINT).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    Some((folder.into(), KillAt::at(point)))
}

#[test]
fn whatever_point_it_dies_at_only_whole_pages_are_there_and_the_rest_follows() {
    let seen =
        people(6, PAGES * ROWS).iter().filter(|one| one.status != model::PatientStatus::Deleted).count();
    let mut points = 0;
    loop {
        let desk = Desk::new();
        if run(desk.path(), points + 1) {
            break;
        }
        points += 1;
        assert_sealed(&desk, "Smith");
        assert_whole_pages(&desk, points);
        assert!(run(desk.path(), 0), "point {points}: the work goes on");
        let (held, task) = desk
            .cache()
            .read_blocking(|reader| Ok((reader.held_patients()?, reader.task("all")?)))
            .expect("a read");
        assert_eq!(held, seen as u64, "point {points}: everyone is there");
        assert_eq!(task.expect("planned").rows, (PAGES * ROWS) as u64, "point {points}: and once");
        let secret = desk.vault().read_blocking(|reader| reader.client_secret(&ConnectionId::new("one")));
        assert_eq!(secret.expect("a read").expect("kept").expose(), "a client secret", "point {points}");
        assert_sealed(&desk, "Smith");
    }
    assert!(points > 25, "the work passes many points, and died at {points}");
}

/// What the dead process left: the rows of the pages that its task says were read, no others.
fn assert_whole_pages(desk: &Desk, point: u32) {
    let opened = desk.open_cache().unwrap_or_else(|error| panic!("point {point}: {error}"));
    assert!(!matches!(opened.how, Opening::RebuiltAfter(_)), "point {point}: a kill damages nothing");
    let (rows, held) = opened
        .store
        .read_blocking(|reader| Ok((reader.fill_progress()?.rows, reader.held_patients()?)))
        .expect("a read");
    let everyone = people(6, PAGES * ROWS);
    let told = everyone.iter().take(usize::try_from(rows).expect("few"));
    let seen = told.filter(|one| one.status != model::PatientStatus::Deleted).count();
    assert_eq!(held, seen as u64, "point {point}: rows and task move together");
}
