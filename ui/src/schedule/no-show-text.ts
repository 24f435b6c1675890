/** What is said where the visits to which nobody came are cancelled. */
export const noShowText = {
  title: "No-shows",
  body: "Still booked, and their time is over. Whoever is ticked is noted as not having come. Each is a write of its own, and can be undone for 10 seconds in Writes.",
  none: "Nobody who is booked on this day is missing: no visit is over that is still booked.",
  who: "Did not come",
  noReason: "The practice has no reason for a no-show.",
  noReasonNext: "Have one set up in athenahealth, or cancel each visit for another reason.",
  yes: (n: number) => (n === 1 ? "Note 1 no-show" : `Note ${n} no-shows`),
  no: "Not now",
  done: "Done",
  sent: (n: number) =>
    n === 1 ? "1 is sent off. It is not confirmed yet." : `${n} are sent off. None is confirmed yet.`,
} as const;
