//! The bridge's way out: athenahealth over the network, the demo practice in this process.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

use athena::{HttpTransport, SendFailure, Transport, TransportError};
use console::{Demo, DemoPages, Network};
use ipc::connection::DemoSize;
use sandbox::{Limits, Options, Size};

use super::{Arguments, weather};
use crate::{Practice, ShiftedClock, Way};

/// Where the size that a bridge was told is kept beside the profile's files.
const TOLD: &str = "bridge-demo-size";

/// The bridge's network. Its demo practice follows from the arguments and from the size that the
/// profile was begun with, so that it is the same after a restart.
#[derive(Clone)]
pub struct DemoNetwork {
    arguments: Arguments,
    clock: Arc<ShiftedClock>,
    practices: Arc<Mutex<Vec<(DemoSize, Practice)>>>,
}

impl DemoNetwork {
    pub(super) fn new(arguments: &Arguments, clock: Arc<ShiftedClock>) -> Self {
        Self { arguments: arguments.clone(), clock, practices: Arc::default() }
    }

    fn size(&self, asked: DemoSize) -> Size {
        let file = self.arguments.profile.join(TOLD);
        if let Some(told) = self.arguments.demo_size {
            // A disk that takes nothing is met by the profile as well, which says so.
            let _ = fs::write(file, told.name());
            return told;
        }
        let kept = fs::read_to_string(file).ok().and_then(|name| name.parse().ok());
        kept.unwrap_or(match asked {
            DemoSize::Solo => Size::Solo,
            DemoSize::Clinic => Size::Clinic,
            DemoSize::Group => Size::Group,
        })
    }
}

impl Network for DemoNetwork {
    fn athenahealth(&self) -> Result<Arc<dyn Transport>, TransportError> {
        HttpTransport::new().map(|transport| Arc::new(transport) as Arc<dyn Transport>)
    }

    fn demo(&self, size: DemoSize) -> Demo {
        self.practice(size).demo(size)
    }

    fn demo_pages(&self, size: DemoSize) -> Option<DemoPages> {
        self.practice(size).demo_pages(size)
    }
}

impl DemoNetwork {
    /// The demo practice of a size: the same one for as long as the bridge runs, since it alone knows what it
    /// gave out.
    fn practice(&self, size: DemoSize) -> Practice {
        let mut practices = self.practices.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = practices.iter().find(|(of, _)| *of == size) {
            return known.clone();
        }
        let made = self.made(size);
        practices.push((size, made.clone()));
        made
    }

    fn made(&self, size: DemoSize) -> Practice {
        let options = Options {
            size: self.size(size),
            seed: self.arguments.seed,
            limits: Limits::preview(),
            ..Options::default()
        };
        let practice = Practice::open(options, self.clock.clone());
        for fault in &self.arguments.faults {
            practice.sandbox().set_fault(*fault, true);
        }
        if let Some(seed) = self.arguments.weather {
            weather::begins(practice.sandbox().clone(), seed);
        }
        if self.arguments.offline {
            practice.set_way(Way::Broken(TransportError::NotSent(SendFailure::Dns)));
        }
        practice
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use chrono::TimeDelta;
    use ipc::connection::DemoSize;
    use sandbox::Size;

    use super::{Arguments, DemoNetwork};
    use crate::ShiftedClock;

    fn size(profile: &Path, told: Option<&str>) -> Size {
        let words = ["--listen", "127.0.0.1:0", "--profile", profile.to_str().expect("text")];
        let told = told.iter().flat_map(|size| ["--demo-size", size]);
        let words = words.into_iter().chain(told).map(str::to_owned);
        let arguments = Arguments::read(words).expect("complete");
        DemoNetwork::new(&arguments, Arc::new(ShiftedClock { ahead: TimeDelta::zero() }))
            .size(DemoSize::Clinic)
    }

    #[test]
    fn the_size_that_was_told_is_kept_for_the_next_start_over_the_same_profile() {
        let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let starts = [None, Some("solo"), None, Some("group"), None].map(|told| size(one.path(), told));
        assert_eq!(starts, [Size::Clinic, Size::Solo, Size::Solo, Size::Group, Size::Group]);
        assert_eq!(size(other.path(), None), Size::Clinic, "another profile is told nothing by it");
    }
}
