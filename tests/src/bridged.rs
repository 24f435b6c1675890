//! A bridge in a process of its own, and calls to it.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use athena::{HttpTransport, Transport};
use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::Owned;

/// How long a bridge may take to say where it listens.
const START: Duration = Duration::from_secs(60);

/// A running bridge.
pub struct Bridged {
    /// Where it listens.
    pub address: String,
    /// What it asks of each caller.
    pub token: String,
    process: Owned,
    transport: Arc<dyn Transport>,
}

impl Bridged {
    /// Starts a bridge's binary over a profile on a port that nobody uses.
    pub async fn start(binary: &Path, profile: &Path, options: &[&str]) -> anyhow::Result<Self> {
        let mut command = Command::new(binary);
        command.args(["--listen", "127.0.0.1:0", "--profile"]).arg(profile).args(options);
        Self::run(&mut command).await
    }

    /// Starts a bridge by any command that ends up as one.
    pub async fn run(command: &mut Command) -> anyhow::Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = Owned::start(command)?;
        let out = process.child().stdout.take().context("its output is not read")?;
        let mut lines = BufReader::new(out).lines();
        let line =
            tokio::time::timeout(START, lines.next_line()).await.context("the bridge says nothing")??;
        let line = line.context("the bridge ended at once")?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["bridge", address, "token", token] = words[..] else { bail!("the bridge says something else") };
        let transport = Arc::new(HttpTransport::new()?);
        Ok(Self { address: address.to_owned(), token: token.to_owned(), process, transport })
    }

    /// Calls a command that must be answered.
    pub async fn ask(&self, name: &str, request: Value) -> anyhow::Result<Value> {
        let answer = self.answer(name, request).await?;
        if answer.status() != StatusCode::OK {
            bail!("{name} answered {}: {}", answer.status(), String::from_utf8_lossy(answer.body()));
        }
        Ok(serde_json::from_slice(answer.body())?)
    }

    /// Calls a command, whatever it answers.
    pub async fn answer(&self, name: &str, request: Value) -> anyhow::Result<Response<Bytes>> {
        self.send("POST", &format!("/commands/{name}"), Some(&self.token), request).await
    }

    /// Makes the profile and connects the demo practice.
    pub async fn connect_demo(&self) -> anyhow::Result<()> {
        self.ask("profile_open", json!({})).await?;
        let demo = json!({"kind": "demo", "size": "solo"});
        let request = json!({"environment": demo, "practice": "", "clientId": "", "clientSecret": ""});
        self.ask("connection_add", request).await.map(drop)
    }

    /// Sends one request as it is given.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Value,
    ) -> anyhow::Result<Response<Bytes>> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.address));
        // A connection that stays has what it carried last in the bridge's memory; a window has none.
        request = request.header(header::CONNECTION, "close");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        Ok(self.transport.send(request.body(body)?).await?)
    }

    /// Its process's number, while it runs.
    pub fn process(&self) -> Option<u32> {
        self.process.id()
    }

    /// Ends it as a power cut would.
    pub async fn kill(self) -> anyhow::Result<()> {
        self.process.kill().await
    }

    /// Asks it to end, and waits until the profile is closed.
    pub async fn end(self) -> anyhow::Result<()> {
        self.process.end().await
    }
}

/// A variable that says where something built is, or where it is by default, relative to the workspace.
pub fn built(variable: &str, default: &str) -> std::path::PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let given = std::env::var_os(variable).filter(|value| !value.is_empty());
    given.as_deref().map_or_else(|| root.join(default), |path: &OsStr| path.into())
}

/// Says something beside a test.
pub fn say(words: &str) {
    // What nobody can read changes nothing.
    let _ = writeln!(std::io::stdout().lock(), "{words}");
}

/// Says that a test was left out, and why.
pub fn left_out(test: &str, why: &str) {
    say(&format!("{test}: left out; {why}"));
}

/// Whether windows and browsers are to be driven. Without that a test says that it was left out.
pub fn windows_are_driven(test: &str) -> bool {
    let driven = std::env::var_os("DAYBOOK_WINDOW_TESTS").is_some_and(|value| value == "1");
    if !driven {
        left_out(test, "`cargo xtask test` runs it");
    }
    driven
}
