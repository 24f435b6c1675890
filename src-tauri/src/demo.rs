//! What the console reaches: athenahealth over the network, the demo practice in this process.

use std::sync::{Arc, Mutex, PoisonError};

use athena::{FnTransport, HttpTransport, Loss, Pace, Transport, TransportError};
use console::{Demo, DemoPages};
use ipc::connection::DemoSize;
use model::Secret;
use sandbox::{Broken, Limits, Options, Sandbox, Size, System};

/// The window's way out. A demo practice lives as long as the window.
#[derive(Default)]
pub struct Network {
    practices: Mutex<Vec<(DemoSize, Sandbox)>>,
}

/// The demo practice's people are the same on every desktop.
const SEED: u64 = 1;

impl console::Network for Network {
    fn athenahealth(&self) -> Result<Arc<dyn Transport>, TransportError> {
        Ok(Arc::new(HttpTransport::new()?))
    }

    fn demo(&self, size: DemoSize) -> Demo {
        let limits = Limits::production();
        Demo {
            transport: in_process(self.practice(size, limits)),
            practice: sandbox::PRACTICE_ID.to_owned(),
            client_id: sandbox::CLIENT_ID.to_owned(),
            client_secret: Secret::new(sandbox::CLIENT_SECRET),
            people: sandbox::PUBLIC_CLIENT_ID.to_owned(),
            pace: Pace {
                per_second: limits.per_second,
                per_day: limits.per_day.into(),
                tokens_per_minute: limits.tokens_per_minute,
                ..Pace::default()
            },
        }
    }

    fn demo_pages(&self, size: DemoSize) -> Option<DemoPages> {
        let open = self.practice(size, Limits::production()).open_here().ok()?;
        Some(DemoPages { origin: open.origin.clone(), held: Box::new(open) })
    }
}

impl Network {
    fn practice(&self, size: DemoSize, limits: Limits) -> Sandbox {
        let mut practices = self.practices.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = practices.iter().find(|(of, _)| *of == size) {
            return known.clone();
        }
        let options = Options { size: size_of(size), seed: SEED, limits, ..Options::default() };
        let made = Sandbox::new(options, Arc::new(System));
        practices.push((size, made.clone()));
        made
    }
}

fn size_of(size: DemoSize) -> Size {
    match size {
        DemoSize::Solo => Size::Solo,
        DemoSize::Clinic => Size::Clinic,
        DemoSize::Group => Size::Group,
    }
}

fn in_process(practice: Sandbox) -> Arc<dyn Transport> {
    Arc::new(FnTransport(move |request| {
        let practice = practice.clone();
        async move {
            practice.answer(request).await.map_err(|broken| {
                TransportError::Lost(match broken {
                    Broken::Reset => Loss::Reset,
                    Broken::Truncated => Loss::Truncated,
                })
            })
        }
    }))
}
