import { type PointerEvent, type RefObject, useEffect, useRef } from "react";
import type { DaySheet, Visit } from "../ipc/bindings.ts";
import styles from "./carry.module.css";
import { findSpot, type Spot } from "./moves.ts";
import { isMovable, timeAt } from "./open-times.ts";
import { HEAD, type Scale, TIME_COLUMN } from "./scale.ts";
import type { Carry, Point } from "./use-carry.ts";
import { visitName } from "./words.ts";

// Pixels from which a press is a pull, and from the edge of what is in sight on which it scrolls, by how many.
const PULL = 6;
const EDGE = 36;
const SCROLL = 14;

const VISIT = "visit-";

/** Carries a visit by the mouse: pressed on it, pulled to an open time, and let go there. */
export function useDrag(
  scroller: RefObject<HTMLElement | null>,
  sheet: DaySheet,
  scale: Scale,
  carry: Carry | null,
  onPickUp: ((spot: Spot) => void) | undefined,
) {
  const latest = useRef({ sheet, scale, carry, onPickUp });
  useEffect(() => {
    latest.current = { sheet, scale, carry, onPickUp };
  });
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  return (event: PointerEvent) => {
    const pressed = event.target instanceof Element ? event.target.closest(`[id^=${VISIT}]`) : null;
    const spot = pressed === null ? null : findSpot(sheet, pressed.id.slice(VISIT.length));
    if (event.button !== 0 || event.pointerType === "touch" || spot === null || !isMovable(spot.visit)) {
      return;
    }
    stop.current();
    stop.current = follow(event, spot, scroller, () => latest.current);
  };
}

type Now = {
  sheet: DaySheet;
  scale: Scale;
  carry: Carry | null;
  onPickUp: ((spot: Spot) => void) | undefined;
};

function follow(
  { clientX, clientY }: PointerEvent,
  spot: Spot,
  scroller: RefObject<HTMLElement | null>,
  now: () => Now,
): () => void {
  let ghost: HTMLElement | null = null;
  const at = (event: MouseEvent): Point | null => {
    const [element, { scale }] = [scroller.current, now()];
    return element === null ? null : pointAt(element, scale, event);
  };
  const pull = (event: globalThis.PointerEvent) => {
    const far = Math.hypot(event.clientX - clientX, event.clientY - clientY) > PULL;
    if (ghost === null && far && now().onPickUp !== undefined) {
      now().onPickUp?.(spot);
      ghost = ghostOf(spot.visit);
    }
    if (ghost !== null) {
      ghost.style.transform = `translate(${event.clientX + 10}px, ${event.clientY + 10}px)`;
      scrollAtEdge(scroller.current, event);
      const { sheet, carry } = now();
      const point = at(event);
      const time = point === null || carry === null ? null : timeAt(sheet, carry.times, point);
      if (time !== null && time.slot !== carry?.aim?.slot) {
        carry?.onAim(time);
      }
    }
  };
  const letGo = (event: globalThis.PointerEvent) => {
    const [isPulled, point] = [ghost !== null, at(event)];
    end();
    if (isPulled) {
      // The press that ends here is no press on what lies below.
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
      if (point !== null) {
        now().carry?.onLetGo(point);
      }
    }
  };
  const end = () => {
    ghost?.remove();
    ghost = null;
    window.removeEventListener("pointermove", pull);
    window.removeEventListener("pointerup", letGo);
    window.removeEventListener("pointercancel", end);
  };
  window.addEventListener("pointermove", pull);
  window.addEventListener("pointerup", letGo);
  window.addEventListener("pointercancel", end);
  return end;
}

function swallow(event: Event) {
  event.preventDefault();
  event.stopPropagation();
}

/** The column and the minute under the mouse; none beside the sheet. */
export function pointAt(
  element: HTMLElement,
  { columnWidth, perMinute, from }: Scale,
  { clientX, clientY }: { clientX: number; clientY: number },
): Point | null {
  const { left, top } = element.getBoundingClientRect();
  const x = clientX - left - TIME_COLUMN;
  const y = clientY - top - HEAD;
  return x < 0 || y < 0
    ? null
    : {
        column: Math.floor((x + element.scrollLeft) / columnWidth),
        minute: from + (y + element.scrollTop) / perMinute,
      };
}

function scrollAtEdge(element: HTMLElement | null, { clientX, clientY }: MouseEvent) {
  if (element !== null) {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const by = (from: number, to: number, here: number) =>
      here < from + EDGE ? -SCROLL : here > to - EDGE ? SCROLL : 0;
    element.scrollBy?.(by(left + TIME_COLUMN, right, clientX), by(top + HEAD, bottom, clientY));
  }
}

function ghostOf(visit: Visit): HTMLElement {
  const ghost = document.createElement("div");
  ghost.className = styles.ghost ?? "";
  ghost.ariaHidden = "true";
  ghost.textContent = visitName(visit);
  document.body.append(ghost);
  return ghost;
}
