import { useEffect } from "react";
import { useHost } from "../ipc/commands.ts";

/** How long one telling lasts: the console counts in minutes. */
const TOLD = 15_000;

/** Tells the console that whoever sits at the window touched it. When to lock, and whether, is decided there. */
export function useTouch(someoneSits: boolean): void {
  const host = useHost();
  useEffect(() => {
    if (!someoneSits) {
      return;
    }
    let told = Number.NEGATIVE_INFINITY;
    const tell = ({ timeStamp }: Event) => {
      if (timeStamp - told >= TOLD) {
        told = timeStamp;
        // A console that does not hear of it locks, and says so by itself.
        host.call("console_touch", {}).catch(() => undefined);
      }
    };
    const how = { capture: true, passive: true };
    for (const event of ["pointerdown", "pointermove", "keydown", "wheel"]) {
      window.addEventListener(event, tell, how);
    }
    return () => {
      for (const event of ["pointerdown", "pointermove", "keydown", "wheel"]) {
        window.removeEventListener(event, tell, how);
      }
    };
  }, [host, someoneSits]);
}
