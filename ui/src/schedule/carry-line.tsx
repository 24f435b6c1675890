import { failureWords } from "../failure.ts";
import { age, clockRange, clockTime, shortDay } from "../format.ts";
import { areZoned } from "../instant.ts";
import type { Failure, Opening, WriteRow } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import { Notice } from "../kit/notice.tsx";
import { text } from "../text.ts";
import { besideText } from "./beside-text.ts";
import type { Carried } from "./carried.tsx";
import styles from "./carry.module.css";
import { moveText } from "./move-text.ts";
import { VisitStandingNow } from "./visit-standing.tsx";
import { visitName } from "./words.ts";

const t = moveText;

/** What is carried, where it may go, and how far is what was let go of. */
export function CarryLine({
  carried,
  current,
  lost,
  offered,
  times,
  asOf,
  rows,
  failure,
  isPending,
  drop,
  putBack,
  onBeside,
}: {
  carried: Carried | null;
  current: Opening | null;
  lost: Opening | null;
  /** What is offered in its place. */
  offered: readonly Opening[];
  times: readonly Opening[];
  asOf: string | null;
  /** What was sent off, and what undid it. */
  rows: readonly WriteRow[];
  failure: Failure | null;
  isPending: boolean;
  drop: (time: Opening) => void;
  putBack: () => void;
  /** Asks where it is to be put though the time is taken. */
  onBeside: () => void;
}) {
  const now = useNow(1_000);
  const [{ hourClock }] = usePreferences();
  if (carried === null) {
    return rows.length === 0 ? null : <VisitStandingNow rows={rows} />;
  }
  const { visit, date, column } = carried;
  const isZoned = areZoned([column, ...times, ...offered]);
  const wall = (time: Opening) => `${shortDay(time.date)} ${clockTime(time.minute, hourClock)}`;
  const when = (time: Opening) => (isZoned ? `${wall(time)} ${time.zone}` : wall(time));
  const words = failure === null ? null : failureWords(failure, "once");
  const stood = [shortDay(date), clockRange(visit.minute, visit.minutes, hourClock), column.zone].join(" ");
  return (
    <section className={styles.line} aria-label={t.region}>
      <p>
        <b>{t.title(visitName(visit))}</b>{" "}
        <span className={styles.muted}>{t.from(stood, `${column.name}, ${column.departmentName}`)}</span>
      </p>
      <p className={styles.muted}>
        {asOf === null
          ? t.reading
          : times.length === 0
            ? t.none
            : `${t.open(times.length, age(asOf, now))} ${t.how}`}
      </p>
      {words === null ? null : <Notice tone={words.severity} title={words.title} next={words.next} />}
      {lost === null ? null : (
        <Notice tone="warn" title={t.takenTitle} next={offered.length === 0 ? t.takenNone : t.takenNext}>
          <span className={styles.acts}>
            {offered.map((time) => (
              <Button
                key={time.slot}
                label={t.to([wall(time), time.zone, time.name, time.departmentName].join(", "))}
                isPending={isPending}
                onPress={() => drop(time)}
              >
                {[when(time), time.name].join(text.dot)}
              </Button>
            ))}
          </span>
        </Notice>
      )}
      <div className={styles.acts}>
        {current === null ? null : (
          <Button weight="first" isPending={isPending} onPress={() => drop(current)}>
            {t.to(when(current))}
          </Button>
        )}
        <Button action="visit.beside" onPress={onBeside}>
          {besideText.act}
        </Button>
        <Button action="back" onPress={putBack}>
          {t.putBack}
        </Button>
      </div>
    </section>
  );
}
