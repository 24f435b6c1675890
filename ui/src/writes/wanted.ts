import { addDays, daysBetween } from "../format.ts";
import type { SlotFind, SlotForm } from "../ipc/bindings.ts";
import type { Wanted } from "../place/booking.ts";
import { typedDate } from "../typed-date.ts";

/** How many departments one question asks, and how many times are shown of its answer. */
const MOST_DEPARTMENTS = 8;
const SHOWN = 40;
/** How many days the list goes on for where the month is over sooner. */
const AT_LEAST = 14;

/** The first day of a day's month. */
export function monthOf(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** The first day of the month after a day's, or some months away. */
export function monthBeside(day: string, months: number): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  const at = year * 12 + month - 1 + months;
  return `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}-01`;
}

/** Where a time is looked for: where it is said, or in every department, as far as one question goes. */
export function placesOf(form: SlotForm, wanted: Wanted) {
  const named = form.departments.filter(({ id }) => wanted.departments.includes(id));
  const places = named.length === 0 ? form.departments : named;
  return { places: places.slice(0, MOST_DEPARTMENTS), left: Math.max(0, places.length - MOST_DEPARTMENTS) };
}

/** Today where a time is looked for: the earliest, where it is another day already elsewhere. */
export function todayOf(form: SlotForm, wanted: Wanted): string {
  const days = placesOf(form, wanted).places.map(({ today }) => today);
  return days.sort()[0] ?? "";
}

/** The first day that is meant; none where what was typed is no day. What is over is not looked through. */
export function fromOf(form: SlotForm, wanted: Wanted): string | null {
  const today = todayOf(form, wanted);
  const read = wanted.typed.trim() === "" ? { day: today } : typedDate(wanted.typed, today);
  return !("day" in read) ? null : read.day < today ? today : read.day;
}

/** What athenahealth is asked: the days of the month, so that each can be shown by how many times it has, and a while
 * beyond where it is over soon. None where something is missing. */
export function questionOf(form: SlotForm, wanted: Wanted, providers: readonly string[]): SlotFind | null {
  const since = fromOf(form, wanted);
  const { places } = placesOf(form, wanted);
  const purpose = wanted.purpose;
  if (since === null || purpose === null || places.length === 0) {
    return null;
  }
  if ("reason" in purpose && providers.length === 0) {
    return null;
  }
  const today = todayOf(form, wanted);
  const first = monthOf(since) < today ? today : monthOf(since);
  const last = [addDays(monthBeside(since, 1), -1), addDays(since, AT_LEAST - 1)].sort()[1] ?? since;
  return {
    ...purpose,
    departments: places.map(({ id }) => id),
    providers: [...providers],
    from: first,
    days: daysBetween(first, last) + 1,
    since,
    ...(wanted.part === null ? {} : { part: wanted.part }),
    limit: SHOWN,
  };
}
