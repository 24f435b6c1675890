/** What is said of open and frozen times on the sheet. */
export const slotText = {
  button: "Open times",
  region: "Open times",
  shown: "Open times are shown.",
  hidden: "Open times are hidden.",
  hide: "Hide",
  book: "Book one",
  reading: "Open times are being read.",
  count: (open: number, frozen: number, age: string) =>
    [
      open === 1 ? "1 time is open" : `${open} times are open`,
      ...(frozen === 0 ? [] : [`${frozen} frozen`]),
      `read ${age} ago`,
    ].join(", "),
  more: "Later ones are left out: choose fewer departments.",
  some: (n: number, all: number) =>
    `Those of ${n} of ${all} departments: choose one with d, or fewer with Shift and f.`,
  old: "Open times are not shown: they are older than five minutes.",
  left: "Open times are not shown: nobody was here for a while. They are read again now.",
  failed: "Open times are not shown.",
  open: (when: string, kind: string, who: string, where: string) =>
    ["Open", when, kind, who, where].filter((part) => part !== "").join(", "),
  frozen: (when: string) => `Frozen: nobody is to book ${when} for now.`,
  frozenWord: "frozen",
  pause: (when: string) => `Neither booked nor open, ${when}.`,
  choosing: "Book an open time",
  choose: "Arrows choose an open time, Enter books it, Esc leaves.",
  chosen: (when: string) => `Book ${when}`,
  leave: "Leave",
  nothing: "No time is open here that can be booked.",
  for: "Book",
} as const;
