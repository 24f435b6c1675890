/** What is said where a visit is put beside another, and of visits that wait for a place. */
export const besideText = {
  act: "Put beside…",
  title: (who: string) => `Put ${who} beside another visit`,
  body: "The time is taken, or not open. athenahealth opens it for this visit, and then has the visit there: two steps, each confirmed by itself.",
  time: "Time",
  timeWrong: "Type a time of this day like 9:15 or 2p.",
  with: "With",
  reason: "Reason",
  reasonHint: "Stands with the visit at athenahealth.",
  reasonWrong: "Say why it is double-booked.",
  yes: "Put it there",
  no: "Not now",
  opening: "The time is opened first.",
} as const;

/** What is said of visits that wait for a place. */
export const parkedText = {
  region: "Visits that wait for a place",
  title: (n: number) => (n === 1 ? "1 visit waits for a place" : `${n} visits wait for a place`),
  from: (when: string, who: string) => `from ${when}, ${who}`,
  long: (minutes: number) => `${minutes} min`,
  pick: (who: string, from: string) => `Pick up ${who}, ${from}`,
  off: (who: string) => `Take ${who} off: the visit stays where it stands`,
  offShort: "Take off",
  put: (who: string) => `${who} waits for a place. Nothing was sent.`,
  tookOff: (who: string) => `${who} waits no more. The visit stays where it stands.`,
  back: (who: string) => `${who} waits again. Nothing was sent.`,
  gone: (n: number) => (n === 1 ? "1 more was cancelled meanwhile." : `${n} more were cancelled meanwhile.`),
  begun: (who: string) => `${who} is here already: the visit cannot be moved.`,
} as const;
