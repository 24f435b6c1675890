//! A feed that drains and copies of what it tells, as models, played through a seed.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use athena::{Changed, ChangedPage, Feed, Standing, Strain, Subscription, eastern_window};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use model::{DepartmentId, Provider, ProviderId, Zone};
use store::{FeedGap, FeedState};
use sync::{Applied, Missed, Poll, Rules, Shelf, Source, Taken, Trouble};

const FEED: Feed = Feed::Providers;
/// Rows in a page.
const MOST: u32 = 7;
const RECORDS: u64 = 24;

/// Throws that follow from a seed.
pub struct Dice(u64);

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
    desks: usize,
    zombies: bool,
    begin: DateTime<Utc>,
    skews: Vec<TimeDelta>,
}

impl Scene {
    /// One desk or three on a key, on an ordinary day or a night in which the clocks change.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice(seed ^ 0x5eed);
        let begins =
            ["2026-11-23T15:00:00Z", "2026-11-01T03:30:00Z", "2026-03-08T05:00:00Z", "2026-07-01T12:00:00Z"];
        let begin = begins[usize::try_from(seed % 4).unwrap_or(0)];
        let desks = if seed.is_multiple_of(3) { 3 } else { 1 };
        let skews = (0..desks).map(|_| {
            TimeDelta::seconds([0, 0, 600, -600, 3_600][usize::try_from(dice.below(5)).unwrap_or(0)])
        });
        Self {
            desks,
            zombies: seed % 5 == 1,
            begin: begin.parse().expect("an instant"),
            skews: skews.collect(),
        }
    }
}

/// The practice's side of the wire.
struct Hall {
    now: DateTime<Utc>,
    acts: DateTime<Utc>,
    subscribed: bool,
    /// Each record's versions, by when they were made.
    made: BTreeMap<u64, Vec<(DateTime<Utc>, u64)>>,
    waiting: VecDeque<u64>,
    taken: Vec<(u64, DateTime<Utc>)>,
    drains: u64,
    zombies: Vec<(DateTime<Utc>, u32)>,
    changes: u64,
}

impl Hall {
    fn version(&self, id: u64) -> u64 {
        self.made.get(&id).and_then(|made| made.last()).map_or(0, |(_, version)| *version)
    }

    fn version_at(&self, id: u64, at: DateTime<Utc>) -> Option<(DateTime<Utc>, u64)> {
        self.made.get(&id)?.iter().rev().find(|(made, _)| *made < at).copied()
    }

    fn change(&mut self, id: u64) {
        let version = self.version(id) + 1;
        self.made.entry(id).or_default().push((self.now, version));
        self.changes += 1;
        if self.subscribed && self.now >= self.acts && !self.waiting.contains(&id) {
            self.waiting.push_back(id);
        }
    }

    fn take(&mut self, offset: u64, most: u32) -> Vec<u64> {
        self.drains += 1;
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(self.waiting.len());
        let to = (from + most as usize).min(self.waiting.len());
        let ids: Vec<u64> = self.waiting.drain(from..to).collect();
        self.taken.extend(ids.iter().map(|id| (*id, self.now)));
        ids
    }

    fn pass(&mut self, time: TimeDelta) {
        self.now += time;
        let due: Vec<_> = self.zombies.iter().filter(|(at, _)| *at <= self.now).copied().collect();
        self.zombies.retain(|(at, _)| *at > self.now);
        for (_, most) in due {
            self.take(0, most);
        }
        let forgotten = self.now - TimeDelta::hours(12);
        self.taken.retain(|(_, at)| *at > forgotten);
    }

    /// What was taken out in a span of the wall clock, which is all that the server compares.
    fn again(&self, start: &str, end: &str) -> Vec<u64> {
        let read =
            |text: &str| NaiveDateTime::parse_from_str(text, "%m/%d/%Y %H:%M:%S").expect("a parameter");
        let (start, end) = (read(start), read(end));
        let mut ids = Vec::new();
        for (id, at) in &self.taken {
            let wall = Zone::EASTERN.wall(*at);
            if start <= wall && wall <= end && !ids.contains(id) {
                ids.push(*id);
            }
        }
        ids
    }

