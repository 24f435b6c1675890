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
  notHeld: "With a visit, but hidden or not read yet",
  notHeldNote: "Anyone else is found by asking athenahealth from the find box.",
  calls: "Calls to athenahealth today",
  sent: "Sent from here",
  callsLeft: "Left until midnight GMT",
  limit: "Allowed a day",
  notTold: "not told by athenahealth",
  since: (age: string) => `for ${age}`,
  fine: "athenahealth answers.",
  rebuilt:
    "The copy on this computer was damaged and set aside. It is being read anew; nothing at athenahealth is touched.",
} as const;
