import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { Booking, Wanted } from "./booking.ts";
import type { Caret } from "./caret.ts";
import { PLAIN, type View } from "./view.ts";

/** Where the person is: what is typed, chosen and open. It is kept nowhere but in memory, so no address or
 * history of the window ever names a patient. */
export type Place = {
  /** What stands in the find box. */
  find: string;
  /** Whether athenahealth is to be asked for what stands there, as soon as the page is shown. */
  asking: boolean;
  /** The patient whose card is open. */
  patient: string | null;
  /** The page that the card was opened on, to which closing it leads back. */
  cardFrom: Path | null;
  /** The day shown; none is today. */
  date: string | null;
  /** The department shown; none is all. */
  department: string | null;
  /** How the schedule is shown, and what of it. */
  view: View;
  /** The visit the cursor is on. */
  visit: string | null;
  /** Whether its panel is open. */
  visitOpen: boolean;
  /** The visit whose panel is on screen, and its day: a slip can be printed of it. */
  slip: { visit: string; date: string } | null;
  /** Whose entries the audit shows, by id as it is typed; none are everybody's. */
  auditPatient: string;
  /** The form that is open, of whom. */
  form: Form | null;
  /** The write whose panel is open. */
  write: string | null;
  /** The time that is being found. */
  booking: Booking | null;
  /** The visit that was booked last, to which the cursor goes from where it was once the day shows it. */
  made: { visit: string; from: string | null } | null;
  /** What a time was looked for by the last time; none before the first. */
  wanted: Wanted | null;
  /** The panel that was just opened on purpose, into which the focus is to go. */
  entering: "patient" | "visit" | "write" | null;
};

/** The pages of the window, by their paths. */
export type Path = `/${"schedule" | "patients" | "form" | "writes" | "sync" | "audit" | "settings"}`;

/** A form: of a patient, or of somebody to be registered where there is none. */
export type Form = {
  patient: string | null;
  /** The draft that it goes on with. */
  write: string | null;
  /** What was typed to find whoever is to be registered. */
  typed: string;
  /** The page that it was opened on, to which whoever closes it goes back. */
  from: Path;
  /** The booking that waits for whoever is registered. */
  booking: Booking | null;
  /** Where in it somebody types. */
  caret: Caret | null;
  /** Whether it is opened for what is wrong in it: each field says so from the start. */
  isMarked: boolean;
  /** Which opening of the form it is: each begins anew. */
  turn: number;
};

/** The form of somebody to be registered, of whom nothing is known. */
export const BLANK: Form = {
  patient: null,
  write: null,
  typed: "",
  from: "/patients",
  booking: null,
  caret: null,
  isMarked: false,
  turn: 0,
};

export const START: Place = {
  find: "",
  asking: false,
  patient: null,
  cardFrom: null,
  date: null,
  department: null,
  view: PLAIN,
  visit: null,
  visitOpen: false,
  slip: null,
  auditPatient: "",
  form: null,
  write: null,
  booking: null,
  made: null,
  wanted: null,
  entering: null,
};

export type PlaceStore = {
  get(): Place;
  set(change: Partial<Place>): void;
  subscribe(hear: () => void): () => void;
};

export function createPlace(start: Place = START): PlaceStore {
  let place = start;
  const heard = new Set<() => void>();
  return {
    get: () => place,
    set(change) {
      place = { ...place, ...change };
      for (const hear of heard) {
        hear();
      }
    },
    subscribe(hear) {
      heard.add(hear);
      return () => heard.delete(hear);
    },
  };
}

const PlaceContext = createContext<PlaceStore | null>(null);

export function PlaceProvider({ store, children }: { store: PlaceStore; children: ReactNode }) {
  return <PlaceContext value={store}>{children}</PlaceContext>;
}

/** The store itself, to change the place. */
export function usePlaceStore(): PlaceStore {
  const store = useContext(PlaceContext);
  if (store === null) {
    throw new Error("no place above");
  }
  return store;
}

/** One thing about the place; renders again when it changes. */
export function usePlace<Name extends keyof Place>(name: Name): Place[Name] {
  const store = usePlaceStore();
  return useSyncExternalStore(store.subscribe, () => store.get()[name]);
}
