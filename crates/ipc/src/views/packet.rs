//! The packet for an outage: what the desk works with on paper.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::SecretText;

/// Says how the packet stands.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PacketRead {}

/// Makes the words that open packets from here on, and has packets made.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PacketBegin {}

/// Says of how many days packets are made, and how often.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PacketSet {
    /// 1 to 7, today being the first.
    pub days: u32,
    /// 1 to 24.
    pub hours: u32,
    /// The folder that takes a copy of each, with its whole path; none where it is missing.
    #[ts(optional)]
    pub copy_to: Option<String>,
}

/// Has no more packets made, removes those that there are and forgets their words.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PacketEnd {}

/// Makes a packet now.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PacketMake {}

/// The words that open packets, shown once.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PacketWords {
    pub words: String,
}

/// Has the words printed while they are shown: by the system's usual printer, and into no file.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PacketWordsPrint {
    /// As they are shown: nobody prints them later.
    pub words: SecretText,
}

/// Why no packet was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PacketStop {
    /// The disk is full.
    DiskFull,
    /// The folder is not there, or may not be written to.
    Folder,
    /// The disk failed in another way.
    Disk,
    /// The copy cannot be read.
    Copy,
    /// What was written did not open again.
    NotProven,
}

/// A packet that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PacketMade {
    /// RFC 3339.
    pub at: String,
    /// The file with its folder, to be shown.
    pub file: String,
    pub visits: u32,
    pub pages: u32,
}

/// A packet that could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PacketFailed {
    /// RFC 3339.
    pub at: String,
    pub why: PacketStop,
}

/// How the packet stands.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PacketState {
    /// Whether packets are made.
    pub is_on: bool,
    pub days: u32,
    pub hours: u32,
    /// Where they go.
    pub folder: String,
    /// The last one, where it is still there.
    pub made: Option<PacketMade>,
    /// The last try, where it failed.
    pub failed: Option<PacketFailed>,
    /// Where a copy of each goes besides.
    pub copies: Option<PacketCopies>,
    /// Folders in which copies of before are that could not be removed.
    pub left: Vec<String>,
}

/// How the copies of packets stand.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PacketCopies {
    /// The folder that takes them.
    pub folder: String,
    /// The last one, to be shown.
    pub file: Option<String>,
    /// The last try, where it failed.
    pub failed: Option<PacketFailed>,
}

about_nobody!(PacketRead, PacketBegin, PacketSet, PacketEnd, PacketMake, PacketWordsPrint);
