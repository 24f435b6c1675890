//! The practice's side of a feed that drains, as a model: what changes, what is told, and what is not.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use athena::{Changed, ChangedPage, Feed, Standing, Subscription, Unreadable};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use model::{DepartmentId, Provider, ProviderId, Zone};

pub const RECORDS: u64 = 24;

/// How long a subscription takes to act.
const ACTS: TimeDelta = TimeDelta::minutes(15);

/// Throws that follow from a seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: u64) -> u64 {
        // SplitMix64 (Steele, Lea, Flood 2014).
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }

    pub fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }
}

/// What a run plays in.
#[derive(Clone, Debug)]
pub struct Scene {
    pub feed: Feed,
    pub desks: usize,
    pub zombies: bool,
    pub begin: DateTime<Utc>,
    pub skews: Vec<TimeDelta>,
    /// Somebody ends the subscription, or takes an event out of it.
    pub edits: bool,
    /// A department comes into use.
    pub grows: bool,
    /// The subscription says which departments it reaches.
    pub lists: bool,
    /// Rows come that cannot be read.
    pub garbles: bool,
    /// Records are merged.
    pub merges: bool,
    /// The server's clock moves, and goes back.
    pub clocks: bool,
    /// The server heeds no offset.
    pub deaf: bool,
}

impl Scene {
    /// One desk or three on a key, on an ordinary day or a night in which the clocks change.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice(seed ^ 0x5eed);
        let begins =
            ["2026-11-23T15:00:00Z", "2026-11-01T03:30:00Z", "2026-03-08T05:00:00Z", "2026-07-01T12:00:00Z"];
        let begin = begins[usize::try_from(seed % 4).unwrap_or(0)];
        // What others take out while the server's clock is back is not found by when it says that to have been.
        let clocks = dice.one_in(4);
        let desks = if seed.is_multiple_of(3) && !clocks { 3 } else { 1 };
        let skews: Vec<TimeDelta> = (0..desks)
            .map(|_| {
                TimeDelta::seconds([0, 0, 600, -600, 3_600][usize::try_from(dice.below(5)).unwrap_or(0)])
            })
            .collect();
        Self {
            feed: if dice.one_in(2) { Feed::Patients } else { Feed::Providers },
            desks,
            zombies: seed % 5 == 1 && !clocks,
            begin: begin.parse().expect("an instant"),
            skews,
            edits: !clocks && dice.one_in(2),
            grows: !clocks && dice.one_in(3),
            lists: dice.one_in(2),
            garbles: !clocks && dice.one_in(3),
            merges: dice.one_in(2),
            clocks,
            deaf: !clocks && dice.one_in(8),
        }
    }
}

/// A version of a record.
pub struct Version {
    /// When it was made, in truth and by the server's clock.
    pub made: DateTime<Utc>,
    pub clock: DateTime<Utc>,
    pub number: u64,
    /// The lapse of the subscription for which it is told to nobody.
    pub untold: Option<usize>,
}

/// The key's subscription.
struct Subscribed {
    acts: DateTime<Utc>,
    /// Whether the event was taken out of it that tells of every other record, and from when on it acts.
    lacks: bool,
    odd: DateTime<Utc>,
    departments: Vec<String>,
    /// From when on it acts for the department that came into use.
    second: DateTime<Utc>,
}

/// Lapses of the subscription by what caused them: no number is the one that is on, or was last.
#[derive(Default)]
struct Lapses {
    ended: usize,
    edited: usize,
    grown: usize,
    /// Who took each of them in.
    seen: Vec<BTreeSet<usize>>,
}

/// The practice.
pub struct Hall {
    pub now: DateTime<Utc>,
    /// How far the server's clock is from the truth.
    pub shift: TimeDelta,
    pub changes: u64,
    pub drains: u64,
    pub zombies: Vec<(DateTime<Utc>, u32)>,
    pub grown: bool,
    subscribed: Option<Subscribed>,
    lapses: Lapses,
    made: BTreeMap<u64, Vec<Version>>,
    /// The last version of each record that was taken out.
    shown: BTreeMap<u64, u64>,
    merged: BTreeMap<u64, u64>,
    waiting: VecDeque<u64>,
    taken: Vec<(u64, DateTime<Utc>, DateTime<Utc>)>,
    scene: Scene,
}

impl Hall {
    pub fn of(scene: &Scene) -> Self {
        Self {
            now: scene.begin,
            shift: TimeDelta::zero(),
            changes: 0,
            drains: 0,
            zombies: Vec::new(),
            grown: false,
            subscribed: None,
            lapses: Lapses { seen: vec![BTreeSet::new()], ..Lapses::default() },
            made: BTreeMap::new(),
            shown: BTreeMap::new(),
            merged: BTreeMap::new(),
            waiting: VecDeque::new(),
            taken: Vec::new(),
            scene: scene.clone(),
        }
    }

    /// What the server's clock says.
    pub fn clock(&self) -> DateTime<Utc> {
        self.now + self.shift
    }

