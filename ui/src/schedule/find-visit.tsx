import { type KeyboardEvent, useMemo, useState } from "react";
import { clockTime, usDate } from "../format.ts";
import type { Column, DaySheet, HourClock } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Modal } from "../kit/modal.tsx";
import { text } from "../text.ts";
import { withoutShared } from "./column-head.tsx";
import { findVisits, typedTime } from "./find.ts";
import styles from "./find-visit.module.css";
import type { Spot } from "./moves.ts";
import { scheduleText } from "./text.ts";
import { heardState, visitName } from "./words.ts";

const t = scheduleText.find;
const LIST = "visits-found";
/** As many as are looked through by the eye. */
const SHOWN = 8;

function rowId(visit: string): string {
  return `found-${visit}`;
}

/** A box for part of a name or a time, and the visits of the day that are meant by it. */
export function FindVisit({
  sheet,
  onFound,
  onClose,
}: {
  sheet: DaySheet;
  onFound: (spot: Spot) => void;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [{ hourClock }] = usePreferences();
  const found = useMemo(() => findVisits(sheet, typed), [sheet, typed]);
  const time = typedTime(typed);
  const shown = found.slice(0, SHOWN);
  const current = shown[at];
  const nameOf = withoutShared([...new Set(sheet.columns.map(({ departmentName }) => departmentName))]);
  const go = (spot: Spot | undefined) => {
    if (spot !== undefined) {
      onFound(spot);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((at + step + shown.length) % Math.max(1, shown.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(current);
    }
  };
  return (
    <Modal title={t.title} onClose={onClose}>
      <div className={styles.box}>
        <input
          // biome-ignore lint/a11y/noAutofocus: it is opened to type in it
          autoFocus
          className={styles.input}
          role="combobox"
          data-keys="palette"
          aria-label={t.label}
          aria-expanded={shown.length > 0}
          aria-controls={LIST}
          aria-autocomplete="list"
          aria-activedescendant={current === undefined ? undefined : rowId(current.visit.id)}
          placeholder={t.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <p className={styles.sum} role="status">
          {typed.trim() === ""
            ? ""
            : time === null
              ? t.count(found.length)
              : t.near(clockTime(time, hourClock))}
        </p>
      </div>
      <div id={LIST} role="listbox" aria-label={t.results} className={styles.list}>
        {shown.map((spot, index) => (
          <FoundRow
            key={spot.visit.id}
            spot={spot}
            of={sheet.columns[spot.column]}
            placeName={nameOf}
            isZoned={sheet.zones.length > 1}
            isCurrent={index === at}
            clock={hourClock}
            onChoose={() => go(spot)}
          />
        ))}
      </div>
    </Modal>
  );
}

function FoundRow({
  spot: { visit },
  of,
  placeName,
  isZoned,
  isCurrent,
  clock,
  onChoose,
}: {
  spot: Spot;
  of: Column | undefined;
  placeName: (department: string) => string;
  isZoned: boolean;
  isCurrent: boolean;
  clock: HourClock;
  onChoose: () => void;
}) {
  const born = visit.dob === null ? "" : text.person.born(usDate(visit.dob));
  const place = of === undefined ? [] : [of.name, placeName(of.departmentName)];
  const heard = [heardState(visit), visit.urgent ? scheduleText.urgent : ""];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys
    <div
      id={rowId(visit.id)}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      className={`${styles.row} ${isCurrent ? styles.current : ""}`}
      onClick={onChoose}
    >
      <span className={styles.time}>
        {clockTime(visit.minute, clock)}
        {isZoned ? <small> {of?.zone}</small> : null}
      </span>
      <span className={styles.who}>
        <b dir="auto">{visitName(visit)}</b> <small>{born}</small>
      </span>
      <span className={styles.place}>{place.join(text.dot)}</span>
      <span className={styles.unseen}>{scheduleText.heard(heard.filter((part) => part !== ""))}</span>
    </div>
  );
}
