//! The Daybook window: assembles the console, decides nothing.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
#[cfg(feature = "bench")]
mod bench;
mod clipboard;
mod demo;
mod driven;
mod invoke;
mod keychain;
#[cfg(target_os = "linux")]
mod linux;
mod log;
#[cfg(target_os = "macos")]
mod macos;
mod panics;
mod window;
#[cfg(windows)]
mod windows;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use arguments::Arguments;
#[cfg(target_os = "linux")]
use linux::keep_memory_to_itself;
#[cfg(target_os = "macos")]
use macos::keep_memory_to_itself;
#[cfg(windows)]
use windows::keep_memory_to_itself;

fn main() -> ExitCode {
    panics::keep_their_words();
    keep_memory_to_itself();
    let Some(arguments) = Arguments::read(std::env::args_os().skip(1)) else {
        return said(arguments::USAGE);
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => said(&format!("{error:#}")),
    }
}

/// What stops the program before there is a window.
fn said(why: &str) -> ExitCode {
    // Where nobody reads it, the exit code still tells.
    let _ = writeln!(std::io::stderr(), "{why}");
    ExitCode::FAILURE
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    // rustls panics at its first handshake when nobody has chosen a provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = tauri::Builder::default();
    if arguments.profile.is_none() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| window::raise(app)));
    }
    builder
        .setup(move |app| {
            let folder = arguments.folder(app)?;
            log::start(&folder);
            let ports = console::Ports {
                clock: Arc::new(console::SystemClock),
                keychain: Arc::new(keychain::SystemKeychain),
                clipboard: Arc::new(clipboard::SystemClipboard),
                network: Arc::new(demo::Network::default()),
            };
            let console = console::Console::new(folder, ports);
            invoke::serve(app.handle(), console, arguments.demo);
            window::open(app.handle())?;
            Ok(())
        })
        .invoke_handler(invoke::answer)
        .run(tauri::generate_context!())
        .context("the window could not be opened")
}
