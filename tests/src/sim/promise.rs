//! What must be so after every step, whatever went wrong in it. Each is named by its number in the list of
//! invariants: I1 nothing is lost, I2 nothing is written twice, I3 nothing is said to be saved that is not,
//! I4 what nobody knows is shown, I5 no record goes back, I6 what is said to be whole is whole, I7 a page is
//! there whole or not at all, I11 no limit is passed.

use std::collections::BTreeMap;

use athena::Feed;
use chrono::{DateTime, NaiveDateTime, Utc};
use model::{AppointmentId, PatientId};
use store::{FeedState, GapReason, Part, Reader, WriteState};

use super::desktop::Desktop;
use super::hall::{Hall, Thing};
use super::held;
use super::ports::Batch;

/// A promise that did not hold.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    pub which: &'static str,
    pub desk: usize,
    pub what: String,
}

impl Broken {
    pub fn of(which: &'static str, desk: usize, what: impl Into<String>) -> Self {
        Self { which, desk, what: what.into() }
    }
}

impl std::fmt::Display for Broken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}, desk {}: {}", self.which, self.desk, self.what)
    }
}

impl std::error::Error for Broken {}

fn broken(which: &'static str, desk: usize, what: impl Into<String>) -> anyhow::Error {
    Broken::of(which, desk, what).into()
}

/// What one look at a desktop showed.
struct Seen {
    held: BTreeMap<Thing, String>,
    states: Vec<FeedState>,
    open: Vec<String>,
}

fn look(desk: &Desktop, hall: &Hall) -> anyhow::Result<Seen> {
    let things: Vec<Thing> = hall.things().map(|(thing, _)| thing).collect();
    Ok(desk.cache.read_blocking(|reader| {
        let mut states = Vec::new();
        for feed in Feed::ALL {
            states.extend(reader.feed(feed.name())?);
        }
        let open = reader.open_gaps()?.into_iter().map(|gap| gap.feed).collect();
        Ok(Seen { held: held::of(reader, things.into_iter())?, states, open })
    })?)
}

/// After a step. `alone` is a desktop that shares its key with nobody.
pub(super) async fn holds(desk: &mut Desktop, hall: &Hall, alone: bool) -> anyhow::Result<()> {
    if let Some(limit) = desk.way.beyond() {
        return Err(broken("I11", desk.number, limit));
    }
    let seen = look(desk, hall)?;
    forward(desk, hall, &seen)?;
    for state in &seen.states {
        said(desk, hall, &seen, state, alone)?;
    }
    written(desk, hall).await
}

/// I5: what is held is something that was so, and never older than what was held before.
fn forward(desk: &mut Desktop, hall: &Hall, seen: &Seen) -> anyhow::Result<()> {
    for (thing, says) in &seen.held {
        let Some(place) = hall.place(*thing, says) else {
            return Err(broken("I5", desk.number, format!("{thing:?} says what it never said: {says}")));
        };
        let before = desk.known.insert(*thing, place);
        if before.is_some_and(|before| place < before) {
            return Err(broken("I5", desk.number, format!("{thing:?} went back to {says}")));
        }
    }
    Ok(())
}

/// I1 and I6: up to when a feed is said to be whole, every change is held, or named as missed.
fn said(desk: &Desktop, hall: &Hall, seen: &Seen, state: &FeedState, alone: bool) -> anyhow::Result<()> {
    let clean = alone && state.clean && state.intent.is_none();
    let Some(feed) = Feed::named(&state.name).filter(|feed| *feed != Feed::Providers) else { return Ok(()) };
    let heard = desk.ears.heard(feed, state);
    let (whole, heard) = if clean { (state.emptied, heard.emptied) } else { (state.proven, heard.proven) };
    let (Some(whole), Some(covers), Some(heard)) = (whole, state.covers, heard) else { return Ok(()) };
    if seen.open.contains(&state.name) {
        return Ok(());
    }
    // A date may run ahead of what it dates, and somebody else's change is not known before it is looked.
    let edited = desk.edited.get(&feed).filter(|(_, looked)| *looked == state.checked);
    let whole = edited.map_or(whole.min(heard), |(edited, _)| whole.min(heard).min(*edited));
    for (thing, versions) in hall.things().filter(|(thing, _)| thing.feed() == feed) {
        let known = seen.held.get(&thing).and_then(|says| hall.place(thing, says));
        let due = versions.iter().rposition(|(made, _)| *made < whole);
        let Some(place) = due.filter(|place| versions[*place].0 >= covers) else { continue };
        if known.is_none_or(|known| known < place) {
            let (made, says) = &versions[place];
            let what = format!(
                "{thing:?} said {says} at {made}, which is missing; {} is whole to {whole}",
                state.name
            );
            return Err(broken("I6", desk.number, what));
        }
    }
    if feed == Feed::Patients {
        merged(desk, hall, covers, whole)?;
    }
    Ok(())
}

