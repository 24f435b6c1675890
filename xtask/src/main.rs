//! The project's own commands: `cargo xtask`.
//!
//! Only spawns. No dependencies, so that it builds in a second; nothing of the product.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to its terminal")]

mod bench;
mod bindings;
mod build;
mod check;
mod command;
mod counts;
mod package;
mod process;
mod run;
mod setup;
mod sim;
mod step;
mod stop;
mod surroundings;
mod test;
mod tidy;
mod tour;
mod ui;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next();
    let rest: Vec<String> = words.collect();
    match command::carry_out(name.as_deref(), &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("\nstopped: {stop}");
            ExitCode::FAILURE
        }
    }
}
