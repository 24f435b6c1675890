import type { CSSProperties } from "react";
import { memo } from "react";
import type { HourClock, Visit } from "../ipc/bindings.ts";
import { text } from "../text.ts";
import type { Scale } from "./scale.ts";
import styles from "./sheet.module.css";
import { heardState, heardVisit, lookOf, shownWord, visitName } from "./words.ts";

export function visitElement(visit: string): string {
  return `visit-${visit}`;
}

export function focusVisit(visit: string): void {
  document.getElementById(visitElement(visit))?.focus();
}

// Pixels of a visit that is too short to be seen.
const SHORTEST = 15;
// Pixels from which there is room for a second line, and for a third.
const TWO_LINES = 30;
const THREE_LINES = 52;
// Pixels under which a name needs all the room there is.
const NARROW = 110;
// Pixels between a column's edge and its visits, and between two visits side by side.
const EDGE = 3;
const BETWEEN = 2;

/** A visit on the sheet: its length, its name, and its state by colour, shape and word. A day has hundreds in
 * sight, so that each is as few boxes as it can be: its marks are drawn by the style, and what is only heard is
 * its label. */
export const VisitBlock = memo(function VisitBlock({
  visit,
  scale,
  room,
  current,
  faint = false,
  position,
  of,
  clock,
  onChoose,
}: {
  visit: Visit;
  scale: Scale;
  /** Pixels down to the end of the day, on which no visit stands. */
  room: number;
  current: boolean;
  /** Whether it is none of those that are looked for. */
  faint?: boolean;
  position: number;
  of: number;
  clock: HourClock;
  onChoose: (visit: Visit) => void;
}) {
  const look = lookOf(visit.state);
  const top = (visit.minute - scale.from) * scale.perMinute + 1;
  const height = Math.max(SHORTEST, Math.min(room - top, visit.minutes * scale.perMinute) - 3);
  const lanes = Math.max(1, visit.lanes);
  const lane = (scale.columnWidth - 2 * EDGE + BETWEEN) / lanes;
  const at: CSSProperties = {
    top,
    height,
    left: EDGE + lane * visit.lane,
    width: lane - BETWEEN,
  };
  // A name that is short of width may have the second line, before anything else has it.
  const narrow = lane - BETWEEN < NARROW;
  const single = height < (narrow ? THREE_LINES : TWO_LINES);
  const name = visitName(visit);
  const word = shownWord(visit);
  return (
    <li className={styles.at} style={at} aria-posinset={position} aria-setsize={of}>
      <button
        type="button"
        id={visitElement(visit.id)}
        className={`${styles.visit} ${styles[look]} ${height < TWO_LINES ? styles.short : ""} ${narrow ? styles.narrow : ""} ${visit.urgent ? styles.marked : ""} ${faint ? styles.faint : ""}`}
        aria-label={heardVisit(visit, clock)}
        aria-current={current}
        tabIndex={current ? 0 : -1}
        onClick={() => onChoose(visit)}
      >
        <b dir="auto" title={single ? [name, heardState(visit)].join(text.dot) : name}>
          {name}
        </b>{" "}
        {single ? null : (
          <span title={heardState(visit)}>
            {word === null ? null : <em>{word}</em>}
            {word === null || visit.kind === "" ? null : text.dot}
            {visit.kind}
          </span>
        )}
      </button>
    </li>
  );
});
