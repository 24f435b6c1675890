import { longDay, shortDay } from "../format.ts";
import type { DaySheet } from "../ipc/bindings.ts";
import styles from "./schedule.module.css";
import { scheduleText } from "./text.ts";

const PREVIOUS = "‹";
const NEXT = "›";

/** Which day it is, the way to others, and how it stands. */
export function DayHead({
  sheet,
  date,
  ageWords,
  onStep,
  onDay,
  onJump,
}: {
  sheet: DaySheet | undefined;
  date: string | null;
  ageWords: string | undefined;
  onStep: (days: number) => (() => void) | undefined;
  onDay: (date: string | null) => void;
  onJump: () => void;
}) {
  const t = scheduleText;
  const day = sheet?.date ?? date ?? undefined;
  const isToday = date === null || date === sheet?.today;
  return (
    <div className={styles.head}>
      <h1 aria-label={day === undefined ? undefined : longDay(day)}>
        {day === undefined ? null : shortDay(day, sheet?.today)}
      </h1>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame of its own */}
      <div className={styles.steps} role="group" aria-label={t.steps}>
        <button type="button" aria-label={t.previous} onClick={() => onStep(-1)?.()}>
          {PREVIOUS}
        </button>
        <button type="button" className={isToday ? styles.on : undefined} onClick={() => onDay(null)}>
          {t.today}
        </button>
        <button type="button" aria-label={t.next} onClick={() => onStep(1)?.()}>
          {NEXT}
        </button>
      </div>
      <button type="button" className={styles.jump} onClick={onJump}>
        {t.jump}
      </button>
      {sheet === undefined ? null : <Sums sheet={sheet} ageWords={ageWords} />}
    </div>
  );
}

function Sums({ sheet, ageWords }: { sheet: DaySheet; ageWords: string | undefined }) {
  const t = scheduleText;
  const { booked, here, done, waiting } = sheet.tally;
  // Visits of a day that is not whole yet are no day's sum.
  if (sheet.asOf === null) {
    return booked === 0 ? null : <div className={styles.sums}>{t.partly}</div>;
  }
  return (
    <div className={styles.sums} title={ageWords}>
      <span>
        <b>{booked}</b> {t.booked}
      </span>
      <span>
        <b>{here}</b> {t.here}
      </span>
      <span>
        <b>{done}</b> {t.done}
      </span>
      {waiting === 0 ? null : (
        <span className={styles.warn}>
          <b>{waiting}</b> {t.waiting}
        </span>
      )}
    </div>
  );
}
