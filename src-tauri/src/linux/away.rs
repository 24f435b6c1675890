//! When the desktop is locked and when the computer goes to sleep, as D-Bus tells it.

use std::path::Path;
use std::time::Duration;

use console::{Away, Desktop};
use futures_util::stream::{Stream, StreamExt, select_all};
use tokio::sync::mpsc::UnboundedSender;
use zbus::zvariant::{OwnedFd, OwnedObjectPath};
use zbus::{Connection, MatchRule, Message, MessageStream};

/// How long until a bus that is not there, or went away, is tried again.
const PAUSE: Duration = Duration::from_secs(30);
/// Signals that may wait: none is told twice before the first was heard.
const WAITING: usize = 8;

const LOGIND: &str = "org.freedesktop.login1";
const LOGIND_PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";

/// Screen savers tell it under the name of their desktop.
const SCREEN_SAVERS: [&str; 4] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
];

/// The desktop that the program runs on.
pub fn desktop() -> SystemDesktop {
    SystemDesktop
}

/// A desktop that tells it over D-Bus.
#[derive(Clone, Copy, Debug)]
pub struct SystemDesktop;

impl Desktop for SystemDesktop {
    fn watch(&self, told: UnboundedSender<Away>) {
        let session = told.clone();
        tauri::async_runtime::spawn(async move {
            let mut said = None;
            while !session.is_closed() {
                gone("session", hear_session(&session).await, &mut said);
                tokio::time::sleep(PAUSE).await;
            }
        });
        tauri::async_runtime::spawn(async move {
            let mut said = None;
            while !told.is_closed() {
                gone("system", hear_system(&told).await, &mut said);
                tokio::time::sleep(PAUSE).await;
            }
        });
    }

    fn on_battery(&self) -> bool {
        console::on_battery_by(Path::new("/sys/class/power_supply"))
    }
}

/// Says it once for as long as it is the same: a computer may have no such bus at all.
fn gone(bus: &str, heard: zbus::Result<()>, said: &mut Option<String>) {
    let why = heard.err().map_or_else(|| "it went away".to_owned(), |error| error.to_string());
    if said.as_ref() == Some(&why) {
        tracing::debug!(bus, why, "a bus tells nothing of locks and sleep");
    } else {
        tracing::info!(bus, why, "a bus tells nothing of locks and sleep");
        *said = Some(why);
    }
}

async fn hear_session(told: &UnboundedSender<Away>) -> zbus::Result<()> {
    let bus = Connection::session().await?;
    let rules = SCREEN_SAVERS.map(|name| format!("type='signal',interface='{name}',member='ActiveChanged'"));
    let mut signals = signals(&bus, &rules).await?;
    while let Some(signal) = signals.next().await {
        if is_true(&signal?) && told.send(Away::locked()).is_err() {
            break;
        }
    }
    Ok(())
}

async fn hear_system(told: &UnboundedSender<Away>) -> zbus::Result<()> {
    let bus = Connection::system().await?;
    // A session that logind does not tell apart hears the locks of all.
    let path = own_session(&bus).await.map(|path| format!(",path='{}'", path.as_str()));
    let path = path.unwrap_or_default();
    let rules = [
        format!("type='signal',sender='{LOGIND}',interface='{LOGIND}.Session',member='Lock'{path}"),
        format!("type='signal',sender='{LOGIND}',interface='{MANAGER}',member='PrepareForSleep'"),
    ];
    let mut signals = signals(&bus, &rules).await?;
    let mut awake = stay_awake(&bus).await;
    while let Some(signal) = signals.next().await {
        let signal = signal?;
        let sleeps = signal.header().member().is_some_and(|name| name == "PrepareForSleep");
        let away = match (sleeps, is_true(&signal)) {
            (false, _) => Away::locked(),
            (true, true) => Away::sleeping(awake.take()),
            (true, false) => {
                awake = stay_awake(&bus).await;
                continue;
            }
        };
        if told.send(away).is_err() {
            break;
        }
    }
    Ok(())
}

async fn signals(
    bus: &Connection,
    rules: &[String],
) -> zbus::Result<impl Stream<Item = zbus::Result<Message>> + Unpin + use<>> {
    let mut streams = Vec::new();
    for rule in rules {
        let rule = MatchRule::try_from(rule.as_str())?;
        streams.push(MessageStream::for_match_rule(rule, bus, Some(WAITING)).await?);
    }
    Ok(select_all(streams))
}

async fn own_session(bus: &Connection) -> Option<OwnedObjectPath> {
    let process = std::process::id();
    let answer = bus.call_method(Some(LOGIND), LOGIND_PATH, Some(MANAGER), "GetSessionByPID", &process);
    answer.await.ok()?.body().deserialize().ok()
}

/// Has the computer wait, for as long as the system lets it, until this is dropped before it sleeps.
async fn stay_awake(bus: &Connection) -> Option<OwnedFd> {
    let why = ("sleep", "Daybook", "Daybook closes its files first", "delay");
    let answer = bus.call_method(Some(LOGIND), LOGIND_PATH, Some(MANAGER), "Inhibit", &why);
    answer.await.ok()?.body().deserialize().ok()
}

fn is_true(signal: &Message) -> bool {
    signal.body().deserialize().unwrap_or(false)
}
