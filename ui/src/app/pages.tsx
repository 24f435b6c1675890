import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { createPages } from "./router.tsx";

/** The pages of a connected practice. */
export function Pages() {
  const [pages] = useState(createPages);
  return <RouterProvider router={pages} />;
}
