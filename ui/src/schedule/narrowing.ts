import type { Column, DaySheet, Tally, ViewState, Visit, VisitWrong } from "../ipc/bindings.ts";
import type { View } from "../place/view.ts";
import { type Look, lookOf } from "./words.ts";

/** What may be wrong with a visit, what asks for somebody first. */
export const WRONGS: readonly VisitWrong[] = [
  "late",
  "waiting",
  "nobody",
  "noProvider",
  "noKind",
  "noLength",
  "double",
];

/** How far a visit may have come, in the order of a day. */
export const STATES: readonly ViewState[] = ["booked", "late", "coming", "here", "waiting", "done", "other"];

const IS_WRONG: Record<VisitWrong, (visit: Visit, column: Column) => boolean> = {
  late: ({ state }) => state.state === "late",
  waiting: ({ state }) => state.state === "waiting",
  nobody: ({ patient }) => patient === null,
  noProvider: (_, { provider }) => provider === "",
  noKind: ({ kind }) => kind === "",
  noLength: ({ minutes }) => minutes === 0,
  double: ({ lanes }) => lanes > 1,
};

/** What is wrong with a visit, what asks for somebody first. */
export function wrongsOf(visit: Visit, column: Column): VisitWrong[] {
  return WRONGS.filter((wrong) => IS_WRONG[wrong](visit, column));
}

const STATE_OF: Record<Look, ViewState> = {
  booked: "booked",
  late: "late",
  coming: "coming",
  here: "here",
  waiting: "waiting",
  done: "done",
  cancelled: "other",
  other: "other",
};

export function stateOf(visit: Visit): ViewState {
  return STATE_OF[lookOf(visit.state)];
}

/** Whether a visit is among those that are looked for. */
export function isMeant(visit: Visit, column: Column, { states, wrongs }: View): boolean {
  return (
    (states.length === 0 || states.includes(stateOf(visit))) &&
    (wrongs.length === 0 || wrongs.some((wrong) => IS_WRONG[wrong](visit, column)))
  );
}

/** The day with the columns that are looked for; the same where those are all. */
export function narrowed(sheet: DaySheet, { departments, providers }: View): DaySheet {
  if (departments.length === 0 && providers.length === 0) {
    return sheet;
  }
  const columns = sheet.columns.filter(
    ({ department, provider }) =>
      (departments.length === 0 || departments.includes(department)) &&
      (providers.length === 0 || providers.includes(provider)),
  );
  return { ...sheet, columns, tally: tallyOf(columns) };
}

const COUNTED: Record<ViewState, readonly (keyof Tally)[]> = {
  booked: ["booked"],
  late: ["booked"],
  coming: ["booked", "here"],
  here: ["booked", "here"],
  waiting: ["booked", "here", "waiting"],
  done: ["booked", "done"],
  other: ["booked"],
};

/** How some columns stand, as the console counts a whole day. */
export function tallyOf(columns: readonly Column[]): Tally {
  const tally: Tally = { booked: 0, here: 0, done: 0, waiting: 0 };
  for (const visit of columns.flatMap(({ visits }) => visits)) {
    if (visit.state.state !== "cancelled") {
      for (const count of COUNTED[stateOf(visit)]) {
        tally[count] += 1;
      }
    }
  }
  return tally;
}
