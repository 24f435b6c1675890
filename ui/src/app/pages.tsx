import { RouterProvider } from "@tanstack/react-router";
import type { createPages } from "./router.tsx";

/** The pages of a connected practice. */
export function Pages({ pages }: { pages: ReturnType<typeof createPages> }) {
  return <RouterProvider router={pages} />;
}
