//! A print queue of a test's own: the system's scheduler and its filters, in a folder that goes with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use tempfile::TempDir;
use tokio::process::Command;

use crate::process::{Owned, program, until};

const DEADLINE: Duration = Duration::from_secs(30);
/// A printer of letter paper that takes PDF, as the system's filters leave it.
const PRINTER: &str = r#"*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "DESK.PPD"
*Product: "(Desk)"
*Manufacturer: "Desk"
*ModelName: "Desk"
*ShortNickName: "Desk"
*NickName: "Desk"
*PSVersion: "(3010) 0"
*LanguageLevel: "3"
*cupsFilter: "application/vnd.cups-pdf 0 -"
*OpenUI *PageSize: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: Letter
*PageSize Letter: ""
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: Letter
*PageRegion Letter: ""
*CloseUI: *PageRegion
*DefaultImageableArea: Letter
*ImageableArea Letter: "0 0 612 792"
*DefaultPaperDimension: Letter
*PaperDimension Letter: "612 792"
"#;

/// A print queue whose printer writes into a file.
#[derive(Debug)]
pub struct PrintQueue {
    scheduler: Owned,
    folder: TempDir,
    lp: PathBuf,
    lpstat: PathBuf,
}

impl PrintQueue {
    /// Starts one. `None` only where its programs are not on this machine.
    pub async fn start() -> anyhow::Result<Option<Self>> {
        let own = Path::new("/usr/sbin/cupsd");
        let cupsd = program("cupsd", "cups").ok().or_else(|| own.is_file().then(|| own.to_owned()));
        let (Some(cupsd), Ok(lp), Ok(lpstat)) = (cupsd, program("lp", "cups"), program("lpstat", "cups"))
        else {
            return Ok(None);
        };
        if !Path::new("/usr/lib/cups/filter/pdftopdf").is_file() {
            return Ok(None);
        }
        let folder = tempfile::tempdir()?;
        describe(folder.path())?;
        // Filters that root starts run as another, who reads here.
        Command::new("chmod").arg("755").arg(folder.path()).status().await?;
        let scheduler = Owned::start(
            Command::new(cupsd)
                .arg("-f")
                .arg("-c")
                .arg(folder.path().join("cupsd.conf"))
                .arg("-s")
                .arg(folder.path().join("cups-files.conf")),
        )?;
        let queue = Self { scheduler, folder, lp, lpstat };
        until("a print queue", DEADLINE, async || Ok(queue.asked(&["-p", "desk"]).await?.map(drop))).await?;
        Ok(Some(queue))
    }

    /// Prints a file as whoever has it would, and gives what came to the printer.
    pub async fn prints(&self, file: &Path) -> anyhow::Result<Vec<u8>> {
        let sent = self.client(&self.lp).args(["-s", "-d", "desk"]).arg(file).output().await?;
        ensure!(sent.status.success(), "lp: {}", String::from_utf8_lossy(&sent.stderr));
        let printed = self.folder.path().join("printed.pdf");
        let is_done = async || {
            let waiting = self.asked(&["-W", "not-completed", "-o", "desk"]).await?;
            let is_done = waiting.is_some_and(|jobs| jobs.trim().is_empty()) && printed.is_file();
            Ok(is_done.then_some(()))
        };
        until("a page out of the printer", DEADLINE, is_done).await?;
        fs::read(&printed).context("what was printed")
    }

    /// Has the scheduler end.
    pub async fn end(self) -> anyhow::Result<()> {
        self.scheduler.end().await
    }

    async fn asked(&self, words: &[&str]) -> anyhow::Result<Option<String>> {
        let answer = self.client(&self.lpstat).args(words).output().await?;
        Ok(answer.status.success().then(|| String::from_utf8_lossy(&answer.stdout).into_owned()))
    }

    fn client(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        let folder = self.folder.path();
        command.env_clear().env("HOME", folder).env("CUPS_SERVER", folder.join("socket"));
        command
    }
}

fn describe(folder: &Path) -> anyhow::Result<()> {
    for name in ["root/ppd", "spool/tmp", "cache", "state"] {
        fs::create_dir_all(folder.join(name))?;
    }
    let at = folder.display();
    let files = format!(
        "ServerRoot {at}/root\nRequestRoot {at}/spool\nTempDir {at}/spool/tmp\nCacheDir {at}/cache\n\
         StateDir {at}/state\nAccessLog {at}/access\nErrorLog {at}/error\nPageLog {at}/page\nFileDevice Yes\n\
         Sandboxing relaxed\nSystemGroup root\n",
    );
    let scheduler = format!(
        "Listen {at}/socket\nBrowsing Off\nDefaultAuthType None\n<Location />\n  Allow all\n</Location>\n"
    );
    let printers = format!(
        "<DefaultPrinter desk>\nDeviceURI file://{at}/printed.pdf\nState Idle\nAccepting Yes\nShared No\n\
         </DefaultPrinter>\n"
    );
    fs::write(folder.join("cups-files.conf"), files)?;
    fs::write(folder.join("cupsd.conf"), scheduler)?;
    fs::write(folder.join("root/printers.conf"), printers)?;
    Ok(fs::write(folder.join("root/ppd/desk.ppd"), PRINTER)?)
}
