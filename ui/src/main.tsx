import "./base.css";
import { chooseHost } from "./ipc/choose-host.ts";
import { createQueryClient, followEvents } from "./ipc/client.ts";
import { syncRead } from "./ipc/freshness.ts";
import { connectionsRead, overviewRead, sessionRead } from "./ipc/session.ts";
import { refusePrinting } from "./kit/no-print.ts";
import { refuseWaysOut } from "./kit/no-way-out.ts";
import { bindHistoryKeys } from "./kit/webkitgtk.ts";
import { dayRead } from "./schedule/queries.ts";

const root = document.getElementById("root");
if (root === null) {
  throw new Error("the page has no root");
}
bindHistoryKeys(window);
refusePrinting(window);
refuseWaysOut(window);
const host = await chooseHost();
const client = createQueryClient(host);
followEvents(host, client);
// What the first page needs is asked for side by side, and before the pages themselves are read. Where
// the console is not ready to answer, it says later that everything has changed.
for (const first of [sessionRead, connectionsRead, dayRead(null, null), overviewRead, syncRead] as const) {
  void client.prefetchQuery(first as typeof sessionRead);
}
// Text laid out before its font is there is laid out twice, the first time by whatever the system finds.
const font = document.fonts.load('400 13px "Inter Variable"').catch(() => []);
const [{ show }] = await Promise.all([import("./app/show.tsx"), font]);
show(root, host, client);
