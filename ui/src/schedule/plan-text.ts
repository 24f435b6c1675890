/** What is said where a provider's whole day is moved by a plan. */
export const planText = {
  title: (who: string, day: string) => `Move the day of ${who}, ${day}`,
  body: "Each visit goes to the nearest open time of its kind, in the order in which they stand. Nothing is moved before you press it.",
  to: "To whom",
  same: (who: string) => `${who} (the same)`,
  where: "Where",
  from: "From",
  fromHint: "3/14, mon, tomorrow, +7",
  fromWrong: "Type a date like 3/14, mon or +7.",
  days: "Within",
  spans: [
    { id: "1", name: "that day" },
    { id: "5", name: "5 days" },
    { id: "14", name: "2 weeks" },
  ],
  make: "Make the plan",
  making: "athenahealth is asked for open times.",
  none: "There is no visit on this day that could be moved.",
  asOf: (age: string) =>
    `As athenahealth showed its open times ${age} ago. Each is looked at again before it is moved.`,
  stays: (n: number) =>
    n === 1
      ? "1 visit stays: it cannot be moved as it stands."
      : `${n} visits stay: they cannot be moved as they stand.`,
  list: "The plan",
  include: (who: string, when: string) => `Move ${who} of ${when}`,
  at: (who: string) => `New time of ${who}`,
  noPlace: "no open time: stays",
  run: (n: number) => (n === 1 ? "Move 1 visit" : `Move ${n} visits`),
  running: (done: number, all: number) => `${done} of ${all} moved.`,
  ran: (done: number, all: number) =>
    done === all
      ? `All ${all} are moved.`
      : `${done} of ${all} are moved. The others stand where they stood.`,
  stop: "Stop",
  stopping: "It stops after this one.",
  stopped: (who: string) => `It stopped at ${who}. Nothing after that was moved.`,
  goOn: "Go on with the others",
  undo: "Put back",
  undoOf: (who: string) => `Put ${who} back`,
  state: {
    waits: "waits",
    moving: "being moved",
    moved: "moved",
    back: "put back",
    goesBack: "being put back",
    stands: "stands where it stood",
    unknown: "may be moved or not",
  },
  again: "Another plan",
  close: "Done",
} as const;
