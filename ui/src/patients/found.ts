import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useHost } from "../ipc/commands.ts";
import { recentRead, searchRead } from "./queries.ts";

/** Who is found for what is typed, or who was opened lately where nothing is. */
export function useFound(words: string) {
  const host = useHost();
  const client = useQueryClient();
  const search = useInfiniteQuery(searchRead(host, words));
  const recent = useQuery({ ...recentRead, placeholderData: keepPreviousData });
  const asked = words === "" ? recent : search;
  const pages = words === "" ? recent.data : search.data;
  const rows = useMemo(
    () =>
      pages === undefined ? [] : "pages" in pages ? pages.pages.flatMap((page) => page.rows) : pages.rows,
    [pages],
  );
  const first = pages === undefined || !("pages" in pages) ? pages : pages.pages[0];
  return {
    rows,
    held: first?.held ?? 0,
    filled: first?.filled ?? true,
    askable: first?.askable ?? false,
    hasMore: words !== "" && search.hasNextPage,
    settled: asked.isSuccess && !asked.isPlaceholderData,
    isBehind: asked.isPlaceholderData,
    failure: asked.error?.failure ?? null,
    /** The rows for what is typed now, as soon as they are there. */
    next: () =>
      client.ensureInfiniteQueryData(searchRead(host, words)).then(
        ({ pages: [page] }) => page?.rows ?? [],
        () => [],
      ),
    more: () => {
      if (words !== "" && search.hasNextPage && !search.isFetching) {
        void search.fetchNextPage();
      }
    },
  };
}

export type Found = ReturnType<typeof useFound>;

/** Asks for rows on ahead of the page that will show them, which takes as long to draw as they to come. */
export function useAskAhead(): (words: string) => void {
  const host = useHost();
  const client = useQueryClient();
  return (words) => {
    if (words !== "") {
      void client.prefetchInfiniteQuery(searchRead(host, words));
    }
  };
}
