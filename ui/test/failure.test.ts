import { describe, expect, it } from "vitest";
import { failureWords } from "../src/failure.ts";
import { fieldText, permissionText, stopText } from "../src/failure-text.ts";
import type { Failure, Field, Permission, SignInStop, Trouble } from "../src/ipc/bindings.ts";

// A record over every code: one that is added to the contract does not compile here until it has words.
const SAMPLES: { [Code in Failure["code"]]: Extract<Failure, { code: Code }> } = {
  invalid: { code: "invalid", field: "practiceId" },
  locked: { code: "locked" },
  forbidden: { code: "forbidden", permission: "viewPatients" },
  wrongPin: { code: "wrongPin" },
  passphraseRests: { code: "passphraseRests", retryAfterMs: 60_000 },
  tooManyTries: { code: "tooManyTries", retryAfterMs: 60_000 },
  wrongRecoveryCode: { code: "wrongRecoveryCode" },
  notRestored: { code: "notRestored", why: "damaged" },
  nameTaken: { code: "nameTaken" },
  lastManager: { code: "lastManager" },
  nobodyToUnlock: { code: "nobodyToUnlock" },
  unrecorded: { code: "unrecorded" },
  noPractice: { code: "noPractice" },
  leaseOver: { code: "leaseOver" },
  notInEmergency: { code: "notInEmergency" },
  notHeld: { code: "notHeld" },
  badFields: { code: "badFields", troubles: [{ field: "last", why: "missing" }] },
  outOfTurn: { code: "outOfTurn" },
  writesAtLarge: { code: "writesAtLarge", count: 2 },
  tooSoon: { code: "tooSoon" },
  alreadyUndone: { code: "alreadyUndone" },
  beingUndone: { code: "beingUndone" },
  cannotBeUndone: { code: "cannotBeUndone" },
  tooLate: { code: "tooLate" },
  deceased: { code: "deceased" },
  offline: { code: "offline" },
  captivePortal: { code: "captivePortal" },
  untrusted: { code: "untrusted" },
  noTls: { code: "noTls" },
  notAthena: { code: "notAthena" },
  outage: { code: "outage" },
  serverTrouble: { code: "serverTrouble" },
  signInRefused: { code: "signInRefused" },
  signInNeeded: { code: "signInNeeded" },
  signInFirst: { code: "signInFirst", practice: "Cedar Valley" },
  signInStopped: { code: "signInStopped", why: "denied" },
  practiceUnknown: { code: "practiceUnknown" },
  practiceNotAllowed: { code: "practiceNotAllowed" },
  notAskable: { code: "notAskable" },
  tooManyMatches: { code: "tooManyMatches" },
  rateLimited: { code: "rateLimited", retryAfterMs: 90_000 },
  unreadable: { code: "unreadable", reference: "a1b2" },
  notPrinted: { code: "notPrinted" },
  alreadyConnected: { code: "alreadyConnected" },
  connectionChanged: { code: "connectionChanged" },
  profile: { code: "profile", trouble: { kind: "diskFull" } },
  copyDamaged: { code: "copyDamaged" },
  unexpected: { code: "unexpected", reference: "c3d4" },
};

const TROUBLES: { [Kind in Exclude<Trouble["kind"], "keychainChanged">]: true } = {
  keychainLocked: true,
  keychainAbsent: true,
  keychainSilent: true,
  keyGone: true,
  wrongKey: true,
  inUse: true,
  readOnly: true,
  diskFull: true,
  newer: true,
  vaultDamaged: true,
  disk: true,
};

const failures: Failure[] = [
  ...Object.values(SAMPLES),
  ...(Object.keys(TROUBLES) as (keyof typeof TROUBLES)[]).map(
    (kind): Failure => ({ code: "profile", trouble: { kind } }),
  ),
  { code: "profile", trouble: { kind: "keychainChanged", kept: "KeePassXC", now: "GNOME Keyring" } },
  ...(Object.keys(stopText) as SignInStop[]).map((why): Failure => ({ code: "signInStopped", why })),
  ...(Object.keys(fieldText) as Field[]).map((field): Failure => ({ code: "invalid", field })),
];

describe("words of failures", () => {
  it.each(failures)("$code says what happened and what to do", (failure) => {
    const { title, next } = failureWords(failure);
    expect(title.length, "a failure without a sentence helps nobody").toBeGreaterThan(10);
    expect(next.length, "no words without the next step").toBeGreaterThan(10);
  });

  it("says each differently", () => {
    const titles = Object.values(SAMPLES).map((failure) => failureWords(failure).title);
    expect(new Set(titles).size, "two failures that read the same cannot be told apart").toBe(titles.length);
  });

  it("shows the reference where only the log knows more", () => {
    expect(failureWords(SAMPLES.unexpected).next).toContain("c3d4");
    expect(failureWords(SAMPLES.unreadable).next).toContain("a1b2");
  });

  it("promises to try again only where the console does", () => {
    for (const code of ["offline", "outage", "rateLimited"] as const) {
      expect(failureWords(SAMPLES[code], "once").next, code).toMatch(/try again/i);
      expect(failureWords(SAMPLES[code], "once").next, code).not.toContain("Daybook");
    }
  });

  it("says when a limit ends", () => {
    expect(failureWords(SAMPLES.rateLimited).next).toContain("1 min");
  });

  it("names every permission", () => {
    const permissions = Object.keys(permissionText) as Permission[];
    const titles = permissions.map((permission) => failureWords({ code: "forbidden", permission }).title);
    expect(new Set(titles).size).toBe(permissions.length);
  });
});
