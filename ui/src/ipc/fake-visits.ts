import type {
  Gate,
  Opening,
  Visit,
  VisitPlace,
  VisitStanding,
  WaitingRow,
  WriteKind,
  WriteRow,
} from "./bindings.ts";
import { movingAnswers } from "./fake-moving.ts";
import { DEPARTMENTS, type FakePractice } from "./fake-practice.ts";
import { type FakeWrites, fakeWrite } from "./fake-writes.ts";
import { Failed, type Request } from "./host.ts";

type Asked = { visit: string; patient: string };

const REASONS = [
  { id: "1", name: "Patient called to cancel", noShow: false, frees: true },
  { id: "2", name: "No-show", noShow: true, frees: false },
];

/** A write that does something with the first visit of the invented practice, or another: waiting, unless it is
 * told otherwise. */
export function fakeVisitWrite(
  practice: FakePractice,
  kind: WriteKind,
  visit: Visit | undefined = practice.columns[0]?.visits[0],
  change: Partial<WriteRow> = {},
): WriteRow {
  if (visit === undefined) {
    throw new Error("no such visit");
  }
  const stage = change.stage ?? "waiting";
  return fakeWrite(practice.now, {
    kind,
    stage,
    patient: visit.patient,
    name: visit.name,
    dob: visit.dob,
    visit: {
      id: visit.id,
      from: placeOf(practice, visit),
      to: null,
      stood: { state: "booked" },
      shows: null,
      isSo: false,
      said: null,
    },
    can: stage === "waiting" ? ["discard"] : [],
    ...change,
  });
}

/** What the invented console answers about what is done with visits. Nothing of it moves by itself. */
export function visitAnswers(writes: FakeWrites, practice: FakePractice) {
  let count = 0;
  const act = (kind: WriteKind, said: string | null = null) => {
    return ({ visit: id, patient }: Asked) => {
      const visit = practice.columns.flatMap(({ visits }) => visits).find((each) => each.id === id);
      if (visit === undefined || visit.patient !== patient) {
        throw new Failed({ code: "outOfTurn" });
      }
      count += 1;
      const row = fakeVisitWrite(practice, kind, visit, { id: `v${count}` });
      writes.rows = [{ ...row, visit: row.visit === null ? null : { ...row.visit, said } }, ...writes.rows];
      return { write: row.id };
    };
  };
  /** What is done with an open time: it stands as it was, and nothing of it moves by itself. */
  const held = (kind: WriteKind, slot: string, patient: string, said?: string) => {
    const times = [...fakeOpenings(practice), ...fakeDay(practice, practice.today)];
    const opening = times.find((each) => each.slot === slot);
    const who = practice.people.find(({ id }) => id === patient);
    if (opening === undefined || who === undefined) {
      throw new Failed({ code: "notHeld" });
    }
    count += 1;
    const { date, minute, minutes, zone } = opening;
    const row = fakeVisitWrite(practice, kind, undefined, {
      id: `v${count}`,
      patient,
      name: who.name,
      dob: who.dob,
      visit: {
        id: slot,
        from: null,
        to: {
          date,
          minute,
          minutes,
          provider: opening.name,
          department: opening.departmentName,
          zone,
          kind: opening.kind,
        },
        stood: { state: "free" },
        shows: null,
        isSo: false,
        said: said ?? null,
      },
    });
    writes.rows = [row, ...writes.rows];
    return { write: row.id };
  };
  return {
    visit_start_check_in: act("startCheckIn"),
    visit_check_in: act("checkIn"),
    visit_cancel_check_in: act("cancelCheckIn"),
    visit_check_out: act("checkOut"),
    visit_cancel: ({ said, ...asked }: Asked & { reason?: string; said?: string }) =>
      act("cancel", said ?? null)(asked),
    visit_gates: ({ patient }: Request<"visit_gates">) => ({ patient, rows: fakeGates(practice.now) }),
    visit_required: ({ patient }: Request<"visit_required">) => ({
      patient,
      rows: [],
      asOf: new Date(practice.now).toISOString(),
    }),
    visit_cancel_reasons: () => ({ rows: REASONS }),
    visit_move: act("move"),
    ...movingAnswers(practice, act("move")),
    visit_book: ({ slot, patient, confirmed, note }: Request<"visit_book">) => {
      if (confirmed.length < 2) {
        throw new Failed({ code: "invalid", field: "identifiers" });
      }
      return held("book", slot, patient, note);
    },
    waitlist_freed: () => ({
      rows: writes.rows
        .filter(({ kind, stage }) => (kind === "cancel" || kind === "move") && stage === "saved")
        .flatMap(({ visit }) =>
          visit === null || visit.from === null ? [] : [{ visit: visit.id, place: visit.from }],
        ),
    }),
    waitlist_match: ({ visit }: Request<"waitlist_match">) => ({
      visit,
      isOpen: true,
      rows: fakeWaiting(practice),
      asOf: new Date(practice.now).toISOString(),
    }),
    waitlist_fill: ({ patient }: Request<"waitlist_fill">) => held("book", "9000", patient),
    waitlist_remove: ({ patient }: Request<"waitlist_remove">) => held("offList", "9000", patient),
    slot_hold: ({ slot, patient }: Request<"slot_hold">) => held("hold", slot, patient),
    slot_let_go: ({ slot, patient }: Request<"slot_let_go">) => held("letGo", slot, patient),
    slot_form: () => ({
      kinds: [
        { id: "82", name: "Established visit", minutes: 15 },
        { id: "91", name: "New patient", minutes: 30 },
      ],
      providers: practice.columns.map(({ provider, name }) => ({ id: provider, name })),
      departments: DEPARTMENTS.map(({ id, name, zone }) => ({ id, name, zone, today: practice.today })),
    }),
    slot_day: ({ visit: id, date, departments }: Request<"slot_day">) => {
      const visit = practice.columns.flatMap(({ visits }) => visits).find((each) => each.id === id);
      if (visit === undefined) {
        throw new Failed({ code: "notHeld" });
      }
      const rows = fakeDay(practice, date).filter(({ department }) => departments.includes(department));
      return { date, kind: "82", rows, more: false, asOf: new Date(practice.now).toISOString() };
    },
    slot_sheet: ({ date, departments }: Request<"slot_sheet">) => {
      const own = fakeDay(practice, date).filter(({ department }) => departments.includes(department));
      const rows = own.map((time, at) => ({ ...time, kindId: "82", frozen: at === 1 }));
      return { date, rows, more: false, asOf: new Date(practice.now).toISOString() };
    },
    slot_find: ({ departments, providers, part, limit, since }: Request<"slot_find">) => {
      const all = fakeOpenings(practice).filter(
        ({ department, provider, minute }) =>
          departments.includes(department) &&
          (providers.length === 0 || providers.includes(provider)) &&
          (part === undefined || (part === "morning") === minute < 720),
      );
      const counts = new Map<string, number>();
      for (const { date } of all) {
        counts.set(date, (counts.get(date) ?? 0) + 1);
      }
      const days = [...counts].map(([date, count]) => ({ date, count }));
      const rows = all.filter(({ date }) => since === undefined || date >= since);
      const asOf = new Date(practice.now).toISOString();
      return { rows: rows.slice(0, limit), more: rows.length > limit, days, asOf };
    },
    slot_reasons: ({ providers, whom }: Request<"slot_reasons">) => ({
      rows: [
        { id: "563", name: "Follow up", providers: whom === "known" ? providers : [] },
        { id: "2", name: "Physical", providers: providers.slice(0, 1) },
      ].filter((row) => row.providers.length > 0),
    }),
  };
}

