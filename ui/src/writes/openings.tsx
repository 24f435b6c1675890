import { type KeyboardEvent, useState } from "react";
import { clockRange, shortDay } from "../format.ts";
import type { Opening } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { text } from "../text.ts";
import styles from "./booking.module.css";
import { bookingText } from "./booking-text.ts";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/** When and with whom an open time is. */
export function useOpeningWords(): (opening: Opening) => { when: string; where: string } {
  const [{ hourClock }] = usePreferences();
  return ({ date, minute, minutes, zone, name, departmentName }) => ({
    when: `${shortDay(date)}${text.dot}${clockRange(minute, minutes, hourClock)} ${zone}`,
    where: [name, departmentName].filter((part) => part !== "").join(text.dot),
  });
}

/** Open times, walked by arrows and chosen by Enter or a press. */
export function OpeningList({
  openings,
  onChoose,
}: {
  openings: readonly Opening[];
  onChoose: (opening: Opening) => void;
}) {
  const words = useOpeningWords();
  const [at, setAt] = useState(0);
  const here = Math.min(at, openings.length - 1);
  const id = (opening: Opening) => `opening-${opening.slot}`;
  const current = openings[here];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (event.key === "Enter" && current !== undefined) {
      event.preventDefault();
      onChoose(current);
    } else if (step !== undefined || event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const to = step === undefined ? (event.key === "Home" ? 0 : openings.length - 1) : here + step;
      const next = Math.max(0, Math.min(openings.length - 1, to));
      setAt(next);
      const row = openings[next];
      if (row !== undefined) {
        document.getElementById(id(row))?.scrollIntoView?.({ block: "nearest" });
      }
    }
  };
  return (
    <div
      role="listbox"
      tabIndex={0}
      aria-label={bookingText.list}
      aria-activedescendant={current === undefined ? undefined : id(current)}
      className={styles.openings}
      onKeyDown={onKeyDown}
    >
      {openings.map((opening) => {
        const { when, where } = words(opening);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
          <div
            key={opening.slot}
            id={id(opening)}
            role="option"
            tabIndex={-1}
            aria-selected={opening === current}
            className={`${styles.opening} ${opening === current ? styles.current : ""}`}
            onClick={() => onChoose(opening)}
          >
            <b>{when}</b>
            <span>{where}</span>
          </div>
        );
      })}
    </div>
  );
}
