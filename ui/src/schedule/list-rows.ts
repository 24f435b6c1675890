import type { Column, DaySheet, ViewOrder, VisitWrong } from "../ipc/bindings.ts";
import type { View } from "../place/view.ts";
import { type Move, type Spot, startSpot } from "./moves.ts";
import { isMeant, STATES, stateOf, WRONGS, wrongsOf } from "./narrowing.ts";
import { visitName } from "./words.ts";

/** A visit of the list, with whom and where it is, and what is wrong with it. */
export type ListRow = Spot & { of: Column; wrongs: readonly VisitWrong[] };

export const ORDERS: readonly ViewOrder[] = [
  "time",
  "name",
  "kind",
  "state",
  "provider",
  "department",
  "wrong",
];

const words = new Intl.Collator("en-US", { sensitivity: "base", numeric: true });

// Whatever else is looked at, visits that are alike in it stand by their time.
const BY: Record<ViewOrder, (a: ListRow, b: ListRow) => number> = {
  time: () => 0,
  name: (a, b) => words.compare(visitName(a.visit), visitName(b.visit)),
  kind: (a, b) => words.compare(a.visit.kind, b.visit.kind),
  state: (a, b) => STATES.indexOf(stateOf(a.visit)) - STATES.indexOf(stateOf(b.visit)),
  provider: (a, b) => words.compare(a.of.name, b.of.name),
  department: (a, b) => words.compare(a.of.departmentName, b.of.departmentName),
  wrong: (a, b) => urgency(a) - urgency(b),
};

function urgency({ wrongs: [first] }: ListRow): number {
  return first === undefined ? WRONGS.length : WRONGS.indexOf(first);
}

function byTime(a: ListRow, b: ListRow): number {
  return a.visit.minute - b.visit.minute || a.column - b.column || words.compare(a.visit.id, b.visit.id);
}

/** The visits of a day that are looked for, in the order that is wanted. */
export function rowsOf(sheet: DaySheet, view: View): ListRow[] {
  const rows = sheet.columns.flatMap((of, column) =>
    of.visits
      .filter((visit) => isMeant(visit, of, view))
      .map((visit) => ({ column, of, visit, wrongs: wrongsOf(visit, of) })),
  );
  const by = BY[view.order];
  rows.sort((a, b) => by(a, b) || byTime(a, b));
  return view.isTurned ? rows.reverse() : rows;
}

/** Where the cursor stands in the list: on what is chosen, else on the visit that is on now or next. */
export function rowAt(rows: readonly ListRow[], chosen: string | null, sheet: DaySheet): ListRow | null {
  const find = (id: string | undefined) => rows.find(({ visit }) => visit.id === id);
  return find(chosen ?? undefined) ?? find(startSpot(sheet)?.visit.id) ?? rows[0] ?? null;
}

/** The row that a move leads to; the same where there is none further, or none at that side. */
export function rowMoved(rows: readonly ListRow[], from: Spot, move: Move): Spot {
  const at = rows.findIndex(({ visit }) => visit.id === from.visit.id);
  switch (move) {
    case "up":
      return rows[Math.max(0, at - 1)] ?? from;
    case "down":
      return rows[at + 1] ?? from;
    default:
      return from;
  }
}
