import { clockTime, shortDay, usDate } from "../format.ts";
import type { HourClock, PatientFlag, PatientRow, VisitLine, VisitState, Why } from "../ipc/bindings.ts";
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

/** `Tue, Nov 24 9:30 AM`, at the department's time. */
export function visitWhen(visit: VisitLine, clock: HourClock): string {
  return `${shortDay(visit.date)} ${clockTime(visit.minute, clock)}`;
}

/** What a screen reader hears of a row, the name first. */
export function rowLabel(row: PatientRow, clock: HourClock): string {
  const t = text.find;
  const parts = [
    row.name,
    row.preferred === null ? null : text.card.preferred(row.preferred),
    ...row.flags.map((flag) => text.flag[flag]),
    row.dob === null ? null : t.born(usDate(row.dob)),
    row.age === null ? null : t.years(row.age),
    row.sex,
    t.idLabel(row.id),
    row.nextVisit === null ? null : t.nextLabel(visitWhen(row.nextVisit, clock)),
    row.why.length === 0 ? null : whyWords(row.why),
  ];
  return t.rowLabel(parts.filter((part) => part !== null));
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
