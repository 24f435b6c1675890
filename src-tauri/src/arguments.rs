//! What the program may be told when it is started.

use std::ffi::OsString;
use std::path::PathBuf;

use tauri::Manager;

/// What is said of them.
pub const USAGE: &str = "usage: daybook [--demo] [--profile DIR]
  --demo         connects the demo practice where no practice is connected yet
  --profile DIR  keeps the profile in a folder of its own";

/// `daybook [--demo] [--profile DIR]`
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Connect the demo practice where no practice is connected yet.
    pub demo: bool,
    /// The folder that holds the profile, in place of the system's own.
    pub profile: Option<PathBuf>,
}

impl Arguments {
    /// Reads the command line, without the program's name; `None` where it is not understood, or
    /// asks for help.
    pub fn read(mut words: impl Iterator<Item = OsString>) -> Option<Self> {
        let mut arguments = Self::default();
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--demo") => arguments.demo = true,
                Some("--profile") => {
                    arguments.profile = Some(words.next()?.into());
                }
                _ => return None,
            }
        }
        Some(arguments)
    }

    /// The profile's folder.
    pub fn folder(&self, app: &tauri::App) -> anyhow::Result<PathBuf> {
        match &self.profile {
            Some(folder) => Ok(folder.clone()),
            None => Ok(app.path().app_local_data_dir()?.join("profile")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn read(words: &[&str]) -> Option<Arguments> {
        Arguments::read(words.iter().map(Into::into))
    }

    #[test]
    fn a_folder_and_the_demo_can_be_asked_for() {
        let arguments = read(&["--profile", "p", "--demo"]).expect("both are known");
        assert_eq!(arguments, Arguments { demo: true, profile: Some("p".into()) });
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert_eq!(read(&["--profile"]), None, "a folder is missing");
        assert_eq!(read(&["--remote-debugging"]), None);
    }
}
