//! One thing after another that goes wrong in the demo practice while it runs.

use std::time::Duration;

use sandbox::{Fault, Sandbox};

use crate::Moments;

/// Storms of refusals, stalls and outages, with fair weather between them, for as long as the process
/// runs.
pub(super) fn begins(practice: Sandbox, seed: u64) {
    let mut moments = Moments::from(seed);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(moments.between(300, 1500))).await;
            let troubles = [Fault::RateLimitStorm, Fault::Stall, Fault::Unavailable];
            let trouble = troubles[moments.between(0, 2) as usize];
            practice.set_fault(trouble, true);
            tokio::time::sleep(Duration::from_millis(moments.between(200, 1200))).await;
            practice.set_fault(trouble, false);
        }
    });
}
