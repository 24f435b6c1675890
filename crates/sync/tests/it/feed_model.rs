//! Desks at a feed that drains and copies of what it tells, as models, played through a seed.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use athena::{Changed, ChangedPage, Feed, Strain, Subscription, Unreadable, eastern_window};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use model::DepartmentId;
use store::{FeedGap, FeedState, GapReason};
use sync::{Applied, Missed, Poll, Rules, Shelf, Source, Taken, Told, Trouble};

use crate::feed_hall::{Dice, Hall, RECORDS, Scene, read, second};

/// Rows in a page.
const MOST: u32 = 7;
/// Readings again in one poll that are more than any that ends.
const ENDLESS: u32 = 200;

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
    /// How far the clock of the server that answers is from the others'.
    drift: TimeDelta,
}

/// How far the clocks of the servers may be apart.
const DRIFT: TimeDelta = TimeDelta::seconds(2);

/// One desk's copy.
#[derive(Default)]
struct Copy {
    held: BTreeMap<u64, (u64, DateTime<Utc>)>,
    aliases: BTreeSet<u64>,
    known: BTreeMap<u64, u64>,
    digests: BTreeSet<String>,
    wanted: BTreeMap<u64, DateTime<Utc>>,
    /// When the list was last read of which some rows do not tell all.
    listed: Option<DateTime<Utc>>,
    /// When, in truth, the last page was taken out that is in here.
    heard: Option<DateTime<Utc>>,
    state: Option<FeedState>,
    gaps: Vec<FeedGap>,
    full: bool,
    blind: bool,
    back: Option<u64>,
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Put {
    Taken,
    Known,
    Older(DateTime<Utc>),
}

impl Copy {
    /// Puts a record into whom others were merged.
    fn put(&mut self, (id, version, previous): (u64, u64, &[u64]), as_of: DateTime<Utc>, feed: bool) -> Put {
        for old in previous {
            self.held.remove(old);
            self.aliases.insert(*old);
            self.wanted.remove(old);
        }
        if self.aliases.contains(&id) {
            return Put::Known;
        }
        if !feed && self.wanted.get(&id).is_some_and(|since| *since < as_of) {
            self.wanted.remove(&id);
        }
        let held = self.held.get(&id).copied();
        let mut at = as_of;
        if let Some((known, since)) = held.filter(|_| !self.blind) {
            if known == version {
                return Put::Known;
            }
            if feed && as_of <= since && since < as_of + TimeDelta::seconds(5) {
                at = since + TimeDelta::milliseconds(1);
            }
            if at <= since {
                return Put::Older(since);
            }
        }
        if held.is_some_and(|(known, _)| version < known) {
            self.back = Some(id);
        }
        self.held.insert(id, (version, at));
        Put::Taken
    }

    /// Keeps how far the feed is, as the store does: a list that is to be read anew stays so.
    fn keep(&mut self, state: FeedState) {
        let due = self.state.as_ref().and_then(|state| state.list_due);
        self.state = Some(FeedState { list_due: state.list_due.max(due), ..state });
    }

    /// The latest instant as of which anything is in here.
    fn latest(&self) -> Option<DateTime<Utc>> {
        let held = self.held.values().map(|(_, at)| *at).max();
        held.max(self.listed).max(self.state.as_ref().and_then(|state| state.watermark))
    }

    /// Lets open gaps last while the server's time is behind what is in here. Says whether it is.
    fn stretch(&mut self, now: DateTime<Utc>) -> bool {
        let Some(latest) = self.latest().filter(|latest| *latest > now + TimeDelta::seconds(5)) else {
            return false;
        };
        let open = self.gaps.iter_mut().filter(|gap| gap.closed.is_none());
        open.for_each(|gap| gap.until = gap.until.max(latest));
        true
    }

    /// Names a gap, as the store does.
    fn name(&mut self, gap: FeedGap) {
        let until = gap.until.max(self.latest().unwrap_or(gap.until));
        self.gaps.push(FeedGap { until, ..gap });
    }