    fn page(&self, ids: &[u64]) -> ChangedPage {
        let row = |id: &u64| Changed::Provider(provider(*id, self.version(*id)));
        ChangedPage {
            rows: ids.iter().map(row).collect(),
            count: u32::try_from(ids.len()).unwrap_or(u32::MAX),
            unnamed: 0,
            total: None,
            as_of: second(self.now),
            dated: true,
        }
    }
}

fn second(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(at.timestamp(), 0).expect("a real instant")
}

fn provider(id: u64, version: u64) -> Provider {
    Provider {
        id: ProviderId::new(id.to_string()),
        name: version.to_string(),
        credentials: None,
        specialty: None,
        is_person: true,
        billable: true,
    }
}

/// What goes wrong in one poll: at which of its steps, and how.
#[derive(Clone, Copy, Debug, Default)]
struct Trap {
    left: Option<u64>,
    after: bool,
    lost: bool,
    turned_away: bool,
    stuck: bool,
    undated: bool,
    overtaken: bool,
}

/// One desk's copy.
#[derive(Default)]
struct Copy {
    held: BTreeMap<u64, (u64, DateTime<Utc>)>,
    known: BTreeMap<u64, u64>,
    state: Option<FeedState>,
    gaps: Vec<FeedGap>,
    full: bool,
    blind: bool,
    back: Option<u64>,
}

impl Copy {
    fn put(&mut self, id: u64, version: u64, as_of: DateTime<Utc>, feed: bool) -> bool {
        let held = self.held.get(&id).copied();
        let mut at = as_of;
        if let Some((known, since)) = held.filter(|_| !self.blind) {
            if known == version {
                return false;
            }
            if feed && as_of <= since && since < as_of + TimeDelta::seconds(5) {
                at = since + TimeDelta::milliseconds(1);
            }
            if at <= since {
                return false;
            }
        }
        if held.is_some_and(|(known, _)| version < known) {
            self.back = Some(id);
        }
        self.held.insert(id, (version, at));
        true
    }
}

/// A desk at the feed.
struct Desk<'p> {
    hall: &'p Mutex<Hall>,
    copy: &'p Mutex<Copy>,
    trap: Mutex<Trap>,
    skew: TimeDelta,
    crashed: Mutex<bool>,
}

fn crash() -> Trouble {
    Trouble::Store(store::Error::Interrupted)
}

fn silence() -> Trouble {
    Trouble::Unanswered(Strain::NoConnection)
}

impl Desk<'_> {
    /// Passes a step of ours. Gives whether it crashes there, and whether what it did is kept.
    fn step(&self) -> (bool, bool) {
        let mut trap = self.trap.lock().expect("whole");
        let crashes = trap.left == Some(0);
        trap.left = trap.left.and_then(|left| left.checked_sub(1));
        if crashes {
            *self.crashed.lock().expect("whole") = true;
        }
        (crashes, !crashes || trap.after)
    }

    fn hall(&self) -> std::sync::MutexGuard<'_, Hall> {
        self.hall.lock().expect("whole")
    }

    fn copy(&self) -> std::sync::MutexGuard<'_, Copy> {
        self.copy.lock().expect("whole")
    }
}

