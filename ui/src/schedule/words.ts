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

/** What a screen reader hears of a visit, the name first. */
export function visitLabel(visit: Visit, clock: HourClock): string {
  const parts = [
    visitName(visit),
    clockRange(visit.minute, visit.minutes, clock),
    visit.kind === "" ? null : visit.kind,
    stateWord(visit.state),
    visit.urgent ? text.schedule.urgent : null,
  ];
  return text.schedule.visitLabel(parts.filter((part) => part !== null));
}
