import type { AuditLine } from "../ipc/bindings.ts";

/** Entries that stand as one row: one, or searches that somebody made one after another. The latest comes first. */
export type Fold = readonly [AuditLine, ...AuditLine[]];

/** The entries of a page, searches of one person on end as one: each letter that is typed is one of its own. */
export function folded(lines: readonly AuditLine[]): Fold[] {
  const folds: [AuditLine, ...AuditLine[]][] = [];
  for (const line of lines) {
    const last = folds.at(-1);
    if (last !== undefined && goesOn(last[0], line)) {
      last.push(line);
    } else {
      folds.push([line]);
    }
  }
  return folds;
}

function goesOn(one: AuditLine, other: AuditLine): boolean {
  const both = [one, other];
  return (
    both.every(({ kind, outcome, patient }) => kind === "search" && outcome === "done" && patient === null) &&
    one.person.id === other.person.id &&
    one.words === other.words &&
    one.emergency === other.emergency &&
    one.practice?.number === other.practice?.number
  );
}
