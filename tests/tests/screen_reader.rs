//! The pages as a screen reader is told of them: each through the accessibility tree of the real window.

use std::path::PathBuf;

use acceptance::{
    Browser, Page, ScreenReader, Told, Walk, built, leave_overdue, misspelt, windows_are_driven,
};
use atspi::Role;
use thirtyfour::Key;

/// What the program calls itself on the accessibility bus.
const PROGRAM: &str = "daybook";
/// What can be worked with, and therefore has to say what it is.
const WORKED_WITH: [Role; 11] = [
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::Dialog,
    Role::Entry,
    Role::Heading,
    Role::Link,
    Role::ListBox,
    Role::PasswordText,
    Role::RadioButton,
    Role::ToggleButton,
];

fn binary() -> PathBuf {
    built("DAYBOOK_BINARY", "target/debug/daybook")
}

struct Listener {
    reader: ScreenReader,
    walk: Walk,
}

impl Listener {
    /// Waits until the first of `wanted` is told, and holds the page against all of them.
    async fn hears(&self, page: &str, wanted: &[(Role, &str)]) -> anyhow::Result<Vec<Told>> {
        let (role, name) = wanted[0];
        let told = self.reader.reads_of(PROGRAM, role, name).await?;
        for (role, name) in wanted {
            let is_told = told.iter().any(|told| told.is(*role, name));
            assert!(is_told, "{page}: no {role:?} “{name}” in {told:?}");
        }
        let nameless = told.iter().find(|told| WORKED_WITH.contains(&told.role) && told.name.is_empty());
        assert_eq!(nameless, None, "{page}: whatever can be worked with says what it is: {told:?}");
        Ok(told)
    }
}

#[tokio::test]
async fn every_page_tells_a_screen_reader_what_is_on_it() -> anyhow::Result<()> {
    if !windows_are_driven("every_page_tells_a_screen_reader_what_is_on_it") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let words = ["--profile", profile.path().to_str().expect("a name in text")];
    let browser = Browser::window(&binary(), &words).await?;
    let walk = Walk::at(Page::of(&browser.session));
    walk.welcome().await?;
    let listener = Listener { reader: ScreenReader::start().await?, walk };
    first_run(&listener).await?;
    working(&listener).await?;
    keeping(&listener).await?;
    locking(&listener).await?;
    browser.close().await
}

async fn first_run(listener: &Listener) -> anyhow::Result<()> {
    let welcome = [
        (Role::Button, "Explore the demo practice"),
        (Role::Heading, "Open a practice"),
        (Role::ComboBox, "A clinic"),
        (Role::RadioButton, "You, in your browser"),
        (Role::Button, "athenahealth production"),
    ];
    listener.hears("first run", &welcome).await?;
    listener.walk.explore_demo().await?;
    listener.hears("connected", &[(Role::Button, "Open the practice")]).await?;
    listener.walk.open_practice().await
}

async fn working(listener: &Listener) -> anyhow::Result<()> {
    let walk = &listener.walk;
    let name = walk.somebody().await?;
    let schedule = [
        (Role::Button, name.as_str()),
        (Role::Button, "Go to a date"),
        (Role::Link, "Patients"),
        (Role::Landmark, "Schedule"),
        (Role::Landmark, "Pages"),
        (Role::ComboBox, "All"),
    ];
    listener.hears("schedule", &schedule).await?;
    walk.go("p", "Patients").await?;
    walk.find(&misspelt(&name)).await?;
    walk.open_found(&name).await?;
    let patients = [
        (Role::Heading, "Identity and contact"),
        (Role::ListBox, ""),
        (Role::Heading, "Patients"),
        (Role::Landmark, "Patient"),
    ];
    listener.hears("patients", &patients).await?;
    writing(listener, &name).await?;
    walk.palette().await?;
    listener.hears("palette", &[(Role::Dialog, "")]).await?;
    walk.close().await
}

async fn writing(listener: &Listener, name: &str) -> anyhow::Result<()> {
    let walk = &listener.walk;
    walk.change().await?;
    let born = walk.stands_in("Born").await?;
    let form = [
        (Role::Heading, "Change "),
        (Role::Entry, "Mobile phone"),
        (Role::ComboBox, "Registered at"),
        (Role::CheckBox, "Name"),
        (Role::Button, "Send it"),
    ];
    listener.hears("the form of a patient", &form).await?;
    walk.register().await?;
    walk.fill_in_a_namesake(name, &born).await?;
    walk.go_on().await?;
    let duplicates = [
        (Role::Heading, "Registered already?"),
        (Role::Table, "Alike, side by side"),
        (Role::Button, "This is them"),
        (Role::Button, "None of them"),
    ];
    listener.hears("duplicates", &duplicates).await?;
    walk.page.press(Key::Escape).await?;
    walk.page.one("heading", "Register a patient").await?;
    walk.go("w", "Writes").await?;
    let writes = [
        (Role::Heading, "Writes"),
        (Role::ListBox, "Writes to athenahealth"),
        (Role::ListItem, "draft"),
        (Role::Landmark, "Writes"),
    ];
    listener.hears("writes", &writes).await?;
    walk.go("p", "Patients").await
}

