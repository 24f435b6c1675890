import { addDays, daysBetween } from "./format.ts";

/** The day that is meant by what was typed, or why it is none. */
export type Typed = { day: string } | { problem: "unread" | "noSuchDay" };

type Reader = (words: string, today: string) => Typed | null;

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const NAMED: Record<string, number> = {
  today: 0,
  tod: 0,
  tomorrow: 1,
  tom: 1,
  tmrw: 1,
  yesterday: -1,
  yest: -1,
};

/** Reads a date in any form in which a US front desk types one. A day without a year is the nearest to today, a
 * weekday the next to come, and `+7` and `-1` count from today. */
export function typedDate(typed: string, today: string): Typed {
  const words = typed
    .toLowerCase()
    .replace(/[,\s]+/g, " ")
    .trim();
  const dated = withoutWeekday(words);
  const found =
    counted(words, today) ??
    named(words, today) ??
    numeric(dated, today) ??
    digits(words) ??
    spelled(dated, today) ??
    dayOfMonth(dated, today);
  return found ?? { problem: "unread" };
}

const counted: Reader = (words, today) => {
  const read = /^([+-]|in )\s*(\d{1,4})\s*(d|days?|w|wks?|weeks?|m|mo|mos|months?)?$/.exec(words);
  if (read === null) {
    return null;
  }
  const [, sign, number, unit = "d"] = read;
  const count = Number(number) * (sign === "-" ? -1 : 1);
  if (unit.startsWith("m")) {
    return { day: addMonths(today, count) };
  }
  return { day: addDays(today, count * (unit.startsWith("w") ? 7 : 1)) };
};

const named: Reader = (words, today) => {
  const days = NAMED[words];
  if (days !== undefined) {
    return { day: addDays(today, days) };
  }
  const [, which, name = ""] = /^(?:(next|last) )?([a-z]{2,9})\.?$/.exec(words) ?? [];
  const weekday = WEEKDAYS.findIndex((each) => name !== "" && each.startsWith(name));
  if (weekday < 0) {
    return null;
  }
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  return { day: addDays(today, which === "last" ? ahead - 7 : ahead === 0 ? 7 : ahead) };
};

const numeric: Reader = (words, today) => {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(words);
  if (iso !== null) {
    return whole(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  }
  const us = /^(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?$/.exec(words);
  return us === null ? null : inYear(us[3], Number(us[1]), Number(us[2]), today);
};

// As a date stands in a form without its strokes: 03142027, or 031427.
function digits(words: string): Typed | null {
  const [, month, day, year] = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(words) ?? [];
  return year === undefined ? null : whole(yearOf(year), Number(month), Number(day));
}

const spelled: Reader = (words, today) => {
  const monthFirst = /^([a-z]{3,9})\.?[ -]?(\d{1,2})(?:st|nd|rd|th)?(?:[ -](\d{4}|\d{2}))?$/.exec(words);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3,9})\.?(?:[ -](\d{4}|\d{2}))?$/.exec(words);
  const [name = "", day, year] =
    monthFirst !== null
      ? [monthFirst[1], monthFirst[2], monthFirst[3]]
      : [dayFirst?.[2], dayFirst?.[1], dayFirst?.[3]];
  const month = name === "" ? 0 : monthOf(name);
  return month === 0 ? null : inYear(year, month, Number(day), today);
};

// A number alone is the next such day of a month.
const dayOfMonth: Reader = (words, today) => {
  const [, number] = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)?$/.exec(words) ?? [];
  if (number === undefined) {
    return null;
  }
  for (let months = 0; months < 3; months += 1) {
    const [year = 0, month = 0] = addMonths(`${today.slice(0, 7)}-01`, months)
      .split("-")
      .map(Number);
    const found = whole(year, month, Number(number));
    if ("day" in found && found.day >= today) {
      return found;
    }
  }
  return { problem: "noSuchDay" };
};

function inYear(year: string | undefined, month: number, day: number, today: string): Typed {
  return year === undefined ? nearest(month, day, today) : whole(yearOf(year), month, day);
}

// The leap day of another year may be the nearest.
function nearest(month: number, day: number, today: string): Typed {
  const thisYear = Number(today.slice(0, 4));
  const found = [0, 1, -1, 2, -2, 3, -3, 4, -4]
    .map((years) => whole(thisYear + years, month, day))
    .flatMap((each) => ("day" in each ? [each.day] : []))
    .sort((a, b) => Math.abs(daysBetween(today, a)) - Math.abs(daysBetween(today, b)));
  return found[0] === undefined ? { problem: "noSuchDay" } : { day: found[0] };
}

function whole(year: number, month: number, day: number): Typed {
  const at = new Date(Date.UTC(year, month - 1, day));
  const isReal = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isReal ? { day: at.toISOString().slice(0, 10) } : { problem: "noSuchDay" };
}

// The last day of a month that is shorter.
function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  return `${last.toISOString().slice(0, 7)}-${String(Math.min(day, last.getUTCDate())).padStart(2, "0")}`;
}

function yearOf(typed: string): number {
  return typed.length === 2 ? 2_000 + Number(typed) : Number(typed);
}

function monthOf(name: string): number {
  return MONTHS.findIndex((each) => each.startsWith(name === "sept" ? "sep" : name)) + 1;
}

function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

// `Mon, Nov 30`, as a day is written here, is that day.
function withoutWeekday(words: string): string {
  const [first = "", ...rest] = words.split(" ");
  const name = first.replace(".", "");
  return rest.length > 0 && name.length >= 3 && WEEKDAYS.some((each) => each.startsWith(name))
    ? rest.join(" ")
    : words;
}
