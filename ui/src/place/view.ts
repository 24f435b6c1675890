import type { ViewKind, ViewOrder, ViewState, VisitWrong } from "../ipc/bindings.ts";

/** How the schedule is shown, and what of it. Where nothing is named everything is meant. */
export type View = {
  kind: ViewKind;
  departments: readonly string[];
  providers: readonly string[];
  states: readonly ViewState[];
  wrongs: readonly VisitWrong[];
  order: ViewOrder;
  /** Whether the last comes first. */
  isTurned: boolean;
};

export const PLAIN: View = {
  kind: "columns",
  departments: [],
  providers: [],
  states: [],
  wrongs: [],
  order: "time",
  isTurned: false,
};

/** The view with everything shown again. */
export function unfiltered(view: View): View {
  return { ...view, departments: [], providers: [], states: [], wrongs: [] };
}

/** Whether anything of the schedule is left out or set back. */
export function isFiltered(view: View): boolean {
  return filtersOf(view) > 0;
}

/** How many things are looked for. */
export function filtersOf({ departments, providers, states, wrongs }: View): number {
  return departments.length + providers.length + states.length + wrongs.length;
}

/** The function keys that views are kept on. */
export const VIEW_KEYS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** The action that shows the view of a key. */
export function viewAction(key: number): string {
  return `schedule.view${key}`;
}
