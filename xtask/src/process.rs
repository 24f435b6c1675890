//! Spawning: streamed to the terminal, captured, or both.
//!
//! Nothing spawned here reads the terminal, except what is asked to with `interactive`.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use crate::stop::{Outcome, Stop};
use crate::workspace;

/// A program about to be spawned in the repository's root.
pub struct Spawn {
    command: Command,
    shown: String,
    interactive: bool,
}

impl Spawn {
    /// Prepares `program`.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let shown = program.as_ref().to_string_lossy().into_owned();
        let mut command = Command::new(program);
        command.current_dir(workspace::root());
        Self { command, shown, interactive: false }
    }

    /// Prepares the cargo that runs this command. A machine that builds once keeps no incremental state.
    pub fn cargo() -> Self {
        let mut spawn = Self::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
        spawn.shown = "cargo".to_owned();
        if std::env::var_os("CI").is_some() {
            spawn.command.env("CARGO_INCREMENTAL", "0");
        }
        spawn
    }

    /// Adds arguments.
    pub fn args<I, S>(mut self, args: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        for arg in args {
            self.shown.push(' ');
            self.shown.push_str(&arg.as_ref().to_string_lossy());
            self.command.arg(arg);
        }
        self
    }

    /// Adds variables to the environment.
    pub fn envs<K, V>(mut self, variables: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: AsRef<OsStr>,
        V: AsRef<OsStr>,
    {
        self.command.envs(variables);
        self
    }

    /// Takes a variable out of the environment.
    pub fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Runs in `dir` instead of the root.
    pub fn in_dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Lets the program read the terminal.
    pub fn interactive(mut self) -> Self {
        self.interactive = true;
        self
    }

    /// Runs it with its output on the terminal; anything but success stops.
    pub fn streamed(mut self) -> Outcome {
        let stdin = if self.interactive { Stdio::inherit() } else { Stdio::null() };
        let status = self.command.stdin(stdin).status().map_err(|error| self.unspawned(&error))?;
        self.judged(status)
    }

    /// Runs it silently and returns its standard output; anything but success stops.
    pub fn captured(mut self) -> Outcome<String> {
        let output = self.command.stdin(Stdio::null()).output().map_err(|error| self.unspawned(&error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Stop::because(format!("`{}` ended with {}\n{}", self.shown, output.status, said.trim())))
    }

    /// Runs it silently and tells whether it succeeded. A missing program did not.
    pub fn succeeds(mut self) -> bool {
        let quiet = self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }

    /// Runs it with its output on the terminal and returns that output too, success or not.
    pub fn watched(mut self) -> Outcome<Watched> {
        let piped = self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().map_err(|error| self.unspawned(&error))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let other = thread::spawn(move || stderr.map(|pipe| echo(pipe, false)).unwrap_or_default());
        let mut said = stdout.map(|pipe| echo(pipe, true)).unwrap_or_default();
        said.push_str(&other.join().unwrap_or_default());
        let status = child.wait()?;
        Ok(Watched { said, verdict: self.judged(status) })
    }

    /// Starts it and leaves it running, with what it is told on standard input through a pipe.
    pub fn started(mut self) -> Outcome<Child> {
        let piped = self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        piped.spawn().map_err(|error| self.unspawned(&error))
    }

    fn unspawned(&self, error: &std::io::Error) -> Stop {
        Stop::because(format!("`{}` could not be started: {error}", self.shown))
    }

    fn judged(&self, status: ExitStatus) -> Outcome {
        if status.success() {
            return Ok(());
        }
        Err(Stop::because(format!("`{}` ended with {status}", self.shown)))
    }
}

/// What a watched program said, and whether it succeeded.
pub struct Watched {
    /// Its output, standard output first.
    pub said: String,
    /// Whether it succeeded.
    pub verdict: Outcome,
}

fn echo(pipe: impl Read, to_stdout: bool) -> String {
    let mut said = String::new();
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        if to_stdout {
            println!("{line}");
        } else {
            eprintln!("{line}");
        }
        said.push_str(&line);
        said.push('\n');
    }
    said
}

/// Whether a program of this name is on the path.
pub fn is_on_path(program: &str) -> bool {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(&file).is_file())
}

#[cfg(all(test, unix))]
mod unix;
