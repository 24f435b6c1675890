import { instantOf } from "../instant.ts";
import type { Column, DaySheet, Visit } from "../ipc/bindings.ts";

/** A visit to which nobody came, as far as is known. */
export type Missed = { visit: Visit & { patient: string }; column: Column };

/** The visits of a day to which nobody came: still booked when their time is over, in the order of their time. Whose
 * patient is not shown is left out, since nothing can be done with those here. */
export function missedOf({ columns, date, today }: DaySheet): Missed[] {
  const missed = columns.flatMap((column) =>
    column.visits.flatMap((visit) => {
      const isBooked = visit.state.state === "booked" || visit.state.state === "late";
      const isOver = column.now === null ? date < today : visit.minute + visit.minutes <= column.now;
      const { patient } = visit;
      return isBooked && isOver && patient !== null ? [{ visit: { ...visit, patient }, column }] : [];
    }),
  );
  const at = ({ visit, column }: Missed) => instantOf({ date, minute: visit.minute, zone: column.zone });
  return missed.sort((a, b) => at(a) - at(b) || a.visit.id.localeCompare(b.visit.id));
}
