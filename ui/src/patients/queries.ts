import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { PatientPage } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import type { Failed, Host } from "../ipc/host.ts";

/** Rows of the first page: what a tall window shows, and a little more. */
const LIMIT = 50;

/** Patients for what is typed. The rows of the last answer stay until the new ones are there; an answer to
 * anything but the newest question is dropped. */
export function searchRead(host: Host, words: string) {
  const request = { text: words, limit: LIMIT };
  return infiniteQueryOptions<
    PatientPage,
    Failed,
    { pages: PatientPage[] },
    readonly ["patient_search", typeof request],
    string | undefined
  >({
    queryKey: ["patient_search", request] as const,
    queryFn: ({ pageParam, signal }) =>
      host.call(
        "patient_search",
        pageParam === undefined ? request : { ...request, cursor: pageParam },
        signal,
      ),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
    placeholderData: keepPreviousData,
    gcTime: 20_000,
    enabled: words !== "",
  });
}

export const recentRead = read("patient_recent", {});

export function cardRead(patient: string) {
  return read("patient_open", { patient });
}
