import type { WriteRow } from "./ipc/bindings.ts";
import { read } from "./ipc/commands.ts";
import type { Tone } from "./kit/tag.tsx";
import { text } from "./text.ts";

type Standing = Pick<WriteRow, "stage" | "why" | "fields" | "readBack" | "kind" | "visit">;

/** How far a write is, in a word and the colour and shape that mean the same. */
export function stageOf(row: Standing): { tone: Tone | "hollow"; word: string } {
  const t = text.write;
  switch (row.stage) {
    case "draft":
      return row.why === null ? { tone: "hollow", word: t.draft } : { tone: "warn", word: t.held };
    case "waiting":
      return { tone: "note", word: row.why === null ? t.onTheWay : t.waits };
    case "sent":
      return { tone: "note", word: t.onTheWay };
    case "unknown":
      return { tone: "stop", word: t.unknown };
    case "saved":
      return isOtherwise(row) ? { tone: "warn", word: t.savedOtherwise } : { tone: "good", word: t.saved };
    case "notSaved":
      return row.why === "withdrawn"
        ? { tone: "quiet", word: t.withdrawn }
        : { tone: "stop", word: t.notSaved };
    default:
      return row.stage satisfies never;
  }
}

/** Whether athenahealth has something else somewhere than was written. */
export function isOtherwise({
  fields,
  readBack,
  visit,
}: Pick<WriteRow, "fields" | "readBack" | "visit">): boolean {
  const isVisitOtherwise = readBack && visit !== null && !visit.isSo;
  return isVisitOtherwise || fields.some(({ made }) => made === "changed" || made === "ignored");
}

/** Whether it has not ended. */
export function isOpen({ stage }: Pick<WriteRow, "stage">): boolean {
  return stage !== "saved" && stage !== "notSaved";
}

/** How many writes stand where, and none of them: whoever stands in a row was looked at. */
export const countsRead = read("write_list", { limit: 0 });

/** One write, whoever it is about. */
export function writeOf(write: string) {
  return read("write_list", { limit: 1, write });
}

/** The writes about one patient. */
export function writesOf(patient: string) {
  return read("write_list", { limit: 20, patient });
}
