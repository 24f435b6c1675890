//! What the protocol rests on, each by itself, so that a proof can take one away and must fail.

/// The rules of the protocol. Whatever is shipped keeps them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// A drain is said to be under way before it begins.
    pub intent: bool,
    /// Rows, watermark and the end of the drain are one transaction.
    pub one_transaction: bool,
    /// Watermarks are the server's time, and windows are wider where its clock changes.
    pub server_time: bool,
    /// What was drained is read again.
    pub reread: bool,
    /// A drain begins at the head each time.
    pub offset_zero: bool,
    /// Where there is no room, nothing is drained.
    pub free_disk: bool,
    /// What a subscription lacked is named before it is asked for again.
    pub lapses: bool,
    /// A page that is given twice ends a reading again, and what lies behind it is named.
    pub repeats: bool,
}

impl Rules {
    /// All of them.
    pub const ALL: Self = Self {
        intent: true,
        one_transaction: true,
        server_time: true,
        reread: true,
        offset_zero: true,
        free_disk: true,
        lapses: true,
        repeats: true,
    };
}
