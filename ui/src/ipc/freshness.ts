import { queryOptions } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import type { Fill, PartName } from "./bindings.ts";
import { read } from "./commands.ts";

/** How fresh the copy is. Asked now and then as well: calls are counted without an event for each. */
export const syncRead = queryOptions({
  ...read("sync_read", {}),
  refetchInterval: (query) => (goesOn(query.state.data?.fill) ? 3_000 : 30_000),
});

function goesOn(fill: Fill | undefined): boolean {
  return fill === undefined || (fill.phase !== "fresh" && fill.rest === null);
}

/** What has an age of its own on a page. */
export type PartOnPage = PartName | "patient" | "balances" | "visits" | "allergies";

/** A part on the page, when it was read, none where it was not yet, and whether it was asked for and comes. */
export type OnPage = readonly [part: PartOnPage, read: string | null, comes?: boolean];

const shown = new Map<symbol, readonly OnPage[]>();
const heard = new Set<() => void>();

/** Says what a component shows and how old it is, for as long as it is on the page. */
export function useOnPage(parts: readonly OnPage[]): void {
  const words = JSON.stringify(parts);
  useEffect(() => {
    const own = Symbol("on page");
    shown.set(own, JSON.parse(words) as OnPage[]);
    tell();
    return () => {
      shown.delete(own);
      tell();
    };
  }, [words]);
}

/** What stands on the page and was read longest ago: what was not read yet before all else. */
export function useOldestOnPage(): OnPage | null {
  const words = useSyncExternalStore(hear, oldest);
  return words === "" ? null : (JSON.parse(words) as OnPage);
}

function tell() {
  for (const each of heard) {
    each();
  }
}

function hear(each: () => void): () => void {
  heard.add(each);
  return () => heard.delete(each);
}

// A text, so that the same is the same.
function oldest(): string {
  const all = [...shown.values()].flat();
  const first = all.reduce<OnPage | undefined>(
    (old, each) => (old === undefined || isOlder(each, old) ? each : old),
    undefined,
  );
  return first === undefined ? "" : JSON.stringify(first);
}

function isOlder([, one]: OnPage, [, other]: OnPage): boolean {
  return other !== null && (one === null || Date.parse(one) < Date.parse(other));
}
