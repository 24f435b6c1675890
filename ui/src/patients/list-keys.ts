import { stepOf } from "../kit/steps.ts";

const PAGE = 12;

/** What the box and the panel ask of the list between them, which has the rows and the cursor. */
export type ListKeys = {
  /** Does what a key of the list means, and says whether it meant anything. */
  press(action: string | undefined): boolean;
};

/** The row that a key leads to, or none. Home and End belong to the text as long as there is some; with Ctrl they
 * are always the list's. */
export function targetOf(
  action: string | undefined,
  at: number,
  length: number,
  empty: boolean,
): number | null {
  const isOfText = !empty && (action === "list.first" || action === "list.last");
  return isOfText ? null : stepOf(action, at, length, PAGE);
}
