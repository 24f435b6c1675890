//! What a screen reader is told: the tree that a program shows over AT-SPI, the accessibility bus of
//! Linux desktops.

use std::time::Duration;

use anyhow::{Context, ensure};
use atspi::{Role, State, StateSet};
use zbus::Connection;
use zbus::connection::Builder;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use crate::until;

/// How long a program may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// More than any window has.
const MOST: usize = 8_000;

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const REGISTRY: (&str, &str) = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root");

/// Where a thing is found on the bus: whose it is, and its path there.
type Place = (String, OwnedObjectPath);

/// A screen reader on the desktop's accessibility bus.
pub struct ScreenReader(Connection);

/// One thing of a window, as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is.
    pub role: Role,
    /// What it is called; empty where it has no name.
    pub name: String,
}

impl ScreenReader {
    /// Starts to listen on the desktop's accessibility bus, which starts with its first listener.
    pub async fn start() -> anyhow::Result<Self> {
        let session = Connection::session().await.context("there is no session bus")?;
        let (bus, path) = ("org.a11y.Bus", "/org/a11y/bus");
        let answer = session.call_method(Some(bus), path, Some(bus), "GetAddress", &());
        let answer = answer.await.context("there is no accessibility bus; on Debian: at-spi2-core")?;
        let address: String = answer.body().deserialize()?;
        Ok(Self(Builder::address(address.as_str())?.build().await?))
    }

    /// Everything that the one program of a name shows now, in the order in which it is read.
    pub async fn reads(&self, program: &str) -> anyhow::Result<Vec<Told>> {
        Ok(self.goes_through(program).await?.into_iter().map(|(_, told)| told).collect())
    }

    async fn goes_through(&self, program: &str) -> anyhow::Result<Vec<(Place, Told)>> {
        let mut found = Vec::new();
        for place in self.children(&(REGISTRY.0.to_owned(), REGISTRY.1.try_into()?)).await? {
            // Another program may be ending just now.
            if self.name(&place).await.is_ok_and(|name| name == program) {
                found.push(place);
            }
        }
        ensure!(found.len() == 1, "{} programs say that they are {program}", found.len());
        let (mut open, mut read) = (found, Vec::new());
        while let Some(place) = open.pop() {
            let told = Told { role: self.role(&place).await?, name: self.name(&place).await? };
            open.extend(self.children(&place).await?.into_iter().rev());
            read.push((place, told));
            ensure!(read.len() < MOST, "the tree has no end");
        }
        Ok(read)
    }

    /// Waits until a program tells of something, and gives everything that it shows then. A page that
    /// changes while it is read takes away what was about to be asked for: it is read again.
    pub async fn reads_of(&self, program: &str, role: Role, name: &str) -> anyhow::Result<Vec<Told>> {
        let (what, mut last) = (format!("a {role:?} “{name}” is read"), Ok(Vec::new()));
        let told = until(&what, PATIENCE, async || {
            last = self.reads(program).await;
            let read = last.as_ref().ok().filter(|read| read.iter().any(|told| told.is(role, name)));
            Ok(read.cloned())
        });
        told.await.with_context(|| format!("what was read: {last:?}"))
    }

    /// Waits until something of a program has the focus, whose name begins with a text.
    pub async fn is_at(&self, program: &str, name: &str) -> anyhow::Result<()> {
        until(&format!("“{name}” has the focus"), PATIENCE, async || {
            for (place, told) in self.goes_through(program).await? {
                if told.name.starts_with(name) && self.has_focus(&place).await? {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await
    }

    async fn has_focus(&self, place: &Place) -> anyhow::Result<bool> {
        let answer = self.ask(place, ACCESSIBLE, "GetState", &()).await?;
        let state: StateSet = answer.body().deserialize()?;
        Ok(state.contains(State::Focused))
    }

    async fn children(&self, place: &Place) -> anyhow::Result<Vec<Place>> {
        let answer = self.ask(place, ACCESSIBLE, "GetChildren", &()).await?;
        let children: Vec<Place> = answer.body().deserialize()?;
        let count: i32 = self.property(place, "ChildCount").await?.try_into()?;
        if !children.is_empty() || count == 0 {
            return Ok(children);
        }
        // GTK 3 lists nothing of what another process shows in its window, as the webview does.
        let answer = self.ask(place, ACCESSIBLE, "GetChildAtIndex", &0).await?;
        Ok(vec![answer.body().deserialize()?])
    }

    async fn role(&self, place: &Place) -> anyhow::Result<Role> {
        let answer = self.ask(place, ACCESSIBLE, "GetRole", &()).await?;
        Ok(answer.body().deserialize()?)
    }

    async fn name(&self, place: &Place) -> anyhow::Result<String> {
        Ok(self.property(place, "Name").await?.try_into()?)
    }

    async fn property(&self, place: &Place, name: &str) -> anyhow::Result<OwnedValue> {
        let answer = self.ask(place, "org.freedesktop.DBus.Properties", "Get", &(ACCESSIBLE, name)).await?;
        Ok(answer.body().deserialize()?)
    }

    async fn ask<B>(
        &self,
        (owner, path): &Place,
        interface: &str,
        method: &str,
        body: &B,
    ) -> anyhow::Result<zbus::Message>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let asked = self.0.call_method(Some(owner.as_str()), path, Some(interface), method, body);
        Ok(asked.await?)
    }
}

impl Told {
    /// Whether it is of a role, and its name begins with a text.
    pub fn is(&self, role: Role, name: &str) -> bool {
        self.role == role && self.name.starts_with(name)
    }
}
