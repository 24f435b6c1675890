import { type MouseEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { clockTime, hourLabel } from "../format.ts";
import type { Column, DaySheet, Visit } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { useViewport, type Viewport } from "../kit/viewport.ts";
import type { View } from "../place/view.ts";
import { ColumnBody } from "./column-body.tsx";
import { ColumnHead, placeOf } from "./column-head.tsx";
import type { Spot } from "./moves.ts";
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
import {
  useCarryKeys,
  useCursorFocus,
  useHeldScroll,
  useOpenedInSight,
  useSheetKeys,
  useStartScroll,
} from "./sheet-cursor.ts";
import { SlotBlocks } from "./slot-blocks.tsx";
import { TimeBlocks, timeElement } from "./time-blocks.tsx";
import type { Carry } from "./use-carry.ts";
import { useDrag } from "./use-drag.ts";
import type { Slots } from "./use-open-times.ts";
import { focusVisit, visitElement } from "./visit-block.tsx";

// Visits in the page at the most: what is drawn costs by the box.
const CELLS = 540;
// The first hour stands below the head, not half behind it.
const FIRST_LABEL = 5;

type Shown = {
  sheet: DaySheet;
  spot: Spot | null;
  /** Minutes since the sheet was answered. */
  elapsed: number;
  /** The visit whose panel is open beside the sheet. */
  opened: string | null;
  /** What is looked for: the other visits are set back. */
  view: View;
  /** The visit that is carried to another time, where one is, and the column of the time that is aimed at. */
  carry?: Carry | null | undefined;
  aimed?: number | null | undefined;
  /** What is open and what is frozen, where that is shown. */
  slots?: Slots | null | undefined;
  /** What stands under a column's name; what tells its place from the others' where nothing is said. */
  under?: ((column: Column) => string) | undefined;
  onOpen: (visit: Visit) => void;
};

/** The day: a column for each provider, of which only those in sight are in the page. */
export function Sheet({
  sheet,
  spot,
  elapsed,
  opened,
  view,
  carry = null,
  aimed = null,
  slots = null,
  under,
  onMove,
  onOpen,
  onPickUp,
}: Shown & { onMove: (spot: Spot) => void; onPickUp?: ((spot: Spot) => void) | undefined }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [{ density }] = usePreferences();
  const from = Math.floor(sheet.from / 60) * 60;
  const to = Math.ceil(sheet.to / 60) * 60;
  useStartScroll(scroller, sheet, from, PER_MINUTE[density]);
  const viewport = useViewport(scroller, STEP, sheet.date);
  const columns = sheet.columns.length;
  const width = viewport?.width ?? 0;
  const scale = useMemo(() => scaleOf(columns, width, density, from), [columns, width, density, from]);
  useHeldScroll(scroller, sheet.date, scale);
  const body = (to - from) * scale.perMinute;
  const onVisitKey = useSheetKeys(sheet, spot, onMove, onOpen);
  const onTimeKey = useCarryKeys(carry);
  const onPointerDown = useDrag(scroller, sheet, scale, carry, onPickUp);
  // A press beside the visits leaves the keys where they were.
  const onClick = ({ target }: MouseEvent) => {
    if (spot !== null && carry === null && target instanceof Element && target.closest("button") === null) {
      focusVisit(spot.visit.id);
    }
  };
  // The canvas has its height before it has columns: a day can be scrolled in it, and its scrollbar is measured.
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the visits inside
    <div
      ref={scroller}
      className={`${styles.scroller} ${opened === null ? "" : styles.beside}`}
      data-keys={carry === null ? "sheet" : "carry"}
      onKeyDown={carry === null ? onVisitKey : onTimeKey}
      onClick={onClick}
      onPointerDown={onPointerDown}
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
            view={view}
            carry={carry}
            aimed={aimed}
            slots={slots}
            under={under}
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
  view,
  carry = null,
  aimed = null,
  slots = null,
  under = (column) => placeOf(column, sheet),
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
    .filter(({ index }) => (index >= first && index <= last) || index === spot?.column || index === aimed);
  const body = (to - from) * scale.perMinute;
  const now = sharedNow(sheet, elapsed);
  const cursor = spot === null ? null : visitElement(spot.visit.id);
  useCursorFocus(scroller, sheet, carry?.aim ? timeElement(carry.aim.slot) : cursor);
  const most = Math.max(1, Math.floor(CELLS / (carry === null && slots === null ? 1 : 2) / shown.length));
  useOpenedInSight(opened, viewport.width, viewport.height);
  return (
    <>
      <div className={styles.heads}>
        <div className={styles.corner} />
        {shown.map(({ column, left }) => (
          <ColumnHead key={keyOf(column)} column={column} place={under(column)} left={left} scale={scale} />
        ))}
      </div>
      <Times from={from} to={to} scale={scale} now={now} />
      <div
        className={styles.lines}
        style={{ backgroundSize: `100% ${60 * scale.perMinute}px`, height: body }}
      />
      {carry !== null || slots === null
        ? null
        : shown.map(({ column, left }) => (
            <SlotBlocks
              key={keyOf(column)}
              column={column}
              left={left}
              scale={scale}
              slots={slots}
              spanFrom={spanFrom}
              spanTo={spanTo}
              most={most}
            />
          ))}
      {shown.map(({ column, index, left }) => (
        <ColumnBody
          key={keyOf(column)}
          column={column}
          left={left}
          height={body}
          scale={scale}
          spanFrom={spanFrom}
          spanTo={spanTo}
          most={most}
          cursor={spot?.column === index ? spot.visit.id : null}
          elapsed={elapsed}
          view={view}
          ownNow={sheet.columns[index - 1]?.now !== column.now && now === null}
          onOpen={onOpen}
        />
      ))}
      {carry === null
        ? null
        : shown.map(({ column, left }) => (
            <TimeBlocks
              key={keyOf(column)}
              column={column}
              left={left}
              scale={scale}
              carry={carry}
              spanFrom={spanFrom}
              spanTo={spanTo}
              most={most}
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
  return `${column.provider}-${column.department}-${column.name}`;
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
