//! People and an app sign in at `oidc-provider`, an authorization server that nobody here wrote.

use std::io::{BufRead, BufReader, ErrorKind};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use athena::{Config, Environment, Error, Grant, HttpTransport, Lane, MemoryTokens, Refusal};
use chrono::Utc;
use model::Secret;

use crate::rounds::{Hands, Server, whole_round};

/// The server's process, which ends with this.
struct Provider {
    process: Child,
    /// Kept open: Node ends when nobody hears it.
    _words: BufReader<ChildStdout>,
    address: String,
}

impl Drop for Provider {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts the server. `None` only where a person's machine has no Node: what builds and tests for all has it.
#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn start() -> Option<Provider> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packages = here.join("../../ui/package.json");
    let started = Command::new("node")
        .arg(here.join("tests/provider/provider.mjs"))
        .arg(packages.canonicalize().expect("the window's packages"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut process = match started {
        Err(error) if error.kind() == ErrorKind::NotFound && std::env::var_os("CI").is_none() => {
            eprintln!(
                "SKIPPED: there is no Node on this machine, and so no authorization server but our own"
            );
            return None;
        }
        started => started.expect("Node starts"),
    };
    let mut said = String::new();
    let mut words = BufReader::new(process.stdout.take().expect("its words"));
    words.read_line(&mut said).expect("a line");
    let port: u16 = said.trim().parse().expect("a port; without one, run `npm ci` in ui");
    Some(Provider { process, _words: words, address: format!("http://127.0.0.1:{port}") })
}

fn server(provider: &Provider) -> Server {
    Server {
        environment: Environment::parse(&provider.address).expect("an address"),
        transport: Arc::new(HttpTransport::new().expect("a transport")),
        clock: Hands::at(Utc::now()),
        client_id: "people",
        secret: None,
        types: vec![("login", "Ana".to_owned()), ("password", "any".to_owned())],
    }
}

#[tokio::test]
async fn a_person_signs_in_is_renewed_ended_and_out_at_oidc_provider() {
    let Some(provider) = start() else { return };
    whole_round(&server(&provider), "Ana Canary").await;
}

#[tokio::test]
async fn an_app_signs_in_as_itself_at_oidc_provider() {
    let Some(provider) = start() else { return };
    let server = server(&provider);
    for (secret, why) in
        [("wrong", Refusal::WrongSecret), ("secret of the app, with : and %", Refusal::NotFound)]
    {
        let grant = Grant::ClientCredentials { secret: Secret::new(secret) };
        let app = server.client(grant, "app", Config::SCOPE, Arc::new(MemoryTokens::default()));
        let error = app.lane(Lane::Interactive).ping().await.expect_err("it has no practice");
        assert!(matches!(&error, Error::Refused { why: told, .. } if *told == why), "{error}");
        let asked = if why == Refusal::NotFound { "GET /ping" } else { "POST /oauth2/v1/token" };
        assert_eq!(error.endpoint().to_string(), asked, "a token is given to the right secret alone");
    }
}
