//! What the console reaches: athenahealth over the network, the demo practice in this process.

use std::sync::Arc;

use athena::{FnTransport, HttpTransport, Transport, TransportError};
use console::Demo;
use ipc::connection::DemoSize;
use sandbox::{Options, Sandbox, Size, SystemClock};

/// The window's way out.
#[derive(Clone, Copy, Debug)]
pub struct Network;

impl console::Network for Network {
    fn athenahealth(&self) -> Result<Arc<dyn Transport>, TransportError> {
        HttpTransport::new().map(|transport| Arc::new(transport) as Arc<dyn Transport>)
    }

    fn demo(&self, size: DemoSize) -> Demo {
        let size = match size {
            DemoSize::Solo => Size::Solo,
            DemoSize::Clinic => Size::Clinic,
            DemoSize::Group => Size::Group,
        };
        let practice = Sandbox::new(Options { size, ..Options::demo() }, Arc::new(SystemClock));
        console_demo(practice)
    }
}
