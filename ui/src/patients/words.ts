import { clockTime, datedDay, monthDay } from "../format.ts";
import type { HourClock, PatientFlag, VisitLine, VisitState, Why } from "../ipc/bindings.ts";
import type { Tone } from "../kit/tag.tsx";
import { text } from "../text.ts";

/** Why a row is there: `last name starts with, born`. */
export function whyWords(why: readonly Why[]): string {
  return why.map(({ field, kind }) => text.matchKind[kind](text.matchField[field])).join(", ");
}

export const FLAG_TONE: Record<PatientFlag, Tone> = {
  deceased: "stop",
  inactive: "quiet",
  prospective: "note",
};

/** `Nov 24, 9:30 AM` of a visit to come, which is never a year away, at the department's time. */
export function visitSoon(visit: VisitLine, clock: HourClock): string {
  return `${monthDay(visit.date)}, ${clockTime(visit.minute, clock)}`;
}

/** `Tue, Nov 24, 2026, 9:30 AM`, at the department's time. */
export function visitWhen(visit: VisitLine, clock: HourClock): string {
  return `${datedDay(visit.date)}, ${clockTime(visit.minute, clock)}`;
}

/** A visit's state in words. */
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
