import { useEffect, useRef } from "react";

/** Whoever finds a visit goes on from it: the dialog, once it is gone, gives the focus to nobody else. */
export function useFound(isGone: boolean, focus: (visit: string) => void): (visit: string) => void {
  const found = useRef<string | null>(null);
  const latest = useRef(focus);
  useEffect(() => {
    latest.current = focus;
    if (isGone && found.current !== null) {
      const visit = found.current;
      found.current = null;
      latest.current(visit);
    }
  });
  return (visit) => {
    found.current = visit;
  };
}