fn merged(desk: &Desktop, hall: &Hall, covers: DateTime<Utc>, whole: DateTime<Utc>) -> anyhow::Result<()> {
    for merged in hall.merged.iter().filter(|merged| (covers..whole).contains(&merged.at)) {
        let old = PatientId::new(merged.old.to_string());
        let found = desk.cache.read_blocking(|reader| reader.survivor(&old))?;
        if found == old {
            return Err(broken("I6", desk.number, format!("the merge of {old} at {} is missing", merged.at)));
        }
    }
    Ok(())
}

/// I2, I3 and I4.
async fn written(desk: &Desktop, hall: &Hall) -> anyhow::Result<()> {
    if desk.writes.is_empty() {
        return Ok(());
    }
    let truth = hall.practice.truth();
    let listed = desk.journal.list(None, None, 100).await?;
    for (id, mark) in &desk.writes {
        let applied = truth.applied(&[("email", mark)]);
        if applied > 1 {
            return Err(broken("I2", desk.number, format!("{mark} was written {applied} times")));
        }
        let Some(entry) = desk.journal.entry(id).await? else {
            return Err(broken("I1", desk.number, format!("the write of {mark} is gone")));
        };
        if entry.state == WriteState::Confirmed && applied == 0 {
            return Err(broken("I3", desk.number, format!("{mark} is said to be saved and is not")));
        }
        let shown = listed.entries.iter().any(|shown| shown.id == *id);
        if entry.state == WriteState::Unknown && (!shown || listed.counts.unknown == 0) {
            return Err(broken("I4", desk.number, format!("nobody is shown that {mark} is not known")));
        }
    }
    Ok(())
}

/// I7: of the pages that a poll was to put, the first so many are there whole, and nothing is said of the
/// others.
pub(super) fn whole_pages(
    desk: &Desktop,
    hall: &Hall,
    feed: Feed,
    (before, batches): (u64, &[Batch]),
) -> anyhow::Result<()> {
    let (drained, held, doubts) = desk.cache.read_blocking(|reader| {
        let drained = reader.feed(feed.name())?.map_or(0, |state| state.drained);
        let things = batches.iter().flat_map(|(_, rows)| rows.iter().map(|(thing, _)| *thing));
        Ok((drained, held::of(reader, things)?, Doubts::of(reader, feed)?))
    })?;
    if drained != before && !batches.iter().any(|(by, _)| *by == drained) {
        return Err(broken("I7", desk.number, format!("{drained} rows drained fits no page")));
    }
    for (thing, says) in batches.iter().filter(|(by, _)| *by <= drained).flat_map(|(_, rows)| rows) {
        let known = held.get(thing).and_then(|held| hall.place(*thing, held));
        let is_older = !is_left(hall, *thing) && known < hall.place(*thing, says);
        if is_older && !doubts.are_of(desk, *thing)? {
            return Err(broken("I7", desk.number, format!("{thing:?} of a page that was put is missing")));
        }
    }
    Ok(())
}

/// What a feed says of rows that it told and that the copy does not hold.
struct Doubts {
    /// Until when records are that are held as newer, since the server's clock went back.
    ahead: Option<DateTime<Utc>>,
    /// Who is to be read by their number.
    wanted: Vec<PatientId>,
}

impl Doubts {
    fn of(reader: &Reader<'_>, feed: Feed) -> Result<Self, store::Error> {
        let open = reader.open_gaps()?.into_iter();
        let ahead = open.filter(|gap| gap.feed == feed.name() && gap.why == GapReason::Clock);
        let wanted =
            reader.wanted_patients(NaiveDateTime::MIN, DateTime::<Utc>::MAX_UTC, usize::MAX)?.into_iter();
        Ok(Self { ahead: ahead.map(|gap| gap.until).max(), wanted: wanted.map(|wanted| wanted.id).collect() })
    }

