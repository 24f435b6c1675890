import { shortDay } from "../format.ts";
import type { Column, DaySheet, WeekSheet } from "../ipc/bindings.ts";
import type { View } from "../place/view.ts";
import { isMeant, narrowed, stateOf } from "./narrowing.ts";

/** A provider in a department, on each day of a week: none where they have no visits. */
export type WeekRow = { key: string; of: Column; days: readonly (Column | null)[] };

/** The week with the columns that are looked for. */
export function narrowedWeek(week: WeekSheet, view: View): WeekSheet {
  const days = week.days.map((day) => narrowed(day, view));
  return days.every((day, at) => day === week.days[at]) ? week : { ...week, days };
}

/** Who has visits in a week, in the order of the day's columns. */
export function weekRows({ days }: WeekSheet): WeekRow[] {
  const rows = new Map<string, { of: Column; days: (Column | null)[] }>();
  for (const [at, { columns }] of days.entries()) {
    for (const column of columns) {
      const key = `${column.provider}-${column.department}`;
      const row = rows.get(key) ?? { of: column, days: days.map(() => null) };
      row.days[at] = column;
      rows.set(key, row);
    }
  }
  const words = new Intl.Collator("en-US");
  return [...rows]
    .map(([key, row]) => ({ key, ...row }))
    .sort(
      (a, b) =>
        words.compare(a.of.departmentName, b.of.departmentName) || words.compare(a.of.name, b.of.name),
    );
}

/** The only provider of a week; none where there are several. */
export function onlyProvider(rows: readonly WeekRow[]): string | null {
  const [first] = rows;
  return first !== undefined && rows.every(({ of }) => of.provider === first.of.provider)
    ? first.of.provider
    : null;
}

/** A week of one provider, drawn as a day is: a column for each day, or several where they are in several
 * departments that day. */
export type WeekColumns = {
  sheet: DaySheet;
  /** The day of each column, and its column as the day has it. */
  of: readonly { date: string; column: Column }[];
};

export function weekColumns({ days, today }: WeekSheet, rows: readonly WeekRow[]): WeekColumns | null {
  const [first] = rows;
  const [day] = days;
  if (first === undefined || day === undefined) {
    return null;
  }
  const of = days.flatMap(({ date, columns }) =>
    (columns.length === 0 ? [{ ...first.of, now: null, visits: [] }] : columns).map((column) => ({
      date,
      column,
    })),
  );
  const sheet: DaySheet = {
    ...day,
    today,
    from: Math.min(...days.map(({ from }) => from)),
    to: Math.max(...days.map(({ to }) => to)),
    columns: of.map(({ date, column }) => ({ ...column, name: shortDay(date, today) })),
    asOf: oldest(days),
  };
  return { sheet, of };
}

/** When the day of a week that was read longest ago was; none where one was not. */
export function oldest(days: readonly DaySheet[]): string | null {
  const read = days.filter(({ asOf, kept }) => asOf !== null || kept).map(({ asOf }) => asOf);
  return read.includes(null) ? null : (read.sort()[0] ?? null);
}

/** How many of a column's visits are looked for, and how many of those ask for somebody now. */
export function countOf(column: Column | null, view: View): { booked: number; asks: number } {
  const meant = column?.visits.filter((visit) => isMeant(visit, column, view)) ?? [];
  return {
    booked: meant.length,
    asks: meant.filter((visit) => ["late", "waiting"].includes(stateOf(visit))).length,
  };
}

const COLOURS: Record<ReturnType<typeof stateOf>, string> = {
  booked: "var(--ink-3)",
  late: "var(--warn)",
  coming: "var(--accent)",
  here: "var(--accent)",
  waiting: "var(--warn)",
  done: "var(--line-strong)",
  other: "var(--ink-3)",
};

/** A column's visits as one picture, from left to right as the day goes: a week has thousands, and each box costs. */
export function stripOf(column: Column | null, from: number, to: number, view: View): string | undefined {
  const visits = column?.visits.filter((visit) => isMeant(visit, column, view)) ?? [];
  if (visits.length === 0 || to <= from) {
    return undefined;
  }
  const share = (minute: number) => `${(((minute - from) / (to - from)) * 100).toFixed(2)}%`;
  const stops: string[] = [];
  let end = from;
  for (const visit of [...visits].sort((a, b) => a.minute - b.minute)) {
    const begins = Math.max(end, visit.minute);
    const ends = Math.min(to, Math.max(visit.minute + visit.minutes, visit.minute + SHORTEST));
    if (ends > begins) {
      // What follows at once is told apart by a gap.
      const colour = COLOURS[stateOf(visit)];
      stops.push(`transparent ${share(end)} ${share(begins)}`);
      stops.push(`${colour} ${share(begins)} ${share(Math.max(begins + 1, ends - GAP))}`);
      stops.push(`transparent ${share(Math.max(begins + 1, ends - GAP))} ${share(ends)}`);
      end = ends;
    }
  }
  return `linear-gradient(90deg, ${stops.join(", ")}, transparent ${share(end)})`;
}

/** Minutes as which a visit is drawn at the least, and between two. */
const SHORTEST = 6;
const GAP = 3;
