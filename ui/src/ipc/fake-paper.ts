import type { PacketState } from "./bindings.ts";
import type { Request, Response } from "./host.ts";

/** One black dot. */
const DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==";

/** Paper as the console answers of it: a sheet of two pages, and packets that are made once words are. */
export function fakePaper(now: number) {
  const folder = "data/daybook/exports";
  let packet: PacketState = {
    isOn: false,
    days: 2,
    hours: 4,
    folder,
    made: null,
    failed: null,
    copies: null,
    left: [],
  };
  const to = (change: Partial<PacketState>): PacketState => {
    packet = { ...packet, ...change };
    return packet;
  };
  const made = () => ({
    at: new Date(now).toISOString(),
    file: `${folder}/downtime-195900-2026-11-29-120000.pdf.age`,
    visits: 34,
    pages: 61,
  });
  return {
    print_preview: ({ page }: Request<"print_preview">): Response<"print_preview"> => ({
      png: DOT,
      page,
      pages: 2,
    }),
    print_save: ({ sheet }: Request<"print_save">): Response<"print_save"> => ({
      file: `${folder}/day-sheet-${sheet.date}-120000000.pdf`,
      count: 2,
    }),
    schedule_export: ({ date }: Request<"schedule_export">): Response<"schedule_export"> => ({
      file: `${folder}/schedule-${date}-120000000.csv`,
      count: 34,
    }),
    packet_read: () => packet,
    packet_begin: () => {
      to({ isOn: true, made: null, failed: null });
      return { words: "ocean-lemon-quiet-river-window-table-planet-garden" };
    },
    packet_words_print: () => ({}),
    packet_set: ({ days, hours, copyTo }: Request<"packet_set">) => {
      const copies = copyTo === undefined ? null : { folder: copyTo, file: null, failed: null };
      return to({ days, hours, copies });
    },
    packet_make: () => to({ made: made(), failed: null }),
    packet_end: () => to({ isOn: false, made: null, failed: null }),
  };
}
