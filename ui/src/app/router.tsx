import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
} from "@tanstack/react-router";
import { PatientsPage } from "../patients/patients-page.tsx";
import { SchedulePage } from "../schedule/schedule-page.tsx";
import { SyncPage } from "../sync/sync-page.tsx";
import { Frame } from "./frame.tsx";
import { SettingsRoute } from "./settings-route.tsx";

const root = createRootRoute({ component: Frame });

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: () => <Navigate to="/schedule" replace />,
});
const schedule = createRoute({ getParentRoute: () => root, path: "/schedule", component: SchedulePage });
const patients = createRoute({ getParentRoute: () => root, path: "/patients", component: PatientsPage });
const sync = createRoute({ getParentRoute: () => root, path: "/sync", component: SyncPage });
const settings = createRoute({ getParentRoute: () => root, path: "/settings", component: SettingsRoute });

const routeTree = root.addChildren([start, schedule, patients, sync, settings]);

/** The pages. Their history is in memory, so that no address ever leaves the window. */
export function createPages() {
  return createRouter({
    routeTree,
    history: createMemoryHistory({ initialEntries: ["/schedule"] }),
    defaultPendingMinMs: 0,
  });
}

declare module "@tanstack/react-router" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: the router is told its pages by merging into this
  interface Register {
    router: ReturnType<typeof createPages>;
  }
}
