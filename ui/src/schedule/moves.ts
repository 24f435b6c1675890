import type { Column, DaySheet, Visit } from "../ipc/bindings.ts";

/** Where the cursor is on the sheet. */
export type Spot = { column: number; visit: Visit };

export type Move = "up" | "down" | "left" | "right" | "first" | "last";

/** The visits of a column in the order of their time. */
export function inOrder(column: Column): Visit[] {
  return [...column.visits].sort(
    (a, b) => a.minute - b.minute || a.lane - b.lane || a.id.localeCompare(b.id),
  );
}

export function findSpot(sheet: DaySheet, visit: string | null): Spot | null {
  for (const [column, { visits }] of sheet.columns.entries()) {
    const found = visits.find((each) => each.id === visit);
    if (found !== undefined) {
      return { column, visit: found };
    }
  }
  return null;
}

/** Where the cursor stands before it was moved: the visit that is on now or next, else the day's first. */
export function startSpot(sheet: DaySheet): Spot | null {
  for (const [column, each] of sheet.columns.entries()) {
    const visits = inOrder(each);
    const now = each.now;
    const visit =
      (now === null ? undefined : visits.find((one) => one.minute + one.minutes > now)) ?? visits[0];
    if (visit !== undefined) {
      return { column, visit };
    }
  }
  return null;
}

/** The visit a move leads to; the same where there is none further. Up and down go by time within a column,
 * left and right to the visit nearest in time of the next column that has any. */
export function moved(sheet: DaySheet, from: Spot, move: Move): Spot {
  switch (move) {
    case "up":
    case "down":
      return along(sheet, from, move === "up" ? -1 : 1);
    case "left":
    case "right":
      return across(sheet, from, move === "left" ? -1 : 1);
    case "first":
    case "last": {
      const visits = inOrder(sheet.columns[from.column] as Column);
      return { column: from.column, visit: visits.at(move === "first" ? 0 : -1) ?? from.visit };
    }
    default:
      return move satisfies never;
  }
}

function along(sheet: DaySheet, from: Spot, step: 1 | -1): Spot {
  const visits = inOrder(sheet.columns[from.column] as Column);
  const at = visits.findIndex((each) => each.id === from.visit.id);
  return { column: from.column, visit: visits[at + step] ?? from.visit };
}

function across(sheet: DaySheet, from: Spot, step: 1 | -1): Spot {
  for (let column = from.column + step; column >= 0 && column < sheet.columns.length; column += step) {
    const nearest = nearestTo(inOrder(sheet.columns[column] as Column), from.visit.minute);
    if (nearest !== null) {
      return { column, visit: nearest };
    }
  }
  return from;
}

function nearestTo(visits: readonly Visit[], minute: number): Visit | null {
  let best: Visit | null = null;
  for (const visit of visits) {
    if (best === null || Math.abs(visit.minute - minute) < Math.abs(best.minute - minute)) {
      best = visit;
    }
  }
  return best;
}

/** Whether anybody is booked in any of some columns. */
export function hasVisits(columns: readonly { visits: readonly Visit[] }[]): boolean {
  return columns.some(({ visits }) => visits.length > 0);
}
