import { type ComponentType, lazy } from "react";

type Rest = typeof import("./rest.ts");

/** Reads what the first frame of a practice does without. */
export function readTheRest(): Promise<Rest> {
  return import("./rest.ts");
}

/** A component of the rest, which is read when it is first drawn. */
export function drawnLater<Name extends keyof Rest>(name: Name): Rest[Name] {
  const part = lazy(() => readTheRest().then((rest) => ({ default: rest[name] as ComponentType<object> })));
  // It is drawn with the same properties.
  return part as unknown as Rest[Name];
}
