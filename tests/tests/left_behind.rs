//! What the real window leaves behind, however it ends: every file of a home of its own is gone through
//! for the words about the practice's people, with everything logged that can be logged.

use std::path::PathBuf;
use std::time::Duration;

use acceptance::{
    Browser, Canaries, Home, Owned, Page, Walk, built, files_under, left_by_a_crash, misspelt, served, told,
    until, windows_are_driven,
};
use anyhow::ensure;
use sandbox::{CLIENT_ID, CLIENT_SECRET, PRACTICE_ID};
use tokio::process::Command;

/// How long the window may take until the day and the days around it were shown.
const SHOWN: Duration = Duration::from_secs(60);
/// A command line that lets a crash leave as much as the system allows.
const UNLIMITED: &str = r#"ulimit -c unlimited 2>/dev/null; exec "$0" "$@""#;

/// A practice of 300 people, and a home for a window that reads from it.
struct Stay {
    home: Home,
    words: Canaries,
    looked_at: usize,
}

impl Stay {
    fn binary() -> PathBuf {
        built("DAYBOOK_BINARY", "target/debug/daybook")
    }

    /// The window under a driver.
    async fn driven(&self) -> anyhow::Result<(Browser, Walk)> {
        let profile = self.home.profile();
        let words = ["--profile", profile.to_str().expect("a name in text")];
        let browser = Browser::window_with(&Self::binary(), &words, |command| {
            command.env("DAYBOOK_LOG", "trace");
            self.home.house(command)
        })
        .await?;
        let walk = Walk::at(Page::of(&browser.session));
        Ok((browser, walk))
    }

    /// The window as it is shipped: nobody drives it, and the webview keeps nothing. It goes on with the
    /// practice by itself; once the day stands, it reads the days beside it.
    async fn alone(&self) -> anyhow::Result<Owned> {
        let before = self.days_looked_at()?;
        let mut command = Command::new("sh");
        command.args(["-c", UNLIMITED]).arg(Self::binary()).arg("--profile").arg(self.home.profile());
        command.env("DAYBOOK_LOG", "trace");
        self.home.house(&mut command)?;
        for driver in ["TAURI_AUTOMATION", "TAURI_WEBVIEW_AUTOMATION"] {
            command.env_remove(driver);
        }
        let process = Owned::start(&mut command)?;
        until("the day and those beside it are shown", SHOWN, async || {
            Ok((self.days_looked_at()? >= before + 3).then_some(()))
        })
        .await?;
        Ok(process)
    }

    fn log(&self) -> anyhow::Result<String> {
        let logs = files_under(&self.home.profile().join("logs"))?;
        let read = logs.iter().map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
        Ok(read.concat())
    }

    fn days_looked_at(&self) -> anyhow::Result<usize> {
        Ok(self.log()?.matches("looked at the schedule").count())
    }

    /// Goes through everything that is there once the window has ended.
    fn look(&mut self, ending: &str) -> anyhow::Result<()> {
        let files = files_under(self.home.path())?;
        self.looked_at = files.len();
        let telling = told(&self.words, self.home.path())?;
        ensure!(telling.is_empty(), "{ending}: these tell about patients, or the secret: {telling:?}");
        Ok(())
    }
}

#[tokio::test]
async fn however_the_window_ends_no_file_tells_about_anybody() -> anyhow::Result<()> {
    if !windows_are_driven("however_the_window_ends_no_file_tells_about_anybody") {
        return Ok(());
    }
    let (practice, _server, address) = served().await?;
    let words = Canaries::of(&practice.truth(), usize::MAX).and(CLIENT_SECRET);
    assert!(words.count() >= 500, "there are words enough to look for: {}", words.count());
    let mut stay = Stay { home: Home::new()?, words, looked_at: 0 };

    let (browser, walk) = stay.driven().await?;
    walk.welcome().await?;
    walk.connect_to(&address, PRACTICE_ID, CLIENT_ID, CLIENT_SECRET).await?;
    walk.open_practice().await?;
    let name = walk.somebody().await?;
    read_about(&walk, &name).await?;
    browser.close().await?;
    stay.look("closed")?;
    assert!(stay.log()?.contains("TRACE"), "everything is logged");
    assert!(stay.log()?.contains("opened a patient"), "somebody was opened");

    let (browser, walk) = stay.driven().await?;
    walk.on_schedule().await?;
    read_about(&walk, &name).await?;
    browser.kill().await?;
    stay.look("killed")?;

    for signal in ["-TERM", "-KILL", "-ABRT"] {
        let mut process = stay.alone().await?;
        assert_no_memory_is_kept(process.child().id().expect("it runs"));
        process.end_by(signal).await?;
        stay.look(signal)?;
    }
    assert!(stay.looked_at > 5, "there was something to look at: {} files", stay.looked_at);
    Ok(())
}

/// Finds somebody by a misspelt name, opens and reads the card, asks athenahealth, and goes back to the
/// day with a visit open.
async fn read_about(walk: &Walk, name: &str) -> anyhow::Result<()> {
    walk.go("p", "Patients").await?;
    walk.find(&misspelt(name)).await?;
    walk.open_found(name).await?;
    walk.card().await?;
    walk.find(name).await?;
    walk.page.chord(&[thirtyfour::Key::Control], thirtyfour::Key::Enter).await?;
    walk.page.says("athenahealth").await?;
    walk.go_schedule().await?;
    walk.names_on_schedule().await?;
    walk.page.press(thirtyfour::Key::Enter).await?;
    walk.page.one("region", "Visit").await.map(drop)
}

/// Whatever the system does with what a crash leaves, there is nothing of the memory in it: not of the
/// program and not of the webview's processes.
fn assert_no_memory_is_kept(process: u32) {
    let Some((family, kept)) = left_by_a_crash(process) else { return };
    assert!(family > 1, "the webview has processes of its own");
    assert_eq!(kept, [], "a crash leaves their memory");
}
