import type {
  AlikeView,
  FieldChange,
  FieldTrouble,
  FieldValue,
  FormField,
  PatientField,
  PatientForm,
  WriteDeed,
  WritePage,
  WriteRow,
  WriteStage,
} from "./bindings.ts";
import { DEPARTMENTS, type FakePractice } from "./fake-practice.ts";
import { Failed, type Request } from "./host.ts";

/** What is written in the invented practice. It moves only where somebody moves it. */
export type FakeWrites = {
  rows: WriteRow[];
  /** Who is found alike, whoever is asked for. */
  alike: AlikeView[];
  /** Sets how far a write is, and what else stands in it then. */
  move(id: string, stage: WriteStage, change?: Partial<WriteRow>): void;
};

type Shape = [PatientField, number, FormField["need"], string[]?];

const SHAPES: readonly Shape[] = [
  ["last", 30, "required"],
  ["first", 20, "required"],
  ["middle", 20, "optional"],
  ["suffix", 10, "optional"],
  ["preferred", 20, "optional"],
  ["dob", 10, "required"],
  ["sex", 20, "optional", ["F", "M"]],
  ["mobilePhone", 20, "oneOf"],
  ["homePhone", 20, "oneOf"],
  ["workPhone", 20, "oneOf"],
  ["email", 50, "oneOf"],
  ["consentToText", 5, "optional", ["true", "false"]],
  ["line1", 100, "optional"],
  ["line2", 100, "optional"],
  ["city", 30, "optional"],
  ["state", 20, "optional"],
  ["zip", 10, "optional"],
  ["language", 20, "optional"],
  ["department", 20, "required", DEPARTMENTS.map(({ id }) => id)],
  ["status", 20, "optional", ["active", "inactive", "prospective"]],
];

const AGO = (now: number, seconds: number) => new Date(now - seconds * 1_000).toISOString();
const DESKTOP = { id: "desktop", name: null } as const;

const CAN: Record<WriteStage, WriteDeed[]> = {
  draft: ["release", "redraft", "discard"],
  waiting: ["discard"],
  sent: [],
  unknown: ["resolve", "again"],
  saved: ["undo", "see"],
  notSaved: ["again", "redraft", "see"],
};

// A registration stays, and in what stands there as it was written nothing is to be seen.
function canOf({ stage, kind, fields }: Pick<WriteRow, "stage" | "kind" | "fields">): WriteDeed[] {
  const isAsWritten =
    stage === "saved" && !fields.some(({ made }) => made === "changed" || made === "ignored");
  return CAN[stage].filter(
    (deed) => (deed !== "undo" || kind === "edit") && (deed !== "see" || !isAsWritten),
  );
}

/** A write of the invented practice: a draft, unless it is told otherwise. */
export function fakeWrite(now: number, change: Partial<WriteRow> = {}): WriteRow {
  const stage = change.stage ?? "draft";
  const kind = change.kind ?? "edit";
  const fields = change.fields ?? (change.visit ? [] : [written("mobilePhone", "3195550100", "3195550142")]);
  const isNew = kind === "create";
  return {
    id: "w1",
    kind,
    stage,
    why: null,
    over: null,
    patient: isNew ? null : "41882",
    name: isNew ? "Marsh, Ada" : "Okafor, Miriam A.",
    dob: isNew ? "1979-03-14" : "1938-01-01",
    flags: [],
    fields,
    visit: null,
    troubles: [],
    shows: [],
    alike: [],
    readBack: false,
    said: null,
    end: null,
    follows: null,
    by: DESKTOP,
    endedBy: null,
    drafted: AGO(now, 1_400),
    released: stage === "draft" ? null : AGO(now, 900),
    looked: ["sent", "unknown", "saved", "notSaved"].includes(stage) ? AGO(now, 891) : null,
    sent: ["sent", "unknown", "saved", "notSaved"].includes(stage) ? AGO(now, 890) : null,
    ended: stage === "saved" || stage === "notSaved" ? AGO(now, 880) : null,
    readings: 0,
    read: null,
    can: canOf({ stage, kind, fields }),
    ...change,
  };
}

