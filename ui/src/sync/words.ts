import { clockTime, shortDay } from "../format.ts";
import type { HourClock, PracticeTime } from "../ipc/bindings.ts";

/** A time of day with its zone: `3:40 PM Central`. */
export function timeWords({ minute, zone }: PracticeTime, clock: HourClock): string {
  return `${clockTime(minute, clock)} ${zone}`;
}

/** A time with its day: `Sun, Nov 22, 7:00 PM`. */
export function dayTimeWords({ date, minute }: PracticeTime, clock: HourClock): string {
  return `${shortDay(date)}, ${clockTime(minute, clock)}`;
}

/** A time with its day and its zone: `Sun, Nov 22, 7:00 PM Central`. */
export function zonedWords(time: PracticeTime, clock: HourClock): string {
  return `${dayTimeWords(time, clock)} ${time.zone}`;
}
