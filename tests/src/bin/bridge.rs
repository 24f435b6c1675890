//! `bridge --profile DIR --listen 127.0.0.1:PORT`: the console over loopback HTTP, for development.

use std::process::ExitCode;

use acceptance::bridge::{Arguments, USAGE, serve};
use acceptance::carried_out;

/// As in the window.
#[global_allocator]
static MEMORY: memory::Memory = memory::MEMORY;

fn main() -> ExitCode {
    carried_out(USAGE, served)
}

fn served() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let _ = rustls::crypto::ring::default_provider().install_default();
    tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_writer(std::io::stderr).init();
    console::runtime()?.block_on(serve(arguments))?;
    Ok(ExitCode::SUCCESS)
}
