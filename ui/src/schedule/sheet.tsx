import { type MouseEvent, memo, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { clockTime, hourLabel } from "../format.ts";
import type { Column, DaySheet, Visit } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { useViewport, type Viewport } from "../kit/viewport.ts";
import { ColumnHead, placeOf } from "./column-head.tsx";
import { inOrder, type Spot } from "./moves.ts";
import {
  type Around,
  columnsToDraw,
  HEAD,
  minutesToDraw,
  NOTHING,
  PER_MINUTE,
  type Scale,
  SOME,
  STEP,
  scaleOf,
  TIME_COLUMN,
} from "./scale.ts";
import styles from "./sheet.module.css";
import { useCursorFocus, useOpenedInSight, useSheetKeys, useStartScroll } from "./sheet-cursor.ts";
import { scheduleText } from "./text.ts";
import { focusVisit, VisitBlock } from "./visit-block.tsx";

// The first hour stands below the head, not half behind it.
const FIRST_LABEL = 5;

type Shown = {
  sheet: DaySheet;
  spot: Spot | null;
  /** Minutes since the sheet was answered. */
  elapsed: number;
  /** The visit whose panel is open beside the sheet. */
  opened: string | null;
  onOpen: (visit: Visit) => void;
};

/** The day: a column for each provider, of which only those in sight are in the page. */
export function Sheet({
  sheet,
  spot,
  elapsed,
  opened,
  onMove,
  onOpen,
}: Shown & { onMove: (spot: Spot) => void }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [{ density }] = usePreferences();
  const from = Math.floor(sheet.from / 60) * 60;
  const to = Math.ceil(sheet.to / 60) * 60;
  useStartScroll(scroller, sheet, from, PER_MINUTE[density]);
  const viewport = useViewport(scroller, STEP, sheet.date);
  const columns = sheet.columns.length;
  const width = viewport?.width ?? 0;
  const scale = useMemo(() => scaleOf(columns, width, density, from), [columns, width, density, from]);
  const body = (to - from) * scale.perMinute;
  const onKeyDown = useSheetKeys(sheet, spot, onMove, onOpen);
  // A press beside the visits leaves the keys where they were.
  const onClick = ({ target }: MouseEvent) => {
    if (spot !== null && target instanceof Element && target.closest("button") === null) {
      focusVisit(spot.visit.id);
    }
  };
  // The canvas has its height before it has columns: a day can be scrolled in it, and its scrollbar is measured.
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the visits inside
    <div
      ref={scroller}
      className={`${styles.scroller} ${opened === null ? "" : styles.beside}`}
      data-keys="sheet"
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div
        className={styles.canvas}
        style={{ width: TIME_COLUMN + scale.columnWidth * columns, height: HEAD + body }}
      >
        {viewport === null ? null : (
          <Columns
            scroller={scroller}
            sheet={sheet}
            spot={spot}
            elapsed={elapsed}
            opened={opened}
            viewport={viewport}
            scale={scale}
            to={to}
            onOpen={onOpen}
          />
        )}
      </div>
    </div>
  );
}

