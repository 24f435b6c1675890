//! The Daybook window: assembles the console, decides nothing.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
#[cfg(feature = "bench")]
mod bench;
mod browser;
mod clipboard;
mod closing;
mod demo;
mod drawing;
mod driven;
mod invoke;
mod keychain;
mod log;
mod notices;
mod panics;
mod printer;
#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;
mod window;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use arguments::Arguments;
use system::{keep_files_to_its_owner, keep_memory_to_itself};

/// What is freed is wiped: of a token that was sent or a name that was shown nothing stays in memory.
#[global_allocator]
static MEMORY: memory::Memory = memory::MEMORY;

fn main() -> ExitCode {
    panics::keep_their_words();
    keep_memory_to_itself();
    keep_files_to_its_owner();
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

/// What a fill or a large answer took, the other programs of the desk have again soon after it.
async fn give_memory_back() {
    loop {
        tokio::time::sleep(Duration::from_secs(30)).await;
        memory::give_back();
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    // rustls panics at its first handshake when nobody has chosen a provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = console::runtime()?;
    tauri::async_runtime::set(runtime.handle().clone());
    runtime.spawn(give_memory_back());
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
                random: Arc::new(console::SystemRandom::new()),
                entropy: Arc::new(console::SystemEntropy),
                tasks: Arc::new(console::RuntimeTasks),
                hooks: Arc::new(console::NoHooks),
                keychain: Arc::new(keychain::SystemKeychain::default()),
                clipboard: Arc::new(clipboard::SystemClipboard(app.handle().clone())),
                network: Arc::new(demo::Network::default()),
                browser: Arc::new(browser::SystemBrowser),
                desktop: Arc::new(system::desktop()),
                notices: Arc::new(notices::SystemNotices(app.handle().clone())),
                printer: Arc::new(printer::SystemPrinter),
            };
            let place = folder.clone();
            let console = console::Console::new(folder, ports);
            #[cfg(feature = "bench")]
            bench::say("opening");
            invoke::serve(app.handle(), console, arguments.demo);
            window::remember_place(app.handle(), &place)?;
            window::open(app.handle())?;
            Ok(())
        })
        .invoke_handler(invoke::answer)
        .build(tauri::generate_context!())
        .context("the window could not be opened")?
        .run(closing::heed);
    Ok(())
}
