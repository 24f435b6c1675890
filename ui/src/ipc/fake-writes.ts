import type {
  AlikePeople,
  Drafted,
  FieldChange,
  FieldTrouble,
  FieldValue,
  FormField,
  PatientField,
  PatientForm,
  WriteField,
  WritePage,
  WriteRow,
  WriteStage,
} from "./bindings.ts";
import { DEPARTMENTS, type FakePractice } from "./fake-practice.ts";
import { Failed, type Request } from "./host.ts";

const FIELDS: readonly [PatientField, number, FormField["need"]][] = [
  ["last", 30, "required"],
  ["first", 20, "required"],
  ["middle", 20, "optional"],
  ["suffix", 10, "optional"],
  ["preferred", 20, "optional"],
  ["dob", 10, "required"],
  ["sex", 20, "optional"],
  ["mobilePhone", 20, "oneOf"],
  ["homePhone", 20, "oneOf"],
  ["workPhone", 20, "oneOf"],
  ["email", 50, "oneOf"],
  ["line1", 100, "optional"],
  ["line2", 100, "optional"],
  ["city", 30, "optional"],
  ["state", 20, "optional"],
  ["zip", 10, "optional"],
  ["language", 20, "optional"],
  ["status", 20, "optional"],
  ["department", 20, "required"],
];

/** The journal of an invented practice, in which whatever is released is saved. */
export type FakeWrites = {
  readonly rows: WriteRow[];
  form(asked: Request<"patient_form">): PatientForm;
  alike(asked: Request<"patient_alike">): AlikePeople;
  create(asked: Request<"write_create">): Drafted;
  edit(asked: Request<"write_edit">): Drafted;
  redraft(asked: Request<"write_redraft">): Drafted;
  /** Moves a write, as events tell of it. */
  move(write: string, stage: WriteStage, more?: Partial<WriteRow>): Record<string, never>;
  release(asked: Request<"write_release">): Record<string, never>;
  again(asked: Request<"write_again">): Drafted;
  undo(asked: Request<"write_undo">): Drafted;
  list(asked: Request<"write_list">): WritePage;
};

export function fakeWrites(practice: FakePractice): FakeWrites {
  const rows: WriteRow[] = [];
  const now = () => new Date(practice.now).toISOString();
  const row = (id: string) => {
    const found = rows.find((each) => each.id === id);
    if (found === undefined) {
      throw new Failed({ code: "outOfTurn" });
    }
    return found;
  };
  const add = (made: Pick<WriteRow, "kind" | "patient" | "name" | "dob" | "fields">): Drafted => {
    const id = `w${rows.length + 1}`;
    rows.unshift({ ...EMPTY, ...made, id, drafted: now() });
    return { write: id, troubles: troublesOf(made.kind === "create", made.fields) };
  };
  const writes: FakeWrites = {
    rows,
    form: ({ patient }) => {
      const person = practice.people.find((each) => each.id === patient);
      if (patient !== undefined && person === undefined) {
        throw new Failed({ code: "notHeld" });
      }
      const [last = "", first = ""] = person?.name.split(", ") ?? [];
      const values: Partial<Record<PatientField, string>> =
        person === undefined
          ? { status: "active" }
          : {
              last,
              first,
              dob: person.dob ?? "",
              sex: person.sex ?? "",
              mobilePhone: person.phone ?? "",
              department: "1",
              status: "active",
            };
      return {
        patient: person?.id ?? null,
        name: person?.name ?? null,
        dob: person?.dob ?? null,
        flags: person?.flags ?? [],
        fields: FIELDS.map(([field, longest, need]) => ({
          field,
          value: values[field] ?? "",
          longest,
          need: need === "oneOf" && person !== undefined ? "optional" : need,
          choices: choicesOf(field),
        })),
        asOf: person === undefined ? null : now(),
        open: rows.find((each) => each.patient === patient && each.ended === null)?.id ?? null,
      };
    },
    alike: ({ fields }) => {
      const said = (field: PatientField) => fields.find((each) => each.field === field)?.value ?? "";
      const name = `${said("last")}, ${said("first")}`;
      return {
        rows: practice.people
          .filter((each) => each.name === name && each.dob === said("dob"))
          .map((each) => ({
            patient: each.id,
            name: each.name,
            score: 23,
            likeness: "likely",
            fields: fields.map(({ field, value }) => ({ field, ours: value, theirs: value, differs: false })),
          })),
      };
    },
    create: ({ fields }) => add({ kind: "create", patient: null, ...named(fields), fields: toWrite(fields) }),
    edit: ({ patient, changes }) => {
      const person = practice.people.find((each) => each.id === patient);
      if (person === undefined) {
        throw new Failed({ code: "notHeld" });
      }
      return add({ kind: "edit", patient, name: person.name, dob: person.dob, fields: toChange(changes) });
    },
    redraft: ({ write, draft }) => {
      const known = row(write);
      if (known.kind !== draft.kind) {
        throw new Failed({ code: "outOfTurn" });
      }
      const fields = draft.kind === "create" ? toWrite(draft.fields) : toChange(draft.changes);
      const name = draft.kind === "create" ? named(draft.fields) : {};
      writes.move(write, "draft", { fields, ...name, why: null, shows: [], alike: [] });
      return { write, troubles: troublesOf(draft.kind === "create", fields) };
    },
    move: (write, stage, more = {}) => {
      const ended = stage === "saved" || stage === "notSaved" ? now() : null;
      rows.splice(rows.indexOf(row(write)), 1, { ...row(write), stage, can: CAN[stage], ended, ...more });
      return {};
    },
    release: ({ write, confirmed }) => {
      if (new Set(confirmed).size < 2) {
        throw new Failed({ code: "invalid", field: "identifiers" });
      }
      const { kind, fields } = row(write);
      const troubles = troublesOf(kind === "create", fields);
      if (troubles.length > 0) {
        throw new Failed({ code: "badFields", troubles });
      }
      const kept = fields.map((each): WriteField => ({ ...each, made: "kept" }));
      const times = { released: now(), sent: now() };
      return writes.move(write, "saved", { ...times, fields: kept, readBack: true, end: "answer" });
    },
    again: ({ write }) => {
      const drafted = add(row(write));
      writes.move(write, "notSaved", { why: "notCarriedOut", end: "person" });
      writes.move(drafted.write, "waiting", { follows: write, released: now() });
      return drafted;
    },
    undo: ({ write }) => {
      const known = row(write);
      if (known.kind === "create") {
        throw new Failed({ code: "cannotBeUndone" });
      }
      const back = known.fields.map((each) => ({ ...each, from: each.to, to: each.from ?? "", made: null }));
      const drafted = add({ ...known, fields: back });
      writes.move(drafted.write, "draft", { follows: write });
      return drafted;
    },
    list: ({ limit, patient }) => {
      const about = rows.filter((each) => patient === undefined || each.patient === patient);
      const ordered = [
        ...about.filter((each) => each.ended === null),
        ...about.filter((each) => each.ended !== null),
      ];
      const count = (wanted: (each: WriteRow) => boolean) => rows.filter(wanted).length;
      return {
        rows: ordered.slice(0, limit),
        cursor: null,
        counts: {
          drafts: count((each) => each.stage === "draft"),
          held: count((each) => each.stage === "draft" && each.why !== null),
          onTheWay: count((each) => each.stage === "waiting" || each.stage === "sent"),
          unknown: count((each) => each.stage === "unknown"),
          unseen: count((each) => each.can.includes("see")),
        },
      };
    },
  };
  return writes;
}