    fn are_of(&self, desk: &Desktop, thing: Thing) -> anyhow::Result<bool> {
        let held = desk.cache.read_blocking(|reader| match thing {
            Thing::Patient(id) => reader.as_of(&Part::Patient(PatientId::new(id.to_string()))),
            Thing::Visit(id) => {
                let held = reader.appointment(&AppointmentId::new(id.to_string()))?;
                Ok(held.map(|held| held.as_of))
            }
            Thing::Provider(_) => Ok(None),
        })?;
        let is_wanted = |id: u64| self.wanted.contains(&PatientId::new(id.to_string()));
        let wanted = matches!(thing, Thing::Patient(id) if is_wanted(id));
        Ok(wanted || held.is_some_and(|held| self.ahead.is_some_and(|ahead| held <= ahead)))
    }
}

/// Whether a record was merged into another since.
fn is_left(hall: &Hall, thing: Thing) -> bool {
    matches!(thing, Thing::Patient(id) if hall.is_gone(id))
}

/// I1, once all is calm: every record is in the copy as it is. Gives those that are not.
pub(super) fn lost(desk: &Desktop, hall: &Hall) -> anyhow::Result<Vec<String>> {
    let seen = look(desk, hall)?;
    let mut lost = Vec::new();
    for (thing, versions) in hall.things() {
        let last = versions.last().map(|(_, says)| says);
        if seen.held.get(&thing) != last {
            lost.push(format!(
                "desk {}: {thing:?} is {:?}, not {last:?}",
                desk.number,
                seen.held.get(&thing)
            ));
        }
    }
    if !seen.open.is_empty() {
        lost.push(format!("desk {}: gaps of {:?} stay open", desk.number, seen.open));
    }
    let truth = hall.practice.truth();
    for merged in &hall.merged {
        let old = PatientId::new(merged.old.to_string());
        let ended = truth.patient(merged.old).and_then(|one| one.merged_into).unwrap_or(merged.old);
        let found = desk.cache.read_blocking(|reader| reader.survivor(&old))?;
        if found.as_str() != ended.to_string() {
            lost.push(format!("desk {}: {old} is {found}, not {ended}", desk.number));
        }
    }
    for thing in hall.things().map(|(thing, _)| thing) {
        lost.extend(differs(desk, hall, thing)?);
    }
    Ok(lost)
}

/// What else of a record differs.
fn differs(desk: &Desktop, hall: &Hall, thing: Thing) -> anyhow::Result<Option<String>> {
    let truth = hall.practice.truth();
    let mut what = String::new();
    let alike = match thing {
        Thing::Patient(id) => {
            let held = desk.cache.read_blocking(|reader| reader.patient(&PatientId::new(id.to_string())))?;
            held.map(|held| held.patient).zip(truth.patient(id)).is_some_and(|(held, real)| {
                held.name.last.expose() == &real.last_name
                    && held.contact.mobile_phone.expose() == &real.mobile_phone.unwrap_or_default()
                    && held.dob.expose() == &Some(real.born)
            })
        }
        Thing::Visit(id) => {
            let real = truth.visit(id);
            let whose = real.as_ref().map(|real| PatientId::new(real.patient.to_string()));
            let (held, theirs) = desk.cache.read_blocking(|reader| {
                let visit = AppointmentId::new(id.to_string());
                let theirs = whose.as_ref().map_or(Ok(Vec::new()), |whose| reader.visits(whose, u32::MAX))?;
                let held = reader.appointment(&visit)?.map(|held| held.appointment);
                // Who was merged is known by both numbers.
                let patient = held.as_ref().and_then(|held| held.patient.as_ref());
                let patient = patient.map(|patient| reader.survivor(patient)).transpose()?;
                let theirs = theirs.iter().any(|theirs| theirs.appointment.id == visit);
                Ok((held.map(|held| (held, patient)), theirs))
            })?;
            held.zip(real).is_some_and(|((held, patient), real)| {
                what = format!("{patient:?} {} {} {real:?}", held.start, held.provider);
                (theirs && patient == whose)
                    && held.start.date() == real.day
                    && held.provider.as_str() == real.provider.to_string()
            })
        }
        Thing::Provider(_) => true,
    };
    Ok((!alike).then(|| format!("desk {}: {thing:?} is not in all as it is {what}", desk.number)))
}
