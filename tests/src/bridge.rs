//! The bridge: the console's dispatch over loopback HTTP, so that it can be driven with no window.
//!
//! `POST /commands/NAME` answers 200 with the response, 422 with the failure, 404 where there is no
//! such command; `GET /commands` lists the contract; `GET /events` streams events. Each asks for the
//! token, and that it be called by its own address. It does nothing of its own: what a command means is the console's.

mod access;
mod arguments;
mod files;
mod network;
mod routes;
mod weather;

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, ensure};
use console::{Console, Keychain, Ports};
use tokio::net::TcpListener;

pub use arguments::{Arguments, USAGE};
pub use network::DemoNetwork;

use crate::system::asked_to_end;
use crate::{FileKeychain, NoKeychain, Pages, ShiftedClock, ports_of_this_machine};
use access::{Hosts, Token};

/// Serves until it is asked to end, then closes the profile.
pub async fn serve(arguments: Arguments) -> anyhow::Result<()> {
    ensure!(arguments.listen.ip().is_loopback(), "--listen takes an address of the loopback only");
    let token = Token::random()?;
    let clock = Arc::new(ShiftedClock { ahead: arguments.ahead });
    let network = Arc::new(DemoNetwork::new(&arguments, clock.clone()));
    let pages = Pages::default();
    let browser = Arc::new(pages.clone());
    let ports = Ports { clock, browser, ..ports_of_this_machine(keychain(&arguments), network) };
    let console = Console::new(arguments.profile.clone(), ports);
    console.start(arguments.demo).await;
    let listener = TcpListener::bind(arguments.listen).await.context("the port is taken")?;
    let address = listener.local_addr()?;
    announce(address, &token)?;
    let app = routes::router(console.clone(), pages, token, Hosts::of(address), arguments.ui);
    let served = tokio::select! {
        served = axum::serve(listener, app) => served.context("serving ended"),
        asked = asked_to_end() => asked,
    };
    console.close().await;
    served
}

fn keychain(arguments: &Arguments) -> Arc<dyn Keychain> {
    match arguments.keychain {
        None => Arc::new(FileKeychain::new(arguments.profile.join("bridge-keychain.json"))),
        Some(trouble) => Arc::new(NoKeychain(trouble)),
    }
}

fn announce(address: SocketAddr, token: &Token) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "bridge http://{address} token {}", token.text())?;
    Ok(out.flush()?)
}
