import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, memo, useEffect, useRef } from "react";
import { phone, usDate } from "../format.ts";
import type { HourClock, PatientRow } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Unseen } from "../kit/announce.tsx";
import { Tag } from "../kit/tag.tsx";
import { text } from "../text.ts";
import styles from "./patients.module.css";
import { FLAG_TONE, visitSoon, whyWords } from "./words.ts";

export const RESULTS = "patients-found";

export function rowId(patient: string): string {
  return `patient-row-${patient}`;
}

const ROW = { dense: 30, roomy: 38 } as const;

/** The rows, of which only those in sight are in the page. */
export function Results({
  rows,
  title,
  current,
  opened,
  onOpen,
  onEnd,
}: {
  rows: readonly PatientRow[];
  title: string | null;
  current: PatientRow | null;
  opened: string | null;
  onOpen: (row: PatientRow) => void;
  onEnd: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [{ density, hourClock }] = usePreferences();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW[density],
    overscan: 6,
    onChange: ({ range }) => {
      if (range !== null && range.endIndex >= rows.length - 20) {
        onEnd();
      }
    },
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const at = current === null ? -1 : rows.indexOf(current);
  useEffect(() => {
    if (at >= 0) {
      virtual.scrollToIndex(at, { align: "auto" });
    }
  }, [at, virtual]);
  const onClick = (event: MouseEvent) => {
    const clicked = event.target instanceof Element ? event.target.closest("[data-index]") : null;
    const row = rows[Number(clicked?.getAttribute("data-index") ?? -1)];
    if (row !== undefined) {
      onOpen(row);
    }
  };
  const items = virtual.getVirtualItems();
  return (
    <div className={styles.table}>
      <Columns />
      {title === null ? null : <h2 className={styles.group}>{title}</h2>}
      <div ref={scroller} className={styles.scroller} tabIndex={-1}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the find box has the keys */}
        <div
          id={RESULTS}
          role="listbox"
          aria-label={title ?? text.find.results}
          className={styles.rows}
          style={{ height: virtual.getTotalSize() }}
          onClick={onClick}
        >
          {items.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <Row
                key={item.key}
                row={row}
                top={item.start}
                index={item.index}
                of={rows.length}
                current={item.index === at}
                opened={row.id === opened}
                clock={hourClock}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Columns() {
  const t = text.find.columns;
  return (
    <div className={styles.columns} aria-hidden="true">
      <span>{t.name}</span>
      <span>{t.born}</span>
      <span className={styles.number}>{t.age}</span>
      <span>{t.sex}</span>
      <span className={styles.wide}>{t.id}</span>
      <span className={styles.wide}>{t.phone}</span>
      <span>{t.next}</span>
      <span>{t.why}</span>
    </div>
  );
}

const Row = memo(function Row({
  row,
  top,
  index,
  of,
  current,
  opened,
  clock,
}: {
  row: PatientRow;
  top: number;
  index: number;
  of: number;
  current: boolean;
  opened: boolean;
  clock: HourClock;
}) {
  const t = text.find;
  return (
    <div
      id={rowId(row.id)}
      role="option"
      aria-selected={current}
      aria-posinset={index + 1}
      aria-setsize={of}
      tabIndex={-1}
      className={`${styles.row} ${current ? styles.current : ""} ${opened ? styles.opened : ""}`}
      style={{ transform: `translateY(${top}px)` }}
      data-index={index}
    >
      <span className={styles.name} title={row.name}>
        <b>{row.name}</b>
        {row.preferred === null ? null : <em>{text.find.preferred(row.preferred)}</em>}
        {row.flags.map((flag) => (
          <Tag key={flag} tone={FLAG_TONE[flag]}>
            {text.flag[flag]}
          </Tag>
        ))}
      </span>
      <Cell heard={t.heardBorn}>{row.dob === null ? text.none : usDate(row.dob)}</Cell>
      <Cell look={styles.number}>{row.age === null ? text.none : String(row.age)}</Cell>
      <Cell>{row.sex ?? text.none}</Cell>
      <Cell heard={t.heardId} look={styles.wide}>
        {row.id}
      </Cell>
      <Cell heard={t.heardPhone} look={styles.wide}>
        {row.phone === null ? text.none : phone(row.phone)}
      </Cell>
      <Cell heard={t.heardNext} look={row.nextVisit === null ? styles.muted : undefined}>
        {row.nextVisit === null ? t.noVisit : visitSoon(row.nextVisit, clock)}
      </Cell>
      <Cell look={styles.why}>{whyWords(row.why)}</Cell>
    </div>
  );
});

function Cell({ heard, look, children }: { heard?: string; look?: string | undefined; children: string }) {
  return (
    <span className={look} title={children}>
      {heard === undefined ? null : <Unseen>{heard}</Unseen>}
      {children}
    </span>
  );
}
