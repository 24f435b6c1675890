import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { HostProvider } from "../ipc/commands.ts";
import type { Host } from "../ipc/host.ts";
import { AnnounceProvider } from "../kit/announce.tsx";
import { type Clock, ClockProvider } from "../kit/clock.tsx";
import { EarlyKeysProvider } from "../kit/early-keys.tsx";
import { KeepingProvider } from "../place/keeping.tsx";
import { Gate } from "./gate.tsx";

/** The whole window, over whatever answers its commands. */
export function App({ host, client, clock }: { host: Host; client: QueryClient; clock: Clock }) {
  return (
    <HostProvider value={host}>
      <QueryClientProvider client={client}>
        <ClockProvider value={clock}>
          <AnnounceProvider>
            <KeepingProvider>
              <EarlyKeysProvider>
                <Gate />
              </EarlyKeysProvider>
            </KeepingProvider>
          </AnnounceProvider>
        </ClockProvider>
      </QueryClientProvider>
    </HostProvider>
  );
}
