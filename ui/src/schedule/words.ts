import { clockRange } from "../format.ts";
import type { HourClock, Visit, VisitState } from "../ipc/bindings.ts";
import { text } from "../text.ts";
import { stateWord } from "../visit-state.ts";
import { scheduleText } from "./text.ts";

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

export function visitName(visit: Visit): string {
  return visit.name ?? scheduleText.private;
}

/** All that is heard of a visit: whose it is, when, whether it is urgent, what it is and how far it has come. */
export function heardVisit(visit: Visit, clock: HourClock): string {
  const urgent = visit.urgent ? scheduleText.urgent : "";
  const time = clockRange(visit.minute, visit.minutes, clock);
  const parts = [visitName(visit), time, urgent, visit.kind, stateWord(visit.state)];
  return scheduleText.heard(parts.filter((part) => part !== ""));
}

/** What it is and how far it has come. */
export function heardState(visit: Visit): string {
  return [visit.kind, stateWord(visit.state)].filter((part) => part !== "").join(text.dot);
}
