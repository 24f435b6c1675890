//! A session bus of its own with a keychain that a test starts, ends and locks: gnome-keyring as it is.
//!
//! The bus starts nothing by itself, so that a keychain that is absent stays so. Its secrets lie in a
//! [`Home`], and outlive it.

use std::collections::HashMap;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;
use zbus::Connection;
use zbus::zvariant::OwnedObjectPath;

use crate::process::signal;
use crate::{Home, Owned, program, until};

/// How long the bus and the keychain may take to come up.
const START: Duration = Duration::from_secs(20);
/// What locks the keychain.
const PASSWORD: &[u8] = b"daybook";
/// Under which name keychains answer.
const SECRETS: &str = "org.freedesktop.secrets";
const ROOT: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const ITEM: &str = "org.freedesktop.Secret.Item";
/// What a bus allows that starts nothing.
const RULES: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"#;

/// A session bus, and the keychain on it while there is one. Dropping it ends both.
pub struct Secrets<'h> {
    home: &'h Home,
    address: String,
    keychain: Option<Owned>,
    _bus: Owned,
}

impl<'h> Secrets<'h> {
    /// Starts a bus without a keychain.
    pub async fn none(home: &'h Home) -> anyhow::Result<Self> {
        let rules = home.path().join("run").join("bus.conf");
        std::fs::write(&rules, RULES)?;
        let mut command = Command::new(program("dbus-daemon", "dbus-daemon")?);
        home.house(&mut command)?;
        command.arg("--config-file").arg(rules).args(["--nofork", "--print-address=1"]);
        let mut bus = Owned::start(command.stdout(Stdio::piped()))?;
        let said = bus.child().stdout.take().context("the bus says where it is")?;
        let mut address = String::new();
        BufReader::new(said).read_line(&mut address).await?;
        ensure!(!address.trim().is_empty(), "the bus did not come up");
        Ok(Self { home, address: address.trim().to_owned(), keychain: None, _bus: bus })
    }

    /// Starts a bus with a keychain that is open.
    pub async fn open(home: &'h Home) -> anyhow::Result<Self> {
        let mut secrets = Self::none(home).await?;
        secrets.start_open().await?;
        Ok(secrets)
    }

    /// Starts a bus with a keychain that nobody has opened, and nobody who could be asked to.
    pub async fn locked(home: &'h Home) -> anyhow::Result<Self> {
        let mut secrets = Self::none(home).await?;
        secrets.start(&[]).await?;
        Ok(secrets)
    }

    /// Starts the keychain, and opens it.
    pub async fn start_open(&mut self) -> anyhow::Result<()> {
        self.start(&["--unlock"]).await
    }

    /// Ends the keychain as it stands, and starts another, open.
    pub async fn start_anew(&mut self) -> anyhow::Result<()> {
        if let Some(keychain) = self.keychain.take() {
            keychain.kill().await?;
        }
        self.start_open().await
    }

    /// Has the keychain answer nothing more.
    pub fn hush(&self) -> anyhow::Result<()> {
        let keychain = self.keychain.as_ref().and_then(Owned::id).context("there is a keychain")?;
        signal("-STOP", &keychain.to_string())
    }

    /// Leads a program onto this bus.
    pub fn lead(&self, command: &mut Command) -> anyhow::Result<()> {
        self.home.house(command)?;
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        Ok(())
    }

    /// Has the keychain forget what the window keeps under an account.
    pub async fn forget(&self, account: &str) -> anyhow::Result<()> {
        let bus = self.bus().await?;
        for item in items(&bus, account).await? {
            bus.call_method(Some(SECRETS), &item, Some(ITEM), "Delete", &()).await?;
        }
        Ok(())
    }

    /// Whether the keychain has one secret under an account.
    pub async fn keeps(&self, account: &str) -> anyhow::Result<bool> {
        Ok(items(&self.bus().await?, account).await?.len() == 1)
    }

    async fn start(&mut self, words: &[&str]) -> anyhow::Result<()> {
        let mut command = Command::new(program("gnome-keyring-daemon", "gnome-keyring")?);
        self.lead(&mut command)?;
        command.args(["--foreground", "--components=secrets"]).args(words).stdin(Stdio::piped());
        let mut keychain = Owned::start(&mut command)?;
        // The password ends where the input does.
        let mut input = keychain.child().stdin.take().context("it takes a password")?;
        input.write_all(PASSWORD).await?;
        drop(input);
        self.keychain = Some(keychain);
        until("the keychain is on the bus", START, async || Ok(self.is_there().await?.then_some(()))).await
    }

    async fn is_there(&self) -> anyhow::Result<bool> {
        let bus = self.bus().await?;
        let bus = zbus::fdo::DBusProxy::new(&bus).await?;
        Ok(bus.name_has_owner(SECRETS.try_into()?).await?)
    }

    async fn bus(&self) -> anyhow::Result<Connection> {
        Ok(zbus::connection::Builder::address(self.address.as_str())?.build().await?)
    }
}

/// What stands in the keychain under an account of the window's.
async fn items(bus: &Connection, account: &str) -> anyhow::Result<Vec<OwnedObjectPath>> {
    let wanted = HashMap::from([("service", "Daybook"), ("username", account)]);
    let answer = bus.call_method(Some(SECRETS), ROOT, Some(SERVICE), "SearchItems", &(wanted,)).await?;
    let (open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = answer.body().deserialize()?;
    ensure!(locked.is_empty(), "the keychain is open");
    Ok(open)
}
