import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, memo, useEffect, useRef } from "react";
import { phone, spokenAge, usDate } from "../format.ts";
import type { HourClock, PatientRow } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Unseen } from "../kit/announce.tsx";
import { Tag } from "../kit/tag.tsx";
import { PersonAge } from "../person.tsx";
import { text } from "../text.ts";
import styles from "./patients.module.css";
import { patientsText } from "./text.ts";
import { FLAG_TONE, reasons, visitSoon } from "./words.ts";

export const RESULTS = "patients-found";

export function rowId(patient: string): string {
  return `patient-row-${patient}`;
}

const ROW = { dense: 30, roomy: 38 } as const;

/** The rows, of which only those in sight are in the page. */
export function Results({
  rows,
  further,
  title,
  current,
  opened,
  isBehind,
  onOpen,
  onEnd,
}: {
  rows: readonly PatientRow[];
  /** How many of the rows, the last ones, athenahealth named beyond the copy's; they have a title of their own. */
  further: number;
  title: string | null;
  current: PatientRow | null;
  opened: string | null;
  /** Whether the rows belong to words typed earlier, while those for the words there now are awaited. */
  isBehind: boolean;
  onOpen: (row: PatientRow) => void;
  onEnd: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [{ density, hourClock }] = usePreferences();
  // Where the title of the further ones stands among the lines.
  const ranked = rows.length - further;
  const lineOf = (index: number) => (further > 0 && index >= ranked ? index + 1 : index);
  const indexOf = (line: number) => (further > 0 && line > ranked ? line - 1 : line);
  const isTitle = (line: number) => further > 0 && line === ranked;
  const virtual = useVirtualizer({
    count: rows.length + (further > 0 ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW[density],
    overscan: 3,
    onChange: ({ range }) => {
      if (range !== null && range.endIndex >= rows.length - 20) {
        onEnd();
      }
    },
  });
  const at = current === null ? -1 : rows.indexOf(current);
  const line = at < 0 ? -1 : lineOf(at);
  useEffect(() => {
    if (line >= 0) {
      virtual.scrollToIndex(line, { align: "auto" });
    }
  }, [line, virtual]);
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
          aria-label={title ?? patientsText.find.results}
          aria-busy={isBehind || undefined}
          className={styles.rows}
          style={{ height: virtual.getTotalSize() }}
          onClick={onClick}
        >
          {items.map((item) => {
            // A row that shows another person stays the same boxes: typing changes what they say.
            const key = isTitle(item.index) ? "title" : item.index;
            if (isTitle(item.index)) {
              return (
                <div
                  key={key}
                  role="presentation"
                  className={`${styles.group} ${styles.between}`}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {patientsText.find.fromAthena}
                </div>
              );
            }
            const index = indexOf(item.index);
            const row = rows[index];
            return row === undefined ? null : (
              <Row
                key={key}
                row={row}
                top={item.start}
                index={index}
                of={rows.length}
                current={index === at}
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
  const t = patientsText.find.columns;
  return (
    <div className={styles.columns} aria-hidden="true">
      <span>{t.name}</span>
      <span>{t.born}</span>
      <span className={styles.age}>{t.age}</span>
      <span className={styles.sex}>{t.sex}</span>
      <span className={styles.id}>{t.id}</span>
      <span className={styles.phone}>{t.phone}</span>
      <span className={styles.next}>{t.next}</span>
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
  const t = patientsText.find;
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
        {row.preferred === null ? null : <em>{t.preferred(row.preferred)}</em>}
        {row.flags.map((flag) => (
          <Tag key={flag} tone={FLAG_TONE[flag]}>
            {text.flag[flag]}
          </Tag>
        ))}
      </span>
      <Cell heard={t.heardBorn}>{row.dob === null ? text.none : usDate(row.dob)}</Cell>
      <span className={styles.age} title={row.age === null ? text.none : spokenAge(row.age)}>
        {row.age === null ? text.none : <PersonAge age={row.age} />}
      </span>
      <Cell look={styles.sex}>{row.sex ?? text.none}</Cell>
      <Cell heard={t.heardId} look={styles.id}>
        {row.id}
      </Cell>
      <Cell heard={t.heardPhone} look={styles.phone}>
        {row.phone === null ? text.none : phone(row.phone)}
      </Cell>
      <Cell heard={t.heardNext} look={`${styles.next} ${row.nextVisit === null ? styles.muted : ""}`}>
        {row.nextVisit !== null
          ? visitSoon(row.nextVisit, clock)
          : row.bookedKnown
            ? t.noVisit
            : t.notReadYet}
      </Cell>
      <Cell look={styles.why}>{reasons(row.why).join(", ")}</Cell>
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
