import "./base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { chooseHost } from "./ipc/choose-host.ts";
import { createQueryClient, followEvents } from "./ipc/client.ts";
import { syncRead } from "./ipc/freshness.ts";
import { connectionsRead, overviewRead, sessionRead } from "./ipc/session.ts";
import { computerClock } from "./kit/clock.tsx";
import { dayRead } from "./schedule/queries.ts";

const root = document.getElementById("root");
if (root === null) {
  throw new Error("the page has no root");
}
const host = await chooseHost();
const client = createQueryClient(host);
followEvents(host, client);
void client.fetchQuery(sessionRead).then(
  ({ stage }) => (stage.stage === "ready" ? warm(client) : undefined),
  // The first screen shows why the session could not be read.
  () => undefined,
);
createRoot(root).render(<App host={host} client={client} clock={computerClock} />);

// What the first page needs is asked for side by side rather than one after the other.
function warm(of: typeof client) {
  for (const first of [connectionsRead, overviewRead, syncRead, dayRead(null, null)] as const) {
    void of.prefetchQuery(first as typeof connectionsRead);
  }
}
