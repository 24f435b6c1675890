//! The real window: the built program, driven as a person would, with the system's own keychain.

use std::path::{Path, PathBuf};
use std::time::Duration;

use acceptance::{Browser, Page, Walk, built, misspelt, served, until, windows_are_driven};
use sandbox::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID};
use serde_json::{Value, json};
use thirtyfour::Key;

/// How long it may take until what cannot be reached was tried often enough to say so.
const UNREACHED: Duration = Duration::from_secs(60);

/// The parts of a card.
const CARD: [&str; 7] = [
    "Identity and contact",
    "Allergies",
    "Insurances",
    "Balances",
    "Next visits",
    "Last visits",
    "Custom fields",
];

/// What the page on Sync says beside the schedule.
const AGE_OF_THE_SCHEDULE: &str = "return [...document.querySelectorAll('li')]
    .find((part) => part.querySelector('span')?.textContent === 'Schedule')?.querySelector('em')?.textContent";

fn binary() -> PathBuf {
    built("DAYBOOK_BINARY", "target/debug/daybook")
}

struct Window {
    browser: Browser,
    walk: Walk,
}

impl Window {
    async fn open(profile: &Path) -> anyhow::Result<Self> {
        let profile = profile.to_str().expect("a name in text");
        let browser = Browser::window(&binary(), &["--profile", profile]).await?;
        let walk = Walk::at(Page::of(&browser.session));
        Ok(Self { browser, walk })
    }

    async fn close(self) -> anyhow::Result<()> {
        self.browser.close().await
    }
}

#[tokio::test]
async fn first_run_demo_patient_card_schedule_and_again_after_a_restart() -> anyhow::Result<()> {
    if !windows_are_driven("first_run_demo_patient_card_schedule_and_again_after_a_restart") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let window = Window::open(profile.path()).await?;
    let walk = &window.walk;
    walk.welcome().await?;
    walk.choose_size("A clinic", "One doctor").await?;
    walk.explore_demo().await?;
    walk.open_practice().await?;
    walk.page.says("Demo practice").await?;
    walk.filled().await?;
    walk.go_schedule().await?;
    let name = walk.somebody().await?;
    walk.go("p", "Patients").await?;
    walk.find(&misspelt(&name)).await?;
    walk.open_found(&name).await?;
    let card = walk.card().await?;
    for part in CARD {
        assert!(card.contains(part), "the card has “{part}”: {card}");
    }
    walk.go_schedule().await?;
    window.close().await?;

    let window = Window::open(profile.path()).await?;
    window.walk.on_schedule().await?;
    window.walk.go("p", "Patients").await?;
    window.walk.find(&misspelt(&name)).await?;
    window.walk.open_found(&name).await?;
    assert_eq!(window.walk.card().await?, card, "the card reads as it did before the restart");
    window.close().await
}

#[tokio::test]
async fn a_restart_without_a_network_reads_the_same_and_says_so() -> anyhow::Result<()> {
    if !windows_are_driven("a_restart_without_a_network_reads_the_same_and_says_so") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let (_, practice, address) = served().await?;
    let window = Window::open(profile.path()).await?;
    window.walk.welcome().await?;
    window.walk.connect_to(&address, PRACTICE_ID, CLIENT_ID, CLIENT_SECRET).await?;
    window.walk.open_practice().await?;
    window.walk.schedule_read().await?;
    window.walk.go_schedule().await?;
    let names = window.walk.names_on_schedule().await?;
    let name = window.walk.somebody().await?;
    window.walk.go("p", "Patients").await?;
    window.walk.find(&misspelt(&name)).await?;
    window.walk.open_found(&name).await?;
    let card = window.walk.card().await?;
    window.close().await?;
    drop(practice);

    let window = Window::open(profile.path()).await?;
    window.walk.on_schedule().await?;
    let again = window.walk.names_on_schedule().await?;
    // The notice that nothing is reached takes room in which a visit was in sight.
    let shown = names.len().min(again.len());
    assert!(shown > 3, "{shown} visits are in sight");
    assert_eq!(again[..shown], names[..shown], "the day reads the same without a network");
    window.walk.go("p", "Patients").await?;
    window.walk.find(&misspelt(&name)).await?;
    window.walk.open_found(&name).await?;
    assert_eq!(window.walk.card().await?, card, "every part of the card reads the same without a network");
    window.walk.go("y", "Sync").await?;
    window.walk.page.says_within("cannot be reached", UNREACHED).await?;
    let schedule = window.walk.page.script(AGE_OF_THE_SCHEDULE, Vec::new()).await?;
    assert!(
        schedule.as_str().is_some_and(|age| age.contains(" ago · not kept fresh now")),
        "how old the day is: {schedule}"
    );
    window.close().await
}

