import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from "react";
import type { DaySheet, Visit } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { useAnnounce } from "../kit/announce.tsx";
import { useElementKeys } from "../kit/keymap.tsx";
import { type Move, moved, type Spot } from "./moves.ts";
import { HEAD, type Scale } from "./scale.ts";
import type { Carry } from "./use-carry.ts";
import { visitElement } from "./visit-block.tsx";
import { heardVisit } from "./words.ts";

// Pixels between a time's line and the edge of what is in sight.
const NOW_CLEAR = 16;

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

/** What the keys of the sheet do while a visit is carried: arrows choose an open time, Enter lets go of it there. */
export function useCarryKeys(carry: Carry | null) {
  const meaning = useElementKeys("sheet");
  return (event: KeyboardEvent) => {
    const action = meaning(event);
    const move = action === undefined ? undefined : MOVES[action];
    if (carry === null || (move === undefined && action !== "sheet.open")) {
      return;
    }
    event.preventDefault();
    if (move !== undefined) {
      carry.onMove(move);
    } else if (carry.aim !== null) {
      carry.onDrop(carry.aim);
    }
  };
}

/** What the arrows do from within the panel: it stays open and shows the visit they lead to, which is said, since
 * the focus does not go there. */
export function useTurnKeys(lead: ((move: Move) => Spot) | undefined, onMove: (spot: Spot) => void) {
  const meaning = useElementKeys("sheet");
  const announce = useAnnounce();
  const [{ hourClock }] = usePreferences();
  return (event: KeyboardEvent) => {
    const move = event.key.startsWith("Arrow") ? MOVES[meaning(event) ?? ""] : undefined;
    if (lead === undefined || move === undefined) {
      return;
    }
    event.preventDefault();
    const to = lead(move);
    onMove(to);
    announce(heardVisit(to.visit, hourClock));
  };
}

/** The focus follows the cursor as long as it is on the sheet, and comes back to it when what held it is gone. */
export function useCursorFocus(
  scroller: RefObject<HTMLDivElement | null>,
  sheet: DaySheet,
  cursor: string | null,
) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new sheet may have taken the focused visit away
  useLayoutEffect(() => {
    const active = document.activeElement;
    const ours = active === document.body || (active !== null && scroller.current?.contains(active));
    const element = cursor === null ? null : document.getElementById(cursor);
    if (ours && element !== null && element !== active) {
      element.focus({ preventScroll: true });
      element.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    }
  }, [cursor, sheet, scroller]);
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

// Those that have a line on the sheet; before or after all of them, the end of the day that is nearest.
function nowsOf({ columns, from, to }: DaySheet): number[] {
  const nows = columns.flatMap(({ now }) => (now === null ? [] : [now]));
  const drawn = nows.filter((now) => now >= from && now <= to);
  return drawn.length > 0 ? drawn : nows.map((now) => Math.min(to, Math.max(from, now)));
}

/** How far down a day opens: with what is now a third below the top, further down where the times of several
 * zones are in sight together only there; a day that is not today, at its first visit. */
export function startTop(sheet: DaySheet, height: number, from: number, perMinute: number): number {
  const at = (minute: number) => (minute - from) * perMinute;
  const nows = nowsOf(sheet);
  if (nows.length === 0) {
    const firsts = sheet.columns.flatMap((column) => column.visits.map((visit) => visit.minute));
    return Math.max(0, at(Math.min(...firsts)) - height / 3);
  }
  const earliest = at(Math.min(...nows));
  const forTheLatest = at(Math.max(...nows)) + HEAD + NOW_CLEAR - height;
  const wanted = Math.max(earliest - height / 3, forTheLatest);
  return Math.max(0, wanted <= earliest - NOW_CLEAR ? wanted : earliest - height / 3);
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
    const element = scroller.current;
    if (element !== null) {
      element.scrollTop = startTop(sheet, element.clientHeight, from, perMinute);
    }
  }, [date, scroller]);
}

/** What is in sight of a day stays where it is as the day comes to begin at another hour. */
export function useHeldScroll(
  scroller: RefObject<HTMLDivElement | null>,
  date: string,
  { from, perMinute }: Scale,
) {
  const held = useRef({ date, from, perMinute });
  useLayoutEffect(() => {
    const before = held.current;
    held.current = { date, from, perMinute };
    if (scroller.current !== null && before.date === date && before.perMinute === perMinute) {
      scroller.current.scrollTop += (before.from - from) * perMinute;
    }
  }, [scroller, date, from, perMinute]);
}
