import { createContext, type ReactNode, type RefObject, useContext, useRef, useState } from "react";
import type { Column, Visit } from "../ipc/bindings.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { usePlaceStore } from "../place/place.tsx";
import { parkedText } from "./beside-text.ts";
import { moveText } from "./move-text.ts";
import { visitName } from "./words.ts";

/** A visit that was picked up, and where it stood. */
export type Carried = {
  visit: Visit;
  date: string;
  column: Column;
  /** Whether it waited for a place, and waits again where it is put back. */
  waits: boolean;
};

type Hand = {
  carried: Carried | null;
  setCarried: (carried: Carried | null) => void;
  /** Whether it is being sent off, by whatever of the schedule was shown then. */
  sending: RefObject<boolean>;
};

const CarriedContext = createContext<Hand | null>(null);

/** Keeps a visit in the hand from one way in which the schedule is shown to another. */
export function CarriedProvider({ children }: { children: ReactNode }) {
  const [carried, setCarried] = useState<Carried | null>(null);
  const sending = useRef(false);
  return <CarriedContext value={{ carried, setCarried, sending }}>{children}</CarriedContext>;
}

/** The visit that is in the hand. */
export function useCarried() {
  const hand = useContext(CarriedContext);
  if (hand === null) {
    throw new Error("nothing is carried above");
  }
  const place = usePlaceStore();
  const announce = useAnnounce();
  const { carried, setCarried } = hand;
  return {
    ...hand,
    /** Puts it back where it was, on the day that is shown or another; nothing was sent. */
    putBack: (shown: string | undefined) => {
      if (carried === null) {
        return;
      }
      const { date, waits, visit } = carried;
      setCarried(null);
      announce((waits ? parkedText : moveText).back(visitName(visit)));
      if (!waits) {
        place.set({ ...(shown === undefined || date === shown ? {} : { date }), visit: visit.id });
      }
    },
  };
}
