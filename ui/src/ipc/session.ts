import { useQuery } from "@tanstack/react-query";
import type { Preferences } from "./bindings.ts";
import { read, readWhole, useWrite } from "./commands.ts";

const FALLBACK: Preferences = { theme: "system", density: "dense", hourClock: "twelve" };

export const sessionRead = read("session_read", {});
export const connectionsRead = readWhole("connection_list", {});
export const overviewRead = readWhole("practice_overview", {});

/** How the console should look, and how to change it. */
export function usePreferences(): readonly [Preferences, (change: Partial<Preferences>) => void] {
  const session = useQuery(sessionRead);
  const write = useWrite("preference_set");
  const preferences = session.data?.preferences ?? FALLBACK;
  return [preferences, (change) => write.mutate({ preferences: { ...preferences, ...change } })];
}
