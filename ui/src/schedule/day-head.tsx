import { longDay, shortDay } from "../format.ts";
import type { DaySheet, ViewKind } from "../ipc/bindings.ts";
import { usePatience } from "../ipc/session.ts";
import { useAct, useLiveActions } from "../kit/keymap.tsx";
import { filtersOf, isFiltered, type View } from "../place/view.ts";
import styles from "./schedule.module.css";
import { slotText } from "./slot-text.ts";
import { scheduleText } from "./text.ts";

const PREVIOUS = "‹";
const NEXT = "›";
const KINDS: readonly ViewKind[] = ["columns", "list", "week"];

/** Which day it is, the way to others, and how it stands. */
export function DayHead({
  sheet,
  date,
  title,
  view,
  ageWords,
  onStep,
  onDay,
  onJump,
  onKind,
  onFind,
  onFilter,
  onViews,
  openTimes,
}: {
  sheet: DaySheet | undefined;
  date: string | null;
  /** What is shown, to be seen and to be heard, where that is no day. */
  title?: { seen: string; heard: string } | undefined;
  view: View;
  ageWords: string | undefined;
  onStep: (days: number) => (() => void) | undefined;
  onDay: (date: string | null) => void;
  onJump: () => void;
  onKind: (kind: ViewKind) => void;
  onFind: (() => void) | undefined;
  onFilter: () => void;
  onViews: (() => void) | undefined;
  /** Whether open times are shown, and the way to have it otherwise. */
  openTimes?: { isOn: boolean; toggle: (() => void) | undefined } | undefined;
}) {
  const t = scheduleText;
  const day = sheet?.date ?? date ?? undefined;
  const of = view.kind === "week" ? "week" : "day";
  const isToday = date === null || date === sheet?.today;
  return (
    <div className={styles.head}>
      <h1 aria-label={title?.heard ?? (day === undefined ? undefined : longDay(day))}>
        {title?.seen ?? (day === undefined ? null : shortDay(day, sheet?.today))}
      </h1>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame of its own */}
      <div className={styles.steps} role="group" aria-label={t.steps}>
        <button type="button" aria-label={t.step[of].previous} onClick={() => onStep(-1)?.()}>
          {PREVIOUS}
        </button>
        <button type="button" className={isToday ? styles.on : undefined} onClick={() => onDay(null)}>
          {t.step[of].now}
        </button>
        <button type="button" aria-label={t.step[of].next} onClick={() => onStep(1)?.()}>
          {NEXT}
        </button>
      </div>
      <button type="button" className={styles.jump} onClick={onJump}>
        {t.jump}
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame of its own */}
      <div className={styles.steps} role="group" aria-label={t.kinds}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={kind === view.kind ? styles.on : undefined}
            aria-pressed={kind === view.kind}
            onClick={() => onKind(kind)}
          >
            {t.shownAs[kind]}
          </button>
        ))}
      </div>
      {onFind === undefined ? null : (
        <button type="button" className={styles.jump} onClick={onFind}>
          {t.findVisit}
        </button>
      )}
      <button
        type="button"
        className={`${styles.jump} ${isFiltered(view) ? styles.on : ""}`}
        aria-label={isFiltered(view) ? t.filter.opened(filtersOf(view)) : t.filter.open}
        onClick={onFilter}
      >
        {t.filter.open}
      </button>
      {onViews === undefined ? null : (
        <button type="button" className={styles.jump} onClick={onViews}>
          {t.views.open}
        </button>
      )}
      {openTimes?.toggle === undefined ? null : (
        <button
          type="button"
          className={`${styles.jump} ${openTimes.isOn ? styles.on : ""}`}
          aria-pressed={openTimes.isOn}
          onClick={openTimes.toggle}
        >
          {slotText.button}
        </button>
      )}
      <PrintButton />
      {sheet === undefined ? null : <Sums sheet={sheet} ageWords={ageWords} />}
    </div>
  );
}

/** Whoever prints the day stands beside the schedule. */
function PrintButton() {
  const live = useLiveActions();
  const act = useAct();
  return live.has("schedule.print") ? (
    <button type="button" className={styles.jump} onClick={() => act("schedule.print")}>
      {scheduleText.print}
    </button>
  ) : null;
}

function Sums({ sheet, ageWords }: { sheet: DaySheet; ageWords: string | undefined }) {
  const t = scheduleText;
  const patience = usePatience();
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
          <b>{waiting}</b> {t.waiting(patience)}
        </span>
      )}
    </div>
  );
}
