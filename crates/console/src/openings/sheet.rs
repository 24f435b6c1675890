//! What is open on a day, whatever it is for; and what a whole day could be moved to.

use ipc::slot::{SheetSlot, SheetSlots, SlotSheet};

use super::{
    AppointmentTypeId, Asked, Console, DateTime, Department, DepartmentId, Failure, Field, HashMap, Known,
    Lane, Live, MOST_DEPARTMENTS, MOST_SLOTS, NaiveDate, OpenSlot, Opening, ProviderId, Purpose, RENEWED,
    Utc, kept, row, words,
};

/// More open times of one day than a sheet can show.
const MOST_OF_A_SHEET: usize = 2_000;
/// How many questions one plan asks.
const MOST_OF_A_PLAN: usize = 24;

/// Asks athenahealth for a day's open and frozen times. Nobody waits for them: the calls that are kept for people are
/// left alone.
pub(crate) async fn sheet(console: &Console, request: SlotSheet) -> Result<SheetSlots, Failure> {
    let now = console.ports().clock.now();
    let live = console.live().await?;
    let SlotSheet { date, departments } = request;
    let day = super::day_of(&date)?;
    if !(1..=MOST_DEPARTMENTS).contains(&departments.len()) {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let asked = |department: String| Asked {
        department: DepartmentId::new(department),
        providers: Vec::new(),
        purpose: None,
        from: day,
        to: day,
    };
    let questions = departments.into_iter().map(asked).collect();
    let found = kept(&live, questions, (RENEWED, Lane::Booking), now).await?;
    let (departments, providers) =
        live.read(|reader| Ok((reader.departments()?, reader.providers()?))).await?;
    let slots = to_come(&found, &departments, now);
    let shown = slots.iter().take(MOST_OF_A_SHEET).map(|slot| {
        let Opening { slot: id, minute, name, department_name, zone, .. } =
            row(slot, &departments, &providers);
        SheetSlot {
            slot: id,
            date: date.clone(),
            minute,
            minutes: slot.minutes,
            provider: slot.provider.to_string(),
            name,
            department: slot.department.to_string(),
            department_name,
            zone,
            kind: slot.kind_name.clone(),
            kind_id: slot.kind.as_ref().map(ToString::to_string),
            frozen: slot.frozen,
        }
    });
    let as_of = words::instant(oldest(&found, now));
    Ok(SheetSlots { rows: shown.collect(), date, more: slots.len() > MOST_OF_A_SHEET, as_of })
}

/// Which open times a day could be moved to.
pub(crate) struct OfKinds {
    pub kinds: Vec<AppointmentTypeId>,
    pub departments: Vec<DepartmentId>,
    pub providers: Vec<ProviderId>,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The open times of each kind that are still to come, and when the oldest were read.
pub(crate) async fn of_kinds(
    live: &Live,
    asked: &OfKinds,
    now: DateTime<Utc>,
) -> Result<(Vec<(AppointmentTypeId, Vec<OpenSlot>)>, DateTime<Utc>), Failure> {
    if asked.kinds.len() * asked.departments.len() > MOST_OF_A_PLAN {
        return Err(Failure::Invalid { field: Field::Request });
    }
    let departments = live.read(|reader| reader.departments()).await?;
    let (mut all, mut as_of) = (Vec::new(), now);
    for kind in &asked.kinds {
        let question = |department: &DepartmentId| Asked {
            department: department.clone(),
            providers: asked.providers.clone(),
            purpose: Some(Purpose::Kind(kind.clone())),
            from: asked.from,
            to: asked.to,
        };
        let questions = asked.departments.iter().map(question).collect();
        let found = kept(live, questions, (RENEWED, Lane::Interactive), now).await?;
        let slots = to_come(&found, &departments, now).into_iter().filter(|slot| !slot.frozen);
        all.push((kind.clone(), slots.take(MOST_SLOTS).cloned().collect()));
        as_of = as_of.min(oldest(&found, now));
    }
    Ok((all, as_of))
}

fn oldest(found: &[Known], now: DateTime<Utc>) -> DateTime<Utc> {
    found.iter().map(|known| known.read).min().unwrap_or(now)
}

/// Those that are still to come, the earliest first.
fn to_come<'k>(found: &'k [Known], departments: &[Department], now: DateTime<Utc>) -> Vec<&'k OpenSlot> {
    let walls: HashMap<&DepartmentId, _> =
        departments.iter().map(|known| (&known.id, known.zone().wall(now))).collect();
    let is_past = |slot: &OpenSlot| walls.get(&slot.department).is_some_and(|wall| *wall >= slot.start);
    let mut slots: Vec<&OpenSlot> =
        found.iter().flat_map(|known| known.slots.iter()).filter(|slot| !is_past(slot)).collect();
    slots.sort_by(|one, other| (one.start, &one.id).cmp(&(other.start, &other.id)));
    slots
}