impl Source for Desk<'_> {
    fn server_time(&self) -> DateTime<Utc> {
        self.hall().now
    }

    fn own_time(&self) -> DateTime<Utc> {
        self.hall().now + self.skew
    }

    async fn subscription(&self, feed: Feed) -> Result<(Subscription, DateTime<Utc>), Trouble> {
        let hall = self.hall();
        let standing = if hall.subscribed { Standing::Active } else { Standing::Inactive };
        let events = if hall.subscribed {
            feed.events().iter().map(ToString::to_string).collect()
        } else {
            Vec::new()
        };
        Ok((Subscription { standing, events, departments: None }, second(hall.now)))
    }

    async fn subscribe(
        &self,
        _feed: Feed,
        _departments: Vec<DepartmentId>,
    ) -> Result<DateTime<Utc>, Trouble> {
        let mut hall = self.hall();
        if !hall.subscribed {
            hall.subscribed = true;
            hall.acts = hall.now + TimeDelta::minutes(15);
        }
        if self.step().0 { Err(crash()) } else { Ok(second(hall.now)) }
    }

    async fn drain(&self, _feed: Feed, offset: u64, most: u32) -> Result<Option<ChangedPage>, Missed> {
        let trap = *self.trap.lock().expect("whole");
        let mut hall = self.hall();
        if !hall.subscribed || hall.now < hall.acts {
            return Ok(None);
        }
        if trap.turned_away {
            return Err(Missed { why: silence(), perhaps: false });
        }
        if trap.stuck {
            let at = hall.now + TimeDelta::seconds(400);
            hall.zombies.push((at, most));
            return Err(Missed { why: silence(), perhaps: true });
        }
        let ids = hall.take(offset, most);
        let mut page = hall.page(&ids);
        if trap.undated {
            page.dated = false;
        }
        if trap.lost {
            return Err(Missed { why: silence(), perhaps: true });
        }
        if trap.overtaken
            && let Some(id) = ids.first()
        {
            // A person reads the record anew before the page is put.
            hall.pass(TimeDelta::seconds(8));
            hall.change(*id);
            let (version, at) = (hall.version(*id), second(hall.now));
            self.copy().put(*id, version, at, false);
        }
        drop(hall);
        if self.step().0 { Err(Missed { why: crash(), perhaps: true }) } else { Ok(Some(page)) }
    }

    async fn drained(
        &self,
        _feed: Feed,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        offset: u64,
        most: u32,
    ) -> Result<Option<ChangedPage>, Trouble> {
        let hall = self.hall();
        let (start, end) = eastern_window(from, to);
        let all = hall.again(&start, &end);
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(all.len());
        let page = hall.page(&all[from..(from + most as usize).min(all.len())]);
        drop(hall);
        if self.step().0 { Err(crash()) } else { Ok(Some(page)) }
    }
}

impl Shelf for Desk<'_> {
    async fn feed(&self, _feed: Feed) -> Result<Option<FeedState>, Trouble> {
        Ok(self.copy().state.clone())
    }

    async fn keep(&self, state: FeedState, gap: Option<FeedGap>) -> Result<(), Trouble> {
        let (crashes, kept) = self.step();
        if kept {
            let mut copy = self.copy();
            copy.state = Some(state);
            copy.gaps.extend(gap);
        }
        if crashes { Err(crash()) } else { Ok(()) }
    }

    async fn apply(
        &self,
        rows: Vec<Changed>,
        (how, at): (Taken, DateTime<Utc>),
        state: FeedState,
        gaps: Vec<FeedGap>,
    ) -> Result<Applied, Trouble> {
        let (crashes, kept) = self.step();
        let mut applied = Applied::default();
        if self.copy().full {
            return Err(Trouble::Store(store::Error::DiskFull));
        }
        if kept {
            let mut copy = self.copy();
            for row in rows {
                let Changed::Provider(row) = row else { continue };
                let (id, version) = (row.id.as_str().parse().expect("ours"), row.name.parse().expect("ours"));
                let taken = copy.put(id, version, at, true);
                if how == Taken::Again && taken && copy.known.get(&id) != Some(&version) {
                    applied.foreign.push(id.to_string());
                }
                copy.known.insert(id, version);
                applied.taken += u64::from(taken);
            }
            copy.state = Some(state);
            copy.gaps.extend(gaps);
        }
        if crashes { Err(crash()) } else { Ok(applied) }
    }

    async fn has_room(&self) -> Result<bool, Trouble> {
        Ok(!self.copy().full)
    }
}

