import type { DaySheet } from "../ipc/bindings.ts";
import { inOrder, type Spot } from "./moves.ts";
import { visitName } from "./words.ts";

/** Hours before this one are the afternoon's where nobody says which half of the day is meant. */
const EARLIEST = 7;

/** The minute of the day that was typed, as `10:30`, `1030`, `2p` or `14:00`; none where it is no time. */
export function typedTime(typed: string): number | null {
  const [, hours, minutes = "0", half] =
    /^(\d{1,2})(?::?(\d{2}))?\s*(?:([ap])\.?(?:m\.?)?)?$/.exec(typed.trim().toLowerCase()) ?? [];
  const hour = Number(hours);
  const minute = Number(minutes);
  if (hours === undefined || hour > 23 || minute > 59) {
    return null;
  }
  const onTheClock = hour <= 12 && half !== undefined ? (hour % 12) + (half === "p" ? 12 : 0) : hour;
  return (half === undefined && hour > 0 && hour < EARLIEST ? hour + 12 : onTheClock) * 60 + minute;
}

/** The visits of a day that are meant by part of a name or by a time, the likeliest first; all of them, from the
 * one that is on now, where nothing is typed. */
export function findVisits(sheet: DaySheet, typed: string): Spot[] {
  const spots = sheet.columns.flatMap((each, column) =>
    inOrder(each).map((visit): Spot => ({ column, visit })),
  );
  const words = folded(typed)
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  const time = typedTime(typed);
  if (time !== null) {
    return sorted(spots, ({ visit }) => farFrom(time, visit.minute, visit.minutes));
  }
  if (words.length === 0) {
    return sorted(spots, ({ column, visit }) => {
      const now = sheet.columns[column]?.now ?? 0;
      return visit.minute + visit.minutes > now ? visit.minute : visit.minute + 1_440;
    });
  }
  const ranked = spots
    .map((spot) => ({ spot, rank: rankOf(words, visitName(spot.visit)) }))
    .filter(({ rank }) => rank !== null);
  return sorted(ranked, ({ spot, rank }) => (rank ?? 0) * 10_000 + spot.visit.minute).map(({ spot }) => spot);
}

function sorted<Item>(items: readonly Item[], by: (item: Item) => number): Item[] {
  return items
    .map((item) => ({ item, key: by(item) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

// What begins at the time comes first, then what is under way at it, then what is nearest.
function farFrom(time: number, minute: number, minutes: number): number {
  if (minute === time) {
    return 0;
  }
  const isOn = minute < time && minute + minutes > time;
  return Math.abs(minute - time) + (isOn ? 1 : 1_440);
}

/** 0 where each word begins a part of the name, 1 where it stands somewhere in it, none where one does not. */
function rankOf(words: readonly string[], name: string): number | null {
  const whole = folded(name);
  const parts = whole.split(/[\s,'’-]+/);
  const begins = (word: string) => whole.startsWith(word) || parts.some((part) => part.startsWith(word));
  if (words.every(begins)) {
    return 0;
  }
  return words.every((word) => whole.includes(word)) ? 1 : null;
}

// As somebody types it: without accents, and in small letters.
function folded(words: string): string {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
