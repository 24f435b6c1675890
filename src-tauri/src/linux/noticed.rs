//! Notices as the desktop's own service is told of them, on a session bus of the test's own.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use console::Notice;
use zbus::zvariant::OwnedValue;
use zbus::{blocking, interface};

use crate::notices::{told, words};

/// Says to a process of this test that it is the one that tells.
const TELLS: &str = "DAYBOOK_TELLS";
const ALL: [Notice; 3] = [Notice::SignedOut, Notice::Stuck, Notice::Gap];

/// What was to be shown: by whom, in which words.
type Shown = Arc<Mutex<Vec<[String; 3]>>>;

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
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push([app, summary, body]);
        1
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned()]
    }
}

/// A session bus that ends with the test.
struct Bus(Child, String);

impl Bus {
    fn start() -> Option<Self> {
        let mut daemon = Command::new("dbus-daemon");
        daemon.args(["--session", "--nofork", "--print-address=1"]).stdout(Stdio::piped());
        let mut daemon = daemon.spawn().ok()?;
        let mut address = String::new();
        BufReader::new(daemon.stdout.take()?).read_line(&mut address).ok()?;
        Some(Self(daemon, address.trim().to_owned()))
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn each_notice_reaches_the_desktop_in_its_words_which_name_nobody() {
    if std::env::var_os(TELLS).is_some() {
        return ALL.into_iter().for_each(|notice| told(notice).expect("the desktop is told"));
    }
    let Some(bus) = Bus::start() else {
        let _ = writeln!(std::io::stderr(), "left out: there is no dbus-daemon");
        return;
    };
    let shown = Shown::default();
    let serves = blocking::connection::Builder::address(bus.1.as_str()).expect("an address");
    let serves = serves.name("org.freedesktop.Notifications").expect("a name");
    let serves = serves.serve_at("/org/freedesktop/Notifications", Notifications(Arc::clone(&shown)));
    let _served = serves.expect("a path").build().expect("the service is there");
    let mut tells = Command::new(std::env::current_exe().expect("a program"));
    tells
        .args(["--exact", "system::noticed::each_notice_reaches_the_desktop_in_its_words_which_name_nobody"]);
    let ended = tells.env(TELLS, "1").env("DBUS_SESSION_BUS_ADDRESS", &bus.1).output().expect("it runs");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
    let shown = shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let wanted = ALL.map(words).map(|(title, next)| ["Daybook", title, next].map(str::to_owned));
    assert_eq!(shown, wanted);
}
