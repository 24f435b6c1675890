//! The sandbox practice alone, over HTTP on this machine. Its address is the one line that it prints; a fault is
//! switched by a line on its standard input: `stall on`, `stall off`; `act 5` lets other desks do five things, and
//! `busy 20` one every twenty seconds, `busy 0` none.

use std::error::Error;
use std::fmt;
use std::io::BufRead as _;
use std::sync::Arc;

use chrono::TimeDelta;
use sandbox::{Dialect, Fault, Limits, Options, Sandbox, Size, System, Telling};

fn main() -> Result<(), Box<dyn Error>> {
    let wish = Wish::read(std::env::args().skip(1)).ok_or(Usage)?;
    let sandbox = Sandbox::new(wish.options, Arc::new(System));
    for fault in &wish.faults {
        sandbox.set_fault(*fault, true);
    }
    let switch = sandbox.clone();
    std::thread::spawn(move || follow(&switch));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(&wish.listen).await?;
        announce(&format!("http://{}", listener.local_addr()?));
        sandbox.serve(listener).await?;
        Ok(())
    })
}

/// Says where the practice is found.
#[expect(clippy::print_stdout, reason = "the address is what the program is asked for")]
fn announce(address: &str) {
    println!("{address}");
}

/// Switches faults and lets desks act as standard input says, until it ends; any other line changes nothing.
fn follow(sandbox: &Sandbox) {
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Some((name, state)) = line.trim().split_once(' ') else { continue };
        if let ("act", Ok(count)) = (name, state.parse()) {
            sandbox.act_by_chance(count);
        }
        if let ("busy", Ok(seconds)) = (name, state.parse::<u32>()) {
            sandbox.set_busy(
                Some(seconds).filter(|every| *every > 0).map(|every| TimeDelta::seconds(every.into())),
            );
        }
        if let (Ok(fault), "on" | "off") = (name.parse(), state) {
            sandbox.set_fault(fault, state == "on");
        }
    }
}

/// What the command line asks for.
struct Wish {
    listen: String,
    options: Options,
    faults: Vec<Fault>,
}

impl Wish {
    fn read(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let mut wish =
            Wish { listen: "127.0.0.1:0".to_owned(), options: Options::default(), faults: Vec::new() };
        while let Some(word) = words.next() {
            let value = words.next()?;
            match word.as_str() {
                "--listen" => wish.listen = value,
                "--size" => wish.options.size = value.parse::<Size>().ok()?,
                "--seed" => wish.options.seed = value.parse().ok()?,
                "--dialect" => wish.options.dialect = value.parse::<Dialect>().ok()?,
                "--limits" => wish.options.limits = limits(&value)?,
                "--token-life" => {
                    wish.options.lives.access = TimeDelta::seconds(value.parse::<u32>().ok()?.into())
                }
                "--feeds" => wish.options.feeds = value.parse::<Telling>().ok()?,
                "--busy" => wish.options.busy = Some(TimeDelta::seconds(value.parse::<u32>().ok()?.into())),
                "--fault" => wish.faults.push(value.parse().ok()?),
                _ => return None,
            }
        }
        Some(wish)
    }
}

fn limits(name: &str) -> Option<Limits> {
    match name {
        "preview" => Some(Limits::preview()),
        "production" => Some(Limits::production()),
        "none" => Some(Limits::none()),
        _ => None,
    }
}

/// The command line was not understood.
struct Usage;

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "usage: sandbox [--listen 127.0.0.1:0] [--size solo|clinic|group] [--seed N] [--dialect typed|text] \
             [--limits preview|production|none] [--token-life SECONDS] [--feeds everything|deeds|nothing] \
             [--busy SECONDS] [--fault NAME]...\nfaults: {}",
            Fault::ALL.map(Fault::name).join(" ")
        )
    }
}

impl fmt::Debug for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Usage {}
