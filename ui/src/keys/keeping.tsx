import type { Retention } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Pick } from "../kit/pick.tsx";
import { Failed } from "./failed.tsx";
import styles from "./keys.module.css";
import { keysText } from "./text.ts";

const t = keysText.keeping;

const KINDS: readonly { kind: keyof Retention; days: readonly number[] }[] = [
  { kind: "recents", days: [7, 30, 90, 365] },
  { kind: "writes", days: [30, 90, 365, 2192] },
  { kind: "people", days: [90, 365, 730, 2192] },
];

/** How long things are kept here, by kind. */
export function Keeping({ retention }: { retention: Retention }) {
  const set = useWrite("retention_set");
  return (
    <div className={styles.part}>
      <h3>{t.name}</h3>
      <p>{t.note}</p>
      <div className={styles.picks}>
        {KINDS.map(({ kind, days }) => (
          <Pick
            key={kind}
            wide
            label={t[kind]}
            options={optionsOf(days, retention[kind])}
            value={String(retention[kind] ?? "")}
            onChange={(id) =>
              set.mutate({ retention: { ...retention, [kind]: id === "" ? null : Number(id) } })
            }
          />
        ))}
      </div>
      <p className={styles.note}>{t.audit}</p>
      <Failed failure={set.error?.failure} />
    </div>
  );
}

/** What can be chosen, with what is chosen now among it. */
function optionsOf(days: readonly number[], now: number | null) {
  const all = now === null || days.includes(now) ? days : [...days, now].sort((one, two) => one - two);
  return [...all.map((count) => ({ id: String(count), name: spoken(count) })), { id: "", name: t.forEver }];
}

function spoken(days: number): string {
  return days < 365 ? t.days(days) : t.years(Math.round(days / 365.25));
}