/** Two people who wait, for whatever was freed. */
function fakeWaiting(practice: FakePractice): WaitingRow[] {
  return practice.people.slice(0, 2).map(({ id, name, dob }, at) => ({
    entry: `${101 + at}`,
    patient: id,
    name,
    dob,
    phone: "3195550148",
    priority: at === 0 ? "high" : "normal",
    why: ["provider", "kind", "anyDay", "hours"],
    moves: false,
    note: at === 0 ? "Call the mobile first" : null,
  }));
}

/** Open times of the invented practice: a few on each of the next days. */
function fakeOpenings(practice: FakePractice): Opening[] {
  return Array.from({ length: 12 }, (_, at) => {
    const column = practice.columns[at % practice.columns.length];
    return {
      slot: `${9_000 + at}`,
      date: new Date(practice.now + (1 + Math.floor(at / 4)) * 86_400_000).toISOString().slice(0, 10),
      minute: 540 + (at % 4) * 120,
      minutes: 15,
      provider: column?.provider ?? "",
      name: column?.name ?? "",
      department: column?.department ?? "",
      departmentName: column?.departmentName ?? "",
      zone: column?.zone ?? "",
      kind: "Established visit",
    };
  });
}

/** What is to be seen to before a check-in, all of it clear. */
export function fakeGates(now: number): Gate[] {
  const kinds = ["identity", "demographics", "consents", "insurance", "copay", "balance", "once"] as const;
  const asOf = new Date(now - 60_000).toISOString();
  return kinds.map((kind) => ({ kind, standing: { standing: "clear" }, asOf }));
}

/** Open times of one day: three in the afternoon of each of the first two columns. */
function fakeDay(practice: FakePractice, date: string): Opening[] {
  return practice.columns.slice(0, 2).flatMap((column, at) =>
    [900, 930, 960].map((minute) => ({
      slot: `${date.replaceAll("-", "")}${at}${minute}`,
      date,
      minute,
      minutes: 15,
      provider: column.provider,
      name: column.name,
      department: column.department,
      departmentName: column.departmentName,
      zone: column.zone,
      kind: "Established visit",
    })),
  );
}

/** What a write says of its visit once athenahealth confirmed it as it was asked for. */
export function confirmed(row: WriteRow, shows: VisitStanding, isSo = true): Partial<WriteRow> {
  return {
    end: "answer",
    readBack: true,
    can: ["undo"],
    visit: row.visit === null ? null : { ...row.visit, shows, isSo },
  };
}

function placeOf(practice: FakePractice, visit: Visit): VisitPlace {
  const column = practice.columns.find(({ visits }) => visits.includes(visit));
  return {
    date: practice.today,
    minute: visit.minute,
    minutes: visit.minutes,
    provider: column?.name ?? "",
    department: column?.departmentName ?? "",
    zone: column?.zone ?? "",
    kind: visit.kind,
  };
}
