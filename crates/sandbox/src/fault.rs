//! Faults by name, switched on and off while the practice runs.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::options::UnknownName;

/// Something that goes wrong on the way, for every request while it is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Every reply takes one to two seconds longer.
    Latency,
    /// Every request is refused with 429.
    RateLimitStorm,
    /// Every request is refused with 503 and plain text.
    Unavailable,
    /// Every request is answered with 504 and HTML, labelled XML.
    GatewayHtml,
    /// No reply comes; after an hour the connection is reset.
    Stall,
    /// The reply comes in small pieces over half a minute.
    SlowDrip,
    /// The reply's headers are whole, its body ends in the middle.
    Truncated,
    /// The reply is 200 and an HTML page, as a captive portal gives.
    WrongContentType,
    /// The tokens given out before it was switched on have expired; new ones are good.
    TokenExpired,
    /// The key is revoked: no token is good, and none is given out.
    TokenRevoked,
    /// The `Date` header is eleven minutes ahead.
    ClockSkew,
    /// The connection is reset instead of a reply.
    Reset,
    /// Whoever allows an app on the consent page is answered as if they had denied it.
    ConsentDenied,
    /// Access and refresh tokens are 16 KiB long.
    HugeTokens,
    /// The token endpoint answers 503, while everything else works.
    TokenEndpointDown,
    /// What people's sign-ins gave out before it was switched on is revoked; new sign-ins are good.
    RefreshRevoked,
    /// Nobody is told who signed in: 403.
    UserinfoRefused,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Fault; 17] = [
        Fault::Latency,
        Fault::RateLimitStorm,
        Fault::Unavailable,
        Fault::GatewayHtml,
        Fault::Stall,
        Fault::SlowDrip,
        Fault::Truncated,
        Fault::WrongContentType,
        Fault::TokenExpired,
        Fault::TokenRevoked,
        Fault::ClockSkew,
        Fault::Reset,
        Fault::ConsentDenied,
        Fault::HugeTokens,
        Fault::TokenEndpointDown,
        Fault::RefreshRevoked,
        Fault::UserinfoRefused,
    ];

    /// The fault's name.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Latency => "latency",
            Fault::RateLimitStorm => "rate-limit-storm",
            Fault::Unavailable => "unavailable",
            Fault::GatewayHtml => "gateway-html",
            Fault::Stall => "stall",
            Fault::SlowDrip => "slow-drip",
            Fault::Truncated => "truncated",
            Fault::WrongContentType => "wrong-content-type",
            Fault::TokenExpired => "token-expired",
            Fault::TokenRevoked => "token-revoked",
            Fault::ClockSkew => "clock-skew",
            Fault::Reset => "reset",
            Fault::ConsentDenied => "consent-denied",
            Fault::HugeTokens => "huge-tokens",
            Fault::TokenEndpointDown => "token-endpoint-down",
            Fault::RefreshRevoked => "refresh-revoked",
            Fault::UserinfoRefused => "userinfo-refused",
        }
    }

    fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl FromStr for Fault {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Fault::ALL.into_iter().find(|fault| fault.name() == name).ok_or(UnknownName)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which faults are on.
#[derive(Debug, Default)]
pub(crate) struct Switches(AtomicU32);

impl Switches {
    /// Switches a fault.
    pub(crate) fn set(&self, fault: Fault, on: bool) {
        if on {
            self.0.fetch_or(fault.bit(), Ordering::SeqCst);
        } else {
            self.0.fetch_and(!fault.bit(), Ordering::SeqCst);
        }
    }

    /// Whether a fault is on.
    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.0.load(Ordering::SeqCst) & fault.bit() != 0
    }
}