#[tokio::test]
async fn arrows_undo_and_redo_behave_in_a_form() -> anyhow::Result<()> {
    if !windows_are_driven("arrows_undo_and_redo_behave_in_a_form") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let window = Window::open(profile.path()).await?;
    let page = &window.walk.page;
    window.walk.welcome().await?;
    page.click("button", "Another address").await?;
    page.one("textbox", "Practice id").await?.focus().await?;
    page.press("19900").await?;
    page.press(Key::Left + Key::Left).await?;
    page.press("5").await?;
    holds(page, "199500").await?;
    page.press(Key::Home + "0").await?;
    holds(page, "0199500").await?;
    page.press(Key::End + Key::Backspace).await?;
    holds(page, "019950").await?;
    page.chord(&[Key::Control], 'z').await?;
    holds(page, "0199500").await?;
    page.chord(&[Key::Control], 'z').await?;
    holds(page, "199500").await?;
    page.chord(&[Key::Control, Key::Shift], 'Z').await?;
    holds(page, "0199500").await?;
    window.close().await
}

#[tokio::test]
async fn undo_and_redo_find_again() -> anyhow::Result<()> {
    if !windows_are_driven("undo_and_redo_find_again") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let window = Window::open(profile.path()).await?;
    let (walk, page) = (&window.walk, &window.walk.page);
    walk.welcome().await?;
    walk.explore_demo().await?;
    walk.open_practice().await?;
    let name = walk.somebody().await?;
    walk.go("p", "Patients").await?;
    walk.find(&name).await?;
    page.one("option", &name).await?;
    walk.find("qqqqqq").await?;
    page.says("Nobody in the copy matches").await?;
    page.chord(&[Key::Control], 'z').await?;
    holds(page, &name).await?;
    page.one("option", &name).await?;
    page.chord(&[Key::Control], 'y').await?;
    holds(page, "qqqqqq").await?;
    page.says("Nobody in the copy matches").await?;
    window.close().await
}

async fn field(page: &Page) -> anyhow::Result<Value> {
    page.script("return document.activeElement.value", Vec::new()).await
}

async fn holds(page: &Page, words: &str) -> anyhow::Result<()> {
    until(&format!("the field holds {words}"), Duration::from_secs(10), async || {
        Ok((field(page).await? == words).then_some(()))
    })
    .await
}

/// Tries every way out of the page that a script has, and every way in for a script of somebody else's.
const TO_GET_OUT: &str = "
    const [address, done] = arguments;
    const reached = [];
    const add = (kind, more) => new Promise((settle) => {
        const element = Object.assign(document.createElement(kind), more);
        // A frame that was refused loads a blank page, and says so.
        element.onload = () => { if (kind !== 'iframe') reached.push(kind); settle(); };
        element.onerror = settle;
        document.body.append(element);
        setTimeout(settle, 400);
    });
    window.inlineRan = false;
    window.writtenRan = false;
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.body.append(inline);
    try { new Function('window.writtenRan = true')(); } catch { /* as it should be */ }
    const form = Object.assign(document.createElement('form'), { action: `${address}/form`, method: 'post' });
    document.body.append(form);
    form.submit();
    window.open(`${address}/opened`);
    navigator.sendBeacon?.(`${address}/beacon`, 'x');
    const socket = new Promise((settle) => {
        try {
            const way = new WebSocket(address.replace('http', 'ws'));
            way.onopen = () => { reached.push('socket'); settle(); };
            way.onerror = settle;
        } catch { settle(); }
    });
    location.href = `${address}/navigated`;
    Promise.all([
        fetch(`${address}/fetched`).then(() => reached.push('fetch'), () => undefined),
        add('img', { src: `${address}/picture.png` }),
        add('script', { src: `${address}/script.js` }),
        add('link', { rel: 'stylesheet', href: `${address}/style.css` }),
        add('iframe', { src: `${address}/frame` }),
        add('object', { data: `${address}/object` }),
        socket,
    ]).then(() => done({ inline: window.inlineRan, written: window.writtenRan, reached }));
