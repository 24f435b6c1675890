import { earliestFirst, instantOf } from "../instant.ts";
import type { Column, DaySheet, Opening, SheetSlot, Visit } from "../ipc/bindings.ts";
import type { Move } from "./moves.ts";

/** How many times are offered in place of one that is not to be had. */
export const OFFERED = 3;

/** The states in which a visit can be moved. */
export function isMovable({ state, patient }: Visit): boolean {
  return patient !== null && (state.state === "booked" || state.state === "late");
}

/** The place of a visit as a time beside it, which is not open and has no number. */
export function besideOf(visit: Visit, column: Column, date: string): SheetSlot {
  const { provider, name, department, departmentName, zone } = column;
  const { minute, minutes, kind } = visit;
  const where = { provider, name, department, departmentName, zone };
  return { ...where, slot: "", date, minute, minutes, kind, kindId: null, frozen: false };
}

function isOf(column: Column, { provider, department }: Opening): boolean {
  return column.provider === provider && column.department === department;
}

/** The open times of a column in the order of their time, one for each. */
export function timesOf(column: Column, times: readonly Opening[]): Opening[] {
  const own = times.filter((time) => isOf(column, time)).sort((a, b) => a.minute - b.minute);
  return own.filter(({ minute }, at) => own[at - 1]?.minute !== minute);
}

/** The day with a column also for those who have no visit on it and an open time. */
export function withTimes(sheet: DaySheet, times: readonly Opening[]): DaySheet {
  const columns = [...sheet.columns];
  for (const time of times) {
    if (!columns.some((column) => isOf(column, time))) {
      const beside = columns.findLastIndex(({ department }) => department === time.department);
      columns.splice(beside < 0 ? columns.length : beside + 1, 0, {
        provider: time.provider,
        name: time.name,
        department: time.department,
        departmentName: time.departmentName,
        zone: time.zone,
        now: columns[beside]?.now ?? null,
        visits: [],
      });
    }
  }
  const from = Math.min(sheet.from, ...times.map(({ minute }) => Math.floor(minute / 60) * 60));
  const to = Math.max(sheet.to, ...times.map(({ minute, minutes }) => Math.min(1_440, minute + minutes)));
  return { ...sheet, columns, from, to };
}

/** Where a time is on the sheet. */
export function columnOf(sheet: DaySheet, time: Opening): number {
  return sheet.columns.findIndex((column) => isOf(column, time));
}

/** The first time to be offered at a place of the sheet: there or after it, else the last before it, else the one
 * nearest in time of the column nearest to it. */
export function timeNear(
  sheet: DaySheet,
  times: readonly Opening[],
  at: { column: number; minute: number },
): Opening | null {
  const byDistance = sheet.columns
    .map((column, index) => ({ column, away: Math.abs(index - at.column) }))
    .sort((a, b) => a.away - b.away);
  for (const { column, away } of byDistance) {
    const nearest = nearestTo(column, times, at.minute);
    if (nearest !== null) {
      const next = timesOf(column, times).find(({ minute }) => minute >= at.minute);
      return away === 0 ? (next ?? nearest) : nearest;
    }
  }
  return null;
}

/** The time that is open at a place of the sheet. */
export function timeAt(
  sheet: DaySheet,
  times: readonly Opening[],
  at: { column: number; minute: number },
): Opening | null {
  const column = sheet.columns[at.column];
  const own = column === undefined ? [] : timesOf(column, times);
  return own.findLast(({ minute, minutes }) => minute <= at.minute && at.minute < minute + minutes) ?? null;
}

/** The time that a move leads to; the same where there is none further. */
export function timeMoved(sheet: DaySheet, times: readonly Opening[], from: Opening, move: Move): Opening {
  const at = columnOf(sheet, from);
  const column = sheet.columns[at];
  if (column === undefined) {
    return from;
  }
  const own = timesOf(column, times);
  switch (move) {
    case "up":
    case "down": {
      const here = own.findIndex(({ slot }) => slot === from.slot);
      return own[here + (move === "up" ? -1 : 1)] ?? from;
    }
    case "first":
    case "last":
      return own.at(move === "first" ? 0 : -1) ?? from;
    case "left":
    case "right": {
      const step = move === "left" ? -1 : 1;
      for (let next = at + step; next >= 0 && next < sheet.columns.length; next += step) {
        const there = nearestTo(sheet.columns[next] as Column, times, from.minute);
        if (there !== null) {
          return there;
        }
      }
      return from;
    }
    default:
      return move satisfies never;
  }
}

function nearestTo(column: Column, times: readonly Opening[], minute: number): Opening | null {
  const away = (time: Opening) => Math.abs(time.minute - minute);
  return timesOf(column, times).sort((a, b) => away(a) - away(b))[0] ?? null;
}

/** The next times after one that is not to be had: those of the same provider in the same department first. */
export function nextAfter(times: readonly Opening[], lost: Opening): Opening[] {
  const from = instantOf(lost);
  const later = earliestFirst(times.filter((time) => time.slot !== lost.slot && instantOf(time) >= from));
  const isSame = (time: Opening) => time.provider === lost.provider && time.department === lost.department;
  return [...later.filter(isSame), ...later.filter((time) => !isSame(time))].slice(0, OFFERED);
}
