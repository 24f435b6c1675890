import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Event } from "./bindings.ts";
import { type Host, type Request, type Response, readFailure } from "./host.ts";

/** The program this window belongs to. */
export function tauriHost(): Host {
  return {
    async call(name, request) {
      try {
        return await invoke<Response<typeof name>>(
          name,
          request as Request<typeof name> & Record<string, unknown>,
        );
      } catch (thrown) {
        throw readFailure(thrown, "invoke");
      }
    },
    listen(hear) {
      const heard = listen<Event>("console", (event) => hear(event.payload));
      return () => {
        void heard.then((stop) => stop());
      };
    },
    renew: () => window.location.reload(),
  };
}
