import { queryOptions, useMutation } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { CommandName, Failed, Host, Request, Response } from "./host.ts";

const HostContext = createContext<Host | null>(null);

export const HostProvider = HostContext.Provider;

/** What answers commands here. */
export function useHost(): Host {
  const host = useContext(HostContext);
  if (host === null) {
    throw new Error("no host above");
  }
  return host;
}

/** How to ask for a read. */
export function read<Name extends CommandName>(name: Name, request: Request<Name>) {
  return queryOptions<Response<Name>, Failed, Response<Name>, readonly [Name, Request<Name>]>({
    queryKey: [name, request] as const,
  });
}

/** Commands whose answers are lists in pages. */
type Paged = {
  [Name in CommandName]: "cursor" extends keyof Request<Name>
    ? Response<Name> extends { rows: unknown[]; cursor: string | null }
      ? Name
      : never
    : never;
}[CommandName];

/** How to ask for a list whole, however many pages it has. */
export function readWhole<Name extends Paged>(name: Name, request: Request<Name>) {
  return { ...read(name, request), meta: { whole: true } };
}

/** A write, with what it made stale asked for anew once it is done; `heard` is told its answer before that. */
export function useWrite<Name extends CommandName>(name: Name, heard?: (answer: Response<Name>) => void) {
  const host = useHost();
  return useMutation<Response<Name>, Failed, Request<Name>>({
    mutationKey: [name],
    mutationFn: async (request) => {
      const answer = await host.call(name, request);
      heard?.(answer);
      return answer;
    },
  });
}
