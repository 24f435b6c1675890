import type {
  Connection,
  Event,
  PersonView,
  Preferences,
  SavedView,
  Session,
  SyncView,
  Tag,
} from "./bindings.ts";
import { ACCESS } from "./bindings.ts";
import { FINGERPRINT, fakeAudit, fakeStanding } from "./fake-audit.ts";
import { FAKE_CODE, fakeKeys, fakeVaults } from "./fake-keys.ts";
import { fakePaper } from "./fake-paper.ts";
import { FAKE_AT_ATHENA, FAKE_PIN, FAKE_ROLES, fakeSignedOut, lockedSession, seatOf } from "./fake-people.ts";
import {
  type FakePractice,
  fakeAsk,
  fakeCard,
  fakeDay,
  fakeOverview,
  fakeSearch,
  fakeWeek,
  makePractice,
} from "./fake-practice.ts";
import { fakeLog, fakePause, freshSync, restingFill, troubledSync } from "./fake-sync.ts";
import { visitAnswers } from "./fake-visits.ts";
import { createFakeWrites, type FakeWrites, someWrites, writeAnswers } from "./fake-writes.ts";
import { type CommandName, Failed, type Host, type Request, type Response } from "./host.ts";

/** A console that answers from memory, with invented people: for tests, and for looking at the window with no
 * program behind it. */
export type Fake = Host & {
  /** Every command asked, in order. */
  readonly asked: { name: CommandName; request: unknown }[];
  /** Answers of its own, in place of what the fake would say. */
  readonly answers: { [Name in CommandName]?: (request: Request<Name>) => Promise<Response<Name>> };
  readonly practice: FakePractice;
  readonly writes: FakeWrites;
  session: Session;
  sync: SyncView;
  tell(event: Event): void;
};

type Answers = { [Name in CommandName]: (request: Request<Name>) => Response<Name> };

const CAPABILITIES = [
  "practice",
  "departments",
  "providers",
  "patients",
  "schedule",
  "records",
  "charts",
  "appointmentTypes",
  "customFields",
] as const;

export type FakeStart = Partial<{
  session: Partial<Session>;
  preferences: Partial<Preferences>;
  connection: Partial<Connection> | null;
  columns: number;
  visits: number;
  people: readonly PersonView[];
  now: number;
}>;

