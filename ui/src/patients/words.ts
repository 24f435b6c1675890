import { clockTime, datedDay, monthDay } from "../format.ts";
import type { HourClock, PatientFlag, VisitLine, Why } from "../ipc/bindings.ts";
import type { Tone } from "../kit/tag.tsx";
import { patientsText } from "./text.ts";

/** Why a row is there, each reason once: `last name starts with`, `born`. */
export function reasons(why: readonly Why[]): string[] {
  const words = why.map(({ field, kind }) => patientsText.matchKind[kind](patientsText.matchField[field]));
  return [...new Set(words)];
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
