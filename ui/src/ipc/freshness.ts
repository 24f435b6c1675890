import { queryOptions } from "@tanstack/react-query";
import { read } from "./commands.ts";

/** How fresh the copy is. Asked now and then as well: calls are counted without an event for each. */
export const syncRead = queryOptions({
  ...read("sync_read", {}),
  refetchInterval: (query) => (query.state.data?.fill.phase === "fresh" ? 30_000 : 3_000),
});
