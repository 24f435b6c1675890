import { type KeyboardEvent, type RefObject, useLayoutEffect } from "react";
import type { DaySheet, Visit } from "../ipc/bindings.ts";
import { useElementKeys } from "../kit/keymap.tsx";
import { type Move, moved, type Spot } from "./moves.ts";
import { visitElement } from "./visit-block.tsx";

const MOVES: Record<string, Move> = {
  "sheet.up": "up",
  "sheet.down": "down",
  "sheet.left": "left",
  "sheet.right": "right",
  "sheet.first": "first",
  "sheet.last": "last",
};

/** What the keys of the sheet do, wherever on it the focus is. */
export function useSheetKeys(
  sheet: DaySheet,
  spot: Spot | null,
  onMove: (spot: Spot) => void,
  onOpen: (visit: Visit) => void,
) {
  const meaning = useElementKeys("sheet");
  return (event: KeyboardEvent) => {
    const action = meaning(event);
    const move = action === undefined ? undefined : MOVES[action];
    if (spot === null || (move === undefined && action !== "sheet.open")) {
      return;
    }
    event.preventDefault();
    if (move === undefined) {
      onOpen(spot.visit);
    } else {
      onMove(moved(sheet, spot, move));
    }
  };
}

/** The focus follows the cursor as long as it is on the sheet, and comes back to it when what held it is gone. */
export function useCursorFocus(
  scroller: RefObject<HTMLDivElement | null>,
  sheet: DaySheet,
  spot: Spot | null,
) {
  const id = spot?.visit.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new sheet may have taken the focused visit away
  useLayoutEffect(() => {
    const active = document.activeElement;
    const ours = active === document.body || (active !== null && scroller.current?.contains(active));
    const visit = id === undefined ? null : document.getElementById(visitElement(id));
    if (ours && visit !== null && visit !== active) {
      visit.focus({ preventScroll: true });
      visit.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    }
  }, [id, sheet, scroller]);
}

/** The visit whose panel is open is in what the panel leaves in sight, also when that changes. */
export function useOpenedInSight(opened: string | null, width: number, height: number) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size may have moved it out of sight
  useLayoutEffect(() => {
    if (opened !== null) {
      const visit = document.getElementById(visitElement(opened));
      visit?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    }
  }, [opened, width, height]);
}

/** A day opens where it is now, or at its first visit. */
export function useStartScroll(
  scroller: RefObject<HTMLDivElement | null>,
  sheet: DaySheet,
  from: number,
  perMinute: number,
) {
  const date = sheet.date;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another day scrolls anew
  useLayoutEffect(() => {
    const now = sheet.columns.find((column) => column.now !== null)?.now;
    const firsts = sheet.columns.flatMap((column) => column.visits.map((visit) => visit.minute));
    const minute = now ?? Math.min(...firsts);
    const element = scroller.current;
    if (element !== null && Number.isFinite(minute)) {
      element.scrollTop = (minute - from) * perMinute - element.clientHeight / 3;
    }
  }, [date, scroller]);
}
