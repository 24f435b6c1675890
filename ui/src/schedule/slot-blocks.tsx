import { memo } from "react";
import { clockRange, clockTime } from "../format.ts";
import type { Column, SheetSlot } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { HEAD, type Scale } from "./scale.ts";
import { slotText } from "./slot-text.ts";
import styles from "./slots.module.css";
import { breaksOf, type Gap, isBeside, slotsOf } from "./slots.ts";
import type { Slots } from "./use-open-times.ts";

// Pixels of a time that is too short to be hit, between two, and of one beside a visit.
const SHORTEST = 15;
const BETWEEN = 3;
const STRIP = 18;

/** What is open, frozen or neither in a column, set back behind its visits. */
export const SlotBlocks = memo(function SlotBlocks({
  column,
  left,
  scale,
  slots,
  spanFrom,
  spanTo,
  most,
}: {
  column: Column;
  left: number;
  scale: Scale;
  slots: Slots;
  spanFrom: number;
  spanTo: number;
  /** How many are drawn at the most. */
  most: number;
}) {
  const [{ hourClock }] = usePreferences();
  const isNear = ({ minute, minutes }: Gap) => minute + minutes >= spanFrom && minute <= spanTo;
  const own = slotsOf(column, slots.rows).filter(isNear);
  const gaps = breaksOf(column, slots.rows).filter(isNear);
  const styleOf = (at: Gap) => ({
    top: HEAD + (at.minute - scale.from) * scale.perMinute + 1,
    height: Math.max(SHORTEST, at.minutes * scale.perMinute - BETWEEN),
    left: left + (isBeside(column, at) ? scale.columnWidth - STRIP - 1 : BETWEEN),
    width: isBeside(column, at) ? STRIP : scale.columnWidth - 2 * BETWEEN,
  });
  const when = (at: Gap) => clockRange(at.minute, at.minutes, hourClock);
  const drawn = (slot: SheetSlot) => {
    const label = slotText.open(when(slot), slot.kind, slot.name, slot.departmentName);
    const { onBook } = slots;
    if (slot.frozen) {
      return (
        <div
          key={slot.slot}
          data-slot
          className={`${styles.slot} ${styles.frozen}`}
          style={styleOf(slot)}
          title={slotText.frozen(when(slot))}
        >
          {isBeside(column, slot) ? null : slotText.frozenWord}
        </div>
      );
    }
    return onBook === undefined || slot.kindId === null ? (
      <div key={slot.slot} data-slot className={styles.slot} style={styleOf(slot)} title={label}>
        {isBeside(column, slot) ? null : clockTime(slot.minute, hourClock)}
      </div>
    ) : (
      <button
        key={slot.slot}
        data-slot
        type="button"
        className={styles.slot}
        style={styleOf(slot)}
        aria-label={label}
        title={label}
        tabIndex={-1}
        onClick={() => onBook(slot)}
      >
        {isBeside(column, slot) ? null : clockTime(slot.minute, hourClock)}
      </button>
    );
  };
  return (
    <>
      {gaps.slice(0, most).map((gap) => (
        <div
          key={`gap-${gap.minute}`}
          className={styles.gap}
          style={styleOf(gap)}
          title={slotText.pause(when(gap))}
        />
      ))}
      {own.slice(0, Math.max(0, most - gaps.length)).map(drawn)}
    </>
  );
});
