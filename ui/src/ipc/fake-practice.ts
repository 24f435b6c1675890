import { addDays } from "../format.ts";
import type {
  Asked,
  Column,
  DaySheet,
  Overview,
  PatientCard,
  PatientPage,
  PatientRow,
  ScheduleWeek,
  Visit,
  VisitLine,
  VisitState,
  WeekSheet,
  Why,
} from "./bindings.ts";
import { fakeAllergies } from "./fake-allergies.ts";

// Invented people from common names. No patient anywhere is meant.

const FIRST = [
  "Miriam",
  "Brigid",
  "Theodore",
  "Camila",
  "Anya",
  "Wei-Lin",
  "Samuel",
  "Emi",
  "Chidi",
  "Lena",
  "Joon",
  "Kwame",
  "Eleanor",
  "Deniz",
  "Otto",
  "Harpreet",
  "Inés",
  "Marcus",
  "Ruth",
  "Conor",
  "Linh",
  "Petra",
  "Tola",
  "Mila",
  "Mateo",
  "Aoife",
  "Rohan",
  "Noa",
  "Rosa",
  "Walter",
];
const LAST = [
  "Okafor",
  "Walsh",
  "Grant",
  "Ruiz",
  "Petrov",
  "Huang",
  "Delgado",
  "Nakamura",
  "Abara",
  "Foster",
  "Kim",
  "Osei",
  "Marsh",
  "Yilmaz",
  "Brandt",
  "Singh",
  "Castillo",
  "Lowe",
  "Amsel",
  "Byrne",
  "Tran",
  "Novak",
  "Adeyemi",
  "Ivanov",
  "Reyes",
  "Quinn",
  "Mehta",
  "Park",
  "Salazar",
  "O'Neill",
  "Rossi",
  "Ross",
];
const KINDS = [
  "Established visit",
  "Follow-up",
  "New patient",
  "Annual",
  "Sick visit",
  "Procedure",
  "Vaccines",
];
const PROVIDERS = ["Lindqvist, MD", "Alvarez, NP", "Banerjee, MD", "Cho, PA", "Nurse visits"];
export const DEPARTMENTS = [
  { id: "1", name: "Main Street", place: "Cedar Valley, IA", zone: "Central" },
  { id: "2", name: "River Road", place: "Cedar Valley, IA", zone: "Central" },
] as const;
const NOON = 647;
/** Who of the invented people is three months old. */
const BABY = 4;

export type FakePractice = {
  now: number;
  today: string;
  held: number;
  people: PatientRow[];
  columns: Column[];
};

export function makePractice(now: number, columns: number, visits: number): FakePractice {
  const today = "2026-11-23";
  const people = Array.from({ length: 240 }, (_, index) => person(index, today));
  return { now, today, held: 15_204, people, columns: makeColumns(people, columns, visits) };
}