    /// Whether a record is not in here and that is known.
    fn is_lacking(&self, id: u64, feed: Feed) -> bool {
        let due = self.state.as_ref().and_then(|state| state.list_due);
        self.wanted.contains_key(&id) || (is_listed(feed, id) && due.is_some() && due >= self.listed)
    }
}

/// Whether a record's row does not tell all: its list is read.
fn is_listed(feed: Feed, id: u64) -> bool {
    feed == Feed::Providers && id.is_multiple_of(5)
}

/// A desk at the feed.
struct Desk<'p> {
    hall: &'p Mutex<Hall>,
    copy: &'p Mutex<Copy>,
    trap: Mutex<Trap>,
    skew: TimeDelta,
    crashed: Mutex<bool>,
    number: usize,
    /// Lapses of the subscription that it met and has not noted.
    met: Mutex<Vec<usize>>,
    /// When, in truth, the page at hand was taken out.
    page: Mutex<Option<DateTime<Utc>>>,
    readings: Mutex<u32>,
    scene: &'p Scene,
}

fn crash() -> Trouble {
    Trouble::Store(store::Error::Interrupted)
}

fn silence() -> Trouble {
    Trouble::Unanswered(Strain::NoConnection)
}

impl Desk<'_> {
    /// Meets lapses.
    fn meet(&self, lapses: &[usize]) {
        self.met.lock().expect("whole").extend(lapses);
    }

    /// What was met is noted.
    fn noted(&self) {
        let met = std::mem::take(&mut *self.met.lock().expect("whole"));
        self.hall().see(&met, self.number);
    }

    /// Where the server's clock moves nobody reads by themselves: `bad_input.rs` shows what becomes of that.
    fn is_overtaken(&self, trap: Trap) -> bool {
        trap.overtaken && !self.scene.clocks
    }

    /// A person reads a record anew while a page is on its way.
    fn overtake(&self, hall: &mut Hall, id: u64) {
        hall.pass(TimeDelta::seconds(8));
        let id = hall.change(id);
        let (version, at) = (hall.version(id), second(hall.clock()));
        self.copy().put((id, version, &hall.previous(id)), at, false);
    }

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
        self.hall().clock()
    }

    fn own_time(&self) -> DateTime<Utc> {
        self.hall().now + self.skew
    }

    async fn subscription(&self, _feed: Feed) -> Result<(Subscription, DateTime<Utc>), Trouble> {
        let hall = self.hall();
        let seen = hall.visible();
        self.meet(&seen);
        Ok((hall.subscription(), second(hall.clock())))
    }

    async fn subscribe(&self, _feed: Feed, departments: Vec<DepartmentId>) -> Result<DateTime<Utc>, Trouble> {
        let mut hall = self.hall();
        hall.subscribe(&departments);
        let grown: Vec<usize> = hall.growth().into_iter().collect();
        self.meet(&grown);
        if self.step().0 { Err(crash()) } else { Ok(second(hall.clock())) }
    }

    async fn drain(&self, _feed: Feed, offset: u64, most: u32) -> Result<Option<ChangedPage>, Missed> {
        let trap = *self.trap.lock().expect("whole");
        let mut hall = self.hall();
        if trap.turned_away {
            return Err(Missed { why: silence(), perhaps: false });
        }
        if !hall.is_open() {
            let ended = hall.ended();
            self.meet(&ended);
            return Ok(None);
        }
        if trap.stuck {
            let at = hall.now + TimeDelta::seconds(400);
            hall.zombies.push((at, most));
            return Err(Missed { why: silence(), perhaps: true });
        }
        let ids = hall.take(offset, most);
        let mut page = hall.page(&ids);
        *self.page.lock().expect("whole") = Some(hall.now);
        page.as_of += trap.drift;
        page.dated &= !trap.undated;
        if trap.lost {
            return Err(Missed { why: silence(), perhaps: true });
        }
        if self.is_overtaken(trap)
            && let Some(id) = ids.first()
        {
            self.overtake(&mut hall, *id);
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
        let trap = *self.trap.lock().expect("whole");
        *self.readings.lock().expect("whole") += 1;
        if *self.readings.lock().expect("whole") > ENDLESS {
            return Err(silence());
        }
        let mut hall = self.hall();
        if !hall.is_open() {
            let ended = hall.ended();
            self.meet(&ended);
            return Ok(None);
        }
        let (start, end) = eastern_window(from, to);
        let all = hall.again(&start, &end);
        let mut page = hall.page(hall.from(&all, offset, most));
        page.as_of += trap.drift;
        if self.is_overtaken(trap)
            && let Some(id) = all.first()
        {
            self.overtake(&mut hall, *id);
        }
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
            copy.keep(state);
            gap.into_iter().for_each(|gap| copy.name(gap));
            drop(copy);
            self.noted();
        }
        if crashes { Err(crash()) } else { Ok(()) }
    }

    async fn apply(
        &self,
        rows: Vec<Changed>,
        (how, at, now): Told,
        mut state: FeedState,
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
                let row = match row {
                    Changed::Provider(row) => row,
                    Changed::Unreadable(Unreadable { id, digest }) => {
                        let is_new = copy.digests.insert(digest) || how == Taken::Drained;
                        if let Some(id) = id.filter(|_| self.scene.feed == Feed::Patients && is_new) {
                            copy.wanted.insert(id.parse().expect("ours"), at);
                        }
                        continue;
                    }
                    _ => continue,
                };
                let (id, version, previous) = read(&row);
                if is_listed(self.scene.feed, id) {
                    state.list_due = state.list_due.max(Some(at + TimeDelta::seconds(5))).max(copy.listed);
                    continue;
                }
                let put = copy.put((id, version, &previous), at, true);
                if let Put::Older(held) = put {
                    applied.ahead = applied.ahead.max(Some(held).filter(|held| *held > now + DRIFT));
                }
                if how == Taken::Again && put == Put::Taken && copy.known.get(&id) != Some(&version) {
                    applied.foreign.push(id.to_string());
                }
                copy.known.insert(id, version);
                applied.taken += u64::from(put == Put::Taken);
            }
            if how == Taken::Drained {
                copy.heard = *self.page.lock().expect("whole");
            }
            let ahead = applied.ahead.map(|until| FeedGap {
                feed: state.name.clone(),
                why: GapReason::Clock,
                since: at,
                until,
                reading: None,
                closed: None,
            });
            copy.keep(state);
            gaps.into_iter().chain(ahead).for_each(|gap| copy.name(gap));
            copy.stretch(at);
            drop(copy);
            self.noted();
        }
        if crashes { Err(crash()) } else { Ok(applied) }
    }

    async fn has_news(&self, _feed: Feed, rows: Vec<Changed>) -> Result<bool, Trouble> {
        let copy = self.copy();
        Ok(rows.iter().any(|row| match row {
            Changed::Unreadable(row) => !copy.digests.contains(&row.digest),
            _ => true,
        }))
    }

    async fn has_room(&self) -> Result<bool, Trouble> {
        Ok(!self.copy().full)
    }
}

