import type { PartName, Phase } from "../ipc/bindings.ts";

/** How fresh the copy is, in words. */
export const syncText = {
  title: "Sync",
  phase: {
    reference: "Reading the practice, its departments and providers",
    nearSchedule: "Reading today and the next two weeks",
    farSchedule: "Reading a year ahead and two years back",
    details: "Reading insurances and custom fields, by next visit",
    fresh: "Everything planned is read; what is on screen is kept fresh",
  } satisfies Record<Phase, string>,
  progress: "Progress",
  done: "Done",
  left: "Left",
  rate: "Rate",
  perMinute: (n: string) => `${n} steps a minute`,
  notMeasured: "not measured yet",
  remaining: (time: string) => `about ${time} left`,
  rest: {
    title: (time: string, zone: string) => `The rest is read from ${time} ${zone} on`,
    why: "The practice works now, and Settings has it read only off-hours. The next two weeks and what you look at are kept fresh.",
    now: "Read now anyway",
    nowNote: "It then goes on until the practice's next working day begins.",
  },
  parts: "What is held, and how old it is",
  part: {
    practice: "Practice, departments, providers",
    schedule: "Schedule",
    patients: "Patients",
    coverages: "Insurances",
    customFields: "Custom fields",
  } satisfies Record<PartName, string>,
  never: "not read yet",
  ago: (age: string) => `${age} ago`,
  people: "People",
  held: "In the copy on this computer",
  withoutDetails: "Of them, insurances and custom fields still to be read",
  peopleNote:
    "Whom athenahealth hides from this key is in no number here. Anyone else is found by asking athenahealth from the find box.",
  calls: "Calls to athenahealth today",
  sent: "Sent from here",
  callsLeft: "Left until midnight GMT",
  limit: "Allowed a day",
  notTold: "not told by athenahealth",
  since: (age: string) => `for ${age}`,
  fine: "athenahealth answers.",
  rebuilt:
    "The copy on this computer was damaged, or was another practice's, and was set aside. It is being read anew; nothing at athenahealth is touched.",
} as const;
