import type { AuditPerson } from "../ipc/bindings.ts";
import { auditText } from "./text.ts";

/** Who did it, as a person reads it. */
export function personName({ id, name }: AuditPerson): string {
  if (name !== null) {
    return name;
  }
  switch (id) {
    case "desktop":
      return auditText.desktop;
    case "console":
      return auditText.console;
    default:
      return auditText.unknown(id);
  }
}