/** A field of a write. */
export function written(field: PatientField, from: string | null, to: string, more = {}) {
  return { field, from, to, theirs: null, made: null, refused: false, ...more };
}

/** Somebody registered who is like `Marsh, Ada`. */
export function fakeAlike(change: Partial<AlikeView> = {}): AlikeView {
  return {
    patient: "30917",
    name: "Walsh, Brigid",
    score: 23,
    likeness: "likely",
    fields: [
      { field: "first", ours: "Ada", theirs: "Ada", differs: false },
      { field: "last", ours: "Marsh", theirs: "Marsh", differs: false },
      { field: "dob", ours: "1979-03-14", theirs: "1979-03-14", differs: false },
      { field: "mobilePhone", ours: "3195550142", theirs: "3195550177", differs: true },
      { field: "line1", ours: "", theirs: "14 Elm Street", differs: false },
    ],
    ...change,
  };
}

export function createFakeWrites(): FakeWrites {
  const writes: FakeWrites = {
    rows: [],
    alike: [],
    move(id, stage, change = {}) {
      writes.rows = writes.rows.map((row) =>
        row.id === id ? { ...row, stage, can: canOf({ ...row, stage, ...change }), ...change } : row,
      );
    },
  };
  return writes;
}

/** What the invented console answers about writes. */
export function writeAnswers(writes: FakeWrites, practice: FakePractice) {
  let count = 0;
  const now = practice.now;
  const find = (id: string): WriteRow => {
    const row = writes.rows.find((each) => each.id === id);
    if (row === undefined) {
      throw new Failed({ code: "outOfTurn" });
    }
    return row;
  };
  const put = (row: Omit<WriteRow, "id">) => {
    count += 1;
    const id = `d${count}`;
    writes.rows = [{ ...row, id }, ...writes.rows];
    return id;
  };
  const drafted = (write: string) => ({ write, troubles: troublesOf(find(write)) });
  return {
    patient_alike: ({ fields }: Request<"patient_alike">) => {
      const has = (field: PatientField) => fields.some((each) => each.field === field && each.value !== "");
      if (!has("first") || !has("last") || !has("dob")) {
        throw new Failed({ code: "badFields", troubles: [{ field: "dob", why: "missing" }] });
      }
      return { rows: writes.alike };
    },
    patient_form: ({ patient }: Request<"patient_form">) => fakeForm(practice, writes, patient),
    write_create: ({ fields }: Request<"write_create">) =>
      drafted(put(fakeWrite(now, { kind: "create", ...ofFields(fields) }))),
    write_edit: ({ patient, changes }: Request<"write_edit">) => {
      const row = practice.people.find(({ id }) => id === patient);
      const who = { patient, name: row?.name ?? null, dob: row?.dob ?? null };
      return drafted(put(fakeWrite(now, { ...who, fields: ofChanges(changes) })));
    },
    write_redraft: ({ write, draft }: Request<"write_redraft">) => {
      const change = draft.kind === "create" ? ofFields(draft.fields) : { fields: ofChanges(draft.changes) };
      writes.move(find(write).id, "draft", { why: null, alike: [], shows: [], ...change });
      return drafted(write);
    },
    write_release: ({ write, confirmed }: Request<"write_release">) => {
      if (confirmed.length < 2) {
        throw new Failed({ code: "invalid", field: "identifiers" });
      }
      const troubles = troublesOf(find(write));
      if (troubles.length > 0) {
        throw new Failed({ code: "badFields", troubles });
      }
      writes.move(write, "waiting", { why: null, released: AGO(now, 0) });
      return {};
    },
    write_discard: ({ write }: Request<"write_discard">) => {
      writes.rows = writes.rows.filter(({ id }) => id !== find(write).id);
      return {};
    },
    write_resolve: ({ write, found }: Request<"write_resolve">) => {
      const row = find(write);
      if (found.kind === "there" && row.kind === "create" && (found.patient ?? "") === "") {
        throw new Failed({ code: "invalid", field: "patient" });
      }
      const end = { end: "person", endedBy: DESKTOP, ended: AGO(now, 0) } as const;
      writes.move(write, found.kind === "there" ? "saved" : "notSaved", end);
      return {};
    },
    write_again: ({ write }: Request<"write_again">) => {
      const { id: _, ...row } = fakeWrite(now, { ...find(write), stage: "waiting", follows: write });
      writes.move(write, "notSaved", { why: "notCarriedOut", can: ["see"] });
      return drafted(put({ ...row, why: null, can: CAN.waiting }));
    },
    write_undo: ({ write }: Request<"write_undo">) => {
      const row = find(write);
      const fields = row.fields.map((each) => written(each.field, each.to, each.from ?? ""));
      const { id: _, ...back } = { ...row, fields, stage: "draft" as const, follows: write, can: CAN.draft };
      return drafted(put({ ...back, released: null, sent: null, ended: null, end: null }));
    },
    write_see: ({ write }: Request<"write_see">) => {
      const { can, stage } = find(write);
      writes.move(write, stage, { can: can.filter((deed) => deed !== "see") });
      return {};
    },
    write_list: (asked: Request<"write_list">) => fakeList(writes, asked),
  };
}

