import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
} from "@tanstack/react-router";
import { Frame } from "./frame.tsx";
import { readTheRest } from "./later.ts";
import { ScheduleRoute } from "./schedule-route.tsx";

const root = createRootRoute({ component: Frame });

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: () => <Navigate to="/schedule" replace />,
});
const schedule = createRoute({ getParentRoute: () => root, path: "/schedule", component: ScheduleRoute });
const patients = createRoute({
  getParentRoute: () => root,
  path: "/patients",
  component: lazyRouteComponent(readTheRest, "PatientsPage"),
});
const sync = createRoute({
  getParentRoute: () => root,
  path: "/sync",
  component: lazyRouteComponent(readTheRest, "SyncPage"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  component: lazyRouteComponent(readTheRest, "AuditPage"),
});
const writes = createRoute({
  getParentRoute: () => root,
  path: "/writes",
  component: lazyRouteComponent(readTheRest, "WritesPage"),
});
const form = createRoute({
  getParentRoute: () => root,
  path: "/form",
  component: lazyRouteComponent(readTheRest, "FormPage"),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(readTheRest, "SettingsRoute"),
});

const routeTree = root.addChildren([start, schedule, patients, form, writes, sync, audit, settings]);

/** The pages, the first of them at a path. Their history is in memory, so that no address ever leaves the
 * window. */
export function createPages(path = "/schedule") {
  return createRouter({
    routeTree,
    history: createMemoryHistory({ initialEntries: [path] }),
    defaultPendingMinMs: 0,
  });
}

declare module "@tanstack/react-router" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: the router is told its pages by merging into this
  interface Register {
    router: ReturnType<typeof createPages>;
  }
}