function person(index: number, today: string): PatientRow {
  const first = FIRST[index % FIRST.length] ?? "";
  const last = LAST[(index + Math.floor(index / FIRST.length) * 7) % LAST.length] ?? "";
  const year = 1938 + ((index * 37) % 84);
  const dob =
    index === BABY ? "2026-08-23" : `${year}-${pad(1 + ((index * 5) % 12))}-${pad(1 + ((index * 11) % 28))}`;
  const fixed: Record<number, string> = { 0: "41882", 1: "30917" };
  return {
    id: fixed[index] ?? String(50_000 + index * 13),
    name: `${last}, ${first}${index % 3 === 0 ? " A." : ""}`,
    preferred: index % 17 === 5 ? "Sam" : null,
    dob,
    age: index === BABY ? { count: 3, unit: "months" } : { count: 2026 - year, unit: "years" },
    sex: index % 2 === 0 ? "F" : "M",
    phone: `31955501${pad(index % 100)}`,
    flags: index % 23 === 11 ? ["deceased"] : index % 19 === 7 ? ["inactive"] : [],
    nextVisit:
      index % 3 === 2
        ? null
        : line(`n${index}`, addDays(today, 1 + (index % 20)), 540 + (index % 12) * 30, index),
    bookedKnown: true,
    why: [],
  };
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

function line(id: string, date: string, minute: number, index: number): VisitLine {
  return {
    id,
    date,
    minute,
    minutes: 30,
    state: { state: "booked" },
    kind: KINDS[index % KINDS.length] ?? "",
    provider: PROVIDERS[index % PROVIDERS.length] ?? "",
    department: DEPARTMENTS[index % 2]?.name ?? "",
    zone: "Central",
  };
}

function makeColumns(people: PatientRow[], columns: number, visits: number): Column[] {
  const each = Math.ceil(visits / columns);
  return Array.from({ length: columns }, (_, column) => {
    const department = DEPARTMENTS[column % 5 < 2 || column % 5 === 4 ? 0 : 1];
    return {
      provider: `p${column}`,
      name: PROVIDERS[column] ?? `${LAST[column % LAST.length]}, MD`,
      department: department.id,
      departmentName: department.name,
      zone: department.zone,
      now: NOON,
      visits: side(Array.from({ length: each }, (_, index) => visit(people, column, index, each))),
    };
  });
}

// Two that overlap stand side by side.
function side(visits: Visit[]): Visit[] {
  return visits.map((each, index) => {
    const before = visits[index - 1];
    const after = visits[index + 1];
    const second = before !== undefined && before.minute + before.minutes > each.minute;
    const first = after !== undefined && each.minute + each.minutes > after.minute;
    return { ...each, lane: second ? 1 : 0, lanes: first || second ? 2 : 1 };
  });
}

function visit(people: PatientRow[], column: number, index: number, each: number): Visit {
  const slot = each > 18 ? 20 : 55;
  const minutes = each > 18 ? 20 : column === 2 && index === 3 ? 60 : 15 * (1 + ((column + index) % 3));
  const minute = 480 + index * slot + (column % 3) * 10;
  const row = people[(column * 31 + index * 7) % people.length];
  const isHidden = (column * 5 + index) % 29 === 13;
  return {
    id: `v${column}-${index}`,
    patient: isHidden ? null : (row?.id ?? null),
    forNobody: false,
    name: isHidden ? null : (row?.name ?? null),
    minute,
    minutes,
    state: stateAt(minute, minutes, column + index),
    kind: KINDS[(column + index * 3) % KINDS.length] ?? "",
    lane: 0,
    lanes: 1,
    urgent: (column + index) % 21 === 9,
    copayCents: index % 2 === 0 ? 3_000 : null,
    phone: isHidden ? null : (row?.phone ?? null),
    dob: isHidden ? null : (row?.dob ?? null),
    age: isHidden ? null : (row?.age ?? null),
    sex: isHidden ? null : (row?.sex ?? null),
    checkedIn: minute < NOON ? minute - 6 : null,
    waited: null,
    notes: index % 4 === 0 ? ["Bring forward A1c result. Wheelchair: room 3."] : [],
  };
}

function stateAt(minute: number, minutes: number, seed: number): VisitState {
  if (seed % 13 === 7) {
    return { state: "cancelled" };
  }
  if (minute + minutes < NOON - 40) {
    return { state: seed % 2 === 0 ? "charged" : "out" };
  }
  if (minute <= NOON) {
    const states: VisitState[] = [
      { state: "here" },
      { state: "waiting", minutes: 17 },
      { state: "late" },
      { state: "checkingIn" },
    ];
    return states[seed % 4] ?? { state: "here" };
  }
  return { state: "booked" };
}

export function fakeOverview(practice: FakePractice): Overview {
  return {
    name: "Cedar Valley Family Medicine",
    practice: "195900",
    cursor: null,
    rows: DEPARTMENTS.map((each) => ({
      ...each,
      zoneKnown: true,
      today: practice.today,
      booked: 20,
      here: 5,
      done: 9,
    })),
    providers: practice.columns.length,
    held: practice.held,
    asOf: new Date(practice.now - 420_000).toISOString(),
  };
}

export function fakeDay(practice: FakePractice, date = practice.today, department?: string): DaySheet {
  const isToday = date === practice.today;
  const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  const columns = practice.columns
    .filter((column) => department === undefined || column.department === department)
    .map((column) => ({
      ...column,
      now: isToday ? column.now : null,
      visits: weekend
        ? []
        : column.visits.map((each) =>
            isToday ? each : { ...each, id: `${date}-${each.id}`, state: { state: "booked" as const } },
          ),
    }));
  const visits = columns.flatMap((column) => column.visits);
  const among = (...states: VisitState["state"][]) =>
    visits.filter(({ state }) => states.includes(state.state)).length;
  return {
    date,
    today: practice.today,
    zones: [...new Set(columns.map(({ zone }) => zone))],
    from: 480,
    to: 1_080,
    columns,
    tally: {
      booked: visits.length,
      here: among("here", "waiting"),
      done: among("out", "charged"),
      waiting: among("waiting"),
    },
    asOf: new Date(practice.now - 18_000).toISOString(),
    kept: true,
  };
}

/** The days from a Sunday on. */
export function fakeWeek(
  practice: FakePractice,
  { date = practice.today, department, provider }: ScheduleWeek,
): WeekSheet {
  const first = addDays(date, -new Date(`${date}T00:00:00Z`).getUTCDay());
  const days = Array.from({ length: 7 }, (_, day) => fakeDay(practice, addDays(first, day), department));
  return {
    today: practice.today,
    days: days.map((day) => ({
      ...day,
      columns: day.columns
        .filter((column) => provider === undefined || column.provider === provider)
        .filter(({ visits }) => visits.length > 0),
    })),
  };
}

export function fakeSearch(
  practice: FakePractice,
  text: string,
  limit: number,
  cursor?: string,
): PatientPage {
  const words = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  const matched = practice.people.flatMap((row) => {
    const why = words.map((word) => whyOf(row, word));
    return why.every((each) => each !== null) ? [{ ...row, why: why.filter((each) => each !== null) }] : [];
  });
  const rank = ({ why }: PatientRow) => why.filter((each) => each.field !== "lastName").length;
  matched.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  const from = Number(cursor ?? 0);
  const to = from + limit;
  return {
    rows: matched.slice(from, to),
    cursor: to < matched.length ? String(to) : null,
    held: practice.held,
    filled: true,
    askable: words.some((word) => /^[^\d]+$/.test(word)),
  };
}

function whyOf(row: PatientRow, word: string): Why | null {
  const [last = "", first = ""] = row.name.toLowerCase().split(", ");
  if (last.startsWith(word)) {
    return { field: "lastName", kind: last === word ? "exact" : "prefix" };
  }
  if (first.startsWith(word)) {
    return { field: "firstName", kind: "prefix" };
  }
  if (word.length >= 4 && oneOff(word, last)) {
    return { field: "lastName", kind: "typo" };
  }
  if (/^\d{4,}$/.test(word) && row.phone?.includes(word)) {
    return { field: "phone", kind: "inner" };
  }
  return row.id === word ? { field: "patientId", kind: "exact" } : null;
}

function oneOff(word: string, name: string): boolean {
  return word.length === name.length && [...word].filter((letter, at) => letter !== name[at]).length === 1;
}

export function fakeAsk(practice: FakePractice, text: string): Asked {
  const [first] = practice.people;
  if (first === undefined || /^z/i.test(text)) {
    return { rows: [], new: 0, more: false };
  }
  const found: PatientRow = {
    ...first,
    id: "77001",
    name: "Quarterman, Ada",
    flags: [],
    nextVisit: null,
    bookedKnown: true,
    why: [{ field: "lastName", kind: "exact" }],
  };
  practice.people.push(found);
  return { rows: [found], new: 1, more: false };
}

export function fakeCard(practice: FakePractice, id: string): PatientCard | null {
  const row = practice.people.find((each) => each.id === id);
  if (row === undefined) {
    return null;
  }
  const ago = (seconds: number) => new Date(practice.now - seconds * 1_000).toISOString();
  return {
    id: row.id,
    name: row.name,
    preferred: row.preferred,
    dob: row.dob,
    age: row.age,
    sex: row.sex,
    deceased: row.flags.includes("deceased") ? "2025-05-02" : null,
    status: row.flags.includes("inactive") ? "inactive" : "active",
    flags: row.flags,
    contact: {
      homePhone: null,
      mobilePhone: row.phone,
      workPhone: null,
      email: "someone@example.com",
      address: ["14 Elm Street", "Cedar Valley, IA 52401"],
      preference: "text",
      consentToText: true,
      language: "English",
    },
    department: "Main Street",
    primaryDepartment: "River Road",
    provider: "Lindqvist, MD",
    previousIds: id === "30917" ? ["30915"] : [],
    asOf: ago(95),
    allergies: fakeAllergies(practice.people.indexOf(row), ago(5_400)),
    coverages: {
      rows: [
        coverage("i1", "Heartland PPO", 1, {
          status: "Eligible",
          reason: null,
          checked: "2026-11-20",
          message: null,
        }),
        coverage("i2", "United Mutual", 2, null),
      ],
      asOf: ago(7_300),
    },
    balances: {
      rows: [
        { providerGroup: "Cedar Valley Family Medicine", departments: ["Main Street"], cents: 4_250 },
        { providerGroup: "Cedar Valley Family Medicine", departments: ["River Road"], cents: -97_870 },
      ],
      asOf: ago(95),
    },
    nextVisits: { rows: row.nextVisit === null ? [] : [row.nextVisit], asOf: ago(18) },
    lastVisits: {
      rows: [{ ...line("l1", "2026-06-02", 585, 2), state: { state: "charged" } }],
      asOf: ago(18),
    },
    customValues: { rows: [{ field: "c1", name: "Referral source", value: "Friend or family" }], asOf: null },
  };
}

function coverage(
  id: string,
  plan: string,
  sequence: number,
  eligibility: PatientCard["coverages"]["rows"][number]["eligibility"],
) {
  return {
    id,
    plan,
    payer: null,
    memberId: "XKJ4471902",
    policyNumber: null,
    sequence,
    active: true,
    selfPay: false,
    cancelled: null,
    expires: null,
    relationship: null,
    eligibility,
    copays: sequence === 1 ? [{ kind: "Office visit", cents: 3_000 }] : [],
  };
}