async fn keeping(listener: &Listener) -> anyhow::Result<()> {
    let walk = &listener.walk;
    walk.go("y", "Sync").await?;
    let sync = [
        (Role::Heading, "Sync"),
        (Role::Landmark, "Sync"),
        (Role::Button, "Read again now"),
        (Role::Button, "Pause"),
        (Role::Button, "Re-read everything"),
        (Role::Heading, "What athenahealth tells as it changes"),
        (Role::Table, "Calls to athenahealth today"),
        (Role::Heading, "What happened"),
    ];
    listener.hears("sync", &sync).await?;
    walk.go("u", "Audit").await?;
    walk.page.says("opened a patient").await?;
    listener.hears("audit", &[(Role::Heading, "Audit"), (Role::Button, "Export")]).await?;
    walk.go("e", "Settings").await?;
    let settings = [
        (Role::Heading, "Settings"),
        (Role::Heading, "Look"),
        (Role::Heading, "People & roles"),
        (Role::Button, "Add the first manager"),
        (Role::Table, "What each role may do"),
    ];
    listener.hears("settings and people", &settings).await.map(drop)
}

async fn locking(listener: &Listener) -> anyhow::Result<()> {
    listener.walk.add_manager().await?;
    let people = [(Role::Heading, "People & roles"), (Role::Button, "Add a person")];
    listener.hears("people", &people).await?;
    listener.walk.go_schedule().await?;
    let name = listener.walk.somebody().await?;
    let read = listener.hears("schedule before the lock", &[(Role::Button, &name)]).await?;
    let names = listener.walk.names_on_schedule().await?;
    let last_names: Vec<&str> = names.iter().filter_map(|name| name.split(',').next()).collect();
    let named = |told: &[Told]| {
        last_names.iter().filter(|name| told.iter().any(|told| told.name.contains(**name))).count()
    };
    assert!(named(&read) > 0, "what is sought is there while it is open");
    listener.walk.lock().await?;
    let locked = [
        (Role::PasswordText, "PIN"),
        (Role::Heading, "Daybook is locked"),
        (Role::Heading, "Ana Lee"),
        (Role::Button, "Unlock"),
    ];
    let told = listener.hears("lock", &locked).await?;
    let of_the_practice =
        told.iter().find(|told| ["Demo practice", "Pages", "Schedule"].contains(&told.name.as_str()));
    assert_eq!(of_the_practice, None, "nothing of the practice is read while it is locked");
    assert_eq!(named(&told), 0, "and nobody who was on the schedule: {told:?}");
    listener.walk.unlock().await?;
    listener.hears("unlocked", &[(Role::Button, "Go to a date")]).await.map(drop)
}

#[tokio::test]
async fn a_closed_copy_and_emergency_access_are_told_to_a_screen_reader() -> anyhow::Result<()> {
    if !windows_are_driven("a_closed_copy_and_emergency_access_are_told_to_a_screen_reader") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    leave_overdue(profile.path()).await?;
    let words = ["--profile", profile.path().to_str().expect("a name in text")];
    let browser = Browser::window(&binary(), &words).await?;
    let walk = Walk::at(Page::of(&browser.session));
    walk.lease_over().await?;
    let listener = Listener { reader: ScreenReader::start().await?, walk };
    closed(&listener).await?;
    emergency(&listener).await?;
    browser.close().await
}

/// Whether the panel about a patient has the focus and is framed for it.
const SHOWS_THE_FOCUS: &str = "const panel = document.querySelector('aside[aria-label=Patient]');
    return panel.contains(document.activeElement) && getComputedStyle(panel).outlineStyle === 'solid'";

async fn closed(listener: &Listener) -> anyhow::Result<()> {
    let over = [
        (Role::Heading, "The copy of"),
        (Role::Button, "Ask athenahealth now"),
        (Role::Button, "Emergency access"),
    ];
    let told = listener.hears("lease over", &over).await?;
    let of_the_copy = told.iter().find(|told| ["Pages", "Schedule"].contains(&told.name.as_str()));
    assert_eq!(of_the_copy, None, "nothing of the copy is read while it is closed");
    listener.walk.ask_for_emergency().await?;
    let why = [
        (Role::Heading, "Emergency access"),
        (Role::Entry, "Why you need it"),
        (Role::Button, "Open it for one hour"),
        (Role::Button, "Back"),
    ];
    listener.hears("emergency access", &why).await.map(drop)
}

async fn emergency(listener: &Listener) -> anyhow::Result<()> {
    let walk = &listener.walk;
    walk.begin_emergency().await?;
    walk.to_working_day().await?;
    let name = walk.somebody().await?;
    let banner = [(Role::Landmark, "Emergency access"), (Role::Button, "End emergency access")];
    let schedule = [banner[0], banner[1], (Role::Button, name.as_str()), (Role::Landmark, "Schedule")];
    let told = listener.hears("schedule by emergency access", &schedule).await?;
    let beyond = told.iter().find(|told| told.role == Role::Link && told.name.starts_with("Settings"));
    assert_eq!(beyond, None, "only what is needed at the desk is offered");
    walk.go("p", "Patients").await?;
    walk.find(&name).await?;
    walk.open_found(&name).await?;
    let card = [banner[0], banner[1], (Role::Heading, "Allergies"), (Role::Landmark, "Patient")];
    listener.hears("card by emergency access", &card).await?;
    let is_shown = walk.page.script(SHOWS_THE_FOCUS, Vec::new()).await?;
    assert_eq!(
        is_shown, true,
        "the panel that a key opened shows that the keyboard is in it, whatever was clicked before"
    );
    walk.end_emergency().await?;
    listener.hears("ended", &[(Role::Heading, "The copy of")]).await.map(drop)
}
