//! What the bridge is told when it is started.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, bail};
use chrono::TimeDelta;
use console::KeychainTrouble;
use sandbox::{Fault, Size};

/// The words that are understood.
pub const USAGE: &str = "usage: bridge --profile DIR --listen 127.0.0.1:PORT [--demo] [--demo-size solo|clinic|group] \
                     [--seed N] [--ahead SECONDS] [--fault NAME]... [--weather SEED] \
                     [--offline] [--keychain absent|locked] [--ui DIR]";

/// How a bridge is set up.
#[derive(Clone, Debug)]
pub struct Arguments {
    /// The folder that holds the profile.
    pub profile: PathBuf,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Whether to connect the demo practice where none is connected.
    pub demo: bool,
    /// The demo practice's size, whatever size is asked for; where it is missing, as the last bridge over
    /// the profile was told, or else as asked.
    pub demo_size: Option<Size>,
    /// Where the demo practice's invention starts.
    pub seed: u64,
    /// How far ahead of the machine both sides' clock is.
    pub ahead: TimeDelta,
    /// What goes wrong in the demo practice.
    pub faults: Vec<Fault>,
    /// The seed of the moments at which one thing after another goes wrong in the demo practice.
    pub weather: Option<u64>,
    /// Whether no request reaches the demo practice.
    pub offline: bool,
    /// What is wrong with the keychain.
    pub keychain: Option<KeychainTrouble>,
    /// The built window, served beside the commands.
    pub ui: Option<PathBuf>,
}

impl Arguments {
    /// Reads the command line, without the program's name.
    pub fn read(mut words: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let (mut profile, mut listen) = (None, None);
        let mut read = Self {
            profile: PathBuf::new(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            demo: false,
            demo_size: None,
            seed: 1,
            ahead: TimeDelta::zero(),
            faults: Vec::new(),
            weather: None,
            offline: false,
            keychain: None,
            ui: None,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} wants a value\n{USAGE}"));
            match word.as_str() {
                "--profile" => profile = Some(value()?),
                "--listen" => listen = Some(value()?.parse()?),
                "--demo" => read.demo = true,
                "--demo-size" => read.demo_size = Some(value()?.parse()?),
                "--seed" => read.seed = value()?.parse()?,
                "--ahead" => {
                    read.ahead = TimeDelta::try_seconds(value()?.parse()?).context("--ahead is too far")?;
                }
                "--fault" => read.faults.push(value()?.parse()?),
                "--weather" => read.weather = Some(value()?.parse()?),
                "--offline" => read.offline = true,
                "--keychain" => read.keychain = Some(trouble(&value()?)?),
                "--ui" => read.ui = Some(value()?.into()),
                _ => bail!(USAGE),
            }
        }
        read.profile = profile.context(USAGE)?.into();
        read.listen = listen.context(USAGE)?;
        Ok(read)
    }
}

fn trouble(word: &str) -> anyhow::Result<KeychainTrouble> {
    match word {
        "absent" => Ok(KeychainTrouble::Absent),
        "locked" => Ok(KeychainTrouble::Locked),
        _ => bail!(USAGE),
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn read(words: &str) -> anyhow::Result<Arguments> {
        Arguments::read(words.split(' ').map(str::to_owned))
    }

    #[test]
    fn a_profile_and_an_address_are_needed() {
        let given = read("--profile p --listen 127.0.0.1:0 --demo-size solo").expect("complete");
        assert_eq!(given.demo_size, Some(sandbox::Size::Solo));
        for missing in ["--profile p", "--listen 127.0.0.1:0", "--profile p --listen here", "--profile"] {
            assert!(read(missing).is_err(), "{missing}");
        }
    }
}
