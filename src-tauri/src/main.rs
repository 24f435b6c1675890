//! The Daybook window: assembles the console, decides nothing.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod demo;
mod invoke;
mod keychain;
mod log;
mod window;

use std::sync::Arc;

use anyhow::Context;

fn main() -> anyhow::Result<()> {
    let arguments = arguments::Arguments::read(std::env::args_os().skip(1))?;
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