";

/// Whether the page lets the webview's own menu open, have something dragged off, and open a window.
const TO_TAKE_OUT: &str = "
    const field = document.body.appendChild(document.createElement('input'));
    const lets = (on, kind) => on.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true }));
    const tried = [lets(document.body, 'contextmenu'), lets(document.body, 'dragstart'), lets(field, 'contextmenu'),
        lets(field, 'dragstart'), window.open('/index.html')];
    field.remove();
    return tried;
";

/// Has the webview save a page of the window's own.
const TO_SAVE: &str = "
    const link = document.body.appendChild(document.createElement('a'));
    Object.assign(link, { href: '/icon.svg', download: 'page.svg' }).click();
    link.remove();
";

/// A server on this machine that counts who comes.
struct Elsewhere {
    address: String,
    listener: tokio::net::TcpListener,
}

impl Elsewhere {
    async fn new() -> anyhow::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        Ok(Self { address: format!("http://{}", listener.local_addr()?), listener })
    }

    /// How many connections wait: whoever came did so before one that is made now.
    async fn asked(self) -> anyhow::Result<usize> {
        let own = tokio::net::TcpStream::connect(self.listener.local_addr()?).await?;
        let own = own.local_addr()?;
        let mut others = 0;
        while self.listener.accept().await?.1 != own {
            others += 1;
        }
        Ok(others)
    }
}

#[tokio::test]
async fn the_built_page_is_hardened() -> anyhow::Result<()> {
    if !windows_are_driven("the_built_page_is_hardened") {
        return Ok(());
    }
    let profile = tempfile::tempdir()?;
    let window = Window::open(profile.path()).await?;
    let page = &window.walk.page;
    window.walk.welcome().await?;
    let frozen = page.script("return Object.isFrozen(Object.prototype)", Vec::new()).await?;
    assert_eq!(frozen, json!(true), "prototypes are frozen");
    let global = page.script("return typeof window.__TAURI__", Vec::new()).await?;
    assert_eq!(global, json!("undefined"), "the program is not a global of the page");
    let elsewhere = Elsewhere::new().await?;
    let tried = page.waited(TO_GET_OUT, vec![json!(elsewhere.address)]).await?;
    assert_eq!(tried, json!({ "inline": false, "written": false, "reached": [] }), "nothing gets in or out");
    window.walk.welcome().await?;
    assert_eq!(page.script("return location.origin", Vec::new()).await?, json!("tauri://localhost"));
    assert_eq!(elsewhere.asked().await?, 0, "and nobody outside the window was asked for anything");
    let out = page.script(TO_TAKE_OUT, Vec::new()).await?;
    assert_eq!(out, json!([false, false, true, false, null]), "no menu but over a field, no drag, no window");
    page.script(TO_SAVE, Vec::new()).await?;
    until("a file is refused", UNREACHED, async || {
        let mut told = String::new();
        for log in std::fs::read_dir(profile.path().join("logs"))? {
            told += &std::fs::read_to_string(log?.path())?;
        }
        Ok(told.contains("refused a file").then_some(()))
    })
    .await?;
    let kept = page
        .script("return [localStorage.length, sessionStorage.length, document.cookie]", Vec::new())
        .await?;
    assert_eq!(kept, json!([0, 0, ""]), "the webview keeps nothing");
    window.close().await
}
