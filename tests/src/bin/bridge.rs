//! `bridge --profile DIR --listen 127.0.0.1:PORT`: the console over loopback HTTP, for development.

use std::alloc::System;
use std::process::ExitCode;

use acceptance::bridge::{Arguments, serve};
use zeroizing_alloc::ZeroAlloc;

/// As in the window.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let _ = rustls::crypto::ring::default_provider().install_default();
    tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_writer(std::io::stderr).init();
    console::runtime()?.block_on(serve(arguments))?;
    Ok(ExitCode::SUCCESS)
}
