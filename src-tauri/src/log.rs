//! The log: a file a day in the profile's folder, the last week kept.
//!
//! Nothing about a patient, no token and no URL query may reach it; the types that hold them
//! refuse to print.

use std::path::Path;

use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::filter::LevelFilter;

/// Starts the log; without one where the folder cannot be written to.
pub fn start(profile: &Path) {
    let folder = profile.join("logs");
    if std::fs::create_dir_all(&folder).is_err() {
        return;
    }
    let file = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("daybook")
        .filename_suffix("log")
        .max_log_files(7)
        .build(folder);
    if let Ok(file) = file {
        tracing_subscriber::fmt()
            .with_max_level(level())
            .with_ansi(false)
            .with_writer(std::sync::Mutex::new(file))
            .init();
    }
}

/// Whatever there is to log where a test asks for it through the environment; a build that is shipped
/// hears no such wish.
fn level() -> LevelFilter {
    let may_be_asked = cfg!(any(debug_assertions, feature = "bench"));
    let all = may_be_asked && std::env::var_os("DAYBOOK_LOG").is_some_and(|wanted| wanted == "trace");
    if all { LevelFilter::TRACE } else { LevelFilter::INFO }
}
