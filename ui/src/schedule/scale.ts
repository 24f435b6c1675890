import type { Density } from "../ipc/bindings.ts";
import type { Viewport } from "../kit/viewport.ts";

/** The sizes of the day sheet that scripts need as well; all in CSS pixels. */
export const TIME_COLUMN = 52;
/** The head, and what the cursor's frame needs between it and the day's first visits. */
export const HEAD = 44;
export const NARROWEST = 160;

/** Pixels of a minute. */
export const PER_MINUTE: Record<Density, number> = { dense: 1.5, roomy: 2 };

export type Scale = { columnWidth: number; perMinute: number; from: number };

export function scaleOf(columns: number, width: number, density: Density, from: number): Scale {
  const room = Math.floor((width - TIME_COLUMN) / Math.max(1, columns));
  return { columnWidth: Math.max(NARROWEST, room), perMinute: PER_MINUTE[density], from };
}

/** What is drawn around what is in sight: columns at each side, minutes above and below. */
export type Around = { columns: number; above: number; below: number };

/** The first frame draws what is in sight alone; what scrolling brings comes right after it. */
export const NOTHING: Around = { columns: 0, above: 0, below: 0 };
export const SOME: Around = { columns: 1, above: 60, below: 120 };

/** Pixels that may be scrolled before what is in sight is measured again. */
export const STEP = 80;

/** First and last column to draw. */
export function columnsToDraw(
  columns: number,
  { left, width }: Viewport,
  { columnWidth }: Scale,
  around: Around,
): [number, number] {
  const first = Math.floor(left / columnWidth) - around.columns;
  const last = Math.floor((left + STEP + width - TIME_COLUMN) / columnWidth) + around.columns;
  return [Math.max(0, first), Math.min(columns - 1, last)];
}

/** The minutes to draw, from and to. */
export function minutesToDraw(
  { top, height }: Viewport,
  { perMinute, from }: Scale,
  { above, below }: Around,
): [number, number] {
  return [from + top / perMinute - above, from + (top + STEP + height - HEAD) / perMinute + below];
}
