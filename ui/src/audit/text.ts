import type { Anchoring, AuditKind, AuditSince, AuditTrouble, Outcome } from "../ipc/bindings.ts";

/** Who did what here, in words. */
export const auditText = {
  title: "Audit",
  table: "Who did what here, the latest first",
  columns: {
    time: "When",
    person: "Who",
    device: "Computer",
    did: "What",
    patient: "Patient",
    practice: "Practice",
    about: "About",
  },
  kinds: {
    view: "Looked",
    search: "Searched",
    export: "Exported",
    print: "Printed",
    write: "Wrote",
    unlock: "Opened",
    failedUnlock: "Not opened",
    signIn: "Signed in",
    refusal: "Refused",
    setting: "Changed a setting",
    emergency: "Emergency access",
    finding: "Audit found altered",
  } satisfies Record<AuditKind, string>,
  outcomes: {
    begun: "begun, and nothing says how it ended",
    done: "",
    failed: "it failed",
    refused: "refused",
  } satisfies Record<Outcome, string>,
  here: "this one",
  device: (id: string) => `another, ${id.slice(0, 8)}`,
  seen: (words: string, n: number) => `${words}, ${n} patients`,
  times: (words: string, n: number) => `${words}, ${n} times`,
  span: (from: string, until: string) => `${from} – ${until}`,
  write: (id: string) => `write ${id.slice(0, 8)}`,
  said: (words: string) => {
    const identifiers: Record<string, string> = {
      name: "name",
      dob: "birth date",
      phone: "phone",
      address: "address",
      id: "patient id",
      member: "member id",
    };
    const all = words.split(" ").map((word) => identifiers[word]);
    return all.every((word) => word !== undefined) ? `by ${all.join(" and ")}` : words;
  },
  emergency: (entry: number) => `by emergency access, entry ${entry}`,
  emergencyMark: "Emergency",
  reason: (words: string, entry: number) => `Entry ${entry}, reason: “${words}”`,
  reasonGone: (entry: number) => `Entry ${entry}. The reason is gone.`,
  searched: (hash: string) => `search ${hash.slice(0, 8)}`,
  filters: "Which entries",
  kind: "Kind",
  anyKind: "All",
  person: "Person",
  anyPerson: "Everyone",
  practice: "Practice",
  anyPractice: "All",
  goneSince: (id: string) => `${id.slice(0, 8)}, no longer here`,
  practiceIn: (name: string, environment: string) => `${name}, ${environment}`,
  notHere: (number: string) => `${number}, no longer connected`,
  department: (id: string) => `department ${id}`,
  patient: "Patient id",
  patientHint: "who saw this patient; press Enter",
  patientWrong: "A patient id has digits alone. Search for the patient to see theirs.",
  day: "Day",
  dayHint: "11/23/2026, yesterday, Nov 3",
  dayWrong: "Write the day as 11/23/2026.",
  counted:
    "Counted by patient: each card and each visit that was opened, what was asked and written about them, whoever stood beside somebody to be registered or in the list of writes, everybody in a sheet or rows that were saved as a file, and each route slip that was looked at. A search, a list of patients, a day sheet on the screen, a downtime packet and the audit itself are one entry each, whoever stood in them: they are not counted here.",
  clear: "Show all",
  newer: "Newer",
  older: "Older",
  none: "No entry is like that.",
  noneNext: "Show all, or choose another kind, patient or day.",
  empty: "Nothing is on record yet.",
  proof: "Is it as it was written?",
  proofNote:
    "Every entry is sealed together with the one before. The keychain knows how far the audit had come, so that a tail that was cut off, or a vault of another day in its place, is found too.",
  verify: "Check every entry",
  sound: (entries: string) => `All ${entries} entries are as they were written.`,
  anchoring: {
    keychain: "Held against what the keychain knows.",
    silent:
      "The keychain does not answer now, so nothing says whether the end was cut off. Unlock it, then check again.",
    exports:
      "This profile has no keychain: only an export says how far the audit had come. Export it now and then, keep the file elsewhere, and check it here.",
  } satisfies Record<Anchoring, string>,
  foundBefore: (times: string) =>
    `At ${times} starts before, it was found not as it was written. Choose the kind “Audit found altered” to see when.`,
  altered: "The audit is not as it was written.",
  alteredNext:
    "Somebody changed the vault outside Daybook, or put an older one in its place. Keep the profile's folder as it is and tell whoever answers for privacy in your practice.",
  troubles: {
    changed: ({ sequence }: { sequence: number }) =>
      `Entry ${sequence} was changed, or was not written by Daybook.`,
    missing: ({ first, last }: { first: number; last: number }) =>
      first === last ? `Entry ${first} is missing.` : `Entries ${first} to ${last} are missing.`,
    unlinked: ({ sequence }: { sequence: number }) => `Entry ${sequence} does not follow the one before it.`,
    reason: ({ sequence }: { sequence: number }) =>
      `The reason for the emergency access of entry ${sequence} is not as it was given.`,
    cutOff: ({ anchored, found }: { anchored: number; found: number }) =>
      `It had ${anchored} entries and has ${found}: its end was cut off, or an older vault stands in its place.`,
    replaced: ({ anchored }: { anchored: number }) =>
      `Entry ${anchored} is another one: another vault stands in its place.`,
  } satisfies {
    [Kind in AuditTrouble["kind"]]: (trouble: Extract<AuditTrouble, { kind: Kind }>) => string;
  },
  export: "Export",
  exportTitle: "Export and check a file",
  exportNote:
    "The export names who did what, and patients by their number only, but for what somebody wrote as the reason of an emergency access. Its lines are signed: it can be checked on any computer with Daybook.",
  exported: (entries: string) => `${entries} entries are in this file:`,
  fingerprint: (digits: string) => `Signed by ${digits}`,
  fingerprintNote: "Write this down elsewhere: a file that somebody else signed shows another.",
  checkFile: "Check a file…",
  resaved:
    "Another program saved it since and changed the ends of its lines. No entry was changed: the signature fits every one.",
  whole: (entries: string, day: string) => `The file is whole: ${entries} entries, exported ${day}.`,
  by: (names: readonly string[]) => (names.length === 0 ? "" : `It was done by ${names.join(", ")}.`),
  ours: "This profile signed it, and its audit holds all that is in it.",
  goesOn: (more: number) =>
    more === 0 ? "" : more === 1 ? "1 entry came since." : `${more} entries came since.`,
  since: {
    lost: ({ exported, held }: { exported: number; held: number }) =>
      `This audit has lost entries since that export: ${exported} were exported, and it holds ${held}.`,
    another: ({ exported }: { exported: number }) =>
      `This audit was another one at that export: entry ${exported} of the file is not the one that it holds.`,
    altered: () => "The file is whole, and this audit is not as it was written.",
  } satisfies {
    [Since in Exclude<AuditSince["since"], "goesOn">]: (
      told: Extract<AuditSince, { since: Since }>,
    ) => string;
  },
  sinceNext:
    "An older vault stands in the place of the one it was exported from, or somebody cut or changed it. Keep the file and the profile's folder as they are and tell whoever answers for privacy in your practice.",
  notOurs: "Another profile signed it. Compare the signature with the one that profile shows.",
  notWhole: "This is no export of an audit, or not the whole of one.",
  notWholeNext:
    "Copy the file again from where it was exported. Opened and saved in another program, it may have become another file.",
  alteredFile: "The file is not as it was signed.",
  alteredFileNext: "Somebody changed it. Export it again from the computer that it came from.",
  broken:
    "The file is signed, and its entries do not follow on from each other, or a reason is not the one that was given.",
  brokenNext: "It was not made by Daybook as it should be. Tell support.",
} as const;
