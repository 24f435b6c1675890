import type { AuditLine } from "../ipc/bindings.ts";

/** Entries that stand as one row: one, searches that somebody made one after another, or the patients whom one
 * answer showed. The latest comes first. */
export type Fold = readonly [AuditLine, ...AuditLine[]];

/** The entries of a page, searches of one person on end as one, as each letter that is typed is one of its own,
 * and so those whom they were shown together. */
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
  const areSearches = both.every(({ kind, patient }) => kind === "search" && patient === null);
  const areShown = both.every(isShown) && one.day === other.day && one.minute === other.minute;
  return (
    (areSearches || areShown) &&
    both.every(({ outcome }) => outcome === "done") &&
    one.person.id === other.person.id &&
    one.device.id === other.device.id &&
    one.words === other.words &&
    one.emergency === other.emergency &&
    one.practice?.number === other.practice?.number &&
    one.practice?.environment === other.practice?.environment
  );
}

/** Whether somebody was shown a patient for whom they had not asked, or had them among others in a file. */
export function isShown({ kind, patient, words }: AuditLine): boolean {
  const isIn = kind === "print" || kind === "export";
  return patient !== null && (isIn || (kind === "view" && words.startsWith("was shown ")));
}