/// What a run came to.
pub struct End {
    pub changes: u64,
    pub crashes: u64,
    pub trace: u64,
}

/// A run.
pub struct Play {
    dice: Dice,
    scene: Scene,
    rules: Rules,
    hall: Mutex<Hall>,
    copies: Vec<Mutex<Copy>>,
    late: Vec<(usize, u64, u64, DateTime<Utc>)>,
    crashes: u64,
    trace: DefaultHasher,
}

impl Play {
    pub fn new(seed: u64, scene: Scene, rules: Rules) -> Self {
        let hall = Hall {
            now: scene.begin,
            acts: scene.begin,
            subscribed: false,
            made: BTreeMap::new(),
            waiting: VecDeque::new(),
            taken: Vec::new(),
            drains: 0,
            zombies: Vec::new(),
            changes: 0,
        };
        Self {
            dice: Dice(seed),
            copies: (0..scene.desks).map(|_| Mutex::default()).collect(),
            scene,
            rules,
            hall: Mutex::new(hall),
            late: Vec::new(),
            crashes: 0,
            trace: DefaultHasher::new(),
        }
    }

    /// With copies that take whatever comes, older or not.
    pub fn blind(self) -> Self {
        self.copies.iter().for_each(|copy| copy.lock().expect("whole").blind = true);
        self
    }

    pub fn run(mut self) -> Result<End, String> {
        for _ in 0..160 {
            self.act()?;
        }
        self.calm()?;
        let hall = self.hall.lock().expect("whole");
        Ok(End { changes: hall.changes, crashes: self.crashes, trace: self.trace.finish() })
    }

