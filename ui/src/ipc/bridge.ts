import type { Event } from "./bindings.ts";
import { Failed, type Host, type Response, readFailure } from "./host.ts";

export type BridgeAddress = { origin: string; token: string };

/** The bridge named after the `#` of the page's address, if there is one. Only this computer is taken. */
export function bridgeAddress(hash: string): BridgeAddress | null {
  const named = new URLSearchParams(hash.replace(/^#/, ""));
  const bridge = named.get("bridge");
  const token = named.get("token");
  if (bridge === null || token === null || !/^http:\/\/127\.0\.0\.1:\d+\/?$/.test(bridge)) {
    return null;
  }
  return { origin: new URL(bridge).origin, token };
}

/** The same console over loopback HTTP, for a page in a browser. */
export function bridgeHost({ origin, token }: BridgeAddress): Host {
  const authorization = `Bearer ${token}`;
  return {
    async call(name, request, signal) {
      const answer = await post(`${origin}/commands/${name}`, request, authorization, signal);
      if (answer.status === 200) {
        return (await answer.json()) as Response<typeof name>;
      }
      const body: unknown = answer.status === 422 ? await answer.json() : null;
      throw readFailure(body, `bridge-${answer.status}`);
    },
    listen(hear) {
      const stop = new AbortController();
      void hearForEver(`${origin}/events`, authorization, hear, stop.signal);
      return () => stop.abort();
    },
    renew() {
      // The page's address does not hold them any more, and the next one has no other way to know them.
      window.history.replaceState(null, "", `#bridge=${origin}&token=${token}`);
      window.location.reload();
    },
  };
}

async function post(url: string, request: unknown, authorization: string, signal?: AbortSignal) {
  try {
    const headers = { "content-type": "application/json", authorization };
    return await fetch(url, {
      method: "POST",
      headers,
      body: JSON.stringify(request),
      signal: signal ?? null,
    });
  } catch (thrown) {
    if (signal?.aborted) {
      throw thrown;
    }
    throw new Failed({ code: "unexpected", reference: "bridge-gone" });
  }
}

// EventSource cannot send the token in a header, so the stream is read by hand.
async function hearForEver(
  url: string,
  authorization: string,
  hear: (event: Event) => void,
  signal: AbortSignal,
) {
  while (!signal.aborted) {
    try {
      const answer = await fetch(url, { headers: { authorization, accept: "text/event-stream" }, signal });
      if (answer.ok && answer.body !== null) {
        await hearStream(answer.body, hear);
      }
    } catch {
      // The bridge went away; the next turn asks again.
    }
    await pause(1_000, signal);
  }
}

async function hearStream(body: ReadableStream<Uint8Array>, hear: (event: Event) => void) {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  const read = eventReader(hear);
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    read(chunk.value);
  }
}

/** Takes a server-sent stream piece by piece and passes each whole event on. */
export function eventReader(hear: (event: Event) => void): (piece: string) => void {
  let rest = "";
  return (piece) => {
    const blocks = (rest + piece).replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = block
        .split("\n")
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice(5).trimStart())
        .join("\n");
      if (data !== "") {
        hear(JSON.parse(data) as Event);
      }
    }
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
