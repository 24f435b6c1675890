//! The support bundle: what whoever helps with Daybook needs to know, and nothing about a patient.
//!
//! Of the practice it tells no name, no number and no address; of what is held no count, but how many
//! digits the count has.

mod log;
mod words;

use std::fmt::Write;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use ipc::support::{SupportBundle, SupportExported};
use ipc::sync::SyncView;
use ipc::{Call, Failure};
use store::{Connection, Environment, HeldCounts, KeySource, Profile, ProfileFolder, Wanted};

use crate::console::Console;
use crate::{connections, leaving, profile, sync_view, threads};

/// Gives what a bundle says now.
pub(crate) async fn read(console: &Console) -> Result<SupportBundle, Failure> {
    let folder = folder(console).await?;
    Ok(SupportBundle { text: text(console, &folder).await? })
}

/// Writes what a bundle says now into a file of the profile's folder.
pub(crate) async fn export(console: &Console, call: &Call) -> Result<SupportExported, Failure> {
    let folder = folder(console).await?;
    let text = text(console, &folder).await?;
    let name = format!("support-{}.txt", console.ports().clock.now().format("%Y-%m-%d-%H%M%S"));
    let work = move |wanted: &Wanted| folder.export(&name, text.as_bytes(), wanted);
    Ok(SupportExported { file: leaving::write(console, call, work).await? })
}

async fn folder(console: &Console) -> Result<Arc<ProfileFolder>, Failure> {
    let state = console.state().read().await;
    Ok(Arc::clone(&connections::open(&state)?.folder))
}

async fn text(console: &Console, folder: &ProfileFolder) -> Result<String, Failure> {
    let now = console.ports().clock.now();
    let logs = folder.path().join("logs");
    let logged = threads::aside(move || log::last_lines(&logs)).await;
    let logged =
        logged.map_err(|error| crate::failure::broken_off(&error, console.ports().entropy.as_ref()))?;
    let mut text = String::new();
    program(&mut text, now);
    described(&mut text, &folder.profile());
    match held(console).await {
        Ok((held, entries, sync)) => copy(&mut text, &held, entries, &sync, now),
        Err(failure) => line(&mut text, "no copy of a practice is open", &words::failure(&failure)),
    }
    text.push_str("\nWhat Daybook noted last, for whoever helps. Numbers and addresses are left out\n");
    text.push_str(&logged);
    Ok(text)
}

async fn held(console: &Console) -> Result<(HeldCounts, u64, SyncView), Failure> {
    let live = console.live().await?;
    let held = live.read(|reader| reader.held()).await?;
    let place = console.ledger().place().ok_or(Failure::NoPractice)?;
    let head = place.vault.read(|vault| vault.audit_head()).await;
    let head = head.map_err(|error| profile::used(&error, console.ports().entropy.as_ref()))?;
    Ok((held, head.count, sync_view::view(console).await?))
}

fn program(text: &mut String, now: DateTime<Utc>) {
    text.push_str("Daybook support bundle\nNothing about a patient is in it, and nothing secret.\n\n");
    line(text, "version", env!("CARGO_PKG_VERSION"));
    line(text, "build", if cfg!(debug_assertions) { "debug" } else { "release" });
    line(text, "system", &format!("{} {}", std::env::consts::OS, std::env::consts::ARCH));
    line(text, "made", &crate::words::instant(now));
}

fn described(text: &mut String, profile: &Profile) {
    text.push_str("\nThis computer's profile\n");
    line(text, "format", &profile.version.to_string());
    let source = match &profile.key_source {
        None => "nowhere yet",
        Some(KeySource::Keychain) => "the system's keychain",
        Some(KeySource::Passphrase { .. }) => "a passphrase",
    };
    line(text, "its key comes from", source);
    let damaged = profile.files.values().filter(|file| file.damaged).count();
    let anew: u32 = profile.files.values().map(|file| file.generation.saturating_sub(1)).sum();
    line(text, "files", &format!("{}, {damaged} damaged, {anew} times made anew", profile.files.len()));
    line(text, "look", &words::look(profile.preferences));
    for (place, connection) in profile.connections.iter().enumerate() {
        let in_use = if profile.current.as_ref() == Some(&connection.id) { ", in use" } else { "" };
        line(text, &format!("connection {}{in_use}", place + 1), &connected(connection));
    }
}

/// A connection without what names its practice or its registration.
fn connected(connection: &Connection) -> String {
    let environment = match &connection.environment {
        Environment::Demo { size } => format!("demo, {size}"),
        Environment::Preview => "preview".to_owned(),
        Environment::Production => "production".to_owned(),
        Environment::Other { .. } => "another address".to_owned(),
    };
    let scopes = if connection.scopes.is_empty() { "usual scopes" } else { "scopes of its own" };
    let (sign_in, fill) = (words::sign_in(connection.sign_in), words::fill(connection.fill));
    format!("{environment}; {sign_in}; {scopes}; {fill}")
}

fn copy(text: &mut String, held: &HeldCounts, entries: u64, sync: &SyncView, now: DateTime<Utc>) {
    text.push_str("\nThe copy of the practice in use; counts by their digits alone\n");
    for (what, count) in [
        ("patients", held.patients),
        ("with insurances", held.with_coverages),
        ("with custom fields", held.with_custom_values),
        ("with allergies", held.with_allergies),
        ("appointments", held.appointments),
        ("entries of the audit", entries),
    ] {
        line(text, what, &magnitude(count));
    }
    line(text, "made anew after damage", if sync.rebuilt { "yes" } else { "no" });
    let fill = &sync.fill;
    line(
        text,
        "reading",
        &format!("{}; {} steps done, {} left", words::phase(fill.phase), fill.done, fill.left),
    );
    for part in &sync.parts {
        line(text, words::part(part.part), &age(part.as_of.as_deref(), now));
    }
    let calls = &sync.calls;
    line(text, "calls today", &words::calls(calls));
    let problem = sync.problem.as_ref().map_or_else(|| "none".to_owned(), words::failure);
    line(text, "trouble", &problem);
}

/// How many digits a count has, and not the count: a small one may be somebody.
fn magnitude(count: u64) -> String {
    match count.checked_ilog10() {
        None => "none".to_owned(),
        Some(0) => "fewer than 10".to_owned(),
        Some(digits) => format!("{} to {}", 10_u64.pow(digits), 10_u64.pow(digits).saturating_mul(10) - 1),
    }
}

fn age(as_of: Option<&str>, now: DateTime<Utc>) -> String {
    let read = as_of.and_then(|at| DateTime::parse_from_rfc3339(at).ok());
    read.map_or_else(
        || "not read".to_owned(),
        |at| format!("read {} min ago", (now - at.to_utc()).num_minutes()),
    )
}

fn line(text: &mut String, name: &str, value: &str) {
    // Writing into memory does not fail.
    let _ = writeln!(text, "  {name}: {value}");
}

#[cfg(test)]
mod tests {
    use super::magnitude;

    #[test]
    fn a_count_tells_its_digits_alone() {
        for (count, told) in [(0, "none"), (1, "fewer than 10"), (9, "fewer than 10"), (10, "10 to 99")] {
            assert_eq!(magnitude(count), told);
        }
        assert_eq!(magnitude(15_204), "10000 to 99999");
    }
}
