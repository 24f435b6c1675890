import { failureWords } from "../failure.ts";
import { age, clockTime } from "../format.ts";
import type { Opening } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { Button } from "../kit/button.tsx";
import { useNow } from "../kit/clock.tsx";
import styles from "./carry.module.css";
import { slotText } from "./slot-text.ts";
import type { OpenState } from "./use-open-times.ts";

const t = slotText;

/** How many times are open, how old that is, and why none are shown where none are. */
export function OpenLine({
  state,
  current,
  book,
  leave,
  choose,
}: {
  state: OpenState | null;
  /** The time that is being chosen. */
  current: Opening | null;
  book: (time: Opening) => void;
  leave: () => void;
  choose: (() => void) | undefined;
}) {
  const now = useNow(1_000);
  const [{ hourClock }] = usePreferences();
  if (state === null) {
    return null;
  }
  const { asOf, open, frozen, more, departments, failure, isOld } = state;
  const [asked, all] = departments;
  const said =
    failure !== null
      ? [t.failed, failureWords(failure, "once").title]
      : isOld
        ? [t.old]
        : asOf === null
          ? [t.reading]
          : [`${t.count(open, frozen, age(asOf, now))}.`];
  const left = [...(more ? [t.more] : []), ...(asked < all ? [t.some(asked, all)] : [])];
  return (
    <section
      className={`${styles.line} ${styles.quiet}`}
      aria-label={current === null ? t.region : t.choosing}
    >
      <p className={styles.muted}>{[...said, ...left, ...(current === null ? [] : [t.choose])].join(" ")}</p>
      <div className={styles.acts}>
        {current === null ? (
          choose === undefined || open === 0 || asOf === null ? null : (
            <Button weight="quiet" action="schedule.book" onPress={choose}>
              {t.book}
            </Button>
          )
        ) : (
          <>
            <Button weight="first" onPress={() => book(current)}>
              {t.chosen(clockTime(current.minute, hourClock))}
            </Button>
            <Button action="back" onPress={leave}>
              {t.leave}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
