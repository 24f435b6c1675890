import { clockTime, shortDay } from "../format.ts";
import type { Parked, ParkedVisit, Visit } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { text } from "../text.ts";
import { parkedText } from "./beside-text.ts";
import styles from "./parked.module.css";
import { visitName } from "./words.ts";

const t = parkedText;

/** At the sheet's edge: the visits that wait for a place, each with how long it is and where it stands. */
export function ParkedStrip({
  parked,
  carried,
  onPick,
  onOff,
}: {
  parked: Parked | undefined;
  /** The visit that is carried. */
  carried: string | null;
  onPick: (row: ParkedVisit) => void;
  onOff: (visit: Visit) => void;
}) {
  const [{ hourClock }] = usePreferences();
  if (parked === undefined || parked.rows.length + parked.gone === 0) {
    return null;
  }
  const rows = parked.rows.flatMap((row) => row.column.visits.slice(0, 1).map((visit) => ({ row, visit })));
  return (
    <section className={styles.strip} aria-label={t.region}>
      <p>
        {t.title(rows.length)}
        {parked.gone === 0 ? null : ` ${t.gone(parked.gone)}`}
      </p>
      <ul>
        {rows.map(({ row, visit }) => {
          const when = `${shortDay(row.date)} ${clockTime(visit.minute, hourClock)}`;
          const from = t.from(when, row.column.name);
          return (
            <li key={visit.id} className={visit.id === carried ? styles.carried : undefined}>
              <button
                type="button"
                className={styles.visit}
                aria-label={t.pick(visitName(visit), from)}
                aria-pressed={visit.id === carried}
                onClick={() => onPick(row)}
              >
                <b dir="auto">{visitName(visit)}</b>
                <span>{[t.long(visit.minutes), from].join(text.dot)}</span>
              </button>
              <Button weight="quiet" label={t.off(visitName(visit))} onPress={() => onOff(visit)}>
                {t.offShort}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
