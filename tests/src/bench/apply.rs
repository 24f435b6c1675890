//! `apply-cpu`: what 1,000 changes cost the processor from their answer to the copy, beside the sqlite3 shell
//! inserting the same rows.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use athena::{Changed, Feed, Lane};
use serde_json::Value;
use store::FeedState;
use sync::{CacheShelf, Shelf, Taken};

use super::clinic::{self, Told};
use super::figure::Figure;
use super::pairs::{Side, pairs};
use crate::{program, worked};

const CHANGES: usize = 1_000;
/// So many that enough of them are of visits.
const DRAINED: usize = 1_500;
/// How often the shell does it in one measuring, since the system counts its time in hundredths of a second.
const TIMES: usize = 20;
/// How often we do: our own time is counted in billionths.
const OWN_TIMES: usize = 3;
/// By how many minutes visits were longer before they changed.
const LONGER: u32 = 5;

/// Measures both for appointments, the feed that tells most.
pub async fn measure() -> anyhow::Result<Vec<Figure>> {
    let shell = program("sqlite3", "sqlite3")?;
    let practice = clinic::practice(1);
    // The copy keeps no open slot: what tells of one changes nothing.
    let told = Told::of(&practice, Feed::Appointments, DRAINED).await?;
    let told = told.only(CHANGES, |row| row["appointmentstatus"] != "o")?;
    let rows = serde_json::from_slice::<Value>(&told.body)?;
    let rows = rows.as_object().and_then(|answer| answer.values().find_map(Value::as_array).cloned());
    let rows = rows.context("the feed answers with a list")?;
    ensure!(rows.len() == CHANGES, "{} rows came", rows.len());
    let (client, script) = (told.client(&practice.0)?, script(&rows));
    client.lane(Lane::Feed).drain(told.feed, 1_500).await?;
    let measured = pairs(async |side| match side {
        Side::Product => applied(&client, told.feed).await,
        Side::Reference => inserted(&shell, &script).map(|shell| Spent { new: shell, changed: shell }),
    })
    .await?;
    let of = |pick: fn(&(Spent, Spent)) -> f64| measured.iter().map(pick).collect::<Vec<f64>>();
    let what = "the processor's time for 1,000 changed appointments that the copy holds, from the answer to the copy / \
        for the sqlite3 shell to insert the same rows";
    let new = "ours, where the copy held neither them nor their patients";
    Ok(vec![
        Figure::of("apply-cpu", what, "ratio", Some(3.0), &of(|(ours, shell)| ours.changed / shell.changed)),
        Figure::of("apply-cpu-ours", "ours", "ms", None, &of(|(ours, _)| ours.changed)),
        Figure::of("apply-cpu-new", new, "ms", None, &of(|(ours, _)| ours.new)),
        Figure::of("apply-cpu-shell", "the shell", "ms", None, &of(|(_, shell)| shell.changed)),
    ])
}

/// Milliseconds of the processor for each time.
struct Spent {
    /// Where the copy held nothing of what came.
    new: f64,
    /// Where it held the same visits otherwise.
    changed: f64,
}

async fn applied(client: &athena::Client, feed: Feed) -> anyhow::Result<Spent> {
    let (mut new, mut changed) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..OWN_TIMES {
        let folder = tempfile::tempdir()?;
        let (cache, _profile) = clinic::copy(folder.path())?;
        let shelf = CacheShelf { cache: cache.clone(), ledger: None };
        new += put(client, &shelf, feed, LONGER).await?;
        changed += put(client, &shelf, feed, 0).await?;
        cache.close().await;
    }
    let each = |whole: Duration| whole.as_secs_f64() * 1_000.0 / OWN_TIMES as f64;
    Ok(Spent { new: each(new), changed: each(changed) })
}

/// What it takes to have a feed's answer in the copy, its visits longer by some minutes.
async fn put(
    client: &athena::Client,
    shelf: &CacheShelf,
    feed: Feed,
    longer: u32,
) -> anyhow::Result<Duration> {
    let before = own_work()?;
    let mut page = client.lane(Lane::Feed).drain(feed, 1_500).await?;
    for row in &mut page.rows {
        if let Changed::Appointment(row) = row {
            row.appointment.minutes += longer;
        }
    }
    let how = (Taken::Drained, page.as_of, page.as_of);
    let applied = shelf.apply(page.rows, how, FeedState::new(feed.name()), Vec::new()).await;
    let applied = applied.map_err(|trouble| anyhow::anyhow!("not applied: {trouble:?}"))?;
    let spent = own_work()?.saturating_sub(before);
    ensure!(applied.taken as usize == CHANGES, "{} of the rows changed the copy", applied.taken);
    Ok(spent)
}

fn own_work() -> anyhow::Result<Duration> {
    worked(std::process::id())
        .map(|(own, _)| own)
        .context("the system does not say how long a process worked")
}

/// The shell at work on files of its own, its start apart.
fn inserted(shell: &std::path::Path, script: &str) -> anyhow::Result<f64> {
    let folder = tempfile::tempdir()?;
    let whole: String = (0..TIMES)
        .map(|time| format!(".open '{}'\n{script}", folder.path().join(format!("{time}.db")).display()))
        .collect();
    let idle: String = (0..TIMES)
        .map(|time| format!(".open '{}'\n", folder.path().join(format!("idle{time}.db")).display()))
        .collect();
    let spent = ended_children(shell, &whole)?.saturating_sub(ended_children(shell, &idle)?);
    Ok(spent.as_secs_f64() * 1_000.0 / TIMES as f64)
}

fn ended_children(shell: &std::path::Path, script: &str) -> anyhow::Result<Duration> {
    let before = of_ended_children()?;
    let mut child = Command::new(shell).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    child.stdin.take().context("the shell reads")?.write_all(script.as_bytes())?;
    ensure!(child.wait()?.success(), "the shell does not insert the rows");
    Ok(of_ended_children()?.saturating_sub(before))
}

/// The time of children that ended, as the system counts it: in hundredths of a second.
fn of_ended_children() -> anyhow::Result<Duration> {
    let told = std::fs::read_to_string("/proc/self/stat").context("the system says nothing of processes")?;
    let after_name = told.rsplit_once(')').context("a process has a name")?.1;
    let ticks: u64 =
        after_name.split_whitespace().skip(13).take(2).filter_map(|word| word.parse::<u64>().ok()).sum();
    Ok(Duration::from_millis(ticks * 10))
}

/// The rows as statements: a column for each field, in one transaction.
fn script(rows: &[Value]) -> String {
    let mut names: Vec<&str> =
        rows.iter().filter_map(Value::as_object).flat_map(|row| row.keys().map(String::as_str)).collect();
    names.sort_unstable();
    names.dedup();
    let columns: Vec<String> = names
        .iter()
        .map(
            |name| {
                if *name == "appointmentid" { format!("{name} PRIMARY KEY") } else { format!("\"{name}\"") }
            },
        )
        .collect();
    let mut script = format!(
        "PRAGMA journal_mode = WAL;\nPRAGMA synchronous = NORMAL;\nCREATE TABLE appointment ({}) WITHOUT ROWID;\nBEGIN;\n",
        columns.join(", ")
    );
    for row in rows {
        let values: Vec<String> = names.iter().map(|name| literal(&row[*name])).collect();
        let _ = writeln!(script, "INSERT OR REPLACE INTO appointment VALUES ({});", values.join(", "));
    }
    script + "COMMIT;\n"
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::String(text) => quoted(text),
        other => quoted(&other.to_string()),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
