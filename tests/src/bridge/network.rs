//! The bridge's way out: athenahealth over the network, the demo practice in this process.

use std::sync::Arc;

use athena::{HttpTransport, SendFailure, Transport, TransportError};
use console::{Demo, Network};
use ipc::connection::DemoSize;
use sandbox::{Limits, Options, Size};

use super::{Arguments, weather};
use crate::{Practice, ShiftedClock, Way};

/// The bridge's network. Its demo practice follows from the arguments alone, so that it is the same
/// after a restart.
#[derive(Clone)]
pub struct DemoNetwork {
    arguments: Arguments,
    clock: Arc<ShiftedClock>,
}

impl DemoNetwork {
    pub(super) fn new(arguments: &Arguments, clock: Arc<ShiftedClock>) -> Self {
        Self { arguments: arguments.clone(), clock }
    }
}

impl Network for DemoNetwork {
    fn athenahealth(&self) -> Result<Arc<dyn Transport>, TransportError> {
        HttpTransport::new().map(|transport| Arc::new(transport) as Arc<dyn Transport>)
    }

    fn demo(&self, size: DemoSize) -> Demo {
        let asked = match size {
            DemoSize::Solo => Size::Solo,
            DemoSize::Clinic => Size::Clinic,
            DemoSize::Group => Size::Group,
        };
        let options = Options {
            size: self.arguments.demo_size.unwrap_or(asked),
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
        practice.demo(size)
    }
}
