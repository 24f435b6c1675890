import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { read } from "../ipc/commands.ts";

/** The week that a day lies in. */
export function weekRead(date: string | null, department: string | null, provider: string | null) {
  return queryOptions({
    ...read("schedule_week", {
      ...(date === null ? {} : { date }),
      ...(department === null ? {} : { department }),
      ...(provider === null ? {} : { provider }),
    }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

/** A day, asked again each minute: who is late and who waits depends on the time there. */
export function dayRead(date: string | null, department: string | null) {
  return queryOptions({
    ...read("schedule_day", {
      ...(date === null ? {} : { date }),
      ...(department === null ? {} : { department }),
    }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}