    fn hall(&self) -> std::sync::MutexGuard<'_, Hall> {
        self.hall.lock().expect("whole")
    }

    fn pass(&mut self, seconds: u64) {
        let time =
            TimeDelta::milliseconds(i64::try_from(seconds * 1_000 + self.dice.below(1_000)).unwrap_or(0));
        self.hall().pass(time);
    }

    fn act(&mut self) -> Result<(), String> {
        let desk = usize::try_from(self.dice.below(self.scene.desks as u64)).unwrap_or(0);
        match self.dice.below(12) {
            0..=3 => {
                let most = if self.dice.one_in(5) { 20 } else { 4 };
                for _ in 0..=self.dice.below(most) {
                    let id = self.dice.below(RECORDS);
                    self.hall().change(id);
                    let some = self.dice.below(3);
                    self.pass(some);
                }
            }
            4 => self.read(desk),
            5 if self.dice.one_in(10) => self.pass(13 * 3_600),
            5 => {
                let some = self.dice.below(3_600);
                self.pass(some);
            }
            6 => {
                let full = self.dice.one_in(3);
                self.copies[desk].lock().expect("whole").full = full;
            }
            _ => {
                let some = 30 + self.dice.below(90);
                self.pass(some);
                let trap = self.trap();
                self.poll(desk, trap)?;
            }
        }
        Ok(())
    }

    /// A person reads a record; its answer is put at once, or after other things.
    fn read(&mut self, desk: usize) {
        let id = self.dice.below(RECORDS);
        let (version, at) = {
            let hall = self.hall();
            (hall.version(id), second(hall.now))
        };
        if version == 0 {
            return;
        }
        if self.dice.one_in(2) {
            self.late.push((desk, id, version, at));
        } else {
            self.copies[desk].lock().expect("whole").put(id, version, at, false);
        }
    }

    fn trap(&mut self) -> Trap {
        let mut trap = Trap { overtaken: self.dice.one_in(6), ..Trap::default() };
        match self.dice.below(10) {
            0..=2 => trap.left = Some(self.dice.below(7)),
            3 => trap.lost = true,
            4 => trap.turned_away = true,
            5 => trap.undated = true,
            6 => trap.stuck = self.scene.zombies,
            _ => {}
        }
        trap.after = self.dice.one_in(2);
        trap
    }

    fn poll(&mut self, desk: usize, trap: Trap) -> Result<(), String> {
        let before = self.hall().drains;
        let full = self.copies[desk].lock().expect("whole").full;
        let stand = Desk {
            hall: &self.hall,
            copy: &self.copies[desk],
            trap: Mutex::new(trap),
            skew: self.scene.skews[desk],
            crashed: Mutex::new(false),
        };
        let poll = Poll { source: &stand, shelf: &stand, rules: self.rules, most: MOST };
        let departments = [DepartmentId::new("1")];
        let came = poll.run(FEED, &departments).now_or_never().ok_or("it waits for something")?;
        self.crashes += u64::from(*stand.crashed.lock().expect("whole"));
        if full && self.hall().drains > before {
            return Err(format!("desk {desk} drained with no room"));
        }
        let told = came.as_ref().map(|polled| (polled.in_effect, polled.taken)).ok();
        let now = self.hall().now;
        (desk, told, now).hash(&mut self.trace);
        for (desk, id, version, at) in std::mem::take(&mut self.late) {
            self.copies[desk].lock().expect("whole").put(id, version, at, false);
        }
        self.relist(desk);
        self.check(desk)
    }

    /// What the gaps are about is read anew, once their end is past.
    fn relist(&mut self, desk: usize) {
        let hall = self.hall.lock().expect("whole");
        let mut copy = self.copies[desk].lock().expect("whole");
        let now = second(hall.now);
        if copy.full || !copy.gaps.iter().any(|gap| gap.closed.is_none() && gap.until < now) {
            return;
        }
        for id in hall.made.keys() {
            copy.put(*id, hall.version(*id), now, false);
        }
        copy.gaps.iter_mut().filter(|gap| gap.until < now).for_each(|gap| gap.closed = Some(now));
    }

    /// What a desk says to be so is so: after every poll, whatever became of it.
    fn check(&self, desk: usize) -> Result<(), String> {
        let hall = self.hall();
        let copy = self.copies[desk].lock().expect("whole");
        if let Some(id) = copy.back {
            return Err(format!("desk {desk}: record {id} went back"));
        }
        let Some(state) = &copy.state else { return Ok(()) };
        let alone = self.scene.desks == 1 && !self.scene.zombies;
        let said = if alone && state.clean && state.intent.is_none() { state.emptied } else { state.proven };
        let (Some(said), Some(covers)) = (said, state.covers) else { return Ok(()) };
        for id in hall.made.keys() {
            let Some((made, version)) = hall.version_at(*id, said) else { continue };
            let named = copy.gaps.iter().any(|gap| gap.closed.is_none());
            let held = copy.held.get(id).map_or(0, |(version, _)| *version);
            if made >= covers && !named && held < version {
                return Err(format!("desk {desk}: record {id} of {made} is missing, {said} is said"));
            }
        }
        Ok(())
    }

    /// Nothing goes wrong any more. In the end every copy is what the practice is.
    fn calm(&mut self) -> Result<(), String> {
        for _ in 0..14 {
            for desk in 0..self.scene.desks {
                self.copies[desk].lock().expect("whole").full = false;
                self.pass(61);
                self.poll(desk, Trap::default())?;
            }
        }
        let hall = self.hall();
        if !hall.waiting.is_empty() {
            return Err("something waits in the feed".to_owned());
        }
        for (desk, copy) in self.copies.iter().enumerate() {
            let copy = copy.lock().expect("whole");
            if copy.gaps.iter().any(|gap| gap.closed.is_none()) {
                return Err(format!("desk {desk}: a gap stays open"));
            }
            for id in hall.made.keys() {
                let held = copy.held.get(id).map_or(0, |(version, _)| *version);
                if held != hall.version(*id) {
                    return Err(format!("desk {desk}: record {id} is {held}, not {}", hall.version(*id)));
                }
            }
        }
        Ok(())
    }
}
