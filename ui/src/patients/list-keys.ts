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
  const within = (index: number) => Math.min(length - 1, Math.max(0, index));
  switch (action) {
    case "list.down":
      return within(at + 1);
    case "list.up":
      return within(at - 1);
    case "list.pageDown":
      return within(at + PAGE);
    case "list.pageUp":
      return within(at - PAGE);
    case "list.first":
      return empty ? 0 : null;
    case "list.last":
      return empty ? length - 1 : null;
    default:
      return null;
  }
}
