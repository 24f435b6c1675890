import { useLayoutEffect, useSyncExternalStore } from "react";
import type { Preferences } from "../ipc/bindings.ts";

const DARK = "(prefers-color-scheme: dark)";

function subscribe(hear: () => void): () => void {
  const scheme = window.matchMedia(DARK);
  scheme.addEventListener("change", hear);
  return () => scheme.removeEventListener("change", hear);
}

/** Puts the theme and the density where the tokens look for them. */
export function useAppearance(preferences: Preferences | undefined): void {
  const systemDark = useSyncExternalStore(subscribe, () => window.matchMedia(DARK).matches);
  const theme = preferences?.theme ?? "system";
  const dark = theme === "dark" || (theme === "system" && systemDark);
  const density = preferences?.density ?? "dense";
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.documentElement.dataset.density = density;
  }, [dark, density]);
}

const NEXT = { system: "light", light: "dark", dark: "system" } as const;

/** The theme after this one, for the key that goes round. */
export function nextTheme(theme: Preferences["theme"]): Preferences["theme"] {
  return NEXT[theme];
}
