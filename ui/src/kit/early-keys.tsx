import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

type Hear = (event: KeyboardEvent) => void;

type EarlyKeys = {
  /** Has a key wait, unless the window's keys are heard. */
  keep: Hear;
  drop: () => void;
  /** Hears those that wait, and then each as it is pressed, until the function that it gives is called. */
  hear: (hear: Hear) => () => void;
};

function createEarlyKeys(): EarlyKeys {
  let pressed: KeyboardEvent[] = [];
  let isHeard = false;
  return {
    keep(event) {
      if (!isHeard) {
        pressed.push(event);
      }
    },
    drop() {
      pressed = [];
    },
    hear(hear) {
      const waited = pressed;
      pressed = [];
      isHeard = true;
      window.addEventListener("keydown", hear);
      for (const event of waited) {
        hear(event);
      }
      return () => {
        isHeard = false;
        window.removeEventListener("keydown", hear);
      };
    },
  };
}

const EarlyKeysContext = createContext<EarlyKeys | null>(null);

/** Has keys wait that are pressed before the frame stands. */
export function EarlyKeysProvider({ children }: { children: ReactNode }) {
  const [early] = useState(createEarlyKeys);
  return <EarlyKeysContext value={early}>{children}</EarlyKeysContext>;
}

/** The keys of the window, which wait for whoever hears them. */
export function useKeysOfWindow(): EarlyKeys {
  const early = useContext(EarlyKeysContext);
  if (early === null) {
    throw new Error("no early keys above");
  }
  return early;
}

/** Has keys wait for as long as the frame may come next. What was pressed before somebody began to unlock the
 * window was not meant for it. */
export function useEarlyKeys(mayOpen: boolean, isUnlocking: boolean): void {
  const early = useKeysOfWindow();
  useEffect(() => {
    if (!mayOpen) {
      return;
    }
    window.addEventListener("keydown", early.keep);
    return () => {
      window.removeEventListener("keydown", early.keep);
      early.drop();
    };
  }, [early, mayOpen]);
  useEffect(() => {
    if (isUnlocking) {
      early.drop();
    }
  }, [early, isUnlocking]);
}
