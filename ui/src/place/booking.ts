import type { DayPart, Identifier, Opening, SheetSlot, SlotWhom } from "../ipc/bindings.ts";

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
export type Booking = { patient: string | null; at?: SheetSlot; said?: Partial<BookingSaid> };

/** What is said of a booking so far: it is gone on with after a registration and after a lock. */
export type BookingSaid = {
  wanted: Wanted;
  chosen: Opening | null;
  whom: string | null;
  /** Whether it is asked whom it is for. */
  asksWhom: boolean;
  /** What stands there to find them. */
  find: string;
  /** The time that was tried last, where the one that was chosen is taken. */
  tried: Opening | null;
  write: string | null;
  note: string;
  ticked: readonly Identifier[];
  /** Of a visit beside another. */
  kind: string;
  reason: string;
};

/** The booking with more said of it. */
export function sayMore(booking: Booking, more: Partial<BookingSaid>): Booking {
  return { ...booking, said: { ...booking.said, ...more } };
}

/** What is said once it is known whom it is for. Nobody made sure of them yet. */
export function forWhom(patient: string | null): Partial<BookingSaid> {
  return { whom: patient, asksWhom: false, find: "", ticked: [], write: null };
}
