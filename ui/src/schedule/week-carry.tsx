import { clockRange, shortDay } from "../format.ts";
import type { ParkedVisit, ViewKind, Visit } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { useActions } from "../kit/keymap.tsx";
import { usePlaceStore } from "../place/place.tsx";
import { useCarried } from "./carried.tsx";
import styles from "./carry.module.css";
import { moveText } from "./move-text.ts";
import { ParkedStrip } from "./parked-strip.tsx";
import { useParked } from "./use-parked.ts";
import { visitName } from "./words.ts";

const t = moveText;

/** Below the week: the visit that is carried, which is let go of on a day, and those that wait for a place. */
export function WeekCarry({ toKind }: { toKind: (kind: ViewKind) => void }) {
  const { carried, setCarried, putBack } = useCarried();
  const place = usePlaceStore();
  const [{ hourClock }] = usePreferences();
  const pick = ({ column, date }: ParkedVisit, visit: Visit) => {
    setCarried({ visit, date, column, waits: true });
    place.set({ visitOpen: false });
    toKind("columns");
  };
  const parked = useParked(pick);
  const next = parked.next(carried?.visit.id ?? null);
  const back = () => putBack(undefined);
  useActions({ "schedule.parked": next === undefined ? undefined : () => parked.pick(next) });
  return (
    <>
      {carried === null ? null : (
        <section className={`${styles.line} ${styles.foot}`} aria-label={t.region}>
          <p>
            <b>{t.title(visitName(carried.visit))}</b>{" "}
            <span className={styles.muted}>
              {t.from(
                [
                  shortDay(carried.date),
                  clockRange(carried.visit.minute, carried.visit.minutes, hourClock),
                  carried.column.zone,
                ].join(" "),
                `${carried.column.name}, ${carried.column.departmentName}`,
              )}
            </span>
          </p>
          <p className={styles.muted}>{t.inWeek}</p>
          <div className={styles.acts}>
            <Button action="back" onPress={back}>
              {t.putBack}
            </Button>
          </div>
        </section>
      )}
      <ParkedStrip
        parked={parked.parked}
        carried={carried?.visit.id ?? null}
        onPick={parked.pick}
        onOff={parked.takeOff}
      />
    </>
  );
}
