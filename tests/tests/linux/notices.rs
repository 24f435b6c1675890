//! A notice that leaves the real window for the desktop, as its notification service is told of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use acceptance::{leave_alone, until, windows_are_driven};
use sandbox::Limits;
use zbus::zvariant::OwnedValue;
use zbus::{connection, interface};

use super::{PATIENCE, open};

/// What was to be shown: by whom, in which words.
type Shown = Arc<Mutex<Vec<(String, String, String)>>>;

/// As much of the desktop's notification service as a notice needs.
struct Notifications(Shown);

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "the service's own")]
    fn notify(
        &self,
        app: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _lasts: i32,
    ) -> u32 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((app, summary, body));
        1
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("test".to_owned(), "Daybook".to_owned(), "1".to_owned(), "1.2".to_owned())
    }
}

#[tokio::test]
async fn a_gap_is_told_to_the_desktop_and_nobody_is_named() -> anyhow::Result<()> {
    if !windows_are_driven("a_gap_is_told_to_the_desktop_and_nobody_is_named") {
        return Ok(());
    }
    let shown = Shown::default();
    let service = Notifications(Arc::clone(&shown));
    let _bus = connection::Builder::session()?
        .name("org.freedesktop.Notifications")?
        .serve_at("/org/freedesktop/Notifications", service)?
        .build()
        .await?;
    let profile = tempfile::tempdir()?;
    let left = leave_alone(profile.path(), Limits::none()).await?;

    let bus = std::env::var("DBUS_SESSION_BUS_ADDRESS")?;
    let (browser, walk) = open(profile.path(), &bus).await?;
    walk.on_schedule().await?;
    let told = || shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
    until("the desktop is told", PATIENCE, async || Ok((!told().is_empty()).then_some(()))).await?;
    let all = told();
    let (app, summary, body) = &all[0];
    assert_eq!(
        (app.as_str(), summary.as_str()),
        ("Daybook", "Changes at athenahealth may have been missed.")
    );
    let words = format!("{summary} {body}");
    let truth = left.practice.truth();
    let named = truth
        .patients()
        .find(|one| words.split_whitespace().any(|word| word.trim_matches('.') == one.last_name));
    assert_eq!(named, None, "{words}");
    assert!(!words.contains(char::is_numeric), "no number of anybody's: {words}");
    assert_eq!(all.len(), 1, "once");
    browser.close().await
}
