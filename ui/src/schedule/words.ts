import { clockRange } from "../format.ts";
import type { HourClock, Visit, VisitState } from "../ipc/bindings.ts";
import { text } from "../text.ts";

/** How a visit is drawn; each look has its word or shape beside its colour. */
export type Look = "booked" | "late" | "coming" | "here" | "waiting" | "done" | "cancelled" | "other";

const LOOKS: Record<VisitState["state"], Look> = {
  booked: "booked",
  late: "late",
  checkingIn: "coming",
  here: "here",
  waiting: "waiting",
  out: "done",
  charged: "done",
  cancelled: "cancelled",
  other: "other",
};

export function lookOf(state: VisitState): Look {
  return LOOKS[state.state];
}

export function stateWord(state: VisitState): string {
  switch (state.state) {
    case "waiting":
      return text.state.waiting(state.minutes);
    case "other":
      return state.word;
    default:
      return text.state[state.state];
  }
}

export function visitName(visit: Visit): string {
  return visit.name ?? text.schedule.private;
}

/** What is heard of a visit after its name: when it is, and whether it is urgent. */
export function heardTime(visit: Visit, clock: HourClock): string {
  const urgent = visit.urgent ? text.schedule.urgent : null;
  const parts = [clockRange(visit.minute, visit.minutes, clock), urgent].filter((part) => part !== null);
  return text.schedule.heard(parts);
}

/** What it is and how far it has come. */
export function heardState(visit: Visit): string {
  return [visit.kind, stateWord(visit.state)].filter((part) => part !== "").join(text.dot);
}
