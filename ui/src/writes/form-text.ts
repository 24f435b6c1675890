import type { PatientField, PatientFlag } from "../ipc/bindings.ts";

/** What the form says of changing or registering a patient. */
export const formText = {
  change: (name: string) => `Change ${name}`,
  register: "Register a patient",
  form: "Fields",
  groups: { identity: "Identity", contact: "Contact", address: "Address", place: "Registration" },
  required: "needed",
  oneOf: "needed: a phone or an email",
  none: "Nobody is being changed.",
  noneNext: "Open a patient's card and press e, or register somebody new.",
  toPatients: "Find a patient",
  asOf: (age: string) => `as read ${age} ago`,
  goesOn: "This draft was kept. Go on where you left it.",
  merged: (id: string) => `${id} was merged into this patient: what you write goes to the one who is left.`,
  mergedNow: {
    title: (asked: string, name: string, id: string) =>
      `${asked} was merged into another record: ${name}, id ${id}.`,
    next: "What you typed is kept as a draft of that one. Open it, and check that it is whom you mean.",
    act: "Open it",
    short: "This record is no more. Open the one it was merged into; what you typed goes along.",
  },
  flags: {
    deceased: "They have died. What stands here can still be put right; no visit can be booked.",
    inactive: "They are inactive here. They can be changed, and made active again under Status.",
    prospective: "They have not been a patient here yet. They become one once Status says active.",
  } satisfies Record<PatientFlag, string>,
  open: {
    title: "Another change of this patient is not done yet.",
    next: "Look at it first: the same field is not written twice at a time.",
    act: "Show it",
  },
  was: (value: string) => `was ${value}`,
  theirs: (value: string) => `now at athenahealth: ${value}`,
  tooLong: (over: number, longest: number) =>
    over === 1
      ? `1 letter more than the ${longest} athenahealth keeps.`
      : `${over} letters more than the ${longest} athenahealth keeps.`,
  missing: "Needed.",
  missingContact: "A phone or an email is needed.",
  malformed: {
    last: "A name has letters.",
    first: "A name has letters.",
    middle: "A name has letters.",
    preferred: "A name has letters.",
    dob: "Write it as 3/14/1979; it cannot be in the future.",
    mobilePhone: "Ten digits.",
    homePhone: "Ten digits.",
    workPhone: "Ten digits.",
    email: "It has an @ and a dot after it.",
    state: "Two letters, such as IA.",
    zip: "Five digits, or nine.",
  } as Partial<Record<PatientField, string>>,
  unlisted: {
    sex: "athenahealth does not know this. Choose one of the list.",
    language: "athenahealth does not know this. Choose one of the list.",
    status: "athenahealth does not take this. Choose one of the list.",
    department: "This is none of the practice's departments. Choose one of the list.",
    state: "Two letters, such as IA.",
  } as Partial<Record<PatientField, string>>,
  malformedElse: "This cannot stand there.",
  stateOf: (zip: string, states: readonly string[]) => `${zip} is in ${states.join(", ")}`,
  zipElsewhere: (zip: string, states: readonly string[]) =>
    states.length === 0
      ? `No post office has a ZIP code like ${zip}.`
      : `${zip} is in ${states.join(", ")}. Check the two.`,
  hints: { dob: "such as 3/14/1979" } as Partial<Record<PatientField, string>>,
  notChosen: "not said",
  changes: "What is to be written",
  noChanges: "Nothing is changed yet.",
  inactiveNow: "They will not be found among active patients any more.",
  who: "Is it the right person?",
  whoNext: "Ask them, and tick two that agree with what is on file.",
  whoNextNew: "Read them out to the person, and tick two that they confirmed.",
  send: "Send it",
  look: "Look for the same person",
  looking: "Asking athenahealth…",
  lookNext:
    "athenahealth is asked first whether they are registered already. Names and birth date are needed for that.",
  lookOffline:
    "Nobody can be asked who is registered already. The draft stays under Writes: go on once athenahealth is reached.",
  lookedNobody: "athenahealth knows nobody like them.",
  lookedRuledOut: (n: number) =>
    n === 1 ? "1 like them looked at: somebody else." : `${n} like them looked at: somebody else.`,
  lookAgain: "What was looked for has changed: look again.",
  kept: "Kept as a draft. Nothing was sent.",
  notKept: "The draft could not be kept.",
  keeping: "Esc keeps it as a draft",
  few: "Tick two that were confirmed.",
  wrong: (n: number) =>
    n === 1 ? "One field cannot be written as it is." : `${n} fields cannot be written as they are.`,
  nothing: "Nothing is changed: there is nothing to send.",
  back: "Close",
  alikeTitle: "Registered already?",
  alikeNext: (name: string) =>
    `${name} is like somebody whom athenahealth has. What differs is marked. Is it them?`,
  toForm: "Back to the form",
  themSaid: (name: string) => `${name} is registered already. The draft was taken back.`,
  progress: "How far it is",
  progressTitle: {
    edit: (name: string) => `Changing ${name}`,
    create: (name: string) => `Registering ${name}`,
  },
  toCard: "Card",
  toWrites: "All writes",
  done: "Done",
  toBooking: "Back to the booking",
} as const;