/// What a run came to.
pub struct End {
    pub changes: u64,
    pub crashes: u64,
    /// How often it was looked at what a desk says to be so, with nothing named as missed.
    pub claims: u64,
    /// Records of which nothing on the wire told a desk, since another had asked for the subscription anew.
    pub hidden: u64,
    pub trace: u64,
}

/// A run.
pub struct Play {
    dice: Dice,
    scene: Scene,
    rules: Rules,
    hall: Mutex<Hall>,
    copies: Vec<Mutex<Copy>>,
    late: Vec<Late>,
    crashes: u64,
    claims: u64,
    trace: DefaultHasher,
}

/// What a person read and is not put yet: by which desk, what, as of when.
struct Late {
    desk: usize,
    id: u64,
    version: u64,
    previous: Vec<u64>,
    at: DateTime<Utc>,
}

impl Play {
    pub fn new(seed: u64, scene: Scene, rules: Rules) -> Self {
        Self {
            dice: Dice(seed),
            copies: (0..scene.desks).map(|_| Mutex::default()).collect(),
            rules,
            hall: Mutex::new(Hall::of(&scene)),
            scene,
            late: Vec::new(),
            crashes: 0,
            claims: 0,
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
        let hidden = self.calm()?;
        let changes = self.hall().changes;
        let trace = self.trace.finish();
        Ok(End { changes, crashes: self.crashes, claims: self.claims, hidden, trace })
    }

    fn hall(&self) -> std::sync::MutexGuard<'_, Hall> {
        self.hall.lock().expect("whole")
    }

