import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { dialogOf } from "./key-owner.ts";

/** An element that had the focus. Where a sheet's boxes are written anew, another may go by its name by now. */
type Place = { element: Element; id: string };

// Where the focus came from into each dialog that is open, the nearest first: a dialog may be opened from another.
const CAME = new WeakMap<Element, readonly Place[]>();

const FIELDS = "input:not([type=hidden]), textarea, select";
const SAFE = "button[data-weight=plain], button[data-weight=quiet]";

/** Stands last in a dialog. The focus goes to its first field, or to the button that leaves all as it is, unless it was
 * sent elsewhere; and as the dialog goes it is given back to where it was, before another key can come. React Aria
 * waits a frame for that, and a key that is pressed in it is heard by nothing. */
export function ModalFocus() {
  const mark = useRef<HTMLSpanElement>(null);
  const [came] = useState(cameFrom);
  useLayoutEffect(() => {
    const element = dialogOf(mark.current);
    if (element === null) {
      return;
    }
    CAME.set(element, came);
    begin(element);
    // What is asked may come later than the dialog, and one step takes the place of another.
    const later = new MutationObserver(() => begin(element));
    later.observe(element, { childList: true, subtree: true });
    return () => later.disconnect();
  }, [came]);
  // What the dialog kept from the focus is let go of in effects of its own, all of which run before this one.
  useEffect(() => () => giveBack(came), [came]);
  return <span ref={mark} hidden />;
}

function cameFrom(): readonly Place[] {
  const element = document.activeElement;
  if (element === null || element === document.body) {
    return [];
  }
  const dialog = dialogOf(element);
  return [{ element, id: element.id }, ...((dialog === null ? undefined : CAME.get(dialog)) ?? [])];
}

function begin(dialog: Element) {
  const active = document.activeElement;
  if (active !== null && active !== document.body && active !== dialog) {
    return;
  }
  for (const wanted of [FIELDS, SAFE]) {
    const first = [...dialog.querySelectorAll<HTMLElement>(wanted)].find(
      (each) => !each.matches(":disabled"),
    );
    if (first !== undefined) {
      first.focus();
      return;
    }
  }
}

function giveBack(came: readonly Place[]) {
  for (const { element, id } of came) {
    if (document.activeElement !== document.body) {
      return;
    }
    const there = element.isConnected && element.id === id ? element : document.getElementById(id);
    if (there instanceof HTMLElement) {
      there.focus({ preventScroll: true });
    }
  }
}
