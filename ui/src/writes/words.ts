import { useQuery } from "@tanstack/react-query";
import { language, phone, usDate } from "../format.ts";
import type { FieldTrouble, PatientField, VisitPlace, WriteRow } from "../ipc/bindings.ts";
import { overviewRead } from "../ipc/session.ts";
import { standingWord, type VisitKind, visitWhyText, visitWriteText } from "../visit-write-text.ts";
import { isOtherwise } from "../write-stage.ts";
import { writesText } from "./text.ts";
import { takenFor, unknownNext, waitsNext, whyText } from "./why-text.ts";

const t = writesText;

/** What stands in a field, as a person reads it. */
export type FieldWords = (field: PatientField, value: string) => string;

/** How to say what stands in a field; a department by its name. */
export function useFieldWords(): FieldWords {
  const departments = useQuery(overviewRead).data?.rows ?? [];
  return (field, value) => {
    const department = field === "department" ? departments.find(({ id }) => id === value) : undefined;
    return department?.name ?? fieldWords(field, value);
  };
}

/** The same of a value that needs no list to be read. */
export function fieldWords(field: PatientField, value: string): string {
  switch (field) {
    case "dob":
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? usDate(value) : value;
    case "homePhone":
    case "mobilePhone":
    case "workPhone":
      return phone(value);
    case "sex":
      return t.sex[value] ?? value;
    case "consentToText":
      return t.consent[value] ?? value;
    case "language":
      return value === "" ? "" : language(value);
    default:
      return value;
  }
}

/** Whom a write is about, where somebody is named yet. */
export function nameOf({ name }: Pick<WriteRow, "name">): string {
  return name === null || name.replace(/[, ]/g, "") === "" ? t.unnamed : name;
}

/** The field that cannot be sent as it is. Of the ways to reach a person any will do. */
export function troubledField({ field, why }: FieldTrouble): string {
  return field === "mobilePhone" && why === "missing" ? t.unfit.contact : t.field[field];
}

/** Where a write stands and what to do about it. */
export function standing(row: WriteRow): { title: string; next: string } {
  const { stage, why } = row;
  if (why !== null) {
    const own = row.visit === null ? undefined : visitWhyText[why];
    const { next, title: reason } = own ?? whyText[why];
    const title = (row.over ?? "") === "" ? reason : takenFor(row.over ?? "");
    if (stage === "unknown") {
      return { title, next: unknownNext };
    }
    return { title, next: next === "" && stage === "waiting" ? waitsNext : next };
  }
  switch (stage) {
    case "draft":
      return { title: draftWords(row), next: "" };
    case "unknown":
      return { title: unknownNext, next: "" };
    case "saved":
      return { title: savedWords(row), next: "" };
    case "notSaved":
      return { title: whyText.notCarriedOut.title, next: "" };
    default:
      return { title: t.next.onTheWay, next: "" };
  }
}

function draftWords({ troubles }: WriteRow): string {
  return troubles.length > 0 ? t.next.unfit(troubles.map(troubledField).join(", ")) : t.next.draft;
}

function savedWords(row: WriteRow): string {
  if (row.visit !== null && row.visit.shows !== null && isOtherwise(row)) {
    return visitWriteText.otherwise(standingWord(row.visit.shows));
  }
  if (isOtherwise(row)) {
    return t.next.savedOtherwise;
  }
  return row.readBack ? t.next.savedRead : row.end === "person" ? t.next.saved : t.next.savedNotRead;
}

/** What a write does, in one line. */
export function whatOf(row: WriteRow, words: FieldWords, place: (place: VisitPlace) => string): string {
  if (row.visit !== null) {
    const at = row.visit.to ?? row.visit.from;
    const does = visitWriteText.does[row.kind as VisitKind];
    return at === null ? does : `${does}: ${place(at)}`;
  }
  if (row.kind === "create") {
    return t.register;
  }
  const [first, ...others] = row.fields;
  if (first === undefined) {
    return t.change("");
  }
  const said = (value: string) => (value === "" ? t.empty : value);
  const from = first.from === null ? [] : [said(words(first.field, first.from)), t.arrow];
  const line = [`${t.field[first.field]}:`, ...from, said(words(first.field, first.to))].join(" ");
  return others.length === 0 ? line : `${line}, ${t.more(others.length)}`;
}

/** Whether a write asks for a person. */
export function asks({ stage, why, can }: WriteRow): boolean {
  return stage === "unknown" || (stage === "draft" && why !== null) || can.includes("see");
}

export type Group = keyof typeof t.groups;

/** Where a write stands in the list. */
export function groupOf(row: WriteRow): Group {
  if (asks(row)) {
    return "asks";
  }
  switch (row.stage) {
    case "draft":
      return "drafts";
    case "waiting":
    case "sent":
      return "way";
    default:
      return "ended";
  }
}
