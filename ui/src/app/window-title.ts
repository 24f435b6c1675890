import { useEffect } from "react";
import type { Connection } from "../ipc/bindings.ts";
import { text } from "../text.ts";
import { appText } from "./text.ts";

/** Names the window after the practice and its environment, for whoever sees only its name; nothing of a patient. */
export function useWindowTitle(connection: Connection | undefined): void {
  const title =
    connection === undefined
      ? text.product
      : appText.windowTitle(connection.label, text.environment[connection.environment.kind]);
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = text.product;
    };
  }, [title]);
}
