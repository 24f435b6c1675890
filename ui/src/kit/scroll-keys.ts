import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { inDialog, takesText } from "./key-owner.ts";
import { useElementKeys } from "./keymap.tsx";

/** How much of what is in sight stays in sight when it moves by a page. */
const STAYS = 1 / 8;

/** Has the page's keys move what scrolls on it, from wherever on the page the focus is. The webview by itself moves
 * only what the focus is in, and after a way to the page it is in nothing. */
export function useScrollKeys(): RefObject<HTMLElement | null> {
  const scroller = useRef<HTMLElement>(null);
  const meaning = useElementKeys("page");
  const latest = useRef(meaning);
  useLayoutEffect(() => {
    latest.current = meaning;
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const element = scroller.current;
      if (
        element === null ||
        event.defaultPrevented ||
        event.shiftKey ||
        isElsewhere(event.target, element)
      ) {
        return;
      }
      const top = movedTo(latest.current(event), element);
      if (top !== null) {
        event.preventDefault();
        element.scrollTop = top;
      }
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
  return scroller;
}

/** Whether a key belongs to something else for now: text that is typed, a dialog, or what scrolls by itself. */
function isElsewhere(target: EventTarget | null, scroller: HTMLElement): boolean {
  const within = target instanceof Element ? target.closest("section[tabindex='0']") : null;
  const isWithinAnother = within !== null && within !== scroller;
  return isWithinAnother || takesText(target) || inDialog(target);
}

function movedTo(
  key: string | undefined,
  { scrollTop, scrollHeight, clientHeight }: HTMLElement,
): number | null {
  const page = clientHeight * (1 - STAYS);
  switch (key) {
    case "page.first":
      return 0;
    case "page.last":
      return scrollHeight;
    case "page.down":
      return scrollTop + page;
    case "page.up":
      return Math.max(0, scrollTop - page);
    default:
      return null;
  }
}
