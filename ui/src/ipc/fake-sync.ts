import type {
  CallHour,
  FeedView,
  PauseFor,
  PracticeTime,
  SyncHappened,
  SyncLogRow,
  SyncView,
} from "./bindings.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An instant on the clock of a practice in winter, in Iowa. */
export function fakeTime(at: number): PracticeTime {
  const wall = new Date(at - 6 * HOUR).toISOString();
  return {
    at: new Date(at).toISOString(),
    date: wall.slice(0, 10),
    minute: Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16)),
    zone: "Central",
  };
}

/** A copy that is fresh. */
export function freshSync(now: number): SyncView {
  const before = (seconds: number) => new Date(now - seconds * 1_000).toISOString();
  return {
    fill: { phase: "fresh", done: 812, left: 0, perMinute: null, secondsLeft: null, rest: null },
    parts: [
      { part: "practice", asOf: before(420) },
      { part: "schedule", asOf: before(18) },
      { part: "patients", asOf: before(95) },
      { part: "coverages", asOf: before(7_300) },
      { part: "customFields", asOf: null },
    ],
    feeds: [
      freshFeed("appointments", before(18), before(160), now + 42_000),
      freshFeed("patients", before(40), before(280), now + 80_000),
      freshFeed("providers", before(190), before(900), now + 110_000),
    ],
    calls: { limit: 50_000, left: 47_012, sentToday: 2_988, nextHour: 178 },
    day: { ends: fakeTime(midnight(now) + 24 * HOUR), hours: fakeHours(now) },
    whole: { calls: 15_892, seconds: 3_179 },
    paused: null,
    problem: null,
    problemSince: null,
    held: 15_204,
    withoutDetails: 31,
    rebuilt: false,
  };
}

function freshFeed(feed: FeedView["feed"], read: string, proven: string, next: number): FeedView {
  return {
    feed,
    inEffect: true,
    read,
    proven,
    next: new Date(next).toISOString(),
    backlog: { more: false, left: 0 },
    divergence: null,
    shared: false,
    problem: null,
    gaps: [],
  };
}

function midnight(now: number): number {
  return Math.floor(now / (24 * HOUR)) * 24 * HOUR;
}

function fakeHours(now: number): CallHour[] {
  const begins = midnight(now);
  return Array.from({ length: 24 }, (_, hour) => {
    const from = begins + hour * HOUR;
    const past = from <= now;
    const works = hour >= 13 && hour < 23;
    return {
      from: fakeTime(from),
      again: false,
      people: past && works ? 18 + ((hour * 7) % 11) : 0,
      bookings: past && works ? 6 + (hour % 5) : 0,
      feeds: past ? 118 : 0,
      fill: past && hour < 4 ? 160 - hour * 20 : 0,
    };
  });
}

/** A pause as the console answers it. */
export function fakePause(now: number, lasts: PauseFor): SyncView["paused"] {
  return { until: lasts === "hour" ? fakeTime(now + HOUR) : null };
}

/** A copy in trouble: nothing is reached, one feed missed something, and another computer shares the key. */
export function troubledSync(sync: SyncView, now: number): SyncView {
  const [appointments, patients, providers] = sync.feeds;
  const gap = {
    why: "outage",
    since: fakeTime(now - 26 * HOUR),
    until: fakeTime(now - 2 * HOUR),
    closed: null,
    anew: null,
    withheld: false,
  } as const;
  const feeds = [
    appointments && { ...appointments, shared: true },
    patients && { ...patients, gaps: [gap], backlog: { more: false, left: 312 } },
    providers,
  ];
  return {
    ...sync,
    feeds: feeds.filter((feed) => feed !== undefined),
    problem: { code: "offline" },
    problemSince: new Date(now - 12 * MINUTE).toISOString(),
  };
}

/** What happened, the latest first. */
export function fakeLog(now: number): SyncLogRow[] {
  const gap = { feed: "patients", why: "outage" } as const;
  const rows: [number, SyncHappened][] = [
    [12, { kind: "halted", why: "offline", until: null }],
    [
      14,
      {
        kind: "changes",
        counts: [
          { feed: "appointments", count: 9 },
          { feed: "patients", count: 3 },
        ],
      },
    ],
    [31, { kind: "merged", count: 1 }],
    [55, { kind: "another", feed: "appointments" }],
    [120, { kind: "gap", ...gap, since: fakeTime(now - 26 * HOUR), until: fakeTime(now - 2 * HOUR) }],
    [121, { kind: "goesOn" }],
    [1_100, { kind: "halted", why: "dayUsedUp", until: fakeTime(midnight(now)) }],
  ];
  return rows.map(([minutes, what], at) => ({
    id: String(rows.length - at),
    at: fakeTime(now - minutes * MINUTE),
    what,
  }));
}

/** The far schedule, waiting for the evening. */
export function restingFill(): SyncView["fill"] {
  return {
    phase: "farSchedule",
    done: 3,
    left: 37,
    perMinute: null,
    secondsLeft: null,
    rest: { until: "2026-11-24T01:00:00Z", minute: 1140, zone: "Central" },
  };
}
