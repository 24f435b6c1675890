import { MutationCache, notifyManager, QueryCache, QueryClient } from "@tanstack/react-query";
import { ACCESS, type Tag } from "./bindings.ts";
import { type CommandName, Failed, type Host, type Request } from "./host.ts";

/** What a query is known by: its command and what was asked. */
export type CommandKey<Name extends CommandName = CommandName> = readonly [Name, Request<Name>];

// A keystroke's rows are painted as soon as they are there, not a timer's turn later.
notifyManager.setScheduler(queueMicrotask);

/** The window's memory of answers. The console decides what is retried and when something is stale. */
export function createQueryClient(host: Host): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        queryFn: ({ queryKey, signal, meta }) => {
          const [name, request] = queryKey as unknown as CommandKey;
          return meta?.whole === true
            ? whole((cursor) => host.call(name, { ...request, ...cursor }, signal) as Promise<Page>)
            : host.call(name, request, signal);
        },
        retry: false,
        networkMode: "always",
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { retry: false, networkMode: "always" },
    },
    queryCache: new QueryCache({
      onError: (error) => {
        // Whoever hears it by an answer, before the console's own event, looks who may unlock it.
        if (error instanceof Failed && error.failure.code === "locked") {
          dropStale(client, ["session"]);
        }
      },
    }),
    mutationCache: new MutationCache({
      onSuccess: (_answer, _request, _context, mutation) => {
        const name = mutation.options.mutationKey?.[0] as CommandName | undefined;
        if (name !== undefined && ACCESS[name].kind === "writes") {
          dropStale(client, ACCESS[name].tags);
        }
      },
    }),
  });
  return client;
}

type Page = { rows: unknown[]; cursor: string | null };

async function whole(ask: (from: { cursor?: string }) => Promise<Page>): Promise<Page> {
  const first = await ask({});
  const rows = [...first.rows];
  for (let { cursor } = first; cursor !== null; ) {
    const next = await ask({ cursor });
    rows.push(...next.rows);
    cursor = next.cursor;
  }
  return { ...first, rows, cursor: null };
}

/** Asks anew for whatever reads one of these parts. When the practice itself may be another, what was known
 * is forgotten first: no answer of one practice is ever shown under the name of another. */
export function dropStale(client: QueryClient, tags: readonly Tag[]): void {
  const touched = ({ queryKey }: { queryKey: readonly unknown[] }) =>
    tagsOf(queryKey).some((tag) => tags.includes(tag));
  if (tags.includes("connections")) {
    void client.resetQueries({
      predicate: (query) =>
        touched(query) && !tagsOf(query.queryKey).some((tag) => OF_THE_PROFILE.includes(tag)),
    });
  }
  void client.invalidateQueries({ predicate: touched });
}

const OF_THE_PROFILE: readonly Tag[] = ["session", "connections"];

function tagsOf(queryKey: readonly unknown[]): readonly Tag[] {
  return ACCESS[queryKey[0] as CommandName]?.tags ?? [];
}

/** Keeps the memory honest while the console changes underneath. Gives back how to stop. */
export function followEvents(host: Host, client: QueryClient): () => void {
  return host.listen((event) => {
    if (event.event === "changed") {
      dropStale(client, event.tags);
    }
  });
}
