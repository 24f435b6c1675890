//! Faults by name, switched on and off while the practice runs, or set to strike once.
//!
//! A fault that is on strikes every request, or every write. One that is set to strike once
//! ([`Sandbox::set_fault_once`](crate::Sandbox::set_fault_once)) strikes the next request, or the next write that is not
//! refused, or, where its name begins with `drain-then` or tells of a feed's rows, the next reading of one, and is over:
//! so a test can place each by itself. A write that is lost before it takes effect is
//! [`Fault::WriteLost`]; in those whose names begin with `commit-then`, only the reply is.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::options::UnknownName;

/// Something that goes wrong on the way.
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
    /// The key has no right to charts: whatever it asks of one is refused.
    ChartRefused,
    /// A write is lost on its way: it does not take effect, and the connection is reset.
    WriteLost,
    /// A write takes effect, and the connection is reset instead of a reply.
    CommitThenDrop,
    /// A write takes effect, and the reply is 500 and HTML.
    CommitThenFail,
    /// A write takes effect, and the reply comes after ten minutes.
    CommitThenDelay,
    /// The connection is reset at once, and the write takes effect a minute and a half later: whoever reads back before
    /// finds nothing of it.
    DropThenCommit,
    /// Another desk is a moment faster than a write: it changes the patient's mobile telephone and second line of address,
    /// takes the slot that is booked or taken off, cancels the visit.
    RivalChange,
    /// What waits unread in a feed for more than twelve hours is gone.
    FeedRetention,
    /// What was read of a feed is remembered for an hour only.
    FeedForgetful,
    /// A feed is drained, and the connection is reset instead of a reply.
    DrainThenDrop,
    /// A feed is drained, and the reply's body ends in the middle.
    DrainThenTruncate,
    /// A feed is drained, and the reply is 500 and HTML.
    DrainThenFail,
    /// A feed is drained, and the reply is 200 and an HTML page.
    DrainThenHtml,
    /// A feed's reply is larger than 10 MB.
    FeedHuge,
    /// A feed answers with the departments instead of its rows.
    FeedWrongResource,
    /// A feed's list of events and its subscription name one that nobody knows.
    FeedUnknownEvents,
    /// The first row of a feed's reply has no id.
    FeedNoIds,
    /// Every other row of a feed's reply has its id as a number where the others have text, or the reverse.
    FeedIdTypes,
    /// A feed's reply has each row twice.
    FeedDuplicates,
    /// A feed's reply has its last row first.
    FeedDisorder,
    /// A feed's reply ends with the rows that were read last, as they were then.
    FeedGoesBack,
    /// A feed gives as many rows as when nobody says a limit.
    FeedLimitIgnored,
    /// At the moment that it is switched on, another administrator takes the event of ordinary changes out of every
    /// subscription.
    SubscriptionEdited,
    /// The `Date` header is eleven minutes behind.
    ClockBehind,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Fault; 41] = [
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
        Fault::ChartRefused,
        Fault::WriteLost,
        Fault::CommitThenDrop,
        Fault::CommitThenFail,
        Fault::CommitThenDelay,
        Fault::DropThenCommit,
        Fault::RivalChange,
        Fault::FeedRetention,
        Fault::FeedForgetful,
        Fault::DrainThenDrop,
        Fault::DrainThenTruncate,
        Fault::DrainThenFail,
        Fault::DrainThenHtml,
        Fault::FeedHuge,
        Fault::FeedWrongResource,
        Fault::FeedUnknownEvents,
        Fault::FeedNoIds,
        Fault::FeedIdTypes,
        Fault::FeedDuplicates,
        Fault::FeedDisorder,
        Fault::FeedGoesBack,
        Fault::FeedLimitIgnored,
        Fault::SubscriptionEdited,
        Fault::ClockBehind,
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
            Fault::ChartRefused => "chart-refused",
            Fault::WriteLost => "write-lost",
            Fault::CommitThenDrop => "commit-then-drop",
            Fault::CommitThenFail => "commit-then-500",
            Fault::CommitThenDelay => "commit-then-delay",
            Fault::DropThenCommit => "drop-then-commit",
            Fault::RivalChange => "rival-change",
            Fault::FeedRetention => "feed-retention",
            Fault::FeedForgetful => "feed-forgetful",
            Fault::DrainThenDrop => "drain-then-drop",
            Fault::DrainThenTruncate => "drain-then-truncate",
            Fault::DrainThenFail => "drain-then-500",
            Fault::DrainThenHtml => "drain-then-html",
            Fault::FeedHuge => "feed-huge-page",
            Fault::FeedWrongResource => "feed-wrong-resource",
            Fault::FeedUnknownEvents => "feed-unknown-events",
            Fault::FeedNoIds => "feed-rows-without-ids",
            Fault::FeedIdTypes => "feed-ids-change-type",
            Fault::FeedDuplicates => "feed-duplicates",
            Fault::FeedDisorder => "feed-out-of-order",
            Fault::FeedGoesBack => "feed-goes-back",
            Fault::FeedLimitIgnored => "feed-limit-ignored",
            Fault::SubscriptionEdited => "subscription-edited",
            Fault::ClockBehind => "clock-behind",
        }
    }

    /// Whether it strikes nothing but feeds of changes.
    pub fn is_of_feeds(self) -> bool {
        let of_feeds = DRAINS | ROWS | STATES | Fault::SubscriptionEdited.bit();
        of_feeds & self.bit() != 0
    }

    const fn bit(self) -> u64 {
        1 << self as u64
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

/// The faults that strike writes only.
const WRITES: u64 = Fault::WriteLost.bit()
    | Fault::CommitThenDrop.bit()
    | Fault::CommitThenFail.bit()
    | Fault::CommitThenDelay.bit()
    | Fault::DropThenCommit.bit()
    | Fault::RivalChange.bit();

/// The faults that strike whatever drains a feed.
const DRAINS: u64 = Fault::DrainThenDrop.bit()
    | Fault::DrainThenTruncate.bit()
    | Fault::DrainThenFail.bit()
    | Fault::DrainThenHtml.bit();

/// The faults that strike whatever reads a feed's rows.
const ROWS: u64 = Fault::FeedHuge.bit()
    | Fault::FeedWrongResource.bit()
    | Fault::FeedNoIds.bit()
    | Fault::FeedIdTypes.bit()
    | Fault::FeedDuplicates.bit()
    | Fault::FeedDisorder.bit()
    | Fault::FeedGoesBack.bit()
    | Fault::FeedLimitIgnored.bit();

/// The faults of feeds that are a state of theirs, for as long as they are on.
const STATES: u64 = Fault::FeedRetention.bit() | Fault::FeedForgetful.bit() | Fault::FeedUnknownEvents.bit();

/// The faults that strike one request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Struck(u64);

impl Struck {
    /// Whether a fault is among them.
    pub(crate) fn by(self, fault: Fault) -> bool {
        self.0 & fault.bit() != 0
    }
}

/// Which faults are on, and which strike once more.
#[derive(Debug, Default)]
pub(crate) struct Switches {
    on: AtomicU64,
    once: AtomicU64,
}

impl Switches {
    /// Switches a fault; off means that it does not strike once either.
    pub(crate) fn set(&self, fault: Fault, on: bool) {
        if on {
            self.on.fetch_or(fault.bit(), Ordering::SeqCst);
        } else {
            self.on.fetch_and(!fault.bit(), Ordering::SeqCst);
            self.once.fetch_and(!fault.bit(), Ordering::SeqCst);
        }
    }

    /// Lets a fault strike once.
    pub(crate) fn set_once(&self, fault: Fault) {
        self.once.fetch_or(fault.bit(), Ordering::SeqCst);
    }

    /// Whether a fault is on, or will strike.
    pub(crate) fn has(&self, fault: Fault) -> bool {
        (self.on.load(Ordering::SeqCst) | self.once.load(Ordering::SeqCst)) & fault.bit() != 0
    }

    /// What strikes a request that has come.
    pub(crate) fn strike_request(&self) -> Struck {
        self.strike(!(WRITES | DRAINS | ROWS | STATES))
    }

    /// What strikes a write that takes effect.
    pub(crate) fn strike_write(&self) -> Struck {
        self.strike(WRITES)
    }

    /// What strikes a reading of a feed: less of it where nothing is drained.
    pub(crate) fn strike_feed(&self, drains: bool) -> Struck {
        self.strike(if drains { DRAINS | ROWS } else { ROWS })
    }

    fn strike(&self, kinds: u64) -> Struck {
        let once = self.once.fetch_and(!kinds, Ordering::SeqCst) & kinds;
        Struck(once | self.on.load(Ordering::SeqCst) & kinds)
    }
}