function ofFields(values: readonly FieldValue[]): Pick<WriteRow, "fields" | "name" | "dob"> {
  const said = (field: PatientField) => values.find((each) => each.field === field)?.value ?? "";
  return {
    fields: values.map(({ field, value }) => written(field, null, value)),
    name: `${said("last")}, ${said("first")}`,
    dob: said("dob"),
  };
}

function ofChanges(changes: readonly FieldChange[]) {
  return changes.map(({ field, saw, value }) => written(field, saw, value));
}

function troublesOf({ kind, fields }: WriteRow): FieldTrouble[] {
  const said = (field: PatientField) => fields.find((each) => each.field === field)?.to ?? "";
  const ways = SHAPES.filter(([, , need]) => need === "oneOf").map(([field]) => field);
  const isUnreached = kind === "create" && ways.every((field) => said(field) === "");
  return SHAPES.flatMap<FieldTrouble>(([field, , need, choices = []]) => {
    const value = said(field);
    const isMissing = kind === "create" && value === "" && need === "required";
    if (isMissing || (isUnreached && field === ways[0])) {
      return [{ field, why: "missing" }];
    }
    if (field === "zip" && value !== "" && !/^\d{5}(-\d{4})?$/.test(value)) {
      return [{ field, why: "malformed" }];
    }
    const isListed = value === "" || choices.length === 0 || choices.includes(value);
    return isListed ? [] : [{ field, why: "unlisted" }];
  });
}

function fakeForm(practice: FakePractice, writes: FakeWrites, patient?: string): PatientForm {
  const row = practice.people.find(({ id }) => id === patient);
  if (patient !== undefined && row === undefined) {
    throw new Failed({ code: "notHeld" });
  }
  const [last = "", given = ""] = row?.name.split(", ") ?? [];
  const [first = "", middle = ""] = given.split(" ");
  const values: Partial<Record<PatientField, string>> =
    row === undefined
      ? { status: "active" }
      : {
          first,
          middle: middle.replace(".", ""),
          last,
          preferred: row.preferred ?? "",
          dob: row.dob ?? "",
          sex: row.sex ?? "",
          mobilePhone: row.phone ?? "",
          email: "someone@example.com",
          line1: "14 Elm Street",
          city: "Cedar Valley",
          state: "IA",
          zip: "52401",
          language: "eng",
          consentToText: "true",
          department: "1",
          status: row.flags.includes("inactive") ? "inactive" : "active",
        };
  const open = writes.rows.findLast((each) => row !== undefined && each.patient === row.id && isOpen(each));
  return {
    patient: row?.id ?? null,
    name: row?.name ?? null,
    dob: row?.dob ?? null,
    flags: row?.flags ?? [],
    fields: SHAPES.map(([field, longest, need, choices = []]) => ({
      field,
      value: values[field] ?? "",
      longest,
      need,
      choices: choices.map((value) => ({
        value,
        name: field === "department" ? (DEPARTMENTS.find(({ id }) => id === value)?.name ?? null) : null,
      })),
    })),
    asOf: row === undefined ? null : AGO(practice.now, 95),
    open: open?.id ?? null,
  };
}

