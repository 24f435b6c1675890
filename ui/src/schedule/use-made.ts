import { useLayoutEffect } from "react";
import type { DaySheet } from "../ipc/bindings.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { findSpot } from "./moves.ts";

/** Leads to a visit that was just booked as soon as the day shows it, unless somebody went on meanwhile. */
export function useMade(sheet: DaySheet | undefined) {
  const place = usePlaceStore();
  const made = usePlace("made");
  const isDone = usePlace("booking") === null;
  useLayoutEffect(() => {
    if (made === null || !isDone || sheet === undefined) {
      return;
    }
    if (place.get().visit !== made.from) {
      place.set({ made: null });
    } else if (findSpot(sheet, made.visit) !== null) {
      place.set({ visit: made.visit, made: null });
    }
  });
}
