import type { Density } from "../ipc/bindings.ts";
import type { Viewport } from "../kit/viewport.ts";

/** The sizes of the day sheet that scripts need as well; all in CSS pixels. */
export const TIME_COLUMN = 52;
export const HEAD = 40;
export const NARROWEST = 160;

const PER_MINUTE: Record<Density, number> = { dense: 1.5, roomy: 2 };

export type Scale = { columnWidth: number; perMinute: number; from: number };

export function scaleOf(columns: number, width: number, density: Density, from: number): Scale {
  const room = Math.floor((width - TIME_COLUMN) / Math.max(1, columns));
  return { columnWidth: Math.max(NARROWEST, room), perMinute: PER_MINUTE[density], from };
}

/** First and last column in sight, one more at each side. */
export function columnsInSight(
  columns: number,
  { left, width }: Viewport,
  { columnWidth }: Scale,
): [number, number] {
  const first = Math.floor(left / columnWidth) - 1;
  const last = Math.ceil((left + width + columnWidth) / columnWidth);
  return [Math.max(0, first), Math.min(columns - 1, last)];
}

/** The minutes in sight, an hour more at each side. */
export function minutesInSight({ top, height }: Viewport, { perMinute, from }: Scale): [number, number] {
  return [from + top / perMinute - 60, from + (top + height) / perMinute + 120];
}
