import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { addDays, longDay, monthYear } from "../format.ts";
import type { OpenDay } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { bookingText } from "./booking-text.ts";
import styles from "./month.module.css";
import { monthBeside, monthOf } from "./wanted.ts";

const t = bookingText.month;

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 };
const WEEK = [0, 1, 2, 3, 4, 5, 6] as const;
/** From how many open times on a day counts as one with some, and as one with many. */
const SOME = 5;
const MANY = 15;

/** A month in which each day says how many open times it has, by number, shape and colour. Arrows walk the days, also
 * into the months beside; Enter or a press has the list begin there. */
export function OpenMonth({
  day,
  today,
  days,
  onDay,
}: {
  /** The day on which the list begins. */
  day: string;
  today: string;
  /** How many open times there are on each day that has any; none while they are read. */
  days: readonly OpenDay[] | null;
  onDay: (day: string) => void;
}) {
  const [cursor, setCursor] = useState(day);
  const table = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const here = monthOf(cursor) === monthOf(day) ? cursor : day;
  useLayoutEffect(() => {
    if (moved.current) {
      moved.current = false;
      table.current?.querySelector<HTMLElement>(`[data-day="${here}"]`)?.focus();
    }
  });
  const go = (to: string) => {
    const next = to < today ? today : to;
    moved.current = true;
    setCursor(next);
    if (monthOf(next) !== monthOf(day)) {
      onDay(next);
    }
  };
  const turn = (months: number) => go(monthBeside(day, months));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const weekday = new Date(`${here}T00:00:00Z`).getUTCDay();
    if (step !== undefined) {
      go(addDays(here, step));
    } else if (event.key === "PageUp" || event.key === "PageDown") {
      turn(event.key === "PageUp" ? -1 : 1);
    } else if (event.key === "Home" || event.key === "End") {
      go(addDays(here, event.key === "Home" ? -weekday : 6 - weekday));
    } else {
      return;
    }
    event.preventDefault();
  };
  const counts = new Map(days?.map(({ date, count }) => [date, count]));
  return (
    <section className={styles.month} aria-label={t.label}>
      <div className={styles.head}>
        <Button
          weight="quiet"
          label={t.previous}
          isSpent={monthOf(day) <= monthOf(today)}
          onPress={() => turn(-1)}
        >
          {t.previousSign}
        </Button>
        <b>{monthYear(day)}</b>
        <Button weight="quiet" label={t.next} onPress={() => turn(1)}>
          {t.nextSign}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a calendar's days are walked by arrows */}
      <table ref={table} role="grid" aria-label={monthYear(day)} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {WEEK.map((at) => (
              <th key={at} scope="col" abbr={t.weekdays[at]}>
                {t.weekdays[at].slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(day).map((week) => (
            <tr key={week[0]}>
              {week.map((date) =>
                monthOf(date) !== monthOf(day) ? (
                  <td key={date} />
                ) : (
                  <td key={date}>
                    <button
                      type="button"
                      data-day={date}
                      data-level={levelOf(date, today, counts, days !== null)}
                      tabIndex={date === here ? 0 : -1}
                      disabled={date < today}
                      aria-current={date === today ? "date" : undefined}
                      aria-pressed={date === day}
                      aria-label={t.day(longDay(date), days === null ? null : (counts.get(date) ?? 0))}
                      onClick={() => {
                        setCursor(date);
                        onDay(date);
                      }}
                    >
                      <span>{Number(date.slice(8))}</span>
                      <small>{date < today || days === null ? "" : (counts.get(date) ?? 0)}</small>
                      <i aria-hidden="true" />
                    </button>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.legend}>{t.legend(SOME, MANY)}</p>
    </section>
  );
}

function levelOf(date: string, today: string, counts: ReadonlyMap<string, number>, isRead: boolean): string {
  const count = counts.get(date) ?? 0;
  if (date < today || !isRead) {
    return "unknown";
  }
  return count === 0 ? "none" : count < SOME ? "few" : count < MANY ? "some" : "many";
}

// The weeks of a day's month, from Sunday on, with the days of the months beside that fill them up.
function weeksOf(day: string): string[][] {
  const first = monthOf(day);
  const start = addDays(first, -new Date(`${first}T00:00:00Z`).getUTCDay());
  const after = monthBeside(day, 1);
  const weeks: string[][] = [];
  for (let week = start; week < after; week = addDays(week, 7)) {
    weeks.push(WEEK.map((at) => addDays(week, at)));
  }
  return weeks;
}