function isOpen({ stage }: WriteRow): boolean {
  return stage !== "saved" && stage !== "notSaved";
}

// What asks for a person, what is on its way, drafts, and what ended.
function partOf({ stage, why, can }: WriteRow): number {
  if (stage === "unknown" || (stage === "draft" && why !== null) || can.includes("see")) {
    return 0;
  }
  return stage === "waiting" || stage === "sent" ? 1 : stage === "draft" ? 2 : 3;
}

function fakeList({ rows }: FakeWrites, { limit, cursor, patient, write }: Request<"write_list">): WritePage {
  const wanted = rows.filter(
    (row) => (patient === undefined || row.patient === patient) && (write === undefined || row.id === write),
  );
  const sorted = wanted.toSorted((one, other) => partOf(one) - partOf(other));
  const way = sorted.findIndex((row) => partOf(row) === 1);
  const from = Number(cursor ?? 0);
  const at = (...stages: WriteStage[]) => rows.filter(({ stage }) => stages.includes(stage)).length;
  return {
    rows: sorted
      .slice(from, from + limit)
      .map((row) => (row.stage === "draft" ? { ...row, troubles: troublesOf(row) } : row)),
    cursor: from + limit < sorted.length ? String(from + limit) : null,
    way: way < 0 ? null : String(way),
    counts: {
      drafts: at("draft"),
      held: rows.filter(({ stage, why }) => stage === "draft" && why !== null).length,
      onTheWay: at("waiting", "sent"),
      unknown: at("unknown"),
      unseen: rows.filter(({ can }) => can.includes("see")).length,
    },
  };
}

/** One of each kind, for looking at the window with no program behind it. */
export function someWrites(now: number): WriteRow[] {
  const ago = (seconds: number) => AGO(now, seconds);
  return [
    fakeWrite(now, {
      id: "s1",
      stage: "unknown",
      why: "noAnswer",
      readings: 3,
      read: ago(40),
      fields: [
        written("line1", "14 Elm Street", "9 River Road"),
        written("city", "Cedar Valley", "Cedar Falls"),
      ],
    }),
    fakeWrite(now, {
      id: "s2",
      why: "changedMeanwhile",
      patient: "30917",
      name: "Walsh, Brigid",
      dob: "1975-06-12",
      fields: [
        written("mobilePhone", "3195550101", "3195550142", { theirs: "3195550199" }),
        written("email", "", "brigid@example.org"),
      ],
      shows: [
        { field: "first", value: "Brigid" },
        { field: "last", value: "Walsh" },
      ],
    }),
    fakeWrite(now, {
      id: "s3",
      kind: "create",
      why: "likelyDuplicate",
      fields: [
        written("first", null, "Ada"),
        written("last", null, "Marsh"),
        written("dob", null, "1979-03-14"),
        written("mobilePhone", null, "3195550142"),
        written("department", null, "1"),
      ],
      alike: [fakeAlike({ patient: "50156", name: "Marsh, Ada" })],
    }),
    fakeWrite(now, { id: "s4", fields: [written("email", "someone@example.com", "miriam@example.org")] }),
    fakeWrite(now, { id: "s5", stage: "waiting", why: "noConnection" }),
    fakeWrite(now, {
      id: "s6",
      stage: "saved",
      end: "answer",
      readBack: true,
      fields: [
        written("line1", "14 Elm Street", "9 River Road", { made: "kept" }),
        written("zip", "52401", "52402", { made: "changed", theirs: "52402-1180" }),
        written("preferred", "", "Mimi", { made: "ignored" }),
      ],
    }),
    fakeWrite(now, {
      id: "s7",
      stage: "notSaved",
      why: "badField",
      end: "answer",
      said: "The email address is invalid.",
      fields: [written("email", "someone@example.com", "miriam@example", { refused: true })],
    }),
  ];
}
