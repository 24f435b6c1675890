import { useRef, useState } from "react";

/** Has each thing be begun once, until what tells of it is another for it or it failed. */
export function useOnce(telling: unknown) {
  const begun = useRef(new Map<string, unknown>());
  const [, setTurn] = useState(0);
  const isUnder = (what: string) => begun.current.has(what) && begun.current.get(what) === telling;
  const run = (what: string, start: (onError: () => void) => void) => {
    if (isUnder(what)) {
      return;
    }
    begun.current.set(what, telling);
    setTurn((turn) => turn + 1);
    start(() => {
      begun.current.delete(what);
      setTurn((turn) => turn + 1);
    });
  };
  return { isUnder, run };
}
