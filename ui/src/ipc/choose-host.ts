import { bridgeAddress, bridgeHost } from "./bridge.ts";
import type { Host } from "./host.ts";
import { tauriHost } from "./tauri.ts";

/** The host this page belongs to. A bridge's token leaves the address at once. */
export async function chooseHost(): Promise<Host> {
  const bridge = bridgeAddress(window.location.hash);
  if (bridge !== null) {
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    return bridgeHost(bridge);
  }
  if (import.meta.env.MODE === "fake") {
    return (await import("./fake.ts")).fakeFromAddress(window.location.search);
  }
  return tauriHost();
}
