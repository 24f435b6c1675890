import { type KeyboardEvent, memo, type RefObject, useLayoutEffect, useMemo, useRef } from "react";
import { clockTime, hourLabel } from "../format.ts";
import type { Column, DaySheet, Visit } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { useElementKeys } from "../kit/keymap.tsx";
import { useViewport } from "../kit/viewport.ts";
import { text } from "../text.ts";
import { inOrder, type Move, moved, type Spot } from "./moves.ts";
import { columnsInSight, HEAD, minutesInSight, type Scale, scaleOf, TIME_COLUMN } from "./scale.ts";
import styles from "./sheet.module.css";
import { VisitBlock, visitElement } from "./visit-block.tsx";

const STEP = 80;
// The first hour stands below the head, not half behind it.
const FIRST_LABEL = 9;

/** The day: a column for each provider, of which only those in sight are in the page. */
export function Sheet({
  sheet,
  spot,
  elapsed,
  onMove,
  onOpen,
}: {
  sheet: DaySheet;
  spot: Spot | null;
  /** Minutes since the sheet was answered. */
  elapsed: number;
  onMove: (spot: Spot) => void;
  onOpen: (visit: Visit) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const viewport = useViewport(scroller, STEP);
  const [{ density }] = usePreferences();
  const from = Math.floor(sheet.from / 60) * 60;
  const to = Math.ceil(sheet.to / 60) * 60;
  const columns = sheet.columns.length;
  const scale = useMemo(
    () => scaleOf(columns, viewport.width, density, from),
    [columns, viewport.width, density, from],
  );
  const [first, last] = columnsInSight(sheet.columns.length, viewport, scale);
  const [spanFrom, spanTo] = minutesInSight(viewport, scale);
  const shown = sheet.columns
    .map((column, index) => ({ column, index }))
    .filter(({ index }) => {
      return (index >= first && index <= last) || index === spot?.column;
    });
  const body = (to - from) * scale.perMinute;
  useStartScroll(scroller, sheet, scale);
  const onKeyDown = useSheetKeys(sheet, spot, onMove, onOpen);
  useCursorFocus(scroller, sheet, spot);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the visits inside
    <div ref={scroller} className={styles.scroller} onKeyDown={onKeyDown}>
      <div
        className={styles.canvas}
        style={{ width: TIME_COLUMN + scale.columnWidth * sheet.columns.length, height: HEAD + body }}
      >
        <div className={styles.heads}>
          <div className={styles.corner} />
          {shown.map(({ column, index }) => (
            <ColumnHead
              key={keyOf(column)}
              column={column}
              left={TIME_COLUMN + index * scale.columnWidth}
              scale={scale}
            />
          ))}
        </div>
        <Times from={from} to={to} scale={scale} now={sharedNow(sheet, elapsed)} />
        <div
          className={styles.lines}
          style={{ backgroundSize: `100% ${60 * scale.perMinute}px`, height: body }}
        />
        {shown.map(({ column, index }) => (
          <ColumnBody
            key={keyOf(column)}
            column={column}
            left={TIME_COLUMN + index * scale.columnWidth}
            height={body}
            scale={scale}
            spanFrom={spanFrom}
            spanTo={spanTo}
            cursor={spot?.column === index ? spot.visit.id : null}
            elapsed={elapsed}
            ownNow={sheet.columns[index - 1]?.now !== column.now && sharedNow(sheet, elapsed) === null}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  );
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

function ColumnHead({ column, left, scale }: { column: Column; left: number; scale: Scale }) {
  return (
    <div
      className={styles.head}
      style={{ left, width: scale.columnWidth }}
      title={column.name}
      aria-hidden="true"
    >
      <b>{column.name}</b>
      <span>{column.departmentName}</span>
    </div>
  );
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
  const now = column.now === null ? null : column.now + elapsed;
  return (
    <section
      className={styles.column}
      style={{ left, width: scale.columnWidth, height }}
      aria-label={text.schedule.column(column.name, column.departmentName, visits.length)}
    >
      {now === null ? null : (
        <div className={styles.now} style={{ top: (now - scale.from) * scale.perMinute }}>
          {ownNow ? <b>{clockTime(now, hourClock)}</b> : null}
        </div>
      )}
      <ol>
        {visits.map((visit, index) =>
          inSpan(visit, spanFrom, spanTo) || visit.id === cursor ? (
            <VisitBlock
              key={visit.id}
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
    </section>
  );
});

function inSpan(visit: Visit, from: number, to: number): boolean {
  return visit.minute + visit.minutes >= from && visit.minute <= to;
}

const MOVES: Record<string, Move> = {
  "sheet.up": "up",
  "sheet.down": "down",
  "sheet.left": "left",
  "sheet.right": "right",
  "sheet.first": "first",
  "sheet.last": "last",
};

function useSheetKeys(
  sheet: DaySheet,
  spot: Spot | null,
  onMove: (spot: Spot) => void,
  onOpen: (visit: Visit) => void,
) {
  const meaning = useElementKeys("sheet");
  return (event: KeyboardEvent) => {
    const action = meaning(event);
    const move = action === undefined ? undefined : MOVES[action];
    if (spot === null || (move === undefined && action !== "sheet.open")) {
      return;
    }
    event.preventDefault();
    if (move === undefined) {
      onOpen(spot.visit);
    } else {
      onMove(moved(sheet, spot, move));
    }
  };
}

// The focus follows the cursor as long as it is on the sheet, and comes back to it when what held it is gone.
function useCursorFocus(scroller: RefObject<HTMLDivElement | null>, sheet: DaySheet, spot: Spot | null) {
  const id = spot?.visit.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new sheet may have taken the focused visit away
  useLayoutEffect(() => {
    const active = document.activeElement;
    const ours = active === document.body || (active !== null && scroller.current?.contains(active));
    const visit = id === undefined ? null : document.getElementById(visitElement(id));
    if (ours && visit !== null && visit !== active) {
      visit.focus({ preventScroll: true });
      visit.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    }
  }, [id, sheet, scroller]);
}

// A day opens where it is now, or at its first visit.
function useStartScroll(scroller: RefObject<HTMLDivElement | null>, sheet: DaySheet, scale: Scale) {
  const date = sheet.date;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another day scrolls anew
  useLayoutEffect(() => {
    const now = sheet.columns.find((column) => column.now !== null)?.now;
    const firsts = sheet.columns.flatMap((column) => column.visits.map((visit) => visit.minute));
    const minute = now ?? Math.min(...firsts);
    const element = scroller.current;
    if (element !== null && Number.isFinite(minute)) {
      element.scrollTop = (minute - scale.from) * scale.perMinute - element.clientHeight / 3;
    }
  }, [date, scroller]);
}
