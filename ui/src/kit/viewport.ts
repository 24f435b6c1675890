import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

export type Viewport = { top: number; left: number; width: number; height: number };

/** The part of a scroller that is in sight, in steps, so that a render happens only when something new comes
 * near it. It is none until the scroller stands, and is measured before anything is painted; again at once when
 * `anew` changes. An effect that scrolls comes before this hook, so that it is measured where it scrolled to. */
export function useViewport(
  scroller: RefObject<HTMLElement | null>,
  step: number,
  anew: unknown,
): Viewport | null {
  const [viewport, setViewport] = useState<Viewport | null>(null);
  const measure = useCallback(() => {
    const element = scroller.current;
    if (element !== null) {
      const next = {
        top: Math.floor(element.scrollTop / step) * step,
        left: Math.floor(element.scrollLeft / step) * step,
        width: element.clientWidth,
        height: element.clientHeight,
      };
      setViewport((known) => (known !== null && same(known, next) ? known : next));
    }
  }, [scroller, step]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new may be scrolled elsewhere
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) {
      return;
    }
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [scroller, measure, anew]);
  return viewport;
}

function same(a: Viewport, b: Viewport): boolean {
  return a.top === b.top && a.left === b.left && a.width === b.width && a.height === b.height;
}
