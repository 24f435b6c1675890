import { useQuery } from "@tanstack/react-query";
import type { Connection, Seat } from "../ipc/bindings.ts";
import { overviewRead } from "../ipc/session.ts";
import { Kbd } from "../kit/kbd.tsx";
import { keySign, useKeyFocus, useKeySign, useLiveActions } from "../kit/keymap.tsx";
import { usePlace } from "../place/place.tsx";
import { text } from "../text.ts";
import styles from "./frame.module.css";
import { type AppKey, KEYS, type PageName, scopesOf } from "./keys.ts";
import { appText } from "./text.ts";

// What the frame itself does, on whatever page.
const ALWAYS: readonly string[] = ["find", "palette"];

type Own = { move?: string; enter?: string };

const ALL_WAYS = "↑↓←→";
const UP_AND_DOWN = "↑↓";
const { openLabel, moveHereLabel, chooseLabel, goLabel } = appText.keys;

/** What the arrows and Enter do in an element that has keys of its own, by their scope. */
const OWN: Record<string, Own> = {
  sheet: { move: ALL_WAYS, enter: openLabel },
  carry: { move: ALL_WAYS, enter: moveHereLabel },
  list: { move: UP_AND_DOWN, enter: openLabel },
  besideSheet: { move: ALL_WAYS },
  besideList: { move: UP_AND_DOWN },
  palette: { move: UP_AND_DOWN, enter: chooseLabel },
  choices: { move: UP_AND_DOWN, enter: chooseLabel },
  typedDate: { enter: goLabel },
  calendar: { move: ALL_WAYS, enter: goLabel },
};

/** The keys that work here, who sits here, whose time is shown, and which practice this is. */
export function Foot({
  page,
  connection,
  seat,
  onLock,
}: {
  page: PageName;
  connection: Connection | undefined;
  seat: Seat | undefined;
  onLock: () => void;
}) {
  const live = useLiveActions();
  const { typing, scope, alone } = useKeyFocus();
  const shown = alone
    ? [{ signs: [keySign("Escape")], word: appText.keys.closeLabel }]
    : footKeys(page, live, typing);
  const { move, enter } = (scope === null ? undefined : OWN[scope]) ?? {};
  const sheet = useKeySign("sheet");
  return (
    <footer className={styles.foot}>
      <div className={styles.keys} aria-hidden="true">
        {move === undefined ? null : <FootKey signs={[move]} word={appText.keys.moveLabel} />}
        {enter === undefined ? null : <FootKey signs={[keySign("Enter")]} word={enter} />}
        {shown.map(({ signs, word }) => (
          <FootKey key={word} signs={signs} word={word} />
        ))}
      </div>
      {typing || alone || sheet === undefined ? null : (
        <div className={styles.allKeys} aria-hidden="true">
          <FootKey signs={[sheet]} word={appText.keys.allLabel} />
        </div>
      )}
      <div className={styles.where}>
        {seat === undefined ? null : <Sits seat={seat} onLock={onLock} />}
        {page === "schedule" ? <Zones /> : null}
        {connection === undefined ? null : <Practice connection={connection} />}
      </div>
    </footer>
  );
}

function FootKey({ signs, word }: { signs: readonly string[]; word: string }) {
  return (
    <span>
      {signs.map((sign) => (
        <Kbd key={sign} sign={sign} />
      ))}
      {word}
    </span>
  );
}

// Keys that share a word, such as the two that turn the day, stand together.
function footKeys(
  page: PageName,
  live: ReadonlySet<string>,
  typing: boolean,
): { word: string; signs: string[] }[] {
  const words = new Map<string, string[]>();
  const here = scopesOf(page);
  const usable = (key: AppKey) =>
    here.includes(key.scope) &&
    (live.has(key.id) || ALWAYS.includes(key.id)) &&
    (!typing || key.inText === true);
  for (const key of KEYS.filter(usable)) {
    const first = key.keys[0];
    const foot = footOf(key, live);
    if (foot !== undefined && first !== undefined) {
      words.set(foot, [...(words.get(foot) ?? []), keySign(first)]);
    }
  }
  return [...words].map(([word, signs]) => ({ word, signs }));
}

function footOf({ foot, footWith = {} }: AppKey, live: ReadonlySet<string>): string | undefined {
  return Object.entries(footWith).find(([action]) => live.has(action))?.[1] ?? foot;
}

/** Who sits here, who can lock by it where somebody is asked for a PIN then; nothing where nobody is told apart. */
function Sits({ seat, onLock }: { seat: Seat; onLock: () => void }) {
  const words = sits(seat);
  const sign = useKeySign("lock");
  if (words === null) {
    return null;
  }
  const title = `${appText.sits.title}: ${words}`;
  return seat.seat === "person" ? (
    <button
      type="button"
      className={styles.sits}
      title={title}
      aria-label={appText.sits.lock(words)}
      onClick={onLock}
    >
      <span>{words}</span>
      {sign === undefined ? null : <Kbd sign={sign} />}
    </button>
  ) : (
    <span title={title}>{words}</span>
  );
}

function sits(seat: Seat): string | null {
  switch (seat.seat) {
    case "person":
      return seat.person.name;
    case "atAthena":
      return appText.sits.atAthena(seat.name);
    case "signedOut":
      return appText.sits.nobody;
    case "everybody":
    case "locked":
      return null;
    default:
      return seat satisfies never;
  }
}

function Practice({ connection: { practice, environment } }: { connection: Connection }) {
  const kind = text.environment[environment.kind];
  const words = appText.foot.practice(practice, kind);
  return (
    <span title={words}>
      <span className={styles.roomy}>{words}</span>
      <span className={styles.tight}>{appText.foot.practiceShort(practice, kind)}</span>
    </span>
  );
}

function Zones() {
  const department = usePlace("department");
  const { departments: looked } = usePlace("view");
  const overview = useQuery(overviewRead);
  const departments = overview.data?.rows ?? [];
  const only = department === null ? looked : [department];
  const shown = only.length === 0 ? departments : departments.filter(({ id }) => only.includes(id));
  const zones = [...new Set(shown.map((each) => each.zone))];
  const [first] = shown;
  if (first === undefined) {
    return null;
  }
  const t = appText.foot;
  const [words, few] =
    zones.length > 1
      ? [t.timesMany(zones.join(", ")), t.timesManyShort(zones.length)]
      : [t.timesOf(first.name, first.zone), t.timesOfShort(first.zone)];
  return (
    <span title={words}>
      <span className={styles.long}>{words}</span>
      <span className={styles.short}>{few}</span>
    </span>
  );
}
