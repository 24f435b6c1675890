import type { WaitPriority, WaitWhy } from "../ipc/bindings.ts";

/** What is said of who waits for a time that was freed. */
export const waitlistText = {
  freed: (when: string) => `Free again: ${when}.`,
  waits: (count: number) =>
    count === 1 ? "One person waits for such a time." : `${count} people wait for such a time.`,
  offer: "Who waits",
  dismiss: "Not now",
  title: (when: string) => `Who waits for ${when}`,
  list: "Who waits",
  hint: "Enter books it for whoever is chosen: whoever matters most, and waits longest, stands first.",
  asOf: (age: string) => `As athenahealth's waiting list said ${age} ago.`,
  moves: "Their visit is moved here.",
  no: "Not now",
  close: "Done",
  priority: { low: "Low priority", normal: "", high: "High priority" } satisfies Record<WaitPriority, string>,
  why: {
    provider: "with whom they want",
    anyProvider: "with anybody",
    kind: "the kind that they want",
    reason: "their reason",
    anyPurpose: "for anything",
    day: "a day that they want",
    anyDay: "any day",
    hours: "an hour that they want",
    anyHours: "any hour",
  } satisfies Record<WaitWhy, string>,
  taken: "Somebody else was faster: the time is taken. Nothing was booked.",
  off: "They are taken off the waiting list.",
  call: (phone: string) => `Call ${phone}`,
  note: (words: string) => `“${words}”`,
} as const;
