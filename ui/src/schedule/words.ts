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
  return visit.name ?? (visit.forNobody ? scheduleText.nobody : scheduleText.private);
}

/** The state as it is written on the sheet: what is over has its mark, and what is to come needs no word. */
export function shownWord(visit: Visit): string | null {
  const look = lookOf(visit.state);
  if (look === "here" && visit.waited !== null && visit.waited > 0) {
    return scheduleText.hereFor(visit.waited);
  }
  return look === "booked" || look === "done" ? null : stateWord(visit.state);
}

/** All that is heard of a visit: what is written on it first and as it is written, so that it can be said to
 * whoever is to press it; then when it is, whether it is urgent, and how far it has come. */
export function heardVisit(visit: Visit, clock: HourClock): string {
  const word = shownWord(visit);
  const time = clockRange(visit.minute, visit.minutes, clock);
  const urgent = visit.urgent ? scheduleText.urgent : "";
  const state = word === null ? stateWord(visit.state) : "";
  const parts = [visitName(visit), word ?? "", visit.kind, time, urgent, state];
  return scheduleText.heard(parts.filter((part) => part !== ""));
}

/** What it is and how far it has come. */
export function heardState(visit: Visit): string {
  return [visit.kind, stateWord(visit.state)].filter((part) => part !== "").join(text.dot);
}
