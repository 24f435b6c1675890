//! What a bridge streams, as it comes.

use std::time::Duration;

use anyhow::{Context, ensure};
use ipc::Event;
use sandbox::{STAFF, Sandbox};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::broadcast;

use crate::{Bridged, Visitor};

const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody who listens to a bridge's events.
pub struct Listening {
    stream: TcpStream,
    /// Everything so far.
    pub heard: String,
}

impl Listening {
    /// Listens from here on.
    pub async fn to(bridge: &Bridged) -> anyhow::Result<Self> {
        let host = bridge.address.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).await?;
        let request = format!("GET /events?token={} HTTP/1.1\r\nHost: {host}\r\n\r\n", bridge.token);
        stream.write_all(request.as_bytes()).await?;
        Ok(Self { stream, heard: String::new() })
    }

    /// Listens until a word was heard.
    pub async fn until(&mut self, word: &str) -> anyhow::Result<()> {
        let reading = async {
            let mut piece = [0u8; 4096];
            while !self.heard.contains(word) {
                let length = self.stream.read(&mut piece).await?;
                ensure!(length > 0, "the stream ended before {word}");
                self.heard.push_str(&String::from_utf8_lossy(&piece[..length]));
            }
            Ok(())
        };
        tokio::time::timeout(PATIENCE, reading).await?
    }

    /// The page that a browser is told to open.
    async fn page(&mut self) -> anyhow::Result<String> {
        self.until("\"}").await?;
        let (_, after) = self.heard.split_once("\"url\":\"").context("no page")?;
        Ok(after.split('"').next().unwrap_or_default().to_owned())
    }
}

impl Bridged {
    /// Adds a connection over which the first of a practice's staff signs in through the browser. Gives what was
    /// added, the page that was opened, and what the console showed there at the end.
    pub async fn connect_person(
        &self,
        practice: &Sandbox,
        request: Value,
    ) -> anyhow::Result<(Value, String, String)> {
        let mut listening = Listening::to(self).await?;
        listening.until("text/event-stream").await?;
        let (pages, opened) = broadcast::channel(1);
        let mut visitor = Visitor { who: &STAFF[0], practice: practice.clone(), pages: opened };
        let signing_in = async {
            let url = listening.page().await?;
            pages.send(Event::Browser { url: url.clone() })?;
            anyhow::Ok((url, visitor.decide("allow").await))
        };
        let (added, signed_in) = tokio::join!(self.ask("connection_add", request), signing_in);
        let (page, shown) = signed_in?;
        Ok((added?, page, shown))
    }
}
