import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { count, longDay, shortDay } from "../format.ts";
import type { DaySheet } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { useElementKeys } from "../kit/keymap.tsx";
import { useViewport } from "../kit/viewport.ts";
import type { View } from "../place/view.ts";
import { text } from "../text.ts";
import { withoutShared } from "./column-head.tsx";
import { scheduleText } from "./text.ts";
import styles from "./week.module.css";
import { countOf, stripOf, type WeekRow } from "./week-rows.ts";

const t = scheduleText.week;

/** The grid itself, which has the keys. */
export const WEEK = "week";
/** Pixels of a row, as the style draws it. */
const ROW = { dense: 44, roomy: 54 } as const;
const STEP = 110;
const AROUND = 3;

/** A place in the week: a row, and a day or, at -1, whom the row is of. */
export type WeekSpot = { row: number; day: number };

export function cellId({ row, day }: WeekSpot): string {
  return `week-${row}-${day}`;
}

const MOVES: Record<string, (at: WeekSpot, last: WeekSpot) => WeekSpot> = {
  "sheet.left": ({ row, day }) => ({ row, day: Math.max(-1, day - 1) }),
  "sheet.right": ({ row, day }, last) => ({ row, day: Math.min(last.day, day + 1) }),
  "sheet.up": ({ row, day }) => ({ row: Math.max(0, row - 1), day }),
  "sheet.down": ({ row, day }, last) => ({ row: Math.min(last.row, row + 1), day }),
  "sheet.first": ({ day }) => ({ row: 0, day }),
  "sheet.last": ({ day }, last) => ({ row: last.row, day }),
};

/** Seven days of everybody: how many visits each has on each day, and when. */
export function WeekGrid({
  rows,
  days,
  today,
  view,
  zoned,
  onOpen,
}: {
  rows: readonly WeekRow[];
  days: readonly DaySheet[];
  today: string;
  view: View;
  /** Whether the rows stand in several zones, so that each says in which. */
  zoned: boolean;
  /** A day of somebody, or somebody's week. */
  onOpen: (row: WeekRow, day: DaySheet | null) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [{ density }] = usePreferences();
  const [kept, setKept] = useState<WeekSpot>({
    row: 0,
    day: Math.max(
      0,
      days.findIndex(({ date }) => date === today),
    ),
  });
  const meaning = useElementKeys("sheet");
  const height = ROW[density];
  const last = { row: rows.length - 1, day: days.length - 1 };
  const at = { row: Math.min(kept.row, last.row), day: Math.min(kept.day, last.day) };
  useEffect(() => {
    if (document.activeElement === document.body) {
      scroller.current?.focus({ preventScroll: true });
    }
  }, []);
  useCellInSight(at, height);
  const viewport = useViewport(scroller, STEP, rows);
  const first = Math.floor((viewport?.top ?? 0) / height) - AROUND;
  const end = Math.ceil(((viewport?.top ?? 0) + STEP + (viewport?.height ?? 0)) / height) + AROUND;
  const isDrawn = (index: number) =>
    viewport !== null && ((index >= first && index <= end) || index === at.row);
  const open = ({ row, day }: WeekSpot) => {
    const of = rows[row];
    if (of !== undefined) {
      onOpen(of, days[day] ?? null);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = meaning(event);
    const move = MOVES[action ?? ""];
    if (move === undefined && action !== "sheet.open") {
      return;
    }
    event.preventDefault();
    if (move === undefined) {
      open(at);
    } else {
      setKept(move(at, last));
    }
  };
  const onClick = ({ target }: MouseEvent) => {
    const cell = target instanceof Element ? target.closest("[data-cell]") : null;
    const [row, day] = cell?.getAttribute("data-cell")?.split(" ").map(Number) ?? [];
    if (row !== undefined && day !== undefined) {
      open({ row, day });
    }
  };
  const nameOf = withoutShared([...new Set(rows.map(({ of }) => of.departmentName))]);
  const from = Math.min(...days.map((day) => day.from));
  const to = Math.max(...days.map((day) => day.to));
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are drawn in part are no table
    <div
      ref={scroller}
      id={WEEK}
      role="grid"
      tabIndex={0}
      data-keys="sheet"
      aria-label={t.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={days.length + 1}
      aria-activedescendant={cellId(at)}
      className={styles.scroller}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <Heads days={days} today={today} />
      <div className={styles.rows} role="presentation" style={{ height: rows.length * height }}>
        {rows.map((row, index) =>
          isDrawn(index) ? (
            <Row
              key={row.key}
              row={row}
              index={index}
              top={index * height}
              days={days}
              from={from}
              to={to}
              view={view}
              placeName={nameOf(row.of.departmentName)}
              zoned={zoned}
              current={index === at.row ? at.day : null}
            />
          ) : null,
        )}
      </div>
    </div>
  );
}

function useCellInSight({ row, day }: WeekSpot, height: number) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height scrolls anew
  useLayoutEffect(() => {
    document.getElementById(cellId({ row, day }))?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [row, day, height]);
}

function Heads({ days, today }: { days: readonly DaySheet[]; today: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are drawn in part are no table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the keys
    <div role="row" aria-rowindex={1} className={styles.heads}>
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the keys */}
      {/* biome-ignore lint/a11y/useSemanticElements: rows that are drawn in part are no table */}
      <span role="columnheader" className={styles.corner}>
        {t.provider}
      </span>
      {days.map((day) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the grid has the keys
        // biome-ignore lint/a11y/useSemanticElements: rows that are drawn in part are no table
        <span
          key={day.date}
          role="columnheader"
          aria-label={`${longDay(day.date)}, ${sumOf(day)}`}
          className={`${styles.head} ${day.date === today ? styles.today : ""}`}
        >
          <b>{shortDay(day.date, today)}</b>
          <small>{sumOf(day)}</small>
        </span>
      ))}
    </div>
  );
}

