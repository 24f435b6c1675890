import { createContext, useContext } from "react";
import type { Added } from "../ipc/bindings.ts";

const ShowAdded = createContext<(added: Added) => void>(() => undefined);

/** Around every stage: what a new key may do is shown in place of the pages, which are another practice's by then. */
export const ShowAddedProvider = ShowAdded.Provider;

/** Shows what the key of a practice that was just added may do. */
export function useShowAdded(): (added: Added) => void {
  return useContext(ShowAdded);
}
