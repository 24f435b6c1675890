import type { AuditPerson } from "./ipc/bindings.ts";
import { text } from "./text.ts";

/** Who did something, as a person reads it. */
export function personName({ id, name }: AuditPerson): string {
  if (name !== null) {
    return name === "" ? text.who.untold : name;
  }
  switch (id) {
    case "desktop":
      return text.who.desktop;
    case "console":
      return text.who.console;
    case "nobody":
      return text.who.nobody;
    default:
      return text.who.unknown(id);
  }
}
