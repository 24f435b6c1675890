import { useEffect, useRef } from "react";
import { useKeeping } from "../place/keeping.tsx";
import type { Draft, DraftKeeper } from "./draft-keeper.ts";

/** How long after the last letter a draft is kept, where nobody asks for it before. */
const PAUSE = 700;

/** Keeps a draft a moment after it last changed, and when the form is left. Gives how to keep it at once, which
 * says whether there is one. */
export function useKept(
  keeper: DraftKeeper,
  draft: Draft,
  onKept: (write: string) => void,
  onFailed: (thrown: unknown) => void,
): () => Promise<boolean> {
  const said = JSON.stringify(draft);
  // What stands in the draft already, or what the form began with: neither is kept again.
  const held = useRef(said);
  const latest = useRef({ draft, said, onKept, onFailed });
  useEffect(() => {
    latest.current = { draft, said, onKept, onFailed };
  });
  const keep = async (): Promise<boolean> => {
    const { draft: now, said: words } = latest.current;
    if (!keeper.isOver() && words !== held.current) {
      held.current = words;
      await keeper.keep(now).catch((thrown) => {
        held.current = "";
        throw thrown;
      });
    }
    return keeper.write() !== null;
  };
  const kept = useRef(keep);
  useEffect(() => {
    kept.current = keep;
  });
  const keepNow = async () => {
    await kept.current();
    const write = keeper.write();
    if (write !== null) {
      latest.current.onKept(write);
    }
  };
  useKeeping("typed", keepNow);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it waits anew whenever something else is said
  useEffect(() => {
    const timer = setTimeout(() => keepNow().catch(latest.current.onFailed), PAUSE);
    return () => clearTimeout(timer);
  }, [said]);
  useEffect(() => () => void kept.current().catch(() => undefined), []);
  return keep;
}
