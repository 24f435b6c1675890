//! Where what cannot be repeated comes from.

use std::sync::{Arc, Mutex, PoisonError};

use console::{
    Entropy, Keychain, Network, NoDesktop, NoHooks, NoNotices, NoPrinter, Ports, RuntimeTasks, SystemClock,
    SystemEntropy, SystemRandom,
};
use store::OpenError;

use crate::{Moments, Pages, Pasteboard};

/// The ports of this machine, for what works with the real thing; nobody listens to its pages.
pub fn ports_of_this_machine(keychain: Arc<dyn Keychain>, network: Arc<dyn Network>) -> Ports {
    Ports {
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom::new()),
        entropy: Arc::new(SystemEntropy),
        tasks: Arc::new(RuntimeTasks),
        hooks: Arc::new(NoHooks),
        keychain,
        clipboard: Arc::new(Pasteboard::default()),
        network,
        browser: Arc::new(Pages::default()),
        desktop: Arc::new(NoDesktop),
        notices: Arc::new(NoNotices),
        printer: Arc::new(NoPrinter),
    }
}

/// Chance that can be had again: what a seed gives, in the order in which it is asked for. No key that
/// guards anything comes from it.
#[derive(Debug)]
pub struct Seeded(Mutex<Moments>);

impl Seeded {
    /// The chance of a seed.
    pub fn from(seed: u64) -> Self {
        Self(Mutex::new(Moments::from(seed)))
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), OpenError> {
        let mut moments = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for byte in bytes {
            *byte = u8::try_from(moments.between(0, 255)).unwrap_or_default();
        }
        Ok(())
    }
}
