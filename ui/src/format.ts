import type { Age, HourClock } from "./ipc/bindings.ts";

// Days and minutes come from the console as the department's own calendar and clock says, so nothing
// here asks what zone this computer is in.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function dayOf(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

function inUtc(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", { timeZone: "UTC", ...options });
}

const SHORT_DAY = inUtc({ weekday: "short", month: "short", day: "numeric" });
const MONTH_DAY = inUtc({ month: "short", day: "numeric" });
const DATED_DAY = inUtc({ weekday: "short", month: "short", day: "numeric", year: "numeric" });
const MONTH_YEAR = inUtc({ month: "long", year: "numeric" });
const LONG_DAY = inUtc({ weekday: "long", month: "long", day: "numeric", year: "numeric" });

/** `YYYY-MM-DD` as `03/14/1979`. */
export function usDate(date: string): string {
  const [year, month, day] = date.slice(0, 10).split("-");
  return year === undefined || month === undefined || day === undefined ? date : `${month}/${day}/${year}`;
}

/** `Mon, Nov 23`, with the year where it is not `today`'s. */
export function shortDay(date: string, today?: string): string {
  const text = SHORT_DAY.format(dayOf(date));
  return today !== undefined && today.slice(0, 4) !== date.slice(0, 4)
    ? `${text}, ${date.slice(0, 4)}`
    : text;
}

/** `Nov 23`. */
export function monthDay(date: string): string {
  return MONTH_DAY.format(dayOf(date));
}

/** `Mon, Nov 23, 2026`. */
export function datedDay(date: string): string {
  return DATED_DAY.format(dayOf(date));
}

/** `Monday, November 23, 2026`. */
export function longDay(date: string): string {
  return LONG_DAY.format(dayOf(date));
}

/** `November 2026`. */
export function monthYear(date: string): string {
  return MONTH_YEAR.format(dayOf(date));
}

/** The day so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(dayOf(date).getTime() + days * DAY).toISOString().slice(0, 10);
}

/** A day so many days off; none where a year of four digits has no such day. */
export function dayBeside(date: string, days: number): string | null {
  const beside = addDays(date, days);
  return /^\d{4}-\d{2}-\d{2}$/.test(beside) ? beside : null;
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((dayOf(to).getTime() - dayOf(from).getTime()) / DAY);
}

/** Minutes since midnight as a front desk writes them: `10:30 AM` or `10:30`. */
export function clockTime(minute: number, clock: HourClock): string {
  const { hour, minutes, half } = onTheClock(minute, clock);
  return half === null ? `${hour}:${minutes}` : `${hour}:${minutes} ${half}`;
}

/** The label of an hour line: `10 AM` or `10:00`. */
export function hourLabel(minute: number, clock: HourClock): string {
  const { hour, minutes, half } = onTheClock(minute, clock);
  return half === null ? `${hour}:${minutes}` : `${hour} ${half}`;
}

/** `10:30 – 11:00 AM`, the half of the day said once where both ends share it. */
export function clockRange(minute: number, minutes: number, clock: HourClock): string {
  const from = clockTime(minute, clock);
  const to = clockTime(minute + minutes, clock);
  const half = from.slice(-3);
  return clock === "twelve" && to.endsWith(half) ? `${from.slice(0, -3)} – ${to}` : `${from} – ${to}`;
}

function onTheClock(minute: number, clock: HourClock) {
  const inDay = ((minute % 1440) + 1440) % 1440;
  const hour = Math.floor(inDay / 60);
  const minutes = String(inDay % 60).padStart(2, "0");
  return clock === "twentyFour"
    ? { hour: String(hour), minutes, half: null }
    : { hour: String(hour % 12 === 0 ? 12 : hour % 12), minutes, half: hour < 12 ? "AM" : "PM" };
}

/** `(319) 555-0148`; anything that is not a US number stays as it is. */
export function phone(digits: string): string {
  const bare = digits.length === 11 && digits.startsWith("1") ? digits.slice(1) : digits;
  return /^\d{10}$/.test(bare) ? `(${bare.slice(0, 3)}) ${bare.slice(3, 6)}-${bare.slice(6)}` : digits;
}

/** Cents as dollars, the sign in front: `-$978.70`. */
export function money(cents: number): string {
  const whole = Math.floor(Math.abs(cents) / 100).toLocaleString("en-US");
  const rest = String(Math.abs(cents) % 100).padStart(2, "0");
  return `${cents < 0 ? "-" : ""}$${whole}.${rest}`;
}

const LANGUAGES = new Intl.DisplayNames("en-US", { type: "language", fallback: "none" });

/** A language's name for its two- or three-letter code; anything else stays as it is. */
export function language(code: string): string {
  return /^[a-z]{2,3}$/i.test(code) ? (LANGUAGES.of(code.toLowerCase()) ?? code) : code;
}

/** `15,204`. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** How long ago an instant was, in the largest unit that fits: `18 s`, `6 min`, `3 h`, `12 days`. */
export function age(instant: string, now: number): string {
  return span(Math.max(0, now - Date.parse(instant)));
}

/** A length of time in its largest unit. */
export function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 1) {
    return `${Math.floor(milliseconds / 1_000)} s`;
  }
  if (minutes < 60) {
    return `${minutes} min`;
  }
  if (minutes < 48 * 60) {
    return `${Math.floor(minutes / 60)} h`;
  }
  return `${Math.floor(minutes / 1440)} days`;
}

/** How old a person is, as a front desk writes it: `46`, `3 mo`, `12 d`. */
export function personAge({ count, unit }: Age): string {
  const signs = { years: "", months: " mo", weeks: " wk", days: " d" } satisfies Record<Age["unit"], string>;
  return `${count}${signs[unit]}`;
}

/** The same in words: `3 months old`. */
export function spokenAge({ count, unit }: Age): string {
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit} old`;
}

/** A share as a whole percentage, never rounded up to all or down to nothing. */
export function percent(part: number, whole: number): string {
  if (whole <= 0) {
    return "0 %";
  }
  const share = (part / whole) * 100;
  const bounded = part > 0 && part < whole ? Math.min(99, Math.max(1, Math.round(share))) : Math.round(share);
  return `${bounded} %`;
}