const CAN: Record<WriteStage, WriteRow["can"]> = {
  draft: ["release", "redraft", "discard"],
  waiting: ["redraft", "discard"],
  sent: [],
  unknown: ["resolve"],
  saved: ["undo", "see"],
  notSaved: ["again", "see"],
};

const EMPTY: WriteRow = {
  id: "",
  kind: "edit",
  stage: "draft",
  why: null,
  patient: null,
  name: null,
  dob: null,
  flags: [],
  fields: [],
  shows: [],
  alike: [],
  readBack: false,
  said: null,
  end: null,
  follows: null,
  by: { id: "desktop", name: null },
  endedBy: null,
  drafted: "",
  released: null,
  looked: null,
  sent: null,
  ended: null,
  readings: 0,
  read: null,
  can: CAN.draft,
};

function named(fields: readonly FieldValue[]): Pick<WriteRow, "name" | "dob"> {
  const said = (field: PatientField) => fields.find((each) => each.field === field)?.value ?? "";
  const name = [said("last"), said("first")].filter((part) => part !== "").join(", ");
  return { name: name === "" ? null : name, dob: said("dob") === "" ? null : said("dob") };
}

function toWrite(fields: readonly FieldValue[]): WriteField[] {
  return fields.map(({ field, value }) => ({
    field,
    from: null,
    to: value,
    theirs: null,
    made: null,
    refused: false,
  }));
}

function toChange(changes: readonly FieldChange[]): WriteField[] {
  return changes.map(({ field, saw, value }) => ({
    field,
    from: saw,
    to: value,
    theirs: null,
    made: null,
    refused: false,
  }));
}

function troublesOf(isNew: boolean, fields: readonly WriteField[]): FieldTrouble[] {
  const said = (field: PatientField) => fields.find((each) => each.field === field)?.to ?? "";
  const missing = FIELDS.filter(([field, , need]) => isNew && need === "required" && said(field) === "");
  const troubles = missing.map(([field]): FieldTrouble => ({ field, why: "missing" }));
  const reached = FIELDS.some(([field, , need]) => need === "oneOf" && said(field) !== "");
  if (isNew && !reached) {
    troubles.push({ field: "mobilePhone", why: "missing" });
  }
  const long = FIELDS.filter(([field, longest]) => said(field).length > longest);
  return [...troubles, ...long.map(([field]): FieldTrouble => ({ field, why: "tooLong" }))];
}

function choicesOf(field: PatientField): FormField["choices"] {
  const plain = (values: readonly string[]) => values.map((value) => ({ value, name: null }));
  switch (field) {
    case "sex":
      return plain(["F", "M"]);
    case "state":
      return plain(["IA", "IL", "NY"]);
    case "status":
      return plain(["active", "inactive", "prospective"]);
    case "department":
      return DEPARTMENTS.map(({ id, name }) => ({ value: id, name }));
    default:
      return [];
  }
}
