/** What is said while a visit is moved on the sheet. */
export const moveText = {
  region: "Move a visit",
  title: (who: string) => `Moving ${who}`,
  from: (when: string, where: string) => `Stands at ${when}, ${where}.`,
  how: "Arrows choose an open time, Enter moves it there, Esc puts it back. [ and ] change the day.",
  reading: "Open times are being read.",
  open: (n: number, age: string) =>
    `${n === 1 ? "1 open time" : `${n} open times`} on this day, read ${age} ago.`,
  none: "No time is open on this day. Go on with [ and ], or put the visit back.",
  to: (when: string) => `Move to ${when}`,
  inWeek: "Open a day to choose a time on it, or put the visit back by Esc.",
  putBack: "Put back",
  picked: (who: string) => `${who} is picked up. Arrows choose an open time, Enter moves, Escape puts back.`,
  back: (who: string) => `${who} is put back. Nothing was sent.`,
  sent: "Sent off. It is not confirmed yet.",
  aimed: (when: string, who: string, where: string) => `Open, ${when}, ${who}, ${where}`,
  taken: "That time is not to be had. The next are offered.",
  takenTitle: "That time is not to be had.",
  takenNext: "Somebody has it, or it is not open. The visit stands where it stood. Next:",
  takenNone:
    "Somebody has it, or it is not open. The visit stands where it stood, and no later time is open.",
} as const;