    /// The departments in use.
    pub fn departments(&self) -> Vec<DepartmentId> {
        let ids = if self.grown { &["1", "2"][..] } else { &["1"] };
        ids.iter().map(|id| DepartmentId::new(*id)).collect()
    }

    /// Records that are there, and were not merged into others.
    pub fn living(&self) -> impl Iterator<Item = u64> {
        self.made.keys().copied().filter(|id| !self.merged.contains_key(id))
    }

    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    pub fn version(&self, id: u64) -> u64 {
        self.made.get(&id).and_then(|made| made.last()).map_or(0, |version| version.number)
    }

    /// The last version of a record that was there in truth at one instant, and by the clock at another.
    pub fn version_at(&self, id: u64, made: DateTime<Utc>, clock: DateTime<Utc>) -> Option<&Version> {
        self.made.get(&id)?.iter().rev().find(|version| version.made < made && version.clock < clock)
    }

    /// Whether nothing on the wire tells a desk of a version: another desk had asked for the subscription anew.
    pub fn is_hidden(&self, version: &Version, desk: usize) -> bool {
        version.untold.is_some_and(|lapse| lapse > 0 && !self.lapses.seen[lapse].contains(&desk))
    }

    /// As [`Self::is_hidden`], of a record's last version.
    pub fn is_last_hidden(&self, id: u64, desk: usize) -> bool {
        self.made.get(&id).and_then(|made| made.last()).is_some_and(|last| self.is_hidden(last, desk))
    }

    /// Whom a record was merged into.
    pub fn survivor(&self, id: u64) -> u64 {
        self.merged.get(&id).map_or(id, |into| self.survivor(*into))
    }

    /// Who was merged into a record.
    pub fn previous(&self, id: u64) -> Vec<u64> {
        self.merged.keys().copied().filter(|old| self.survivor(*old) == id).collect()
    }

    /// Changes a record, or makes it. Gives which.
    pub fn change(&mut self, id: u64) -> u64 {
        let mut id = self.survivor(id);
        if is_second(id) && !self.grown {
            id += 1;
            id = self.survivor(id);
        }
        let untold = self.deafness(id);
        let version = Version { made: self.now, clock: self.clock(), number: self.version(id) + 1, untold };
        self.made.entry(id).or_default().push(version);
        self.changes += 1;
        if untold.is_none() && !self.waiting.contains(&id) {
            self.waiting.push_back(id);
        }
        id
    }

    /// Merges a record into another.
    pub fn merge(&mut self, id: u64, into: u64) {
        let (id, into) = (self.survivor(id), self.survivor(into));
        if id == into || !self.made.contains_key(&id) || !self.made.contains_key(&into) {
            return;
        }
        self.merged.insert(id, into);
        self.waiting.retain(|waiting| *waiting != id);
        self.change(into);
    }

    /// The lapse for which a record's change is not told.
    fn deafness(&self, id: u64) -> Option<usize> {
        let Some(own) = self.subscribed.as_ref().filter(|own| self.now >= own.acts) else {
            return Some(self.lapses.ended);
        };
        if id % 2 == 1 && (own.lacks || self.now < own.odd) {
            return Some(self.lapses.edited);
        }
        let reaches = own.departments.iter().any(|known| known == "2") && self.now >= own.second;
        (is_second(id) && !reaches).then_some(self.lapses.grown)
    }

    /// Somebody else ends the subscription, or takes an event out of it.
    pub fn edit(&mut self, ends: bool) {
        let next = self.lapses.seen.len();
        let Some(own) = &mut self.subscribed else { return };
        if !ends {
            if !own.lacks {
                own.lacks = true;
                self.lapses.edited = next;
                self.lapses.seen.push(BTreeSet::new());
            }
            return;
        }
        self.subscribed = None;
        self.lapses.ended = next;
        self.lapses.seen.push(BTreeSet::new());
        // What waits goes with it.
        for id in std::mem::take(&mut self.waiting) {
            let shown = self.shown.get(&id).copied().unwrap_or(0);
            let made = self.made.get_mut(&id).into_iter().flatten();
            made.filter(|version| version.number > shown).for_each(|version| version.untold = Some(next));
        }
    }

    /// A department comes into use.
    pub fn grow(&mut self) {
        if !self.grown {
            self.grown = true;
            self.lapses.grown = self.lapses.seen.len();
            self.lapses.seen.push(BTreeSet::new());
        }
    }

    /// A desk asks for the subscription.
    pub fn subscribe(&mut self, departments: &[DepartmentId]) {
        let departments: Vec<String> = departments.iter().map(ToString::to_string).collect();
        let acts = self.now + ACTS;
        let own = self.subscribed.get_or_insert_with(|| Subscribed {
            acts,
            lacks: false,
            odd: acts,
            departments: departments.clone(),
            second: acts,
        });
        if own.lacks {
            (own.lacks, own.odd) = (false, acts);
        }
        if own.departments != departments {
            (own.departments, own.second) = (departments, acts);
        }
    }

