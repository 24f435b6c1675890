import { clockRange, clockTime } from "../format.ts";
import type { Column } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import styles from "./carry.module.css";
import { moveText } from "./move-text.ts";
import { timesOf } from "./open-times.ts";
import { HEAD, type Scale } from "./scale.ts";
import { slotText } from "./slot-text.ts";
import { isBeside } from "./slots.ts";
import type { Carry } from "./use-carry.ts";
import { visitName } from "./words.ts";

// Pixels of a time that is too short to be hit, and between two.
const SHORTEST = 15;
const BETWEEN = 3;

export function timeElement(slot: string): string {
  return `time-${slot}`;
}

/** The open times of a column that a carried visit may go to. */
export function TimeBlocks({
  column,
  left,
  scale,
  carry,
  spanFrom,
  spanTo,
  most,
}: {
  column: Column;
  left: number;
  scale: Scale;
  carry: Carry;
  spanFrom: number;
  spanTo: number;
  /** How many are drawn at the most. */
  most: number;
}) {
  const [{ hourClock }] = usePreferences();
  const { aim, visit } = carry;
  const own = timesOf(column, carry.times);
  const near = own.filter(({ minute, minutes }) => minute + minutes >= spanFrom && minute <= spanTo);
  const aimed = own.find(({ slot }) => slot === aim?.slot);
  const drawn = near.slice(0, most);
  if (aimed !== undefined && !drawn.includes(aimed)) {
    drawn.push(aimed);
  }
  return drawn.map((time) => (
    <button
      key={time.slot}
      type="button"
      id={timeElement(time.slot)}
      className={`${styles.time} ${time === aimed ? styles.aimed : ""}`}
      style={{
        top: HEAD + (time.minute - scale.from) * scale.perMinute + 1,
        height: Math.max(SHORTEST, time.minutes * scale.perMinute - BETWEEN),
        left: left + (isBeside(column, time) ? scale.columnWidth / 2 : BETWEEN),
        width: (isBeside(column, time) ? scale.columnWidth / 2 : scale.columnWidth) - 2 * BETWEEN,
      }}
      aria-label={moveText.aimed(
        clockRange(time.minute, time.minutes, hourClock),
        column.name,
        column.departmentName,
      )}
      aria-current={time === aimed}
      tabIndex={time === aimed ? 0 : -1}
      onClick={() => carry.onDrop(time)}
    >
      {clockTime(time.minute, hourClock)}
      {time === aimed ? <b>{visit === null ? slotText.for : visitName(visit)}</b> : null}
    </button>
  ));
}
