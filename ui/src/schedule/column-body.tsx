import { memo } from "react";
import { clockTime } from "../format.ts";
import type { Column, Visit } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import type { View } from "../place/view.ts";
import { inOrder } from "./moves.ts";
import { isMeant } from "./narrowing.ts";
import type { Scale } from "./scale.ts";
import styles from "./sheet.module.css";
import { scheduleText } from "./text.ts";
import { VisitBlock } from "./visit-block.tsx";

/** A column: its visits in sight, and what time it is there. */
export const ColumnBody = memo(function ColumnBody({
  column,
  left,
  height,
  scale,
  spanFrom,
  spanTo,
  most,
  cursor,
  elapsed,
  view,
  ownNow,
  onOpen,
}: {
  column: Column;
  left: number;
  height: number;
  scale: Scale;
  spanFrom: number;
  spanTo: number;
  /** How many visits are drawn at the most. */
  most: number;
  cursor: string | null;
  elapsed: number;
  view: View;
  ownNow: boolean;
  onOpen: (visit: Visit) => void;
}) {
  const [{ hourClock }] = usePreferences();
  const visits = inOrder(column);
  const near = visits.filter((visit) => inSpan(visit, spanFrom, spanTo) || visit.id === cursor);
  const drawn = drawnOf(near, cursor, most);
  const passed = column.now === null ? null : (column.now + elapsed - scale.from) * scale.perMinute;
  const now = passed === null || passed < 0 || passed > height ? null : passed;
  return (
    <section
      className={styles.column}
      style={{ left, width: scale.columnWidth, height }}
      aria-label={scheduleText.column(column.name, column.departmentName, visits.length)}
    >
      {now === null ? null : <div className={styles.now} style={{ top: now }} />}
      <ol>
        {visits.map((visit, index) =>
          drawn.has(visit.id) ? (
            <VisitBlock
              // Another day's visits are written into the boxes of this one's.
              // biome-ignore lint/suspicious/noArrayIndexKey: a block keeps nothing of its visit
              key={index}
              visit={visit}
              scale={scale}
              room={height}
              current={visit.id === cursor}
              faint={!isMeant(visit, column, view)}
              position={index + 1}
              of={visits.length}
              clock={hourClock}
              onChoose={onOpen}
            />
          ) : null,
        )}
      </ol>
      {near.length === drawn.size ? null : (
        <p className={styles.more}>{scheduleText.more(near.length - drawn.size)}</p>
      )}
      {now === null || column.now === null || !ownNow ? null : (
        <b className={styles.ownNow} style={{ top: now }}>
          {clockTime(column.now + elapsed, hourClock)}
        </b>
      )}
    </section>
  );
});

// A crowded time has as many as fit, and the cursor's visit in any case.
function drawnOf(near: readonly Visit[], cursor: string | null, most: number): ReadonlySet<string> {
  const drawn = new Set(near.slice(0, most).map(({ id }) => id));
  return near.some(({ id }) => id === cursor) && cursor !== null ? drawn.add(cursor) : drawn;
}

function inSpan(visit: Visit, from: number, to: number): boolean {
  return visit.minute + visit.minutes >= from && visit.minute <= to;
}
