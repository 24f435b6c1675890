import type { Environment, PatientFlag } from "./ipc/bindings.ts";

/** The words that more than one folder needs; each has its own sentences in a text.ts of its own. What is
 * counted, dated or named comes in already written. */
export const text = {
  product: "Daybook",
  productInitial: "D",
  none: "–",
  dot: " · ",
  close: "Close",
  back: "Back",
  show: "Show",
  goOn: "Go on",
  loading: "Reading…",
  askedFor: "Asked for. It appears here as soon as it is there.",
  pages: {
    schedule: "Schedule",
    patients: "Patients",
    form: "Patient form",
    writes: "Writes",
    sync: "Sync",
    audit: "Audit",
    settings: "Settings",
  },
  environment: {
    demo: "demo",
    preview: "preview",
    production: "production",
    other: "other address",
  } satisfies Record<Environment["kind"], string>,
  person: {
    born: (date: string) => `born ${date}`,
    id: (id: string) => `id ${id}`,
  },
  who: {
    desktop: "whoever sat here",
    console: "Daybook itself",
    nobody: "nobody signed in",
    untold: "somebody whom athenahealth does not name",
    unknown: (id: string) => `person ${id}`,
  },
  flag: {
    deceased: "deceased",
    inactive: "inactive",
    prospective: "prospective",
  } satisfies Record<PatientFlag, string>,
  write: {
    draft: "draft",
    held: "held for you",
    waits: "waits",
    onTheWay: "on its way",
    unknown: "unknown",
    saved: "saved",
    savedOtherwise: "saved, not all as written",
    notSaved: "not saved",
    withdrawn: "taken back",
  },
  state: {
    booked: "booked",
    late: "late",
    checkingIn: "checking in",
    here: "here",
    waiting: (minutes: number) => `waiting ${minutes} min`,
    out: "left",
    charged: "charges entered",
    cancelled: "cancelled",
  },
} as const;
