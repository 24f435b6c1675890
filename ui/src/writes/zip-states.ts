import { ZIPS } from "./zip-table.ts";

/** Where a ZIP code is; nowhere where no post office has it. */
export function statesOfZip(zip: string): string[] {
  const holds = ([from, to]: (typeof ZIPS)[number]) => {
    const first = zip.slice(0, from.length);
    return from <= first && first <= to;
  };
  return ZIPS.filter(holds).map(([, , state]) => state);
}

/** What the postal service calls states, territories and the forces' post. */
export const ALL_STATES: ReadonlySet<string> = new Set(ZIPS.map(([, , state]) => state));
