import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { useHost } from "../ipc/commands.ts";

type Keep = () => Promise<unknown>;

/** What a page keeps before the window loses it, in that order: where somebody is names the draft they type. */
const ORDER = ["typed", "place"] as const;

type Keeping = { add(what: (typeof ORDER)[number], keep: Keep): () => void; keepAll(): Promise<void> };

const KeepingContext = createContext<Keeping | null>(null);

/** Has everything kept as soon as the console says that the window is about to lose it, and says so. */
export function KeepingProvider({ children }: { children: ReactNode }) {
  const host = useHost();
  const [keeping] = useState(createKeeping);
  useEffect(
    () =>
      host.listen(({ event }) => {
        if (event === "keep") {
          // A console that does not hear of it waits no longer than a moment.
          const say = () => host.call("console_kept", {}).catch(() => undefined);
          void keeping.keepAll().then(say);
        }
      }),
    [host, keeping],
  );
  return <KeepingContext value={keeping}>{children}</KeepingContext>;
}

function createKeeping(): Keeping {
  const keeps = { typed: new Set<Keep>(), place: new Set<Keep>() };
  return {
    add(what, keep) {
      keeps[what].add(keep);
      return () => keeps[what].delete(keep);
    },
    async keepAll() {
      for (const what of ORDER) {
        // What cannot be kept keeps nothing else from being.
        await Promise.allSettled([...keeps[what]].map((keep) => keep()));
      }
    },
  };
}

/** Has something kept before the window loses it. */
export function useKeeping(what: (typeof ORDER)[number], keep: Keep): void {
  const keeping = useContext(KeepingContext);
  if (keeping === null) {
    throw new Error("nothing is kept above");
  }
  const latest = useRef(keep);
  useEffect(() => {
    latest.current = keep;
  });
  useEffect(() => keeping.add(what, () => latest.current()), [keeping, what]);
}