function Columns({
  scroller,
  sheet,
  spot,
  elapsed,
  opened,
  viewport,
  scale,
  to,
  onOpen,
}: Shown & { scroller: RefObject<HTMLDivElement | null>; viewport: Viewport; scale: Scale; to: number }) {
  const { from } = scale;
  const around = useAround();
  const [first, last] = columnsToDraw(sheet.columns.length, viewport, scale, around);
  const [spanFrom, spanTo] = minutesToDraw(viewport, scale, around);
  const shown = sheet.columns
    .map((column, index) => ({ column, index, left: TIME_COLUMN + index * scale.columnWidth }))
    .filter(({ index }) => (index >= first && index <= last) || index === spot?.column);
  const body = (to - from) * scale.perMinute;
  const now = sharedNow(sheet, elapsed);
  useCursorFocus(scroller, sheet, spot);
  useOpenedInSight(opened, viewport.width, viewport.height);
  return (
    <>
      <div className={styles.heads}>
        <div className={styles.corner} />
        {shown.map(({ column, left }) => (
          <ColumnHead
            key={keyOf(column)}
            column={column}
            place={placeOf(column, sheet)}
            left={left}
            scale={scale}
          />
        ))}
      </div>
      <Times from={from} to={to} scale={scale} now={now} />
      <div
        className={styles.lines}
        style={{ backgroundSize: `100% ${60 * scale.perMinute}px`, height: body }}
      />
      {shown.map(({ column, index, left }) => (
        <ColumnBody
          key={keyOf(column)}
          column={column}
          left={left}
          height={body}
          scale={scale}
          spanFrom={spanFrom}
          spanTo={spanTo}
          cursor={spot?.column === index ? spot.visit.id : null}
          elapsed={elapsed}
          ownNow={sheet.columns[index - 1]?.now !== column.now && now === null}
          onOpen={onOpen}
        />
      ))}
    </>
  );
}

// Long enough for what is in sight to be painted, and short enough for nobody to have scrolled.
const AFTER_PAINT = 100;

// Nothing around what is in sight until that is painted.
function useAround(): Around {
  const [around, setAround] = useState(NOTHING);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setAround(SOME), AFTER_PAINT);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return around;
}

function keyOf(column: Column): string {
  return `${column.provider}-${column.department}`;
}

// The one time of all columns, where there is one.
function sharedNow(sheet: DaySheet, elapsed: number): number | null {
  const [first] = sheet.columns;
  const shared = first !== undefined && sheet.columns.every((column) => column.now === first.now);
  return shared && first.now !== null ? first.now + elapsed : null;
}

function Times({ from, to, scale, now }: { from: number; to: number; scale: Scale; now: number | null }) {
  const [{ hourClock }] = usePreferences();
  const hours = Array.from({ length: Math.max(0, (to - from) / 60) }, (_, index) => from + index * 60);
  return (
    <div className={styles.times} aria-hidden="true" style={{ height: (to - from) * scale.perMinute }}>
      {hours.map((minute) => (
        <span key={minute} style={{ top: Math.max(FIRST_LABEL, (minute - from) * scale.perMinute) }}>
          {hourLabel(minute, hourClock)}
        </span>
      ))}
      {now === null || now < from || now > to ? null : (
        <b style={{ top: (now - from) * scale.perMinute }}>{clockTime(now, hourClock).replace(/ .M$/, "")}</b>
      )}
    </div>
  );
}

const ColumnBody = memo(function ColumnBody({
  column,
  left,
  height,
  scale,
  spanFrom,
  spanTo,
  cursor,
  elapsed,
  ownNow,
  onOpen,
}: {
  column: Column;
  left: number;
  height: number;
  scale: Scale;
  spanFrom: number;
  spanTo: number;
  cursor: string | null;
  elapsed: number;
  ownNow: boolean;
  onOpen: (visit: Visit) => void;
}) {
  const [{ hourClock }] = usePreferences();
  const visits = inOrder(column);
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
          inSpan(visit, spanFrom, spanTo) || visit.id === cursor ? (
            <VisitBlock
              // Another day's visits are written into the boxes of this one's.
              // biome-ignore lint/suspicious/noArrayIndexKey: a block keeps nothing of its visit
              key={index}
              visit={visit}
              scale={scale}
              current={visit.id === cursor}
              position={index + 1}
              of={visits.length}
              clock={hourClock}
              onChoose={onOpen}
            />
          ) : null,
        )}
      </ol>
      {now === null || column.now === null || !ownNow ? null : (
        <b className={styles.ownNow} style={{ top: now }}>
          {clockTime(column.now + elapsed, hourClock)}
        </b>
      )}
    </section>
  );
});

function inSpan(visit: Visit, from: number, to: number): boolean {
  return visit.minute + visit.minutes >= from && visit.minute <= to;
}
