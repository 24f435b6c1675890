import type { FeedName, GapWhy, HaltWhy, PartName, Phase } from "../ipc/bindings.ts";

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
  toDo: "Left",
  rate: "Rate",
  perMinute: (n: string) => `${n} a minute`,
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
  mayMiss: "a change may be missing",
  notFresh: "not kept fresh now",
  notAll: "not of everybody yet",
  acts: {
    again: "Read again now",
    againAsked: "Asked for: everything that is kept fresh is read again.",
    pause: "Pause",
    resume: "Go on reading",
    anew: "Re-read everything",
  },
  paused: {
    title: (until: string | null) =>
      until === null ? "Reading is paused until somebody resumes it." : `Reading is paused until ${until}.`,
    next: "Only what somebody opens or asks for is read. What changes at athenahealth waits there; after 12 hours it may be forgotten there, and the lists are then read anew.",
  },
  pausing: {
    title: "Pause reading?",
    body: "Only what somebody opens or asks for is read then, and the pages show what is held with its age. Writes go on. The top bar says that reading is paused, also after a restart.",
    label: "For how long",
    hour: "For an hour",
    untilResumed: "Until somebody resumes it",
  },
  anew: {
    title: "Read everything again?",
    body: "The lists, the whole schedule, and every patient with insurances, balances and custom fields are asked for again, in the order of the first fill. Until then all is shown as it is. Nothing at athenahealth is touched, and nothing that waits to be written is lost.",
    cost: (calls: string, time: string) =>
      `It takes about ${calls} calls, and about ${time} if nobody else calls.`,
    left: (left: string) => `${left} calls are left today.`,
    tooFew: "That is more than is left today: it goes on tomorrow where it stops.",
    yes: "Read everything again",
  },
  feeds: "What athenahealth tells as it changes",
  feedsNote:
    "athenahealth tells each change once. What was taken out lately is read a second time, so that nothing is lost where this computer is cut off, or another one shares the key.",
  columns: {
    feed: "What",
    read: "Last heard",
    next: "Next read",
    backlog: "Still to be read",
    divergence: "Found different",
  },
  next: (time: string) => `in ${time}`,
  nextNow: "now",
  nextPaused: "paused",
  nothingLeft: "nothing",
  more: "more waits there",
  left: {
    appointments: (n: string) => `${n} parts of the schedule`,
    patients: (n: string) => `${n} patients`,
    providers: () => "the list",
  } satisfies Record<FeedName, (n: string) => string>,
  differed: (differed: string, compared: string) => `${differed} of ${compared}`,
  differedNote: "Records held against athenahealth that had changed without being told of. It should be 0.",
  feed: {
    appointments: "Appointments",
    patients: "Patients",
    providers: "Providers",
  } satisfies Record<FeedName, string>,
  notYet: "Asked for; athenahealth begins to tell within a quarter of an hour.",
  gap: {
    beginning: "What was read before athenahealth began to tell is being read again.",
    outage: "Nothing was read for longer than athenahealth remembers.",
    edited: "Somebody changed what this key is told; it was asked for again.",
    unreadable: "Something came that cannot be read.",
    clock: "athenahealth's clock went back.",
    asked: "Everything is being read again, as was asked.",
  } satisfies Record<GapWhy, string>,
  gapMeans: "Until all is read anew, a change made then may be missing here.",
  gapTitle: "Gap",
  daily: (time: string) =>
    `Something came again that cannot be read. For that, everything is read anew once a day, next after ${time}; until then a change may be missing.`,
  withheld:
    "athenahealth does not let this key read the list of providers, so this stays open. Have whoever manages the key at athenahealth allow it to read providers; nothing else waits for it.",
  doubted: (time: string) =>
    `Something differed that athenahealth had not told. Until ${time} this is not relied on: the next two weeks are asked for every minute besides.`,
  gapOf: (since: string, until: string) => `from ${since} to ${until}`,
  shared: "Another computer uses the same key; what it takes out is read here again.",
  people: "People",
  held: "In the copy on this computer",
  withoutDetails: "Of them, insurances and custom fields still to be read",
  peopleNote:
    "Whom athenahealth hides from this key is in no number here. Anyone else is found by asking athenahealth from the find box.",
  calls: "Calls to athenahealth today",
  used: "Used, as athenahealth counts",
  sent: "Sent from here",
  sentMore:
    "athenahealth counts no sign-ins, and no calls that nobody there answered: they are sent, and not used.",
  sentFewer:
    "athenahealth counts what others send with this key too, and what was sent before this copy began.",
  nextHour: "Next hour, if nobody asks for more",
  about: (calls: string) => `About ${calls}`,
  whenFilled: "Told once all is read",
  callsLeft: (time: string) => `Left until ${time}, midnight GMT`,
  limit: "Allowed a day",
  lanes: {
    people: "People",
    bookings: "Bookings and writes",
    feeds: "Changes",
    fill: "Filling",
  },
  plot: {
    title: (zone: string) => `By the hour, ${zone}`,
    label: (sum: string, hour: string, most: string) =>
      `Calls by the hour: ${sum} today, the most at ${hour} with ${most}.`,
    none: "No calls were counted today.",
    hour: "Hour",
    all: "All",
    again: (hour: string) => `${hour}, again`,
    bar: (hour: string, calls: string) => `${hour}: ${calls} calls`,
    now: "now",
  },
  log: {
    title: "What happened",
    none: "Nothing yet.",
    newer: "Newer",
    older: "Older",
    changes: (n: number, all: string, words: string) =>
      n === 1 ? `Read 1 change: ${words}.` : `Read ${all} changes: ${words}.`,
    counted: (n: string, what: string) => `${n} ${what}`,
    of: {
      appointments: "of appointments",
      patients: "of patients",
      providers: "of providers",
    } satisfies Record<FeedName, string>,
    merged: (n: number) =>
      n === 1
        ? "athenahealth merged two records of one person."
        : `athenahealth merged ${n} records into others.`,
    another: (feed: string) =>
      `Another computer on the same key showed itself (${feed}). What it takes out is read here again.`,
    gap: {
      beginning: (feed: string) =>
        `${feed}: athenahealth began to tell what changes. What was read before is read again.`,
      outage: (feed: string, span: string) =>
        `${feed}: a gap ${span}. athenahealth may have forgotten what changed then; it is read anew.`,
      edited: (feed: string, span: string) =>
        `${feed}: a gap ${span}, since somebody changed what this key is told. It is read anew.`,
      unreadable: (feed: string, span: string) =>
        `${feed}: a gap ${span}, since something came that cannot be read. It is read anew.`,
      clock: (feed: string, span: string) =>
        `${feed}: a gap ${span}, since athenahealth's clock went back. It is read anew.`,
      asked: (feed: string) => `${feed}: all are read again, as somebody asked.`,
    } satisfies Record<GapWhy, (feed: string, span: string) => string>,
    closed: (feed: string) => `${feed}: all that was to be read again is read.`,
    halted: {
      offline: "athenahealth could not be reached.",
      outage: "athenahealth did not answer, or only with errors.",
      tooFast: "athenahealth let no more calls through for now.",
      dayUsedUp: "Today's calls were used up, but for those kept for people.",
      signedOut: "Nobody was signed in at athenahealth any more.",
      keyRefused: "athenahealth did not accept the key.",
      diskFull: "The disk was full: nothing was taken out.",
      unreadable: "athenahealth answered something that cannot be read. The rest went on.",
      other: "The copy could not be read or written.",
    } satisfies Record<HaltWhy, string>,
    returns: (time: string) => `Calls return at ${time}.`,
    goesOn: "Reading went on.",
    paused: (until: string | null) =>
      until === null
        ? "Somebody paused reading until it is resumed."
        : `Somebody paused reading until ${until}.`,
    resumed: "The pause was over.",
    again: "Somebody had everything that is kept fresh read again.",
  },
  notTold: "not told by athenahealth",
  since: (age: string) => `It has lasted ${age}.`,
  fine: "athenahealth answers.",
  rebuilt:
    "The copy on this computer was damaged, or was another practice's, and was set aside. It is being read anew; nothing at athenahealth is touched.",
} as const;
