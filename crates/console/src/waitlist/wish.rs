//! Whether a time is what somebody waits for, and by what. Pure: a time and wishes come in.

use chrono::{Datelike, NaiveDateTime, TimeDelta, Timelike};
use ipc::waitlist::WaitWhy;
use model::{OpenSlot, Purpose, WaitlistEntry, WaitlistWish};

/// By what a time meets a wish; nothing where it does not.
fn met(slot: &OpenSlot, wish: &WaitlistWish) -> Option<Vec<WaitWhy>> {
    if wish.department.as_ref().is_some_and(|department| *department != slot.department) {
        return None;
    }
    let provider = match &wish.provider {
        None => WaitWhy::AnyProvider,
        Some(provider) => (*provider == slot.provider).then_some(WaitWhy::Provider)?,
    };
    let purpose = match &wish.purpose {
        None => WaitWhy::AnyPurpose,
        Some(Purpose::Kind(kind)) => (slot.kind.as_ref() == Some(kind)).then_some(WaitWhy::Kind)?,
        Some(Purpose::Reason(reason)) => slot.reasons.contains(reason).then_some(WaitWhy::Reason)?,
    };
    let day = match wish.days.as_slice() {
        [] => WaitWhy::AnyDay,
        days => days.contains(&slot.start.weekday()).then_some(WaitWhy::Day)?,
    };
    let hours = match (wish.from_hour, wish.to_hour) {
        (None, None) => WaitWhy::AnyHours,
        (from, to) => is_within(slot, from, to).then_some(WaitWhy::Hours)?,
    };
    Some(vec![provider, purpose, day, hours])
}

/// Whether a visit is over by the hour until which somebody can stay.
fn is_within(slot: &OpenSlot, from: Option<u8>, to: Option<u8>) -> bool {
    let begins = slot.start.hour() * 60 + slot.start.minute();
    from.is_none_or(|from| begins >= u32::from(from) * 60)
        && to.is_none_or(|to| begins + slot.minutes <= u32::from(to) * 60)
}

/// Who waits for a time, by what: whoever matters most first, and among them whoever waits longest. Entries are
/// numbered as they are made, and say of no other age.
pub(super) fn matching<'e>(
    slot: &OpenSlot,
    entries: &'e [WaitlistEntry],
) -> Vec<(&'e WaitlistEntry, Vec<WaitWhy>)> {
    let mut found: Vec<_> =
        entries.iter().filter_map(|entry| Some((entry, met(slot, &entry.wish)?))).collect();
    let number = |entry: &WaitlistEntry| entry.id.as_str().parse::<u64>().unwrap_or(u64::MAX);
    found.sort_by_key(|(entry, _)| (std::cmp::Reverse(entry.wish.priority), number(entry)));
    found
}

