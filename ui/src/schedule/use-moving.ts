import { useState } from "react";
import type { Column, DaySheet, ViewKind } from "../ipc/bindings.ts";
import { usePlaceStore } from "../place/place.tsx";
import type { Spot } from "./moves.ts";
import { besideOf, isMovable } from "./open-times.ts";
import type { useCarry } from "./use-carry.ts";
import { useParked } from "./use-parked.ts";
import { focusVisit } from "./visit-block.tsx";

/** The ways to begin moving a visit: picked up where it stands, or from those that wait; set aside; and one booked
 * beside it. */
export function useMoving({
  sheet,
  spot,
  column,
  isList,
  carrying: { carry, may, pickUp: carryOff, putBack, line },
  toKind,
}: {
  sheet: DaySheet | undefined;
  spot: Spot | null;
  column: Column | undefined;
  isList: boolean;
  carrying: Pick<ReturnType<typeof useCarry>, "carry" | "may" | "pickUp" | "putBack" | "line">;
  toKind: (kind: ViewKind) => void;
}) {
  const place = usePlaceStore();
  const [isWide, setWide] = useState(false);
  const { carried } = line;
  const toColumns = () => {
    if (isList) {
      toKind("columns");
    }
  };
  const parked = useParked((row, visit) => {
    toColumns();
    setWide(false);
    carryOff(visit, row.column, row.date);
    place.set({ visitOpen: false });
  });
  const next = parked.next(carried?.visit.id ?? null);
  const movable = spot !== null && may && isMovable(spot.visit) ? spot : null;
  const pickUp = ({ visit, column: at }: Spot) => {
    const from = sheet?.columns[at];
    if (from !== undefined) {
      carryOff(visit, from);
      place.set({ visit: visit.id, visitOpen: false });
    }
  };
  const setAside =
    carried === null
      ? movable === null
        ? undefined
        : () => parked.turn(movable.visit)
      : () => {
          parked.turn(carried.visit);
          putBack();
        };
  return {
    parked,
    /** Picks it up by the mouse, under which nothing is to move. */
    pull: (pulled: Spot) => {
      setWide(place.get().visitOpen);
      pickUp(pulled);
    },
    /** Whether a panel that was open leaves its room. */
    keepsRoom: isWide && carry !== null,
    onPickUp:
      movable === null || carry !== null
        ? undefined
        : () => {
            toColumns();
            setWide(false);
            pickUp(movable);
            focusVisit(movable.visit.id);
          },
    onPark: may && carried?.waits !== true ? setAside : undefined,
    onNextParked: next === undefined ? undefined : () => parked.pick(next),
    onBookBeside:
      !may || spot === null || column === undefined || sheet === undefined
        ? undefined
        : () => place.set({ booking: { patient: null, at: besideOf(spot.visit, column, sheet.date) } }),
  };
}
