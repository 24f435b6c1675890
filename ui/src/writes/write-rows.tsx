import { type KeyboardEvent, type RefObject, useEffect } from "react";
import { age, usDate } from "../format.ts";
import type { WriteRow } from "../ipc/bindings.ts";
import { useNow } from "../kit/clock.tsx";
import { Dot } from "../kit/tag.tsx";
import { text } from "../text.ts";
import { personName } from "../who.ts";
import { stageOf } from "../write-stage.ts";
import { writesText } from "./text.ts";
import styles from "./tray.module.css";
import { usePlaceWords } from "./visit-part.tsx";
import { type Group, groupOf, nameOf, standing, useFieldWords, whatOf } from "./words.ts";

const t = writesText;

const GROUPS = Object.keys(t.groups) as Group[];

export function rowId(write: string): string {
  return `write-row-${write}`;
}

/** The rows in the order in which they are shown: what asks for a person first. */
export function inGroups(rows: readonly WriteRow[]): WriteRow[] {
  return GROUPS.flatMap((group) => rows.filter((row) => groupOf(row) === group));
}

/** The writes, under what is to be done about them. */
export function WriteRows({
  rows,
  current,
  opened,
  box,
  onOpen,
  onKeyDown,
}: {
  rows: readonly WriteRow[];
  current: WriteRow;
  opened: string | null;
  box: RefObject<HTMLDivElement | null>;
  onOpen: (row: WriteRow) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  useEffect(() => {
    document.getElementById(rowId(current.id))?.scrollIntoView?.({ block: "nearest" });
  }, [current.id]);
  return (
    <div className={styles.table}>
      <div className={styles.columns} aria-hidden="true">
        <span>{t.columns.stage}</span>
        <span>{t.columns.who}</span>
        <span className={styles.what}>{t.columns.what}</span>
        <span className={styles.next}>{t.columns.next}</span>
        <span className={styles.by}>{t.columns.by}</span>
        <span className={styles.age}>{t.columns.age}</span>
      </div>
      <div
        ref={box}
        role="listbox"
        tabIndex={0}
        data-keys="list"
        aria-label={t.list}
        aria-activedescendant={rowId(current.id)}
        className={styles.rows}
        onKeyDown={onKeyDown}
      >
        {GROUPS.map((group) => {
          const those = rows.filter((row) => groupOf(row) === group);
          return those.length === 0 ? null : (
            // biome-ignore lint/a11y/useSemanticElements: a group within a listbox is no fieldset
            <div key={group} role="group" aria-label={t.groups[group]}>
              <div className={styles.group} role="presentation">
                {t.groups[group]} <span>{those.length}</span>
              </div>
              {those.map((row) => (
                <Row
                  key={row.id}
                  row={row}
                  isCurrent={row === current}
                  isOpened={row.id === opened}
                  onOpen={() => onOpen(row)}
                />
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Row({
  row,
  isCurrent,
  isOpened,
  onOpen,
}: {
  row: WriteRow;
  isCurrent: boolean;
  isOpened: boolean;
  onOpen: () => void;
}) {
  const words = useFieldWords();
  const now = useNow(1_000);
  const { tone, word } = stageOf(row);
  const { title, next } = standing(row);
  const since = row.ended ?? row.sent ?? row.released ?? row.drafted;
  const what = whatOf(row, words, usePlaceWords());
  const who = [row.dob === null || row.dob === "" ? null : text.person.born(usDate(row.dob)), row.patient];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
    <div
      id={rowId(row.id)}
      role="option"
      aria-selected={isCurrent}
      tabIndex={-1}
      className={`${styles.row} ${isOpened ? styles.opened : ""} ${isCurrent ? styles.current : ""}`}
      onClick={onOpen}
    >
      <span className={styles.stage} title={word}>
        <Dot tone={tone} />
        <b>{word}</b>
      </span>
      <span className={styles.who} title={nameOf(row)}>
        <b>{nameOf(row)}</b>
        <small>{who.filter((part) => part !== null).join(text.dot)}</small>
      </span>
      <span className={styles.what} title={what}>
        {what}
      </span>
      <span className={styles.next} title={next === "" ? title : `${title} ${next}`}>
        {title}
        {next === "" ? null : <small> {next}</small>}
      </span>
      <span className={styles.by} title={personName(row.by)}>
        {personName(row.by)}
      </span>
      <span className={styles.age}>{age(since, now)}</span>
    </div>
  );
}