/// Whether two visits are at the same time, each from its beginning for its minutes. One of no length is at a time all
/// the same.
pub(super) fn overlap(one: (NaiveDateTime, u32), other: (NaiveDateTime, u32)) -> bool {
    let end = |(start, minutes): (NaiveDateTime, u32)| start + TimeDelta::minutes(i64::from(minutes.max(1)));
    one.0 < end(other) && other.0 < end(one)
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDateTime, Weekday};
    use ipc::waitlist::WaitWhy as W;
    use model::{OpenSlot, Purpose, WaitlistEntry, WaitlistPriority as P, WaitlistWish};

    use super::{matching, met, overlap};

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a time")
    }

    /// A Monday, from half past ten for half an hour.
    fn slot() -> OpenSlot {
        OpenSlot {
            id: "9".into(),
            department: "1".into(),
            provider: "71".into(),
            start: at("2026-11-23T10:30:00"),
            minutes: 30,
            kind: Some("82".into()),
            kind_name: String::new(),
            reasons: vec!["563".into()],
            frozen: false,
        }
    }

    fn wish() -> WaitlistWish {
        WaitlistWish::new("7".into(), "1".into())
    }

    #[test]
    fn whoever_says_nothing_takes_any_time_in_their_department() {
        let any = vec![W::AnyProvider, W::AnyPurpose, W::AnyDay, W::AnyHours];
        assert_eq!(met(&slot(), &wish()), Some(any.clone()));
        assert_eq!(met(&slot(), &WaitlistWish { department: None, ..wish() }), Some(any));
        assert_eq!(met(&slot(), &WaitlistWish { department: Some("2".into()), ..wish() }), None);
    }

    #[test]
    fn each_thing_that_is_wished_is_met_or_the_time_is_not_theirs() {
        let kind = |id: &str| Some(Purpose::Kind(id.into()));
        let reason = |id: &str| Some(Purpose::Reason(id.into()));
        for (wish, place, why) in [
            (WaitlistWish { provider: Some("71".into()), ..wish() }, 0, Some(W::Provider)),
            (WaitlistWish { provider: Some("72".into()), ..wish() }, 0, None),
            (WaitlistWish { purpose: kind("82"), ..wish() }, 1, Some(W::Kind)),
            (WaitlistWish { purpose: kind("83"), ..wish() }, 1, None),
            (WaitlistWish { purpose: reason("563"), ..wish() }, 1, Some(W::Reason)),
            (WaitlistWish { purpose: reason("2"), ..wish() }, 1, None),
            (WaitlistWish { days: vec![Weekday::Fri, Weekday::Mon], ..wish() }, 2, Some(W::Day)),
            (WaitlistWish { days: vec![Weekday::Tue], ..wish() }, 2, None),
            (WaitlistWish { from_hour: Some(10), ..wish() }, 3, Some(W::Hours)),
            (WaitlistWish { from_hour: Some(11), ..wish() }, 3, None),
            (WaitlistWish { to_hour: Some(11), ..wish() }, 3, Some(W::Hours)),
            (WaitlistWish { to_hour: Some(10), ..wish() }, 3, None),
            (WaitlistWish { from_hour: Some(8), to_hour: Some(12), ..wish() }, 3, Some(W::Hours)),
        ] {
            assert_eq!(met(&slot(), &wish).map(|all| all[place]), why, "{place}: {why:?}");
        }
        let unsaid = OpenSlot { kind: None, ..slot() };
        assert_eq!(met(&unsaid, &WaitlistWish { purpose: kind("82"), ..wish() }), None, "of no kind");
    }

    #[test]
    fn whoever_matters_most_comes_first_and_then_whoever_waits_longest() {
        let entry = |id: &str, priority| WaitlistEntry {
            id: id.into(),
            wish: WaitlistWish { priority, ..wish() },
            since: None,
        };
        let entries = [
            entry("9", P::Normal),
            entry("10", P::Normal),
            entry("101", P::High),
            entry("2", P::Low),
            WaitlistEntry {
                wish: WaitlistWish { provider: Some("72".into()), ..wish() },
                ..entry("1", P::High)
            },
        ];
        let found: Vec<_> =
            matching(&slot(), &entries).into_iter().map(|(entry, _)| entry.id.as_str()).collect();
        assert_eq!(found, ["101", "9", "10", "2"]);
    }

    #[test]
    fn visits_that_touch_are_not_at_the_same_time_and_one_of_no_length_is_at_its_own() {
        let ours = (at("2026-11-23T10:30:00"), 30);
        for (start, minutes, same) in [
            ("10:00:00", 30, false),
            ("10:00:00", 31, true),
            ("10:45:00", 600, true),
            ("11:00:00", 15, false),
            ("10:30:00", 0, true),
            ("09:00:00", 600, true),
        ] {
            let theirs = (at(&format!("2026-11-23T{start}")), minutes);
            assert_eq!((overlap(ours, theirs), overlap(theirs, ours)), (same, same), "{start} {minutes}");
        }
    }
}
