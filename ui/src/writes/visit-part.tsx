import { clockRange, longDay } from "../format.ts";
import type { VisitPlace, WriteRow } from "../ipc/bindings.ts";
import { usePreferences } from "../ipc/session.ts";
import { text } from "../text.ts";
import { standingWord } from "../visit-write-text.ts";
import styles from "./detail.module.css";
import { writesText } from "./text.ts";

const t = writesText.visit;

/** When and with whom a visit is, as a person reads it. */
export function usePlaceWords(): (place: VisitPlace) => string {
  const [{ hourClock }] = usePreferences();
  return ({ date, minute, minutes, zone, provider, department }) => {
    const when = `${longDay(date)}${text.dot}${clockRange(minute, minutes, hourClock)} ${zone}`;
    return [when, provider, department].filter((part) => part !== "").join(text.dot);
  };
}

/** What a write does with a visit: where it is, where it is to be, how it stood and stands. */
export function VisitPart({ visit }: { visit: NonNullable<WriteRow["visit"]> }) {
  const words = usePlaceWords();
  const { from, to, stood, shows, said, id } = visit;
  const kind = (from ?? to)?.kind ?? "";
  const facts: readonly (readonly [string, string | null])[] = [
    [t.from, from === null ? null : words(from)],
    [t.to, to === null ? null : words(to)],
    [t.kind, kind === "" ? null : kind],
    [t.stood, stood === null ? null : standingWord(stood)],
    [t.shows, shows === null ? null : standingWord(shows)],
    [t.said, said],
    [t.id, id],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
