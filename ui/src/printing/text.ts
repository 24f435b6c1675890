import type { PacketStop, SheetKind } from "../ipc/bindings.ts";

/** What is said about paper. */
export const printingText = {
  print: "Print",
  title: (day: string) => `Print ${day}`,
  kind: "Sheet",
  kinds: {
    dayByProvider: "By provider",
    dayByDepartment: "By department",
    routeSlips: "Route slips",
    callList: "Call list",
  } satisfies Record<SheetKind, string>,
  drawing: "Drawing the page…",
  pageOf: (page: number, pages: number) => `Page ${page} of ${pages}`,
  picture: (kind: string, page: number, pages: number) => `${kind}, page ${page} of ${pages}`,
  earlier: "Page before",
  later: "Next page",
  save: "Save as PDF",
  rows: "Save as CSV",
  saved: (pages: number) => (pages === 1 ? "Saved: one page." : `Saved: ${pages} pages.`),
  savedRows: (rows: number) => (rows === 1 ? "Saved: one visit." : `Saved: ${rows} visits.`),
  savedNext: (file: string) =>
    `${file} — print it from your system's viewer. It is not encrypted: remove it once it is printed.`,
  note: "That it is printed goes on record.",
  packet: {
    title: "Downtime packet",
    lead: "The next days, a face sheet for everybody who is expected and blank forms, in one encrypted file that opens with eight words, on any computer that has the age tool: age -d FILE > packet.pdf",
    off: "None is made yet.",
    begin: "Make the words",
    again: "Make other words",
    end: "Make none any more",
    make: "Make it now",
    days: "Days in it",
    daysAre: (days: number) => (days === 1 ? "1" : String(days)),
    hours: "Made every",
    hoursAre: (hours: number) => `${hours} h`,
    folder: "Where it goes:",
    made: (age: string, visits: number, pages: number) =>
      `Last made ${age} ago: ${visits} visits on ${pages} pages.`,
    none: "There is none yet. It is made within ten minutes, while the practice is open here.",
    failed: (age: string) => `No packet could be made, ${age} ago.`,
    why: {
      diskFull: "The disk is full: free some space. The packet before it is kept.",
      folder: "Its folder is gone, or cannot be written to: put it right. The packet before it is kept.",
      disk: "The disk does not answer as it should. The packet before it is kept.",
      copy: "The copy of the practice could not be read. The packet before it is kept.",
      notProven: "What was written did not open again. The packet before it is kept.",
    } satisfies Record<PacketStop, string>,
    words: "Words that open the packet",
    wordsLead:
      "Write them on paper and keep that where the desk finds it without a computer. They are shown once.",
    wordsForm: "Typed in lower case, with a hyphen between one and the next.",
    wordsBefore: "The packets of before are removed: the next ones open with these words alone.",
    written: "They are written down",
    managed: "A manager sets it up.",
    madeNow: "The packet is made.",
  },
} as const;
