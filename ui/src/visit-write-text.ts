import type { VisitStanding, WriteKind, WriteRow, WriteWhy } from "./ipc/bindings.ts";

/** What is done with a visit. */
export type VisitKind = Exclude<WriteKind, "create" | "edit">;

/** What is done with an open time, of which no visit tells. */
export type SlotKind = Extract<WriteKind, "hold" | "letGo" | "offList">;

const OF_SLOTS: readonly WriteKind[] = ["hold", "letGo", "offList"] satisfies SlotKind[];

/** Whether a write is about an open time alone. */
export function isOfSlot({ kind }: Pick<WriteRow, "kind">): boolean {
  return OF_SLOTS.includes(kind);
}

const HELD = "Nothing was sent.";

/** What is said of what is done with a visit, wherever a write stands. */
export const visitWriteText = {
  /** As a thing to do. */
  does: {
    book: "Book",
    cancel: "Cancel visit",
    move: "Move",
    startCheckIn: "Start check-in",
    checkIn: "Check in",
    cancelCheckIn: "Cancel check-in",
    checkOut: "Check out",
    hold: "Hold a time",
    letGo: "Let a time go",
    openTime: "Open a time",
    removeTime: "Take the time off",
    offList: "Take off the waiting list",
  } satisfies Record<VisitKind, string>,
  /** Said while athenahealth has not confirmed it. */
  doing: {
    book: "Being booked.",
    cancel: "Being cancelled.",
    move: "Being moved.",
    startCheckIn: "The check-in is being started.",
    checkIn: "Being checked in.",
    cancelCheckIn: "The check-in is being cancelled.",
    checkOut: "Being checked out.",
    hold: "Being held.",
    letGo: "Being let go.",
    openTime: "The time is being opened.",
    removeTime: "The time is being taken off.",
    offList: "Being taken off the waiting list.",
  } satisfies Record<VisitKind, string>,
  /** Said once athenahealth has. */
  did: {
    book: "Booked.",
    cancel: "Cancelled.",
    move: "Moved.",
    startCheckIn: "The check-in is started.",
    checkIn: "Checked in.",
    cancelCheckIn: "The check-in is cancelled.",
    checkOut: "Checked out.",
    hold: "Held.",
    letGo: "Let go.",
    openTime: "The time is open.",
    removeTime: "The time is taken off.",
    offList: "Taken off the waiting list.",
  } satisfies Record<VisitKind, string>,
  /** Said where athenahealth has not, and will not. */
  didNot: {
    book: "Not booked.",
    cancel: "Not cancelled.",
    move: "Not moved.",
    startCheckIn: "The check-in was not started.",
    checkIn: "Not checked in.",
    cancelCheckIn: "The check-in was not cancelled.",
    checkOut: "Not checked out.",
    hold: "Not held.",
    letGo: "Not let go.",
    openTime: "The time was not opened.",
    removeTime: "The time was not taken off.",
    offList: "Not taken off the waiting list.",
  } satisfies Record<VisitKind, string>,
  /** How it stands there. */
  standing: {
    free: "free",
    held: "held",
    booked: "booked",
    checkingIn: "check-in started",
    here: "checked in",
    out: "checked out",
    charged: "checked out, charges entered",
    cancelled: "cancelled",
    moved: "moved to another time",
    anothers: "somebody else's",
    gone: "not there any more",
  } satisfies Record<Exclude<VisitStanding["state"], "other">, string>,
  unconfirmed: "athenahealth has not confirmed it yet.",
  confirmed: "athenahealth confirmed it.",
  otherwise: (how: string) => `athenahealth took it, and shows the visit as ${how} by now.`,
} as const;

/** Why such a write stands where it stands, where that is said otherwise than of a patient's fields. */
export const visitWhyText: Partial<Record<WriteWhy, { title: string; next: string }>> = {
  changedMeanwhile: {
    title: "The visit stands otherwise at athenahealth by now.",
    next: `${HELD} Look at the visit: somebody else went on with it. Take this back.`,
  },
  standsAlready: {
    title: "It is so already at athenahealth.",
    next: `${HELD} Somebody else did it: take this back.`,
  },
  subjectGone: {
    title: "athenahealth shows no such visit any more.",
    next: `${HELD} Read the day again, and take this back.`,
  },
  cannotBeSent: {
    title: "It cannot be sent as it is.",
    next: `${HELD} Take this back, and do it in athenahealth.`,
  },
  conflict: {
    title: "Somebody else was faster.",
    next: "Read the day again and look how the visit stands now.",
  },
  notFound: {
    title: "athenahealth knows no such visit.",
    next: "It may have been moved or deleted. Read the day again.",
  },
  refused: { title: "athenahealth said no.", next: "Its words say why. Nothing was done." },
  missingFields: {
    title: "athenahealth wants something more for that.",
    next: "Its words say what. Enter it in athenahealth, then try again.",
  },
  badField: {
    title: "athenahealth did not take it as it is.",
    next: "Its words say why. Nothing was done.",
  },
  notCarriedOut: {
    title: "It was looked for at athenahealth, and was not done.",
    next: "Do it again, or let it be.",
  },
};

/** How a visit stands at athenahealth, in words. */
export function standingWord(standing: VisitStanding): string {
  return standing.state === "other" ? standing.word : visitWriteText.standing[standing.state];
}
