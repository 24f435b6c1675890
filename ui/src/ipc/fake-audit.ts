import type { AuditKind, AuditLine, AuditPage, AuditStanding, Outcome } from "./bindings.ts";
import type { FakePractice } from "./fake-practice.ts";
import type { Request } from "./host.ts";

type Told = {
  kind: AuditKind;
  words: string;
  outcome?: Outcome;
  patient?: string;
  about?: string;
  emergency?: number;
  reason?: string;
};

const TOLD: readonly Told[] = [
  { kind: "view", words: "opened a patient", patient: "41882" },
  { kind: "search", words: "searched for patients" },
  { kind: "view", words: "looked at the schedule", about: "2026-11-23" },
  { kind: "refusal", words: "exported the audit", outcome: "refused" },
  { kind: "setting", words: "changed how the console looks" },
  { kind: "failedUnlock", words: "opened the profile", outcome: "failed" },
  { kind: "unlock", words: "opened the profile" },
];

/** How many entries the invented audit has. */
const ENTRIES = 130;

/** An audit of a few kinds of deed, over and over. */
export function fakeAudit(practice: FakePractice, asked: Request<"audit_read">): AuditPage {
  const from = asked.cursor === undefined ? ENTRIES : Number(asked.cursor) - 1;
  const all = Array.from({ length: from }, (_, at) => line(practice, from - at));
  const wanted = all.filter(
    (each) =>
      (asked.kind === undefined || each.kind === asked.kind) &&
      (asked.patient === undefined || each.patient?.id === asked.patient) &&
      (asked.person === undefined || each.person.id === asked.person) &&
      (asked.day === undefined || each.day === asked.day),
  );
  const rows = wanted.slice(0, asked.limit);
  return {
    rows,
    cursor: wanted.length > rows.length ? String(rows.at(-1)?.sequence) : null,
    people: [{ id: "desktop", name: null }],
    today: practice.today,
  };
}

function line(practice: FakePractice, sequence: number): AuditLine {
  const told = TOLD[sequence % TOLD.length] as Told;
  const name = practice.people.find((row) => row.id === told.patient)?.name ?? null;
  return {
    sequence,
    day: practice.today,
    minute: 480 + sequence,
    person: { id: "desktop", name: null },
    device: { id: "bb02", here: true },
    kind: told.kind,
    words: told.words,
    outcome: told.outcome ?? "done",
    patient: told.patient === undefined ? null : { id: told.patient, name },
    search: told.kind === "search" ? "9f86d081884c7d659a2feaa0c55ad015" : null,
    about: told.about ?? null,
    write: null,
    emergency: told.emergency ?? null,
    reason: told.reason ?? null,
    practice: { number: "195900", label: "Cedar Valley Family Medicine", environment: "production" },
  };
}

export const FINGERPRINT = "1f4c 09aa 77be 2d10 8c3e 51f0 b2a6 9d44";

export function fakeStanding(): AuditStanding {
  return {
    entries: ENTRIES,
    troubles: [],
    anchoring: "keychain",
    foundBefore: 0,
    fingerprint: FINGERPRINT,
  };
}
