import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { dayBeside } from "../format.ts";
import { dayRead } from "./queries.ts";

// When the days before and after are read, once a day stands: the page's first is let be painted.
const FIRST_NEIGHBOURS = 400;
const NEXT_NEIGHBOURS = 60;

/** Has the days before and after read once this one stands, so that a step to them waits for nothing. */
export function useNeighbours(date: string | undefined, department: string | null) {
  const client = useQueryClient();
  const wait = useRef(FIRST_NEIGHBOURS);
  useEffect(() => {
    if (date === undefined) {
      return;
    }
    const timer = setTimeout(() => {
      wait.current = NEXT_NEIGHBOURS;
      for (const beside of [dayBeside(date, 1), dayBeside(date, -1)]) {
        if (beside !== null) {
          void client.prefetchQuery(dayRead(beside, department));
        }
      }
    }, wait.current);
    return () => clearTimeout(timer);
  }, [client, date, department]);
}
