import type { QueryClient } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import type { Host } from "../ipc/host.ts";
import { computerClock } from "../kit/clock.tsx";
import { readChoices } from "../kit/pick.tsx";
import { App } from "./app.tsx";
import { readTheRest } from "./later.ts";

/** Draws the window into an element of the page. */
export function show(root: HTMLElement, host: Host, client: QueryClient): void {
  createRoot(root).render(<App host={host} client={client} clock={computerClock} />);
  // After the first frame, and before anybody can have reached for a key.
  setTimeout(() => void Promise.all([readTheRest(), readChoices()]), 400);
}