export function createFake(start: FakeStart = {}): Fake {
  const now = start.now ?? Date.now();
  const practice = makePractice(now, start.columns ?? 5, start.visits ?? 34);
  const heard = new Set<(event: Event) => void>();
  const asked: Fake["asked"] = [];
  const demo: Connection = {
    id: "c1",
    environment: { kind: "demo", size: "clinic" },
    practice: "195900",
    label: "Cedar Valley Family Medicine",
    clientId: "",
    fill: "anyTime",
    signIn: "app",
    scopes: "athena/service/Athenanet.MDP.*",
    wayBack: { kind: "any" },
    person: null,
    another: false,
    waits: 0,
    unsent: { drafts: 0, writes: 0 },
    changed: false,
    ...start.connection,
  };
  const connections: Connection[] = start.connection === null ? [] : [demo];
  let current = connections[0]?.id ?? null;
  const people: PersonView[] = [...(start.people ?? [])];
  const name = (id: string, person: string | null) => {
    const at = connections.findIndex((each) => each.id === id);
    const known = connections[at];
    if (known !== undefined) {
      connections[at] = { ...known, person, another: false };
    }
  };
  const noted = new Map<string, string>();
  const writes = createFakeWrites();
  const keys = fakeKeys();
  const paper = fakePaper(now);
  const views: SavedView[] = [];
  const recents: string[] = ["41882", "30917"];
  let kept: () => void = () => undefined;
  // As the console: a lock waits for the window, and no longer than a moment.
  const keep = () =>
    new Promise<void>((done) => {
      kept = done;
      setTimeout(done, 300);
      fake.tell({ event: "keep" });
    });
  const pinAgain = ({ pin }: { pin?: string }) => {
    if (fake.session.seat.seat === "person" && pin !== FAKE_PIN) {
      throw new Failed({ code: "wrongPin" });
    }
  };
  const fake: Fake = {
    asked,
    answers: {},
    practice,
    writes,
    session: {
      stage: { stage: "ready" },
      preferences: {
        theme: "light",
        density: "dense",
        hourClock: "twelve",
        quiet: false,
        openTimes: false,
        ...start.preferences,
      },
      patienceMinutes: 15,
      seat: demo.signIn === "person" && people.length === 0 ? FAKE_AT_ATHENA : { seat: "everybody" },
      folder: "data/daybook",
      version: "0.1.0",
      place: null,
      ...start.session,
    },
    sync: freshSync(now),
    tell(event) {
      for (const hear of heard) {
        hear(event);
      }
    },
    listen(hear) {
      heard.add(hear);
      return () => heard.delete(hear);
    },
    renew: () => window.location.reload(),
    async call(name, request) {
      asked.push({ name, request });
      if (name === "console_lock") {
        await keep();
      } else if (name === "console_kept") {
        kept();
      }
      const own = fake.answers[name];
      return own === undefined ? answers[name](request) : own(request);
    },
  };
  const answers: Answers = {
    session_read: () => {
      const { stage, seat } = fake.session;
      const place = noted.get(seat.seat === "person" ? seat.person.id : "") ?? null;
      return { ...fake.session, place: stage.stage === "ready" ? place : null };
    },
    profile_open: () => {
      const { stage } = fake.session.stage;
      if (stage === "locked" && people.length > 0) {
        fake.session = { ...fake.session, stage: { stage, passphrase: false, recovery: keys.recovery } };
        return fake.session;
      }
      fake.session = { ...fake.session, stage: { stage: current === null ? "noPractice" : "ready" } };
      return fake.session;
    },
    profile_set_aside: () => {
      connections.splice(0);
      current = null;
      fake.session = { ...fake.session, stage: { stage: "firstRun", keychain: "ready" } };
      return fake.session;
    },
    profile_recover: () => {
      fake.session = { ...fake.session, stage: { stage: current === null ? "noPractice" : "ready" } };
      return fake.session;
    },
    keys_read: () => ({ ...keys }),
    key_change: (request) => {
      pinAgain(request);
      keys.recoveryEnded ||= keys.recovery;
      keys.recovery = false;
      return { code: FAKE_CODE };
    },
    recovery_make: (request) => {
      pinAgain(request);
      return { code: FAKE_CODE };
    },
    recovery_note: () => {
      keys.recovery = true;
      keys.recoveryEnded = false;
      return {};
    },
    retention_set: ({ retention }) => {
      keys.retention = retention;
      return {};
    },
    vault_export: (request) => {
      pinAgain(request);
      return { file: `${keys.folder}/vault-2026-11-23-164718.daybook-vault` };
    },
    vault_list: () => {
      const { stage } = fake.session.stage;
      const isTrial = people.length === 0 && connections.every((each) => each.environment.kind === "demo");
      const replaces = stage === "firstRun" ? "nothing" : isTrial ? "trial" : "own";
      const ownPassphrase =
        fake.session.stage.stage === "firstRun" && fake.session.stage.keychain === "absent";
      return { ...fakeVaults(), replaces, ownPassphrase };
    },
    vault_restore: () => {
      fake.session = { ...fake.session, stage: { stage: "noPractice" } };
      return fake.session;
    },
    clipboard_note: () => ({}),
    preference_set: ({ preferences }) => {
      fake.session = { ...fake.session, preferences };
      return {};
    },
    patience_set: ({ minutes }) => {
      fake.session = { ...fake.session, patienceMinutes: minutes };
      return {};
    },
    view_list: () => ({ rows: [...views] }),
    view_keep: ({ view }) => {
      views.splice(0, views.length, ...views.filter(({ key }) => key !== view.key), view);
      views.sort((a, b) => a.key - b.key);
      return {};
    },
    view_forget: ({ key: gone }) => {
      views.splice(0, views.length, ...views.filter(({ key }) => key !== gone));
      return {};
    },
    connection_list: () => ({
      rows: [...connections],
      cursor: null,
      current: ["ready", "emergency"].includes(fake.session.stage.stage) ? current : null,
      workingHours: { from: 420, to: 1140 },
    }),
    connection_prefer: ({ connection, fill }) => {
      const at = connections.findIndex((each) => each.id === connection);
      connections.splice(at, 1, { ...(connections[at] ?? demo), fill });
      return {};
    },
    connection_register: ({ connection, scopes, wayBack }) => {
      const at = connections.findIndex((each) => each.id === connection);
      const known = connections[at] ?? demo;
      const person = scopes === known.scopes ? known.person : null;
      connections.splice(at, 1, { ...known, scopes, wayBack, person });
      return {};
    },
    connection_add: ({ environment, practice: number, clientId, signIn = "app" }) => {
      const person = signIn === "person" ? "Rosa Delgado" : null;
      const id = `c${connections.length + 1}`;
      const added = { ...demo, id, environment, clientId, signIn, person };
      connections.push({ ...added, practice: number === "" ? demo.practice : number });
      current = added.id;
      fake.session = { ...fake.session, stage: { stage: "ready" } };
      return {
        connection: added,
        probes: CAPABILITIES.map((capability) => ({ capability, trial: "allowed" })),
      };
    },
    connection_sign_in: ({ connection }) => {
      name(connection, "Rosa Delgado");
      if (people.length === 0) {
        fake.session = { ...fake.session, seat: FAKE_AT_ATHENA };
      }
      if (fake.sync.problem?.code === "signInNeeded") {
        fake.sync = { ...fake.sync, problem: null, problemSince: null };
      }
      return {};
    },
    connection_sign_in_cancel: () => ({}),
    connection_sign_out: ({ connection }) => {
      name(connection, null);
      if (people.length === 0) {
        fake.session = { ...fake.session, seat: fakeSignedOut(connection) };
      }
      return { revoked: true };
    },
    connection_switch: ({ connection }) => {
      current = connection;
      fake.session = { ...fake.session, stage: { stage: "ready" } };
      return {};
    },
    connection_remove: ({ connection }) => {
      connections.splice(
        connections.findIndex((each) => each.id === connection),
        1,
      );
      current = connections[0]?.id ?? null;
      fake.session = { ...fake.session, stage: { stage: current === null ? "noPractice" : "ready" } };
      return { left: [] };
    },
    patient_search: ({ text, limit, cursor }) => fakeSearch(practice, text, limit, cursor),
    patient_recent: () => ({
      rows: recents.flatMap((id) => practice.people.filter((row) => row.id === id)),
      cursor: null,
      held: practice.held,
      filled: true,
      askable: false,
    }),
    patient_open: ({ patient }) => {
      const card = fakeCard(practice, patient);
      if (card === null) {
        throw new Failed({ code: "notHeld" });
      }
      return card;
    },
    patient_remember: ({ patient }) => {
      recents.splice(0, recents.length, patient, ...recents.filter((id) => id !== patient));
      return {};
    },
    patient_refresh: () => ({}),
    patient_ask: ({ text }) => fakeAsk(practice, text),
    practice_overview: () => fakeOverview(practice),
    schedule_day: ({ date, department }) => fakeDay(practice, date, department),
    ...paper,
    schedule_refresh: () => ({}),
    schedule_week: (request) => fakeWeek(practice, request),
    visit_open: () => ({}),
    ...visitAnswers(writes, practice),
    sync_read: () => fake.sync,
    sync_log: () => ({ rows: fakeLog(now), cursor: null }),
    sync_again: () => ({}),
    sync_anew: () => ({}),
    sync_pause: ({ lasts }) => {
      fake.sync = { ...fake.sync, paused: fakePause(now, lasts) };
      return {};
    },
    sync_unpause: () => {
      fake.sync = { ...fake.sync, paused: null };
      return {};
    },
    people_list: () => ({ people: [...people], idleMinutes: 10, leaseHours: 72 }),
    role_list: () => ({ roles: FAKE_ROLES }),
    person_add: ({ name, role }) => {
      const added = { id: `p${people.length + 1}`, name, role };
      people.push(added);
      if (people.length === 1) {
        fake.session = { ...fake.session, seat: seatOf(added) };
      }
      return {};
    },
    person_change: ({ person, name, role }) => {
      const at = people.findIndex((each) => each.id === person);
      people.splice(at, 1, { id: person, name, role });
      return {};
    },
    person_remove: ({ person }) => {
      people.splice(
        people.findIndex((each) => each.id === person),
        1,
      );
      return {};
    },
    person_sign_in: ({ person, pin }) => {
      const known = people.find((each) => each.id === person);
      if (known === undefined || pin !== FAKE_PIN) {
        throw new Failed({ code: "wrongPin" });
      }
      fake.session = { ...fake.session, stage: { stage: "ready" }, seat: seatOf(known) };
      const given = noted.get(person) ?? null;
      noted.delete(person);
      return { ...fake.session, place: given };
    },
    pin_change: ({ pin }) => {
      if (pin !== FAKE_PIN) {
        throw new Failed({ code: "wrongPin" });
      }
      return {};
    },
    pin_reset: ({ person, code }) => {
      const known = people.find((each) => each.id === person);
      if (known === undefined || code !== FAKE_CODE) {
        throw new Failed({ code: "wrongRecoveryCode" });
      }
      fake.session = { ...fake.session, stage: { stage: "ready" }, seat: seatOf(known) };
      return { ...fake.session, place: null };
    },
    console_lock: () => {
      if (people.length === 0) {
        throw new Failed({ code: "nobodyToUnlock" });
      }
      fake.session = lockedSession(fake.session, people, keys.recovery);
      return fake.session;
    },
    place_note: ({ place }) => {
      const { seat } = fake.session;
      noted.set(seat.seat === "person" ? seat.person.id : "", place);
      return {};
    },
    console_kept: () => ({}),
    console_touch: () => ({}),
    idle_set: () => ({}),
    lease_set: () => ({}),
    lease_reach: () => {
      fake.session = { ...fake.session, stage: { stage: "ready" } };
      return fake.session;
    },
    emergency_open: () => {
      const stage = { stage: "emergency", connection: current ?? "", leftMs: 3_600_000 } as const;
      fake.session = { ...fake.session, stage };
      return fake.session;
    },
    emergency_end: () => {
      const lease = { unreachedMs: 345_600_000, hours: 72 };
      fake.session = { ...fake.session, stage: { stage: "leaseOver", connection: current ?? "", lease } };
      return fake.session;
    },
    audit_read: (request) => fakeAudit(practice, request),
    audit_verify: fakeStanding,
    audit_found: () => ({ wrong: [], until: null, times: 0 }),
    audit_acknowledge: () => ({}),
    audit_export: () => ({
      file: "profile/exports/audit.jsonl",
      entries: 130,
      fingerprint: FINGERPRINT,
    }),
    audit_check: ({ text }) =>
      text.startsWith("{")
        ? {
            verdict: "whole",
            entries: 130,
            exported: "2026-11-23T16:47:18Z",
            fingerprint: FINGERPRINT,
            people: [
              { id: "a1", name: "Ana Lee" },
              { id: "b2", name: "Ben Ross" },
            ],
            ours: { since: "goesOn", more: 2 },
            resaved: false,
          }
        : { verdict: "notWhole" },
    ...writeAnswers(writes, practice),
    support_read: () => ({ text: "Daybook support bundle\n\nProfile\n  format: 1\n" }),
    support_export: () => ({ file: "profile/exports/support.txt" }),
    sync_resume: () => {
      fake.sync = { ...fake.sync, fill: { ...fake.sync.fill, rest: null } };
      return {};
    },
  };
  return fake;
}

/** A fake from the page's address: `?stage=firstRun&theme=dark&columns=40&visits=1000&problem=offline`. */
export function fakeFromAddress(search: string): Host {
  const asked = new URLSearchParams(search);
  const stage = asked.get("stage");
  const theme = asked.get("theme");
  const fake = createFake({
    ...(stage === null ? {} : { session: { stage: JSON.parse(stage) }, connection: null }),
    ...(theme === "dark" ? { preferences: { theme } } : {}),
    columns: Number(asked.get("columns") ?? 5),
    visits: Number(asked.get("visits") ?? 34),
  });
  fake.writes.rows = someWrites(Date.now());
  const phase = asked.get("phase");
  if (phase === "nearSchedule") {
    fake.sync = {
      ...fake.sync,
      fill: { phase, done: 340, left: 472, perMinute: 240, secondsLeft: 118, rest: null },
    };
  }
  if (phase === "rest") {
    fake.sync = { ...fake.sync, fill: restingFill() };
  }
  if (asked.has("problem")) {
    fake.sync = troubledSync(fake.sync, Date.now());
  }
  return fake;
}

/** Tags that a command touches, for tests that tell of a change. */
export function tagsOf(name: CommandName): Tag[] {
  return [...ACCESS[name].tags];
}