    fn copy(&self, desk: usize) -> std::sync::MutexGuard<'_, Copy> {
        self.copies[desk].lock().expect("whole")
    }

    fn pass(&mut self, seconds: u64) {
        let time =
            TimeDelta::milliseconds(i64::try_from(seconds * 1_000 + self.dice.below(1_000)).unwrap_or(0));
        self.hall().pass(time);
    }

    fn act(&mut self) -> Result<(), String> {
        let desk = usize::try_from(self.dice.below(self.scene.desks as u64)).unwrap_or(0);
        match self.dice.below(13) {
            0..=3 => {
                let most = if self.dice.one_in(5) { 20 } else { 4 };
                for _ in 0..=self.dice.below(most) {
                    let id = self.dice.below(RECORDS);
                    self.hall().change(id);
                    let some = self.dice.below(3);
                    self.pass(some);
                }
            }
            4 if !self.scene.clocks => self.read(desk),
            5 if self.dice.one_in(10) => self.pass(13 * 3_600),
            5 => {
                let some = self.dice.below(3_600);
                self.pass(some);
            }
            6 => {
                let full = self.dice.one_in(3);
                self.copy(desk).full = full;
            }
            7 => self.elsewhere(),
            _ => {
                let some = 30 + self.dice.below(90);
                self.pass(some);
                let trap = self.trap();
                self.poll(desk, trap)?;
            }
        }
        Ok(())
    }

    /// Something that nobody at a desk does.
    fn elsewhere(&mut self) {
        let (one, two) = (self.dice.below(RECORDS), self.dice.below(RECORDS));
        match self.dice.below(4) {
            0 if self.scene.merges => self.hall().merge(one, two),
            1 if self.scene.edits => {
                let ends = self.dice.one_in(2);
                self.hall().edit(ends);
            }
            2 if self.scene.grows => self.hall().grow(),
            3 if self.scene.clocks => {
                let seconds = self.dice.below(1_400).cast_signed() - 700;
                self.hall().shift = TimeDelta::seconds(seconds);
            }
            _ => {}
        }
    }

    /// A person reads a record; its answer is put at once, or after other things.
    fn read(&mut self, desk: usize) {
        let id = self.dice.below(RECORDS);
        let late = {
            let hall = self.hall();
            let id = hall.survivor(id);
            let (version, previous) = (hall.version(id), hall.previous(id));
            Late { desk, id, version, previous, at: second(hall.clock()) }
        };
        if late.version == 0 {
            return;
        }
        if self.dice.one_in(2) {
            self.late.push(late);
        } else {
            self.put(late);
        }
    }

    fn put(&self, late: Late) {
        self.copy(late.desk).put((late.id, late.version, &late.previous), late.at, false);
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
        if self.scene.clocks {
            trap.drift = DRIFT * i32::try_from(self.dice.below(3)).unwrap_or(0) - DRIFT;
        }
        trap
    }

    fn poll(&mut self, desk: usize, trap: Trap) -> Result<(), String> {
        let before = self.hall().drains;
        let full = self.copy(desk).full;
        let departments = self.hall().departments();
        let stand = Desk {
            hall: &self.hall,
            copy: &self.copies[desk],
            trap: Mutex::new(trap),
            skew: self.scene.skews[desk],
            crashed: Mutex::new(false),
            number: desk,
            met: Mutex::default(),
            page: Mutex::default(),
            readings: Mutex::default(),
            scene: &self.scene,
        };
        let poll = Poll { source: &stand, shelf: &stand, rules: self.rules, most: MOST };
        let came = poll.run(self.scene.feed, &departments).now_or_never().ok_or("it waits for something")?;
        let crashed = *stand.crashed.lock().expect("whole");
        let readings = *stand.readings.lock().expect("whole");
        self.crashes += u64::from(crashed);
        if readings > ENDLESS {
            return Err(format!("desk {desk} reads again for ever"));
        }
        if full && self.hall().drains > before {
            return Err(format!("desk {desk} drained with no room"));
        }
        let told = came.as_ref().map(|polled| (polled.in_effect, polled.taken)).ok();
        let now = self.hall().now;
        (desk, told, now).hash(&mut self.trace);
        for late in std::mem::take(&mut self.late) {
            self.put(late);
        }
        self.relist(desk);
        self.check(desk)
    }

    /// What the gaps are about is read anew, once their end is past; so are those who are known by number
    /// alone, and the list of which rows do not tell all.
    fn relist(&mut self, desk: usize) {
        let hall = self.hall.lock().expect("whole");
        let mut copy = self.copies[desk].lock().expect("whole");
        let now = second(hall.clock());
        if copy.full {
            return;
        }
        let due = copy.state.as_ref().and_then(|state| state.list_due).filter(|due| *due < now);
        let lists = due.is_some() && due >= copy.listed;
        let all = copy.gaps.iter().any(|gap| gap.closed.is_none() && gap.until < now);
        for id in hall.living().collect::<Vec<_>>() {
            let is_wanted = copy.wanted.get(&id).is_some_and(|since| *since < now);
            if all || is_wanted || (lists && is_listed(self.scene.feed, id)) {
                copy.put((id, hall.version(id), &hall.previous(id)), now, false);
            }
        }
        // Who was merged is read under the other number.
        copy.wanted.retain(|id, since| hall.survivor(*id) == *id || *since >= now);
        if lists || all {
            copy.listed = Some(now);
        }
        if !copy.stretch(now) {
            copy.gaps.iter_mut().filter(|gap| gap.until < now).for_each(|gap| gap.closed = Some(now));
        }
    }

    /// What a desk says to be so is so: after every poll, whatever became of it.
    fn check(&mut self, desk: usize) -> Result<(), String> {
        let hall = self.hall.lock().expect("whole");
        let copy = self.copies[desk].lock().expect("whole");
        if let Some(id) = copy.back {
            return Err(format!("desk {desk}: record {id} went back"));
        }
        let Some(state) = &copy.state else { return Ok(()) };
        let alone = self.scene.desks == 1 && !self.scene.zombies;
        let said = if alone && state.clean && state.intent.is_none() { state.emptied } else { state.proven };
        let (Some(said), Some(covers), Some(heard)) = (said, state.covers, copy.heard) else { return Ok(()) };
        if copy.gaps.iter().any(|gap| gap.closed.is_none()) {
            return Ok(());
        }
        self.claims += 1;
        for id in hall.living() {
            let Some(version) = hall.version_at(id, heard, said) else { continue };
            let held = copy.held.get(&id).map_or(0, |(version, _)| *version);
            let is_told = version.clock >= covers && !hall.is_hidden(version, desk);
            if is_told && held < version.number && !copy.is_lacking(id, self.scene.feed) {
                let made = version.made;
                return Err(format!("desk {desk}: record {id} of {made} is missing, {said} is said"));
            }
        }
        Ok(())
    }

    /// Nothing goes wrong any more. In the end every copy is what the practice is. Gives how many records of
    /// how many copies are not, since nothing on the wire told of them.
    fn calm(&mut self) -> Result<u64, String> {
        for round in 0..30 {
            for desk in 0..self.scene.desks {
                self.copy(desk).full = false;
                self.pass(if round < 12 { 61 } else { 300 });
                self.poll(desk, Trap::default())?;
            }
        }
        let (hall, mut hidden) = (self.hall(), 0);
        if hall.is_waiting() {
            return Err("something waits in the feed".to_owned());
        }
        for (desk, copy) in self.copies.iter().enumerate() {
            let copy = copy.lock().expect("whole");
            if let Some(gap) = copy.gaps.iter().find(|gap| gap.closed.is_none()) {
                return Err(format!("desk {desk}: a gap stays open: {gap:?}"));
            }
            for id in hall.living() {
                let held = copy.held.get(&id).map_or(0, |(version, _)| *version);
                if held == hall.version(id) {
                    continue;
                }
                if self.scene.desks == 1 || !hall.is_last_hidden(id, desk) {
                    return Err(format!("desk {desk}: record {id} is {held}, not {}", hall.version(id)));
                }
                hidden += 1;
            }
            if hidden == 0 && copy.held.keys().any(|id| hall.survivor(*id) != *id) {
                return Err(format!("desk {desk} holds somebody who was merged"));
            }
        }
        Ok(hidden)
    }
}