    /// The subscription as it is shown.
    pub fn subscription(&self) -> Subscription {
        let events = self.scene.feed.events().iter().map(ToString::to_string);
        let Some(own) = &self.subscribed else {
            return Subscription { standing: Standing::Inactive, events: Vec::new(), departments: None };
        };
        let standing = if own.lacks { Standing::Partial } else { Standing::Active };
        let departments = own.departments.iter().map(|id| DepartmentId::new(id.clone())).collect();
        Subscription {
            standing,
            events: events.skip(usize::from(own.lacks)).collect(),
            departments: self.scene.lists.then_some(departments),
        }
    }

    /// Whether it is in effect.
    pub fn is_open(&self) -> bool {
        self.subscribed.as_ref().is_some_and(|own| self.now >= own.acts)
    }

    /// The lapse of which a reading that is turned away tells.
    pub fn ended(&self) -> Vec<usize> {
        vec![self.lapses.ended]
    }

    /// The lapses of which the subscription tells as it is shown.
    pub fn visible(&self) -> Vec<usize> {
        let Some(own) = &self.subscribed else { return self.ended() };
        let is_short = self.grown && self.departments().len() > own.departments.len();
        let edited = own.lacks.then_some(self.lapses.edited);
        edited.into_iter().chain(is_short.then_some(self.lapses.grown)).collect()
    }

    /// The lapse of the department that came into use, for whoever asks for it.
    pub fn growth(&self) -> Option<usize> {
        self.grown.then_some(self.lapses.grown)
    }

    pub fn see(&mut self, lapses: &[usize], desk: usize) {
        for lapse in lapses {
            self.lapses.seen[*lapse].insert(desk);
        }
    }

    /// Takes out what waits.
    pub fn take(&mut self, offset: u64, most: u32) -> Vec<u64> {
        self.drains += 1;
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(self.waiting.len());
        let to = (from + most as usize).min(self.waiting.len());
        let ids: Vec<u64> = self.waiting.drain(from..to).collect();
        for id in &ids {
            self.shown.insert(*id, self.version(*id));
        }
        let (now, clock) = (self.now, self.clock());
        self.taken.extend(ids.iter().map(|id| (*id, clock, now)));
        ids
    }

    pub fn pass(&mut self, time: TimeDelta) {
        self.now += time;
        let due: Vec<_> = self.zombies.iter().filter(|(at, _)| *at <= self.now).copied().collect();
        self.zombies.retain(|(at, _)| *at > self.now);
        for (_, most) in due {
            if self.is_open() {
                self.take(0, most);
            }
        }
        let forgotten = self.now - TimeDelta::hours(12);
        self.taken.retain(|(_, _, at)| *at > forgotten);
    }

    /// What was taken out in a span of the wall clock, which is all that the server compares.
    pub fn again(&self, start: &str, end: &str) -> Vec<u64> {
        let read =
            |text: &str| NaiveDateTime::parse_from_str(text, "%m/%d/%Y %H:%M:%S").expect("a parameter");
        let (start, end) = (read(start), read(end));
        let mut ids = Vec::new();
        for (id, at, _) in &self.taken {
            let (wall, id) = (Zone::EASTERN.wall(*at), self.survivor(*id));
            if start <= wall && wall <= end && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// What was taken out, from an offset on.
    pub fn from<'i>(&self, ids: &'i [u64], offset: u64, most: u32) -> &'i [u64] {
        let offset = if self.scene.deaf { 0 } else { usize::try_from(offset).unwrap_or(usize::MAX) };
        let from = offset.min(ids.len());
        &ids[from..(from + most as usize).min(ids.len())]
    }

    pub fn page(&self, ids: &[u64]) -> ChangedPage {
        ChangedPage {
            rows: ids.iter().map(|id| self.row(*id)).collect(),
            count: u32::try_from(ids.len()).unwrap_or(u32::MAX),
            total: None,
            as_of: second(self.clock()),
            dated: true,
        }
    }

    fn row(&self, id: u64) -> Changed {
        let version = self.version(id);
        let garbled = if self.scene.garbles { (id * 7 + version * 13) % 19 } else { 19 };
        let digest = format!("{id}.{version}");
        match garbled {
            0 => Changed::Unreadable(Unreadable { id: None, digest }),
            1 => Changed::Unreadable(Unreadable { id: Some(id.to_string()), digest }),
            _ => Changed::Provider(provider(id, version, &self.previous(id))),
        }
    }
}

/// Whether a record is of the department that comes into use.
fn is_second(id: u64) -> bool {
    id.is_multiple_of(3)
}

pub fn second(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(at.timestamp(), 0).expect("a real instant")
}

/// A row. Whom others were merged into says whom.
fn provider(id: u64, version: u64, previous: &[u64]) -> Provider {
    Provider {
        id: ProviderId::new(id.to_string()),
        name: version.to_string(),
        credentials: Some(previous.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")),
        specialty: None,
        is_person: true,
        billable: true,
    }
}

/// A row's record, version and whom were merged into it.
pub fn read(row: &Provider) -> (u64, u64, Vec<u64>) {
    let number = |text: &str| text.parse().expect("ours");
    let previous = row.credentials.iter().flat_map(|text| text.split(',')).filter(|text| !text.is_empty());
    (number(row.id.as_str()), number(&row.name), previous.map(number).collect())
}
