import type { DayPart, SheetSlot, SlotWhom } from "../ipc/bindings.ts";

/** What a time is looked for by. Where nothing is named everything is meant. */
export type Wanted = {
  /** The kind of visit, or the reason for it; none before one is chosen. */
  purpose: { kind: string } | { reason: string } | null;
  whom: SlotWhom;
  departments: readonly string[];
  providers: readonly string[];
  part: DayPart | null;
  /** The first day, as it was typed. */
  typed: string;
};

export const ANY_TIME: Wanted = {
  purpose: null,
  whom: "known",
  departments: [],
  providers: [],
  part: null,
  typed: "",
};

/** A time that is being found: for somebody, or for whom is said later; or one that was chosen on the sheet. */
export type Booking = { patient: string | null; at?: SheetSlot };
