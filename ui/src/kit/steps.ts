/** The row that a key of a list leads to, or none. A page is as many rows as the list shows of them. */
export function stepOf(action: string | undefined, at: number, length: number, page: number): number | null {
  const within = (index: number) => Math.min(length - 1, Math.max(0, index));
  switch (action) {
    case "list.down":
      return within(at + 1);
    case "list.up":
      return within(at - 1);
    case "list.pageDown":
      return within(at + page);
    case "list.pageUp":
      return within(at - page);
    case "list.first":
      return 0;
    case "list.last":
      return length - 1;
    default:
      return null;
  }
}
