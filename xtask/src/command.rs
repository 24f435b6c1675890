//! The list of commands, and the help that names them all.

use crate::stop::{Outcome, Stop};
use crate::{bench, bindings, check, package, run, sim, test, tidy, tour};

struct Entry {
    name: &'static str,
    takes: &'static str,
    what: &'static str,
    work: fn(&[String]) -> Outcome,
}

const COMMANDS: [Entry; 11] = [
    Entry {
        name: "run",
        takes: "[-- ARGS]",
        what: "sets everything up and opens the window on the demo practice",
        work: run::run,
    },
    Entry {
        name: "test",
        takes: "",
        what: "sets everything up, checks, and runs every test, browser and real window too",
        work: test::run,
    },
    Entry {
        name: "check",
        takes: "",
        what: "format, lints, bindings, tidy, dependencies, ui",
        work: check::run,
    },
    Entry {
        name: "bench",
        takes: "[ID…]",
        what: "measures what is named, or all (search, keystroke, cold-start, unlock, audited-read, day-open, day-move, day-cells, day-select, memory, restart, calls-per-change, sync-10, sync-50, sync-100, people-first, load, apply-cpu, freshness, idle-calls, idle-cpu, downtime-packet, find-time), and writes docs/performance.json and .md",
        work: bench::run,
    },
    Entry {
        name: "sim",
        takes: "--seeds N | --writes N [--seed S] | --rivals N",
        what: "plays N seeds of the feeds and the journal, or N writes of patients and visits, through every fault and crash, and holds what was said against what was done; or has 50 desks ask for one open time, N times over",
        work: sim::run,
    },
    Entry {
        name: "crash-sweep",
        takes: "[--every N] [--from N] [--scene NAME]",
        what: "has a process die at each point that a fill, a drain, a window read again and a merge pass, and holds the copy that the next one makes against the practice",
        work: sim::sweep,
    },
    Entry {
        name: "acts",
        takes: "[--size NAME] [--seed S]",
        what: "has a clinic, or a practice of that size, act for two hours in all weathers, in minutes, and holds the copy against it row by row",
        work: sim::acts,
    },
    Entry {
        name: "tour",
        takes: "[--here]",
        what: "walks the main pages on a virtual display, or with --here on yours, and leaves screenshots in shots/",
        work: tour::run,
    },
    Entry {
        name: "package",
        takes: "[--debug] [--check]",
        what: "makes this system's installer, of the release or the build that tests use, and with --check installs it, starts it and removes it",
        work: package::run,
    },
    Entry {
        name: "bindings",
        takes: "",
        what: "writes ui/src/ipc/bindings.ts from the contract",
        work: bindings::run,
    },
    Entry { name: "tidy", takes: "", what: "the rules of the house that no compiler knows", work: tidy::run },
];

/// Does what `name` stands for with the words that follow it; without a name, helps.
pub fn carry_out(name: Option<&str>, rest: &[String]) -> Outcome {
    let Some(name) = name.filter(|name| !["help", "--help", "-h"].contains(name)) else {
        print!("{}", help());
        return Ok(());
    };
    match COMMANDS.iter().find(|entry| entry.name == name) {
        Some(entry) => (entry.work)(rest),
        None => Err(Stop::because(format!("there is no command `{name}`\n\n{}", help()))),
    }
}

fn help() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    let call = |entry: &Entry| format!("{} {}", entry.name, entry.takes);
    let widest = COMMANDS.iter().map(|entry| call(entry).chars().count()).max().unwrap_or_default();
    for entry in &COMMANDS {
        text.push_str(&format!("  {:<widest$}  {}\n", call(entry), entry.what));
    }
    text
}

/// Stops on words a command does not know.
pub fn nothing_else(rest: &[String]) -> Outcome {
    match rest.first() {
        None => Ok(()),
        Some(word) => Err(Stop::because(format!("`{word}` is not understood here\n\n{}", help()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_names_every_command() {
        let text = help();
        for entry in &COMMANDS {
            let told = format!("  {}", entry.what);
            assert!(text.contains(&told), "{} stands apart from what it takes", entry.name);
        }
    }

    #[test]
    fn help_names_every_bench() {
        let benches = include_str!("../../tests/src/bench.rs");
        let lists = benches.split("const OF_").skip(1).filter_map(|list| list.split("];").next());
        let names: Vec<&str> = lists.flat_map(|list| list.split('"').skip(1).step_by(2)).collect();
        assert!(names.len() > 20 && names.iter().all(|name| help().contains(name)), "{names:?}");
    }

    #[test]
    fn an_unknown_command_stops_and_helps() {
        let stop = carry_out(Some("rnu"), &[]).expect_err("no such command");
        assert!(stop.to_string().contains("cargo xtask COMMAND"), "{stop}");
    }
}
