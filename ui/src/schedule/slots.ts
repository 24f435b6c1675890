import type { Column, SheetSlot } from "../ipc/bindings.ts";

/** A stretch of a column in which nobody is booked and nobody could be. */
export type Gap = { minute: number; minutes: number };

// What is shorter is the time between two visits.
const SHORTEST_BREAK = 15;

function isOf(column: Column, { provider, department }: SheetSlot): boolean {
  return column.provider === provider && column.department === department;
}

/** The open and frozen times of a column in the order of their time, one for each start, an open one before a
 * frozen one. */
export function slotsOf(column: Column, slots: readonly SheetSlot[]): SheetSlot[] {
  const own = slots
    .filter((slot) => isOf(column, slot))
    .sort((a, b) => a.minute - b.minute || Number(a.frozen) - Number(b.frozen));
  return own.filter(({ minute }, at) => own[at - 1]?.minute !== minute);
}

/** Where a column has neither a visit nor a time of its own between two that it has. What is past shows none: its
 * open times are not asked for. */
export function breaksOf(column: Column, slots: readonly SheetSlot[]): Gap[] {
  const own = slotsOf(column, slots);
  if (own.length === 0) {
    return [];
  }
  const taken = [...own, ...column.visits]
    .map(({ minute, minutes }) => ({ from: minute, to: minute + minutes }))
    .sort((a, b) => a.from - b.from);
  const gaps: Gap[] = [];
  let end = Number.POSITIVE_INFINITY;
  for (const { from, to } of taken) {
    const since = Math.max(end, column.now ?? 0);
    if (from - since >= SHORTEST_BREAK) {
      gaps.push({ minute: since, minutes: from - since });
    }
    end = end === Number.POSITIVE_INFINITY ? to : Math.max(end, to);
  }
  return gaps;
}

/** Whether a visit stands where the time is. */
export function isBeside({ visits }: Column, { minute, minutes }: Gap): boolean {
  return visits.some((each) => each.minute < minute + minutes && minute < each.minute + each.minutes);
}
