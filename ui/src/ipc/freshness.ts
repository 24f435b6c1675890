import { queryOptions } from "@tanstack/react-query";
import type { Fill } from "./bindings.ts";
import { read } from "./commands.ts";

/** How fresh the copy is. Asked now and then as well: calls are counted without an event for each. */
export const syncRead = queryOptions({
  ...read("sync_read", {}),
  refetchInterval: (query) => (goesOn(query.state.data?.fill) ? 3_000 : 30_000),
});

function goesOn(fill: Fill | undefined): boolean {
  return fill === undefined || (fill.phase !== "fresh" && fill.rest === null);
}
