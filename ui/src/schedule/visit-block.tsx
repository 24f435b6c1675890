import type { CSSProperties } from "react";
import { memo } from "react";
import type { HourClock, Visit } from "../ipc/bindings.ts";
import { Unseen } from "../kit/announce.tsx";
import { text } from "../text.ts";
import type { Scale } from "./scale.ts";
import styles from "./sheet.module.css";
import { heardState, heardTime, lookOf, stateWord, visitName } from "./words.ts";

export function visitElement(visit: string): string {
  return `visit-${visit}`;
}

export function focusVisit(visit: string): void {
  document.getElementById(visitElement(visit))?.focus();
}

const TWO_LINES = 30;

/** A visit on the sheet: its length, its name, and its state by colour, shape and word. */
export const VisitBlock = memo(function VisitBlock({
  visit,
  scale,
  current,
  position,
  of,
  clock,
  onChoose,
}: {
  visit: Visit;
  scale: Scale;
  current: boolean;
  position: number;
  of: number;
  clock: HourClock;
  onChoose: (visit: Visit) => void;
}) {
  const look = lookOf(visit.state);
  const height = Math.max(15, visit.minutes * scale.perMinute - 3);
  const share = 100 / Math.max(1, visit.lanes);
  const at: CSSProperties = {
    top: (visit.minute - scale.from) * scale.perMinute + 1,
    height,
    left: `calc(${share * visit.lane}% + 3px)`,
    width: `calc(${share}% - 6px)`,
  };
  // What is over has its mark; what is to come needs none.
  const word = look === "booked" || look === "done" ? null : stateWord(visit.state);
  return (
    <li className={styles.at} style={at} aria-posinset={position} aria-setsize={of}>
      <button
        type="button"
        id={visitElement(visit.id)}
        className={`${styles.visit} ${styles[look]} ${height < TWO_LINES ? styles.short : ""} ${visit.urgent ? styles.marked : ""}`}
        aria-current={current}
        tabIndex={current ? 0 : -1}
        onClick={() => onChoose(visit)}
      >
        <b title={visitName(visit)}>{visitName(visit)}</b>
        <Unseen>{heardTime(visit, clock)}</Unseen>
        {visit.urgent ? <i className={styles.urgent} /> : null}
        <i className={styles.mark} />
        {height < TWO_LINES ? (
          <Unseen>{heardState(visit)}</Unseen>
        ) : (
          <span title={heardState(visit)}>
            {word === null ? null : <em>{word}</em>}
            {word === null || visit.kind === "" ? null : text.dot}
            {visit.kind}
            {look === "done" ? <Unseen>{text.dot + stateWord(visit.state)}</Unseen> : null}
          </span>
        )}
      </button>
    </li>
  );
});