/** How many visits a day has, or that it is not known. */
function sumOf({ asOf, kept, tally }: DaySheet): string {
  if (asOf === null) {
    return kept ? (tally.booked === 0 ? t.notRead : scheduleText.partly) : t.outside;
  }
  return t.booked(tally.booked, count(tally.booked));
}

function Row({
  row: { of, days: columns },
  index,
  top,
  days,
  from,
  to,
  view,
  placeName,
  zoned,
  current,
}: {
  row: WeekRow;
  index: number;
  top: number;
  days: readonly DaySheet[];
  from: number;
  to: number;
  view: View;
  /** What tells the department from the others. */
  placeName: string;
  zoned: boolean;
  /** The day that the cursor is on, where it is in this row. */
  current: number | null;
}) {
  const place = [zoned ? of.zone : "", placeName].filter((part) => part !== "").join(text.dot);
  const cell = (day: number, look: string | undefined) =>
    ({
      id: cellId({ row: index, day }),
      "aria-selected": day === current,
      "data-cell": `${index} ${day}`,
      className: `${look} ${day === current ? styles.current : ""}`,
    }) as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that are drawn in part are no table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the keys
    <div
      role="row"
      aria-rowindex={index + 2}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the keys */}
      {/* biome-ignore lint/a11y/useSemanticElements: rows that are drawn in part are no table */}
      <span
        role="rowheader"
        title={[of.name, place].join(text.dot)}
        aria-label={t.of(of.name, place)}
        {...cell(-1, styles.who)}
      >
        <b>{of.name}</b>
        <small>{place}</small>
      </span>
      {columns.map((column, day) => {
        const { booked, asks } = countOf(column, view);
        const { date = "" } = days[day] ?? {};
        return (
          // biome-ignore lint/a11y/useFocusableInteractive: the grid has the keys
          // biome-ignore lint/a11y/useSemanticElements: rows that are drawn in part are no table
          <span
            key={date}
            role="gridcell"
            aria-label={t.cell(longDay(date), booked, asks)}
            {...cell(day, styles.day)}
          >
            {booked === 0 ? null : <b>{booked}</b>}
            {asks === 0 ? null : <em>{t.asks(asks)}</em>}
            <i aria-hidden="true" style={{ backgroundImage: stripOf(column, from, to, view) }} />
          </span>
        );
      })}
    </div>
  );
}
