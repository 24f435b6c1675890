//! Open times.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::about_nobody;
use crate::contract::Audited;

/// Gives what a time can be looked for by.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlotFormRead {}

/// What a time can be looked for by.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlotForm {
    /// The kinds of visits that patients have, by name.
    pub kinds: Vec<SlotKind>,
    /// The practice's providers, by name.
    pub providers: Vec<SlotProvider>,
    pub departments: Vec<SlotDepartment>,
}

/// A kind of visit.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlotKind {
    pub id: String,
    pub name: String,
    pub minutes: u32,
}

/// A provider.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlotProvider {
    pub id: String,
    pub name: String,
}

/// A department.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlotDepartment {
    pub id: String,
    pub name: String,
    pub zone: String,
    /// `YYYY-MM-DD`: today there.
    pub today: String,
}

/// Asks athenahealth for the next open times.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlotFind {
    /// Of which kind the visit is to be; this, or a reason.
    #[ts(optional)]
    pub kind: Option<String>,
    /// What somebody is to be seen for, of the practice's reasons. It wants a provider.
    #[ts(optional)]
    pub reason: Option<String>,
    /// Where; one at least, and eight at most.
    pub departments: Vec<String>,
    /// With whom; with anybody where nobody is named.
    pub providers: Vec<String>,
    /// `YYYY-MM-DD`: the first day.
    pub from: String,
    /// For how many days, 62 at most.
    pub days: u32,
    /// `YYYY-MM-DD`: the first day of the rows, where what is before it is only counted.
    #[ts(optional)]
    pub since: Option<String>,
    /// Before noon, or from noon on.
    #[ts(optional)]
    pub part: Option<DayPart>,
    /// Rows wanted, 100 at most.
    pub limit: u32,
}

/// Asks athenahealth for a day's open times to which a visit could be moved.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlotDay {
    pub visit: String,
    /// `YYYY-MM-DD`
    pub date: String,
    /// Where; one at least, and eight at most.
    pub departments: Vec<String>,
}

/// A day's open times to which a visit could be moved, the earliest first.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DaySlots {
    /// `YYYY-MM-DD`
    pub date: String,
    /// Of which kind the visit is; none where athenahealth gave it none, and nothing is open for it.
    pub kind: Option<String>,
    pub rows: Vec<Opening>,
    /// Whether there are later ones that were left out.
    pub more: bool,
    /// When the oldest of them was read: never more than five minutes ago.
    pub as_of: String,
}

/// Asks athenahealth for a day's open and frozen times, whatever they are for.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlotSheet {
    /// `YYYY-MM-DD`
    pub date: String,
    /// Where; one at least, and eight at most.
    pub departments: Vec<String>,
}

/// A day's open and frozen times that are still to come, the earliest first.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetSlots {
    /// `YYYY-MM-DD`
    pub date: String,
    pub rows: Vec<SheetSlot>,
    /// Whether there are later ones that were left out.
    pub more: bool,
    /// When the oldest of them was read: never more than five minutes ago.
    pub as_of: String,
}

/// An open or a frozen time as a sheet shows it.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetSlot {
    /// The slot's number.
    pub slot: String,
    /// `YYYY-MM-DD`
    pub date: String,
    /// Minutes since the midnight of its zone.
    pub minute: i32,
    pub minutes: u32,
    pub provider: String,
    /// The provider, by name.
    pub name: String,
    pub department: String,
    pub department_name: String,
    pub zone: String,
    pub kind: String,
    /// Which kind that is; none where athenahealth did not say, and nothing can be booked into it from here.
    pub kind_id: Option<String>,
    /// Whether nobody is to book it for now.
    pub frozen: bool,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DayPart {
    Morning,
    Afternoon,
}

/// The next open times across all that was asked for, the earliest first.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Openings {
    pub rows: Vec<Opening>,
    /// Whether there are later ones that were left out.
    pub more: bool,
    /// How many there are on each day that has any, rows or none, in order.
    pub days: Vec<OpenDay>,
    /// When the oldest of them was read: never more than five minutes ago.
    pub as_of: String,
}

/// How many open times a day has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenDay {
    /// `YYYY-MM-DD`
    pub date: String,
    pub count: u32,
}

/// Asks athenahealth for the reasons for which patients are seen.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlotReasonsRead {
    /// Where; each with each provider is a call of its own, and 24 are asked at most.
    pub departments: Vec<String>,
    /// With whom; one at least.
    pub providers: Vec<String>,
    pub whom: SlotWhom,
}

/// For whom a time is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SlotWhom {
    /// Somebody who has not been here before.
    New,
    /// Somebody who has.
    Known,
}

/// The reasons for which patients are seen, by name.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlotReasons {
    pub rows: Vec<SlotReason>,
}

/// A reason for which patients are seen.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlotReason {
    pub id: String,
    pub name: String,
    /// Who of those that were named sees patients for it.
    pub providers: Vec<String>,
}

/// An open time.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Opening {
    /// The slot's number.
    pub slot: String,
    /// `YYYY-MM-DD`
    pub date: String,
    /// Minutes since the midnight of its zone.
    pub minute: i32,
    pub minutes: u32,
    pub provider: String,
    /// The provider, by name.
    pub name: String,
    pub department: String,
    pub department_name: String,
    pub zone: String,
    pub kind: String,
}

impl Audited for SlotDay {
    fn about(&self) -> Option<&str> {
        Some(&self.date)
    }
}

/// Has an open time held for somebody while they are talked to, so that nobody else books it.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlotHold {
    pub slot: String,
    pub patient: String,
}

/// Has a time let go that was held.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlotLetGo {
    pub slot: String,
    pub patient: String,
}

/// Requests that are about the slot in their field `slot`, and for whom it is.
macro_rules! about_slot {
    ($($request:ty),+ $(,)?) => {$( impl Audited for $request {
        fn patient(&self) -> Option<&str> {
            Some(&self.patient)
        }

        fn about(&self) -> Option<&str> {
            Some(&self.slot)
        }
    } )+};
}

about_slot!(SlotHold, SlotLetGo);
impl Audited for SlotSheet {
    fn about(&self) -> Option<&str> {
        Some(&self.date)
    }
}

about_nobody!(SlotFormRead, SlotFind, SlotReasonsRead);
