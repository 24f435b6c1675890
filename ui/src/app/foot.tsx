import { useQuery } from "@tanstack/react-query";
import type { Connection } from "../ipc/bindings.ts";
import { overviewRead } from "../ipc/session.ts";
import { Kbd } from "../kit/kbd.tsx";
import { keySign, useLiveActions } from "../kit/keymap.tsx";
import { usePlace } from "../place/place.tsx";
import { text } from "../text.ts";
import styles from "./frame.module.css";
import { type AppKey, KEYS, type PageName, scopesOf } from "./keys.ts";

const MOVES: Record<PageName, string | null> = {
  schedule: "↑↓←→",
  patients: "↑↓",
  sync: null,
  settings: null,
};

/** The keys that work here, whose time is shown, and which practice this is. */
export function Foot({ page, connection }: { page: PageName; connection: Connection | undefined }) {
  const live = useLiveActions();
  const shown = footKeys(page, live);
  const move = MOVES[page];
  return (
    <footer className={styles.foot}>
      <div className={styles.keys} aria-hidden="true">
        {move === null ? null : (
          <>
            <span>
              <Kbd sign={move} />
              {text.keys.moveLabel}
            </span>
            <span>
              <Kbd sign={keySign("Enter")} />
              {text.keys.openLabel}
            </span>
          </>
        )}
        {shown.map(({ signs, word }) => (
          <span key={word}>
            {signs.map((sign) => (
              <Kbd key={sign} sign={sign} />
            ))}
            {word}
          </span>
        ))}
      </div>
      <div className={styles.where}>
        {page === "schedule" ? <Zones /> : null}
        {connection === undefined ? null : (
          <span>
            {text.foot.practice(connection.practice, text.environment[connection.environment.kind])}
          </span>
        )}
      </div>
    </footer>
  );
}

// Keys that share a word, such as the two that turn the day, stand together.
function footKeys(page: PageName, live: ReadonlySet<string>): { word: string; signs: string[] }[] {
  const words = new Map<string, string[]>();
  const here = scopesOf(page);
  const usable = (key: AppKey) =>
    here.includes(key.scope) && (live.has(key.id) || key.id === "find" || key.id === "sheet");
  for (const key of KEYS.filter(usable)) {
    const first = key.keys[0];
    if (key.foot !== undefined && first !== undefined) {
      words.set(key.foot, [...(words.get(key.foot) ?? []), keySign(first)]);
    }
  }
  return [...words].map(([word, signs]) => ({ word, signs })).sort((a, b) => last(a.word) - last(b.word));
}

function last(word: string): number {
  return word === text.keys.allLabel ? 1 : 0;
}

function Zones() {
  const department = usePlace("department");
  const overview = useQuery(overviewRead);
  const departments = overview.data?.departments ?? [];
  const shown = department === null ? departments : departments.filter((each) => each.id === department);
  const zones = [...new Set(shown.map((each) => each.zone))];
  const [first] = shown;
  if (first === undefined) {
    return null;
  }
  if (zones.length > 1) {
    return <span>{text.foot.timesMany(zones.join(", "))}</span>;
  }
  return <span>{text.foot.timesOf(first.name, first.zone)}</span>;
}
