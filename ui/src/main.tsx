import "./base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { chooseHost } from "./ipc/choose-host.ts";
import { createQueryClient, followEvents } from "./ipc/client.ts";
import { computerClock } from "./kit/clock.tsx";

const root = document.getElementById("root");
if (root === null) {
  throw new Error("the page has no root");
}
const host = await chooseHost();
const client = createQueryClient(host);
followEvents(host, client);
createRoot(root).render(<App host={host} client={client} clock={computerClock} />);
