//! How much slower things are read while that costs more than it gives.

use std::time::Duration;

/// How old the schedule may grow where it is shown or told of, with time left to read it.
const SLOWEST: Duration = Duration::from_secs(4 * 60);

/// How the desk stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Whether the computer runs on its battery.
    pub on_battery: bool,
    /// Whether nobody touched the desk for a while.
    pub unattended: bool,
    /// How long few of the day's calls are left; `None` while there are enough.
    pub short: Option<Duration>,
}

impl Pace {
    fn times(self) -> u32 {
        1 + u32::from(self.on_battery) + u32::from(self.unattended) + 2 * u32::from(self.short.is_some())
    }

    /// How often something is read that is read so often at the usual pace.
    pub fn slowed(self, every: Duration) -> Duration {
        every.saturating_mul(self.times())
    }

    /// As [`Self::slowed`], and never so seldom that what is shown of the schedule grows older than five
    /// minutes.
    pub fn slowed_a_little(self, every: Duration) -> Duration {
        self.slowed(every).min(SLOWEST.max(every))
    }

    /// Whether what nobody waits for and nothing asks for is read at all.
    pub fn is_free(self) -> bool {
        !self.on_battery && self.short.is_none()
    }
}
